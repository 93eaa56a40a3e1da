// What a text says. Reading never fails: it returns what is there. Pure: no
// disk, no clock; the same bytes and forms give the same document.
#pragma once

#include <span>
#include <string_view>

#include "document/form.h"
#include "facts/facts.h"
#include "markdown/markdown.h"

namespace hindcast::document {

struct Source {
  std::string_view path;  // as the user typed it; names the slug and may hold a date
  std::string_view text;  // any bytes
};

// Reads `source` by the form of `forms` that fits it best, or by the roles of
// its headings where none fits. Linear in the text.
facts::Document read(const Source& source, std::span<const Form> forms);

// The same over a tree that the caller already has.
facts::Document read(const Source& source, const markdown::Tree& tree, std::span<const Form> forms);

}  // namespace hindcast::document
