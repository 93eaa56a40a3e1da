// Names that a set of documents gives its members: "PM-12", "PM2020-001", "INC_7".
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace hindcast::doctor {

struct Code {
  Span at;
  std::string name;  // as written
};

// Two or more capitals, then numbers with at most a sign between, not in an address or a longer word.
std::vector<Code> codes_in(std::string_view text);

// What tells a code from others of its kind, and its kind: "PM-012" is number "PM 12" of naming "PM #",
// "PM2020-001" is "PM 2020 1" of "PM # #".
struct CodeName {
  std::string number, naming;
};
CodeName name_of(std::string_view code);

}  // namespace hindcast::doctor
