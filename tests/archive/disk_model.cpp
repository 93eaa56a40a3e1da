#include "disk_model.h"

#include <algorithm>

namespace hindcast::power {
namespace {

using Kind = Operation::Kind;

void put(std::string& file, std::size_t offset, std::string_view bytes) {
  if (file.size() < offset + bytes.size()) file.resize(offset + bytes.size(), '\0');
  file.replace(offset, bytes.size(), bytes);
}

bool is_heads(std::mt19937_64& random) {
  return (random() & 1) != 0;
}

// Sector by sector: the new bytes, the old ones, or what a head leaves that is interrupted. Only bytes that
// were being written are in danger, which SQLite calls powersafe overwrite and takes for granted.
void put_torn(std::string& file, const Operation& write, std::size_t sector, std::mt19937_64& random) {
  const auto end = write.offset + write.bytes.size();
  if (is_heads(random) && file.size() < end) file.resize(end, '\0');  // the size came, the bytes did not
  for (auto at = write.offset; at < end;) {
    const auto next = std::min(end, (at / sector + 1) * sector);
    const auto part = std::string_view(write.bytes).substr(at - write.offset, next - at);
    const auto fate = random() % 16;
    if (fate < 8) put(file, at, part);
    if (fate == 8) {
      std::string garbage(part.size(), '\0');
      for (char& byte : garbage)
        byte = static_cast<char>(random());
      put(file, at, garbage);
    }
    at = next;
  }
}

}  // namespace

std::string_view word(Fate fate) {
  constexpr std::string_view words[] = {"lost", "kept", "mixed", "torn", "torn_4k"};
  return words[static_cast<std::size_t>(fate)];
}

Disk::Disk(const Files& files) : began_with_(files) {
  for (const auto& [name, bytes] : files) {
    names_.emplace(name, files_.size());
    files_.push_back(bytes);
  }
}

std::size_t Disk::open(const std::string& name) {
  const auto found = names_.find(name);
  if (found != names_.end()) return found->second;
  const auto file = files_.size();
  names_.emplace(name, file);
  files_.emplace_back();
  log_.push_back({Kind::create, file, 0, "", name});
  return file;
}

void Disk::remove(const std::string& name) {
  const auto found = names_.find(name);
  log_.push_back({Kind::remove, found->second, 0, "", name});
  names_.erase(found);
}

void Disk::write(std::size_t file, std::size_t offset, std::string_view bytes) {
  put(files_[file], offset, bytes);
  log_.push_back({Kind::write, file, offset, std::string(bytes), ""});
}

void Disk::truncate(std::size_t file, std::size_t size) {
  files_[file].resize(size, '\0');
  log_.push_back({Kind::truncate, file, size, "", ""});
}

void Disk::sync(std::size_t file) {
  log_.push_back({Kind::sync, file, 0, "", ""});
}

void Disk::sync_folder() {
  log_.push_back({Kind::sync_folder, 0, 0, "", ""});
}

Platter::Platter(const Disk& disk) {
  for (const auto& [name, bytes] : disk.began_with()) {
    names_.emplace(name, files_.size());
    files_.push_back({bytes, {}});
  }
}

void Platter::take(const Operation& operation) {
  if (operation.kind == Kind::create) files_.emplace_back();
  if (operation.kind == Kind::create || operation.kind == Kind::remove) {
    pending_names_.push_back(&operation);
  } else if (operation.kind == Kind::sync_folder) {
    for (const auto* change : pending_names_)
      if (change->kind == Kind::create)
        names_[change->name] = change->file;
      else
        names_.erase(change->name);
    pending_names_.clear();
  } else if (operation.kind == Kind::sync) {
    std::mt19937_64 unused;
    File& file = files_[operation.file];
    file.synced = surviving(file, Fate::kept, unused);
    file.pending.clear();
  } else {
    files_[operation.file].pending.push_back(&operation);
  }
}

bool Platter::is_settled() const {
  return pending_names_.empty() &&
         std::all_of(files_.begin(), files_.end(), [](const File& file) { return file.pending.empty(); });
}

std::string Platter::surviving(const File& file, Fate fate, std::mt19937_64& random) const {
  std::string bytes = file.synced;
  for (const Operation* change : file.pending) {
    if (fate == Fate::lost || (fate == Fate::mixed && is_heads(random))) continue;
    if (change->kind == Kind::truncate) {
      if (fate == Fate::kept || fate == Fate::mixed || is_heads(random)) bytes.resize(change->offset, '\0');
    } else if (fate == Fate::torn || fate == Fate::torn_4k) {
      put_torn(bytes, *change, fate == Fate::torn ? 512 : 4096, random);
    } else {
      put(bytes, change->offset, change->bytes);
    }
  }
  return bytes;
}

Files Platter::after_cut(Fate fate, std::uint64_t seed) const {
  std::mt19937_64 random(seed);
  auto names = names_;
  for (const auto* change : pending_names_) {
    if (fate == Fate::lost || (fate != Fate::kept && is_heads(random))) continue;
    if (change->kind == Kind::create)
      names[change->name] = change->file;
    else
      names.erase(change->name);
  }
  Files left;
  for (const auto& [name, file] : names)
    left.emplace(name, surviving(files_[file], fate, random));
  return left;
}

}  // namespace hindcast::power
