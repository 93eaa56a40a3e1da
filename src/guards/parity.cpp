// parity: staging runs what production runs, and is configured by the same keys.
#include <array>
#include <map>

#include "guards/built_ins.h"
#include "guards/env_values.h"
#include "guards/inventory.h"
#include "guards/looking.h"
#include "guards/versions.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

struct Side {
  std::string_view name;
  Inventory inventory;
  std::map<std::string, std::vector<const Component*>> components;
  std::map<std::string, const ConfigKey*> keys;
  std::string path;
};

class ParityCheck {
 public:
  ParityCheck(const data::Value& settings, World& world) : settings_(settings), world_(world) {
    depth_ = text_in(settings, "versions", "exact");
  }

  Outcome run() {
    read("staging", staging_);
    read("production", production_);
    const bool was_looked_at = !is_empty(staging_) && !is_empty(production_);
    if (was_looked_at) {
      components();
      keys();
    }
    std::string summary = counted(staging_.components.size(), "component", "components") + " and " +
                          counted(staging_.keys.size(), "key", "keys") + " in staging, " +
                          std::to_string(production_.components.size()) + " and " +
                          std::to_string(production_.keys.size()) + " in production: ";
    summary += differences_ == 0 ? "the same" : counted(differences_, "difference", "differences");
    return outcome_of(std::move(findings_), std::move(summary), was_looked_at);
  }

 private:
  static bool is_empty(const Side& side) { return side.components.empty() && side.keys.empty(); }

  bool is_ignored(const std::string& name) const {
    for (const std::string& pattern : texts_in(settings_, "ignore"))
      if (matches_name(pattern, name)) return true;
    return false;
  }

  void read(std::string_view name, Side& side) {
    side.name = name;
    for (const File& file : files_of(texts_in(settings_, name), world_, findings_)) {
      if (side.path.empty()) side.path = file.path;
      read_inventory(file, side.inventory, findings_);
    }
    for (const Component& one : side.inventory.components)
      if (!is_ignored(one.name)) side.components[one.name].push_back(&one);
    for (const ConfigKey& one : side.inventory.keys)
      if (!is_ignored(one.name)) side.keys[one.name] = &one;
  }

  void differs(Verdict verdict, std::string message, const std::string& path, std::uint32_t line) {
    ++differences_;
    findings_.push_back({verdict, std::move(message), path, line});
  }

  void only_in(const Side& here, const Side& there, const std::string& name, const std::string& path,
               std::uint32_t line) {
    differs(Verdict::fail,
            quoted(name) + " is in " + std::string(here.name) + ", and not in " + std::string(there.name),
            path, line);
  }

  void components() {
    for (const auto& [name, all] : staging_.components)
      if (const auto other = production_.components.find(name); other == production_.components.end())
        only_in(staging_, production_, name, all.front()->path, all.front()->line);
      else
        versions(name, all, other->second);
    for (const auto& [name, all] : production_.components)
      if (staging_.components.count(name) == 0)
        only_in(production_, staging_, name, all.front()->path, all.front()->line);
  }

  void keys() {
    for (const auto& [name, key] : staging_.keys)
      if (production_.keys.count(name) == 0) only_in(staging_, production_, name, key->path, key->line);
    for (const auto& [name, key] : production_.keys)
      if (staging_.keys.count(name) == 0) only_in(production_, staging_, name, key->path, key->line);
  }

  // Of a component that stands several times the last counts; so does that of a record of deployments.
  void versions(const std::string& name, const std::vector<const Component*>& all,
                const std::vector<const Component*>& others) {
    const Component &here = *all.back(), &there = *others.back();
    if (here.version.empty() || there.version.empty()) {
      const Component& which = here.version.empty() ? here : there;
      return differs(Verdict::inconclusive, quoted(name) + " has no version that says which one runs",
                     which.path, which.line);
    }
    if (here.version == there.version) return;
    const auto one = parse_version(here.version), other = parse_version(there.version);
    if (one && other) {
      const std::size_t deep = depth_ == "major" ? 1 : depth_ == "minor" ? 2 : 0;
      bool is_same = deep > 0;
      for (std::size_t i = 0; i < deep; ++i)
        is_same = is_same && one->number(i) == other->number(i);
      const int order = compare(*one, *other);
      if (is_same || (order == 0 && deep == 0) || (order > 0 && flag_in(settings_, "may_be_ahead"))) return;
    }
    const auto in_staging = shown_version(here.version), in_production = shown_version(there.version);
    const bool are_shown = !in_staging.empty() && !in_production.empty();
    differs(Verdict::fail,
            quoted(name) + (are_shown
                                ? " is " + in_staging + " in staging, and " + in_production + " in production"
                                : " does not run the same version in staging and in production"),
            here.path, here.line);
  }

  const data::Value& settings_;
  World& world_;
  std::vector<Finding> findings_;
  Side staging_, production_;
  std::string depth_;
  std::size_t differences_ = 0;
};

Outcome run(const data::Value& settings, World& world) {
  return ParityCheck(settings, world).run();
}

constexpr std::array<std::string_view, 3> depths = {"exact", "minor", "major"};
constexpr std::array<Setting, 5> settings = {{
    {"staging", Takes::paths, "The inventories of staging", true},
    {"production", Takes::paths, "The inventories of production", true},
    {"ignore", Takes::texts, "Components and keys that may differ; \"*\" is any run of characters"},
    {"versions", Takes::choice, "How far versions must be the same", false, depths},
    {"may_be_ahead", Takes::flag, "Whether staging may run a newer version, as before a release"},
}};

}  // namespace

BuiltIn parity() {
  return {"parity", "staging runs what production runs, and is configured by the same keys", settings, run};
}

}  // namespace hindcast::guards
