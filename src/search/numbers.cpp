#include "search/numbers.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace hindcast::search {
namespace {

constexpr std::size_t slots_at_first = 1u << 6;  // a power of two

// The first eight bytes as one number, which is less where the text is.
std::uint64_t beginning(std::string_view text) {
  std::uint64_t first = 0;
  if (text.size() >= sizeof first) {
    std::memcpy(&first, text.data(), sizeof first);
    return __builtin_bswap64(first);
  }
  for (std::size_t i = 0; i < sizeof first; ++i)
    first = first << 8 | (i < text.size() ? static_cast<unsigned char>(text[i]) : 0u);
  return first;
}

// How many bytes all of them begin with.
std::size_t common_bytes(const Numbers& numbers) {
  if (numbers.size() == 0) return 0;
  std::string_view common = numbers.text(0);
  for (std::uint32_t i = 1; i < numbers.size() && !common.empty(); ++i) {
    const std::string_view text = numbers.text(i);
    const auto end = std::mismatch(common.begin(), common.end(), text.begin(), text.end()).first;
    common = common.substr(0, static_cast<std::size_t>(end - common.begin()));
  }
  return common.size();
}

}  // namespace

Numbers::Numbers() : slots_(slots_at_first) {}

Numbers::Given Numbers::of(std::string_view text) {
  const auto hash = static_cast<std::uint32_t>(std::hash<std::string_view>()(text));
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash & mask;
  for (; slots_[at].next_number != 0; at = (at + 1) & mask)
    if (slots_[at].hash == hash && this->text(slots_[at].next_number - 1) == text)
      return {slots_[at].next_number - 1, false};
  texts_.append(text);
  ends_.push_back(static_cast<std::uint32_t>(texts_.size()));
  slots_[at] = {hash, size()};
  if (2 * ends_.size() > slots_.size()) grow();
  return {size() - 1, true};
}

void Numbers::grow() {
  std::vector<Slot> before(2 * slots_.size());
  before.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : before) {
    if (slot.next_number == 0) continue;
    std::size_t at = slot.hash & mask;
    while (slots_[at].next_number != 0)
      at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

std::size_t Numbers::bytes() const {
  return texts_.capacity() + ends_.capacity() * sizeof(std::uint32_t) + slots_.size() * sizeof(Slot);
}

// Eight bytes at a time, the next ones only of those that are equal so far: reading texts costs more than
// comparing numbers.
std::vector<std::uint32_t> Numbers::in_order() const {
  struct Key {
    std::uint64_t bytes;
    std::uint32_t left, number;  // how many of the text's bytes there are from these on, at most nine
  };
  struct Equal {
    std::size_t begin, end, at;  // the keys [begin, end) are the same up to the byte `at`
  };
  constexpr std::size_t more = sizeof(Key::bytes) + 1;
  std::vector<Key> keys(size());
  for (std::uint32_t i = 0; i < size(); ++i)
    keys[i].number = i;
  std::vector<Equal> groups{{0, keys.size(), common_bytes(*this)}};
  while (!groups.empty()) {
    const Equal group = groups.back();
    groups.pop_back();
    const auto begin = keys.begin() + static_cast<std::ptrdiff_t>(group.begin),
               end = keys.begin() + static_cast<std::ptrdiff_t>(group.end);
    for (auto key = begin; key != end; ++key) {
      const std::string_view rest = text(key->number).substr(group.at);
      *key = {beginning(rest), static_cast<std::uint32_t>(std::min(rest.size(), more)), key->number};
    }
    std::sort(begin, end, [](const Key& a, const Key& b) {
      return a.bytes != b.bytes ? a.bytes < b.bytes : a.left < b.left;
    });
    // Texts that end within the same bytes differ in length; those that go on may be told apart behind them.
    for (std::size_t from = group.begin, to = from; from < group.end; from = to) {
      while (to < group.end && keys[to].bytes == keys[from].bytes && keys[to].left == keys[from].left)
        ++to;
      if (to - from > 1 && keys[from].left == more)
        groups.push_back({from, to, group.at + sizeof(Key::bytes)});
    }
  }
  std::vector<std::uint32_t> order(keys.size());
  std::transform(keys.begin(), keys.end(), order.begin(), [](const Key& key) { return key.number; });
  return order;
}

}  // namespace hindcast::search
