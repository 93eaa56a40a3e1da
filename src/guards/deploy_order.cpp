// deploy-order: what needs something is deployed after it, by plan and in fact.
#include <algorithm>
#include <array>

#include "guards/built_ins.h"
#include "guards/deploy_graph.h"
#include "guards/deploy_log.h"
#include "guards/looking.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

constexpr std::size_t cycles_max = 10;
constexpr std::size_t nowhere = static_cast<std::size_t>(-1);

struct Seen {  // of a node, as places in the order; `nowhere` where it did not happen
  std::size_t started = nowhere, ready = nowhere, failed = nowhere;
  const DeployStep* first = nullptr;
};

class OrderCheck {
 public:
  OrderCheck(const data::Value& settings, World& world) : settings_(settings), world_(world) {}

  Outcome run() {
    for (const File& file : files_of(texts_in(settings_, "graph"), world_, findings_))
      read_graph(file, graph_, findings_);
    if (graph_.nodes.empty()) return outcome_of(std::move(findings_), "no dependency graph", false);
    cycles();
    undeclared();
    unready();
    const bool has_plan = order("order", false), has_log = order("observed", true);
    const bool was_asked = settings_.find("order") != nullptr || settings_.find("observed") != nullptr;
    if (!was_asked)
      findings_.push_back(
          {Verdict::missing, "no order to hold the graph against: set `order` or `observed`", "", 0});
    return outcome_of(std::move(findings_), summary(), !graph_.nodes.empty() && (has_plan || has_log));
  }

 private:
  void found(Verdict verdict, std::string message, const std::string& path, std::uint32_t line) {
    findings_.push_back({verdict, std::move(message), path, line});
  }
  std::string name(std::size_t node) const { return quoted(graph_.nodes[node].name); }

  std::string summary() const {
    std::size_t violations = 0;
    for (const Finding& one : findings_)
      violations += one.verdict == Verdict::fail;
    return counted(graph_.nodes.size(), "node", "nodes") + ", " +
           counted(graph_.edges.size(), "dependency", "dependencies") + ": " +
           (violations == 0 ? "in order" : counted(violations, "problem", "problems"));
  }

  void cycles() {
    for (const auto& cycle : cycles_of(graph_, cycles_max)) {
      std::string path;
      constexpr std::size_t shown_max = 12;
      for (std::size_t i = 0; i < cycle.size(); ++i) {
        if (cycle.size() > shown_max && i == shown_max - 2) {
          path += " -> ...";
          i = cycle.size() - 1;
        }
        path.append(i == 0 ? "" : " -> ").append(name(cycle[i]));
      }
      const DeployNode& node = graph_.nodes[cycle.front()];
      found(Verdict::fail, "they need each other in a circle: " + path, node.path, node.line);
    }
  }

  void undeclared() {
    if (!graph_.declares_all) return;
    std::vector<bool> told(graph_.nodes.size());
    for (const DeployEdge& edge : graph_.edges) {
      if (graph_.nodes[edge.to].is_declared || told[edge.to]) continue;
      told[edge.to] = true;
      found(Verdict::fail, name(edge.from) + " needs " + name(edge.to) + ", which is declared nowhere",
            edge.path, edge.line);
    }
  }

  // What waits only for the start of something that says when it is ready begins too early now and then.
  void unready() {
    for (const DeployEdge& edge : graph_.edges)
      if (edge.is_started_only && graph_.nodes[edge.to].says_readiness)
        found(Verdict::warn,
              name(edge.from) + " waits until " + name(edge.to) + " is started, not until it is healthy",
              edge.path, edge.line);
  }

  // False where the files of this setting told nothing.
  bool order(std::string_view setting, bool is_observed) {
    std::vector<DeployStep> steps;
    std::string path;
    for (const File& file : files_of(texts_in(settings_, setting), world_, findings_)) {
      path = file.path;
      const auto before = findings_.size();
      auto more = is_observed ? read_log(file, graph_, findings_) : read_plan(file, findings_);
      if (more.empty() && findings_.size() == before)
        found(Verdict::missing,
              is_observed ? "tells of nothing that the graph knows" : "names nothing to deploy", file.path,
              0);
      steps.insert(steps.end(), more.begin(), more.end());
    }
    if (steps.empty()) return false;
    const auto seen = places(steps, is_observed);
    for (const DeployEdge& edge : graph_.edges)
      is_observed ? observed_edge(edge, seen) : planned_edge(edge, seen);
    if (flag_in(settings_, "partial")) return true;
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
      if (seen[i].first == nullptr)
        found(Verdict::fail,
              name(i) + (is_observed ? " was never deployed" : " is in the graph, and not in the order"),
              path, 0);
    return true;
  }

