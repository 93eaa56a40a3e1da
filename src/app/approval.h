// Which guards may run: those whose definition a person of this machine has looked at, or that stand the same
// in a revision that is protected.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/guard_files.h"
#include "app/guarding.h"
#include "base/result.h"
#include "config/config.h"

namespace hindcast::app {

struct Configuration;

// What runs, in words of one line each, and the SHA-256 over them. Beside the guard's own keys it holds a
// digest of each file that says what runs, that a command's words name in the folder of hindcast.toml, or
// that `covers` names: a script that changes is another definition. When it runs and what it stops is not
// part of it.
struct Definition {
  std::string text;
  std::string hash;     // 64 hexadecimal digits
  std::string lack;     // why nobody can approve it: "names a.sh, which is a symbolic link"; else ""
  std::string missing;  // a script that its commands name and that is not there; else ""
  // Commands of which no word names a file of the folder, where `covers` doesn't say either what they run.
  std::vector<std::vector<std::string>> blind;
};
Definition definition_of(const config::Guard&, const std::string& folder, const FilesThere&);
// All files that may belong to it, as they are named and lie there today (guard_files.h).
std::vector<std::string> scripts_of(const config::Guard&, const std::string& folder);
// Of the files that lie there now.
Definition definition_of(const config::Guard&, const Configuration&);

// Commands, and built-ins that reach the network or are given variables of the environment.
bool needs_approval(const config::Guard&);

// What a person approved, by the project's folder. The file lies in the folder of the user's configuration,
// 0600, where no repository reaches.
class Approvals {
 public:
  // Fine when there is no file yet. `denied` when others could have written it.
  static Result<Approvals> load(const std::string& config_folder, const Configuration&);

  bool holds(std::string_view guard, const Definition&) const;
  // What was approved under that name before; "" for nothing.
  std::string text_of(std::string_view guard) const;
  // Takes the place of what that name had.
  void set(std::string guard, const Definition&, Date day);
  // Those whose names are not in the configuration any more are left out.
  Status save(const Configuration&) const;
  const std::string& path() const { return path_; }

 private:
  struct Approved {
    std::string guard, hash, text, day;
  };
  std::string path_, folder_;
  std::vector<Approved> approved_;
};

// What `policy approve` shows of a guard: its definition line by line, with "+ " and "- " where something
// else was approved before.
std::string definition_shown(std::string_view approved_before, const Definition&);

// The same hindcast.toml as it stands in a revision: what a team protects there holds, whatever a change says
// of itself. `invalid` for what git does not know, `not_found` where the revision has no such file.
Result<Configuration> configuration_at(const Configuration&, const std::string& revision);

// What may run in one run, and why not otherwise.
class Trust {
 public:
  // By the approvals of this user, or where `policy_from` is given by that revision alone. A failure is told
  // of each guard that is asked for.
  static Trust of(const Configuration&, const GuardOptions&);
  // "" or why it may not run, with what to do. Built-ins that only look at files always may.
  std::string refusal(const config::Guard&, const Definition&) const;

 private:
  bool is_by_revision_ = false;
  std::string revision_, failure_;
  std::optional<Approvals> approvals_;
  std::vector<std::pair<std::string, std::string>> definitions_;  // by the revision: name and hash
};

}  // namespace hindcast::app
