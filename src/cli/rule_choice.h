// Which rules run: the profile and what --rule, --enable and --disable make of it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "cli/arguments.h"
#include "config/config.h"
#include "lint/lint.h"

namespace hindcast::app {
struct Configuration;
}  // namespace hindcast::app

namespace hindcast::cli {

// The rules for a document at `path` (from the folder of the configuration): the profile and severities of
// the configuration, then what the options of `check` and `rules` say.
class RuleChoice {
 public:
  // An unknown rule is an error with the name that was probably meant.
  static Result<RuleChoice> from(const Arguments&, const app::Configuration&);
  // What it names is kept here: this must outlive it where it is.
  lint::Settings settings(const std::string& path) const;

 private:
  enum class Verb : std::uint8_t { only, enable, disable };
  const config::Config* config_ = nullptr;  // outlives this
  lint::Declared declared_;
  bool has_file_ = false;
  std::string_view profile_;                                      // "" where none was asked for
  std::vector<std::pair<Verb, std::vector<std::size_t>>> steps_;  // places in rules()
};

// "no rule is called `action-without-onwer`; did you mean `action-without-owner`?"
Error unknown_rule(std::string_view name);

}  // namespace hindcast::cli
