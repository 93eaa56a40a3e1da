#include "search/matcher.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "search/cursor.h"
#include "search/phrase.h"
#include "search/ranking.h"

namespace hindcast::search {
namespace {

class Everything final : public Matcher {
 public:
  explicit Everything(std::uint64_t documents) : documents_(documents) {}
  Status match(std::uint32_t, const Bits& wanted, Bits& matches) override {
    matches = documents_ > 0 ? wanted : Bits{};
    return Ok();
  }
  void score(const Bits&, const unsigned char*, float*) override {}
  std::uint64_t estimate() const override { return documents_; }

 private:
  std::uint64_t documents_;
};

class Dates final : public Matcher {
 public:
  Dates(Segment& segment, std::int32_t first, std::int32_t last)
      : segment_(segment), first_(first), last_(last) {}
  Status match(std::uint32_t base, const Bits& wanted, Bits& matches) override {
    matches = {};
    const std::uint32_t count = std::min(window_documents, segment_.documents() - base);
    const unsigned char* days = TRY(segment_.days(base, count));
    for (std::uint32_t i = 0; i < count; ++i) {
      const auto day = fixed_at<std::int32_t>(days + 4 * i);
      matches[i / 64] |= std::uint64_t{day != no_day && day >= first_ && day <= last_} << (i % 64);
    }
    for (std::size_t i = 0; i < matches.size(); ++i)
      matches[i] &= wanted[i];
    return Ok();
  }
  void score(const Bits&, const unsigned char*, float*) override {}
  std::uint64_t estimate() const override { return segment_.documents() / 2; }

 private:
  Segment& segment_;
  std::int32_t first_, last_;
};

// Documents that have one of several attributes.
class Attributes final : public Matcher {
 public:
  Attributes(std::vector<Cursor> cursors, std::uint64_t estimate)
      : cursors_(std::move(cursors)), estimate_(estimate) {}
  Status match(std::uint32_t base, const Bits& wanted, Bits& matches) override {
    matches = {};
    for (Cursor& cursor : cursors_)
      TRY(cursor.mark(base, wanted, matches));
    return Ok();
  }
  void score(const Bits&, const unsigned char*, float*) override {}
  std::uint64_t estimate() const override { return estimate_; }

 private:
  std::vector<Cursor> cursors_;
  std::uint64_t estimate_;
};

// Documents that have one of several terms, anywhere.
class Words final : public Matcher {
 public:
  Words(std::vector<Cursor> cursors, std::uint64_t estimate, float weight)
      : cursors_(std::move(cursors)), estimate_(estimate), weight_(weight) {}
  Status match(std::uint32_t base, const Bits& wanted, Bits& matches) override {
    for (std::uint32_t i = 0; i < found_.size(); ++i)
      if (found_[i] != 0) std::memset(counts_ + std::size_t{64} * i, 0, 64 * sizeof counts_[0]);
    matches = {};
    for (Cursor& cursor : cursors_)
      TRY(cursor.count(base, wanted, matches, counts_));
    found_ = matches;
    return Ok();
  }
  void score(const Bits& allowed, const unsigned char* lengths, float* scores) override {
    add_scores(found_, allowed, {counts_, lengths, weight_}, scores);
  }
  std::uint64_t estimate() const override { return estimate_; }

 private:
  std::vector<Cursor> cursors_;
  std::uint64_t estimate_;
  float weight_;
  Bits found_{};
  std::uint32_t counts_[window_documents] = {};
};

class AllOf final : public Matcher {
 public:
  explicit AllOf(std::vector<std::unique_ptr<Matcher>> parts) : parts_(std::move(parts)) {
    std::stable_sort(parts_.begin(), parts_.end(),
                     [](const auto& a, const auto& b) { return a->estimate() < b->estimate(); });
  }
  Status match(std::uint32_t base, const Bits& wanted, Bits& matches) override {
    matches = wanted;
    for (const auto& part : parts_) {
      const Bits before = matches;
      if (std::all_of(before.begin(), before.end(), [](std::uint64_t word) { return word == 0; })) break;
      TRY(part->match(base, before, matches));
    }
    matches_ = matches;
    return Ok();
  }
  void score(const Bits& allowed, const unsigned char* lengths, float* scores) override {
    Bits both;
    for (std::size_t i = 0; i < both.size(); ++i)
      both[i] = allowed[i] & matches_[i];
    for (const auto& part : parts_)
      part->score(both, lengths, scores);
  }
  std::uint64_t estimate() const override { return parts_.empty() ? UINT64_MAX : parts_.front()->estimate(); }

