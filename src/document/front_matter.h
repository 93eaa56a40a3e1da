// The fields of a document's front matter, YAML or TOML, each with the bytes it was read from.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"

namespace hindcast::document {

struct FrontMatter {
  std::vector<facts::Field> fields;  // in the order written; of equal keys all are kept
  bool is_complete = true;  // false: some of it could not be read, or a limit was met (1000 fields, 8 levels,
                            // 64 KiB a value)
};

// `text` is what stands between the fences. Spans and lines count from its start (line 1 is its first).
// Keys of nested maps are joined: "author.name". A list is one field, its items joined with ", "; a list of
// maps gives "authors.0.name". Values are as a reader means them (quotes and escapes resolved, block scalars
// joined); `value_at` covers them as written, quotes included. null and "~" give "". What is not understood
// is left out, never guessed; nothing throws.
FrontMatter read_yaml(std::string_view text);
FrontMatter read_toml(std::string_view text);

// The value of the first field with this key, whatever its case; "" when there is none.
std::string_view field_value(const FrontMatter&, std::string_view key);

}  // namespace hindcast::document
