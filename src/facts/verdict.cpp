#include "facts/verdict.h"

#include <algorithm>
#include <array>

namespace hindcast::facts {
namespace {

constexpr std::array<std::string_view, 7> words = {"pass",         "waived", "warn", "missing",
                                                   "inconclusive", "fail",   "error"};

}  // namespace

std::string_view word(Verdict verdict) {
  return words[static_cast<std::size_t>(verdict)];
}

std::optional<Verdict> verdict(std::string_view word) {
  const auto found = std::find(words.begin(), words.end(), word);
  if (found == words.end()) return std::nullopt;
  return static_cast<Verdict>(found - words.begin());
}

}  // namespace hindcast::facts
