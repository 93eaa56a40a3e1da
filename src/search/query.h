// What is looked for, as a tree of values; the query language makes it, the index answers it. Texts are
// written as a person writes them: the index finds their words, stems and pairs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/time.h"

namespace hindcast::search {

// Where in a document a word stands. A word in a title says more about the document than one in its body.
enum class Field : std::uint8_t { title, heading, item, body };

struct Query {
  enum class Kind : std::uint8_t {
    all,               // every document
    words,             // `text`, in any inflection; several words, or `foo.bar`, are as phrase
    phrase,            // the words of `text`, one directly after the other
    prefix,            // words that begin with the last word of `text` (behind those before it)
    attribute,         // exactly this attribute, letter case and accents aside: "owner:qa"
    attribute_prefix,  // an attribute that begins so: "service:check", "owner:"
    dates,             // dated within [first, last]; documents without a date are not
    all_of,            // every one of `parts`, which may be excluded ones; every document when there are none
    any_of,            // one of `parts` at least
    none_of            // none of `parts`
  };
  Kind kind = Kind::all;
  std::string text{};
  std::optional<Field> field{};  // words, phrase, prefix: only there
  Date first{}, last{};
  std::vector<Query> parts{};
};

// Of a tree; deeper ones are refused. A group that is typed (typed.h) is up to three nodes: left out, one of,
// all of.
inline constexpr int depth_max = 128;
inline constexpr std::size_t nodes_max = 1024;

inline Query words(std::string text, std::optional<Field> field = {}) {
  return {.kind = Query::Kind::words, .text = std::move(text), .field = field};
}
inline Query phrase(std::string text, std::optional<Field> field = {}) {
  return {.kind = Query::Kind::phrase, .text = std::move(text), .field = field};
}
inline Query prefix(std::string text, std::optional<Field> field = {}) {
  return {.kind = Query::Kind::prefix, .text = std::move(text), .field = field};
}
inline Query attribute(std::string text) {
  return {.kind = Query::Kind::attribute, .text = std::move(text)};
}
inline Query attribute_prefix(std::string text) {
  return {.kind = Query::Kind::attribute_prefix, .text = std::move(text)};
}
inline Query dates(Date first, Date last) {
  return {.kind = Query::Kind::dates, .first = first, .last = last};
}
inline Query all_of(std::vector<Query> parts) {
  return {.kind = Query::Kind::all_of, .parts = std::move(parts)};
}
inline Query any_of(std::vector<Query> parts) {
  return {.kind = Query::Kind::any_of, .parts = std::move(parts)};
}
inline Query none_of(std::vector<Query> parts) {
  return {.kind = Query::Kind::none_of, .parts = std::move(parts)};
}

}  // namespace hindcast::search
