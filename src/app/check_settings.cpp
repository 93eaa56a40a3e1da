#include "app/check_settings.h"

#include <algorithm>
#include <map>
#include <optional>

#include "app/app.h"
#include "app/item_words.h"
#include "base/plain.h"
#include "data/data.h"
#include "disk/disk.h"
#include "facts/facts.h"
#include "lint/lint.h"

namespace hindcast::app {
namespace {

constexpr std::string_view file_name = "hindcast.toml";
constexpr std::uint64_t config_bytes_max = 1u << 20;
constexpr std::string_view profile_words[] = {"default", "blameless", "sre", "five-whys"};

std::vector<std::string_view> rule_names() {
  std::vector<std::string_view> names;
  for (const auto& rule : lint::rules())
    names.push_back(rule.name);
  return names;
}

std::string folder_of(const std::string& path) {
  const auto slash = path.rfind('/');
  return slash == path.npos ? "." : slash == 0 ? "/" : path.substr(0, slash);
}

// The folder that `path` lies in, "." for what lies at the top.
std::string parent_of(std::string_view path) {
  const auto last = path.rfind('/');
  return last == path.npos ? "." : std::string(path.substr(0, last));
}

// An absolute path as it is called from the configuration's folder; nothing for what lies above or beside.
std::optional<std::string_view> below_folder(const Configuration& configuration, std::string_view path) {
  const std::string_view folder = configuration.folder;
  const auto slash = folder == "/" ? 0 : folder.size();
  if (path.size() <= slash || !path.starts_with(folder) || path[slash] != '/') return std::nullopt;
  return path.substr(slash + 1);
}

bool is_template(const std::string& path) {
  std::string small = path;
  std::transform(small.begin(), small.end(), small.begin(),
                 [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
  return small.find("template") != small.npos;
}

std::string toml_list(const std::vector<std::string>& texts) {
  std::string out = "[";
  for (const auto& text : texts)
    out += (out.size() == 1 ? "" : ", ") + in_quotes(text);
  return out + "]";
}

// "says [gate] and [guards]" of a file that says what only a policy does; "" of all others.
std::string policy_tables(const std::string& file) {
  const auto text = disk::read_file(file, config_bytes_max);
  if (!text.ok()) return "can't be read (" + text.error().message + ")";
  const auto tree = data::read_toml(*text);
  if (!tree.ok()) return "can't be read (" + tree.error().message + ")";
  std::string found;
  for (const char* table : {"gate", "guards", "services", "teams"})
    if (tree->find(table) != nullptr)
      found.append(found.empty() ? "says [" : ", [").append(table).append("]");
  return found;
}

}  // namespace

Result<config::Config> read_settings(std::string_view text, const std::string& name) {
  const auto names = rule_names();
  auto parsed = config::parse(
      text,
      {.rules = names, .profiles = profile_words, .views = item_view_keys(), .guards = guards::built_ins()});
  if (parsed.problems.empty()) return std::move(parsed.config);
  std::string message;
  for (const auto& problem : parsed.problems)
    message.append(message.empty() ? "" : "\n")
        .append(name)
        .append(":" + std::to_string(problem.origin.line))
        .append(":" + std::to_string(problem.origin.column) + ": ")
        .append(problem.message);
  return Error{ErrorCode::invalid, message};
}

Result<Configuration> load_configuration(const std::string& start, const std::string& file) {
  Configuration made;
  made.file = file.empty() ? disk::find_above(start, std::string(file_name)) : file;
  if (made.file.empty()) {
    made.folder = disk::absolute(".");
    return made;
  }
  made.folder = disk::absolute(folder_of(made.file));
  auto text = disk::read_file(made.file, config_bytes_max);
  if (!text.ok()) return Error{text.error().code, made.file + ": " + text.error().message};
  made.config = TRY(read_settings(*text, made.file));
  return made;
}

Result<Configuration> load_policy(const std::vector<std::string>& paths, const std::string& file) {
  if (!file.empty()) return load_configuration(".", file);
  const std::string name(file_name);
  const auto here = disk::find_all_above(".", name);
  const auto policy = here.empty() ? std::string() : here.back();
  auto starts = paths;
  starts.emplace_back(".");
  for (const auto& start : starts)
    for (const auto& other : disk::find_all_above(start, name)) {
      if (!policy.empty() && disk::absolute(other) == disk::absolute(policy)) continue;
      const auto why = policy_tables(other);
      if (why.empty()) continue;
      return Error{
          ErrorCode::invalid,
          other + " " + why + ", and can't take the place of " +
              (policy.empty() ? "the policy of the current folder, which has none"
                              : policy + ", which is the policy here") +
              ": move these tables there, stand in its repository, or name the one that is meant with "
              "--config"};
    }
  if (!policy.empty()) return load_configuration(".", policy);
  Configuration none;
  none.folder = disk::absolute(".");
  return none;
}

std::string path_in(const Configuration& configuration, const std::string& path) {
  if (path.empty() || path[0] == '/') return path;
  const auto folder = folder_of(configuration.file);
  return folder == "." ? path : folder + "/" + path;
}

std::string path_below(const Configuration& configuration, const std::string& path) {
  const auto absolute = disk::absolute(path);
  const auto below = below_folder(configuration, absolute);
  return below ? std::string(*below) : absolute;  // globs from the folder can't mean it
}

bool is_wanted(const Configuration& configuration, std::string_view path) {
  const auto below = below_folder(configuration, path);
  return !below || config::is_included(configuration.config, *below);
}

namespace {

// Each is a comment, and reads as it stands without its "# ".
constexpr std::string_view offered_sections =
    R"toml(# What the team promised itself: 'hindcast doctor' counts the days, 'hindcast policy list' shows
# how it stands.
# [[policy]]
# name = "worst first"
# applies = { severity = 1 }
# within = "30 days"

# Who answers for which services: 'hindcast digest --team NAME' tells them what is owed, late, new and done.
# [teams.NAME]
# services = ["checkout"]
# members = ["Ada"]

# What services are made of: 'hindcast gate' asks a change what incidents of these taught.
# [services.checkout]
# paths = ["services/checkout/**"]

# What 'hindcast gate' reads, and what stops a release: "advisory" says what it would do.
# [gate]
# documents = ["docs/postmortems"]
# mode = "advisory"

# What answers by itself: a check names it, "(guard: env-sync)". 'hindcast guard new' begins one.
# [guards.env-sync]
# use = "env-sync"
# about = "all environments have the values that they need"
# schema = "env/example.env"
# environments = { staging = "env/staging.env", production = "env/production.env" }

# A list to look at again and again: 'hindcast items --view mine'.
# [views.mine]
# owner = "ada"
# sort = ["severity", "due"]
)toml";

}  // namespace

std::string starting_configuration(const std::vector<ReadDocument>& documents) {
  std::map<std::string, std::size_t> known, other;  // by folder
  std::vector<std::string> templates;
  for (const auto& read : documents) {
    if (is_template(read.path)) {
      templates.push_back(read.path);
      continue;
    }
    ++(read.document.kind == facts::DocumentKind::other ? other : known)[parent_of(read.path)];
  }
  std::vector<std::string> include;
  std::size_t known_count = 0, other_count = 0;
  for (const auto& [folder, count] : known) {
    known_count += count;
    const auto beside = other.find(folder);
    const auto covers = [name = folder + "/"](const std::string& glob) {  // "docs/**" holds all in docs/
      return name.compare(0, glob.size() - 2, glob, 0, glob.size() - 2) == 0;
    };
    const bool is_covered = std::any_of(include.begin(), include.end(), covers);
    if (!is_covered && (beside == other.end() || beside->second <= count)) include.push_back(folder + "/**");
  }
  for (const auto& [folder, count] : other)
    other_count += count;

  std::string out =
      "# What hindcast looks at in this repository, and how. Every path is meant from this folder.\n";
  out += "# 'hindcast rules --all' lists the rules.\n#\n";
  out += "# Found: " + counted(known_count, "document") + " of a kind that hindcast knows, " +
         counted(other_count, "other") + ", " + counted(templates.size(), "template") + ".\n\n";
  out +=
      "# The school whose severities hold: default, blameless, sre or five-whys.\nprofile = \"default\"\n\n";
  out += "# Your own templates, tried before the built-in forms.\n";
  out += (templates.empty() ? "# forms = [\"docs/template.md\"]\n\n"
                            : "forms = " + toml_list(templates) + "\n\n");
  out += "[documents]\n# What is looked at when a folder is named; without this line every Markdown file.\n";
  // Only where something else lies about is it worth naming what is meant.
  out += other_count > 0 && !include.empty() && known.count(".") == 0 && include.size() <= 20
             ? "include = " + toml_list(include) + "\n"
             : "# include = [\"docs/incidents/**\"]\n";
  out += templates.empty() ? "# exclude = [\"docs/template.md\"]\n\n"
                           : "exclude = " + toml_list(templates) + "\n\n";
  out +=
      "[check]\n# The least severity that fails a run: error, warning, hint or never.\nfail_on = "
      "\"warning\"\n";
  out += "# Comments that silence findings: allow, require-reason or forbid.\nsuppressions = \"allow\"\n";
  out +=
      "# Findings that are known and do not count: 'hindcast check --update-baseline' writes them there.\n"
      "baseline = \".hindcast-baseline\"\n\n";
  out +=
      "[rules]\n# A severity for a rule: off, hint, warning or error.\n# action-without-owner = "
      "\"warning\"\n\n";
  out += offered_sections;
  return out;
}

}  // namespace hindcast::app
