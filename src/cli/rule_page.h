// A page of docs/rules/ set for a terminal.
#pragma once

#include <string>
#include <string_view>

#include "cli/style.h"

namespace hindcast::cli {

// Headings bold, paragraphs and list items wrapped, examples behind a bar as they are; links as their words.
// The title and the paragraph about its group are left out: who prints the page says both.
std::string rule_page(std::string_view markdown, const Style&);

}  // namespace hindcast::cli
