// What kinds of change a path tells of.
#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "gate/scope.h"

namespace hindcast::gate {
namespace {

struct Kind {
  std::string_view name;
  std::array<std::string_view, 10> folders, names, endings;  // small; of names a beginning is enough
};

constexpr Kind kinds[] = {
    {"migration", {"migrations", "migration", "migrate", "alembic", "flyway", "liquibase"}, {}, {"sql"}},
    {"dependencies",
     {},
     {"package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "go.mod", "go.sum", "requirements",
      "pyproject.toml", "pom.xml", "build.gradle"},
     {"csproj", "gemspec", "lock"}},
    {"dependencies",
     {},
     {"cargo.toml", "pipfile", "gemfile", "composer.json", "conanfile", "vcpkg.json"},
     {}},
    {"infrastructure",
     {"terraform", "helm", "charts", "k8s", "kubernetes", "ansible", "infra", "infrastructure", "manifests"},
     {"dockerfile", "docker-compose", "compose.y"},
     {"tf", "tfvars", "hcl", "dockerfile"}},
    {"pipeline",
     {"workflows", ".circleci", ".buildkite"},
     {".gitlab-ci", "jenkinsfile", "azure-pipelines"},
     {}},
    {"environment", {"env", "envs", "environments"}, {".env"}, {"env"}},
    {"configuration",
     {"config", "conf", "configs", "env"},
     {".env"},
     {"env", "ini", "conf", "cfg", "toml", "yaml", "yml", "properties"}},
    {"interface", {"proto", "openapi"}, {"openapi", "swagger"}, {"proto", "graphql", "avsc", "thrift"}},
    {"documentation", {"docs", "doc"}, {"readme", "changelog"}, {"md", "rst", "adoc"}},
    {"tests", {"test", "tests", "spec", "__tests__", "e2e"}, {}, {}},
};

bool holds_word(const std::array<std::string_view, 10>& words, std::string_view word) {
  return !word.empty() && std::find(words.begin(), words.end(), word) != words.end();
}

bool holds_folder(const Kind& kind, std::string_view folders) {
  while (!folders.empty()) {
    const auto end = std::min(folders.find('/'), folders.size());
    if (holds_word(kind.folders, folders.substr(0, end))) return true;
    folders.remove_prefix(std::min(end + 1, folders.size()));
  }
  return false;
}

bool is_test_name(std::string_view name) {
  return name.find("_test.") != name.npos || name.find(".test.") != name.npos ||
         name.find(".spec.") != name.npos || name.starts_with("test_");
}

bool is_of(const Kind& kind, std::string_view folders, std::string_view name) {
  const auto dot = name.rfind('.');
  if (dot != name.npos && holds_word(kind.endings, name.substr(dot + 1))) return true;
  if (std::any_of(kind.names.begin(), kind.names.end(), [&](std::string_view beginning) {
        return !beginning.empty() && name.starts_with(beginning);
      }))
    return true;
  return holds_folder(kind, folders) || (kind.name == "tests" && is_test_name(name));
}

}  // namespace

std::vector<std::string_view> all_kinds() {
  std::vector<std::string_view> all;
  for (const auto& kind : kinds)
    if (std::find(all.begin(), all.end(), kind.name) == all.end()) all.push_back(kind.name);
  return all;
}

std::vector<std::string_view> kinds_of_change(std::string_view path) {
  const auto small = lower(path);
  const auto slash = small.rfind('/');
  const std::string_view whole = small;
  const auto folders = slash == small.npos ? std::string_view() : whole.substr(0, slash);
  const auto name = slash == small.npos ? whole : whole.substr(slash + 1);
  std::vector<std::string_view> found;
  for (const auto& kind : kinds)
    if (is_of(kind, folders, name) && (found.empty() || found.back() != kind.name))
      found.push_back(kind.name);
  return found;
}

bool is_one_migration(std::string_view path) {
  const auto small = lower(path);
  const auto slash = small.rfind('/');
  const std::string_view whole = small;
  const auto folders = slash == small.npos ? std::string_view() : whole.substr(0, slash);
  auto name = slash == small.npos ? whole : whole.substr(slash + 1);
  const auto kinds_of = kinds_of_change(path);
  if (std::find(kinds_of.begin(), kinds_of.end(), "migration") == kinds_of.end()) return false;
  if (name.starts_with('v')) name.remove_prefix(1);  // V12__orders.sql
  const bool is_numbered = !name.empty() && name[0] >= '0' && name[0] <= '9';
  return name.find('.') != name.npos && (is_numbered || holds_folder(kinds[0], folders));
}

std::optional<std::string_view> kind_meant(std::string_view word) {
  static constexpr std::pair<std::string_view, std::string_view> words[] = {
      {"migration", "migration"},
      {"migrations", "migration"},
      {"database migration", "migration"},
      {"schema", "migration"},
      {"schema change", "migration"},
      {"dependencies", "dependencies"},
      {"dependency", "dependencies"},
      {"dependency upgrade", "dependencies"},
      {"infrastructure", "infrastructure"},
      {"infra", "infrastructure"},
      {"pipeline", "pipeline"},
      {"ci", "pipeline"},
      {"environment", "environment"},
      {"environments", "environment"},
      {"environment variables", "environment"},
      {"configuration", "configuration"},
      {"config", "configuration"},
      {"configuration change", "configuration"},
      {"interface", "interface"},
      {"api", "interface"},
      {"documentation", "documentation"},
      {"docs", "documentation"},
      {"tests", "tests"},
      {"test", "tests"}};
  const auto small = lower(trimmed(word));
  for (const auto& [one, kind] : words)
    if (one == small) return kind;
  return std::nullopt;
}

}  // namespace hindcast::gate
