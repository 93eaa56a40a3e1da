// Small looks at a document that rules share. Nothing here allocates per word.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "lint/lint.h"

namespace hindcast::lint {

inline std::string_view slice(std::string_view text, Span span) {
  return text.substr(span.begin, span.end - span.begin);
}

// `span` of `text` without blanks around it.
Span trimmed(std::string_view text, Span span);
// And without emphasis marks and ticks: "**TBD**" is TBD.
Span bare(std::string_view text, Span span);

// The text of a paragraph, heading or cell, from its first byte to its last, line breaks between included.
Span words_of(const markdown::Tree&, std::uint32_t leaf);

// ASCII case aside; `word` is in small letters.
bool equals_folded(std::string_view text, std::string_view word);

// True when `word`, in small letters, stands anywhere in `text`, ASCII case aside.
bool contains_folded(std::string_view text, std::string_view word);

// text.find(word, from), looking for the byte of `word` that prose has least often: much of a text is made of
// the letters that words begin with.
std::size_t find_rare(std::string_view text, std::string_view word, std::size_t from = 0);

// The first bytes of a list of words, folded as scan::after_folded wants them. Most places of a text are
// passed over by them, so that few are compared with every word.
class Beginnings {
 public:
  template <std::size_t count>
  constexpr explicit Beginnings(const std::string_view (&words)[count]) {
    for (const auto word : words)
      add(word);
  }
  // False when no word of the list begins at `at`.
  constexpr bool may_begin(std::string_view text, std::size_t at) const {
    if (at >= text.size()) return false;
    const auto first = static_cast<unsigned char>(text[at]);
    if (first >= 0x80) return first == 0xEF || has_wide_;  // full-width letters fold to ASCII
    if (!first_[first | 32U]) return false;
    const auto second = static_cast<unsigned char>(at + 1 < text.size() ? text[at + 1] : ' ');
    return second >= 0x80 || pairs_[home(first, second)];
  }

 private:
  static constexpr std::size_t home(unsigned first, unsigned second) {
    return (first & 31U) << 5U | (second & 31U);
  }
  constexpr void add(std::string_view word) {
    const auto first = static_cast<unsigned char>(word[0]);
    if (first >= 0x80) has_wide_ = true;
    if (first >= 0x80) return;
    first_[first | 32U] = true;
    pairs_[home(first, static_cast<unsigned char>(word.size() > 1 ? word[1] : ' '))] = true;
  }

  bool first_[128] = {};
  bool pairs_[1024] = {};
  bool has_wide_ = false;  // a word begins beyond ASCII
};

// The places of a string in a text, asked for in the order of the text.
class Cursor {
 public:
  Cursor(std::string_view text, std::string_view wanted)
      : text_(text), wanted_(wanted), next_(text.find(wanted)) {}
  // True when one begins in `span`. REQUIRES: spans never begin before an earlier one.
  bool is_in(Span span) {
    while (next_ < span.begin)
      next_ = text_.find(wanted_, span.begin);
    return next_ < span.end;
  }
  bool is_nowhere() const { return next_ == std::string_view::npos; }

 private:
  std::string_view text_, wanted_;
  std::size_t next_;
};

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
  // The same for sections of which `is` holds: it is asked for the innermost first.
  template <class Is>
  bool is_under(const Is& is) const {
    for (auto i = open_.size(); i-- > 0;)
      if (is(document_.sections[open_[i]])) return true;
    return false;
  }

 private:
  const facts::Document& document_;
  std::size_t next_ = 0;
  std::vector<std::uint32_t> open_;
};

}  // namespace hindcast::lint
