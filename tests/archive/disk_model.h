// A folder on a disk that may lose its power: what was written, what of it has reached the platter, and what
// a cut at any moment could leave behind. Knows nothing of SQLite.
#pragma once

#include <cstdint>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::power {

// One thing that was asked of the disk, in order. Files are numbered as they were created: a name may come to
// mean another file.
struct Operation {
  enum class Kind : std::uint8_t { write, truncate, sync, create, remove, sync_folder };
  Kind kind{};
  std::size_t file = 0;
  std::size_t offset = 0;  // of a write; of a truncate the size
  std::string bytes;       // written
  std::string name;        // created or removed
};

// What of the data that was not synced survives.
enum class Fate : std::uint8_t {
  lost,    // nothing
  kept,    // all
  mixed,   // each write whole or not at all, at random
  torn,    // of each write some sectors of 512 bytes, some not, some garbage
  torn_4k  // the same with pages of 4,096 bytes
};
inline constexpr Fate fates[] = {Fate::lost, Fate::kept, Fate::mixed, Fate::torn, Fate::torn_4k};
std::string_view word(Fate);

using Files = std::map<std::string, std::string>;  // bytes by name

// What a disk holds while a program uses it, and what was asked of it.
class Disk {
 public:
  Disk() = default;
  explicit Disk(const Files&);  // all of it synced

  bool has(const std::string& name) const { return names_.count(name) > 0; }
  std::size_t open(const std::string& name);  // creates it when it is not there
  void remove(const std::string& name);
  const std::string& bytes(std::size_t file) const { return files_[file]; }
  void write(std::size_t file, std::size_t offset, std::string_view bytes);
  void truncate(std::size_t file, std::size_t size);
  void sync(std::size_t file);
  void sync_folder();

  const Files& began_with() const { return began_with_; }
  const std::vector<Operation>& log() const { return log_; }

 private:
  Files began_with_;
  std::map<std::string, std::size_t> names_;
  std::vector<std::string> files_;  // as a program sees them
  std::vector<Operation> log_;
};

// Goes through a log and tells at each point what a power cut could leave.
class Platter {
 public:
  explicit Platter(const Disk&);

  void take(const Operation&);  // the next one of the log
  // Is there anything that could be lost?
  bool is_settled() const;
  Files after_cut(Fate, std::uint64_t seed) const;

 private:
  struct File {
    std::string synced;
    std::vector<const Operation*> pending;
  };
  std::string surviving(const File&, Fate, std::mt19937_64&) const;

  std::vector<File> files_;
  std::map<std::string, std::size_t> names_;  // synced
  std::vector<const Operation*> pending_names_;
};

}  // namespace hindcast::power
