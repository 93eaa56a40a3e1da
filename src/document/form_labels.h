// What single lines of a template are: labels with values, instructions to the
// writer, hindcast remarks. Pure scanners; spans are offsets into the whole text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace hindcast::document::forms {

// "**Key:** value", "**Key**: value", "Key: value".
struct Label {
  Span key;           // without emphasis and colon
  Span whole;         // from the first marker to where the value starts
  bool bold = false;  // plain keys need an open value to count as a field
};

// The label that starts at `at`, if one does; `end` bounds the line.
// Brackets behind a bold key may reach on to `block_end`: "**Factors** (what made it worse):".
std::optional<Label> label_at(std::string_view text, std::uint32_t at, std::uint32_t end,
                              std::uint32_t block_end);

// Every label of one line, those after the first only where they are bold:
// "**Detected after:** [time] · **Fixed after:** [time]".
std::vector<Label> labels_of_line(std::string_view text, Span line, std::uint32_t block_end);

// A bold line that is all there is: "**Examples**".
bool is_bold_line(std::string_view line);

// "Examples", "Example usage", "For example", "Beispiele": what follows is shown, not asked for.
bool is_examples_label(std::string_view label);

// True for a sentence that tells the writer what to do or asks: an imperative, a question, "you should".
bool is_instruction(std::string_view prose);

// "Choose one:", "Select the kind:".
bool asks_to_choose(std::string_view prose);

// "(optional)", "if applicable", "falls zutreffend": a section that a document may leave out.
bool says_optional(std::string_view);
// The same for guidance, where only its first or last words say it of the whole section.
bool is_optional_remark(std::string_view guidance);

// Printers' Latin: "Lorem ipsum dolor".
bool is_filler(std::string_view prose);

// "Why 2:", "Why did it?", "¿Por qué…?": a step of asking why.
bool is_why(std::string_view);

// <!-- hindcast: role=actions required=false -->, also <!-- hindcast:id=abc12 -->.
struct Setting {
  std::string key, value;
};
struct Comment {
  Span at;  // from "<!--" to "-->"
  bool closed = true;
  bool is_remark = false;         // it is ours
  std::vector<Setting> settings;  // of a remark
};
std::vector<Comment> comments_in(std::string_view text, Span within);

}  // namespace hindcast::document::forms
