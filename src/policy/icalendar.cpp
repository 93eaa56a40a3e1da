#include "policy/icalendar.h"

#include <algorithm>
#include <iterator>
#include <optional>
#include <string>

#include "base/text.h"
#include "policy/recurrence.h"

namespace hindcast::policy {
namespace {

constexpr std::int64_t event_days_max = 366;
constexpr std::int64_t steps_max = 10'000'000;  // far above what any real file of 4 MB takes
constexpr std::size_t name_bytes_max = 100;

// A line with what is folded under it: NAME;PARAMETERS:VALUE.
struct Property {
  std::size_t line = 0;
  std::string text;
  std::string_view name, value;  // of `text`; a line without a colon has no name
};

class Lines {
 public:
  explicit Lines(std::string_view text) : rest_(text) {}

  bool next(Property& property) {
    if (rest_.empty()) return false;
    property.line = ++line_;
    property.text = take();
    while (!rest_.empty() && (rest_[0] == ' ' || rest_[0] == '\t')) {
      ++line_;
      property.text += take().substr(1);
    }
    const std::string_view all = property.text;
    const auto colon = colon_of(all);
    property.name = colon == all.npos ? std::string_view() : all.substr(0, std::min(all.find(';'), colon));
    property.value = colon == all.npos ? std::string_view() : all.substr(colon + 1);
    return true;
  }

 private:
  std::string_view take() {
    const auto end = std::min(rest_.find('\n'), rest_.size());
    auto line = rest_.substr(0, end);
    rest_.remove_prefix(std::min(end + 1, rest_.size()));
    if (line.ends_with('\r')) line.remove_suffix(1);
    return line;
  }

  // A parameter in quotation marks may hold colons.
  static std::size_t colon_of(std::string_view line) {
    bool is_quoted = false;
    for (std::size_t i = 0; i < line.size(); ++i) {
      if (line[i] == '"') is_quoted = !is_quoted;
      if (line[i] == ':' && !is_quoted) return i;
    }
    return line.npos;
  }

