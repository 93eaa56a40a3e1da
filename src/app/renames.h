// Which new file is a document that went from another place.
#pragma once

#include <cstddef>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "archive/records.h"

namespace hindcast::app {

struct NewFile {
  std::string path;
  std::string text, digest;  // empty for one that could not be read
};

// For each new file the document that it is, each used once. `missing` are documents whose files are not
// where they were, `gone` those that went earlier. A file at the path of a gone document is that again; the
// same bytes are the same document; then a text half of whose lines are the same, where the file's name is
// or few files are in question. `text_of` gives the last text of a missing document.
std::vector<std::optional<archive::Document>> find_renames(
    std::span<const NewFile> files, std::span<const archive::Document> missing,
    std::span<const archive::Document> gone,
    const std::function<std::string(const archive::Document&)>& text_of);

}  // namespace hindcast::app
