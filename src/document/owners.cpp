#include "document/owners.h"

#include <algorithm>
#include <array>
#include <string>

#include "document/first_words.h"
#include "document/lexicon.h"
#include "document/plain.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

using namespace scan;

constexpr ByteSet closing(" \t\r\n.*_"), after_name(":,*_ ");

constexpr std::size_t name_bytes_max = 80;  // longer than any name: a bracket that holds a remark

// Words that say "what follows is who does it". Folded; each is followed by a colon.
constexpr std::array<std::string_view, 34> owner_labels = {
    "owner",     "owners",        "owned by",    "assignee",       "assignees",   "assigned to",
    "assigned",  "responsible",   "dri",         "lead",           "担当者",      "担当",
    "オーナー",  "責任者",        "负责人",      "責任人",         "责任人",      "담당자",
    "담당",      "responsável",   "responsavel", "dono",           "responsable", "propietario",
    "encargado", "propriétaire",  "assigné à",   "verantwortlich", "zuständig",   "ansvarig",
    "ägare",     "ответственный", "исполнитель", "владелец"};

// Words that make a phrase the name of a team.
constexpr std::array<std::string_view, 24> team_words = {
    "team",   "teams",  "squad",  "guild", "crew",    "tribe", "chapter",   "department",
    "チーム", "部",     "班",     "团队",  "小组",    "팀",    "equipe",    "équipe",
    "equipo", "gruppe", "teamet", "laget", "команда", "отдел", "abteilung", "担当"};

// One word that is a group of people on its own.
constexpr std::array<std::string_view, 40> group_names = {
    "devops",     "sre",        "sres",        "qa",
    "ops",        "platform",   "infra",       "infrastructure",
    "backend",    "frontend",   "security",    "infosec",
    "netops",     "dba",        "dbas",        "product",
    "support",    "operations", "engineering", "dev",
    "devs",       "data",       "mobile",      "web",
    "networking", "legal",      "marketing",   "design",
    "oncall",     "on-call",    "sysops",      "secops",
    "it",         "developers", "everyone",    "all",
    "management", "pm",         "hr",          "finance"};

// What stands in brackets at the end of an item and is written like a name, but is none.
constexpr std::array<std::string_view, 62> no_names = {
    "optional", "required", "done",       "open",       "closed",     "todo",       "todos",      "wip",
    "high",     "medium",   "low",        "critical",   "urgent",     "new",        "ongoing",    "draft",
    "merged",   "deployed", "complete",   "completed",  "deferred",   "blocked",    "cancelled",  "canceled",
    "pending",  "planned",  "kubernetes", "terraform",  "grafana",    "prometheus", "slack",      "github",
    "gitlab",   "docker",   "nginx",      "redis",      "postgres",   "kafka",      "linux",      "windows",
    "python",   "java",     "rust",       "javascript", "typescript", "jira",       "confluence", "english",
    "january",  "february", "march",      "april",      "june",       "july",       "august",     "september",
    "october",  "november", "december",   "monday",     "friday",     "tbd"};

// Words that a word in front makes the name of a department: "Customer Support", "Data Engineering".
constexpr std::array<std::string_view, 10> department_heads = {
    "support",   "engineering", "success",    "care", "relations",
    "marketing", "sales",       "operations", "ops",  "science"};

constexpr std::array<std::string_view, 8> abstract_endings = {"ery", "ing",  "tion", "ment",
                                                              "ity", "ness", "ance", "ence"};

template <std::size_t size>
bool holds(const std::array<std::string_view, size>& words, std::string_view word) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

bool is_handle_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_' ||
         c == '/' || c == '.';
}

// The end of "@name" or "@org/team" that starts at `at`; `at` when none does.
std::size_t after_handle(std::string_view text, std::size_t at) {
  if (at >= text.size() || text[at] != '@') return at;
  std::size_t end = at + 1;
  while (end < text.size() && is_handle_byte(text[end]))
    ++end;
  while (end > at + 1 && (text[end - 1] == '.' || text[end - 1] == '/'))
    --end;
  return end == at + 1 ? at : end;
}

