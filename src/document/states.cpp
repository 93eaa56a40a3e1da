#include "document/states.h"

#include <algorithm>
#include <array>
#include <iterator>

#include "document/first_words.h"
#include "document/plain.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

using namespace scan;
using facts::ActionState;

constexpr ByteSet dressing(" \t*_:-.`"), closing(" \t\r\n.*_`"), opening(" \t*_`"), leading_up(" \t*_`:;-"),
    bracketing("*_`([");

struct StateWord {
  std::string_view word;  // folded
  ActionState state;
  bool in_text = true;  // clear enough to mark an item at its start or end; "new" and "fixed" are not
};

// Longer words stand before the shorter ones that they start with.
constexpr StateWord state_words[] = {
    // English
    {"not started", ActionState::open},
    {"not done", ActionState::open},
    {"not yet started", ActionState::open},
    {"to do", ActionState::open},
    {"to-do", ActionState::open},
    {"todo", ActionState::open},
    {"open", ActionState::open},
    {"pending", ActionState::open},
    {"outstanding", ActionState::open},
    {"deferred", ActionState::open},
    {"carried forward", ActionState::open},
    {"carry forward", ActionState::open},
    {"carried over", ActionState::open},
    {"backlog", ActionState::open},
    {"planned", ActionState::open},
    {"scheduled", ActionState::open, false},
    {"accepted", ActionState::open, false},
    {"ready", ActionState::open, false},
    {"new", ActionState::open, false},
    {"unresolved", ActionState::open},
    {"incomplete", ActionState::open},
    {"reopened", ActionState::open},
    {"in progress", ActionState::in_progress},
    {"in-progress", ActionState::in_progress},
    {"in_progress", ActionState::in_progress},
    {"inprogress", ActionState::in_progress},
    {"wip", ActionState::in_progress},
    {"ongoing", ActionState::in_progress},
    {"on-going", ActionState::in_progress},
    {"started", ActionState::in_progress, false},
    {"in review", ActionState::in_progress},
    {"under review", ActionState::in_progress},
    {"doing", ActionState::in_progress, false},
    {"partially done", ActionState::in_progress},
    {"partially", ActionState::in_progress, false},
    {"partial", ActionState::in_progress, false},
    {"pr open", ActionState::in_progress},
    {"pr exists", ActionState::in_progress},
    {"blocking on", ActionState::blocked},
    {"currently blocking on", ActionState::blocked},
    {"currently blocked", ActionState::blocked},
    {"active", ActionState::in_progress, false},
    {"blocked", ActionState::blocked},
    {"on hold", ActionState::blocked},
    {"on-hold", ActionState::blocked},
    {"waiting", ActionState::blocked, false},
    {"stalled", ActionState::blocked, false},
    {"paused", ActionState::blocked, false},
    {"done", ActionState::done},
    {"completed", ActionState::done},
    {"complete", ActionState::done},
    {"closed", ActionState::done},
    {"resolved", ActionState::done},
    {"fixed", ActionState::done, false},
    {"merged", ActionState::done},
    {"shipped", ActionState::done},
    {"deployed", ActionState::done},
    {"released", ActionState::done, false},
    {"implemented", ActionState::done},
    {"finished", ActionState::done},
    {"landed", ActionState::done, false},
    {"delivered", ActionState::done, false},
    {"mitigated", ActionState::done, false},
    {"yes", ActionState::done, false},
    {"no", ActionState::open, false},
    {"verified", ActionState::verified},
    {"validated", ActionState::verified, false},
    {"won't do", ActionState::wont_do},
    {"won't fix", ActionState::wont_do},
    {"wont do", ActionState::wont_do},
    {"wont fix", ActionState::wont_do},
    {"won’t do", ActionState::wont_do},
    {"won’t fix", ActionState::wont_do},
    {"wontfix", ActionState::wont_do},
    {"will not do", ActionState::wont_do},
    {"not doing", ActionState::wont_do},
    {"cancelled", ActionState::wont_do},
    {"canceled", ActionState::wont_do},
    {"rejected", ActionState::wont_do},
    {"abandoned", ActionState::wont_do},
    {"dropped", ActionState::wont_do, false},
    {"obsolete", ActionState::wont_do},
    {"superseded", ActionState::wont_do},
    {"declined", ActionState::wont_do},
    {"duplicate", ActionState::wont_do, false},
    {"idea", ActionState::idea},
    {"proposed", ActionState::idea},
    {"proposal", ActionState::idea},
    {"under consideration", ActionState::idea},
    {"maybe", ActionState::idea, false},
    // Japanese
    {"対応済み", ActionState::done},
    {"対応済", ActionState::done},
    {"実施済み", ActionState::done},
    {"実施済", ActionState::done},
    {"完了", ActionState::done},
    {"未完了", ActionState::open},
    {"済み", ActionState::done},
    {"済", ActionState::done},
    {"未着手", ActionState::open},
    {"未対応", ActionState::open},
    {"未実施", ActionState::open},
    {"未定", ActionState::unknown},
    {"対応中", ActionState::in_progress},
    {"進行中", ActionState::in_progress},
    {"作業中", ActionState::in_progress},
    {"着手中", ActionState::in_progress},
    {"検証済み", ActionState::verified},
    {"確認済み", ActionState::verified},
    {"保留", ActionState::blocked},
    {"中止", ActionState::wont_do},
    {"見送り", ActionState::wont_do},
    {"予定", ActionState::open, false},
    {"検討中", ActionState::idea},
    // Chinese
    {"已完成", ActionState::done},
    {"未完成", ActionState::open},
    {"未开始", ActionState::open},
    {"待办", ActionState::open},
    {"待处理", ActionState::open},
    {"进行中", ActionState::in_progress},
    {"处理中", ActionState::in_progress},
    {"阻塞", ActionState::blocked},
    {"已取消", ActionState::wont_do},
    {"已解决", ActionState::done},
    {"已验证", ActionState::verified},
    // Korean
    {"완료", ActionState::done},
    {"미완료", ActionState::open},
    {"진행 중", ActionState::in_progress},
    {"진행중", ActionState::in_progress},
    {"예정", ActionState::open, false},
    {"대기", ActionState::open},
    {"보류", ActionState::blocked},
    {"취소", ActionState::wont_do},
    // Portuguese and Spanish
    {"concluído", ActionState::done},
    {"concluída", ActionState::done},
    {"concluido", ActionState::done},
    {"concluida", ActionState::done},
    {"feito", ActionState::done},
    {"pendente", ActionState::open},
    {"a fazer", ActionState::open},
    {"não iniciado", ActionState::open},
    {"em andamento", ActionState::in_progress},
    {"em progresso", ActionState::in_progress},
    {"bloqueado", ActionState::blocked},
    {"cancelado", ActionState::wont_do},
    {"cancelada", ActionState::wont_do},
    {"aberto", ActionState::open},
    {"aberta", ActionState::open},
    {"completado", ActionState::done},
    {"completada", ActionState::done},
    {"hecho", ActionState::done},
    {"hecha", ActionState::done},
    {"listo", ActionState::done, false},
    {"pendiente", ActionState::open},
    {"en curso", ActionState::in_progress},
    {"en progreso", ActionState::in_progress},
    {"por hacer", ActionState::open},
    {"abierto", ActionState::open},
    {"cerrado", ActionState::done},
    {"verificado", ActionState::verified},
    // French
    {"terminé", ActionState::done},
    {"terminée", ActionState::done},
    {"fait", ActionState::done, false},
    {"à faire", ActionState::open},
    {"en cours", ActionState::in_progress},
    {"ouvert", ActionState::open},
    {"fermé", ActionState::done},
    {"bloqué", ActionState::blocked},
    {"annulé", ActionState::wont_do},
    {"abandonné", ActionState::wont_do},
    {"vérifié", ActionState::verified},
    // German
    {"erledigt", ActionState::done},
    {"abgeschlossen", ActionState::done},
    {"fertig", ActionState::done},
    {"offen", ActionState::open},
    {"in arbeit", ActionState::in_progress},
    {"in bearbeitung", ActionState::in_progress},
    {"blockiert", ActionState::blocked},
    {"geplant", ActionState::open},
    {"verworfen", ActionState::wont_do},
    {"abgelehnt", ActionState::wont_do},
    {"geprüft", ActionState::verified},
    {"zurückgestellt", ActionState::open},
    // Swedish
    {"klart", ActionState::done},
    {"klar", ActionState::done},
    {"färdig", ActionState::done},
    {"öppen", ActionState::open},
    {"att göra", ActionState::open},
    {"pågår", ActionState::in_progress},
    {"pågående", ActionState::in_progress},
    {"blockerad", ActionState::blocked},
    {"avbruten", ActionState::wont_do},
    {"ej påbörjad", ActionState::open},
    // Russian
    {"готово", ActionState::done},
    {"сделано", ActionState::done},
    {"выполнено", ActionState::done},
    {"завершено", ActionState::done},
    {"закрыто", ActionState::done},
    {"открыто", ActionState::open},
    {"не начато", ActionState::open},
    {"к выполнению", ActionState::open},
    {"в работе", ActionState::in_progress},
    {"в процессе", ActionState::in_progress},
    {"заблокировано", ActionState::blocked},
    {"отменено", ActionState::wont_do},
    {"отложено", ActionState::open},
    {"проверено", ActionState::verified},
};

