#include "search/index.h"

#include <doctest/doctest.h>

#include <cmath>
#include <map>
#include <random>

#include "base/text.h"
#include "search/naive.h"

namespace hindcast::search {
namespace {

// --- any index beside the slow searcher ---------------------------------------

using Random = std::mt19937;

std::size_t below(Random& random, std::size_t limit) {
  return random() % limit;
}

constexpr std::string_view vocabulary[] = {
    "the",    "the",      "the",         "and",         "and",     "cache",    "caches",    "caching",
    "deploy", "deploys",  "deployment",  "deployed",    "timeout", "timeouts", "ORDER_ID",  "order",
    "id",     "E1234",    "src/app.cpp", "app",         "v1.2.3",  "Störung",  "Störungen", "défaillance",
    "東京都", "障害報告", "障害",        "getUserName", "user",    "team's",   "pool",      "connection"};

std::string some_text(Random& random, std::size_t words_max) {
  std::string text;
  for (std::size_t words = below(random, words_max + 1); words > 0; --words) {
    text += vocabulary[below(random, std::size(vocabulary))];
    text += below(random, 8) == 0 ? ". " : " ";
  }
  return text;
}

// The texts that an Entry's pieces point into.
struct Written {
  Entry entry;
  std::vector<std::string> texts;
};

void write(Written& to, Random& random, std::int64_t id) {
  constexpr std::string_view languages[] = {"en", "en", "de", "fr", "ja"};
  constexpr std::string_view owners[] = {"owner:QA",  "owner:qa",   "owner:Équipe",
                                         "owner:sre", "state:open", "state:done"};
  to.entry.id = id;
  to.entry.language = languages[below(random, 5)];
  if (below(random, 4) > 0)
    to.entry.date = date_from_days(20000 + static_cast<std::int64_t>(below(random, 50)));
  const std::size_t pieces = below(random, 6);
  to.texts.reserve(pieces);
  for (std::size_t i = 0; i < pieces; ++i) {
    to.texts.push_back(some_text(random, 9));
    to.entry.pieces.push_back({static_cast<Field>(below(random, 4)), to.texts.back()});
  }
  for (std::size_t i = below(random, 4); i > 0; --i)
    to.entry.attributes.add({owners[below(random, std::size(owners))]});
}

Query some_query(Random& random, int depth) {
  const auto field = [&]() -> std::optional<Field> {
    if (below(random, 4) > 0) return {};
    return static_cast<Field>(below(random, 4));
  };
  const auto word = [&] { return std::string(vocabulary[below(random, std::size(vocabulary))]); };
  const auto parts = [&] {
    std::vector<Query> made;
    for (std::size_t i = below(random, 4); i > 0; --i)
      made.push_back(some_query(random, depth - 1));
    return made;
  };
  switch (below(random, depth > 0 ? 13 : 9)) {
    case 0:
      return phrase(word() + " " + word(), field());
    case 1: {
      const std::string whole = word();
      return prefix(std::string(first_bytes(whole, 1 + below(random, whole.size()))), field());
    }
    case 2:
      return attribute("Owner:QA");
    case 3:
      return attribute_prefix(below(random, 2) == 0 ? "owner:" : "owner:e");
    case 4: {
      const auto first = 20000 + static_cast<std::int64_t>(below(random, 50));
      return dates(date_from_days(first),
                   date_from_days(first + static_cast<std::int64_t>(below(random, 30))));
    }
    case 5:
      return phrase(some_text(random, 4), field());
    case 6:
    case 7:
    case 8:
      return words(word(), field());
    case 9:
      return none_of(parts());
    case 10:
    case 11:
      return all_of(parts());
    default:
      return any_of(parts());
  }
}

// "" when both say the same. Scores are compared where nothing deleted takes part in them.
std::string difference(const Found& found, const Found& expected, bool with_scores) {
  if (found.total != expected.total)
    return "total " + std::to_string(found.total) + " not " + std::to_string(expected.total);
  if (found.hits.size() != expected.hits.size()) return "hits";
  std::map<std::int64_t, double> scores;
  for (const Hit& hit : expected.hits)
    scores[hit.id] = hit.score;
  for (std::size_t i = 0; i < found.hits.size(); ++i) {
    const Hit& hit = found.hits[i];
    if (scores.count(hit.id) == 0) return "hit " + std::to_string(hit.id);
    if (!with_scores) continue;
    if (std::abs(scores[hit.id] - hit.score) > 1e-3) return "score of " + std::to_string(hit.id);
    if (std::abs(expected.hits[i].score - hit.score) > 1e-3) return "order at " + std::to_string(i);
  }
  for (std::size_t i = 0; i < expected.facets.size(); ++i)
    for (std::size_t n = 0; n < expected.facets[i].values.size(); ++n)
      if (found.facets[i].values.size() != expected.facets[i].values.size() ||
          found.facets[i].values[n].documents != expected.facets[i].values[n].documents)
        return "facet " + expected.facets[i].name;
  return "";
}

struct Life {
  std::unique_ptr<Store> store = memory_store();
  IndexOptions options;
  Naive naive;
  Random random;

