// The one set of documents: what every command looks at where folders are named, and sync keeps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "app/app.h"
#include "disk/stamp.h"

namespace hindcast::disk {
class FolderMemory;  // disk/folders.h
}

namespace hindcast::app {

struct Configuration;

struct DocumentList {
  std::vector<std::string> files;  // in order, each once
  std::vector<Trouble> troubles;   // what could not be looked at; the rest is listed all the same
};

// A folder stands for the Markdown files in it but for those that a .gitignore names, and those that
// documents.include and documents.exclude leave out; a file that is named stands for itself, whatever they
// say. None at all is a trouble. The paths are as a user would write them.
DocumentList documents_beneath(const std::vector<std::string>& paths, const Configuration&);

// What the folders of a root held when its documents were listed last: kept beside its archive. `since` is
// when its workplace was taken, 0 where it is not held.
disk::FolderMemory folder_memory(const std::string& root, std::int64_t since);

// The same of one path, with the files' stamps; none at all is none. `memory` may be nullptr.
struct StampedDocuments {
  DocumentList list;
  std::vector<std::optional<disk::Stamp>> stamps;  // of list.files; nothing for what went meanwhile
  std::vector<std::string> links;                  // those of list.files that are symbolic links, as listed
};
StampedDocuments stamped_documents(const std::string& path, const Configuration&,
                                   disk::FolderMemory* memory = nullptr);

}  // namespace hindcast::app
