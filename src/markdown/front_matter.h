// Front matter: the YAML or TOML that may stand before a document's Markdown.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace hindcast::markdown {

struct FrontMatter {
  bool found = false;
  bool toml = false;
  Span span;
  std::vector<Span> lines;  // between its delimiters
  std::uint32_t next = 0;   // where the Markdown starts
};

// Looks at `top`, the start of the text behind any byte order mark. A rule at
// the top of a page is told from YAML by what follows: front matter has a `key:`
// as its first line that is neither blank nor a comment. YAML may stand behind
// blank lines and HTML comments when it is nothing but keys of letters, digits,
// "_" and "-" and what belongs to them.
FrontMatter read_front_matter(std::string_view text, std::uint32_t top);

}  // namespace hindcast::markdown
