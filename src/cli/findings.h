// Findings as a terminal shows them: where, what, and the line with the marked
// words underlined.
#pragma once

#include <string>
#include <string_view>

#include "app/check.h"
#include "cli/style.h"
#include "diag/finding.h"

namespace hindcast::cli {

// What counts of one document, in order, each with an empty line behind it; "" when nothing does.
std::string findings_text(const app::CheckedDocument&, const Style&);

// The marked line and the marks below it, at most `columns` wide, each line with its end. Tabs go to the next
// multiple of four; a long line is cut around the mark. `span` begins within `line`.
std::string excerpt(std::string_view text, Span line, Span span, std::uint32_t line_number, const Style&);

// "6 findings in 2 of 12 documents: 1 error, 5 warnings." and what else there is to say, a sentence each.
std::string totals_text(const diag::Totals&, std::size_t documents_with, const Style&);

Ink ink_of(diag::Severity);

}  // namespace hindcast::cli
