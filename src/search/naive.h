// The slow searcher: keeps every word of every document and looks at all of them. What it finds is right by
// being plain; tests hold the index to it.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "base/result.h"
#include "search/index.h"

namespace hindcast::search {

class Naive {
 public:
  void put(const Entry&);
  void remove(std::int64_t id);
  Result<Found> search(const Query&, const SearchOptions& = {}) const;

  struct Term {
    std::string term;
    std::uint32_t position = 0;
    Field field{};
  };
  struct Document {
    std::int64_t id = 0;
    std::int64_t day = 0;
    bool has_day = false;
    std::vector<std::string> attributes;
    std::vector<Term> terms;
    std::uint8_t length = 0;
  };

 private:
  std::vector<std::string> languages_;
  std::vector<Document> documents_;                         // by id
  std::vector<std::pair<std::string, std::string>> forms_;  // sorted: a word that was ever put, and its term
};

}  // namespace hindcast::search
