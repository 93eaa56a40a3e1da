#include "guards/sql/tokens.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace hindcast::guards::sql {
namespace {

constexpr std::size_t delimiter_bytes_max = 16, data_tokens_max = 64;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
// Every byte above ASCII is a letter, as in all three.
bool begins_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' ||
         static_cast<unsigned char>(c) >= 0x80;
}
bool continues_word(char c) {
  return begins_word(c) || is_digit(c) || c == '$';
}

}  // namespace

bool is_same(std::string_view text, std::string_view upper) {
  if (text.size() != upper.size()) return false;
  for (std::size_t i = 0; i < text.size(); ++i)
    if (lower(text[i]) != lower(upper[i])) return false;
  return true;
}

bool Token::is_word(std::string_view upper) const {
  return kind == Kind::word && is_same(text, upper);
}

Reader::Reader(std::string_view text, Dialect dialect, std::uint32_t first_line, std::string_view delimiter)
    : text_(text), dialect_(dialect), delimiter_(delimiter), line_(first_line) {
  if (text_.substr(0, 3) == "\xEF\xBB\xBF") pos_ = 3;
}

void Reader::advance(std::size_t bytes) {
  const std::size_t end = std::min(pos_ + bytes, text_.size());
  for (; pos_ < end; ++pos_) {
    if (text_[pos_] == '\n') {
      ++line_;
      is_line_start_ = true;
    } else if (!is_blank(text_[pos_])) {
      is_line_start_ = false;
    }
  }
}

void Reader::skip_line() {
  const std::size_t end = text_.find('\n', pos_);
  advance((end == std::string_view::npos ? text_.size() : end) - pos_);
}

// Blanks and comments. A comment that MySQL runs is entered and left.
void Reader::skip_blank() {
  while (!is_done()) {
    if (is_blank(at()) || at() == '\0')
      advance(1);
    else if (in_run_comment_ && starts_with("*/"))
      in_run_comment_ = false, advance(2);
    else if (!skip_comment())
      return;
  }
}

bool Reader::skip_comment() {
  // MySQL wants a blank behind the dashes; marks of migration tools at the start of a line have none.
  const bool is_dashed = starts_with("--") &&
                         (!is_mysql(dialect_) || pos_ + 2 == text_.size() || is_blank(at(2)) ||
                          static_cast<unsigned char>(at(2)) < 0x20 || (is_line_start_ && begins_word(at(2))));
  if (is_dashed || (at() == '#' && is_mysql(dialect_))) {
    const bool is_start = is_line_start_;
    skip_line();
    is_line_start_ = is_start;
    return true;
  }
  return starts_with("/*") && skip_block_comment();
}

bool Reader::skip_block_comment() {
  if (is_mysql(dialect_) && (starts_with("/*!") || starts_with("/*M!")) && !starts_with("/*!99999")) {
    advance(at(2) == '!' ? 3 : 4);
    while (is_digit(at()))
      advance(1);
    in_run_comment_ = true;
    return true;
  }
  const bool nests = dialect_ == Dialect::postgresql;
  std::size_t depth = 1, to = pos_ + 2;
  for (; to < text_.size() && depth > 0; ++to) {
    if (text_.compare(to, 2, "*/") == 0)
      --depth, ++to;
    else if (nests && text_.compare(to, 2, "/*") == 0)
      ++depth, ++to;
  }
  if (depth > 0 && dialect_ != Dialect::sqlite) return false;  // a broken one: left to read_token()
  advance(to - pos_);
  return true;
}

bool Reader::is_at_delimiter() const {
  return !delimiter_.empty() && starts_with(delimiter_);
}

