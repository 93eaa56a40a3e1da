// From tokens to the pieces that callers see, and from those to plain text.
#include <algorithm>

#include "markdown/entities.h"
#include "markdown/inline_parser.h"
#include "markdown/lines.h"

namespace hindcast::markdown {

void InlineParser::write(std::vector<Inline>& out) const {
  std::vector<std::uint32_t> open;
  std::size_t links = 0;
  for (Index i = tokens_.empty() ? -1 : 0; i >= 0; i = tokens_[i].next) {
    ++steps_;
    const Token& token = tokens_[i];
    if (token.role == Role::open) {
      open.push_back(static_cast<std::uint32_t>(out.size()));
      links += token.kind == InlineKind::link;
      Span span = source(token.begin, token.end);
      out.push_back(
          {.kind = token.kind, .span = span, .content = {span.end, span.end}, .target = token.target});
    } else if (token.role == Role::close) {
      Inline& piece = out[open.back()];
      open.pop_back();
      links -= piece.kind == InlineKind::link;
      Span span = source(token.begin, token.end);
      piece.end = static_cast<std::uint32_t>(out.size());
      piece.content.end = span.begin;
      piece.span.end = span.end;
    } else if (token.bare && links > 0) {
      Token text = token;
      text.kind = InlineKind::text;
      write_piece(text, out);
    } else {
      write_piece(token, out);
    }
  }
}

void InlineParser::write_piece(const Token& token, std::vector<Inline>& out) const {
  if (token.begin == token.end) return;
  Span span = source(token.begin, token.end);
  auto end = static_cast<std::uint32_t>(out.size() + 1);
  switch (token.kind) {
    case InlineKind::text: {
      bool joins = !out.empty() && out.back().kind == InlineKind::text && out.back().span.end == span.begin;
      if (joins) {
        out.back().span.end = out.back().content.end = span.end;
      } else {
        out.push_back({.kind = token.kind, .end = end, .span = span, .content = span});
      }
      return;
    }
    case InlineKind::soft_break:
    case InlineKind::hard_break:
      out.push_back({.kind = token.kind, .end = end, .span = span, .content = {span.end, span.end}});
      return;
    case InlineKind::entity:
    case InlineKind::html:
      out.push_back({.kind = token.kind, .end = end, .span = span, .content = span});
      return;
    case InlineKind::code:
      write_code_lines(token, out);
      return;
    default: {
      Span target = token.target.end > 0 ? source(token.target.begin, token.target.end) : Span{};
      out.push_back({.kind = token.kind,
                     .end = end,
                     .span = span,
                     .content = source(token.content.begin, token.content.end),
                     .target = target});
    }
  }
}

// Code over several lines has the lines as its children, for a container's marks may stand between them.
void InlineParser::write_code_lines(const Token& token, std::vector<Inline>& out) const {
  auto self = static_cast<std::uint32_t>(out.size());
  out.push_back({.kind = token.kind,
                 .in_cell = in_cell_,
                 .end = self + 1,
                 .span = source(token.begin, token.end),
                 .content = source(token.content.begin, token.content.end)});
  std::string_view code = text_.substr(0, token.content.end);
  std::size_t at = token.content.begin, line_end = code.find('\n', at);
  if (line_end == std::string_view::npos) return;
  for (; at < code.size(); line_end = code.find('\n', at)) {
    Token line;
    line.kind = InlineKind::text;
    line.begin = static_cast<std::uint32_t>(at);
    line.end = static_cast<std::uint32_t>(std::min(line_end, code.size()));
    write_piece(line, out);
    if (line_end == std::string_view::npos) break;
    line.kind = InlineKind::soft_break;
    line.begin = line.end++;
    write_piece(line, out);
    at = line.end;
  }
  out[self].end = static_cast<std::uint32_t>(out.size());
}

void append_plain(const std::vector<Inline>& pieces, std::string_view text, bool keep_ticks,
                  std::string& out) {
  auto slice = [text](Span span) { return text.substr(span.begin, span.end - span.begin); };
  for (std::uint32_t i = 0; i < pieces.size(); ++i) {
    const Inline& piece = pieces[i];
    switch (piece.kind) {
      case InlineKind::soft_break:
      case InlineKind::hard_break:
        out += ' ';
        break;
      case InlineKind::entity:
        append_entity(slice(piece.span), out);
        break;
      case InlineKind::html:
      case InlineKind::emphasis:
      case InlineKind::strong:
      case InlineKind::strike:
      case InlineKind::link:
      case InlineKind::image:
        break;
      case InlineKind::code: {
        std::string_view ticks = text.substr(piece.span.begin, piece.content.begin - piece.span.begin);
        if (keep_ticks) out += ticks;
        append_code(pieces, i, text, out);
        if (keep_ticks) out += ticks;
        i = piece.end - 1;
        break;
      }
      default:
        out += slice(piece.content);
    }
  }
}

void append_code(const std::vector<Inline>& pieces, std::uint32_t index, std::string_view text,
                 std::string& out) {
  const Inline& code = pieces[index];
  auto slice = [text](Span span) { return text.substr(span.begin, span.end - span.begin); };
  std::string inside;
  if (code.end == index + 1) inside = slice(code.content);
  for (std::uint32_t i = index + 1; i < code.end; ++i) {
    if (pieces[i].kind == InlineKind::text) {
      inside += slice(pieces[i].span);
    } else {
      inside += ' ';
    }
  }
  // One blank on each side is there for ticks next to it, unless all is blank.
  bool padded = inside.size() > 1 && inside.front() == ' ' && inside.back() == ' ' &&
                inside.find_first_not_of(' ') != std::string::npos;
  if (padded) inside = inside.substr(1, inside.size() - 2);
  for (std::size_t i = 0; i < inside.size(); ++i) {
    bool pipe = code.in_cell && inside[i] == '\\' && i + 1 < inside.size() && inside[i + 1] == '|';
    if (!pipe) out += inside[i];
  }
}

}  // namespace hindcast::markdown
