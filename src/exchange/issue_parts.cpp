#include "exchange/issue_parts.h"

#include <algorithm>

#include "base/sha256.h"
#include "base/text.h"
#include "markdown/front_matter.h"
#include "markdown/markdown.h"

namespace hindcast::exchange {
namespace {

std::string_view line_at(std::string_view text, std::size_t at) {
  const auto end = text.find('\n', at);
  return text.substr(at, end == text.npos ? text.npos : end - at + 1);
}

bool begins_entry(std::string_view line) {
  const auto colon = line.find(':');
  const char first = line.empty() ? ' ' : line[0];
  return colon != line.npos && colon > 0 && first != ' ' && first != '\t' && first != '#' && first != '-';
}

std::size_t longest_run(std::string_view text, char wanted) {
  std::size_t longest = 0, run = 0;
  for (const char c : text) {
    run = c == wanted ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

// Whether a heading behind it is one.
bool is_closed(const std::string& text) {
  const auto whole = text + "\n\n## end\n";
  const auto tree = markdown::parse(whole);
  std::uint32_t last = 0;
  for (const auto node : markdown::children(tree, 0))
    last = node;
  return last != 0 && tree.nodes[last].kind == markdown::Kind::heading &&
         tree.nodes[last].span.begin + 8 >= whole.size();
}

}  // namespace

Parts parts_of(std::string_view document, std::size_t rest_at) {
  Parts parts;
  const std::size_t top = document.starts_with("\xEF\xBB\xBF") ? 3 : 0;
  const auto front = markdown::read_front_matter(document, static_cast<std::uint32_t>(top));
  std::size_t begin = 0;
  if (front.found && !front.toml) {
    parts.has_front = true;
    parts.fence = line_at(document, front.span.begin);
    parts.before_front = document.substr(0, front.span.begin);
    begin = std::min<std::size_t>(front.next, document.size());
    const auto last = front.lines.empty() ? front.span.begin : front.lines.back().begin;
    auto at = std::min(front.span.begin + parts.fence.size(), begin);
    while (at < begin) {
      const auto line = line_at(document, at);
      if (at > last) {
        parts.closing_fence = document.substr(at, begin - at);
        break;
      }
      const bool is_new = begins_entry(line);
      if (is_new || parts.entries.empty())
        parts.entries.push_back({is_new ? std::string(line.substr(0, line.find(':'))) : "", line});
      else
        parts.entries.back().lines = {parts.entries.back().lines.data(),
                                      parts.entries.back().lines.size() + line.size()};
      at += line.size();
    }
  }
  rest_at = std::max(rest_at, begin);
  parts.body = document.substr(begin, rest_at - begin);
  parts.rest = document.substr(std::min(rest_at, document.size()));
  return parts;
}

std::vector<std::size_t> rest_places(std::string_view document) {
  constexpr std::size_t places_max = 100;
  std::vector<std::size_t> places;
  for (auto at = document.find(rest_mark); at != document.npos && places.size() < places_max;
       at = document.find(rest_mark, at + 1))
    if ((at == 0 || document[at - 1] == '\n') && trimmed(line_at(document, at)) == rest_mark)
      places.push_back(at);
  if (places.empty()) places.push_back(document.size());
  return places;
}

std::string digest_of_part(std::string_view text) {
  Sha256 hash;
  text = trimmed(text);
  while (!text.empty()) {
    const auto line = line_at(text, 0);
    const auto end = std::min(line.find_last_not_of("\r\n") + 1, line.size());  // npos + 1 is 0
    hash.add(line.substr(0, end)).add("\n");
    text.remove_prefix(line.size());
  }
  return hex(hash.digest()).substr(0, 16);
}

std::string closing_of(std::string_view text, std::string_view line_end) {
  std::string whole(text);
  if (is_closed(whole)) return {};
  whole += line_end;
  const std::string closers[] = {std::string(std::max<std::size_t>(longest_run(text, '`'), 3), '`'),
                                 std::string(std::max<std::size_t>(longest_run(text, '~'), 3), '~'),
                                 "-->",
                                 "?>",
                                 "]]>",
                                 ">",
                                 "</script>"};
  for (const auto& closer : closers)
    if (is_closed(whole + closer)) {
      const bool ends_line = text.empty() || text.back() == '\n';
      return (ends_line ? "" : std::string(line_end)) + closer + std::string(line_end);
    }
  return {};
}

}  // namespace hindcast::exchange
