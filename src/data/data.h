// Structured text that others wrote, as one tree whatever its format: JSON, YAML, TOML, dotenv. Every value
// knows its line, so that who complains about it can say where.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hindcast::data {

// `date` is a day or a time that TOML writes without quotes; elsewhere dates are texts.
enum class Type : std::uint8_t { null, boolean, number, text, date, list, table };

struct Value {
  Type type = Type::null;
  std::string key;             // of a member of a table
  std::string text;            // of a text, what it means; of a number, as written; "true", "false"; of a
                               // date its ISO spelling; else ""
  std::vector<Value> members;  // of a list or a table, in the order written; of equal keys the last counts
  // Where it begins, both 1-based, the column in bytes (of TOML in characters). 0: nobody wrote it.
  std::uint32_t line = 0, column = 0;
  std::uint32_t key_line = 0, key_column = 0;  // the same of its key

  // The member of that name, the last of several; null where there is none or this is no table.
  const Value* find(std::string_view key) const;
  // The same through nested tables: "spec.template.metadata". Keys that hold a dot are not found so.
  const Value* at(std::string_view path) const;
  bool is_text() const { return type == Type::text; }
  bool is_words() const { return is_text() || type == Type::date; }  // `text` says what was meant
  bool is_scalar() const { return type != Type::list && type != Type::table; }
  bool is_list() const { return type == Type::list; }
  bool is_table() const { return type == Type::table; }
  bool is_true() const { return type == Type::boolean && text == "true"; }
  std::optional<double> number() const;         // finite
  std::optional<std::int64_t> integer() const;  // written without a fraction, and fits
};

// What may be read; more is an error that says so. Aliases of YAML are followed while the whole stays below
// `values_max`.
struct Limits {
  std::size_t bytes_max = 32u << 20;
  std::size_t depth_max = 64;
  std::size_t values_max = 2'000'000;
};

// Errors are `invalid` and begin with "line N: ". Linear in the text and what its aliases stand for.
Result<Value> read_json(std::string_view text, const Limits& = {});
// A list with a value for each document of the text: one document is a list of one, and a text without any is
// an empty list. Aliases and merge keys ("<<") stand for what they name: a key of the map itself wins. Bare
// words are typed as YAML 1.2 does ("yes" is a text).
Result<Value> read_yaml(std::string_view text, const Limits& = {});
// What is wrong stands at `wrong_at`, where one is given.
struct Place {
  std::uint32_t line = 0, column = 0;
};
Result<Value> read_toml(std::string_view text, const Limits& = {}, Place* wrong_at = nullptr);
// A table of texts from lines of KEY=value: `export`, quotes, escapes in double quotes, comments, values over
// several lines in quotes. Nothing is expanded: "$HOME" stays. Keys that stand twice are members twice.
Result<Value> read_dotenv(std::string_view text, const Limits& = {});

enum class Format : std::uint8_t { json, yaml, toml, dotenv };
// By the name of a file: ".json", ".yaml", ".yml", ".toml", ".env", ".env.NAME", "NAME.env".
std::optional<Format> format_of(std::string_view path);
// By its name; a YAML file of one document is that document, not a list of one, and one of none is null.
// `unsupported` for a name of none of these formats.
Result<Value> read_file_text(std::string_view path, std::string_view text, const Limits& = {});

}  // namespace hindcast::data
