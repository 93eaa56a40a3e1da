#include <map>

#include "search/store.h"

namespace hindcast::search {
namespace {

class MemoryStore final : public Store {
 public:
  Result<std::string> manifest() override { return manifest_; }
  Status set_manifest(std::string_view text) override {
    manifest_ = text;
    return Ok();
  }
  Result<std::string> block(std::uint32_t segment, std::uint32_t number) override {
    const auto found = blocks_.find({segment, number});
    if (found == blocks_.end()) return Error{ErrorCode::not_found, "no such block of the search index"};
    return found->second;
  }
  Status put_block(std::uint32_t segment, std::uint32_t number, std::string_view bytes) override {
    blocks_[{segment, number}] = bytes;
    return Ok();
  }
  Status drop_segment(std::uint32_t segment) override {
    blocks_.erase(blocks_.lower_bound({segment, 0}), blocks_.upper_bound({segment, ~0u}));
    return Ok();
  }

 private:
  std::string manifest_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::string> blocks_;
};

}  // namespace

std::unique_ptr<Store> memory_store() {
  return std::make_unique<MemoryStore>();
}

}  // namespace hindcast::search
