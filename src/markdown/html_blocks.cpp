#include <algorithm>
#include <array>

#include "markdown/leaves.h"
#include "markdown/lines.h"

namespace hindcast::markdown {
namespace {

using namespace std::string_view_literals;

// Elements whose tags start a block wherever they stand (kind 6). Sorted.
constexpr std::array block_names = {
    "address"sv, "article"sv,  "aside"sv,   "base"sv,     "basefont"sv, "blockquote"sv, "body"sv,
    "caption"sv, "center"sv,   "col"sv,     "colgroup"sv, "dd"sv,       "details"sv,    "dialog"sv,
    "dir"sv,     "div"sv,      "dl"sv,      "dt"sv,       "fieldset"sv, "figcaption"sv, "figure"sv,
    "footer"sv,  "form"sv,     "frame"sv,   "frameset"sv, "h1"sv,       "h2"sv,         "h3"sv,
    "h4"sv,      "h5"sv,       "h6"sv,      "head"sv,     "header"sv,   "hr"sv,         "html"sv,
    "iframe"sv,  "legend"sv,   "li"sv,      "link"sv,     "main"sv,     "menu"sv,       "menuitem"sv,
    "nav"sv,     "noframes"sv, "ol"sv,      "optgroup"sv, "option"sv,   "p"sv,          "param"sv,
    "search"sv,  "section"sv,  "summary"sv, "table"sv,    "tbody"sv,    "td"sv,         "tfoot"sv,
    "th"sv,      "thead"sv,    "title"sv,   "tr"sv,       "track"sv,    "ul"sv,
};
constexpr std::array raw_names = {"pre"sv, "script"sv, "style"sv, "textarea"sv};
constexpr std::size_t name_bytes_max = 10;  // of block_names and raw_names

struct Name {
  std::array<char, name_bytes_max> bytes{};
  std::size_t size = 0;
  std::string_view view() const { return {bytes.data(), size}; }
};

// The tag name at the start of `text`, in lower case; size 0 when it is longer than any that matters.
Name read_name(std::string_view text) {
  Name name;
  for (char c : text) {
    if (!is_letter(c) && !is_digit(c)) break;
    if (name.size == name_bytes_max) return {};
    name.bytes[name.size++] = to_lower(c);
  }
  return name;
}

template <std::size_t N>
bool among(const std::array<std::string_view, N>& names, std::string_view name) {
  return std::binary_search(names.begin(), names.end(), name);
}

// Skips blanks and line ends.
std::size_t skip_space(std::string_view text, std::size_t at) {
  while (at < text.size() && (is_blank(text[at]) || text[at] == '\n' || text[at] == '\r'))
    ++at;
  return at;
}

bool is_attribute_start(char c) {
  return is_letter(c) || c == '_' || c == ':';
}
bool is_attribute_byte(char c) {
  return is_attribute_start(c) || is_digit(c) || c == '.' || c == '-';
}

// Moves over the attribute value at `at`; false when it is malformed.
bool skip_value(std::string_view text, std::size_t& at) {
  if (at == text.size()) return false;
  if (text[at] == '"' || text[at] == '\'') {
    std::size_t close = text.find(text[at], at + 1);
    at = close == std::string_view::npos ? text.size() : close + 1;
    return close != std::string_view::npos;
  }
  std::size_t begin = at;
  while (at < text.size() && " \t\r\n\"'=<>`"sv.find(text[at]) == std::string_view::npos)
    ++at;
  return at > begin;
}

// The tag at the start of `text`, as html_tag_length; `at` is where reading stopped.
std::size_t read_tag(std::string_view text, std::size_t& at) {
  at = 1;
  bool closing = at < text.size() && text[at] == '/';
  if (closing) ++at;
  if (at >= text.size() || !is_letter(text[at])) return 0;
  while (at < text.size() && (is_letter(text[at]) || is_digit(text[at]) || text[at] == '-'))
    ++at;
  if (closing) {
    at = skip_space(text, at);
    return at < text.size() && text[at] == '>' ? at + 1 : 0;
  }
  for (;;) {
    std::size_t before = at;
    at = skip_space(text, at);
    if (at < text.size() && text[at] == '>') return at + 1;
    if (at + 1 < text.size() && text[at] == '/' && text[at + 1] == '>') return at + 2;
    if (at == before || at == text.size() || !is_attribute_start(text[at])) return 0;
    while (at < text.size() && is_attribute_byte(text[at]))
      ++at;
    std::size_t equals = skip_space(text, at);
    if (equals < text.size() && text[equals] == '=') {
      at = skip_space(text, equals + 1);
      if (!skip_value(text, at)) return 0;
    }
  }
}

bool is_raw_close(std::string_view line) {
  for (std::size_t at = line.find("</"); at != std::string_view::npos; at = line.find("</", at + 2)) {
    Name name = read_name(line.substr(at + 2));
    std::size_t after = at + 2 + name.size;
    if (among(raw_names, name.view()) && after < line.size() && line[after] == '>') return true;
  }
  return false;
}

}  // namespace

std::size_t html_tag_length(std::string_view text, std::uint64_t& steps) {
  std::size_t at = 0;
  std::size_t length = read_tag(text, at);
  steps += at;
  return length;
}

int html_start(std::string_view line, bool in_paragraph, std::uint64_t& steps) {
  if (line.size() < 2) return 0;
  if (line[1] == '!') {
    if (line.substr(2, 2) == "--") return 2;
    if (line.substr(2, 7) == "[CDATA[") return 5;
    return line.size() > 2 && is_letter(line[2]) ? 4 : 0;
  }
  if (line[1] == '?') return 3;
  bool closing = line[1] == '/';
  std::size_t at = closing ? 2 : 1;
  Name name = read_name(line.substr(at));
  std::string_view after = line.substr(at + name.size);
  bool ends = after.empty() || is_blank(after[0]) || after[0] == '>';
  if (!closing && ends && among(raw_names, name.view())) return 1;
  if ((ends || after.substr(0, 2) == "/>") && among(block_names, name.view())) return 6;
  if (in_paragraph) return 0;
  std::size_t length = html_tag_length(line, steps);
  if (length == 0) return 0;
  while (length < line.size() && is_blank(line[length]))
    ++length;
  return length == line.size() ? 7 : 0;
}

bool html_ends(std::string_view line, int kind) {
  auto has = [line](std::string_view what) { return line.find(what) != std::string_view::npos; };
  switch (kind) {
    case 1:
      return is_raw_close(line);
    case 2:
      return has("-->");
    case 3:
      return has("?>");
    case 4:
      return has(">");
    case 5:
      return has("]]>");
    default:
      return false;
  }
}

}  // namespace hindcast::markdown
