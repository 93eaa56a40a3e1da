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
  bool was_there = false;  // before all that was seen
  std::size_t begin() const { return std::min({started, ready, failed}); }
  const DeployStep* first = nullptr;
};

class OrderCheck {
 public:
  OrderCheck(const data::Value& settings, World& world) : settings_(settings), world_(world) {}

  Outcome run() {
    for (const File& file : files_of(texts_in(settings_, "graph"), world_, findings_))
      read_graph(file, graph_, findings_);
    if (graph_.nodes.empty()) return outcome_of(std::move(findings_), "no dependency graph", false);
    if (graph_.edges.empty())
      findings_.push_back({Verdict::missing, "nothing needs anything: no dependency is in the graph",
                           graph_.nodes[0].path, 0});
    cycles();
    undeclared();
    unready();
    const bool has_plan = order("order", false), has_log = order("observed", true);
    const bool was_asked = settings_.find("order") != nullptr || settings_.find("observed") != nullptr;
    if (!was_asked)
      findings_.push_back(
          {Verdict::missing, "no order to hold the graph against: set `order` or `observed`", "", 0});
    const bool looked_at = !graph_.edges.empty() && (has_plan || has_log);
    return outcome_of(std::move(findings_), summary(looked_at), looked_at);
  }

 private:
  void found(Verdict verdict, std::string message, const std::string& path, std::uint32_t line) {
    findings_.push_back({verdict, std::move(message), path, line});
  }
  std::string name(std::size_t node) const { return quoted(graph_.nodes[node].name); }

  std::string summary(bool looked_at) const {
    return counted(graph_.nodes.size(), "node", "nodes") + ", " +
           counted(graph_.edges.size(), "dependency", "dependencies") +
           ending_of(findings_, looked_at, "in order");
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
      if (graph_.nodes[edge.to].is_declared || told[edge.to] || edge.is_optional) continue;
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
    const bool is_partial = flag_in(settings_, "partial");
    each_need(seen, is_partial, [&](const DeployEdge& edge, std::size_t to) {
      is_observed ? observed_edge(edge, seen[edge.from], to, seen[to], is_partial)
                  : planned_edge(edge, seen[edge.from], to, seen[to]);
    });
    if (is_partial) return true;
    for (std::size_t i = 0; i < graph_.nodes.size(); ++i)
      if (seen[i].first == nullptr && !graph_.nodes[i].is_optional)
        found(Verdict::fail,
              name(i) + (is_observed ? " was never deployed" : " is in the graph, and not in the order"),
              path, 0);
    return true;
  }

  // Calls `hold` with each dependency and what it leads to. What is left out this time is passed through: who
  // needs it needs what it needs.
  template <typename Hold>
  void each_need(const std::vector<Seen>& seen, bool is_partial, Hold hold) {
    if (!is_partial) {
      for (const DeployEdge& edge : graph_.edges)
        hold(edge, edge.to);
      return;
    }
    std::vector<std::pair<std::size_t, std::size_t>> arrows;
    for (const DeployEdge& edge : graph_.edges)
      arrows.emplace_back(edge.from, edge.to);
    std::vector<bool> counts;
    for (const Seen& one : seen)
      counts.push_back(one.first != nullptr);
    Passage passage(std::move(arrows), counts);
    for (std::size_t from = 0; from < seen.size(); ++from)
      if (counts[from])
        for (const auto& reached : passage.from(from))
          hold(graph_.edges[reached.arrow], reached.node);
    if (passage.was_cut()) found(Verdict::inconclusive, "the graph is too large for a partial order", "", 0);
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
      if (step.event == DeployEvent::there) {
        one.was_there = true;
        continue;
      }
      auto& place = step.event == DeployEvent::ready    ? one.ready
                    : step.event == DeployEvent::failed ? one.failed
                                                        : one.started;
      if (place == nowhere) place = at;
    }
    return seen;
  }

  // "`Oracle`, which it needs (graph.toml:1)", by way of what is left out this time.
  std::string needed(const DeployEdge& edge, std::size_t to) const {
    return name(to) + ", which it needs" + (edge.to == to ? "" : " by way of " + name(edge.to)) +
           origin(edge);
  }

  void planned_edge(const DeployEdge& edge, const Seen& from, std::size_t at, const Seen& to) {
    if (from.first == nullptr || to.first == nullptr || edge.from == at) return;
    const auto& [path, line] = std::pair(from.first->path, from.first->line);
    if (from.first->stage == to.first->stage)
      found(Verdict::fail, name(edge.from) + " goes out together with " + needed(edge, at), path, line);
    else if (from.started < to.started)
      found(Verdict::fail, name(edge.from) + " comes before " + needed(edge, at), path, line);
  }

  void observed_edge(const DeployEdge& edge, const Seen& from, std::size_t at, const Seen& to,
                     bool is_partial) {
    if (from.first == nullptr || edge.from == at) return;
    const auto begin = from.begin();
    const auto& [path, line] = std::pair(from.first->path, from.first->line);
    if (to.first == nullptr) {
      if (!edge.is_optional && !is_partial)
        found(Verdict::fail, name(edge.from) + " was deployed without " + needed(edge, at), path, line);
      return;
    }
    if (begin == nowhere || to.was_there) return;  // left as it was, or needs what was there already
    if (begin < to.begin())
      return found(Verdict::fail, name(edge.from) + " was deployed before " + needed(edge, at), path, line);
    if (edge.waits_by_itself && text_in(settings_, "wait_for") != "ready") return;
    if (to.ready != nowhere) {
      if (begin < to.ready) unready_yet(edge, at, path, line);
      return;
    }
    if (to.failed != nowhere)
      return found(Verdict::fail, name(at) + " failed, and " + name(edge.from) + " needs it" + origin(edge),
                   path, line);
    if (edge.waits_until_ready || text_in(settings_, "wait_for") == "ready")
      found(Verdict::inconclusive, "nothing says that " + name(at) + " was ready before " + name(edge.from),
            path, line);
  }

  // It had been started, and was ready only later. Compose's short form asks for no more than the start.
  void unready_yet(const DeployEdge& edge, std::size_t at, const std::string& path, std::uint32_t line) {
    const auto wanted = text_in(settings_, "wait_for");
    const bool asks_start = edge.is_short || edge.is_started_only;
    if (wanted == "started" && !edge.waits_until_ready) return;
    found(asks_start && wanted != "ready" ? Verdict::warn : Verdict::fail,
          name(edge.from) + " was deployed before " + name(at) + " was ready" + origin(edge), path, line);
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
    {"partial", Takes::flag,
     "Whether a plan may leave out what is not released this time; false when not set"},
    {"wait_for", Takes::choice, "What must be seen of a dependency before its user begins", false, waits},
}};

}  // namespace

BuiltIn deploy_order() {
  return {"deploy-order", "what needs something is deployed after it, by plan and in fact", settings, run};
}

}  // namespace hindcast::guards
