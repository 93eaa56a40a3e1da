#include "markdown/tables.h"

#include "markdown/lines.h"
#include "markdown/markdown.h"

namespace hindcast::markdown {

void read_delimiter_row(std::string_view line, std::vector<std::uint8_t>& alignments) {
  alignments.clear();
  std::size_t at = line.front() == '|' ? 1 : 0;
  auto skip_blanks = [&] {
    while (at < line.size() && is_blank(line[at]))
      ++at;
  };
  auto skip_one = [&](char c) {
    bool there = at < line.size() && line[at] == c;
    at += there;
    return there;
  };
  for (skip_blanks(); at < line.size(); skip_blanks()) {
    bool left = skip_one(':');
    std::size_t dashes = at;
    while (skip_one('-')) {
    }
    bool valid = at > dashes;
    bool right = skip_one(':');
    skip_blanks();
    bool divided = skip_one('|');
    if (!valid || (!divided && at < line.size()) || alignments.size() == columns_max)
      return alignments.clear();
    alignments.push_back(static_cast<std::uint8_t>(left && right ? 2 : left ? 1 : right ? 3 : 0));
  }
}

void read_cells(std::string_view text, Span line, std::size_t limit, std::vector<CellText>& cells) {
  cells.clear();
  std::uint32_t at = line.begin, end = line.end;
  while (end > at && is_blank(text[end - 1]))
    --end;
  if (at < end && text[at] == '|') ++at;
  // What is left after the last pipe is a cell only when something stands there.
  while (at < end && cells.size() < limit) {
    std::uint32_t begin = at;
    while (at < end && !(text[at] == '|' && (at == line.begin || text[at - 1] != '\\')))
      ++at;
    Span content{begin, at};
    while (content.begin < content.end && is_blank(text[content.begin]))
      ++content.begin;
    while (content.end > content.begin && is_blank(text[content.end - 1]))
      --content.end;
    cells.push_back({{begin, at}, content});
    if (at < end) ++at;
  }
}

}  // namespace hindcast::markdown
