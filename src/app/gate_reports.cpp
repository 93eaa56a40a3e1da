#include "app/gate_reports.h"

#include <algorithm>
#include <array>
#include <map>
#include <memory>
#include <utility>

#include "base/plain.h"
#include "base/text.h"
#include "base/xml.h"
#include "diag/report.h"

namespace hindcast::app {
namespace {

using facts::Verdict;

constexpr std::size_t markdown_questions_max = 100;  // a forge cuts a comment after 65,536 characters
constexpr std::size_t quote_bytes_max = 300;
constexpr std::size_t markdown_passed_bytes_max = 10'000;
constexpr std::size_t findings_max = 5;            // of a question's guards
constexpr std::size_t markdown_findings_max = 60;  // of all questions

struct RuleWords {
  Verdict verdict;
  std::string_view rule, summary;
};
constexpr RuleWords rule_words[] = {
    {Verdict::waived, "gate-waived", "a lesson that somebody waived for a while"},
    {Verdict::warn, "gate-warn", "a lesson whose guard warns"},
    {Verdict::missing, "gate-missing", "a lesson that nobody has answered"},
    {Verdict::inconclusive, "gate-inconclusive", "a lesson whose guard could not tell"},
    {Verdict::fail, "gate-fail", "a lesson that does not hold"},
    {Verdict::error, "gate-error", "a lesson whose guard could not look"}};

constexpr std::string_view remark_rule = "gate-remark";

const RuleWords* words_of(Verdict verdict) {
  for (const auto& words : rule_words)
    if (words.verdict == verdict) return &words;
  return nullptr;
}

diag::Severity severity_of(const gate::Question& question, const GateReport& report) {
  if (blocks(question, report.rules)) return diag::Severity::error;
  return question.verdict == Verdict::waived ? diag::Severity::hint : diag::Severity::warning;
}

std::string quote(std::string_view text) {
  auto line = one_line(text);
  if (line.size() <= quote_bytes_max) return line;
  return std::string(first_bytes(line, quote_bytes_max)) + "…";
}

// What it is about, why it is asked, how it stands and how it is answered, in one paragraph.
std::string message_of(const gate::Question& question, const GateReport& report) {
  const auto& origin = question.origins[0];
  std::string out = quote(question.text) + " [" + one_line(origin.title);
  if (origin.date) out += ", " + to_iso(*origin.date);
  out += "] " + one_line(question.why) + "; asked because: " + one_line(origin.why);
  std::string_view lead = "; found: ";
  for (const auto& finding : gate::findings_of(question, findings_max)) {
    out.append(lead).append(quote(finding));
    lead = "; ";
  }
  if (blocks(question, report.rules))
    out += (report.is_record_closed ? "; the record is closed, begin another: " : "; answer with: ") +
           answer_command(question, report);
  if (const auto promote = promote_command(question); !promote.empty())
    out += "; let it block: " + one_line(promote);
  return out;
}

// By document, in the order of their names; the lines in order.
using ByDocument = std::map<std::string, std::vector<diag::Finding>>;
ByDocument findings_of(const GateReport& report, diag::Format format) {
  const bool is_sarif = format == diag::Format::sarif;  // which knows suppressions, and names files by URI
  ByDocument found;
  for (const auto& question : report.questions) {
    const auto* words = words_of(question.verdict);
    if (words == nullptr) continue;
    const auto& origin = question.origins[0];
    diag::Finding finding;
    finding.what.diagnostic.rule = words->rule;
    finding.what.diagnostic.severity = severity_of(question, report);
    finding.what.diagnostic.message = message_of(question, report);
    finding.what.place.line = finding.what.place.end_line = std::max(origin.line, 1U);
    finding.fingerprint = question.id;
    if (is_sarif && question.verdict == Verdict::waived) {
      finding.silence = diag::Silence::baseline;  // outside of the document, that is
      finding.reason = one_line(question.why);
    }
    found[is_sarif ? origin.document : one_line(origin.document)].push_back(std::move(finding));
  }
  for (const auto& remark : report.remarks) {
    if (remark.document.empty()) continue;
    auto& finding = found[is_sarif ? remark.document : one_line(remark.document)].emplace_back();
    finding.what.diagnostic.rule = remark_rule;
    finding.what.diagnostic.severity = diag::Severity::warning;
    finding.what.diagnostic.message = one_line(remark.text);
    finding.what.place.line = finding.what.place.end_line = std::max(remark.line, 1U);
    finding.fingerprint = std::string(remark.kind).append(" ").append(remark.text);
  }
  for (auto& [path, findings] : found)
    std::stable_sort(findings.begin(), findings.end(), [](const diag::Finding& a, const diag::Finding& b) {
      return a.what.place.line < b.what.place.line;
    });
  return found;
}

std::string reported(diag::Format format, const GateReport& report, std::string_view version) {
  std::vector<diag::RuleText> rules;
  for (const auto& words : rule_words)
    rules.push_back({words.rule, "gate", words.summary,
                     "what an earlier incident taught is answered before the next release",
                     "answer it in the release record, or waive it with a reason and a last day",
                     words.verdict == Verdict::waived ? diag::Severity::hint
                     : words.verdict == Verdict::warn ? diag::Severity::warning
                                                      : diag::Severity::error});
  rules.push_back({remark_rule, "gate", "what might keep a lesson from being asked",
                   "a question that nobody is asked is answered by nobody",
                   "put the document or hindcast.toml right, or leave it where it is meant so",
                   diag::Severity::warning});
  const auto made = diag::make_report(format, rules, version);
  diag::Totals totals;
  auto out = made->begin();
  for (const auto& [path, findings] : findings_of(report, format)) {
    const diag::FileFindings file{path, findings};
    diag::count(file, totals);
    out += made->file(file);
  }
  for (const auto& trouble : report.troubles)
    totals.troubles.emplace_back(trouble.path, trouble.error.message);
  return out + made->end(totals);
}

std::string xml(std::string_view text) {
  return xml_text(one_line(text));
}

std::string junit_case(const gate::Question& question, const GateReport& report) {
  const auto& origin = question.origins[0];
  std::string out = "    <testcase name=\"" + xml(question.id + " " + quote(question.text)) +
                    "\" classname=\"" + xml(origin.document) + "\" file=\"" + xml(origin.document) +
                    "\" line=\"" + std::to_string(origin.line) + "\">";
  const auto message = xml(message_of(question, report));
  if (blocks(question, report.rules))
    out += (question.verdict == Verdict::error ? "<error type=\"" : "<failure type=\"") +
           std::string(word(question.verdict)) + "\" message=\"" + message + "\"/>";
  else if (question.verdict != Verdict::pass)
    out += "<skipped message=\"" + xml(word(question.verdict)) + ": " + message + "\"/>";
  return out + "</testcase>\n";
}

// Text in which a forge sees no markup, no mention, no reference to an issue and no address.
std::string plain_markdown(std::string_view text) {
  // What is markup only where a line begins need not be told: no text begins one here.
  constexpr std::string_view special = "\\`*_{}[]<>|~&$";
  constexpr std::string_view reference = "@#";
  const auto line = quote(text);
  std::string out;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    if (special.find(c) != special.npos) out += '\\';
    out += c;
    // A comment between them keeps the mark and the name apart.
    const bool is_address = (c == ':' && line.substr(i + 1, 2) == "//") ||
                            (lower(c) == 'w' && lower(line.substr(i, 4)) == "www.");
    if (reference.find(c) != reference.npos || is_address) out += "<!-- -->";
  }
  return out;
}

std::string_view sign_of(const gate::Question& question, const GateReport& report) {
  if (blocks(question, report.rules)) return "❌";
  return question.verdict == Verdict::pass ? "✅" : question.verdict == Verdict::waived ? "⏸️" : "⚠️";
}

// Where it was written; of questions that stand under their document only the line.
std::string markdown_place(const gate::Origin& origin, bool is_grouped) {
  if (is_grouped) return "line " + std::to_string(origin.line);
  return plain_markdown(origin.title) + (origin.date ? ", " + to_iso(*origin.date) : "") + " (" +
         plain_markdown(origin.document) + ", line " + std::to_string(origin.line) + ")";
}

// `findings_left` of all questions.
std::string markdown_question(const gate::Question& question, const GateReport& report,
                              std::size_t& findings_left) {
  const auto& origin = question.origins[0];
  std::string out = "- " + std::string(sign_of(question, report)) + " **" +
                    std::string(word(question.verdict)) + "** `" + question.id + "` " +
                    plain_markdown(question.text) + "\n";
  out += "  <br>" + markdown_place(origin, is_by_document(report));
  if (question.origins.size() > 1) out += " and " + std::to_string(question.origins.size() - 1) + " more";
  if (const auto history = history_sentence(question, report.history); !history.empty())
    out += "\n  <br>" + plain_markdown(history);
  out += "\n  <br>asked because: " + plain_markdown(origin.why) + "\n  <br>" + plain_markdown(question.why) +
         "\n";
  const auto findings = gate::findings_of(question, std::min(findings_max, findings_left));
  findings_left -= findings.size();
  for (const auto& finding : findings)
    out += "  <br>&nbsp;&nbsp;" + plain_markdown(finding) + "\n";
  if (const auto promote = promote_command(question); !promote.empty())
    out += "  <br>let it block: `" + one_line(promote) + "`\n";
  // An id is letters and digits, and a record's name is the caller's own.
  if (blocks(question, report.rules)) out += "  <br>`" + one_line(answer_command(question, report)) + "`\n";
  return out;
}

// What to write, as code that a person can copy: a line of it neither ends the code nor is markup.
std::string markdown_advice(const GateReport& report) {
  std::string out;
  for (const auto& advice : report.advice) {
    out += (out.empty() ? "\nTo have them asked, write\n\n- " : "- ") + plain_markdown(advice.lead) + "\n\n";
    for (const auto& line : advice.lines)
      out += "      " + line + "\n";
    out += "\n";
  }
  return out;
}

// "docs/a.md, line 3: 2 questions are scoped to ..."
std::string markdown_remark(const Remark& remark) {
  std::string place = plain_markdown(remark.document);
  if (remark.line > 0) place += ", line " + std::to_string(remark.line);
  return "- ⚠️ " + place + (place.empty() ? "" : ": ") + plain_markdown(remark.text) + "\n";
}

std::string markdown_remarks(const GateReport& report) {
  std::string out;
  const auto shown = std::min(report.remarks.size(), remarks_shown_max);
  for (std::size_t i = 0; i < shown; ++i)
    out += (i == 0 ? "\n" : "") + markdown_remark(report.remarks[i]);
  if (report.remarks.size() > shown)
    out += "- and " + std::to_string(report.remarks.size() - shown) + " more; `hindcast gate` lists them\n";
  return out;
}

}  // namespace

