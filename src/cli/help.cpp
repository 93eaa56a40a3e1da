#include "cli/help.h"

#include <algorithm>
#include <array>

#include "cli/width.h"

namespace hindcast::cli {
namespace {

constexpr int page_max = 100;  // longer lines are hard to read

std::string heading(const Style& style, std::string_view title) {
  return "\n" + style.paint(Ink::bold, title) + "\n";
}

std::string filled(std::string_view text, int indent, const Style& style) {
  std::string out;
  for (const std::string& line : wrap(text, std::max(10, std::min(style.columns, page_max) - indent)))
    out += std::string(static_cast<std::size_t>(indent), ' ') + line + "\n";
  return out;
}

// Terms on the left, what they mean on the right; under each other where the page is narrow.
std::string definitions(const std::vector<std::pair<std::string, std::string>>& rows, const Style& style) {
  constexpr int term_max = 24;
  int page = std::min(style.columns, page_max), left = 0;
  for (const auto& row : rows)
    if (int columns = columns_of(row.first); columns <= term_max) left = std::max(left, columns);
  bool stacked = page < 60;
  int indent = stacked ? 6 : left + 4;
  std::string out;
  for (const auto& [term, meaning] : rows) {
    std::string body = filled(meaning, indent, style);
    out += "  " + style.paint(Ink::cyan, term);
    int columns = columns_of(term);
    if (stacked || columns > left)
      out += "\n" + body;
    else
      out += std::string(static_cast<std::size_t>(left - columns + 2), ' ') +
             body.substr(static_cast<std::size_t>(indent));
  }
  return out;
}

std::string command_rows(std::string_view group, const Style& style) {
  std::vector<std::pair<std::string, std::string>> rows;
  for (const Command& command : commands())
    if (group.empty() || command.name.substr(0, group.size() + 1) == std::string(group) + " ")
      rows.emplace_back(command.name, command.summary);
  return definitions(rows, style);
}

std::string example_rows(std::span<const Example> examples, const Style& style) {
  std::string out;
  for (const Example& example : examples)
    out += filled(std::string(example.what) + ":", 2, style) + "    " + style.paint(Ink::cyan, example.line) +
           "\n";
  return out;
}

}  // namespace

std::string option_heading(const Option& option) {
  std::string out;
  if (option.letter != 0) out += std::string("-") + option.letter + ", ";
  out += "--" + std::string(option.name);
  if (!option.value.empty()) out += " " + std::string(option.value) + (option.list ? ",..." : "");
  return out;
}

std::string option_text(const Option& option) {
  std::string out(option.help);
  if (!option.choices.empty()) {
    bool told = std::all_of(option.choices.begin(), option.choices.end(), [&](std::string_view choice) {
      return option.help.find(choice) != option.help.npos;
    });
    if (!told) {
      out += option.list ? "; any of " : "; one of ";
      for (std::string_view choice : option.choices)
        out += std::string(choice) + (choice == option.choices.back() ? "" : ", ");
    }
  }
  if (!option.fallback.empty()) out += "; default: " + std::string(option.fallback);
  return out;
}

std::string usage_line(const Command& command) {
  return "hindcast " + std::string(command.name) + " [OPTION...]" + (command.operands.empty() ? "" : " ") +
         std::string(command.operands);
}

std::vector<std::string> paragraphs_of(std::string_view text) {
  std::vector<std::string> out;
  bool inside = false;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    if (line.empty()) {
      inside = false;
    } else if (inside) {
      out.back() += " " + std::string(line);
    } else {
      out.emplace_back(line);
      inside = true;
    }
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return out;
}

std::span<const std::pair<std::string_view, std::string_view>> environment_rows() {
  static constexpr std::array<std::pair<std::string_view, std::string_view>, 7> rows = {{
      {"NO_COLOR", "when set to anything, no colour is used unless --color always asks for it"},
      {"CLICOLOR_FORCE", "when set to anything but 0, colour is used even where the output is no terminal"},
      {"COLUMNS", "how wide the page is"},
      {"LC_ALL, LC_CTYPE, LANG", "the character set: lines are drawn in ASCII where it is not UTF-8"},
      {"HINDCAST_NOW", "the day (YYYY-MM-DD) to take for today"},
      {"HINDCAST_ACTOR", "who is at work: changes and answers are told of them; else the user's name"},
      {"HINDCAST_FINGERPRINT_KEY", "the key of fingerprints, instead of the one that 'env key' made"},
  }};
  return rows;
}

std::string program_help(const Style& style) {
  std::string out = style.paint(Ink::bold, "hindcast") + " - " + std::string(program_summary) + "\n";
  out += heading(style, "Usage") + "  hindcast COMMAND [OPTION...] [OPERAND...]\n\n";
  out += filled(program_about, 2, style);
  out += heading(style, "Commands") + command_rows("", style);
  std::vector<std::pair<std::string, std::string>> options = {{"-V, --version", "print version and commit"}};
  for (const Option& option : common_options())
    options.emplace_back(option_heading(option), option_text(option));
  out += heading(style, "Options") + definitions(options, style);
  static constexpr std::array<Example, 2> examples = {{
      {"hindcast items", "What is still owed, over all documents below this folder"},
      {"hindcast show incident.md", "What one document says"},
  }};
  out += heading(style, "Examples") + example_rows(examples, style);
  std::vector<std::pair<std::string, std::string>> environment;
  for (const auto& [name, meaning] : environment_rows())
    environment.emplace_back(name, meaning);
  out += heading(style, "Environment") + definitions(environment, style);
  out += heading(style, "Exit status") + filled(exit_text, 2, style);
  return out + "\n" + filled("'hindcast help COMMAND' explains a command and has examples.", 0, style);
}

std::string group_help(std::string_view group, const Style& style) {
  std::string out = style.paint(Ink::bold, "hindcast " + std::string(group)) + "\n";
  return out + heading(style, "Commands") + command_rows(group, style) + "\n" +
         filled("'hindcast help " + std::string(group) + " COMMAND' explains one.", 0, style);
}

std::string command_help(const Command& command, const Style& style) {
  std::string out = style.paint(Ink::bold, "hindcast " + std::string(command.name)) + " - " +
                    std::string(command.summary) + "\n";
  out += heading(style, "Usage") + "  " + usage_line(command) + "\n";
  for (const std::string& paragraph : paragraphs_of(command.about))
    out += "\n" + filled(paragraph, 2, style);
  if (!command.vocabulary.rows.empty())
    out += heading(style, command.vocabulary.title) +
           definitions({command.vocabulary.rows.begin(), command.vocabulary.rows.end()}, style);
  std::vector<std::pair<std::string, std::string>> options;
  for (std::span<const Option> part : {command.options, common_options()})
    for (const Option& option : part)
      options.emplace_back(option_heading(option), option_text(option));
  out += heading(style, "Options") + definitions(options, style);
  if (!command.examples.empty()) out += heading(style, "Examples") + example_rows(command.examples, style);
  return out;
}

}  // namespace hindcast::cli
