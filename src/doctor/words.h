// The words of a promise by which it is known again.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hindcast::doctor {

struct Word {
  std::uint64_t hash = 0;
  float weight = 1;  // numbers and names with digits tell things apart; pairs of ideographs overlap
  bool operator==(const Word&) const = default;
};

// Small, without endings, without words that say nothing of what is promised ("add", "should", "the"), and
// without URLs and what stands in [[ ]]. Scripts that are written without spaces give pairs of characters.
// Sorted by hash, each once.
std::vector<Word> promise_words(std::string_view text);

// "Use priority classes for critical workloads" of "Use priority classes for critical workloads: it can
// happen that …": what stands before a colon, where it is a promise by itself and more than a few words
// explain it; else all of `text`.
std::string_view headline(std::string_view text);

// How many words of any kind there are: "set up notifications of downtime" has five.
int count_words(std::string_view text);

}  // namespace hindcast::doctor
