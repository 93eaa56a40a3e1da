#include "json/json.h"

#include <array>
#include <charconv>

#include "base/text.h"

namespace hindcast::json {
namespace {

// Per byte: 0 stands for itself, otherwise it must be looked at.
constexpr std::array<bool, 256> make_special() {
  std::array<bool, 256> special{};
  for (std::size_t i = 0; i < 0x20; ++i)
    special[i] = true;
  for (std::size_t i = 0x80; i < 256; ++i)
    special[i] = true;
  special['"'] = special['\\'] = special[0x7f] = true;
  return special;
}
constexpr std::array<bool, 256> special = make_special();

void append_escape(unsigned char byte, std::string& out) {
  constexpr char hex[] = "0123456789abcdef";
  switch (byte) {
    case '"':
      out += "\\\"";
      break;
    case '\\':
      out += "\\\\";
      break;
    case '\n':
      out += "\\n";
      break;
    case '\r':
      out += "\\r";
      break;
    case '\t':
      out += "\\t";
      break;
    default:
      out += "\\u00";
      out += hex[byte >> 4];
      out += hex[byte & 15];
  }
}

}  // namespace

void Writer::separate() {
  if (comma_) out_ += ',';
  comma_ = true;
}

Writer& Writer::open_object() {
  separate();
  out_ += '{';
  comma_ = false;
  return *this;
}

Writer& Writer::close_object() {
  out_ += '}';
  comma_ = true;
  return *this;
}

Writer& Writer::open_array() {
  separate();
  out_ += '[';
  comma_ = false;
  return *this;
}

Writer& Writer::close_array() {
  out_ += ']';
  comma_ = true;
  return *this;
}

Writer& Writer::key(std::string_view name) {
  text(name);
  out_ += ':';
  comma_ = false;
  return *this;
}

Writer& Writer::text(std::string_view value) {
  separate();
  out_ += '"';
  std::size_t begin = 0;
  for (std::size_t i = 0; i < value.size();) {
    auto byte = static_cast<unsigned char>(value[i]);
    if (!special[byte]) {
      ++i;
      continue;
    }
    if (byte >= 0x80) {
      std::size_t length = utf8_sequence(value.substr(i));
      if (length > 0) {
        i += length;
        continue;
      }
    }
    out_.append(value, begin, i - begin);
    if (byte >= 0x80)
      out_ += "\xEF\xBF\xBD";  // U+FFFD: a byte that is no UTF-8 is shown, not dropped
    else
      append_escape(byte, out_);
    begin = ++i;
  }
  out_.append(value, begin, value.size() - begin);
  out_ += '"';
  return *this;
}

Writer& Writer::number(std::int64_t value) {
  separate();
  std::array<char, 24> digits{};
  auto written = std::to_chars(digits.data(), digits.data() + digits.size(), value);
  out_.append(digits.data(), written.ptr);
  return *this;
}

Writer& Writer::boolean(bool value) {
  separate();
  out_ += value ? "true" : "false";
  return *this;
}

Writer& Writer::null() {
  separate();
  out_ += "null";
  return *this;
}

}  // namespace hindcast::json
