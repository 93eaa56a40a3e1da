#include "search/pairs.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <vector>

#include "search/bits.h"
#include "search/postings.h"
#include "search/ranking.h"
#include "search/segment.h"

namespace hindcast::search {
namespace {

constexpr std::uint32_t common_share = 8;          // in one document of so many at least
constexpr std::uint32_t chunk_documents = 65'536;  // whose bits lie together
constexpr std::uint32_t group_documents = 64;      // whose positions are looked at together
constexpr std::size_t groups_at_once = 8;
constexpr std::uint64_t rows_min = 64, rows_max = 16'384;
constexpr std::uint64_t rows_a_word = 4;  // about two words of five have a common neighbour behind them
constexpr std::size_t positions_held_least = 24u << 20;
constexpr std::size_t words_at_place_max = 64;  // a name and its parts are fewer
constexpr std::size_t head_bytes = sizeof(std::uint64_t);

std::uint64_t words_of(std::uint32_t documents) {
  return (documents + 63) / 64;
}

// Lists are told from each other by where they lie.
std::array<std::uint64_t, 3> rows_of(std::uint64_t first_at, std::uint64_t second_at, std::uint64_t rows) {
  constexpr std::uint64_t odd = 0x9E3779B97F4A7C15;  // 2^64 divided by the golden ratio
  std::uint64_t mixed = (first_at * odd ^ second_at) * 0xD6E8FEB86659FD93;
  mixed = (mixed ^ mixed >> 32) * odd;
  mixed ^= mixed >> 32;
  const auto row = [&](std::uint64_t bits) { return (bits & 0xFFFFFFFF) * rows >> 32; };
  return {row(mixed), row(mixed >> 32), row(mixed * odd >> 16)};
}

// One common word on its way through the documents.
class Walker {
 public:
  static Result<Walker> open(Region& postings, const DictionaryEntry& entry, std::uint32_t documents) {
    Walker made;
    made.entry_ = entry;
    if (!made.list_.open(TRY(postings.at(entry.postings_at, entry.postings_size)),
                         static_cast<std::size_t>(entry.postings_size), entry.documents, documents))
      return corrupt("a list is cut off");
    return made;
  }

  // Calls each(document, position) for what lies before `end` and was not told yet.
  template <typename Each>
  Status advance(std::uint32_t end, Region& positions, const Each& each) {
    while (is_read_ || TRY(read_block(end, positions))) {
      for (; next_ < block_.size && block_.document[next_] < end; ++next_) {
        std::uint32_t position = ~0u;
        for (std::uint32_t i = 0; i < block_.count[next_]; ++i) {
          const auto further =
              packed_at(reinterpret_cast<const unsigned char*>(places_.data()), index_++, bits_);
          position += further;
          if (position > position_max || (further == 0 && position < position_max))
            return corrupt("a position lies where none can");
          each(block_.document[next_], position);
        }
      }
      if (next_ < block_.size) return Ok();
      ++block_at_;
      is_read_ = false;
    }
    return Ok();
  }

 private:
  // False where no block is left, or the next one begins behind `end`.
  Result<bool> read_block(std::uint32_t end, Region& positions) {
    if (block_at_ >= list_.blocks()) return false;
    if (block_at_ > 0 && list_.last(block_at_ - 1) + 1 >= end) return false;
    if (!list_.decode_documents(block_at_, block_) || !list_.decode_counts(block_at_, block_, bits_))
      return corrupt("a block of a list is none");
    const auto count = std::accumulate(block_.count, block_.count + block_.size, std::uint64_t{0});
    const std::uint64_t begin = list_.positions_at(block_at_), size = packed_bytes(count, bits_);
    if (begin > entry_.positions_size || size > entry_.positions_size - begin)
      return corrupt("positions are cut off");
    const auto* bytes = TRY(positions.at(entry_.positions_at + begin, size));
    places_.assign(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size) + slack_bytes);
    next_ = 0;
    index_ = 0;
    is_read_ = true;
    if (block_.document[0] < told_) return corrupt("a list is not in order");
    told_ = block_.document[block_.size - 1] + 1;
    return true;
  }