constexpr auto state_beginnings = first_words_of(state_words);

// Signs, and the short codes that chat and trackers write for them.
constexpr StateWord state_signs[] = {
    {"✅", ActionState::done},
    {"☑️", ActionState::done},
    {"☑", ActionState::done},
    {"✔️", ActionState::done},
    {"✔", ActionState::done},
    {"✓", ActionState::done},
    {"🟢", ActionState::done},
    {"🎉", ActionState::done, false},
    {":white_check_mark:", ActionState::done},
    {":heavy_check_mark:", ActionState::done},
    {":x:", ActionState::wont_do, false},
    {"🚧", ActionState::in_progress},
    {"⏳", ActionState::in_progress},
    {"🔄", ActionState::in_progress},
    {"🟡", ActionState::in_progress},
    {"🏗️", ActionState::in_progress},
    {":construction:", ActionState::in_progress},
    {"⬜", ActionState::open},
    {"☐", ActionState::open},
    {"🔲", ActionState::open},
    {"📋", ActionState::open, false},
    {"🔴", ActionState::open},
    {"⚪", ActionState::open, false},
    {"❌", ActionState::open, false},
    {"✗", ActionState::open, false},
    {"⛔", ActionState::blocked},
    {"🚫", ActionState::wont_do},
    {"⏸️", ActionState::blocked},
    {"[x]", ActionState::done},
    {"[X]", ActionState::done},
    {"[ ]", ActionState::open},
    {"[-]", ActionState::wont_do},  // boxes of note takers and trackers: cancelled, inapplicable,
    {"[~]", ActionState::wont_do},
    {"[/]", ActionState::in_progress},  // half done,
    {"[>]", ActionState::open},         // put off
};

