// Texts and their numbers: the first one is 0, each other one the next. They lie one behind the other in
// memory, so that many short ones cost little more than their bytes.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::search {

class Numbers {
 public:
  Numbers();

  struct Given {
    std::uint32_t number;
    bool is_new;
  };
  // REQUIRES: all of the texts have less than 4 GiB
  Given of(std::string_view text);

  // Until the next one comes.
  std::string_view text(std::uint32_t number) const {
    const std::uint32_t begin = number == 0 ? 0 : ends_[number - 1];
    return {texts_.data() + begin, ends_[number] - begin};
  }
  std::uint32_t size() const { return static_cast<std::uint32_t>(ends_.size()); }
  std::size_t bytes() const;  // of memory

  // All numbers by the bytes of their texts.
  std::vector<std::uint32_t> in_order() const;

 private:
  struct Slot {
    std::uint32_t hash = 0;
    std::uint32_t next_number = 0;  // 0: free
  };
  void grow();

  std::string texts_;
  std::vector<std::uint32_t> ends_;
  std::vector<Slot> slots_;  // at most half of them taken; a text lies in the first free one from its hash on
};

}  // namespace hindcast::search
