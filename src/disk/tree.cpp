#include "disk/tree.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

namespace hindcast::disk {
namespace {

enum class Wanted { files, all };

Result<std::vector<std::string>> listed(const std::string& folder, std::size_t files_max, Wanted wanted) {
  namespace fs = std::filesystem;
  std::vector<std::string> files, folders = {""};
  for (std::size_t at = 0; at < folders.size(); ++at) {
    std::error_code failure;
    const auto prefix = folders[at];
    auto entry = fs::directory_iterator(folder + "/" + prefix, failure);
    if (failure && at == 0) return Error{ErrorCode::unavailable, failure.message()};
    for (; !failure && entry != fs::directory_iterator(); entry.increment(failure)) {
      const auto name = entry->path().filename().string();
      std::error_code ignored;  // what went meanwhile is no file
      const auto status = entry->symlink_status(ignored);
      const bool is_own = name == ".git" || name == ".hindcast";
      const bool is_left_out =
          wanted == Wanted::all ? is_own && prefix.empty() : is_own || name == "node_modules";
      const bool is_folder = fs::is_directory(status);
      if (is_folder && !is_left_out) folders.push_back(std::string(prefix).append(name).append("/"));
      if (wanted == Wanted::files ? fs::is_regular_file(status) : !is_folder)
        files.push_back(std::string(prefix).append(name));
      if (files.size() > files_max || folders.size() > files_max)
        return Error{ErrorCode::invalid, "holds more files than a guard looks through"};
    }
  }
  std::sort(files.begin(), files.end());
  return files;
}

}  // namespace

Result<std::vector<std::string>> files_beneath(const std::string& folder, std::size_t files_max) {
  return listed(folder, files_max, Wanted::files);
}

Result<std::vector<std::string>> all_beneath(const std::string& folder, std::size_t files_max) {
  return listed(folder, files_max, Wanted::all);
}

}  // namespace hindcast::disk
