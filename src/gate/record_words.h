// The words of a release record: how each fact is written in its line, and read back.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gate/record.h"

namespace hindcast::gate {

// What a bullet says, in the order in which they are written.
enum class Label : std::uint8_t {
  from,
  blocks,
  gone,
  guard,
  result,
  verdict,
  answer,
  by,
  approver,
  when,
  until,
  commit,
  evidence,
  reason
};
inline constexpr std::size_t label_count = 14;
std::string_view word(Label);
std::optional<Label> label(std::string_view word);  // letter case aside
// The label that a mistyped one is nearest to.
std::optional<std::string_view> near_label(std::string_view word);
constexpr bool may_repeat(Label label) {
  return label == Label::from || label == Label::guard || label == Label::result;
}

// One bullet: "- **By:** Ada", with bullets beneath.
struct RecordLine {
  Label label{};
  std::string value;               // as written
  std::vector<std::string> below;  // as written
};
std::vector<RecordLine> lines_of(const Question&, bool is_gone, std::string_view record_path);
std::string bullet(const RecordLine&, std::string_view line_end);
std::string heading_of(const Question&);

// Takes a bullet into the question. What comes back says what is wrong with it; "" for nothing.
std::string take(const RecordLine&, std::string_view record_path, Question& out, bool& is_gone);

// As as_written() makes it.
void make_plain(Question&);
// One line of plain text, cut at what no person writes.
std::string plain_line(std::string_view);
// Text that Markdown shows as it is, and back. `also` are further marks that get a backslash.
std::string escaped(std::string_view text, std::string_view also = {});
std::string unescaped(std::string_view written);

// "a, b": texts with commas in them get backslashes.
std::string joined(const std::vector<std::string>&);
std::vector<std::string> split(std::string_view);

// Facts of the whole release, as the front matter has them: in the order in which they are written.
enum class Key : std::uint8_t {
  version,
  kind,
  date,
  state,
  commit,
  base,
  documents,
  paths,
  services,
  kinds,
  phases,
  policy,
  tool,
  level,
  irreversible,
  decided,
  decided_by,
  decision,
  seal
};
inline constexpr std::size_t key_count = 19;
std::string_view word(Key);
std::array<std::string, key_count> values_of(const Record&);
// As it stands in YAML or TOML: in quotes where it needs them.
std::string front_matter_value(std::string_view, bool is_toml);
// "" or what is wrong with the value.
std::string take(Key, std::string_view value, Record& out);

// Can read_record() find a record there? Without reading it: nothing that is one is denied.
bool may_be_record(std::string_view text);
// Does the front matter of what is no record name the key of records, so that somebody meant one?
bool means_record(std::string_view text);
// As git writes one, in full or shortened: 7 to 64 hexadecimal digits. A branch or an option is none.
bool is_commit(std::string_view);
// "./a//b" is "a/b"; leading ".." stay.
std::string lexical(std::string_view path);
// What is wrong with a document's path from the root; "" for one that stays beneath it.
std::string wrong_with_path(std::string_view document);

}  // namespace hindcast::gate
