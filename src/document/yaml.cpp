// The YAML that people write as front matter, read line by line without recursion and in linear time.
#include <optional>

#include "document/field_tree.h"
#include "document/front_matter.h"
#include "markdown/lines.h"

namespace hindcast::document {
namespace {

using markdown::is_blank;
using markdown::is_digit;

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

class YamlReader {
 public:
  YamlReader(std::string_view text, FrontMatter& out) : text_(text), at_{{text, 0}, {}, 0}, tree_(out) {}
  void run();

 private:
  struct Place {  // the line that is being read, and how to go on from there
    markdown::LineReader reader;
    markdown::Line line;
    std::uint32_t number = 0;
  };
  struct Key {
    std::string_view name;
    Span at;
    std::uint32_t next = 0;  // behind the colon
  };
  struct Token {
    std::string_view text;
    Span at;
    std::uint32_t line = 0;
    bool quoted = false;
  };

  void content(std::uint32_t pos);
  void structure(std::uint32_t pos, bool may_open);
  void value(std::uint32_t pos);
  void plain(std::uint32_t pos);
  std::uint32_t skip_properties(std::uint32_t pos) const;
  void quoted_value(std::uint32_t pos);
  bool block_scalar(std::uint32_t pos);
  void block_lines(bool folded, std::uint32_t indent, std::uint32_t begin);
  void flow_value(std::uint32_t pos);
  bool flow(std::uint32_t& pos);
  bool flow_open(std::uint32_t& pos);
  bool flow_entry(std::uint32_t& pos);
  bool flow_pair(std::uint32_t& pos, const Token& key);
  bool flow_separator(std::uint32_t& pos);
  bool flow_skip(std::uint32_t& pos);
  bool flow_token(std::uint32_t& pos, std::string& buffer, Token& token);
  std::uint32_t flow_plain_end(std::uint32_t pos) const;

  bool next_line();
  bool next_line_within(std::uint32_t& breaks, bool closers);
  std::optional<Key> find_key(std::uint32_t pos);
  std::optional<std::string_view> quoted(std::uint32_t& pos, std::string& buffer, bool over_lines);
  bool quoted_break(std::uint32_t& pos, bool escaped, std::string& buffer);
  bool is_dash(std::uint32_t pos) const;
  bool is_end(std::uint32_t pos) const { return pos >= at_.line.end; }
  bool is_rest_empty(std::uint32_t pos) const;
  std::uint32_t skip_blanks(std::uint32_t pos) const;
  std::uint32_t plain_end(std::uint32_t pos) const;
  std::uint32_t trim(std::uint32_t begin, std::uint32_t end) const;
  std::string_view cut(std::uint32_t begin, std::uint32_t end) const {
    return text_.substr(begin, end - begin);
  }
  void settle();

