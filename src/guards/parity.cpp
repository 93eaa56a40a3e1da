// parity: staging runs what production runs, and is configured by the same keys.
#include <algorithm>
#include <array>
#include <map>
#include <set>
#include <tuple>

#include "base/text.h"
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
  std::set<std::string> files;  // that are of one environment
};

class ParityCheck {
 public:
  ParityCheck(const data::Value& settings, World& world) : settings_(settings), world_(world) {
    depth_ = text_in(settings, "versions", "exact");
  }

  Outcome run() {
    read("staging", staging_);
    read("production", production_);
    same_files();
    const bool was_looked_at = !is_empty(staging_) && !is_empty(production_);
    if (was_looked_at) {
      components();
      keys();
    }
    std::string summary = counted(staging_.components.size(), "component", "components") + " and " +
                          counted(staging_.keys.size(), "key", "keys") + " in staging, " +
                          std::to_string(production_.components.size()) + " and " +
                          std::to_string(production_.keys.size()) + " in production: ";
    summary += !was_looked_at      ? "nothing was compared"
               : differences_ == 0 ? "the same"
                                   : counted(differences_, "difference", "differences");
    return outcome_of(std::move(findings_), std::move(summary), was_looked_at);
  }

 private:
  static bool is_empty(const Side& side) { return side.components.empty() && side.keys.empty(); }

  bool is_ignored(const std::string& name) const {
    for (const std::string& pattern : texts_in(settings_, "ignore"))
      if (matches_name(pattern, name) || matches_name(python_name(pattern), name)) return true;
    return false;
  }

  void read(std::string_view name, Side& side) {
    side.name = name;
    Wanted wanted;
    wanted.environment = text_in(settings_, std::string(name) + "_name", name);
    // Of past commits nobody knows when the guard would have run.
    if (!world_.is_past()) wanted.max_age = text_in(settings_, "max_age");
    wanted.now = world_.now();
    for (const File& file : files_of(texts_in(settings_, name), world_, findings_)) {
      if (side.path.empty()) side.path = file.path;
      if (!file.path.ends_with(".jsonl")) side.files.insert(plain(file.path));
      read_inventory(file, wanted, side.inventory, findings_);
    }
    tell_nothing_deployed(side.inventory, wanted, side.path, findings_);
    for (const Component& one : side.inventory.components) {
      if (is_ignored(one.name)) continue;
      auto& all = side.components[one.name];
      if (one.is_newer) all.clear();
      all.push_back(&one);
    }
    for (const ConfigKey& one : side.inventory.keys)
      if (!is_ignored(one.name)) side.keys[one.name] = &one;
  }

  static std::string plain(std::string path) {
    while (path.starts_with("./"))
      path.erase(0, 2);
    return path;
  }

