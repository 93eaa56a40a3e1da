// What documents say, made harmless for the files that Hindcast writes: Markdown, HTML, calendars.
#pragma once

#include <string>
#include <string_view>

namespace hindcast::app {

// As Markdown shows the same words, wherever in a line or in a table's cell it stands. Code between ticks
// stays code.
std::string markdown_text(std::string_view);

// As HTML shows the same words, in text and between double quotes.
std::string html_text(std::string_view);
// The same for text alone, with code between ticks as code.
std::string html_prose(std::string_view);

}  // namespace hindcast::app
