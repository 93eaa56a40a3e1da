// Comments with which a writer answers a finding inside the document:
//
//   <!-- hindcast-disable-next-line rule-name: reason (until 2026-12-31) -->
//
// likewise -line, -file, and hindcast-disable … hindcast-enable. No name stands for every rule.
// A comment can only silence: a rule that the settings turn off stays off.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "diag/diagnostic.h"
#include "lint/lint.h"

namespace hindcast::lint {

// The findings of a document with those about its comments among them, sorted as check() sorts.
struct Sifted {
  std::vector<diag::Diagnostic> findings;
  // One for each finding: the reason that silences it ("" where the comment gives none); nothing where
  // it counts.
  std::vector<std::optional<std::string>> reasons;
};

// Silences what comments of the document name and reports the comments that are unused, unknown or without a
// reason, as far as the rules suppression-* are on. Where suppression-forbidden is on, no comment has any
// effect. Without `today` nothing expires: the same text gives the same answer tomorrow.
Sifted sift(const Subject&, const Settings&, std::vector<diag::Diagnostic> findings,
            std::optional<Date> today = {});

// One comment as it was understood; for tests and for editors.
struct Suppression {
  enum class Scope : std::uint8_t { line, next_line, file, disable, enable, unknown };
  Scope scope = Scope::unknown;
  Span at;                              // the whole comment
  std::vector<std::string_view> rules;  // as written; empty: every rule
  std::string_view reason;
  std::string_view until;  // as written: a date, or what should have been one; "" where none is given
};

// Every such comment outside code, in document order. Linear in the text.
std::vector<Suppression> suppressions(const markdown::Tree&, std::string_view text);

}  // namespace hindcast::lint
