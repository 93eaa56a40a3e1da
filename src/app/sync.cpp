#include "app/sync.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "app/archived.h"
#include "app/pool.h"
#include "app/renames.h"
#include "app/sync_files.h"
#include "archive/archive.h"
#include "archive/match.h"
#include "base/sha256.h"
#include "disk/disk.h"
#include "document/document.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

using archive::Changes;
using archive::ItemChange;

constexpr std::size_t documents_a_change =
    500;  // how many new ones a transaction takes: others may write between

// A file that is read, and the document that it was, where it was one.
struct Work {
  std::size_t file = 0;
  std::optional<archive::Document> seen;
};

struct ReadFile {
  Status outcome = Ok();
  std::string text, digest;
  bool is_same = false;  // the document has these bytes: nobody needs to know what they say
  archive::DocumentFacts facts;
  std::vector<archive::ItemFacts> items;
};

// An item that nothing in its document's old text matched: it may come from another document.
struct Arrival {
  archive::Id document = 0;
  archive::ItemFacts facts;
};

class Sync {
 public:
  Sync(SyncFiles& files, archive::Archive& archive, archive::Id workspace, const SyncOptions& options,
       SyncReport& report)
      : files_(files),
        archive_(archive),
        workspace_(workspace),
        options_(options),
        report_(report),
        by_{options.actor, options.at, ""},
        is_unknown_(files.all().size(), false) {
    const auto built_in = document::builtin_forms();
    forms_ = options.read.forms;
    forms_.insert(forms_.end(), built_in.begin(), built_in.end());
  }

  Status run(std::int64_t since) {
    if (files_.fresh().empty() && !files_.has_vanished()) return Ok();
    const auto first_event = TRY(archive_.last_event(workspace_));
    TRY(sort_out());
    std::vector<archive::Event> events;
    const bool at_once = options_.dry_run;
    const auto first = [&](Changes& changes) -> Status {
      TRY(revised(changes));
      TRY(missing(changes));
      TRY(settle(changes));
      if (at_once || !lost_.empty()) TRY(added(changes, 0, new_.size()));
      TRY(drop_lost(changes));
      if (options_.dry_run) events = TRY(archive_.events(workspace_, {.after = first_event}));
      if (options_.dry_run) report_.changes = TRY(told(archive_, workspace_, std::move(events)));
      return Ok();
    };
    const bool has_first = !revised_.empty() || !missing_.empty() || at_once;
    if (has_first)
      TRY(archive_.change(workspace_, by_, first,
                          options_.dry_run ? archive::Ending::undo : archive::Ending::keep));
    if (options_.dry_run) return Ok();
    for (; added_ < new_.size();)
      TRY(archive_.change(workspace_, by_, [&](Changes& changes) {
        return added(changes, added_, std::min(new_.size(), added_ + documents_a_change));
      }));
    const auto listings = files_.to_remember(is_unknown_, since);
    if (!listings.empty())
      TRY(archive_.change(workspace_, by_, [&](Changes& changes) -> Status {
        for (const auto& listing : listings)
          TRY(changes.remember(listing));
        return Ok();
      }));
    report_.changes =
        TRY(told(archive_, workspace_, TRY(archive_.events(workspace_, {.after = first_event}))));
    return Ok();
  }

 private:
  // Which fresh files are documents that are known, which are known ones elsewhere, and which are new.
  Status sort_out() {
    std::unordered_map<std::string, archive::Document> here;
    std::vector<archive::Document> gone, missing;
    for (auto& document : TRY(archive_.documents(workspace_))) {
      if (!document.is_here) {
        gone.push_back(std::move(document));
        continue;
      }
      if (files_.is_judged(document.path) && !files_.holds(document.path)) missing.push_back(document);
      here.emplace(document.path, std::move(document));
    }
    std::vector<std::size_t> unknown;
    for (const auto file : files_.fresh()) {
      const auto known = here.find(files_.all()[file].key);
      if (known != here.end())
        revised_.push_back({file, known->second});
      else
        unknown.push_back(file);
    }
    const auto found = (missing.empty() && gone.empty()) || unknown.empty()
                           ? std::vector<std::optional<archive::Document>>(unknown.size())
                           : renamed(unknown, missing, gone);
    std::unordered_set<archive::Id> is_found;
    for (std::size_t i = 0; i < unknown.size(); ++i) {
      if (found[i]) is_found.insert(found[i]->id);
      (found[i] ? revised_ : new_).push_back({unknown[i], found[i]});
    }
    for (auto& document : missing)
      if (is_found.count(document.id) == 0) missing_.push_back(std::move(document));
    return Ok();
  }

