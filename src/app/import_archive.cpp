// An export that becomes an archive again.
#include <algorithm>
#include <map>
#include <optional>
#include <unordered_map>

#include "app/app.h"
#include "app/archived.h"
#include "app/export.h"
#include "app/indexing.h"
#include "app/stamps.h"
#include "base/sha256.h"
#include "disk/beneath.h"
#include "disk/disk.h"
#include "disk/workplace.h"
#include "exchange/export_files.h"
#include "exchange/rows.h"

namespace hindcast::app {
namespace {

// What sync can have read: nothing hidden, nothing that a build or a shell would run.
bool may_be_document(std::string_view path) {
  std::string name(path);
  if (name.ends_with(".txt")) name.replace(name.size() - 4, 4, ".md");  // read where it is named itself
  return disk::is_document_path(name);
}

using namespace exchange;  // the names of an export's files

constexpr std::uint64_t manifest_bytes_max = 256u << 20;
constexpr std::size_t line_bytes_max = 128u << 20;  // a text of 16 MiB in which every byte needs an escape

// A file of lines, one at a time.
class Lines {
 public:
  Lines(disk::BlockReader reader, std::string path) : reader_(std::move(reader)), path_(std::move(path)) {}

  // Nothing at the end. Lives until the next one.
  Result<std::optional<std::string_view>> next() {
    for (;;) {
      const auto end = held_.find('\n', searched_);
      if (end != held_.npos) {
        ++number_;
        const auto line = std::string_view(held_).substr(begin_, end - begin_);
        begin_ = searched_ = end + 1;
        return std::optional(line);
      }
      held_.erase(0, begin_);
      begin_ = 0;
      searched_ = held_.size();
      const auto block = TRY(reader_.next());
      if (block.empty()) break;
      if (held_.size() + block.size() > line_bytes_max) return at_line(number_ + 1, "is longer than 128 MiB");
      held_ += block;
    }
    if (held_.empty()) return std::optional<std::string_view>();
    return at_line(number_ + 1, "has no end");
  }
  Error at_line(std::size_t number, const std::string& what) const {
    return {ErrorCode::invalid, path_ + ":" + std::to_string(number) + ": " + what};
  }
  Error here(Error error) const { return std::move(error).while_(path_ + ":" + std::to_string(number_)); }

 private:
  disk::BlockReader reader_;
  std::string path_, held_;
  std::size_t begin_ = 0, searched_ = 0, number_ = 0;
};

// Documents of the archive that have no file.
Result<std::vector<std::string>> missing_documents(OpenArchive& open) {
  std::vector<std::string> paths;
  for (auto& document : TRY(open.archive.documents(open.workspace)))
    if (document.is_here && !disk::exists(open.root + "/" + document.path))
      paths.push_back(std::move(document.path));
  return paths;
}

// The next sync looks for the files of all documents, and trusts none of them.
Status expect_files(OpenArchive& open) {
  std::map<std::string, std::vector<FileStamp>> folders;
  for (const auto& document : TRY(open.archive.documents(open.workspace))) {
    const auto slash = document.path.rfind('/');
    const auto folder = slash == document.path.npos ? "" : document.path.substr(0, slash);
    if (document.is_here) folders[folder].push_back({document.path.substr(slash + 1), std::nullopt});
  }
  return open.archive.change(open.workspace, {}, [&](archive::Changes& changes) -> Status {
    for (auto& [folder, files] : folders) {
      std::sort(files.begin(), files.end(), [](const auto& a, const auto& b) { return a.name < b.name; });
      TRY(changes.remember({folder, packed(files, ReaderMark{})}));
    }
    return Ok();
  });
}

class Importer {
 public:
  explicit Importer(const std::string& folder) : folder_(folder) {}

