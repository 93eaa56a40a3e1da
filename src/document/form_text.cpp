#include "document/form_text.h"

#include <cctype>

namespace hindcast::document::forms {
namespace {

bool is_ascii_alnum(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0;
}

// Length of a symbol's UTF-8 bytes (emoji, arrows, dingbats, variation selectors, general
// punctuation), 0 where a letter of some script starts.
std::size_t symbol_length(std::string_view text) {
  unsigned char lead = static_cast<unsigned char>(text[0]);
  if (lead >= 0xF0) return text.size() < 4 ? text.size() : 4;
  if (text.size() < 3) return 0;
  unsigned char next = static_cast<unsigned char>(text[1]);
  bool general = lead == 0xE2 && next >= 0x80 && next < 0xB0;
  bool selector = lead == 0xEF && next == 0xB8;
  return general || selector ? 3 : 0;
}

}  // namespace

bool is_word_byte(char c) {
  return is_ascii_alnum(c) || (c & 0x80) != 0;
}

std::string_view trimmed(std::string_view text, std::string_view what) {
  std::size_t begin = text.find_first_not_of(what);
  if (begin == std::string_view::npos) return text.substr(text.size());
  return text.substr(begin, text.find_last_not_of(what) - begin + 1);
}

std::string ascii_lower(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
  return out;
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
  std::string out;
  int depth = 0;
  for (std::size_t i = 0; i < title.size();) {
    char c = title[i];
    if (c == '[' || c == '(' || c == '<') ++depth;
    std::size_t symbol = symbol_length(title.substr(i));
    bool keep = depth == 0 && symbol == 0 && is_word_byte(c);
    if (c == '\'' || title.compare(i, 3, "’") == 0) {  // "didn't" stays one word
      i += c == '\'' ? 1 : 3;
      continue;
    }
    if (keep) {
      out += static_cast<char>(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
    } else if (!out.empty() && out.back() != ' ') {
      out += ' ';
    }
    if ((c == ']' || c == ')' || c == '>') && depth > 0) --depth;
    i += keep || symbol == 0 ? 1 : symbol;
  }
  std::string_view rest = trimmed(out);
  std::size_t number = rest.find_first_not_of("0123456789. ");  // "3.1 Impact"
  if (number != std::string_view::npos && number > 0 && rest.find(' ') < number) rest.remove_prefix(number);
  return std::string(rest);
}

}  // namespace hindcast::document::forms