  // Every other one in segments that tell of neighbours.
  explicit Life(std::uint32_t seed) : random(seed) { options.paired_documents_min = seed % 2 == 0 ? ~0u : 1; }

  Index open() {
    Result<Index> index = Index::open(*store, options);
    REQUIRE(index.ok());
    return std::move(*index);
  }
  void put(Index& index, std::int64_t id) {
    Written written;
    write(written, random, id);
    REQUIRE(index.put(written.entry).ok());
    naive.put(written.entry);
  }
  // The first question whose answers differ.
  std::string ask(Index& index, int questions) {
    for (int i = 0; i < questions; ++i) {
      const Query query = some_query(random, 3);
      SearchOptions how{.hits_max = 100'000, .facets = {"owner", "state"}};
      if (below(random, 3) == 0) how.order = below(random, 2) == 0 ? Order::newest : Order::oldest;
      Result<Found> found = index.search(query, how), expected = naive.search(query, how);
      REQUIRE(found.ok());
      const bool is_clean = index.statistics().deleted == 0;
      std::string what = difference(*found, *expected, is_clean);
      if (what.empty() && how.order != Order::score && found->hits != expected->hits && is_clean) {
        for (std::size_t n = 0; n < found->hits.size(); ++n)
          if (found->hits[n].id != expected->hits[n].id) what = "order by date";
      }
      if (!what.empty()) return "question " + std::to_string(i) + ": " + what;
    }
    const Result<std::vector<std::string>> sentences = index.verify();
    REQUIRE(sentences.ok());
    return sentences->empty() ? "" : sentences->front();
  }
};

TEST_CASE(
    "the index finds what the slow searcher finds, through additions, removals and merges in any order") {
  for (std::uint32_t seed = 1; seed <= 30; ++seed) {
    Life life(seed);
    life.options.documents_max = 1 + static_cast<std::uint32_t>(below(life.random, 7));
    Index index = life.open();
    for (int step = 0; step < 12; ++step) {
      for (std::size_t i = below(life.random, 8); i > 0; --i)
        life.put(index, 1 + static_cast<std::int64_t>(below(life.random, 40)));
      for (std::size_t i = below(life.random, 3); i > 0; --i) {
        const auto id = 1 + static_cast<std::int64_t>(below(life.random, 40));
        REQUIRE(index.remove(id).ok());
        life.naive.remove(id);
      }
      REQUIRE(index.flush().ok());
      if (below(life.random, 3) == 0) index = life.open();
      INFO("seed " << seed << " step " << step);
      REQUIRE(life.ask(index, 12) == "");
    }
  }
}

TEST_CASE("lists of many blocks and documents of many windows are found like few") {
  Life life(7);
  life.options.documents_max = 4000;
  Index index = life.open();
  for (std::int64_t id = 1; id <= 4500; ++id)
    life.put(index, id);
  REQUIRE(index.flush().ok());
  CHECK(life.ask(index, 12) == "");
  for (std::int64_t id = 1; id <= 4500; id += 3) {
    REQUIRE(index.remove(id).ok());
    life.naive.remove(id);
  }
  REQUIRE(index.flush().ok());
  CHECK(life.ask(index, 12) == "");
}

TEST_CASE("neighbours are told of in segments of more documents than have their bits side by side") {
  std::unique_ptr<Store> store = memory_store();
  Index index = *Index::open(*store, {.documents_max = 9'000});
  constexpr std::int64_t documents = 72'000;  // which eight segments become one
  const auto is_wanted = [](std::int64_t id) { return id % 1000 == 7 || id > documents - 3; };
  for (std::int64_t id = 1; id <= documents; ++id)
    REQUIRE(
        index.put({.id = id, .pieces = {{Field::body, is_wanted(id) ? "pool cache" : "cache pool"}}}).ok());
  REQUIRE(index.flush().ok());
  REQUIRE(index.statistics().segments == 1);
  CHECK(index.search(phrase("pool cache"))->total == 75);
  CHECK(index.search(phrase("cache pool"))->total == documents - 75);
  CHECK(index.search(phrase("pool pool"))->total == 0);
  CHECK(index.verify()->empty());
}

}  // namespace
}  // namespace hindcast::search
