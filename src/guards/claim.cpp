#include "guards/claim.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "data/data.h"
#include "facts/evidence.h"

namespace hindcast::guards {
namespace {

template <std::size_t size>
bool is_in(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

constexpr std::array<std::string_view, 21> good = {
    "passed",       "pass", "ok",        "okay",     "success", "succeeded", "successful",
    "successfully", "done", "complete",  "yes",      "true",    "worked",    "works",
    "fine",         "good", "completed", "finished", "green",   "✅",         "✔"};
constexpr std::array<std::string_view, 14> bad = {
    "failed", "fail",  "error",  "failure", "aborted",    "partial",         "no",
    "false",  "wrong", "broken", "crashed", "incomplete", "partiallyfailed", "❌"};

// These deny what comes next: "no errors", "nothing is lost".
constexpr std::array<std::string_view, 13> denials = {"not",     "no",     "never",   "none", "nobody",
                                                      "nothing", "cannot", "without", "0",    "zero",
                                                      "neither", "nor",    "false"};
// What is wrong with something; denied it is good news.
constexpr std::array<std::string_view, 37> troubles = {
    "errors",   "error",    "failed",  "failure",   "failures",   "fail",       "fails",      "failing",
    "warning",  "warnings", "missing", "corrupt",   "corrupted",  "mismatch",   "mismatches", "skipped",
    "timeout",  "wrong",    "differ",  "differs",   "broken",     "crashed",    "aborted",    "cancelled",
    "canceled", "partial",  "partly",  "partially", "incomplete", "unfinished", "unverified", "outstanding",
    "unclear",  "unknown",  "except",  "problems",  "problem"};
// Bad news only where somebody says so, and good news where it is denied: "passed, 3 min lost".
constexpr std::array<std::string_view, 5> losses = {"lost", "loss", "amiss", "left", "open"};
// It is still to come.
constexpr std::array<std::string_view, 17> later = {
    "pending", "waiting", "todo", "to-do", "tbd",      "tba",      "planned", "later",  "soon",
    "maybe",   "n/a",     "na",   "fixme", "tomorrow", "upcoming", "wip",     "follows"};
// Between a denial and what it denies: "no single error", "nothing is lost".
constexpr std::array<std::string_view, 12> carried = {"any", "a",    "an",   "the", "single", "is",
                                                      "was", "were", "been", "has", "had",    "of"};

bool is_denial(std::string_view word) {
  return is_in(denials, word) || (word.size() > 3 && word.substr(word.size() - 3) == "n't");
}

std::optional<double> number_in(std::string_view word) {
  data::Value value;
  value.type = data::Type::number;
  value.text = word;
  return word.empty() || !is_digit(word[0]) ? std::nullopt : value.number();
}

// "0 of 4", "3/4" and "60%" right behind the first word: a part of it.
bool is_part(const std::vector<std::string>& words, std::size_t at) {
  const std::string& word = words[at];
  if (const std::size_t slash = word.find('/'); slash != word.npos && word.size() <= 9) {
    const auto some = number_in(word.substr(0, slash)), all = number_in(word.substr(slash + 1));
    return some && all && *some < *all && *all < 1000;
  }
  if (word == "half") return at + 1 < words.size() && words[at + 1] == "of";
  const auto some = number_in(word);
  if (at + 2 < words.size() && words[at + 1] == "of") {
    const auto all = number_in(words[at + 2]);
    return some && all && *some < *all;
  }
  // "20 % faster" is no part.
  const bool has_mark = at + 1 < words.size() && words[at + 1] == "%";
  const std::size_t next = at + (has_mark ? 2 : 1);
  const bool is_share =
      at == 1 && (has_mark || word.back() == '%') && (next >= words.size() || words[next] == "of");
  const auto share = number_in(word.substr(0, word.find('%')));
  return is_share && share && *share < 100;
}

// "pending", "to follow", "will be sent"; "done as planned" and "two days later" are not.
bool is_put_off(const std::vector<std::string>& words, std::size_t at) {
  static constexpr std::array<std::string_view, 12> fine_behind = {
      "as", "than", "days", "day", "hours", "hour", "h", "min", "minutes", "week", "weeks", "moments"};
  static constexpr std::array<std::string_view, 4> to_come = {"be", "follow", "come", "do"};
  if (words[at] == "to" || words[at] == "will") return at + 1 < words.size() && is_in(to_come, words[at + 1]);
  return is_in(later, words[at]) && (at == 0 || !is_in(fine_behind, words[at - 1]));
}

// Whether words from `at` on deny, doubt or put off what was said before them.
bool is_taken_back(const std::vector<std::string>& words, std::size_t at) {
  bool is_denied = false;  // by a word that waits for what it denies
  for (; at < words.size(); ++at) {
    const std::string& word = words[at];
    const std::string_view before = at > 0 ? std::string_view(words[at - 1]) : std::string_view();
    if (is_part(words, at)) return true;
    if (is_in(troubles, word)) {
      const bool is_none = at + 1 < words.size() && (words[at + 1] == "0" || words[at + 1] == "none");
      if (!is_denied && !is_none) return true;
      is_denied = false;
    } else if (is_in(losses, word)) {
      is_denied = false;
    } else if (is_in(carried, word) || (is_denied && before == "0")) {
      continue;  // "0 rows differ"
    } else if ((is_denied && before != "without") || is_put_off(words, at)) {
      return true;  // "not verified", "no tables"
    } else {
      is_denied = is_denial(word);
    }
  }
  return is_denied && !words.empty() && words.back() != "none" && words.back() != "0";
}

// "reports/scan.txt", "scan.pdf"; "tickets.example.com/7" and "e.g" are none.
bool is_path(std::string_view token) {
  static constexpr std::array<std::string_view, 32> ends = {
      "txt", "md",  "pdf",  "log",  "json", "jsonl", "csv", "tsv",  "png", "jpg", "jpeg",
      "gif", "svg", "html", "htm",  "xml",  "yaml",  "yml", "toml", "zip", "gz",  "tgz",
      "eml", "doc", "docx", "xlsx", "odt",  "sarif", "out", "pem",  "crt", "webp"};
  if (token.empty() || facts::is_address(token) || token[0] == '/' || token[0] == '~') return false;
  const std::size_t dot = token.rfind('.'), slash = token.find('/');
  if (dot == token.npos || dot + 1 == token.size() || token.find('/', dot) != token.npos) return false;
  const bool is_host =
      slash != token.npos && token[0] != '.' && token.substr(0, slash).find('.') != token.npos;
  return !is_host && is_in(ends, lower(token.substr(dot + 1)));
}

}  // namespace

HowItWent went(std::string_view result) {
  const auto words = facts::words_said(result);
  if (words.empty()) return HowItWent::unknown;
  if (is_in(bad, words[0])) return HowItWent::failed;
  const bool is_good = is_in(good, words[0]) && !is_taken_back(words, 1);
  return is_good ? HowItWent::passed : HowItWent::unknown;
}

HowItWent claimed(std::string_view text) {
  const auto words = facts::words_said(text);
  // "To check with the DBA" may be a reason, and is no result.
  if (words.empty() || words[0] == "to" || facts::is_unwritten(text) || facts::has_blank_left(text))
    return HowItWent::unknown;
  const bool may_deny_trouble = words[0] == "no" || words[0] == "false";
  if (!may_deny_trouble && is_in(bad, words[0])) return HowItWent::failed;
  return is_taken_back(words, is_in(good, words[0]) ? 1 : 0) ? HowItWent::unknown : HowItWent::passed;
}

std::vector<std::string> paths_in(std::string_view text) {
  constexpr std::string_view between = " \t,;:()[]<>{}*`\"'|";
  std::vector<std::string> out;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t blank = std::min(text.find_first_of(" \t", at), text.size());
    const bool is_address = facts::is_address(text.substr(at, blank - at));
    const std::size_t end = is_address ? blank : std::min(text.find_first_of(between, at), text.size());
    std::string_view token = text.substr(at, end - at);
    at = end + 1;
    while (!token.empty() && token.back() == '.')
      token.remove_suffix(1);
    if (token.substr(0, 2) == "./") token.remove_prefix(2);
    token = token.substr(0, token.find('#'));
    // A name without a folder may lie anywhere, but where it is all there is.
    const bool is_all = token.size() + 2 >= trimmed(text).size();
    if (!is_address && (is_all || token.find('/') != token.npos) && is_path(token)) out.emplace_back(token);
  }
  return out;
}

std::optional<double> size_in(std::string_view text) {
  static constexpr std::array<std::pair<std::string_view, double>, 19> units = {{{"", 1},
                                                                                 {"b", 1},
                                                                                 {"byte", 1},
                                                                                 {"bytes", 1},
                                                                                 {"k", 1e3},
                                                                                 {"kb", 1e3},
                                                                                 {"m", 1e6},
                                                                                 {"mb", 1e6},
                                                                                 {"g", 1e9},
                                                                                 {"gb", 1e9},
                                                                                 {"t", 1e12},
                                                                                 {"tb", 1e12},
                                                                                 {"kib", 1024},
                                                                                 {"ki", 1024},
                                                                                 {"mib", 1048576},
                                                                                 {"mi", 1048576},
                                                                                 {"gib", 1073741824},
                                                                                 {"gi", 1073741824},
                                                                                 {"tib", 1099511627776.0}}};
  text = trimmed(text);
  const std::size_t end = std::min(text.find_first_not_of("0123456789.eE+"), text.size());
  const auto number = number_in(trimmed(text.substr(0, end)));
  const std::string unit = lower(trimmed(text.substr(end)));
  for (const auto& [name, worth] : units)
    if (number && unit == name) return *number * worth;
  return std::nullopt;
}

}  // namespace hindcast::guards
