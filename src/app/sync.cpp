#include "app/sync.h"

#include <algorithm>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <unordered_set>
#include <utility>

#include "app/archived.h"
#include "app/documents.h"
#include "app/indexing.h"
#include "app/record.h"
#include "app/sync_files.h"
#include "archive/archive.h"
#include "base/sha256.h"
#include "disk/disk.h"
#include "disk/folders.h"
#include "disk/workplace.h"
#include "disk/write.h"
#include "document/reader.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

// How many new ones a transaction takes: others may write between, and the index makes segments of so many.
constexpr std::size_t documents_a_change = 5'000;

// By path.
using Named = std::map<std::string, archive::Document>;

// What is known of the files that were asked for, where it is that: each by its name and known. Nothing when
// more may be in question, because a folder was asked for, or a file that may be a document from elsewhere.
Result<std::optional<Named>> named_documents(OpenArchive& open, const SyncFiles& files) {
  Named named;
  for (const auto& key : files.asked()) {
    auto document = TRY(open.archive.document_at(open.workspace, key));
    if (!document) return std::optional<Named>();
    named.emplace(key, std::move(*document));
  }
  return std::optional(std::move(named));
}

// What is remembered of the folders in question, and of a history that was cut short: any sync ends it.
Result<std::vector<archive::Listing>> remembered(OpenArchive& open, const std::optional<Named>& named) {
  if (!named) return open.archive.listings(open.workspace);
  std::set<std::string> folders{std::string(history_so_far)};
  for (const auto& [key, document] : *named)
    folders.insert(key.substr(0, key.rfind('/') == key.npos ? 0 : key.rfind('/')));
  std::vector<archive::Listing> listings;
  for (const auto& folder : folders)
    listings.push_back(TRY(open.archive.listing(open.workspace, folder)));
  return listings;
}

// The same once the files were compared: those that may have changed, where every file is a document that is
// known and every document has its file. So nothing came, went or moved, whatever else there is.
Result<std::optional<Named>> changed_documents(OpenArchive& open, const SyncFiles& files) {
  const auto here = TRY(open.archive.documents_here(open.workspace));
  if (static_cast<std::size_t>(here) != files.all().size()) return std::optional<Named>();
  Named changed;
  for (const auto file : files.fresh()) {
    const auto& key = files.all()[file].key;
    auto document = TRY(open.archive.document_at(open.workspace, key));
    if (!document) return std::optional<Named>();
    changed.emplace(key, std::move(*document));
  }
  return std::optional(std::move(changed));
}

class Sync {
 public:
  Sync(SyncFiles& files, OpenArchive& open, std::optional<Named> named, const SyncOptions& options,
       SyncReport& report)
      : files_(files),
        open_(open),
        named_(std::move(named)),
        options_(options),
        report_(report),
        by_{options.actor, options.at, ""},
        wants_new_index_(options.reindex),
        recorder_(open, options.read) {}

  Status run(std::int64_t since) {
    const auto first_event = TRY(open_.archive.last_event(open_.workspace));
    TRY(sort_out());
    recorder_.expect(step_.revised.size() + step_.added.size());
    auto written = options_.dry_run ? try_out(first_event) : write();
    if (written.ok() && !options_.dry_run && wants_new_index_) written = make_up();
    report_.is_stopped = !written.ok() && says_stopped(written.error());
    if (!written.ok() && !report_.is_stopped) return written;
    report_.read = recorder_.read_count();
    report_.troubles = recorder_.take_troubles();
    if (options_.dry_run) return Ok();
    if (report_.is_stopped) return tell(first_event);  // else nobody would look at what was left out
    TRY(remember(since));
    return tell(first_event);
  }

  // What was written without telling the index: a history, an import, another version of Hindcast.
  Status make_up() {
    if (options_.dry_run || (!wants_new_index_ && TRY(is_index_current(open_)))) return Ok();
    return change([](archive::Changes&) { return Ok(); });
  }

