#include "facts/evidence.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"

namespace hindcast::facts {
namespace {

template <std::size_t size>
bool is_in(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// "TODO" anywhere, "FER-XXX": something is still to be written there. Of an address such words are a part,
// as in "/todo/7", but for capitals.
bool has_blank_left(std::string_view text) {
  static constexpr std::array<std::string_view, 6> blanks = {"todo", "tbd", "tba", "fixme", "xxx", "xxxx"};
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t blank = std::min(text.find_first_of(" \t\n", begin), text.size());
    const auto token = text.substr(begin, blank - begin);
    const bool is_part = is_address(token);
    begin = blank + 1;
    for (std::size_t at = 0; at < token.size();) {
      std::size_t end = at;
      while (end < token.size() && is_letter_or_digit(token[end]))
        ++end;
      const auto word = token.substr(at, end - at);
      const auto small = lower(word);
      const bool is_small = word == small;
      if (is_in(blanks, small) && !(is_part && is_small)) return true;
      at = end + 1;
    }
  }
  return false;
}

// "to follow", "to be attached": what is meant to be, and not what is. "To unblock the hotfix" is a reason.
bool is_to_come(const std::vector<std::string>& words) {
  static constexpr std::array<std::string_view, 14> then = {
      "be",   "follow", "come",   "do",     "add",      "attach",   "provide",
      "fill", "write",  "insert", "supply", "complete", "describe", "decide"};
  return words[0] == "to" && (words.size() == 1 || is_in(then, words[1]));
}

}  // namespace

std::vector<std::string> words_said(std::string_view text) {
  constexpr std::string_view between = " \t\r\n,;:!?()[]<>{}*_`\"";
  std::vector<std::string> words;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find_first_of(between, at), text.size());
    std::string word = lower(text.substr(at, end - at));
    while (!word.empty() && word.back() == '.')  // within a word it is that of an address
      word.pop_back();
    at = end + 1;
    const bool says_something = std::any_of(word.begin(), word.end(), [](char c) {
      return is_letter_or_digit(c) || c == '%' || static_cast<unsigned char>(c) >= 0x80;
    });
    if (says_something) words.push_back(std::move(word));
  }
  return words;
}

bool is_address(std::string_view word) {
  return word.find("://") != word.npos || word.find('@') != word.npos;
}

bool is_unwritten(std::string_view text) {
  static constexpr std::array<std::string_view, 47> empty = {
      "link",   "links",      "url",   "uri",   "the",    "a",   "an",     "to",       "of",     "ticket",
      "report", "file",       "path",  "here",  "see",    "add", "insert", "attach",   "your",   "our",
      "xx",     "xxx",        "xxxx",  "yyyy",  "number", "id",  "name",   "evidence", "reason", "why",
      "who",    "screenshot", "below", "above", "paste",  "put", "fill",   "in",       "me",     "it",
      "later",  "soon",       "todo",  "tbd",   "tba",    "wip", "pending"};
  const auto words = words_said(text);
  if (words.empty() || is_to_come(words) || has_blank_left(text)) return true;
  if (is_address(text)) return words.size() == 1 && words[0].starts_with("http") && words[0].size() < 6;
  return std::all_of(words.begin(), words.end(), [](const std::string& word) { return is_in(empty, word); });
}

}  // namespace hindcast::facts
