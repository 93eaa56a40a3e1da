#include "search/cursor.h"

#include <algorithm>

#include "search/bits.h"

namespace hindcast::search {
namespace {

// Whether a bit from `low` to `high`, both inclusive, is set.
bool any(const Bits& bits, std::uint32_t low, std::uint32_t high) {
  const std::uint32_t first = low / 64, last = high / 64;
  const std::uint64_t from = ~std::uint64_t{0} << (low % 64), to = ~std::uint64_t{0} >> (63 - high % 64);
  if (first == last) return (bits[first] & from & to) != 0;
  if ((bits[first] & from) != 0 || (bits[last] & to) != 0) return true;
  for (std::uint32_t i = first + 1; i < last; ++i)
    if (bits[i] != 0) return true;
  return false;
}

// Whether two words may stand `apart` in a document: positions are compared but for their higher bits,
// without a branch that could be guessed wrong. Most documents that have both words end here.
bool may_meet(const Occurs& one, const Occurs& other, std::uint32_t apart) {
  constexpr std::uint32_t words = 32;
  std::uint64_t seen[words] = {};
  other.walk(
      [&](std::uint32_t position) { seen[position / 64 % words] |= std::uint64_t{1} << (position % 64); });
  std::uint64_t met = 0;
  one.walk([&](std::uint32_t position) {
    const std::uint32_t wanted = position + apart;
    met |= seen[wanted / 64 % words] >> (wanted % 64);
  });
  return (met & 1) != 0;
}

}  // namespace

Result<Cursor> Cursor::open(Segment& segment, const DictionaryEntry& entry) {
  Cursor cursor;
  cursor.entry_ = entry;
  cursor.positions_ = &segment.positions();
  const unsigned char* bytes = TRY(segment.postings().at(entry.postings_at, entry.postings_size));
  if (!cursor.list_.open(bytes, static_cast<std::size_t>(entry.postings_size), entry.documents,
                         segment.documents()))
    return corrupt("a list is cut off");
  return cursor;
}

template <Cursor::Need need, typename Each>
Status Cursor::walk(std::uint32_t base, const Bits& wanted, const Each& each) {
  const std::uint32_t end = base + window_documents;
  if (is_decoded_ && next_ < block_.size && block_.document[next_] >= end) return Ok();
  if (const std::uint32_t block = list_.block_from(block_at_, base); block != block_at_) {
    block_at_ = block;
    is_decoded_ = false;
  }
  while (block_at_ < list_.blocks()) {
    const std::uint32_t first = block_at_ == 0 ? 0 : list_.last(block_at_ - 1) + 1;
    if (first >= end) break;
    const std::uint32_t last = list_.last(block_at_);
    const std::uint32_t low = std::max(first, base), high = std::min(last, end - 1);
    if (low <= high && any(wanted, low - base, high - base)) {
      if (!is_decoded_) {
        if (!list_.decode_documents(block_at_, block_)) return corrupt("a block of a list is none");
        if constexpr (need != Need::documents)
          if (!list_.decode_counts(block_at_, block_, position_bits_))
            return corrupt("the counts of a list are none");
        if constexpr (need == Need::places) TRY(find_places());
        next_ = 0;
        is_decoded_ = true;
      }
      while (next_ < block_.size && block_.document[next_] < base)
        ++next_;
      for (; next_ < block_.size && block_.document[next_] < end; ++next_) {
        const std::uint32_t at = block_.document[next_] - base;
        each(at, next_, wanted[at / 64] >> (at % 64) & 1);
      }
    }
    if (last >= end) break;
    ++block_at_;
    is_decoded_ = false;
  }
  return Ok();
}

// Whether a document is wanted is a number here, not a branch: it would be guessed wrong half the time.
Status Cursor::mark(std::uint32_t base, const Bits& wanted, Bits& found) {
  return walk<Need::documents>(base, wanted, [&](std::uint32_t at, std::uint32_t, std::uint64_t is_wanted) {
    found[at / 64] |= is_wanted << (at % 64);
  });
}

Status Cursor::count(std::uint32_t base, const Bits& wanted, Bits& found, std::uint32_t* counts) {
  return walk<Need::counts>(
      base, wanted, [&](std::uint32_t at, std::uint32_t index, std::uint64_t is_wanted) {
        found[at / 64] |= is_wanted << (at % 64);
        counts[at] += block_.weighted[index] & (0 - static_cast<std::uint32_t>(is_wanted));
      });
}

Status Cursor::find_places() {
  std::uint64_t sum = 0;
  for (std::uint32_t i = 0; i < block_.size; ++i) {
    firsts_[i] = static_cast<std::uint32_t>(sum);
    sum += block_.count[i];
  }
  const std::uint64_t begin = list_.positions_at(block_at_), size = packed_bytes(sum, position_bits_);
  if (begin > entry_.positions_size || size > entry_.positions_size - begin)
    return corrupt("positions are cut off");
  places_ = TRY(positions_->at(entry_.positions_at + begin, size));
  return Ok();
}

Occurs Cursor::occurs_of(std::uint32_t index) const {
  Occurs one;
  one.places = places_;
  one.first_bit = std::uint64_t{firsts_[index]} * position_bits_;
  one.count = block_.count[index];
  one.boost = static_cast<std::uint8_t>(block_.weighted[index] - block_.count[index]);
  one.bits = static_cast<std::uint8_t>(position_bits_);
  return one;
}

Status Cursor::locate(std::uint32_t base, const Bits& wanted, Bits& found, Occurs* occurs) {
  return walk<Need::places>(base, wanted,
                            [&](std::uint32_t at, std::uint32_t index, std::uint64_t is_wanted) {
                              if (is_wanted == 0) return;
                              set(found, at);
                              occurs[at] = occurs_of(index);
                            });
}

Status Cursor::locate_near(std::uint32_t base, const Bits& wanted, Bits& found, Occurs* occurs,
                           const Occurs* others, std::uint32_t apart) {
  return walk<Need::places>(base, wanted,
                            [&](std::uint32_t at, std::uint32_t index, std::uint64_t is_wanted) {
                              if (is_wanted == 0) return;
                              const Occurs one = occurs_of(index);
                              if (!may_meet(others[at], one, apart)) return;
                              set(found, at);
                              occurs[at] = one;
                            });
}

}  // namespace hindcast::search
