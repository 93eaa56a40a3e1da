// The release record: a Markdown document that says what a release was asked and what answered it. People
// edit it in their forge or by `hindcast release`; both are the same, and its history is the audit.
//
//   ---
//   hindcast-record: 1
//   kind: release
//   date: 2024-03-18
//   state: open
//   commit: 4be1…
//   ---
//
//   # Release: storefront 53
//
//   ## Questions
//
//   ### `x7k2p` Every new query has the index that it needs
//
//   - **From:** [Orders missing](../postmortems/orders.md#L41) of 2023-09-08, check orders#x7k2p: "Does
//   every…" (path db/64.sql)
//   - **Blocks:** yes
//   - **Verdict:** pass, attested
//   - **Answer:** attested
//   - **By:** Ada Stone
//   - **When:** 2024-03-17
//   - **Evidence:** https://ci.example/run/12
//
// A question is a heading that begins with an id in ticks; what it says are the bullets of the lists right
// under that heading, up to the next one. Quotes, fences, comments, bullets within bullets and all other text
// say nothing to the gate and stay as they are. Words of documents are written so that they are one line of
// plain text wherever the record is read: no document can answer its own question.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/edit.h"
#include "base/result.h"
#include "base/text.h"
#include "base/time.h"
#include "gate/question.h"

namespace hindcast::gate {

enum class RecordState : std::uint8_t { open, released, stopped };
std::string_view word(RecordState);  // "open", "released", "stopped"
std::optional<RecordState> record_state(std::string_view word);

struct Record {
  std::string title;  // "storefront 53"
  std::optional<Date> date;
  RecordState state = RecordState::open;
  std::string commit, base;  // in full; "" where nobody said
  std::string policy;        // "sha256:…" of what decided which verdicts block
  std::string tool;          // "Hindcast 0.5.0"
  std::string level;         // the least isolation that a guard of it had
  std::string irreversible;  // why it can't be taken back, or "yes"; "" and "no": it can

  // What the questions were collected for: nothing said is everything.
  std::vector<std::string> documents;  // files and folders that were read, from the root
  std::vector<std::string> paths, services, kinds, phases;

  // Once it is released or stopped.
  std::optional<Date> decided;
  std::string decided_by;
  std::string decision;  // why, in the words of who decided
  std::string seal;      // seal_of() of the text when it was closed

  std::vector<Question> questions;  // ids are unique
  std::vector<Question> gone;       // asked once, and by no document any more; kept for the audit
};

// Does it say that it can't be taken back? Then no rollback is run.
inline bool is_irreversible(const Record& record) {
  return !record.irreversible.empty() && record.irreversible != "no" && record.irreversible != "false";
}

// One part that is not understood, or odd. Lower case, no final period.
struct RecordFinding {
  std::uint32_t line = 0;  // from 1
  std::string message;     // "`yesterday` is no day; write YYYY-MM-DD"
  bool is_error = true;    // false: it is understood as it stands, and worth a look
};

// Where the parts of a question stand: for messages.
struct QuestionPlace {
  std::uint32_t line = 0;         // of its heading
  std::uint32_t answer_line = 0;  // of "Answer"; else of its heading
  std::uint32_t verdict_line = 0;
};

// A text and what it says. A record with an error must not decide anything: what could not be read may be
// what mattered.
struct ReadRecord {
  Record record;
  std::vector<QuestionPlace> places, gone_places;  // beside record.questions and record.gone
  std::vector<RecordFinding> findings;             // in the order of the text
  bool is_record = false;                          // it says of itself that it is one
  bool is_sound() const;                           // a record without an error
};

// Reads any bytes. `path` is the file's, from the root that Origin::document counts from; links in the record
// are relative to it. Linear in the text.
ReadRecord read_record(std::string_view text, std::string_view path);

// A fresh record. Texts are made one line of valid UTF-8 (base/plain.h); reading it gives the same record but
// for that. REQUIRES: every question's id is is_question_id, none twice.
std::string write_record(const Record&, std::string_view path);

// 1 to 32 letters, digits, "-", "_" or ".": what an item's id may be.
bool is_question_id(std::string_view);

// What makes a record's text say `wanted`: only the lines of facts that differ are touched, new questions
// stand behind the others. Tried before it is returned: what the edited text says is read and compared.
// `conflict` where the text has errors, `invalid` where `wanted` cannot be said.
Result<std::vector<Edit>> record_edits(std::string_view text, std::string_view path, const Record& wanted);

// The same record as it reads once it is written: every text one line, empty answers and origins as reading
// gives them. Two records say the same when these are equal.
Record as_written(Record);
bool says_same(const Question&, const Question&);
bool says_same(const Record&, const Record&);

// "sha256:…" of the text without the value of its `seal`, with "\n" for "\r\n": git may check a file out with
// others. It shows an edit after the record was closed; it is
// no signature: whoever can write the record can write a new one, and git says who did.
std::string seal_of(std::string_view text);
// Is it the text's seal? Those that were made over the bytes as they stand count, too.
bool holds_seal(std::string_view text, std::string_view seal);

}  // namespace hindcast::gate
