#include "gate/astray.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/nearest.h"
#include "base/plain.h"
#include "base/text.h"
#include "gate/plan.h"
#include "gate/prose.h"

namespace hindcast::gate {
namespace {

constexpr std::size_t shown_bytes_max = 100;
constexpr std::size_t parts_max = 4;  // that are told of one scope
// Of names that documents alone have; a collection with more has no usual ones.
constexpr std::size_t common_max = 2000;
constexpr std::size_t documents_enough = 2;  // that name something, and it is known

bool same_but_for_digits(std::string_view a, std::string_view b) {
  const auto without = [](std::string_view text) {
    std::string rest = lower(text);
    std::erase_if(rest, [](char c) { return c >= '0' && c <= '9'; });
    return rest;
  };
  return without(a) == without(b);
}

// Tells most names apart at a glance: a slip leaves the first letter or the last as it is.
bool may_be_near(std::string_view a, std::string_view b) {
  const auto longer = std::max(a.size(), b.size()), shorter = std::min(a.size(), b.size());
  return longer - shorter <= 2 &&
         (lower(a.front()) == lower(b.front()) || lower(a.back()) == lower(b.back()));
}

// How often documents name something, by its name in small letters.
using Counts = std::map<std::string, std::size_t>;

void count(const std::set<std::string>& names, Counts& counts) {
  for (const auto& name : names)
    ++counts[name];
}

// What is known without a look at any file.
struct Known {
  std::set<std::string> given;                          // by hindcast.toml and the change, in small letters
  Counts named;                                         // by documents
  NameFinder within;                                    // "Traefik of the shop" is traefik
  std::vector<std::string_view> meant, commonly_meant;  // what a slip may have meant

  bool has(const std::string& small) const { return given.count(small) > 0 || !within.find(small).empty(); }
  bool is_common(const std::string& small) const {
    const auto times = named.find(small);
    return times != named.end() && times->second >= documents_enough;
  }
  void close() {
    std::size_t number = 0;
    for (const auto& name : given) {
      within.add(name, number++);
      meant.push_back(name);
    }
    for (const auto& [name, times] : named)
      if (times >= documents_enough && given.count(name) == 0 && commonly_meant.size() < common_max)
        commonly_meant.push_back(name);
  }
};

// What a part of a scope has to do with nothing.
struct Part {
  std::string what;
  bool has_near = false;
};

}  // namespace

std::optional<std::string_view> slip_of(std::string_view name, std::span<const std::string_view> known) {
  constexpr std::size_t short_max = 5;
  std::optional<std::string_view> best;
  int least = name.size() <= short_max ? 1 : 2;
  for (const auto candidate : known) {
    if (candidate.size() < 3 || name.empty() || !may_be_near(name, candidate)) continue;
    if (same_but_for_digits(name, candidate)) continue;
    const int apart = distance(name, candidate);
    if (apart == 0 || apart > least || (best && apart == least)) continue;
    best = candidate;
    least = apart;
  }
  return best;
}

bool is_known(std::string_view name, std::span<const std::string_view> known) {
  return std::any_of(known.begin(), known.end(),
                     [&](std::string_view one) { return lower(one) == lower(name); });
}

struct Astray::Impl {
  const ChangeFacts& facts;
  std::span<const Source> sources;
  const Files& files;
  bool is_counted = false;
  Known services, kinds, phases;
  // Looked up already; the items of a document come one after another.
  std::unordered_map<std::string, std::optional<Part>> paths, services_written, services_named;
  const Scope* last = nullptr;
  Strayed last_look;

