// Changes to a text as data: which bytes give way to which others. Everything
// outside the spans stays as it is, byte for byte.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace hindcast {

// An empty `replace` inserts before its `begin`; an empty `with` deletes.
struct Edit {
  Span replace;
  std::string with;
  bool operator==(const Edit&) const = default;
};

// Ascending, not overlapping, inside a text of `size` bytes. Insertions at one place stand in
// the order given.
bool is_valid_edits(std::span<const Edit> edits, std::size_t size);

// `text` with every edit made at once. REQUIRES: is_valid_edits(edits, text.size())
std::string apply_edits(std::string_view text, std::span<const Edit> edits);

// What undoes `edits` in the text that they give. REQUIRES: is_valid_edits(edits, text.size())
std::vector<Edit> inverse_edits(std::string_view text, std::span<const Edit> edits);

}  // namespace hindcast
