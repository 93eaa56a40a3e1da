#include "disk/disk.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <deque>
#include <filesystem>
#include <memory>
#include <optional>
#include <system_error>
#include <unordered_set>
#include <utility>

#include "base/packed.h"
#include "base/text.h"
#include "disk/folders.h"
#include "disk/handle.h"
#include "disk/ignore.h"

namespace hindcast::disk {
namespace {

Error from_errno(int code) {
  switch (code) {
    case ENOENT:
      return {ErrorCode::not_found, "no such file; check the spelling"};
    case EACCES:
    case EPERM:
      return {ErrorCode::denied, "not allowed to read it; check its permissions"};
    case EISDIR:
      return {ErrorCode::invalid, "is a folder; name a file in it"};
    case ENOTDIR:
      return {ErrorCode::not_found, "a part of its path is no folder; check the spelling"};
    case ELOOP:
      return {ErrorCode::invalid, "its symbolic links go round in a circle; name the file itself"};
    case ENAMETOOLONG:
      return {ErrorCode::invalid, "its name is too long; check the spelling"};
    default:
      return {ErrorCode::unavailable, std::strerror(code)};
  }
}

Error dangling() {
  return {ErrorCode::not_found, "no such file; its symbolic link points nowhere"};
}

Error too_large(std::uint64_t bytes_max) {
  const std::uint64_t mib = (bytes_max + (1u << 20) - 1) >> 20;
  return {ErrorCode::invalid,
          "is larger than " + std::to_string(mib) + " MiB, which no document is; leave it out"};
}

bool is_document_name(std::string_view name) {
  static constexpr std::array<std::string_view, 6> endings = {".md",  ".markdown", ".mdown",
                                                              ".mkd", ".mdx",      ".qmd"};
  const std::size_t dot = name.rfind('.');
  if (dot == std::string_view::npos || dot == 0) return false;  // ".md" is a hidden file without ending
  const std::string ending = lower(name.substr(dot));
  return std::find(endings.begin(), endings.end(), ending) != endings.end();
}

// DT_UNKNOWN for what is not there.
unsigned char type_of(int folder, const char* name, int flags) {
  struct stat status {};
  if (::fstatat(folder, name, &status, flags) != 0) return DT_UNKNOWN;
  return static_cast<unsigned char>(IFTODT(status.st_mode));
}

bool is_skipped_folder(std::string_view name) {
  return name == "node_modules" || name[0] == '.';
}

// What one folder holds that a listing may want, in the order of paths: a folder's name has its slash, so
// that "a.md" comes before what is in "a".
class Entries {
 public:
  struct Entry {
    std::uint32_t begin, size;
    unsigned char type;
  };

  // 0, or what went wrong; what was read until then is kept. `buffer` is for the system's answers: opendir()
  // would take one of its own for every folder.
  int read(int folder, std::vector<char>& buffer) {
    names_.clear();
    entries_.clear();
    at_ = 0;
    has_ignore_file_ = false;
    ssize_t got = 0;
    while ((got = ::getdents64(folder, buffer.data(), buffer.size())) > 0)
      for (ssize_t at = 0; at < got;) {
        const auto* entry = reinterpret_cast<const dirent64*>(buffer.data() + at);
        add(folder, *entry);
        at += entry->d_reclen;
      }
    const int failed = got < 0 ? errno : 0;
    std::sort(entries_.begin(), entries_.end(),
              [this](const Entry& a, const Entry& b) { return name_of(a) < name_of(b); });
    return failed;
  }
  bool has_ignore_file() const { return has_ignore_file_; }

  // What was read, in few bytes.
  std::string packed() const {
    std::string out(1, has_ignore_file_ ? '1' : '0');
    for (const auto& entry : entries_) {
      out += static_cast<char>(entry.type);
      put_text(out, name_of(entry));
    }
    return out;
  }
  // As if it had been read; false where the bytes are not what packed() made.
  bool recall(std::string_view packed) {
    names_.clear();
    entries_.clear();
    at_ = 0;
    if (packed.empty()) return false;
    has_ignore_file_ = packed[0] == '1';
    Unpacker take(packed.substr(1));
    while (take.is_good() && !take.is_at_end()) {
      const auto type = static_cast<unsigned char>(take.number());
      const auto name = take.text();
      if (!is_entry_name(name, type)) return false;
      entries_.push_back(
          {static_cast<std::uint32_t>(names_.size()), static_cast<std::uint32_t>(name.size()), type});
      names_ += name;
    }
    return take.is_good();
  }
  const Entry* next() { return at_ < entries_.size() ? &entries_[at_++] : nullptr; }
  std::string_view name_of(const Entry& entry) const {
    return std::string_view(names_).substr(entry.begin, entry.size);
  }

