// JSON text, written front to back. One spelling only: no spaces, keys in the
// order they are put, bytes that are not UTF-8 shown as U+FFFD.
#pragma once

#include <array>
#include <cstdint>
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
    return known_key({name, size - 1});
  }
  Writer& text(std::string_view);
  Writer& number(std::int64_t);
  Writer& boolean(bool);
  Writer& null();
  void finish();

 private:
  static constexpr std::size_t block_bytes = 4096;

  Writer& known_key(std::string_view);
  Writer& open(char bracket);
  Writer& close(char bracket);
  void put(char);
  void put(std::string_view);
  void put_quoted(std::string_view);
  void separate();

  std::string& out_;
  bool comma_ = false;  // a value stands before: the next one needs a comma
  std::size_t used_ = 0;
  std::array<char, block_bytes> block_;  // strings grow slowly: they are given whole blocks
};

}  // namespace hindcast::json
