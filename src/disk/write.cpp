#include "disk/write.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <utility>

#include "disk/disk.h"
#include "disk/intent.h"

namespace hindcast::disk {
namespace {

Error changed() {
  return {ErrorCode::conflict, "changed since it was read; read it again"};
}
Error being_written() {
  return {ErrorCode::conflict, "is being written by another program; try again"};
}

// Opens and locks the folders of the files, always in the same order so that two of us never wait for each
// other.
Result<std::vector<std::size_t>> lock_folders(const std::vector<std::string>& roots, Folders& folders,
                                              std::span<const std::string> paths,
                                              std::vector<std::string>& names) {
  std::vector<Place> places;
  for (const std::string& path : paths) {
    auto place = find_place(roots, path);
    if (!place) return std::move(place).error().while_(path);
    names.push_back(place->name);
    places.push_back(*std::move(place));
  }
  std::vector<std::size_t> order(places.size()), found(places.size());
  for (std::size_t i = 0; i < order.size(); ++i)
    order[i] = i;
  std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return std::pair(places[a].folder.device, places[a].folder.inode) <
           std::pair(places[b].folder.device, places[b].folder.inode);
  });
  for (std::size_t i : order) {
    auto folder = folders.add(std::move(places[i].folder));
    if (!folder) return std::move(folder).error().while_(paths[i]);
    found[i] = *folder;
  }
  return found;
}

// One call of write_changes: each step for all files before the next.
class Writing {
 public:
  Writing(Folders& folders, const WriteOptions& options, Notes& notes)
      : folders_(folders), options_(options), notes_(notes), id_(new_id()) {}

  // Nothing is touched yet.
  Status add(const Change& change, std::size_t folder, const std::string& name) {
    for (const File& file : files_)
      if (file.folder == folder && file.name == name) return Error{ErrorCode::invalid, "is named twice"};
    if (name.starts_with(our_prefix)) return Error{ErrorCode::denied, "is a file of Hindcast's own"};
    Seen seen = TRY(look(folders_[folder], name));
    if (seen.bytes != change.before) return changed();
    if (seen.has_writer) return being_written();
    if (seen.links > 1 && !options_.split_hard_links)
      return Error{ErrorCode::denied, "has other names (hard links), which would keep the old text"};
    if (::faccessat(folders_[folder].handle.fd(), name.c_str(), W_OK, AT_EACCESS) != 0)
      return Error{ErrorCode::denied, "is read-only"};
    if (change.before != change.after)
      files_.push_back({&change, folder, name, swap_name(id_, files_.size()), std::move(seen), Staged{}});
    return Ok();
  }

  Status run() {
    if (files_.empty()) return Ok();
    Status done = prepare();
    for (auto file = files_.begin(); done.ok() && file != files_.end(); ++file)
      done = replace(*file);
    if (done.ok()) done = confirm();
    if (!done) return give_up(std::move(done).error());
    tidy();
    return Ok();
  }

 private:
  struct File {
    const Change* change;
    std::size_t folder;
    std::string name, swap;
    Seen seen;
    Staged staged;
  };

  const Folder& folder(const File& file) const { return folders_[file.folder]; }
  static Status in(const File& file, Status status) {
    return status.ok() ? std::move(status) : Status(std::move(status).error().while_(file.change->path));
  }

  bool is_first_of_folder(const File& file) const {
    return std::none_of(files_.data(), &file, [&](const File& other) { return other.folder == file.folder; });
  }

  Status prepare() {
    for (File& file : files_) {
      auto staged = stage(folder(file), file.swap + ".part", file.change->after, &file.seen);
      if (!staged) return std::move(staged).error().while_(file.change->path);
      file.staged = *std::move(staged);
    }
    TRY(write_intents());
    for (File& file : files_) {
      TRY(in(file, give_name(folder(file), file.staged, file.swap)));
      file.staged.handle = Handle();  // or we ourselves would seem to be a program that is writing it
    }
    return sync_folders();
  }

