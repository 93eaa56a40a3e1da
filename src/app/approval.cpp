#include "app/approval.h"

#include <algorithm>
#include <utility>

#include "app/check_settings.h"
#include "base/plain.h"
#include "base/sha256.h"
#include "data/data.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "disk/own_file.h"
#include "json/json.h"
#include "json/value.h"

namespace hindcast::app {
namespace {

constexpr std::uint64_t approvals_bytes_max = 16u << 20;
constexpr std::size_t path_bytes_shown = 200;

std::string as_json(std::string_view text) {
  std::string out;
  json::Writer(out).text(text);
  return out;
}
std::string as_json(const std::vector<std::string>& texts) {
  std::string out;
  json::Writer writer(out);
  writer.open_array();
  for (const auto& text : texts)
    writer.text(text);
  writer.close_array().finish();
  return out;
}

// Depth is limited by what the configuration reads.
void put(json::Writer& writer, const data::Value& value) {
  switch (value.type) {
    case data::Type::list:
      writer.open_array();
      for (const auto& one : value.members)
        put(writer, one);
      writer.close_array();
      return;
    case data::Type::table:
      writer.open_object();
      for (const auto& one : value.members) {
        writer.key(one.key);
        put(writer, one);
      }
      writer.close_object();
      return;
    case data::Type::boolean:
      writer.boolean(value.is_true());
      return;
    case data::Type::null:
      writer.null();
      return;
    default:
      // A number stays what was written: 1 and "1" are told apart by the word in front.
      writer.text((value.type == data::Type::number ? "number " : "") + value.text);
  }
}

// hindcast.toml as it stands in a revision, and how the files beside it are read there.
struct SettingsThere {
  config::Config config;
  FilesThere files;
};
Result<SettingsThere> settings_there(const Configuration& configuration, const std::string& revision) {
  const auto& folder = configuration.folder;
  const auto commit = TRY(disk::commit_of(folder, revision));
  const auto prefix = TRY(disk::place_in_repository(folder));
  const auto read = [folder, beneath = std::string(commit).append(":").append(prefix)](
                        const std::string& path) -> std::optional<std::string> {
    auto text = disk::ask_git({"-C", folder, "cat-file", "blob", beneath + path});
    return text.ok() ? std::optional(*std::move(text)) : std::nullopt;
  };
  const auto list =
      [folder, tree = std::string(commit).append(":").append(prefix)]() -> Result<std::vector<std::string>> {
    auto paths = disk::nul_separated(
        TRY(disk::ask_git({"-C", folder, "ls-tree", "-r", "-z", "--name-only", "--end-of-options", tree})));
    // The folder's own archive is left out of the disk's list, too.
    std::erase_if(paths, [](const std::string& path) { return path.starts_with(".hindcast/"); });
    return paths;
  };
  const auto slash = configuration.file.rfind('/');
  auto name = slash == std::string::npos ? configuration.file : configuration.file.substr(slash + 1);
  if (name.empty()) name = "hindcast.toml";  // which a change may have taken away
  const auto text = read(name);
  if (!text)
    return Error{ErrorCode::not_found,
                 "has no " + name + "; a change that brings the first one is judged without --policy-from"};
  return SettingsThere{TRY(read_settings(*text, name + " of " + revision)), {read, {}, list}};
}

// The guards of hindcast.toml as a revision has it: name and hash of each.
Result<std::vector<std::pair<std::string, std::string>>> definitions_at(const Configuration& configuration,
                                                                        const std::string& revision) {
  const auto there = TRY(settings_there(configuration, revision));
  std::vector<std::pair<std::string, std::string>> found;
  for (const auto& guard : there.config.guards)
    found.emplace_back(guard.name, definition_of(guard, configuration.folder, there.files).hash);
  return found;
}

}  // namespace

Result<Configuration> configuration_at(const Configuration& configuration, const std::string& revision) {
  auto there = settings_there(configuration, revision);
  if (!there.ok()) return std::move(there).error().while_("policy from " + revision);
  return Configuration{configuration.file, configuration.folder, std::move(there->config)};
}

std::vector<std::string> scripts_of(const config::Guard& guard, const std::string& folder) {
  const auto there = files_here(folder);
  auto paths = files_of(guard, folder, there.read);
  if (auto covered = covered_files(guard, there); covered.ok())
    for (auto& path : *covered)
      paths.push_back(std::move(path));
  return paths;
}

Definition definition_of(const config::Guard& guard, const std::string& folder, const FilesThere& there) {
  std::string text;
  const auto line = [&](std::string_view key, std::string_view value) {
    text.append(key).append(" ").append(value).append("\n");
  };
  if (!guard.use.empty()) {
    line("use", as_json(guard.use));
    for (const auto& setting : guard.settings.members) {
      std::string value;
      json::Writer writer(value);
      put(writer, setting);
      writer.finish();
      line("setting " + setting.key, value);
    }
  }
  if (!guard.command.empty()) line("command", as_json(guard.command));
  // What the steps of a built-in ask, and with which variables, may stand in files, and any command may name
  // scripts: they are what is approved.
  std::string lack;
  const auto add = [&](const std::string& path, std::string_view how) {
    if (const auto bytes = there.read(path)) {
      line("file " + as_json(path), "sha256:" + hex(sha256(*bytes)));
    } else if (const auto why = there.why_not ? there.why_not(path) : std::string(); !why.empty()) {
      line("file " + as_json(path), why);
      lack = std::string(how).append(one_line(path, path_bytes_shown)).append(", which ").append(why);
    }
  };
  const auto named = files_of(guard, folder, there.read);
  for (const auto& path : named)
    add(path, "names ");
  if (!guard.covers.empty()) line("covers", as_json(guard.covers));
  if (const auto covered = covered_files(guard, there); !covered.ok())
    lack = covered.error().message;
  else
    for (const auto& path : *covered)
      if (std::find(named.begin(), named.end(), path) == named.end()) add(path, "covers ");
  std::vector<std::vector<std::string>> blind;
  if (guard.covers.empty())
    for (auto& command : commands_of(guard, folder, there.read))
      if (!names_a_file(command, folder, there.read)) blind.push_back(std::move(command));
  line("timeout", std::to_string(guard.timeout_ms) + " ms");
  line("network", guard.may_use_network ? "yes" : "no");
  line("environment", as_json(guard.environment));
  line("readable", as_json(guard.readable));
  line("writable", as_json(guard.writable));
  line("isolation", guard.isolation.empty() ? "best" : guard.isolation);
  auto hash = hex(sha256("hindcast guard 1\n" + text));
  return {std::move(text), std::move(hash), std::move(lack), missing_script(guard, folder, there),
          std::move(blind)};
}

Definition definition_of(const config::Guard& guard, const Configuration& configuration) {
  return definition_of(guard, configuration.folder, files_here(configuration.folder));
}

bool needs_approval(const config::Guard& guard) {
  const auto* built_in = guards::find_built_in(guard.use);
  const bool only_looks = built_in != nullptr && !built_in->reaches_network;
  return !only_looks || guard.may_use_network || !guard.environment.empty();
}

std::string definition_shown(std::string_view approved_before, const Definition& definition) {
  const auto lines_of = [](std::string_view text) {
    std::vector<std::string_view> lines;
    for (; !text.empty(); text.remove_prefix(std::min(lines.back().size() + 1, text.size())))
      lines.push_back(text.substr(0, text.find('\n')));
    return lines;
  };
  const auto before = lines_of(approved_before), now = lines_of(definition.text);
  const auto holds = [](const auto& lines, std::string_view line) {
    return std::find(lines.begin(), lines.end(), line) != lines.end();
  };
  std::string out;
  const auto put = [&](std::string_view mark, std::string_view line) {
    out.append(mark).append(line).append("\n");
  };
  // A line says all of one key: its place tells nothing.
  for (const auto line : before)
    if (!holds(now, line)) put("- ", line);
  for (const auto line : now)
    put(before.empty() || holds(before, line) ? "  " : "+ ", line);
  return out;
}

Result<Approvals> Approvals::load(const std::string& config_folder, const Configuration& configuration) {
  Approvals made;
  if (config_folder.empty())
    return Error{ErrorCode::unavailable,
                 "there is no folder to keep approvals in; set HOME or XDG_CONFIG_HOME"};
  made.folder_ = configuration.folder;
  constexpr std::size_t name_bytes = 16;
  made.path_ = config_folder + "/approved/" + hex(sha256(made.folder_)).substr(0, 2 * name_bytes) + ".json";
  auto text = disk::read_own_file(made.path_, approvals_bytes_max);
  if (!text.ok() && text.error().code == ErrorCode::not_found) return made;
  if (!text.ok()) return std::move(text).error().while_(made.path_);
  const auto tree = json::Tree::read(*text);
  if (!tree.ok()) return Error{ErrorCode::corrupt, made.path_ + ": " + tree.error().message};
  if (tree->first()["folder"].text() != made.folder_) return made;  // of another folder with that digest
  for (auto one = tree->first()["guards"].first(); one; one = one.next())
    made.approved_.push_back(
        {one["name"].text(), one["hash"].text(), one["definition"].text(), one["approved"].text()});
  return made;
}

bool Approvals::holds(std::string_view guard, const Definition& definition) const {
  return std::any_of(approved_.begin(), approved_.end(),
                     [&](const Approved& one) { return one.guard == guard && one.hash == definition.hash; });
}

std::string Approvals::text_of(std::string_view guard) const {
  for (const auto& one : approved_)
    if (one.guard == guard) return one.text;
  return {};
}

void Approvals::set(std::string guard, const Definition& definition, Date day) {
  std::erase_if(approved_, [&](const Approved& one) { return one.guard == guard; });
  approved_.push_back({std::move(guard), definition.hash, definition.text, to_iso(day)});
}

Status Approvals::save(const Configuration& configuration) const {
  std::string text;
  json::Writer writer(text);
  writer.open_object().key("folder").text(folder_).key("guards").open_array();
  for (const auto& one : approved_) {
    const auto& guards = configuration.config.guards;
    if (std::none_of(guards.begin(), guards.end(),
                     [&](const auto& guard) { return guard.name == one.guard; }))
      continue;
    writer.open_object().key("name").text(one.guard).key("hash").text(one.hash);
    writer.key("definition").text(one.text).key("approved").text(one.day).close_object();
  }
  writer.close_array().close_object().finish();
  auto saved = disk::write_own_file(path_, text + "\n");
  if (!saved.ok()) return std::move(saved).error().while_(path_);
  return Ok();
}

Trust Trust::of(const Configuration& configuration, const GuardOptions& options) {
  Trust made;
  made.is_by_revision_ = !options.policy_from.empty();
  made.revision_ = options.policy_from;
  if (made.is_by_revision_) {
    auto there = definitions_at(configuration, options.policy_from);
    if (there.ok())
      made.definitions_ = *std::move(there);
    else
      made.failure_ = "policy from " + options.policy_from + ": " + there.error().message;
    return made;
  }
  auto approvals = Approvals::load(options.config_folder, configuration);
  if (approvals.ok())
    made.approvals_ = *std::move(approvals);
  else
    made.failure_ = approvals.error().message;
  return made;
}

std::string Trust::refusal(const config::Guard& guard, const Definition& definition) const {
  if (!needs_approval(guard)) return {};
  if (!definition.lack.empty()) return definition.lack;
  if (!failure_.empty()) return failure_;
  if (is_by_revision_) {
    for (const auto& [name, hash] : definitions_)
      if (name == guard.name)
        return hash == definition.hash ? std::string()
                                       : "is not what it is in " + revision_ + ", and is not run";
    return "is not declared in " + revision_ + ", and is not run";
  }
  if (approvals_->holds(guard.name, definition)) return {};
  const auto how = "'hindcast policy approve " + guard.name + "'";
  if (approvals_->text_of(guard.name).empty()) return "is not approved; look at it with " + how;
  return "has changed since it was approved; look at it with " + how;
}

}  // namespace hindcast::app
