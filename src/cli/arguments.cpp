#include "cli/arguments.h"

#include <algorithm>
#include <charconv>

#include "cli/suggest.h"

namespace hindcast::cli {
namespace {

const Option* find_option(const Command& command, std::string_view name) {
  for (std::span<const Option> options : {command.options, common_options()})
    for (const Option& option : options)
      if (option.name == name) return &option;
  return nullptr;
}

const Option* find_letter(const Command& command, char letter) {
  for (std::span<const Option> options : {command.options, common_options()})
    for (const Option& option : options)
      if (option.letter != 0 && option.letter == letter) return &option;
  return nullptr;
}

std::vector<std::string_view> split_at_commas(std::string_view text) {
  std::vector<std::string_view> parts;
  while (true) {
    std::size_t comma = text.find(',');
    parts.push_back(text.substr(0, comma));
    if (comma == std::string_view::npos) return parts;
    text.remove_prefix(comma + 1);
  }
}

Error wrong(std::string message) {
  return {.code = ErrorCode::invalid, .message = std::move(message)};
}

// Is `value` one of the option's choices? The error lists them.
Status check_choice(const Option& option, std::string_view value) {
  if (option.choices.empty()) return Ok();
  for (std::string_view part : option.list ? split_at_commas(value) : std::vector{value}) {
    if (option.reversible && part.starts_with('-')) part.remove_prefix(1);
    if (std::find(option.choices.begin(), option.choices.end(), part) != option.choices.end()) continue;
    std::string message = "--" + std::string(option.name) + " cannot be " + quoted(part);
    if (auto meant = closest(part, option.choices)) {
      message += "; did you mean " + quoted(*meant) + "?";
    } else {
      message += "; choose ";
      for (std::size_t i = 0; i < option.choices.size(); ++i)
        message += (i == 0                           ? ""
                    : i + 1 == option.choices.size() ? " or "
                                                     : ", ") +
                   std::string(option.choices[i]);
    }
    return wrong(std::move(message));
  }
  return Ok();
}

// A word that starts with a dash, split into the option's name or letter and what is attached to it.
struct Dashed {
  const Option* option = nullptr;
  std::string_view shown;                    // "--format", "-o"
  std::optional<std::string_view> attached;  // what follows "=" or the letter
};

Dashed split_dashed(const Command& command, std::string_view word) {
  if (word.substr(0, 2) == "--") {
    std::size_t equals = word.find('=');
    Dashed dashed{find_option(command, word.substr(2, equals == word.npos ? equals : equals - 2)),
                  word.substr(0, equals), std::nullopt};
    if (equals != word.npos) dashed.attached = word.substr(equals + 1);
    return dashed;
  }
  Dashed dashed{find_letter(command, word[1]), word.substr(0, 2), std::nullopt};
  if (word.size() > 2) dashed.attached = word.substr(word[2] == '=' ? 3 : 2);
  return dashed;
}

Status check_operands(const Arguments& arguments) {
  const Command& command = *arguments.command;
  if (arguments.operands.size() < command.operands_min) {
    auto missing = command.operands;  // the first operand that was not given
    for (std::size_t given = 0; given < arguments.operands.size(); ++given)
      missing.remove_prefix(missing.find(' ') + 1);
    return wrong(std::string(missing.substr(0, missing.find_first_of(" ."))) +
                 " is missing; usage: hindcast " + std::string(command.name) + " " +
                 std::string(command.operands));
  }
  if (arguments.operands.size() > command.operands_max)
    return wrong("'" + printable(arguments.operands[command.operands_max]) +
                 "' is one operand too many; usage: hindcast " + std::string(command.name) +
                 (command.operands.empty() ? "" : " ") + std::string(command.operands));
  return Ok();
}

}  // namespace

bool Arguments::has(std::string_view option) const {
  return std::any_of(given.begin(), given.end(), [&](const auto& pair) { return pair.first == option; });
}

std::string_view Arguments::value(std::string_view option) const {
  for (auto pair = given.rbegin(); pair != given.rend(); ++pair)
    if (pair->first == option) return pair->second;
  const Option* row = find_option(*command, option);
  return row ? row->fallback : std::string_view();
}

std::vector<std::string_view> Arguments::values(std::string_view option) const {
  std::vector<std::string_view> all;
  for (const auto& [name, text] : given)
    if (name == option)
      for (std::string_view part : split_at_commas(text))
        all.push_back(part);
  if (all.empty() && !value(option).empty()) all = split_at_commas(value(option));
  return all;
}

std::string unknown_option(const Command& command, std::string_view name) {
  std::vector<std::string> known;
  for (std::span<const Option> options : {command.options, common_options()})
    for (const Option& option : options)
      known.push_back("--" + std::string(option.name));
  std::vector<std::string_view> views(known.begin(), known.end());
  std::string message = "unknown option " + quoted(name);
  if (auto meant = closest(name, views)) return message + "; did you mean " + quoted(*meant) + "?";
  return message + "; see 'hindcast help" + (command.name.empty() ? "" : " ") + std::string(command.name) +
         "'";
}

Result<Arguments> parse_arguments(const Command& command, std::span<const std::string_view> words) {
  Arguments arguments;
  arguments.command = &command;
  bool options_end = false;
  for (std::size_t i = 0; i < words.size(); ++i) {
    std::string_view word = words[i];
    if (options_end || word.size() < 2 || word[0] != '-') {
      arguments.operands.push_back(word);
      continue;
    }
    if (word == "--") {
      options_end = true;
      continue;
    }
    Dashed dashed = split_dashed(command, word);
    const bool is_word = command.takes_dashed_words && word[1] != '-' && word.size() > 2;
    if (is_word && !(dashed.option && dashed.attached->front() == '=')) {
      arguments.operands.push_back(word);
      continue;
    }
    if (!dashed.option) return wrong(unknown_option(command, dashed.shown));
    const Option& option = *dashed.option;
    std::string shown(dashed.shown);
    if (option.value.empty()) {
      if (dashed.attached) return wrong(shown + " takes no value; leave out " + quoted(*dashed.attached));
      arguments.given.emplace_back(option.name, "");
      continue;
    }
    if (!dashed.attached && i + 1 < words.size()) dashed.attached = words[++i];
    if (!dashed.attached) return wrong(shown + " needs a value: " + shown + " " + std::string(option.value));
    TRY(check_choice(option, *dashed.attached));
    arguments.given.emplace_back(option.name, *dashed.attached);
  }
  if (!arguments.has("help")) TRY(check_operands(arguments));
  return arguments;
}

std::optional<int> parse_number(std::string_view text, int least, int most) {
  int number = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size() || text.empty() || text[0] == '-')
    return std::nullopt;
  if (number < least || number > most) return std::nullopt;
  return number;
}

}  // namespace hindcast::cli
