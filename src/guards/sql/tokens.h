// SQL as a row of tokens, statement by statement: what a client program (psql, mysql, sqlite3) would send.
// Any bytes; linear in the text; no token is longer than what is there.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::guards::sql {

enum class Dialect : std::uint8_t { postgresql, mysql, mariadb, sqlite };
constexpr bool is_mysql(Dialect dialect) {
  return dialect == Dialect::mysql || dialect == Dialect::mariadb;
}

// `quoted` is a name in quotes, `text` a literal (dollar quotes too), `command` a line that is meant for the
// client program, `broken` what is never closed.
enum class Kind : std::uint8_t { word, quoted, text, number, symbol, command, broken };

struct Token {
  Kind kind{};
  char quote = 0;         // of a quoted one or a text: the first byte; 'U' for U&"…", '$' for dollar quotes
  std::string_view text;  // without its quotes; of a symbol one byte
  std::uint32_t line = 0;
  bool is_word(std::string_view upper) const;  // an unquoted word, letter case aside
  bool is(char symbol) const { return kind == Kind::symbol && text[0] == symbol; }
};

struct Statement {
  std::vector<Token> tokens;  // without the `;`
  std::uint32_t line = 0;     // from 1, of its first token
  bool is_broken = false;     // something in it is never closed
};

// Two texts are the same, letter case aside; `upper` holds no small letters.
bool is_same(std::string_view text, std::string_view upper);

// Takes the statements out of a text. What belongs to no statement is passed over: comments, data of COPY,
// DELIMITER. Comments that MySQL runs are code. The text must outlive what is taken out of it.
class Reader {
 public:
  explicit Reader(std::string_view text, Dialect dialect, std::uint32_t first_line = 1,
                  std::string_view delimiter = ";");
  // False at the end of the text.
  bool next(Statement&);

 private:
  char at(std::size_t ahead = 0) const { return pos_ + ahead < text_.size() ? text_[pos_ + ahead] : '\0'; }
  bool is_done() const { return pos_ >= text_.size(); }
  bool starts_with(std::string_view what) const { return text_.substr(pos_, what.size()) == what; }
  void advance(std::size_t bytes);
  void skip_line();
  void skip_blank();
  bool skip_comment();
  bool skip_block_comment();
  bool is_at_delimiter() const;
  bool read_command(Statement&);
  bool is_inner(const Statement&) const;
  Token read_token();
  Token read_quoted(Kind, char close, bool has_escapes, std::size_t prefix);
  Token read_dollar();
  Token read_word();
  void follow(const Statement&);
  void finish(Statement&);

  std::string_view text_;
  Dialect dialect_;
  std::string_view delimiter_;
  std::size_t pos_ = 0;
  std::uint32_t line_ = 1;
  bool is_line_start_ = true;  // nothing but blanks since the line began
  bool in_run_comment_ = false;
  int parens_ = 0, begins_ = 0;
  bool is_routine_ = false, was_end_ = false;
};

}  // namespace hindcast::guards::sql
