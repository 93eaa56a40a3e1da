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

constexpr std::array<std::string_view, 6> blanks = {"todo", "tbd", "tba", "fixme", "xxx", "xxxx"};

bool is_capital(std::string_view word) {
  return std::none_of(word.begin(), word.end(), [](char c) { return c >= 'a' && c <= 'z'; });
}

// "to follow", "to be attached later", "to upload": what is meant to be, and not what is. "To unblock the
// hotfix" is a reason.
bool is_to_come(std::vector<std::string> words) {
  if (words[0] != "to") return false;
  while (words.size() > 2 && (words.back() == "later" || words.back() == "soon"))
    words.pop_back();
  return words.size() <= 2 || (words[1] == "be" && words.size() == 3);
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

bool has_blank_left(std::string_view text) {
  for (std::size_t begin = 0; begin < text.size();) {
    const std::size_t blank = std::min(text.find_first_of(" \t\r\n", begin), text.size());
    const auto token = text.substr(begin, blank - begin);
    begin = blank + 1;
    for (std::size_t at = 0; at < token.size();) {
      std::size_t end = at;
      while (end < token.size() && is_letter_or_digit(token[end]))
        ++end;
      const auto word = token.substr(at, end - at);
      if (is_in(blanks, lower(word)) && (is_capital(word) || !is_address(token))) return true;
      at = end + 1;
    }
  }
  return false;
}

bool is_unwritten(std::string_view text) {
  static constexpr std::array<std::string_view, 47> empty = {
      "link",   "links",      "url",   "uri",   "the",    "a",   "an",     "to",       "of",     "ticket",
      "report", "file",       "path",  "here",  "see",    "add", "insert", "attach",   "your",   "our",
      "xx",     "xxx",        "xxxx",  "yyyy",  "number", "id",  "name",   "evidence", "reason", "why",
      "who",    "screenshot", "below", "above", "paste",  "put", "fill",   "in",       "me",     "it",
      "later",  "soon",       "todo",  "tbd",   "tba",    "wip", "pending"};
  const auto words = words_said(text);
  if (words.empty() || is_to_come(words)) return true;
  // "TODO: attach the report", "https://tickets.example/TODO", "FER-XXX".
  const bool is_one = trimmed(text).find_first_of(" \t\r\n") == std::string_view::npos;
  if (is_in(blanks, words[0]) || (is_one && has_blank_left(text))) return true;
  if (words.size() == 1 && words[0].starts_with("http") && words[0].size() < 6) return true;  // "https://..."
  return std::all_of(words.begin(), words.end(), [](const std::string& word) { return is_in(empty, word); });
}

}  // namespace hindcast::facts