  std::string_view rest_;
  std::size_t line_ = 0;
};

std::string unescaped(std::string_view value) {
  std::string out;
  for (std::size_t i = 0; i < value.size() && out.size() <= name_bytes_max; ++i) {
    const bool is_escape = value[i] == '\\' && i + 1 < value.size();
    if (is_escape) ++i;
    out += is_escape && (value[i] == 'n' || value[i] == 'N') ? ' ' : value[i];
  }
  return out;
}

struct Event {
  std::optional<Date> begin;
  std::optional<std::int64_t> end;  // the first day that is none any more, since 1970
  std::int64_t days = 1;            // without an end
  std::string name;
  std::optional<Recurrence> rule;
  std::vector<Date> more, without;
  bool is_cancelled = false;
};

// The clock of a time: "" of a whole day.
std::string_view clock_of(std::string_view value) {
  return value.size() < 15 ? std::string_view() : value.substr(9, 6);
}

// An event ends before its last day begins, or, as some write it, in the last minute of the day.
bool put_end(Event& event, std::string_view value) {
  const auto date = basic_date(value);
  const auto clock = clock_of(value);
  if (!date) return false;
  event.end = days_from_epoch(*date) + (clock.starts_with("2359") ? 1 : 0);
  return clock.empty() || clock == "000000" || clock.starts_with("2359");
}

// "P2D" or "P1W".
bool put_duration(Event& event, std::string_view value) {
  if (!value.starts_with('P') || value.size() < 3 || value.size() > 5) return false;
  std::int64_t count = 0;
  for (const char c : value.substr(1, value.size() - 2)) {
    if (c < '0' || c > '9') return false;
    count = count * 10 + (c - '0');
  }
  event.days = count * (value.back() == 'W' ? 7 : 1);
  return value.back() == 'D' || value.back() == 'W';
}

bool put_begin(Event& event, std::string_view value) {
  event.begin = basic_date(value);
  const auto clock = clock_of(value);
  return event.begin && (clock.empty() || clock == "000000");
}

bool put_dates(std::vector<Date>& dates, std::string_view values) {
  do {
    const auto one = values.substr(0, values.find(','));
    values.remove_prefix(std::min(one.size() + 1, values.size()));
    const auto date = basic_date(one);
    if (!date) return false;
    dates.push_back(*date);
  } while (!values.empty());
  return true;
}

// What a property says of an event. What says nothing about its days is passed over.
Status put_property(Event& event, const Property& property) {
  const auto wrong = [&](std::string_view what) { return wrong_line(property.line, what); };
  const auto name = property.name, value = property.value;
  if (name == "SUMMARY") event.name = holiday_name(unescaped(value));
  if (name == "STATUS") event.is_cancelled = value == "CANCELLED";
  if ((name == "DTSTART" && !put_begin(event, value)) || (name == "DTEND" && !put_end(event, value)) ||
      (name == "DURATION" && !put_duration(event, value)))
    return wrong("no whole days; a holiday begins as in DTSTART;VALUE=DATE:20240501");
  if (name == "RDATE" && !put_dates(event.more, value)) return wrong("no list of days");
  if (name == "EXDATE" && !put_dates(event.without, value)) return wrong("no list of days");
  if (name == "RECURRENCE-ID")
    return wrong("an event that replaces one of a series; give it a series of its own");
  if (name == "EXRULE") return wrong("exceptions by a rule are not understood; list their days as EXDATE");
  if (name.empty() && !trimmed(property.text).empty()) return wrong("no property: a ':' is missing");
  if (name != "RRULE") return Ok();
  if (event.rule) return wrong("a second rule in one event");
  auto rule = parse_recurrence(value);
  if (!rule.ok()) return wrong(rule.error().message);
  event.rule = *std::move(rule);
  return Ok();
}

// The days on which the event begins; nothing when there are more than a file may ask for.
std::optional<std::vector<Date>> beginnings(Event& event, std::int64_t& steps) {
  std::vector<Date> days{*event.begin};
  if (event.rule) {
    auto ruled = occurrences(*event.rule, *event.begin, steps);
    if (!ruled) return std::nullopt;
    days = *std::move(ruled);
  }
  days.insert(days.end(), event.more.begin(), event.more.end());
  std::sort(days.begin(), days.end());
  days.erase(std::unique(days.begin(), days.end()), days.end());
  std::sort(event.without.begin(), event.without.end());
  std::vector<Date> kept;
  std::set_difference(days.begin(), days.end(), event.without.begin(), event.without.end(),
                      std::back_inserter(kept));
  return kept;
}

Status add_event(Event& event, std::size_t line, std::int64_t& steps, std::vector<Holiday>& holidays) {
  if (event.is_cancelled) return Ok();
  if (!event.begin) return wrong_line(line, "the event that ends here has no day");
  const auto length =
      std::max<std::int64_t>(event.end ? *event.end - days_from_epoch(*event.begin) : event.days, 1);
  if (length > event_days_max) return wrong_line(line, "the event that ends here lasts more than a year");
  const auto begins = beginnings(event, steps);
  if (!begins) return wrong_line(line, "rules of more days than can be looked at");
  if (holidays.size() + begins->size() * static_cast<std::size_t>(length) > holidays_max)
    return wrong_line(line, "more than 200,000 holidays");
  const auto end_of_time = days_from_epoch({9999, 12, 31});
  for (const Date begin : *begins)
    for (auto day = days_from_epoch(begin); day < days_from_epoch(begin) + length && day <= end_of_time;
         ++day)
      holidays.push_back({date_from_days(day), event.name});
  return Ok();
}

}  // namespace

Error wrong_line(std::size_t number, std::string_view what) {
  auto message = "line " + std::to_string(number) + ": ";
  message.append(what);
  return {ErrorCode::invalid, std::move(message)};
}

std::string holiday_name(std::string_view name) {
  return std::string(first_bytes(name, name_bytes_max));
}

Result<std::vector<Holiday>> read_icalendar(std::string_view text) {
  std::vector<Holiday> holidays;
  std::optional<Event> event;
  int inner = 0;  // an alarm has a name and a length too, and they are not the event's
  std::size_t begun = 0;
  std::int64_t steps = steps_max;
  Lines lines(text);
  for (Property property; lines.next(property);) {
    if (!event) {
      if (property.name == "BEGIN" && property.value == "VEVENT") event.emplace(), begun = property.line;
    } else if (property.name == "BEGIN") {
      ++inner;
    } else if (property.name == "END" && inner > 0) {
      --inner;
    } else if (property.name == "END") {
      TRY(add_event(*event, property.line, steps, holidays));
      event.reset();
    } else if (inner == 0) {
      TRY(put_property(*event, property));
    }
  }
  if (event) return wrong_line(begun, "the event that begins here has no end");
  return holidays;
}

}  // namespace hindcast::policy
