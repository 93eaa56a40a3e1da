#include "search/phrase.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "search/bits.h"
#include "search/cursor.h"
#include "search/ranking.h"

namespace hindcast::search {
namespace {

// A list of a place, and where it has its documents in the window.
struct Located {
  Cursor cursor;
  std::vector<Occurs> occurs;
  std::size_t next = 0;
};

struct Spot {
  std::vector<Located> lists;
  std::uint32_t position = 0;
  std::uint64_t documents = 0;
  std::vector<std::uint32_t> positions;  // in the document that is looked at
};

class Phrase final : public Matcher {
 public:
  Phrase(const Plan& plan, Segment& segment, std::uint64_t estimate)
      : segment_(segment), field_(plan.field), weight_(plan.weight), estimate_(estimate) {}

  Status open(const Plan& plan, std::size_t index) {
    for (const PlannedPlace& place : plan.places) {
      Spot& spot = spots_.emplace_back();
      spot.position = place.position;
      for (const DictionaryEntry& list : place.lists[index]) {
        spot.lists.push_back({TRY(Cursor::open(segment_, list)), {}});
        spot.documents += list.documents;
      }
    }
    std::stable_sort(spots_.begin(), spots_.end(),
                     [](const Spot& a, const Spot& b) { return a.documents < b.documents; });
    return Ok();
  }

  Status match(std::uint32_t base, const Bits& wanted, Bits& matches) override {
    found_ = {};
    Bits left = wanted;
    for (Spot& spot : spots_) {
      Bits here{};
      for (Located& list : spot.lists) {
        list.occurs.clear();
        list.next = 0;
        TRY(list.cursor.locate(base, left, here, list.occurs));
      }
      left = here;
    }
    for (std::uint32_t i = 0; i < left.size(); ++i)
      for (std::uint64_t bits = left[i]; bits != 0; bits &= bits - 1)
        TRY(look(base, i * 64 + static_cast<std::uint32_t>(std::countr_zero(bits))));
    matches = found_;
    return Ok();
  }

  void score(const Bits& allowed, const unsigned char* lengths, float* scores) override {
    const float* damping = dampings();
    for (std::uint32_t i = 0; i < found_.size(); ++i)
      for (std::uint64_t left = found_[i] & allowed[i]; left != 0; left &= left - 1) {
        const std::uint32_t at = i * 64 + static_cast<std::uint32_t>(std::countr_zero(left));
        const auto times = static_cast<float>(counts_[at]);
        scores[at] += weight_ * times / (times + damping[lengths[at]]);
      }
  }
  std::uint64_t estimate() const override { return estimate_; }

 private:
  // How often the phrase stands in a document that has all its words.
  Status look(std::uint32_t base, std::uint32_t at) {
    std::uint32_t boost = boost_max;
    for (Spot& spot : spots_) {
      std::uint32_t boosts = 0;
      TRY(read_positions(spot, at, boosts));
      boost = std::min(boost, boosts);
    }
    // Every place whittles down where the first one can be.
    starts_.clear();
    for (const std::uint32_t position : spots_.front().positions)
      if (position >= spots_.front().position) starts_.push_back(position - spots_.front().position);
    for (std::size_t i = 1; i < spots_.size() && !starts_.empty(); ++i)
      keep(spots_[i]);
    if (field_ && !starts_.empty()) TRY(keep_field(base + at));
    if (starts_.empty()) return Ok();
    set(found_, at);
    counts_[at] = static_cast<std::uint32_t>(starts_.size()) + boost;
    return Ok();
  }

  Status read_positions(Spot& spot, std::uint32_t at, std::uint32_t& boosts) {
    spot.positions.clear();
    std::size_t lists = 0;
    for (Located& list : spot.lists) {
      while (list.next < list.occurs.size() && list.occurs[list.next].document < at)
        ++list.next;
      if (list.next == list.occurs.size() || list.occurs[list.next].document != at) continue;
      const Occurs& one = list.occurs[list.next];
      boosts += one.boost;
      ++lists;
      const std::uint64_t bit = std::uint64_t{one.first} * one.bits;
      const DictionaryEntry& entry = list.cursor.entry();
      const std::uint64_t from = one.positions_at + bit / 8;
      const std::uint64_t size = packed_bytes(bit % 8 + std::uint64_t{one.count} * one.bits, 1);
      const std::uint64_t end = entry.positions_at + entry.positions_size;
      if (from > end || size > end - from) return corrupt("positions are cut off");
      const unsigned char* bytes = TRY(segment_.positions().at(from, size));
      std::uint32_t position = ~0u;
      for (std::uint32_t i = 0; i < one.count; ++i) {
        const std::uint64_t place = bit % 8 + std::uint64_t{i} * one.bits;
        std::uint64_t word;
        std::memcpy(&word, bytes + place / 8, sizeof word);
        position += static_cast<std::uint32_t>(word >> (place % 8) & ((std::uint64_t{1} << one.bits) - 1));
        spot.positions.push_back(position);
      }
    }
    if (lists > 1) std::sort(spot.positions.begin(), spot.positions.end());
    return Ok();
  }

  // Starts from which the place stands where it should. Both rise.
  void keep(const Spot& spot) {
    std::size_t kept = 0, at = 0;
    for (const std::uint32_t start : starts_) {
      const std::uint32_t wanted = start + spot.position;
      while (at < spot.positions.size() && spot.positions[at] < wanted)
        ++at;
      if (at == spot.positions.size()) break;
      if (spot.positions[at] == wanted) starts_[kept++] = start;
    }
    starts_.resize(kept);
  }

  Status keep_field(std::uint32_t document) {
    FieldReader fields(TRY(segment_.fields(document)));
    std::size_t kept = 0;
    for (const std::uint32_t start : starts_)
      if (fields.at(start) == *field_) starts_[kept++] = start;
    starts_.resize(kept);
    return Ok();
  }

  Segment& segment_;
  std::optional<Field> field_;
  float weight_;
  std::uint64_t estimate_;
  std::vector<Spot> spots_;  // the rarest first
  std::vector<std::uint32_t> starts_;
  Bits found_{};
  std::uint32_t counts_[window_documents] = {};
};

}  // namespace

Result<std::unique_ptr<Matcher>> phrase_matcher(const Plan& plan, Segment& segment, std::size_t index,
                                                std::uint64_t estimate) {
  auto made = std::make_unique<Phrase>(plan, segment, estimate);
  TRY(made->open(plan, index));
  return std::unique_ptr<Matcher>(std::move(made));
}

}  // namespace hindcast::search