 private:
  static bool is_entry_name(std::string_view name, unsigned char type) {
    if (type == DT_DIR && name.ends_with('/')) name.remove_suffix(1);
    return !name.empty() && name != "." && name != ".." && name.find('/') == name.npos;
  }
  // Most file systems tell with an entry what kind of thing it is: only links and what they don't tell costs
  // a question more.
  void add(int folder, const dirent64& entry) {
    const std::string_view name = entry.d_name;
    if (name == "." || name == "..") return;
    unsigned char type = entry.d_type;
    if (type == DT_UNKNOWN) type = type_of(folder, entry.d_name, AT_SYMLINK_NOFOLLOW);
    if (name == ".gitignore") has_ignore_file_ = true;
    const bool is_wanted = type == DT_DIR
                               ? !is_skipped_folder(name)
                               : is_document_name(name) || (type == DT_REG && is_record_of_write(name));
    if (!is_wanted) return;
    const auto begin = static_cast<std::uint32_t>(names_.size());
    names_ += name;
    if (type == DT_DIR) names_ += '/';
    entries_.push_back({begin, static_cast<std::uint32_t>(names_.size()) - begin, type});
  }

  std::string names_;
  std::vector<Entry> entries_;
  std::size_t at_ = 0;
  bool has_ignore_file_ = false;
};

// Lists what stands under one folder, as deep as it goes, in order.
class Walk {
 public:
  Walk(const std::string& root, Listing& listing, const ListOptions& options)
      : path_(root), root_size_(root.size()), listing_(listing), options_(options), memory_(options.memory) {
    if (options.respects_ignores) ignores_.emplace(root);
  }

  void run() {
    enter();
    while (depth_ > 0) {
      Level& level = levels_[depth_ - 1];
      path_.resize(level.path_size);
      if (const auto* entry = level.entries.next()) {
        if (path_.back() != '/') path_ += '/';
        path_ += level.entries.name_of(*entry);
        take(level, level.entries.name_of(*entry), entry->type);
        continue;
      }
      level.folder = Handle();
      --depth_;
      if (ignores_) ignores_->leave();
    }
  }

 private:
  // Kept when it has been left, for the next folder that lies as deep.
  struct Level {
    Handle folder;  // open, but for one that was remembered
    std::size_t path_size = 0;
    Entries entries;
    bool is_closed = false;  // its names can be read, and nothing of what they name
  };

  // The folder that `path_` names, with or without a slash at its end.
  void enter() {
    const auto size = path_.size() > 1 && path_.back() == '/' && depth_ > 0 ? path_.size() - 1 : path_.size();
    path_.resize(size);
    if (levels_.size() == depth_) levels_.emplace_back();
    Level& level = levels_[depth_];
    if (depth_ == 0 || !remember(level)) {
      const auto [parent, name] = depth_ > 0 ? named() : Named{AT_FDCWD, path_.c_str()};
      level.folder = Handle(::openat(
          parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK | (depth_ > 0 ? O_NOFOLLOW : 0)));
      if (!level.folder.is_open()) {
        listing_.troubles.push_back({path_, from_errno(errno)});
        return;
      }
      if (depth_ == 0 && memory_ && !memory_->begin(absolute(path_), level.folder.fd())) memory_ = nullptr;
      read(level);
    }
    ++depth_;
    level.path_size = size;
    level.is_closed = false;
    if (ignores_) ignores_->enter(below_root(), level.entries.has_ignore_file());
  }

  // What `path_` names, for the system: by its name alone where the folder that holds it is open, for a path
  // is looked up step by step; else from the root. REQUIRES: depth_ > 0
  struct Named {
    int folder;
    const char* name;
  };
  Named named() const {
    const auto& holder = levels_[depth_ - 1].folder;
    if (holder.is_open()) return {holder.fd(), path_.c_str() + path_.rfind('/') + 1};
    return {levels_[0].folder.fd(), path_.c_str() + (path_.size() - below_root().size())};
  }

  // Takes what is remembered of the folder that `path_` names, if it has not changed.
  bool remember(Level& level) {
    struct stat status {};
    if (!memory_) return false;
    const auto [parent, name] = named();
    if (::fstatat(parent, name, &status, AT_SYMLINK_NOFOLLOW) != 0 || !S_ISDIR(status.st_mode)) return false;
    const auto held = memory_->find(below_root(), folder_stamp(status));
    return held && level.entries.recall(*held);
  }

