// The command `gate`.
#include "app/gate.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "app/files.h"
#include "app/forms.h"
#include "app/gate_reports.h"
#include "cli/change_options.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/reporting.h"
#include "cli/style.h"
#include "cli/suggest.h"
#include "cli/version.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

using app::GateOutcome;
using app::GateReport;
using app::remarks_shown_max;
using facts::Verdict;
using gate::Question;

constexpr std::size_t untold_shown_max = 5;
constexpr std::size_t origins_shown_max = 3;
constexpr std::size_t findings_shown_max = 20;

Ink ink_of(const Question& question, const GateReport& report) {
  if (blocks(question, report.rules)) return Ink::red;
  return question.verdict == Verdict::pass ? Ink::green : Ink::yellow;
}

std::string_view sign_of(const Question& question, const GateReport& report, const Style& style) {
  if (blocks(question, report.rules)) return style.sign("✗", "x");
  if (question.verdict == Verdict::pass) return style.sign("✓", "+");
  return question.verdict == Verdict::waived ? style.sign("◌", "~") : style.sign("!", "!");
}

void add_lines(std::string& out, std::string_view lead, const std::string& text, Ink ink,
               const Style& style) {
  constexpr int columns_min = 20;
  std::string before(lead);
  for (const auto& line : wrap(text, std::max(columns_min, style.columns - columns_of(lead)))) {
    out.append(before).append(style.paint(ink, line)).append("\n");
    before.assign(static_cast<std::size_t>(columns_of(lead)), ' ');
  }
}

std::string place_of(const gate::Origin& origin, const GateReport& report) {
  return harmless(written_here(report.root + "/" + origin.document)) + ":" + std::to_string(origin.line);
}

// The incident unless it stands above, where it stands, its sentence where it is not the question's own, and
// why it is asked.
void add_origin(std::string& out, const gate::Origin& origin, const Question& question,
                const GateReport& report, bool is_titled, const Style& style) {
  std::string incident = harmless(origin.title);
  if (origin.date) incident += ", " + to_iso(*origin.date);
  const auto role =
      origin.role == facts::ItemRole::check
          ? std::string()
          : "(" + std::string(word(origin.role)) + (origin.is_done ? ", done)" : ", still open)");
  if (!is_titled) add_lines(out, "    ", incident + (role.empty() ? "" : " ") + role, Ink::bold, style);
  out += "    " +
         style.paint(Ink::dim, place_of(origin, report) + "  " + harmless(origin.item) +
                                   (is_titled && !role.empty() ? "  " + role : std::string())) +
         "\n";
  if (origin.sentence != question.text)
    add_lines(out, "    ", "\"" + harmless(origin.sentence) + "\"", Ink::plain, style);
  add_lines(out, "    ", "asked because: " + harmless(origin.why), Ink::plain, style);
}

// "== Orders waited for an index, 2023-09-08 =="
std::string document_line(const gate::Origin& origin) {
  return "== " + harmless(origin.title) + (origin.date ? ", " + to_iso(*origin.date) : "") + " ==";
}

void add_origins(std::string& out, const Question& question, const GateReport& report, bool is_titled,
                 const Style& style) {
  const auto shown = std::min(question.origins.size(), origins_shown_max);
  for (std::size_t i = 0; i < shown; ++i)
    add_origin(out, question.origins[i], question, report, i == 0 && is_titled, style);
  if (question.origins.size() > shown)
    out += "    and " + counted(question.origins.size() - shown, "incident") + " before\n";
}

