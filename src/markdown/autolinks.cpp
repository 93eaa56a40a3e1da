#include "markdown/autolinks.h"

#include <algorithm>
#include <array>

#include "markdown/lines.h"

namespace hindcast::markdown {
namespace {

using namespace std::string_view_literals;

constexpr std::size_t repository_bytes_max = 140;
constexpr std::size_t reference_digits_max = 9;
constexpr std::size_t key_letters_max = 10;

// Words that look like the key of a tracker and are names of standards. Sorted.
constexpr std::array no_keys = {"AES"sv, "COVID"sv, "HTTP"sv, "IEC"sv, "IEEE"sv, "ISO"sv,
                                "MD"sv,  "RSA"sv,   "SHA"sv,  "TLS"sv, "UCS"sv,  "UTF"sv};

bool is_word(char c) {
  return is_letter(c) || is_digit(c);
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_high(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}
bool is_space(char c) {
  return is_blank(c) || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool is_local_part(char c) {
  return is_word(c) || c == '.' || c == '+' || c == '-' || c == '_';
}

// Where the domain at `begin` ends, or `begin` when it is none. Its last two parts hold no underscore.
std::size_t domain_end(std::string_view text, std::size_t begin, bool needs_dot, std::uint64_t& steps) {
  std::size_t at = begin;
  bool last = false, before_last = false, dotted = false;
  for (; at < text.size(); ++at) {
    char c = text[at];
    if (c == '_') {
      last = true;
    } else if (c == '.') {
      before_last = last;
      last = false;
      dotted = true;
    } else if (!is_word(c) && !is_high(c) && c != '-') {
      break;
    }
  }
  steps += at - begin + 1;
  return last || before_last || (needs_dot && !dotted) ? begin : at;
}

// Takes back one character reference or mark at the end of a URL that belongs to the sentence around it.
std::size_t without_entity(std::string_view text, std::size_t begin, std::size_t end) {
  std::size_t at = end - 1;
  while (at > begin && is_word(text[at - 1]))
    --at;
  bool entity = at > begin && at < end - 1 && text[at - 1] == '&';
  return entity ? at - 1 : end - 1;
}

std::size_t trim_url(std::string_view text, std::size_t begin, std::size_t end) {
  std::string_view url = text.substr(begin, end - begin);
  auto opened = std::count(url.begin(), url.end(), '('), closed = std::count(url.begin(), url.end(), ')');
  while (end > begin) {
    char last = text[end - 1];
    if ("?!.,:*_~'\""sv.find(last) != std::string_view::npos) {
      --end;
    } else if (last == ';') {
      end = without_entity(text, begin, end);
    } else if (last == ')' && closed > opened) {
      --end, --closed;
    } else {
      break;
    }
  }
  return end;
}

std::size_t url_end(std::string_view text, std::size_t begin, std::size_t at, bool in_brackets,
                    std::uint64_t& steps) {
  while (at < text.size() && !is_space(text[at]) && text[at] != '<' && !(in_brackets && text[at] == ']'))
    ++at;
  steps += 3 * (at - begin);  // read, counted for parentheses, trimmed
  return trim_url(text, begin, at);
}

bool equals_folded(std::string_view text, std::string_view lower) {
  return text.size() == lower.size() &&
         std::equal(text.begin(), text.end(), lower.begin(), [](char a, char b) { return to_lower(a) == b; });
}

// Bytes of a name at `at`: 1 for ASCII, the length of a letter beyond, 0 where the name ends.
std::size_t name_step(std::string_view text, std::size_t at, bool ascii_name) {
  char c = text[at];
  if (!is_high(c)) {
    bool inner = c == '.' || c == '/' || c == '-' || c == '_';
    bool goes_on = at + 1 < text.size() && is_word(text[at + 1]);
    return is_word(c) || c == '_' || (inner && goes_on) ? 1 : 0;
  }
  auto lead = static_cast<unsigned char>(c);
  auto next = at + 1 < text.size() ? static_cast<unsigned char>(text[at + 1]) : 0;
  // Latin-1 marks, general and CJK punctuation, full-width forms, emoji.
  bool mark = lead == 0xC2 || (lead == 0xE2) || (lead == 0xE3 && next == 0x80) ||
              (lead == 0xEF && next >= 0xBC) || lead >= 0xF0;
  // `@alice` followed by Chinese or Japanese without a space: the name is over.
  if (mark || lead < 0xC3 || (ascii_name && lead >= 0xE3)) return 0;
  return lead >= 0xE0 ? 3 : 2;
}

}  // namespace

Piece find_url(std::string_view text, std::size_t colon, std::size_t floor, bool in_brackets,
               std::uint64_t& steps) {
  if (text.substr(colon, 3) != "://") return {};
  std::size_t begin = colon;
  while (begin > floor && colon - begin < 6 && is_letter(text[begin - 1]))
    --begin;
  std::string_view scheme = text.substr(begin, colon - begin);
  if (!equals_folded(scheme, "http") && !equals_folded(scheme, "https") && !equals_folded(scheme, "ftp"))
    return {};
  std::size_t host = colon + 3, after = domain_end(text, host, false, steps);
  if (after == host || !(is_word(text[host]) || is_high(text[host]))) return {};
  return {begin, url_end(text, begin, after, in_brackets, steps)};
}

Piece find_www(std::string_view text, std::size_t at, bool in_brackets, std::uint64_t& steps) {
  if (!equals_folded(text.substr(at, 4), "www.")) return {};
  if (at > 0 && !is_space(text[at - 1]) && "*_~(["sv.find(text[at - 1]) == std::string_view::npos) return {};
  std::size_t after = domain_end(text, at, true, steps);
  if (after <= at + 4) return {};
  return {at, url_end(text, at, after, in_brackets, steps)};
}

Piece find_email(std::string_view text, std::size_t at_sign, std::size_t floor, std::uint64_t& steps) {
  std::size_t begin = at_sign, end = at_sign + 1;
  while (begin > floor && is_local_part(text[begin - 1]))
    --begin;
  steps += at_sign - begin + 1;
  if (begin == at_sign) return {};
  bool dotted = false;
  for (; end < text.size(); ++end) {
    bool dot = text[end] == '.' && end + 1 < text.size() && is_word(text[end + 1]);
    dotted = dotted || dot;
    if (!dot && !is_word(text[end]) && text[end] != '-' && text[end] != '_') break;
  }
  steps += end - begin;
  if (!dotted || !is_letter(text[end - 1]) || (end < text.size() && text[end] == '@')) return {};
  for (std::string_view scheme : {"mailto:"sv, "xmpp:"sv}) {
    if (begin < floor + scheme.size() || text.substr(begin - scheme.size(), scheme.size()) != scheme)
      continue;
    std::size_t before = begin - scheme.size();
    if (before > floor && is_word(text[before - 1])) continue;
    begin = before;
    std::size_t resource = end;
    if (scheme == "xmpp:" && end + 1 < text.size() && text[end] == '/') ++resource;
    while (resource > end && resource < text.size() &&
           (is_word(text[resource]) || text[resource] == '@' || text[resource] == '.')) {
      ++resource;
    }
    steps += resource - end;
    end = resource;
    while (end > begin && text[end - 1] == '.')
      --end;
    break;
  }
  return {begin, end};
}

Piece find_mention(std::string_view text, std::size_t at_sign, std::uint64_t& steps) {
  if (at_sign > 0) {
    char before = text[at_sign - 1];
    if (is_word(before) || "_.-+/@\\"sv.find(before) != std::string_view::npos) return {};
  }
  std::size_t at = at_sign + 1;
  if (at >= text.size() || !(is_word(text[at]) || is_high(text[at]))) return {};
  bool ascii_name = !is_high(text[at]);
  while (at < text.size()) {
    std::size_t step = name_step(text, at, ascii_name);
    if (step == 0) break;
    at = std::min(text.size(), at + step);
  }
  steps += at - at_sign;
  return at > at_sign + 1 ? Piece{at_sign, at} : Piece{};
}

Piece find_hash_reference(std::string_view text, std::size_t hash, std::size_t floor) {
  std::size_t end = hash + 1;
  while (end < text.size() && end <= hash + reference_digits_max && is_digit(text[end]))
    ++end;
  if (end == hash + 1 || (end < text.size() && (is_word(text[end]) || text[end] == '_'))) return {};
  std::size_t begin = hash;
  auto in_name = [](char c) { return is_word(c) || c == '.' || c == '-' || c == '_'; };
  bool slash = false;
  while (begin > floor && hash - begin < repository_bytes_max) {
    char c = text[begin - 1];
    if (!in_name(c) && !(c == '/' && !slash && begin < hash)) break;
    slash = slash || c == '/';
    --begin;
  }
  bool repository = slash && is_word(text[begin]);
  if (!repository && begin < hash) return {};
  if (begin > floor && (text[begin - 1] == '/' || text[begin - 1] == '&' || text[begin - 1] == '#'))
    return {};
  return {begin, end};
}

Piece find_key_reference(std::string_view text, std::size_t dash, std::size_t floor) {
  std::size_t end = dash + 1, begin = dash;
  while (end < text.size() && end <= dash + reference_digits_max && is_digit(text[end]))
    ++end;
  if (end == dash + 1) return {};
  while (begin > floor && dash - begin <= key_letters_max && is_upper(text[begin - 1]))
    --begin;
  if (dash - begin < 2 || dash - begin > key_letters_max) return {};
  auto joined = [](char c) { return is_word(c) || c == '_' || c == '-'; };
  if (begin > floor && (joined(text[begin - 1]) || text[begin - 1] == '/')) return {};
  // CVE-2024-1234 and the like are no keys; a sentence may end right behind one.
  if (end < text.size() && joined(text[end])) return {};
  if (end + 1 < text.size() && text[end] == '.' && is_digit(text[end + 1])) return {};
  if (std::binary_search(no_keys.begin(), no_keys.end(), text.substr(begin, dash - begin))) return {};
  return {begin, end};
}

std::size_t angle_link_length(std::string_view text, std::uint64_t& steps) {
  std::size_t at = 1;
  if (at < text.size() && is_letter(text[at])) {
    while (at < text.size() && at <= 33 &&
           (is_word(text[at]) || text[at] == '+' || text[at] == '.' || text[at] == '-')) {
      ++at;
    }
    if (at >= 3 && at <= 33 && at < text.size() && text[at] == ':') {
      while (at < text.size() && !is_space(text[at]) && !is_control(text[at]) && text[at] != '<' &&
             text[at] != '>') {
        ++at;
      }
      steps += at;
      return at < text.size() && text[at] == '>' ? at + 1 : 0;
    }
  }
  at = 1;
  while (at < text.size() &&
         (is_word(text[at]) || ".!#$%&'*+/=?^_`{|}~-"sv.find(text[at]) != std::string_view::npos)) {
    ++at;
  }
  steps += at;
  if (at == 1 || at == text.size() || text[at] != '@') return 0;
  // A domain: labels of letters, digits and inner hyphens, at most 63 bytes each.
  for (std::size_t label = ++at; at < text.size(); label = ++at) {
    ++steps;
    while (at < text.size() && at - label < 64 && (is_word(text[at]) || text[at] == '-'))
      ++at;
    if (at == label || at - label > 63 || text[label] == '-' || text[at - 1] == '-' || at == text.size())
      return 0;
    if (text[at] == '>') return at + 1;
    if (text[at] != '.') return 0;
  }
  return 0;
}

}  // namespace hindcast::markdown
