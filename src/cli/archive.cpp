// The commands `sync`, `log` and `verify`: what the archive learns, what it remembers, and whether it is
// whole.
#include <algorithm>
#include <string>
#include <unordered_map>
#include <vector>

#include "app/archived.h"
#include "app/backup.h"
#include "app/forms.h"
#include "app/policies.h"
#include "app/sync.h"
#include "app/verify.h"
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

using app::StoryLine;

constexpr std::size_t added_shown_max = 20;

// As much of it as fits, harmless.
std::string fitted(std::string_view value, int columns) {
  const auto text = harmless(value);
  columns = std::max(columns, 10);
  return columns_of(text) <= columns ? text : std::string(first_columns(text, columns - 1)) + "…";
}

std::string value_of(const archive::Event& event, const std::string& value) {
  if (value.empty()) return "none";
  return event.field == "state" ? spoken(value) : fitted(value, 40);
}

// "state open → done", "came from docs/a.md", "added".
std::string what_of(const StoryLine& line, const Style& style) {
  const auto& event = line.event;
  const std::string arrow(style.sign(" → ", " -> "));
  if (event.field == "text") return "rewritten";
  if (event.what == "item_changed")
    return event.field + " " + value_of(event, event.before) + arrow + value_of(event, event.after);
  if (event.what == "item_moved") return "came from " + harmless(event.before);
  if (event.field == "repeat") {
    std::string said = event.what.substr(event.what.find('_') + 1) + ": repeats " + harmless(event.before);
    return event.after.empty() ? said : said + " (" + harmless(event.after) + ")";
  }
  if (event.what == "document_moved") return "moved here from " + harmless(event.before);
  if (line.is_left_out) return "left out; its file is there, and nothing is read of it any more";
  if (event.what == "document_changed") return "revision " + std::to_string(event.revision);
  const auto what = event.what.substr(event.what.find('_') + 1);
  return what == "back" ? "is back" : what;
}

Ink ink_of(const StoryLine& line) {
  const auto& what = line.event.what;
  if (what == "document_added" || what == "item_added") return Ink::green;
  if (what == "document_gone" || what == "item_gone") return Ink::red;
  return Ink::plain;
}

// What an item's line says behind `lead`, and of rewritten ones what it said before, below.
std::string item_text(const StoryLine& line, const std::string& lead, bool says_text, const Style& style) {
  const auto what = what_of(line, style);
  const bool is_rewritten = line.event.field == "text";
  const int indent = columns_of(lead);
  std::string out = lead + style.paint(ink_of(line), what);
  if (says_text || is_rewritten)
    out += ": " +
           fitted(is_rewritten ? line.event.after : line.text, style.columns - indent - columns_of(what) - 2);
  out += "\n";
  if (is_rewritten)
    out += std::string(static_cast<std::size_t>(indent), ' ') +
           style.paint(Ink::dim, "was: " + fitted(line.event.before, style.columns - indent - 5)) + "\n";
  return out;
}

// "#x7k2p": within its document the slug says nothing new.
std::string short_id_of(const StoryLine& line) {
  return harmless(line.item.substr(std::min(line.item.rfind('#'), line.item.size())));
}

// All of one document in one place, where it is told of first; there its own changes come before its items'.
std::vector<const StoryLine*> by_document(const std::vector<StoryLine>& changes) {
  std::unordered_map<std::string_view, std::size_t> places;
  std::vector<const StoryLine*> lines;
  for (const StoryLine& line : changes) {
    places.emplace(line.document, places.size());
    lines.push_back(&line);
  }
  std::stable_sort(lines.begin(), lines.end(), [&](const StoryLine* a, const StoryLine* b) {
    return std::pair(places[a->document], a->event.item != 0) <
           std::pair(places[b->document], b->event.item != 0);
  });
  return lines;
}

// A line for each document, and under it one for each change of its items.
std::string changes_text(const app::SyncReport& report, const Style& style) {
  std::string out;
  std::size_t added = 0;
  const std::string* heading = nullptr;
  for (const StoryLine* told : by_document(report.changes)) {
    const StoryLine& line = *told;
    const bool is_added = line.event.what == "document_added";
    if (is_added && ++added > added_shown_max) continue;
    const bool is_same = heading && *heading == line.document;
    heading = &line.document;
    if (!is_same) out += style.paint(Ink::bold, harmless(line.document));
    if (line.event.item == 0) {
      if (is_same) out.pop_back();
      out += (is_same ? ", " : "  ") + style.paint(ink_of(line), what_of(line, style)) + "\n";
      continue;
    }
    if (!is_same) out += "\n";
    out += item_text(line, "  " + short_id_of(line) + "  ", true, style);
  }
  if (added > added_shown_max)
    out += counted(added - added_shown_max, "document") + " more " +
           (added - added_shown_max == 1 ? "was" : "were") + " added.\n";
  return out;
}

