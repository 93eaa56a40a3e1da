#include "app/edit.h"

#include <string>
#include <vector>

#include "app/follow.h"
#include "app/forms.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/suggest.h"
#include "cli/version.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

using app::Assignment;
using app::EditPlan;

// What documents are read by, as every command reads them, and when it is where the team works.
struct Setting {
  app::ReadOptions read;
  Date today;
  Timestamp at = 0;
};

Result<Setting> setting_of(const Arguments& arguments, const Terminal& terminal) {
  const auto configuration = TRY(configuration_of(arguments));
  Setting setting{TRY(read_options(arguments, terminal)), TRY(today_of(arguments, terminal, configuration)),
                  TRY(moment_of(arguments, terminal, configuration))};
  TRY(app::add_configured_forms(configuration, setting.read));
  return setting;
}

// The archive hears of what the documents say now. Returns the exit status: the documents are changed in any
// case.
int follow(const EditPlan& plan, const Setting& setting, const Arguments& arguments,
           const Terminal& terminal) {
  if (!app::has_archive(plan.files)) return 0;
  app::SyncOptions options;
  options.read = setting.read;
  options.actor = actor_of(arguments, terminal);
  options.program = "Hindcast " + std::string(version_number());
  options.at = setting.at;
  auto done = options.actor.empty()
                  ? Status(Error{ErrorCode::invalid, "nobody knows who changed it; give --actor NAME"})
                  : app::follow_edits(plan.files, options);
  if (done.ok()) return 0;
  return refuse(terminal, "the archive has not heard of it: " + done.error().message +
                              "; the documents are changed, and 'hindcast sync' records it");
}

// Prints what a plan changes, or does it.
int carry_out(const Result<EditPlan>& plan, const Setting& setting, const Arguments& arguments,
              const Terminal& terminal) {
  if (!plan) return refuse(terminal, plan.error().message + " (nothing was changed)");
  for (const std::string& note : plan->notes)
    terminal.err("hindcast: " + harmless(note) + "\n");
  if (arguments.has("dry-run")) {
    terminal.out(app::plan_diff(*plan));
  } else {
    auto notes = app::apply_plan(*plan);
    if (!notes) return refuse(terminal, notes.error().message);
    for (const std::string& line : plan->done)
      terminal.out(harmless(line) + "\n");
    for (const std::string& note : *notes)
      terminal.err("hindcast: " + harmless(note) + "\n");
    if (!plan->files.empty()) return follow(*plan, setting, arguments, terminal);
  }
  if (plan->files.empty()) terminal.err("hindcast: nothing to change: the documents say so already\n");
  return 0;
}

std::vector<std::string> paths_of(const Arguments& arguments) {
  const auto given = arguments.values("in");
  return {given.begin(), given.end()};
}

int run_ticks(const Arguments& arguments, const Terminal& terminal, bool ticked) {
  auto setting = setting_of(arguments, terminal);
  if (!setting) return refuse_lines(terminal, setting.error().message);
  app::EditRequest request;
  request.targets.assign(arguments.operands.begin(), arguments.operands.end());
  request.assignments = {{Assignment::What::ticked, "", ticked ? "yes" : "no"}};
  request.paths = paths_of(arguments);
  request.recover = !arguments.has("dry-run");
  return carry_out(app::plan_edits(request, setting->read), *setting, arguments, terminal);
}

}  // namespace

int run_set(const Arguments& arguments, const Terminal& terminal) {
  auto setting = setting_of(arguments, terminal);
  if (!setting) return refuse_lines(terminal, setting.error().message);
  app::EditRequest request;
  for (std::string_view word : arguments.operands) {
    auto assignment = app::assignment_of(word, setting->today);
    if (!assignment) return refuse(terminal, assignment.error().message);
    if (*assignment)
      request.assignments.push_back(**assignment);
    else
      request.targets.emplace_back(word);
  }
  if (request.targets.empty())
    return refuse(terminal, "set what? name an item: FILE:LINE, FILE#id or SLUG#id");
  if (request.assignments.empty())
    return refuse(terminal,
                  "set it to what? write state=done, owner=NAME, due=YYYY-MM-DD, priority=WORD, "
                  "field:NAME=VALUE or slot:NAME=VALUE");
  request.paths = paths_of(arguments);
  request.recover = !arguments.has("dry-run");
  return carry_out(app::plan_edits(request, setting->read), *setting, arguments, terminal);
}

int run_tick(const Arguments& arguments, const Terminal& terminal) {
  return run_ticks(arguments, terminal, true);
}

int run_untick(const Arguments& arguments, const Terminal& terminal) {
  return run_ticks(arguments, terminal, false);
}

int run_add_action(const Arguments& arguments, const Terminal& terminal) {
  auto setting = setting_of(arguments, terminal);
  if (!setting) return refuse_lines(terminal, setting.error().message);
  app::ActionRequest request;
  request.recover = !arguments.has("dry-run");
  request.path = arguments.operands[0];
  request.text = arguments.operands[1];
  for (std::size_t i = 2; i < arguments.operands.size(); ++i) {
    auto assignment = app::assignment_of(arguments.operands[i], setting->today);
    if (!assignment) return refuse(terminal, assignment.error().message);
    const auto what = *assignment ? (*assignment)->what : Assignment::What::ticked;
    if (what == Assignment::What::owner)
      request.owner = (*assignment)->value;
    else if (what == Assignment::What::due)
      request.due = parse_iso_date((*assignment)->value);
    else if (what == Assignment::What::priority)
      request.priority = (*assignment)->value;
    else
      return refuse(terminal, "a new action takes owner=, due= and priority=, not " +
                                  quoted(arguments.operands[i]) + "; put its text in quotes");
  }
  return carry_out(app::plan_action(request, setting->read), *setting, arguments, terminal);
}

}  // namespace hindcast::cli
