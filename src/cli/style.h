// How the page is set: width, colour, and the signs to draw with.
#pragma once

#include <string>
#include <string_view>

#include "base/plain.h"
#include "base/result.h"
#include "cli/arguments.h"

namespace hindcast::cli {

enum class Ink { plain, bold, dim, red, green, yellow, blue, cyan };

struct Style {
  int columns = 80;
  bool color = false;
  bool unicode = true;

  // `text` in that ink, and back to plain; just `text` without colour.
  std::string paint(Ink, std::string_view text) const;
  // One of two ways to draw the same thing.
  std::string_view sign(std::string_view unicode_sign, std::string_view ascii_sign) const {
    return unicode ? unicode_sign : ascii_sign;
  }
};

// From --color and --width where given, else from the terminal. Widths are within 20..1000.
Result<Style> style_of(const Arguments&, const Terminal&);
Style plain_style(const Terminal&);

// Takes the spaces off the end of every line, those before a colour's end included.
std::string without_trailing_spaces(std::string_view text);

// "lessons-learned", "in_progress" as words of a sentence: "lessons learned", "in progress".
std::string spoken(std::string_view word);

// "hindcast: PATH: MESSAGE" on standard error, harmless and with its line end.
void say_trouble(const Terminal&, std::string_view path, std::string_view message);
// The same about the command line itself. Returns 2, the status that goes with it.
int refuse(const Terminal&, std::string_view message);

}  // namespace hindcast::cli
