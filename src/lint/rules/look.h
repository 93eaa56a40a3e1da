// Small looks at a document that rules share. Nothing here allocates per word.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lint/lint.h"

namespace hindcast::lint {

std::string_view slice(std::string_view text, Span span);

// `span` of `text` without blanks around it.
Span trimmed(std::string_view text, Span span);
// And without emphasis marks and ticks: "**TBD**" is TBD.
Span bare(std::string_view text, Span span);

// The text of a paragraph, heading or cell, from its first byte to its last, line breaks between included.
Span words_of(const markdown::Tree&, std::uint32_t leaf);

// ASCII case aside; `word` is in small letters.
bool equals_folded(std::string_view text, std::string_view word);

// True for a file that is a template by its name or its folder's: "templates/incident.md",
// "docs/postmortem-template.md". Whatever it lacks, it lacks on purpose.
bool is_template_file(std::string_view path);

// Which section the nodes of a walk in document order stand in: innermost first.
class SectionWalk {
 public:
  explicit SectionWalk(const facts::Document& document) : document_(document) {}
  // Null before the first section. REQUIRES: offsets never go back.
  const facts::Section* at(std::uint32_t offset);
  // True when the place that `at` was last asked for lies in a section of this role, at any depth.
  bool is_inside(facts::SectionRole role) const;

 private:
  const facts::Document& document_;
  std::size_t next_ = 0;
  std::vector<std::uint32_t> open_;
};

}  // namespace hindcast::lint