// A line for the client at the place where a statement may begin.
bool Reader::read_command(Statement& statement) {
  const std::size_t from = pos_;
  const std::uint32_t line = line_;
  const bool is_backslash = dialect_ == Dialect::postgresql && at() == '\\';
  const bool is_dot = dialect_ == Dialect::sqlite && at() == '.' && is_line_start_ && begins_word(at(1));
  const bool is_delimiter =
      is_mysql(dialect_) && is_same(text_.substr(pos_, 9), "DELIMITER") && is_blank(at(9));
  if (!is_backslash && !is_dot && !is_delimiter) return false;
  skip_line();
  const std::string_view command = trimmed(text_.substr(from, pos_ - from));
  if (is_delimiter) {
    const std::string_view rest = trimmed(command.substr(9));
    const std::string_view wanted = rest.substr(0, rest.find_first_of(" \t"));
    if (!wanted.empty()) delimiter_ = wanted.substr(0, delimiter_bytes_max);
    return true;
  }
  statement.line = line;
  statement.tokens.push_back({Kind::command, 0, command, line});
  return true;
}

// A delimiter here does not end the statement.
bool Reader::is_inner(const Statement& statement) const {
  if (delimiter_ != ";" || statement.tokens.empty()) return false;
  return begins_ > 0 || (parens_ > 0 && dialect_ == Dialect::postgresql);
}

bool Reader::next(Statement& statement) {
  statement = {};
  parens_ = begins_ = 0;
  is_routine_ = was_end_ = false;
  while (true) {
    skip_blank();
    if (is_done()) return !statement.tokens.empty();
    if (is_at_delimiter() && !is_inner(statement)) {
      advance(delimiter_.size());
      if (statement.tokens.empty()) continue;
      finish(statement);
      return true;
    }
    if (statement.tokens.empty()) {
      if (read_command(statement)) {
        if (!statement.tokens.empty()) return true;
        continue;
      }
      statement.line = line_;
    } else if (dialect_ == Dialect::postgresql && at() == '\\') {
      // "\g" and its kin send what stands before them; the rest is for psql alone.
      if (at(1) == 'g' || at(1) == 'w' || at(1) == ';') return true;
      skip_line();
      continue;
    }
    statement.tokens.push_back(read_token());
    if (statement.tokens.back().kind == Kind::broken) statement.is_broken = true;
    follow(statement);
    // Rows of data: nobody looks at them, and a dump has millions.
    const bool is_data = statement.tokens[0].is_word("INSERT") || statement.tokens[0].is_word("REPLACE");
    if (is_data && statement.tokens.size() > data_tokens_max) statement.tokens.pop_back();
  }
}

Token Reader::read_token() {
  const char c = at();
  const bool is_pg = dialect_ == Dialect::postgresql;
  if (c == '\'') return read_quoted(Kind::text, '\'', is_mysql(dialect_), 0);
  if (c == '"')
    return read_quoted(is_mysql(dialect_) ? Kind::text : Kind::quoted, '"', is_mysql(dialect_), 0);
  if (c == '`' && !is_pg) return read_quoted(Kind::quoted, '`', false, 0);
  if (c == '[' && dialect_ == Dialect::sqlite) return read_quoted(Kind::quoted, ']', false, 0);
  if (is_pg && c == '$' && !is_digit(at(1))) return read_dollar();
  if (is_pg && (c == 'E' || c == 'e') && at(1) == '\'') return read_quoted(Kind::text, '\'', true, 1);
  if (is_pg && (c == 'U' || c == 'u') && at(1) == '&' && (at(2) == '\'' || at(2) == '"'))
    return read_quoted(at(2) == '"' ? Kind::quoted : Kind::text, at(2), false, 2);
  if ((c == 'B' || c == 'b' || c == 'X' || c == 'x' || c == 'N' || c == 'n') && at(1) == '\'')
    return read_quoted(Kind::text, '\'', is_mysql(dialect_), 1);
  if (begins_word(c) || is_digit(c)) return read_word();
  const Token token{starts_with("/*") ? Kind::broken : Kind::symbol, 0, text_.substr(pos_, 1), line_};
  advance(token.kind == Kind::broken ? text_.size() - pos_ : 1);
  return token;
}

// Quotes that are doubled stay so: who needs the name undoubles it.
Token Reader::read_quoted(Kind kind, char close, bool has_escapes, std::size_t prefix) {
  Token token{kind, prefix == 2 ? 'U' : text_[pos_ + prefix], {}, line_};
  const std::size_t from = pos_ + prefix + 1;
  std::size_t to = from;
  for (; to < text_.size(); ++to) {
    if (has_escapes && text_[to] == '\\') {
      ++to;
    } else if (text_[to] == close) {
      if (close == ']' || to + 1 >= text_.size() || text_[to + 1] != close) break;
      ++to;
    }
  }
  to = std::min(to, text_.size());
  if (to == text_.size()) token.kind = Kind::broken;
  token.text = text_.substr(from, to - from);
  advance(to + 1 - pos_);
  return token;
}