 private:
  // Which fresh files are documents that are known, which are known ones elsewhere, and which are new.
  Status sort_out() {
    Named here;
    std::vector<archive::Document> gone, missing;
    if (named_) {
      here = *std::move(named_);
    } else {
      for (auto& document : TRY(open_.archive.documents(open_.workspace))) {  // by path
        auto path = document.path;
        if (document.is_here)
          here.emplace_hint(here.end(), std::move(path), std::move(document));
        else
          gone.push_back(std::move(document));
      }
    }
    for (const auto& [path, document] : here)
      if (files_.is_judged(path) && !files_.holds(path)) missing.push_back(document);
    std::vector<Incoming> unknown;
    for (const auto file : files_.fresh()) {
      const SeenFile& seen = files_.all()[file];
      const auto known = here.find(seen.key);
      if (known != here.end())
        step_.revised.push_back(
            {seen.key, seen.path, "", known->second, !options_.dry_run && files_.was_read_otherwise(file)});
      else
        unknown.push_back({seen.key, seen.path, "", std::nullopt});
    }
    sort_unknown(open_, std::move(unknown), std::move(missing), gone, step_);
    return Ok();
  }

  // Before what people have changed, in transactions of their own.
  Status read_anew() {
    std::vector<Incoming> read_otherwise;
    for (auto& incoming : step_.revised)
      if (std::exchange(incoming.is_read_anew, false)) {
        read_otherwise.push_back(incoming);
        read_otherwise.back().is_read_anew = true;
      }
    const std::span<const Incoming> all = read_otherwise;
    const archive::By by{options_.program + ", which read it anew", options_.at, ""};
    std::unordered_set<std::string> done;
    for (std::size_t at = 0; at < all.size(); at += documents_a_change)
      TRY(change(by, [&](archive::Changes& changes) -> Status {
        for (auto& key : TRY(recorder_.read_anew(
                 changes, all.subspan(at, std::min(documents_a_change, all.size() - at)))))
          done.insert(std::move(key));
        return Ok();
      }));
    std::erase_if(step_.revised, [&](const Incoming& incoming) { return done.count(incoming.key) > 0; });
    return Ok();
  }

  Status write() {
    TRY(read_anew());
    if (Recorder::hangs_together(step_))
      return change([&](archive::Changes& changes) -> Status {
        TRY(changes.remember({std::string(history_so_far), ""}));  // by now, should this be cut short
        return recorder_.record(changes, step_);
      });
    const std::span<const Incoming> all = step_.added;
    for (std::size_t at = 0; at < all.size(); at += documents_a_change)
      TRY(change([&](archive::Changes& changes) -> Status {
        TRY(changes.remember({std::string(history_so_far), ""}));
        return recorder_.add(changes, all.subspan(at, std::min(documents_a_change, all.size() - at)));
      }));
    return Ok();
  }

  // A transaction that the index is part of.
  Status change(const std::function<Status(archive::Changes&)>& make) { return change(by_, make); }
  Status change(const archive::By& by, const std::function<Status(archive::Changes&)>& make) {
    TRY(open_.archive.change(open_.workspace, by, [&](archive::Changes& changes) -> Status {
      const auto begin = wants_new_index_ ? Indexing::begin_anew : Indexing::begin;
      const auto index = TRY(begin(open_, changes, options_.read));
      recorder_.tell(index.get());
      Status done = make(changes);
      recorder_.tell(nullptr);
      TRY(std::move(done));
      TRY(index->end());
      wants_new_index_ = false;
      damage_ = index->damage();
      return Ok();
    }));
    if (!damage_.empty())
      report_.notes.push_back("the search index was damaged (" + damage_ + ") and was made anew");
    return Ok();
  }

  // The same in a transaction that is undone, without what is only read anew; what it would have told is
  // asked before.
  Status try_out(std::int64_t first_event) {
    return open_.archive.change(
        open_.workspace, by_,
        [&](archive::Changes& changes) -> Status {
          TRY(recorder_.record(changes, step_));
          return tell(first_event);
        },
        archive::Ending::undo);
  }

