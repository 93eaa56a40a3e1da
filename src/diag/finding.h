// A diagnostic at its place in a run over many documents: what answers it, what
// it is known by, and the sums of a run.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "diag/diagnostic.h"
#include "diag/place.h"

namespace hindcast::diag {

// Why a finding does not count: a comment in the document, or the baseline.
enum class Silence : std::uint8_t { none, comment, baseline };

struct Finding {
  Placed what;
  std::string fingerprint;  // sixteen hex digits, the same while the finding is: see app/baseline.h
  Silence silence = Silence::none;
  std::string reason;  // the comment's, "" where it gives none
};

struct FileFindings {
  std::string_view path;
  std::span<const Finding> findings;  // in the order of the text, the silenced ones too
};

// What a report may say of a rule.
struct RuleText {
  std::string_view name, group, summary, rationale, mend;
  Severity severity = Severity::off;  // in this run
};

struct Totals {
  std::size_t documents = 0;
  std::array<std::size_t, 4> by_severity{};  // those that count, by Severity
  std::size_t suppressed = 0, baselined = 0;
  std::size_t fixable = 0;                                    // that count and have a safe fix
  std::vector<std::pair<std::string, std::string>> troubles;  // path and message of what could not be done
};

// Adds what counts in `file` to `totals`, and the file itself.
void count(const FileFindings& file, Totals& totals);

}  // namespace hindcast::diag
