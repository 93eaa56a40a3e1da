// A search index whose blocks hold any bytes under right checksums: asked, verified, merged. The input is a
// list of changes, four bytes each: which block, where (two bytes), what stands there. What is
// left over is read as a manifest.
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>

#include "base/assert.h"
#include "search/bits.h"
#include "search/index.h"
#include "search/manifest.h"
#include "search/parts.h"

namespace {

using namespace hindcast;
using namespace hindcast::search;

constexpr IndexOptions small = {
    .build_bytes_max = 1u << 20, .documents_max = 200, .paired_documents_min = 100};

class Blocks final : public Store {
 public:
  Result<std::string> manifest() override { return listed; }
  Status set_manifest(std::string_view text) override {
    listed = text;
    return Ok();
  }
  Result<std::string> block(std::uint32_t segment, std::uint32_t number) override {
    const auto found = blocks.find({segment, number});
    if (found == blocks.end()) return Error{ErrorCode::not_found, "no such block"};
    return found->second;
  }
  Status put_block(std::uint32_t segment, std::uint32_t number, std::string_view bytes) override {
    blocks[{segment, number}] = bytes;
    return Ok();
  }
  Status drop_segment(std::uint32_t segment) override {
    std::erase_if(blocks, [&](const auto& block) { return block.first.first == segment; });
    return Ok();
  }

  std::string listed;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> blocks;
};

Entry entry(std::int64_t id, std::string_view title, std::string_view body) {
  return {.id = id,
          .language = id % 3 == 0 ? "de" : "en",
          .date = date_from_days(20000 + id),
          .pieces = {{Field::title, title}, {Field::body, body}},
          .attributes = {id % 2 == 0 ? "owner:QA" : "owner:qa", "state:open"}};
}

// Two segments, the first with lists of two blocks.
Blocks made() {
  Blocks blocks;
  Index index = *Index::open(blocks, small);
  for (std::int64_t id = 1; id <= 210; ++id)
    HC_ASSERT(index
                  .put(entry(id, "Cache timeouts",
                             id % 2 == 0 ? "the cache of 東京都 timed out" : "the deployments"))
                  .ok());
  HC_ASSERT(index.remove(5).ok());
  HC_ASSERT(index.flush().ok());
  return blocks;
}

void ask(Index& index) {
  const Query asked[] = {words("the"),
                         words("timeout", Field::title),
                         phrase("the cache of"),
                         prefix("de"),
                         words("東京都"),
                         all_of({words("cache"), attribute("owner:qa"), none_of({words("deployment")})}),
                         any_of({dates({2024, 10, 5}, {2025, 1, 1}), attribute_prefix("state:")})};
  for (const Query& query : asked)
    for (const Order order : {Order::score, Order::newest})
      if (const auto found = index.search(query, {.order = order, .facets = {"owner"}}); found.ok())
        HC_ASSERT(found->hits.size() <= 10);
  (void)index.similar(entry(999, "Cache", "the cache of 東京都 timed out"), 5, 2).ok();
  (void)index.nearest("deployemnt").ok();
  (void)index.verify().ok();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const Blocks whole = made();
  Blocks blocks = whole;
  std::size_t at = 0;
  for (; at + 4 <= size && at < 400; at += 4) {
    auto block = blocks.blocks.begin();
    std::advance(block, data[at] % blocks.blocks.size());
    std::string& bytes = block->second;
    const std::size_t payload = bytes.size() - checksum_bytes;
    bytes[(data[at + 1] + 256u * data[at + 2]) % payload] = static_cast<char>(data[at + 3]);
    bytes.resize(payload);
    put_fixed(bytes, checksum(bytes, block->first.first, block->first.second));
  }
  (void)read_manifest({reinterpret_cast<const char*>(data + at), size - at}).ok();
  Result<Index> index = Index::open(blocks, small);
  HC_ASSERT(index.ok());
  ask(*index);
  // Enough small segments that the changed ones are merged.
  for (std::int64_t id = 300; id < 305; ++id) {
    if (!index->put(entry(id, "New", "the new one")).ok() || !index->flush().ok()) return 0;
  }
  ask(*index);
  return 0;
}
