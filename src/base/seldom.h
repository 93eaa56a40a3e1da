// A value that is mostly as it was made.
#pragma once

#include <memory>
#include <utility>

namespace hindcast {

// Holds a T in a pointer's place, and takes memory of its own only where the T was written. Copies are deep.
template <typename T>
class Seldom {
 public:
  Seldom() = default;
  Seldom(const Seldom& other) : value_(other.value_ ? std::make_unique<T>(*other.value_) : nullptr) {}
  Seldom(Seldom&&) noexcept = default;
  Seldom& operator=(Seldom other) noexcept {
    value_ = std::move(other.value_);
    return *this;
  }
  ~Seldom() = default;

  const T& operator*() const {
    static const T as_made{};
    return value_ ? *value_ : as_made;
  }
  const T* operator->() const { return &**this; }
  T& edit() {
    if (!value_) value_ = std::make_unique<T>();
    return *value_;
  }

 private:
  std::unique_ptr<T> value_;
};

}  // namespace hindcast
