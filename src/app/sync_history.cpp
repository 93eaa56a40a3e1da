// The history that git keeps, told to the archive as if it had been synced at every commit.
#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include "app/archived.h"
#include "app/check_settings.h"
#include "app/record.h"
#include "app/sync.h"
#include "app/sync_files.h"
#include "app/watch.h"
#include "disk/history.h"
#include "disk/ignore.h"
#include "disk/workplace.h"

namespace hindcast::app {
namespace {

constexpr std::size_t blobs_at_once = 256;  // git is asked for so many: memory stays flat

class History {
 public:
  History(OpenArchive& open, const SyncOptions& options, HistoryReport& report)
      : open_(open),
        watch_(options.read.watch),
        read_{options.read.forms, options.read.threads, nullptr},  // commits are watched, not their documents
        recorder_(open, read_),
        report_(report) {}

  // `first` and `last` of all that git has, whether they are told in this run or were before.
  Status run(const std::vector<disk::PastCommit>& commits, std::string first, const std::string& last) {
    first_ = std::move(first);
    TRY(begin());
    for (std::size_t begin = 0; begin < commits.size() && !report_.is_stopped;) {
      std::size_t end = begin, blobs = 0;
      for (; end < commits.size() && (end == begin || blobs + commits[end].changes.size() <= blobs_at_once);
           ++end)
        blobs += commits[end].changes.size();
      TRY(run_some({commits.data() + begin, end - begin}, commits.size()));
      begin = end;
    }
    report_.troubles = recorder_.take_troubles();
    if (report_.is_stopped) return Ok();
    return open_.archive.change(open_.workspace, {}, [&](archive::Changes& changes) -> Status {
      TRY(changes.remember({std::string(history_last), last}));
      return changes.remember({std::string(history_so_far), ""});
    });
  }

 private:
  // What the archive holds, to be kept up with what is recorded: it is not asked for all at every commit.
  Status begin() {
    for (auto& document : TRY(open_.archive.documents(open_.workspace)))
      take(std::move(document));
    last_event_ = TRY(open_.archive.last_event(open_.workspace));
    return Ok();
  }

  void take(archive::Document document) {
    const auto was = paths_.find(document.id);
    if (was != paths_.end()) {
      const auto there = here_.find(was->second);
      if (there != here_.end() && there->second.id == document.id) here_.erase(there);
    }
    paths_[document.id] = document.path;
    gone_.erase(document.id);
    if (document.is_here)
      here_[document.path] = std::move(document);
    else
      gone_.emplace(document.id, std::move(document));
  }

  Status catch_up() {
    std::vector<archive::Id> touched;
    for (const auto& event : TRY(open_.archive.events(open_.workspace, {.after = last_event_}))) {
      last_event_ = event.number;
      if (touched.empty() || touched.back() != event.document) touched.push_back(event.document);
    }
    for (const auto id : touched)
      if (auto document = TRY(open_.archive.document(open_.workspace, id))) take(std::move(*document));
    return Ok();
  }

  Status run_some(std::span<const disk::PastCommit> commits, std::size_t all) {
    std::vector<std::string> blobs;
    for (const auto& commit : commits)
      for (const auto& change : commit.changes)
        if (!change.blob.empty()) blobs.push_back(change.blob);
    auto texts = TRY(disk::read_blobs(open_.root, blobs, document_bytes_max));
    auto text = texts.begin();
    for (const auto& commit : commits) {
      report_.is_stopped = is_stopped(watch_);
      if (report_.is_stopped) return Ok();
      TRY(run_one(commit, text));
      TRY(catch_up());
      hear(watch_, "commits", ++report_.commits, all);
    }
    return Ok();
  }

  Status run_one(const disk::PastCommit& commit, std::vector<std::string>::iterator& text) {
    std::vector<archive::Document> missing, gone;
    Recorder::Step step;
    std::vector<Incoming> unknown;
    for (const auto& change : commit.changes) {
      const auto known = here_.find(change.path);
      if (change.blob.empty()) {
        if (known != here_.end()) missing.push_back(known->second);
        continue;
      }
      Incoming incoming{change.path, "", std::move(*text++), std::nullopt};
      if (known != here_.end()) incoming.seen = known->second;
      (incoming.seen ? step.revised : unknown).push_back(std::move(incoming));
    }
    if (!unknown.empty())
      for (const auto& [id, document] : gone_)
        gone.push_back(document);
    sort_unknown(open_, std::move(unknown), std::move(missing), gone, step);
    const archive::By by{commit.author.empty() ? "unknown" : commit.author, commit.at, "git:" + commit.id};
    return open_.archive.change(open_.workspace, by, [&](archive::Changes& changes) -> Status {
      TRY(recorder_.record(changes, step));
      if (!first_.empty()) {
        TRY(changes.remember({std::string(history_first), std::exchange(first_, "")}));
        TRY(changes.remember({std::string(history_last), ""}));  // of one in which nothing could be read
      }
      return changes.remember({std::string(history_so_far), commit.id});
    });
  }

