#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "net/requests.h"

namespace hindcast::net {
namespace {

// The number that stands there, and the text behind it.
std::optional<int> number(std::string_view& text) {
  text.remove_prefix(std::min(text.find_first_not_of(' '), text.size()));
  int value = 0;
  const auto read = std::from_chars(text.data(), text.data() + text.size(), value);
  if (read.ec != std::errc() || value < 0) return std::nullopt;
  text.remove_prefix(static_cast<std::size_t>(read.ptr - text.data()));
  if (text.starts_with(':') || text.starts_with('-')) text.remove_prefix(1);
  return value;
}

}  // namespace

std::optional<Timestamp> certificate_time(std::string_view text) {
  static constexpr std::array<std::string_view, 12> months = {"jan", "feb", "mar", "apr", "may", "jun",
                                                              "jul", "aug", "sep", "oct", "nov", "dec"};
  text = trimmed(text);
  const auto month = std::find(months.begin(), months.end(), lower(text.substr(0, 3)));
  std::array<std::optional<int>, 6> found;  // in the order written
  if (month != months.end()) {
    text.remove_prefix(3);
    found[1] = static_cast<int>(month - months.begin()) + 1;
    for (const std::size_t part : {2u, 3u, 4u, 5u, 0u})
      found[part] = number(text);
  } else {
    for (auto& part : found)
      part = number(text);
  }
  if (!std::all_of(found.begin(), found.end(), [](const auto& part) { return part.has_value(); }))
    return std::nullopt;
  if (trimmed(text) != "GMT") return std::nullopt;
  const Date day{*found[0], *found[1], *found[2]};
  if (!is_valid(day) || *found[3] > 23 || *found[4] > 59 || *found[5] > 60) return std::nullopt;
  return start_of(day) + ((*found[3] * 60 + *found[4]) * 60 + *found[5]) * std::int64_t{1000};
}

}  // namespace hindcast::net