  std::vector<std::optional<archive::Document>> renamed(const std::vector<std::size_t>& unknown,
                                                        const std::vector<archive::Document>& missing,
                                                        const std::vector<archive::Document>& gone) {
    std::vector<NewFile> files;
    for (const auto i : unknown) {
      NewFile file{files_.all()[i].key, "", ""};
      if (missing.empty()) {
        files.push_back(std::move(file));  // the path alone decides
        continue;
      }
      if (disk::read_file(files_.all()[i].path, document_bytes_max, file.text).ok())
        file.digest = sha256(file.text);
      else
        file.text.clear();
      files.push_back(std::move(file));
    }
    return find_renames(files, missing, gone, [&](const archive::Document& document) {
      auto text = archive_.text(workspace_, document.id, document.revision);
      return text.ok() ? *std::move(text) : std::string();
    });
  }

  void read_one(const Work& work, ReadFile& read) const {
    const SeenFile& file = files_.all()[work.file];
    read.outcome = disk::read_file(file.path, document_bytes_max, read.text);
    if (read.outcome.ok()) read.outcome = can_be_read(read.text);
    if (!read.outcome.ok()) return;
    read.digest = sha256(read.text);
    read.is_same =
        work.seen && work.seen->is_here && work.seen->digest == read.digest && work.seen->path == file.key;
    if (read.is_same) return;
    const auto document = document::read({.path = file.key, .text = read.text}, forms_);
    read.facts = archived(document);
    read.items = archived(document.items);
  }

  // Reads on all cores, and hands on in order those that could be read.
  Status read_each(std::span<const Work> works,
                   const std::function<Status(const Work&, const ReadFile&)>& take) {
    Status done = Ok();
    in_runs<std::vector<ReadFile>>(
        works.size(), options_.read.threads,
        [&](std::size_t begin, std::size_t end, std::vector<ReadFile>& run) {
          run.clear();
          for (auto i = begin; i < end; ++i)
            read_one(works[i], run.emplace_back());
        },
        [&](std::size_t begin, std::vector<ReadFile>& run) {
          for (std::size_t i = 0; i < run.size() && done.ok(); ++i) {
            const Work& work = works[begin + i];
            ++report_.read;
            if (run[i].outcome.ok()) {
              done = take(work, run[i]);
            } else {
              is_unknown_[work.file] = true;
              report_.troubles.push_back({files_.all()[work.file].path, std::move(run[i].outcome).error()});
            }
          }
        });
    return done;
  }

  Status revised(Changes& changes) {
    return read_each(revised_, [&](const Work& work, const ReadFile& read) -> Status {
      if (read.is_same) return Ok();
      const archive::Document& seen = *work.seen;
      const bool was_here = seen.is_here;
      auto olds = TRY(archive_.items(workspace_, seen.id));
      if (was_here) std::erase_if(olds, [](const archive::Item& item) { return !item.is_here; });
      const auto by_line = [](const auto& a, const auto& b) { return a.facts.line < b.facts.line; };
      std::stable_sort(olds.begin(), olds.end(), by_line);
      std::vector<ItemChange> known;
      const auto found = archive::match(olds, read.items);
      std::vector<bool> is_found(olds.size(), false);
      for (std::size_t i = 0; i < read.items.size(); ++i) {
        if (!found[i]) {
          arrivals_.push_back({seen.id, read.items[i]});
          continue;
        }
        is_found[*found[i]] = true;
        known.push_back({olds[*found[i]], read.items[i]});
      }
      for (std::size_t i = 0; i < olds.size(); ++i)
        if (!is_found[i] && was_here) lose(olds[i]);
      return changes.revise(seen, files_.all()[work.file].key, read.facts, {read.digest, read.text}, known);
    });
  }

