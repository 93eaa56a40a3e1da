#include "lint/rules/zones.h"

#include <algorithm>
#include <iterator>

#include "lint/rules/look.h"

namespace hindcast::lint {
namespace {

using markdown::Kind;

// Capitals that mean nothing else. GET, POST, TEST and HOST are no zones, however much they look like them.
constexpr std::string_view plain_zones[] = {
    "UTC", "GMT", "BST",  "IST",  "WEST", "CET",  "CEST", "EET",  "EEST", "EST", "EDT", "CST",
    "CDT", "MST", "MDT",  "PST",  "PDT",  "AKST", "AKDT", "BRT",  "JST",  "KST", "SGT", "HKT",
    "PHT", "NPT", "AEST", "AEDT", "ACST", "ACDT", "AWST", "NZST", "NZDT", "AET"};
// These mean other things too, and are zones where a time stands before them: "09:10 ET", "Time (AST)".
constexpr std::string_view doubtful_zones[] = {"ET",  "PT",  "CT",  "MT",  "WET", "MET", "MEST", "ADT",
                                               "AST", "NST", "NDT", "HST", "HDT", "EAT", "WAT",  "CAT",
                                               "ICT", "ART", "CLT", "COT", "GST", "PKT", "SAST"};
// Before "ime", as in "Standard Time", "local time".
constexpr std::string_view times[] = {
    "ocal t",     "ocal T",     "tandard T", "tandard t", "aylight T", "aylight t", "ummer T",   "ummer t",
    "niversal T", "niversal t", "uropean T", "uropean t", "Central T", "Central t", "ountain T", "ountain t"};
constexpr std::string_view places[] = {"Pacific",  "Eastern", "Greenwich", "Europe/",
                                       "America/", "Asia/",   "(utc"};
constexpr std::string_view other_words[] = {
    "MEZ", "MESZ",     "Ortszeit", "eure locale", "eure de Paris", "ora local", "Brasília",  "okal tid",
    "МСК", "московск", "現地時間", "日本時間",    "北京时间",      "当地时间",  "한국 시간", "한국시간"};
constexpr std::size_t zone_letters_max = 4;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

bool joins_words(char c) {
  return is_upper(c) || (c >= 'a' && c <= 'z') || c == '_';
}

template <std::size_t count>
bool is_among(std::string_view word, const std::string_view (&words)[count]) {
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

std::string_view without_tail(std::string_view text, char tail) {
  while (!text.empty() && text.back() == tail)
    text.remove_suffix(1);
  return text;
}

// "09:10 ", "9 am ", "Time (", "all times in ".
bool ends_in_time(std::string_view before) {
  before = without_tail(without_tail(without_tail(before, ' '), '('), ' ');
  if (!before.empty() && before.back() >= '0' && before.back() <= '9') return true;
  for (const std::string_view words :
       {"am", "pm", "AM", "PM", "ime", "imes", "imes in", "imes are in", "imes are"})
    if (before.ends_with(words)) return true;
  return false;
}

// Every Latin abbreviation has a T; this looks at the word of capitals around the one at `at`.
bool is_zone_around(std::string_view text, std::size_t at) {
  auto begin = at, end = at + 1;
  while (begin > 0 && is_upper(text[begin - 1]) && at - begin < zone_letters_max)
    --begin;
  while (end < text.size() && is_upper(text[end]) && end - at < zone_letters_max)
    ++end;
  if ((begin > 0 && joins_words(text[begin - 1])) || (end < text.size() && joins_words(text[end])))
    return false;
  const auto word = text.substr(begin, end - begin);
  if (is_among(word, plain_zones)) return true;
  if (!is_among(word, doubtful_zones)) return false;
  const auto before = text.substr(0, begin);
  return ends_in_time(before) || (word.size() == 2 && before.ends_with('('));
}

// "time zone", "timezone", "local time", "Central European Time".
bool is_zone_time(std::string_view text, std::size_t at) {
  const auto after = text.substr(at + 3, 5);
  if (after == " zone" || after == " Zone" || after.starts_with("zone")) return true;
  const auto before = text.substr(0, at);
  return std::any_of(std::begin(times), std::end(times),
                     [&](std::string_view words) { return before.ends_with(words); });
}

// The blocks of code of a tree, asked in the order of the text.
class Code {
 public:
  explicit Code(const markdown::Tree& tree) : nodes_(tree.nodes) {}
  bool holds(std::size_t at) {
    while (next_ < nodes_.size() && (nodes_[next_].kind != Kind::code || nodes_[next_].span.end <= at))
      ++next_;
    return next_ < nodes_.size() && nodes_[next_].span.begin <= at;
  }

 private:
  const std::vector<markdown::Node>& nodes_;
  std::size_t next_ = 0;
};

}  // namespace

bool names_zone(const markdown::Tree& tree, std::string_view text, Where where) {
  const auto is_anywhere = [&](std::string_view wanted, const auto& counts) {
    Code code(tree);
    for (auto at = text.find(wanted); at != std::string_view::npos; at = text.find(wanted, at + 1))
      if (counts(at) && (where.in_code || !code.holds(at))) return true;
    return false;
  };
  const auto always = [](std::size_t) { return true; };
  const auto names = [&](std::string_view word) { return is_anywhere(word, always); };
  return is_anywhere("T", [&](std::size_t at) { return is_zone_around(text, at); }) ||
         is_anywhere("ime", [&](std::size_t at) { return is_zone_time(text, at); }) ||
         std::any_of(std::begin(places), std::end(places), names) ||
         (!where.in_english && std::any_of(std::begin(other_words), std::end(other_words), names));
}

}  // namespace hindcast::lint
