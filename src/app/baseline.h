// A baseline: the findings that were there when a team began, so that only new
// ones count. A text file, a line a finding, made to be merged and reviewed.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "diag/diagnostic.h"

namespace hindcast::app {

// What findings of one document are known by, in their order, each sixteen hex digits: rule, the document's
// slug, the heading above, the text of the line and what the message quotes. Where the line stands, white
// space, case and markup make no difference, so text may be moved and everything else renamed. Equal findings
// are counted. `headings` is the text of the heading above each.
std::vector<std::string> fingerprints(std::string_view slug, std::string_view text,
                                      std::span<const diag::Diagnostic> findings,
                                      std::span<const std::string_view> headings);

class Baseline {
 public:
  bool holds(std::string_view fingerprint) const;
  std::size_t size() const { return fingerprints_.size(); }

 private:
  friend Result<Baseline> parse_baseline(std::string_view);
  std::vector<std::string> fingerprints_;  // sorted
};

// The error names the line that is none. Blank lines and those that begin with # say nothing.
Result<Baseline> parse_baseline(std::string_view text);
Result<Baseline> read_baseline(const std::string& path);

struct BaselineLine {
  std::string fingerprint, rule, path;
};
// Sorted by path and rule, with a line that says what the file is: two branches that add to it merge.
std::string baseline_text(std::vector<BaselineLine>);

}  // namespace hindcast::app
