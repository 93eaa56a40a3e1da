#include "archive/match.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <unordered_map>

#include "base/text.h"

namespace hindcast::archive {
namespace {

constexpr std::size_t neighbours_max = 48;  // a rewritten item is seldom far from where it was
constexpr double similar_min = 0.5, trace_min = 0.2;

using Words = std::vector<std::uint64_t>;  // hashes, sorted

bool is_word_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (byte >= '0' && byte <= '9') || (lower(c) >= 'a' && lower(c) <= 'z');
}

// Words of ASCII and runs of other letters; of scripts without spaces, pairs of letters.
Words words_of(std::string_view text) {
  Words words;
  for (std::size_t at = 0; at < text.size();) {
    if (!is_word_byte(text[at])) {
      ++at;
      continue;
    }
    const bool is_wide = static_cast<unsigned char>(text[at]) >= 0xe3;
    std::uint64_t hash = 1469598103934665603u;
    std::size_t end = at, letters = 0;
    for (; end < text.size() && is_word_byte(text[end]); ++letters) {
      if (is_wide && letters == 2) break;
      const auto size = std::max<std::size_t>(1, utf8_sequence(text.substr(end)));
      for (const auto stop = end + size; end < stop; ++end)
        hash = (hash ^ static_cast<unsigned char>(lower(text[end]))) * 1099511628211u;
    }
    words.push_back(hash);
    at = is_wide && letters == 2 ? at + std::max<std::size_t>(1, utf8_sequence(text.substr(at))) : end;
  }
  std::sort(words.begin(), words.end());
  return words;
}

double likeness(const Words& one, const Words& other) {
  if (one.empty() || other.empty()) return 0;
  std::size_t shared = 0;
  for (auto a = one.begin(), b = other.begin(); a != one.end() && b != other.end();) {
    if (*a == *b) ++shared;
    const bool steps_a = *a <= *b, steps_b = *b <= *a;
    if (steps_a) ++a;
    if (steps_b) ++b;
  }
  return 2.0 * static_cast<double>(shared) / static_cast<double>(one.size() + other.size());
}

class Matcher {
 public:
  Matcher(std::span<const Item> olds, std::span<const ItemFacts> news)
      : olds_(olds), news_(news), found_(news.size()), is_taken_(olds.size(), false) {
    for (const Item& item : olds)
      old_facts_.push_back(&item.facts);
  }

  std::vector<std::optional<std::size_t>> run() {
    by_text();
    by_likeness();
    by_place();
    return std::move(found_);
  }

 private:
  void take(std::size_t fresh, std::size_t old) {
    found_[fresh] = old;
    is_taken_[old] = true;
  }

  void by_text() {
    std::unordered_map<std::string, std::vector<std::size_t>> olds;  // the last of a list is taken first
    for (std::size_t i = olds_.size(); i-- > 0;)
      olds[old_facts_[i]->role + "#" + old_facts_[i]->short_id].push_back(i);
    for (std::size_t i = 0; i < news_.size(); ++i) {
      const auto same = olds.find(news_[i].role + "#" + news_[i].short_id);
      if (same == olds.end() || same->second.empty()) continue;
      take(i, same->second.back());
      same->second.pop_back();
    }
  }

  void by_likeness() {
    std::vector<std::size_t> olds, news;
    for (std::size_t i = 0; i < olds_.size(); ++i)
      if (!is_taken_[i]) olds.push_back(i);
    for (std::size_t i = 0; i < news_.size(); ++i)
      if (!found_[i]) news.push_back(i);
    if (olds.empty() || news.empty()) return;
    std::vector<Words> old_words, new_words;
    for (const auto i : olds)
      old_words.push_back(words_of(old_facts_[i]->text));
    for (const auto i : news)
      new_words.push_back(words_of(news_[i].text));

    struct Pair {
      double like;
      std::size_t fresh, old;
    };
    std::vector<Pair> pairs;
    for (std::size_t i = 0; i < news.size(); ++i) {
      const std::size_t middle = i * olds.size() / news.size();
      const std::size_t begin = middle > neighbours_max ? middle - neighbours_max : 0;
      for (std::size_t j = begin; j < std::min(olds.size(), middle + neighbours_max + 1); ++j) {
        if (old_facts_[olds[j]]->role != news_[news[i]].role) continue;
        const double like = likeness(new_words[i], old_words[j]);
        if (like >= similar_min) pairs.push_back({like, news[i], olds[j]});
      }
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.like > b.like; });
    for (const Pair& pair : pairs)
      if (!found_[pair.fresh] && !is_taken_[pair.old]) take(pair.fresh, pair.old);
  }

  // Runs of items that nothing matched, between two that are matched: one old and one new of a role are the
  // same where something else says so too.
  void by_place() {
    std::size_t old_begin = 0;
    for (std::size_t i = 0; i < news_.size();) {
      if (found_[i]) {
        old_begin = *found_[i] + 1;
        ++i;
        continue;
      }
      std::size_t end = i;
      while (end < news_.size() && !found_[end])
        ++end;
      std::size_t old_end = old_begin;
      while (old_end < olds_.size() && !is_taken_[old_end])
        ++old_end;
      const bool same_end = end == news_.size() ? old_end == olds_.size() : *found_[end] == old_end;
      if (same_end) fill_gap(i, end, old_begin, old_end);
      i = end;
    }
  }

  void fill_gap(std::size_t begin, std::size_t end, std::size_t old_begin, std::size_t old_end) {
    std::unordered_map<std::string_view, std::pair<int, std::size_t>> olds, news;  // by role: how many, which
    for (std::size_t i = old_begin; i < old_end; ++i)
      olds[old_facts_[i]->role] = {olds[old_facts_[i]->role].first + 1, i};
    for (std::size_t i = begin; i < end; ++i)
      news[news_[i].role] = {news[news_[i].role].first + 1, i};
    for (const auto& [role, fresh] : news) {
      const auto old = olds.find(role);
      if (fresh.first != 1 || old == olds.end() || old->second.first != 1) continue;
      const ItemFacts &was = *old_facts_[old->second.second], &now = news_[fresh.second];
      const bool has_more =
          (!now.owner.empty() && now.owner == was.owner) || (!now.due.empty() && now.due == was.due);
      if (has_more || likeness(words_of(was.text), words_of(now.text)) >= trace_min)
        take(fresh.second, old->second.second);
    }
  }

  std::span<const Item> olds_;
  std::span<const ItemFacts> news_;
  std::vector<const ItemFacts*> old_facts_;
  std::vector<std::optional<std::size_t>> found_;
  std::vector<bool> is_taken_;
};

}  // namespace

std::vector<std::optional<std::size_t>> match(std::span<const Item> old_items,
                                              std::span<const ItemFacts> new_items) {
  return Matcher(old_items, new_items).run();
}

double likeness(std::string_view one, std::string_view other) {
  return likeness(words_of(one), words_of(other));
}

std::string_view stem_of(std::string_view short_id) {
  return short_id.substr(0, short_id.find('.'));
}

}  // namespace hindcast::archive