// `is_titled`: the document of its newest incident stands above.
std::string full_text(const Question& question, const GateReport& report, bool is_titled,
                      const Style& style) {
  const std::string verdict(word(question.verdict));
  const auto head = std::string(sign_of(question, report, style)) + " " + verdict;
  std::string out = style.paint(ink_of(question, report), head) + "  " + question.id + "  ";
  const auto indent = columns_of(head) + 4 + static_cast<int>(question.id.size());
  std::string lead;
  for (const auto& line : wrap(harmless(question.text), std::max(20, style.columns - indent))) {
    out += lead + style.paint(Ink::bold, line) + "\n";
    lead.assign(static_cast<std::size_t>(indent), ' ');
  }
  add_origins(out, question, report, is_titled, style);
  if (const auto history = app::history_sentence(question, report.history); !history.empty())
    add_lines(out, "    ", harmless(history), Ink::dim, style);
  add_lines(out, "    ", harmless(question.why), ink_of(question, report), style);
  for (const auto& finding : gate::findings_of(question, findings_shown_max))
    add_lines(out, "      ", harmless(finding), Ink::plain, style);
  if (const auto promote = app::promote_command(question); !promote.empty())
    out += "    let it block: " + style.paint(Ink::cyan, harmless(promote)) + "\n";
  if (blocks(question, report.rules))
    out += (report.is_record_closed ? "    the record is closed; begin another: " : "    answer it: ") +
           style.paint(Ink::cyan, harmless(app::answer_command(question, report))) + "\n";
  return out;
}

std::string brief_text(const Question& question, const GateReport& report, const Style& style) {
  std::string out;
  const auto head = std::string(sign_of(question, report, style)) + " " + std::string(word(question.verdict));
  add_lines(out, style.paint(Ink::plain, head + "  " + question.id + "  "),
            harmless(question.text) + " (" + harmless(question.why) + ")", ink_of(question, report), style);
  return out;
}

// "main..HEAD: 12 paths; services orders, till; phase rollout; commit 4be1f00"
std::string change_line(const GateReport& report) {
  const auto& facts = report.change.facts;
  std::string out;
  const auto add = [&](const std::string& text) { out += (out.empty() ? "" : "; ") + text; };
  const auto names = [&](std::string_view noun, const std::vector<std::string>& list) {
    constexpr std::size_t named_max = 8;
    std::string text = counted(list.size(), noun);
    for (std::size_t i = 0; i < std::min(list.size(), named_max); ++i)
      text += (i == 0 ? " " : ", ") + harmless(list[i]);
    add(list.size() > named_max ? text + " …" : text);
  };
  if (facts.paths)
    add((report.diff.empty() ? "" : harmless(report.diff) + ": ") +
        counted(facts.paths->size(), "changed path"));
  if (!report.services.empty()) names("service", report.services);
  if (facts.kinds) names("kind", *facts.kinds);
  if (!facts.phases.empty()) names("phase", facts.phases);
  if (!facts.paths && !facts.services && !facts.kinds) add("no change was named, so everything is asked");
  if (!report.change.commit.empty()) add("commit " + report.change.commit.substr(0, 12));
  return out;
}

// `items` are those that the questions were merged from, also where they are not all here.
std::string apart_text(std::string_view head, const std::vector<Question>& questions, std::size_t items,
                       std::size_t shown_max, const GateReport& report, const Style& style) {
  std::string out = "\n" + style.paint(Ink::bold, std::string(head)) + "\n";
  for (std::size_t i = 0; i < std::min(questions.size(), shown_max); ++i) {
    const auto& origin = questions[i].origins[0];
    add_lines(out, "  ", harmless(questions[i].text), Ink::plain, style);
    out += "    " + style.paint(Ink::dim, place_of(origin, report)) + "\n";
    add_lines(out, "    ", harmless(origin.why), Ink::dim, style);
  }
  std::size_t shown = 0;
  for (std::size_t i = 0; i < std::min(questions.size(), shown_max); ++i)
    shown += questions[i].origins.size();
  if (items > shown) out += "  and " + std::to_string(items - shown) + " more; --all lists them\n";
  return out;
}

std::string counts_line(const GateReport& report) {
  std::string out;
  for (int i = static_cast<int>(Verdict::error); i >= 0; --i)
    if (const auto count = report.decision.by_verdict[i]; count > 0)
      out += (out.empty() ? "" : ", ") + std::to_string(count) + " " +
             std::string(word(static_cast<Verdict>(i)));
  return out;
}

std::string remarks_text(const GateReport& report, bool shows_all, const Style& style) {
  if (report.remarks.empty()) return {};
  std::string out = "\n" + style.paint(Ink::bold, "Look at these") + "\n";
  const auto shown = shows_all ? report.remarks.size() : std::min(report.remarks.size(), remarks_shown_max);
  for (std::size_t i = 0; i < shown; ++i) {
    const auto& remark = report.remarks[i];
    std::string place;
    if (!remark.document.empty()) place = harmless(written_here(report.root + "/" + remark.document));
    if (remark.line > 0) place += ":" + std::to_string(remark.line);
    add_lines(out, "  ! ", place + (place.empty() ? "" : ": ") + harmless(remark.text), Ink::yellow, style);
  }
  if (report.remarks.size() > shown)
    out += "  and " + std::to_string(report.remarks.size() - shown) + " more; --all lists them\n";
  return out;
}

