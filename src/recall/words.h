// The words of a promise by which it is known again.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace hindcast::recall {

enum class WordKind : std::uint8_t { plain, code, remedy };

// What a word says: small, without its ending, one value for the words of words.tsv that mean the same.
struct Word {
  std::uint32_t term = 0;  // a hash
  WordKind kind{};         // code: with a digit, which tells things apart; remedy: what is to be done
  float size = 1;          // less for what only explains, and for pairs of ideographs, which overlap
  bool operator==(const Word&) const = default;
};

// The words of a promise, without those that say nothing of what is promised ("add", "should", "the"),
// without addresses and what stands in [[ ]]. What explains it (behind a dash, or behind a colon, in
// brackets) is smaller. Scripts that are written without spaces give runs of katakana and pairs of other
// characters. Sorted by term, each once.
std::vector<Word> promise_words(std::string_view text);

// How many words of any kind there are: "set up notifications of downtime" has five.
int count_words(std::string_view text);

// "We should …", "Ensure …": a lesson that says what to do from now on.
bool asks_for_something(std::string_view text);
// "The sections above are filled out": what stands in every document of a kind, as its template does.
bool is_about_its_document(std::string_view text);

// "Possible mitigations": what stands below is for others to do.
bool is_advice(std::string_view heading);

// True for the name of a folder such as "postmortems", "2031" or "2031-05-04-queue": the documents in it are
// of the same people as those beside it.
bool divides_by_kind_or_time(std::string_view folder);

// What a document is about: the terms of its title, and those that it says more than once, as many as
// `terms_max`. Sorted.
std::vector<std::uint32_t> about_terms(std::string_view title, std::string_view text);
std::vector<std::uint32_t> terms_of(std::string_view text);

// By which two versions of one text are known: the smallest hashes of four words in a row, and the share of
// those that two texts have in common, 1 for the same text and 0 for short ones.
std::vector<std::uint32_t> sketch_of(std::string_view text);
double sketch_likeness(const std::vector<std::uint32_t>& a, const std::vector<std::uint32_t>& b);

}  // namespace hindcast::recall
