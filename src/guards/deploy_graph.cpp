#include "guards/deploy_graph.h"

#include <algorithm>
#include <array>
#include <functional>
#include <set>

#include "base/text.h"
#include "guards/deploy_dot.h"

namespace hindcast::guards {
namespace {

using data::Value;
using facts::Verdict;

constexpr std::size_t edges_max = 200'000;
constexpr std::int64_t passage_steps_max = 4'000'000;

bool is_of_name(char c) {
  const char small = lower(c);
  return (small >= 'a' && small <= 'z') || (c >= '0' && c <= '9') || c == '_' || c == '-' || c == '.' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// What an entry of a list is called.
std::string_view name_in(const Value& one) {
  return one.is_scalar() ? std::string_view(one.text) : word_in(one, {"name", "id", "contract", "service"});
}

class GraphReader {
 public:
  GraphReader(const File& file, DeployGraph& graph, std::vector<Finding>& findings)
      : file_(file), graph_(graph), findings_(findings) {}

  void run() {
    const auto nodes_before = graph_.nodes.size();
    if (data::format_of(file_.path)) {
      const auto findings_before = findings_.size();
      const auto documents = data_documents();
      if (findings_.size() > findings_before) return;
      is_kubernetes(documents) ? kubernetes(documents) : tables(documents);
    } else {
      is_dot(file_.text) ? dot() : lines();
      graph_.declares_all = false;
    }
    if (graph_.nodes.size() == nodes_before) found(Verdict::inconclusive, 0, "no dependency graph is in it");
  }

 private:
  void found(Verdict verdict, std::uint32_t line, std::string message) {
    findings_.push_back({verdict, std::move(message), file_.path, line});
  }

  std::vector<Value> data_documents() { return documents_of(file_, findings_); }

  std::size_t declare(std::string_view name, std::uint32_t line) {
    const auto index = graph_.node(name);
    DeployNode& node = graph_.nodes[index];
    if (!node.is_declared) {
      node.is_declared = true;
      node.path = file_.path;
      node.line = line;
    }
    return index;
  }

  DeployEdge* needs(std::size_t from, std::string_view name, std::uint32_t line) {
    if (name.empty()) return nullptr;
    if (graph_.edges.size() >= edges_max) {
      if (!is_full_) found(Verdict::inconclusive, line, "more than 200000 dependencies");
      is_full_ = true;
      return nullptr;
    }
    DeployEdge edge;
    edge.from = from;
    edge.to = graph_.node(name);
    edge.path = file_.path;
    edge.line = line;
    graph_.edges.push_back(std::move(edge));
    return &graph_.edges.back();
  }

  // Kubernetes

  static bool is_kubernetes(const std::vector<Value>& documents) {
    return std::any_of(documents.begin(), documents.end(), [](const Value& one) {
      return one.find("kind") != nullptr && one.find("apiVersion") != nullptr;
    });
  }

  void kubernetes(const std::vector<Value>& documents) {
    std::vector<const Value*> all;
    for (const Value& document : documents) {
      const Value* items = document.find("items");
      if (items != nullptr && items->is_list())
        for (const Value& item : items->members)
          all.push_back(&item);
      else
        all.push_back(&document);
    }
    // A waiting command may name what stands in any document: all names are declared first.
    for (const Value* object : all)
      if (const Value* name = object->at("metadata.name")) declare(name->text, name->line);
    for (const Value* object : all)
      if (const Value* name = object->at("metadata.name"))
        kubernetes_object(*object, graph_.node(name->text));
  }

  void kubernetes_object(const Value& object, std::size_t from) {
    if (const Value* annotations = object.at("metadata.annotations"))
      for (const Value& one : annotations->members)
        annotation(from, one);
    if (const Value* owners = object.at("metadata.ownerReferences"))
      for (const Value& owner : owners->members)
        if (const Value* name = owner.find("name")) needs(from, name->text, name->line);
    const Value* pod = object.at("spec.template.spec");
    if (pod == nullptr) pod = object.at("spec.jobTemplate.spec.template.spec");
    if (pod == nullptr) pod = object.find("spec");
    if (pod == nullptr) return;
    if (const Value* all = pod->find("initContainers"))
      for (const Value& container : all->members)
        for (const std::string_view part : {"command", "args", "env"})
          if (const Value* words = container.find(part)) waiting(from, *words);
    if (const Value* all = pod->find("containers"))
      for (const Value& container : all->members)
        if (container.find("readinessProbe") != nullptr) graph_.nodes[from].says_readiness = true;
  }

  // "oracle, cache", and the longer "apps/namespaces/shop/Deployment/oracle".
  void annotation(std::size_t from, const Value& value) {
    const auto last = std::string_view(value.key).substr(value.key.rfind('/') + 1);
    if (last != "depends-on") {
      if (const auto meant = meant_by(last, {"depends-on"}); !meant.empty())
        found(Verdict::inconclusive, value.key_line,
              quoted(value.key).append(" is no annotation that is read").append(meant));
      return;
    }
    std::string_view rest = value.text;
    while (!rest.empty()) {
      auto one = rest.substr(0, rest.find_first_of(",;"));
      rest.remove_prefix(std::min(one.size() + 1, rest.size()));
      one = trimmed(one);
      if (DeployEdge* edge = needs(from, one.substr(one.rfind('/') + 1), value.line))
        edge->waits_until_ready = true;
    }
  }

  // An init container that waits names the host it waits for.
  void waiting(std::size_t from, const Value& words) {
    std::set<std::size_t> waited;
    const auto look_at = [&](const Value& word) {
      const std::string& text = word.text;
      for (std::size_t at = 0; at < text.size();) {
        auto end = at;
        while (end < text.size() && is_of_name(text[end]))
          ++end;
        auto name = std::string_view(text).substr(at, end - at);
        at = end + 1;
        if (name.empty()) continue;
        const DeployNode* node = graph_.find(name);
        if (node == nullptr) node = graph_.find(name.substr(0, name.find('.')));  // oracle.shop.svc
        if (node == nullptr || node->name == graph_.nodes[from].name) continue;
        if (!waited.insert(graph_.node(node->name)).second) continue;
        if (DeployEdge* edge = needs(from, std::string(node->name), word.line))
          edge->waits_until_ready = edge->waits_by_itself = true;
      }
    };
    look_at(words);
    for (const Value& word : words.members) {
      look_at(word);
      if (const Value* value = word.find("value")) look_at(*value);
    }
  }

  // Compose, and tables and lists of our own

  void tables(const std::vector<Value>& documents) {
    for (const Value& document : documents) {
      is_compose_ = is_compose(document);
      const Value* all = &document;
      for (const std::string_view name : {"services", "nodes", "contracts", "components", "steps", "deploy"})
        if (const Value* inner = document.find(name); inner != nullptr && !inner->is_scalar()) all = inner;
      if (all == &document && document.members.size() == 1 && !document.members[0].is_scalar() &&
          document.members[0].members.size() > 0 && document.members[0].members[0].is_table())
        all = &document.members[0];
      for (const Value& one : all->members)
        entry(one);
    }
  }

  static bool is_compose(const Value& document) {
    const Value* services = document.find("services");
    return services != nullptr && services->is_table() &&
           std::any_of(services->members.begin(), services->members.end(), [](const Value& one) {
             return one.find("image") != nullptr || one.find("build") != nullptr ||
                    one.find("healthcheck") != nullptr || one.find("extends") != nullptr;
           });
  }

  void entry(const Value& one) {
    std::string_view name = one.key;
    if (name.empty()) name = name_in(one);
    if (name.empty())
      return found(Verdict::inconclusive, one.line, "something without a name stands among what is deployed");
    const auto from = declare(name, one.key.empty() ? one.line : one.key_line);
    if (one.is_list()) return list(from, one);
    if (!one.key.empty() && one.is_text()) {
      needs(from, one.text, one.line);
      return;
    }
    static constexpr std::array<std::string_view, 13> read = {
        "name",  "id",       "contract", "service",      "depends_on", "dependsOn",  "needs",
        "after", "requires", "reads",    "dependencies", "links",      "healthcheck"};
    static constexpr std::array<std::string_view, 9> others = {
        "link", "read", "services", "contracts", "external_links", "feeds", "seeds", "leads", "heads"};
    tell_misspelt_keys(one, read, others, is_compose_ ? "a service" : "what is deployed", file_.path,
                       findings_);
    if (const Value* profiles = one.find("profiles"); is_compose_ && profiles != nullptr)
      graph_.nodes[from].is_optional = !profiles->members.empty();
    if (const Value* health = one.find("healthcheck"))
      graph_.nodes[from].says_readiness =
          !(health->find("disable") != nullptr && health->find("disable")->is_true());
    for (const std::string_view key :
         {"depends_on", "dependsOn", "needs", "requires", "after", "reads", "dependencies", "links"})
      if (const Value* value = one.find(key)) list(from, *value);
  }

  // A list of names, a table whose keys are names (Compose's long form), or one name.
  void list(std::size_t from, const Value& all) {
    if (all.is_text()) needs(from, all.text, all.line);
    for (const Value& one : all.members) {
      std::string_view name = one.key;
      if (name.empty()) name = name_in(one);
      DeployEdge* edge = needs(from, name.substr(0, all.is_list() ? name.find(':') : name.npos),
                               one.key.empty() ? one.line : one.key_line);
      if (edge == nullptr) continue;
      edge->is_short = is_compose_ && one.is_text();
      if (one.is_table()) condition(*edge, one);
    }
  }

  void condition(DeployEdge& edge, const Value& one) {
    static constexpr std::array<std::string_view, 3> keys = {"condition", "restart", "required"};
    static constexpr std::array<std::string_view, 4> conditions = {
        "service_healthy", "service_completed_successfully", "ready", "service_started"};
    tell_misspelt_keys(one, keys, {}, "a dependency", file_.path, findings_);
    const auto words = word_in(one, {"condition"});
    edge.is_started_only = words == "service_started";
    edge.waits_until_ready =
        !edge.is_started_only && std::find(conditions.begin(), conditions.end(), words) != conditions.end();
    if (!words.empty() && !edge.is_started_only && !edge.waits_until_ready)
      found(Verdict::inconclusive, one.line,
            quoted(words).append(" is no condition that is known").append(meant_by(words, conditions)));
    const Value* required = one.find("required");
    edge.is_optional = required != nullptr && required->text == "false";
  }

  // Text

  void lines() {
    std::string_view rest = file_.text;
    for (std::uint32_t number = 1; !rest.empty(); ++number) {
      auto line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      line = trimmed(line);
      if (line.empty() || line.starts_with('#') || line.starts_with("//")) continue;
      plain_line(line, number);
    }
  }

  // Terraform's providers, variables and modules are passed through: what needs one needs what that needs.
  void dot() {
    const DotGraph read = read_dot(file_.text);
    std::vector<std::pair<std::size_t, std::size_t>> arrows;
    std::vector<bool> counts;
    for (const DotGraph::Edge& edge : read.edges)
      arrows.emplace_back(edge.from, edge.to);
    for (const DotNode& node : read.nodes) {
      counts.push_back(node.is_deployed);
      if (node.is_deployed) declare(node.name, node.line);
    }
    Passage passage(std::move(arrows), std::move(counts));
    for (std::size_t from = 0; from < read.nodes.size(); ++from)
      if (read.nodes[from].is_deployed)
        for (const auto& to : passage.from(from))
          if (to.node != from)
            needs(graph_.node(read.nodes[from].name), read.nodes[to.node].name, read.edges[to.arrow].line);
    if (passage.was_cut()) found(Verdict::inconclusive, 0, "is too large to follow all its arrows");
  }

  // "Treasury: Oracle, Registry", "Treasury -> Oracle" or "Treasury" alone.
  void plain_line(std::string_view line, std::uint32_t number) {
    line = trimmed(line.substr(0, line.find(" #")));
    auto mark = line.find("->");
    std::size_t size = 2;
    if (mark == line.npos) {
      mark = line.find(':');
      size = 1;
    }
    const auto name = trimmed(line.substr(0, mark));
    if (name.empty() || name.find_first_of(" \t,") != name.npos)
      return found(Verdict::inconclusive, number, "is no line of `A: B, C` or `A -> B`");
    const auto from = declare(name, number);
    auto rest = mark == line.npos ? std::string_view() : line.substr(mark + size);
    while (!rest.empty()) {
      const auto begin = std::min(rest.find_first_not_of(" \t,"), rest.size());
      rest.remove_prefix(begin);
      const auto one = rest.substr(0, rest.find_first_of(" \t,"));
      rest.remove_prefix(one.size());
      needs(from, one, number);
    }
  }

  const File& file_;
  DeployGraph& graph_;
  std::vector<Finding>& findings_;
  bool is_full_ = false, is_compose_ = false;
};

}  // namespace

// Where the name stands in `places_`, or the empty place where it belongs. REQUIRES: an empty place
std::size_t DeployGraph::place(std::string_view name) const {
  auto at = std::hash<std::string_view>()(name) & (places_.size() - 1);
  while (places_[at] != 0 && nodes[places_[at] - 1].name != name)
    at = (at + 1) & (places_.size() - 1);
  return at;
}

std::size_t DeployGraph::node(std::string_view name) {
  if (places_.size() < 2 * (nodes.size() + 1)) {
    places_.assign(std::max<std::size_t>(16, 2 * places_.size()), 0);
    for (std::size_t i = 0; i < nodes.size(); ++i)
      places_[place(nodes[i].name)] = i + 1;
  }
  const auto at = place(name);
  if (places_[at] == 0) {
    DeployNode made;
    made.name = name;
    nodes.push_back(std::move(made));
    places_[at] = nodes.size();
  }
  return places_[at] - 1;
}

const DeployNode* DeployGraph::find(std::string_view name) const {
  if (places_.empty()) return nullptr;
  const auto at = places_[place(name)];
  return at == 0 ? nullptr : &nodes[at - 1];
}

void read_graph(const File& file, DeployGraph& graph, std::vector<Finding>& findings) {
  GraphReader(file, graph, findings).run();
}

Passage::Passage(std::vector<std::pair<std::size_t, std::size_t>> arrows, std::vector<bool> counts)
    : arrows_(std::move(arrows)),
      counts_(std::move(counts)),
      out_(counts_.size()),
      seen_(counts_.size()),
      steps_(passage_steps_max) {
  for (std::size_t i = 0; i < arrows_.size(); ++i)
    out_[arrows_[i].first].push_back(i);
}

std::vector<Passage::Reached> Passage::from(std::size_t node) {
  std::vector<Reached> out, open;
  ++answers_;
  const auto pass = [&](Reached reached) {
    --steps_;
    const bool counts = counts_[reached.node];
    const bool was_seen = std::exchange(seen_[reached.node], answers_) == answers_;
    // Each arrow that was written is one; a way over others counts once.
    if (was_seen && !(counts && reached.is_direct)) return;
    (counts ? out : open).push_back(reached);
  };
  for (const std::size_t arrow : out_[node])
    pass({arrows_[arrow].second, arrow, true});
  while (!open.empty() && steps_ > 0) {
    const Reached at = open.back();
    open.pop_back();
    for (const std::size_t arrow : out_[at.node])
      pass({arrows_[arrow].second, at.arrow, false});
  }
  return out;
}

std::vector<std::vector<std::size_t>> cycles_of(const DeployGraph& graph, std::size_t count_max) {
  std::vector<std::vector<std::size_t>> needs(graph.nodes.size()), out;
  for (const DeployEdge& edge : graph.edges)
    needs[edge.from].push_back(edge.to);
  enum : std::uint8_t { unseen, open, done };
  std::vector<std::uint8_t> state(graph.nodes.size(), unseen);
  std::vector<std::pair<std::size_t, std::size_t>> path;  // a node and which of its needs comes next
  for (std::size_t start = 0; start < graph.nodes.size(); ++start) {
    if (state[start] != unseen) continue;
    path = {{start, 0}};
    state[start] = open;
    while (!path.empty()) {
      const auto node = path.back().first;
      if (path.back().second == needs[node].size()) {
        state[node] = done;
        path.pop_back();
        continue;
      }
      const auto next = needs[node][path.back().second++];
      if (state[next] == unseen) {
        state[next] = open;
        path.emplace_back(next, 0);
      } else if (state[next] == open && out.size() < count_max) {
        std::vector<std::size_t> cycle;
        auto at = path.begin();
        while (at->first != next)
          ++at;
        for (; at != path.end(); ++at)
          cycle.push_back(at->first);
        cycle.push_back(next);
        out.push_back(std::move(cycle));
      }
    }
  }
  return out;
}

}  // namespace hindcast::guards
