// What holds for the Markdown tree of any bytes. Shared by the fuzzer and by
// the tests over whole folders.
#pragma once

#include <string>
#include <string_view>

#include "markdown/inlines.h"
#include "markdown/markdown.h"

namespace hindcast::fuzz {

using namespace markdown;

// Work per byte that no input may exceed: nesting_max open quotes and items, a
// list around each item, and a constant for the scanners.
inline constexpr std::uint64_t steps_per_byte_max = 3 * nesting_max;

inline bool inside(Span inner, Span outer) {
  return outer.begin <= inner.begin && inner.begin <= inner.end && inner.end <= outer.end;
}

inline bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

inline bool has_lines(Kind kind) {
  return kind == Kind::paragraph || kind == Kind::heading || kind == Kind::code || kind == Kind::html ||
         kind == Kind::definition || kind == Kind::front_matter;
}

// The first claim about node `n` that does not hold; empty when all do.
inline std::string broken_node(const Tree& tree, std::uint32_t n, std::string_view text) {
  const Node& node = tree.nodes[n];
  const Node& parent = tree.nodes[node.parent];
  if (node.end <= n || node.end > parent.end) return "subtree ends outside its parent's";
  if (n > 0 && node.parent >= n) return "parent after child";
  if (node.span.end > text.size() || !inside(node.span, parent.span)) return "span outside parent";
  if (n > 0 && node.span.begin == node.span.end && node.kind != Kind::cell && node.kind != Kind::code) {
    return "empty span";
  }
  if (!inside(node.mark, node.span) && node.mark.end > 0) return "mark outside span";
  if (!inside(node.content, node.span) && node.content.end > 0) return "content outside span";
  std::uint32_t previous = node.span.begin;
  for (std::uint32_t i = node.first_line; i < node.first_line + node.line_count; ++i) {
    if (i >= tree.lines.size()) return "lines out of range";
    if (!inside(tree.lines[i], node.span) || tree.lines[i].begin < previous) return "lines out of order";
    previous = tree.lines[i].end;
  }
  if (!has_lines(node.kind) && node.line_count > 0) return "lines where none belong";
  previous = node.span.begin;
  for (std::uint32_t child : children(tree, n)) {
    if (tree.nodes[child].parent != n) return "child of another";
    if (tree.nodes[child].span.begin < previous) return "siblings overlap";
    previous = tree.nodes[child].span.end;
  }
  return {};
}

// Every byte that is no white space lies in one deepest node, or is the mark of a container.
inline std::string broken_coverage(const Tree& tree, std::string_view text) {
  std::string owner(text.size(), '-');
  auto fill = [&owner](Span span, char c) {
    for (std::uint32_t i = span.begin; i < span.end; ++i)
      owner[i] = c;
  };
  if (text.substr(0, 3) == "\xEF\xBB\xBF") fill({0, 3}, 'm');
  for (std::uint32_t n = 1; n < tree.nodes.size(); ++n) {
    const Node& node = tree.nodes[n];
    bool deepest = node.end == n + 1;
    if (node.kind == Kind::quote) fill(node.span, 'q');
    if (node.kind == Kind::item) fill({node.span.begin, node.content.begin}, 'm');
    if (node.kind == Kind::item) fill({node.content.begin, node.span.end}, 'i');
    if (node.kind == Kind::table) fill(node.span, 't');
    if (deepest && node.kind != Kind::quote && node.kind != Kind::item) fill(node.span, 'x');
  }
  for (std::size_t i = 0; i < text.size(); ++i) {
    bool container_mark = owner[i] == 'm' || owner[i] == 't' || owner[i] == 'x';
    bool quote_mark = text[i] == '>' && (owner[i] == 'q' || owner[i] == 'i');
    if (!is_space(text[i]) && !container_mark && !quote_mark)
      return "byte " + std::to_string(i) + " in no node";
  }
  return {};
}

inline std::string broken_inlines(const Tree& tree, std::uint32_t n, const std::vector<Inline>& pieces,
                                  std::string_view text) {
  const Node& node = tree.nodes[n];
  std::vector<std::uint32_t> open;  // pieces whose subtree is not over
  std::uint32_t previous = node.span.begin;
  for (std::uint32_t i = 0; i < pieces.size(); ++i) {
    const Inline& piece = pieces[i];
    while (!open.empty() && pieces[open.back()].end == i) {
      previous = pieces[open.back()].span.end;
      open.pop_back();
    }
    if (piece.end <= i || piece.end > pieces.size()) return "inline subtree out of range";
    if (!open.empty() && piece.end > pieces[open.back()].end) return "inline subtree outside its parent's";
    bool last_break = piece.kind == InlineKind::soft_break || piece.kind == InlineKind::hard_break;
    if (!inside(piece.span, open.empty() ? node.span : pieces[open.back()].content)) return "inline outside";
    if (piece.span.begin < previous) return "inlines overlap";
    if (!inside(piece.content, piece.span)) return "inline content outside span";
    if (piece.target.end > text.size() || piece.target.begin > piece.target.end) return "target outside text";
    if (!last_break && piece.span.begin == piece.span.end) return "empty inline";
    previous = piece.span.begin;
    if (piece.end > i + 1) {
      open.push_back(i);
    } else {
      previous = piece.span.end;
    }
  }
  return {};
}

// Every byte of the leaf's text that is no white space lies in a piece.
inline std::string broken_inline_coverage(const Tree& tree, std::uint32_t n,
                                          const std::vector<Inline>& pieces, std::string_view text) {
  const Node& node = tree.nodes[n];
  std::vector<Span> lines = {node.content};
  if (node.kind != Kind::cell) {
    lines.assign(tree.lines.begin() + node.first_line,
                 tree.lines.begin() + node.first_line + node.line_count);
  }
  std::size_t at = 0;
  for (Span line : lines) {
    for (std::uint32_t i = line.begin; i < line.end; ++i) {
      while (at < pieces.size() && pieces[at].span.end <= i)
        at = pieces[at].end;
      bool covered = at < pieces.size() && pieces[at].span.begin <= i;
      if (!covered && !is_space(text[i])) return "byte " + std::to_string(i) + " in no inline";
    }
  }
  return {};
}

// Empty when all holds, else what does not.
inline std::string broken_invariant(std::string_view text) {
  Tree tree = parse(text);
  if (!(tree == parse(text))) return "reading twice differs";
  if (tree.nodes.empty() || tree.nodes[0].end != tree.nodes.size()) return "the document does not hold all";
  std::uint32_t previous = 0;
  for (std::size_t i = 0; i < tree.line_starts.size(); ++i) {
    if (tree.line_starts[i] > text.size() || (i > 0 && tree.line_starts[i] <= previous)) return "line starts";
    previous = tree.line_starts[i];
  }
  std::uint64_t steps = tree.steps;
  Definitions definitions(tree, text);
  std::vector<Inline> pieces, again;
  for (std::uint32_t n = 0; n < tree.nodes.size(); ++n) {
    std::string broken = broken_node(tree, n, text);
    Kind kind = tree.nodes[n].kind;
    if (broken.empty() && (kind == Kind::paragraph || kind == Kind::heading || kind == Kind::cell)) {
      std::uint64_t ignored = 0;
      read_inlines(tree, n, text, definitions, pieces, steps);
      read_inlines(tree, n, text, definitions, again, ignored);
      if (pieces != again) broken = "reading inlines twice differs";
      if (broken.empty()) broken = broken_inlines(tree, n, pieces, text);
      if (broken.empty()) broken = broken_inline_coverage(tree, n, pieces, text);
      std::string plain;
      append_plain(pieces, text, true, plain);
    }
    if (!broken.empty()) return "node " + std::to_string(n) + ": " + broken;
  }
  if (steps > steps_per_byte_max * (text.size() + 1)) return "too many steps: " + std::to_string(steps);
  return broken_coverage(tree, text);
}

}  // namespace hindcast::fuzz
