#include "recall/promises.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "base/hash.h"
#include "recall/alike.h"
#include "recall/series.h"

namespace hindcast::recall {
namespace {

constexpr std::size_t keys_max = 12;          // of a promise's words, the rarest
constexpr std::size_t far_keys_max = 4;       // of these, those that are looked for in other homes, too
constexpr std::size_t looked_at_max = 256;    // of a word's promises, the latest: what all copy stays cheap
constexpr std::size_t between_max = 16;       // the latest: what is said more often is a list's
constexpr std::uint32_t shared_keys_min = 2;  // words that two promises share before they are compared

// All promises in one list, by day.
struct Line {
  Mention at;
  std::int64_t day = 0;
  std::uint32_t home = 0;  // of its document, numbered
};

RepeatKind kind_of(const Promise& earlier, const Promise& later) {
  using facts::ActionState, facts::ItemRole;
  if (earlier.role == ItemRole::lesson || later.role == ItemRole::lesson) return RepeatKind::lesson_again;
  if (earlier.state == ActionState::done || earlier.state == ActionState::verified)
    return RepeatKind::done_again;
  const bool was_dropped = earlier.state == ActionState::wont_do || earlier.is_gone;
  return was_dropped ? RepeatKind::dropped_again : RepeatKind::promised_again;
}

class Finder {
 public:
  explicit Finder(std::span<const Source> sources) : sources_(sources), alike_(sources) {
    std::unordered_map<std::string_view, std::uint32_t> homes;
    for (std::uint32_t i = 0; i < sources.size(); ++i) {
      if (!sources[i].date) continue;
      const auto home = homes.try_emplace(sources[i].home, homes.size()).first->second;
      const auto day = days_from_epoch(*sources[i].date);
      for (std::uint32_t k = 0; k < sources[i].promises.size(); ++k)
        lines_.push_back({{i, k}, day, home});
    }
    std::stable_sort(lines_.begin(), lines_.end(), [](const Line& a, const Line& b) {
      return std::tie(a.day, a.at.source, a.at.promise) < std::tie(b.day, b.at.source, b.at.promise);
    });
    hits_.resize(lines_.size());
  }

  std::vector<Repeat> run() {
    std::vector<Repeat> made;
    for (std::uint32_t i = 0; i < lines_.size(); ++i) {
      const auto keys = alike_.keys_of(lines_[i].at, keys_max);
      if (!promise(lines_[i].at).is_gone)
        if (auto row = row_of(i, keys)) made.push_back(std::move(*row));
      for (std::size_t k = 0; k < keys.size(); ++k) {
        near_[near_key(i, keys[k])].push_back(i);
        if (k < far_keys_max) far_[keys[k]].push_back(i);
      }
    }
    std::sort(made.begin(), made.end(), [](const Repeat& a, const Repeat& b) {
      return std::tie(a.later.source, a.later.promise) < std::tie(b.later.source, b.later.promise);
    });
    return made;
  }

 private:
  std::optional<Repeat> row_of(std::uint32_t at, const std::vector<std::uint32_t>& keys) {
    found_.clear();
    touched_.clear();
    for (std::size_t k = 0; k < keys.size(); ++k) {
      touch(near_[near_key(at, keys[k])], {});
      if (k < far_keys_max) touch(far_[keys[k]], lines_[at].home);
    }
    for (const auto before : touched_) {
      if (hits_[before] >= shared_keys_min) look(at, before);
      hits_[before] = 0;
    }
    if (found_.empty()) return std::nullopt;
    std::sort(found_.begin(), found_.end(), [](const Repeat& a, const Repeat& b) {
      return std::tie(b.days, b.score, a.earlier.source, a.earlier.promise) <
             std::tie(a.days, a.score, b.earlier.source, b.earlier.promise);
    });
    auto row = std::move(found_.front());
    const auto from = found_.size() > between_max ? found_.size() - between_max : 1;
    for (auto i = from; i < found_.size(); ++i)
      row.between.push_back(found_[i].earlier);
    return row;
  }

  // Counts a hit for the latest of `list`, and for whoever said it first, but for those of `home`.
  void touch(const std::vector<std::uint32_t>& list, std::optional<std::uint32_t> home) {
    const auto from = list.size() > looked_at_max ? list.size() - looked_at_max : 0;
    const auto hit = [&](std::uint32_t before) {
      if (home && lines_[before].home == *home) return;
      if (++hits_[before] == 1) touched_.push_back(before);
    };
    if (from > 0) hit(list.front());
    for (auto i = from; i < list.size(); ++i)
      hit(list[i]);
  }

