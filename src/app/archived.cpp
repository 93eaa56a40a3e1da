#include "app/archived.h"

#include <cstdlib>
#include <unordered_map>

#include "app/backup.h"
#include "app/files.h"
#include "app/items.h"
#include "disk/disk.h"
#include "disk/keep.h"
#include "disk/workplace.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

constexpr std::string_view folder_name = ".hindcast", file_name = "archive.db";

archive::ItemFacts archived(const facts::Item& item) {
  archive::ItemFacts made;
  made.role = facts::word(item.role);
  made.short_id = item.id;
  made.text = item.text;
  made.line = item.line;
  const bool has_state = item.role == facts::ItemRole::action || item.role == facts::ItemRole::improvement;
  if (has_state) made.state = facts::word(state_of(item));
  made.owner = text_of(item.owner);
  made.team = text_of(item.team);
  made.priority = text_of(item.priority);
  made.due = item.due ? to_iso(item.due->date) : text_of(item.due_text);
  if (item.ticked) made.ticked = *item.ticked ? "yes" : "no";
  made.start = item.start;
  made.end = item.end;
  made.value = text_of(item.value);
  return made;
}

// Where there was one, a backup tells; without it whatever comes next begins a new history.
Error no_archive(const std::string& root) {
  const auto file = archive_file(root);
  const auto newest = newest_backup(root);
  auto what = disk::exists(file) ? file + ": " + archive::not_begun : "there is no archive here";
  if (newest.empty())
    what += disk::exists(file) ? "; 'hindcast sync' begins one" : " yet; 'hindcast sync' makes one";
  else
    what += " any more; 'hindcast restore " + newest +
            "' brings its newest backup back, and 'hindcast sync' begins anew, without its history";
  return {disk::exists(file) ? ErrorCode::corrupt : ErrorCode::not_found, std::move(what)};
}

Result<OpenArchive> opened_at(const std::string& root, const archive::SqliteOptions& options) {
  const auto file = archive_file(root);
  auto opened = archive::open_sqlite(file, options);
  if (!opened.ok() && opened.error().message == archive::not_begun) return no_archive(root);
  if (!opened.ok()) return std::move(opened).error().while_(file);
  auto workspace = opened->workspace(main_workspace);
  if (!workspace.ok()) return std::move(workspace).error().while_(file);
  return OpenArchive{root, std::move(*opened), *workspace};
}

}  // namespace

std::string archive_file(const std::string& root) {
  return root + "/" + std::string(folder_name) + "/" + std::string(file_name);
}

std::string archive_root(const std::string& start, const Configuration& configuration) {
  std::string below(folder_name);
  below.append("/").append(file_name);
  if (auto found = disk::find_above(start, below); !found.empty()) {
    found = disk::absolute(found);
    return found.substr(0, found.size() - below.size() - 1);
  }
  if (!configuration.file.empty()) return configuration.folder;
  const auto repository = disk::repository_above(start);
  if (!repository.empty()) return repository;
  return disk::is_folder(start) ? disk::absolute(start) : folder_of(disk::absolute(start));
}

Result<OpenArchive> open_archive(const std::string& root) {
  if (!disk::exists(archive_file(root))) return no_archive(root);
  return opened_at(root, {.may_create = false});
}

Result<OpenArchive> open_or_begin_archive(const std::string& root, const archive::SqliteOptions& options) {
  // SQLite gives what it puts beside the database the same mode, so the file has it before there is any.
  const auto made = disk::create_private(archive_file(root));
  if (!made.ok() && made.error().code != ErrorCode::conflict) return made.error();
  return opened_at(root, options);
}

Result<std::string> note_of_history_before(OpenArchive& open) {
  const auto newest = newest_backup(open.root);
  if (newest.empty() || TRY(open.archive.last_event(open.workspace)) > 0) return std::string();
  return "the archive is begun anew, without the history that the backups of an earlier one tell; 'hindcast "
         "restore " +
         newest + "' brings the newest back, and keeps what is there now";
}

Error of_archive(Error error, const std::string& root) {
  const auto file = archive_file(root);
  if (error.message.compare(0, file.size(), file) == 0) return error;
  return std::move(error).while_(file);
}