  DictionaryEntry entry_;
  List list_;
  std::string places_;  // the block's positions, with slack
  Block block_;
  std::uint32_t block_at_ = 0, next_ = 0, bits_ = 0,
                told_ = 0;  // documents below it are in blocks that were read
  std::uint64_t index_ = 0;
  bool is_read_ = false;
};

// A word at its place, from the highest bits on: its document in the group, its position, which of the common
// words it is.
using Standing = std::uint64_t;
constexpr std::uint32_t word_bits = 24, position_bits = 22;
constexpr std::size_t common_max = std::size_t{1} << word_bits;
static_assert(position_max < 1u << position_bits);

std::uint64_t place_of(Standing one) {
  return one >> word_bits;
}
std::uint32_t word_of(Standing one) {
  return static_cast<std::uint32_t>(one & (common_max - 1));
}

// By place, a byte at a time; `other` is room for it.
void sort_by_place(std::vector<Standing>& all, std::vector<Standing>& other) {
  Standing any = 0;
  for (const Standing one : all)
    any |= one;
  other.resize(all.size());
  for (std::uint32_t shift = word_bits; any >> shift != 0; shift += 8) {
    if ((any >> shift & 0xFF) == 0) continue;
    std::array<std::uint32_t, 257> begins{};
    for (const Standing one : all)
      ++begins[(one >> shift & 0xFF) + 1];
    std::partial_sum(begins.begin(), begins.end(), begins.begin());
    for (const Standing one : all)
      other[begins[one >> shift & 0xFF]++] = one;
    all.swap(other);
  }
}

class Maker {
 public:
  Maker(Store& store, const SegmentInfo& info, std::span<const DictionaryEntry> common, std::uint64_t rows)
      : info_(info),
        common_(common),
        rows_(rows),
        postings_(store, info.number, Part::postings, info.sizes[3]),
        positions_(store, info.number, Part::positions, info.sizes[4]),
        // Every walker stands in a block of its own; dropped sooner, each would be read again and again.
        positions_held_max_(std::max(positions_held_least, 2 * common.size() * block_bytes_max)) {}

  Status open() {
    if (common_.size() > common_max) return corrupt("a segment has more common words than can be");
    for (const DictionaryEntry& entry : common_)
      walkers_.push_back(TRY(Walker::open(postings_, entry, info_.documents)));
    return Ok();
  }

  Status chunk(std::uint32_t from, Sink& sink) {
    const std::uint32_t end = std::min(info_.documents, from + chunk_documents);
    words_ = words_of(end - from);
    bits_.resize(static_cast<std::size_t>(rows_ * words_));
    for (std::size_t word = 0; word < words_; word += groups_at_once) {
      const std::size_t groups = std::min<std::size_t>(groups_at_once, words_ - word);
      lines_.assign(static_cast<std::size_t>(rows_) * groups_at_once, 0);
      for (std::size_t i = 0; i < groups; ++i) {
        const auto at = from + static_cast<std::uint32_t>(word + i) * group_documents;
        TRY(group(at, std::min(end, at + group_documents), i));
      }
      for (std::size_t row = 0; row < rows_; ++row)
        std::copy_n(&lines_[row * groups_at_once], groups, &bits_[row * words_ + word]);
    }
    return sink.take({reinterpret_cast<const char*>(bits_.data()), bits_.size() * sizeof bits_[0]});
  }

