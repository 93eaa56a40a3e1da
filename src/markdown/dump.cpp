// Trees as one line of text, and lines of offsets.

#include "base/assert.h"
#include "markdown/markdown.h"

namespace hindcast::markdown {
namespace {

std::string name_of(const Node& node) {
  std::string name;
  switch (node.kind) {
    case Kind::document:
      return "document";
    case Kind::front_matter:
      return node.flags & toml ? "toml_front_matter" : "front_matter";
    case Kind::heading:
      return "heading" + std::to_string(int{node.level});
    case Kind::paragraph:
      return "paragraph";
    case Kind::list:
      name = node.flags & loose ? "loose_" : "";
      return name + (node.flags & ordered ? "ordered_list" : "list");
    case Kind::item:
      name = node.flags & ordered ? "item" + std::to_string(node.number) : "item";
      return name + (node.flags & ticked ? "[x]" : node.flags & task ? "[ ]" : "");
    case Kind::quote:
      return "quote";
    case Kind::code:
      if (!(node.flags & fenced)) return "code";
      return node.flags & unclosed ? "unclosed_fence" : "fence";
    case Kind::html:
      return "html";
    case Kind::rule:
      return "rule";
    case Kind::table:
      return "table";
    case Kind::row:
      return "row";
    case Kind::cell:
      return "cell";
    case Kind::definition:
      return "definition";
  }
  return {};
}

void append_quoted(std::string& out, std::string_view text) {
  for (char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    if (c == '\t') {
      out += "\\t";
    } else {
      out += c;
    }
  }
}

// The text of a leaf, its lines divided by \n.
std::string text_of(const Tree& tree, const Node& node, std::string_view text) {
  auto slice = [&](Span span) { return text.substr(span.begin, span.end - span.begin); };
  std::string out = "\"";
  if (node.kind == Kind::cell) append_quoted(out, slice(node.content));
  for (std::uint32_t i = 0; i < node.line_count; ++i) {
    if (i > 0) out += "\\n";
    append_quoted(out, slice(tree.lines[node.first_line + i]));
  }
  return out + '"';
}

bool is_leaf(Kind kind) {
  return kind == Kind::heading || kind == Kind::paragraph || kind == Kind::code || kind == Kind::html ||
         kind == Kind::cell || kind == Kind::definition || kind == Kind::front_matter;
}

}  // namespace

std::uint32_t Tree::line_of(std::uint32_t offset) const {
  // Without a branch in the loop: which half it is cannot be foreseen.
  const std::uint32_t* line = line_starts.data();
  for (std::size_t size = line_starts.size(); size > 1; size -= size / 2)
    line += line[size / 2] <= offset ? size / 2 : 0;
  return static_cast<std::uint32_t>(line - line_starts.data());
}

std::string dump(const Tree& tree, std::string_view text) {
  std::string out;
  std::vector<std::uint32_t> ends;  // of the containers that are open
  for (std::uint32_t n = 0; n < tree.nodes.size(); ++n) {
    while (!ends.empty() && ends.back() == n) {
      out += ')';
      ends.pop_back();
    }
    const Node& node = tree.nodes[n];
    if (n > 0 && out.back() != '(') out += ' ';
    out += name_of(node);
    if (is_leaf(node.kind)) out += '(' + text_of(tree, node, text) + ')';
    if (node.end > n + 1) {
      out += '(';
      ends.push_back(node.end);
    }
  }
  out.append(ends.size(), ')');
  return out;
}

}  // namespace hindcast::markdown
