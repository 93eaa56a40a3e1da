#include "search/numbers.h"

#include <algorithm>
#include <functional>

namespace hindcast::search {
namespace {

constexpr std::size_t slots_at_first = 1u << 6;  // a power of two

// The first eight bytes as one number, which is less where the text is.
std::uint64_t beginning(std::string_view text) {
  std::uint64_t first = 0;
  for (std::size_t i = 0; i < 8; ++i)
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

std::vector<std::uint32_t> Numbers::in_order() const {
  struct Key {
    std::uint64_t first;  // most differ here already
    std::uint32_t number;
  };
  const std::size_t common = common_bytes(*this);
  std::vector<Key> keys(size());
  for (std::uint32_t i = 0; i < size(); ++i)
    keys[i] = {beginning(text(i).substr(common)), i};
  std::sort(keys.begin(), keys.end(), [&](const Key& a, const Key& b) {
    return a.first != b.first ? a.first < b.first : text(a.number) < text(b.number);
  });
  std::vector<std::uint32_t> order(keys.size());
  std::transform(keys.begin(), keys.end(), order.begin(), [](const Key& key) { return key.number; });
  return order;
}

}  // namespace hindcast::search
