// Times that words count or name: "in 30 days", "end of May", "Q2", "Friday", each at one place of a text.
// What makes a due date of them is said in due.cpp.
#pragma once

#include <array>
#include <cstddef>
#include <initializer_list>
#include <optional>
#include <string_view>

#include "base/text.h"
#include "base/time.h"

namespace hindcast::document::periods {

// A day that a phrase names, and the phrase.
struct Phrase {
  Date date;
  Span at;
  bool is_counted = false;  // from the document's date
  bool is_amount = false;   // "in 30 days": a number of units
  bool is_hours = false;    // counted in hours
};

// The words that count: "in", "within", … Folded; longer ones first.
inline constexpr auto counted_leads = std::to_array<std::string_view>({"within the next",
                                                                       "in the next",
                                                                       "over the next",
                                                                       "no later than",
                                                                       "within",
                                                                       "in",
                                                                       "innerhalb von",
                                                                       "innerhalb",
                                                                       "binnen",
                                                                       "inom",
                                                                       "om",
                                                                       "dans les",
                                                                       "dans",
                                                                       "sous",
                                                                       "d'ici",
                                                                       "d’ici",
                                                                       "en",
                                                                       "dentro de",
                                                                       "em até",
                                                                       "em",
                                                                       "через",
                                                                       "в течение",
                                                                       "due in"});

// "in 30 days", "within two weeks", "innerhalb von 2 Wochen", "через 30 дней" at `at`. What is counted from
// something else ("within a day of the outage") is none, nor what is no time to come ("in 30 days of data").
std::optional<Phrase> counted_at(std::string_view text, std::size_t at, Date near);
// "30日以内", "两周内", "2주 이내", "30日後まで": the amount first.
std::optional<Phrase> eastern_counted_at(std::string_view text, std::size_t at, Date near);
// The day that a named period ends: "May 2026", "Q2", "month", "next week", "年末".
std::optional<Phrase> period_at(std::string_view text, std::size_t at, Date near);
// "end of May", "Ende Mai", "fin de mayo", "EOM", "月末", "5月末".
std::optional<Phrase> end_of_period_at(std::string_view text, std::size_t at, Date near);
// "Friday", "next Friday": the first such day after `near`.
std::optional<Phrase> weekday_at(std::string_view text, std::size_t at, Date near);

// The end of the first of `words` (folded) that stands at `at`, else `at`.
std::size_t after_any(std::string_view text, std::size_t at, std::initializer_list<std::string_view> words);

}  // namespace hindcast::document::periods