  // One in each folder, so that whoever comes to one of them next finds it.
  Status write_intents() {
    std::vector<std::pair<Digest, Digest>> texts;
    for (const File& file : files_)
      texts.emplace_back(digest(file.change->before), digest(file.change->after));
    for (const File& home : files_) {
      if (!is_first_of_folder(home)) continue;
      Intent intent;
      for (std::size_t i = 0; i < files_.size(); ++i)
        intent.files.push_back({path_between(folder(home).path, folder(files_[i]).path), files_[i].name,
                                texts[i].first, texts[i].second});
      auto staged = stage(folder(home), intent_name(id_) + ".part", print(intent), nullptr);
      if (!staged) return std::move(staged).error().while_(home.change->path);
      TRY(in(home, give_name(folder(home), *staged, intent_name(id_))));
    }
    return Ok();
  }

  Status sync_folders() {
    for (const File& file : files_)
      if (is_first_of_folder(file)) TRY(in(file, sync(folder(file))));
    return Ok();
  }

  Status replace(const File& file) {
    auto done = exchange(folder(file), file.name, file.swap);
    if (!done) {
      bool is_gone = done.error().code == ErrorCode::not_found;
      return (is_gone ? changed() : std::move(done).error()).while_(file.change->path);
    }
    if (*done == Exchanged::in_steps)
      notes_.push_back(
          file.change->path +
          ": its file system cannot exchange files; an edit made in the same instant could be lost");
    return in(file, check_displaced(file));
  }

  Status check_displaced(const File& file) {
    auto displaced = look(folder(file), file.swap);
    if (!displaced)
      return displaced.error().code == ErrorCode::unavailable ? std::move(displaced).error() : changed();
    if (displaced->has_writer) return being_written();
    return displaced->bytes == file.change->before ? Ok() : Status(changed());
  }

  // On the disk, and displaced bytes still as they were: one that had the file open may have written since.
  Status confirm() {
    TRY(sync_folders());
    for (const File& file : files_)
      TRY(in(file, check_displaced(file)));
    return Ok();
  }

  Error give_up(Error why) {
    std::vector<Target> targets;
    for (const File& file : files_)
      targets.push_back(
          {file.folder, file.name, file.swap, digest(file.change->before), digest(file.change->after)});
    Status undone = settle(folders_, targets, Ending::undo, notes_);
    if (undone.ok()) undone = remove_records();
    if (!undone.ok())
      why.message += "; undoing it failed too (" + undone.error().message + "): the next write tries again";
    // Where an edit had to be kept aside, the error is the only way to say so.
    for (const std::string& note : notes_)
      why.message += "; " + note;
    return why;
  }

  // It is done: what can't be removed now is removed by the next write.
  void tidy() {
    bool is_tidy = true;
    for (const File& file : files_) {
      auto kept = discard(folder(file), file.name, file.swap, digest(file.change->before),
                          digest(file.change->after));
      is_tidy = is_tidy && kept.ok();
      if (kept.ok() && !kept->empty())
        notes_.push_back(file.change->path + ": what another program wrote meanwhile is in " + *kept);
    }
    is_tidy = is_tidy && remove_records().ok();
    if (!is_tidy)
      notes_.push_back(files_.front().change->path +
                       ": hidden files beside it could not be removed; "
                       "the next write does it");
  }

  Status remove_records() {
    for (const File& file : files_) {
      TRY(remove(folder(file), intent_name(id_)));
      TRY(remove(folder(file), intent_name(id_) + ".part"));
      TRY(remove(folder(file), file.swap + ".part"));
    }
    return Ok();
  }

  Folders& folders_;
  const WriteOptions& options_;
  Notes& notes_;
  std::string id_;
  std::vector<File> files_;
};

}  // namespace

Result<Notes> write_changes(const std::vector<std::string>& roots, std::span<const Change> changes,
                            const WriteOptions& options) {
  Notes notes;
  Folders folders(roots);
  std::vector<std::string> paths, names;
  for (const Change& change : changes)
    paths.push_back(change.path);
  std::vector<std::size_t> found = TRY(lock_folders(roots, folders, paths, names));
  TRY(recover(folders, notes));
  Writing writing(folders, options, notes);
  for (std::size_t i = 0; i < changes.size(); ++i) {
    Status added = writing.add(changes[i], found[i], names[i]);
    if (!added) return std::move(added).error().while_(changes[i].path);
  }
  TRY(writing.run());
  return notes;
}

Result<Notes> recover(const std::vector<std::string>& roots, std::span<const std::string> paths) {
  Notes notes;
  Folders folders(roots);
  std::vector<std::string> names;
  TRY(lock_folders(roots, folders, paths, names));
  TRY(recover(folders, notes));
  return notes;
}

}  // namespace hindcast::disk