  // The manifest, and every file held against it.
  Status check() {
    if (!disk::exists(folder_ + "/" + std::string(manifest_file)))
      return Error{ErrorCode::invalid,
                   folder_ + ": is no export of Hindcast, which has a " + std::string(manifest_file)};
    auto text = whole_text(std::string(manifest_file), manifest_bytes_max);
    if (!text.ok()) return std::move(text).error().while_(folder_ + ": " + std::string(manifest_file));
    auto manifest = read_manifest(*text);
    if (!manifest.ok()) return std::move(manifest).error().while_(std::string(manifest_file));
    manifest_ = std::move(*manifest);
    for (std::size_t i = 0; i < manifest_.files.size(); ++i)
      if (!places_.emplace(manifest_.files[i].path, i).second)
        return Error{ErrorCode::invalid,
                     std::string(manifest_file) + ": " + manifest_.files[i].path + " stands twice"};
    for (const auto path : {documents_file, revisions_file, items_file, judgements_file, events_file})
      if (places_.count(std::string(path)) == 0)
        return Error{ErrorCode::invalid,
                     std::string(manifest_file) + ": " + std::string(path) + " is missing"};
    for (const auto& file : manifest_.files)
      if (auto same = compare(file); !same.ok()) return std::move(same).error().while_(file.path);
    return Ok();
  }

  Status fill(archive::Filling& filling) {
    TRY(rows(documents_file, manifest_.documents, [&](std::string_view line) -> Status {
      const auto row = TRY(document_row(line));
      return filling.take(row);
    }));
    TRY(rows(revisions_file, manifest_.revisions, [&](std::string_view line) -> Status {
      auto row = TRY(revision_row(line));
      if (!row.file.empty()) row.revision.text = TRY(text_of(row.file));
      return filling.take(row.document, row.revision);
    }));
    TRY(rows(items_file, manifest_.items,
             [&](std::string_view line) -> Status { return filling.take(TRY(item_row(line))); }));
    TRY(rows(judgements_file, manifest_.judgements,
             [&](std::string_view line) -> Status { return filling.take(TRY(judgement_row(line))); }));
    std::string seal;
    TRY(rows(events_file, manifest_.events, [&](std::string_view line) -> Status {
      auto row = TRY(event_row(line));
      TRY(filling.take(row));
      seal = std::move(row.seal);
      return Ok();
    }));
    if (seal != manifest_.seal)
      return Error{ErrorCode::corrupt, std::string(events_file) + ": does not end with the manifest's seal"};
    return Ok();
  }

  // Is the archive the one that was exported, with or without what has happened since? The seal of an event
  // stands for all before it.
  Result<bool> is_in(OpenArchive& open) const {
    const auto last = TRY(open.archive.last_event(open.workspace));
    if (last < manifest_.events || manifest_.events == 0) return false;
    const auto events = TRY(open.archive.events(open.workspace, {.after = manifest_.events - 1}));
    return !events.empty() && events.front().seal == manifest_.seal;
  }

  // Those of the export's documents that are missing beneath the archive's folder, a sync has told so or not;
  // their number. What moved or was rewritten since is not brought back.
  Result<std::size_t> write_documents(OpenArchive& open) {
    std::vector<std::string> missing;
    TRY(rows(documents_file, manifest_.documents, [&](std::string_view line) -> Status {
      const auto row = TRY(document_row(line));
      const auto known = TRY(open.archive.document(open.workspace, row.id));
      const bool is_same = known && known->path == row.path && known->digest == row.digest;
      if (row.is_here && is_same && !disk::exists(open.root + "/" + row.path)) missing.push_back(row.path);
      return Ok();
    }));
    for (const auto& path : missing) {
      if (!may_be_document(path))
        return Error{ErrorCode::denied, path + ": is no name of a document; it is not written"};
      const auto text = TRY(text_of(std::string(texts_folder) + path));
      auto made = disk::create_beneath(open.root, path, text);
      if (!made.ok()) return std::move(made).error().while_(path);
    }
    return missing.size();
  }

  const Manifest& manifest() const { return manifest_; }

 private:
  Result<std::string> whole_text(const std::string& path, std::uint64_t bytes_max) const {
    auto reader = TRY(disk::BlockReader::open(folder_, path));
    std::string text;
    for (;;) {
      const auto block = TRY(reader.next());
      if (block.empty()) return text;
      if (text.size() + block.size() > bytes_max)
        return Error{ErrorCode::invalid, "is larger than " + std::to_string(bytes_max >> 20) + " MiB"};
      text += block;
    }
  }

