#include "cli/completion.h"

#include <algorithm>
#include <vector>

#include "app/forms.h"
#include "cli/arguments.h"
#include "lint/lint.h"

namespace hindcast::cli {
namespace {

std::string joined(std::span<const std::string_view> words, std::string_view between = " ") {
  std::string out;
  for (std::string_view word : words)
    out += (out.empty() ? "" : std::string(between)) + std::string(word);
  return out;
}

std::string form_names() {
  const std::vector<std::string> names = app::builtin_form_names();
  return joined(std::vector<std::string_view>(names.begin(), names.end()));
}

// "show items … form help": what may stand first.
std::vector<std::string_view> first_words() {
  std::vector<std::string_view> words;
  for (const Command& command : commands()) {
    std::string_view word = command.name.substr(0, command.name.find(' '));
    if (std::find(words.begin(), words.end(), word) == words.end()) words.push_back(word);
  }
  return words;
}

std::vector<std::string_view> second_words(std::string_view group) {
  std::vector<std::string_view> words;
  for (const Command& command : commands())
    if (command.name.size() > group.size() + 1 && command.name.substr(0, group.size()) == group &&
        command.name[group.size()] == ' ')
      words.push_back(command.name.substr(group.size() + 1));
  return words;
}

std::vector<Option> options_of(const Command& command) {
  std::vector<Option> all(command.options.begin(), command.options.end());
  all.insert(all.end(), common_options().begin(), common_options().end());
  return all;
}

std::vector<std::string_view> rule_names() {
  std::vector<std::string_view> names;
  for (const auto& rule : lint::rules())
    names.push_back(rule.name);
  return names;
}

// Single quotes of a shell: nothing inside means anything.
std::string shell_quoted(std::string_view text) {
  std::string out = "'";
  for (char c : text)
    out += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return out + "'";
}

// ---- bash

std::string bash_values(const Option& option) {
  std::string what = option.choices.empty() ? "" : joined(option.choices);
  if (option.completes == Completes::rule) what = joined(rule_names());
  if (what.empty() && option.completes == Completes::file) return "_hindcast_files";
  if (what.empty()) return "";
  return std::string(option.list ? "_hindcast_list " : "_hindcast_words ") + shell_quoted(what);
}

std::string bash_operands(const Command& command) {
  if (is_group(command.name))  // a command, and the first word of others
    return "_hindcast_words " + shell_quoted(joined(second_words(command.name))) + "; _hindcast_more_files";
  switch (command.completes) {
    case Completes::file:
    case Completes::folder:
      return "_hindcast_files";
    case Completes::form:
      return "_hindcast_words " + shell_quoted(form_names()) + "; _hindcast_more_files";
    case Completes::command:
      return "_hindcast_words " + shell_quoted(joined(first_words()));
    case Completes::rule:
      return "_hindcast_words " + shell_quoted(joined(rule_names()));
    case Completes::shell:
      return "_hindcast_words " + shell_quoted(joined(shell_names()));
    case Completes::nothing:
      return "return";
  }
  return "return";
}

std::string bash_command(const Command& command) {
  std::string names, out = "    " + shell_quoted(command.name) + ")\n      case $previous in\n";
  for (const Option& option : options_of(command)) {
    names += (names.empty() ? "--" : " --") + std::string(option.name);
    if (option.value.empty()) continue;
    std::string pattern = "--" + std::string(option.name);
    if (option.letter != 0) pattern += std::string("|-") + option.letter;
    const std::string values = bash_values(option);
    out += "        " + pattern + ") " + (values.empty() ? "" : values + "; ") + "return ;;\n";
  }
  return out + "      esac\n      if [[ $current == -* ]]; then _hindcast_words " + shell_quoted(names) +
         "; else " + bash_operands(command) + "; fi ;;\n";
}

constexpr std::string_view bash_helpers =
    R"sh(# bash completion for hindcast; made by 'hindcast completion bash'
_hindcast_words() { COMPREPLY=($(compgen -W "$1" -- "$current")); }
_hindcast_files() { compopt -o filenames 2>/dev/null; COMPREPLY=($(IFS=$'\n'; compgen -f -- "$current")); }
_hindcast_more_files() {
  compopt -o filenames 2>/dev/null
  local IFS=$'\n'
  COMPREPLY+=($(compgen -f -- "$current"))
}
# A list A,B: only what follows the last comma is completed.
_hindcast_list() {
  local before=""
  [[ $current == *,* ]] && before=${current%,*},
  COMPREPLY=($(compgen -P "$before" -W "$1" -- "${current##*,}"))
  compopt -o nospace 2>/dev/null
}
_hindcast() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} command="" word i
  # bash cuts --option=value in three words.
  if [[ $current == "=" ]]; then current=""
  elif [[ $previous == "=" ]]; then previous=${COMP_WORDS[COMP_CWORD-2]}; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=${COMP_WORDS[i]}
    [[ $word == -* ]] && continue
    if [[ -z $command ]]; then command=$word
)sh";

