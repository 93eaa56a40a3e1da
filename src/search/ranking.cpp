#include "search/ranking.h"

#include <algorithm>
#include <array>
#include <cmath>

namespace hindcast::search {
namespace {

// Chosen by bench_relevance over documents that people found similar, among values near the customary ones.
constexpr float saturates_at = 2.0f;     // k1: how soon a repeated word says nothing new
constexpr float length_counts = 0.75f;   // b: how much a long document's words say less
constexpr double rareness_counts = 1.3;  // above 1: rare words say more than the logarithm grants them
constexpr float length_usual = 800;      // words

// Three bits behind the first one are kept.
constexpr std::uint32_t words_of(std::uint8_t code) {
  const std::uint32_t known = std::min<std::uint32_t>(code, 231), shift = known >> 3, kept = known & 7;
  return shift == 0 ? kept : (kept | 8u) << (shift - 1);
}

constexpr auto damping_of = [] {
  std::array<float, 256> made{};
  for (std::size_t code = 0; code < made.size(); ++code) {
    const auto words = static_cast<float>(words_of(static_cast<std::uint8_t>(code)));
    made[code] = saturates_at * (1 - length_counts + length_counts * words / length_usual);
  }
  return made;
}();

}  // namespace

const float* dampings() {
  return damping_of.data();
}

std::uint8_t length_code(std::uint32_t words) {
  std::uint32_t shift = 0;
  while ((words >> shift) > 15)
    ++shift;
  const std::uint32_t kept = words >> shift;
  return static_cast<std::uint8_t>(kept < 8 ? kept : (shift + 1) << 3 | (kept & 7));
}

std::uint32_t length_of(std::uint8_t code) {
  return words_of(code);
}

float saturation(std::uint32_t count, std::uint8_t length) {
  const auto times = static_cast<float>(count);
  return times / (times + damping_of[length]);
}

float weight_of(std::uint64_t with, std::uint64_t all) {
  const auto n = static_cast<double>(all), d = static_cast<double>(std::min(with, all));
  return static_cast<float>(std::pow(std::log(1 + (n - d + 0.5) / (d + 0.5)), rareness_counts));
}

}  // namespace hindcast::search
