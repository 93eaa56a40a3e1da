// What a person asked for, as the index is asked it; and whether one item is what was meant.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/records.h"
#include "search/query.h"
#include "search/typed.h"

namespace hindcast::app {

struct Asked {
  search::Query query;
  // The query finds more than was asked: of these documents some item must meet each of item_nodes.
  bool needs_check = false;
  // Nodes of the typed query that tell which items are meant, those that are left out aside.
  std::vector<std::uint32_t> item_nodes;
  bool is_empty = false;  // nothing in it has a letter or a digit
};
// `here` is the current folder from the archive's root, from which paths may be named, too.
Asked asked(const search::typed::Query&, std::string_view here = {});
// One node of it alone, as if nothing else had been asked.
search::Query query_of(const search::typed::Query&, std::uint32_t node, std::string_view here = {});

// Whether the node of the query holds of the item. REQUIRES: the node is one of Asked::item_nodes
bool meets(const search::typed::Query&, std::uint32_t node, const archive::ItemFacts&);

}  // namespace hindcast::app
