#include "guards/compare.h"

#include <algorithm>
#include <cmath>
#include <vector>

#include "base/assert.h"

namespace hindcast::guards {
namespace {

// The share of all orders of `n` and `m` numbers in which u is `u_min` or more. The count of orders with a
// sum of u follows Mann and Whitney's recurrence: the largest number is one of the n, above all m, or not.
double share_at_least(std::size_t n, std::size_t m, std::size_t u_min) {
  // orders[i][u] for i of the n and the first j of the m; j grows.
  std::vector<std::vector<double>> orders(n + 1, std::vector<double>(n * m + 1, 0));
  for (std::size_t i = 0; i <= n; ++i)
    orders[i][0] = 1;
  for (std::size_t j = 1; j <= m; ++j)
    for (std::size_t i = 1; i <= n; ++i)
      for (std::size_t u = n * m + 1; u-- > 0;)
        orders[i][u] = orders[i][u] + (u >= j ? orders[i - 1][u - j] : 0);
  double all = 0, above = 0;
  for (std::size_t u = 0; u <= n * m; ++u) {
    all += orders[n][u];
    if (u >= u_min) above += orders[n][u];
  }
  return above / all;
}

struct Ranked {
  double value = 0;
  bool is_now = false;
};

// The normal curve to the right of z.
double tail(double z) {
  return 0.5 * std::erfc(z / std::sqrt(2.0));
}

}  // namespace

double median(std::span<const double> values) {
  HC_ASSERT(!values.empty());
  std::vector<double> sorted(values.begin(), values.end());
  std::sort(sorted.begin(), sorted.end());
  const std::size_t half = sorted.size() / 2;
  return sorted.size() % 2 == 1 ? sorted[half] : sorted[half - 1] / 2 + sorted[half] / 2;
}

Comparing compare(std::span<const double> now, std::span<const double> before) {
  HC_ASSERT(!now.empty() && !before.empty());
  Comparing made;
  made.median_now = median(now);
  made.median_before = median(before);
  std::vector<Ranked> all;
  for (const double value : now)
    all.push_back({value, true});
  for (const double value : before)
    all.push_back({value, false});
  std::sort(all.begin(), all.end(), [](const Ranked& a, const Ranked& b) { return a.value < b.value; });
  // Equal numbers share the mean of their ranks.
  double rank_sum = 0, ties = 0;
  for (std::size_t begin = 0; begin < all.size();) {
    std::size_t end = begin;
    std::size_t of_now = 0;
    for (; end < all.size() && all[end].value == all[begin].value; ++end)
      of_now += all[end].is_now;
    const auto count = static_cast<double>(end - begin);
    rank_sum += static_cast<double>(of_now) * (static_cast<double>(begin + end + 1) / 2);
    ties += count * count * count - count;
    begin = end;
  }
  const auto n = static_cast<double>(now.size()), m = static_cast<double>(before.size());
  made.u = rank_sum - n * (n + 1) / 2;
  made.superiority = made.u / (n * m);
  made.is_exact = ties == 0 && now.size() <= exact_count_max && before.size() <= exact_count_max;
  if (made.is_exact) {
    const auto u = static_cast<std::size_t>(std::lround(made.u));
    made.p_above = share_at_least(now.size(), before.size(), u);
    const auto other = now.size() * before.size() - u;
    const double extreme = share_at_least(now.size(), before.size(), std::max(u, other));
    made.p_two_sided = std::min(1.0, 2 * extreme);
    return made;
  }
  const double count = n + m;
  const double variance = n * m / 12 * (count + 1 - ties / (count * (count - 1)));
  if (!(variance > 0)) return made;  // all numbers are the same: nothing is above anything
  const double mean = n * m / 2, deviation = std::sqrt(variance);
  // Half a step back: u is a count, the curve is none.
  made.p_above = std::min(1.0, tail((made.u - mean - 0.5) / deviation));
  made.p_two_sided = std::min(1.0, 2 * tail((std::abs(made.u - mean) - 0.5) / deviation));
  return made;
}

}  // namespace hindcast::guards