// Calls `each` with every blank-separated word of `text`, punctuation at its ends left out.
template <typename Each>
void for_words(std::string_view text, const Each& each) {
  constexpr ByteSet separators(" \t,&/+");
  for (std::size_t at = 0; at < text.size();) {
    std::size_t end = std::min(separators.find(text, at), text.size());
    if (end > at) each(text.substr(at, end - at));
    at = end + 1;
  }
}

bool is_capital(char32_t point) {
  return folded(point) != point;
}

bool is_team_phrase(std::string_view phrase) {
  bool found = false;
  std::string small = folded(phrase);
  for_words(small,
            [&](std::string_view word) { found |= holds(team_words, word) || holds(group_names, word); });
  for (std::string_view word : {"チーム", "团队", "小组", "팀", "班", "担当"})
    found |= small.size() > word.size() && small.ends_with(word);
  return found;
}

bool is_abstract(std::string_view word) {
  return std::any_of(abstract_endings.begin(), abstract_endings.end(), [word](std::string_view ending) {
    return word.size() > ending.size() + 2 && word.ends_with(ending);
  });
}

// "Alice", "Alice Moreau", "J. Ng", "Bo and Cleo": up to four capitalised words of letters, none of them a
// known no-name.
bool is_person_phrase(std::string_view phrase) {
  int words = 0;
  bool good = !phrase.empty();
  for_words(phrase, [&](std::string_view word) {
    std::string small = folded(word);
    if (small == "and" || small == "de" || small == "van" || small == "von" || small == "und" ||
        small == "et")
      return;
    ++words;
    Glyph first = glyph_at(word, 0);
    good &= is_capital(first.point) && !holds(no_names, small) && !is_abstract(small);
    bool has_small = false;
    for (std::size_t at = first.size; at < word.size();) {
      Glyph glyph = glyph_at(word, at);
      good &= is_letter(glyph.point) || glyph.point == '.' || glyph.point == '\'' || glyph.point == '-';
      good &= !is_capital(glyph.point) || at + glyph.size == word.size() || word[at - 1] == '-' ||
              word[at - 1] == '\'';
      has_small |= is_letter(glyph.point) && !is_capital(glyph.point);
      at += glyph.size;
    }
    good &= has_small || word.ends_with('.');
  });
  return good && words >= 1 && words <= 4;
}

bool looks_like_owner(std::string_view phrase) {
  if (phrase.empty() || phrase.size() > name_bytes_max || is_no_value(phrase)) return false;
  if (after_handle(phrase, 0) == phrase.size()) return true;
  bool only_handles = true;
  for_words(phrase, [&](std::string_view word) { only_handles &= after_handle(word, 0) == word.size(); });
  if (only_handles) return true;
  std::size_t words = 0;
  for_words(phrase, [&](std::string_view) { ++words; });
  return (words <= 4 && is_team_phrase(phrase)) || is_person_phrase(phrase);
}

std::size_t after_colon(std::string_view text, std::size_t at) {
  while (at < text.size() && (text[at] == '*' || text[at] == '_' || text[at] == ' '))
    ++at;
  if (at < text.size() && text[at] == ':')
    ++at;
  else if (text.substr(at).starts_with("："))
    at += std::string_view("：").size();
  else
    return std::string_view::npos;
  while (at < text.size() && (text[at] == '*' || text[at] == '_'))
    ++at;
  return skip_blanks(text, at);
}

// Where the value that starts at `at` ends: before a comma, a bracket, a bar, a dash or the next sentence.
std::size_t value_end(std::string_view text, std::size_t at) {
  for (std::size_t i = at; i < text.size(); ++i) {
    char c = text[i];
    if (c == ',' || c == ';' || c == ')' || c == ']' || c == '|' || c == '(' || c == '\n') return i;
    std::string_view rest = text.substr(i);
    if (rest.starts_with(" - ") || rest.starts_with(" – ") || rest.starts_with(" — ") ||
        rest.starts_with("、") || rest.starts_with("）") || rest.starts_with("，") || rest.starts_with(" / "))
      return i;
    if (c == '.' && (i + 1 == text.size() || text[i + 1] == ' ')) return i;
  }
  return text.size();
}