std::string history_text(const app::HistoryReport& history) {
  return "History: " + counted(history.commits, "commit") + ", " + counted(history.documents, "document") +
         " in " + counted(history.revisions, "revision") + ", " + counted(history.events, "event") + ".\n";
}

std::string sync_text(const app::SyncReport& report, bool dry_run, const Style& style) {
  std::string out = changes_text(report, style);
  if (!out.empty()) out += "\n";
  const auto count = [&](std::string_view what) { return app::count_of(report, what); };
  std::string parts;
  const auto part = [&](std::size_t number, std::string_view what) {
    if (number > 0) parts += (parts.empty() ? "" : ", ") + std::to_string(number) + " " + std::string(what);
  };
  part(count("document_added"), "added");
  part(count("document_changed"), "changed");
  part(count("document_moved"), "moved");
  const auto left_out = static_cast<std::size_t>(std::count_if(
      report.changes.begin(), report.changes.end(), [](const auto& line) { return line.is_left_out; }));
  part(count("document_gone") - left_out, "gone");
  part(left_out, "left out");
  part(count("document_back"), "back");
  std::string line = counted(report.files, "document") + ": " +
                     (!parts.empty()      ? parts
                      : report.is_stopped ? "nothing was recorded"
                                          : "nothing has changed");
  std::size_t items = 0;
  for (const StoryLine& change : report.changes)
    items += change.event.item != 0 ? 1 : 0;
  if (items > 0) line += "; " + counted(items, "change") + " of items";
  out += style.paint(Ink::bold, line + ".") + "\n";
  if (dry_run) out += "Nothing was written.\n";
  return out;
}

std::string first_operand(const Arguments& arguments) {
  return arguments.operands.empty() ? "." : std::string(arguments.operands[0]);
}

// What was recorded on a day, under it and who did it.
std::string story_text(const app::Story& story, const Zone& zone, const Style& style) {
  const auto& facts = story.document.facts;
  const bool is_item = story.item.has_value();
  std::string out;
  for (const auto& line : wrap(harmless(is_item ? story.item->facts.text : facts.title), style.columns))
    out += style.paint(Ink::bold, line) + "\n";
  std::string where = harmless(story.document.path);
  if (is_item)
    where += ":" + std::to_string(story.item->facts.line) + "  " + harmless(facts.slug) + "#" +
             harmless(story.item->facts.short_id);
  if (is_item ? !story.item->is_here : !story.document.is_here) where += "  (gone)";
  out += style.paint(Ink::dim, where) + "\n\n";
  std::string day, actor;
  for (const StoryLine& line : story.lines) {
    const auto today = to_iso(zone.day(line.event.at));
    if (today != day || line.event.actor != actor) out += today + "  " + harmless(line.event.actor) + "\n";
    day = today;
    actor = line.event.actor;
    if (line.event.what == "item_moved" && line.event.document != story.document.id && !is_item)
      out += "  " + short_id_of(line) + "  went to " + harmless(line.document) + ": " +
             fitted(line.text, style.columns - 30) + "\n";
    else if (line.event.item != 0 && !is_item)
      out += item_text(line, "  " + short_id_of(line) + "  ", true, style);
    else if (line.event.what == "item_added")
      out += "  " + style.paint(Ink::green, "added") + " with " + harmless(line.path_then) + "\n";
    else if (line.event.what == "document_added")
      out += "  " + style.paint(Ink::green, "added") + " as " + harmless(line.event.after) + "\n";
    else
      out += item_text(line, "  ", false, style);
  }
  return out;
}

// What to do about an archive that is not whole.
std::string way_back(const std::string& root) {
  const auto newest = app::newest_backup(root);
  if (!newest.empty())
    return "'hindcast restore " + harmless(written_here(newest)) +
           "' brings the newest backup back; what is there is kept.\n";
  return "There is no backup in .hindcast/backups. 'hindcast restore FILE' brings one back that lies "
         "elsewhere; without any,\n"
         "move .hindcast/archive.db away, and 'hindcast sync --history' begins anew with what git "
         "remembers.\n";
}

// Returns the exit status by which main() knows that the signal is to be passed on.
int say_stopped(std::string_view command, bool has_recorded, const Terminal& terminal) {
  terminal.err(has_recorded ? "hindcast: stopped; what is told above is recorded, and " +
                                  std::string(command) + " goes on from there\n"
                            : "hindcast: stopped before anything was recorded; " + std::string(command) +
                                  " begins again\n");
  return stopped_status;
}

}  // namespace

