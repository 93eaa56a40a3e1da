// The verbs `search` and `similar`: documents that say something, and why each was found.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "app/archived.h"
#include "app/check_settings.h"
#include "app/in_vain.h"
#include "archive/records.h"
#include "base/result.h"
#include "search/index.h"
#include "search/passages.h"
#include "search/typed.h"

namespace hindcast::app {

// What is searched: an archive and its index.
struct Library {
  OpenArchive open;
  bool is_in_memory = false;  // no archive was there: the documents were read for this once
  bool is_empty = false;      // likewise, and there were none
  bool took_long = false;     // so many that a second passes meanwhile
  std::vector<Trouble> troubles;
  std::string here{};  // the current folder from the archive's root; "" for the root itself or outside of it
};
// The archive at or above `start`; where there is none, its documents, read into memory.
Result<Library> open_library(const std::string& start, const Configuration&, const ReadOptions&);

struct SearchWish {
  std::string query;
  std::size_t limit = 10;
  search::Order order = search::Order::score;
  bool wants_facets = false;
};

struct FoundItem {
  archive::Item item;
  std::string id;  // "outage#x7k2p"
};

struct FoundPassage {
  search::Passage passage;
  std::int64_t line = 0;  // where it begins, from 1
};

struct FoundDocument {
  archive::Document document;
  std::string path;  // of its file, from the current folder
  double score = 0;
  std::vector<Span> title_hits;
  std::vector<FoundPassage> passages;
  std::vector<FoundItem> items;  // that were asked for, or that say what was; the first of them
  std::size_t items_more = 0;
  std::vector<std::string> reasons;
  bool has_changed = false;  // its file is not what the archive knows
  bool is_gone = false;      // there is none any more
};

struct SearchReport {
  std::vector<FoundDocument> results;
  std::uint64_t total = 0;
  bool is_exact = true;         // false: at least so many
  std::uint64_t documents = 0;  // that were searched
  std::vector<search::Facet> facets;
  std::string suggestion;        // the query with other words, which finds something; "" for none
  std::vector<AskedPart> parts;  // of a search that found nothing; of others, values that nothing has
  bool is_behind = false;        // the archive knows more than the index: 'hindcast sync' makes up for it
  std::optional<search::typed::Problem> problem;  // then nothing else
};

Result<SearchReport> find(Library&, const SearchWish&);

// Documents like one of the archive (a path or a slug) or like a file; reasons are the words that they share.
Result<SearchReport> find_similar(Library&, const std::string& target, std::size_t limit, const ReadOptions&);

// {"results":[{"document","title","score","reasons":[…],…}],"held_back","total",…}
std::string search_json(const SearchReport&);

}  // namespace hindcast::app
