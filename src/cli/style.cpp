#include "cli/style.h"

#include <algorithm>

#include "cli/suggest.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

constexpr int columns_min = 20, columns_max = 1000;

std::string_view code_of(Ink ink) {
  switch (ink) {
    case Ink::plain:
      return "";
    case Ink::bold:
      return "\x1b[1m";
    case Ink::dim:
      return "\x1b[2m";
    case Ink::red:
      return "\x1b[31m";
    case Ink::green:
      return "\x1b[32m";
    case Ink::yellow:
      return "\x1b[33m";
    case Ink::blue:
      return "\x1b[34m";
    case Ink::cyan:
      return "\x1b[36m";
  }
  return "";
}

}  // namespace

std::string Style::paint(Ink ink, std::string_view text) const {
  if (!color || ink == Ink::plain || text.empty()) return std::string(text);
  return std::string(code_of(ink)) + std::string(text) + "\x1b[0m";
}

Style plain_style(const Terminal& terminal) {
  return {std::clamp(terminal.columns, columns_min, columns_max), terminal.color, terminal.unicode};
}

Result<Style> style_of(const Arguments& arguments, const Terminal& terminal) {
  Style style = plain_style(terminal);
  if (arguments.value("color") != "auto") style.color = arguments.value("color") == "always";
  if (std::string_view width = arguments.value("width"); !width.empty()) {
    auto columns = parse_number(width, columns_min, columns_max);
    if (!columns)
      return Error{ErrorCode::invalid, "--width cannot be " + quoted(width) +
                                           "; give a number of columns from " + std::to_string(columns_min) +
                                           " to " + std::to_string(columns_max)};
    style.columns = *columns;
  }
  return style;
}

std::string without_trailing_spaces(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    std::string_view line = text.substr(0, end);
    while (!line.empty() && line.back() == ' ')
      line.remove_suffix(1);
    out += line;
    if (end == std::string_view::npos) break;
    out += '\n';
    text.remove_prefix(end + 1);
  }
  return out;
}

std::string spoken(std::string_view word) {
  if (word == "wont_do") return "won't do";
  std::string out(word);
  std::replace(out.begin(), out.end(), '_', ' ');
  std::replace(out.begin(), out.end(), '-', ' ');
  return out;
}

void say_trouble(const Terminal& terminal, std::string_view path, std::string_view message) {
  terminal.err("hindcast: " + (path.empty() ? "''" : harmless(path)) + ": " + harmless(message) + "\n");
}

int refuse(const Terminal& terminal, std::string_view message) {
  terminal.err("hindcast: " + harmless(message) + "\n");
  return 2;
}

}  // namespace hindcast::cli
