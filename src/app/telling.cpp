#include "app/telling.h"

#include <algorithm>
#include <set>

#include "document/lexicon.h"
#include "document/scan.h"

namespace hindcast::app {
namespace {

using Names = std::set<std::string, std::less<>>;

constexpr std::size_t name_bytes_min = 3, names_max = 200;

// Calls `each` with every word of `text` and where it begins.
template <typename Each>
void for_words(std::string_view text, const Each& each) {
  for (std::size_t at = 0; at < text.size();) {
    const auto begin = at;
    while (at < text.size() && document::scan::is_word(document::scan::glyph_at(text, at).point))
      at += document::scan::glyph_at(text, at).size;
    if (at > begin) each(text.substr(begin, at - begin), begin);
    if (at < text.size()) at += std::max<std::size_t>(1, document::scan::glyph_at(text, at).size);
  }
}

// The words that begin with a capital: "platform team" has none.
void add_names(std::string_view named, Names& names) {
  for_words(named, [&](std::string_view word, std::size_t) {
    const auto first = document::scan::glyph_at(word, 0).point;
    const bool is_capital = document::scan::folded(first) != first;
    if (is_capital && word.size() >= name_bytes_min && names.size() < names_max) names.emplace(word);
  });
}

bool names_people(const facts::Field& field, document::Folded& folded) {
  constexpr std::uint32_t people =
      document::field_owner | document::field_participants | document::field_commander;
  document::fold(field.key, folded);
  const bool is_author = folded.text.starts_with("author") || folded.text.starts_with("reported by");
  return is_author || (document::field_meaning(folded) & people) != 0;
}

Names names_of(const facts::Document& document) {
  Names names;
  document::Folded folded;
  for (const auto& field : document.fields)
    if (names_people(field, folded)) add_names(field.value, names);
  for (const auto& item : document.items) {
    add_names(text_of(item.owner), names);
    add_names(text_of(item.team), names);
    if (item.role == facts::ItemRole::participant) add_names(item.text, names);
  }
  return names;
}

}  // namespace

std::string telling_text(const facts::Document& document, std::string_view text) {
  std::string out(text);
  const auto blank = [&out](std::size_t begin, std::size_t end) {
    end = std::min(end, out.size());
    for (auto at = begin; at < end; ++at)
      if (out[at] != '\n') out[at] = ' ';
  };
  for (const auto& section : document.sections)
    if (section.heading != document.title.at && section.role != facts::SectionRole::none)
      blank(section.heading.begin, section.heading.end);
  for (const auto& field : document.fields)
    if (field.value_at != document.title.at && field.value_at.end >= field.key_at.begin)
      blank(field.key_at.begin, field.value_at.end);
  for (const auto& item : document.items)
    for (const auto* quote : {&item.owner, &item.team, &item.priority, &item.state_text, &item.due_text})
      if (*quote) blank((*quote)->at.begin, (*quote)->at.end);
  const auto names = names_of(document);
  if (names.empty()) return out;
  for_words(text, [&](std::string_view word, std::size_t begin) {
    if (names.find(word) != names.end()) blank(begin, begin + word.size());
  });
  return out;
}

}  // namespace hindcast::app
