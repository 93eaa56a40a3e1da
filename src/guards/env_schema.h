// What every environment must have.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "guards/looking.h"

namespace hindcast::guards {

// Environments between which a value is the same, or between no two of which it is; of none: all.
struct Among {
  bool is_asked = false;
  std::vector<std::string> environments;

  bool holds_for(std::string_view environment) const;
};

struct EnvRule {
  std::string name;  // may hold "*" where it says no more than `same`, `differ` and `is_secret`
  std::uint32_t line = 0;
  std::string kind;  // "" and "text": any
  bool is_required = true, may_be_empty = false, is_secret = false;
  bool is_public = false;  // somebody said that it is no secret
  Among same, differ;
  std::vector<std::string> changes_with;  // other variables: when one of them changed, this one must have
  // What the value is expected to be, by its fingerprint; of an environment, or of all ("").
  struct Expected {
    std::string environment, fingerprint;
  };
  std::vector<Expected> expected;
};

struct EnvSchema {
  std::string path;
  std::vector<EnvRule> rules;  // sorted by name
  const EnvRule* find(std::string_view name) const;
};

// A dotenv file is an example: all its keys are required. A TOML, YAML or JSON file has a kind or a table for
// each variable, below `variables` or at the top; JSON Schema with `properties` and `required` does, too.
// What it says wrongly is a finding.
EnvSchema read_env_schema(const File&, std::vector<Finding>&);

}  // namespace hindcast::guards
