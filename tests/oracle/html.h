// HTML as the specifications' examples print it, from our trees. For tests
// only: it escapes nothing away and is no way to show a document to anybody.
#pragma once

#include <string>
#include <string_view>

namespace hindcast::oracle {

struct HtmlOptions {
  bool bare_links = false;  // GFM's extended autolinks
  bool tag_filter = false;  // GFM's disallowed raw HTML
};

std::string to_html(std::string_view markdown, const HtmlOptions&);

}  // namespace hindcast::oracle
