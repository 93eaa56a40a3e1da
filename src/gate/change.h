// A change held against what lessons are meant for: does it touch them? Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "gate/scope.h"

namespace hindcast::gate {

enum class Applies : std::uint8_t { yes, no, unknown };
struct Reach {
  Applies applies = Applies::unknown;
  std::string why;  // "path db/0064.sql is in db/** (applies_when)"
};

class Change {
 public:
  explicit Change(ChangeFacts);
  Change(Change&&) noexcept;
  ~Change();

  const ChangeFacts& facts() const;
  bool is_everything() const;
  // The services that it touches: those that were named, and those whose declared paths it changes. Sorted.
  std::vector<std::string> services() const;

  // Remembers what it has looked up: asking for many scopes of few places costs little. `with_why` false
  // leaves out the reasons of `no` and `unknown`.
  Reach reach(const Scope& item, const Scope& written, const Scope& document, const Prose& prose = {},
              bool with_why = true) const;
  Reach reach(const Scopes& scopes, const Prose& prose = {}) const {
    return reach(scopes.item, scopes.written, scopes.document, prose);
  }
  // Whether it touches what a guard reads, by paths or globs from the repository's root ("/env/prod.env"):
  // what that guard answers is meant then. `yes` or `unknown`, and `unknown` in another phase than the
  // item's.
  Reach reach_by_guard(const Scope& item, const Scope& written, std::string_view guard,
                       const std::vector<std::string>& reads) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::gate
