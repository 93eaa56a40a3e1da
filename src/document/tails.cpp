#include "document/tails.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "document/plain.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

using namespace scan;

constexpr std::size_t tail_bytes_max = 200;  // longer ones tell something

// What parts the pieces of a tail. A tail begins behind one that is `strong`.
struct Separator {
  std::string_view sign;
  bool strong;
  bool dash;
};
constexpr std::array<Separator, 9> separators = {{{" — ", true, true},
                                                  {" – ", true, true},
                                                  {" -- ", true, true},
                                                  {" - ", true, true},
                                                  {". ", true, false},
                                                  {"; ", true, false},
                                                  {", ", false, false},
                                                  {"。", true, false},
                                                  {"、", false, false}}};

constexpr ByteSet ends_piece(".;,-\x94\x93");  // what stands before the blank that a sign ends in

class TailReader {
 public:
  TailReader(std::string_view text, const DateContext& context) : text_(text), context_(context) {}

  std::optional<Tail> run() {
    const auto end = end_of_words();
    const auto floor = end > tail_bytes_max ? end - tail_bytes_max : 0;
    std::optional<Tail> best;
    for (auto at = end; at > floor;) {
      std::size_t begin = 0;
      const auto* separator = piece_before(floor, at, begin);
      if (separator == nullptr) break;
      std::size_t before = 0;  // one piece alone is no tail: most texts are passed over here
      if (at == end && last_separator(floor, begin, before) == nullptr) break;
      if (!take({begin + separator->sign.size(), at})) break;
      at = begin;
      if (!separator->strong || !is_enough(*separator)) continue;
      best = tail_;
      best->cut = span_of(separator->dash ? begin : begin + separator->sign.size(), text_.size());
    }
    return best;
  }

  // The same in brackets at the end: "… (Bo, in progress)", "… [@bo, May 10]".
  std::optional<Tail> run_bracketed() {
    const auto end = end_of_words();
    if (end == 0 || (text_[end - 1] != ')' && text_[end - 1] != ']')) return std::nullopt;
    const auto open = text_.rfind(text_[end - 1] == ')' ? '(' : '[', end - 1);
    if (open == text_.npos || open == 0 || end - open > tail_bytes_max) return std::nullopt;
    for (auto at = end - 1; at > open;) {
      std::size_t begin = open;
      const auto* separator = piece_before(open + 1, at, begin);
      const auto first = separator == nullptr ? open + 1 : begin + separator->sign.size();
      if (!take({first, at})) return std::nullopt;
      at = begin;
    }
    if (kinds() < 2) return std::nullopt;
    tail_.cut = span_of(open, text_.size());
    return tail_;
  }

 private:
  std::size_t end_of_words() const {
    auto end = text_.size();
    while (end > 0 && std::string_view(" \t\r\n.").find(text_[end - 1]) != std::string_view::npos)
      --end;
    return end;
  }

  struct Piece {
    std::size_t begin, end;
  };

  // The separator that ends last in [floor, end), looked for from behind: each of them ends in a blank or in
  // an ideographic mark, so nearly every byte is passed over by a look at itself alone.
  const Separator* last_separator(std::size_t floor, std::size_t end, std::size_t& begin) const {
    for (auto at = end; at > floor + 1; --at) {
      const char last = text_[at - 1];
      if (last != ' ' && last != '\x81' && last != '\x82') continue;
      if (last == ' ' && !ends_piece.has(text_[at - 2])) continue;
      const auto before = text_.substr(floor, at - floor);
      for (const auto& separator : separators) {
        if (!before.ends_with(separator.sign)) continue;
        begin = at - separator.sign.size();
        return &separator;
      }
    }
    return nullptr;
  }

  // The same, but the comma in front of a year is part of a day: "May 10, 2031".
  const Separator* piece_before(std::size_t floor, std::size_t end, std::size_t& begin) const {
    const auto* separator = last_separator(floor, end, begin);
    if (separator == nullptr || separator->sign != ", ") return separator;
    const auto year = trimmed(text_.substr(begin + 2, end - begin - 2));
    const bool is_year =
        year.size() == 4 && year.substr(0, 2) == "20" && digits.has(year[2]) && digits.has(year[3]);
    if (!is_year || begin == floor || !digits.has(text_[begin - 1])) return separator;
    return last_separator(floor, begin, begin);
  }

  int kinds() const {
    return int{tail_.owner.has_value()} + tail_.state.has_value() + tail_.due.has_value() +
           tail_.priority.has_value();
  }

