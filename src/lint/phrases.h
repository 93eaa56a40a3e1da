// The words and phrases that rules of wording look for, found in one pass over
// a document for all rules at once. The words are data: phrases.tsv.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "markdown/markdown.h"

namespace hindcast::lint {

// The lists of phrases.tsv.
enum class PhraseList : std::uint8_t {
  careful,
  fault,
  human,
  verdict,
  drama,
  opener,
  output,
  unbounded,
  weak,
  strong,
  verb
};

// Some of the lists, a bit for each.
using PhraseLists = std::uint16_t;
constexpr PhraseLists lists_of(std::initializer_list<PhraseList> lists) {
  PhraseLists made = 0;
  for (const auto list : lists)
    made = static_cast<PhraseLists>(made | 1U << static_cast<unsigned>(list));
  return made;
}
inline constexpr PhraseLists all_lists = 0x7FF;

struct PhraseHit {
  PhraseList list{};
  Span at;
  std::uint32_t node = 0;  // the paragraph, heading or cell of the tree that it stands in
};

// Every phrase of `lists` in the headings, paragraphs and cells of a document, in order; a place may be hit
// once for each list. Those of `more` are found only in the blocks that a span of `where` touches. Code,
// quoted words, link targets and HTML are not looked at. Linear in the text.
std::vector<PhraseHit> find_phrases(const markdown::Tree&, std::string_view text, PhraseLists lists,
                                    PhraseLists more = 0, std::vector<Span> where = {});

}  // namespace hindcast::lint
