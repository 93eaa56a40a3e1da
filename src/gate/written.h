// What people write on an item beside its words: what it is meant for, and which guard answers it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"
#include "gate/scope.h"

namespace hindcast::gate {

// "(services: checkout, till)", "[guard: env-sync]", "`guard: drill`",
// "<!-- hindcast:applies paths=db/** services=till -->". Each key in any letter case.
struct Written {
  Scope scope;
  std::vector<std::string> guards;  // in small letters, in the order written
  std::vector<Span> at;             // the brackets, marks and comments that say so, in order
};
// Linear in the text.
Written written_on(std::string_view text);

// `text` without what written_on() finds in it, and without the blanks that it leaves.
std::string without_notes(std::string_view text);

// The paths that stand in backticks: "`db/0064_orders.sql`", "`services/till/`", "`src/a.cpp:120`". A word
// with a dot or a slash is not yet a path: routes ("/health"), packages ("net/http"), fields
// ("orders.parcel"), hosts, commands, documents and names that every folder has ("package.json") are none.
// Each once, at most 64. Those in fences are left out.
std::vector<std::string> named_paths(std::string_view text);

// The same of an item's own words, but for what it tells to run or to read: "Run `scripts/smoke.sh`" is not
// about a change of that script.
std::vector<std::string> subject_paths(std::string_view text);

// The single words in backticks that may be a service's name: "`till`", "`ledger-db`". At most 8.
std::vector<std::string> mentioned_names(std::string_view text);

}  // namespace hindcast::gate
