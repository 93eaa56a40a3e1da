// The history that git keeps, told to the archive as if it had been synced at every commit.
#include <algorithm>
#include <unordered_map>

#include "app/archived.h"
#include "app/record.h"
#include "app/sync.h"
#include "config/config.h"
#include "disk/history.h"
#include "disk/workplace.h"

namespace hindcast::app {
namespace {

constexpr std::size_t blobs_at_once = 256;  // git is asked for so many: memory stays flat

class History {
 public:
  History(OpenArchive& open, const Configuration& configuration, const SyncOptions& options,
          HistoryReport& report)
      : open_(open), configuration_(configuration), recorder_(open, options.read), report_(report) {}

  Status run(std::vector<disk::PastCommit> commits) {
    drop_unwanted(commits);
    for (std::size_t begin = 0; begin < commits.size();) {
      std::size_t end = begin, blobs = 0;
      for (; end < commits.size() && (end == begin || blobs + commits[end].changes.size() <= blobs_at_once);
           ++end)
        blobs += commits[end].changes.size();
      TRY(run_some({commits.data() + begin, end - begin}));
      begin = end;
    }
    report_.commits = commits.size();
    report_.troubles = recorder_.take_troubles();
    return Ok();
  }

 private:
  void drop_unwanted(std::vector<disk::PastCommit>& commits) const {
    const auto& documents = configuration_.config.documents;
    if (configuration_.folder != open_.root ||
        (documents.include.value.empty() && documents.exclude.value.empty()))
      return;
    for (auto& commit : commits)
      std::erase_if(commit.changes, [&](const disk::PastChange& change) {
        return !config::is_included(configuration_.config, change.path);
      });
    std::erase_if(commits, [](const disk::PastCommit& commit) { return commit.changes.empty(); });
  }

  Status run_some(std::span<const disk::PastCommit> commits) {
    std::vector<std::string> blobs;
    for (const auto& commit : commits)
      for (const auto& change : commit.changes)
        if (!change.blob.empty()) blobs.push_back(change.blob);
    auto texts = TRY(disk::read_blobs(open_.root, blobs, document_bytes_max));
    auto text = texts.begin();
    for (const auto& commit : commits)
      TRY(run_one(commit, text));
    return Ok();
  }

  Status run_one(const disk::PastCommit& commit, std::vector<std::string>::iterator& text) {
    std::unordered_map<std::string, archive::Document> here;
    std::vector<archive::Document> gone, missing;
    for (auto& document : TRY(open_.archive.documents(open_.workspace))) {
      if (document.is_here)
        here.emplace(document.path, std::move(document));
      else
        gone.push_back(std::move(document));
    }
    Recorder::Step step;
    std::vector<Incoming> unknown;
    for (const auto& change : commit.changes) {
      const auto known = here.find(change.path);
      if (change.blob.empty()) {
        if (known != here.end()) missing.push_back(known->second);
        continue;
      }
      Incoming incoming{change.path, "", std::move(*text++), std::nullopt};
      if (known != here.end()) incoming.seen = known->second;
      (incoming.seen ? step.revised : unknown).push_back(std::move(incoming));
    }
    sort_unknown(open_, std::move(unknown), std::move(missing), gone, step);
    const archive::By by{commit.author.empty() ? "unknown" : commit.author, commit.at, "git:" + commit.id};
    return open_.archive.change(open_.workspace, by,
                                [&](archive::Changes& changes) { return recorder_.record(changes, step); });
  }

  OpenArchive& open_;
  const Configuration& configuration_;
  Recorder recorder_;
  HistoryReport& report_;
};

}  // namespace

Result<HistoryReport> sync_history(const std::string& root, const Configuration& configuration,
                                   const SyncOptions& options) {
  auto commits = TRY(disk::history_of(root));
  const auto place = TRY(disk::Workplace::hold(root));
  const auto file = archive_file(root);
  auto opened = archive::open_sqlite(file);
  if (!opened.ok()) return std::move(opened).error().while_(file);
  const auto workspace = TRY(opened->workspace(main_workspace));
  OpenArchive open{root, std::move(*opened), workspace};
  if (TRY(open.archive.last_event(workspace)) != 0)
    return Error{
        ErrorCode::conflict,
        "the archive has begun already, and what was before can't be told after it; to begin with the "
        "history, move " +
            file + " away first"};
  HistoryReport report;
  TRY(History(open, configuration, options, report).run(std::move(commits)));
  for (const auto& document : TRY(open.archive.documents(workspace))) {
    ++report.documents;
    report.revisions += static_cast<std::size_t>(document.revision);
  }
  report.events = static_cast<std::size_t>(TRY(open.archive.last_event(workspace)));
  return report;
}

}  // namespace hindcast::app
