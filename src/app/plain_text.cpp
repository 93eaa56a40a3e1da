#include "app/plain_text.h"

#include "base/text.h"

namespace hindcast::app {
namespace {

// U+200E, U+200F, U+202A..U+202E, U+2066..U+2069 turn the reading direction; U+2028 and U+2029 end lines.
bool is_unwelcome(std::string_view sequence) {
  if (sequence.size() == 1) return static_cast<unsigned char>(sequence[0]) < 0x20 || sequence[0] == 0x7f;
  if (sequence.size() == 2) return sequence[0] == '\xC2' && static_cast<unsigned char>(sequence[1]) < 0xA0;
  if (sequence.size() != 3 || sequence[0] != '\xE2') return false;
  const auto second = static_cast<unsigned char>(sequence[1]),
             third = static_cast<unsigned char>(sequence[2]);
  if (second == 0x80) return third == 0x8E || third == 0x8F || (third >= 0xA8 && third <= 0xAE);
  return second == 0x81 && third >= 0xA6 && third <= 0xA9;
}

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

std::string escaped_for_html(std::string_view text) {
  std::string out;
  for (const char c : text)
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\'':
        out += "&#39;";
        break;
      default:
        out += c;
    }
  return out;
}

}  // namespace

std::string one_line(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  while (!text.empty()) {
    const auto size = utf8_sequence(text);
    const auto sequence = text.substr(0, size == 0 ? 1 : size);
    if (size == 0)
      out += "\xEF\xBF\xBD";
    else if (is_unwelcome(sequence))
      out += ' ';
    else
      out += sequence;
    text.remove_prefix(sequence.size());
  }
  const auto kept = trimmed(out);
  return std::string(kept);
}

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
  return escaped_for_html(one_line(text));
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
      out += escaped_for_html(text.substr(at, stop - at));
      at = stop;
      continue;
    }
    out += escaped_for_html(text.substr(at, tick - at));
    out += "<code>" + escaped_for_html(text.substr(tick + 1, end - tick - 1)) + "</code>";
    at = end + 1;
  }
  return out;
}

}  // namespace hindcast::app
