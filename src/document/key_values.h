// Lines at the top of a document that hold more than one of its fields: "**Date:** 2031-05-02 | **Severity:**
// SEV2", and bylines that name no key: "2 May 2031 · SEV2 · Ada Quill".
#pragma once

#include <string_view>
#include <vector>

#include "document/dates.h"

namespace hindcast::document {

// A key as written, without emphasis and colon, and its value, with neither blanks nor separators around it.
// Both are views into the line, but for the keys of a byline.
struct KeyValue {
  std::string_view key, value;
};

// The fields that a line states, in order; nothing where its beginning is none. A bold key with a colon
// begins one wherever it stands behind a blank or a separator. A key that is not bold does so at the start of
// the line where it is one that documents have ("Date: …"), and behind "|", "·", "•", tabs, ";" and wide
// gaps.
std::vector<KeyValue> keys_of_line(std::string_view line);

// The same for a line among others of its kind ("Duration: 45 min" under "Date: 2031-05-02"), where any short
// key is believed.
std::vector<KeyValue> keys_of_listed_line(std::string_view line);
// True when all of the lines, two at least, begin with a short key and a colon, and one with a key that
// documents have.
bool are_keys(const std::vector<std::string_view>& lines);

// The parts of a byline under the names "Date", "Severity", "Status" and "Authors": at least two pieces
// between "·",
// "|", "•" or dashes, a day or a severity among them and nothing else beside these. Nothing for any other
// line.
std::vector<KeyValue> keys_of_byline(std::string_view line, const DateContext&);

}  // namespace hindcast::document
