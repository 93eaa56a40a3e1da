// A value that is mostly as it was made.
#pragma once

#include <vector>

namespace hindcast {

// A T that takes memory of its own only where it was written. Copies are deep.
template <typename T>
class Seldom {
 public:
  const T& operator*() const {
    static const T as_made{};
    return value_.empty() ? as_made : value_[0];
  }
  const T* operator->() const { return &**this; }
  T& edit() {
    if (value_.empty()) value_.resize(1);
    return value_[0];
  }

 private:
  std::vector<T> value_;  // one at most; a unique_ptr, whose header costs more than all others here
};

}  // namespace hindcast
