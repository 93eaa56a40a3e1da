#include "base/plain.h"

#include "base/text.h"

namespace hindcast {
namespace {

// U+0000..U+0020, U+007F..U+009F; U+200E, U+200F, U+202A..U+202E and U+2066..U+2069 turn the direction of
// reading; U+2028 and U+2029 end lines.
bool is_blank(std::string_view sequence) {
  const auto byte = [&](std::size_t at) { return static_cast<unsigned char>(sequence[at]); };
  if (sequence.size() == 1) return byte(0) <= 0x20 || byte(0) == 0x7F;
  if (sequence.size() == 2) return byte(0) == 0xC2 && byte(1) < 0xA0;
  if (sequence.size() != 3 || byte(0) != 0xE2) return false;
  if (byte(1) == 0x80) return byte(2) == 0x8E || byte(2) == 0x8F || (byte(2) >= 0xA8 && byte(2) <= 0xAE);
  return byte(1) == 0x81 && byte(2) >= 0xA6 && byte(2) <= 0xA9;
}

}  // namespace

std::string one_line(std::string_view text, std::size_t bytes_max) {
  std::string out;
  while (!text.empty() && out.size() < bytes_max) {
    const auto size = utf8_sequence(text);
    const auto sequence = text.substr(0, size == 0 ? 1 : size);
    if (size == 0)
      out += "\xEF\xBF\xBD";
    else if (!is_blank(sequence))
      out += sequence;
    else if (!out.empty() && out.back() != ' ')
      out += ' ';
    text.remove_prefix(sequence.size());
  }
  while (!out.empty() && out.back() == ' ')
    out.pop_back();
  return out;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  }
  return out + '"';
}

std::string counted(std::size_t count, std::string_view noun) {
  return std::to_string(count).append(" ").append(noun).append(count == 1 ? "" : "s");
}

}  // namespace hindcast
