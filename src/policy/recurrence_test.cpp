// Rules of calendar files, by the days that they mean.
#include "policy/recurrence.h"

#include <doctest/doctest.h>

#include <string>

#include "policy/calendar.h"

namespace hindcast::policy {
namespace {

// The first days of a rule.
std::string days(std::string_view rule, Date start, std::size_t most = 4) {
  const auto read = parse_recurrence(rule);
  if (!read.ok()) return "error: " + read.error().message;
  std::int64_t steps = 1'000'000;
  const auto all = occurrences(*read, start, steps);
  if (!all) return "too many";
  std::string out;
  for (std::size_t i = 0; i < all->size() && i < most; ++i)
    out += (i == 0 ? "" : " ") + to_iso((*all)[i]);
  return out + (all->size() > most ? " …" : "");
}

std::string event(std::string_view lines) {
  std::string text("BEGIN:VCALENDAR\nBEGIN:VEVENT\n");
  const auto read = read_holidays(text.append(lines).append("\nEND:VEVENT\nEND:VCALENDAR\n"));
  if (!read.ok()) return "error: " + read.error().message;
  std::string out;
  for (const auto& one : *read)
    out += (out.empty() ? "" : " ") + to_iso(one.day);
  return out;
}

}  // namespace

TEST_CASE("a yearly day comes round in our time, whenever it began") {
  const Calendar calendar({5, 6},
                          *read_holidays("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:19001225\n"
                                         "RRULE:FREQ=YEARLY\nSUMMARY:Christmas\nEND:VEVENT\n"));
  CHECK(calendar.holiday({1900, 12, 25}) == "Christmas");
  CHECK(calendar.holiday({2031, 12, 25}) == "Christmas");
  CHECK(calendar.holiday({2031, 12, 26}).empty());
}

TEST_CASE("a rule means the days that it says") {
  CHECK(days("FREQ=YEARLY;COUNT=3", {2024, 12, 25}) == "2024-12-25 2025-12-25 2026-12-25");
  CHECK(days("FREQ=YEARLY", {2024, 2, 29}) == "2024-02-29 2028-02-29 2032-02-29 2036-02-29 …");
  CHECK(days("FREQ=YEARLY;INTERVAL=4;BYMONTH=11;BYDAY=TU;BYMONTHDAY=2,3,4,5,6,7,8", {1996, 11, 5}, 3) ==
        "1996-11-05 2000-11-07 2004-11-02 …");
  CHECK(days("FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", {2024, 1, 1}, 3) == "2024-11-28 2025-11-27 2026-11-26 …");
  CHECK(days("FREQ=YEARLY;BYDAY=-1MO;BYMONTH=5", {2024, 5, 27}, 2) == "2024-05-27 2025-05-26 …");
  CHECK(days("FREQ=YEARLY;BYDAY=MO;BYMONTH=9;BYSETPOS=1", {2024, 9, 2}, 2) == "2024-09-02 2025-09-01 …");
  CHECK(days("FREQ=YEARLY;BYDAY=SA;BYSETPOS=-1", {2024, 1, 1}, 2) == "2024-12-28 2025-12-27 …");
  CHECK(days("FREQ=YEARLY;BYDAY=20MO", {2024, 1, 1}, 2) == "2024-05-13 2025-05-19 …");
  CHECK(days("FREQ=YEARLY;BYMONTH=1,7", {2024, 1, 31}, 3) == "2024-01-31 2024-07-31 2025-01-31 …");
  CHECK(days("FREQ=YEARLY;UNTIL=20260501T000000Z", {2024, 5, 1}) == "2024-05-01 2025-05-01 2026-05-01");
  CHECK(days("FREQ=MONTHLY;BYMONTHDAY=-1", {2024, 1, 31}, 3) == "2024-01-31 2024-02-29 2024-03-31 …");
  CHECK(days("FREQ=MONTHLY;INTERVAL=2;BYDAY=1FR", {2024, 1, 1}, 3) == "2024-01-05 2024-03-01 2024-05-03 …");
  CHECK(days("FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,FR;COUNT=4", {2024, 3, 6}) ==
        "2024-03-08 2024-03-18 2024-03-22 2024-04-01");
  CHECK(days("FREQ=WEEKLY;INTERVAL=2;COUNT=2;WKST=SU", {2024, 3, 10}) == "2024-03-10 2024-03-24");
  CHECK(days("FREQ=DAILY;COUNT=3;BYMONTH=1", {2024, 1, 30}) == "2024-01-30 2024-01-31 2025-01-01");
}

TEST_CASE("a rule is taken whole or refused") {
  CHECK(days("FREQ=YEARLY;BYWEEKNO=20", {2024, 1, 1}) ==
        "error: a rule of days is not understood at `BYWEEKNO=20`");
  CHECK(days("FREQ=HOURLY", {2024, 1, 1}) == "error: a rule of days is not understood at `FREQ=HOURLY`");
  CHECK(days("FREQ=YEARLY;BYMONTH=13", {2024, 1, 1}) ==
        "error: a rule of days is not understood at `BYMONTH=13`");
  CHECK(days("FREQ=YEARLY;COUNT=0", {2024, 1, 1}) == "error: a rule of days is not understood at `COUNT=0`");
  CHECK(days("FREQ=YEARLY;UNTIL=soon", {2024, 1, 1}) ==
        "error: a rule of days is not understood at `UNTIL=soon`");
  CHECK(days("FREQ=WEEKLY;BYDAY=1MO", {2024, 1, 1}) ==
        "error: only a month or a year has a first and a last weekday: `FREQ=WEEKLY;BYDAY=1MO`");
  CHECK(days("INTERVAL=2", {2024, 1, 1}) == "error: no FREQ in the rule `INTERVAL=2`");
}

TEST_CASE("exceptions are taken away and further days are added") {
  const std::string yearly = "DTSTART;VALUE=DATE:20240501\nRRULE:FREQ=YEARLY;COUNT=3\n";
  CHECK(event(yearly + "EXDATE;VALUE=DATE:20250501") == "2024-05-01 2026-05-01");
  CHECK(event(yearly + "RDATE;VALUE=DATE:20240503,20270503") ==
        "2024-05-01 2024-05-03 2025-05-01 2026-05-01 2027-05-03");
  CHECK(event("DTSTART;VALUE=DATE:20240331\nRDATE:20250420\nRDATE:20260405") ==
        "2024-03-31 2025-04-20 2026-04-05");
}

TEST_CASE("an event lasts as long as it says") {
  CHECK(event("DTSTART:20241224\nDURATION:P2D") == "2024-12-24 2024-12-25");
  CHECK(event("DTSTART:20241224\nDTEND:20241224") == "2024-12-24");
  CHECK(event("DTSTART;TZID=\"a:b\":20241224T000000\nDTEND:20241225T235900") == "2024-12-24 2024-12-25");
  CHECK(event("DTSTART:20241224\nBEGIN:VALARM\nDURATION:PT5M\nSUMMARY:wake\nEND:VALARM") == "2024-12-24");
  CHECK(event("DTSTART:20241224\nSTATUS:CANCELLED") == "");
}

TEST_CASE("what can't be honoured is refused with its line") {
  CHECK(event("DTSTART:20240501T090000\nDTEND:20240501T100000") ==
        "error: line 3: no whole days; a holiday begins as in DTSTART;VALUE=DATE:20240501");
  CHECK(event("DTSTART:20240501\nDURATION:PT3H") ==
        "error: line 4: no whole days; a holiday begins as in DTSTART;VALUE=DATE:20240501");
  CHECK(event("DTSTART:20240501\nSUMMARY:folded\n  twice\n \nRRULE:FREQ=YEARLY;BYEASTER=1") ==
        "error: line 7: a rule of days is not understood at `BYEASTER=1`");
  CHECK(event("DTSTART:20240501\nRRULE:FREQ=YEARLY\nRRULE:FREQ=DAILY") ==
        "error: line 5: a second rule in one event");
  CHECK(event("DTSTART:20240501\nRECURRENCE-ID:20240501") ==
        "error: line 4: an event that replaces one of a series; give it a series of its own");
  CHECK(event("DTSTART:20240501\nEXDATE 20250501") == "error: line 4: no property: a ':' is missing");
  CHECK(event("DTSTART:20240501\nDTEND:20290501") ==
        "error: line 5: the event that ends here lasts more than a year");
  CHECK(read_holidays("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20240501\n").error().message ==
        "line 2: the event that begins here has no end");
}

TEST_CASE("a long name costs its length once, and endless rules end") {
  const auto read =
      read_holidays("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:19000101\nRRULE:FREQ=YEARLY\nSUMMARY:" +
                    std::string(1'000'000, 'x') + "\nEND:VEVENT\n");
  REQUIRE(read.ok());
  CHECK(read->size() == 300);
  for (const auto& one : *read)
    CHECK(one.name.size() == 100);
  std::string daily = "BEGIN:VCALENDAR\n", never = daily;
  for (int i = 0; i < 10'000; ++i) {
    daily += "BEGIN:VEVENT\nDTSTART:19000101\nRRULE:FREQ=DAILY\nEND:VEVENT\n";
    never +=
        "BEGIN:VEVENT\nDTSTART:19000101\nRRULE:FREQ=DAILY;BYDAY=MO;BYMONTHDAY=31;BYMONTH=2\nEND:VEVENT\n";
  }
  CHECK(read_holidays(daily).error().message == "line 9: more than 200,000 holidays");
  CHECK(read_holidays(never).error().message.find("rules of more days than can be looked at") !=
        std::string::npos);
}

}  // namespace hindcast::policy
