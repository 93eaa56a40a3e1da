#include "app/environments.h"

#include <sys/random.h>

#include <algorithm>
#include <cstdlib>
#include <set>

#include "base/sha256.h"
#include "base/text.h"
#include "disk/disk.h"
#include "disk/own_file.h"
#include "guards/env_compare.h"
#include "guards/env_schema.h"
#include "guards/env_values.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

using guards::Environment;
using guards::File;
using guards::Finding;
using guards::Fingerprints;

constexpr std::uint64_t file_bytes_max = 32u << 20, key_bytes_max = 4096;
constexpr std::size_t key_bytes_min = 16;

std::string key_path(const std::string& config_folder) {
  return config_folder + "/fingerprint.key";
}

Error no_place() {
  return {ErrorCode::unavailable, "there is no folder to keep a key in; set HOME or XDG_CONFIG_HOME"};
}

Error error_of(const Finding& finding) {
  std::string where = finding.path;
  if (finding.line != 0) where.append(":").append(std::to_string(finding.line));
  return {ErrorCode::invalid, where.append(": ").append(finding.message)};
}

Result<File> read(const std::string& path) {
  auto text = disk::read_file(path, file_bytes_max);
  if (!text) return Error{text.error().code, path + ": " + text.error().message};
  return File{path, *std::move(text)};
}

// One environment of a file; what a guard would call inconclusive is an error here.
Result<Environment> environment_of(const std::string& name, const File& file,
                                   const Fingerprints& fingerprints) {
  std::vector<Finding> findings;
  auto all = guards::read_environment(name, file, fingerprints, findings);
  if (!findings.empty()) return error_of(findings[0]);
  Environment only = std::move(all.at(0));
  return only;
}

// The variables of this program that were named, as a file that a reader knows; and those that are not set.
Result<File> of_this_program(const SnapshotOptions& options, std::vector<std::string>& absent) {
  std::vector<std::string> names = options.names;
  std::set<std::string> optional;
  if (!options.schema.empty()) {
    const File schema = TRY(read(options.schema));
    std::vector<Finding> findings;
    for (const auto& rule : guards::read_env_schema(schema, findings).rules) {
      if (rule.name.find('*') == std::string::npos) names.push_back(rule.name);
      if (!rule.is_required) optional.insert(rule.name);
    }
    if (!findings.empty()) return error_of(findings[0]);
  }
  if (names.empty())
    return Error{ErrorCode::invalid,
                 "name a file, or variables of this environment with --schema or --names"};
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  File made{"environment.json", ""};
  json::Writer to(made.text);
  to.open_array();
  bool has_any = false;
  for (const std::string& name : names)
    if (const char* value = std::getenv(name.c_str()); value != nullptr) {
      has_any = true;
      to.open_object().key("name").text(name).key("value").text(value).close_object();
    } else if (optional.count(name) == 0) {
      absent.push_back(name);
    }
  to.close_array().finish();
  if (!has_any) return Error{ErrorCode::not_found, "none of the variables is set in this environment"};
  return made;
}

std::string word(const guards::EnvCell& cell) {
  switch (cell.has) {
    case guards::Has::value:
      return std::string(1, static_cast<char>('a' + std::min(cell.group, 25)));
    case guards::Has::empty:
      return "empty";
    case guards::Has::nothing:
      return "missing";
    case guards::Has::elsewhere:
    case guards::Has::incomparable:
      break;
  }
  return "unknown";
}

// What was given, else what this user keeps; "" for neither.
Result<std::string> kept_key(const std::string& config_folder, std::string_view given) {
  if (!given.empty() || config_folder.empty()) return std::string(given);
  const auto path = key_path(config_folder);
  auto text = disk::read_own_file(path, key_bytes_max);
  if (!text.ok() && text.error().code == ErrorCode::not_found) return std::string();
  if (!text.ok()) return Error{text.error().code, path + ": " + text.error().message};
  return std::string(trimmed(*text));
}

}  // namespace

Result<std::string> fingerprint_key(const std::string& config_folder) {
  const char* given = std::getenv("HINDCAST_FINGERPRINT_KEY");
  auto key = kept_key(config_folder, trimmed(given == nullptr ? "" : given));
  if (!key.ok()) return key;
  if (key->empty())
    return Error{ErrorCode::not_found,
                 "there is no key to make fingerprints with; make one with 'hindcast env key', or set "
                 "HINDCAST_FINGERPRINT_KEY"};
  if (key->size() < key_bytes_min)
    return Error{ErrorCode::invalid,
                 "the key of fingerprints is shorter than 16 characters, and could be guessed"};
  return key;
}

Result<std::string> make_fingerprint_key(const std::string& config_folder) {
  if (config_folder.empty()) return no_place();
  const auto path = key_path(config_folder);
  if (disk::exists(path)) return Error{ErrorCode::conflict, "there is a key already: " + path};
  std::string bytes(32, '\0');
  if (::getrandom(bytes.data(), bytes.size(), 0) != static_cast<ssize_t>(bytes.size()))
    return Error{ErrorCode::unavailable, "this machine gives no random numbers"};
  TRY(disk::write_own_file(path, hex(bytes) + "\n"));
  return path;
}

Result<EnvSnapshot> env_snapshot(const SnapshotOptions& options) {
  EnvSnapshot made;
  const Fingerprints fingerprints(TRY(fingerprint_key(options.config_folder)));
  std::vector<File> files;
  if (options.files.empty()) files.push_back(TRY(of_this_program(options, made.absent)));
  for (const std::string& path : options.files)
    files.push_back(TRY(read(path)));
  Environment all;
  bool is_first = true;
  for (const File& file : files) {
    auto one = TRY(environment_of(options.environment, file, fingerprints));
    if (one.is_snapshot) return Error{ErrorCode::invalid, file.path + ": is a snapshot already"};
    if (is_first)
      all = std::move(one);
    else
      all.lay_over(std::move(one));
    is_first = false;
  }
  made.text = guards::snapshot_text(all, fingerprints, options.commit, options.at);
  return made;
}

Result<EnvComparison> env_compare(const std::vector<std::string>& operands,
                                  const std::string& config_folder) {
  auto key = fingerprint_key(config_folder);
  EnvComparison made;
  const std::string no_key = key ? "" : key.error().message;
  // Without a key files can still be held against each other, not against snapshots.
  const Fingerprints fingerprints(key ? *std::move(key) : std::string());
  std::vector<Environment> all;
  for (const std::string& operand : operands) {
    const auto equals = operand.find('=');
    const auto path = equals == operand.npos ? operand : operand.substr(equals + 1);
    const File file = TRY(read(path));
    auto one =
        TRY(environment_of(equals == operand.npos ? "" : operand.substr(0, equals), file, fingerprints));
    if (one.name.empty()) one.name = path;
    made.environments.push_back(one.name);
    all.push_back(std::move(one));
  }
  for (const guards::EnvLine& line : guards::compare_environments(all)) {
    EnvComparison::Row row;
    row.name = line.name;
    row.is_same = line.is_same;
    for (const guards::EnvCell& cell : line.cells) {
      if (cell.has == guards::Has::incomparable)
        made.note = no_key.empty() ? "some fingerprints were made with another key" : no_key;
      row.cells.push_back(word(cell));
    }
    made.different += !row.is_same;
    made.rows.push_back(std::move(row));
  }
  return made;
}

}  // namespace hindcast::app
