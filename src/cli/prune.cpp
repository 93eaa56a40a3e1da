// The command `gate prune`.
#include "app/prune.h"

#include <algorithm>
#include <string>

#include "app/forms.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/progress.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/width.h"
#include "gate/tally.h"

namespace hindcast::cli {
namespace {

void add_lines(std::string& out, const std::string& text, const Style& style) {
  constexpr int columns_min = 20;
  for (const auto& line : wrap(harmless(text), std::max(columns_min, style.columns - 2)))
    out += "  " + line + "\n";
}

std::string figures_line(const gate::Tally& tally) {
  std::string out = "asked " + std::to_string(tally.asked) + (tally.asked == 1 ? " time" : " times");
  if (tally.first && tally.last) out += " from " + to_iso(*tally.first) + " to " + to_iso(*tally.last);
  out += ", caught " + std::to_string(tally.caught);
  if (tally.last_catch) out += ", last on " + to_iso(*tally.last_catch);
  return out;
}

void add_question(std::string& out, const app::Proposal& one, const app::PruneReport& report,
                  const Style& style) {
  out += style.paint(one.why.empty() ? Ink::plain : Ink::yellow, one.why.empty() ? "keep  " : "retire  ") +
         style.paint(Ink::bold, harmless(one.tally.id)) + "\n";
  add_lines(out, one.tally.text, style);
  std::string why;
  for (const auto reason : one.why)
    why += (why.empty() ? "" : "; ") + std::string(word(reason));
  if (!why.empty()) add_lines(out, why, style);
  add_lines(out, figures_line(one.tally), style);
  for (const auto& document : one.tally.documents)
    add_lines(out, written_here(report.root + "/" + document), style);
}

Result<int> prune(const Arguments& arguments, const Terminal& terminal, const Style& style) {
  constexpr int asked_most = 1'000'000, months_most = 1200;
  const auto configuration = TRY(policy_of(arguments));
  const Progress progress(terminal);
  app::PruneWish wish;
  wish.paths = {arguments.operands.begin(), arguments.operands.end()};
  const auto asked = parse_number(arguments.value("asked"), 1, asked_most);
  const auto months = parse_number(arguments.value("months"), 0, months_most);
  if (!asked) return Error{ErrorCode::invalid, "--asked takes a number from 1 on"};
  if (!months) return Error{ErrorCode::invalid, "--months takes a number from 0 to 1200"};
  wish.rules = {static_cast<std::size_t>(*asked), *months};
  wish.read = TRY(read_options(arguments, terminal));
  TRY(app::add_configured_forms(configuration, wish.read));
  wish.read.watch = progress.watch();
  const auto report = TRY(app::prune_gate(configuration, wish));
  say_troubles(terminal, report.troubles);
  const int status = report.troubles.empty() ? 0 : 2;
  if (arguments.value("format") == "json") return terminal.out(prune_json(report)), status;
  std::string out;
  for (const auto& one : report.questions)
    if (!one.why.empty() || arguments.has("all")) {
      add_question(out, one, report, style);
      out += "\n";
    }
  out += std::to_string(report.proposed()) + " of " + counted(report.questions.size(), "question") + " of " +
         counted(report.records, "release record") + " may be retired\n";
  terminal.out(out);
  return status;
}

}  // namespace

int run_gate_prune(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto status = prune(arguments, terminal, *style);
  return status ? *status : refuse_lines(terminal, status.error().message);
}

}  // namespace hindcast::cli
