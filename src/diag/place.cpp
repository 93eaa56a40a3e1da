#include "diag/place.h"

#include <algorithm>

namespace hindcast::diag {
namespace {

bool is_line_end(char c) {
  return c == '\n' || c == '\r';
}

}  // namespace

// A line ends where Markdown says so: at LF, CRLF or a CR alone.
Places::Places(std::string_view text) : text_(text), line_starts_{0} {
  const auto size = static_cast<std::uint32_t>(text.size());
  for (std::uint32_t i = 0; i < size; ++i)
    if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < size && text[i + 1] == '\n')))
      line_starts_.push_back(i + 1);
}

Places::Point Places::point(std::uint32_t offset) {
  const auto after = std::upper_bound(line_starts_.begin(), line_starts_.end(), offset);
  const auto line = static_cast<std::uint32_t>(after - line_starts_.begin()) - 1;
  std::uint32_t at = line_starts_[line], column = 0;
  if (known_point_.line == line && known_ <= offset && known_ >= at) {
    at = known_;
    column = known_point_.column;
  }
  while (at < offset) {
    if (static_cast<unsigned char>(text_[at]) < 0x80) {
      ++at;
      ++column;
      continue;
    }
    const auto length = utf8_sequence(text_.substr(at));
    const auto bytes = static_cast<std::uint32_t>(length == 0 ? 1 : length);
    if (at + bytes > offset) break;  // inside a character: the place is the character's
    at += bytes;
    ++column;
  }
  known_ = at;
  known_point_ = {line, column};
  return known_point_;
}

Place Places::of(Span span) {
  const auto size = static_cast<std::uint32_t>(text_.size());
  span.begin = std::min(span.begin, size);
  span.end = std::clamp(span.end, span.begin, size);
  while (span.end > span.begin && is_line_end(text_[span.end - 1]))
    --span.end;
  const auto first = point(span.begin);
  const auto kept = known_;
  const auto last = point(span.end);
  known_ = kept;  // the next span may begin within this one
  known_point_ = first;
  Place place{first.line + 1, first.column + 1, last.line + 1, last.column + 1, {}};
  const auto begin = line_starts_[first.line];
  auto end = first.line + 1 < line_starts_.size() ? line_starts_[first.line + 1] : size;
  while (end > begin && is_line_end(text_[end - 1]))
    --end;
  place.first_line = {begin, end};
  return place;
}

Placed placed(Diagnostic diagnostic, Places& places) {
  Placed made;
  made.place = places.of(diagnostic.span);
  for (const auto& note : diagnostic.notes)
    made.notes.push_back(places.of(note.span));
  for (const auto& fix : diagnostic.fixes) {
    made.edits.emplace_back();
    for (const auto& edit : fix.edits)
      made.edits.back().push_back(places.of(edit.replace));
  }
  made.diagnostic = std::move(diagnostic);
  return made;
}

}  // namespace hindcast::diag
