// What a query's texts ask of an index: terms one behind the other. Both the engine and the slow searcher
// of the tests start from here, after which they have nothing in common.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/query.h"

namespace hindcast::search {

// One place of a phrase.
struct Place {
  std::vector<std::string> terms;  // any of these
  std::string prefix;              // not empty: any word that begins so, as well
  std::uint32_t position = 0;      // beside the first place's
};

// The places of a text's words in order; none where it has no words. `is_prefix`: its last word is a
// beginning.
std::vector<Place> places_of(std::string_view text, bool is_prefix, std::span<const std::string> languages);

// `invalid` for a tree that is deeper than depth_max or has more than nodes_max nodes.
Status admit(const Query&);

// How attributes are compared: "owner" and "qa team" of "Owner: QA Team".
struct AttributeName {
  std::string name, value;
};
AttributeName folded_attribute(std::string_view text);

}  // namespace hindcast::search
