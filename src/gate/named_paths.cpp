// Which words in backticks are paths of a repository: tuned on what real documents put in backticks, most of
// which is code, routes, packages and fields.
#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/text.h"
#include "gate/written.h"

namespace hindcast::gate {
namespace {

constexpr std::size_t paths_max = 64;
constexpr std::size_t path_bytes_max = 200;

bool is_one_of(std::string_view word, const std::string_view* begin, const std::string_view* end) {
  return std::find(begin, end, word) != end;
}
template <std::size_t size>
bool is_one_of(std::string_view word, const std::string_view (&words)[size]) {
  return is_one_of(word, words, words + size);
}

// Of files that a release is made of; documents are not: who changes a page touches no service.
bool is_file_ending(std::string_view ending) {
  static constexpr std::string_view endings[] = {
      "sql",    "yaml", "yml",    "toml", "json",  "tf",      "tfvars", "hcl",        "go",     "py",
      "rs",     "ts",   "tsx",    "js",   "jsx",   "mjs",     "cjs",    "java",       "kt",     "kts",
      "rb",     "cs",   "csproj", "sln",  "cpp",   "cc",      "cxx",    "c",          "h",      "hpp",
      "swift",  "php",  "scala",  "ex",   "exs",   "erl",     "clj",    "lua",        "sol",    "vue",
      "svelte", "css",  "scss",   "html", "proto", "graphql", "avsc",   "xml",        "gradle", "properties",
      "ini",    "conf", "cfg",    "env",  "lock",  "sh",      "bash",   "ps1",        "nix",    "cmake",
      "mk",     "tmpl", "tpl",    "j2",   "erb",   "service", "rules",  "dockerfile", "ipynb",  "r",
      "dart",   "zig",  "pl"};
  return is_one_of(lower(ending), endings);
}

bool is_known_name(std::string_view name) {
  static constexpr std::string_view names[] = {"Dockerfile", "Jenkinsfile", "Vagrantfile",
                                               "Procfile",   "Makefile",    "CODEOWNERS"};
  return is_one_of(name, names);
}

// Names that so many folders have that they say nothing without one.
bool is_everywhere(std::string_view name) {
  static constexpr std::string_view stems[] = {
      "index",   "main",         "app",      "mod",          "lib",      "init",   "__init__",
      "package", "config",       "settings", "setup",        "utils",    "types",  "test",
      "values",  "program",      "readme",   "package-lock", "tsconfig", "styles", "docker-compose",
      "compose", "requirements", "cargo",    "go",           ""};
  return is_one_of(lower(name.substr(0, name.find('.'))), stems) || is_known_name(name);
}

bool is_wide_folder(std::string_view name) {
  static constexpr std::string_view names[] = {
      "src",    "lib",    "app", "apps",   "docs",     "doc",      "test",   "tests",
      "dist",   "build",  "bin", "pkg",    "packages", "internal", "cmd",    "node_modules",
      "vendor", "target", "out", "public", "assets",   "tmp",      ".github"};
  return is_one_of(lower(name), names);
}

bool is_path_letter(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || byte >= 0x80 ||
         std::string_view("/._-*+@").find(c) != std::string_view::npos;
}

std::string_view ending_of(std::string_view name) {
  const auto dot = name.rfind('.');
  return dot == name.npos ? std::string_view() : name.substr(dot + 1);
}

// "github.com/acme/shop/main.go" is a package somewhere else.
bool is_host(std::string_view part) {
  static constexpr std::string_view endings[] = {"com", "org", "net", "io",    "dev",
                                                 "ai",  "app", "co",  "cloud", "local"};
  const auto dot = part.rfind('.');
  return dot != part.npos && dot > 0 && is_one_of(lower(part.substr(dot + 1)), endings);
}

std::string_view without_line_number(std::string_view word) {
  const auto colon = word.find(':');
  if (colon == word.npos || colon + 1 == word.size()) return word;
  const auto rest = word.substr(colon + 1);
  const bool is_place = rest.find_first_not_of("0123456789:-") == rest.npos;
  return is_place ? word.substr(0, colon) : word;
}

// What lies in a folder of documents is read, not released.
bool is_of_documents(std::string_view path) {
  static constexpr std::string_view folders[] = {"docs", "doc", "documentation"};
  return is_one_of(lower(path.substr(0, path.find('/'))), folders);
}

// The path that a word in backticks is, or "".
std::string_view path_of(std::string_view word) {
  word = without_line_number(trimmed(word));
  while (word.starts_with("./"))
    word.remove_prefix(2);
  if (word.size() < 3 || word.size() > path_bytes_max || word[0] == '/' || word[0] == '@' || word[0] == '*')
    return word.starts_with("**/") && word.size() > 4 && word.find_first_of("*?", 3) == word.npos
               ? path_of(word.substr(3))
               : std::string_view();
  if (!std::all_of(word.begin(), word.end(), is_path_letter) || word.find("//") != word.npos ||
      word.find("..") != word.npos)
    return {};
  const auto slash = word.find('/');
  if (slash == word.npos)
    return is_file_ending(ending_of(word)) && !is_everywhere(word) && word[0] != '.' ? word : "";
  if (is_host(word.substr(0, slash)) || is_of_documents(word)) return {};
  if (word.ends_with('/'))
    return slash + 1 == word.size() && is_wide_folder(word.substr(0, slash)) ? "" : word;
  const auto name = word.substr(word.rfind('/') + 1);
  if (name.find('*') != name.npos) return word.find_first_not_of("*/.") == word.npos ? "" : word;
  return is_known_name(name) || is_file_ending(ending_of(name)) ? word : "";
}

bool is_fence(std::string_view line) {
  const auto at = line.find_first_not_of(" \t>");
  return at != line.npos && (line.substr(at, 3) == "```" || line.substr(at, 3) == "~~~");
}

// Calls `each(code, before)` for what stands between single or double ticks on a line.
template <typename Each>
void each_code(std::string_view line, const Each& each) {
  for (auto open = line.find('`'); open != line.npos;) {
    const auto run = std::min(line.find_first_not_of('`', open), line.size()) - open;
    const auto close = line.find(line.substr(open, run), open + run);
    if (close == line.npos) return;
    each(line.substr(open + run, close - open - run), line.substr(0, open));
    open = line.find('`', close + run);
  }
}

void add(std::string_view path, std::vector<std::string>& paths) {
  if (!path.empty() && paths.size() < paths_max && std::find(paths.begin(), paths.end(), path) == paths.end())
    paths.emplace_back(path);
}

// "Run `scripts/smoke.sh`", "as in `docs/plan.yaml`".
bool is_means(std::string_view path, std::string_view before) {
  static constexpr std::string_view scripts[] = {"sh", "bash", "ps1"};
  if (is_one_of(lower(ending_of(path)), scripts)) return true;
  static constexpr std::string_view words[] = {"run",    "runs",  "running", "execute", "call", "use",
                                               "uses",   "using", "via",     "with",    "see",  "read",
                                               "follow", "per",   "by",      "through", "from", "invoke"};
  before = trimmed(before);
  return is_one_of(lower(before.substr(before.find_last_of(" \t(") + 1)), words);
}

}  // namespace

std::vector<std::string> named_paths(std::string_view text) {
  std::vector<std::string> paths;
  bool in_fence = false;
  std::size_t tick = 0, from = 0;  // from tick to tick: few lines have one
  while ((tick = find_any<'`', '~'>(text, from)) != text.npos && paths.size() < paths_max) {
    const auto begin = text.rfind('\n', tick) + 1;  // 0 for the first line: npos + 1
    const auto line = text.substr(begin, text.find('\n', tick) - begin);
    from = begin + line.size();
    if (is_fence(line)) {
      in_fence = !in_fence;
      continue;
    }
    // A folder of the root is named in passing more often than a document is about all of it.
    const auto take = [&](std::string_view code, std::string_view) {
      if (const auto path = path_of(code); path.find('/') + 1 != path.size()) add(path, paths);
    };
    if (!in_fence) each_code(line, take);
  }
  return paths;
}

std::vector<std::string> subject_paths(std::string_view text) {
  std::vector<std::string> paths;
  each_code(text, [&](std::string_view code, std::string_view before) {
    if (const auto path = path_of(code); !is_means(path, before)) add(path, paths);
  });
  return paths;
}

std::vector<std::string> mentioned_names(std::string_view text) {
  constexpr std::size_t names_max = 8, name_bytes_max = 40;
  std::vector<std::string> names;
  each_code(text, [&](std::string_view code, std::string_view) {
    const bool is_name = code.size() > 1 && code.size() <= name_bytes_max &&
                         code.find_first_of("/.*+@") == code.npos &&
                         std::all_of(code.begin(), code.end(), is_path_letter);
    if (is_name && names.size() < names_max && std::find(names.begin(), names.end(), code) == names.end())
      names.emplace_back(code);
  });
  return names;
}

}  // namespace hindcast::gate