struct Match {
  ActionState state = ActionState::unknown;
  std::size_t end = 0;  // 0: none
  bool in_text = false;
};

// Signs begin and end with a byte outside ASCII, a colon or a square bracket: most text is told by one byte.
bool may_bound_sign(char c) {
  return static_cast<unsigned char>(c) >= 0x80 || c == ':' || c == '[' || c == ']';
}

Match sign_at(std::string_view text, std::size_t at) {
  if (at >= text.size() || !may_bound_sign(text[at])) return {};
  for (const StateWord& sign : state_signs)
    if (text.substr(at).starts_with(sign.word)) return {sign.state, at + sign.word.size(), sign.in_text};
  return {};
}

// The longest state word that starts at `at`.
Match word_at(std::string_view text, std::size_t at) {
  Match best;
  if (!starts_word(text, at)) return best;
  (void)state_beginnings.find(word_key(text, at), [&](const StateWord& entry) {
    std::size_t end = after_word(text, at, entry.word);
    if (end > at && end > best.end) best = {entry.state, end, entry.in_text};
    return false;
  });
  return best.state == ActionState::unknown ? Match{} : best;
}

std::size_t skip_dressing(std::string_view text, std::size_t at) {
  for (;;) {
    if (at < text.size() && dressing.has(text[at]))
      ++at;
    else if (const auto rest = text.substr(at);
             rest.starts_with("：") || rest.starts_with("–") || rest.starts_with("—"))
      at += 3;
    else
      return at;
  }
}

// The text's end without blanks, a period and emphasis.
std::size_t trimmed_end(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0 && closing.has(text[end - 1]))
    --end;
  return end;
}

