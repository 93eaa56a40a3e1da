// DOT, the language of Graphviz, as far as it says what needs what. `terraform graph` prints it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::guards {

struct DotNode {
  std::string name;
  std::uint32_t line = 0;   // where it is named first
  bool is_deployed = true;  // false of what Terraform only thinks with: providers, variables, modules
};
struct DotGraph {
  struct Edge {
    std::size_t from = 0, to = 0;
    std::uint32_t line = 0;
  };
  std::vector<DotNode> nodes;  // each once
  std::vector<Edge> edges;
};

// Whether the text is DOT: it begins with "digraph" or "strict digraph", behind comments.
bool is_dot(std::string_view text);
// Nodes and arrows of all its subgraphs; what a statement says besides is left alone. Any text is read:
// what makes no sense has no arrows. Linear.
DotGraph read_dot(std::string_view text);

}  // namespace hindcast::guards
