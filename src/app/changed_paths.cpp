#include "app/changed_paths.h"

#include "app/archived.h"
#include "base/plain.h"
#include "base/text.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "disk/tree.h"

namespace hindcast::app {
namespace {

std::string root_of_here() {
  const auto top = disk::top_of_repository(".");
  return top.ok() ? *top : disk::absolute(".");
}

Error refused(const std::string& path, std::string_view why) {
  return Error{ErrorCode::invalid, std::string("--paths ").append(one_line(path)).append(": ").append(why)};
}

}  // namespace

Result<std::vector<std::string>> paths_from_root(const std::vector<std::string>& given) {
  const auto root = root_of_here(), here = disk::absolute(".");
  const auto beneath = root == "/" ? root : root + "/";
  std::vector<std::string> paths;
  for (const auto& path : given) {
    const bool is_absolute = path.starts_with('/');
    const auto whole = disk::absolute(is_absolute ? path : beneath + path);
    auto inner = path_from(root, whole);
    if (!inner)
      return refused(path, std::string("lies outside of ").append(root).append("; paths are from there"));
    if (path.find('\\') != path.npos && !disk::exists(whole))
      return refused(path, "there is no such file; folders are separated by '/'");
    const auto from_here = disk::absolute(path);
    if (!is_absolute && here != root && !disk::exists(whole) && disk::exists(from_here))
      if (const auto meant = path_from(root, from_here))
        return refused(path, std::string("paths are from ").append(root).append(": write ").append(*meant));
    if (disk::is_folder(whole)) {
      auto files = disk::files_beneath(whole);
      if (!files.ok()) return std::move(files).error().while_("--paths " + one_line(path));
      const auto folder = inner->empty() ? std::string() : *inner + "/";
      for (const auto& file : *files)
        paths.push_back(folder + file);
      if (!files->empty()) continue;
      *inner = folder.empty() ? "/" : folder;
    } else if (path.ends_with('/')) {
      inner->append("/");
    }
    paths.push_back(*std::move(inner));
  }
  return paths;
}

}  // namespace hindcast::app
