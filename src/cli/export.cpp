// The commands `export` and `import`.
#include "app/export.h"

#include "app/archived.h"
#include "cli/handlers.h"
#include "cli/style.h"
#include "cli/version.h"
#include "cli/width.h"
#include "json/json.h"

namespace hindcast::cli {
namespace {

std::string export_json(const app::ExportReport& report) {
  std::string out;
  const auto number = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  json::Writer json(out);
  json.open_object().key("folder").text(report.folder).key("files").number(number(report.files));
  json.key("documents").number(number(report.documents)).key("revisions").number(number(report.revisions));
  json.key("items").number(number(report.items)).key("events").number(number(report.events));
  json.key("written").number(number(report.written)).close_object().finish();
  return out + "\n";
}

std::string contents(const app::ExportReport& report) {
  return counted(report.documents, "document") + " in " + counted(report.revisions, "revision") + ", " +
         counted(report.items, "item") + ", " + counted(report.events, "event");
}

int answer(const Result<app::ExportReport>& report, std::string_view done, const Arguments& arguments,
           const Terminal& terminal) {
  if (!report) return refuse(terminal, report.error().message);
  for (const auto& note : report->notes)
    terminal.err("hindcast: " + harmless(note) + "\n");
  if (arguments.value("format") == "json") {
    terminal.out(export_json(*report));
    return 0;
  }
  std::string out(report->was_there ? "The archive is that of this export already:" : done);
  out += " " + contents(*report) + ": " + harmless(report->folder) + "\n";
  if (arguments.has("documents"))
    out += counted(report->written, "document") + " that " + (report->written == 1 ? "was" : "were") +
           " missing beside the archive " + (report->written == 1 ? "is" : "are") + " there again.\n";
  terminal.out(out);
  return 0;
}

}  // namespace

int run_export(const Arguments& arguments, const Terminal& terminal) {
  const std::string folder(arguments.operands[0]);
  const auto program = "hindcast " + std::string(version_number());
  return answer(app::export_archive(app::archive_root(".", {}), folder, program), "Exported", arguments,
                terminal);
}

int run_import(const Arguments& arguments, const Terminal& terminal) {
  const std::string folder(arguments.operands[0]);
  auto report = app::import_archive(app::archive_root(".", {}), folder,
                                    {.read = {}, .writes_documents = arguments.has("documents")});
  if (!report && report.error().code == ErrorCode::not_found)
    if (const auto meant = near_command("import", folder))
      return refuse(terminal, report.error().message + "; did you mean 'hindcast import " +
                                  std::string(*meant) + " FILE'?");
  return answer(report, "Imported and verified", arguments, terminal);
}

}  // namespace hindcast::cli
