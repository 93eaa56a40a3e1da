#include "guards/testing.h"

#include <algorithm>

namespace hindcast::guards::testing {
namespace {

bool matches(std::string_view glob, std::string_view path) {
  // The last star, and where what it stands for may end next.
  std::size_t at = 0, star = glob.npos, behind = 0;
  std::size_t in_glob = 0;
  bool is_deep = false;
  while (at < path.size()) {
    if (in_glob < glob.size() && glob[in_glob] == '*') {
      star = in_glob;
      is_deep = glob.substr(in_glob).starts_with("**");
      in_glob += is_deep ? 2 : 1;
      if (is_deep && glob.substr(in_glob).starts_with("/")) ++in_glob;
      behind = at;
    } else if (in_glob < glob.size() && glob[in_glob] == path[at]) {
      ++in_glob, ++at;
    } else if (star != glob.npos && (is_deep || path[behind] != '/')) {
      at = ++behind;
      in_glob = star + (is_deep ? 2 : 1);
      if (is_deep && glob.substr(in_glob).starts_with("/")) ++in_glob;
    } else {
      return false;
    }
  }
  return glob.substr(in_glob).find_first_not_of('*') == glob.npos;
}

}  // namespace

MemoryWorld::MemoryWorld(std::vector<std::pair<std::string, std::string>> all) : files(std::move(all)) {}

Result<std::string> MemoryWorld::read(const std::string& path) {
  for (const auto& [name, text] : files)
    if (name == path) return text;
  return Error{ErrorCode::not_found, "'" + path + "' is not there"};
}

Result<std::vector<std::string>> MemoryWorld::find(const std::string& glob) {
  std::vector<std::string> found;
  for (const auto& [name, text] : files)
    if (matches(glob, name)) found.push_back(name);
  std::sort(found.begin(), found.end());
  return found;
}

Result<std::string> MemoryWorld::fingerprint_key() {
  if (key.empty()) return Error{ErrorCode::not_found, "no key was made yet: run `hindcast env key`"};
  return key;
}

Result<ProbeAnswer> MemoryWorld::probe(const Probe& probe) {
  return answers ? answers(probe) : World::probe(probe);
}

Result<std::string> MemoryWorld::variable(const std::string& name) {
  for (const auto& [one, value] : variables)
    if (one == name) return value;
  return World::variable(name);
}

Status MemoryWorld::pause(std::int64_t milliseconds) {
  now_ms += milliseconds;
  return Ok();
}

Status MemoryWorld::keep(const std::string& path, const std::string& text) {
  kept.emplace_back(path, text);
  return Ok();
}

std::string outcome(std::string_view guard, std::string_view settings, World& world) {
  const auto read = data::read_toml(settings);
  return read ? outcome(guard, *read, world) : read.error().message;
}

std::string outcome(std::string_view guard, const data::Value& settings, World& world) {
  const BuiltIn* built_in = find_built_in(guard);
  if (built_in == nullptr) return "no such guard";
  const Outcome found = built_in->run(settings, world);
  std::string out;
  out.append(facts::word(found.verdict)).append(": ").append(found.summary).append("\n");
  for (const Finding& one : found.findings) {
    out.append(facts::word(one.verdict)).append(" ").append(one.path);
    if (one.line != 0) out.append(":").append(std::to_string(one.line));
    out.append(one.path.empty() ? "" : ": ").append(one.message).append("\n");
  }
  return out;
}

}  // namespace hindcast::guards::testing
