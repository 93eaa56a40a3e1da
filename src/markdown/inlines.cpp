#include "markdown/inlines.h"

#include <algorithm>
#include <array>

#include "markdown/entities.h"
#include "markdown/inline_parser.h"
#include "markdown/leaves.h"
#include "markdown/lines.h"

namespace hindcast::markdown {
namespace {

// Bytes that may be more than text.
constexpr std::array<bool, 256> make_specials() {
  std::array<bool, 256> special{};
  for (char c : std::string_view("\\`*_~[]!<&\n:@#-wW"))
    special[static_cast<unsigned char>(c)] = true;
  return special;
}
constexpr std::array<bool, 256> specials = make_specials();

// Whether the bytes beside a common letter or mark rule out that it gives a link or reference away.
bool is_plain(std::string_view text, std::size_t at) {
  char next = at + 1 < text.size() ? text[at + 1] : '\0';
  switch (text[at]) {
    case 'w':
    case 'W':
      return to_lower(next) != 'w';
    case ':':
      return next != '/';
    case '#':
      return !is_digit(next);
    case '-':
      return !is_digit(next) || at == 0 || text[at - 1] < 'A' || text[at - 1] > 'Z';
    default:
      return false;
  }
}

}  // namespace

void read_inlines(const Tree& tree, std::uint32_t node, std::string_view text, const Definitions& definitions,
                  std::vector<Inline>& out, std::uint64_t& steps) {
  out.clear();
  InlineParser(tree, node, text, definitions, steps).run(out);
}

InlineParser::InlineParser(const Tree& tree, std::uint32_t index, std::string_view text,
                           const Definitions& definitions, std::uint64_t& steps)
    : definitions_(definitions), steps_(steps), source_(text) {
  const Node& node = tree.nodes[index];
  in_cell_ = node.kind == Kind::cell;
  if (in_cell_) {
    base_ = node.content.begin;
    text_ = text.substr(base_, node.content.end - base_);
  } else if (node.line_count > 0) {
    lines_ = tree.lines.data() + node.first_line;
    join_lines(0, node.line_count);
  }
  while (!text_.empty() && is_blank(text_.back()))
    text_.remove_suffix(1);
}

void InlineParser::join_lines(std::uint32_t first, std::uint32_t count) {
  bool in_place = true;
  for (std::uint32_t i = first + 1; i < count && in_place; ++i) {
    in_place = lines_[i].begin == lines_[i - 1].end + 1 && source_[lines_[i - 1].end] == '\n';
  }
  steps_ += count;
  if (in_place) {
    base_ = lines_[first].begin;
    text_ = source_.substr(base_, lines_[count - 1].end - base_);
    return;
  }
  joined_.reserve(lines_[count - 1].end - lines_[first].begin);
  for (std::uint32_t i = first; i < count; ++i) {
    if (i > first) joined_ += '\n';
    starts_.push_back(static_cast<std::uint32_t>(joined_.size()));
    joined_.append(source_.substr(lines_[i].begin, lines_[i].end - lines_[i].begin));
  }
  steps_ += joined_.size();
  text_ = joined_;
}

Span InlineParser::source(std::size_t begin, std::size_t end) const {
  auto first = static_cast<std::uint32_t>(begin), last = static_cast<std::uint32_t>(end);
  if (starts_.empty()) return {base_ + first, base_ + last};
  auto map = [this](std::uint32_t at) {
    auto line = std::upper_bound(starts_.begin(), starts_.end(), at) - starts_.begin() - 1;
    return lines_[line].begin + (at - starts_[line]);
  };
  std::uint32_t mapped = map(first);
  if (last == first) return {mapped, mapped};
  // The end belongs to the byte before it, which may stand on an earlier line and be a CRLF.
  std::uint32_t stop = map(last - 1) + 1;
  bool two = text_[last - 1] == '\n' && source_.substr(stop - 1, 2) == "\r\n";
  return {mapped, stop + (two ? 1 : 0)};
}

void InlineParser::run(std::vector<Inline>& out) {
  while (at_ < text_.size()) {
    std::size_t begin = at_;
    while (at_ < text_.size() && !specials[static_cast<unsigned char>(text_[at_])])
      ++at_;
    steps_ += at_ - begin + 1;
    if (at_ < text_.size() && (is_plain(text_, at_) || !read_special())) ++at_;
  }
  if (tokens_.empty() && !text_.empty()) {
    // Most leaves are nothing but text.
    Span span = source(0, text_.size());
    out.push_back({.kind = InlineKind::text, .end = 1, .span = span, .content = span});
    return;
  }
  flush_text(text_.size());
  if (last_delimiter_ >= 0) match_emphasis(-1);
  write(out);
}

bool InlineParser::read_special() {
  switch (text_[at_]) {
    case '\n':
      return read_line_end();
    case '\\':
      return read_backslash();
    case '`':
      return read_code();
    case '<':
      return read_angle();
    case '&':
      return read_entity();
    case '*':
    case '_':
    case '~':
      return read_run();
    case '!':
    case '[':
      return read_open_bracket();
    case ']':
      return read_close_bracket();
    default:
      return read_bare();
  }
}

// Two blanks or a backslash before a line end break the line for the reader too.
bool InlineParser::read_line_end() {
  std::size_t begin = at_;
  while (begin > text_begin_ && is_blank(text_[begin - 1]))
    --begin;
  std::size_t blanks = 0;
  while (at_ - blanks > begin && text_[at_ - blanks - 1] == ' ')
    ++blanks;
  steps_ += at_ - begin;
  flush_text(begin);
  add(blanks >= 2 ? InlineKind::hard_break : InlineKind::soft_break, begin, at_ + 1);
  while (at_ < text_.size() && is_blank(text_[at_]))
    text_begin_ = ++at_;
  return true;
}

bool InlineParser::read_backslash() {
  if (at_ + 1 >= text_.size()) return false;
  char next = text_[at_ + 1];
  if (next == '\n') {
    flush_text(at_);
    add(InlineKind::hard_break, at_, at_ + 2);
    return true;
  }
  if (!is_punctuation(next)) return false;
  flush_text(at_);
  Index token = add(InlineKind::escape, at_, at_ + 2);
  tokens_[token].content = {tokens_[token].begin + 1, tokens_[token].end};
  return true;
}

// Finds every run of backticks and, from the back, the next one of its length.
void InlineParser::index_backticks(std::size_t from) {
  backticks_known_ = true;
  steps_ += text_.size() - from;
  std::size_t longest = 0;
  for (std::size_t at = text_.find('`', from); at != std::string_view::npos; at = text_.find('`', at)) {
    std::size_t begin = at;
    while (at < text_.size() && text_[at] == '`')
      ++at;
    backticks_.push_back({begin, at - begin, 0});
    longest = std::max(longest, at - begin);
  }
  std::vector<std::size_t> next(longest + 1, 0);
  for (std::size_t i = backticks_.size(); i-- > 0;) {
    std::size_t length = backticks_[i].length;
    backticks_[i].next = next[length];
    next[length] = backticks_[i].begin;
  }
}

// Where a run of `length` follows the runs up to backtick_run_; 0 when none does. For runs whose first
// tick a backslash has taken, which the index knows by another length.
std::size_t InlineParser::next_backticks(std::size_t length) {
  if (length < no_backticks_.size() && no_backticks_[length]) return 0;
  for (std::size_t i = backtick_run_; i < backticks_.size(); ++i) {
    ++steps_;
    if (backticks_[i].begin > at_ && backticks_[i].length == length) return backticks_[i].begin;
  }
  no_backticks_.resize(std::max(no_backticks_.size(), length + 1));
  no_backticks_[length] = true;
  return 0;
}

bool InlineParser::read_code() {
  if (!backticks_known_) index_backticks(at_);
  while (backtick_run_ < backticks_.size() && backticks_[backtick_run_].begin < at_)
    ++backtick_run_, ++steps_;
  std::size_t length = 0;
  while (at_ + length < text_.size() && text_[at_ + length] == '`')
    ++length;
  steps_ += length;
  bool whole = backtick_run_ < backticks_.size() && backticks_[backtick_run_].begin == at_;
  std::size_t close = whole ? backticks_[backtick_run_].next : next_backticks(length);
  if (close == 0) {
    at_ += length - 1;
    return false;
  }
  flush_text(at_);
  std::size_t begin = at_;
  Index token = add(InlineKind::code, begin, close + length);
  tokens_[token].content = {static_cast<std::uint32_t>(begin + length), static_cast<std::uint32_t>(close)};
  steps_ += close - begin;
  return true;
}

std::size_t InlineParser::html_until(std::string_view close, std::size_t from, std::size_t& none_from) {
  if (from >= none_from) return 0;
  std::size_t found = text_.find(close, from);
  steps_ += std::min(found, text_.size()) - std::min(from, text_.size());
  if (found == std::string_view::npos) {
    none_from = from;
    return 0;
  }
  return found + close.size() - at_;
}

// Length of the HTML at at_: comment, instruction, declaration, CDATA or tag.
std::size_t InlineParser::html_length(std::string_view rest) {
  if (rest.substr(0, 4) == "<!--") {
    if (rest.substr(4, 1) == ">") return 5;
    if (rest.substr(4, 2) == "->") return 6;
    return html_until("-->", at_ + 4, no_comment_);
  }
  if (rest.substr(0, 2) == "<?") return html_until("?>", at_ + 2, no_instruction_);
  if (rest.substr(0, 9) == "<![CDATA[") return html_until("]]>", at_ + 9, no_cdata_);
  if (rest.substr(0, 2) == "<!") {
    return rest.size() > 2 && is_letter(rest[2]) ? html_until(">", at_ + 2, no_declaration_) : 0;
  }
  return html_tag_length(rest, steps_);
}

bool InlineParser::read_angle() {
  std::string_view rest = text_.substr(at_);
  if (std::size_t length = angle_link_length(rest, steps_)) {
    flush_text(at_);
    Index token = add(InlineKind::autolink, at_, at_ + length);
    tokens_[token].content = tokens_[token].target = {tokens_[token].begin + 1, tokens_[token].end - 1};
    return true;
  }
  std::size_t length = html_length(rest);
  if (length == 0) return false;
  flush_text(at_);
  add(InlineKind::html, at_, at_ + length);
  return true;
}

bool InlineParser::read_entity() {
  std::size_t length = entity_length(text_.substr(at_));
  steps_ += 10;
  if (length == 0) return false;
  flush_text(at_);
  add(InlineKind::entity, at_, at_ + length);
  return true;
}

bool InlineParser::read_bare() {
  Piece found;
  InlineKind kind = InlineKind::autolink;
  bool in_brackets = !brackets_.empty();
  char c = text_[at_];
  if (c == ':') {
    found = find_url(text_, at_, text_begin_, in_brackets, steps_);
  } else if (c == 'w' || c == 'W') {
    found = find_www(text_, at_, in_brackets, steps_);
  } else if (c == '@') {
    found = find_email(text_, at_, text_begin_, steps_);
    if (!found) {
      found = find_mention(text_, at_, steps_);
      kind = InlineKind::mention;
    }
  } else {
    found =
        c == '#' ? find_hash_reference(text_, at_, text_begin_) : find_key_reference(text_, at_, text_begin_);
    kind = InlineKind::reference;
  }
  if (!found) return false;
  flush_text(found.begin);
  Index token = add(kind, found.begin, found.end);
  tokens_[token].bare = kind == InlineKind::autolink;
  tokens_[token].content = {tokens_[token].begin, tokens_[token].end};
  if (kind == InlineKind::autolink) tokens_[token].target = tokens_[token].content;
  return true;
}

InlineParser::Index InlineParser::insert(Token token, Index before, Index after) {
  if (tokens_.empty()) tokens_.reserve(16);
  auto index = static_cast<Index>(tokens_.size());
  token.previous = before;
  token.next = after;
  tokens_.push_back(token);
  if (before >= 0) tokens_[before].next = index;
  if (after >= 0) tokens_[after].previous = index;
  if (before == last_ && after < 0) last_ = index;
  return index;
}

// Appends a token and goes on behind it.
InlineParser::Index InlineParser::add(InlineKind kind, std::size_t begin, std::size_t end) {
  Token token;
  token.kind = kind;
  token.begin = static_cast<std::uint32_t>(begin);
  token.end = static_cast<std::uint32_t>(end);
  at_ = text_begin_ = end;
  return insert(token, last_, -1);
}

void InlineParser::flush_text(std::size_t until) {
  if (text_begin_ < until) {
    std::size_t at = at_;
    add(InlineKind::text, text_begin_, until);
    at_ = at;
  }
  text_begin_ = until;
}

}  // namespace hindcast::markdown
