#include "app/neighbours.h"

#include <map>

#include "app/app.h"
#include "disk/disk.h"
#include "lint/lint.h"

namespace hindcast::app {
namespace {

// Each is asked for once.
class DiskNeighbours : public lint::Neighbours {
 public:
  explicit DiskNeighbours(std::string_view path) : folder_(path.substr(0, path.rfind('/') + 1)) {}

  bool exists(std::string_view path) const override {
    if (path.empty() || path[0] == '/') return true;  // from the root of a site that we don't know
    auto [at, is_new] = known_.try_emplace(std::string(path), false);
    if (is_new) at->second = disk::exists(folder_ + std::string(path));
    return at->second;
  }
  std::string text(std::string_view path) const override {
    if (path.empty() || path[0] == '/') return {};
    auto [at, is_new] = texts_.try_emplace(std::string(path));
    if (is_new)
      if (auto read = disk::read_file(folder_ + std::string(path), document_bytes_max); read.ok())
        at->second = std::move(*read);
    return at->second;
  }

 private:
  std::string folder_;  // with its slash; "" for the current one
  mutable std::map<std::string, bool, std::less<>> known_;
  mutable std::map<std::string, std::string, std::less<>> texts_;
};

}  // namespace

std::unique_ptr<lint::Neighbours> neighbours_beside(std::string_view path) {
  return std::make_unique<DiskNeighbours>(path);
}

}  // namespace hindcast::app
