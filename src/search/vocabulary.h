// The words of the documents that are being gathered: each form of each language is stemmed once, and every
// term has a number.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "search/numbers.h"
#include "search/words.h"

namespace hindcast::search {

class Vocabulary {
 public:
  // Room for about half so many words at first.
  explicit Vocabulary(std::size_t slots = 1u << 11);

  // Of the words that follow. At most 255 languages.
  void speak(std::string_view tag);
  // The number of a word's term. REQUIRES: word.text is the one that a WordReader gave, which has bytes to
  // read behind it
  std::uint32_t term(const Word& word);

  // The same in two steps, so that the memory that a word's slot is in comes while other words are read.
  struct Sought {
    std::array<std::uint64_t, 3> key{};
    std::uint64_t hash = 0;
    Shape shape{};
  };
  // False for a word that is too long for it.
  bool seek(const Word& word, Sought& sought) const;
  // REQUIRES: the language is still spoken
  std::uint32_t term(const Sought& sought);

  // The number of an attribute: "owner:QA".
  std::uint32_t attribute(std::string_view text);

  const Numbers& terms() const { return terms_; }  // as keys of a dictionary
  const Numbers& forms() const { return forms_; }  // likewise
  std::vector<std::string> languages() const { return languages_; }
  std::size_t bytes() const;

 private:
  // A word of at most 22 bytes, its language and its length, in a cache line's half.
  struct Slot {
    std::array<std::uint64_t, 3> key{};
    std::uint32_t term = 0;
    std::uint32_t unused = 0;
  };
  static std::uint64_t hash(const std::array<std::uint64_t, 3>& key);
  // Of texts that are asked for rarely, the terms by their numbers.
  struct Others {
    Numbers texts;
    std::vector<std::uint32_t> terms;
  };
  std::uint32_t learn(std::string_view word, Shape shape);
  void grow();

  std::vector<Slot> slots_;
  std::size_t used_ = 0;
  std::vector<std::string> languages_;
  std::vector<Stemmer> stemmers_;
  std::size_t language_ = 0;
  Others long_words_, attributes_;
  Numbers terms_, forms_;
};

}  // namespace hindcast::search
