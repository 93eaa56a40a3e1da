// What the calendar says: actions that wait, values that never came; and documents that no form fits.
#include "doctor/groups.h"

namespace hindcast::doctor {
namespace {

using facts::ActionState;

bool is_shown_open(ActionState state) {
  return state == ActionState::open || state == ActionState::in_progress || state == ActionState::blocked;
}

void look_at_actions(const Record& record, const Options& options, std::vector<diag::Diagnostic>& found) {
  const auto today = days_from_epoch(options.today);
  for (const auto& action : record.actions) {
    if (!facts::is_open(action.state) || action.state == ActionState::idea) continue;
    if (action.due) {
      const auto late = today - days_from_epoch(action.due->date);
      if (late <= 0) continue;
      add(found, "action-overdue", action.due->at.end > action.due->at.begin ? action.due->at : action.span,
          "was due " + to_iso(action.due->date) + ", " + day_count(late) + " ago" +
              (is_shown_open(action.state) ? ", and is open" : ", and nothing says that it is done"));
      continue;
    }
    if (!record.date || !is_shown_open(action.state)) continue;
    const auto age = today - days_from_epoch(*record.date);
    if (age > options.open_days_max)
      add(found, "action-ageing", action.span,
          "still open " + day_count(age) + " after the document's date, " + to_iso(*record.date));
  }
}

void look_at_values(const Record& record, const Options& options, std::vector<diag::Diagnostic>& found) {
  const auto today = days_from_epoch(options.today);
  std::string since;
  if (record.review && *record.review < options.today)
    since =
        day_count(today - days_from_epoch(*record.review)) + " after the review of " + to_iso(*record.review);
  else if (!record.review && record.date && today - days_from_epoch(*record.date) > options.value_days_max)
    since = day_count(today - days_from_epoch(*record.date)) + " after the document's date, " +
            to_iso(*record.date);
  if (since.empty()) return;
  for (const auto at : record.values_to_come)
    add(found, "value-never-came", at, "still to come " + since);
}

// "README.md" speaks about a folder or a repository and is a document of no kind by right.
bool is_house_keeping(std::string_view path) {
  const auto name = lowered(path.substr(path.find_last_of('/') + 1));
  for (const std::string_view usual : {"readme", "index", "contributing", "changelog", "license", "security",
                                       "code_of_conduct", "agents", "claude"})
    if (std::string_view(name).substr(0, name.find('.')) == usual) return true;
  return false;
}

}  // namespace

void find_waiting(std::span<const Record> records, const Options& options, Found& found) {
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto& record = records[i];
    if (record.is_template) continue;
    if (makes_promises(record)) look_at_actions(record, options, found[i]);
    look_at_values(record, options, found[i]);
    if (!record.has_form && !record.has_items && record.kind == facts::DocumentKind::other &&
        !is_house_keeping(record.path))
      add(found[i], "document-without-form", record.title,
          "no form fits this document, and nothing of it was understood");
  }
}

}  // namespace hindcast::doctor