  void read(Level& level) {
    struct stat status {};
    const bool may_remember = memory_ && depth_ > 0 && ::fstat(level.folder.fd(), &status) == 0;
    const int failed = level.entries.read(level.folder.fd(), buffer_);
    if (failed != 0) listing_.troubles.push_back({path_, from_errno(failed)});
    if (failed == 0 && may_remember) memory_->put(below_root(), folder_stamp(status), level.entries.packed());
  }

  // What `path_` is called from the root that was named.
  std::string_view below_root() const {
    auto path = std::string_view(path_).substr(std::min(root_size_, path_.size()));
    while (!path.empty() && path[0] == '/')
      path.remove_prefix(1);
    return path;
  }

  // Takes the entry that `path_` names.
  void take(Level& level, std::string_view name, unsigned char type) {
    if (type == DT_DIR) {
      if (!leaves_out(true)) enter();
      return;
    }
    if (type == DT_REG && is_record_of_write(name)) say_cut_short();
    if (!is_document_name(name) || leaves_out(false)) return;
    const bool is_link = type == DT_LNK;
    if (is_link) {
      type = type_of(AT_FDCWD, path_.c_str(), 0);
      if (type == DT_UNKNOWN) listing_.troubles.push_back({path_, dangling()});
    }
    if (type != DT_REG) return;
    std::optional<Stamp> stamp;
    if (options_.with_stamps) {
      const auto file = named();
      stamp = stamp_in(file.folder, file.name);
    }
    if (options_.with_stamps && !stamp && is_closed(level)) return;
    listing_.files.push_back(path_);
    if (is_link) listing_.links.push_back(path_);
    if (options_.with_stamps) listing_.stamps.push_back(stamp);
  }

  // Asked only when a file could not be looked at: asking of every folder would cost as much as opening it.
  bool is_closed(Level& level) {
    if (level.is_closed) return true;
    const auto folder = path_.substr(0, level.path_size);
    level.is_closed = ::faccessat(AT_FDCWD, folder.c_str(), X_OK, AT_EACCESS) != 0;
    if (level.is_closed) listing_.troubles.push_back({folder, from_errno(errno)});
    return level.is_closed;
  }

  // Whoever writes holds the folder locked: a record in a folder that nobody holds was left behind.
  void say_cut_short() {
    const Handle folder(::open(path_.substr(0, path_.rfind('/') + 1).c_str(),
                               O_RDONLY | O_DIRECTORY | O_CLOEXEC | O_NONBLOCK));
    const bool is_held =
        folder.is_open() && ::flock(folder.fd(), LOCK_SH | LOCK_NB) != 0 && errno == EWOULDBLOCK;
    if (is_held || type_of(AT_FDCWD, path_.c_str(), AT_SYMLINK_NOFOLLOW) != DT_REG)
      return;  // at work, or just done
    listing_.troubles.push_back(
        {path_,
         {ErrorCode::conflict,
          "a change of files here was cut short, so that some may be changed and others not; the next "
          "'hindcast set', 'tick' or 'add' of one of them puts it right"}});
  }

  bool leaves_out(bool is_folder) {
    auto path = below_root();
    if (is_folder && !path.empty() && path.back() == '/') path.remove_suffix(1);
    const bool is_left_out = (ignores_ && ignores_->is_ignored(path, is_folder)) ||
                             (!is_folder && options_.wants &&
                              !options_.wants(std::string_view(path_).substr(0, root_size_), path));
    listing_.leaves_out = listing_.leaves_out || is_left_out;
    return is_left_out;
  }

