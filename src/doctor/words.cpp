#include "doctor/words.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text.h"

namespace hindcast::doctor {
namespace {

// Words of English that stand in promises of every kind. Other languages do without: their small words weigh
// little because many documents have them.
constexpr std::array<std::string_view, 96> empty_words = {
    "about", "action", "add",   "after", "all",    "also",  "and",    "any",   "are",    "been",  "before",
    "being", "can",    "check", "could", "create", "does",  "doing",  "done",  "during", "each",  "ensure",
    "every", "for",    "from",  "had",   "has",    "have",  "her",    "here",  "his",    "how",   "if",
    "into",  "intro",  "is",    "item",  "items",  "its",   "just",   "look",  "made",   "make",  "more",
    "most",  "must",   "need",  "needs", "new",    "not",   "now",    "off",   "only",   "other", "our",
    "out",   "over",   "per",   "see",   "set",    "setup", "should", "so",    "some",   "such",  "sure",
    "task",  "than",   "that",  "the",   "their",  "them",  "then",   "there", "these",  "they",  "this",
    "those", "to",     "todo",  "too",   "under",  "up",    "us",     "use",   "used",   "using", "via",
    "was",   "were",   "what",  "when",  "where",  "which", "who",    "will"};
constexpr std::array<std::string_view, 9> more_empty_words = {
    "consider", "implement", "improve", "introduce", "investigate", "update", "with", "would", "your"};

bool is_empty_word(std::string_view word) {
  return std::binary_search(empty_words.begin(), empty_words.end(), word) ||
         std::binary_search(more_empty_words.begin(), more_empty_words.end(), word);
}

std::string_view without_ending(std::string_view word) {
  for (const std::string_view ending :
       {"ations", "ation", "ings", "ing", "ies", "ied", "ed", "es", "s", "e", "y"})
    if (word.size() >= ending.size() + 3 && word.ends_with(ending))
      return word.substr(0, word.size() - ending.size());
  return word;
}

std::uint64_t hash_of(std::string_view bytes) {
  std::uint64_t hash = 0xcbf29ce484222325u;
  for (const char c : bytes)
    hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3u;
  return hash;
}

bool is_ascii_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

enum class Script : std::uint8_t { none, spaced, dense };

// What a character of several bytes is part of. Ideographs and kana are written without spaces.
Script script_of(std::string_view character) {
  const auto lead = static_cast<unsigned char>(character[0]);
  if (character.size() == 2) return lead >= 0xC3 && character != "\xC3\x97" ? Script::spaced : Script::none;
  if (character.size() == 4)
    return lead == 0xF0 && static_cast<unsigned char>(character[1]) >= 0xA0
               ? Script::dense  // rare ideographs
               : Script::none;  // emoji and the like
  if (lead < 0xE2) return Script::spaced;
  if (lead == 0xE2) return Script::none;  // dashes, quotes, arrows
  if (lead == 0xE3 && static_cast<unsigned char>(character[1]) == 0x80) return Script::none;  // 、。「」
  if (lead == 0xEF) return Script::none;  // full-width punctuation
  return lead >= 0xEA && lead <= 0xED && character >= "\xEA\xB0\x80" ? Script::spaced  // Hangul
                                                                     : Script::dense;
}

// "https://…" and "[[PM-2]]" say where, not what.
std::size_t after_reference(std::string_view text, std::size_t at) {
  constexpr std::size_t reference_bytes_max = 300;
  const auto rest = text.substr(at);
  if (rest.starts_with("http://") || rest.starts_with("https://") || rest.starts_with("www."))
    return at + std::min(rest.find_first_of(" \t\r\n)>]"), rest.size());
  if (rest.starts_with("[["))
    if (const auto end = rest.substr(0, reference_bytes_max).find("]]"); end != rest.npos)
      return at + end + 2;
  return at;
}

template <typename Take>
void each_piece(std::string_view text, const Take& take) {
  std::string word;
  std::string_view last;  // the ideograph before
  const auto end_word = [&] {
    if (!word.empty()) take(std::string_view(word), Script::spaced);
    word.clear();
  };
  for (std::size_t at = 0; at < text.size();) {
    if (const auto after = after_reference(text, at); after != at) {
      end_word();
      last = {};
      at = after;
      continue;
    }
    const char c = text[at];
    if (static_cast<unsigned char>(c) < 0x80) {
      last = {};
      if (is_ascii_word(c))
        word += c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
      else
        end_word();
      ++at;
      continue;
    }
    const auto size = std::max<std::size_t>(utf8_sequence(text.substr(at)), 1);
    const auto character = text.substr(at, size);
    const auto script = size == 1 ? Script::none : script_of(character);
    if (script == Script::spaced) {
      word += character;
      last = {};
    } else {
      end_word();
      if (script == Script::dense && !last.empty())
        take(std::string_view(last.data(), static_cast<std::size_t>(character.data() + size - last.data())),
             Script::dense);
      last = script == Script::dense ? character : std::string_view();
    }
    at += size;
  }
  end_word();
}

}  // namespace

std::vector<Word> promise_words(std::string_view text) {
  constexpr float code_weight = 1.5F, pair_weight = 0.5F;
  constexpr std::size_t words_max = 400;  // no promise is longer; a pasted log is
  std::vector<Word> words;
  each_piece(text, [&](std::string_view piece, Script script) {
    if (words.size() >= words_max) return;
    if (script == Script::dense) {
      words.push_back({hash_of(piece), pair_weight});
      return;
    }
    const bool has_digit = piece.find_first_of("0123456789") != piece.npos;
    if (has_digit)
      words.push_back({hash_of(piece), code_weight});
    else if (piece.size() >= 3 && !is_empty_word(piece))
      words.push_back({hash_of(without_ending(piece)), 1});
  });
  std::sort(words.begin(), words.end(), [](const Word& a, const Word& b) { return a.hash < b.hash; });
  const auto is_same = [](const Word& a, const Word& b) { return a.hash == b.hash; };
  words.erase(std::unique(words.begin(), words.end(), is_same), words.end());
  return words;
}

std::string_view headline(std::string_view text) {
  constexpr std::size_t headline_words_min = 4;
  constexpr int explaining_words_min = 6;
  const auto colon = text.find(": ");
  if (colon == text.npos) return text;
  const auto head = text.substr(0, colon);
  return promise_words(head).size() >= headline_words_min &&
                 count_words(text.substr(colon)) >= explaining_words_min
             ? head
             : text;
}

int count_words(std::string_view text) {
  int count = 0;
  each_piece(text, [&](std::string_view, Script) { ++count; });
  return count;
}

}  // namespace hindcast::doctor
