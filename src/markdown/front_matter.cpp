#include "markdown/front_matter.h"

#include "markdown/lines.h"

namespace hindcast::markdown {
namespace {

std::string_view trim_end(std::string_view line) {
  while (!line.empty() && is_blank(line.back()))
    line.remove_suffix(1);
  return line;
}

// `key:` or `key: value`, the key being no Markdown mark: neither `**Date**: x`
// nor `- a: b` opens front matter.
bool is_key_line(std::string_view line) {
  constexpr std::string_view marks = "*-+>|`[]!#<~=:,&%@{}";
  if (line.empty() || is_blank(line[0]) || marks.find(line[0]) != std::string_view::npos) return false;
  std::size_t colon = line.find(':');
  while (colon != std::string_view::npos && colon + 1 < line.size() && !is_blank(line[colon + 1])) {
    colon = line.find(':', colon + 1);
  }
  return colon != std::string_view::npos;
}

// Says of the lines between two rules whether they are YAML rather than prose.
bool looks_like_yaml(std::string_view text, const std::vector<Span>& lines) {
  bool comment = false;
  for (Span span : lines) {
    std::string_view line = trim_end(text.substr(span.begin, span.end - span.begin));
    if (line.empty()) {
      if (comment) return false;  // `# Title` and a blank line: a heading
    } else if (line[0] == '#') {
      comment = true;
    } else {
      return is_key_line(line);
    }
  }
  return false;  // two rules with nothing between them
}

// The same with a key of letters, digits, "_" and "-" alone, as programs write them: "incident_date:".
bool is_plain_key_line(std::string_view line) {
  std::size_t end = 0;
  while (end < line.size() &&
         (is_letter(line[end]) || is_digit(line[end]) || line[end] == '_' || line[end] == '-'))
    ++end;
  return end > 0 && end < line.size() && line[end] == ':' && is_key_line(line);
}

// The same where something stands before the first rule: nothing but plain keys and what belongs to them.
bool is_plain_yaml(std::string_view text, const std::vector<Span>& lines) {
  for (Span span : lines) {
    std::string_view line = trim_end(text.substr(span.begin, span.end - span.begin));
    if (line.empty() || is_blank(line[0]) || line[0] == '#' || line.substr(0, 2) == "- ") continue;
    if (!is_plain_key_line(line)) return false;
  }
  return true;
}

// Over blank lines and comments that fill their lines, as licences and hints to editors do.
std::uint32_t skip_preamble(std::string_view text, std::uint32_t begin) {
  constexpr std::size_t preamble_bytes_max = 8u << 10;
  const std::string_view head = text.substr(0, begin + preamble_bytes_max);
  const auto ends_line = [head](std::size_t at) { return head[at] == '\n' || head[at] == '\r'; };
  for (std::size_t at = begin;;) {
    at = head.find_first_not_of(" \t\r\n", at);
    if (at == std::string_view::npos || (at != begin && !ends_line(at - 1))) return begin;
    if (head.substr(at, 4) != "<!--") return static_cast<std::uint32_t>(at);
    const std::size_t close = head.find("-->", at + 4);
    if (close == std::string_view::npos) return begin;
    at = head.find_first_not_of(" \t", close + 3);
    if (at == std::string_view::npos || !ends_line(at)) return begin;
  }
}

}  // namespace

FrontMatter read_front_matter(std::string_view text, std::uint32_t top) {
  FrontMatter found;
  const std::uint32_t begin = skip_preamble(text, top);
  std::string_view opening = text.substr(begin, 3);
  if (opening != "---" && opening != "+++") return found;
  LineReader reader(text, begin);
  Line line;
  reader.read(line);
  if (trim_end(text.substr(line.begin, line.end - line.begin)) != opening) return found;
  while (reader.read(line)) {
    if (trim_end(text.substr(line.begin, line.end - line.begin)) == opening) {
      found.toml = opening == "+++";
      found.found = found.toml ? begin == top : looks_like_yaml(text, found.lines);
      if (begin != top && found.found) found.found = is_plain_yaml(text, found.lines);
      found.span = {begin, line.end};
      found.next = line.next;
      return found;
    }
    found.lines.push_back({line.begin, line.end});
  }
  return found;
}

}  // namespace hindcast::markdown
