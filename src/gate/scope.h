// What is known of a change, and where an item says it is meant for: plain values. change.h holds one against
// the other.
#pragma once

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
  // Words in backticks of an item, which are services where somebody declared or named one so.
  std::vector<std::string> mentions;
  std::vector<std::string> spoken;  // kinds of change that an item's words speak of (prose.h)
  // Of the paths of a document that names many, those that this item is near to: in its section, or by a
  // word.
  std::vector<std::string> near;
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

// The words beside the scopes, which count where no scope decides.
struct Prose {
  std::string_view item, title;
};

// A document that names more paths is about none of them as a whole: each item is about those it is near to.
inline constexpr std::size_t document_paths_max = 4;

// What is known of a change. What nobody said is nothing; all of it nothing: everything is asked.
struct ChangeFacts {
  std::optional<std::vector<std::string>> paths;     // from the repository's root
  std::optional<std::vector<std::string>> services;  // all that it is about; teams stand for theirs
  std::optional<std::vector<std::string>> kinds;     // beside those that its paths tell
  std::vector<std::string> phases;
  std::vector<DeclaredService> declared;
  std::vector<DeclaredTeam> teams;
};

// What kinds of change a path tells of: "migration", "dependencies", "infrastructure", "pipeline",
// "environment" (variables), "configuration", "interface", "documentation", "tests"; none for code.
std::vector<std::string_view> kinds_of_change(std::string_view path);
// All of these words, each once.
std::vector<std::string_view> all_kinds();
// The kind that is meant by a word of a document: "migration" for "Schema"; nothing for a team's own.
std::optional<std::string_view> kind_meant(std::string_view word);
// A file of one migration, "db/0064_orders.sql": once it was applied, nobody changes it again.
bool is_one_migration(std::string_view path);

}  // namespace hindcast::gate
