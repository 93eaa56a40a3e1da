#include <algorithm>

#include "base/bytes.h"
#include "document/lexicon.h"
#include "document/plain.h"
#include "document/scan.h"
#include "document/tails.h"

namespace hindcast::document {
namespace {

using namespace scan;

constexpr std::size_t looked_at_max = 400;  // bytes from the end: what is labelled stands there
constexpr std::size_t label_bytes_max = 40;
constexpr std::size_t value_bytes_max = 80;
constexpr std::size_t pieces_max = 8;
constexpr std::uint32_t assigning = field_owner | field_due | field_status | field_priority;

// "**Owner**: Ada": from the first byte of its markup, its value up to the next label.
struct Piece {
  std::size_t begin = 0, value = 0, end = 0;
  std::uint32_t meaning = 0;
};

bool is_dash(char32_t point) {
  return point == 0x2014 || point == 0x2013 || point == '-';
}

// What may stand between two pieces; a period ends the sentence before and belongs to it.
bool parts_pieces(char32_t point) {
  return is_blank(point) || is_dash(point) || point == ',' || point == ';' || point == '|' || point == '(' ||
         point == '[' || point == 0xFF08 || point == 0x3001 || point == 0x00B7 || point == 0x2022;
}

// Of any width: the full-width one begins with this byte.
std::size_t next_colon(std::string_view text, std::size_t from) {
  return find_any<':', '\xEF'>(text, from);
}

class LabelReader {
 public:
  LabelReader(std::string_view text, const DateContext& context) : text_(text), context_(context) {}

  std::optional<Tail> run() {
    find_pieces();
    if (pieces_.empty()) return std::nullopt;
    take_last_state();
    for (const Piece& piece : pieces_)
      if (!take(piece)) return std::nullopt;
    tail_.labels = pieces_.size();
    tail_.cut = span_of(before(pieces_.front().begin), text_.size());
    return tail_;
  }

 private:
  void find_pieces() {
    const auto floor = text_.size() > looked_at_max ? text_.size() - looked_at_max : 0;
    for (auto at = next_colon(text_, floor); at != std::string_view::npos && pieces_.size() < pieces_max;
         at = next_colon(text_, at + 1)) {
      const bool wide = text_.compare(at, 3, "：") == 0;
      if (!wide && text_[at] != ':') continue;
      if (const auto piece = labelled_at(at, at + (wide ? 3 : 1), floor)) {
        if (!pieces_.empty()) pieces_.back().end = before(piece->begin);
        pieces_.push_back(*piece);
      }
    }
  }

  // The label that ends at the colon `at`, when it is one that assigns and something parts it from what is
  // before.
  std::optional<Piece> labelled_at(std::size_t at, std::size_t after, std::size_t floor) {
    auto end = at;
    while (end > floor && (text_[end - 1] == '*' || text_[end - 1] == '_'))
      --end;
    auto begin = end;
    while (begin > floor && end - begin <= label_bytes_max) {
      const auto glyph = glyph_before(text_, begin);
      if (!is_letter(glyph.point) && !is_ideograph(glyph.point) && glyph.point != ' ' && glyph.point != '\'')
        break;
      begin -= glyph.size;
    }
    while (begin < end && text_[begin] == ' ')
      ++begin;
    if (begin == end || end - begin > label_bytes_max) return std::nullopt;
    fold(text_.substr(begin, end - begin), folded_);
    const auto meaning = field_meaning(folded_) & assigning;
    const bool is_vague = folded_.text == "target" || folded_.text == "timeline";  // of anything
    if (meaning == 0 || is_vague) return std::nullopt;
    while (begin > floor && (text_[begin - 1] == '*' || text_[begin - 1] == '_'))
      --begin;
    const bool is_bold = begin < text_.size() && (text_[begin] == '*' || text_[begin] == '_');
    const bool is_parted = begin == 0 || is_bold || before(begin) != begin ||
                           glyph_before(text_, begin).point == 0x3002;  // "。"
    if (!is_parted) return std::nullopt;
    while (after < text_.size() && (text_[after] == '*' || text_[after] == '_' || text_[after] == ' '))
      ++after;
    return Piece{begin, after, text_.size(), meaning};
  }

