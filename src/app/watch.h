// Who watches a long run: hears how far it is, and may ask it to stop.
#pragma once

#include <cstddef>
#include <functional>
#include <string_view>

#include "base/result.h"

namespace hindcast::app {

struct Watch {
  // So many of so many "documents" are done; on the thread that called for the work. May be empty.
  std::function<void(std::string_view what, std::size_t done, std::size_t total)> hear;
  // Whether to leave off at the next whole piece: once true, it stays so. Asked on any thread. May be empty.
  std::function<bool()> is_stopped;
};

inline void hear(const Watch* watch, std::string_view what, std::size_t done, std::size_t total) {
  if (watch && watch->hear) watch->hear(what, done, total);
}
inline bool is_stopped(const Watch* watch) {
  return watch && watch->is_stopped && watch->is_stopped();
}

// Why work ended that was asked to stop. Other errors stay what they are, asked to stop or not.
inline Error stopped() {
  return {ErrorCode::unavailable, "was asked to stop"};
}
inline bool says_stopped(const Error& error) {
  return error.code == stopped().code && error.message == stopped().message;
}

}  // namespace hindcast::app
