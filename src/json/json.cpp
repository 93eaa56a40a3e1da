#include "json/json.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstring>

#include "base/text.h"

namespace hindcast::json {
namespace {

constexpr std::uint64_t of_each(unsigned char byte) {
  return 0x0101010101010101U * byte;
}

// True when one of eight bytes does not stand for itself: a control character, a quote, a backslash, DEL or a
// byte above ASCII. The high bit of a byte tells; a carry can only come from a byte that is one itself.
bool any_special(std::uint64_t bytes) {
  const std::uint64_t control = bytes - of_each(0x20), above = bytes | (bytes + of_each(1));
  const std::uint64_t quote = (bytes ^ of_each('"')) - of_each(1);
  const std::uint64_t backslash = (bytes ^ of_each('\\')) - of_each(1);
  return ((control | above | quote | backslash) & of_each(0x80)) != 0;
}

bool is_special(unsigned char byte) {
  return byte < 0x20 || byte >= 0x7f || byte == '"' || byte == '\\';
}

template <typename Number>
std::uint64_t bytes_at(const char* at) {
  Number bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  return bytes;
}

// True when all bytes stand for themselves. The last step may look again at what was looked at already.
bool is_plain(std::string_view text) {
  const std::size_t size = text.size();
  const char* begin = text.data();
  if (size < 4) return std::none_of(text.begin(), text.end(), is_special);
  if (size < 8)
    return !any_special(bytes_at<std::uint32_t>(begin) | bytes_at<std::uint32_t>(begin + size - 4) << 32);
  for (std::size_t at = 0; at + 8 < size; at += 8)
    if (any_special(bytes_at<std::uint64_t>(begin + at))) return false;
  return !any_special(bytes_at<std::uint64_t>(begin + size - 8));
}

// U+0080..U+009F control a terminal as the bytes below a blank do.
bool is_high_control(std::string_view text) {
  return text.size() > 1 && text[0] == '\xC2' && static_cast<unsigned char>(text[1]) >= 0x80 &&
         static_cast<unsigned char>(text[1]) < 0xA0;
}

// How many bytes at the start can be written as they are.
std::size_t plain_length(std::string_view text) {
  for (std::size_t at = 0;;) {
    while (at < text.size() && !is_special(static_cast<unsigned char>(text[at])))
      ++at;
    if (at == text.size() || static_cast<unsigned char>(text[at]) < 0x80) return at;
    const std::size_t length = utf8_sequence(text.substr(at));
    if (length == 0 || is_high_control(text.substr(at))) return at;
    at += length;
  }
}

using Room = std::array<char, 6>;

std::string_view numbered(unsigned char point, Room& room) {
  constexpr char hex[] = "0123456789abcdef";
  room = {'\\', 'u', '0', '0', hex[point >> 4], hex[point & 15]};
  return {room.data(), room.size()};
}

// What stands for a byte that cannot stand for itself. `room` is where it is made.
std::string_view escape(unsigned char byte, Room& room) {
  switch (byte) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    case '\r':
      return "\\r";
    case '\t':
      return "\\t";
    default:
      if (byte >= 0x80) return "\xEF\xBF\xBD";  // U+FFFD: a byte that is no UTF-8 is shown, not dropped
      return numbered(byte, room);
  }
}

}  // namespace

void Writer::finish() {
  out_.append(block_.data(), used_);
  used_ = 0;
}

void Writer::put(char c) {
  if (used_ == block_bytes) finish();
  block_[used_++] = c;
}

void Writer::put(std::string_view text) {
  if (text.size() > block_bytes - used_) finish();
  if (text.size() > block_bytes) {
    out_.append(text);
    return;
  }
  std::memcpy(block_.data() + used_, text.data(), text.size());
  used_ += text.size();
}

void Writer::put_escaped(std::string_view value) {
  for (;;) {
    const std::size_t length = plain_length(value);
    put(value.substr(0, length));
    if (length == value.size()) return;
    Room room;
    const bool high = is_high_control(value.substr(length));
    const auto byte = static_cast<unsigned char>(value[length + (high ? 1 : 0)]);
    put(high ? numbered(byte, room) : escape(byte, room));
    value.remove_prefix(length + (high ? 2 : 1));
  }
}

Writer& Writer::open(char bracket) {
  *value_place(1) = bracket;
  ++used_;
  comma_ = false;
  return *this;
}

Writer& Writer::close(char bracket) {
  put(bracket);
  comma_ = true;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  text(name);
  put(':');
  comma_ = false;
  return *this;
}

Writer& Writer::text(std::string_view value) {
  const bool fits = value.size() + 2 < block_bytes;
  char* at = value_place(fits ? value.size() + 2 : 1);
  *at++ = '"';
  if (fits && is_plain(value)) {
    at = std::copy(value.begin(), value.end(), at);
    *at = '"';
    used_ += value.size() + 2;
    return *this;
  }
  ++used_;
  put_escaped(value);
  put('"');
  return *this;
}

Writer& Writer::number(std::int64_t value) {
  constexpr std::size_t digits_max = 20;
  char* at = value_place(digits_max);
  used_ += static_cast<std::size_t>(std::to_chars(at, at + digits_max, value).ptr - at);
  return *this;
}

Writer& Writer::decimal(double value) {
  char digits[40];
  const auto end = std::to_chars(digits, digits + sizeof digits, value, std::chars_format::fixed, 3).ptr;
  std::string_view text(digits, static_cast<std::size_t>(end - digits));
  while (text.back() == '0')
    text.remove_suffix(1);
  if (text.back() == '.') text.remove_suffix(1);
  return word(text);
}

Writer& Writer::word(std::string_view letters) {
  std::copy(letters.begin(), letters.end(), value_place(letters.size()));
  used_ += letters.size();
  return *this;
}

Writer& Writer::boolean(bool value) {
  return word(value ? "true" : "false");
}

Writer& Writer::null() {
  return word("null");
}

}  // namespace hindcast::json
