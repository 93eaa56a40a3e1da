// What must be there before what, read from the files in which teams say it already.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "guards/looking.h"

namespace hindcast::guards {

struct DeployNode {
  std::string name, path;
  std::uint32_t line = 0;
  bool is_declared = false;     // not only named by another
  bool says_readiness = false;  // it has a health check that can be waited for
  bool is_optional = false;     // it need not be deployed: a Compose profile
};

// `from` needs `to`.
struct DeployEdge {
  std::size_t from = 0, to = 0;
  std::string path;
  std::uint32_t line = 0;
  bool waits_until_ready = false;  // written so: a Compose condition, an init container
  bool is_started_only = false;    // written so: no more than that `to` has been started
  bool is_short = false;           // Compose's list of names, which means the same without saying it
  bool waits_by_itself = false;    // an init container: it may be deployed at once, and begins later
  bool is_optional = false;        // `to` may be left out: "required: false"
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

// What a node needs, where some nodes are only passed through: what counts and can be reached over others
// that do not. Every answer is linear in what it looks at; all of them together look at `steps_max` arrows.
class Passage {
 public:
  // Each arrow from and to a node.
  Passage(std::vector<std::pair<std::size_t, std::size_t>> arrows, std::vector<bool> counts);
  struct Reached {
    std::size_t node = 0, arrow = 0;  // and the first arrow on the way to it
    bool is_direct = true;
  };
  std::vector<Reached> from(std::size_t node);
  bool was_cut() const { return steps_ <= 0; }  // some answers lack something

 private:
  std::vector<std::pair<std::size_t, std::size_t>> arrows_;
  std::vector<bool> counts_;
  std::vector<std::vector<std::size_t>> out_;  // of each node its arrows
  std::vector<std::size_t> seen_;              // of each node the last answer that passed it
  std::size_t answers_ = 0;
  std::int64_t steps_ = 0;
};

// Cycles as paths that end where they begin, at most `count_max`. Linear in nodes and edges.
std::vector<std::vector<std::size_t>> cycles_of(const DeployGraph&, std::size_t count_max);

}  // namespace hindcast::guards
