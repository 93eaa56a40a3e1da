#include "base/nearest.h"

#include <algorithm>
#include <array>
#include <cstddef>

#include "base/text.h"

namespace hindcast {
namespace {

constexpr std::size_t length_max = 64;  // the work is the product of two lengths

char folded(char c) {
  return c == '_' ? '-' : lower(c);
}

bool starts_with(std::string_view word, std::string_view beginning) {
  return word.size() >= beginning.size() && std::equal(beginning.begin(), beginning.end(), word.begin(),
                                                       [](char a, char b) { return folded(a) == folded(b); });
}

}  // namespace

int distance(std::string_view one, std::string_view other) {
  if (one.size() > length_max || other.size() > length_max) return static_cast<int>(length_max);
  using Row = std::array<int, length_max + 1>;
  Row before_last{}, last{}, row{};
  for (std::size_t j = 0; j <= other.size(); ++j)
    last[j] = static_cast<int>(j);
  for (std::size_t i = 1; i <= one.size(); ++i) {
    row[0] = static_cast<int>(i);
    for (std::size_t j = 1; j <= other.size(); ++j) {
      bool same = folded(one[i - 1]) == folded(other[j - 1]);
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (same ? 0 : 1)});
      if (i > 1 && j > 1 && folded(one[i - 1]) == folded(other[j - 2]) &&
          folded(one[i - 2]) == folded(other[j - 1]))
        row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last = last;
    last = row;
  }
  return last[other.size()];
}

std::optional<std::string_view> closest(std::string_view word, std::span<const std::string_view> candidates) {
  std::optional<std::string_view> best;
  int best_distance = 0;
  for (std::string_view candidate : candidates) {
    int apart = distance(word, candidate);
    bool begins = word.size() >= 2 && (starts_with(candidate, word) || starts_with(word, candidate));
    int allowed = std::max(1, static_cast<int>(std::max(word.size(), candidate.size())) / 3);
    if (begins) apart = std::min(apart, 1);
    if (apart > allowed || apart >= static_cast<int>(candidate.size())) continue;
    if (best && apart >= best_distance) continue;
    best = candidate;
    best_distance = apart;
  }
  return best;
}

}  // namespace hindcast
