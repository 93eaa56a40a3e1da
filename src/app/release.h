// The verbs of `hindcast release`: what a release was asked and what answered it, kept in a release record
// (gate/record.h). Planning writes nothing.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/check_settings.h"
#include "app/gate.h"
#include "base/result.h"
#include "base/time.h"
#include "gate/decide.h"
#include "gate/record.h"

namespace hindcast::app {

// A record's file as it was read.
struct ReleaseFile {
  std::string path;  // as the user named it
  std::string root;  // from which documents in it count
  std::string key;   // its own path from there; the absolute one where it lies elsewhere
  std::string text;
  gate::ReadRecord read;
  // Its first error as "FILE:LINE: message"; "" where it has none.
  std::string first_error() const;
};
// `invalid` for a file that is no release record. One with errors is read.
Result<ReleaseFile> open_release(const std::string& path, const Configuration&);

// A file stands for itself, a folder for the release records beneath it, sorted: all that open_release()
// takes, those that mean to be one and cannot be understood, and folders that may not be read.
std::vector<std::string> release_files(const std::string& path);

// Brings a write of that file that was cut short to an end, as whoever changes it does before reading. What
// was put right comes back, mostly nothing; `not_found` where there is no such file.
Result<std::vector<std::string>> recover_release(const std::string& path);

// What a record's file would hold.
struct ReleaseChange {
  std::string path;
  std::string before, after;
  bool is_new = false;            // there is no such file yet
  std::vector<std::string> done;  // a line for each thing that changes, for people
  bool is_nothing() const { return !is_new && before == after; }
};
// Writes it as src/disk/write.h says: whole or not at all, and `conflict` when the file has changed since it
// was read. Folders that a new one lacks are made. What comes back are notes for the user, mostly none.
Result<std::vector<std::string>> apply_release(const ReleaseChange&);
std::string release_diff(const ReleaseChange&);

// How the record of a gate's report begins, or what becomes of the one that is there: questions that came are
// added, those that nobody asks any more are marked, answers stay as they are, verdicts are told anew.
struct NewRelease {
  std::string path;
  std::string title;  // "": of a new one the commit's beginning; else as it is
  Date today;
  std::string tool;
};
// `invalid` for a folder, and for a new file whose name is no Markdown document's: nobody would find it
// again.
Status may_be_record_path(const std::string& path);
// The record as a gate with these rules would keep it. `conflict` for a record that is closed or has errors.
Result<ReleaseChange> plan_release(const GateReport&, const GateWish&, const NewRelease&,
                                   const Configuration&);

// How hindcast.toml tells verdicts to be judged, for the commit of a record.
gate::Rules rules_of(const gate::Record&, const Configuration&, Date today);
// "sha256:…" of hindcast.toml; "" where there is none.
Result<std::string> policy_hash(const Configuration&);

// One answer to each of these questions, which are named by their ids, or by that of an item behind one as
// "2024-01-22-outage#x7k2p", "outage#x7k2p" or "#x7k2p" where one question alone has it. `invalid` for an
// answer that counts for nothing, with what it lacks: nothing is planned then.
Result<ReleaseChange> plan_answer(const ReleaseFile&, const std::vector<std::string>& questions,
                                  const gate::Answer&, const gate::Rules&);

// user.name of git in the current folder; "" where nobody set one.
std::string git_user_name();
// "Ada Stone <ada@example.org>": the same and user.email, as far as they are set.
std::string git_user();

struct Closing {
  gate::RecordState state = gate::RecordState::released;  // or stopped
  std::string by, why;
};
// Judges every answer once more and seals the record. `denied` when it shall be released and something
// blocks; each line of the message but the first is one of them.
Result<ReleaseChange> plan_closing(const ReleaseFile&, const Closing&, const gate::Rules&);

// What a record does not keep of what it says.
struct ReleaseFinding {
  enum class Weight : std::uint8_t { problem, unknown, note };
  Weight weight{};
  std::uint32_t line = 0;
  std::string message;  // lower case, no final period
};
struct ReleaseCheck {
  std::vector<ReleaseFinding> findings;  // by line
  std::size_t questions = 0, sentences = 0;
  bool holds() const;  // no problem, and nothing that could not be told
  bool has_problem() const;
};
// A record asked again: by the change and the documents of `wish`, where it names some; else by the record's
// commits and what hindcast.toml says. Guards are run where `wish` wants it and they would look at the
// record's commit.
struct AskedAgain {
  GateReport report;
  std::string narrowed;     // what the record alone says of its change, as options; mostly ""
  bool has_base = false;    // then that was left aside, and its commits were asked
  std::string gap;          // why its base is not to be believed; mostly ""
  std::string why_not_run;  // why guards were not run; "" where they were
};
AskedAgain ask_again(const ReleaseFile&, const Configuration&, GateWish);

// Why guards that look at what is checked out don't look at this commit, uncommitted changes included: ""
// where they do, but for release records. `record` is the path of one.
std::string why_not_commit(const std::string& root, const std::string& record, const std::string& commit);

// Recomputes what can be recomputed: the questions and what guards say, by `now`; quoted sentences, by the
// documents as they are and as they were at the record's commit; verdicts, by the answers; the policy, the
// commits, the seal. What guards found and could not be asked again is unknown, and so is a change that the
// record alone tells; with `trusts_seal` a closed record is believed these two.
ReleaseCheck verify_release(const ReleaseFile&, const AskedAgain& now, const gate::Rules&,
                            const Configuration&, const ReadOptions&, bool trusts_seal = false);

// The file with the verdicts that its answers come to now.
ReleaseFile with_verdicts(ReleaseFile, const gate::Rules&);

// The commit that a revision of the current folder's repository names, in full.
Result<std::string> full_commit(const std::string& revision);

// The change that a record was made for, as a gate asks for it.
ChangeWish change_of(const gate::Record&);

// One object; docs/schema/release.json is its schema.
std::string release_json(const ReleaseFile&, const gate::Rules&);
// An in-toto Statement v1 about the commit and the record's file, with a test-result predicate v0.1.
std::string release_in_toto(const ReleaseFile&, const gate::Rules&);

}  // namespace hindcast::app
