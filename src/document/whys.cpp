// The causal chain that whys tell one after the other, numbered or as questions with answers.
#include <algorithm>
#include <array>

#include "document/form.h"
#include "document/items.h"
#include "document/plain.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

constexpr std::size_t links_max = 50;
constexpr std::size_t numbered_min = 2,
                      asked_min = 3;  // two questions without numbers may be about two things

constexpr std::array<std::string_view, 12> why_words = {"why",     "pourquoi", "warum",  "wieso",
                                                        "por qué", "por que",  "varför", "почему",
                                                        "なぜ",    "为什么",   "為什麼", "왜"};
constexpr std::array<std::string_view, 12> answer_words = {"answer",  "a",       "because",   "réponse",
                                                           "reponse", "antwort", "respuesta", "resposta",
                                                           "svar",    "ответ",   "回答",      "答"};

constexpr ByteSet begin_marks(" \t\r\n*_#>|-:.)"), end_marks(" \t\r\n*_|");

// Offsets of a piece of the document's text.
struct Piece {
  std::size_t begin = 0, end = 0;
  bool empty() const { return begin >= end; }
};

class WhyReader {
 public:
  WhyReader(const markdown::Tree& tree, std::string_view text) : tree_(tree), text_(text) {}

  // The chain told between two lines, 0-based, the last one included; empty where none is.
  std::vector<facts::Quote> chain(std::uint32_t first, std::uint32_t last) {
    for (auto line = first; line <= last && line < tree_.line_starts.size(); ++line)
      if (!is_delimiter(line) && !is_delimiter(line + 1)) take(line_at(line));
    const bool told = answers_ >= (numbered_ || labelled_ ? numbered_min : asked_min);
    if (!told || unfilled_ == answers_ || links_.size() > links_max) return {};
    return std::move(links_);
  }

 private:
  Piece line_at(std::uint32_t line) const {
    const auto end = line + 1 < tree_.line_starts.size() ? tree_.line_starts[line + 1] : text_.size();
    return {tree_.line_starts[line], end};
  }
  // "|---|---|": the row before it is a header.
  bool is_delimiter(std::uint32_t line) const {
    if (line >= tree_.line_starts.size()) return false;
    const auto words = trimmed(slice(line_at(line)));
    return words.size() > 2 && words.find_first_not_of("|-: ") == std::string_view::npos &&
           words.find('|') != std::string_view::npos;
  }
  std::string_view slice(Piece piece) const { return text_.substr(piece.begin, piece.end - piece.begin); }

  // Of the mark that `rest` begins with; 0 where it begins with words.
  static std::size_t mark_size(std::string_view rest) {
    if (static_cast<unsigned char>(rest[0]) < 0x80) return begin_marks.has(rest[0]) ? 1 : 0;
    for (std::string_view sign : {"→", "⇒", "↓", "➜", "└", "─", "├", "│", "—", "–", "："})
      if (rest.starts_with(sign)) return sign.size();
    return 0;
  }

  // Without the marks that begin and end a line, a step of an answer or a cell.
  Piece bare(Piece piece) const {
    while (!piece.empty()) {
      const auto size = mark_size(slice(piece));
      if (size == 0) break;
      piece.begin += size;
    }
    while (!piece.empty() && end_marks.has(text_[piece.end - 1]))
      --piece.end;
    return piece;
  }

  // Passes over digits, with a "#" or a bracket around them; `piece` is changed only where there are some.
  bool take_number(Piece& piece) const {
    auto at = piece.begin;
    while (at < piece.end && (text_[at] == ' ' || text_[at] == '#' || text_[at] == '('))
      ++at;
    const auto digits_begin = at;
    while (at < piece.end && scan::is_digit(static_cast<unsigned char>(text_[at])))
      ++at;
    if (at == digits_begin || at > digits_begin + 2 || !scan::ends_word(text_, at)) return false;
    piece.begin = at;
    return true;
  }

  template <std::size_t size>
  bool take_word(Piece& piece, const std::array<std::string_view, size>& words) const {
    for (const auto word : words) {
      if (!scan::may_begin(text_, piece.begin, word)) continue;
      auto after = scan::after_word(text_, piece.begin, word);
      const bool glued = scan::is_ideograph(scan::glyph_at(word, 0).point);
      if (glued) after = scan::after_folded(text_, piece.begin, word);
      if (after == piece.begin || after > piece.end) continue;
      piece.begin = after;
      return true;
    }
    return false;
  }

  void take(Piece line) {
    auto rest = bare(line);
    if (rest.empty()) {
      if (open_) closed_ = true;  // an answer is one paragraph
      return;
    }
    auto after = rest;
    const bool before = take_number(after);
    after = bare(after);
    auto question = after;
    if (take_word(after, why_words)) {
      const bool behind = take_number(after);
      after = bare(after);
      if (step(after, behind ? after : question, before || behind)) return;
    }
    answer(rest);
  }

  // True when the line is a why.
  bool step(Piece rest, Piece question, bool numbered) {
    const auto words = slice(question);
    const auto mark = std::min(words.find('?'), words.find("？"));
    if (mark == std::string_view::npos && !numbered) return false;
    numbered_ = numbered_ || numbered;
    waiting_ = true;
    open_ = closed_ = false;
    if (mark == std::string_view::npos) {
      answer(rest);
      return true;
    }
    const auto stop = question.begin + mark + (words[mark] == '?' ? 1 : 3);
    if (links_.empty()) add({question.begin, stop});
    answer(bare({stop, rest.end}));
    return true;
  }

  void answer(Piece words) {
    if (words.empty() || (!waiting_ && !open_)) return;
    auto after = words;
    if (take_word(after, answer_words) && after.begin < after.end) {
      const bool colon =
          text_[after.begin] == ':' || text_[after.begin] == '*' || slice(after).starts_with("：");
      if (colon) {
        labelled_ = true;
        words = bare(after);
      }
    }
    if (words.empty()) return;
    if (waiting_ && slice(words).back() == '?') {  // "Why 2:" and the question on a line of its own
      if (links_.empty()) add(words);
      return;
    }
    if (waiting_) {
      add(words);
      ++answers_;
      unfilled_ += is_only_slots(links_.back().text);
    } else if (!closed_ && !links_.empty() && scan::is_letter(scan::glyph_at(text_, words.begin).point)) {
      auto& link = links_.back();
      link.at.end = static_cast<std::uint32_t>(words.end);
      link.text += ' ';
      append_plain(slice(words), link.text);
    }
    waiting_ = false;
    open_ = true;
  }

  void add(Piece words) {
    facts::Quote link;
    link.at = scan::span_of(words.begin, words.end);
    append_plain(slice(words), link.text);
    links_.push_back(std::move(link));
  }

  const markdown::Tree& tree_;
  std::string_view text_;
  std::vector<facts::Quote> links_;
  std::size_t answers_ = 0, unfilled_ = 0;
  bool numbered_ = false, labelled_ = false;
  bool waiting_ = false;                // a why has no answer yet
  bool open_ = false, closed_ = false;  // the last answer may go on; a blank line ended it
};

}  // namespace

void read_whys(const markdown::Tree& tree, std::string_view text, facts::Document& document) {
  std::uint32_t done = 0;  // sections lie within each other: each line is looked at once
  for (const auto& section : document.sections) {
    if (!document.causal_chain.empty()) return;
    if (section.role != facts::SectionRole::cause || section.line < done) continue;
    done = section.end_line;
    document.causal_chain = WhyReader(tree, text).chain(section.line, section.end_line - 1);
  }
}

}  // namespace hindcast::document
