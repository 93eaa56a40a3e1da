#include <algorithm>
#include <array>

#include "document/edit_parts.h"
#include "document/scan.h"
#include "document/states.h"

namespace hindcast::document::edits {
namespace {

using facts::ActionState;

// One language's words, as a cell has them. Each is read back as its state: edit_words_test.cpp.
struct Language {
  std::string_view tag;
  std::array<std::string_view, 8> states;  // by ActionState; "" where we know none
  std::string_view state, owner, due, priority, actions, due_lead, owner_label;
};

constexpr std::array<Language, 10> languages = {{
    {"en",
     {"", "Idea", "Open", "In progress", "Blocked", "Done", "Verified", "Won't do"},
     "Status",
     "Owner",
     "Due",
     "Priority",
     "Action items",
     "due ",
     "Owner: "},
    {"ja",
     {"", "検討中", "未着手", "対応中", "保留", "完了", "検証済み", "中止"},
     "状態",
     "担当",
     "期限",
     "優先度",
     "アクションアイテム",
     "期限: ",
     "担当: "},
    {"zh",
     {"", "", "待办", "进行中", "阻塞", "已完成", "已验证", "已取消"},
     "状态",
     "负责人",
     "截止日期",
     "优先级",
     "行动项",
     "截止: ",
     "负责人: "},
    {"ko",
     {"", "", "대기", "진행 중", "보류", "완료", "", "취소"},
     "상태",
     "담당자",
     "기한",
     "우선순위",
     "액션 아이템",
     "기한: ",
     "담당자: "},
    {"pt",
     {"", "", "Pendente", "Em andamento", "Bloqueado", "Concluído", "Verificado", "Cancelado"},
     "Status",
     "Responsável",
     "Prazo",
     "Prioridade",
     "Ações",
     "prazo: ",
     "Responsável: "},
    {"es",
     {"", "", "Pendiente", "En curso", "Bloqueado", "Completado", "Verificado", "Cancelado"},
     "Estado",
     "Responsable",
     "Fecha límite",
     "Prioridad",
     "Acciones",
     "plazo: ",
     "Responsable: "},
    {"fr",
     {"", "", "À faire", "En cours", "Bloqué", "Terminé", "Vérifié", "Annulé"},
     "Statut",
     "Responsable",
     "Échéance",
     "Priorité",
     "Actions",
     "échéance : ",
     "Responsable: "},
    {"de",
     {"", "", "Offen", "In Arbeit", "Blockiert", "Erledigt", "Geprüft", "Verworfen"},
     "Status",
     "Verantwortlich",
     "Frist",
     "Priorität",
     "Maßnahmen",
     "bis ",
     "Verantwortlich: "},
    {"sv",
     {"", "", "Öppen", "Pågår", "Blockerad", "Klar", "", "Avbruten"},
     "Status",
     "Ansvarig",
     "Deadline",
     "Prioritet",
     "Åtgärder",
     "senast ",
     "Ansvarig: "},
    {"ru",
     {"", "", "Открыто", "В работе", "Заблокировано", "Готово", "Проверено", "Отменено"},
     "Статус",
     "Ответственный",
     "Срок",
     "Приоритет",
     "Действия",
     "срок: ",
     "Ответственный: "},
}};

// Signs that go together. Each row: open, in progress, blocked, done, won't do.
using SignRow = std::array<std::string_view, 5>;
constexpr std::array<SignRow, 6> sign_rows = {{
    {"[ ]", "", "", "[x]", ""},
    {"☐", "", "", "☑", ""},
    {"🔴", "🟡", "⛔", "🟢", "🚫"},
    {"🔲", "🚧", "⛔", "✅", "🚫"},
    {"⬜", "🚧", "⛔", "✅", "🚫"},
    {"⬜", "⏳", "⛔", "✅", "🚫"},
}};

const Language& language_of_tag(std::string_view tag) {
  for (const Language& language : languages)
    if (tag.substr(0, language.tag.size()) == language.tag) return language;
  return languages[0];
}

// The language that the document names its parts in. What its text is in can be told wrongly where there is
// little of it, so an English heading decides.
const Language& language_of(const Reading& reading) {
  const Language& said = language_of_tag(reading.document.language);
  for (const facts::Section& section : reading.document.sections) {
    if (section.role == facts::SectionRole::none) continue;
    const std::string title = scan::folded(section.title);
    for (std::string_view words :
         {"action item", "follow", "next step", "lessons", "what went", "root cause"})
      if (std::string_view(title).starts_with(words)) return languages[0];
  }
  return said;
}

std::size_t sign_column(ActionState state) {
  switch (state) {
    case ActionState::open:
      return 0;
    case ActionState::in_progress:
      return 1;
    case ActionState::blocked:
      return 2;
    case ActionState::done:
      return 3;
    case ActionState::wont_do:
      return 4;
    default:
      return 5;
  }
}

bool has_letters(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto glyph = scan::glyph_at(text, at);
    if (scan::is_letter(glyph.point)) return true;
    at += glyph.size;
  }
  return false;
}

std::string with_case(std::string_view word, std::string_view like, bool in_cell) {
  // Only ASCII letters change: capitals of other scripts are kept as the table above has them.
  const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  const auto is_lower = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto uppers = std::count_if(like.begin(), like.end(), is_upper);
  const bool lower_any = std::any_of(like.begin(), like.end(), is_lower);
  std::string out(word);
  const bool all_upper = uppers > 1 && !lower_any, all_lower = lower_any && uppers == 0;
  if (all_upper)
    for (char& c : out)
      if (is_lower(c)) c = static_cast<char>(c - 32);
  if (all_lower || (like.empty() && !in_cell))
    for (char& c : out)
      if (is_upper(c)) c = static_cast<char>(c + 32);
  // "In Progress" beside "Not Started": a capital for each word.
  if (!all_upper && !all_lower && uppers > 1)
    for (std::size_t i = 1; i < out.size(); ++i)
      if (out[i - 1] == ' ' && is_lower(out[i])) out[i] = static_cast<char>(out[i] - 32);
  return out;
}

void add(std::vector<std::string>& words, std::string word) {
  if (!word.empty() && std::find(words.begin(), words.end(), word) == words.end())
    words.push_back(std::move(word));
}

// What the template of the document's form offers in a column of states: "[Todo/In progress/Done]".
void add_choices(const Reading& reading, ActionState state, std::vector<std::string>& words) {
  for (const Form& form : reading.forms) {
    if (form.name != reading.document.form) continue;
    for (const FormSection& section : form.sections)
      for (const FormColumn& column : section.columns)
        for (const std::string& choice : column.slot.choices)
          if (state_of_word(choice) == state) add(words, choice);
  }
}

// The commonest first, as items of the same kind of line write it.
void add_words_of_others(const Reading& reading, ActionState state, std::vector<std::string>& words) {
  struct Used {
    std::string_view word;
    int times = 0;
  };
  std::vector<Used> used;
  for (const facts::Item& item : reading.document.items) {
    if (item.state != state || !item.state_text) continue;
    const auto word = slice(reading, item.state_text->at);
    if (word.size() > 40 || !state_of_word(word)) continue;
    const auto known =
        std::find_if(used.begin(), used.end(), [word](const Used& one) { return one.word == word; });
    if (known == used.end())
      used.push_back({word, 1});
    else
      ++known->times;
  }
  std::stable_sort(used.begin(), used.end(), [](const Used& a, const Used& b) { return a.times > b.times; });
  for (const Used& one : used)
    add(words, std::string(one.word));
}

std::string number(int value, std::size_t width) {
  std::string digits = std::to_string(value);
  return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
}

constexpr std::array<std::string_view, 12> months = {"January",   "February", "March",    "April",
                                                     "May",       "June",     "July",     "August",
                                                     "September", "October",  "November", "December"};

// `pattern` holds Y year, m and d as numbers, M and D with two digits, B a month's name, b its first three
// letters, o the ending of "1st"; all else stands for itself.
std::string dated(std::string_view pattern, Date day) {
  std::string out;
  const auto month = months[static_cast<std::size_t>(day.month - 1)];
  for (char c : pattern) {
    const int last = day.day % 10;
    const bool teen = day.day > 10 && day.day < 14;
    switch (c) {
      case 'Y':
        out += number(day.year, 4);
        break;
      case 'm':
        out += number(day.month, 1);
        break;
      case 'M':
        out += number(day.month, 2);
        break;
      case 'd':
        out += number(day.day, 1);
        break;
      case 'D':
        out += number(day.day, 2);
        break;
      case 'B':
        out += month;
        break;
      case 'b':
        out += month.substr(0, 3);
        break;
      case 'o':
        out += teen ? "th" : last == 1 ? "st" : last == 2 ? "nd" : last == 3 ? "rd" : "th";
        break;
      default:
        out += c;
    }
  }
  return out;
}

constexpr std::array<std::string_view, 27> date_patterns = {
    "Y-M-D", "Y/M/D", "Y.M.D", "Y/m/d",  "D.M.Y",     "d.m.Y",     "D/M/Y",   "M/D/Y",   "d/m/Y",
    "m/d/Y", "D-M-Y", "M-D-Y", "B d, Y", "b d, Y",    "b. d, Y",   "B do, Y", "b do, Y", "d B Y",
    "d b Y", "D b Y", "B d Y", "b d Y",  "Y年m月d日", "Y年M月D日", "do B Y",  "do b Y",  "D B Y"};

}  // namespace