bool opens(char c) {
  return c == '(' || c == '[';
}

constexpr auto owner_label_beginnings = first_words_of(owner_labels);

// "Owner: Alice" at `at`, where a word begins.
std::optional<FoundWord> owner_after_label(std::string_view text, std::size_t at, std::string_view label) {
  std::size_t after = after_folded(text, at, label);
  if (after == at) return std::nullopt;
  std::size_t value = after_colon(text, after);
  if (value == std::string_view::npos) return std::nullopt;
  Span name = without_markup(text, span_of(value, value_end(text, value)));
  if (name.begin >= name.end || name.end - name.begin > name_bytes_max || is_no_value(slice(text, name)))
    return std::nullopt;
  Span cut = span_of(at, name.end);
  bool in_bracket = at > 0 && opens(text[at - 1]) && cut.end < text.size() &&
                    (text[cut.end] == ')' || text[cut.end] == ']');
  if (in_bracket) cut = {cut.begin - 1, cut.end + 1};
  return FoundWord{name, cut};
}

// "Owner: Alice", anywhere at the start of a word.
std::optional<FoundWord> labelled_owner(std::string_view text) {
  if (text.find(':') == std::string_view::npos && text.find("：") == std::string_view::npos)
    return std::nullopt;
  std::optional<FoundWord> found;
  for (std::size_t at = 0; at < text.size() && !found;) {
    const Glyph glyph = glyph_at(text, at);
    if (is_letter(glyph.point) && starts_word(text, at))
      (void)owner_label_beginnings.find(word_key(text, at), [&](std::string_view label) {
        found = owner_after_label(text, at, label);
        return found.has_value();
      });
    at += glyph.size;
  }
  return found;
}

// The text without blanks, a period and emphasis at its end.
std::size_t trimmed_end(std::string_view text) {
  std::size_t end = text.size();
  while (end > 0 && closing.has(text[end - 1]))
    --end;
  return end;
}

std::uint32_t blanks_before(std::string_view text, std::size_t at) {
  while (at > 0 && (text[at - 1] == ' ' || text[at - 1] == '\t'))
    --at;
  return static_cast<std::uint32_t>(at);
}

// "… (Alice)", "… [platform team]" at the end. A "](" before the bracket is a link's target.
std::optional<FoundWord> bracketed_owner(std::string_view text) {
  std::size_t end = trimmed_end(text);
  if (end < 3 || (text[end - 1] != ')' && text[end - 1] != ']')) return std::nullopt;
  std::size_t begin = text.find_last_of("([", end - 2);
  if (begin == std::string_view::npos || end - begin > name_bytes_max) return std::nullopt;
  if (begin > 0 && text[begin - 1] == ']') return std::nullopt;
  Span name =
      without_markup(text, {static_cast<std::uint32_t>(begin + 1), static_cast<std::uint32_t>(end - 1)});
  if (!looks_like_owner(slice(text, name))) return std::nullopt;
  return FoundWord{name, {blanks_before(text, begin), static_cast<std::uint32_t>(end)}};
}

// "… - Alice", "… — platform team", "… @alice" at the end; "@alice: …", "@alice to …" at the start.
std::optional<FoundWord> dashed_owner(std::string_view text) {
  const bool has_long = text.find('\xE2') != std::string_view::npos;
  if (!has_long && text.find('-') == std::string_view::npos) return std::nullopt;
  std::size_t end = trimmed_end(text);
  for (std::string_view dash : {" - ", " – ", " — "}) {
    if (dash.size() > 3 && !has_long) break;
    std::size_t at = text.rfind(dash, end);
    if (at == std::string_view::npos || at == 0 || at + dash.size() >= end) continue;
    Span name =
        without_markup(text, {static_cast<std::uint32_t>(at + dash.size()), static_cast<std::uint32_t>(end)});
    if (looks_like_owner(slice(text, name)))
      return FoundWord{name, {blanks_before(text, at), static_cast<std::uint32_t>(end)}};
  }
  return std::nullopt;
}

