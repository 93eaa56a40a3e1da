// Any bytes as JSON, YAML, TOML and dotenv: never a crash, and every value stands on a line of the text.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/assert.h"
#include "data/data.h"

namespace {

using namespace hindcast;

void holds_together(const Result<data::Value>& read, std::size_t lines, const data::Limits& limits) {
  if (!read) {
    HC_ASSERT(read.error().message.starts_with("line "));
    return;
  }
  std::vector<const data::Value*> open = {&*read};
  for (std::size_t i = 0; i < open.size(); ++i) {
    HC_ASSERT(open[i]->line <= lines && open[i]->key_line <= lines);
    HC_ASSERT(open[i]->members.empty() || !open[i]->is_scalar());
    HC_ASSERT(open.size() <= 2 * limits.values_max + 2);
    (void)open[i]->number();
    (void)open[i]->integer();
    for (const data::Value& member : open[i]->members)
      open.push_back(&member);
  }
}

}  // namespace

// libfyaml 0.7.12 does not let go of a chunk where it gives a text up as malformed; ours would still be told.
extern "C" const char* __lsan_default_suppressions();
extern "C" const char* __lsan_default_suppressions() {
  return "leak:fy_atom_iter_grow_chunk\n";
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  const auto lines = static_cast<std::size_t>(
      2 + std::count_if(text.begin(), text.end(), [](char c) { return c == '\n' || c == '\r'; }));
  constexpr data::Limits limits{1 << 20, 64, 20'000};
  for (const auto reader : {data::read_json, data::read_yaml, data::read_dotenv})
    holds_together(reader(text, limits), lines, limits);
  holds_together(data::read_toml(text, limits), lines, limits);
  return 0;
}
