// Any bytes as hindcast.toml: never a crash; either problems or a configuration that holds together.
#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/assert.h"
#include "config/config.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace hindcast::config;
  static constexpr std::array<std::string_view, 3> rules = {"action-without-owner", "no-year",
                                                            "vague-action"};
  static constexpr std::array<std::string_view, 3> profiles = {"default", "sre", "five-whys"};
  std::string_view text(reinterpret_cast<const char*>(data), size);
  static constexpr std::array<std::string_view, 2> sorts = {"due", "age"};
  static constexpr std::array<ViewKey, 2> views = {{{"owner", {}}, {"sort", sorts, true, true}}};
  Parsed parsed = parse(text, {rules, profiles, views});
  hindcast::config::Origin last{1, 0};
  for (const Problem& problem : parsed.problems) {
    HC_ASSERT(problem.origin.line >= last.line && !problem.message.empty());
    last = problem.origin;
  }
  if (!parsed.problems.empty()) return 0;
  for (const Line& line : lines(parsed.config))
    HC_ASSERT(line.origin.is_default() || !line.value.empty());
  for (const Override& one : parsed.config.overrides)
    HC_ASSERT(!one.paths.empty());
  for (const auto& one : parsed.config.policies)
    HC_ASSERT(!one.name.empty() && !hindcast::policy::sentence(one).empty());
  for (std::string_view path : {"docs/a.md", "a.md", "docs/2023/é.md"}) {
    (void)is_included(parsed.config, path);  // must come back
    Applied all = applied(parsed.config, path);
    for (std::size_t i = 1; i < all.rules.size(); ++i)
      HC_ASSERT(all.rules[i - 1].rule < all.rules[i].rule);
  }
  return 0;
}
