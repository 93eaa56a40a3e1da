// Link reference definitions at the start of a paragraph.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

#include "base/text.h"

namespace hindcast::markdown {

struct DefinitionText {
  std::uint32_t lines = 0;  // how many it takes; 0: the lines start with no definition
  Span label;               // between its brackets
  Span target;              // the destination, without angle brackets
  Span title;               // with its quotes; empty when there is none
};

// `lines` are the pieces of a paragraph. Adds the bytes read to `steps`.
DefinitionText read_definition(std::string_view text, std::span<const Span> lines, std::uint64_t& steps);

}  // namespace hindcast::markdown
