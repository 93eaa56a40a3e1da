// A baseline: the findings that were there when a team began, so that only new
// ones count. A text file, a line a finding, made to be merged and reviewed.
#pragma once

#include <functional>
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

// A line of the file. Its fingerprint alone decides; rule and path (from the file's folder) are for people
// and for telling which lines a run could judge.
struct BaselineLine {
  std::string fingerprint, rule, path;
};

class Baseline {
 public:
  bool holds(std::string_view fingerprint) const;
  std::size_t size() const { return lines_.size(); }

 private:
  friend Result<Baseline> parse_baseline(std::string_view);
  friend struct BaselineReview review(const Baseline&, std::vector<std::string>, const struct RunScope&);
  std::vector<BaselineLine> lines_;  // by fingerprint
};

// The error names the line that is none. Blank lines and those that begin with # say nothing.
Result<Baseline> parse_baseline(std::string_view text);
Result<Baseline> read_baseline(const std::string& path);

// A document's path as a baseline in `folder` (absolute) writes it.
std::string baseline_path_of(const std::string& folder, const std::string& path);

// What a run looked at; paths as baseline_path_of gives them.
struct RunScope {
  std::vector<std::string> documents;            // sorted
  std::vector<std::string> folders;              // that were looked through whole; "" is the baseline's own
  std::function<bool(const BaselineLine&)> ran;  // did the line's rule run over its document?
};

// What the findings of a run mean for the baseline's lines: those it could not judge, because it did not look
// at the document or the rule, and how many match nothing any more.
struct BaselineReview {
  std::vector<BaselineLine> unjudged;
  std::size_t stale = 0;
};
BaselineReview review(const Baseline&, std::vector<std::string> found, const RunScope&);

// Sorted by path and rule, with a line that says what the file is: two branches that add to it merge.
std::string baseline_text(std::vector<BaselineLine>);
Status write_baseline(const std::string& path, std::vector<BaselineLine>);  // in place of what is there

}  // namespace hindcast::app
