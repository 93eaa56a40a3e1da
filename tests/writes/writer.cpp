// The program that the proofs of safe writing stop, kill and starve:
//   writer write   ROOT OLD NEW FILE...   every FILE from OLD to NEW, all or none
//   writer recover ROOT OLD NEW FILE...   only what a cut short write left is put right
//   writer naive   ROOT OLD NEW FILE...   the seeded bug: as most programs write
// Exit 0 done, 1 refused (and why, on standard error). A call of getppid marks beginning and end of the work.
#include <fcntl.h>
#include <unistd.h>

#include <cstdio>
#include <string>
#include <vector>

#include "disk/disk.h"
#include "disk/write.h"

namespace {

using namespace hindcast;

// Looks whether the file is as it was, then writes into it.
Result<disk::Notes> write_naively(const std::vector<disk::Change>& changes) {
  for (const auto& change : changes)
    if (TRY(disk::read_file(change.path, 1 << 20)) != change.before)
      return Error{ErrorCode::conflict, "changed since it was read"};
  for (const auto& change : changes) {
    int fd = ::open(change.path.c_str(), O_WRONLY | O_TRUNC | O_CLOEXEC);
    if (fd < 0 || ::write(fd, change.after.data(), change.after.size()) < 0 || ::fsync(fd) != 0 ||
        ::close(fd) != 0)
      return Error{ErrorCode::unavailable, "failed"};
  }
  return disk::Notes{};
}

}  // namespace

int main(int count, char** words) {
  if (count < 6) return 2;
  std::string mode = words[1], root = words[2];
  std::vector<disk::Change> changes;
  std::vector<std::string> paths;
  for (int i = 5; i < count; ++i) {
    paths.emplace_back(words[i]);
    changes.push_back({words[i], words[3], words[4]});
  }
  (void)::getppid();
  auto done = mode == "recover" ? disk::recover({root}, paths)
              : mode == "naive" ? write_naively(changes)
                                : disk::write_changes({root}, changes);
  (void)::getppid();
  if (!done.ok()) return std::fprintf(stderr, "%s\n", done.error().message.c_str()), 1;
  for (const auto& note : *done)
    std::printf("%s\n", note.c_str());
  return 0;
}
