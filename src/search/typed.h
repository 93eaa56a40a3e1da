// The query language: what a person typed, read as a tree of what is asked for. query.h has the same as the
// index takes it.
//
//   checkout "connection pool" retr*   all of them; the words side by side; words that begin so
//   timeout OR deadlock                one of them; -canary and NOT canary: not it; ( ) for groups
//   title:checkout heading:impact      in one part of a document
//   owner:qa state:open                of one and the same item
//   kind:postmortem service:api date:2025-01..2025-06
//
// docs/search.md tells users the same at length.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "base/time.h"

namespace hindcast::search::typed {

enum class Field : std::uint8_t {
  text,  // anywhere in a document
  title,
  heading,
  // Of an item.
  owner,
  team,
  state,
  role,
  // Of a document.
  kind,
  severity,
  service,
  tag,
  lang,
  path,
  date,
  has,
};

// The name as it is typed: "owner"; "" for text.
std::string_view name_of(Field);
// True for what single items of a document have: owner, team, state, role.
bool is_of_item(Field);

enum class Ask : std::uint8_t {
  all_of,    // every part
  any_of,    // one part at least
  none_of,   // not its one part
  one_item,  // some item of the document of which all parts hold: parts are leaves of items, any_of and
             // none_of
  words,     // `text` in a document, its title or its headings; several words stand side by side
  value,     // `text` is a value of `field`
  days,      // the document's date is in [first, last]
};

struct Node {
  Ask ask{};
  Field field = Field::text;
  bool is_prefix = false;            // words and values that begin with `text`
  bool is_phrase = false;            // was written in quotes
  bool is_one_value = false;         // any_of that one word stands for: state:owed
  std::string text;                  // as typed, but for enumerations: their word
  Date first, last;                  // of days, both inclusive
  std::vector<std::uint32_t> parts;  // nodes that stand before this one
  Span at;                           // in the query
  Span text_at;                      // likewise, of `text` alone, as it was typed
};

// Parts stand before what they are parts of; the last node is the whole.
struct Query {
  std::vector<Node> nodes;
};

// Why there is no such query: where, what, and what to do about it ("" for nothing).
struct Problem {
  Span at;
  std::string what;  // lower case, no period: "there is no field `onwer`"
  std::string hint;  // "did you mean `owner:`?"
  bool operator==(const Problem&) const = default;
};

struct Parsed {
  Query query;                     // empty when there is a problem
  std::optional<Problem> problem;  // the first one
};

inline constexpr std::size_t query_bytes_max = 4096, query_terms_max = 256, query_depth_max = 32;

// Any bytes. Linear in their number, without recursion.
Parsed parse(std::string_view);

// The tree in one line, for tests and for `--explain`: (all checkout (not canary) (item owner:qa
// state:open)).
std::string shown(const Query&);

}  // namespace hindcast::search::typed
