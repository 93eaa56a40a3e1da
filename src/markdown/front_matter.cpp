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

}  // namespace

FrontMatter read_front_matter(std::string_view text, std::uint32_t begin) {
  FrontMatter found;
  std::string_view opening = text.substr(begin, 3);
  if (opening != "---" && opening != "+++") return found;
  LineReader reader(text, begin);
  Line line;
  reader.read(line);
  if (trim_end(text.substr(line.begin, line.end - line.begin)) != opening) return found;
  while (reader.read(line)) {
    if (trim_end(text.substr(line.begin, line.end - line.begin)) == opening) {
      found.toml = opening == "+++";
      found.found = found.toml || looks_like_yaml(text, found.lines);
      found.span = {begin, line.end};
      found.next = line.next;
      return found;
    }
    found.lines.push_back({line.begin, line.end});
  }
  return found;
}

}  // namespace hindcast::markdown
