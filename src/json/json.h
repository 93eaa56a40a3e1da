// JSON text, written front to back. One spelling only: no spaces, keys in the
// order they are put, bytes that are not UTF-8 shown as U+FFFD.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace hindcast::json {

// Appends to a string that the caller owns. Commas are put by the writer.
// REQUIRES: every open call is matched by a close; inside an object every value follows a key.
class Writer {
 public:
  explicit Writer(std::string& out) : out_(out) {}
  Writer& open_object();
  Writer& close_object();
  Writer& open_array();
  Writer& close_array();
  Writer& key(std::string_view);
  Writer& text(std::string_view);
  Writer& number(std::int64_t);
  Writer& boolean(bool);
  Writer& null();

 private:
  void separate();
  std::string& out_;
  bool comma_ = false;  // a value stands before: the next one needs a comma
};

}  // namespace hindcast::json