int run_sync(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto configuration = configuration_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  auto at = moment_of(arguments, terminal, *configuration);
  if (!at) return refuse_lines(terminal, at.error().message);
  auto read = read_options(arguments, terminal);
  if (!read) return refuse(terminal, read.error().message);
  if (auto added = add_configured_forms(*configuration, *read); !added.ok())
    return refuse_lines(terminal, added.error().message);

  app::SyncOptions options;
  options.read = std::move(*read);
  options.actor = actor_of(arguments, terminal);
  options.program = "Hindcast " + std::string(version_number());
  options.at = *at;
  options.dry_run = arguments.has("dry-run");
  options.reindex = arguments.has("reindex");
  if (options.actor.empty()) return refuse(terminal, "--actor: whose changes are these? give a name");
  const auto root = app::archive_root(first_operand(arguments), *configuration);
  const std::vector<std::string> paths(arguments.operands.begin(), arguments.operands.end());
  const Progress progress(terminal, Stop::is_heeded);
  options.read.watch = progress.watch();
  std::optional<app::HistoryReport> history;
  std::vector<std::string> notes;
  if (arguments.has("history")) {
    if (options.dry_run || !paths.empty())
      return refuse(terminal,
                    "--history reads all of the archive's folder, and goes with neither PATH nor --dry-run");
    auto past = app::sync_history(root, *configuration, options);
    if (!past) return refuse(terminal, past.error().message);
    if (past->is_stopped) {
      if (arguments.value("format") == "text") terminal.out(history_text(*past));
      return say_stopped("'hindcast sync --history'", past->commits > 0, terminal);
    }
    notes = past->notes;
    if (past->was_told)
      notes.emplace_back("the history was told before; what came since is synced");
    else
      history = std::move(*past);
  }
  auto report = app::sync(root, paths, *configuration, options);
  if (!report) return refuse(terminal, report.error().message);
  const bool has_done_nothing = report->files == 0 && report->changes.empty() && !report->troubles.empty();
  if (report->is_refused || (has_done_nothing && arguments.value("format") == "text")) {
    say_troubles(terminal, report->troubles);
    return 2;
  }
  if (history) {
    auto& troubles = report->troubles;
    troubles.insert(troubles.begin(), history->troubles.begin(), history->troubles.end());
    if (arguments.value("format") == "text") terminal.out(history_text(*history));
    report->history = std::move(history);
  }
  terminal.out(arguments.value("format") == "json" ? app::sync_json(*report, options.dry_run)
                                                   : sync_text(*report, options.dry_run, *style));
  notes.insert(notes.end(), report->notes.begin(), report->notes.end());
  for (const auto& note : notes)
    terminal.err("hindcast: " + harmless(note) + "\n");
  say_troubles(terminal, report->troubles);
  if (report->is_stopped) return say_stopped("'hindcast sync'", !report->changes.empty(), terminal);
  return report->troubles.empty() ? 0 : 2;
}

int run_log(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto configuration = app::load_configuration(".", "");
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  auto zone = app::team_zone(*configuration);
  if (!zone) return refuse_lines(terminal, zone.error().message);
  auto opened = app::open_archive_above(".", *configuration);
  if (!opened) return refuse(terminal, opened.error().message);
  auto story = app::story_of(*opened, first_operand(arguments));
  if (!story && story.error().code == ErrorCode::corrupt)
    return refuse(terminal, app::of_archive(std::move(story).error(), opened->root).message);
  if (!story) return refuse(terminal, story.error().message);
  if (arguments.value("format") == "text") {
    terminal.out(story_text(*story, *zone, *style));
    return 0;
  }
  std::string out = "[";
  for (const StoryLine& line : story->lines) {
    out += &line == story->lines.data() ? "\n" : ",\n";
    app::append_story_json(line, out);
  }
  terminal.out(out + "\n]\n");
  return 0;
}

int run_verify(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto opened = app::open_archive_above(first_operand(arguments), {});
  const auto refuse_with_way_back = [&](const Error& error) {
    const auto status = refuse(terminal, error.message);
    const bool tells_way = error.message.find("'hindcast ") != error.message.npos;
    if (error.code == ErrorCode::corrupt && !tells_way)
      terminal.err(way_back(app::archive_root(first_operand(arguments), {})));
    return status;
  };
  if (!opened) return refuse_with_way_back(opened.error());
  const Progress progress(terminal);
  auto report = app::verify_archive(*opened, progress.watch());
  if (!report) return refuse_with_way_back(report.error());
  for (const auto* problems : {&report->problems, &report->index_problems})
    for (const auto& problem : *problems)
      terminal.out(style->paint(Ink::red, harmless(problem)) + "\n");
  auto size = counted(report->documents, "document") + ", " + counted(report->events, "event");
  if (report->gone > 0)
    size += "; " + counted(report->gone, "document") + (report->gone == 1 ? " is gone" : " are gone");
  const auto wrong = report->problems.size() + report->index_problems.size();
  terminal.out(wrong == 0 ? "The archive is whole: " + size + ".\n"
                          : counted(wrong, "problem") + " in " + size + ".\n");
  if (!report->problems.empty()) terminal.out(way_back(opened->root));
  if (!report->index_problems.empty())
    terminal.out("'hindcast sync --reindex' makes the search index anew.\n");
  if (report->is_index_behind)
    terminal.out("The search index is behind; 'hindcast sync' brings it up to date.\n");
  return report->is_whole() ? 0 : 1;
}

}  // namespace hindcast::cli
