#include <doctest/doctest.h>

#include <string>

#include "document/dates.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

constexpr Date kNear{2025, 5, 5};

std::string show(std::string_view text, const std::optional<EventTime>& time) {
  if (!time) return "none";
  REQUIRE(time->at.begin < time->at.end);
  REQUIRE(time->at.end <= time->cut.end);
  REQUIRE(time->cut.end <= text.size());
  std::string out = "[" + std::string(scan::slice(text, time->at)) + "] " + time->start;
  if (!time->end.empty()) out += " .. " + time->end;
  return out + " | " + std::string(text.substr(time->cut.end));
}
std::string lead(std::string_view text, std::optional<Date> near = kNear) {
  return show(text, leading_time(text, {near, DateOrder::month_first}));
}
std::string cell(std::string_view text) {
  return show(text, cell_time(text, {kNear, DateOrder::month_first}));
}

struct Picture {
  std::string_view text;
  std::string_view found;
};

TEST_CASE("the end of a range may be its last part alone") {
  CHECK(lead("16:05:57-58 disk full") ==
        "[16:05:57-58] 2025-05-05T16:05:57 .. 2025-05-05T16:05:58 | disk full");
  CHECK(lead("16:05–10 UTC") == "[16:05–10] 2025-05-05T16:05 .. 2025-05-05T16:10 | UTC");
  CHECK(lead("16:05 - 10 disks full") == "[16:05] 2025-05-05T16:05 | 10 disks full");
}

