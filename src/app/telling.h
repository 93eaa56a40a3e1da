// What a document says that others need not say: its text without the parts that every document has.
#pragma once

#include <string>
#include <string_view>

#include "facts/facts.h"

namespace hindcast::app {

// The text with blanks for headings but the title's, for fields, and for the names of people and teams
// wherever they stand: a template's words and who was there tell nothing about what happened. Every other
// byte keeps its place.
std::string telling_text(const facts::Document&, std::string_view text);

}  // namespace hindcast::app