 private:
  std::vector<std::unique_ptr<Matcher>> parts_;
  Bits matches_{};
};

class AnyOf final : public Matcher {
 public:
  explicit AnyOf(std::vector<std::unique_ptr<Matcher>> parts) : parts_(std::move(parts)) {}
  Status match(std::uint32_t base, const Bits& wanted, Bits& matches) override {
    matches = {};
    for (const auto& part : parts_) {
      Bits found;
      TRY(part->match(base, wanted, found));
      for (std::size_t i = 0; i < matches.size(); ++i)
        matches[i] |= found[i];
    }
    return Ok();
  }
  void score(const Bits& allowed, const unsigned char* lengths, float* scores) override {
    for (const auto& part : parts_)
      part->score(allowed, lengths, scores);
  }
  std::uint64_t estimate() const override {
    std::uint64_t sum = 0;
    for (const auto& part : parts_)
      sum += std::min<std::uint64_t>(part->estimate(), documents_of_segment_max);
    return sum;
  }

 private:
  std::vector<std::unique_ptr<Matcher>> parts_;
};

class NoneOf final : public Matcher {
 public:
  explicit NoneOf(std::unique_ptr<Matcher> any) : any_(std::move(any)) {}
  Status match(std::uint32_t base, const Bits& wanted, Bits& matches) override {
    TRY(any_->match(base, wanted, matches));
    for (std::size_t i = 0; i < matches.size(); ++i)
      matches[i] = wanted[i] & ~matches[i];
    return Ok();
  }
  void score(const Bits&, const unsigned char*, float*) override {}
  std::uint64_t estimate() const override { return UINT64_MAX; }

 private:
  std::unique_ptr<Matcher> any_;
};

Result<std::vector<Cursor>> cursors(const std::vector<DictionaryEntry>& lists, Segment& segment) {
  std::vector<Cursor> made;
  made.reserve(lists.size());
  for (const DictionaryEntry& list : lists)
    made.push_back(TRY(Cursor::open(segment, list)));
  return made;
}

Result<std::unique_ptr<Matcher>> words(const Plan& plan, Segment& segment, std::size_t index) {
  std::uint64_t estimate = UINT64_MAX;
  for (const PlannedPlace& place : plan.places) {
    std::uint64_t documents = 0;
    for (const DictionaryEntry& list : place.lists[index])
      documents += list.documents;
    estimate = std::min(estimate, documents);
  }
  if (estimate == 0) return std::unique_ptr<Matcher>(std::make_unique<Everything>(0));
  if (plan.places.size() > 1 || plan.field) return phrase_matcher(plan, segment, index, estimate);
  return std::unique_ptr<Matcher>(std::make_unique<Words>(
      TRY(cursors(plan.places.front().lists[index], segment)), estimate, plan.weight));
}

}  // namespace

void add_scores(const Bits& found, const Bits& allowed, const Counted& word, float* scores) {
  const float* damping = dampings();
  for (std::uint32_t i = 0; i < found.size(); ++i)
    for (std::uint64_t left = found[i] & allowed[i]; left != 0; left &= left - 1) {
      const std::uint32_t at = i * 64 + static_cast<std::uint32_t>(std::countr_zero(left));
      const auto times = static_cast<float>(word.counts[at]);
      scores[at] += word.weight * times / (times + damping[word.lengths[at]]);
    }
}

Result<std::unique_ptr<Matcher>> matcher(const Plan& plan, Segment& segment, std::size_t index) {
  using Made = std::unique_ptr<Matcher>;
  using Kind = Plan::Kind;
  std::vector<Made> parts;
  for (const Plan& part : plan.parts)
    parts.push_back(TRY(matcher(part, segment, index)));
  switch (plan.kind) {
    case Kind::all:
      return Made(std::make_unique<Everything>(segment.documents()));
    case Kind::nothing:
      return Made(std::make_unique<Everything>(0));
    case Kind::words:
      return words(plan, segment, index);
    case Kind::attributes: {
      const auto& lists = plan.places.front().lists[index];
      std::uint64_t estimate = 0;
      for (const DictionaryEntry& list : lists)
        estimate += list.documents;
      return Made(std::make_unique<Attributes>(TRY(cursors(lists, segment)), estimate));
    }
    case Kind::dates:
      return Made(std::make_unique<Dates>(segment, plan.first, plan.last));
    case Kind::all_of:
      return Made(std::make_unique<AllOf>(std::move(parts)));
    case Kind::any_of:
      return Made(std::make_unique<AnyOf>(std::move(parts)));
    case Kind::none_of:
      return Made(std::make_unique<NoneOf>(std::make_unique<AnyOf>(std::move(parts))));
  }
  return Made(std::make_unique<Everything>(0));
}

}  // namespace hindcast::search