  Status remember(std::int64_t since) {
    const auto listings = files_.to_remember(recorder_.unread(), since);
    if (listings.empty()) return Ok();
    return open_.archive.change(open_.workspace, by_, [&](archive::Changes& changes) -> Status {
      for (const auto& listing : listings)
        TRY(changes.remember(listing));
      return Ok();
    });
  }

  Status tell(std::int64_t first_event) {
    auto events = TRY(open_.archive.events(open_.workspace, {.after = first_event}));
    report_.changes = TRY(told(open_.archive, open_.workspace, std::move(events)));
    for (StoryLine& line : report_.changes)
      line.is_left_out = line.event.what == "document_gone" && disk::exists(open_.root + "/" + line.document);
    return Ok();
  }

  SyncFiles& files_;
  OpenArchive& open_;
  std::optional<Named> named_;
  const SyncOptions& options_;
  SyncReport& report_;
  archive::By by_;
  bool wants_new_index_;
  std::string damage_;  // of the search index, in the last transaction
  Recorder recorder_;
  Recorder::Step step_;
};

// A path that is named and not there is no trouble when the archive has just learned so.
void forgive_gone(const std::string& root, SyncReport& report) {
  std::erase_if(report.troubles, [&](const Trouble& trouble) {
    const auto key = path_from(root, trouble.path);
    return trouble.error.code == ErrorCode::not_found && key &&
           std::any_of(report.changes.begin(), report.changes.end(), [&](const StoryLine& line) {
             const auto& was = line.event.before;
             return (line.event.what == "document_gone" || line.event.what == "document_moved") &&
                    (was == *key || was.compare(0, key->size() + 1, *key + "/") == 0);
           });
  });
}

// Brings edits that were cut short to an end, so that no half of one is recorded. True when there was one,
// and the folders are to be listed again.
bool put_right(const std::string& root, const SyncFiles& files, SyncReport& report) {
  bool is_done = false;
  for (const auto& folder : files.cut_short()) {
    const auto beside = folder + "any.md";  // names the folder; it need not be there
    auto notes = disk::recover({root}, {&beside, 1});
    if (!notes.ok()) continue;  // the listing says what is wrong there
    is_done = true;
    report.notes.insert(report.notes.end(), notes->begin(), notes->end());
  }
  return is_done;
}

// What reading depends on but the texts: the program and the forms.
ReaderMark reader_mark(const SyncOptions& options) {
  Sha256 hash;
  hash.add(options.reader.empty() ? document::reader_digest() : std::string_view(options.reader));
  for (const auto& form : options.read.forms)
    hash.add(form.name).add(":").add(sha256(form.text));
  const auto digest = hash.digest();
  ReaderMark mark = 0;
  std::memcpy(&mark, digest.data(), sizeof mark);
  return mark;
}

// Why no archive is begun: a path that is not there, or paths without any document. Empty when there is no
// reason.
std::vector<Trouble> reasons_against(const std::string& root, const std::vector<std::string>& paths,
                                     const Configuration& configuration) {
  SyncFiles files(root, configuration, 0);
  files.list(paths);
  auto troubles = files.take_troubles();
  std::erase_if(troubles, [](const Trouble& trouble) {
    return trouble.error.code != ErrorCode::not_found && trouble.error.code != ErrorCode::invalid;
  });
  if (troubles.empty() && files.all().empty() && !paths.empty())
    troubles.push_back({paths[0], {ErrorCode::invalid, "holds no Markdown document; no archive was made"}});
  return troubles;
}

}  // namespace

