#include "lint/rules/wording.h"

#include <algorithm>
#include <array>

#include "base/hash.h"

namespace hindcast::lint {
namespace {

constexpr std::size_t letters_min = 4;

// What stands in nearly every action and cause and tells none from another.
constexpr std::string_view common[] = {
    "about",  "action", "after",   "again",   "also",  "because", "been",    "before", "being",
    "better", "could",  "ensure",  "every",   "from",  "have",    "improve", "into",   "make",
    "more",   "need",   "should",  "some",    "than",  "that",    "their",   "them",   "there",
    "these",  "they",   "this",    "through", "when",  "where",   "which",   "will",   "with",
    "would",  "your",   "process", "system",  "issue", "incident"};

constexpr std::size_t common_max = 8;  // bytes of the longest of them

// Which bytes belong to a word of small letters.
constexpr auto word_bytes = [] {
  std::array<bool, 256> in{};
  for (unsigned c = 0; c < 256; ++c)
    in[c] = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c >= 0x80;
  return in;
}();

char lower(char c) {
  return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
}

// "deploying", "deployed", "deploys", "deployment": one word.
std::string_view without_ending(std::string_view word) {
  for (const std::string_view ending :
       {"ments", "ment", "ations", "ation", "ings", "ing", "ors", "or", "ers", "er", "ed", "es", "e", "s"})
    if (word.size() >= ending.size() + letters_min && word.substr(word.size() - ending.size()) == ending)
      return word.substr(0, word.size() - ending.size());
  return word;
}

// True for a word of `common`.
bool is_common(std::string_view word) {
  static const std::vector<std::uint64_t> hashes = [] {
    std::vector<std::uint64_t> made;
    for (const auto one : common)
      made.push_back(fnv(one));
    std::sort(made.begin(), made.end());
    return made;
  }();
  return std::binary_search(hashes.begin(), hashes.end(), fnv(word));
}

}  // namespace

const PhraseHit* phrase_in(const Subject& subject, PhraseList list, Span span) {
  const auto& hits = subject.phrases;
  auto hit = std::lower_bound(hits.begin(), hits.end(), span.begin,
                              [](const PhraseHit& one, std::uint32_t begin) { return one.at.begin < begin; });
  for (; hit != hits.end() && hit->at.begin < span.end; ++hit)
    if (hit->list == list) return &*hit;
  return nullptr;
}

const facts::Section* section_at(const Subject& subject, std::uint32_t at) {
  const auto& sections = subject.document.sections;
  const auto after = std::upper_bound(
      sections.begin(), sections.end(), at,
      [](std::uint32_t offset, const facts::Section& one) { return offset < one.heading.begin; });
  return after == sections.begin() ? nullptr : &*(after - 1);
}

std::vector<std::uint64_t> meaningful_words(std::string_view text) {
  std::vector<std::uint64_t> words;
  const std::string small = lowered(text);
  for (std::size_t at = 0; at < small.size(); ++at) {
    const auto begin = at;
    while (at < small.size() && word_bytes[static_cast<unsigned char>(small[at])])
      ++at;
    const auto word = std::string_view(small).substr(begin, at - begin);
    if (word.size() < letters_min || (word.size() <= common_max && is_common(word))) continue;
    words.push_back(fnv(without_ending(word)));
  }
  std::sort(words.begin(), words.end());
  words.erase(std::unique(words.begin(), words.end()), words.end());
  return words;
}

std::size_t shared_words(const std::vector<std::uint64_t>& a, const std::vector<std::uint64_t>& b) {
  std::size_t shared = 0;
  for (auto left = a.begin(), right = b.begin(); left != a.end() && right != b.end();) {
    if (*left == *right) {
      ++shared;
      ++left;
      ++right;
    } else if (*left < *right) {
      ++left;
    } else {
      ++right;
    }
  }
  return shared;
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (auto& c : out)
    c = lower(c);
  return out;
}

}  // namespace hindcast::lint
