#include "document/dates.h"

#include <doctest/doctest.h>

#include <string>

#include "document/scan.h"

namespace hindcast::document {
namespace {

constexpr Date kNear{2025, 5, 5};

// "2025-05-04 [5 May]; …": each date, its last day after "..", and what it was read from.
std::string dates(std::string_view text, DateOrder order = DateOrder::day_first,
                  std::optional<Date> near = kNear) {
  std::string out;
  for (const FoundDate& date : find_dates(text, {near, order})) {
    REQUIRE(date.at.begin < date.at.end);
    REQUIRE(date.at.end <= text.size());
    if (!out.empty()) out += "; ";
    out += to_iso(date.first);
    if (date.last != date.first) out += ".." + to_iso(date.last);
    out += " [" + std::string(scan::slice(text, date.at)) + "]";
  }
  return out;
}

struct Picture {
  std::string_view text;
  std::string_view found;
};

TEST_CASE("dates with a year are found in ten languages") {
  for (const Picture& picture : {
           Picture{"seen 2025-05-04, twice", "2025-05-04 [2025-05-04]"},
           Picture{"seen 2025/05/04.", "2025-05-04 [2025/05/04]"},
           Picture{"seen 2025/5/4 again", "2025-05-04 [2025/5/4]"},
           Picture{"at 2025-05-04T08:12:00Z", "2025-05-04 [2025-05-04]"},
           Picture{"folder 2025-05-04_disk", "2025-05-04 [2025-05-04]"},
           Picture{"dump 20250504 kept", "2025-05-04 [20250504]"},
           Picture{"2025年5月4日に発生", "2025-05-04 [2025年5月4日]"},
           Picture{"2025年5月4日(日)に発生", "2025-05-04 [2025年5月4日(日)]"},
           Picture{"发生于2025年5月4日。", "2025-05-04 [2025年5月4日]"},
           Picture{"2025년 5월 4일 발생", "2025-05-04 [2025년 5월 4일]"},
           Picture{"2025. 5. 4. 발생", "2025-05-04 [2025. 5. 4.]"},
           Picture{"on May 5, 2025 we", "2025-05-05 [May 5, 2025]"},
           Picture{"on Oct. 12 2025 we", "2025-10-12 [Oct. 12 2025]"},
           Picture{"on 5 May 2025 we", "2025-05-05 [5 May 2025]"},
           Picture{"on the 5th of May, 2025", "2025-05-05 [5th of May, 2025]"},
           Picture{"on 05-May-2025", "2025-05-05 [05-May-2025]"},
           Picture{"on Monday, May 5th, 2025", "2025-05-05 [Monday, May 5th, 2025]"},
           Picture{"em 4 de maio de 2025,", "2025-05-04 [4 de maio de 2025]"},
           Picture{"el 4 de mayo de 2025", "2025-05-04 [4 de mayo de 2025]"},
           Picture{"el 4 de mayo del 2025", "2025-05-04 [4 de mayo del 2025]"},
           Picture{"le 4 mai 2025", "2025-05-04 [4 mai 2025]"},
           Picture{"le 1er août 2025", "2025-08-01 [1er août 2025]"},
           Picture{"am 4. Mai 2025", "2025-05-04 [4. Mai 2025]"},
           Picture{"am 05.04.2025 um", "2025-04-05 [05.04.2025]"},
           Picture{"am 5.4.2025.", "2025-04-05 [5.4.2025]"},
           Picture{"den 4 maj 2025", "2025-05-04 [4 maj 2025]"},
           Picture{"4 мая 2025 года", "2025-05-04 [4 мая 2025 года]"},
           Picture{"4 МАЯ 2025", "2025-05-04 [4 МАЯ 2025]"},
       }) {
    CAPTURE(picture.text);
    CHECK(dates(picture.text) == picture.found);
  }
}

TEST_CASE("a date without a year takes the year nearest to the day that is known") {
  CHECK(dates("Oct 31") == "2025-10-31 [Oct 31]");
  CHECK(dates("Dec 30", DateOrder::day_first, Date{2025, 1, 3}) == "2024-12-30 [Dec 30]");
  CHECK(dates("Jan 3", DateOrder::day_first, Date{2024, 12, 30}) == "2025-01-03 [Jan 3]");
  CHECK(dates("Feb 29", DateOrder::day_first, Date{2025, 1, 3}) == "2024-02-29 [Feb 29]");
  CHECK(dates("5月10日まで") == "2025-05-10 [5月10日]");
  CHECK(dates("5월 10일까지") == "2025-05-10 [5월 10일]");
  CHECK(dates("до 10 мая") == "2025-05-10 [10 мая]");
  CHECK(dates("até 10 de maio") == "2025-05-10 [10 de maio]");
  CHECK(dates("bis 10. Mai") == "2025-05-10 [10. Mai]");
  CHECK(dates("senast 10 maj") == "2025-05-10 [10 maj]");
  CHECK(dates("by May 10.") == "2025-05-10 [May 10]");
  CHECK(dates("Oct 31", DateOrder::day_first, std::nullopt) == "");
}

TEST_CASE("5/4/2025 is read by the habit of the document, 13/4/2025 tells itself") {
  CHECK(dates("5/4/2025") == "2025-04-05 [5/4/2025]");
  CHECK(dates("5/4/2025", DateOrder::month_first) == "2025-05-04 [5/4/2025]");
  CHECK(dates("13/4/2025", DateOrder::month_first) == "2025-04-13 [13/4/2025]");
  CHECK(dates("4/13/2025") == "2025-04-13 [4/13/2025]");
  CHECK(dates("06-10-2025", DateOrder::month_first) == "2025-06-10 [06-10-2025]");
  CHECK(date_order("at 4/13/2025", "de") == DateOrder::month_first);
  CHECK(date_order("at 5/4/2025, then 13/4/2025", "en") == DateOrder::day_first);
  CHECK(date_order("at 5/4/2025", "pt") == DateOrder::day_first);
  CHECK(date_order("at 5/4/2025", "en") == DateOrder::month_first);
}

TEST_CASE("ranges are one date with a first and a last day") {
  CHECK(dates("April 26-30, 2025") == "2025-04-26..2025-04-30 [April 26-30, 2025]");
  CHECK(dates("April 26 – 30") == "2025-04-26..2025-04-30 [April 26 – 30]");
  CHECK(dates("April 28 - May 2, 2024") == "2024-04-28..2024-05-02 [April 28 - May 2, 2024]");
  CHECK(dates("Dec 30 - Jan 2, 2025") == "2024-12-30..2025-01-02 [Dec 30 - Jan 2, 2025]");
  CHECK(dates("26-30 April 2025") == "2025-04-26..2025-04-30 [26-30 April 2025]");
  CHECK(dates("26. bis 30. April 2025") == "2025-04-26..2025-04-30 [26. bis 30. April 2025]");
  CHECK(dates("2025-05-04 〜 2025-05-06") == "2025-05-04..2025-05-06 [2025-05-04 〜 2025-05-06]");
  CHECK(dates("2025-05-04 to 2025-05-06") == "2025-05-04..2025-05-06 [2025-05-04 to 2025-05-06]");
}

TEST_CASE("numbers that only look like dates are none") {
  for (const std::string_view text : {"version 1.2.2025.3",
                                      "10.0.0.1",
                                      "192.168.10.5:8080",
                                      "3/4 of users",
                                      "#2025",
                                      "PM-2026-027",
                                      "v2.10.2024-rc",
                                      "99.95%",
                                      "2025-13-01",
                                      "2025-02-30",
                                      "3 out of 5",
                                      "5 set up",
                                      "we may 5 times",
                                      "march 5 hosts",
                                      "12:30",
                                      "2025",
                                      "1/2",
                                      "May 2025",
                                      "section 4.2.1",
                                      "a2025-05-04b",
                                      "0x20250504",
                                      "31 users",
                                      "16:9",
                                      "Feb 30",
                                      "1234567890123456789",
                                      "2025-05-041"}) {
    CAPTURE(text);
    CHECK(dates(text) == "");
  }
}

TEST_CASE("any bytes are survived") {
  for (const std::string_view text :
       {"\xFF\xFE", "5\xE6\x9C", "2025\xE5\xB9", "May \xC3", "--//..::", "5月\x80日", "5."}) {
    CHECK(dates(text) == "");
    leading_time(text, {kNear, DateOrder::day_first});
    due_in_text(text, {kNear, DateOrder::day_first});
  }
}

}  // namespace
}  // namespace hindcast::document