std::string gate_sentence(const GateReport& report) {
  if (!report.undecided.empty()) return report.undecided[0];
  const auto& decision = report.decision;
  if (report.questions.empty())
    return "nothing that " + counted(report.documents, "document") + " teach" +
           (report.documents == 1 ? "es" : "") + " is asked of this change";
  if (decision.blocking > 0)
    return counted(decision.blocking, "question") + " of " + std::to_string(report.questions.size()) +
           (decision.blocking == 1 ? " blocks" : " block");
  return "nothing blocks: " + counted(report.questions.size(), "question") + " asked";
}

std::string gate_sarif(const GateReport& report, std::string_view version) {
  return reported(diag::Format::sarif, report, version);
}

std::string gate_github(const GateReport& report) {
  auto out = reported(diag::Format::github, report, "");
  if (report.undecided.empty())
    out.append("::notice title=hindcast gate::")
        .append(report.outcome() == GateOutcome::go ? "GO: " : "NO GO: ")
        .append(gate_sentence(report)) += "\n";
  if (!report.advice.empty() && report.undecided.empty())
    out += "::warning title=hindcast gate::of " + std::to_string(report.untold_items) +
           " items nobody can tell whether they are meant for this change, and they are not asked\n";
  for (const auto& remark : report.remarks)
    if (remark.document.empty()) out += "::warning title=hindcast gate::" + one_line(remark.text) + "\n";
  for (const auto& why : report.undecided)
    out += "::error title=hindcast gate::" + one_line(why) + "\n";  // one line: it gives no other command
  return out;
}