TEST_CASE("the time that leads an entry is told from the entry's words") {
  for (const Picture& picture : {
           Picture{"08:12 disk full", "[08:12] 2025-05-05T08:12 | disk full"},
           Picture{"08:12: disk full", "[08:12] 2025-05-05T08:12 | disk full"},
           Picture{"08:12-08:40 disk full", "[08:12-08:40] 2025-05-05T08:12 .. 2025-05-05T08:40 | disk full"},
           Picture{"14:20-2:00 disk full", "[14:20-2:00] 2025-05-05T14:20 .. 2025-05-06T02:00 | disk full"},
           Picture{"2025-05-04 08:12-09:00 disk full",
                   "[2025-05-04 08:12-09:00] 2025-05-04T08:12 .. 2025-05-04T09:00 | disk full"},
           Picture{"2025-05-04 08:12-05:00 disk full",
                   "[2025-05-04 08:12-05:00] 2025-05-04T08:12-05:00 | disk full"},
           Picture{"2025-05-04T08:12-09:00 disk full",
                   "[2025-05-04T08:12-09:00] 2025-05-04T08:12-09:00 | disk full"},
           Picture{"08:12 UTC - disk full", "[08:12 UTC] 2025-05-05T08:12Z | disk full"},
           Picture{"**12:30**: disk full", "[12:30] 2025-05-05T12:30 | disk full"},
           Picture{"**12:30 UTC** — disk full", "[12:30 UTC] 2025-05-05T12:30Z | disk full"},
           Picture{"`12:30` disk full", "[12:30] 2025-05-05T12:30 | disk full"},
           Picture{"**12:30**: `sync` fails", "[12:30] 2025-05-05T12:30 | `sync` fails"},
           Picture{"`12:30` `sync` fails", "[12:30] 2025-05-05T12:30 | `sync` fails"},
           Picture{"[12:30] disk full", "[12:30] 2025-05-05T12:30 | disk full"},
           Picture{"[12:30](https://chat.example/1) disk full", "[12:30] 2025-05-05T12:30 | disk full"},
           Picture{"(12:30) disk full", "[12:30] 2025-05-05T12:30 | disk full"},
           Picture{"🚨 12:30 disk full", "[12:30] 2025-05-05T12:30 | disk full"},
           Picture{"8:12am PT, disk full", "[8:12am PT] 2025-05-05T08:12 | disk full"},
           Picture{"04:49 PM UTC Site is down", "[04:49 PM UTC] 2025-05-05T16:49Z | Site is down"},
           Picture{"12:29p page", "[12:29p] 2025-05-05T12:29 | page"},
           Picture{"17:14pm page", "[17:14pm] 2025-05-05T17:14 | page"},
           Picture{"8 PM page", "[8 PM] 2025-05-05T20:00 | page"},
           Picture{"0830 UTC page", "[0830 UTC] 2025-05-05T08:30Z | page"},
           Picture{"08:12:30 page", "[08:12:30] 2025-05-05T08:12:30 | page"},
           Picture{"08:12:30.125 page", "[08:12:30.125] 2025-05-05T08:12:30 | page"},
           Picture{"2018-01-17 09:00 page", "[2018-01-17 09:00] 2018-01-17T09:00 | page"},
           Picture{"2018-01-17 9:00 page", "[2018-01-17 9:00] 2018-01-17T09:00 | page"},
           Picture{"2018-01-17 - page", "[2018-01-17] 2018-01-17 | page"},
           Picture{"2025-05-04T08:12:00Z page", "[2025-05-04T08:12:00Z] 2025-05-04T08:12:00Z | page"},
           Picture{"2025-05-04T08:12:00+09:00 page",
                   "[2025-05-04T08:12:00+09:00] 2025-05-04T08:12:00+09:00 | page"},
           Picture{"2026-04-12 13:05 JST page", "[2026-04-12 13:05 JST] 2026-04-12T13:05+09:00 | page"},
           Picture{"**2025-05-04** 10:00 page", "[2025-05-04** 10:00] 2025-05-04T10:00 | page"},
           Picture{"2025-05-04 at 10:00, page", "[2025-05-04 at 10:00] 2025-05-04T10:00 | page"},
           Picture{"Oct 31 21:33 page", "[Oct 31 21:33] 2025-10-31T21:33 | page"},
           Picture{"2025-05-04 14.43: page", "[2025-05-04 14.43] 2025-05-04T14:43 | page"},
           Picture{"2025-05-04 1.17 page", "[2025-05-04] 2025-05-04 | 1.17 page"},
           Picture{"2025-05-04 10.15.2 page", "[2025-05-04] 2025-05-04 | 10.15.2 page"},
           Picture{"Oct 31 - page", "[Oct 31] 2025-10-31 | page"},
           Picture{"May 4, 2024: page", "[May 4, 2024] 2024-05-04 | page"},
           Picture{"On May 4, we saw it", "[May 4] 2025-05-04 | we saw it"},
           Picture{"At 10:05 we saw it", "[10:05] 2025-05-05T10:05 | we saw it"},
           Picture{"~14:00 page", "[~14:00] 2025-05-05T14:00 | page"},
           Picture{"Around 14:00, page", "[Around 14:00] 2025-05-05T14:00 | page"},
           Picture{"2025-01-09 ~16:00 UTC page", "[2025-01-09 ~16:00 UTC] 2025-01-09T16:00Z | page"},
           Picture{"10/31 21:33 page", "[10/31 21:33] 2025-10-31T21:33 | page"},
           Picture{"Sat 12:30 page", "[Sat 12:30] 2025-05-05T12:30 | page"},
           Picture{"19h30 : panne", "[19h30] 2025-05-05T19:30 | panne"},
           Picture{"um 14:30 Uhr Ausfall", "[14:30 Uhr] 2025-05-05T14:30 | Ausfall"},
           Picture{"14.30 Uhr: Ausfall", "[14.30 Uhr] 2025-05-05T14:30 | Ausfall"},
           Picture{"kl. 14:30 larm", "[14:30] 2025-05-05T14:30 | larm"},
           Picture{"às 14h30 alerta", "[14h30] 2025-05-05T14:30 | alerta"},
           Picture{"в 14:30 сигнал", "[14:30] 2025-05-05T14:30 | сигнал"},
           Picture{"14時30分頃、検知", "[14時30分頃] 2025-05-05T14:30 | 検知"},
           Picture{"午後2時30分 検知", "[午後2時30分] 2025-05-05T14:30 | 検知"},
           Picture{"5月4日 14:30 検知", "[5月4日 14:30] 2025-05-04T14:30 | 検知"},
           Picture{"14:30 頃 検知", "[14:30 頃] 2025-05-05T14:30 | 検知"},
           Picture{"14：30 检测", "[14：30] 2025-05-05T14:30 | 检测"},
           Picture{"下午2点半 报警", "[下午2点半] 2025-05-05T14:30 | 报警"},
           Picture{"오후 2시 30분 감지", "[오후 2시 30분] 2025-05-05T14:30 | 감지"},
           Picture{"4 de maio às 14:30 alerta", "[4 de maio às 14:30] 2025-05-04T14:30 | alerta"},
       }) {
    CAPTURE(picture.text);
    CHECK(lead(picture.text) == picture.found);
  }
}

