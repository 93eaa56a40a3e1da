#include "gate/known_names.h"

#include <set>
#include <string_view>
#include <utility>

#include "base/nearest.h"
#include "base/plain.h"
#include "base/text.h"
#include "gate/prose.h"

namespace hindcast::gate {
namespace {

constexpr std::size_t name_bytes_max = 100;

using Names = std::set<std::string>;  // small

struct Known {
  Names services, kinds, phases;

  void add(const Scope& scope) {
    take(scope.services, services);
    take(scope.kinds, kinds);
    take(scope.phases, phases);
  }
  static void take(const std::vector<std::string>& names, Names& into) {
    for (const auto& name : names)
      into.insert(lower(name));
  }
};

// A name that stands in the title or in the words of an item is known, too: the gate hears it there.
void add_said(const std::vector<std::string>& said, std::span<const Source> sources, Names& known) {
  NameFinder finder;
  for (std::size_t i = 0; i < said.size(); ++i)
    if (known.count(lower(said[i])) == 0) finder.add(said[i], i);
  if (finder.is_empty()) return;
  const auto take = [&](std::string_view text) {
    for (const auto number : finder.find(text))
      known.insert(lower(said[number]));
  };
  for (const auto& source : sources) {
    take(source.title);
    for (const auto& asked : source.asked)
      take(asked.text);
  }
}

void look_up(std::string_view what, const std::vector<std::string>& said, const Names& known,
             std::vector<std::string>& out) {
  const std::vector<std::string_view> candidates(known.begin(), known.end());
  for (const auto& name : said) {
    const auto small = lower(name);
    if (known.count(small) > 0) continue;
    std::string why = "neither hindcast.toml nor a document that asks something knows the ";
    why.append(what).append(" '").append(one_line(name, name_bytes_max)).append("'");
    if (const auto near = closest(small, candidates))
      why.append("; did you mean '").append(*near).append("'?");
    out.push_back(std::move(why));
  }
}

}  // namespace

std::vector<std::string> unknown_names(const ChangeFacts& facts, std::span<const Source> sources) {
  Known known;
  for (const auto& service : facts.declared)
    known.services.insert(lower(service.name));
  for (const auto& team : facts.teams) {
    known.services.insert(lower(team.name));
    Known::take(team.services, known.services);
  }
  for (const auto kind : all_kinds())
    known.kinds.emplace(kind);
  for (const auto& source : sources) {
    known.add(source.written);
    known.add(source.document);
    for (const auto& asked : source.asked)
      known.add(*asked.scope);
  }
  std::vector<std::string> unknown;
  if (facts.services) add_said(*facts.services, sources, known.services);
  if (facts.services) look_up("service", *facts.services, known.services, unknown);
  if (facts.kinds) {
    auto kinds = *facts.kinds;
    std::erase_if(kinds, [](const std::string& kind) { return kind_meant(kind).has_value(); });
    look_up("kind of change", kinds, known.kinds, unknown);
  }
  if (!known.phases.empty()) look_up("phase", facts.phases, known.phases, unknown);
  return unknown;
}

}  // namespace hindcast::gate
