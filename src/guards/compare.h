// Are these numbers worse than those? Mann-Whitney's test asks no shape of them: latencies have long tails.
//
// H. B. Mann, D. R. Whitney, "On a Test of Whether one of Two Random Variables is Stochastically Larger than
// the Other", Annals of Mathematical Statistics 18 (1947), 50-60. The correction for ties: E. L. Lehmann,
// "Nonparametrics" (1975), 1.2. The size of the effect: A. Vargha, H. D. Delaney, "A Critique and Improvement
// of the CL Common Language Effect Size Statistics" (2000).
#pragma once

#include <cstddef>
#include <span>

namespace hindcast::guards {

// How two samples stand to each other.
struct Comparing {
  double u = 0;            // pairs in which a number of `now` is above one of `before`; equal ones are halves
  double p_above = 1;      // how likely so large a `u` is when both are drawn from the same
  double p_two_sided = 1;  // of so large or so small a one
  double superiority = 0.5;  // how often a number of `now` is above one of `before`: 0.5 is as often as not
  double median_before = 0, median_now = 0;
  bool is_exact = false;  // from all orders there are; otherwise from the normal curve, corrected for ties
};

// REQUIRES: neither is empty; all numbers are finite. Exact for samples without ties of at most
// `exact_count_max` numbers each. O(n log n).
inline constexpr std::size_t exact_count_max = 25;
Comparing compare(std::span<const double> now, std::span<const double> before);

double median(std::span<const double>);  // REQUIRES: not empty

}  // namespace hindcast::guards
