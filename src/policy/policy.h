// What a team promised itself: by when something is done, reviewed, filled in or closed, and what comes round
// every month. Values in, verdicts out: no document, no clock, no disk. A policy keeps counting whatever a
// document says of itself, and where there is no day to count from nobody is told that it was kept.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/time.h"
#include "facts/facts.h"
#include "policy/calendar.h"

namespace hindcast::policy {

// Each list that is not empty must hold what a document or an item is; names are compared letter case aside.
struct Match {
  std::vector<facts::ItemRole> roles;  // empty: the document itself is meant
  std::vector<facts::DocumentKind> kinds;
  std::vector<std::string> severities;  // "1", "SEV1" and "critical" are the same
  std::vector<std::string> priorities;
  std::vector<std::string> services, labels;
  std::vector<std::string> texts;  // one of them is part of an item's text, or of a document's title
  bool is_empty() const;
};

enum class Must : std::uint8_t { done, reviewed, filled, closed };
enum class Start : std::uint8_t { document_date, launch_date, stated_day, created };
// `none` is once for each document; `rolling` counts from the last time.
enum class Every : std::uint8_t { none, week, month, quarter, year, rolling };
std::string_view word(Must);   // "done"
std::string_view word(Start);  // "document date"
std::string_view word(Every);  // "month"; "" for none and rolling

struct Policy {
  std::string name;
  std::string about;  // in the team's words, "" when it gave none
  Match applies;
  Must must = Must::done;
  Duration within;
  Start from = Start::document_date;
  std::optional<Match> evidence;  // what answers it; nothing: the thing's own state does
  Every every = Every::none;
  Duration rolling;           // with Every::rolling
  std::optional<Date> since;  // of what comes round: nothing is asked of earlier days
  bool is_error = false;      // how much it weighs: an error, else a warning
  std::uint32_t line = 0;     // of the file that states it, from 1
};
// "each action must be done within 30 days of the document's date".
std::string sentence(const Policy&);

// One item, as far as policies care.
struct Thing {
  facts::ItemRole role{};
  std::string id, text;
  std::uint32_t line = 0;  // from 1
  Span span;
  std::string who;  // is asked: the owner, else the team
  std::string priority;
  facts::ActionState state{};    // by its box where there is no word
  bool is_filled = false;        // a metric's value is there
  std::optional<Date> due, day;  // stated; of an event
  std::optional<Date> since;     // in which it was written, as far as anybody knows
};

struct Subject {
  std::string path, slug, title;
  Span span;  // of the title
  facts::DocumentKind kind{};
  bool is_template = false;  // nothing is asked of it
  std::string severity;
  std::vector<std::string> services, labels;
  std::optional<Date> date, launch, created;
  bool is_reviewed = false, is_closed = false;
  std::optional<Date> review;
  std::vector<Thing> things;
};

// `late`: done in the end, after its day. `unscoped`: the policy asks for a severity and the document states
// none, so that nobody knows whether it is meant.
enum class Standing : std::uint8_t { kept, late, waiting, overdue, undecidable, unscoped };
std::string_view word(Standing);

inline constexpr std::uint32_t nothing = static_cast<std::uint32_t>(-1);
struct Verdict {
  std::uint32_t policy = 0;
  std::uint32_t subject = nothing;  // nothing: what comes round is asked of nobody in particular
  std::uint32_t thing = nothing;    // nothing: the document itself
  Standing standing{};
  std::optional<Date> start, due;
  std::string why;  // "no launch date to count from", "last on 2024-01-12"; may be empty
};

// By policy, then in the order of the subjects and their things. Near linear in them, for each policy.
std::vector<Verdict> judge(std::span<const Policy>, std::span<const Subject>, const Calendar&, Date today);

// What is asked and how it stands, without the thing's own name: "must be done within 30 days of the
// document's date, 2024-02-12: that was 2024-03-13, 9 days ago".
std::string explanation(const Policy&, const Verdict&, Date today);

}  // namespace hindcast::policy
