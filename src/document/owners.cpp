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
  if (at == std::string_view::npos || at == 0 || !is_blank(glyph_before(text, at).point) ||
      after_handle(text, at) < end)
    return std::nullopt;
  // A preposition before the handle makes it an object, not an owner: "sync with @alice".
  std::uint32_t before = blanks_before(text, at);
  for (std::string_view word : {"with", "to", "from", "by", "via", "ask", "and", "for", "of"})
    if (text.substr(0, before).ends_with(word)) return std::nullopt;
  return FoundWord{{static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)},
                   {before, static_cast<std::uint32_t>(end)}};
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

}  // namespace

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
