#include "search/typed_lexer.h"

#include <algorithm>
#include <array>

namespace hindcast::search::typed {
namespace {

using namespace std::string_view_literals;

constexpr std::array<NamedField, 14> fields = {{{"title", Field::title},
                                                {"heading", Field::heading},
                                                {"owner", Field::owner},
                                                {"team", Field::team},
                                                {"state", Field::state},
                                                {"role", Field::role},
                                                {"kind", Field::kind},
                                                {"severity", Field::severity},
                                                {"service", Field::service},
                                                {"tag", Field::tag},
                                                {"lang", Field::lang},
                                                {"path", Field::path},
                                                {"date", Field::date},
                                                {"has", Field::has}}};

bool is_letter(char c) {
  return lower(c) >= 'a' && lower(c) <= 'z';
}

// Bytes of the blank that `text` begins with; 0 for none. Japanese keyboards give U+3000, web pages U+00A0.
std::size_t blank_at(std::string_view text) {
  if (text.empty()) return 0;
  if (" \t\r\n\f\v"sv.find(text[0]) != text.npos) return 1;
  if (text.substr(0, 3) == "\u3000") return 3;
  return text.substr(0, 2) == "\u00a0" ? 2 : 0;
}

// Bytes of the quotation mark that `text` begins with: " and the curly ones that editors make of it.
std::size_t quote_at(std::string_view text) {
  if (text.empty()) return 0;
  if (text[0] == '"') return 1;
  const auto three = text.substr(0, 3);
  return three == "\u201c" || three == "\u201d" || three == "\u201e" ? 3 : 0;
}

}  // namespace

bool is_of_word(char c) {
  return is_letter(c) || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::span<const NamedField> named_fields() {
  return fields;
}

Token Lexer::next(bool after_field) {
  for (; blank_at(rest()) > 0 || (inner_ > 0 && touches(")"));
       at_ += std::max<std::size_t>(blank_at(rest()), 1))
    inner_ -= touches(")") ? 1 : 0;
  const auto begin = at_;
  if (rest().empty()) return made(Piece::end, begin);
  if (const auto mark = quote_at(rest())) return phrase(begin, mark);
  if (const auto found = sign(after_field)) return made(*found, begin);
  if (!after_field)
    if (const auto found = field(begin)) return *found;
  return word(begin, after_field);
}

// Brackets, and what other search engines write for NOT, OR and AND: -canary !canary, a | b, a && b.
std::optional<Piece> Lexer::sign(bool after_field) {
  const char first = text_[at_];
  const auto behind = rest().substr(1);
  const bool stands_alone = behind.empty() || blank_at(behind) > 0;
  std::optional<Piece> found;
  if (first == '(' || first == ')') {
    found = first == '(' ? Piece::open : Piece::close;
  } else if (after_field) {
    return std::nullopt;
  } else if (first == '-' && !stands_alone && behind[0] != '-') {
    found = Piece::minus;
  } else if (first == '!' && !stands_alone &&
             (is_of_word(behind[0]) || behind[0] == '(' || quote_at(behind))) {
    found = Piece::minus;
  } else if (first == '|') {
    found = Piece::logic_or;
  } else if (first == '&' && (stands_alone || behind[0] == '&')) {
    found = Piece::logic_and;
  }
  if (found) at_ += (first == '|' || first == '&') && behind.substr(0, 1) == text_.substr(at_, 1) ? 2 : 1;
  return found;
}

bool Lexer::touches_value() const {
  return !rest().empty() && blank_at(rest()) == 0;
}

bool Lexer::touches_quote() const {
  return quote_at(rest()) > 0;
}

bool Lexer::touches(std::string_view signs) const {
  return !rest().empty() && signs.find(rest()[0]) != signs.npos;
}

Token Lexer::made(Piece piece, std::size_t begin) const {
  Token token;
  token.piece = piece;
  token.at = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(at_)};
  return token;
}

Token Lexer::phrase(std::size_t begin, std::size_t mark) {
  at_ += mark;
  const auto from = at_;
  while (at_ < text_.size() && quote_at(rest()) == 0)
    ++at_;
  const auto to = at_;
  const auto end_mark = quote_at(rest());
  at_ += end_mark;
  Token token = made(Piece::phrase, begin);
  token.text = text_.substr(from, to - from);
  token.is_closed = end_mark > 0;
  return token;
}

// A small word and a colon with something right behind it. What only looks like one is left to be words:
// addresses (https://…), C++ (std::string), times, drives, names of errors (TypeError: …).
std::optional<Token> Lexer::field(std::size_t begin) {
  auto end = at_;
  while (end < text_.size() && (is_letter(text_[end]) || text_[end] == '_'))
    ++end;
  if (end == at_ || end >= text_.size() || text_[end] != ':') return std::nullopt;
  const auto name = text_.substr(at_, end - at_), behind = text_.substr(end + 1);
  const bool is_code = !behind.empty() && (behind[0] == ':' || behind[0] == '\\');
  const auto plain = lower(name);
  const auto known = std::find_if(fields.begin(), fields.end(),
                                  [&](const NamedField& field) { return field.name == plain; });
  const bool looks_so = name == plain && name.size() > 1 && !behind.empty() && behind[0] != '/' &&
                        behind[0] != ')' && blank_at(behind) == 0;
  if (is_code || (known == fields.end() && !looks_so)) return std::nullopt;
  at_ = end + 1;
  Token token = made(Piece::field, begin);
  token.text = name;
  token.is_known = known != fields.end();
  if (token.is_known) token.field = known->field;
  return token;
}

// Brackets inside of a word belong to it: main(), f(x), also where it has blanks: f(x, y). So does | in the
// value of a field: it is a list.
Token Lexer::word(std::size_t begin, bool after_field) {
  for (; at_ < text_.size() && blank_at(rest()) == 0 && quote_at(rest()) == 0; ++at_) {
    if (text_[at_] == '(') ++inner_;
    if (!after_field && inner_ == 0 && (text_[at_] == '|' || rest().substr(0, 2) == "&&")) break;
    if (text_[at_] != ')') continue;
    if (inner_ == 0) break;
    --inner_;
  }
  Token token = made(Piece::word, begin);
  token.text = text_.substr(begin, at_ - begin);
  if (after_field) return token;
  if (token.text == "OR") token.piece = Piece::logic_or;
  if (token.text == "AND") token.piece = Piece::logic_and;
  if (token.text == "NOT") token.piece = Piece::logic_not;
  return token;
}

}  // namespace hindcast::search::typed