  // Where what parts the piece at `at` from the words before it begins.
  std::size_t before(std::size_t at) const {
    auto begin = at;
    while (begin > 0) {
      const auto glyph = glyph_before(text_, begin);
      if (!parts_pieces(glyph.point)) break;
      begin -= glyph.size;
    }
    return begin;
  }

  // "期限：5月15日、完了": a state behind the last value needs no label.
  void take_last_state() {
    auto& last = pieces_.back();
    const auto value = value_of(last);
    const auto words = slice(text_, value);
    for (const std::string_view sign : {"、", ", ", "; ", "，", " — ", " – "}) {
      const auto cut = words.rfind(sign);
      if (cut == words.npos || cut == 0) continue;
      const auto begin = cut + sign.size();
      const auto state = state_of_word(words.substr(begin));
      if (!state) continue;
      const auto at = span_of(value.begin + begin, value.end);
      tail_.state = FoundState{*state, at, at};
      last.end = value.begin + cut;
      return;
    }
  }

  Span value_of(const Piece& piece) const {
    auto end = piece.end;
    const auto words = text_.substr(piece.value, end - std::min(piece.value, end));
    const bool round = words.find('(') == std::string_view::npos;
    const bool square = words.find('[') == std::string_view::npos;
    while (end > piece.value) {
      const auto glyph = glyph_before(text_, end);
      const bool closes = (glyph.point == ')' && round) || (glyph.point == ']' && square) ||
                          (glyph.point == 0xFF09) || glyph.point == '.' || glyph.point == '*' ||
                          glyph.point == '_' || (parts_pieces(glyph.point) && glyph.point != '-');
      const bool is_lone_dash = glyph.point == '-' && end - glyph.size > piece.value && text_[end - 2] == ' ';
      if (!closes && !is_lone_dash) break;
      end -= glyph.size;
    }
    return span_of(std::min(piece.value, end), end);
  }

  static Span moved(Span inner, Span by) { return span_of(inner.begin + by.begin, inner.end + by.begin); }

  // False where a label is followed by anything but a value of its kind, or says again what is said.
  bool take(const Piece& piece) {
    const auto at = value_of(piece);
    const auto value = slice(text_, at);
    if (is_no_value(value)) return true;
    if (value.size() > value_bytes_max) return false;
    if ((piece.meaning & field_owner) != 0) {
      const auto found = owner_in_cell(value);
      if (!found || tail_.owner) return false;
      tail_.owner = FoundWord{moved(found->at, at), at};
    } else if ((piece.meaning & field_due) != 0) {
      return take_due(piece, at);
    } else if ((piece.meaning & field_status) != 0) {
      const auto found = state_in_cell(value);
      if (!found || tail_.state) return false;
      tail_.state = FoundState{found->state, moved(found->at, at), at};
    } else {
      const auto found = priority_in_cell(value);
      if (!found || tail_.priority) return false;
      tail_.priority = FoundWord{moved(found->at, at), at};
    }
    return true;
  }

  bool take_due(const Piece& piece, Span value) {
    if (tail_.due_text) return false;
    const auto whole_piece = span_of(piece.begin, value.end);
    if (auto due = due_in_text(slice(text_, whole_piece), context_)) {
      due->at = moved(due->at, whole_piece);
      tail_.due = std::move(due);
    }
    tail_.due_text = FoundWord{value, value};
    return true;
  }

  std::string_view text_;
  const DateContext& context_;
  std::vector<Piece> pieces_;
  Tail tail_;
  Folded folded_;
};

}  // namespace

std::optional<Tail> labelled_tail(std::string_view text, const DateContext& context) {
  if (next_colon(text, 0) == std::string_view::npos) return std::nullopt;
  return LabelReader(text, context).run();
}

}  // namespace hindcast::document