  std::string path_;
  std::size_t root_size_;
  std::optional<Ignores> ignores_;
  Listing& listing_;
  const ListOptions& options_;
  FolderMemory* memory_;  // nullptr for none
  std::vector<char> buffer_ = std::vector<char>(32'768);
  std::deque<Level> levels_;  // stay where they are while deeper ones come
  std::size_t depth_ = 0;     // of the folders that the walk is in
};

// A document may be named twice, or with its folder.
void leave_out_repeated(Listing& listing) {
  std::unordered_set<std::string> seen;
  std::size_t kept = 0;
  for (std::size_t i = 0; i < listing.files.size(); ++i) {
    if (!seen.insert(listing.files[i]).second) continue;
    if (kept < i) listing.files[kept] = std::move(listing.files[i]);
    if (kept < i && !listing.stamps.empty()) listing.stamps[kept] = listing.stamps[i];
    ++kept;
  }
  listing.files.resize(kept);
  if (!listing.stamps.empty()) listing.stamps.resize(kept);
}

Status write_all(int fd, std::string_view text) {
  while (!text.empty()) {
    ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return Error{ErrorCode::unavailable, std::strerror(errno)};
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  return Ok();
}

}  // namespace

Status read_file(const std::string& path, std::uint64_t bytes_max, std::string& text) {
  // O_NONBLOCK: opening a named pipe must not wait for its writer.
  Handle file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (!file.is_open()) return from_errno(errno);
  struct stat status {};
  if (::fstat(file.fd(), &status) != 0) return from_errno(errno);
  if (S_ISDIR(status.st_mode)) return from_errno(EISDIR);
  if (!S_ISREG(status.st_mode))
    return Error{ErrorCode::invalid, "is no regular file; save what it gives in one"};
  auto size = static_cast<std::uint64_t>(status.st_size);
  if (size > bytes_max) return too_large(bytes_max);

  text.resize(size + 1);  // a byte more: has it grown meanwhile?
  std::size_t filled = 0;
  for (;;) {
    const std::size_t asked = text.size() - filled;
    ssize_t got = ::read(file.fd(), text.data() + filled, asked);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return from_errno(errno);
    filled += static_cast<std::size_t>(got);
    if (filled > bytes_max) return too_large(bytes_max);
    if (got == 0 || (filled == size && static_cast<std::size_t>(got) < asked)) break;
    if (filled == text.size()) text.resize(filled + 65536);
  }
  text.resize(filled);
  return Ok();
}

Result<std::string> read_file(const std::string& path, std::uint64_t bytes_max) {
  std::string text;
  TRY(read_file(path, bytes_max, text));
  return text;
}

bool exists(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0;
}

std::optional<std::string> real_path_beneath(const std::string& folder, const std::string& path) {
  std::error_code failure, failure_above;
  const auto target = std::filesystem::canonical(path, failure).string();
  auto above = std::filesystem::canonical(folder, failure_above).string();
  if (failure || failure_above) return std::nullopt;
  if (!above.ends_with('/')) above += '/';
  return target.starts_with(above) ? std::optional(target.substr(above.size())) : std::nullopt;
}

bool leads_out(const std::string& path, const std::vector<std::string>& folders) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || !S_ISLNK(status.st_mode)) return false;
  return std::none_of(folders.begin(), folders.end(),
                      [&](const std::string& folder) { return real_path_beneath(folder, path).has_value(); });
}

bool is_folder(const std::string& path) {
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISDIR(status.st_mode);
}

// By hand: std::filesystem takes 10 µs for what is asked of every document.
std::string absolute(const std::string& path) {
  if (path.empty()) return path;
  std::string whole;
  if (path[0] != '/') {
    std::error_code failed;
    whole = std::filesystem::current_path(failed).string() + "/";
  }
  whole += path;
  std::string out;
  for (std::size_t at = 0; at < whole.size();) {
    const auto end = std::min(whole.find('/', at), whole.size());
    const std::string_view part(whole.data() + at, end - at);
    at = end + 1;
    if (part.empty() || part == ".") continue;
    if (part == "..")
      out.resize(std::min(out.rfind('/'), out.size()));
    else
      out.append("/").append(part);
  }
  return out.empty() ? "/" : out;
}

std::vector<std::string> find_all_above(const std::string& start, const std::string& name) {
  namespace fs = std::filesystem;
  std::error_code failed;
  fs::path folder = absolute(start);
  if (!fs::is_directory(folder, failed)) folder = folder.parent_path();
  const auto shown = [&](const fs::path& found) {
    const auto relative = found.lexically_relative(fs::path(absolute(".")));
    return relative.empty() || *relative.begin() == ".." ? found.string() : relative.string();
  };
  const bool is_beside = fs::is_regular_file(folder / name, failed);
  std::vector<std::string> found;
  if (is_beside) found.push_back(shown(folder / name));
  for (int steps = 0; steps < 256; ++steps) {
    if (fs::exists(folder / ".git", failed)) return found;
    if (folder == folder.root_path() || folder == folder.parent_path()) break;
    folder = folder.parent_path();
    if (fs::is_regular_file(folder / name, failed)) found.push_back(shown(folder / name));
  }
  // No repository: what lies above belongs to nobody knows whom.
  found.resize(is_beside ? 1 : 0);
  return found;
}

std::string find_above(const std::string& start, const std::string& name) {
  auto found = find_all_above(start, name);
  return found.empty() ? std::string() : std::move(found.front());
}

namespace {

// Under no name until it is whole: killed at any moment, there is a whole file or none, and nothing beside
// it. False where the file system cannot do that, or something is at `path`; nothing has happened then.
bool create_nameless(const std::string& path, std::string_view text) {
  const auto slash = path.rfind('/');
  const std::string folder = slash == std::string::npos ? "." : path.substr(0, slash + 1);
  const int fd = ::open(folder.c_str(), O_TMPFILE | O_WRONLY | O_CLOEXEC, 0666);
  if (fd < 0) return false;
  const std::string nameless = "/proc/self/fd/" + std::to_string(fd);
  const bool is_whole = write_all(fd, text).ok() && ::fsync(fd) == 0;
  const bool is_named =
      is_whole && ::linkat(AT_FDCWD, nameless.c_str(), AT_FDCWD, path.c_str(), AT_SYMLINK_FOLLOW) == 0;
  ::close(fd);  // what was written is on the disk already
  return is_named;
}

}  // namespace

Status create_file(const std::string& path, std::string_view text) {
  if (create_nameless(path, text)) return Ok();
  int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
  if (fd < 0 && errno == EEXIST) return Error{ErrorCode::conflict, "exists already; choose another name"};
  if (fd < 0 && errno == ENOENT)
    return Error{ErrorCode::not_found, "its folder does not exist; create it first"};
  if (fd < 0) return Error{ErrorCode::denied, std::strerror(errno)};
  Status written = write_all(fd, text);
  bool closed = ::close(fd) == 0;
  if (written.ok() && closed) return Ok();
  ::unlink(path.c_str());  // half a document would be taken for a whole one
  return written.ok() ? Status(Error{ErrorCode::unavailable, "could not be written to the end"}) : written;
}

std::string as_listed(std::string path) {
  while (path.size() > 2 && path.substr(0, 2) == "./" && path[2] != '/' && path != "./-")
    path.erase(0, 2);  // "-" alone would be standard input
  return path;
}

Listing list_documents(const std::vector<std::string>& paths, const ListOptions& options) {
  Listing listing;
  for (const std::string& given : paths) {
    const auto path = as_listed(given);
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) {
      listing.troubles.push_back({path, from_errno(errno)});
      continue;
    }
    if (!S_ISDIR(status.st_mode)) {
      listing.files.push_back(path);
      if (options.with_stamps) listing.stamps.push_back(stamp_of(path));
      continue;
    }
    Listing found;
    Walk(path, found, options).run();
    if (path == "." || path == "./") {
      for (auto* list : {&found.files, &found.links})
        for (auto& file : *list)
          file.erase(0, 2);
      for (auto& trouble : found.troubles)
        if (trouble.path.size() > 2) trouble.path.erase(0, 2);
    }
    if (paths.size() == 1) return found;
    std::move(found.files.begin(), found.files.end(), std::back_inserter(listing.files));
    std::move(found.stamps.begin(), found.stamps.end(), std::back_inserter(listing.stamps));
    std::move(found.links.begin(), found.links.end(), std::back_inserter(listing.links));
    std::move(found.troubles.begin(), found.troubles.end(), std::back_inserter(listing.troubles));
    listing.leaves_out = listing.leaves_out || found.leaves_out;
  }
  if (paths.size() > 1) leave_out_repeated(listing);
  return listing;
}

bool is_record_of_write(std::string_view name) {
  return name.starts_with(".hindcast-") && name.ends_with(".intent");
}

bool is_document_path(std::string_view path) {
  for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/')) {
    if (slash == 0 || is_skipped_folder(path.substr(0, slash))) return false;
    path.remove_prefix(slash + 1);
  }
  return is_document_name(path);
}

Status create_folders(const std::string& path) {
  constexpr mode_t for_user_alone = 0700;
  for (std::size_t end = 1; end <= path.size(); ++end) {
    if (end < path.size() && path[end] != '/') continue;
    if (::mkdir(path.substr(0, end).c_str(), for_user_alone) == 0 || errno == EEXIST) continue;
    if (end == path.size())
      return Error{ErrorCode::denied, std::string("can't be created: ") + std::strerror(errno)};
  }
  return Ok();
}

std::vector<std::string> names_in(const std::string& folder) {
  constexpr std::size_t names_max = 1000;
  std::vector<std::string> names;
  std::error_code failed;
  std::filesystem::directory_iterator entry(folder, failed);
  for (; !failed && entry != std::filesystem::directory_iterator() && names.size() < names_max;
       entry.increment(failed))
    names.push_back(entry->path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace hindcast::disk
