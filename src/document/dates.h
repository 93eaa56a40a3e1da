// Dates, clock times and due dates as people write them, in ten languages: English, Japanese, Portuguese,
// Chinese, French, Swedish, Korean, Russian, German and Spanish. Nothing is searched by pattern over the
// whole text: every attempt starts at a digit and looks a bounded way around it, so all of it is linear.
// Spans are relative to `text`.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/time.h"
#include "facts/facts.h"

namespace hindcast::document {

enum class DateOrder : std::uint8_t { day_first, month_first };

// What the text around a date tells about it.
struct DateContext {
  std::optional<Date> near;                // gives a date without a year its year: the nearest such day
  DateOrder order = DateOrder::day_first;  // how to read 5/4/2025; 13/4/2025 and 4/13/2025 tell themselves
};

// How this document writes numeric dates: by the first one that can be read in one way only, else by language
// (`en` is month first with slashes and dashes; dates with dots are always day first).
DateOrder date_order(std::string_view text, std::string_view language);

struct FoundDate {
  Date first, last;      // equal unless the text gives a range: "April 26-30, 2025"
  bool has_year = true;  // false: the year is from DateContext::near
  Span at;               // with its weekday in front, without a clock
  bool operator==(const FoundDate&) const = default;
};

// Every calendar date, in order, none overlapping. A date without a year is found only when `near` is known.
// Version numbers, fractions, issue numbers, addresses and section numbers are no dates.
std::vector<FoundDate> find_dates(std::string_view text, const DateContext&);
std::optional<FoundDate> first_date(std::string_view text, const DateContext&);

// When an event happened, as written and as far as it can be told.
struct EventTime {
  Span at;   // as written, without markup around it: "Oct 31 21:33", "14:00〜14:20", "~16:00 UTC"
  Span cut;  // from the start of the text to where the event's own words begin: markup, dash and colon too
  std::string
      start;  // "2025-10-31", "2025-10-31T21:33", "…T21:33Z", "…T21:33+09:00"; "" when no day is known
  std::string end;         // the same for the end of a range; "" when there is none
  bool has_day = false;    // names a day of its own
  bool has_clock = false;  // names a time of day
  bool operator==(const EventTime&) const = default;
};

// The time that leads a timeline entry: "**08:12 UTC** - alarms", "Oct 31 21:33: deploy", "T+5m first page",
// "Day 2: …". `near` is the day the entry stands under; a clock alone takes it, and "Oct 31" takes its year.
// Nothing when the text does not begin with a time: "3/4 of users", "10.0.0.1 failed", "5 nodes".
std::optional<EventTime> leading_time(std::string_view text, const DateContext&);

// The time in a table cell that is known to hold times: the same, and looser: "04-12 13:05", "13:05", "昼頃"
// with a day before it. What else the cell says ("(estimated)") stays outside `at`.
std::optional<EventTime> cell_time(std::string_view cell, const DateContext&);

// Joins the cells of a table that has a date column and a time column.
std::optional<EventTime> joined_time(std::string_view date_cell, std::string_view time_cell,
                                     const DateContext&);

// A date from the cell of a due column: absolute dates, and what due_in_text finds. `column` names the column
// in `from`: "column `Due`". A cell that is but a month or quarter of a year ("Q3 2025") gives its last day,
// one that is but a weekday the first such day after `near`. A bare duration ("1 week"), a phase or "next
// sprint" gives nothing.
std::optional<facts::DerivedDate> due_in_cell(std::string_view cell, std::string_view column,
                                              const DateContext&);

// The due date that an item's own words give: "by May 10", "due 2025-05-04", "(ETA: …)", "期限: …", "до 10
// мая", "in 30 days", "within two weeks", "by end of May", "30日以内". Relative ones count from `near`.
// `from` says how, for a person: "\"in 30 days\" after 2025-05-05". The span covers the phrase, its lead word
// included. A date that no word of owing leads ("since May 5") gives nothing.
std::optional<facts::DerivedDate> due_in_text(std::string_view text, const DateContext&);

}  // namespace hindcast::document
