#include "facts/people.h"

#include <algorithm>
#include <string>
#include <vector>

#include "base/text.h"

namespace hindcast::facts {
namespace {

// From here on scripts set no blanks between words: U+3000 and above.
bool is_of_script_without_blanks(char c) {
  return static_cast<unsigned char>(c) >= 0xE3;
}

bool is_between_names(char c) {
  return std::string_view(" \t\r\n,;:&+/()[]<>|\"").find(c) != std::string_view::npos;
}

// "@ada." says "ada".
std::string_view bare(std::string_view word) {
  while (!word.empty() && word[0] == '@')
    word.remove_prefix(1);
  while (!word.empty() && (word.back() == '.' || word.back() == '!' || word.back() == '?'))
    word.remove_suffix(1);
  return word;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  for (std::size_t begin = 0, at = 0; at <= text.size();) {
    const bool is_end = at == text.size();
    const bool is_alone = !is_end && is_of_script_without_blanks(text[at]);
    if (!is_end && !is_alone && !is_between_names(text[at])) {
      ++at;
      continue;
    }
    if (const auto word = bare(text.substr(begin, at - begin)); !word.empty()) words.push_back(lower(word));
    const auto length = is_alone ? std::max<std::size_t>(utf8_sequence(text.substr(at)), 1) : 1;
    if (is_alone) words.emplace_back(text.substr(at, length));
    at += length;
    begin = at;
  }
  return words;
}

}  // namespace

bool is_called(std::string_view who, std::string_view name) {
  const auto said = words_of(who), wanted = words_of(name);
  return !wanted.empty() && std::search(said.begin(), said.end(), wanted.begin(), wanted.end()) != said.end();
}

}  // namespace hindcast::facts