std::vector<std::string> state_words_for(const Reading& reading, ActionState state, std::string_view like,
                                         bool in_cell) {
  std::vector<std::string> words;
  add_words_of_others(reading, state, words);
  add_choices(reading, state, words);
  const auto& language = language_of(reading);
  const auto index = static_cast<std::size_t>(state);
  if (!like.empty() && !has_letters(like)) {
    const auto column = sign_column(state);
    for (const SignRow& row : sign_rows)
      if (column < row.size() && std::find(row.begin(), row.end(), like) != row.end())
        add(words, std::string(row[column]));
  }
  // An English word ("Open") is answered by one, whatever the language around it.
  const auto& english = languages[0];
  const bool is_english = std::any_of(
      english.states.begin(), english.states.end(),
      [like](std::string_view word) { return !word.empty() && scan::folded(word) == scan::folded(like); });
  if (is_english || scan::folded(like) == "todo") add(words, with_case(english.states[index], like, in_cell));
  add(words, with_case(language.states[index], like, in_cell));
  add(words, with_case(english.states[index], like, in_cell));
  return words;
}

std::string date_like(Date day, std::string_view like, Date like_day) {
  for (std::string_view pattern : date_patterns)
    if (dated(pattern, like_day) == like) return dated(pattern, day);
  return to_iso(day);
}

std::string date_as_here(const Reading& reading, Date day) {
  for (const facts::Item& item : reading.document.items) {
    if (!item.due) continue;
    const auto written = slice(reading, item.due->at);
    for (std::string_view pattern : date_patterns)
      if (const auto like = dated(pattern, item.due->date); written.ends_with(like))
        return dated(pattern, day);
  }
  return to_iso(day);
}

std::string_view word_in(const Reading& reading, Word word) {
  const Language& language = language_of(reading);
  switch (word) {
    case Word::state:
      return language.state;
    case Word::owner:
      return language.owner;
    case Word::due:
      return language.due;
    case Word::priority:
      return language.priority;
    case Word::actions:
      return language.actions;
    case Word::due_lead:
      return language.due_lead;
    case Word::owner_label:
      return language.owner_label;
  }
  return {};
}

}  // namespace hindcast::document::edits
