// A document of an issue in its parts, and what tells whether one was changed since it was imported.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::exchange {

// What stands between the body and the rest.
inline constexpr std::string_view rest_mark = "<!-- hindcast:from-the-tracker -->";

// An entry of front matter with all of its lines.
struct Entry {
  std::string key;  // "" for comments and the like
  std::string_view lines;
};

struct Parts {
  bool has_front = false;
  std::string_view before_front, fence, closing_fence;  // a byte order mark; "---\n" and "---\n"
  std::vector<Entry> entries;
  std::string_view body, rest;  // `rest` begins with its mark; "" without one
};
Parts parts_of(std::string_view document, std::size_t rest_at);
// Where the rest can begin: each line that is its mark; the text's end when there is none.
std::vector<std::size_t> rest_places(std::string_view document);

// Line ends and blanks around it aside: git and editors change them.
std::string digest_of_part(std::string_view text);

// What closes a fence, a comment or another piece of HTML that `text` leaves open, so that what stands behind
// it is Markdown again; "" when nothing is open.
std::string closing_of(std::string_view text, std::string_view line_end);

}  // namespace hindcast::exchange