// Loud where half of all items and more could not be told.
std::string advice_text(const GateReport& report, const Style& style) {
  if (report.advice.empty()) return {};
  const auto items = report.asked_items + report.untold_items + report.elsewhere_items;
  std::string out = "\n" + style.paint(Ink::red, "NOT ASKED") + "  " + std::to_string(report.untold_items) +
                    " of " + counted(items, "item") + ": nobody can tell whether they are meant\n";
  add_lines(out, "  ", "To have them asked, write", Ink::plain, style);
  for (const auto& advice : report.advice) {
    add_lines(out, "  - ", harmless(advice.lead), Ink::plain, style);
    for (const auto& line : advice.lines)
      out += "      " + style.paint(Ink::cyan, harmless(line)) + "\n";
  }
  return out;
}

std::string closing_text(const GateReport& report, const Style& style) {
  const auto outcome = report.outcome();
  const auto verdict = outcome == GateOutcome::go      ? "GO"
                       : outcome == GateOutcome::no_go ? "NO GO"
                                                       : "UNDECIDED";
  const auto ink = outcome == GateOutcome::go ? Ink::green : Ink::red;
  std::string out = "\n" + style.paint(ink, verdict) + "  ";
  out += harmless(gate_sentence(report)) + "\n";
  if (report.unused_answers > 0)
    out += "  " + counted(report.unused_answers, "answer") +
           " of the release record are for nothing that is asked now.\n";
  if (report.questions.empty()) return out;
  out += "  " + counts_line(report) + "\n";
  for (const auto& sentence : {gate_origins_sentence(report), gate_fewer_sentence(report)})
    if (!sentence.empty()) add_lines(out, "  ", harmless(sentence) + ".", Ink::plain, style);
  if (outcome == GateOutcome::no_go && report.release.empty())
    out +=
        "  Answers are kept in a release record: 'hindcast release new FILE' begins one, and --release\n"
        "  reads it here.\n";
  if (report.rules.mode == gate::Mode::advisory && outcome == GateOutcome::no_go)
    out += "  The gate is advisory: enforcing, the exit status would be 1.\n";
  return out;
}

std::string report_text(const GateReport& report, bool shows_all, const Style& style) {
  std::string out = style.paint(Ink::bold, "Release gate") + "\n";
  if (report.documents == 0) return out + closing_text(report, style);
  add_lines(out, "  ", change_line(report), Ink::plain, style);
  auto counts = counted(report.documents, "document") + ", " + counted(report.questions.size(), "question");
  if (report.elsewhere_items > 0)
    counts += "; " + counted(report.elsewhere_items, "item") + " about something else";
  if (report.untold_items > 0)
    counts += "; " + counted(report.untold_items, "item") + " of which nobody can tell";
  add_lines(out, "  ", counts, Ink::plain, style);
  bool was_full = true;
  const bool is_grouped = is_by_document(report);
  std::string above;  // the document that the last question stands under
  for (const auto& question : report.questions) {
    const bool is_full = blocks(question, report.rules) || question.verdict != Verdict::pass || shows_all;
    if (is_full || was_full) out += "\n";
    was_full = is_full;
    if (const auto& origin = question.origins[0]; is_full && is_grouped && origin.document != above) {
      above = origin.document;
      add_lines(out, "", document_line(origin), Ink::bold, style);
      out += "\n";
    }
    out += is_full ? full_text(question, report, is_grouped, style) : brief_text(question, report, style);
  }
  if (!report.untold.empty())
    out +=
        apart_text("Nobody can tell whether these are meant; they are not asked", report.untold,
                   report.untold_items, shows_all ? report.untold.size() : untold_shown_max, report, style);
  if (!report.elsewhere.empty())
    out += apart_text("These are about something else", report.elsewhere, report.elsewhere_items,
                      report.elsewhere.size(), report, style);
  return out + remarks_text(report, shows_all, style) + advice_text(report, style) +
         closing_text(report, style);
}

