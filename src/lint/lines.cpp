#include "lint/lines.h"

namespace hindcast::lint {

using markdown::Kind;

std::vector<Line> lines_of(const markdown::Tree& tree, const Marks& digits) {
  std::vector<Line> lines;
  lines.reserve(tree.nodes.size() + tree.lines.size());
  for (const auto& node : tree.nodes) {
    if (node.kind == Kind::cell) {
      lines.push_back({node.content, node.kind, digits.any(node.content)});
    } else if (node.kind == Kind::paragraph || node.kind == Kind::heading ||
               node.kind == Kind::front_matter) {
      for (auto i = node.first_line; i < node.first_line + node.line_count; ++i)
        lines.push_back({tree.lines[i], node.kind, digits.any(tree.lines[i])});
    }
  }
  return lines;
}

}  // namespace hindcast::lint
