// Which item of a document's new text is which of the old one: the identity that an item keeps while people
// rewrite it.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "archive/records.h"

namespace hindcast::archive {

// For each new item the old one that it is, each used once, by the first that decides:
//   1. the same text (the short id, which is pinned or derived from it) and role;
//   2. a similar text: half of the words shared, the most similar first;
//   3. the place: alone between the same neighbours, with some word, owner or due date in common.
// Old items are in the order of their lines. Cost: linear; a text is compared with its nearest neighbours
// alone.
std::vector<std::optional<std::size_t>> match(std::span<const Item> old_items,
                                              std::span<const ItemFacts> new_items);

// The part of their words that two texts share, 0 to 1, letter case aside.
double likeness(std::string_view one, std::string_view other);

// The short id without what tells equal texts apart (".2"): by it an item is found again elsewhere.
std::string_view stem_of(std::string_view short_id);

}  // namespace hindcast::archive