  std::uint64_t near_key(std::uint32_t at, std::uint32_t term) const {
    return std::uint64_t{lines_[at].home} << 32u | term;
  }

  void look(std::uint32_t at, std::uint32_t before) {
    const auto& later = lines_[at];
    const auto& earlier = lines_[before];
    if (earlier.at.source == later.at.source || earlier.day >= later.day) return;
    const auto judged = alike_.judge(earlier.at, later.at);
    if (!judged) return;
    Repeat made;
    made.earlier = earlier.at;
    made.later = later.at;
    made.kind = kind_of(promise(earlier.at), promise(later.at));
    made.days = later.day - earlier.day;
    made.likeness = judged->likeness;
    made.kinship = judged->kinship;
    made.cites = judged->cites;
    made.score = judged->score;
    found_.push_back(std::move(made));
  }

  const Promise& promise(Mention mention) const { return sources_[mention.source].promises[mention.promise]; }

  std::span<const Source> sources_;
  Alike alike_;
  std::vector<Line> lines_;
  std::vector<std::uint32_t> hits_;     // of each line: words that it shares with the one that is looked at
  std::vector<std::uint32_t> touched_;  // those with hits
  std::vector<Repeat> found_;
  std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> near_;  // by home and term
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> far_;   // by term
};

constexpr std::array<std::string_view, 4> kind_words = {"promised-again", "done-again", "dropped-again",
                                                        "lesson-again"};

// What a row is sorted by: how sure it is, and how much it tells.
double weight_of(std::span<const Source> sources, const Repeat& row) {
  constexpr double sure_max = 1.1;  // more certain than certain tells nothing
  constexpr double owed = 0.1, often = 0.05, often_max = 4, lesson = -0.3, heading = -0.15;
  constexpr double long_days = 1000, waiting = 0.1;
  const auto& earlier = sources[row.earlier.source].promises[row.earlier.promise];
  const auto& later = sources[row.later.source].promises[row.later.promise];
  double weight = std::min(row.score, sure_max);
  if (facts::is_open(later.state)) weight += owed;
  weight += often * std::min(static_cast<double>(row.between.size()), often_max);
  weight += waiting * std::min(static_cast<double>(row.days), long_days) / long_days;
  if (row.kind == RepeatKind::lesson_again) weight += lesson;
  if (earlier.is_heading || later.is_heading) weight += heading;
  return weight;
}

}  // namespace

std::string_view word(RepeatKind kind) {
  return kind_words[static_cast<std::size_t>(kind)];
}

std::optional<RepeatKind> repeat_kind(std::string_view word) {
  for (std::size_t i = 0; i < kind_words.size(); ++i)
    if (kind_words[i] == word) return static_cast<RepeatKind>(i);
  return std::nullopt;
}

std::vector<Repeat> repeated_promises(std::span<const Source> sources) {
  auto made = Finder(sources).run();
  hold_back(sources, made);
  return made;
}

void sort_by_weight(std::span<const Source> sources, std::vector<Repeat>& rows) {
  std::stable_sort(rows.begin(), rows.end(), [&](const Repeat& a, const Repeat& b) {
    return weight_of(sources, a) > weight_of(sources, b);
  });
}

std::string row_id(const ItemName& earlier, const ItemName& later) {
  constexpr std::string_view letters = "abcdefghijkmnpqrstuvwxyz23456789";
  Fnv names;
  for (const auto* item : {&earlier, &later})
    for (const std::string_view part : {std::string_view(item->slug), std::string_view(item->id)}) {
      for (const char c : part)
        names.mix(c);
      names.mix('\xFF');
    }
  auto hash = names.hash();
  hash ^= hash >> 32u;
  std::string id;
  for (int i = 0; i < 6; ++i, hash >>= 5u)
    id += letters[hash & 31u];
  return id;
}

std::string row_id(std::span<const Source> sources, const Repeat& row) {
  const auto name = [&](Mention mention) {
    const auto& source = sources[mention.source];
    return ItemName{source.slug, source.promises[mention.promise].id};
  };
  return row_id(name(row.earlier), name(row.later));
}

}  // namespace hindcast::recall