Result<SyncReport> sync(const std::string& root, const std::vector<std::string>& paths,
                        const Configuration& configuration, const SyncOptions& options) {
  SyncReport report;
  const auto file = archive_file(root);
  const bool is_tried_on_nothing = options.dry_run && !disk::exists(file);  // then nothing is made either
  if (!disk::exists(file)) {
    report.troubles = reasons_against(root, paths, configuration);
    report.is_refused = !report.troubles.empty();
    if (report.is_refused) return report;
  }
  std::optional<disk::Workplace> place;
  if (!is_tried_on_nothing) place = TRY(disk::Workplace::hold(root));
  const auto reader = reader_mark(options);
  auto memory = folder_memory(root, place && !options.dry_run ? place->since() : 0);
  std::optional<SyncFiles> listed(std::in_place, root, configuration, reader, &memory);
  listed->list(paths);
  if (!options.dry_run && put_right(root, *listed, report)) {
    listed.emplace(root, configuration, reader, &memory);
    listed->list(paths);
  }
  memory.finish();
  SyncFiles& files = *listed;
  report.files = files.all().size();
  auto open = TRY(is_tried_on_nothing ? archive_in_memory(root)
                                      : open_or_begin_archive(root, {.checks_references = false}));
  auto named = [&]() -> Result<std::optional<Named>> {
    if (auto note = TRY(note_of_history_before(open)); !note.empty()) report.notes.push_back(std::move(note));
    auto asked = TRY(named_documents(open, files));
    files.compare(TRY(remembered(open, asked)));
    if (asked) return asked;
    return changed_documents(open, files);
  }();
  if (!named.ok()) return std::move(named).error().while_(file);
  const bool has_changes = !files.fresh().empty() || files.has_vanished();
  Sync one(files, open, *std::move(named), options, report);
  auto done = has_changes ? one.run(place ? place->since() : 0) : one.make_up();
  report.is_stopped = report.is_stopped || (!done.ok() && says_stopped(done.error()));
  if (!done.ok() && !report.is_stopped) return std::move(done).error().while_(file);
  auto troubles = files.take_troubles();
  report.troubles.insert(report.troubles.begin(), std::make_move_iterator(troubles.begin()),
                         std::make_move_iterator(troubles.end()));
  forgive_gone(root, report);
  const auto touched = count_of(report, "document_added") + count_of(report, "document_changed");
  report.unchanged = report.files - std::min(report.files, touched);
  return report;
}

Status sync_into(OpenArchive& open, const std::vector<std::string>& paths, const Configuration& configuration,
                 const SyncOptions& options, SyncReport& report) {
  SyncFiles files(open.root, configuration, reader_mark(options));
  files.list(paths);
  report.files = files.all().size();
  files.compare({});
  TRY(Sync(files, open, std::nullopt, options, report).run(0));
  report.changes.clear();  // nobody knew anything before
  auto troubles = files.take_troubles();
  report.troubles.insert(report.troubles.begin(), std::make_move_iterator(troubles.begin()),
                         std::make_move_iterator(troubles.end()));
  return Ok();
}

std::size_t count_of(const SyncReport& report, std::string_view what) {
  return static_cast<std::size_t>(
      std::count_if(report.changes.begin(), report.changes.end(),
                    [&](const StoryLine& line) { return line.event.what == what; }));
}

std::string sync_json(const SyncReport& report, bool dry_run) {
  std::string out;
  const auto number = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  {
    json::Writer json(out);
    json.open_object().key("dry_run").boolean(dry_run).key("files").number(number(report.files));
    json.key("read").number(number(report.read)).key("unchanged").number(number(report.unchanged));
    json.key("added").number(number(count_of(report, "document_added")));
    json.key("changed").number(number(count_of(report, "document_changed")));
    json.key("moved").number(number(count_of(report, "document_moved")));
    json.key("gone").number(number(count_of(report, "document_gone")));
    json.key("back").number(number(count_of(report, "document_back")));
    json.key("history");
    if (report.history) {
      json.open_object().key("commits").number(number(report.history->commits));
      json.key("documents").number(number(report.history->documents));
      json.key("revisions").number(number(report.history->revisions));
      json.key("events").number(number(report.history->events)).close_object();
    } else {
      json.null();
    }
    json.close_object();
  }
  out.back() = ',';
  out += "\"changes\":[";
  for (const auto& line : report.changes) {
    out += &line == report.changes.data() ? "\n" : ",\n";
    append_story_json(line, out);
  }
  return out + (report.changes.empty() ? "]}\n" : "\n]}\n");
}

}  // namespace hindcast::app