std::string gate_junit(const GateReport& report) {
  std::size_t failures = 0, errors = 0, skipped = 0;
  std::string cases;
  for (const auto& question : report.questions) {
    const bool is_blocking = blocks(question, report.rules);
    ++(is_blocking ? question.verdict == Verdict::error ? errors : failures : skipped);
    if (!is_blocking && question.verdict == Verdict::pass) --skipped;
    cases += junit_case(question, report);
  }
  for (const auto& why : report.undecided) {
    ++errors;
    cases += "    <testcase name=\"could be decided\" classname=\"gate\"><error message=\"" + xml(why) +
             "\"/></testcase>\n";
  }
  return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hindcast gate\">\n  <testsuite "
         "name=\"gate\" tests=\"" +
         std::to_string(report.questions.size() + report.undecided.size()) + "\" failures=\"" +
         std::to_string(failures) + "\" errors=\"" + std::to_string(errors) + "\" skipped=\"" +
         std::to_string(skipped) + "\">\n" + cases + "  </testsuite>\n</testsuites>\n";
}

std::string gate_markdown(const GateReport& report) {
  const auto outcome = report.outcome();
  std::string out;
  out.append(gate_comment_mark).append("\n## Release gate: ");
  out.append(outcome == GateOutcome::go      ? "go"
             : outcome == GateOutcome::no_go ? "no go"
                                             : "could not decide");
  if (report.rules.mode == gate::Mode::advisory) out.append(" (advisory: it stops nothing yet)");
  out.append("\n\n").append(plain_markdown(gate_sentence(report))).append("\n");
  std::string passed;
  std::size_t shown = 0;
  std::size_t findings_left = markdown_findings_max;
  std::string rows;
  const gate::Origin* above = nullptr;  // of the question before, where they stand by document
  if (is_by_document(report)) {
    out.append("\n").append(plain_markdown(gate_origins_sentence(report))).append(".\n");
    if (const auto fewer = gate_fewer_sentence(report); !fewer.empty())
      out.append("\n").append(plain_markdown(fewer)).append(".\n");
  }
  std::size_t passed_unnamed = 0;
  for (const auto& question : report.questions) {
    if (question.verdict == Verdict::pass && passed.size() > markdown_passed_bytes_max) {
      ++passed_unnamed;
    } else if (question.verdict == Verdict::pass) {
      passed += "- `" + question.id + "` " + plain_markdown(question.text) + ": " +
                plain_markdown(question.why) + "\n";
    } else if (++shown <= markdown_questions_max) {
      const auto& origin = question.origins[0];
      if (is_by_document(report) && (above == nullptr || above->document != origin.document))
        rows += (rows.empty() ? "**" : "\n**") + plain_markdown(origin.title) + "**" +
                (origin.date ? ", " + to_iso(*origin.date) : "") + " (" + plain_markdown(origin.document) +
                ")\n\n";
      above = &origin;
      rows += markdown_question(question, report, findings_left);
    }
  }
  if (passed_unnamed > 0) passed += "- and " + std::to_string(passed_unnamed) + " more\n";
  if (!rows.empty()) out += "\n" + rows;
  if (shown > markdown_questions_max)
    out += "- and " + std::to_string(shown - markdown_questions_max) + " more; `hindcast gate` lists them\n";
  if (!passed.empty()) out += "\n<details><summary>what passed</summary>\n\n" + passed + "\n</details>\n";
  if (report.untold_items > 0)
    out +=
        "\nOf " + std::to_string(report.untold_items) + (report.untold_items == 1 ? " item" : " items") +
        " nobody can tell whether it is meant here: they are not asked. `hindcast gate --all` lists them.\n";
  out += markdown_remarks(report) + markdown_advice(report);
  for (const auto& trouble : report.troubles)
    out += "\n**" + plain_markdown(trouble.path) + "**: " + plain_markdown(trouble.error.message) + "\n";
  return out;
}

}  // namespace hindcast::app
