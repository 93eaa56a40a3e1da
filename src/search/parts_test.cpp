#include <doctest/doctest.h>

#include <random>

#include "search/bits.h"
#include "search/dictionary.h"
#include "search/index.h"
#include "search/manifest.h"
#include "search/postings.h"
#include "search/ranking.h"

namespace hindcast::search {
namespace {

TEST_CASE("numbers of any width come out of their bits as they went in") {
  std::mt19937 random(3);
  for (std::uint32_t bits = 0; bits <= 32; ++bits) {
    std::vector<std::uint32_t> values(131), read(131);
    for (std::uint32_t& value : values)
      value = bits == 0 ? 0 : static_cast<std::uint32_t>(random() >> (32 - bits));
    std::string packed;
    pack(values.data(), values.size(), bits, packed);
    CHECK(packed.size() == packed_bytes(values.size(), bits));
    packed.resize(packed.size() + slack_bytes);
    unpack(reinterpret_cast<const unsigned char*>(packed.data()), read.size(), bits, read.data());
    CHECK(read == values);
  }
}

TEST_CASE("what a taker isn't given is not ok, and stays so") {
  Taker taker(std::string_view("\x05hello\x80", 7));
  CHECK(taker.text() == "hello");
  CHECK(taker.is_ok());
  CHECK(taker.varint() == 0);
  CHECK_FALSE(taker.is_ok());
  CHECK(taker.text() == "");
  CHECK(Taker(std::string_view("\x09", 1)).varint(8) == 0);
}

TEST_CASE("lengths keep their order in a byte, exact to an eighth") {
  for (std::uint32_t words = 0; words < 100'000; words += 1 + words / 50)
    CHECK(length_code(words) <= length_code(words + 1 + words / 7));
  CHECK(length_code(0) == 0);
  CHECK(length_code(7) == 7);
  CHECK(length_code(~0u) == 239);
  CHECK(saturation(3, length_code(100)) > saturation(2, length_code(100)));
  CHECK(saturation(3, length_code(100)) > saturation(3, length_code(2000)));
}

// A list of every `step`th document, each with two positions.
struct Written {
  std::string postings, positions;
  std::uint32_t documents = 0;
};
Written list_of(std::uint32_t count, std::uint32_t step) {
  ListWriter writer;
  for (std::uint32_t i = 0; i < count; ++i)
    writer.add(i * step, std::vector<std::uint32_t>{i % 7, i % 7 + 3}, i % 50 == 0 ? 4 : 0, 100);
  Written written;
  written.documents = writer.documents();
  writer.finish(written.postings, written.positions);
  written.postings.resize(written.postings.size() + slack_bytes);
  return written;
}

TEST_CASE("a list is found through its blocks") {
  for (const std::uint32_t count : {1u, 127u, 128u, 129u, 1000u}) {
    const Written written = list_of(count, 5);
    List list;
    REQUIRE(list.open(reinterpret_cast<const unsigned char*>(written.postings.data()),
                      written.postings.size() - slack_bytes, written.documents, count * 5));
    Block block;
    std::uint32_t bits = 0, next = 0;
    for (std::uint32_t i = 0; i < list.blocks(); ++i) {
      REQUIRE(list.decode_documents(i, block));
      REQUIRE(list.decode_counts(i, block, bits));
      for (std::uint32_t n = 0; n < block.size; ++n, ++next) {
        CHECK(block.document[n] == next * 5);
        CHECK(block.count[n] == 2);
        CHECK(block.weighted[n] == (next % 50 == 0 ? 6 : 2));
      }
    }
    CHECK(next == count);
    CHECK(list.block_from(0, 0) == 0);
    if (count == 1000) CHECK(list.block_from(0, 5 * 300) == 2);
    if (count == 1000) CHECK(list.block_from(3, 5 * 999) == 7);
  }
}

TEST_CASE("a list that was cut off anywhere is refused or read, and never read beyond") {
  const Written written = list_of(300, 3);
  for (std::size_t size = 0; size < written.postings.size() - slack_bytes; ++size) {
    const std::string cut = written.postings.substr(0, size) + std::string(slack_bytes, '\xFF');
    List list;
    Block block;
    std::uint32_t bits = 0;
    bool is_whole =
        list.open(reinterpret_cast<const unsigned char*>(cut.data()), size, written.documents, 1000);
    for (std::uint32_t i = 0; is_whole && i < list.blocks(); ++i)
      is_whole = list.decode_documents(i, block) && list.decode_counts(i, block, bits);
    CHECK_FALSE(is_whole);
  }
}

TEST_CASE("a manifest comes back, and a changed or newer one is refused") {
  const Manifest manifest{9, {{3, 100, {1, 2, 3, 4, 5}, {0, 7, 99}}, {8, 1, {}, {}}}};
  const std::string text = written(manifest);
  const Result<Manifest> read = read_manifest(text);
  REQUIRE(read.ok());
  CHECK(read->next_segment == 9);
  CHECK(read->segments[0].deleted == std::vector<std::uint32_t>{0, 7, 99});
  CHECK(written(*read) == text);
  CHECK(read_manifest("")->segments.empty());
  CHECK(read_manifest("HCIDX9\n...").error().code == ErrorCode::unsupported);
  CHECK(read_manifest("something").error().code == ErrorCode::corrupt);
  Manifest many{1'000, {}};
  for (std::uint32_t number = 0; number < segments_max; ++number)
    many.segments.push_back({number, 1, {}, {}});
  CHECK(read_manifest(written(many)).ok());
  many.segments.push_back({999, 1, {}, {}});
  CHECK(read_manifest(written(many)).error().code == ErrorCode::corrupt);
  for (std::size_t at = 7; at < text.size(); ++at) {
    std::string changed = text;
    changed[at] = static_cast<char>(changed[at] ^ 1);
    CHECK_FALSE(read_manifest(changed).ok());
    CHECK_FALSE(read_manifest(std::string_view(text).substr(0, at)).ok());
  }
}

// --- through the index ---------------------------------------------------------

struct Filled {
  std::unique_ptr<Store> store = memory_store();
  Index index = *Index::open(*store, {.paired_documents_min = 1});

  void put(std::int64_t id, std::string_view title, std::string_view body,
           const Attributes& attributes = {}) {
    REQUIRE(
        index
            .put({.id = id, .pieces = {{Field::title, title}, {Field::body, body}}, .attributes = attributes})
            .ok());
  }
  std::string ids(const Query& query, const SearchOptions& options = {}) {
    REQUIRE(index.flush().ok());
    const Result<Found> found = index.search(query, options);
    REQUIRE(found.ok());
    std::string shown;
    for (const Hit& hit : found->hits)
      (shown += shown.empty() ? "" : " ") += std::to_string(hit.id);
    return shown;
  }
};

TEST_CASE("a word in the title says more than one in the body, and a rare one more than a common one") {
  Filled filled;
  filled.put(1, "A quiet day", "the cache was cold");
  filled.put(2, "The cache was cold", "a quiet day");
  filled.put(3, "A quiet day", "the disk was full, and the day was long");
  CHECK(filled.ids(words("cache")) == "2 1");
  CHECK(filled.ids(any_of({words("day"), words("disk")})) == "3 1 2");
  CHECK(filled.ids(words("cache", Field::title)) == "2");
}

TEST_CASE("inflections, names, prefixes and scripts without spaces are found") {
  Filled filled;
  filled.put(1, "", "Deployments of ORDER_ID timed out in src/app/sync.cpp with E1234");
  filled.put(2, "", "東京都のデータベース障害");
  filled.put(3, "", "The order of id numbers, and 京都");
  CHECK(filled.ids(words("deploying")) == "1");
  CHECK(filled.ids(words("order_id")) == "1");
  CHECK(filled.ids(words("app/sync")) == "1");
  CHECK(filled.ids(words("1234")) == "1");
  CHECK(filled.ids(prefix("deplo")) == "1");
  CHECK(filled.ids(prefix("deploym")) == "1");
  CHECK(filled.ids(words("データベース")) == "2");
  CHECK(filled.ids(words("害")) == "2");
  CHECK(filled.ids(words("京")) == "3 2");
  CHECK(filled.ids(words("京都")) == "3 2");
  CHECK(filled.ids(words("東京都")) == "2");
}

TEST_CASE("words side by side are found wherever in a long document they stand") {
  Filled filled;
  std::uint64_t documents = 0;
  for (const int before : {0, 62, 63, 64, 127, 2046, 2047, 2048, 4095}) {
    std::string text;
    for (int i = 0; i < before; ++i)
      text += "x ";
    filled.put(static_cast<std::int64_t>(++documents), "", text + "alpha beta");
  }
  REQUIRE(filled.index.flush().ok());
  CHECK(filled.index.search(phrase("alpha beta"))->total == documents);
  CHECK(filled.index.search(phrase("x alpha"))->total == documents - 1);
  CHECK(filled.index.search(phrase("beta alpha"))->total == 0);
}

TEST_CASE("facets count the values of what was found, in their usual spelling") {
  Filled filled;
  filled.put(1, "", "cache", {"owner:QA", "state:open"});
  filled.put(2, "", "cache", {"owner:qa", "owner:QA"});
  filled.put(3, "", "cache", {"owner:sre"});
  filled.put(4, "", "disk", {"owner:sre"});
  REQUIRE(filled.index.flush().ok());
  const Found found = *filled.index.search(words("cache"), {.facets = {"owner"}, .facet_values_max = 1});
  CHECK(found.facets[0].values == std::vector<FacetValue>{{"QA", 2}});
  CHECK_FALSE(found.facets[0].is_complete);
  CHECK(filled.ids(attribute("owner:Qa")) == "1 2");
  CHECK(filled.ids(all_of({attribute_prefix("owner:"), none_of({attribute("owner:qa")})})) == "3 4");
}

TEST_CASE("documents like one share its telling words") {
  Filled filled;
  filled.put(1, "Certificate expired", "the tls certificate of the gateway expired at night");
  filled.put(2, "Expired certificates", "a renewal of the certificate was late, tls failed");
  filled.put(3, "Disk full", "the disk of the database was full at night");
  filled.put(4, "Slow deploys", "the deploys of the gateway were slow");
  REQUIRE(filled.index.flush().ok());
  const Entry like{.pieces = {{Field::body, "the tls certificate of the gateway expired at night"}}};
  const Result<std::vector<Hit>> hits = filled.index.similar(like, 2, 1);
  REQUIRE(hits.ok());
  REQUIRE(hits->size() == 2);
  CHECK((*hits)[0].id == 2);
}

TEST_CASE("a mistyped word is near the words of the texts, the frequent ones first") {
  Filled filled;
  filled.put(1, "", "deployment timeout cache");
  filled.put(2, "", "deployments timeouts cached");
  filled.put(3, "", "caches of deployments");
  REQUIRE(filled.index.flush().ok());
  CHECK(filled.index.nearest("deploymnet")->front() == Suggestion{"deployment", 3});
  CHECK(filled.index.nearest("cahce")->front() == Suggestion{"cache", 3});
  CHECK(filled.index.nearest("zzzzzz")->empty());
  CHECK(*filled.index.frequency("deploying") == 3);
}

TEST_CASE("a beginning that too many words have is cut, and that is said") {
  Filled filled;
  std::string many;
  for (int i = 0; i < 2000; ++i)
    many += "x" + std::to_string(i) + " ";
  filled.put(1, "", many);
  filled.put(2, "", "x7 y");
  REQUIRE(filled.index.flush().ok());
  const Found found = *filled.index.search(prefix("x"));
  CHECK(found.total == 2);
  CHECK_FALSE(found.is_exact);
  CHECK(filled.index.search(prefix("y"))->is_exact);
}

TEST_CASE("a tree that is too deep or too large is refused") {
  Filled filled;
  Query deep = words("a");
  for (int i = 0; i < depth_max; ++i)
    deep = none_of({deep});
  CHECK(filled.index.search(deep).error().code == ErrorCode::invalid);
  CHECK(filled.index.search(any_of(std::vector<Query>(2000, words("a")))).error().code == ErrorCode::invalid);
}

// Changes one byte of every block in turn.
class Damaging final : public Store {
 public:
  explicit Damaging(Store& below) : below_(below) {}
  Result<std::string> manifest() override { return below_.manifest(); }
  Status set_manifest(std::string_view) override { return Ok(); }
  Result<std::string> block(std::uint32_t segment, std::uint32_t number) override {
    std::string bytes = *below_.block(segment, number);
    if (number == damaged) bytes[at % bytes.size()] = static_cast<char>(bytes[at % bytes.size()] ^ 0x10);
    return bytes;
  }
  Status put_block(std::uint32_t, std::uint32_t, std::string_view) override { return Ok(); }
  Status drop_segment(std::uint32_t) override { return Ok(); }
  std::uint32_t damaged = 0;
  std::size_t at = 0;

 private:
  Store& below_;
};

TEST_CASE("a changed byte anywhere is said by verify and never answered from") {
  Filled filled;
  filled.put(1, "Deployments", "of the cache timed out", {"owner:qa"});
  REQUIRE(filled.index.flush().ok());
  CHECK(filled.index.verify()->empty());
  Damaging damaging(*filled.store);
  for (std::uint32_t part = 0; part < part_count; ++part)
    for (damaging.at = 0; damaging.at < 60; damaging.at += 7) {
      damaging.damaged = block_number(static_cast<Part>(part), 0);
      Index index = *Index::open(damaging);
      const auto sentences = index.verify();
      REQUIRE(sentences.ok());
      CHECK(sentences->size() == 1);
      CHECK(index.search(phrase("the cache", Field::body)).error().code == ErrorCode::corrupt);
    }
}

}  // namespace
}  // namespace hindcast::search
