// Any bytes as a query: a problem that can be shown, or a tree that holds together.
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "search/typed.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hindcast::search::typed;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const Parsed parsed = parse(text);
  if (parsed.problem) {
    HC_ASSERT(!parsed.problem->what.empty() && parsed.query.nodes.empty());
    HC_ASSERT(parsed.problem->at.begin <= parsed.problem->at.end && parsed.problem->at.end <= size);
    return 0;
  }
  const auto& nodes = parsed.query.nodes;
  HC_ASSERT(!nodes.empty());
  std::size_t taken = 0;  // every node but the last is part of one other
  for (std::uint32_t i = 0; i < nodes.size(); ++i) {
    const Node& node = nodes[i];
    HC_ASSERT(node.at.begin < node.at.end && node.at.end <= size);
    const bool is_leaf = node.ask == Ask::words || node.ask == Ask::value || node.ask == Ask::days;
    HC_ASSERT(is_leaf == node.parts.empty() && is_leaf != node.text.empty());
    HC_ASSERT(node.ask != Ask::none_of || node.parts.size() == 1);
    HC_ASSERT(node.ask != Ask::days || node.first <= node.last);
    taken += node.parts.size();
    for (const auto part : node.parts)
      HC_ASSERT(part < i);
  }
  HC_ASSERT(taken + 1 == nodes.size());
  (void)shown(parsed.query);  // must come back
  return 0;
}
