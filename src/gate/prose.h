// What prose says without a mark: names and kinds of change that stand in the words of an item or a title.
// Pure, and careful: what might mean something else says nothing.
#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::gate {

// Finds names in prose, word by word and in any letter case: "ledger-db" in "the Ledger DB's backup", and
// "till" neither in "until" nor in "till-ui", "till.example" or "shop/till".
class NameFinder {
 public:
  NameFinder();
  NameFinder(NameFinder&&) noexcept;
  ~NameFinder();

  // Names without a letter, and single letters, are never found.
  void add(std::string_view name, std::size_t number);
  // The numbers of the names in `text`, each once, in the order in which they stand there. What it costs
  // grows with the text, and with how many names have their first two words in common.
  std::vector<std::size_t> find(std::string_view text) const;
  bool is_empty() const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The kinds of change (scope.h) that an item's own words speak of: "environment" for "are the environment
// variables in step?", "migration" for "does the migration script make its indexes?". Only where the words
// mean nothing else: "the migration to the new provider" is none.
std::vector<std::string> kinds_spoken_of(std::string_view text);

// Whether a folder's name says what lies in it: false for "src", "deploy", "web" and others that every
// repository has.
bool is_telling_folder(std::string_view name);

// Whether prose that shares a word with the path may be about it: "nginx" with `nginx/conf.d/default.conf`.
bool speaks_of_path(std::string_view text, std::string_view path);

}  // namespace hindcast::gate