// ---- zsh

// Brackets and colons mean something to _arguments.
std::string zsh_text(std::string_view text) {
  std::string out;
  for (char c : text) {
    if (c == '[' || c == ']' || c == ':' || c == '\\') out += '\\';
    out += c;
  }
  return out;
}

std::string zsh_option(const Option& option) {
  std::string value;
  if (!option.value.empty()) {
    value = ":" + std::string(option.value) + ":";
    if (!option.choices.empty() && option.list)
      value += "_values -s , " + std::string(option.name) + " " + joined(option.choices);
    else if (!option.choices.empty())
      value += "(" + joined(option.choices) + ")";
    else if (option.completes == Completes::rule)
      value += "_values -s , " + std::string(option.name) + " " + joined(rule_names());
    else if (option.completes == Completes::file)
      value += "_files";
    else
      value += " ";
  }
  std::string attach = option.value.empty() ? "" : "=";
  std::string out =
      "      " + shell_quoted((option.list ? "*" : "") + std::string("--") + std::string(option.name) +
                              attach + "[" + zsh_text(option.help) + "]" + value);
  if (option.letter != 0)
    out += " \\\n      " +
           shell_quoted(std::string("-") + option.letter + "[" + zsh_text(option.help) + "]" + value);
  return out;
}

std::string zsh_operands(const Command& command) {
  switch (command.completes) {
    case Completes::file:
    case Completes::folder:
      return "*:file:_files";
    case Completes::form:
      return "1:form:(" + form_names() + ")";
    case Completes::command:
      return "*:command:(" + joined(first_words()) + ")";
    case Completes::rule:
      return "1:rule:(" + joined(rule_names()) + ")";
    case Completes::shell:
      return "1:shell:(" + joined(shell_names()) + ")";
    case Completes::nothing:
      return "";
  }
  return "";
}

std::string zsh_described(std::string_view group) {
  std::string out;
  for (std::string_view word : group.empty() ? first_words() : second_words(group)) {
    std::string name = (group.empty() ? "" : std::string(group) + " ") + std::string(word);
    const Command* command = find_command(name);
    std::string_view text = command ? command->summary : "more commands";
    out += " " + shell_quoted(std::string(word) + ":" + zsh_text(text));
  }
  return out;
}

// The second word of a group. One that is a command as well takes operands and options in its place.
std::string zsh_group(std::string_view word) {
  const bool is_command = find_command(word) != nullptr;
  std::string out = "  if [[ $command == " + std::string(word) + " ]]; then\n    if (( CURRENT == 3 ))";
  if (is_command) out += " && [[ $PREFIX != -* ]]";
  out += "; then\n      words_here=(" + zsh_described(word) + ")\n      _describe command words_here\n";
  if (is_command) out += "      _files\n";
  out += "      return\n    fi\n";
  if (is_command) out += "    if [[ $words[3] == (" + joined(second_words(word), "|") + ") ]]; then\n";
  out += "    command=\"$command $words[3]\"\n    shift words; (( CURRENT-- ))\n";
  if (is_command) out += "    fi\n";
  return out + "  fi\n";
}

// ---- fish

std::string fish_condition(const Command& command) {
  std::size_t space = command.name.find(' ');
  std::string out = "__fish_seen_subcommand_from " + std::string(command.name.substr(0, space));
  if (space != command.name.npos)
    return out + "; and __fish_seen_subcommand_from " + std::string(command.name.substr(space + 1));
  for (std::string_view word : first_words())  // "show", but not that of "form show"
    if (is_group(word) && word != command.name)
      out += "; and not __fish_seen_subcommand_from " + std::string(word);
  if (is_group(command.name))
    out += "; and not __fish_seen_subcommand_from " + joined(second_words(command.name));
  return out;
}

std::string fish_option(const Command& command, const Option& option) {
  std::string out =
      "complete -c hindcast -n " + shell_quoted(fish_condition(command)) + " -l " + std::string(option.name);
  if (option.letter != 0) out += std::string(" -s ") + option.letter;
  if (!option.choices.empty() && option.list)
    out += " -x -a " +
           shell_quoted("(__fish_complete_list , 'printf \"%s\\n\" " + joined(option.choices) + "')");
  else if (!option.choices.empty())
    out += " -x -a " + shell_quoted(joined(option.choices));
  else if (option.completes == Completes::rule)
    out +=
        " -x -a " + shell_quoted("(__fish_complete_list , 'printf \"%s\\n\" " + joined(rule_names()) + "')");
  else if (option.completes == Completes::file)
    out += " -r -F";
  else if (!option.value.empty())
    out += " -x";
  return out + " -d " + shell_quoted(option.help) + "\n";
}

