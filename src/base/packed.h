// Numbers and texts in few bytes, one behind the other: what caches keep.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace hindcast {

// Seven bits a byte, the lowest first.
void put_number(std::string& out, std::uint64_t value);
// Its size and its bytes.
void put_text(std::string& out, std::string_view text);

// Takes what was put, front to back. Where there is not enough it gives nothing, and is no longer good.
class Unpacker {
 public:
  explicit Unpacker(std::string_view packed) : left_(packed) {}
  bool is_good() const { return is_good_; }
  bool is_at_end() const { return left_.empty(); }

  std::uint64_t number();
  std::string_view text();  // in what was given
  // How many of something follow: each takes a byte or more.
  std::size_t count();

 private:
  std::string_view left_;
  bool is_good_ = true;
};

}  // namespace hindcast