// A preposition before a handle makes it an object, not an owner: "sync with @alice".
bool is_object_at(std::string_view text, std::size_t at) {
  const auto before = folded(text.substr(0, blanks_before(text, at)));
  for (std::string_view word : {"with", "to", "from", "by", "via", "ask", "and", "for", "of", "cc", "ping",
                                "tell", "remind", "notify", "contact"})
    if (before.ends_with(word) && starts_word(before, before.size() - word.size())) return true;
  return false;
}

// Where the blanks and the comma, dash or arrow before `at` begin.
std::size_t parting_before(std::string_view text, std::size_t at) {
  at = blanks_before(text, at);
  for (const std::string_view sign : {" -", " –", " —", " →"})
    if (text.substr(0, at).ends_with(sign)) return blanks_before(text, at - sign.size());
  return at > 0 && text[at - 1] == ',' ? blanks_before(text, at - 1) : at;
}

// "@Ada Quill": where a mention is the name of a person and no handle.
bool is_full_name(std::string_view words) {
  std::size_t count = 0;
  bool capital = words.size() <= name_bytes_max;
  for_words(words, [&](std::string_view word) {
    ++count;
    capital = capital && is_capital(glyph_at(word, 0).point);
  });
  return capital && count >= 2 && count <= 3 && words.find_first_of(".:;,()") == words.npos;
}

std::optional<FoundWord> handle_at_an_end(std::string_view text) {
  if (text.find('@') == std::string_view::npos) return std::nullopt;
  std::size_t begin = text.find_first_not_of(" \t*_");
  if (begin == std::string_view::npos) return std::nullopt;
  if (std::size_t after = after_handle(text, begin); after > begin && after < text.size()) {
    std::size_t cut = after;
    while (cut < text.size() && after_name.has(text[cut]))
      ++cut;
    return FoundWord{{static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(after)},
                     {0, static_cast<std::uint32_t>(cut)}};
  }
  std::size_t end = trimmed_end(text), at = text.rfind('@', end);
  if (at == std::string_view::npos || at == 0 || !is_blank(glyph_before(text, at).point)) return std::nullopt;
  if (after_handle(text, at) < end && !is_full_name(text.substr(at + 1, end - at - 1))) return std::nullopt;
  if (is_object_at(text, at)) return std::nullopt;
  return FoundWord{span_of(at, end), span_of(parting_before(text, at), end)};
}

// "… (@alice, due May 5) #12": a bracket that opens with a handle, wherever it stands. What else it holds is
// cut with it where that is a date, which is read on its own.
std::optional<FoundWord> handle_in_bracket(std::string_view text) {
  for (std::size_t at = text.find('@'); at != std::string_view::npos; at = text.find('@', at + 1)) {
    if (at == 0 || !opens(text[at - 1])) continue;
    std::size_t after = after_handle(text, at), close = text.find_first_of(")]", after);
    if (after == at || close == std::string_view::npos) continue;
    FoundWord found{span_of(at, after), span_of(blanks_before(text, at - 1), close + 1)};
    std::string_view rest = text.substr(after, close - after);
    bool is_date =
        rest.empty() || (rest.starts_with(",") && ByteSet("0123456789").find(rest) != std::string_view::npos);
    if (!is_date) found.cut = found.at;
    return found;
  }
  return std::nullopt;
}

// Words of labels that need no colon beside a due date. "Meet lead Ada" names somebody else.
bool stands_without_colon(std::string_view label) {
  return label != "lead" && label != "assigned" && label != "dono";
}