TEST_CASE("four digits behind a day are a clock where nothing else can be meant") {
  CHECK(lead("2031-05-04 1600: disk full") == "[2031-05-04 1600] 2031-05-04T16:00 | disk full");
  CHECK(lead("2031-05-04 1600") == "[2031-05-04 1600] 2031-05-04T16:00 | ");
  CHECK(lead("2031-05-04 0905 hrs disk full") == "[2031-05-04 0905 hrs] 2031-05-04T09:05 | disk full");
  CHECK(lead("2031-05-04 1600 users wait") == "[2031-05-04] 2031-05-04 | 1600 users wait");
  CHECK(lead("2031-05-04 〜 2031-05-05: disk full") ==
        "[2031-05-04 〜 2031-05-05] 2031-05-04 .. 2031-05-05 | disk full");
  CHECK(lead("2031-05-04 1670: disk full") == "[2031-05-04] 2031-05-04 | 1670: disk full");
}

TEST_CASE("emphasis that begins behind the time belongs to the words") {
  CHECK(lead("**12:30** *sync* fails") == "[12:30] 2025-05-05T12:30 | *sync* fails");
  CHECK(lead("12:30 **sync** fails") == "[12:30] 2025-05-05T12:30 | **sync** fails");
  CHECK(lead("**12:30 **sync fails") == "[12:30] 2025-05-05T12:30 | sync fails");
}

TEST_CASE("ranges have an end, past midnight on the next day") {
  for (const Picture& picture : {
           Picture{"10:05 - 10:20 page", "[10:05 - 10:20] 2025-05-05T10:05 .. 2025-05-05T10:20 | page"},
           Picture{"14:00〜14:20 復旧", "[14:00〜14:20] 2025-05-05T14:00 .. 2025-05-05T14:20 | 復旧"},
           Picture{"10:05–10:20 UTC: page",
                   "[10:05–10:20 UTC] 2025-05-05T10:05Z .. 2025-05-05T10:20Z | page"},
           Picture{"23:50 to 00:10 page", "[23:50 to 00:10] 2025-05-05T23:50 .. 2025-05-06T00:10 | page"},
           Picture{"2025-05-04 23:50 - 2025-05-05 00:10 x",
                   "[2025-05-04 23:50 - 2025-05-05 00:10] 2025-05-04T23:50 .. 2025-05-05T00:10 | x"},
           Picture{"April 26-30: tests", "[April 26-30] 2025-04-26 .. 2025-04-30 | tests"},
           Picture{"2025-05-04 – 2025-05-06: tests",
                   "[2025-05-04 – 2025-05-06] 2025-05-04 .. 2025-05-06 | tests"},
           Picture{"24:00 end", "[24:00] 2025-05-06T00:00 | end"},
       }) {
    CAPTURE(picture.text);
    CHECK(lead(picture.text) == picture.found);
  }
}

TEST_CASE("times that no calendar knows are kept as written") {
  for (const Picture& picture : {
           Picture{"T+5m first page", "[T+5m]  | first page"},
           Picture{"T+00:05 first page", "[T+00:05]  | first page"},
           Picture{"T-10 min: deploy", "[T-10 min]  | deploy"},
           Picture{"T0 deploy", "[T0]  | deploy"},
           Picture{"+5 min first page", "[+5 min]  | first page"},
           Picture{"Day 1: first page", "[Day 1]  | first page"},
           Picture{"**Week 2-3** - rollout", "[Week 2-3]  | rollout"},
           Picture{"Tag 2: Ausfall", "[Tag 2]  | Ausfall"},
           Picture{"1日目 検知", "[1日目]  | 検知"},
           Picture{"5 minutes later, page", "[5 minutes later]  | page"},
       }) {
    CAPTURE(picture.text);
    CHECK(lead(picture.text) == picture.found);
  }
}

