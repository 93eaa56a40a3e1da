#include "document/form_text.h"

#include <algorithm>
#include <array>

namespace hindcast::document::forms {
namespace {

// Letters of ASCII made small, and digits; 0 for any other byte.
constexpr auto small_alnums = [] {
  std::array<char, 256> small{};
  for (char c : std::string_view("abcdefghijklmnopqrstuvwxyz0123456789"))
    small[static_cast<unsigned char>(c)] = c;
  for (char c = 'A'; c <= 'Z'; ++c)
    small[static_cast<unsigned char>(c)] = static_cast<char>(c - 'A' + 'a');
  return small;
}();

char small_alnum(char c) {
  return small_alnums[static_cast<unsigned char>(c)];
}

// Length of a symbol's UTF-8 bytes (emoji, arrows, dingbats, variation selectors, general
// punctuation), 0 where a letter of some script starts.
std::size_t symbol_length(std::string_view text) {
  unsigned char lead = static_cast<unsigned char>(text[0]);
  if (lead < 0xE2) return 0;
  if (lead >= 0xF0) return text.size() < 4 ? text.size() : 4;
  if (text.size() < 3) return 0;
  unsigned char next = static_cast<unsigned char>(text[1]);
  bool general = lead == 0xE2 && next >= 0x80 && next < 0xB0;
  bool selector = lead == 0xEF && next == 0xB8;
  return general || selector ? 3 : 0;
}

// Length of the number that a folded title starts with, "3 1 " of "3 1 impact"; 0 where it says no more.
std::size_t number_length(std::string_view folded) {
  const std::size_t end = folded.find_first_not_of("0123456789 ");
  return end != std::string_view::npos && folded.find(' ') < end ? end : 0;
}

}  // namespace

bool is_word_byte(char c) {
  return small_alnum(c) != 0 || (c & 0x80) != 0;
}

std::string_view trimmed(std::string_view text, std::string_view what) {
  const auto is_one = [what](char c) { return what.find(c) != std::string_view::npos; };
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };  // what most texts begin and end with
  while (!text.empty() && !is_letter(text.front()) && is_one(text.front()))
    text.remove_prefix(1);
  while (!text.empty() && !is_letter(text.back()) && is_one(text.back()))
    text.remove_suffix(1);
  return text;
}

std::size_t word_count(std::string_view text) {
  std::size_t words = 0;
  bool inside = false;
  for (char c : text) {
    bool blank = blanks.find(c) != std::string_view::npos;
    words += !blank && !inside;
    inside = !blank;
  }
  return words;
}

std::string plain_label(std::string_view label) {
  std::string out;
  for (char c : trimmed(label))
    if (c != '*' && c != '`') out += c;
  std::string_view rest = trimmed(out, " \t\r\n:_");
  if (rest.size() >= 3 && rest.substr(rest.size() - 3) == "：") rest.remove_suffix(3);
  return std::string(trimmed(rest));
}

std::string folded_title(std::string_view title) {
  std::string out(title.size(), '\0');  // folding never makes a title longer
  char* end = out.data();
  int depth = 0;
  for (std::size_t i = 0; i < title.size();) {
    const char c = title[i];
    const char small = depth == 0 ? small_alnum(c) : '\0';
    if (small != '\0') {
      *end++ = small;
      ++i;
      continue;
    }
    const bool is_quote = c == '\xE2' && title.compare(i, 3, "’") == 0;
    if (c == '\'' || is_quote) {  // "didn't" stays one word
      i += is_quote ? 3 : 1;
      continue;
    }
    if (c == '[' || c == '(' || c == '<') ++depth;
    const std::size_t symbol = symbol_length(title.substr(i));
    if (depth == 0 && symbol == 0 && is_word_byte(c)) {
      *end++ = c;
    } else if (end != out.data() && end[-1] != ' ') {
      *end++ = ' ';
    }
    if ((c == ']' || c == ')' || c == '>') && depth > 0) --depth;
    i += std::max<std::size_t>(symbol, 1);
  }
  if (end != out.data() && end[-1] == ' ') --end;
  out.resize(static_cast<std::size_t>(end - out.data()));
  if (!out.empty() && out[0] >= '0' && out[0] <= '9') out.erase(0, number_length(out));
  return out;
}

}  // namespace hindcast::document::forms
