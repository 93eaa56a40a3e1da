// What a text says, word by word, the way search compares words. Any bytes are a text; the cost is linear.
//
// `ORDER_ID`, `src/app/sync.cpp` and `v1.2.3` are words that are joined (whoever looks for the whole looks
// for a phrase), `getUserName` is one word that has parts. Chinese, Japanese and Korean are read as
// overlapping pairs of characters: 東京都 is 東京, 京都 and, as the tail of its run, 都.
#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/text.h"

namespace hindcast::search {

inline constexpr std::size_t word_bytes_max = 64;  // longer words are compared by their first bytes

enum class Shape : std::uint8_t {
  whole,  // a word
  part,   // `name` inside `getUserName`, at the position of the whole
  pair,   // two neighbouring characters of a script without spaces
  tail    // the last character of such a run; the only one when `is_joined` is false
};

struct Word {
  std::string_view text;       // small letters, accents kept, wide and ligated forms made plain; until next()
  Span at;                     // its bytes in the text
  std::uint32_t position = 0;  // counts words; parts share that of their whole
  Shape shape = Shape::whole;
  bool is_joined = false;  // only signs such as _ - . / : stand between it and the whole word before
};

// Reads one text from its beginning. Borrows the text.
class WordReader {
 public:
  explicit WordReader(std::string_view text, std::uint32_t first_position = 0);
  // False at the end of the text.
  bool next(Word&);

 private:
  bool next_part(Word&);
  void read_ascii(Word&);
  void read_any(Word&);
  void read_pair(Word&);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t end_before_ = 0;  // of the whole word or pair before
  std::uint32_t position_ = 0;  // of the next word
  bool is_first_ = true;
  bool in_run_ = false;                     // at_ stands on the second character of a pair that was given
  std::size_t part_at_ = 0, part_end_ = 0;  // bytes of a word whose parts are still to come
  char letters_[word_bytes_max + 8] = {};
};

// Small letters without accents: "Déploiement" and "deploiement" are one. For attributes and prefixes.
std::string folded(std::string_view text);

// Which language's stemmer reads texts of a BCP 47 tag: "de" for "de-AT". English where there is none, since
// what is written in Latin letters there (names of things, logs) mostly is.
std::string_view stemmer_language(std::string_view tag);

// How many letters, at most two, a term has in common with each word in ASCII that it is made of, at its
// beginning. `y` counts as `i`: "tying" becomes "tie".
std::size_t letters_kept(std::string_view tag);

// Turns words into terms, which is what the index holds: the stem, without accents.
class Stemmer {
 public:
  explicit Stemmer(std::string_view tag);
  Stemmer(Stemmer&&) noexcept;
  ~Stemmer();
  // Until the next call. Words with digits, pairs and tails stay as they are. REQUIRES: text of a Word
  std::string_view term(std::string_view word);

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

// The terms that a word of a query may be in texts of these languages, sorted, each once: a query doesn't
// know which language it is in. `running` is `run` and, in German texts, `running`.
std::vector<std::string> terms_of(std::string_view word, std::span<const std::string> languages);

}  // namespace hindcast::search
