// Names that people cite: `<slug>#<id>`. Both are the same on every machine and in every version.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "facts/facts.h"

namespace hindcast::document {

// Five letters of base 32 from role and text: Crockford's alphabet (no i, l, o, u), the third always a digit
// from 2 to 9, so that an id spells no word and is never taken for one. Case, white space, punctuation,
// markup and full-width forms in `text` make no difference; state, owner, dates and place are not part of it,
// so cut them first.
std::string item_id(facts::ItemRole, std::string_view text);

// What of an item's text its id counts: all but the words of a due date within it, so that a promise keeps
// its id when it is put off. `text` is the document's.
std::string text_for_id(const facts::Item&, std::string_view text);
// The words of the due date that stand in the item's own line, as its text has them; "" when none do.
std::string due_words(const facts::Item&, std::string_view text);

// The id that `<!-- hindcast:id=abc12 -->` on an item's line pins: 1 to 32 letters, digits, "-", "_" or ".".
struct PinnedId {
  std::string_view id;
  Span at;   // the id alone
  Span cut;  // the whole comment
};
std::optional<PinnedId> pinned_id(std::string_view line);

// Gives ids out in document order: the second of two equal ids gets ".2", the third ".3". Pinned ids that
// come later than an equal derived one are suffixed too: within a document an id names one item.
class ItemIds {
 public:
  std::string give(facts::ItemRole, std::string_view text, std::optional<std::string_view> pinned = {});

 private:
  struct Given {
    std::string id;  // empty: a free place
    std::uint32_t times = 0;
  };
  Given& place_of(std::string_view id);
  void grow();

  std::vector<Given> table_;  // hashed by id, at most half full
  std::size_t used_ = 0;
};

// The document's slug: front matter `id` where there is one, else the file's stem, else the folder's name for
// README and index files; "document" when nothing is left. Lower case; blanks and what a shell or URL would
// stumble on become "-"; letters of any script stay. Extensions of site generators go too ("a.html.md.erb" is
// "a").
std::string slug_of(std::string_view path, std::string_view front_matter_id);

}  // namespace hindcast::document
