// The block structure of a text as three parsers see it, in one notation, so
// that the pictures can be compared: "h1 p ul(li(p) li(p)) code{main}".
#pragma once

#include <string>
#include <string_view>

namespace hindcast::oracle {

// Looseness, list starts, check boxes, alignments and the bytes of code and HTML (white space left out)
// are part of the picture. Link reference definitions are not: neither library shows them.
// md4c does not tell the paragraphs of tight lists, so ours leave them out beside it.
enum class Beside { md4c, cmark };
std::string our_skeleton(std::string_view text, Beside);
std::string md4c_skeleton(std::string_view text);
std::string cmark_skeleton(std::string_view text);

// The whole HTML of cmark-gfm with GFM's extensions, check boxes spelled as the specification spells them.
std::string cmark_html(std::string_view text);

}  // namespace hindcast::oracle
