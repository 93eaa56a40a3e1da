// What of an organisation's lessons a change touches: what is known of the change, where an item says it is
// meant for, and whether the two meet. Pure.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::gate {

// What somebody meant an item or a document for. Paths, services and kinds of change say what a change must
// touch: one of any is enough. Phases say when it is asked, whatever the change touches.
struct Scope {
  bool is_always = false;             // "applies_when: always"
  std::vector<std::string> paths;     // globs (base/glob.h), or paths as they stand
  std::vector<std::string> services;  // or teams, which stand for their services
  std::vector<std::string> kinds;     // kinds_of_change(), or a team's own words
  std::vector<std::string> phases;
  bool names_a_place() const { return is_always || !paths.empty() || !services.empty() || !kinds.empty(); }
  bool operator==(const Scope&) const = default;
};

// Where an item's scope was said, the first that says anything counts.
struct Scopes {
  Scope item;      // written on it, or a path that its own words are about
  Scope written;   // applies_when in front matter
  Scope document;  // the services and paths that the document is about
};

struct DeclaredService {
  std::string name;
  std::vector<std::string> paths;  // globs
};
struct DeclaredTeam {
  std::string name;
  std::vector<std::string> services;
};

// What is known of a change. What nobody said is nothing; all of it nothing: everything is asked.
struct ChangeFacts {
  std::optional<std::vector<std::string>> paths;     // from the repository's root
  std::optional<std::vector<std::string>> services;  // all that it is about; teams stand for theirs
  std::optional<std::vector<std::string>> kinds;     // beside those that its paths tell
  std::vector<std::string> phases;
  std::vector<DeclaredService> declared;
  std::vector<DeclaredTeam> teams;
};

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
  Reach reach(const Scopes&, bool with_why = true) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// What kinds of change a path tells of: "migration", "dependencies", "infrastructure", "pipeline",
// "configuration", "interface", "documentation", "tests"; none for code.
std::vector<std::string_view> kinds_of_change(std::string_view path);
// The kind that is meant by a word of a document: "migration" for "Schema"; nothing for a team's own.
std::optional<std::string_view> kind_meant(std::string_view word);

}  // namespace hindcast::gate