// What sets a leading word off from the sentence that it heads: "Done: …", "**TODO** …", "DONE - …".
bool is_set_off(std::string_view text, std::size_t begin, std::size_t end) {
  std::string_view rest = text.substr(end);
  if (rest.starts_with(":") || rest.starts_with("：") || rest.starts_with("**") || rest.starts_with(" - ") ||
      rest.starts_with(" — ") || rest.starts_with(" – "))
    return true;
  std::string_view word = text.substr(begin, end - begin);  // "TODO rotate the keys", in capitals
  return word.size() > 2 &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

std::optional<FoundState> leading_state(std::string_view text) {
  std::size_t at = 0;
  while (at < text.size() && opening.has(text[at]))
    ++at;
  if (at >= text.size()) return std::nullopt;
  if (Match sign = sign_at(text, at); sign.end > 0 && sign.in_text) {
    std::size_t cut = skip_dressing(text, sign.end);
    Match word = cut < text.size() ? word_at(text, cut) : Match{};  // "✅ Done: …": one state, told twice
    if (word.end > 0 && word.state == sign.state && is_set_off(text, cut, word.end))
      cut = skip_dressing(text, word.end);
    return FoundState{sign.state, span_of(at, sign.end), span_of(0, cut)};
  }
  bool in_bracket = text[at] == '(' || text[at] == '[';
  std::size_t begin = in_bracket ? at + 1 : at;
  Match word = begin < text.size() ? word_at(text, begin) : Match{};
  if (word.end == 0 || !word.in_text) return std::nullopt;
  std::size_t end = word.end;
  if (in_bracket) {
    bool closed =
        end < text.size() && (text[end] == ')' || text[end] == ']') && !text.substr(end).starts_with("](");
    if (!closed) return std::nullopt;
    ++end;
  } else if (!is_set_off(text, begin, end)) {
    return std::nullopt;
  }
  return FoundState{word.state, span_of(begin, word.end), span_of(0, skip_dressing(text, end))};
}

std::size_t cut_before(std::string_view text, std::size_t at) {
  for (;;) {
    if (at > 0 && leading_up.has(text[at - 1]))
      --at;
    else if (at >= 3 && (text.substr(at - 3, 3) == "–" || text.substr(at - 3, 3) == "—" ||
                         text.substr(at - 3, 3) == "→"))
      at -= 3;
    else
      return at;
  }
}

// The offset where the last sentence or clause of `text` begins; 0 when it is the only one. A blank after a
// period, a semicolon, a colon or a dash that stands alone ends a clause.
std::size_t last_clause(std::string_view text) {
  for (std::size_t at = text.size(); at > 1; --at) {
    if (text[at - 1] != ' ') continue;
    char before = text[at - 2];
    if (before == '.' || before == ';' || before == ':' || (before == '-' && at > 2 && text[at - 3] == ' '))
      return at;
    if (at < 4 || static_cast<unsigned char>(before) < 0x80) continue;
    std::string_view sign = text.substr(at - 4, 3);
    if (sign == "–" || sign == "—" || sign == "→") return at;
  }
  return 0;
}

// "…（完了）", "…【対応中】" before `end`: full-width brackets around nothing but a state word.
std::optional<FoundState> wide_bracketed_state(std::string_view text, std::size_t end) {
  constexpr std::string_view pairs[][2] = {{"（", "）"}, {"【", "】"}};
  for (const auto& pair : pairs) {
    if (!text.substr(0, end).ends_with(pair[1])) continue;
    std::size_t open = text.rfind(pair[0], end);
    if (open == std::string_view::npos) return std::nullopt;
    std::size_t begin = open + pair[0].size();
    Match word = word_at(text, begin);
    if (word.end == 0 || word.end + pair[1].size() != end) return std::nullopt;
    return FoundState{word.state, span_of(begin, word.end), span_of(cut_before(text, open), end)};
  }
  return std::nullopt;
}

// "… (done)", "… [in progress]", "… (done, see #12)", "… - merged", "… ✅" at the end.
// `clause` is where the last clause begins.
std::optional<FoundState> trailing_state(std::string_view text, std::size_t clause) {
  std::size_t end = trimmed_end(text);
  if (end == 0) return std::nullopt;
  if (static_cast<unsigned char>(text[end - 1]) >= 0x80)
    if (auto found = wide_bracketed_state(text, end)) return found;
  if (text[end - 1] == ')' || text[end - 1] == ']') {
    std::size_t open = text.find_last_of("([", end - 1);
    if (open == std::string_view::npos || open + 2 >= end) return std::nullopt;
    Match sign = sign_at(text, open + 1), word = word_at(text, open + 1);
    Match found = sign.end > 0 ? sign : word;
    if (found.end == 0 || found.end > end - 1) return std::nullopt;
    char next = text[found.end];
    if (next != ')' && next != ']' && next != ',' && next != ';' && next != ':' && next != ' ')
      return std::nullopt;
    if (next == ' ' && !found.in_text) return std::nullopt;  // "(active monitoring)"
    bool is_whole = found.end == end - 1;
    return FoundState{found.state, span_of(open + 1, found.end),
                      is_whole ? span_of(cut_before(text, open), end) : span_of(open, open)};
  }
  if (may_bound_sign(text[end - 1]))
    for (const StateWord& sign : state_signs)
      if (sign.in_text && end > sign.word.size() && text.substr(0, end).ends_with(sign.word))
        return FoundState{sign.state, span_of(end - sign.word.size(), end),
                          span_of(cut_before(text, end - sign.word.size()), end)};
  std::size_t begin = clause;
  if (begin == 0) return std::nullopt;
  while (begin < end && (text[begin] == '*' || text[begin] == '_'))
    ++begin;
  Match word = begin < end ? word_at(text, begin) : Match{};
  if (word.end == end && word.in_text)
    return FoundState{word.state, span_of(begin, end), span_of(cut_before(text, begin), end)};
  return std::nullopt;
}

// "Purge the logs; completed as of May 5.", "Page sooner. DONE in PR #12": the last clause tells the state
// first.
std::optional<FoundState> told_last(std::string_view text, std::size_t begin) {
  if (begin == 0 || begin >= text.size()) return std::nullopt;
  Match word = word_at(text, begin);
  if (word.end == 0 || !word.in_text) return std::nullopt;
  std::string_view rest = text.substr(word.end);
  for (std::string_view after :
       {" in ", " as of ", " on ", " by ", " via ", " with ", " at ", " to ", " until "})
    if (rest.starts_with(after))
      return FoundState{word.state, span_of(begin, word.end), span_of(cut_before(text, begin), text.size())};
  return std::nullopt;
}

// Work that the text says was put off is still owed, wherever in its sentence it says so.
std::optional<FoundState> put_off(std::string_view text) {
  constexpr ByteSet beginnings("dcu");
  for (std::size_t at = beginnings.find(text); at < text.size(); at = beginnings.find(text, at + 1)) {
    if (at > 0 && is_word(static_cast<char32_t>(static_cast<unsigned char>(text[at - 1])))) continue;
    if (at + 8 > text.size()) break;  // the shortest of them has eight letters
    if (text[at + 1] != 'e' && text[at + 1] != 'a' && text[at + 1] != 'n') continue;
    for (std::string_view word :
         {"deferred", "carried forward", "carry forward", "carry-forward", "carried over", "unchecked"})
      if (text.substr(at).starts_with(word) && ends_word(text, at + word.size()))
        return FoundState{ActionState::open, span_of(at, at + word.size()), span_of(0, 0)};
  }
  return std::nullopt;
}

bool is_struck(std::string_view text) {
  std::size_t begin = skip_blanks(text, 0), end = trimmed_end(text);
  return end > begin + 4 && text.substr(begin).starts_with("~~") && text.substr(0, end).ends_with("~~");
}

}  // namespace