// "Ada Quill", "ada", "@ada", "platform team": who is named behind "owner".
bool is_named(std::string_view phrase) {
  if (looks_like_owner(phrase)) return true;
  const bool is_word = !phrase.empty() && phrase.size() <= name_bytes_max &&
                       phrase.find(' ') == phrase.npos && is_letter(glyph_at(phrase, 0).point);
  return is_word && !is_no_value(phrase) && !holds(no_names, folded(phrase));
}

// The value of a label that begins at `at`, with or without a colon; `at` when none does.
std::size_t after_owner_label(std::string_view text, std::size_t at) {
  std::size_t value = at;
  if (at < text.size() && starts_word(text, at))
    (void)owner_label_beginnings.find(word_key(text, at), [&](std::string_view label) {
      const auto after = stands_without_colon(label) ? after_folded(text, at, label) : at;
      if (after == at || !ends_word(text, after)) return false;
      const auto behind_colon = after_colon(text, after);
      value = behind_colon == std::string_view::npos ? skip_blanks(text, after) : behind_colon;
      return value > after;
    });
  return value;
}

constexpr ByteSet between(" \t\r\n,;*_()[]");  // an owner and a date beside it

std::size_t skip_between_back(std::string_view text, std::size_t at) {
  while (at > 0 && between.has(text[at - 1]))
    --at;
  return at;
}

// "… owner Ada Quill, due …": the label that begins nearest before `end`, and a name up to there.
std::optional<FoundWord> labelled_before(std::string_view text, std::size_t end) {
  const auto floor = end > name_bytes_max ? end - name_bytes_max : 0;
  for (auto at = end; at-- > floor;) {
    const auto value = after_owner_label(text, at);
    if (value == at || value >= end) continue;
    const auto name = without_markup(text, span_of(value, end));
    if (!is_named(slice(text, name))) return std::nullopt;
    return FoundWord{name, span_of(at, end)};
  }
  return std::nullopt;
}

// "… @ada, due …", "… @ada and @bo by …".
std::optional<FoundWord> handles_before(std::string_view text, std::size_t end) {
  std::optional<FoundWord> found;
  for (auto until = end; until > 0;) {
    const auto at = text.rfind('@', until - 1);
    if (at == text.npos || after_handle(text, at) != until) break;
    if (at > 0 && !between.has(text[at - 1])) break;
    found = FoundWord{span_of(at, end), span_of(at, end)};
    until = skip_between_back(text, at);
    for (const std::string_view sign : {" and", " &"})
      if (text.substr(0, until).ends_with(sign)) until = skip_between_back(text, until - sign.size());
  }
  if (!found || is_object_at(text, found->at.begin)) return std::nullopt;
  return found;
}

// "… — Ada due …", "… (platform team by …": all from a dash or a bracket up to `end` is a name.
std::optional<FoundWord> set_off_before(std::string_view text, std::size_t end) {
  const auto floor = end > name_bytes_max ? end - name_bytes_max : 0;
  for (auto at = end; at > floor + 1; --at) {
    const auto before = text.substr(0, at);
    const bool is_bracket = opens(before.back());
    const bool is_dash = before.ends_with(" - ") || before.ends_with(" – ") || before.ends_with(" — ");
    if (!is_bracket && !is_dash) continue;
    const auto name = without_markup(text, span_of(at, end));
    if (!looks_like_owner(slice(text, name))) return std::nullopt;
    return FoundWord{name, span_of(at, end)};
  }
  return std::nullopt;
}

// Where what sets the words at `at` off begins: blanks, a comma, brackets, a dash.
std::size_t set_off_at(std::string_view text, std::size_t at) {
  at = skip_between_back(text, at);
  for (const std::string_view dash : {" -", " --", " –", " —"})
    if (text.substr(0, at).ends_with(dash)) return blanks_before(text, at - dash.size());
  return at;
}

// How many brackets more `text` opens than it closes.
int open_brackets(std::string_view text) {
  int open = 0;
  for (const char c : text)
    open += opens(c) ? 1 : c == ')' || c == ']' ? -1 : 0;
  return open;
}

