// What a release is asked, and what answers it: plain values that the gate decides on.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "facts/facts.h"
#include "facts/verdict.h"

namespace hindcast::gate {

// One place in which the question was written.
struct Origin {
  std::string document;  // path from the root
  std::string slug, title;
  std::optional<Date> date;  // of the incident
  std::string item;          // "outage#x7k2p"
  std::uint32_t line = 0;    // from 1
  facts::ItemRole role{};    // check, action or improvement
  bool is_done = false;      // an action or improvement that is done, and that a guard holds
  std::string sentence;      // its words, to be quoted
  std::string why;           // why it applies: "path db/0064_orders.sql", "service checkout"
};

// What a guard did. `definition` is the content hash that was approved.
struct GuardResult {
  std::string guard;
  facts::Verdict verdict = facts::Verdict::missing;
  std::string summary;  // one line
  // "env/staging.env:12: PRICE_FEED_URL is stale", worst first, capped; one that weighs less or more than
  // `verdict` says so first: "warn: env/staging.env:14: PRICE_UNIT is undeclared".
  std::vector<std::string> findings;
  std::string level;  // isolation that was reached: "built-in", "process", "namespaces"
  std::string definition, output_digest;
  bool may_block = false;  // it earned the right, or was given it by a named person
  std::int64_t started_ms = 0, lasted_ms = 0;
};

enum class AnswerKind : std::uint8_t { none, guard, attested, not_applicable, waived };
std::string_view word(AnswerKind);  // "", "guard", "attested", "not applicable", "waived"

// A person's recorded word. Which fields count is the kind's matter.
struct Answer {
  AnswerKind kind = AnswerKind::none;
  std::string who;            // attested, not applicable: by whom; waived: who asked for it
  std::string approver;       // waived
  std::string evidence;       // attested: a link or a text
  std::string reason;         // not applicable, waived
  std::string commit;         // attested: for which
  std::optional<Date> when;   // the day on which it was said
  std::optional<Date> until;  // waived: the last day on which it holds
  std::string guard;          // guard: which
};

struct Question {
  std::string id;  // five letters, from the merged text; stays the same while the text does
  std::string text;
  std::vector<Origin> origins;      // the newest first; at least one
  std::vector<std::string> guards;  // bound to it, by id in hindcast.toml or by name in a document
  bool is_blocking = true;          // false: it is told, and never stops a release
  bool is_done = false;             // all of its origins are: its guards answer, and nobody else is asked
  Answer answer;
  std::vector<GuardResult> results;                  // of its guards, as far as they ran
  facts::Verdict verdict = facts::Verdict::missing;  // what all of that comes to
  std::string why;  // in words: "the waiver ended on 2026-01-31", "attested for another commit"
};

// Whether one of its guards says that the lesson does not hold, and nobody waived that: also where the guard
// may not block yet.
bool has_caught(const Question&);

// What its guards found that is not as it should be, a line each with its verdict: "fail:
// env/staging.env:12: PRICE_FEED_URL is stale"; of several guards each is named. At most `most` lines, the
// last of which says how many more there are.
std::vector<std::string> findings_of(const Question&, std::size_t most);

// `order` names each place once: what stood in order[i] is in i afterwards. Sorting places and then moving
// each question once costs far less than sorting the questions, which are big.
void put_in_order(std::vector<Question>&, std::vector<std::size_t> order);

}  // namespace hindcast::gate
