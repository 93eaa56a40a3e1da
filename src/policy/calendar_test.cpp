#include "policy/calendar.h"

#include <doctest/doctest.h>

namespace hindcast::policy {
namespace {

std::string duration(std::string_view text) {
  const auto read = parse_duration(text);
  return read.ok() ? to_text(*read) : "error: " + read.error().message;
}

std::string after(const Calendar& calendar, Date start, std::string_view text) {
  return to_iso(calendar.after(start, *parse_duration(text)));
}

std::string holidays(std::string_view text) {
  const auto read = read_holidays(text);
  if (!read.ok()) return "error: " + read.error().message;
  std::string out;
  for (const auto& one : *read)
    out += to_iso(one.day) + " " + one.name + "\n";
  return out;
}

const Calendar plain;
const Calendar may_day({5, 6}, {{{2024, 5, 1}, "Labour Day"}});

}  // namespace

TEST_CASE("a duration is a number and a unit") {
  CHECK(duration("30 days") == "30 days");
  CHECK(duration("5 business days") == "5 working days");
  CHECK(duration("2 Weeks") == "2 weeks");
  CHECK(duration("a month") == "1 month");
  CHECK(duration("1 quarter") == "3 months");
  CHECK(duration("48 hours") == "error: days are the smallest that is counted");
  CHECK(duration("soon") == "error: write it as '30 days', '5 working days', '2 weeks' or '1 month'");
  CHECK(duration("-3 days") == "error: write it as '30 days', '5 working days', '2 weeks' or '1 month'");
  CHECK(duration("99999999999 days") ==
        "error: write it as '30 days', '5 working days', '2 weeks' or '1 month'");
  CHECK(duration("90000 days") == "error: that is more than a hundred years");
}

TEST_CASE("days, weeks and months are counted through the calendar") {
  CHECK(after(plain, {2024, 2, 28}, "2 days") == "2024-03-01");
  CHECK(after(plain, {2024, 3, 8}, "2 weeks") == "2024-03-22");
  CHECK(after(plain, {2024, 1, 31}, "1 month") == "2024-02-29");
  CHECK(after(plain, {2024, 2, 29}, "1 year") == "2025-02-28");
  CHECK(after(plain, {9999, 12, 1}, "2 months") == "9999-12-31");
}

TEST_CASE("working days pass over weekends and holidays") {
  CHECK(after(plain, {2024, 3, 8}, "1 working day") == "2024-03-11");  // Friday to Monday
  CHECK(after(plain, {2024, 3, 8}, "5 working days") == "2024-03-15");
  CHECK(after(may_day, {2024, 4, 30}, "1 working day") == "2024-05-02");
  CHECK(may_day.holiday({2024, 5, 1}) == "Labour Day");
  CHECK(!may_day.is_working({2024, 5, 4}));
  CHECK(after(Calendar({4, 5}, {}), {2024, 3, 7}, "1 working day") == "2024-03-10");  // Friday and Saturday
  CHECK(weekday({1969, 12, 31}) == 2);
}

TEST_CASE("a file of holidays has a day a line") {
  CHECK(holidays("# Ours\n2024-05-01 Labour Day\r\n\n2024-12-25, Christmas  # moved\n2024-12-26\n") ==
        "2024-05-01 Labour Day\n2024-12-25 Christmas\n2024-12-26 \n");
  CHECK(holidays("2024-05-01 A\n01.05.2024 B\n") ==
        "error: line 2: no day; write it as '2024-05-01 Labour Day'");
  CHECK(holidays("2024-02-30 A\n") == "error: line 1: no day; write it as '2024-05-01 Labour Day'");
  CHECK(holidays("") == "");
}

TEST_CASE("an iCalendar file of holidays is read day by day") {
  const std::string head = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\n", tail = "END:VEVENT\r\n";
  CHECK(holidays(head +
                 "DTSTART;VALUE=DATE:20241224\r\nDTEND;VALUE=DATE:20241226\r\nSUMMARY:Yule\\, both\r\n  days"
                 "\r\n" +
                 tail) == "2024-12-24 Yule, both days\n2024-12-25 Yule, both days\n");
  CHECK(holidays(head + "DTSTART:20240501T000000Z\r\nRRULE:FREQ=YEARLY;COUNT=2\r\nSUMMARY:May\r\n" + tail) ==
        "2024-05-01 May\n2025-05-01 May\n");
  CHECK(holidays(head + "DTSTART:20240501\r\nRRULE:FREQ=YEARLY;UNTIL=20250601\r\nSUMMARY:M\r\n" + tail) ==
        "2024-05-01 M\n2025-05-01 M\n");
  CHECK(holidays(head + "SUMMARY:When?\r\n" + tail) == "error: line 5: the event that ends here has no day");
}

TEST_CASE("any bytes are holidays or an error, and cost what their length does") {
  const std::string calendar =
      "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20240229\r\nDTEND:99991231\r\n SUMMARY:a\r\n"
      "RRULE:FREQ=YEARLY;COUNT=99999999999;UNTIL=\r\nEND:VEVENT\r\n";
  std::uint32_t seed = 7;
  for (int round = 0; round < 2'000; ++round) {
    auto text = calendar;
    for (int change = 0; change < 4; ++change) {
      seed = seed * 1664525 + 1013904223;
      text[seed / 256 % text.size()] = static_cast<char>(seed / 65536 % 256);
    }
    const auto read = read_holidays(text);
    CHECK((read.ok() || !read.error().message.empty()));
    if (read.ok())
      for (const auto& one : *read)
        REQUIRE(is_valid(one.day));
  }
}

}  // namespace hindcast::policy
