#include "disk/intent.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/random.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <utility>

#include "disk/disk.h"

namespace hindcast::disk {
namespace {

constexpr std::string_view heading = "hindcast intent 1";
constexpr std::size_t files_max = 1'000'000;

// Fields end with a NUL, the one byte that no file name holds.
void add_field(std::string& out, std::string_view field) {
  out.append(field).append(1, '\0');
}

void add_digest(std::string& out, const Digest& digest) {
  add_field(out, std::to_string(digest.size));
  add_field(out, std::to_string(digest.hash));
}

class Fields {
 public:
  explicit Fields(std::string_view text) : rest_(text) {}
  bool is_broken() const { return is_broken_; }

  std::string_view next() {
    std::size_t end = rest_.find('\0');
    if (end == rest_.npos) return is_broken_ = true, std::string_view();
    std::string_view field = rest_.substr(0, end);
    rest_.remove_prefix(end + 1);
    return field;
  }

  std::uint64_t number() {
    std::string_view field = next();
    std::uint64_t value = 0;
    auto read = std::from_chars(field.data(), field.data() + field.size(), value);
    if (read.ec != std::errc() || read.ptr != field.data() + field.size()) is_broken_ = true;
    return value;
  }

 private:
  std::string_view rest_;
  bool is_broken_ = false;
};

// Ours in a folder, sorted.
std::vector<std::string> our_names(const Folder& folder) {
  std::vector<std::string> names;
  int copy = ::openat(folder.handle.fd(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR* entries = copy < 0 ? nullptr : ::fdopendir(copy);
  if (entries == nullptr) {
    if (copy >= 0) ::close(copy);
    return names;
  }
  while (const dirent* entry = ::readdir(entries))
    if (std::string_view(entry->d_name).starts_with(our_prefix)) names.emplace_back(entry->d_name);
  ::closedir(entries);
  std::sort(names.begin(), names.end());
  return names;
}

bool is_id(std::string_view id) {
  return id.size() == 16 && id.find_first_not_of("0123456789abcdef") == id.npos;
}

bool holds(const Result<Digest>& read, const Digest& wanted) {
  return read.ok() && *read == wanted;
}

std::string path_in(const Folder& folder, const std::string& name) {
  return folder.path + "/" + name;
}

Error cut_short(const Folder& home, const Intent::File& file, const Error& why) {
  return {ErrorCode::conflict,
          "a change of several files was cut short, and " + path_joined(home.path, file.folder + file.name) +
              " cannot be put right (" + why.message + "); name a folder that holds them all"};
}

// Its other folders are locked before anything is decided: whoever holds them all brings it to an end.
Status finish(Folders& folders, std::size_t home, const std::string& id, Notes& notes) {
  auto found = look(folders[home], intent_name(id));
  if (!found) return Ok();
  std::optional<Intent> intent = parse_intent(found->bytes);
  if (!intent) {
    notes.push_back(path_in(folders[home], intent_name(id)) +
                    ": is damaged; look at what it names and remove it");
    return Ok();
  }
  std::vector<Target> targets;
  for (std::size_t i = 0; i < intent->files.size(); ++i) {
    const Intent::File& file = intent->files[i];
    auto folder = folders.add(path_joined(folders[home].path, file.folder));
    if (!folder) return cut_short(folders[home], file, folder.error());
    targets.push_back({*folder, file.name, swap_name(id, i), file.before, file.after});
  }
  if (!look(folders[home], intent_name(id)).ok()) return Ok();  // another did it while we waited
  TRY(settle(folders, targets, Ending::undo_unless_done, notes));
  for (const Target& target : targets)
    TRY(remove(folders[target.folder], intent_name(id)));
  return Ok();
}

}  // namespace

std::string intent_name(std::string_view id) {
  return std::string(our_prefix) + std::string(id) + ".intent";
}

std::string swap_name(std::string_view id, std::size_t nth) {
  return std::string(our_prefix) + std::string(id) + "-" + std::to_string(nth) + ".swap";
}

std::string new_id() {
  std::uint64_t bits = 0;
  if (::getrandom(&bits, sizeof bits, 0) != sizeof bits) bits = static_cast<std::uint64_t>(::getpid());
  std::string id;
  for (int shift = 60; shift >= 0; shift -= 4)
    id += "0123456789abcdef"[bits >> shift & 15];
  return id;
}

std::string print(const Intent& intent) {
  std::string out;
  add_field(out, heading);
  add_field(out, std::to_string(intent.files.size()));
  for (const auto& file : intent.files) {
    add_field(out, file.folder);
    add_field(out, file.name);
    add_digest(out, file.before);
    add_digest(out, file.after);
  }
  add_field(out, "end");
  return out;
}

std::optional<Intent> parse_intent(std::string_view text) {
  Fields fields(text);
  if (fields.next() != heading) return std::nullopt;
  std::uint64_t count = fields.number();
  if (count == 0 || count > files_max) return std::nullopt;
  Intent intent;
  for (std::uint64_t i = 0; i < count && !fields.is_broken(); ++i) {
    Intent::File file;
    file.folder = fields.next();
    file.name = fields.next();
    for (Digest* digest : {&file.before, &file.after})
      *digest = {fields.number(), fields.number()};
    if (file.name.empty() || file.name == "." || file.name == ".." || file.name.find('/') != file.name.npos)
      return std::nullopt;
    intent.files.push_back(std::move(file));
  }
  if (fields.next() != "end" || fields.is_broken()) return std::nullopt;
  return intent;
}

Result<std::size_t> Folders::add(Folder folder) {
  for (std::size_t i = 0; i < folders_.size(); ++i)
    if (folders_[i].device == folder.device && folders_[i].inode == folder.inode) return i;
  TRY(lock(folder));
  folders_.push_back(std::move(folder));
  return folders_.size() - 1;
}

Result<std::size_t> Folders::add(const std::string& path) {
  for (std::size_t i = 0; i < folders_.size(); ++i)
    if (folders_[i].path == path) return i;
  return add(TRY(find_folder(roots_, path)));
}

Status settle(const Folders& folders, std::span<const Target> targets, Ending ending, Notes& notes) {
  bool is_all_done = true, is_tidying = false;
  for (const Target& target : targets) {
    const Folder& folder = folders[target.folder];
    mend_exchange(folder, target.swap);
    auto displaced = digest_of(folder, target.swap), placed = digest_of(folder, target.name);
    is_all_done = is_all_done && holds(displaced, target.before) && holds(placed, target.after);
    // Swaps are removed only when all files are settled: one that is gone says that they were.
    is_tidying = is_tidying || (!displaced && displaced.error().code == ErrorCode::not_found);
  }
  bool is_settled = ending == Ending::undo_unless_done && (is_all_done || is_tidying);
  for (std::size_t i = targets.size(); i-- > 0 && !is_settled;) {
    const Target& target = targets[i];
    const Folder& folder = folders[target.folder];
    auto displaced = digest_of(folder, target.swap), placed = digest_of(folder, target.name);
    for (const auto* read : {&displaced, &placed})  // nothing is removed before all can be told
      if (!read->ok() && read->error().code == ErrorCode::unavailable) return read->error();
    bool is_gone = !displaced && displaced.error().code == ErrorCode::not_found;
    if (is_gone || holds(displaced, target.after) || !holds(placed, target.after)) continue;
    TRY(put_back(folder, target.name, target.swap, target.after));
    if (ending == Ending::undo_unless_done)
      notes.push_back(path_in(folder, target.name) + ": undid a change that was cut short");
  }
  for (const Target& target : targets)
    TRY(sync(folders[target.folder]));
  for (const Target& target : targets) {
    std::string kept =
        TRY(discard(folders[target.folder], target.name, target.swap, target.before, target.after));
    if (!kept.empty())
      notes.push_back(path_in(folders[target.folder], target.name) + ": what another program wrote is in " +
                      kept);
  }
  return Ok();
}

Status recover(Folders& folders, Notes& notes) {
  for (std::size_t i = 0; i < folders.size(); ++i) {  // grows while it is walked
    for (const std::string& name : our_names(folders[i])) {
      if (name.ends_with(".part")) {
        TRY(remove(folders[i], name));
        continue;
      }
      std::string_view id = std::string_view(name).substr(our_prefix.size());
      if (!id.ends_with(".intent")) continue;
      id.remove_suffix(std::string_view(".intent").size());
      if (is_id(id)) TRY(finish(folders, i, std::string(id), notes));
    }
  }
  return Ok();
}

}  // namespace hindcast::disk