// The end of the text where only blanks, brackets and a period stand behind `at`, else `at`.
std::size_t with_closing(std::string_view text, std::size_t at) {
  std::size_t end = at;
  while (end < text.size() && (text[end] == '.' || between.has(text[end])))
    ++end;
  return end == text.size() ? end : at;
}

std::optional<FoundWord> owner_before(std::string_view text, Span due) {
  const auto end = skip_between_back(text, due.begin);
  const auto behind = with_closing(text, due.end);
  const bool is_last = behind == text.size();
  auto found = labelled_before(text, end);
  if (!found) found = handles_before(text, end);
  if (!found && is_last) found = set_off_before(text, end);
  if (!found) return std::nullopt;
  const auto begin = set_off_at(text, found->cut.begin);
  const bool is_balanced = open_brackets(text.substr(begin, due.begin - begin)) ==
                           -open_brackets(text.substr(due.end, behind - due.end));
  found->cut = is_last && is_balanced ? span_of(begin, behind) : span_of(found->cut.begin, due.begin);
  return found;
}

std::optional<FoundWord> owner_behind(std::string_view text, Span due) {
  std::size_t begin = due.end;
  while (begin < text.size() && between.has(text[begin]))
    ++begin;
  if (begin == due.end) return std::nullopt;
  if (const auto end = after_handle(text, begin); end > begin) {
    if (end < text.size() && text[end] == '\'') return std::nullopt;  // "by May 10 @ada's part"
    return FoundWord{span_of(begin, end), span_of(due.end, with_closing(text, end))};
  }
  const auto value = after_owner_label(text, begin);
  if (value == begin) return std::nullopt;
  const auto name = without_markup(text, span_of(value, value_end(text, value)));
  if (!is_named(slice(text, name))) return std::nullopt;
  return FoundWord{name, span_of(due.end, with_closing(text, name.end))};
}

}  // namespace

std::optional<FoundWord> owner_beside(std::string_view text, Span due) {
  if (auto found = owner_before(text, due)) return found;
  return owner_behind(text, due);
}

std::optional<FoundWord> owner_in_item(std::string_view text) {
  if (auto found = labelled_owner(text)) return found;
  if (auto found = handle_in_bracket(text)) return found;
  if (auto found = bracketed_owner(text)) return found;
  if (auto found = dashed_owner(text)) return found;
  return handle_at_an_end(text);
}

bool is_owner(std::string_view phrase) {
  return looks_like_owner(phrase);
}

std::optional<FoundWord> owner_in_cell(std::string_view cell) {
  Span name = without_markup(cell, whole(cell));
  if (name.begin >= name.end || is_no_value(slice(cell, name))) return std::nullopt;
  return FoundWord{name, whole(cell)};
}

std::optional<FoundWord> team_in_heading(std::string_view heading) {
  Span name = without_markup(heading, whole(heading));
  while (name.end > name.begin && heading[name.end - 1] == ':')
    --name.end;
  std::string_view phrase = slice(heading, name);
  std::string small = folded(phrase);
  std::size_t words = 0;
  std::string_view first, last;
  for_words(small, [&](std::string_view word) {
    if (words++ == 0) first = word;
    last = word;
  });
  bool alone =
      words == 1 && (holds(group_names, first) || is_team_phrase(small)) && !holds(team_words, first);
  bool named = words >= 2 && words <= 4 && (holds(team_words, last) || holds(team_words, first));
  bool department = words == 2 && holds(department_heads, last);
  if (department) {  // "Improve operations" is work
    Folded folded_first;
    fold(first, folded_first);
    department = !is_commitment(folded_first);
  }
  // "Team process": what follows the team is a thing, not its name.
  constexpr std::array<std::string_view, 8> things = {"process",  "processes", "members", "actions",
                                                      "feedback", "health",    "notes",   "work"};
  if ((!alone && !named && !department) || holds(things, last)) return std::nullopt;
  return FoundWord{name, whole(heading)};
}

}  // namespace hindcast::document
