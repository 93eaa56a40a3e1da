#include "app/guard_world.h"

#include <algorithm>
#include <cstdlib>
#include <limits>

#include "app/check_settings.h"
#include "app/environments.h"
#include "base/glob.h"
#include "disk/beneath.h"
#include "disk/confine.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "disk/output.h"
#include "disk/past.h"
#include "disk/tree.h"
#include "net/net.h"
#include "net/probe.h"
#include "sandbox/redact.h"
#include "sandbox/sandbox.h"

namespace hindcast::app {
namespace {

constexpr std::uint64_t file_bytes_max = 32u << 20;

// The past is given no variable of this machine: what ran then needs no secret of today, and nobody looked at
// what its files do with one. Which programs are found, and in which language they speak, is no secret.
bool is_given(std::string_view name, const GuardOptions& options) {
  return options.tree.empty() || name == "PATH" || name == "LANG";
}

// A path of hindcast.toml that a command may write: a folder that is there, none that holds git's own.
Result<std::string> writable_path(const std::string& path, const std::string& folder) {
  const bool is_absolute = path.starts_with('/');
  const auto whole = disk::absolute(is_absolute ? path : disk::path_joined(folder, path));
  if (!disk::is_folder(whole)) return Error{ErrorCode::not_found, "writable path " + path + " is no folder"};
  if (!is_absolute) {
    const auto found = disk::find_folder({folder}, whole);
    if (!found.ok()) return Error{ErrorCode::denied, "writable path " + path + ": " + found.error().message};
  }
  if (disk::exists(whole + "/.git"))
    return Error{ErrorCode::denied,
                 "writable path " + path + " holds .git, through which programs could be planted"};
  return whole;
}

class LocalWorld : public GuardWorld {
 public:
  LocalWorld(const Configuration& configuration, const config::Guard& guard, const GuardOptions& options,
             bool is_approved)
      : configuration_(configuration),
        guard_(guard),
        options_(options),
        ends_ms_(has_end(guard) ? hindcast::steady_ms() + guard.timeout_ms : never_ms),
        is_approved_(is_approved) {}

  Result<std::string> read(const std::string& path) override {
    TRY(in_time());
    auto file = TRY(disk::BlockReader::open(guarded_folder(configuration_, options_), path));
    if (file.size() > file_bytes_max)
      return Error{ErrorCode::invalid, "is larger than 32 MiB, which no guard reads"};
    std::string text;
    for (;;) {
      const auto block = TRY(file.next());
      if (block.empty()) return text;
      text += block;
      if (text.size() > file_bytes_max) return Error{ErrorCode::invalid, "grows while it is read"};
    }
  }

  Result<std::vector<std::string>> find(const std::string& glob) override {
    TRY(in_time());
    if (!is_listed_) files_ = TRY(disk::files_beneath(guarded_folder(configuration_, options_)));
    is_listed_ = true;
    std::vector<std::string> found;
    for (const auto& file : files_)
      if (matches_glob(glob, file)) found.push_back(file);
    return found;
  }

  Timestamp now() override { return options_.now; }
  std::string commit() override { return options_.commit; }
  std::string base() override { return options_.base; }
  bool is_past() override { return !options_.tree.empty(); }

  Result<std::vector<std::string>> changed_since(const std::string& ref) override {
    if (!options_.tree.empty()) return changed_in_past(ref);
    const auto prefix = configuration_.folder + "/";
    std::vector<std::string> files;
    for (const auto& file : TRY(find("**")))
      files.push_back(prefix + file);
    if (files.empty()) return files;
    auto changed = TRY(disk::files_changed_since(ref, files));
    for (auto& file : changed)
      file.erase(0, prefix.size());
    return changed;
  }

  Result<std::string> fingerprint_key() override { return app::fingerprint_key(options_.config_folder); }

  Result<guards::ProbeAnswer> probe(const guards::Probe& asked) override {
    if (!is_approved_) return Error{ErrorCode::denied, "was not approved, and asks nobody"};
    TRY(in_time());
    auto question = asked;
    question.answer_ms_max = std::min(question.answer_ms_max, ends_ms_ - hindcast::steady_ms());
    if (question.kind == guards::ProbeKind::command) return execute(question);
    if (!guard_.may_use_network)
      return Error{ErrorCode::denied, "may open no connection; set network = true in hindcast.toml"};
    return net::probe(question, "hindcast-guard");
  }

