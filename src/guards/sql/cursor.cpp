#include "guards/sql/cursor.h"

#include <algorithm>

#include "base/text.h"

namespace hindcast::guards::sql {
namespace {

constexpr std::size_t postgresql_name_bytes_max = 63;

std::string undoubled(std::string_view text, char quote) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == quote && i + 1 < text.size() && text[i + 1] == quote) ++i;
  }
  return out;
}

}  // namespace

std::optional<std::string> name_of(const Token& token, Dialect dialect) {
  const bool is_pg = dialect == Dialect::postgresql;
  std::string name;
  if (token.kind == Kind::word) {
    name = lower(token.text);
  } else if (token.kind == Kind::quoted) {
    if (token.quote == 'U' && token.text.find('\\') != std::string_view::npos) return std::nullopt;
    name = undoubled(token.text, token.quote == 'U' ? '"' : token.quote);
    if (!is_pg) name = lower(name);
  } else if (token.kind == Kind::text && !is_pg && (token.quote == '"' || dialect == Dialect::sqlite)) {
    name = lower(undoubled(token.text, token.quote));
  } else {
    return std::nullopt;
  }
  if (name.empty()) return std::nullopt;
  if (is_pg) name = std::string(first_bytes(name, postgresql_name_bytes_max));
  return name;
}

std::vector<Tokens> parts_of(Tokens tokens) {
  std::vector<Tokens> parts;
  std::size_t depth = 0, from = 0;
  for (std::size_t i = 0; i < tokens.size(); ++i) {
    if (tokens[i].is('(')) ++depth;
    if (tokens[i].is(')') && depth > 0) --depth;
    if (!tokens[i].is(',') || depth > 0) continue;
    parts.push_back(tokens.subspan(from, i - from));
    from = i + 1;
  }
  parts.push_back(tokens.subspan(from));
  return parts;
}

bool holds_word(Tokens tokens, std::initializer_list<std::string_view> words) {
  return std::any_of(tokens.begin(), tokens.end(), [&](const Token& token) {
    return std::any_of(words.begin(), words.end(), [&](auto word) { return token.is_word(word); });
  });
}

std::uint32_t Cursor::line() const {
  if (tokens_.empty()) return 0;
  return tokens_[std::min(at_, tokens_.size() - 1)].line;
}

bool Cursor::is(std::string_view word, std::size_t ahead) const {
  return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].is_word(word);
}
bool Cursor::is_symbol(char symbol, std::size_t ahead) const {
  return at_ + ahead < tokens_.size() && tokens_[at_ + ahead].is(symbol);
}
bool Cursor::is_any(std::initializer_list<std::string_view> words) const {
  return std::any_of(words.begin(), words.end(), [&](auto word) { return is(word); });
}

bool Cursor::take(std::string_view word) {
  if (!is(word)) return false;
  ++at_;
  return true;
}
bool Cursor::take_symbol(char symbol) {
  if (!is_symbol(symbol)) return false;
  ++at_;
  return true;
}
bool Cursor::take_any(std::initializer_list<std::string_view> words) {
  if (!is_any(words)) return false;
  ++at_;
  return true;
}
bool Cursor::take_all(std::initializer_list<std::string_view> words) {
  std::size_t ahead = 0;
  for (const auto word : words)
    if (!is(word, ahead++)) return false;
  at_ += words.size();
  return true;
}

void Cursor::skip() {
  if (!parens() && !is_done()) ++at_;
}

std::optional<std::string> Cursor::name() {
  if (is_done()) return std::nullopt;
  auto name = name_of(tokens_[at_], dialect_);
  if (name) ++at_;
  return name;
}

// Of "catalog.schema.table" the last two count.
std::optional<Name> Cursor::qualified() {
  auto last = name();
  if (!last) return std::nullopt;
  Name all{"", std::move(*last)};
  while (is_symbol('.')) {
    ++at_;
    auto next = name();
    if (!next) return std::nullopt;
    all.schema = std::move(all.name);
    all.name = std::move(*next);
  }
  return all;
}

std::optional<Tokens> Cursor::parens() {
  if (!is_symbol('(')) return std::nullopt;
  std::size_t depth = 0;
  for (std::size_t i = at_; i < tokens_.size(); ++i) {
    if (tokens_[i].is('(')) ++depth;
    if (!tokens_[i].is(')') || --depth > 0) continue;
    const Tokens inside = tokens_.subspan(at_ + 1, i - at_ - 1);
    at_ = i + 1;
    return inside;
  }
  return std::nullopt;
}

std::optional<std::vector<std::string>> Cursor::names() {
  const std::size_t before = at_;
  const auto inside = parens();
  if (!inside) return std::nullopt;
  std::vector<std::string> names;
  for (const Tokens part : parts_of(*inside)) {
    auto name = part.size() == 1 ? name_of(part[0], dialect_) : std::nullopt;
    if (!name) {
      at_ = before;
      return std::nullopt;
    }
    names.push_back(std::move(*name));
  }
  return names;
}

}  // namespace hindcast::guards::sql
