// A query made ready for an index: its words are terms, its terms are lists of every segment, and what a word
// weighs is known.
#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "search/analysis.h"
#include "search/query.h"
#include "search/segment.h"

namespace hindcast::search {

inline constexpr std::size_t prefix_terms_max = 512;        // that a beginning stands for
inline constexpr std::size_t prefix_scanned_max = 100'000;  // keys that are looked at for it
inline constexpr std::size_t attribute_values_max = 4096;   // likewise of attributes

// Lists any of which will do, by segment.
using Lists = std::vector<std::vector<DictionaryEntry>>;

struct PlannedPlace {
  Lists lists;
  std::uint64_t documents = 0;  // sum over the lists
  std::uint32_t position = 0;
};

struct Plan {
  enum class Kind : std::uint8_t { all, nothing, words, attributes, dates, all_of, any_of, none_of };
  Kind kind = Kind::all;
  std::vector<PlannedPlace> places{};  // of words; attributes have one
  std::optional<Field> field{};
  float weight = 0;  // of words
  std::int32_t first = 0, last = 0;
  std::vector<Plan> parts{};
};

// What plans are made against.
struct Planner {
  std::span<Segment* const> segments;
  std::span<const std::string> languages;
  std::uint64_t documents = 0;  // all there are
  bool is_cut = false;          // a beginning stood for more terms than were taken

  // REQUIRES: admit(query)
  Result<Plan> plan(const Query&);
  // One word that weighs `weight`.
  Result<Plan> plan_term(const std::string& term, float weight);
  Result<Lists> lists_of(std::span<const std::string> keys);

 private:
  Result<Plan> plan_words(const Query&);
  Result<Plan> plan_attributes(const Query&);
  Result<std::vector<std::string>> expanded(const std::string& beginning);
  Result<PlannedPlace> placed(std::vector<std::string> terms, std::uint32_t position);
};

}  // namespace hindcast::search
