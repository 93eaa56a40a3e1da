#include "app/files.h"

#include "disk/disk.h"

namespace hindcast::app {

Status create_document(const std::string& path, std::string_view text) {
  return disk::create_file(path, text);
}

std::vector<std::string> neighbours_of(const std::string& path) {
  std::size_t name = path.find_last_of('/', path.size() < 2 ? path.npos : path.size() - 2);
  std::string folder = name == path.npos ? "" : path.substr(0, name + 1);
  std::vector<std::string> paths = disk::names_in(folder.empty() ? "." : folder);
  for (std::string& neighbour : paths)
    neighbour.insert(0, folder);
  return paths;
}

}  // namespace hindcast::app
