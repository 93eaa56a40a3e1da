#include "search/searcher.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "search/matcher.h"

namespace hindcast::search {
namespace {

constexpr std::size_t kept_max = 100'000;  // hits that a page may lie behind

struct Candidate {
  double rank = 0;  // higher is better
  std::int32_t day = no_day;
  std::int64_t id = 0;
  float score = 0;
};

bool is_better(const Candidate& a, const Candidate& b) {
  if (a.rank != b.rank) return a.rank > b.rank;
  if (a.day != b.day) return a.day > b.day;
  return a.id < b.id;
}

// The best so many of what was offered.
class Best {
 public:
  explicit Best(std::size_t size) : size_(size) {}

  bool is_hopeless(double rank) const {
    return size_ == 0 || (held_.size() == size_ && rank < held_.front().rank);
  }
  void offer(const Candidate& candidate) {
    if (held_.size() == size_) {
      if (!is_better(candidate, held_.front())) return;
      std::pop_heap(held_.begin(), held_.end(), is_better);
      held_.pop_back();
    }
    held_.push_back(candidate);
    std::push_heap(held_.begin(), held_.end(), is_better);
  }
  std::vector<Candidate> take() {
    std::sort_heap(held_.begin(), held_.end(), is_better);
    return std::move(held_);
  }

 private:
  std::size_t size_;
  std::vector<Candidate> held_;  // a heap, the worst first
};

class Searcher {
 public:
  explicit Searcher(const SearchOptions& options)
      : options_(options), best_(std::min(options.skip + options.hits_max, kept_max)) {}

  Status run(const Searched& searched, const Plan& plan, std::size_t index) {
    segment_ = searched.segment;
    const std::unique_ptr<Matcher> root = TRY(matcher(plan, *segment_, index));
    std::vector<std::uint64_t> matched;
    for (std::uint32_t base = 0; base < segment_->documents(); base += window_documents) {
      Bits wanted{}, matches{};
      const std::size_t first = base / 64, words = std::min(wanted.size(), searched.live.size() - first);
      std::copy_n(searched.live.begin() + static_cast<std::ptrdiff_t>(first), words, wanted.begin());
      TRY(root->match(base, wanted, matches));
      std::uint64_t count = 0;
      for (const std::uint64_t word : matches)
        count += static_cast<std::uint64_t>(std::popcount(word));
      total_ += count;
      if (!options_.facets.empty())
        matched.insert(matched.end(), matches.begin(), matches.begin() + static_cast<std::ptrdiff_t>(words));
      if (count > 0) TRY(rank(*root, base, matches));
    }
    matched_.push_back(std::move(matched));
    return Ok();
  }

  Result<Found> finish(std::span<const Searched> segments) {
    Found found{.total = total_};
    std::vector<Candidate> best = best_.take();
    for (std::size_t i = options_.skip; i < best.size(); ++i)
      found.hits.push_back({best[i].id, best[i].score});
    for (const std::string& name : options_.facets)
      found.facets.push_back(TRY(facet(segments, matched_, name, options_.facet_values_max)));
    return found;
  }

 private:
  Status rank(Matcher& root, std::uint32_t base, const Bits& matches) {
    const std::uint32_t size = std::min(window_documents, segment_->documents() - base);
    std::memset(scores_, 0, sizeof scores_);
    root.score(matches, TRY(segment_->lengths(base, size)), scores_);
    const bool by_score = options_.order == Order::score;
    for (std::uint32_t i = 0; i < matches.size(); ++i)
      for (std::uint64_t left = matches[i]; left != 0; left &= left - 1) {
        const std::uint32_t at = i * 64 + static_cast<std::uint32_t>(std::countr_zero(left));
        if (by_score && best_.is_hopeless(scores_[at])) continue;
        TRY(offer(base + at, scores_[at]));
      }
    return Ok();
  }

  Status offer(std::uint32_t document, float score) {
    Candidate candidate{.rank = score, .day = TRY(segment_->day(document)), .score = score};
    if (options_.order == Order::newest) candidate.rank = candidate.day;
    // Without a date: behind all others.
    if (options_.order == Order::oldest)
      candidate.rank = candidate.day == no_day ? no_day - 1.0 : -double{1} * candidate.day;
    if (best_.is_hopeless(candidate.rank)) return Ok();
    candidate.id = TRY(segment_->id(document));
    best_.offer(candidate);
    return Ok();
  }

  const SearchOptions& options_;
  Best best_;
  std::uint64_t total_ = 0;
  Segment* segment_ = nullptr;
  std::vector<std::vector<std::uint64_t>> matched_;
  float scores_[window_documents];
};

}  // namespace

Result<Found> answer(std::span<const Searched> segments, const Plan& plan, const SearchOptions& options) {
  Searcher searcher(options);
  for (std::size_t i = 0; i < segments.size(); ++i)
    TRY(searcher.run(segments[i], plan, i));
  return searcher.finish(segments);
}

}  // namespace hindcast::search
