#include "app/documents.h"

#include <utility>

#include "app/check_settings.h"
#include "disk/disk.h"
#include "disk/folders.h"

namespace hindcast::app {
namespace {

disk::Listing listed(const std::vector<std::string>& paths, const Configuration& configuration,
                     bool with_stamps, disk::FolderMemory* memory = nullptr) {
  disk::ListOptions options{
      .respects_ignores = true, .with_stamps = with_stamps, .wants = {}, .memory = memory};
  const auto& documents = configuration.config.documents;
  std::string named, folder;  // the folder as it was named last, and from the root with a slash
  if (!documents.include.value.empty() || !documents.exclude.value.empty())
    options.wants = [&](std::string_view root, std::string_view below) {
      if (folder.empty() || root != named) {
        named = root;
        folder = disk::absolute(named);
        if (folder.back() != '/') folder += '/';
      }
      return is_wanted(configuration, folder + std::string(below));
    };
  return disk::list_documents(paths, options);
}

DocumentList without_stamps(disk::Listing& listing) {
  DocumentList list{std::move(listing.files), {}};
  for (auto& trouble : listing.troubles)
    list.troubles.push_back({std::move(trouble.path), std::move(trouble.error)});
  return list;
}

}  // namespace

DocumentList documents_beneath(const std::vector<std::string>& paths, const Configuration& configuration) {
  auto listing = listed(paths, configuration, false);
  auto list = without_stamps(listing);
  if (!list.files.empty() || !list.troubles.empty()) return list;
  const std::string why =
      listing.leaves_out
          ? "no Markdown document is there but what .gitignore or hindcast.toml leaves out; name a file to "
            "read it all the same"
          : "no Markdown document is there; name a file, or a folder that holds some";
  list.troubles.push_back({paths.empty() ? "." : paths.front(), {ErrorCode::not_found, why}});
  return list;
}

disk::FolderMemory folder_memory(const std::string& root, std::int64_t since) {
  return disk::FolderMemory(root + "/.hindcast/folders", root, since);
}

StampedDocuments stamped_documents(const std::string& path, const Configuration& configuration,
                                   disk::FolderMemory* memory) {
  auto listing = listed({path}, configuration, true, memory);
  auto list = without_stamps(listing);
  return {std::move(list), std::move(listing.stamps), std::move(listing.links)};
}

}  // namespace hindcast::app