 private:
  Status group(std::uint32_t from, std::uint32_t end, std::size_t number) {
    standing_.clear();
    for (std::uint32_t i = 0; i < walkers_.size(); ++i)
      TRY(walkers_[i].advance(end, positions_, [&](std::uint32_t document, std::uint32_t position) {
        standing_.push_back((std::uint64_t{document - from} << position_bits | position) << word_bits | i);
      }));
    if (positions_.held_bytes() > positions_held_max_) positions_.drop();
    sort_by_place(standing_, sorting_);
    // Words that stand at one place, such as the parts of a name, share their neighbours.
    for (std::size_t begin = 0, behind = 0; begin < standing_.size(); begin = behind) {
      const std::uint64_t place = place_of(standing_[begin]);
      while (behind < standing_.size() && place_of(standing_[behind]) == place)
        ++behind;
      if (behind - begin > words_at_place_max && (place & ((1u << position_bits) - 1)) < position_max)
        return corrupt("more words stand at one place than can");
      for (std::size_t second = behind; second < standing_.size() && place_of(standing_[second]) == place + 1;
           ++second)
        for (std::size_t first = begin; first < behind; ++first)
          set(word_of(standing_[first]), word_of(standing_[second]), number, place >> position_bits);
    }
    return Ok();
  }

  void set(std::uint32_t first, std::uint32_t second, std::size_t group, std::uint64_t bit) {
    for (const auto row : rows_of(common_[first].postings_at, common_[second].postings_at, rows_))
      lines_[static_cast<std::size_t>(row) * groups_at_once + group] |= std::uint64_t{1} << bit;
  }

  const SegmentInfo& info_;
  std::span<const DictionaryEntry> common_;
  std::uint64_t rows_, words_ = 0;
  Region postings_, positions_;
  std::size_t positions_held_max_;
  std::vector<Walker> walkers_;
  std::vector<Standing> standing_, sorting_;
  // Rows lie so far apart that the processor keeps few of them near: they are filled a line of memory at
  // once.
  std::vector<std::uint64_t> bits_, lines_;
};

}  // namespace

bool is_common(const DictionaryEntry& entry, std::uint32_t documents) {
  return entry.positions_size > 0 && std::uint64_t{entry.documents} * common_share >= documents;
}

std::uint64_t pair_rows(std::span<const std::uint8_t> lengths) {
  std::uint64_t words = 0;
  for (const std::uint8_t code : lengths)
    words += length_of(code);
  const std::uint64_t rows = rows_a_word * words / std::max<std::uint64_t>(1, lengths.size());
  return std::clamp((rows + 63) / 64 * 64, rows_min, rows_max);
}

Status make_pairs(Store& store, const SegmentInfo& info, std::span<const DictionaryEntry> common,
                  std::uint64_t rows, Sink& sink) {
  std::string head;
  put_fixed(head, rows);
  TRY(sink.take(head));
  Maker maker(store, info, common, rows);
  TRY(maker.open());
  for (std::uint32_t from = 0; from < info.documents; from += chunk_documents)
    TRY(maker.chunk(from, sink));
  return Ok();
}

Result<Pairs> Pairs::open(Region& part, std::uint32_t documents) {
  Pairs made;
  made.part_ = &part;
  made.documents_ = documents;
  if (part.size() == 0) return made;
  made.rows_ = fixed_at<std::uint64_t>(TRY(part.at(0, head_bytes)));
  if (made.rows_ < rows_min || made.rows_ > rows_max ||
      part.size() != head_bytes + made.rows_ * words_of(documents) * sizeof(std::uint64_t))
    return corrupt("the pairs of common words are cut off");
  return made;
}

Status Pairs::keep(const DictionaryEntry& first, const DictionaryEntry& second, std::uint32_t base,
                   std::span<std::uint64_t> wanted) {
  const std::uint32_t from = base / chunk_documents * chunk_documents;
  const std::uint64_t words = words_of(std::min(documents_ - from, chunk_documents)),
                      begin = head_bytes + rows_ * words_of(from) * sizeof(std::uint64_t),
                      word = (base - from) / 64, count = std::min<std::uint64_t>(wanted.size(), words - word);
  for (const auto row : rows_of(first.postings_at, second.postings_at, rows_)) {
    const unsigned char* bytes =
        TRY(part_->at(begin + (row * words + word) * sizeof(std::uint64_t), count * sizeof(std::uint64_t)));
    for (std::size_t i = 0; i < count; ++i)
      wanted[i] &= fixed_at<std::uint64_t>(bytes + i * sizeof(std::uint64_t));
  }
  return Ok();
}

}  // namespace hindcast::search
