#include "app/plain_text.h"

#include "base/plain.h"
#include "base/xml.h"

namespace hindcast::app {
namespace {

bool is_punctuation(char c) {
  return std::string_view("\\`*_{}[]<>()#+-.!|~&$^=:\"'@").find(c) != std::string_view::npos;
}

// Signs that do something inside a line; the others only where a line begins.
bool is_active(char c) {
  return std::string_view("\\`*_[]<>|~&$").find(c) != std::string_view::npos;
}

std::string escaped(std::string_view text, bool begins) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool is_first = begins && i == 0 && is_punctuation(text[i]) && text[i] != '@';
    // "1." begins a list
    const bool is_number =
        begins && (text[i] == '.' || text[i] == ')') && i > 0 && text.find_first_not_of("0123456789") == i;
    if (is_active(text[i]) || is_first || is_number) out += '\\';
    out += text[i];
  }
  return out;
}

}  // namespace

std::string markdown_text(std::string_view raw) {
  const std::string line = one_line(raw);
  const std::string_view text = line;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto tick = text.find('`', at);
    const auto end = tick == text.npos ? text.npos : text.find('`', tick + 1);
    // A pair of single ticks around words without a bar is code; anything else is shown as it is.
    const bool is_code = end != text.npos && end > tick + 1 &&
                         (end + 1 == text.size() || text[end + 1] != '`') &&
                         text.substr(tick, end - tick).find_first_of("|\\") == text.npos;
    if (is_code) {
      out += escaped(text.substr(at, tick - at), at == 0);
      out += text.substr(tick, end + 1 - tick);
      at = end + 1;
      continue;
    }
    const auto stop = tick == text.npos ? text.size() : end == text.npos ? tick + 1 : end + 1;
    out += escaped(text.substr(at, stop - at), at == 0);
    at = stop;
  }
  return out;
}

std::string html_text(std::string_view text) {
  return xml_text(one_line(text));
}

std::string html_prose(std::string_view raw) {
  const std::string line = one_line(raw);
  const std::string_view text = line;
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const auto tick = text.find('`', at);
    const auto end = tick == text.npos ? text.npos : text.find('`', tick + 1);
    if (end == text.npos || end == tick + 1) {
      const auto stop = end == text.npos ? text.size() : end + 1;
      out += xml_text(text.substr(at, stop - at));
      at = stop;
      continue;
    }
    out += xml_text(text.substr(at, tick - at));
    out += "<code>" + xml_text(text.substr(tick + 1, end - tick - 1)) + "</code>";
    at = end + 1;
  }
  return out;
}

}  // namespace hindcast::app