  // A record holds the lines of every environment; any other file is always what it is itself.
  void same_files() {
    for (const std::string& path : staging_.files)
      if (production_.files.count(path) > 0)
        findings_.push_back({Verdict::inconclusive,
                             "is given for staging and for production: a file is always the same as itself",
                             path, 0});
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

  // One way in which a component runs: most have one, packages within packages several.
  struct Run {
    const Component* of;
    std::optional<Version> version;
  };

  std::vector<Run> runs_of(const std::vector<const Component*>& all) const {
    std::vector<Run> runs;
    for (const Component* one : all)
      runs.push_back({one, parse_version(one->version)});
    std::stable_sort(runs.begin(), runs.end(), [](const Run& a, const Run& b) {
      if (a.version.has_value() != b.version.has_value()) return a.version.has_value();
      if (const int order = a.version ? compare(*a.version, *b.version) : 0; order != 0) return order < 0;
      return std::tie(a.of->version, a.of->digest) < std::tie(b.of->version, b.of->digest);
    });
    const auto same = [&](const Run& a, const Run& b) {
      return a.of->digest == b.of->digest && a.of->image == b.of->image && is_same_version(a, b);
    };
    runs.erase(std::unique(runs.begin(), runs.end(), same), runs.end());
    return runs;
  }

  // Names that stand for another build every day, as "latest" does.
  static bool is_moving(std::string_view version) {
    static constexpr std::array<std::string_view, 20> names = {
        "alpine",  "beta", "canary", "current", "dev",    "develop", "development",
        "edge",    "head", "lts",    "main",    "master", "nightly", "production",
        "release", "slim", "stable", "staging", "test",   "trunk"};
    return std::find(names.begin(), names.end(), lower(version)) != names.end();
  }

  bool is_same_version(const Run& here, const Run& there) const {
    if (here.of->version == there.of->version) return true;
    if (!here.version || !there.version) return false;
    const std::size_t deep = depth_ == "major" ? 1 : depth_ == "minor" ? 2 : 0;
    if (deep == 0) return compare(*here.version, *there.version) == 0;
    for (std::size_t i = 0; i < deep; ++i)
      if (here.version->number(i) != there.version->number(i)) return false;
    return true;
  }

  // A digest says what runs, whatever the tag is called; where one side has none, the tags are all there is.
  bool agree(const Run& here, const Run& there) const {
    const std::string &one = here.of->digest, &other = there.of->digest;
    if (!one.empty() && one == other) return true;
    if (here.of->image != there.of->image && !here.of->image.empty() && !there.of->image.empty())
      return false;
    const bool is_ahead = here.version && there.version && compare(*here.version, *there.version) > 0;
    if (is_ahead && flag_in(settings_, "may_be_ahead")) return true;
    const bool is_rebuilt = !one.empty() && !other.empty() && depth_ == "exact";
    return is_same_version(here, there) && !is_rebuilt;
  }

  void versions(const std::string& name, const std::vector<const Component*>& all,
                const std::vector<const Component*>& others) {
    for (const auto* side : {&all, &others})
      for (const Component* one : *side)
        if (one->version.empty())
          return differs(Verdict::inconclusive, quoted(name) + " has no version that says which one runs",
                         one->path, one->line);
    const auto here = runs_of(all), there = runs_of(others);
    const auto both = [&](const Run& a, const Run& b) { return agree(a, b); };
    if (std::equal(here.begin(), here.end(), there.begin(), there.end(), both)) {
      for (std::size_t i = 0; i < here.size(); ++i) {
        const Component& one = *here[i].of;
        if (is_moving(one.version) && (one.digest.empty() || there[i].of->digest.empty()))
          differs(Verdict::inconclusive,
                  quoted(name) + " is " + quoted(one.version) +
                      " in both, a name that moves on: nobody can tell whether it is the same",
                  one.path, one.line);
      }
      return;
    }
    const Component &first = *here.front().of, &other = *there.front().of;
    if (here.size() == 1 && there.size() == 1 && first.digest.empty() != other.digest.empty() &&
        (first.version == first.digest || other.version == other.digest))
      return differs(Verdict::inconclusive,
                     quoted(name) +
                         " has a digest in one environment, and only a tag in the other: nobody "
                         "can tell whether they are the same",
                     first.path, first.line);
    differs(Verdict::fail, quoted(name) + difference(here, there), first.path, first.line);
  }

  // What the two run; versions that do not look like some are not repeated: they may be values of variables.
  static std::string difference(const std::vector<Run>& here, const std::vector<Run>& there) {
    const Component &one = *here.front().of, &other = *there.front().of;
    if (here.size() == 1 && there.size() == 1) {
      if (one.image != other.image && !one.image.empty() && !other.image.empty())
        return " runs the image " + quoted(one.image) + " in staging, and " + quoted(other.image) +
               " in production";
      if (one.version == other.version && one.digest != other.digest)
        return " is " + quoted(one.version) + " in both, and not the same image: the digests differ";
    }
    const auto in_staging = shown_versions(here), in_production = shown_versions(there);
    return in_staging.empty() || in_production.empty() || in_staging == in_production
               ? " does not run the same version in staging and in production"
               : " is " + in_staging + " in staging, and " + in_production + " in production";
  }

  static std::string shown_versions(const std::vector<Run>& runs) {
    constexpr std::size_t shown_max = 4;
    std::string out;
    for (std::size_t i = 0; i < runs.size() && i < shown_max; ++i) {
      const auto shown = shown_version(runs[i].of->version);
      if (shown.empty()) return {};
      out.append(i == 0 ? "" : ", ").append(shown);
    }
    return runs.size() > shown_max ? out + " and more" : out;
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
constexpr std::array<Setting, 8> settings = {{
    {"staging", Takes::paths, "The inventories of staging", true},
    {"production", Takes::paths, "The inventories of production", true},
    {"ignore", Takes::texts, "Components and keys that may differ; \"*\" is any run of characters"},
    {"versions", Takes::choice, "How far versions must be the same; exact when not set", false, depths},
    {"may_be_ahead", Takes::flag,
     "Whether staging may run a newer version, as before a release; false when not set"},
    {"max_age", Takes::duration, "How long ago an inventory may have been made, by its own word"},
    {"staging_name", Takes::text, "What records call staging; staging when not set"},
    {"production_name", Takes::text, "What records call production; production when not set"},
}};

}  // namespace

BuiltIn parity() {
  return {"parity", "staging runs what production runs, and is configured by the same keys", settings, run};
}

}  // namespace hindcast::guards
