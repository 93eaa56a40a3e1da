// What a document says, set as a page for people.
#pragma once

#include <string>

#include "app/app.h"
#include "cli/style.h"

namespace hindcast::cli {

// Ends in a line end; no line has spaces at its end, and none is wider than the page unless its path is.
// Whatever the document holds, the page holds no control character but line ends and the style's own colours.
std::string document_page(const app::ReadDocument&, const Style&);

// A state's words are shown in an ink of their own.
Ink ink_of(facts::ActionState);

}  // namespace hindcast::cli