TEST_CASE("a clock alone has no start while no day is known") {
  CHECK(lead("08:12 page", std::nullopt) == "[08:12]  | page");
  CHECK(lead("Oct 31 21:33 page", std::nullopt) == "[Oct 31 21:33]  | page");
  CHECK(lead("2025-05-04 08:12 page", std::nullopt) == "[2025-05-04 08:12] 2025-05-04T08:12 | page");
}

TEST_CASE("what does not begin with a time has none") {
  for (const std::string_view text : {"disk full at 08:12",
                                      "3/4 of users",
                                      "10.0.0.1 failed",
                                      "1.2.3 was released",
                                      "#123 was opened",
                                      "5 nodes failed",
                                      "99% lost",
                                      "24h of data",

                                      "8a",
                                      "10:5",
                                      "25:00",
                                      "12:60",
                                      "16:9 screens",
                                      "127.0.0.1:8080",
                                      "2025 was bad",
                                      "1. first",
                                      "T-shirt",
                                      "+5 hosts",
                                      "Day one",
                                      "Sat down",
                                      "Monday",
                                      "May we",
                                      "10:05:99",
                                      "2025-05-04-disk.md",
                                      "2025-05-04.md",
                                      "12:30%",
                                      "",
                                      "**",
                                      "~~done~~",
                                      "v1.2",
                                      "404 errors",
                                      "5 minutes of pain",
                                      "14時間停止",
                                      "Phase 1: x",
                                      "P1 page",
                                      "T1 page"}) {
    CAPTURE(text);
    CHECK(lead(text) == "none");
  }
}

TEST_CASE("a cell of times may be briefer") {
  for (const Picture& picture : {
           Picture{"04-12 13:05", "[04-12 13:05] 2025-04-12T13:05 | "},
           Picture{"04-12 13:05 頃", "[04-12 13:05 頃] 2025-04-12T13:05 | "},
           Picture{"04-12", "[04-12] 2025-04-12 | "},
           Picture{"10/31", "[10/31] 2025-10-31 | "},
           Picture{"02.07.", "[02.07.] 2025-07-02 | "},
           Picture{"2024-03-13 14:??", "[2024-03-13 14:??] 2024-03-13 | "},
           Picture{"2026-04-12 12:40 頃", "[2026-04-12 12:40 頃] 2026-04-12T12:40 | "},
           Picture{"2026-04-12 12:40 JST 頃", "[2026-04-12 12:40 JST 頃] 2026-04-12T12:40+09:00 | "},
           Picture{"2026-04-12 午前", "[2026-04-12 午前] 2026-04-12 | "},
           Picture{"2026-04-12 昼頃", "[2026-04-12 昼頃] 2026-04-12 | "},
           Picture{"2026-04-12 以降", "[2026-04-12 以降] 2026-04-12 | "},
           Picture{"2026-04-12 (first sign)", "[2026-04-12] 2026-04-12 | (first sign)"},
           Picture{"2026-04-12 09:00（UTC 00:00）", "[2026-04-12 09:00] 2026-04-12T09:00 | （UTC 00:00）"},
           Picture{"**2026-04-12 09:00:30**", "[2026-04-12 09:00:30] 2026-04-12T09:00:30 | "},
           Picture{"2017-05-09 10:45a", "[2017-05-09 10:45a] 2017-05-09T10:45 | "},
           Picture{"2025-05-04 14.43 UTC", "[2025-05-04 14.43 UTC] 2025-05-04T14:43Z | "},
           Picture{"06-10-2025", "[06-10-2025] 2025-06-10 | "},
           Picture{"12 (of 15)", "none"},
           Picture{"継続的", "none"},
           Picture{"HH:MM", "none"},
           Picture{"1.5", "none"},
       }) {
    CAPTURE(picture.text);
    CHECK(cell(picture.text) == picture.found);
  }
}

TEST_CASE("a date cell and a time cell make one time") {
  const auto time = joined_time("Oct 31", "21:33 UTC", {Date{2021, 11, 2}, DateOrder::month_first});
  REQUIRE(time);
  CHECK(time->start == "2021-10-31T21:33Z");
  CHECK(time->has_day);
  CHECK(joined_time("2025-05-04", "", {})->start == "2025-05-04");
  CHECK(joined_time("", "21:33", {kNear, DateOrder::month_first})->start == "2025-05-05T21:33");
  CHECK_FALSE(joined_time("", "later", {}));
}

}  // namespace
}  // namespace hindcast::document
