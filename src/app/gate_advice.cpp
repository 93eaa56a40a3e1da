#include "app/gate_advice.h"

#include <algorithm>
#include <map>
#include <utility>

#include "base/plain.h"
#include "base/text.h"
#include "gate/prose.h"

namespace hindcast::app {
namespace {

constexpr std::size_t services_max = 3;

std::string toml_key(const std::string& name) {
  const bool is_bare = !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  });
  return is_bare ? name : in_quotes(one_line(name));
}

// All that lies in the folder of a path; the path itself where it has none.
std::string glob_beside(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == path.npos ? path : path.substr(0, slash) + "/**";
}

// A folder of the change that has the service's name or a word of it; else one to be put right.
std::string paths_of(const std::string& service, const gate::ChangeFacts& facts) {
  if (facts.paths)
    for (const auto& path : *facts.paths)
      if (const auto slash = path.find('/'); slash != path.npos && gate::speaks_of_path(service, path))
        return glob_beside(path);
  std::string folder;
  for (const char c : lower(service))
    folder += c == ' ' ? '-' : c;
  return folder + "/**";
}

struct Untold {
  const gate::Source* source = nullptr;
  std::size_t items = 0;
};

// The services that these documents name, the most often named first; each once, as written first.
std::vector<std::pair<std::string, std::size_t>> services_of(const std::vector<Untold>& untold,
                                                             const gate::ChangeFacts& facts) {
  std::map<std::string, std::pair<std::string, std::size_t>> by_name;
  for (const auto& one : untold)
    for (const auto& name : one.source->document.services) {
      const bool is_declared =
          std::any_of(facts.declared.begin(), facts.declared.end(),
                      [&](const auto& service) { return lower(service.name) == lower(name); });
      if (is_declared) continue;
      auto& entry = by_name.try_emplace(lower(name), name, 0).first->second;
      ++entry.second;
    }
  std::vector<std::pair<std::string, std::size_t>> services;
  for (auto& [small, entry] : by_name)
    services.push_back(std::move(entry));
  std::stable_sort(services.begin(), services.end(),
                   [](const auto& a, const auto& b) { return a.second > b.second; });
  if (services.size() > services_max) services.resize(services_max);
  return services;
}

}  // namespace

std::vector<Advice> advice_of(std::span<const gate::Source> sources, std::span<const std::size_t> untold_of,
                              const gate::ChangeFacts& facts) {
  std::vector<Untold> untold;
  for (std::size_t i = 0; i < std::min(sources.size(), untold_of.size()); ++i)
    if (untold_of[i] > 0) untold.push_back({&sources[i], untold_of[i]});
  std::vector<Advice> advice;
  if (untold.empty()) return advice;
  if (const auto services = services_of(untold, facts); !services.empty()) {
    Advice declare{
        "in hindcast.toml, which files the services are that documents name (put the paths right):", {}};
    for (const auto& [name, documents] : services) {
      declare.lines.push_back("[services." + toml_key(name) + "]  # named by " +
                              counted(documents, "document"));
      declare.lines.push_back("paths = [" + in_quotes(one_line(paths_of(name, facts))) + "]");
    }
    advice.push_back(std::move(declare));
  }
  const auto most = std::max_element(untold.begin(), untold.end(),
                                     [](const Untold& a, const Untold& b) { return a.items < b.items; });
  const bool has_path = facts.paths && !facts.paths->empty();
  advice.push_back({"on top of a document, what it is about; " + one_line(most->source->path) + " has " +
                        counted(most->items, "such item") + ":",
                    {"---", "applies_when:",
                     has_path ? "  paths: [" + in_quotes(one_line(glob_beside(facts.paths->front()))) + "]"
                              : std::string("  services: [") +
                                    (facts.services && !facts.services->empty()
                                         ? in_quotes(one_line(facts.services->front()))
                                         : std::string("NAME")) +
                                    "]",
                     "---"}});
  advice.push_back({"or in hindcast.toml, to have all of them asked of every release (\"go\": none of them):",
                    {"[gate]", "untold = \"ask\""}});
  return advice;
}

}  // namespace hindcast::app
