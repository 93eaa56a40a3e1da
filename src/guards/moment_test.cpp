#include "guards/moment.h"

#include <doctest/doctest.h>

#include "guards/pattern.h"

namespace hindcast::guards {
namespace {

std::string iso(std::string_view text) {
  const auto found = moment(text);
  return found ? to_iso_time(*found) : "";
}

TEST_CASE("moments are read as machines write them") {
  for (const char* text :
       {"2030-03-10T08:30:00Z", "2030-03-10 08:30:00 UTC", "2030-03-10T09:30+01:00",
        "2030-03-10T03:00:00-0530", "2030-03-10T08:30:00.000000Z", "Sun, 10 Mar 2030 08:30:00 GMT",
        "1899361800", "1899361800.25", "1899361800000", "1899361800000000", "1899361800000000000"}) {
    CAPTURE(text);
    CHECK(iso(text) == "2030-03-10T08:30:00Z");
  }
}

TEST_CASE("what says not when it was is no moment") {
  for (const char* text :
       {"", "2030-03-10", "2030-03-10T08:30:00", "2030-02-30T08:30:00Z", "2030-03-10T25:30:00Z", "08:30",
        "42", "-1899361800", "1899361800x", "yesterday", "Sun, 10 Foo 2030 08:30:00 GMT",
        "2030-03-10T08:30:00.Z", "2030-03-10T08:30:00+1", "99999999999999999999999"}) {
    CAPTURE(text);
    CHECK(iso(text).empty());
  }
}

TEST_CASE("durations are read and told") {
  CHECK(duration_ms("90 s") == 90'000);
  CHECK(duration_ms("2min") == 120'000);
  CHECK(duration_ms("7 days") == 7 * 86'400'000LL);
  CHECK(!duration_ms("90"));
  CHECK(!duration_ms("-1 s"));
  CHECK(!duration_ms("soon"));
  CHECK(duration_words(0) == "0 ms");
  CHECK(duration_words(70) == "70 ms");
  CHECK(duration_words(1'500) == "1 s");
  CHECK(duration_words(90'000) == "1 min 30 s");
  CHECK(duration_words(3'600'000) == "1 h");
  CHECK(duration_words(-2 * 86'400'000LL - 5 * 3'600'000) == "2 d 5 h");
  CHECK(duration_words(INT64_MIN) == "106751991167 d 7 h");
}

TEST_CASE("a regular expression finds and takes out") {
  CHECK(*is_found("^ok$", "ok"));
  CHECK(!*is_found("^ok$", "not ok"));
  CHECK(**found_part("id=(\\d+)", "a id=42 b") == "42");
  CHECK(**found_part("\\d+", "a 42") == "42");
  CHECK(!found_part("\\d+", "none")->has_value());
  CHECK(is_found("(", "x").error().message.starts_with("is no regular expression: "));
  CHECK(!is_found("(?:(?:a{1000}){1000}){1000}", "x").ok());
  CHECK(!*is_found("(a*)*(a*)*b", std::string(100'000, 'a')));
}

}  // namespace
}  // namespace hindcast::guards