Result<std::string> formatted(std::string_view format, const GateReport& report) {
  if (format == "json") return app::gate_json(report);
  if (format == "sarif") return app::gate_sarif(report, version_number());
  if (format == "junit") return app::gate_junit(report);
  if (format == "github") return app::gate_github(report);
  if (format == "markdown") return app::gate_markdown(report);
  return Error{ErrorCode::invalid, ""};
}

// Each --output is FORMAT=FILE.
Status check_outputs(const Arguments& arguments) {
  for (const auto& [name, value] : arguments.given) {
    if (name != "output") continue;
    const auto equals = value.find('=');
    if (equals != value.npos && value.substr(equals + 1) == "-")
      return Error{ErrorCode::invalid, "--output writes a file; --format " +
                                           std::string(value.substr(0, equals)) +
                                           " writes to standard output"};
    if (equals == value.npos || equals + 1 == value.size() || !formatted(value.substr(0, equals), {}).ok())
      return Error{ErrorCode::invalid,
                   "--output cannot be " + quoted(value) +
                       "; write FORMAT=FILE, with json, sarif, junit, github or markdown"};
  }
  return Ok();
}

// Writes the files of --output. What could not be is said; how many.
std::size_t write_outputs(const Arguments& arguments, const GateReport& report, const Terminal& terminal) {
  std::size_t failed = 0;
  for (const auto& [name, value] : arguments.given) {
    if (name != "output") continue;
    const auto equals = value.find('=');
    const std::string path(value.substr(equals + 1));
    auto file = app::ReportFile::create(path);
    auto done = file.ok() ? Ok() : Status(file.error());
    if (file.ok()) {
      file->put(*formatted(value.substr(0, equals), report));
      done = file->finish();
    }
    if (done.ok()) continue;
    ++failed;
    say_trouble(terminal, path, done.error().message);
  }
  return failed;
}

int status_of(const GateReport& report) {
  switch (report.outcome()) {
    case GateOutcome::go:
      return 0;
    case GateOutcome::no_go:
      return report.rules.mode == gate::Mode::advisory ? 0 : 1;
    case GateOutcome::undecided:
      return 2;
  }
  return 2;
}

Result<int> run(const Arguments& arguments, const Terminal& terminal, const Style& style) {
  TRY(check_outputs(arguments));
  Progress progress(terminal);
  const auto configuration = TRY(policy_of(arguments));
  app::GateWish wish;
  wish.paths = {arguments.operands.begin(), arguments.operands.end()};
  wish.change = TRY(change_options(arguments, terminal));
  wish.release = arguments.value("release");
  wish.runs_guards = !arguments.has("no-guards");
  wish.wants_elsewhere = arguments.has("all");
  wish.today = TRY(today_of(arguments, terminal, configuration));
  wish.read = TRY(read_options(arguments, terminal));
  TRY(app::add_configured_forms(configuration, wish.read));
  wish.read.watch = progress.watch();
  wish.guards.now = TRY(moment_of(arguments, terminal, configuration));
  wish.guards.watch = progress.watch();
  wish.guards.config_folder = terminal.config_folder;
  wish.guards.policy_from = arguments.value("policy-from");
  wish.guards.config_folder = terminal.config_folder;
  if (arguments.has("mode"))
    wish.mode = arguments.value("mode") == "advisory" ? gate::Mode::advisory : gate::Mode::enforcing;
  const auto report = app::run_gate(configuration, wish);
  say_troubles(terminal, report.troubles);
  if (report.troubles.empty())
    for (const auto& why : report.undecided)
      (void)refuse_lines(terminal, why);
  const auto format = arguments.value("format");
  const auto text = formatted(format, report);
  terminal.out(text.ok() ? *text : report_text(report, arguments.has("all"), style));
  const auto failed = write_outputs(arguments, report, terminal);
  return failed > 0 ? 2 : status_of(report);
}

}  // namespace

int run_gate(const Arguments& arguments, const Terminal& terminal) {
  const auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  const auto status = run(arguments, terminal, *style);
  return status.ok() ? *status : refuse_lines(terminal, status.error().message);
}

}  // namespace hindcast::cli
