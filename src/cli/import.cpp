// The commands `import github` and `import gitlab`.
#include <algorithm>

#include "app/archived.h"
#include "app/files.h"
#include "app/import_issues.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

using app::ImportedIssue;
using app::IssueImport;
using What = ImportedIssue::What;

// Line by line, as a line end is none of the harm.
std::string harmless_lines(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    auto line = text.substr(0, end);
    if (line.ends_with('\r')) line.remove_suffix(1);
    out.append(harmless(line)).append("\n");
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

std::string parts_text(const std::vector<std::string>& parts) {
  std::string out;
  for (const auto& part : parts)
    out += (out.empty() ? "" : ", ") + std::string(part == "rest"   ? "comments and actions"
                                                   : part == "head" ? "front matter"
                                                                    : "text");
  return out;
}

std::string line_of(const ImportedIssue& issue, const Style& style) {
  std::string out = style.paint(Ink::bold, harmless(written_here(issue.path))) + "  ";
  if (issue.what == What::conflict)
    return out + style.paint(Ink::red, "conflict") +
           ": changed here and in the tracker: " + parts_text(issue.conflicts) + "\n" +
           harmless_lines(issue.patch);
  if (issue.what == What::failed) return out + style.paint(Ink::red, "failed") + ": nothing was written\n";
  const auto others = issue.items - issue.actions;
  out += style.paint(issue.what == What::added ? Ink::green : Ink::plain, app::word(issue.what)) + ": " +
         counted(issue.actions, "action");
  return out + (others > 0 ? ", " + counted(others, "other item") : "") + "\n";
}

// "3 issues: 2 added, 1 unchanged." and what was not understood.
std::string closing_text(const app::IssueImportReport& report, bool dry_run) {
  std::string out, counts;
  for (const auto what : {What::added, What::updated, What::unchanged, What::conflict, What::failed}) {
    std::size_t count = 0;
    for (const auto& issue : report.issues)
      count += issue.what == what;
    if (count == 0) continue;
    counts += (counts.empty() ? ": " : ", ") + std::to_string(count) + " ";
    counts += what == What::conflict ? "in conflict" : std::string(app::word(what));
  }
  out += counted(report.issues.size(), "issue") + counts + ".\n";
  if (counts.find("conflict") != counts.npos)
    out +=
        "A document in conflict stays as it is: --theirs takes the tracker's parts, --ours keeps those "
        "here.\n";
  for (const auto& note : report.notes)
    out += "Note: " + harmless(note) + "\n";
  for (const auto& unknown : report.unknown)
    out += "Not understood: `" + harmless(unknown.key) + "`, " + counted(unknown.count, "time") + "\n";
  if (dry_run) out += "Nothing was written.\n";
  return out;
}

int run_import(const Arguments& arguments, const Terminal& terminal, IssueImport::From from) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  IssueImport import;
  import.from = from;
  import.root = app::archive_root(".", {});
  if (import.root == app::absolute(".")) import.root = ".";
  import.into = import.root == "." ? "issues" : import.root + "/issues";
  import.is_folder_named = arguments.has("into");
  if (import.is_folder_named) import.into = arguments.value("into");
  import.project = arguments.value("repo");
  import.dry_run = arguments.has("dry-run");
  if (arguments.has("theirs") && arguments.has("ours"))
    return refuse(terminal, "--theirs or --ours: one of them");
  if (arguments.has("theirs")) import.conflict = IssueImport::Conflict::theirs;
  if (arguments.has("ours")) import.conflict = IssueImport::Conflict::ours;

  const std::string file(arguments.operands[0]);
  const bool is_piped = file == "-" && terminal.in;
  auto input = is_piped ? terminal.in(app::issues_file_bytes_max()) : app::read_issues_file(file);
  const std::string name = is_piped ? "standard input" : file;
  if (!input) return refuse(terminal, name + ": " + input.error().message);
  auto report = app::import_issues(*input, import, *options);
  if (!report) return refuse(terminal, name + ": " + report.error().message);

  if (arguments.value("format") == "json") {
    terminal.out(app::issue_import_json(*report, import.dry_run));
  } else if (import.dry_run) {
    for (const auto& issue : report->issues)
      terminal.out(terminal.is_terminal ? harmless_lines(issue.patch) : issue.patch);
    terminal.err(closing_text(*report, true));
  } else {
    std::string out;
    for (const auto& issue : report->issues)
      if (issue.what != What::unchanged) out += line_of(issue, *style);
    terminal.out(out + (out.empty() ? "" : "\n") + closing_text(*report, false));
  }
  say_troubles(terminal, report->troubles);
  if (!report->troubles.empty()) return 2;
  for (const auto& issue : report->issues)
    if (issue.what == What::conflict) return 1;
  return 0;
}

}  // namespace

int run_import_github(const Arguments& arguments, const Terminal& terminal) {
  return run_import(arguments, terminal, IssueImport::From::github);
}

int run_import_gitlab(const Arguments& arguments, const Terminal& terminal) {
  return run_import(arguments, terminal, IssueImport::From::gitlab);
}

}  // namespace hindcast::cli
