#include "lint/rules/look.h"

#include <algorithm>

#include "document/plain.h"

namespace hindcast::lint {
namespace {

constexpr document::ByteSet blanks(" \t\n\r");
constexpr document::ByteSet marks(" \t\n\r*_`~");

Span without(std::string_view text, Span span, const document::ByteSet& skipped) {
  while (span.begin < span.end && skipped.has(text[span.begin]))
    ++span.begin;
  while (span.end > span.begin && skipped.has(text[span.end - 1]))
    --span.end;
  return span;
}

}  // namespace

Span trimmed(std::string_view text, Span span) {
  return without(text, span, blanks);
}

Span bare(std::string_view text, Span span) {
  return without(text, span, marks);
}

Span words_of(const markdown::Tree& tree, std::uint32_t leaf) {
  const auto& node = tree.nodes[leaf];
  if (node.kind == markdown::Kind::cell || node.kind == markdown::Kind::heading) return node.content;
  if (node.line_count == 0) return {node.span.begin, node.span.begin};
  return {tree.lines[node.first_line].begin, tree.lines[node.first_line + node.line_count - 1].end};
}

bool equals_folded(std::string_view text, std::string_view word) {
  if (text.size() != word.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i] >= 'A' && text[i] <= 'Z' ? static_cast<char>(text[i] + 32) : text[i];
    if (c != word[i]) return false;
  }
  return true;
}

bool contains_folded(std::string_view text, std::string_view word) {
  for (std::size_t i = 0; i + word.size() <= text.size(); ++i)
    if ((text[i] | 32) == word[0] && equals_folded(text.substr(i, word.size()), word)) return true;
  return false;
}

std::size_t find_rare(std::string_view text, std::string_view word, std::size_t from) {
  constexpr std::string_view often = " etaoinsrhldcumfpgwyb";  // in this order
  std::size_t rarest = 0, rank = 0;
  for (std::size_t i = 0; i < word.size(); ++i)
    if (const auto its_rank = std::min(often.find(word[i]), often.size()) + 1; its_rank > rank) {
      rank = its_rank;
      rarest = i;
    }
  for (auto at = text.find(word[rarest], from + rarest); at != text.npos;
       at = text.find(word[rarest], at + 1))
    if (text.compare(at - rarest, word.size(), word) == 0) return at - rarest;
  return text.npos;
}

bool is_template_file(std::string_view path) {
  // The file's name and its folder's: farther up, a word says little about the file.
  const auto last = path.find_last_of("/\\");
  const auto folder = last == std::string_view::npos || last == 0 ? last : path.find_last_of("/\\", last - 1);
  const auto tail = folder == std::string_view::npos ? path : path.substr(folder + 1);
  for (std::size_t i = 0; i < tail.size(); ++i) {
    const char first = static_cast<char>(tail[i] | 32);
    if (first != 't' && first != 'v' && first != 'p' && first != 'g' && first != 'm') continue;
    for (const std::string_view word :
         {"template", "vorlage", "plantilla", "gabarit", "modelo", "modele", "modèle"})
      if (tail.size() - i >= word.size() && equals_folded(tail.substr(i, word.size()), word)) return true;
  }
  return false;
}

const facts::Section* SectionWalk::at(std::uint32_t offset) {
  const auto& sections = document_.sections;
  for (; next_ < sections.size() && sections[next_].heading.begin <= offset; ++next_) {
    while (!open_.empty() && sections[open_.back()].body.end <= sections[next_].heading.begin)
      open_.pop_back();
    open_.push_back(static_cast<std::uint32_t>(next_));
  }
  while (!open_.empty() && sections[open_.back()].body.end <= offset &&
         sections[open_.back()].heading.end <= offset)
    open_.pop_back();
  return open_.empty() ? nullptr : &sections[open_.back()];
}

bool SectionWalk::is_inside(facts::SectionRole role) const {
  for (const auto index : open_)
    if (document_.sections[index].role == role) return true;
  return false;
}

}  // namespace hindcast::lint