  std::string_view text_;
  Place at_;
  FieldTree tree_;
  std::string buffer_, key_buffer_;
  bool pending_ = false;  // a key or a dash waits for its value on the lines that follow
  std::uint32_t pending_at_ = 0;
  bool in_flow_ = false;  // inside of brackets, which stand in a level of this column:
  std::uint32_t flow_column_ = 0;
};

bool YamlReader::next_line() {
  if (!at_.reader.read(at_.line)) return false;
  ++at_.number;
  return true;
}

// Moves to the next line with text, if that is indented more than the level around it and so goes on with a
// value; else stays. With `closers` a line that starts with a closing bracket goes on with it, too.
bool YamlReader::next_line_within(std::uint32_t& breaks, bool closers) {
  const Place before = at_;
  const std::uint32_t least = in_flow_ ? flow_column_ : tree_.column();
  for (breaks = 0; next_line(); ++breaks) {
    const std::uint32_t pos = skip_blanks(at_.line.begin);
    if (is_end(pos)) continue;
    if (pos - at_.line.begin > least || (closers && is_one_of(text_[pos], "]}"))) return true;
    break;
  }
  at_ = before;
  return false;
}

std::uint32_t YamlReader::skip_blanks(std::uint32_t pos) const {
  while (pos < at_.line.end && is_blank(text_[pos]))
    ++pos;
  return pos;
}

std::uint32_t YamlReader::trim(std::uint32_t begin, std::uint32_t end) const {
  while (end > begin && is_blank(text_[end - 1]))
    --end;
  return end;
}

bool YamlReader::is_dash(std::uint32_t pos) const {
  return !is_end(pos) && text_[pos] == '-' && (is_end(pos + 1) || is_blank(text_[pos + 1]));
}

// Says that nothing or a comment follows what ends at `pos`.
bool YamlReader::is_rest_empty(std::uint32_t pos) const {
  const std::uint32_t next = skip_blanks(pos);
  return is_end(next) || (text_[next] == '#' && next > pos);
}

void YamlReader::settle() {
  if (pending_) tree_.value({}, {pending_at_, pending_at_});
  pending_ = false;
}

void YamlReader::run() {
  while (next_line()) {
    const std::uint32_t pos = skip_blanks(at_.line.begin);
    if (is_end(pos) || text_[pos] == '#') continue;
    const std::string_view line = pos == at_.line.begin ? cut(pos, trim(pos, at_.line.end)) : "";
    if (line == "...") break;
    if (line == "---" && tree_.depth() == 0) continue;
    content(pos);
  }
  settle();
  while (next_line())
    if (!is_end(skip_blanks(at_.line.begin))) return tree_.leave_out();
}

// A line with text that is not part of a value before it.
void YamlReader::content(std::uint32_t pos) {
  const std::uint32_t column = pos - at_.line.begin;
  while (tree_.depth() > 0 && column < tree_.column()) {
    settle();
    tree_.close();
  }
  const bool dash = is_dash(pos);
  if (tree_.depth() == 0) {
    if (dash || !find_key(pos)) return tree_.leave_out();
    return structure(pos, true);
  }
  const bool nests = column > tree_.column() || (dash && !tree_.in_list());
  if (nests) {
    if (!pending_) return tree_.leave_out();
    pending_ = false;
    return structure(pos, true);
  }
  settle();
  // A list may stand in the column of its key; the next key ends it.
  if (!dash && tree_.in_list() && tree_.depth() > 1 && tree_.column(1) == column) tree_.close();
  if (dash != tree_.in_list()) return tree_.leave_out();
  structure(pos, false);
}

// Reads what stands at `pos`: with `may_open` the start of a list, a map or a value, else the next entry of
// the innermost level. "- - a: b" opens several levels in one line.
void YamlReader::structure(std::uint32_t pos, bool may_open) {
  for (;; may_open = true) {
    const bool dash = is_dash(pos);
    const std::optional<Key> key = dash ? std::nullopt : find_key(pos);
    if (may_open) {
      if (!dash && !key) return value(pos);
      const std::uint32_t column = pos - at_.line.begin;
      if (!(dash ? tree_.open_list(column) : tree_.open_map(column))) return tree_.leave_out();
    }
    if (!dash && !key) return tree_.leave_out();
    if (dash) {
      tree_.item(pos++);
    } else {
      tree_.key(key->name, {key->at, at_.number});
      pos = key->next;
    }
    if (is_rest_empty(pos)) {
      pending_ = true;
      pending_at_ = pos;
      return;
    }
    pos = skip_blanks(pos);
    if (!dash) return value(pos);
  }
}

// "key:" at `pos`, plain or in quotes. Marks that start another kind of node start no key.
std::optional<YamlReader::Key> YamlReader::find_key(std::uint32_t pos) {
  const std::uint32_t end = at_.line.end, begin = pos;
  const char first = text_[pos];
  if (first == '"' || first == '\'') {
    const auto name = quoted(pos, key_buffer_, false);
    if (!name || name->empty()) return std::nullopt;
    const std::uint32_t colon = skip_blanks(pos);
    if (is_end(colon) || text_[colon] != ':') return std::nullopt;
    if (!is_end(colon + 1) && !is_blank(text_[colon + 1])) return std::nullopt;
    return Key{*name, {begin, pos}, colon + 1};
  }
  if (is_one_of(first, "&*![]{}|>%,:")) return std::nullopt;
  if (first == '?' && (is_end(pos + 1) || is_blank(text_[pos + 1]))) return std::nullopt;
  for (; pos < end; ++pos) {
    const char c = text_[pos];
    if (c == ':' && (pos + 1 == end || is_blank(text_[pos + 1]))) {
      const std::uint32_t stop = trim(begin, pos);
      return Key{cut(begin, stop), {begin, stop}, pos + 1};
    }
    if (c == '#' && pos > begin && is_blank(text_[pos - 1])) return std::nullopt;
  }
  return std::nullopt;
}

// Where the value behind "&anchor" and "!!type" starts; they say nothing about its text.
std::uint32_t YamlReader::skip_properties(std::uint32_t pos) const {
  for (;;) {
    std::uint32_t end = pos;
    if (!is_end(pos) && text_[pos] == '&') end = pos + 1;
    if (cut(pos, at_.line.end).substr(0, 2) == "!!") end = pos + 2;
    const std::uint32_t name = end;
    while (!is_end(end) &&
           (markdown::is_letter(text_[end]) || is_digit(text_[end]) || is_one_of(text_[end], "_-")))
      ++end;
    if (name == pos || end == name || (!is_end(end) && !is_blank(text_[end]))) return pos;
    pos = skip_blanks(end);
  }
}

void YamlReader::value(std::uint32_t pos) {
  if (is_one_of(text_[pos], "&!")) {
    pending_at_ = pos = skip_properties(pos);
    pending_ = is_end(pos) || (text_[pos] == '#' && is_blank(text_[pos - 1]));
    if (pending_) return;
  }
  const char first = text_[pos];
  // "{{ name }}" is a place for a template engine to fill, never a map in a map.
  const bool template_mark = first == '{' && pos + 1 < at_.line.end && is_one_of(text_[pos + 1], "{%");
  if (first == '"' || first == '\'') return quoted_value(pos);
  if ((first == '[' || first == '{') && !template_mark) return flow_value(pos);
  if ((first == '|' || first == '>') && block_scalar(pos)) return;
  if (is_one_of(first, "&*!")) return tree_.leave_out();
  plain(pos);
}

// Where plain text ends: before a comment and the blanks around it.
std::uint32_t YamlReader::plain_end(std::uint32_t pos) const {
  std::uint32_t end = at_.line.end;
  const std::string_view rest = cut(pos, end);
  for (std::size_t hash = rest.find('#'); hash != std::string_view::npos; hash = rest.find('#', hash + 1)) {
    if (hash == 0 || !is_blank(rest[hash - 1])) continue;
    end = pos + static_cast<std::uint32_t>(hash);
    break;
  }
  return trim(pos, end);
}

void YamlReader::plain(std::uint32_t pos) {
  std::uint32_t end = plain_end(pos), breaks = 0;
  const std::string_view first = cut(pos, end);
  bool joined = false;
  Place before = at_;
  auto goes_on = [&] {
    if (trim(pos, at_.line.end) != end) return false;  // a comment ends the text
    const std::uint32_t next = at_.line.next;
    return next < text_.size() && is_one_of(text_[next], " \t\r\n") && next_line_within(breaks, false);
  };
  while (goes_on()) {
    const std::uint32_t next = skip_blanks(at_.line.begin);
    if (text_[next] == '#' || find_key(next)) {
      at_ = before;
      break;
    }
    if (!joined) buffer_ = first;
    joined = true;
    end = plain_end(next);
    breaks == 0 ? buffer_.append(1, ' ') : buffer_.append(breaks, '\n');
    buffer_ += cut(next, end);
    before = at_;
  }
  const bool null = !joined && (first == "~" || first == "null" || first == "Null" || first == "NULL");
  tree_.value(null ? std::string_view() : joined ? std::string_view(buffer_) : first, {pos, end});
}

// Text in quotes at `pos`, as a view of the text or, where something is to be resolved, of `buffer`. Moves
// `pos` behind it. Nothing where it doesn't end before the level does, or an escape means nothing.
std::optional<std::string_view> YamlReader::quoted(std::uint32_t& pos, std::string& buffer, bool over_lines) {
  const char quote = text_[pos++];
  const std::uint32_t begin = pos;
  while (!is_end(pos) && text_[pos] != quote && text_[pos] != '\\')
    ++pos;
  const bool doubled = quote == '\'' && !is_end(pos + 1) && text_[pos + 1] == quote;
  if (!is_end(pos) && text_[pos] == quote && !doubled) return cut(begin, pos++);
  pos = begin;
  buffer.clear();
  for (;;) {
    if (is_end(pos)) {
      if (!over_lines || !quoted_break(pos, false, buffer)) return std::nullopt;
      continue;
    }
    const char c = text_[pos++];
    if (c == quote) {
      if (quote == '"' || is_end(pos) || text_[pos] != quote) return std::string_view(buffer);
      ++pos;
    } else if (c == '\\' && quote == '"') {
      const bool resolved =
          is_end(pos) ? over_lines && quoted_break(pos, true, buffer) : append_escape(text_, pos, buffer);
      if (!resolved) return std::nullopt;
      continue;
    } else if (is_blank(c)) {
      // Blanks at the end of a line are no part of the text; those in it are.
      const std::uint32_t next = skip_blanks(pos);
      if (!is_end(next)) buffer += cut(pos - 1, next);
      pos = next;
      continue;
    }
    buffer += c;
  }
}

// The end of a line in quotes is a space, or as many line ends as blank lines follow.
bool YamlReader::quoted_break(std::uint32_t& pos, bool escaped, std::string& buffer) {
  std::uint32_t breaks = 0;
  if (!next_line_within(breaks, false)) return false;
  if (breaks > 0) buffer.append(breaks, '\n');
  if (breaks == 0 && !escaped) buffer += ' ';
  pos = skip_blanks(at_.line.begin);
  return true;
}

void YamlReader::quoted_value(std::uint32_t pos) {
  const std::uint32_t begin = pos, line = at_.number;
  const auto text = quoted(pos, buffer_, true);
  if (!text) return tree_.leave_out();
  if (is_rest_empty(pos)) return tree_.value(*text, {begin, pos});
  if (at_.number != line) return tree_.leave_out();
  plain(begin);  // "this" and that
}

// "|" and ">" with their marks. False when more than that stands there.
bool YamlReader::block_scalar(std::uint32_t pos) {
  const std::uint32_t begin = pos;
  const bool folded = text_[pos++] == '>';
  std::uint32_t indent = 0;
  for (int i = 0; i < 2 && !is_end(pos); ++i) {
    const char c = text_[pos];
    if (is_digit(c) && c != '0' && indent == 0) {
      indent = tree_.column() + static_cast<std::uint32_t>(c - '0');
    } else if (c != '+' && c != '-') {
      break;
    }
    ++pos;
  }
  if (!is_rest_empty(pos)) return false;
  block_lines(folded, indent, begin);
  return true;
}

void YamlReader::block_lines(bool folded, std::uint32_t indent, std::uint32_t begin) {
  buffer_.clear();
  std::uint32_t breaks = 0, end = trim(begin, at_.line.end);
  bool first = true, deeper = false;
  for (Place before = at_; next_line();) {
    std::uint32_t pos = at_.line.begin;
    while (!is_end(pos) && text_[pos] == ' ')
      ++pos;
    if (is_end(skip_blanks(pos))) {
      ++breaks;
      continue;
    }
    const std::uint32_t column = pos - at_.line.begin;
    if (indent == 0 && column > tree_.column()) indent = column;
    if (first) breaks = 0;  // blank lines before the text are none of it
    if (indent == 0 || column < indent) {
      at_ = before;
      break;
    }
    const std::uint32_t start = at_.line.begin + indent;
    const bool was_deeper = deeper;
    deeper = is_blank(text_[start]);
    if (!first && (!folded || deeper || was_deeper)) ++breaks;
    if (!first && breaks == 0) buffer_ += ' ';
    buffer_.append(breaks, '\n');
    buffer_ += cut(start, at_.line.end);
    end = at_.line.end;
    breaks = 0;
    first = false;
    before = at_;
  }
  tree_.value(buffer_, {begin, end});
}

// A value in brackets; what is no such value but stands in one line is text: "[name](link)".
void YamlReader::flow_value(std::uint32_t pos) {
  const std::uint32_t begin = pos, line = at_.number;
  const FieldTree::Mark mark = tree_.mark();
  flow_column_ = tree_.column();
  in_flow_ = true;
  const bool read = flow(pos);
  in_flow_ = false;
  if (read && is_rest_empty(pos)) return;
  tree_.take_back(mark);
  if (read && at_.number == line) return plain(begin);
  tree_.leave_out();
}

bool YamlReader::flow(std::uint32_t& pos) {
  const std::uint32_t depth = tree_.depth();
  if (!flow_open(pos)) return false;
  while (tree_.depth() > depth) {
    if (!flow_skip(pos)) return false;
    const char c = text_[pos];
    if (c == ']' || c == '}') {
      if ((c == ']') != tree_.in_list()) return false;
      tree_.close(++pos);
      if (tree_.depth() > depth && !flow_separator(pos)) return false;
    } else if (!flow_entry(pos)) {
      return false;
    }
  }
  return true;
}

// An opening bracket. Nothing between it and the closing one is a value without text.
bool YamlReader::flow_open(std::uint32_t& pos) {
  const std::uint32_t begin = pos;
  const bool list = text_[pos++] == '[';
  if (!flow_skip(pos)) return false;
  if (text_[pos] != (list ? ']' : '}')) return list ? tree_.open_list(begin) : tree_.open_map(begin);
  ++pos;
  tree_.value({}, {begin, pos});
  return true;
}

bool YamlReader::flow_entry(std::uint32_t& pos) {
  const bool in_list = tree_.in_list();
  if (in_list) tree_.item(tree_.column());
  const bool opens = text_[pos] == '[' || (text_[pos] == '{' && (is_end(pos + 1) || text_[pos + 1] != '{'));
  if (opens) {
    const std::uint32_t depth = tree_.depth();
    if (!in_list || !flow_open(pos)) return false;
    return tree_.depth() > depth || flow_separator(pos);
  }
  Token token;
  if (!flow_token(pos, buffer_, token) || !flow_skip(pos)) return false;
  if (text_[pos] == ':') return flow_pair(pos, token);
  if (!in_list) {
    tree_.key(token.text, {token.at, token.line});
    token = {{}, {token.at.end, token.at.end}, token.line, true};
  }
  const bool null = !token.quoted && (token.text == "~" || token.text == "null");
  tree_.value(null ? std::string_view() : token.text, token.at);
  return flow_separator(pos);
}

// What follows a key in brackets. A pair that stands in a list is a map of its own.
bool YamlReader::flow_pair(std::uint32_t& pos, const Token& key) {
  const bool in_list = tree_.in_list();
  if (key.text.empty() || (in_list && !tree_.open_map(pos))) return false;
  tree_.key(key.text, {key.at, key.line});
  const std::uint32_t behind = ++pos;
  if (!flow_skip(pos)) return false;
  const bool opens = text_[pos] == '[' || (text_[pos] == '{' && (is_end(pos + 1) || text_[pos + 1] != '{'));
  if (opens) {
    const std::uint32_t depth = tree_.depth();
    if (in_list || !flow_open(pos)) return false;
    return tree_.depth() > depth || flow_separator(pos);
  }
  Token token{{}, {behind, behind}, 0, true};
  if (!is_one_of(text_[pos], ",]}") && !flow_token(pos, buffer_, token)) return false;
  const bool null = !token.quoted && (token.text == "~" || token.text == "null");
  tree_.value(null ? std::string_view() : token.text, token.at);
  if (in_list) tree_.close();
  return flow_separator(pos);
}

bool YamlReader::flow_separator(std::uint32_t& pos) {
  if (!flow_skip(pos)) return false;
  if (text_[pos] != ',') return is_one_of(text_[pos], "]}");
  ++pos;
  return true;
}

// Over blanks, comments and line ends to the next text of a value in brackets.
bool YamlReader::flow_skip(std::uint32_t& pos) {
  for (bool apart = false;; apart = true) {
    const std::uint32_t next = skip_blanks(pos);
    apart = apart || next > pos;  // a mark without a blank before it starts no comment
    pos = next;
    if (!is_end(pos) && !(text_[pos] == '#' && apart)) return true;
    std::uint32_t breaks = 0;
    if (!next_line_within(breaks, true)) return false;
    pos = at_.line.begin;
  }
}

std::uint32_t YamlReader::flow_plain_end(std::uint32_t pos) const {
  const std::uint32_t begin = pos;
  if (cut(pos, at_.line.end).substr(0, 2) == "{{") {
    const std::size_t close = cut(pos, at_.line.end).find("}}");
    if (close == std::string_view::npos) return pos;
    pos += static_cast<std::uint32_t>(close) + 2;
  }
  for (; !is_end(pos) && !is_one_of(text_[pos], ",[]{}"); ++pos) {
    if (text_[pos] == '#' && pos > begin && is_blank(text_[pos - 1])) break;
    if (text_[pos] != ':') continue;
    if (is_end(pos + 1) || is_blank(text_[pos + 1]) || is_one_of(text_[pos + 1], ",[]{}")) break;
  }
  return trim(begin, pos);
}

// Quoted or plain text in brackets; plain text may go on over lines.
bool YamlReader::flow_token(std::uint32_t& pos, std::string& buffer, Token& token) {
  const std::uint32_t begin = pos, line = at_.number;
  if (text_[pos] == '"' || text_[pos] == '\'') {
    const auto text = quoted(pos, buffer, true);
    if (text) token = {*text, {begin, pos}, line, true};
    return text.has_value();
  }
  if (is_one_of(text_[pos], "&*!")) return false;
  std::uint32_t end = flow_plain_end(pos);
  if (end == begin) return false;
  token = {cut(begin, end), {begin, end}, line, false};
  bool joined = false;
  for (pos = end; is_end(skip_blanks(pos)); pos = end) {
    if (!flow_skip(pos)) return false;
    end = flow_plain_end(pos);
    if (end == pos || is_one_of(text_[pos], "[{")) return true;
    if (!joined) buffer = token.text;
    joined = true;
    buffer += ' ';
    buffer += cut(pos, end);
    token = {buffer, {begin, end}, line, false};
  }
  return true;
}

}  // namespace

FrontMatter read_yaml(std::string_view text) {
  FrontMatter read;
  YamlReader(text, read).run();
  return read;
}

}  // namespace hindcast::document
