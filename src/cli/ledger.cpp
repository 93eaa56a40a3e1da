// The commands `ledger promises`, `ledger confirm`, `ledger dismiss` and `ledger undo`.
#include "app/ledger.h"

#include <string>
#include <vector>

#include "app/archived.h"
#include "app/files.h"
#include "app/forms.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/suggest.h"
#include "cli/width.h"
#include "recall/promises.h"

namespace hindcast::cli {
namespace {

using app::Ledger;
using app::LedgerItem;
using app::LedgerRow;
using recall::RepeatKind;

constexpr std::string_view indent = "  ";

// `lead` before the first line, and as many blanks before the others.
void add_lines(std::string& out, std::string_view lead, const std::string& text, Ink ink,
               const Style& style) {
  constexpr int columns_min = 20;
  const int columns = columns_of(lead);
  std::string before(lead);
  for (const auto& line : wrap(text, std::max(columns_min, style.columns - columns))) {
    out.append(before).append(style.paint(ink, line)).append("\n");
    before.assign(static_cast<std::size_t>(columns), ' ');
  }
}

// A passage: its day and words, and below where they stand, whose they are and how things stand.
void add_passage(std::string& out, const LedgerItem& item, const Style& style) {
  const auto& promise = item.promise;
  const std::string lead = std::string(indent) + to_iso(item.date) + "  ";
  add_lines(out, lead, harmless(promise.text), Ink::plain, style);
  const std::string below(lead.size(), ' ');
  out += below + style.paint(Ink::dim, harmless(item.path) + ":" + std::to_string(promise.line)) + "\n";
  std::string facts = spoken(facts::word(promise.state));
  if (promise.is_gone) facts += ", taken out since";
  if (!promise.owner.empty()) facts = harmless(promise.owner) + ", " + facts;
  if (!promise.due.empty()) facts += ", due " + promise.due;
  if (facts != "unknown") out += below + facts + "\n";
}

std::string first_of(const LedgerRow& row) {
  std::string out = "the first: ";
  if (row.first.word == "unknown") return out + "nothing says what became of it";
  out += std::string(row.first.word);
  if (!row.first.since.empty()) out += " since " + row.first.since;
  if (!row.first.actor.empty()) out += ", says " + harmless(row.first.actor);
  return out;
}

std::string title_of(const LedgerRow& row) {
  const auto times = row.between.size() + 2;
  std::string out;
  if (row.kind == RepeatKind::done_again) out = "said to be done, and promised again";
  if (row.kind == RepeatKind::dropped_again) out = "dropped, and promised again";
  if (row.kind == RepeatKind::lesson_again) out = "learned again";
  if (row.kind == RepeatKind::promised_again) out = "promised again";
  out += " after " + counted(static_cast<std::size_t>(row.days), "day");
  if (times > 2) out += ", " + std::to_string(times) + " times in all";
  if (row.held == recall::Held::routine) out += " (routine)";
  if (row.held == recall::Held::copied) out += " (one document twice)";
  return out;
}

std::string row_text(const LedgerRow& row, const Style& style) {
  std::string out = style.paint(Ink::bold, row.id + "  " + title_of(row)) + "\n";
  add_passage(out, row.earlier, style);
  for (const auto& item : row.between)
    out += std::string(indent) + to_iso(item.date) + "  in between: " +
           style.paint(Ink::dim, harmless(item.path) + ":" + std::to_string(item.promise.line)) + "\n";
  add_passage(out, row.later, style);
  std::string why;
  for (const auto& reason : row.reasons)
    why += (why.empty() ? "" : "; ") + harmless(reason);
  add_lines(out, indent, first_of(row), row.kind == RepeatKind::done_again ? Ink::yellow : Ink::plain, style);
  add_lines(out, indent, "why: " + why, Ink::dim, style);
  if (row.said) {
    auto said = row.said->verdict + " by " + harmless(row.said->actor) + ", " + row.said->day;
    if (!row.said->reason.empty()) said += ": " + harmless(row.said->reason);
    add_lines(out, indent, said, Ink::green, style);
  }
  return out;
}

// What was left out, and how to see it: nothing is hidden silently.
std::string hidden_line(const Ledger& ledger) {
  std::string parts;
  const auto part = [&](std::size_t count, std::string_view what) {
    if (count > 0) parts += (parts.empty() ? "" : ", ") + std::to_string(count) + " " + std::string(what);
  };
  part(ledger.routine, "routine");
  part(ledger.copied, "of one document in two versions");
  part(ledger.dismissed, "dismissed");
  std::string out;
  if (!parts.empty()) out = "Held back: " + parts + "; --all shows them.";
  const auto more = [&](std::size_t count, std::string_view why) {
    if (count > 0)
      out += (out.empty() ? "" : " ") + counted(count, "row") + " more " + std::string(why) + ".";
  };
  if (ledger.folded > 0)
    out += (out.empty() ? "" : " ") + counted(ledger.folded, "row") +
           (ledger.folded == 1 ? " is a part of another one" : " are parts of others") + "; --all shows " +
           (ledger.folded == 1 ? "it" : "them") + " apart.";
  more(ledger.beyond_max, "beyond --limit");
  more(ledger.of_other_kinds, "of other kinds");
  if (ledger.undated > 0)
    out += (out.empty() ? "" : " ") + counted(ledger.undated, "document") +
           (ledger.undated == 1 ? " has no date and was" : " have no date and were") + " not compared.";
  return out;
}

std::string ledger_text(const Ledger& ledger, const Style& style) {
  std::string out;
  for (const auto& row : ledger.rows)
    out += row_text(row, style) + "\n";
  const auto count =
      ledger.rows.empty() ? std::string("No promise was made again") : counted(ledger.rows.size(), "row");
  add_lines(out, "", count + " in " + counted(ledger.documents, "document") + ".", Ink::bold, style);
  if (const auto hidden = hidden_line(ledger); !hidden.empty()) add_lines(out, "", hidden, Ink::dim, style);
  return without_trailing_spaces(out);
}

Result<app::LedgerQuery> query_of(const Arguments& arguments, const Terminal& terminal,
                                  const app::Configuration& configuration) {
  app::LedgerQuery query;
  query.read = TRY(read_options(arguments, terminal));
  TRY(app::add_configured_forms(configuration, query.read));
  for (const auto kind : arguments.values("kind"))
    query.kinds.push_back(*recall::repeat_kind(kind));
  query.with_held = arguments.has("all");
  query.only_dismissed = arguments.has("dismissed");
  if (arguments.has("limit")) {
    const auto limit = parse_number(arguments.value("limit"), 1, 1'000'000);
    if (!limit)
      return Error{ErrorCode::invalid,
                   "--limit cannot be " + quoted(arguments.value("limit")) + "; give a number from 1 on"};
    query.rows_max = static_cast<std::size_t>(*limit);
  }
  return query;
}

// Says of the row that is named what `verdict` says. Returns the exit status.
int judge(const Arguments& arguments, const Terminal& terminal, std::string_view verdict) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto configuration = configuration_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  auto at = moment_of(arguments, terminal, *configuration);
  if (!at) return refuse_lines(terminal, at.error().message);
  auto query = query_of(arguments, terminal, *configuration);
  if (!query) return refuse_lines(terminal, query.error().message);
  app::Judging judging;
  judging.row = arguments.operands[0];
  judging.verdict = verdict;
  judging.reason = arguments.value("reason");
  judging.actor = actor_of(arguments, terminal);
  judging.at = *at;
  if (judging.actor.empty()) return refuse(terminal, "--actor: who says so? give a name");
  if (verdict == "dismissed" && judging.reason.empty())
    return refuse(terminal,
                  "--reason: why are these not one promise? give a reason for those who come later");
  std::vector<std::string> paths;
  for (const auto path : arguments.values("in"))
    paths.emplace_back(path);
  if (paths.empty()) {
    paths.push_back(app::from_here(app::archive_root(".", *configuration)));
  }
  auto row = app::judge_row(paths, *configuration, *query, judging);
  if (!row) return refuse(terminal, row.error().message);
  terminal.out(without_trailing_spaces(row_text(*row, *style)));
  return 0;
}

}  // namespace

