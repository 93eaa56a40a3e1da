#include "disk/zone.h"

#include <cstdlib>
#include <ctime>
#include <optional>
#include <utility>
#include <vector>

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

}  // namespace

Result<Zone> load_zone(const std::string& name) {
  // The C library takes a name that it does not know for UTC and says nothing.
  const char* folder = std::getenv("TZDIR");
  std::string path = folder && *folder ? folder : "/usr/share/zoneinfo";
  path.append("/").append(name);
  const auto file = read_file(path, zone_bytes_max);
  if (!file.ok() || file->substr(0, 4) != "TZif")
    return Error{ErrorCode::not_found,
                 "there is no time zone '" + name + "' on this machine; write it as 'Europe/Berlin'"};
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