  Status compare(const ExportedFile& file) const {
    auto reader = TRY(disk::BlockReader::open(folder_, file.path));
    if (reader.size() != file.bytes)
      return Error{ErrorCode::corrupt, "has " + std::to_string(reader.size()) +
                                           " bytes, and the manifest says " + std::to_string(file.bytes)};
    Sha256 hash;
    for (;;) {
      const auto block = TRY(reader.next());
      if (block.empty()) break;
      hash.add(block);
    }
    if (hex(hash.digest()) != file.sha256)
      return Error{ErrorCode::corrupt,
                   "is not what was exported: its SHA-256 is another than the manifest's"};
    return Ok();
  }

  // The text of a file that the manifest vouches for.
  Result<std::string> text_of(const std::string& path) const {
    if (places_.count(path) == 0 || path.compare(0, texts_folder.size(), texts_folder) != 0)
      return Error{ErrorCode::invalid, "`file` " + path + " is not in the manifest"};
    return whole_text(path, document_bytes_max);
  }

  template <typename Take>
  Status rows(std::string_view path, std::int64_t expected, const Take& take) {
    Lines lines(TRY(disk::BlockReader::open(folder_, std::string(path))), std::string(path));
    std::int64_t count = 0;
    for (;;) {
      const auto line = TRY(lines.next());
      if (!line) break;
      ++count;
      if (auto taken = take(*line); !taken.ok()) return lines.here(std::move(taken).error());
    }
    if (count == expected) return Ok();
    return Error{ErrorCode::corrupt, std::string(path) + ": has " + std::to_string(count) +
                                         " lines, and the manifest says " + std::to_string(expected)};
  }

  std::string folder_;
  Manifest manifest_;
  std::unordered_map<std::string, std::size_t> places_;
};

}  // namespace

Result<ExportReport> import_archive(const std::string& root, const std::string& folder,
                                    const ImportOptions& options) {
  if (disk::exists(folder) && !disk::is_folder(folder))
    return Error{ErrorCode::invalid,
                 folder +
                     ": is no folder, which an export is; 'hindcast import github' and 'hindcast import "
                     "gitlab' read files of issues"};
  if (!disk::is_folder(folder))
    return Error{ErrorCode::not_found, folder + ": no such folder; an export of Hindcast is one"};
  Importer importer(folder);
  TRY(importer.check());
  const auto place = TRY(disk::Workplace::hold(root));
  auto open = TRY(open_or_begin_archive(root));
  const auto events = TRY(open.archive.last_event(open.workspace));
  const bool was_there = events > 0 && TRY(importer.is_in(open));  // an import that was cut short goes on
  if (events > 0 && !was_there)
    return Error{
        ErrorCode::conflict,
        archive_file(root) + ": has begun already, and two histories are not mixed; move it away first"};
  if (!was_there)
    TRY(open.archive.fill(open.workspace, [&](archive::Filling& filling) { return importer.fill(filling); }));
  TRY(make_index_current(open, options.read));
  const auto& manifest = importer.manifest();
  if (events <= manifest.events) TRY(expect_files(open));  // a sync since has looked for them
  ExportReport report;
  report.folder = folder;
  report.files = manifest.files.size();
  report.documents = static_cast<std::size_t>(manifest.documents);
  report.revisions = static_cast<std::size_t>(manifest.revisions);
  report.items = static_cast<std::size_t>(manifest.items);
  report.events = static_cast<std::size_t>(manifest.events);
  report.was_there = was_there;
  if (options.writes_documents) report.written = TRY(importer.write_documents(open));
  if (const auto missing = TRY(missing_documents(open)).size(); missing > 0)
    report.notes.push_back(std::to_string(missing) + " of its documents " + (missing == 1 ? "is" : "are") +
                           " not beneath " + root +
                           ", and the next sync tells that they are gone; --documents writes them");
  return report;
}

}  // namespace hindcast::app
