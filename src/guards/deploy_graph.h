// What must be there before what, read from the files in which teams say it already.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "guards/looking.h"

namespace hindcast::guards {

struct DeployNode {
  std::string name, path;
  std::uint32_t line = 0;
  bool is_declared = false;     // not only named by another
  bool says_readiness = false;  // it has a health check that can be waited for
};

// `from` needs `to`.
struct DeployEdge {
  std::size_t from = 0, to = 0;
  std::string path;
  std::uint32_t line = 0;
  bool waits_until_ready = false;  // written so: a Compose condition, an init container
  bool is_started_only = false;    // written so: no more than that `to` has been started
};

struct DeployGraph {
  std::vector<DeployNode> nodes;
  std::vector<DeployEdge> edges;
  bool declares_all = true;  // every format that was read lists its nodes

  // The node of that name; made where there is none.
  std::size_t node(std::string_view name);
  const DeployNode* find(std::string_view name) const;

 private:
  std::size_t place(std::string_view name) const;
  std::vector<std::size_t> places_;  // of nodes by their name, one more than the index; 0 is empty
};

// Compose, Kubernetes manifests, the DOT that `terraform graph` prints, tables and lists with what each
// needs, and text with lines of "A -> B" or "A: B, C". What cannot be read is a finding.
void read_graph(const File&, DeployGraph&, std::vector<Finding>&);

// Cycles as paths that end where they begin, at most `count_max`. Linear in nodes and edges.
std::vector<std::vector<std::size_t>> cycles_of(const DeployGraph&, std::size_t count_max);

}  // namespace hindcast::guards
