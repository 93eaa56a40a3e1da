#include "disk/zone.h"

#include <cstdlib>
#include <ctime>
#include <optional>

#include "disk/disk.h"

namespace hindcast::disk {
namespace {

constexpr std::uint64_t zone_bytes_max = 1u << 20;

// TZ as it was, again at the end.
class Zone {
 public:
  explicit Zone(const std::string& name) {
    if (const char* before = std::getenv("TZ")) before_ = before;
    set(":" + name);
  }
  Zone(const Zone&) = delete;
  Zone& operator=(const Zone&) = delete;
  ~Zone() { set(before_); }

 private:
  static void set(const std::optional<std::string>& value) {
    value ? ::setenv("TZ", value->c_str(), 1) : ::unsetenv("TZ");
    ::tzset();
  }
  std::optional<std::string> before_;
};

}  // namespace

Result<Date> day_in_zone(Timestamp at, const std::string& zone) {
  // The C library takes a name that it does not know for UTC and says nothing.
  const char* folder = std::getenv("TZDIR");
  std::string path = folder && *folder ? folder : "/usr/share/zoneinfo";
  path.append("/").append(zone);
  const auto file = read_file(path, zone_bytes_max);
  if (!file.ok() || file->substr(0, 4) != "TZif")
    return Error{ErrorCode::not_found,
                 "there is no time zone '" + zone + "' on this machine; write it as 'Europe/Berlin'"};
  const Zone set(path);
  const std::time_t seconds = at >= 0 ? at / 1000 : -((999 - at) / 1000);
  std::tm local{};
  if (::localtime_r(&seconds, &local) == nullptr)
    return Error{ErrorCode::invalid, "no day can be told of so far a moment"};
  return Date{local.tm_year + 1900, local.tm_mon + 1, local.tm_mday};
}

}  // namespace hindcast::disk
