#include "memory_vfs.h"

#include <sqlite3.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <set>
#include <vector>

namespace hindcast::power {
namespace {

// The index of a write-ahead log: memory that the connections share, and gone with the power.
struct Regions {
  std::vector<std::unique_ptr<char[]>> mapped;
  int connections = 0;
  std::array<int, SQLITE_SHM_NLOCK> locks{};  // -1: one alone; else how many share it
};

struct World {
  Disk* disk = nullptr;
  Faults faults;
  std::int64_t calls = 0;
  int calm = 0;  // how many live
  bool has_fired = false;
  std::set<std::string> retried;
  std::map<std::string, Regions> shared;     // by file
  std::multimap<std::string, int*> holders;  // the lock levels of those that have a file open
  std::mt19937_64 random;
};
World world;

// Is this call the one that fails?
bool fails(Faults::Kind kind) {
  if (world.faults.kind != kind || world.calm > 0) return false;
  ++world.calls;
  const bool is_now = world.faults.stays ? world.calls >= world.faults.nth : world.calls == world.faults.nth;
  if (is_now) world.has_fired = true;
  return is_now;
}

// Scratch files are SQLite's own business and no part of what a power cut leaves.
struct File {
  sqlite3_file base;
  std::string* name;
  std::string* scratch;
  std::size_t number;
  bool syncs_folder;  // as the Unix one does at the first sync of a log or a journal that it made
  bool has_failed_to_sync;
  bool is_mapped;
  int level;
  unsigned shared_locks, sole_locks;  // bits
};
static_assert(sizeof(File) < 128);

File& of(sqlite3_file* file) {
  return *reinterpret_cast<File*>(file);
}
const std::string& bytes_of(const File& file) {
  return file.scratch ? *file.scratch : world.disk->bytes(file.number);
}

int close(sqlite3_file* file) {
  for (auto at = world.holders.begin(); at != world.holders.end(); ++at)
    if (at->second == &of(file).level) {
      world.holders.erase(at);
      break;
    }
  delete of(file).name;
  delete of(file).scratch;
  return SQLITE_OK;
}

int read(sqlite3_file* file, void* to, int amount, sqlite3_int64 offset) {
  if (fails(Faults::Kind::io_error)) return SQLITE_IOERR_READ;
  const std::string& bytes = bytes_of(of(file));
  const auto wanted = static_cast<std::size_t>(amount), at = static_cast<std::size_t>(offset);
  const auto there = at >= bytes.size() ? 0 : std::min(wanted, bytes.size() - at);
  std::memcpy(to, bytes.data() + std::min(at, bytes.size()), there);
  std::memset(static_cast<char*>(to) + there, 0, wanted - there);
  return there == wanted ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

int write(sqlite3_file* file, const void* from, int amount, sqlite3_int64 offset) {
  if (fails(Faults::Kind::io_error)) return SQLITE_IOERR_WRITE;
  if (fails(Faults::Kind::disk_full)) return SQLITE_FULL;
  const Calm calm;
  const std::string_view bytes(static_cast<const char*>(from), static_cast<std::size_t>(amount));
  const auto at = static_cast<std::size_t>(offset);
  if (std::string* scratch = of(file).scratch) {
    if (scratch->size() < at + bytes.size()) scratch->resize(at + bytes.size());
    scratch->replace(at, bytes.size(), bytes);
  } else {
    world.disk->write(of(file).number, at, bytes);
  }
  return SQLITE_OK;
}

int truncate(sqlite3_file* file, sqlite3_int64 size) {
  if (fails(Faults::Kind::io_error)) return SQLITE_IOERR_TRUNCATE;
  const Calm calm;
  if (std::string* scratch = of(file).scratch)
    scratch->resize(static_cast<std::size_t>(size));
  else
    world.disk->truncate(of(file).number, static_cast<std::size_t>(size));
  return SQLITE_OK;
}

int sync(sqlite3_file* base, int) {
  File& file = of(base);
  if (file.scratch) return SQLITE_OK;
  if (file.has_failed_to_sync) {
    const Calm calm;
    world.retried.insert(*file.name);
  }
  if (fails(Faults::Kind::io_error)) {
    file.has_failed_to_sync = true;
    return SQLITE_IOERR_FSYNC;
  }
  const Calm calm;
  if (!world.faults.ignores_sync) world.disk->sync(file.number);
  if (file.syncs_folder && !world.faults.ignores_folder_sync) world.disk->sync_folder();
  file.syncs_folder = false;
  return SQLITE_OK;
}

int file_size(sqlite3_file* file, sqlite3_int64* size) {
  if (fails(Faults::Kind::io_error)) return SQLITE_IOERR_FSTAT;
  *size = static_cast<sqlite3_int64>(bytes_of(of(file)).size());
  return SQLITE_OK;
}

// Does another connection hold the file at that level or a higher one?
bool is_held(const File& file, int level) {
  const auto [first, last] = world.holders.equal_range(*file.name);
  return std::any_of(
      first, last, [&](const auto& other) { return other.second != &file.level && *other.second >= level; });
}

int lock(sqlite3_file* base, int level) {
  File& file = of(base);
  if (file.scratch || level <= file.level) return SQLITE_OK;
  const int unwanted = level == SQLITE_LOCK_SHARED      ? SQLITE_LOCK_PENDING
                       : level == SQLITE_LOCK_EXCLUSIVE ? SQLITE_LOCK_SHARED
                                                        : SQLITE_LOCK_RESERVED;
  if (is_held(file, unwanted)) return SQLITE_BUSY;
  file.level = level;
  return SQLITE_OK;
}
int unlock(sqlite3_file* file, int level) {
  of(file).level = std::min(of(file).level, level);
  return SQLITE_OK;
}
int is_reserved(sqlite3_file* file, int* answer) {
  *answer = !of(file).scratch &&
            (is_held(of(file), SQLITE_LOCK_RESERVED) || of(file).level >= SQLITE_LOCK_RESERVED);
  return SQLITE_OK;
}
int control(sqlite3_file*, int, void*) {
  return SQLITE_NOTFOUND;
}
int sector_size(sqlite3_file*) {
  return 4096;
}
int characteristics(sqlite3_file*) {
  return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

int map_shared(sqlite3_file* file, int region, int size, int extend, void volatile** mapped) {
  *mapped = nullptr;
  if (fails(Faults::Kind::io_error)) return SQLITE_IOERR_SHMMAP;
  const Calm calm;
  Regions& regions = world.shared[*of(file).name];
  if (!of(file).is_mapped) ++regions.connections;
  of(file).is_mapped = true;
  const auto wanted = static_cast<std::size_t>(region) + 1;
  if (regions.mapped.size() < wanted && extend == 0) return SQLITE_OK;
  while (regions.mapped.size() < wanted)
    regions.mapped.push_back(std::make_unique<char[]>(static_cast<std::size_t>(size)));
  *mapped = regions.mapped[wanted - 1].get();
  return SQLITE_OK;
}
int lock_shared(sqlite3_file* base, int first, int count, int flags) {
  File& file = of(base);
  auto& locks = world.shared[*file.name].locks;
  const unsigned bits = ((1U << count) - 1U) << first;
  if (flags & SQLITE_SHM_UNLOCK) {
    for (int i = first; i < first + count; ++i) {
      const bool is_sole = (file.sole_locks >> i & 1U) != 0, is_shared = (file.shared_locks >> i & 1U) != 0;
      auto& held = locks[static_cast<std::size_t>(i)];
      held = is_sole ? 0 : held - (is_shared ? 1 : 0);
    }
    file.sole_locks &= ~bits;
    file.shared_locks &= ~bits;
    return SQLITE_OK;
  }
  const bool is_sole = (flags & SQLITE_SHM_EXCLUSIVE) != 0;
  if (((is_sole ? file.sole_locks : file.shared_locks) & bits) == bits) return SQLITE_OK;
  for (int i = first; i < first + count; ++i)
    if (const int held = locks[static_cast<std::size_t>(i)]; is_sole ? held != 0 : held < 0)
      return SQLITE_BUSY;
  for (int i = first; i < first + count; ++i)
    locks[static_cast<std::size_t>(i)] += is_sole ? -1 : 1;
  (is_sole ? file.sole_locks : file.shared_locks) |= bits;
  return SQLITE_OK;
}
void barrier(sqlite3_file*) {}
int unmap_shared(sqlite3_file* file, int) {
  if (!of(file).is_mapped) return SQLITE_OK;
  of(file).is_mapped = false;
  const auto shared = world.shared.find(*of(file).name);
  if (shared != world.shared.end() && --shared->second.connections == 0) world.shared.erase(shared);
  return SQLITE_OK;
}

const sqlite3_io_methods methods = {2,
                                    close,
                                    read,
                                    write,
                                    truncate,
                                    sync,
                                    file_size,
                                    lock,
                                    unlock,
                                    is_reserved,
                                    control,
                                    sector_size,
                                    characteristics,
                                    map_shared,
                                    lock_shared,
                                    barrier,
                                    unmap_shared,
                                    nullptr,
                                    nullptr};

int open(sqlite3_vfs*, const char* name, sqlite3_file* base, int flags, int* flags_out) {
  File& file = of(base);
  file = {{nullptr}, nullptr, nullptr, 0, false, false, false, 0, 0, 0};
  if (fails(Faults::Kind::io_error)) return SQLITE_CANTOPEN;
  const bool is_scratch = name == nullptr || (flags & SQLITE_OPEN_DELETEONCLOSE) != 0;
  const bool is_full = fails(Faults::Kind::disk_full);
  const Calm calm;
  if (!is_scratch) {
    const bool is_new = !world.disk->has(name);
    if (is_new && (flags & SQLITE_OPEN_CREATE) == 0) return SQLITE_CANTOPEN;
    if (is_new && is_full) return SQLITE_CANTOPEN;
    constexpr int logs = SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_SUPER_JOURNAL;
    file.number = world.disk->open(name);
    file.syncs_folder = is_new && (flags & logs) != 0;
  } else {
    file.scratch = new std::string;
  }
  file.name = new std::string(name ? name : "");
  if (!is_scratch) world.holders.emplace(*file.name, &file.level);
  file.base.pMethods = &methods;
  if (flags_out) *flags_out = flags;
  return SQLITE_OK;
}

int remove(sqlite3_vfs*, const char* name, int syncs_folder) {
  if (fails(Faults::Kind::io_error)) return SQLITE_IOERR_DELETE;
  const Calm calm;
  if (!world.disk->has(name)) return SQLITE_IOERR_DELETE_NOENT;
  world.disk->remove(name);
  if (syncs_folder && !world.faults.ignores_folder_sync) world.disk->sync_folder();
  return SQLITE_OK;
}

int access(sqlite3_vfs*, const char* name, int, int* answer) {
  if (fails(Faults::Kind::io_error)) return SQLITE_IOERR_ACCESS;
  const Calm calm;
  *answer = world.disk->has(name) ? 1 : 0;
  return SQLITE_OK;
}

int full_path(sqlite3_vfs*, const char* name, int size, char* out) {
  sqlite3_snprintf(size, out, "%s", name);
  return SQLITE_OK;
}

int randomness(sqlite3_vfs*, int size, char* out) {
  for (int i = 0; i < size; ++i)
    out[i] = static_cast<char>(world.random());
  return size;
}
int sleep(sqlite3_vfs*, int microseconds) {
  return microseconds;
}
int current_time(sqlite3_vfs*, sqlite3_int64* milliseconds) {
  *milliseconds = 212'000'000'000'000;
  return SQLITE_OK;
}
int current_day(sqlite3_vfs*, double* day) {
  *day = 2'453'703;
  return SQLITE_OK;
}
int last_error(sqlite3_vfs*, int, char*) {
  return 0;
}

// --- memory ---

constexpr std::size_t header = 16;  // where an allocation's size is kept

void* allocate(int size) {
  if (fails(Faults::Kind::sqlite_memory)) return nullptr;
  auto* block = static_cast<char*>(std::malloc(header + static_cast<std::size_t>(size)));
  if (block == nullptr) return nullptr;
  std::memcpy(block, &size, sizeof size);
  return block + header;
}
void release(void* block) {
  if (block) std::free(static_cast<char*>(block) - header);
}
int size_of(void* block) {
  int size = 0;
  if (block) std::memcpy(&size, static_cast<char*>(block) - header, sizeof size);
  return size;
}
void* reallocate(void* block, int size) {
  void* made = allocate(size);
  if (made == nullptr) return nullptr;
  std::memcpy(made, block, static_cast<std::size_t>(std::min(size, size_of(block))));
  release(block);
  return made;
}
int rounded(int size) {
  return (size + 7) & ~7;
}
int start(void*) {
  return SQLITE_OK;
}
void stop(void*) {}

}  // namespace

Calm::Calm() {
  ++world.calm;
}
Calm::~Calm() {
  --world.calm;
}
bool takes_memory() {
  return !fails(Faults::Kind::memory);
}

void install_vfs() {
  static sqlite3_mem_methods memory = {allocate, release, reallocate, size_of, rounded, start, stop, nullptr};
  sqlite3_config(SQLITE_CONFIG_MALLOC, &memory);
  static sqlite3_vfs vfs = {};
  vfs.iVersion = 2;
  vfs.szOsFile = sizeof(File);
  vfs.mxPathname = 512;
  vfs.zName = "hindcast-memory";
  vfs.xOpen = open;
  vfs.xDelete = remove;
  vfs.xAccess = access;
  vfs.xFullPathname = full_path;
  vfs.xRandomness = randomness;
  vfs.xSleep = sleep;
  vfs.xCurrentTime = current_day;
  vfs.xCurrentTimeInt64 = current_time;
  vfs.xGetLastError = last_error;
  sqlite3_vfs_register(&vfs, 1);
}

void use(Disk& disk) {
  world.disk = &disk;
  world.shared.clear();
  world.holders.clear();
  world.random.seed(1);
}

void arm(const Faults& faults) {
  world.faults = faults;
  world.calls = 0;
  world.has_fired = false;
  world.retried.clear();
}

std::int64_t calls() {
  return world.calls;
}
bool has_fired() {
  return world.has_fired;
}
const std::set<std::string>& retried_syncs() {
  return world.retried;
}

}  // namespace hindcast::power
