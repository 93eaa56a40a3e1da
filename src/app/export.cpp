#include "app/export.h"

#include <algorithm>

#include "app/app.h"
#include "app/archived.h"
#include "app/files.h"
#include "base/sha256.h"
#include "disk/beneath.h"
#include "disk/disk.h"
#include "disk/keep.h"
#include "disk/output.h"
#include "disk/staging.h"
#include "exchange/export_files.h"
#include "exchange/rows.h"

namespace hindcast::app {
namespace {

using namespace exchange;  // the names of an export's files

// A file that counts and digests what is put in it.
class CountedFile {
 public:
  static Result<CountedFile> create(const std::string& folder, std::string path) {
    const auto whole = folder + "/" + path;
    TRY(disk::create_folders(folder_of(whole)));
    return CountedFile(TRY(disk::OutputFile::create(whole)), std::move(path));
  }
  void put(std::string_view text) {
    hash_.add(text);
    entry_.bytes += text.size();
    file_.put(text);
  }
  Result<ExportedFile> finish() {
    auto done = file_.finish();
    if (!done.ok()) return std::move(done).error().while_(entry_.path);
    entry_.sha256 = hex(hash_.digest());
    return std::move(entry_);
  }

 private:
  CountedFile(disk::OutputFile file, std::string path) : file_(std::move(file)) {
    entry_.path = std::move(path);
  }
  disk::OutputFile file_;
  Sha256 hash_;
  ExportedFile entry_;
};

class Exporter {
 public:
  Exporter(OpenArchive& open, std::string folder, const std::string& program)
      : open_(open), folder_(std::move(folder)) {
    manifest_.program = program;
  }

  Result<Manifest> run() {
    const auto problems = TRY(open_.archive.verify(open_.workspace));
    if (!problems.empty()) return Error{ErrorCode::corrupt, "is not whole: " + problems[0]};
    documents_ = TRY(open_.archive.documents(open_.workspace));
    std::sort(documents_.begin(), documents_.end(), [](const auto& a, const auto& b) { return a.id < b.id; });
    manifest_.documents = static_cast<std::int64_t>(documents_.size());
    TRY(write_rows(documents_file, [&](CountedFile& file) { return document_rows(file); }));
    TRY(write_rows(revisions_file, [&](CountedFile& file) { return revision_rows(file); }));
    TRY(write_rows(items_file, [&](CountedFile& file) { return item_rows(file); }));
    TRY(write_rows(judgements_file, [&](CountedFile& file) { return judgement_rows(file); }));
    TRY(write_rows(events_file, [&](CountedFile& file) { return event_rows(file); }));
    std::sort(manifest_.files.begin(), manifest_.files.end(),
              [](const auto& a, const auto& b) { return a.path < b.path; });
    auto file = TRY(disk::OutputFile::create(folder_ + "/" + std::string(manifest_file)));
    file.put(manifest_text(manifest_));
    TRY(file.finish());
    return std::move(manifest_);
  }

 private:
  template <typename Write>
  Status write_rows(std::string_view path, const Write& write) {
    auto file = TRY(CountedFile::create(folder_, std::string(path)));
    TRY(write(file));
    manifest_.files.push_back(TRY(file.finish()));
    return Ok();
  }

  template <typename Row>
  void put(CountedFile& file, const Row& row) {
    line_.clear();
    append_row(row, line_);
    file.put(line_);
  }

  Status document_rows(CountedFile& file) {
    for (const auto& document : documents_)
      put(file, document);
    return Ok();
  }

  Status revision_rows(CountedFile& file) {
    for (const auto& document : documents_)
      for (auto& revision : TRY(open_.archive.revisions(open_.workspace, document.id))) {
        RevisionRow row{document.id, std::move(revision), ""};
        row.revision.text = TRY(open_.archive.text(open_.workspace, document.id, row.revision.number));
        if (document.is_here && row.revision.number == document.revision) TRY(write_text(document, row));
        put(file, row);
        ++manifest_.revisions;
      }
    return Ok();
  }

  // The text of today lies in a file of its own.
  Status write_text(const archive::Document& document, RevisionRow& row) {
    if (!exchange::is_inner_path(document.path))  // an archive may have been brought along by a repository
      return Error{ErrorCode::corrupt,
                   "a document of the archive lies outside of its folder: " + document.path};
    row.file = std::string(texts_folder) + document.path;
    auto file = TRY(CountedFile::create(folder_, row.file));
    file.put(row.revision.text);
    manifest_.files.push_back(TRY(file.finish()));
    return Ok();
  }

  Status item_rows(CountedFile& file) {
    for (const auto& document : documents_)
      for (const auto& item : TRY(open_.archive.items(open_.workspace, document.id))) {
        put(file, item);
        ++manifest_.items;
      }
    return Ok();
  }

  Status judgement_rows(CountedFile& file) {
    for (const auto& judgement : TRY(open_.archive.judgements(open_.workspace))) {
      put(file, judgement);
      ++manifest_.judgements;
    }
    return Ok();
  }

  Status event_rows(CountedFile& file) {
    for (const auto& event : TRY(open_.archive.events(open_.workspace, {}))) {
      put(file, event);
      ++manifest_.events;
      manifest_.seal = event.seal;
    }
    return Ok();
  }

  OpenArchive& open_;
  std::string folder_, line_;
  std::vector<archive::Document> documents_;
  Manifest manifest_;
};

ExportReport report_of(const Manifest& manifest, const std::string& folder) {
  ExportReport report;
  report.folder = folder;
  report.files = manifest.files.size();
  report.documents = static_cast<std::size_t>(manifest.documents);
  report.revisions = static_cast<std::size_t>(manifest.revisions);
  report.items = static_cast<std::size_t>(manifest.items);
  report.events = static_cast<std::size_t>(manifest.events);
  return report;
}

}  // namespace

Result<ExportReport> export_archive(const std::string& root, const std::string& folder,
                                    const std::string& program) {
  if (folder == "-")
    return Error{ErrorCode::invalid, "-: an export is a folder of many files; give it a name"};
  auto open = TRY(open_archive(root));
  const auto whole = absolute(folder);
  if (disk::exists(whole) && (!disk::is_folder(whole) || !disk::names_in(whole).empty()))
    return Error{ErrorCode::conflict, folder + ": exists already and is not empty; name a new folder"};
  auto around = disk::create_folders(folder_of(whole));
  if (!around.ok()) return std::move(around).error().while_(folder_of(whole));
  const auto staging = TRY(disk::Staging::beside(whole));
  const auto made = staging.path_of("export");
  TRY(disk::create_folders(made));
  const auto manifest = open.archive.look([&] { return Exporter(open, made, program).run(); });
  if (!manifest.ok() && manifest.error().code == ErrorCode::corrupt)
    return of_archive(manifest.error(), root);
  if (!manifest.ok()) return manifest.error();
  // Within the archive's folder it would be read as documents of its own.
  if (path_from(root, whole)) TRY(disk::create_file(made + "/.gitignore", "*\n"));
  TRY(disk::sync_all(made));
  TRY(disk::publish(made, whole, disk::Existing::replace));
  auto report = report_of(*manifest, folder);
  if (path_from(root, whole))
    report.notes.push_back(
        folder +
        " lies among the documents: a .gitignore in it keeps commands out of it; better is a "
        "folder elsewhere");
  return report;
}

}  // namespace hindcast::app
