// What the search index is told of a document, and how what is asked of attributes is named there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"
#include "search/index.h"

namespace hindcast::app {

// Counted up when an entry of the same document would be another one: then every index is made anew.
inline constexpr std::int64_t entry_version = 3;

// Title, headings, items and the rest as pieces of the text; facts as attributes:
//   kind:postmortem lang:en year:2024 severity:SEV-1 service:api tag:dns path:docs path:docs/a.md
//   role:action state:open owner:Ada Ruiz team:QA has:due
//   words of values, one each: owner.word:ada, and for two in a row owner.word:ada+ruiz;
//   path.word:postmortems severity.level:1, and severity.group:SEV1 to count by; owner.word:- and team.word:-
//   of actions without what holds of one item together: item:state=open|role=action|owner=ada entry:… of this
//   text at this path, by which verify tells whether the index has heard of it
// Borrows the text and the document. `digest` is the SHA-256 of the text, `path` is from the archive's root.
search::Entry entry_of(std::int64_t id, const facts::Document&, std::string_view text,
                       std::string_view digest, std::string_view path);

// The attribute "entry:…" of a text at a path.
std::string entry_mark(std::string_view digest, std::string_view path);

inline constexpr std::size_t value_words_max = 16, path_words_max = 64;

// The small words of a value, by which owners, teams, services, tags, severities and paths are found. Where
// no spaces stand between words: each two characters.
std::vector<std::string> words_of_value(std::string_view value, std::size_t words_max = value_words_max);
// The words alone, and each two that stand in a row, joined by +.
std::vector<std::string> atoms_of(const std::vector<std::string>& words);

// What is asked of one item, as the attribute for it: parts that are "" are not asked for. State "-" is that
// of items without one; owner and team "-" those of actions that nobody owns. More than one part is asked
// for.
struct ItemParts {
  std::string_view state, role, owner, team;
};
std::string item_attribute(const ItemParts&);

}  // namespace hindcast::app
