#include "base/zone.h"

#include <algorithm>

namespace hindcast {
namespace {

constexpr Timestamp day_ms = 86'400'000;

}  // namespace

std::int64_t Zone::offset(Timestamp at) const {
  if (shifts_.empty()) return 0;
  const auto next = std::upper_bound(shifts_.begin(), shifts_.end(), at,
                                     [](Timestamp sought, const Shift& one) { return sought < one.from; });
  return next == shifts_.begin() ? next->offset_ms : std::prev(next)->offset_ms;
}

Date Zone::day(Timestamp at) const {
  return date_of(at + offset(at));
}

// The first moment around `date` whose day is reached. No zone is a day away from UTC.
template <typename IsReached>
Timestamp Zone::first(Date date, IsReached is_reached) const {
  Timestamp before = start_of(date) - day_ms, reached = start_of(date) + 2 * day_ms;
  while (reached - before > 1) {
    const auto middle = before + (reached - before) / 2;
    (is_reached(day(middle)) ? reached : before) = middle;
  }
  return reached;
}

Timestamp Zone::start(Date date) const {
  return first(date, [&](Date day) { return day >= date; });
}

Timestamp Zone::end(Date date) const {
  return first(date, [&](Date day) { return day > date; });
}

}  // namespace hindcast
