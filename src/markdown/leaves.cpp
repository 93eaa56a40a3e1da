#include "markdown/leaves.h"

#include <algorithm>

#include "markdown/lines.h"

namespace hindcast::markdown {
namespace {

bool blank_from(std::string_view line, std::size_t at) {
  while (at < line.size() && is_blank(line[at]))
    ++at;
  return at == line.size();
}

std::size_t run_length(std::string_view line, char c) {
  std::size_t length = 0;
  while (length < line.size() && line[length] == c)
    ++length;
  return length;
}

}  // namespace

bool is_rule(std::string_view line, std::size_t& bad) {
  char mark = line.front();
  std::size_t marks = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    if (line[i] == mark) {
      ++marks;
    } else if (!is_blank(line[i])) {
      bad = i;
      return false;
    }
  }
  bad = line.size();
  return marks >= 3;
}

int setext_level(std::string_view line) {
  char mark = line.front();
  if (mark != '=' && mark != '-') return 0;
  if (!blank_from(line, run_length(line, mark))) return 0;
  return mark == '=' ? 1 : 2;
}

Atx read_atx(std::string_view line) {
  std::size_t level = run_length(line.substr(0, 7), '#');
  if (level == 0 || level > 6) return {};
  if (level < line.size() && !is_blank(line[level])) return {};
  std::size_t begin = level, end = line.size();
  while (begin < end && is_blank(line[begin]))
    ++begin;
  while (end > begin && is_blank(line[end - 1]))
    --end;
  std::size_t closing = end;
  while (closing > begin && line[closing - 1] == '#')
    --closing;
  // Closing hashes count only after a blank: `# C#` is about C#.
  if (closing < end && (closing == begin || is_blank(line[closing - 1]))) {
    end = closing;
    while (end > begin && is_blank(line[end - 1]))
      --end;
  }
  return {static_cast<int>(level), begin, end};
}

Fence read_fence(std::string_view line) {
  char mark = line.front();
  std::size_t length = run_length(line, mark);
  if (length < 3) return {};
  std::size_t begin = length, end = line.size();
  while (begin < end && is_blank(line[begin]))
    ++begin;
  while (end > begin && is_blank(line[end - 1]))
    --end;
  // A backtick in the info string: this is a code span, not a fence.
  if (mark == '`' && line.substr(length).find('`') != std::string_view::npos) return {};
  return {static_cast<std::uint32_t>(length), begin, end};
}

bool closes_fence(std::string_view line, char mark, std::uint32_t length) {
  std::size_t run = run_length(line, mark);
  return run >= length && blank_from(line, run);
}

ListMarker read_list_marker(std::string_view line) {
  ListMarker found;
  std::size_t at = 0;
  if (is_digit(line.front())) {
    while (at < line.size() && at < 10 && is_digit(line[at])) {
      if (at < 9) found.number = found.number * 10 + static_cast<std::uint32_t>(line[at] - '0');
      ++at;
    }
    // More than nine digits could overflow where browsers count.
    if (at > 9 || at == line.size() || (line[at] != '.' && line[at] != ')')) return {};
    found.ordered = true;
  }
  found.mark = line[at++];
  if (at < line.size() && !is_blank(line[at])) return {};
  found.width = static_cast<std::uint32_t>(at);
  return found;
}

char read_box(std::string_view line) {
  if (line.size() < 3 || line[0] != '[' || line[2] != ']') return 0;
  if (line.size() > 3 && !is_blank(line[3])) return 0;
  char inside = to_lower(line[1]);
  if (inside == '\t') inside = ' ';
  return inside == ' ' || inside == 'x' ? inside : '\0';
}

}  // namespace hindcast::markdown
