// Small questions that several rules ask of a document.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "lint/lint.h"

namespace hindcast::lint {

inline std::string_view slice(const Subject& subject, Span span) {
  return subject.text.substr(span.begin, span.end - span.begin);
}
inline bool is_inside(Span inner, Span outer) {
  return inner.begin >= outer.begin && inner.end <= outer.end;
}

// The first phrase of `list` that begins in `span`; null where there is none.
const PhraseHit* phrase_in(const Subject&, PhraseList list, Span span);

// The last section that begins before `at`: the innermost one, as sections stand in document order.
const facts::Section* section_at(const Subject&, std::uint32_t at);

// The words of `text` that carry meaning, as numbers: small letters, without endings, none of three letters
// or fewer, none that stands in every document. Sorted, without repetition.
std::vector<std::uint64_t> meaningful_words(std::string_view text);
// How many words two such lists share.
std::size_t shared_words(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b);

// Small letters, for comparing; ASCII only.
std::string lowered(std::string_view text);

}  // namespace hindcast::lint
