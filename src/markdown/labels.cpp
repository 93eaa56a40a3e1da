// Link reference definitions of a document, by folded label.
#include <algorithm>

#include "markdown/inlines.h"
#include "markdown/lines.h"

namespace hindcast::markdown {
namespace {

unsigned char at_or_zero(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0;
}

// Appends the letter at `at` in lower case and returns its length: ASCII, Latin-1, Greek and Cyrillic.
std::size_t append_folded(std::string_view text, std::size_t at, std::string& out) {
  unsigned lead = at_or_zero(text, at), next = at_or_zero(text, at + 1);
  auto put = [&out](unsigned first, unsigned second) {
    out += static_cast<char>(first);
    out += static_cast<char>(second);
    return std::size_t{2};
  };
  bool sharp =
      (lead == 0xC3 && next == 0x9F) || (lead == 0xE1 && next == 0xBA && at_or_zero(text, at + 2) == 0x9E);
  if (sharp) {
    out += "ss";
    return lead == 0xC3 ? 2 : 3;
  }
  if (lead == 0xC3 && next >= 0x80 && next <= 0x9E && next != 0x97) return put(lead, next + 0x20);
  if (lead == 0xCE && next >= 0x91 && next <= 0x9F) return put(lead, next + 0x20);
  if (lead == 0xCE && next >= 0xA0 && next <= 0xA9) return put(0xCF, next - 0x20);
  if (lead == 0xCF && next == 0x82) return put(0xCF, 0x83);  // final sigma
  if (lead == 0xD0 && next >= 0x90 && next <= 0x9F) return put(lead, next + 0x20);
  if (lead == 0xD0 && next >= 0xA0 && next <= 0xAF) return put(0xD1, next - 0x20);
  if (lead == 0xD0 && next >= 0x80 && next <= 0x8F) return put(0xD1, next + 0x10);
  out += to_lower(text[at]);
  return 1;
}

// Case folded, runs of white space one blank, none at the ends. Adds to what `out` holds.
void fold_label(std::string_view label, std::string& out) {
  bool space = false;
  for (std::size_t at = 0; at < label.size();) {
    char c = label[at];
    if (is_blank(c) || c == '\n' || c == '\r') {
      space = true;
      ++at;
      continue;
    }
    if (space && !out.empty()) out += ' ';
    space = false;
    at += append_folded(label, at, out);
  }
}

// The label of a definition, read over its lines.
std::string label_of(const Tree& tree, const Node& node, std::string_view text) {
  std::string label;
  for (std::uint32_t i = 0; i < node.line_count; ++i) {
    Span line = tree.lines[node.first_line + i];
    std::uint32_t begin = std::max(line.begin, node.mark.begin), end = std::min(line.end, node.mark.end);
    if (begin >= end) continue;
    label += text.substr(begin, end - begin);
    label += '\n';
  }
  std::string folded;
  fold_label(label, folded);
  return folded;
}

}  // namespace

Definitions::Definitions(const Tree& tree, std::string_view text) {
  for (const Node& node : tree.nodes) {
    if (node.kind == Kind::definition) entries_.push_back({label_of(tree, node, text), node.content});
  }
  std::stable_sort(entries_.begin(), entries_.end(),
                   [](const Entry& a, const Entry& b) { return a.label < b.label; });
  auto same = [](const Entry& a, const Entry& b) { return a.label == b.label; };
  entries_.erase(std::unique(entries_.begin(), entries_.end(), same), entries_.end());
}

bool Definitions::find(std::string_view label, Span& target) const {
  target = {};
  if (entries_.empty()) return false;
  std::string folded;
  fold_label(label, folded);
  auto found = std::lower_bound(entries_.begin(), entries_.end(), folded,
                                [](const Entry& entry, const std::string& key) { return entry.label < key; });
  if (found == entries_.end() || found->label != folded || folded.empty()) return false;
  target = found->target;
  return true;
}

}  // namespace hindcast::markdown
