// The variables of an environment, each by what may be told of it: that it is there, whether it is empty,
// what kind of value it looks like, and its fingerprint. Values are gone when reading ends.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "guards/fingerprint.h"
#include "guards/looking.h"

namespace hindcast::guards {

enum class Sealed : std::uint8_t {
  clear,      // the value stands in the file
  encrypted,  // by sops or ansible-vault
  reference,  // "${NAME}", "vault:...", "op://...": the value is elsewhere
  unknown     // only the name was exported
};

// What a value is by its shape, whatever its variable is called.
enum class Shown : std::uint8_t {
  nothing,
  maybe_secret,  // a token that may be for everybody, a password for this machine alone
  token,
  private_key,
  password  // in an address
};

struct EnvValue {
  std::string name, path;          // `path`: the file in which it stands
  std::string fingerprint;         // "" where the value is not known
  std::vector<std::string> kinds;  // "url", "number": what it can be taken for; sorted
  Sealed sealed = Sealed::clear;
  Shown shown = Shown::nothing;
  bool is_empty = false, is_placeholder = false;
  std::uint32_t line = 0;
  std::uint32_t repeated_line = 0;     // where it stands again, 0: nowhere
  bool is_repeated_otherwise = false;  // with another value
};

struct Environment {
  std::string name, path;
  std::vector<EnvValue> values;  // sorted by name, each once
  bool is_snapshot = false;
  std::string made, stated;  // of a snapshot: when, and of which environment it says that it is

  const EnvValue* find(std::string_view name) const;
  // Lays another file's variables over these: the later ones count.
  void lay_over(Environment);
};

// The kinds that a schema may ask for.
std::vector<std::string_view> env_kinds();

// Dotenv, flat or nested JSON, YAML and TOML (nested names are joined by "."), lists of {name, value},
// ConfigMaps and Secrets of Kubernetes (also among other objects, which are passed over), files of sops, and
// snapshots. A file that cannot be read, is encrypted as a whole, is something else (a Deployment, a Compose
// file) or holds no variable is a finding and no environment. No value stands in any finding.
std::vector<Environment> read_environment(const std::string& name, const File&, const Fingerprints&,
                                          std::vector<Finding>&);

// A snapshot: JSON with the fingerprints of one environment. Keys sorted, one line a variable.
std::string snapshot_text(const Environment&, const Fingerprints&, std::string_view commit, Timestamp made);

// "*" is any run of characters; letter case counts.
bool matches_name(std::string_view pattern, std::string_view name);

}  // namespace hindcast::guards
