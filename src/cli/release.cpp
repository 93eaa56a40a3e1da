// The commands `release new`, `show`, `attest`, `waive`, `not-applicable`, `close` and `verify`.
#include "app/release.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "app/files.h"
#include "app/follow.h"
#include "app/forms.h"
#include "app/gate_answers.h"
#include "cli/change_options.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/suggest.h"
#include "cli/version.h"
#include "cli/width.h"
#include "gate/person.h"
#include "json/json.h"

namespace hindcast::cli {
namespace {

using app::ReleaseChange;
using app::ReleaseFile;
using facts::Verdict;
using gate::Question;
using gate::RecordState;

// What every one of these commands needs to know.
struct Setting {
  app::Configuration configuration;
  app::ReadOptions read;
  Date today;
};
Result<Setting> setting_of(const Arguments& arguments, const Terminal& terminal) {
  Setting out;
  out.configuration = TRY(policy_of(arguments));
  out.read = TRY(read_options(arguments, terminal));
  TRY(app::add_configured_forms(out.configuration, out.read));
  out.today = TRY(today_of(arguments, terminal, out.configuration));
  return out;
}

Result<std::string> who_of(const Arguments& arguments, const Terminal& terminal) {
  auto who = person_of(arguments, terminal);
  if (who.empty()) return Error{ErrorCode::invalid, "nobody knows who says so; give --by NAME"};
  return who;
}

// The record as it is once writes that were cut short are brought to an end.
Result<ReleaseFile> open_to_change(const Arguments& arguments, const Terminal& terminal,
                                   const Setting& setting) {
  const std::string path(arguments.operands[0]);
  if (!arguments.has("dry-run"))
    for (const std::string& note : TRY(app::recover_release(path)))
      terminal.err("hindcast: " + harmless(note) + "\n");
  return app::open_release(path, setting.configuration);
}

// The archive hears of what the record says now; the record is changed in any case.
int follow(const ReleaseChange& change, const Arguments& arguments, const Terminal& terminal,
           const Setting& setting) {
  const std::vector<app::FileChange> files = {{change.path, change.before, change.after}};
  if (change.is_new || change.is_nothing() || !app::has_archive(files)) return 0;
  app::SyncOptions options;
  options.read = setting.read;
  options.actor = person_of(arguments, terminal);
  options.program = "Hindcast " + std::string(version_number());
  const auto at = moment_of(arguments, terminal, setting.configuration);
  if (at) options.at = *at;
  auto done = !at                     ? Status(at.error())
              : options.actor.empty() ? Status(Error{ErrorCode::invalid, "nobody knows who changed it"})
                                      : app::follow_edits(files, options);
  if (done.ok()) return 0;
  return refuse(terminal, "the archive has not heard of it: " + done.error().message +
                              "; the record is changed, and 'hindcast sync' records it");
}

int carry_out(const ReleaseChange& change, const Arguments& arguments, const Terminal& terminal,
              const Setting& setting) {
  if (arguments.has("dry-run")) {
    terminal.out(app::release_diff(change));
  } else {
    const auto notes = app::apply_release(change);
    if (!notes) return refuse(terminal, notes.error().message);
    for (const std::string& line : change.done)
      terminal.out(harmless(line) + "\n");
    for (const std::string& note : *notes)
      terminal.err("hindcast: " + harmless(note) + "\n");
    if (const int status = follow(change, arguments, terminal, setting); status != 0) return status;
  }
  if (change.is_nothing()) terminal.err("hindcast: nothing to change: the record says so already\n");
  return 0;
}

template <typename Run>
int run_with(const Arguments& arguments, const Terminal& terminal, const Run& run) {
  auto setting = setting_of(arguments, terminal);
  if (!setting) return refuse_lines(terminal, setting.error().message);
  const Result<int> status = run(*setting);
  if (status) return *status;
  (void)refuse_lines(terminal, status.error().message);
  return status.error().code == ErrorCode::denied ? 1 : 2;
}

// --- new ---

std::vector<std::string> list_of(const Arguments& arguments, std::string_view option) {
  const auto values = arguments.values(option);
  return {values.begin(), values.end()};
}

Result<app::ChangeWish> wish_of(const Arguments& arguments, const Terminal& terminal) {
  auto wish = TRY(change_options(arguments, terminal));
  if (!arguments.has("base")) return wish;
  if (!wish.diff.empty()) return Error{ErrorCode::invalid, "--diff names a base already; take out --base"};
  wish.diff = std::string(arguments.value("base")) + ".." + (wish.commit.empty() ? "HEAD" : wish.commit);
  return wish;
}

// How guards run, and what they are told.
Result<app::GuardOptions> guards_of(const Arguments& arguments, const Terminal& terminal,
                                    const Setting& setting, const Progress& progress) {
  app::GuardOptions guards;
  guards.now = TRY(moment_of(arguments, terminal, setting.configuration));
  guards.watch = progress.watch();
  guards.config_folder = terminal.config_folder;
  guards.policy_from = arguments.value("policy-from");
  return guards;
}

// A record that is there keeps the change that it was made for, and its documents, where nothing else is
// said.
void take_from(const ReleaseFile& file, app::GateWish& wish) {
  const auto& record = file.read.record;
  if (wish.paths.empty())
    for (const std::string& document : record.documents)
      wish.paths.push_back(written_here(file.root + "/" + document));
  if (!wish.change.is_nothing()) {
    if (wish.change.commit.empty() && wish.change.diff.empty()) wish.change.commit = record.commit;
    return;
  }
  const std::string commit = wish.change.commit;
  wish.change = app::change_of(record);
  if (commit.empty()) return;
  wish.change.commit = commit;
  if (!record.base.empty()) wish.change.diff = record.base + ".." + commit;
}

Result<int> begin(const Arguments& arguments, const Terminal& terminal, const Setting& setting) {
  Progress progress(terminal);
  app::GateWish wish;
  wish.change = TRY(wish_of(arguments, terminal));
  wish.paths.assign(arguments.operands.begin() + 1, arguments.operands.end());
  wish.runs_guards = !arguments.has("no-guards");
  wish.today = setting.today;
  wish.read = setting.read;
  wish.read.watch = progress.watch();
  wish.guards = TRY(guards_of(arguments, terminal, setting, progress));
  app::NewRelease wanted;
  wanted.path = arguments.operands[0];
  wanted.title = arguments.value("title");
  wanted.today = setting.today;
  wanted.tool = "Hindcast " + std::string(version_number());
  TRY(app::may_be_record_path(wanted.path));
  if (wish.paths.empty()) wish.paths = app::documents_of(setting.configuration);
  const auto there = open_to_change(arguments, terminal, setting);
  if (there.ok()) take_from(*there, wish);
  if (wish.paths.empty()) wish.paths.emplace_back(".");
  const auto report = app::run_gate(setting.configuration, wish);
  say_troubles(terminal, report.troubles);
  if (report.change.commit.empty() && report.undecided.empty())
    terminal.err(
        "hindcast: no commit is here, so the record names none, and can be neither verified nor closed as "
        "released\n");
  if (!report.guards_run.empty() && !report.change.commit.empty())
    if (const auto why = app::why_not_commit(report.root, wanted.path, report.change.commit); !why.empty())
      terminal.err("hindcast: guards did not look at the commit that is recorded: " + harmless(why) + "\n");
  return carry_out(TRY(app::plan_release(report, wish, wanted, setting.configuration)), arguments, terminal,
                   setting);
}

// --- answers ---

Result<int> answer(gate::Answer said, const Arguments& arguments, const Terminal& terminal,
                   const Setting& setting) {
  const auto file = TRY(open_to_change(arguments, terminal, setting));
  said.who = TRY(who_of(arguments, terminal));
  said.when = setting.today;
  if (said.kind == gate::AnswerKind::attested) {
    said.commit = file.read.record.commit;
    if (arguments.has("commit")) said.commit = TRY(app::full_commit(std::string(arguments.value("commit"))));
  }
  const std::vector<std::string> questions(arguments.operands.begin() + 1, arguments.operands.end());
  const auto rules = app::rules_of(file.read.record, setting.configuration, setting.today);
  if (said.kind == gate::AnswerKind::waived && !rules.may_waive_alone &&
      gate::is_same_person(said.approver, app::git_user()))
    return Error{ErrorCode::invalid, "that would be no answer: git says that " + said.approver +
                                         " is at work here, and nobody approves a waiver of their own; "
                                         "gate.waive_alone in hindcast.toml allows it"};
  return carry_out(TRY(app::plan_answer(file, questions, said, rules)), arguments, terminal, setting);
}

Result<std::optional<Date>> day_of(const Arguments& arguments, std::string_view option) {
  const auto value = arguments.value(option);
  auto day = parse_iso_date(value);
  if (!day && !value.empty())
    return Error{ErrorCode::invalid, "--" + std::string(option) + " cannot be " + quoted(value) +
                                         "; give a day such as 2026-05-01"};
  return day;
}

// --- show ---

std::string_view sign_of(const Question& question, const gate::Rules& rules, const Style& style) {
  if (blocks(question, rules)) return style.sign("✗", "x");
  if (question.verdict == Verdict::pass) return style.sign("✓", "+");
  return question.verdict == Verdict::waived ? style.sign("◌", "~") : style.sign("!", "!");
}

Ink ink_of(const Question& question, const gate::Rules& rules) {
  if (blocks(question, rules)) return Ink::red;
  return question.verdict == Verdict::pass ? Ink::green : Ink::yellow;
}

void add_lines(std::string& out, std::string_view lead, const std::string& text, Ink ink,
               const Style& style) {
  std::string before(lead);
  for (const auto& line : wrap(text, std::max(20, style.columns - columns_of(lead)))) {
    out.append(before).append(style.paint(ink, line)).append("\n");
    before.assign(static_cast<std::size_t>(columns_of(lead)), ' ');
  }
}

std::string head_text(const ReleaseFile& file, const Style& style) {
  const auto& record = file.read.record;
  std::string out = style.paint(Ink::bold, "Release: " + harmless(record.title)) + "\n";
  std::string line(word(record.state));
  if (record.decided) line += " on " + to_iso(*record.decided);
  if (!record.decided_by.empty()) line += " by " + harmless(record.decided_by);
  if (!record.decision.empty()) line += ": " + harmless(record.decision);
  if (!record.commit.empty()) line += "; commit " + harmless(record.commit.substr(0, 12));
  if (!record.base.empty()) line += " since " + harmless(record.base.substr(0, 12));
  if (!record.level.empty()) line += "; isolation " + harmless(record.level);
  add_lines(out, "  ", line, Ink::plain, style);
  return out;
}

constexpr std::size_t findings_shown_max = 10;

std::string show_text(const ReleaseFile& file, std::vector<Question> questions, const gate::Rules& rules,
                      const Style& style) {
  std::string out = head_text(file, style);
  const bool is_open = file.read.record.state == RecordState::open;
  for (Question& question : questions)
    if (is_open) judge(question, rules);
  sort_by_urgency(questions, rules);
  for (const Question& question : questions) {
    const std::string lead = std::string(sign_of(question, rules, style)) + " " +
                             std::string(word(question.verdict)) + "  " + question.id + "  ";
    out += "\n";
    add_lines(out, lead, harmless(question.text), ink_of(question, rules), style);
    add_lines(out, "    ", harmless(question.why), Ink::plain, style);
    for (const auto& finding : gate::findings_of(question, findings_shown_max))
      add_lines(out, "      ", harmless(finding), Ink::plain, style);
    for (const gate::Origin& origin : question.origins)
      add_lines(out, "    ",
                harmless(origin.title) + (origin.date ? ", " + to_iso(*origin.date) : "") + ": " +
                    harmless(origin.document) + ":" + std::to_string(origin.line),
                Ink::dim, style);
  }
  const auto decision = decide(questions, rules);
  out +=
      "\n" + counted(questions.size(), "question") + ", " + std::to_string(decision.blocking) + " in the way";
  if (!file.read.record.gone.empty())
    out += "; " + std::to_string(file.read.record.gone.size()) + " asked no more";
  return out + ".\n";
}

Result<int> show(const Arguments& arguments, const Terminal& terminal, const Setting& setting) {
  const auto style = TRY(style_of(arguments, terminal));
  const auto file = TRY(app::open_release(std::string(arguments.operands[0]), setting.configuration));
  const auto rules = app::rules_of(file.read.record, setting.configuration, setting.today);
  for (const gate::RecordFinding& finding : file.read.findings)
    terminal.err(harmless(file.path) + ":" + std::to_string(finding.line) + ": " + harmless(finding.message) +
                 "\n");
  const auto format = arguments.value("format");
  if (format == "json")
    terminal.out(app::release_json(file, rules));
  else if (format == "in-toto")
    terminal.out(app::release_in_toto(file, rules));
  else if (format == "markdown")
    terminal.out(file.text);
  else
    terminal.out(show_text(file, file.read.record.questions, rules, style));
  return file.read.is_sound() ? 0 : 2;
}

// --- verify and close ---

// A record, what it is asked today, and what does not hold.
struct Checked {
  app::AskedAgain again;
  app::ReleaseCheck check;
};
Result<Checked> check_of(const ReleaseFile& file, const app::ChangeWish& change, const Arguments& arguments,
                         const Setting& setting, const Terminal& terminal) {
  const Progress progress(terminal);
  app::GateWish wish;
  wish.change = change;
  wish.paths = list_of(arguments, "documents");
  wish.runs_guards = !arguments.has("no-guards");
  wish.today = setting.today;
  wish.read = setting.read;
  wish.read.watch = progress.watch();
  wish.guards = TRY(guards_of(arguments, terminal, setting, progress));
  const bool trusts_seal = arguments.has("trust-seals");
  if (trusts_seal && file.read.record.state != RecordState::open && wish.change.is_nothing())
    wish.change = app::change_of(file.read.record);
  Checked out;
  out.again = app::ask_again(file, setting.configuration, std::move(wish));
  say_troubles(terminal, out.again.report.troubles);
  auto rules = app::rules_of(file.read.record, setting.configuration, setting.today);
  rules.blocks = out.again.report.rules.blocks;  // by --policy-from those of that revision
  rules.mode = out.again.report.rules.mode;
  rules.may_waive_alone = out.again.report.rules.may_waive_alone;
  out.check = app::verify_release(file, out.again, rules, setting.configuration, setting.read, trusts_seal);
  return out;
}

constexpr std::string_view weight_word(app::ReleaseFinding::Weight weight) {
  switch (weight) {
    case app::ReleaseFinding::Weight::problem:
      return "problem";
    case app::ReleaseFinding::Weight::unknown:
      return "unknown";
    default:
      return "note";
  }
}

std::string finding_line(const ReleaseFile& file, const app::ReleaseFinding& finding) {
  return harmless(file.path) + ":" + std::to_string(finding.line) + ": " +
         std::string(weight_word(finding.weight)) + ": " + harmless(finding.message) + "\n";
}

std::string check_text(const ReleaseFile& file, const app::ReleaseCheck& check) {
  std::string out;
  for (const auto& finding : check.findings)
    out += finding_line(file, finding);
  out += harmless(file.path) + ": ";
  out += check.has_problem() ? "does not hold" : check.holds() ? "holds" : "could not be told";
  return out + "; " + counted(check.questions, "question") + ", " +
         counted(check.sentences, "quoted sentence") + "\n";
}

void check_json(json::Writer& out, const ReleaseFile& file, const app::ReleaseCheck& check) {
  out.open_object();
  out.key("file").text(file.path);
  out.key("holds").boolean(check.holds());
  out.key("questions").number(static_cast<std::int64_t>(check.questions));
  out.key("sentences").number(static_cast<std::int64_t>(check.sentences));
  out.key("findings").open_array();
  for (const auto& finding : check.findings) {
    out.open_object();
    out.key("weight").text(weight_word(finding.weight));
    out.key("line").number(finding.line);
    out.key("message").text(finding.message);
    out.close_object();
  }
  out.close_array();
  out.close_object();
}

// The records that operands name: files, and those beneath folders. A folder without any cannot be told of.
Result<std::vector<std::string>> records_at(const Arguments& arguments, const Terminal& terminal,
                                            bool& is_unknown) {
  std::vector<std::string> paths;
  for (const std::string_view operand : arguments.operands) {
    const auto found = app::release_files(std::string(operand));
    for (const auto& path : found)
      if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
    if (!found.empty()) continue;
    is_unknown = true;
    (void)refuse(terminal, harmless(operand) + ": no release record is in this folder");
  }
  return paths;
}

Result<int> verify(const Arguments& arguments, const Terminal& terminal, const Setting& setting) {
  bool has_problem = false, is_unknown = false;
  std::string text;
  std::vector<std::pair<ReleaseFile, app::ReleaseCheck>> checked;
  const auto change = TRY(wish_of(arguments, terminal));
  const auto paths = TRY(records_at(arguments, terminal, is_unknown));
  for (const std::string& path : paths) {
    auto file = app::open_release(path, setting.configuration);
    if (!file) {
      (void)refuse(terminal, harmless(file.error().message));
      is_unknown = true;
      continue;
    }
    auto check = TRY(check_of(*file, change, arguments, setting, terminal)).check;
    has_problem = has_problem || check.has_problem();
    is_unknown = is_unknown || (!check.has_problem() && !check.holds());
    checked.emplace_back(*std::move(file), std::move(check));
  }
  if (arguments.value("format") == "json") {
    json::Writer out(text);
    out.open_array();
    for (const auto& [file, check] : checked)
      check_json(out, file, check);
    out.close_array();
    out.finish();
    text += "\n";
  } else {
    for (const auto& [file, check] : checked)
      text += check_text(file, check);
  }
  terminal.out(text);
  return is_unknown ? 2 : has_problem ? 1 : 0;
}

// What the gate says of it, with its answers and what guards say today.
Status may_go(const ReleaseFile& file, const app::GateReport& report, const Terminal& terminal) {
  if (!report.undecided.empty()) return Error{ErrorCode::unavailable, report.undecided.front()};
  if (report.decision.may_go || report.rules.mode == gate::Mode::advisory) return Ok();
  for (const gate::Question& question : report.questions)
    if (gate::blocks(question, report.rules))
      terminal.err(harmless(file.path) + ": " + question.id + " " + std::string(word(question.verdict)) +
                   ": " + harmless(question.why) + "\n");
  return Error{ErrorCode::denied, "the gate says no go, and nothing was changed; 'hindcast release new " +
                                      file.path + "' brings the record up to date"};
}

Result<int> close(const Arguments& arguments, const Terminal& terminal, const Setting& setting) {
  const auto file = TRY(open_to_change(arguments, terminal, setting));
  app::Closing closing;
  if (arguments.value("decision") == "stopped") closing.state = RecordState::stopped;
  closing.by = TRY(who_of(arguments, terminal));
  closing.why = arguments.value("reason");
  const auto rules = app::rules_of(file.read.record, setting.configuration, setting.today);
  const auto change = TRY(app::plan_closing(file, closing, rules));
  if (closing.state == RecordState::released) {
    // Verdicts are told anew by the closing itself; all else must hold before.
    const auto asked = TRY(wish_of(arguments, terminal));
    const auto checked = TRY(check_of(app::with_verdicts(file, rules), asked, arguments, setting, terminal));
    for (const auto& finding : checked.check.findings)
      if (finding.weight != app::ReleaseFinding::Weight::note) terminal.err(finding_line(file, finding));
    if (checked.check.has_problem())
      return Error{ErrorCode::denied, file.path +
                                          " does not hold, and nothing was changed; 'hindcast release new " +
                                          file.path + "' brings it up to date"};
    if (!checked.check.holds())
      return Error{ErrorCode::unavailable,
                   "nobody can tell whether " + file.path + " holds, and nothing was changed"};
    TRY(may_go(file, checked.again.report, terminal));
  }
  return carry_out(change, arguments, terminal, setting);
}

}  // namespace

int run_release_new(const Arguments& arguments, const Terminal& terminal) {
  return run_with(arguments, terminal,
                  [&](const Setting& setting) { return begin(arguments, terminal, setting); });
}

int run_release_show(const Arguments& arguments, const Terminal& terminal) {
  return run_with(arguments, terminal,
                  [&](const Setting& setting) { return show(arguments, terminal, setting); });
}

int run_release_attest(const Arguments& arguments, const Terminal& terminal) {
  return run_with(arguments, terminal, [&](const Setting& setting) {
    gate::Answer said;
    said.kind = gate::AnswerKind::attested;
    said.evidence = arguments.value("evidence");
    return answer(std::move(said), arguments, terminal, setting);
  });
}

int run_release_waive(const Arguments& arguments, const Terminal& terminal) {
  return run_with(arguments, terminal, [&](const Setting& setting) -> Result<int> {
    gate::Answer said;
    said.kind = gate::AnswerKind::waived;
    said.approver = arguments.value("approver");
    said.reason = arguments.value("reason");
    said.until = TRY(day_of(arguments, "until"));
    return answer(std::move(said), arguments, terminal, setting);
  });
}

int run_release_not_applicable(const Arguments& arguments, const Terminal& terminal) {
  return run_with(arguments, terminal, [&](const Setting& setting) {
    gate::Answer said;
    said.kind = gate::AnswerKind::not_applicable;
    said.reason = arguments.value("reason");
    return answer(std::move(said), arguments, terminal, setting);
  });
}

int run_release_close(const Arguments& arguments, const Terminal& terminal) {
  return run_with(arguments, terminal,
                  [&](const Setting& setting) { return close(arguments, terminal, setting); });
}

int run_release_verify(const Arguments& arguments, const Terminal& terminal) {
  return run_with(arguments, terminal,
                  [&](const Setting& setting) { return verify(arguments, terminal, setting); });
}

}  // namespace hindcast::cli
