#include "sandbox/private_folder.h"

#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <system_error>
#include <vector>

namespace hindcast::sandbox {
namespace {

// Folders that the command closed to everybody are opened again. REQUIRES: nobody else is at work in there
void open_folders(const std::string& path) {
  constexpr std::size_t folders_max = 100'000;
  std::vector<std::string> folders = {path};
  for (std::size_t at = 0; at < folders.size() && at < folders_max; ++at) {
    (void)::chmod(folders[at].c_str(), 0700);  // removing it says whether that helped
    std::error_code ignored;
    for (const auto& entry : std::filesystem::directory_iterator(folders[at], ignored))
      if (entry.is_directory(ignored) && !entry.is_symlink(ignored)) folders.push_back(entry.path().string());
  }
}

}  // namespace

std::string make_private_folder() {
  std::string path = "/tmp/hindcast-guard-XXXXXX";
  return ::mkdtemp(path.data()) == nullptr ? std::string() : path;
}

void remove_private_folder(const std::string& path) {
  std::error_code failure;
  std::filesystem::remove_all(path, failure);
  if (!failure) return;
  open_folders(path);
  std::filesystem::remove_all(path, failure);
}

}  // namespace hindcast::sandbox