int run_ledger_promises(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto configuration = configuration_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  auto query = query_of(arguments, terminal, *configuration);
  if (!query) return refuse_lines(terminal, query.error().message);
  std::vector<std::string> paths(arguments.operands.begin(), arguments.operands.end());
  if (paths.empty()) paths.emplace_back(".");
  const auto format = arguments.value("format");
  query->is_folded = (format == "text" || format == "markdown") && !query->with_held;
  const auto ledger = app::list_ledger(paths, *configuration, *query);
  if (format == "json")
    terminal.out(app::ledger_json(ledger));
  else if (format == "csv")
    terminal.out(app::ledger_csv(ledger));
  else if (format == "markdown")
    terminal.out(app::ledger_markdown(ledger));
  else if (ledger.documents > 0)
    terminal.out(ledger_text(ledger, *style));
  say_troubles(terminal, ledger.troubles);
  return ledger.troubles.empty() ? 0 : 2;
}

int run_ledger_confirm(const Arguments& arguments, const Terminal& terminal) {
  return judge(arguments, terminal, "confirmed");
}
int run_ledger_dismiss(const Arguments& arguments, const Terminal& terminal) {
  return judge(arguments, terminal, "dismissed");
}
int run_ledger_undo(const Arguments& arguments, const Terminal& terminal) {
  return judge(arguments, terminal, "");
}

}  // namespace hindcast::cli
