// The words and signs that a query is made of.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/text.h"
#include "search/typed.h"

namespace hindcast::search::typed {

struct NamedField {
  std::string_view name;
  Field field;
};
// In the order of Field, without text.
std::span<const NamedField> named_fields();

// A letter, a digit, or any byte beyond ASCII.
bool is_of_word(char c);

enum class Piece : std::uint8_t {
  word,
  phrase,
  open,
  close,
  field,
  minus,
  logic_or,
  logic_and,
  logic_not,
  end
};

struct Token {
  Piece piece = Piece::end;
  Field field = Field::text;  // of a field
  std::string_view text;      // of a word, a phrase or an unknown field
  bool is_closed = true;      // a phrase has its second mark
  bool is_known = true;       // a field is one of ours
  Span at;
};

class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  // `after_field`: the value is what comes, whatever it looks like.
  Token next(bool after_field);
  // Does a value stand right here, no blank before it?
  bool touches_value() const;
  // Likewise a quotation mark, or one of these signs.
  bool touches_quote() const;
  bool touches(std::string_view signs) const;

 private:
  std::string_view rest() const { return text_.substr(at_); }
  std::optional<Piece> sign(bool after_field);
  Token made(Piece, std::size_t begin) const;
  Token phrase(std::size_t begin, std::size_t mark);
  std::optional<Token> field(std::size_t begin);
  Token word(std::size_t begin, bool after_field);

  std::string_view text_;
  std::size_t at_ = 0;
  std::size_t inner_ = 0;  // brackets that words have opened: f(x, y)
};

}  // namespace hindcast::search::typed
