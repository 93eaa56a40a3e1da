// The answers of a release record, held against what the gate asks.
#pragma once

#include <string>
#include <vector>

#include "app/check_settings.h"
#include "app/gate.h"
#include "base/result.h"
#include "gate/record.h"

namespace hindcast::app {

struct ReleaseAnswers {
  std::string path;  // as it was named
  std::string key;   // from the root; the absolute path where it lies elsewhere
  gate::ReadRecord read;
};
// `invalid` for a file that is no release record, or one with errors: the message has a line for each.
Result<ReleaseAnswers> read_answers(const std::string& path, const std::string& root);

// A record's own word of what the release changes, taken where no option says it.
struct ToldChange {
  ChangeWish by_commits;  // from its base on; is_nothing() where it has none
  std::string narrowed;   // "--services till --phase rollout": what the record alone says beside; mostly ""
};
// What a record was made for, where `wish` says nothing of the change. The commit is never the record's: what
// is released is what is checked out, and the record is held against it. Nor are its documents: what is read
// is the command's or hindcast.toml's to say.
ToldChange take_change(const gate::Record&, GateWish& wish);

// Nobody but people know since when a release counts, but what lies between the newest release beside it, by
// their records, and its base would be asked of neither. "" where nothing does; else why nobody can decide.
std::string gap_before(const gate::Record&, const std::string& record_path);

// A record must not say by itself which questions it is spared. Why nobody can decide, when they are fewer by
// its word than by its commits, or it has none; "" where that is no matter.
std::string left_out_by(const ToldChange&, const AskedSources&, const std::vector<gate::Question>& asked,
                        const Configuration&);

// Why nobody can decide, where an open record has questions that stop the release by its own verdicts and
// that nothing asks of the change as it is told: whoever tells less must not lose them silently. Says what to
// give;
// "" for none. `update` is the command that brings the record up to date.
std::string unasked_by(const gate::Record&, const std::vector<gate::Question>& asked, const gate::Rules&,
                       const std::string& update);

// Of all questions that it holds.
std::vector<std::string> ids_of(const gate::Record&);

// The files and folders that hindcast.toml says the gate reads; none where it says nothing.
std::vector<std::string> documents_of(const Configuration&);

// As a shell takes it for one word.
std::string shell_word(std::string_view);

// Gives each question the record's answer: of the same id and the same words. Questions that somebody wrote
// into the record by hand are asked too. How many answers are for nothing that is asked.
std::size_t give_answers(const ReleaseAnswers&, std::vector<gate::Question>&);

// What of the questions the record does not know yet, and whether it is for another commit than the report's.
void hold_against_record(const ReleaseAnswers&, const GateWish& asked_for, GateReport&);

// Do two commits, named in full, differ in nothing but release records? What was another document or is one
// now is none, nor is a link.
bool differ_in_records_only(const std::string& folder, const std::string& from, const std::string& to);

// The commits that answers are for and that differ from `commit` in nothing but release records, in the
// repository of the current folder.
std::vector<std::string> commits_but_for_records(const gate::Record&, const std::string& commit);

}  // namespace hindcast::app
