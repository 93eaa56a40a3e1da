#include "app/files.h"

#include <utility>

#include "base/nearest.h"
#include "disk/disk.h"
#include "disk/output.h"
#include "disk/write.h"

namespace hindcast::app {

Status create_document(const std::string& path, std::string_view text) {
  return disk::create_file(path, text);
}

Result<std::vector<std::string>> replace_document(const std::vector<std::string>& roots,
                                                  const std::string& path, std::string_view before,
                                                  std::string_view after) {
  const disk::Change change{path, std::string(before), std::string(after)};
  return disk::write_changes(roots, {&change, 1});
}

struct ReportFile::Impl {
  disk::OutputFile file;
};

Result<ReportFile> ReportFile::create(const std::string& path) {
  auto file = TRY(disk::OutputFile::create(path));
  return ReportFile(path, std::make_unique<Impl>(Impl{std::move(file)}));
}

ReportFile::ReportFile(std::string path, std::unique_ptr<Impl> impl)
    : path_(std::move(path)), impl_(std::move(impl)) {}
ReportFile::ReportFile(ReportFile&&) noexcept = default;
ReportFile::~ReportFile() = default;

void ReportFile::put(std::string_view text) {
  impl_->file.put(text);
}

Status ReportFile::finish() {
  return impl_->file.finish();
}

std::string as_listed(std::string path) {
  return disk::as_listed(std::move(path));
}

std::string absolute(const std::string& path) {
  return disk::absolute(path);
}

std::string from_here(const std::string& folder) {
  auto path = disk::path_between(disk::absolute("."), disk::absolute(folder));
  if (!path.empty()) path.pop_back();
  return path.empty() ? "." : path;
}

std::string folder_of(const std::string& path) {
  const auto absolute = disk::absolute(path);
  const auto slash = absolute.rfind('/');
  return slash == absolute.npos || slash == 0 ? "/" : absolute.substr(0, slash);
}

std::vector<std::string> neighbours_of(const std::string& path) {
  std::size_t name = path.find_last_of('/', path.size() < 2 ? path.npos : path.size() - 2);
  std::string folder = name == path.npos ? "" : path.substr(0, name + 1);
  std::vector<std::string> paths = disk::names_in(folder.empty() ? "." : folder);
  for (std::string& neighbour : paths)
    neighbour.insert(0, folder);
  return paths;
}

Error with_meant_name(Error error, const std::string& path) {
  if (error.code != ErrorCode::not_found) return error;
  const auto beside = neighbours_of(path);
  const std::vector<std::string_view> names(beside.begin(), beside.end());
  const auto meant = closest(path, names);
  if (meant && *meant != path)
    error.message =
        error.message.substr(0, error.message.find(';')) + "; did you mean '" + std::string(*meant) + "'?";
  return error;
}

}  // namespace hindcast::app
