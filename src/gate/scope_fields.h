// What a document's fields say it is meant for: `applies_when`, and what was meant to be it. Pure.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/text.h"
#include "facts/facts.h"
#include "gate/scope.h"

namespace hindcast::gate {

// A field that somebody wrote for the gate, and that the gate does not read.
struct FieldSlip {
  std::uint32_t line = 0;
  Span at;           // of the key
  std::string what;  // "`applies_whem` is no key; did you mean `applies_when`?"
};

struct FieldScope {
  Scope scope;
  std::uint32_t line = 0;  // of the first key of `applies_when`; 0 where it has none
  std::vector<FieldSlip> slips;
};

// "applies_when.paths", "applies-when: always". Slips are keys that are nearly one of these or nearly
// "services", unknown keys and values beneath `applies_when`, each key once.
FieldScope field_scope(std::span<const facts::Field>);

}  // namespace hindcast::gate
