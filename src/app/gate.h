// The verb `gate`: may this release go out, by what past incidents taught about what it touches? gate/plan.h
// says what is asked and gate/decide.h what answers are worth; here documents are read, git is asked what has
// changed, and guards are run.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "app/check_settings.h"
#include "app/gate_advice.h"
#include "app/gate_history.h"
#include "app/gate_remarks.h"
#include "app/guarding.h"
#include "base/result.h"
#include "base/time.h"
#include "disk/git.h"
#include "gate/decide.h"
#include "gate/plan.h"
#include "gate/scope.h"

namespace hindcast::app {

// What a release is about, as people say it. Nothing said: everything is asked.
struct ChangeWish {
  std::string diff;                                  // "BASE..HEAD", or "BASE" for BASE..HEAD's newest commit
  std::optional<std::vector<std::string>> paths;     // from the root of the repository of the current folder
  std::optional<std::vector<std::string>> services;  // names of services, or of teams for theirs
  std::optional<std::vector<std::string>> kinds;
  std::vector<std::string> phases;
  std::string commit;  // that is released; "": the head of `diff`, else the one that is checked out
  bool is_nothing() const { return diff.empty() && !paths && !services && !kinds && phases.empty(); }
};

// What git and hindcast.toml know of it.
struct KnownChange {
  gate::ChangeFacts facts;
  std::string commit, base;                  // in full; "" where nobody knows
  std::optional<disk::Comparison> compared;  // of `diff`
};
// `invalid` for revisions that git does not know.
Result<KnownChange> known_change(const ChangeWish&, const Configuration&);

// What the documents beneath some paths ask of releases.
struct AskedSources {
  std::string root;  // from which paths in questions count: the archive's, or the repository's
  std::vector<gate::Source> sources;
  std::string remembered;            // in which texts of the sources lie
  std::vector<std::string> records;  // release records among them, or what says it is one
  std::size_t documents = 0;         // that were read
  std::size_t lessons = 0;  // of these, documents that teach: no release records, templates or other texts
  std::vector<Trouble> troubles;
};
AskedSources read_sources(const std::vector<std::string>& paths, const Configuration&, const ReadOptions&);

// As hindcast.toml says. The paths of questions are from the root. `astray` may be nullptr.
gate::Plan plan_gate(const AskedSources&, const gate::Change&, const Configuration&,
                     bool wants_elsewhere = false, const gate::Astray* astray = nullptr);

struct GateWish {
  std::vector<std::string> paths;  // of documents; none: those of hindcast.toml, else the current folder
  ChangeWish change;
  // The release record with the answers; "" for none. It tells the change too, where nothing is said of that;
  // where it says less than its commits, nothing is decided.
  std::string release;
  bool runs_guards = true;
  std::optional<gate::Mode> mode;  // nothing: hindcast.toml's
  bool wants_elsewhere = false;    // what does not apply is listed too
  Date today;
  ReadOptions read;
  GuardOptions guards;  // commit and base are taken from the change
};

enum class GateOutcome { go, no_go, undecided };
std::string_view word(GateOutcome);  // "go", "no-go", "undecided"

struct GateReport {
  std::string root;
  KnownChange change;
  std::vector<std::string> services;  // that it touches
  std::string diff, release;          // as they were said
  gate::Rules rules;
  std::vector<gate::Question> questions;  // judged; what blocks first
  gate::Decision decision;
  std::vector<gate::Question> untold, elsewhere;
  std::size_t asked_items = 0, untold_items = 0, elsewhere_items = 0;
  std::vector<gate::Tally> history;  // of earlier releases' questions, by id
  std::vector<Advice> advice;        // where half of all items and more are untold: how to have them asked
  std::vector<Remark> remarks;       // of what might be missed
  std::size_t documents = 0;
  std::size_t unused_answers = 0;  // of the release record: for what is not asked (any more)
  // The command that brings an open record up to date, and what it is not up to date for; beside a closed one
  // that which begins another.
  std::string bring_up_to_date;
  bool is_record_closed = false;
  bool is_record_of_other_commit = false;
  std::vector<std::string> not_in_record;  // ids of questions
  std::vector<std::string> guards_run;
  std::vector<std::string> undecided;  // why nothing could be decided, a sentence each; mostly nothing
  std::vector<Trouble> troubles;
  GateOutcome outcome() const;
};

// Never an error for what a document says: what can't be read is a trouble, and the gate is undecided.
GateReport run_gate(const Configuration&, const GateWish&);

// How a question is answered: the command line that a shell takes as it stands, but for the words in
// capitals.
std::string answer_command(const gate::Question&, const GateReport&);

// How a guard that found something, and may not block yet, gets that right; "" where there is none.
std::string promote_command(const gate::Question&);

// "35 questions from 9 documents: 8 from docs/a.md, 7 from docs/b.md, 20 from 7 others"; of those that did
// not pass. "" where there are few.
std::string gate_origins_sentence(const GateReport&);
// How a policy would ask less; "" where little is asked.
std::string gate_fewer_sentence(const GateReport&);
// So many questions without a pass are read one by one; more are shown by their documents.
inline constexpr std::size_t gate_few_questions = 12;
bool is_by_document(const GateReport&);

// One object; docs/schema/gate.json is its schema.
std::string gate_json(const GateReport&);

}  // namespace hindcast::app