  // Documents whose files are gone. Their items may turn up elsewhere.
  Status missing(Changes& changes) {
    for (const auto& document : missing_) {
      for (auto& item : TRY(archive_.items(workspace_, document.id)))
        if (item.is_here) {
          has_gone_.insert(item.id);
          lose(item);
        }
      TRY(changes.remove(document));
    }
    return Ok();
  }

  Status settle(Changes& changes) {
    for (const auto& arrival : arrivals_)
      TRY(changes.put_item(arrival.document, {found_elsewhere(arrival.facts), arrival.facts}));
    return Ok();
  }

  Status added(Changes& changes, std::size_t begin, std::size_t end) {
    added_ = end;
    return read_each(
        std::span(new_).subspan(begin, end - begin), [&](const Work& work, const ReadFile& read) -> Status {
          std::vector<ItemChange> items;
          items.reserve(read.items.size());
          for (const auto& item : read.items)
            items.push_back({found_elsewhere(item), item});
          TRY(changes.add_document(files_.all()[work.file].key, read.facts, {read.digest, read.text}, items));
          return Ok();
        });
  }

  Status drop_lost(Changes& changes) {
    std::vector<const archive::Item*> left;
    for (const auto& [key, items] : lost_)
      for (const auto& item : items)
        if (has_gone_.count(item.id) == 0) left.push_back(&item);
    std::sort(left.begin(), left.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
    for (const auto* item : left)
      TRY(changes.drop(*item));
    return Ok();
  }

  static std::string key_of(const archive::ItemFacts& facts) {
    return facts.role + "#" + std::string(archive::stem_of(facts.short_id));
  }
  void lose(const archive::Item& item) { lost_[key_of(item.facts)].push_back(item); }
  std::optional<archive::Item> found_elsewhere(const archive::ItemFacts& facts) {
    if (lost_.empty()) return std::nullopt;
    const auto same = lost_.find(key_of(facts));
    if (same == lost_.end()) return std::nullopt;
    auto item = std::move(same->second.front());
    same->second.erase(same->second.begin());
    if (same->second.empty()) lost_.erase(same);
    return item;
  }

  SyncFiles& files_;
  archive::Archive& archive_;
  archive::Id workspace_;
  const SyncOptions& options_;
  SyncReport& report_;
  archive::By by_;
  std::vector<document::Form> forms_;
  std::vector<Work> revised_, new_;
  std::size_t added_ = 0;  // of new_
  std::vector<archive::Document> missing_;
  std::vector<Arrival> arrivals_;
  std::unordered_map<std::string, std::vector<archive::Item>> lost_;  // by role and text
  std::unordered_set<archive::Id> has_gone_;                          // with their documents
  std::vector<bool> is_unknown_;                                      // files that could not be read
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

}  // namespace

Result<SyncReport> sync(const std::string& root, const std::vector<std::string>& paths,
                        const Configuration& configuration, const SyncOptions& options) {
  SyncReport report;
  const auto file = archive_file(root);
  const bool is_tried_on_nothing = options.dry_run && !disk::exists(file);  // then nothing is made either
  std::optional<disk::Workplace> place;
  if (!is_tried_on_nothing) place = TRY(disk::Workplace::hold(root));
  SyncFiles files(root, configuration);
  files.list(paths);
  report.files = files.all().size();
  auto opened =
      is_tried_on_nothing ? Result<archive::Archive>(archive::in_memory()) : archive::open_sqlite(file);
  if (!opened.ok()) return std::move(opened).error().while_(file);
  const auto workspace = TRY(opened->workspace(main_workspace));
  files.compare(TRY(opened->listings(workspace)));
  TRY(Sync(files, *opened, workspace, options, report).run(place ? place->since() : 0));
  auto troubles = files.take_troubles();
  report.troubles.insert(report.troubles.begin(), std::make_move_iterator(troubles.begin()),
                         std::make_move_iterator(troubles.end()));
  forgive_gone(root, report);
  const auto touched = count_of(report, "document_added") + count_of(report, "document_changed");
  report.unchanged = report.files - std::min(report.files, touched);
  return report;
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
