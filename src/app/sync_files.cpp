#include "app/sync_files.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "app/archived.h"
#include "app/documents.h"
#include "disk/disk.h"

namespace hindcast::app {
namespace {

std::string_view folder_of_key(std::string_view key) {
  const auto slash = key.rfind('/');
  return slash == key.npos ? std::string_view() : key.substr(0, slash);
}

std::string_view name_of_key(std::string_view key) {
  return key.substr(key.rfind('/') + 1);
}

bool is_below(std::string_view key, std::string_view folder) {
  return folder.empty() ||
         (key.size() > folder.size() && key[folder.size()] == '/' && key.substr(0, folder.size()) == folder);
}

}  // namespace

void SyncFiles::list(const std::vector<std::string>& paths) {
  if (paths.empty()) list_one(disk::absolute(".") == root_ ? "." : root_);
  for (const auto& path : paths)
    list_one(path);
  const auto by_key = [](const SeenFile& a, const SeenFile& b) { return a.key < b.key; };
  if (!std::is_sorted(files_.begin(), files_.end(), by_key)) std::sort(files_.begin(), files_.end(), by_key);
  const auto same = [](const SeenFile& a, const SeenFile& b) { return a.key == b.key; };
  files_.erase(std::unique(files_.begin(), files_.end(), same), files_.end());
  std::unordered_map<std::string_view, std::size_t> known;
  std::size_t last = 0;
  for (std::size_t i = 0; i < files_.size(); ++i) {
    const auto folder = folder_of_key(files_[i].key);
    if (i == 0 || folder != folder_of_key(files_[i - 1].key)) {
      const auto at = known.emplace(folder, folders_.size());
      if (at.second) folders_.push_back({std::string(folder), {}});
      last = at.first->second;
    }
    folders_[last].files.push_back(i);
  }
  sort_folders();
}

// Their places are sorted, and each is moved once: folders are big to move.
void SyncFiles::sort_folders() {
  std::vector<std::pair<std::string_view, std::size_t>> places;
  places.reserve(folders_.size());
  for (const Folder& folder : folders_)
    places.emplace_back(folder.key, places.size());
  if (std::is_sorted(places.begin(), places.end())) return;
  std::sort(places.begin(), places.end());
  std::vector<Folder> sorted;
  sorted.reserve(folders_.size());
  for (const auto& [key, place] : places)
    sorted.push_back(std::move(folders_[place]));
  folders_ = std::move(sorted);
}

void SyncFiles::list_one(const std::string& operand) {
  const auto path = disk::as_listed(operand);
  const auto key = path_from(root_, path);
  if (!key) {
    troubles_.push_back({path, {ErrorCode::invalid, "lies outside of " + root_ + ", whose archive this is"}});
    return;
  }
  // A path below the operand, told from the root.
  const auto key_of = [&](const std::string& listed) {
    if (listed == path) return *key;
    const bool is_here = path == "." || path == "./";
    std::size_t at = is_here ? 0 : path.size();
    while (at < listed.size() && listed[at] == '/')
      ++at;
    return (key->empty() ? "" : *key + "/") + listed.substr(at);
  };
  auto found = stamped_documents(path, configuration_, memory_);
  auto& list = found.list;
  const bool is_file = list.files.size() == 1 && list.files[0] == path;
  scopes_.push_back({*key, is_file});
  files_.reserve(files_.size() + list.files.size());
  for (std::size_t i = 0; i < list.files.size(); ++i) {
    SeenFile seen{key_of(list.files[i]), std::move(list.files[i]), {}};
    const auto& stamp = found.stamps[i];
    if (!stamp && !is_file) continue;  // it went this very moment, and the next sync says so
    if (stamp) seen.stamp = *stamp;
    files_.push_back(std::move(seen));
  }
  for (auto& trouble : list.troubles) {
    const bool is_gone = trouble.error.code == ErrorCode::not_found;
    if (!is_gone) unreadable_.push_back(key_of(trouble.path));
    troubles_.push_back({trouble.path, std::move(trouble.error)});
  }
}

std::vector<std::string> SyncFiles::cut_short() const {
  std::vector<std::string> folders;
  for (const auto& trouble : troubles_)
    if (trouble.error.code == ErrorCode::conflict && disk::is_record_of_write(name_of_key(trouble.path)))
      folders.push_back(trouble.path.substr(0, trouble.path.size() - name_of_key(trouble.path).size()));
  return folders;
}

bool SyncFiles::is_in_scope(std::string_view key) const {
  return std::any_of(scopes_.begin(), scopes_.end(), [&](const Scope& scope) {
    return key == scope.key || (!scope.is_file && is_below(key, scope.key));
  });
}

std::vector<std::string> SyncFiles::asked() const {
  std::vector<std::string> keys;
  for (const Scope& scope : scopes_)
    keys.push_back(scope.key);
  return keys;
}

bool SyncFiles::is_judged(std::string_view key) const {
  return is_in_scope(key) &&
         std::none_of(unreadable_.begin(), unreadable_.end(),
                      [&](const auto& unreadable) { return key == unreadable || is_below(key, unreadable); });
}

bool SyncFiles::holds(std::string_view key) const {
  const auto at =
      std::lower_bound(files_.begin(), files_.end(), key,
                       [](const SeenFile& file, std::string_view wanted) { return file.key < wanted; });
  return at != files_.end() && at->key == key;
}

bool SyncFiles::is_judged_in(std::string_view folder, std::string_view name) const {
  return is_judged(folder.empty() ? std::string(name) : std::string(folder) + "/" + std::string(name));
}

std::string_view SyncFiles::remembered_of(std::string_view folder) const {
  const auto at = std::lower_bound(
      remembered_.begin(), remembered_.end(), folder,
      [](const archive::Listing& listing, std::string_view wanted) { return listing.folder < wanted; });
  return at != remembered_.end() && at->folder == folder ? std::string_view(at->stamps) : std::string_view();
}

void SyncFiles::compare(std::vector<archive::Listing> remembered) {
  remembered_ = std::move(remembered);
  std::erase_if(remembered_, [](const archive::Listing& listing) {
    return listing.folder == history_first || listing.folder == history_last;
  });
  for (const auto& listing : remembered_) {
    if (has_files(listing.folder)) continue;
    const auto files = unpacked(listing.stamps);
    for (const auto& file : files ? *files : std::vector<FileStamp>())
      if (is_judged_in(listing.folder, file.name)) has_vanished_ = true;
  }
  for (auto& folder : folders_)
    compare_folder(folder);
  std::sort(fresh_.begin(), fresh_.end());
}

bool SyncFiles::has_files(std::string_view folder) const {
  const auto at =
      std::lower_bound(folders_.begin(), folders_.end(), folder,
                       [](const Folder& one, std::string_view wanted) { return one.key < wanted; });
  return at != folders_.end() && at->key == folder;
}

void SyncFiles::compare_folder(Folder& folder) {
  const auto remembered = remembered_of(folder.key);
  PackedFiles as_they_were(remembered);
  const auto is_as_it_was = [&](std::size_t i) {
    return as_they_were.take(name_of_key(files_[i].key), files_[i].stamp);
  };
  const bool is_same_reader = remembered.empty() || reader_of(remembered) == reader_;
  folder.is_as_it_was = is_same_reader &&
                        std::all_of(folder.files.begin(), folder.files.end(), is_as_it_was) &&
                        as_they_were.is_at_end();
  if (folder.is_as_it_was) return;
  std::unordered_map<std::string_view, const FileStamp*> known;
  const auto before = unpacked(remembered).value_or(std::vector<FileStamp>());
  for (const auto& file : before)
    known.emplace(file.name, &file);
  for (const auto i : folder.files) {
    const auto was = known.find(name_of_key(files_[i].key));
    if (was == known.end() || !was->second->stamp || *was->second->stamp != files_[i].stamp ||
        !is_same_reader)
      fresh_.push_back(i);
    if (!is_same_reader) read_otherwise_.insert(i);
    if (was != known.end()) known.erase(was);
  }
  for (const auto& [name, file] : known)
    if (is_judged_in(folder.key, name)) has_vanished_ = true;
}

std::vector<archive::Listing> SyncFiles::to_remember(const std::vector<std::string>& unread,
                                                     std::int64_t since) const {
  const std::unordered_set<std::string_view> is_unread(unread.begin(), unread.end());
  const auto stamps_of = [&](const Folder& folder) {
    std::vector<FileStamp> made;
    for (const auto i : folder.files) {
      if (is_unread.count(files_[i].key) > 0) continue;
      FileStamp file{std::string(name_of_key(files_[i].key)), files_[i].stamp};
      if (files_[i].stamp.changed > since - disk::racy_ns) file.stamp.reset();
      made.push_back(std::move(file));
    }
    auto reader = reader_;
    for (auto& file : unpacked(remembered_of(folder.key)).value_or(std::vector<FileStamp>())) {
      if (is_judged_in(folder.key, file.name)) continue;
      reader = reader_of(remembered_of(folder.key));  // some have not been read anew
      made.push_back(std::move(file));
    }
    const auto by_name = [](const FileStamp& a, const FileStamp& b) { return a.name < b.name; };
    std::stable_sort(made.begin(), made.end(), by_name);
    return packed(made, reader);
  };
  std::vector<archive::Listing> changed;
  const auto remember = [&](const Folder& folder) {
    if (auto stamps = stamps_of(folder); stamps != remembered_of(folder.key))
      changed.push_back({folder.key, std::move(stamps)});
  };
  for (const auto& folder : folders_)
    if (!folder.is_as_it_was) remember(folder);
  for (const auto& listing : remembered_)
    if (!has_files(listing.folder)) remember({.key = listing.folder});
  return changed;
}

}  // namespace hindcast::app
