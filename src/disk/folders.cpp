#include "disk/folders.h"

#include <linux/magic.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <unordered_map>
#include <utility>
#include <vector>

#include "base/packed.h"
#include "disk/sealed.h"

namespace hindcast::disk {
namespace {

// Counted up when a walk would put something else for the same folder.
constexpr std::string_view format = "hindcast folders 1\n";
constexpr std::uint64_t file_bytes_max = 1u << 28;

// Local ones that change a folder's times with what it holds. Others may as well, and nobody has looked; of
// an overlay the lower part may have changed while it was not mounted, and nothing tells.
bool keeps_times(int fd) {
  constexpr std::uint32_t zfs = 0x2FC12FC1, xfs = 0x58465342;
  constexpr std::array<std::uint32_t, 6> known = {
      EXT4_SUPER_MAGIC, BTRFS_SUPER_MAGIC, TMPFS_MAGIC, F2FS_SUPER_MAGIC, xfs, zfs};
  struct statfs system {};
  return ::fstatfs(fd, &system) == 0 &&
         std::find(known.begin(), known.end(), static_cast<std::uint32_t>(system.f_type)) != known.end();
}

struct Known {
  FolderStamp stamp;
  std::string_view held;
  bool is_seen = false;  // by this walk, as it was
};

void put_folder(std::string& out, std::string_view key, const Known& known) {
  put_text(out, key);
  const auto& stamp = known.stamp;
  for (const auto value : {stamp.device, stamp.inode, stamp.changed, stamp.inode_changed})
    put_number(out, static_cast<std::uint64_t>(value));
  put_text(out, known.held);
}

}  // namespace

FolderStamp folder_stamp(const struct stat& status) {
  return {static_cast<std::int64_t>(status.st_dev), static_cast<std::int64_t>(status.st_ino),
          nanoseconds(status.st_mtim), nanoseconds(status.st_ctim)};
}

struct FolderMemory::Impl {
  std::string file, root;  // root: with a slash at its end
  std::int64_t since = 0, device = 0;
  std::string text, prefix;  // prefix: from the root to where the walk began, with a slash at its end
  std::unordered_map<std::string_view, Known> known;  // by path from the root, in `text`
  std::unordered_map<std::string, std::string> fresh;
  std::vector<std::string> walked;  // prefixes
  bool is_read = false;

  std::string head() const {
    std::string out(format);
    put_number(out, ::geteuid());  // another one may not be allowed to look into the same folders
    put_text(out, root);
    return out;
  }
  void read();
  std::string key_of(std::string_view below) const {
    auto key = prefix;
    if (below.empty() && !key.empty()) key.pop_back();
    return key.append(below);
  }
  bool is_walked(std::string_view key) const {
    return std::any_of(walked.begin(), walked.end(), [&](const std::string& one) {
      return key.starts_with(one) || (!one.empty() && key == std::string_view(one).substr(0, one.size() - 1));
    });
  }
};

void FolderMemory::Impl::read() {
  if (std::exchange(is_read, true)) return;
  const auto left = read_sealed(file, head(), file_bytes_max, text);
  Unpacker take(left);
  constexpr std::size_t usual_bytes = 90;  // of a folder
  known.reserve(left.size() / usual_bytes);
  while (take.is_good() && !take.is_at_end()) {
    const auto key = take.text();
    Known one;
    for (auto* value : {&one.stamp.device, &one.stamp.inode, &one.stamp.changed, &one.stamp.inode_changed})
      *value = static_cast<std::int64_t>(take.number());
    one.held = take.text();
    if (take.is_good()) known.emplace(key, one);
  }
}

FolderMemory::FolderMemory(std::string file, std::string root, std::int64_t since)
    : impl_(std::make_unique<Impl>()) {
  impl_->file = std::move(file);
  impl_->root = std::move(root);
  if (!impl_->root.ends_with('/')) impl_->root += '/';
  impl_->since = since;
}
FolderMemory::FolderMemory(FolderMemory&&) noexcept = default;
FolderMemory::~FolderMemory() = default;

bool FolderMemory::begin(const std::string& folder, int fd) {
  struct stat status {};
  const auto whole = folder.ends_with('/') ? folder : folder + "/";
  if (!whole.starts_with(impl_->root) || !keeps_times(fd) || ::fstat(fd, &status) != 0) return false;
  impl_->read();  // who names files alone needs nothing of it
  impl_->prefix = whole.substr(impl_->root.size());
  impl_->walked.push_back(impl_->prefix);
  impl_->device = folder_stamp(status).device;
  return true;
}

std::optional<std::string_view> FolderMemory::find(std::string_view below, const FolderStamp& stamp) {
  const auto found =
      impl_->prefix.empty() ? impl_->known.find(below) : impl_->known.find(impl_->key_of(below));
  if (found == impl_->known.end() || !(found->second.stamp == stamp)) return std::nullopt;
  found->second.is_seen = true;
  return found->second.held;
}

void FolderMemory::put(std::string_view below, const FolderStamp& stamp, std::string_view held) {
  const auto last = std::max(stamp.changed, stamp.inode_changed);
  if (stamp.device != impl_->device || last + racy_ns > impl_->since) return;
  const auto key = impl_->key_of(below);
  auto& entry = impl_->fresh[key];
  entry.clear();
  put_folder(entry, key, {stamp, held});
}

void FolderMemory::finish() {
  if (impl_->fresh.empty()) return;
  std::string body;
  for (const auto& [key, one] : impl_->known)
    if (impl_->fresh.count(std::string(key)) == 0 && (one.is_seen || !impl_->is_walked(key)))
      put_folder(body, key, one);
  for (const auto& [key, entry] : impl_->fresh)
    body += entry;
  (void)write_sealed(impl_->file, impl_->head(), body);  // what can't be written is looked at again next time
}

}  // namespace hindcast::disk