  Result<std::string> variable(const std::string& name) override {
    const auto& names = guard_.environment;
    if (std::find(names.begin(), names.end(), name) == names.end())
      return Error{ErrorCode::denied, name + " is not named by 'environment' in hindcast.toml"};
    if (!is_given(name, options_))
      return Error{ErrorCode::denied, name + " is not given in a replay: the past gets no variables"};
    const char* value = std::getenv(name.c_str());
    if (value == nullptr) return Error{ErrorCode::not_found, name + " is not set"};
    return std::string(value);
  }

  std::string level() const override { return level_; }
  bool is_over() const override { return hindcast::steady_ms() >= ends_ms_; }

  std::int64_t steady_ms() override { return hindcast::steady_ms(); }

  Status pause(std::int64_t milliseconds) override {
    constexpr std::int64_t step_ms = 50;
    const auto end = std::min(hindcast::steady_ms() + milliseconds, ends_ms_);
    for (;;) {
      if (is_stopped(options_.watch)) return stopped();
      const auto left = end - hindcast::steady_ms();
      if (left <= 0) return in_time();
      net::pause(std::min(left, step_ms));
    }
  }

  Status keep(const std::string& path, const std::string& text) override {
    const auto root = guarded_folder(configuration_, options_);
    TRY(disk::make_way_beneath(root, path));  // a pipeline has no folder of reports before the first one
    const auto place = TRY(disk::find_place({root}, root + "/" + path));
    auto file = TRY(disk::OutputFile::create(place.folder.path + "/" + place.name));
    file.put(text);
    return file.finish();
  }

 private:
  static constexpr auto never_ms = std::numeric_limits<std::int64_t>::max();

  static bool has_end(const config::Guard& guard) {
    const auto* built_in = guards::find_built_in(guard.use);
    const auto is_deadline = [](const guards::Setting& setting) { return setting.name == "deadline"; };
    return guard.has_timeout || built_in == nullptr ||
           std::none_of(built_in->settings.begin(), built_in->settings.end(), is_deadline);
  }
  Status in_time() const {
    if (!is_over()) return Ok();
    return Error{ErrorCode::unavailable, "its timeout is over"};
  }

  // The same at a past commit. What came later than it says nothing of it.
  Result<std::vector<std::string>> changed_in_past(const std::string& ref) {
    const auto& folder = configuration_.folder;
    const auto since = TRY(disk::commit_of(folder, ref));
    if (!disk::led_to(folder, since, options_.commit))
      return Error{ErrorCode::unsupported, "'" + ref + "' did not come before the commit that is replayed"};
    const auto prefix = TRY(disk::place_in_repository(folder));
    std::vector<std::string> files;
    for (const auto& path : TRY(disk::paths_changed_between(folder, since, options_.commit)))
      if (path.starts_with(prefix)) files.push_back(path.substr(prefix.size()));
    return files;
  }

  Result<guards::ProbeAnswer> execute(const guards::Probe& question) {
    if (question.command.empty()) return Error{ErrorCode::invalid, "is a command without a word"};
    auto request = TRY(request_of(guard_, configuration_, options_, question.command));
    request.limits.wall_ms = std::min(question.answer_ms_max, guard_.timeout_ms);
    for (const auto& one : question.variables)
      request.environment.emplace_back(one.name, one.value);
    const auto outcome = sandbox::run(request, [&] { return is_stopped(options_.watch); });
    note(outcome.level);
    guards::ProbeAnswer answer;
    answer.lasted_ms = outcome.lasted_ms;
    answer.is_cut = outcome.is_cut;
    answer.body = sandbox::redacted(outcome.output, request.environment);
    answer.status = outcome.code;
    switch (outcome.end) {
      case sandbox::End::exited:
        answer.reached = guards::Reached::answered;
        break;
      case sandbox::End::timed_out:
        answer.reached = guards::Reached::timed_out;
        answer.message = "took longer than its limit";
        break;
      case sandbox::End::signalled:
        answer.reached = guards::Reached::unreachable;
        answer.message = "was ended by signal " + std::to_string(outcome.code);
        break;
      case sandbox::End::stopped:
        return stopped();
      case sandbox::End::refused:
        return Error{ErrorCode::unavailable, why_refused(outcome, question.command)};
    }
    return answer;
  }