  // Behind a sentence a name comes first: "… it. Ada, done." but not "… it. Done by May 10."
  bool is_enough(const Separator& separator) const {
    return kinds() >= 2 && (separator.dash || (tail_.owner && owner_first_));
  }

  static Span moved(Span inner, std::size_t by) { return span_of(inner.begin + by, inner.end + by); }

  // True when the piece is an owner, a state, a priority or a day, each at most once.
  bool take(Piece piece) {
    const auto inner = without_markup(text_, span_of(piece.begin, piece.end));
    const auto words = slice(text_, inner);
    if (words.empty()) return false;
    owner_first_ = false;
    if (const auto state = state_with_day(words)) {
      if (tail_.state) return false;
      tail_.state = FoundState{*state, inner, inner};
      return true;
    }
    if (take_due(words, inner.begin)) return true;
    if (const auto found = priority_in_item(words); found && found->at == whole(words)) {
      if (tail_.priority) return false;
      tail_.priority = FoundWord{inner, inner};
      return true;
    }
    if (tail_.owner || !is_owner(words)) return false;
    tail_.owner = FoundWord{inner, inner};
    owner_first_ = true;
    return true;
  }

  // "done", "done on 2031-05-04": the day when it was reached is not the day when it is due.
  std::optional<facts::ActionState> state_with_day(std::string_view words) const {
    if (auto state = state_of_word(words)) return state;
    const auto day = first_date(words, context_);
    if (!day || day->at.end != words.size()) return std::nullopt;
    auto before = trimmed(words.substr(0, day->at.begin));
    for (const std::string_view preposition : {" on", " am", " le", " em", " el", " den"})
      if (before.ends_with(preposition)) {
        before = trimmed(before.substr(0, before.size() - preposition.size()));
        break;
      }
    const auto state = state_of_word(before);
    return state && !facts::is_open(*state) ? state : std::nullopt;
  }

  bool take_due(std::string_view words, std::size_t at) {
    if (tail_.due) return false;
    auto due = due_in_text(words, context_);
    if (!due) {  // a bare day
      const auto day = first_date(words, context_);
      if (!day || day->at != whole(words)) return false;
      due = facts::DerivedDate{day->last, "\"" + std::string(words) + "\"", day->at};
      if (!day->has_year) due->from += " with the year nearest to " + to_iso(*context_.near);
    }
    if (due->at != whole(words)) return false;
    due->at = moved(due->at, at);
    tail_.due = std::move(due);
    return true;
  }

  std::string_view text_;
  const DateContext& context_;
  Tail tail_;
  bool owner_first_ = false;  // the piece taken last is the owner
};

}  // namespace

std::optional<Tail> assigned_tail(std::string_view text, const DateContext& context) {
  if (auto labelled = labelled_tail(text, context))
    if (labelled->labels > 1 || labelled->cut.begin == 0 || (labelled->due_text && !labelled->due))
      return labelled;
  // A line that is continued parts no more than a blank does; a label may stand at its beginning.
  std::string one_line;
  if (holds_any<'\n', '\r'>(text)) {
    one_line = text;
    for (char& c : one_line)
      if (c == '\n' || c == '\r') c = ' ';
    text = one_line;
  }
  if (auto plain = TailReader(text, context).run()) return plain;
  return TailReader(text, context).run_bracketed();
}

std::optional<Span> tail_of_due(std::string_view text, Span due) {
  const auto skipped_back = [&](std::size_t at, std::string_view bytes) {
    while (at > 0 && bytes.find(text[at - 1]) != bytes.npos)
      --at;
    return at;
  };
  const auto behind = text.substr(std::min<std::size_t>(due.end, text.size()));
  const auto close = behind.find_first_of(")]");
  if (behind.find_first_not_of("*_)]. \t\r\n") != behind.npos) return std::nullopt;
  std::size_t begin = skipped_back(due.begin, "*_");
  const bool is_bracketed = begin > 0 && (text[begin - 1] == '(' || text[begin - 1] == '[');
  if (is_bracketed != (close != behind.npos)) return std::nullopt;
  if (is_bracketed) {
    begin = skipped_back(begin - 1, "*_ ");
    return begin > 0 ? std::optional(span_of(begin, text.size())) : std::nullopt;
  }
  for (const auto& separator : separators) {
    if (!text.substr(0, begin).ends_with(separator.sign)) continue;
    const bool keeps_sign = separator.sign.starts_with('.') || separator.sign == "。";
    const auto cut = begin - (keeps_sign ? 0 : separator.sign.size());
    return trimmed(text.substr(0, cut)).empty() ? std::nullopt : std::optional(span_of(cut, text.size()));
  }
  return std::nullopt;
}

}  // namespace hindcast::document
