#include "lint/rules/moment.h"

#include <algorithm>

namespace hindcast::lint {
namespace {

// Two digits at `at`; -1 for none.
int two(std::string_view text, std::size_t at) {
  if (at + 2 > text.size()) return -1;
  const char a = text[at], b = text[at + 1];
  return a >= '0' && a <= '9' && b >= '0' && b <= '9' ? (a - '0') * 10 + (b - '0') : -1;
}

constexpr std::int64_t minute_seconds = 60, day_seconds = 86400;

}  // namespace

std::int64_t seconds_back(const Moment& before, const Moment& after) {
  if (are_comparable(before, after))
    return (before.seconds / minute_seconds - after.seconds / minute_seconds) * minute_seconds;
  if (before.has_clock == after.has_clock) return 0;
  const auto back = (before.seconds / day_seconds - after.seconds / day_seconds) * day_seconds;
  return before.has_zone || after.has_zone ? std::max<std::int64_t>(back - day_seconds, 0) : back;
}

std::optional<Moment> moment(std::string_view iso) {
  if (iso.size() < 10) return std::nullopt;
  const auto day = parse_iso_date(iso.substr(0, 10));
  if (!day) return std::nullopt;
  Moment made;
  made.seconds = days_from_epoch(*day) * 86400;
  if (iso.size() < 16 || iso[10] != 'T') return made;
  const int hours = two(iso, 11), minutes = two(iso, 14);
  if (hours < 0 || minutes < 0) return made;
  made.has_clock = true;
  made.seconds += hours * 3600 + minutes * 60;
  auto rest = iso.substr(16);
  if (rest.size() >= 3 && rest[0] == ':') {
    made.seconds += two(rest, 1) < 0 ? 0 : two(rest, 1);
    rest.remove_prefix(3);
  }
  if (rest == "Z") {
    made.has_zone = true;
  } else if (rest.size() >= 6 && (rest[0] == '+' || rest[0] == '-')) {
    const int offset = two(rest, 1) * 3600 + two(rest, 4) * 60;
    made.has_zone = true;
    made.seconds -= rest[0] == '+' ? offset : -offset;
  }
  return made;
}

}  // namespace hindcast::lint
