#include "search/phrase.h"

#include <algorithm>
#include <bit>

#include "search/cursor.h"
#include "search/pairs.h"
#include "search/ranking.h"

namespace hindcast::search {
namespace {

// A list of a place, and where it has its documents in the window.
struct Located {
  Cursor cursor;
  Bits found{};
  std::unique_ptr<Occurs[]> occurs = std::make_unique_for_overwrite<Occurs[]>(window_documents);
};

struct Spot {
  std::vector<Located> lists;
  std::uint32_t position = 0;
  std::uint64_t documents = 0;
  std::vector<std::uint32_t> positions{};  // in the document that is looked at
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
        spot.lists.push_back({TRY(Cursor::open(segment_, list))});
        spot.documents += list.documents;
      }
    }
    std::stable_sort(spots_.begin(), spots_.end(),
                     [](const Spot& a, const Spot& b) { return a.documents < b.documents; });
    TRY(open_pairs(plan, index));
    is_simple_ = spots_.size() > 1 && spots_[0].lists.size() == 1 && spots_[1].lists.size() == 1;
    return Ok();
  }

  Status match(std::uint32_t base, const Bits& wanted, Bits& matches) override {
    found_ = {};
    Bits left = wanted;
    for (const Neighbours& two : neighbours_)
      TRY(pairs_.keep(two.first, two.second, base, left));
    for (std::size_t n = 0; n < spots_.size(); ++n) {
      Bits here{};
      for (Located& list : spots_[n].lists) {
        list.found = {};
        if (n == 1 && is_simple_)
          TRY(list.cursor.locate_near(base, left, list.found, list.occurs.get(),
                                      spots_[0].lists[0].occurs.get(),
                                      spots_[1].position - spots_[0].position));
        else
          TRY(list.cursor.locate(base, left, list.found, list.occurs.get()));
        for (std::size_t i = 0; i < here.size(); ++i)
          here[i] |= list.found[i];
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
    add_scores(found_, allowed, {counts_, lengths, weight_}, scores);
  }
  std::uint64_t estimate() const override { return estimate_; }

 private:
  // Common words that the phrase has side by side.
  Status open_pairs(const Plan& plan, std::size_t index) {
    pairs_ = TRY(Pairs::open(segment_.pairs(), segment_.documents()));
    if (pairs_.rows() == 0) return Ok();
    const auto common = [&](const PlannedPlace& place) {  // its only list, where that is one
      const auto& lists = place.lists[index];
      return lists.size() == 1 && is_common(lists[0], segment_.documents()) ? &lists[0] : nullptr;
    };
    for (std::size_t i = 1; i < plan.places.size(); ++i) {
      const auto *first = common(plan.places[i - 1]), *second = common(plan.places[i]);
      if (first != nullptr && second != nullptr && plan.places[i - 1].position + 1 == plan.places[i].position)
        neighbours_.push_back({*first, *second});
    }
    return Ok();
  }

  // How often the phrase stands in a document that has all its words.
  Status look(std::uint32_t base, std::uint32_t at) {
    std::uint32_t boost = boost_max;
    for (Spot& spot : spots_)
      boost = std::min(boost, read_positions(spot, at));
    // Every place whittles down where the first one can be.
    starts_.clear();
    const Spot& first = spots_.front();
    for (const std::uint32_t position : first.positions)
      if (position >= first.position) starts_.push_back(position - first.position);
    for (std::size_t i = 1; i < spots_.size() && !starts_.empty(); ++i)
      keep(spots_[i]);
    if (field_ && !starts_.empty()) TRY(keep_field(base + at));
    if (starts_.empty()) return Ok();
    set(found_, at);
    counts_[at] = static_cast<std::uint32_t>(starts_.size()) + boost;
    return Ok();
  }

  // The positions of a place in a document, and what boosts its words have.
  static std::uint32_t read_positions(Spot& spot, std::uint32_t at) {
    std::uint32_t boosts = 0;
    std::size_t lists = 0;
    spot.positions.clear();
    for (const Located& list : spot.lists) {
      if (!has(list.found, at)) continue;
      const Occurs& one = list.occurs[at];
      boosts += one.boost;
      ++lists;
      one.walk([&](std::uint32_t position) { spot.positions.push_back(position); });
    }
    if (lists > 1) std::sort(spot.positions.begin(), spot.positions.end());
    return boosts;
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
  struct Neighbours {
    DictionaryEntry first, second;
  };
  Pairs pairs_;
  std::vector<Neighbours> neighbours_;
  std::vector<Spot> spots_;  // the rarest first
  bool is_simple_ = false;   // the two rarest are one list each
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
