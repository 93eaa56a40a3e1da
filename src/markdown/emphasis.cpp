// Emphasis, strong emphasis and strike-through: which run of marks closes which.
#include <array>

#include "markdown/inline_parser.h"
#include "markdown/unicode.h"

namespace hindcast::markdown {
namespace {

// Runs that fail to find an opener say where the next of their sort need not look.
constexpr std::size_t sorts = 15;

std::size_t sort_of(char mark, bool can_open, std::uint32_t whole) {
  if (mark == '~') return 12 + whole;
  return (mark == '*' ? 0u : 6u) + (can_open ? 3u : 0u) + whole % 3;
}

}  // namespace

bool InlineParser::read_run() {
  char mark = text_[at_];
  std::size_t end = at_;
  while (end < text_.size() && text_[end] == mark)
    ++end;
  auto length = static_cast<std::uint32_t>(end - at_);
  steps_ += length;
  using enum CharClass;
  CharClass before = class_before(text_, at_), after = class_at(text_, end);
  bool left = after != space && (after != punctuation || before != other);
  bool right = before != space && (before != punctuation || after != other);
  Delimiter run;
  run.mark = mark;
  // An underscore inside a word is part of it: snake_case_name.
  run.can_open = left && (mark != '_' || !right || before == punctuation);
  run.can_close = right && (mark != '_' || !left || after == punctuation);
  if ((!run.can_open && !run.can_close) || (mark == '~' && length > 2)) {
    at_ = end - 1;
    return false;
  }
  flush_text(at_);
  run.length = run.whole = length;
  run.pos = static_cast<std::uint32_t>(at_);
  run.token = add(InlineKind::text, at_, end);
  run.previous = last_delimiter_;
  if (delimiters_.empty()) delimiters_.reserve(8);
  auto index = static_cast<Index>(delimiters_.size());
  if (last_delimiter_ >= 0) delimiters_[last_delimiter_].next = index;
  last_delimiter_ = index;
  delimiters_.push_back(run);
  return true;
}

void InlineParser::drop(Index index) {
  const Delimiter& run = delimiters_[index];
  if (run.previous >= 0) delimiters_[run.previous].next = run.next;
  if (run.next >= 0) delimiters_[run.next].previous = run.previous;
  if (index == last_delimiter_) last_delimiter_ = run.previous;
}

// Wraps what stands between the two runs, using marks from their inner ends.
void InlineParser::match_pair(Index opener_index, Index closer_index) {
  Delimiter& opener = delimiters_[opener_index];
  Delimiter& closer = delimiters_[closer_index];
  std::uint32_t used = opener.length >= 2 && closer.length >= 2 ? 2 : 1;
  Token open, close;
  open.role = Role::open;
  open.kind = opener.mark == '~' ? InlineKind::strike : used == 2 ? InlineKind::strong : InlineKind::emphasis;
  open.end = tokens_[opener.token].end;
  open.begin = tokens_[opener.token].end = open.end - used;
  close.role = Role::close;
  close.begin = tokens_[closer.token].begin;
  close.end = tokens_[closer.token].begin = close.begin + used;
  insert(open, opener.token, tokens_[opener.token].next);
  insert(close, tokens_[closer.token].previous, closer.token);
  opener.length -= used;
  closer.length -= used;
}

// Pairs up the runs after `bottom` and forgets them.
void InlineParser::match_emphasis(Index bottom) {
  std::array<std::uint32_t, sorts> floor{};
  Index closer = last_delimiter_;
  if (closer == bottom) return;
  while (delimiters_[closer].previous != bottom)
    closer = delimiters_[closer].previous, ++steps_;
  while (closer >= 0) {
    ++steps_;
    Delimiter& run = delimiters_[closer];
    if (!run.can_close) {
      closer = run.next;
      continue;
    }
    std::uint32_t& lowest = floor[sort_of(run.mark, run.can_open, run.whole)];
    Index opener = run.previous;
    for (; opener != bottom && delimiters_[opener].pos >= lowest; opener = delimiters_[opener].previous) {
      ++steps_;
      const Delimiter& candidate = delimiters_[opener];
      if (candidate.mark != run.mark || !candidate.can_open) continue;
      if (run.mark == '~' && candidate.whole == run.whole) break;
      bool both = candidate.can_close || run.can_open;
      bool odd = both && run.whole % 3 != 0 && (candidate.whole + run.whole) % 3 == 0;
      if (run.mark != '~' && !odd) break;
    }
    if (opener == bottom || delimiters_[opener].pos < lowest) {
      lowest = run.pos;
      Index next = run.next;
      if (!run.can_open) drop(closer);
      closer = next;
      continue;
    }
    while (run.previous != opener)
      drop(run.previous);
    match_pair(opener, closer);
    if (delimiters_[opener].length == 0) drop(opener);
    if (run.length == 0) {
      Index next = run.next;
      drop(closer);
      closer = next;
    }
  }
  while (last_delimiter_ != bottom)
    drop(last_delimiter_);
}

}  // namespace hindcast::markdown
