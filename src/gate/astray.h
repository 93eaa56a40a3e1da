// Scopes that name what does not exist: a folder with a letter too many, a service that nobody has. What they
// ask would be about something else at every change, and nobody would hear of it. Pure; which files there are
// the caller knows.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "gate/scope.h"

namespace hindcast::gate {

struct Asked;   // plan.h
struct Source;  // plan.h

// Which files there are.
class Files {
 public:
  virtual ~Files() = default;
  // For a path or glob of a scope at which no file is, nor ever was: the nearest one at which some are, ""
  // where none is near. Nothing where there are files, or nobody can tell.
  virtual std::optional<std::string> nearest_to_missing(const std::string& path) const = 0;
};

// The name that a mistyped one was meant to be: one letter of up to five is wrong, two of a longer one, and
// none of them is a digit ("db1" and "db2" are two). Letter case counts for nothing.
std::optional<std::string_view> slip_of(std::string_view name, std::span<const std::string_view> known);

// Letter case aside.
bool is_known(std::string_view name, std::span<const std::string_view> known);

struct Strayed {
  std::uint32_t line = 0;  // in the document
  std::string what;        // "path dbb/** (no file is there; db/** has some)"; "" for nothing
  bool is_all = false;     // there is nothing else, so nobody can tell what the scope is about
  bool is_unread = false;  // not a scope: a field that was meant to be one (scope_fields.h)
};

class Astray {
 public:
  // All have to outlive it.
  Astray(const ChangeFacts&, std::span<const Source>, const Files&);
  Astray(const Astray&) = delete;
  ~Astray();

  // Of the scope by which an item is not asked. What is written for the gate, on the item or in
  // `applies_when`, counts word for word. In "Services: till" of a document only names that are nearly known
  // ones: it is written for people, and services are given up. So are folders: paths that a document's prose
  // names are never astray.
  Strayed of(const Source&, const Asked&) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::gate
