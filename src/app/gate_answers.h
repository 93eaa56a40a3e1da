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

// What a record was made for, where `wish` says nothing of the change, and its documents, where it names
// none. The commit is never the record's: what is released is what is checked out, and the record is held
// against it.
void take_change(const gate::Record&, const std::string& root, GateWish& wish);

// Gives each question the record's answer: of the same id and the same words. Questions that somebody wrote
// into the record by hand are asked too. How many answers are for nothing that is asked.
std::size_t give_answers(const ReleaseAnswers&, std::vector<gate::Question>&);

// The commits that answers are for and that differ from `commit` in nothing but the record, in the repository
// of the current folder.
std::vector<std::string> commits_before_record(const ReleaseAnswers&, const std::string& commit);

}  // namespace hindcast::app
