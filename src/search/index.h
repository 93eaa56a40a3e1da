// The search index: documents go in, queries are answered in milliseconds. It knows numbers, pieces of text
// and attributes; what an archive or Markdown is, it doesn't.
//
//   index.put(entry) … index.flush()     documents lie in immutable sorted segments of a Store; few and large
//   index.search(query)                  ranked by BM25 with weights by field, counted, with facets
//
// One thread at a time. The Store must outlive the Index.
#pragma once

#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "search/query.h"
#include "search/store.h"

namespace hindcast::search {

// A stretch of a document's text. Phrases don't reach from one piece into the next.
struct Piece {
  Field field = Field::body;
  std::string_view text;
};

// "owner:QA Team": a name, a colon, a value as written. Which ones, not how often each. They lie one behind
// the other in memory.
class Attributes {
 public:
  Attributes() = default;
  Attributes(std::initializer_list<std::string_view> all) {
    for (const std::string_view one : all)
      add({one});
  }
  // One, of so many parts.
  void add(std::initializer_list<std::string_view> parts) { add(std::span(parts.begin(), parts.size())); }
  void add(std::span<const std::string_view> parts) {
    for (const std::string_view part : parts)
      bytes_ += part;
    ends_.push_back(bytes_.size());
  }
  std::size_t size() const { return ends_.size(); }
  std::string_view operator[](std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return {bytes_.data() + begin, ends_[index] - begin};
  }

 private:
  std::string bytes_;
  std::vector<std::size_t> ends_;
};

// A document as the index takes it. Pieces are in the order of reading and don't overlap.
struct Entry {
  std::int64_t id = 0;               // the archive's; > 0
  std::string_view language = "en";  // BCP 47
  std::optional<Date> date{};
  std::vector<Piece> pieces{};
  Attributes attributes{};
};

struct Hit {
  std::int64_t id = 0;
  double score = 0;  // 0 where the query has no words
  bool operator==(const Hit&) const = default;
};

struct FacetValue {
  std::string value;  // "QA Team", as it is mostly written
  std::uint64_t documents = 0;
  bool operator==(const FacetValue&) const = default;
};
struct Facet {
  std::string name;                // "owner"
  std::vector<FacetValue> values;  // most documents first, then by value
  bool is_complete = true;         // false: there were more than facet_values_max, or fewer were asked for
};

enum class Order : std::uint8_t {
  score,
  newest,
  oldest
};  // of equals: the newest date, then the smallest id

struct SearchOptions {
  std::size_t hits_max = 10;
  std::size_t skip = 0;  // pages
  Order order = Order::score;
  std::vector<std::string> facets{};  // names: "owner", "kind"
  std::size_t facet_values_max = 20;
};

struct Found {
  std::vector<Hit> hits;
  std::uint64_t total = 0;  // documents that match, whether or not among the hits
  bool is_exact =
      true;  // false: at least that many; a prefix had too many words, and the rarest were left out
  std::vector<Facet> facets;
};

// A word of the texts, as written but in small letters, and how many documents have it in any inflection.
struct Suggestion {
  std::string word;
  std::uint64_t documents = 0;
  bool operator==(const Suggestion&) const = default;
};

struct IndexOptions {
  std::size_t build_bytes_max = 96u << 20;  // of what is gathered before it becomes a segment
  std::size_t cache_bytes_max = 96u << 20;  // of blocks that were read
  std::uint32_t documents_max = 60'000;     // likewise gathered; tests make it small
  // Segments of so many tell which common words are neighbours; fewer are asked as quickly without.
  std::uint32_t paired_documents_min = 8192;
};

struct Statistics {
  std::uint64_t documents = 0;  // that are here
  std::uint64_t deleted = 0;    // that still take room
  std::uint64_t segments = 0;
  std::uint64_t bytes = 0;
  std::vector<std::string> languages;  // whose stemmers were used: "de", "en"; known once something was asked
};

class Index {
 public:
  // Reads the list of segments and nothing else. `corrupt` when it is none, `unsupported` when a newer
  // Hindcast wrote it: build a new index then.
  static Result<Index> open(Store&, const IndexOptions& = {});
  Index(Index&&) noexcept;
  Index& operator=(Index&&) noexcept;
  ~Index();

  // A new document, or a new text of one. Found after flush().
  Status put(const Entry&);
  // Nothing happens when it is not there.
  Status remove(std::int64_t id);
  // Writes what was gathered, merges small segments and sets the manifest. Whoever gives the store
  // transactions commits after it; an index whose call failed is thrown away and opened again.
  Status flush();

  // Of documents that were flushed. `invalid` for a tree that is too deep or too large.
  Result<Found> search(const Query&, const SearchOptions& = {});

  // Documents that share the words by which this text differs from most: best first, without `except`.
  Result<std::vector<Hit>> similar(const Entry& like, std::size_t hits_max = 10, std::int64_t except = 0);

  // Words near a mistyped one, those of most documents first among equally near ones; the word itself is
  // not among them.
  Result<std::vector<Suggestion>> nearest(std::string_view word, std::size_t suggestions_max = 3);
  // In how many documents a word stands, in any inflection.
  Result<std::uint64_t> frequency(std::string_view word);

  const Statistics& statistics() const;

  // Reads every block; a sentence for everything that is wrong. Empty: the index is whole.
  Result<std::vector<std::string>> verify();

 private:
  struct Impl;
  explicit Index(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::search
