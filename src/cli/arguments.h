// The table of commands and the command line read by it. One row describes a
// command; parsing, --help, the man pages and shell completion all come from it.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cli/cli.h"

namespace hindcast::cli {

// What a shell may offer for an operand or a value.
enum class Completes { nothing, file, folder, form, command, shell, rule };

struct Option {
  std::string_view name;                      // "format": given as --format
  char letter = 0;                            // 'o': given as -o
  std::string_view value;                     // "FORMAT"; empty for a switch
  std::string_view help;                      // one sentence, no full stop
  std::span<const std::string_view> choices;  // empty: anything goes
  std::string_view fallback;                  // what holds when it is not given; shown in the help
  bool list = false;                          // may be repeated, and takes A,B
  Completes completes = Completes::nothing;
  bool reversible = false;  // a choice may have - in front
};

struct Example {
  std::string_view line;  // "hindcast items --owner ada"
  std::string_view what;  // "what Ada still owes"
};

// What can be written in an operand, and what that means: a section of its own in the help.
struct Vocabulary {
  std::string_view title;  // "Query"
  std::span<const std::pair<std::string_view, std::string_view>> rows{};
};

class Arguments;

struct Command {
  std::string_view name;      // "show"; a space makes a group: "form list"
  std::string_view summary;   // "print what documents say"
  std::string_view operands;  // "FILE..."; empty: takes none
  std::string_view about;     // paragraphs, blank lines between
  std::span<const Option> options;
  std::span<const Example> examples;
  std::size_t operands_min = 0, operands_max = 0;
  Completes completes = Completes::nothing;
  int (*run)(const Arguments&, const Terminal&) = nullptr;
  Vocabulary vocabulary{};
  bool takes_dashed_words = false;  // "-word" behind the first operand is another one: search's "not word"
};

// Every command, in the order of the help. The table itself is in commands.cpp.
std::span<const Command> commands();
// Options that every command takes: --help, --color, --width.
std::span<const Option> common_options();
const Command* find_command(std::string_view name);
std::span<const std::string_view> shell_names();
// "form" is a group when there is a command "form list".
bool is_group(std::string_view name);
// The last word of a command of this group, or with "" the first of any, that a mistyped word is nearest to.
std::optional<std::string_view> near_command(std::string_view group, std::string_view word);

// One command line, split by its command's options.
class Arguments {
 public:
  const Command* command = nullptr;
  std::vector<std::string_view> operands;
  std::vector<std::pair<std::string_view, std::string_view>> given;  // option name and value, in order

  bool has(std::string_view option) const;
  // The last value given, else the option's fallback, else "".
  std::string_view value(std::string_view option) const;
  // Every value given, lists split at commas; the fallback when none was.
  std::vector<std::string_view> values(std::string_view option) const;
};

// Splits `words` (what follows the command's name) by the command's options. Options may
// stand anywhere, as --long VALUE, --long=VALUE, -o VALUE or -oVALUE; "--" ends them and "-" is an
// operand. The error says what is wrong and what was probably meant. --help lifts every other demand.
Result<Arguments> parse_arguments(const Command&, std::span<const std::string_view> words);

// The rest of the message: "unknown option '--formt'; did you mean '--format'?" for people.
std::string unknown_option(const Command&, std::string_view name);

// A whole number of at least `least` written in digits; nothing for anything else.
std::optional<int> parse_number(std::string_view, int least, int most);

}  // namespace hindcast::cli