std::optional<FoundState> state_in_cell(std::string_view cell) {
  Span inner = without_markup(cell, whole(cell));
  std::size_t at = inner.begin;
  if (at < inner.end &&
      cell.substr(at).starts_with("~~")) {  // "~~Open~~ Done": what is struck was true before
    std::size_t close = cell.find("~~", at + 2);
    if (close != std::string_view::npos && close + 2 < inner.end) at = skip_blanks(cell, close + 2);
  }
  while (at < inner.end && bracketing.has(cell[at])) {
    if (sign_at(cell, at).end > 0) break;
    ++at;
  }
  if (at >= inner.end) return std::nullopt;
  Match sign = sign_at(cell, at);
  std::size_t after = sign.end > 0 ? skip_dressing(cell, sign.end) : at;
  Match word = after < inner.end ? word_at(cell, after) : Match{};
  if (word.end > 0) return FoundState{word.state, span_of(at, word.end), whole(cell)};
  if (sign.end > 0) return FoundState{sign.state, span_of(at, sign.end), whole(cell)};
  return std::nullopt;
}

std::optional<FoundState> state_in_item(std::string_view text) {
  if (auto found = leading_state(text)) return found;
  const std::size_t clause = last_clause(text.substr(0, trimmed_end(text)));
  if (auto found = trailing_state(text, clause)) return found;
  if (is_struck(text))
    return FoundState{ActionState::wont_do, without_blanks(text, whole(text)), span_of(0, 0)};
  if (auto found = told_last(text, clause)) return found;
  return put_off(text);
}

std::optional<ActionState> state_of_word(std::string_view text) {
  Span inner = without_markup(text, whole(text));
  while (inner.end > inner.begin && text[inner.end - 1] == ':')
    --inner.end;
  std::size_t at = inner.begin;
  if (at >= inner.end) return std::nullopt;
  Match sign = sign_at(text, at);
  if (sign.end >= inner.end && sign.end > 0) return sign.state;
  if (sign.end > 0) at = skip_dressing(text, sign.end);
  Match word = at < inner.end ? word_at(text, at) : Match{};
  if (word.end != inner.end || word.end == 0) return std::nullopt;
  return word.state;
}

}  // namespace hindcast::document
