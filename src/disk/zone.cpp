#include "disk/zone.h"

#include <algorithm>
#include <cstdlib>
#include <ctime>
#include <optional>
#include <utility>
#include <vector>

#include "base/nearest.h"
#include "disk/disk.h"

namespace hindcast::disk {
namespace {

constexpr std::uint64_t zone_bytes_max = 1u << 20;

// TZ as it was, again at the end.
class Borrowed {
 public:
  explicit Borrowed(const std::string& name) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    set(":" + name);
  }
  Borrowed(const Borrowed&) = delete;
  Borrowed& operator=(const Borrowed&) = delete;
  ~Borrowed() { set(before_); }

 private:
  static void set(const std::optional<std::string>& value) {
    value ? ::setenv("TZ", value->c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
  }
  std::optional<std::string> before_;
};

std::int64_t offset_at(std::time_t seconds) {
  std::tm local{};
  return ::localtime_r(&seconds, &local) == nullptr ? 0 : std::int64_t{local.tm_gmtoff} * 1000;
}

// Between two moments whose offsets differ: the first one that has the later offset.
std::time_t change_between(std::time_t before, std::time_t after) {
  const auto offset = offset_at(after);
  while (after - before > 1) {
    const auto middle = before + (after - before) / 2;
    (offset_at(middle) == offset ? after : before) = middle;
  }
  return after;
}

// The zone that was probably meant, by its whole name or by that of its city; "" when none is near.
std::string near_zone(const std::string& folder, const std::string& name) {
  const auto table = read_file(folder + "/zone1970.tab", zone_bytes_max);
  if (!table.ok()) return "";
  std::vector<std::string_view> zones, cities;
  for (std::string_view left = *table; !left.empty();) {
    const auto line = left.substr(0, left.find('\n'));
    left.remove_prefix(std::min(line.size() + 1, left.size()));
    const auto first = line.find('\t'), second = first == line.npos ? first : line.find('\t', first + 1);
    if (line.starts_with('#') || second == line.npos) continue;
    const auto zone = line.substr(second + 1, line.find('\t', second + 1) - second - 1);
    zones.push_back(zone);
    cities.push_back(zone.substr(zone.rfind('/') + 1));
  }
  if (name.find('/') != name.npos) {
    const auto zone = closest(name, zones);
    return zone ? std::string(*zone) : "";
  }
  const auto city = closest(name, cities);
  const auto at = city ? std::find(cities.begin(), cities.end(), *city) : cities.end();
  return at == cities.end() ? "" : std::string(zones[static_cast<std::size_t>(at - cities.begin())]);
}

}  // namespace

Result<Zone> load_zone(const std::string& name) {
  // The C library takes a name that it does not know for UTC and says nothing.
  const char* folder = std::getenv("TZDIR");
  const std::string zones = folder && *folder ? folder : "/usr/share/zoneinfo";
  const auto path = zones + "/" + name;
  const auto file = read_file(path, zone_bytes_max);
  if (!file.ok() || file->substr(0, 4) != "TZif") {
    const auto meant = near_zone(zones, name);
    return Error{ErrorCode::not_found,
                 "there is no time zone '" + name + "' on this machine; " +
                     (meant.empty() ? "write it as 'Europe/Berlin'" : "did you mean '" + meant + "'?")};
  }
  const Borrowed set(path);
  constexpr std::time_t step = std::time_t{7} * 86'400;  // summer time pauses for a month where it pauses
  const auto last = static_cast<std::time_t>(start_of({2100, 1, 1}) / 1000);
  std::vector<Zone::Shift> shifts{{0, offset_at(0)}};
  for (std::time_t at = step; at <= last; at += step)
    if (const auto offset = offset_at(at); offset != shifts.back().offset_ms)
      shifts.push_back({Timestamp{change_between(at - step, at)} * 1000, offset});
  return Zone(std::move(shifts));
}

}  // namespace hindcast::disk
