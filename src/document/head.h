// What stands at the top of a document: title, fields, kind, severity and the
// dates that say when it happened.
#pragma once

#include <optional>
#include <string_view>

#include "document/dates.h"
#include "document/document.h"
#include "document/outline.h"
#include "facts/facts.h"
#include "markdown/markdown.h"

namespace hindcast::document {

// A path's parts as words. The corpus of some tools keeps folders in one name, "docs__incidents__db.md".
struct PathWords {
  std::string_view stem;    // of the file, without extensions
  std::string_view folder;  // the name before it; empty when there is none
};
PathWords path_words(std::string_view path);

// Fills slug, title, fields, kind, severity and language. What is left of `form`, which may be null, is no
// field.
void read_head(const Source&, const markdown::Tree&, const Outline&, const Form* form, facts::Document&);

// The day the document's own head gives: a field, the title. Nothing when neither names one.
std::optional<facts::DerivedDate> stated_date(const Source&, const facts::Document&, const DateContext&);
// The day it was written or published: a field, front matter, the path.
std::optional<facts::DerivedDate> written_date(const Source&, const facts::Document&, const DateContext&);

}  // namespace hindcast::document
