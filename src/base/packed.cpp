#include "base/packed.h"

namespace hindcast {

void put_number(std::string& out, std::uint64_t value) {
  for (; value >= 0x80; value >>= 7)
    out += static_cast<char>(value | 0x80);
  out += static_cast<char>(value);
}

void put_text(std::string& out, std::string_view text) {
  put_number(out, text.size());
  out += text;
}

std::uint64_t Unpacker::number() {
  std::uint64_t value = 0;
  for (int shift = 0; shift < 64 && !left_.empty(); shift += 7) {
    const auto byte = static_cast<unsigned char>(left_[0]);
    left_.remove_prefix(1);
    value |= std::uint64_t{byte & 0x7FU} << shift;
    if (byte < 0x80) return value;
  }
  is_good_ = false;
  return 0;
}

std::string_view Unpacker::text() {
  const auto size = number();
  if (size > left_.size()) {
    is_good_ = false;
    return {};
  }
  const auto text = left_.substr(0, size);
  left_.remove_prefix(size);
  return text;
}

std::size_t Unpacker::count() {
  const auto count = number();
  if (count <= left_.size()) return count;
  is_good_ = false;
  return 0;
}

}  // namespace hindcast