  void take_names();
  std::optional<Part> path(const std::string&);
  std::optional<Part> service(const std::string&, bool is_for_the_gate);
  static std::optional<Part> mistyped(std::string_view what, const std::string&, const Known&);
  std::optional<Part> strange_service(const std::string&, bool is_for_the_gate) const;
  Strayed look(const Scope&, bool is_for_the_gate);
  const Strayed& look_once(const Scope&, bool is_for_the_gate);
  std::string strayed_phases(const Scope&);
};

void Astray::Impl::take_names() {
  if (std::exchange(is_counted, true)) return;
  for (const auto& one : facts.declared)
    services.given.insert(lower(one.name));
  for (const auto& team : facts.teams) {
    services.given.insert(lower(team.name));
    for (const auto& one : team.services)
      services.given.insert(lower(one));
  }
  const auto give = [](const std::vector<std::string>& names, Known& known) {
    for (const auto& name : names)
      known.given.insert(lower(name));
  };
  if (facts.services) give(*facts.services, services);
  if (facts.kinds) give(*facts.kinds, kinds);
  for (const auto kind : all_kinds())
    kinds.given.emplace(kind);
  give(facts.phases, phases);
  for (const auto& source : sources) {
    std::set<std::string> own, own_phases;
    const auto take = [&](const Scope& scope) {
      for (const auto& name : scope.services)
        own.insert(lower(name));
      for (const auto& name : scope.phases)
        own_phases.insert(lower(name));
    };
    take(source.written);
    take(source.document);
    for (const auto& asked : source.asked)
      take(*asked.scope);
    count(own, services.named);
    count(own_phases, phases.named);
  }
  for (auto* known : {&services, &kinds, &phases})
    known->close();
}

std::optional<Part> Astray::Impl::path(const std::string& path) {
  const auto [known, is_new] = paths.try_emplace(path);
  if (!is_new) return known->second;
  const auto near = files.nearest_to_missing(path);
  if (!near) return std::nullopt;
  auto what = "path " + one_line(path, shown_bytes_max) + " (no file is there";
  if (!near->empty()) what.append("; ").append(one_line(*near, shown_bytes_max)).append(" has some");
  known->second = Part{what + ")", !near->empty()};
  return known->second;
}

std::optional<Part> Astray::Impl::mistyped(std::string_view what, const std::string& name,
                                           const Known& known) {
  const auto small = lower(name);
  if (known.has(small)) return std::nullopt;
  auto near = slip_of(small, known.meant);
  if (!near && !known.is_common(small)) near = slip_of(small, known.commonly_meant);
  if (!near) return std::nullopt;
  return Part{std::string(what) + " " + one_line(name, shown_bytes_max) + " (nobody has it; did you mean " +
                  one_line(*near, shown_bytes_max) + "?)",
              true};
}

std::optional<Part> Astray::Impl::service(const std::string& name, bool is_for_the_gate) {
  const auto [known, is_new] = (is_for_the_gate ? services_written : services_named).try_emplace(name);
  if (is_new) known->second = strange_service(name, is_for_the_gate);
  return known->second;
}

std::optional<Part> Astray::Impl::strange_service(const std::string& name, bool is_for_the_gate) const {
  if (auto near = mistyped("service", name, services)) return near;
  if (!is_for_the_gate || facts.declared.empty()) return std::nullopt;
  if (services.has(lower(name)) || services.is_common(lower(name))) return std::nullopt;
  if (!files.nearest_to_missing(name)) return std::nullopt;  // a folder of its name is it
  return Part{
      "service " + one_line(name, shown_bytes_max) + " (neither hindcast.toml nor another document has it)",
      false};
}

Strayed Astray::Impl::look(const Scope& scope, bool is_for_the_gate) {
  take_names();
  std::vector<Part> parts;
  const std::size_t places = scope.kinds.size() + scope.services.size() + scope.paths.size();
  if (is_for_the_gate)
    for (const auto& one : scope.paths)
      if (auto part = path(one)) parts.push_back(*std::move(part));
  for (const auto& one : scope.services)
    if (auto part = service(one, is_for_the_gate)) parts.push_back(*std::move(part));
  for (const auto& one : scope.kinds)
    if (auto part = kind_meant(one) ? std::nullopt : mistyped("kind of change", one, kinds))
      parts.push_back(*std::move(part));
  Strayed made;
  made.is_all = !parts.empty() && parts.size() == places;
  // Beside places that there are, one that never was may be for later: only a slip is worth a word.
  if (!made.is_all) std::erase_if(parts, [](const Part& part) { return !part.has_near; });
  for (std::size_t i = 0; i < std::min(parts.size(), parts_max); ++i)
    made.what.append(i == 0 ? "" : ", ").append(parts[i].what);
  if (parts.size() > parts_max)
    made.what.append(" and ").append(std::to_string(parts.size() - parts_max)).append(" more");
  return made;
}

const Strayed& Astray::Impl::look_once(const Scope& scope, bool is_for_the_gate) {
  if (last != &scope) {
    last = &scope;
    last_look = look(scope, is_for_the_gate);
  }
  return last_look;
}

// Where the scope is for other phases than the change's, and all of these are slips.
std::string Astray::Impl::strayed_phases(const Scope& phased) {
  if (phased.phases.empty() || facts.phases.empty()) return {};
  take_names();
  std::string what;
  for (const auto& one : phased.phases) {
    const auto part = mistyped("phase", one, phases);
    if (!part) return {};
    what.append(what.empty() ? "" : ", ").append(part->what);
  }
  return what;
}

Astray::Astray(const ChangeFacts& facts, std::span<const Source> sources, const Files& files)
    : impl_(new Impl{facts, sources, files, false, {}, {}, {}, {}, {}, {}, nullptr, {}}) {}
Astray::~Astray() = default;

Strayed Astray::of(const Source& source, const Asked& asked) const {
  const auto line = source.scope_line > 0 ? source.scope_line : asked.line;
  const bool has_own_phases = !asked.scope->phases.empty();
  if (auto what = impl_->strayed_phases(has_own_phases ? *asked.scope : source.written); !what.empty())
    return {has_own_phases ? asked.line : line, std::move(what), true};
  if (asked.scope->names_a_place()) {
    // Paths in backticks of its words are no scope that somebody wrote.
    auto made = asked.is_scope_written ? impl_->look(*asked.scope, true) : Strayed{};
    made.line = asked.line;
    return made;
  }
  if (!source.slips.empty()) return {source.slips[0].line, source.slips[0].what, true, true};
  const bool is_written = source.written.names_a_place();
  auto made = impl_->look_once(is_written ? source.written : source.document, is_written);
  made.line = line;
  return made;
}

}  // namespace hindcast::gate