std::string fish_operands(const Command& command) {
  std::string start = "complete -c hindcast -n " + shell_quoted(fish_condition(command));
  switch (command.completes) {
    case Completes::file:
    case Completes::folder:
      return start + " -F\n";
    case Completes::form:
      return start + " -F -a " + shell_quoted(form_names()) + "\n";
    case Completes::command:
      return start + " -a " + shell_quoted(joined(first_words())) + "\n";
    case Completes::rule:
      return start + " -a " + shell_quoted(joined(rule_names())) + "\n";
    case Completes::shell:
      return start + " -a " + shell_quoted(joined(shell_names())) + "\n";
    case Completes::nothing:
      return "";
  }
  return "";
}

}  // namespace

std::string bash_completion() {
  std::string groups, choices;
  for (std::string_view word : first_words())
    if (is_group(word)) {
      groups += (groups.empty() ? "" : "|") + std::string(word);
      if (find_command(word) != nullptr) continue;
      choices += "    " + shell_quoted(word) + ") _hindcast_words " +
                 shell_quoted(joined(second_words(word))) + " ;;\n";
    }
  std::string out(bash_helpers);
  out += "    elif [[ $command == @(" + groups +
         ") ]]; then command+=\" $word\"; fi\n  done\n  case $command in\n";
  out += "    '') _hindcast_words " + shell_quoted(joined(first_words()) + " --help --version") + " ;;\n" +
         choices;
  for (const Command& command : commands())
    out += bash_command(command);
  return out + "  esac\n}\ncomplete -F _hindcast hindcast\n";
}

std::string zsh_completion() {
  std::string out = "#compdef hindcast\n# zsh completion for hindcast; made by 'hindcast completion zsh'\n";
  out += "_hindcast() {\n  local -a words_here\n  local command=\"\"\n";
  out += "  if (( CURRENT == 2 )); then\n    words_here=(" + zsh_described("") +
         ")\n    _describe command words_here\n    [[ $PREFIX == -* ]] && compadd -- --help --version\n    "
         "return\n  fi\n";
  out += "  command=$words[2]\n";
  for (std::string_view word : first_words())
    if (is_group(word)) out += zsh_group(word);
  out += "  shift words; (( CURRENT-- ))\n  case $command in\n";
  for (const Command& command : commands()) {
    out += "    " + shell_quoted(command.name) + ") _arguments -s";
    for (const Option& option : options_of(command))
      out += " \\\n" + zsh_option(option);
    std::string operands = zsh_operands(command);
    if (!operands.empty()) out += " \\\n      " + shell_quoted(operands);
    out += " ;;\n";
  }
  return out +
         "  esac\n}\nif [[ $funcstack[1] == _hindcast ]]; then _hindcast \"$@\"; else compdef _hindcast "
         "hindcast; fi\n";
}

std::string fish_completion() {
  std::string out =
      "# fish completion for hindcast; made by 'hindcast completion fish'\ncomplete -c hindcast -f\n";
  std::string first = joined(first_words());
  std::string none = shell_quoted("not __fish_seen_subcommand_from " + first);
  for (std::string_view word : first_words()) {
    const Command* command = find_command(word);
    out += "complete -c hindcast -n " + none + " -a " + std::string(word) + " -d " +
           shell_quoted(command ? command->summary : "more commands") + "\n";
  }
  out += "complete -c hindcast -n " + none + " -l version -s V -d 'print version and commit'\n";
  out += "complete -c hindcast -n " + none + " -l help -s h -d 'print help'\n";
  for (std::string_view group : first_words()) {
    if (!is_group(group)) continue;
    std::string words = joined(second_words(group));
    for (std::string_view word : second_words(group))
      out += "complete -c hindcast -n " +
             shell_quoted("__fish_seen_subcommand_from " + std::string(group) +
                          "; and not __fish_seen_subcommand_from " + words) +
             " -a " + std::string(word) + " -d " +
             shell_quoted(find_command(std::string(group) + " " + std::string(word))->summary) + "\n";
  }
  for (const Command& command : commands()) {
    out += fish_operands(command);
    for (const Option& option : options_of(command))
      out += fish_option(command, option);
  }
  return out;
}

}  // namespace hindcast::cli