Token Reader::read_dollar() {
  std::size_t end = pos_ + 1;
  while (end < text_.size() && (begins_word(text_[end]) || is_digit(text_[end])))
    ++end;
  Token token{Kind::symbol, 0, text_.substr(pos_, 1), line_};
  if (end >= text_.size() || text_[end] != '$') {
    advance(1);
    return token;
  }
  const std::string_view tag = text_.substr(pos_, end + 1 - pos_);
  const std::size_t from = end + 1, to = text_.find(tag, from);
  token.kind = to == std::string_view::npos ? Kind::broken : Kind::text;
  token.quote = '$';
  token.text = text_.substr(from, to == std::string_view::npos ? to : to - from);
  advance(to == std::string_view::npos ? text_.size() - pos_ : to + tag.size() - pos_);
  return token;
}

Token Reader::read_word() {
  const bool has_own_delimiter = delimiter_ != ";";
  std::size_t end = pos_;
  bool is_number = true;
  while (end < text_.size() &&
         (continues_word(text_[end]) || (is_number && text_[end] == '.' && end > pos_))) {
    if (has_own_delimiter && end > pos_ && text_.compare(end, delimiter_.size(), delimiter_) == 0) break;
    if (!is_digit(text_[end]) && text_[end] != '.') {
      if (is_number && end > pos_ && !is_mysql(dialect_)) break;
      is_number = false;
    }
    ++end;
  }
  const Token token{is_number ? Kind::number : Kind::word, 0, text_.substr(pos_, end - pos_), line_};
  advance(end - pos_);
  return token;
}

// Bodies of routines hold delimiters of their own: BEGIN … END of a trigger, BEGIN ATOMIC of a function.
void Reader::follow(const Statement& statement) {
  const Token& token = statement.tokens.back();
  if (token.is('(')) ++parens_;
  if (token.is(')')) parens_ = std::max(0, parens_ - 1);
  if (token.kind != Kind::word) {
    was_end_ = false;
    return;
  }
  if (!statement.tokens.front().is_word("CREATE")) return;
  if (parens_ == 0 && statement.tokens.size() < 16 &&
      (token.is_word("FUNCTION") || token.is_word("PROCEDURE") || token.is_word("TRIGGER") ||
       (token.is_word("EVENT") && is_mysql(dialect_))))
    is_routine_ = is_routine_ || !statement.tokens[1].is_word("TABLE");
  if (!is_routine_) return;
  static constexpr std::array<std::string_view, 5> closed = {"IF", "LOOP", "WHILE", "REPEAT", "FOR"};
  const bool was_end = was_end_;
  was_end_ = false;
  if (token.is_word("BEGIN") || (token.is_word("CASE") && !was_end && begins_ > 0)) ++begins_;
  if (was_end && std::any_of(closed.begin(), closed.end(), [&](auto one) { return token.is_word(one); }))
    ++begins_;
  if (token.is_word("END") && begins_ > 0) --begins_, was_end_ = true;
}

// Behind COPY … FROM STDIN come rows of data, up to a line that is `\.` alone.
void Reader::finish(Statement& statement) {
  const auto& tokens = statement.tokens;
  if (dialect_ != Dialect::postgresql || !tokens.front().is_word("COPY")) return;
  bool is_from_stdin = false;
  for (std::size_t i = 1; i < tokens.size() && !is_from_stdin; ++i)
    is_from_stdin = tokens[i].is_word("STDIN") && tokens[i - 1].is_word("FROM");
  if (!is_from_stdin) return;
  skip_line();
  while (!is_done()) {
    advance(1);
    const std::size_t from = pos_;
    skip_line();
    if (trimmed(text_.substr(from, pos_ - from)) == "\\.") return;
  }
}

}  // namespace hindcast::guards::sql