Result<OpenArchive> archive_in_memory(const std::string& root) {
  auto archive = archive::in_memory();
  const auto workspace = TRY(archive.workspace(main_workspace));
  return OpenArchive{root, std::move(archive), workspace};
}

Result<OpenArchive> open_archive_above(const std::string& start, const Configuration& configuration) {
  if (!disk::exists(start))
    return Error{ErrorCode::not_found, start + ": no such file or folder; check the spelling"};
  return open_archive(archive_root(start, configuration));
}

archive::DocumentFacts archived(const facts::Document& document) {
  return {.slug = document.slug,
          .kind = std::string(facts::word(document.kind)),
          .form = document.form,
          .title = document.title.text,
          .date = document.date ? to_iso(document.date->date) : "",
          .severity = text_of(document.severity),
          .language = document.language};
}

std::vector<archive::ItemFacts> archived(const std::vector<facts::Item>& items) {
  std::vector<archive::ItemFacts> made;
  made.reserve(items.size());
  for (const auto& item : items)
    made.push_back(archived(item));
  return made;
}

std::optional<std::string> path_from(const std::string& root, const std::string& path) {
  const auto whole = disk::absolute(path);
  if (whole == root) return "";
  const auto folder = root == "/" ? root : root + "/";
  if (whole.size() <= folder.size() || whole.compare(0, folder.size(), folder) != 0) return std::nullopt;
  return whole.substr(folder.size());
}

namespace {

// Documents and items by their ids, asked for once.
class Names {
 public:
  Names(archive::Archive& archive, archive::Id workspace) : archive_(archive), workspace_(workspace) {}

  Result<const archive::Document*> document(archive::Id id) {
    const auto [at, is_new] = documents_.try_emplace(id);
    if (is_new) at->second = TRY(archive_.document(workspace_, id));
    return at->second ? &*at->second : nullptr;
  }
  Result<const archive::Item*> item(archive::Id id) {
    const auto [at, is_new] = items_.try_emplace(id);
    if (is_new && id != 0) at->second = TRY(archive_.item(workspace_, id));
    return at->second ? &*at->second : nullptr;
  }
  Result<std::string> cited(const archive::Item& item) {
    const auto* home = TRY(document(item.document));
    return (home ? home->facts.slug : "") + "#" + item.facts.short_id;
  }

 private:
  archive::Archive& archive_;
  archive::Id workspace_;
  std::unordered_map<archive::Id, std::optional<archive::Document>> documents_;
  std::unordered_map<archive::Id, std::optional<archive::Item>> items_;
};

}  // namespace

Result<std::vector<StoryLine>> told(archive::Archive& archive, archive::Id workspace,
                                    std::vector<archive::Event> events) {
  Names names(archive, workspace);
  std::vector<StoryLine> lines;
  lines.reserve(events.size());
  for (auto& event : events) {
    StoryLine line;
    if (const auto* document = TRY(names.document(event.document))) line.document = document->path;
    if (const auto* item = TRY(names.item(event.item))) {
      line.item = TRY(names.cited(*item));
      line.role = item->facts.role;
      line.text = item->facts.text;
    }
    const bool is_repeat = event.field == "repeat";
    if (const auto* earlier =
            TRY(names.item(is_repeat ? std::strtoll(event.before.c_str(), nullptr, 10) : 0)))
      event.before = TRY(names.cited(*earlier));
    line.event = std::move(event);
    lines.push_back(std::move(line));
  }
  return lines;
}

void append_story_json(const StoryLine& line, std::string& out) {
  json::Writer json(out);
  const auto text_or_null = [&](std::string_view text) { text.empty() ? json.null() : json.text(text); };
  const archive::Event& event = line.event;
  json.open_object().key("event").number(event.number).key("at").text(to_iso_time(event.at));
  json.key("actor").text(event.actor).key("what").text(event.what);
  json.key("document").text(line.document).key("item");
  text_or_null(line.item);
  json.key("role");
  text_or_null(line.role);
  json.key("text");
  text_or_null(line.text);
  json.key("revision").number(event.revision).key("field");
  text_or_null(event.field);
  json.key("before");
  text_or_null(event.before);
  json.key("after");
  text_or_null(event.after);
  json.close_object();
}

}  // namespace hindcast::app
