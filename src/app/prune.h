// The verb `gate prune`: which questions cost releases time and gave nothing, by the release records among
// the documents. It proposes, and changes nothing.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "app/app.h"
#include "base/result.h"
#include "gate/tally.h"

namespace hindcast::app {

struct Configuration;

struct PruneWish {
  std::vector<std::string> paths;  // of documents and records; none: the current folder
  gate::RetireRules rules;
  ReadOptions read;
};

struct Proposal {
  gate::Tally tally;
  std::vector<gate::Retire> why;  // none: it is kept
};
struct PruneReport {
  std::string root;  // from which paths count
  gate::RetireRules rules;
  std::size_t records = 0;
  std::vector<Proposal> questions;  // that are to go first, then by how often they were asked
  std::vector<Trouble> troubles;    // a record that cannot be read counts for nothing, and is told of
  std::size_t proposed() const;
};
Result<PruneReport> prune_gate(const Configuration&, const PruneWish&);
// One object; docs/schema/prune.json.
std::string prune_json(const PruneReport&);

}  // namespace hindcast::app
