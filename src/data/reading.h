// What the readers share.
#pragma once

#include <string>
#include <string_view>

#include "data/data.h"

namespace hindcast::data {

inline Error wrong(std::size_t line, std::string_view what) {
  std::string message = "line ";
  message.append(std::to_string(line)).append(": ").append(what);
  return {ErrorCode::invalid, std::move(message)};
}

inline Error too_many_values(std::size_t line, const Limits& limits) {
  return wrong(line, "more than " + std::to_string(limits.values_max) + " values");
}

inline Error too_deep(std::size_t line, const Limits& limits) {
  return wrong(line, "more than " + std::to_string(limits.depth_max) + " lists and tables in each other");
}

// What no reader takes: UTF-16 and too many bytes. A byte order mark of UTF-8 is taken off.
inline Status admit(std::string_view& text, const Limits& limits) {
  if (text.size() > limits.bytes_max)
    return wrong(1, "the file is larger than " + std::to_string(limits.bytes_max) + " bytes");
  if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF"))
    return wrong(1, "the file is UTF-16; save it as UTF-8");
  if (text.starts_with("\xEF\xBB\xBF")) text.remove_prefix(3);
  return Ok();
}

// Lines of offsets that only grow, each byte looked at once.
class LineCounter {
 public:
  explicit LineCounter(std::string_view text) : text_(text) {}
  // REQUIRES: no less than the offset before
  void go_to(std::size_t offset) {
    for (; at_ < offset && at_ < text_.size(); ++at_)
      if (text_[at_] == '\n') {
        ++line_;
        line_start_ = at_ + 1;
      }
  }
  std::uint32_t line() const { return static_cast<std::uint32_t>(line_); }
  std::uint32_t column() const { return static_cast<std::uint32_t>(at_ - line_start_ + 1); }

 private:
  std::string_view text_;
  std::size_t at_ = 0, line_start_ = 0, line_ = 1;
};

}  // namespace hindcast::data
