#include "search/vocabulary.h"

#include <algorithm>
#include <bit>
#include <cstring>

#include "search/analysis.h"
#include "search/dictionary.h"

namespace hindcast::search {
namespace {

constexpr std::size_t short_bytes_max = 22;

// Which bytes of a key belong to a word of that length.
constexpr auto masks = [] {
  std::array<std::array<std::uint64_t, 3>, short_bytes_max + 1> made{};
  for (std::size_t size = 0; size < made.size(); ++size)
    for (std::size_t byte = 0; byte < size; ++byte)
      made[size][byte / 8] |= std::uint64_t{0xFF} << (byte % 8 * 8);
  return made;
}();

bool has_digit(std::string_view text) {
  return std::any_of(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

Vocabulary::Vocabulary(std::size_t slots) : slots_(std::bit_ceil(slots)) {}

void Vocabulary::speak(std::string_view tag) {
  const std::string_view language = stemmer_language(tag);
  const auto found = std::find(languages_.begin(), languages_.end(), language);
  language_ = static_cast<std::size_t>(found - languages_.begin());
  if (found != languages_.end()) return;
  languages_.emplace_back(language);
  stemmers_.emplace_back(language);
}

std::uint64_t Vocabulary::hash(const std::array<std::uint64_t, 3>& key) {
  std::uint64_t mixed = key[0] * 0x9E3779B97F4A7C15;
  mixed = (mixed ^ (mixed >> 32) ^ key[1]) * 0xD6E8FEB86659FD93;
  mixed = (mixed ^ (mixed >> 32) ^ key[2]) * 0xA0761D6478BD642F;
  return mixed ^ (mixed >> 32);
}

bool Vocabulary::seek(const Word& word, Sought& sought) const {
  const std::size_t size = word.text.size();
  if (size > short_bytes_max) return false;
  std::array<std::uint64_t, 3>& key = sought.key;
  std::memcpy(key.data(), word.text.data(), sizeof key);
  for (std::size_t i = 0; i < key.size(); ++i)
    key[i] &= masks[size][i];
  key[2] |= std::uint64_t{language_} << 48 | std::uint64_t{size + 1} << 56;
  sought.hash = hash(key);
  sought.shape = word.shape;
  __builtin_prefetch(&slots_[sought.hash & (slots_.size() - 1)]);
  return true;
}

std::uint32_t Vocabulary::term(const Sought& sought) {
  const std::array<std::uint64_t, 3>& key = sought.key;
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = sought.hash & mask;; at = (at + 1) & mask) {
    Slot& slot = slots_[at];
    // Word by word: the comparison of arrays would be a call.
    if (((slot.key[0] ^ key[0]) | (slot.key[1] ^ key[1]) | (slot.key[2] ^ key[2])) == 0) return slot.term;
    if (slot.key[2] != 0) continue;
    char text[sizeof key];
    std::memcpy(text, key.data(), sizeof key);
    const std::uint32_t term = learn({text, static_cast<std::size_t>(key[2] >> 56) - 1}, sought.shape);
    slot = {key, term};
    if (2 * ++used_ > slots_.size()) grow();
    return term;
  }
}

std::uint32_t Vocabulary::term(const Word& word) {
  if (Sought sought; seek(word, sought)) return term(sought);
  std::string key(1, static_cast<char>(language_));
  key += word.text;
  const auto [number, is_new] = long_words_.texts.of(key);
  if (is_new) long_words_.terms.push_back(learn(word.text, word.shape));
  return long_words_.terms[number];
}

void Vocabulary::grow() {
  std::vector<Slot> before(2 * slots_.size());
  before.swap(slots_);
  const std::size_t mask = slots_.size() - 1;
  for (const Slot& slot : before) {
    if (slot.key[2] == 0) continue;
    std::size_t at = hash(slot.key) & mask;
    while (slots_[at].key[2] != 0)
      at = (at + 1) & mask;
    slots_[at] = slot;
  }
}

std::uint32_t Vocabulary::learn(std::string_view word, Shape shape) {
  const std::string_view term = stemmers_[language_].term(word);
  // What people search for by its beginning, and what a mistyped word may have meant.
  if (shape != Shape::pair && shape != Shape::tail && !has_digit(word))
    forms_.of(form_key(folded(word), term));
  return terms_.of(term).number;
}

std::uint32_t Vocabulary::attribute(std::string_view text) {
  const auto [number, is_new] = attributes_.texts.of(text);
  if (is_new) {
    const AttributeName folded = folded_attribute(text);
    const std::size_t colon = std::min(text.find(':'), text.size() - 1);
    const std::string key = attribute_key(folded.name, folded.value, trimmed(text.substr(colon + 1)));
    attributes_.terms.push_back(terms_.of(key).number);
  }
  return attributes_.terms[number];
}

std::size_t Vocabulary::bytes() const {
  std::size_t bytes = slots_.size() * sizeof(Slot) + terms_.bytes() + forms_.bytes();
  for (const Others* others : {&long_words_, &attributes_})
    bytes += others->texts.bytes() + others->terms.capacity() * sizeof(std::uint32_t);
  return bytes;
}

}  // namespace hindcast::search
