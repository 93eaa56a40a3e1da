#include "cli/cli.h"

#include <vector>

#include "cli/arguments.h"
#include "cli/completion.h"
#include "cli/handlers.h"
#include "cli/help.h"
#include "cli/manual.h"
#include "cli/style.h"
#include "cli/suggest.h"
#include "cli/version.h"

namespace hindcast::cli {
namespace {

// "unknown command 'shwo'; did you mean 'hindcast show'?"
int refuse_command(const Terminal& terminal, std::string_view group, std::string_view word) {
  std::string prefix = group.empty() ? "" : std::string(group) + " ";
  std::string message = "unknown command '" + prefix + printable(word) + "'";
  if (auto meant = near_command(group, word))
    return refuse(terminal, message + "; did you mean 'hindcast " + prefix + std::string(*meant) + "'?");
  return refuse(terminal, message + "; see 'hindcast help'");
}

// Where the command's own words start: common options may stand before it.
struct Split {
  std::string name;                     // "items", "form list"; a group alone: "form"; "" when there is none
  std::vector<std::string_view> words;  // everything else, in order
};

Split split_command(std::span<const std::string_view> words) {
  Split split;
  bool in_group = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    bool is_option = word.size() > 1 && word[0] == '-';
    if (!is_option && split.name.empty()) {
      split.name = word;
      in_group = is_group(word);
    } else if (!is_option && in_group) {
      // "import github" is a command; "import FOLDER" is the command "import".
      const auto longer = split.name + " " + std::string(word);
      if (find_command(longer) != nullptr || find_command(split.name) == nullptr)
        split.name = longer;
      else
        split.words.push_back(word);
      in_group = false;
    } else {
      split.words.push_back(word);
      bool takes_value = split.name.empty() || in_group;
      for (const Option& option : common_options())
        if (takes_value && !option.value.empty() && word == "--" + std::string(option.name) &&
            i + 1 < words.size()) {
          split.words.push_back(words[++i]);
          break;
        }
    }
  }
  return split;
}

bool asks(std::span<const std::string_view> words, std::string_view name, std::string_view letter) {
  for (std::string_view word : words)
    if (word == name || word == letter) return true;
  return false;
}

int without_command(const std::vector<std::string_view>& words, const Terminal& terminal) {
  if (asks(words, "--version", "-V")) {
    terminal.out("hindcast " + std::string(version_number()) + " (" + std::string(version_commit()) + ")\n");
    return 0;
  }
  static constexpr Command nothing{.name = "", .operands_max = 0};
  auto arguments = parse_arguments(nothing, words);
  if (!arguments) return refuse(terminal, arguments.error().message);
  auto style = style_of(*arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  bool asked = arguments->has("help");
  (asked ? terminal.out : terminal.err)(program_help(*style));
  return asked ? 0 : 2;
}

}  // namespace

int run(std::span<const std::string_view> arguments, const Terminal& terminal) {
  Split split = split_command(arguments);
  if (split.name.empty()) return without_command(split.words, terminal);
  const Command* command = find_command(split.name);
  if (!command && is_group(split.name)) {
    bool asked = asks(split.words, "--help", "-h");
    (asked ? terminal.out : terminal.err)(group_help(split.name, plain_style(terminal)));
    return asked ? 0 : 2;
  }
  if (!command) {
    std::size_t space = split.name.find(' ');
    bool grouped = space != split.name.npos && is_group(split.name.substr(0, space));
    return grouped ? refuse_command(terminal, split.name.substr(0, space), split.name.substr(space + 1))
                   : refuse_command(terminal, "", split.name);
  }
  auto parsed = parse_arguments(*command, split.words);
  if (!parsed) {
    // "import githbu FILE": the first word was to be a part of the command.
    const bool is_part =
        is_group(split.name) && !split.words.empty() && near_command(split.name, split.words[0]);
    return is_part ? refuse_command(terminal, split.name, split.words[0])
                   : refuse(terminal, parsed.error().message);
  }
  auto style = style_of(*parsed, terminal);
  if (!style) return refuse(terminal, style.error().message);
  if (parsed->has("help")) {
    terminal.out(command_help(*command, *style));
    return 0;
  }
  return command->run(*parsed, terminal);
}

int run_help(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  bool man = arguments.has("man");
  std::string name;
  for (std::string_view word : arguments.operands)
    name += (name.empty() ? "" : " ") + std::string(word);
  const Command* command = find_command(name);
  if (name.empty()) {
    terminal.out(man ? program_manual() : program_help(*style));
  } else if (command) {
    terminal.out(man ? command_manual(*command) : command_help(*command, *style));
  } else if (is_group(name)) {
    terminal.out(man ? program_manual() : group_help(name, *style));
  } else {
    bool grouped = arguments.operands.size() == 2 && is_group(arguments.operands[0]);
    return refuse_command(terminal, grouped ? arguments.operands[0] : "",
                          grouped ? arguments.operands[1] : std::string_view(name));
  }
  return 0;
}

int run_completion(const Arguments& arguments, const Terminal& terminal) {
  std::string_view shell = arguments.operands[0];
  if (shell == "bash") {
    terminal.out(bash_completion());
  } else if (shell == "zsh") {
    terminal.out(zsh_completion());
  } else if (shell == "fish") {
    terminal.out(fish_completion());
  } else {
    auto meant = closest(shell, shell_names());
    return refuse(terminal,
                  "no completion for " + quoted(shell) +
                      (meant ? "; did you mean " + quoted(*meant) + "?" : "; choose bash, zsh or fish"));
  }
  return 0;
}

}  // namespace hindcast::cli