  void note(sandbox::Level reached) {
    least_ = level_ == no_program ? reached : std::min(least_, reached);
    level_ = least_ == sandbox::Level::none ? "" : sandbox::word(least_);
  }

  static constexpr std::string_view no_program = "built-in";
  const Configuration& configuration_;
  const config::Guard& guard_;
  const GuardOptions& options_;
  sandbox::Level least_ = sandbox::Level::none;
  std::string level_ = std::string(no_program);
  const std::int64_t ends_ms_;  // by steady_ms()
  bool is_approved_ = false, is_listed_ = false;
  std::vector<std::string> files_;
};

}  // namespace

std::string why_refused(const sandbox::Outcome& outcome, const std::vector<std::string>& command) {
  const bool is_one_text = !command.empty() && command[0].find(' ') != std::string::npos &&
                           outcome.why.find("no such program") != std::string::npos;
  return outcome.why +
         (is_one_text ? "; a command is a list, one word each, as in [\"grep\", \"-q\", \"x\"]" : "");
}

Result<sandbox::Request> request_of(const config::Guard& guard, const Configuration& configuration,
                                    const GuardOptions& options, const std::vector<std::string>& command) {
  sandbox::Request request;
  request.command = command;
  request.folder = guarded_folder(configuration, options);
  if (request.folder == "/") return Error{ErrorCode::denied, "would let it read all of this machine"};
  request.environment = guard_environment(guard, options);
  request.may_use_network = guard.may_use_network;
  request.limits.wall_ms = guard.timeout_ms;
  request.needed = sandbox::level(guard.isolation).value_or(sandbox::Level::process);
  if (guard.isolation == sandbox::word(sandbox::Level::process)) request.wanted = sandbox::Level::process;
  if (configuration.config.gate.demands_namespaces) request.needed = sandbox::Level::namespaces;
  if (request.needed > request.wanted)
    return Error{ErrorCode::denied, "asks for no more than \"process\", and [gate] demands \"namespaces\""};
  for (const auto& path : guard.writable)
    request.writable.push_back(TRY(writable_path(path, request.folder)));
  for (const auto& path : guard.readable) {
    const char* home = std::getenv("HOME");
    if (path.starts_with("~/") && home != nullptr && *home == '/')
      request.readable.push_back(home + path.substr(1));
    else
      request.readable.push_back(path.starts_with('/') ? path : disk::path_joined(request.folder, path));
  }
  return request;
}

std::unique_ptr<GuardWorld> guard_world(const Configuration& configuration, const config::Guard& guard,
                                        const GuardOptions& options, bool is_approved) {
  return std::make_unique<LocalWorld>(configuration, guard, options, is_approved);
}

const std::string& guarded_folder(const Configuration& configuration, const GuardOptions& options) {
  return options.tree.empty() ? configuration.folder : options.tree;
}

std::vector<std::pair<std::string, std::string>> guard_environment(const config::Guard& guard,
                                                                   const GuardOptions& options) {
  std::vector<std::pair<std::string, std::string>> variables;
  const auto is_named = [&](std::string_view name) {
    return std::find(guard.environment.begin(), guard.environment.end(), name) != guard.environment.end();
  };
  for (const auto& name : guard.environment)
    if (const char* value = std::getenv(name.c_str()); value != nullptr && is_given(name, options))
      variables.emplace_back(name, value);
  if (!is_named("PATH")) variables.emplace_back("PATH", "/usr/local/bin:/usr/bin:/bin");
  if (!is_named("LANG")) variables.emplace_back("LANG", "C.UTF-8");
  variables.emplace_back("HINDCAST_GUARD", guard.name);
  if (!options.commit.empty()) variables.emplace_back("HINDCAST_COMMIT", options.commit);
  if (!options.base.empty()) variables.emplace_back("HINDCAST_BASE", options.base);
  return variables;
}

}  // namespace hindcast::app