  std::vector<Seen> places(const std::vector<DeployStep>& steps, bool is_observed) {
    std::vector<Seen> seen(graph_.nodes.size());
    for (std::size_t at = 0; at < steps.size(); ++at) {
      const DeployStep& step = steps[at];
      const DeployNode* node = graph_.find(step.name);
      if (node == nullptr) {
        if (!is_observed || data::format_of(step.path))
          found(Verdict::fail, quoted(step.name) + " is in the order, and not in the graph", step.path,
                step.line);
        continue;
      }
      Seen& one = seen[static_cast<std::size_t>(node - graph_.nodes.data())];
      if (one.first == nullptr) one.first = &step;
      auto& place = step.event == DeployEvent::ready    ? one.ready
                    : step.event == DeployEvent::failed ? one.failed
                                                        : one.started;
      if (place == nowhere) place = at;
    }
    return seen;
  }

  void planned_edge(const DeployEdge& edge, const std::vector<Seen>& seen) {
    const Seen &from = seen[edge.from], &to = seen[edge.to];
    if (from.first == nullptr || to.first == nullptr || edge.from == edge.to) return;
    if (from.started < to.started)
      found(Verdict::fail,
            name(edge.from) + " comes before " + name(edge.to) + ", which it needs" + origin(edge),
            from.first->path, from.first->line);
  }

  void observed_edge(const DeployEdge& edge, const std::vector<Seen>& seen) {
    const Seen &from = seen[edge.from], &to = seen[edge.to];
    if (from.first == nullptr || edge.from == edge.to) return;
    const auto begin = std::min({from.started, from.ready, from.failed});
    const auto& [path, line] = std::pair(from.first->path, from.first->line);
    if (to.first == nullptr)
      return found(
          Verdict::fail,
          name(edge.from) + " was deployed without " + name(edge.to) + ", which it needs" + origin(edge),
          path, line);
    if (begin < std::min({to.started, to.ready, to.failed}))
      return found(
          Verdict::fail,
          name(edge.from) + " was deployed before " + name(edge.to) + ", which it needs" + origin(edge), path,
          line);
    if (to.ready != nowhere) {
      if (begin < to.ready)
        found(Verdict::fail,
              name(edge.from) + " was deployed before " + name(edge.to) + " was ready" + origin(edge), path,
              line);
    } else if (to.failed != nowhere) {
      found(Verdict::fail, name(edge.to) + " failed, and " + name(edge.from) + " needs it" + origin(edge),
            path, line);
    } else if (edge.waits_until_ready || text_in(settings_, "wait_for") == "ready") {
      found(Verdict::inconclusive,
            "nothing says that " + name(edge.to) + " was ready before " + name(edge.from), path, line);
    }
  }

  static std::string origin(const DeployEdge& edge) {
    return " (" + edge.path + ":" + std::to_string(edge.line) + ")";
  }

  const data::Value& settings_;
  World& world_;
  std::vector<Finding> findings_;
  DeployGraph graph_;
};

Outcome run(const data::Value& settings, World& world) {
  return OrderCheck(settings, world).run();
}

constexpr std::array<std::string_view, 2> waits = {"started", "ready"};
constexpr std::array<Setting, 5> settings = {{
    {"graph", Takes::paths, "The files that say what needs what", true},
    {"order", Takes::paths, "The planned order: a list of names, or a name on each line"},
    {"observed", Takes::paths, "What happened: a log, or a list with names, times and events"},
    {"partial", Takes::flag, "Whether a plan may leave out what is not released this time"},
    {"wait_for", Takes::choice, "What must be seen of a dependency before its user begins", false, waits},
}};

}  // namespace

BuiltIn deploy_order() {
  return {"deploy-order", "what needs something is deployed after it, by plan and in fact", settings, run};
}

}  // namespace hindcast::guards
