// The commands `backup` and `restore`.
#include "app/backup.h"

#include "app/archived.h"

#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/width.h"
#include "json/json.h"

namespace hindcast::cli {
namespace {

std::string size_text(std::size_t documents, std::size_t events) {
  return counted(documents, "document") + " and " + counted(events, "event");
}

Result<Timestamp> moment_of(const Arguments& arguments, const Terminal& terminal) {
  if (!arguments.has("now")) return terminal.now;
  return start_of(TRY(today_of(arguments, terminal)));
}

std::string backup_json(const app::BackupReport& report) {
  std::string out;
  json::Writer json(out);
  json.open_object()
      .key("file")
      .text(report.file)
      .key("bytes")
      .number(static_cast<std::int64_t>(report.bytes));
  json.key("documents").number(static_cast<std::int64_t>(report.documents));
  json.key("events").number(static_cast<std::int64_t>(report.events)).close_object().finish();
  return out + "\n";
}

std::string restore_json(const app::RestoreReport& report) {
  std::string out;
  json::Writer json(out);
  json.open_object().key("archive").text(report.archive).key("kept");
  report.kept.empty() ? json.null() : json.text(report.kept);
  json.key("documents").number(static_cast<std::int64_t>(report.documents));
  json.key("events").number(static_cast<std::int64_t>(report.events)).close_object().finish();
  return out + "\n";
}

}  // namespace

int run_backup(const Arguments& arguments, const Terminal& terminal) {
  auto at = moment_of(arguments, terminal);
  if (!at) return refuse(terminal, at.error().message);
  const std::string file(arguments.operands.empty() ? "" : arguments.operands[0]);
  auto report =
      app::backup(app::archive_root(".", {}), file, {.at = *at, .may_replace = arguments.has("force")});
  if (!report) return refuse(terminal, report.error().message);
  terminal.out(arguments.value("format") == "json"
                   ? backup_json(*report)
                   : "Backed up and verified " + size_text(report->documents, report->events) + ": " +
                         harmless(written_here(report->file)) + "\n");
  return 0;
}

int run_restore(const Arguments& arguments, const Terminal& terminal) {
  auto at = moment_of(arguments, terminal);
  if (!at) return refuse(terminal, at.error().message);
  const std::string file(arguments.operands[0]);
  auto report = app::restore(app::archive_root(".", {}), file, *at);
  if (!report) return refuse(terminal, report.error().message);
  if (arguments.value("format") == "json") {
    terminal.out(restore_json(*report));
    return 0;
  }
  terminal.out("Restored " + size_text(report->documents, report->events) + ": " +
               harmless(written_here(report->archive)) + "\n");
  if (!report->kept.empty())
    terminal.out("What was there before: " + harmless(written_here(report->kept)) + "\n");
  return 0;
}

}  // namespace hindcast::cli
