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
  // False: some of it could not be read, or is beyond a limit (1000 fields, 8 levels, 64 KiB a value, 1 KiB a
  // key).
  bool is_complete = true;
};

// `text` is what stands between the fences. Spans and lines count from its start (line 1 is its first).
// Keys of nested maps are joined: "author.name". A list is one field, its items joined with ", ", lists in it
// included; a list of maps gives "authors.0.name". Values are as a reader means them (quotes and escapes
// resolved, lines joined, without line ends at their end); `value_at` covers them as written, quotes,
// brackets and dashes included, and is empty behind the mark of a key without a value. null and "~" give "".
// What is not understood is left out, never guessed: of YAML aliases, types of one's own ("!x") and keys that
// are no text. Lines that strict YAML rejects but that have one reading are read: "title: Outage: the shop",
// "owner: @ada", "owner: [Ada](link)", "date: {{ date }}". Takes linear time; nothing throws.
//
// No library is used: what front matter is made of is a small part of YAML, and a library adds to the start
// of a program that reads one file and ends, has to be defended against aliases, and rejects the whole of it
// for one such line.
FrontMatter read_yaml(std::string_view text);
FrontMatter read_toml(std::string_view text);

// The value of the first field with this key, whatever its case; "" when there is none.
std::string_view field_value(const FrontMatter&, std::string_view key);

}  // namespace hindcast::document
