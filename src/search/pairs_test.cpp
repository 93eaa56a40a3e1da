#include "search/pairs.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "search/postings.h"
#include "search/segment.h"
#include "search/store.h"

namespace hindcast::search {
namespace {

// What becomes of a segment of one document in which each word has these positions.
Status written(const std::vector<std::vector<std::uint32_t>>& words) {
  const auto store = memory_store();
  SegmentWriter writer(*store, 1, 1);
  ListWriter list;
  std::string postings, positions, key = "a0000";
  for (const auto& places : words) {
    list.add(0, places, 0, 100);
    list.finish(postings, positions);
    TRY(writer.add(key, 1, postings, positions));
    for (std::size_t at = key.size(); ++key[--at] > '9' && at > 1;)
      key[at] = '0';
  }
  Columns columns;
  columns.ids = {1};
  columns.days = {no_day};
  columns.lengths = {100};
  columns.field_ends = {0};
  TRY(writer.begin_documents(columns));
  TRY(writer.finish(std::vector<std::string>{"en"}));
  return Ok();
}

TEST_CASE("foreign lists cost no more than lists can") {
  CHECK(written({{1, 5}, {2, 6}}).ok());
  CHECK(written({{1, 1, 1}, {2}}).error().code == ErrorCode::corrupt);  // a word stands at a place once
  CHECK(written({{position_max, position_max}, {position_max}}).ok());  // what lies behind stands there, too
  std::vector<std::vector<std::uint32_t>> many(64, {7});
  CHECK(written(many).ok());
  many.push_back({7});
  CHECK(written(many).error().code == ErrorCode::corrupt);  // no name has so many parts
}

}  // namespace
}  // namespace hindcast::search
