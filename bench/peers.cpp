// bench_peers read|md4c|cmark-gfm LIST: reads every file named in LIST, one after another, and
// hands it to the peer. bench_peers walk FOLDER: looks at every file beneath it, the least that finding
// out what changed can cost. A process of its own, so that the operating system counts its CPU.
#include "peers.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace {

// The cheapest way to a file's bytes: one buffer for all, no mapping.
std::string_view read_into(std::string& buffer, const std::string& path) {
  const int file = open(path.c_str(), O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  struct stat about {};
  fstat(file, &about);
  const auto size = static_cast<std::size_t>(about.st_size);
  if (buffer.size() < size) buffer.resize(size);
  const ssize_t count = read(file, buffer.data(), size);
  close(file);
  return {buffer.data(), count < 0 ? 0 : static_cast<std::size_t>(count)};
}

// Opens each folder beneath its parent and asks for every entry's stamps, as a program that knows better than
// to build paths does.
std::uint64_t walk(int parent, const char* name) {
  std::uint64_t files = 0;
  const int folder = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  DIR* entries = folder < 0 ? nullptr : fdopendir(folder);
  if (entries == nullptr) return 0;
  while (const dirent* entry = readdir(entries)) {
    if (entry->d_name[0] == '.') continue;
    struct stat about {};
    if (entry->d_type == DT_DIR)
      files += walk(folder, entry->d_name);
    else
      files += fstatat(folder, entry->d_name, &about, AT_SYMLINK_NOFOLLOW) == 0 ? 1 : 0;
  }
  closedir(entries);
  return files;
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  const std::string_view peer = arguments[1];
  std::uint64_t sum = peer == "walk" ? walk(AT_FDCWD, arguments[2]) : 0;
  if (peer == "walk") return std::printf("%llu\n", static_cast<unsigned long long>(sum)) < 0;
  std::string buffer;
  for (const std::string& path : bench::paths_of(arguments[2])) {
    const std::string_view text = read_into(buffer, path);
    if (peer == "md4c") {
      sum += bench::parse_with_md4c(text);
    } else if (peer == "cmark-gfm") {
      sum += bench::parse_with_cmark_gfm(text);
    } else {
      sum += text.size();
    }
  }
  std::printf("%llu\n", static_cast<unsigned long long>(sum));
  return 0;
}
