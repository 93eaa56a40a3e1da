// JSON text, written front to back. One spelling only: no spaces, keys in the
// order they are put, bytes that are not UTF-8 shown as U+FFFD.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>

namespace hindcast::json {

// Appends to a string that the caller owns. Commas are put by the writer. The string has all that was
// written only when the writer is gone, or after `finish`: until then the last of it is in the writer.
// REQUIRES: every open call is matched by a close; inside an object every value follows a key.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  Writer(const Writer&) = delete;
  Writer& operator=(const Writer&) = delete;
  ~Writer() { finish(); }

  Writer& open_object() { return open('{'); }
  Writer& close_object() { return close('}'); }
  Writer& open_array() { return open('['); }
  Writer& close_array() { return close(']'); }
  Writer& key(std::string_view);
  // A key that stands in the program: nothing in it needs an escape.
  template <std::size_t size>
  Writer& key(const char (&name)[size]) {
    static_assert(size < 100);
    char* at = value_place(size + 2);
    *at++ = '"';
    std::memcpy(at, name, size - 1);
    at += size - 1;
    *at++ = '"';
    *at++ = ':';
    used_ = static_cast<std::size_t>(at - block_.data());
    comma_ = false;
    return *this;
  }
  Writer& text(std::string_view);
  Writer& number(std::int64_t);
  // With at most three digits behind the point. REQUIRES: finite, and less than a thousand billions
  Writer& decimal(double);
  Writer& boolean(bool);
  Writer& null();
  void finish();

 private:
  static constexpr std::size_t block_bytes = 4096;

  // Where in the block a value of at most `bytes` can be written, after its comma.
  // REQUIRES: bytes < block_bytes
  char* value_place(std::size_t bytes) {
    if (block_bytes - used_ <= bytes) finish();
    block_[used_] = ',';
    used_ += comma_;
    comma_ = true;
    return block_.data() + used_;
  }
  Writer& open(char bracket);
  Writer& close(char bracket);
  Writer& word(std::string_view);
  void put(char);
  void put(std::string_view);
  void put_escaped(std::string_view);

  std::string& out_;
  bool comma_ = false;  // a value stands before: the next one needs a comma
  std::size_t used_ = 0;
  std::array<char, block_bytes> block_;  // strings grow slowly: they are given whole blocks
};

}  // namespace hindcast::json
