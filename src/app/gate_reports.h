// What forges and CI services get of the gate: each format as one text.
#pragma once

#include <string>
#include <string_view>

#include "app/gate.h"

namespace hindcast::app {

// SARIF 2.1.0: a result for each question that did not pass; what was waived is one that is suppressed.
std::string gate_sarif(const GateReport&, std::string_view version);
// GitHub's workflow commands: an annotation for each question that did not pass, at the sentence of its
// newest incident; whatever a document says, it gives no command.
std::string gate_github(const GateReport&);
// JUnit XML: a case for each question, by incident. What blocks fails; what was waived or may not block is
// skipped.
std::string gate_junit(const GateReport&);
// A comment on a pull request, or a step's summary. The first line is `gate_comment_mark`, by which a script
// finds the comment to bring it up to date. Nothing of a document is markup in it, a mention or a link.
inline constexpr std::string_view gate_comment_mark = "<!-- hindcast-gate -->";
std::string gate_markdown(const GateReport&);

// "3 of 7 questions block"; one sentence that says how it stands, without a full stop.
std::string gate_sentence(const GateReport&);

}  // namespace hindcast::app
