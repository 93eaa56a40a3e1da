// Why a query found nothing: what each of its parts finds alone, and what was probably meant.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hindcast::search {
class Index;
}
namespace hindcast::search::typed {
struct Query;
}

namespace hindcast::app {

// What one part of a query finds alone, where all of it finds nothing.
struct AskedPart {
  std::string text;                // as typed: "owner:nobdy"
  std::uint64_t documents = 0;     // that have it
  bool is_denied = false;          // it must not be there
  std::string meant;               // what some document has and is near to it; "" for nothing
  std::vector<std::string> known;  // a few values that its field has, where none is near
  bool has_more_known = false;
};

struct InVain {
  std::vector<AskedPart> parts;  // in the order of the query
  std::string other;             // the query with what was probably meant, which finds something; "" for none
};
// `typed` is the query as parsed from `text`; `here` as for asked().
Result<InVain> looked_into(search::Index&, std::string_view text, const search::typed::Query& typed,
                           std::string_view here);
// Values of fields that no document has, of a query that found something all the same: -owner:nobdy.
Result<std::vector<AskedPart>> unknown_values(search::Index&, std::string_view text,
                                              const search::typed::Query& typed, std::string_view here);

}  // namespace hindcast::app