  OpenArchive& open_;
  const Watch* watch_;
  ReadOptions read_;
  Recorder recorder_;
  HistoryReport& report_;
  std::string first_;                              // to be remembered
  std::map<std::string, archive::Document> here_;  // by path
  std::map<archive::Id, archive::Document> gone_;
  std::unordered_map<archive::Id, std::string> paths_;
  std::int64_t last_event_ = 0;
};

// What a sync of the folder leaves out is not told of before either: it would be gone with the next one.
void drop_unwanted(const std::string& root, const Configuration& configuration,
                   std::vector<disk::PastCommit>& commits) {
  std::set<std::string> paths;
  for (const auto& commit : commits)
    for (const auto& change : commit.changes)
      paths.insert(change.path);
  const auto ignored = disk::ignored_among(root, {paths.begin(), paths.end()});
  const bool has_globs = configuration.folder == root;
  for (auto& commit : commits)
    std::erase_if(commit.changes, [&](const disk::PastChange& change) {
      return std::binary_search(ignored.begin(), ignored.end(), change.path) ||
             (has_globs && !config::is_included(configuration.config, change.path));
    });
  std::erase_if(commits, [](const disk::PastCommit& commit) { return commit.changes.empty(); });
}

// How much of the history the archive knows.
struct Told {
  bool has_begun = false;
  std::string first;     // commit with which the archive began; "" when it began with the folder
  std::string last;      // commit of one that can go on; "" when there is none
  bool is_torn = false;  // cut short, and a sync came since
};

Result<Told> told_of(OpenArchive& open) {
  Told told;
  told.has_begun = TRY(open.archive.last_event(open.workspace)) > 0;
  if (!told.has_begun) return told;
  const auto remembered = [&](std::string_view name) { return open.archive.listing(open.workspace, name); };
  told.last = TRY(remembered(history_so_far)).stamps;
  constexpr std::string_view from_git = "git:";
  const auto first = TRY(open.archive.revisions(open.workspace, 1));  // ids are counted up
  if (!first.empty() && first[0].source.compare(0, from_git.size(), from_git) == 0)
    told.first = first[0].source.substr(from_git.size());
  const auto kept = TRY(remembered(history_first)).stamps;
  if (!told.first.empty() && !kept.empty()) told.first = kept;  // of which nothing may have been recorded
  told.is_torn = !kept.empty() && told.last.empty() && TRY(remembered(history_last)).stamps.empty();
  return told;
}

Error has_begun(const OpenArchive& open, const std::string& why) {
  return {ErrorCode::conflict,
          why + "; to begin with the history, move " + archive_file(open.root) + " away first"};
}

// Leaves those commits that are still to be told; `conflict` when they can't be.
Status drop_told(OpenArchive& open, std::vector<disk::PastCommit>& commits, HistoryReport& report) {
  const auto told = TRY(told_of(open));
  if (!told.has_begun) return Ok();
  const auto place_of = [&](const std::string& id) {
    return std::find_if(commits.begin(), commits.end(), [&](const auto& commit) { return commit.id == id; });
  };
  if (const auto first = place_of(told.first); first != commits.end() && first != commits.begin()) {
    const auto older = std::to_string(first - commits.begin());
    return has_begun(open,
                     "git has " + older + (older == "1" ? " commit" : " commits") +
                         " from before the archive's first, and what was before can't be told after it");
  }
  if (told.is_torn)
    return has_begun(open, "its history was cut short, and what was left can't be told after the sync since");
  if (!told.last.empty()) {
    if (const auto last = place_of(told.last); last != commits.end()) {
      commits.erase(commits.begin(), last + 1);
      return Ok();
    }
  } else if (place_of(told.first) != commits.end()) {
    commits.clear();  // what came since is for a sync of the folder
    report.was_told = true;
    return Ok();
  }
  return has_begun(open, "the archive has begun already, and what was before can't be told after it");
}

}  // namespace

Result<HistoryReport> sync_history(const std::string& root, const Configuration& configuration,
                                   const SyncOptions& options) {
  auto commits = TRY(disk::history_of(root));
  drop_unwanted(root, configuration, commits);
  const auto place = TRY(disk::Workplace::hold(root));
  auto open = TRY(open_or_begin_archive(root, {.checks_references = false}));
  HistoryReport report;
  if (auto note = TRY(note_of_history_before(open)); !note.empty()) report.notes.push_back(std::move(note));
  if (const auto shallow = disk::is_shallow(root); shallow.ok() && *shallow)
    report.notes.emplace_back(
        "this clone is shallow: git has nothing here that is older than its first commit. To begin the "
        "archive "
        "with all of it, move " +
        archive_file(root) + " away, then 'git fetch --unshallow' and 'hindcast sync --history'");
  const auto first = commits.empty() ? "" : commits.front().id;
  const auto last = commits.empty() ? "" : commits.back().id;
  TRY(drop_told(open, commits, report));
  if (!report.was_told) TRY(History(open, options, report).run(commits, first, last));
  for (const auto& document : TRY(open.archive.documents(open.workspace))) {
    ++report.documents;
    report.revisions += static_cast<std::size_t>(document.revision);
  }
  report.events = static_cast<std::size_t>(TRY(open.archive.last_event(open.workspace)));
  return report;
}

}  // namespace hindcast::app
