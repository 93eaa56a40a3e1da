// The commands `drill list`, `drill start`, `drill step` and `drill finish`.
#include "app/drill.h"

#include <string>
#include <vector>

#include "app/check_settings.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/table.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

struct Place {
  app::Configuration configuration;
  app::DrillFiles files;
  Timestamp at = 0;
};

Result<Place> place_of(const Arguments& arguments, const Terminal& terminal) {
  Place place;
  place.configuration = TRY(policy_of(arguments));
  place.files = TRY(app::drill_files(place.configuration, std::string(arguments.value("records"))));
  place.at = TRY(moment_of(arguments, terminal, place.configuration));
  if (arguments.value("at").empty()) return place;
  const auto at = app::moment_given(arguments.value("at"));
  if (!at)
    return Error{ErrorCode::invalid, "--at takes a moment with its zone, as 2031-03-12T09:00:00Z, not '" +
                                         harmless(arguments.value("at")) + "'"};
  place.at = *at;
  return place;
}

// "41 min", "1 h 48 min".
std::string lasted(std::int64_t ms) {
  const std::int64_t minutes = ms / 60'000;
  if (minutes < 60) return std::to_string(minutes) + " min";
  return std::to_string(minutes / 60) + " h " + std::to_string(minutes % 60) + " min";
}

int tell(const Terminal& terminal, const Result<app::DrillWritten>& written, const std::string& what) {
  if (!written) return refuse(terminal, written.error().message);
  for (const auto& note : written->notes)
    terminal.err("hindcast: " + harmless(note) + "\n");
  terminal.out(harmless(written->path) + ": " + harmless(written->drill) + " " + what + "\n");
  return 0;
}

}  // namespace

int run_drill_start(const Arguments& arguments, const Terminal& terminal) {
  auto place = place_of(arguments, terminal);
  if (!place) return refuse(terminal, place.error().message);
  const std::string who = person_of(arguments, terminal);
  const auto written = app::start_drill(place->configuration, place->files,
                                        std::string(arguments.operands[0]), who, place->at);
  return tell(terminal, written, "began at " + to_iso_time(place->at));
}

int run_drill_step(const Arguments& arguments, const Terminal& terminal) {
  auto place = place_of(arguments, terminal);
  if (!place) return refuse(terminal, place.error().message);
  std::string line = "step: " + to_iso_time(place->at);
  for (const std::string_view word : arguments.operands)
    line.append(" ").append(word);
  const auto written = app::add_to_drill(place->configuration, place->files,
                                         std::string(arguments.value("drill")), {line}, place->at);
  return tell(terminal, written, written ? "after " + lasted(written->lasted_ms) : "");
}

int run_drill_finish(const Arguments& arguments, const Terminal& terminal) {
  auto place = place_of(arguments, terminal);
  if (!place) return refuse(terminal, place.error().message);
  if (arguments.value("result").empty())
    return refuse(terminal, "say how it went: --result passed or --result failed");
  std::vector<std::string> lines = {"finished: " + to_iso_time(place->at),
                                    "result: " + std::string(arguments.value("result"))};
  if (const auto until = arguments.value("data-until"); !until.empty()) {
    const auto at = app::moment_given(until);
    if (!at)
      return refuse(terminal, "--data-until takes a moment with its zone, as 2031-03-12T08:50:00Z, not '" +
                                  harmless(until) + "'");
    lines.push_back("data until: " + to_iso_time(*at));
  }
  for (const std::string_view key : {"verified", "evidence"})
    if (const auto text = arguments.value(key); !text.empty())
      lines.push_back(std::string(key).append(": ").append(text));
  const auto written = app::add_to_drill(place->configuration, place->files,
                                         std::string(arguments.value("drill")), lines, place->at);
  return tell(terminal, written,
              written ? std::string(arguments.value("result")) + " after " + lasted(written->lasted_ms) : "");
}

int run_drill_list(const Arguments& arguments, const Terminal& terminal) {
  auto place = place_of(arguments, terminal);
  if (!place) return refuse(terminal, place.error().message);
  const auto list = app::list_drills(place->configuration, place->files, place->at);
  if (!list) return refuse(terminal, list.error().message);
  if (arguments.value("format") == "json") {
    terminal.out(app::drills_json(*list));
    return list->complaints.empty() ? 0 : 2;
  }
  const auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  std::vector<Row> rows;
  for (const auto& drill : list->rows) {
    const std::string due = !drill.last ? "never run" : !drill.due ? "" : to_iso(*drill.due);
    const std::string state = drill.began        ? "under way since " + to_iso_time(*drill.began)
                              : drill.is_overdue ? "overdue"
                                                 : "";
    rows.push_back({{{harmless(drill.name)},
                     {harmless(drill.owner)},
                     {harmless(drill.every)},
                     {drill.last ? to_iso(*drill.last) : ""},
                     {due, drill.is_overdue ? Ink::red : Ink::plain},
                     {state, drill.began ? Ink::yellow : Ink::red}},
                    {}});
  }
  const std::vector<Column> columns = {{.title = "drill", .flexible = true},
                                       {.title = "owner"},
                                       {.title = "every"},
                                       {.title = "last passed"},
                                       {.title = "due"},
                                       {.title = "standing", .columns_max = 40}};
  const auto shown = rows.empty() ? std::nullopt : table(columns, rows, 12, *style);
  if (shown)
    terminal.out(*shown);
  else
    for (const Row& row : rows)
      terminal.out(row.cells[0].text + ", " + row.cells[4].text + ", " + row.cells[5].text + "\n");
  if (rows.empty()) terminal.out("No register names a drill.\n");
  for (const auto& complaint : list->complaints)
    terminal.err("hindcast: " + harmless(complaint) + "\n");
  return list->complaints.empty() ? 0 : 2;
}

}  // namespace hindcast::cli
