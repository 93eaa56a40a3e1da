// Reading along the tokens of one statement. Never recursive: what stands in parentheses is handed out as a
// row of tokens of its own.
#pragma once

#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "guards/sql/tokens.h"

namespace hindcast::guards::sql {

using Tokens = std::span<const Token>;

// As the database compares it: folded where letter case does not count, without quotes.
struct Name {
  std::string schema;  // "" where none is written
  std::string name;
  bool operator==(const Name&) const = default;
};

class Cursor {
 public:
  Cursor(Tokens tokens, Dialect dialect) : tokens_(tokens), dialect_(dialect) {}

  bool is_done() const { return at_ >= tokens_.size(); }
  std::size_t place() const { return at_; }
  void go_to(std::size_t place) { at_ = place; }
  Tokens rest() const { return tokens_.subspan(at_); }
  Dialect dialect() const { return dialect_; }
  std::uint32_t line() const;

  bool is(std::string_view word, std::size_t ahead = 0) const;
  bool is_symbol(char, std::size_t ahead = 0) const;
  bool is_any(std::initializer_list<std::string_view> words) const;
  bool take(std::string_view word);
  bool take_symbol(char);
  bool take_any(std::initializer_list<std::string_view> words);
  // All of them, or none.
  bool take_all(std::initializer_list<std::string_view> words);
  void skip();  // one token, or a whole pair of parentheses

  // Nothing where no name stands here; then nothing is taken.
  std::optional<std::string> name();
  std::optional<Name> qualified();
  // What stands between the parentheses that begin here; nothing where none do or they never close.
  std::optional<Tokens> parens();
  // "(a, b)": nothing where there is more in it than names.
  std::optional<std::vector<std::string>> names();

 private:
  Tokens tokens_;
  Dialect dialect_;
  std::size_t at_ = 0;
};

// The name that a token stands for; nothing where it stands for none.
std::optional<std::string> name_of(const Token&, Dialect);
// The parts between the commas that stand in no parentheses.
std::vector<Tokens> parts_of(Tokens);
bool holds_word(Tokens, std::initializer_list<std::string_view> words);

}  // namespace hindcast::guards::sql
