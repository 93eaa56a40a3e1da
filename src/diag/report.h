// The machine formats of findings. A report is fed file by file, in order, and
// gives back text: nothing is kept but counts, so memory is flat.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "diag/finding.h"

namespace hindcast::diag {

enum class Format : std::uint8_t { json, jsonl, sarif, junit, github, gitlab, markdown };
std::string_view word(Format);
std::optional<Format> format(std::string_view word);

// One run's text in one format is begin() + file() of every file + end(). Files without a finding
// are given too.
class Report {
 public:
  virtual ~Report() = default;
  virtual std::string begin() { return {}; }
  virtual std::string file(const FileFindings&) = 0;
  virtual std::string end(const Totals&) { return {}; }
};

// `rules` and `version` are borrowed. JSON, JSON Lines, GitHub and GitLab hold what counts; SARIF and JUnit
// keep the silenced findings and mark them; Markdown counts them.
std::unique_ptr<Report> make_report(Format, std::span<const RuleText> rules, std::string_view version);

// The members of a finding's JSON object, {rule,severity,file,line,column,end_line,end_column,message,fix}.
void append_finding_json(std::string_view path, const Finding&, std::string& out);

}  // namespace hindcast::diag
