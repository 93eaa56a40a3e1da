// What we tell a writer about a document. Plain data: no editor protocol, no
// file format.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/edit.h"

namespace hindcast::diag {

// `off` is only a setting: no diagnostic has it.
enum class Severity : std::uint8_t { off, hint, warning, error };

std::string_view word(Severity);  // "off", "hint", "warning", "error"
std::optional<Severity> severity(std::string_view word);

struct Fix {
  std::string title;        // imperative: "add an owner"
  std::vector<Edit> edits;  // see is_valid_edits; never empty
  bool is_safe = false;     // keeps the meaning whatever the writer meant: --fix applies it unasked
};

// Another place that the reader should see: "the first date stands here".
struct Note {
  Span span;
  std::string message;
  std::string path = {};     // of another document that `span` is in; "" for the one with the finding
  std::string passage = {};  // the line where the note begins, when it is in another document
};

struct Diagnostic {
  std::string_view rule;  // its name, "action-without-owner"; a literal, lives as long as the program
  Severity severity = Severity::warning;
  Span span;            // the narrowest text that is wrong
  std::string message;  // what was seen, then what to do; lower case, no final period
  std::vector<Note> notes;
  std::vector<Fix> fixes;  // alternatives; the first is preferred

  void note(Span at, std::string said);  // one more of `notes`
};

}  // namespace hindcast::diag
