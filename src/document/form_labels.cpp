#include "document/form_labels.h"

#include <algorithm>
#include <array>

#include "document/form_text.h"
#include "document/slots.h"

namespace hindcast::document::forms {
namespace {

constexpr std::size_t key_bytes_max = 120;

// First words of instructions, in the languages that documents come in.
constexpr std::array commands = {
    "add",       "answer",    "attach",   "be",         "briefly",  "choose",   "clearly",    "create",
    "delete",    "describe",  "detail",   "document",   "don't",    "do",       "ensure",     "explain",
    "fill",      "focus",     "give",     "identify",   "include",  "invite",   "insert",     "keep",
    "leave",     "link",      "list",     "make",       "mention",  "name",     "note",       "outline",
    "paste",     "pick",      "please",   "point",      "provide",  "put",      "quantify",   "record",
    "remove",    "replace",   "see",      "select",     "show",     "specify",  "state",      "summarise",
    "summarize", "tag",       "tell",     "try",        "use",      "write",    "beschreibe", "beschreiben",
    "nenne",     "nennen",    "liste",    "bitte",      "décrire",  "décrivez", "lister",     "listez",
    "expliquer", "expliquez", "indiquer", "indiquez",   "describa", "explica",  "explique",   "indica",
    "usa",       "añade",     "descreva", "adicione",   "informe",  "beskriv",  "lista",      "ange",
    "опишите",   "укажите",   "добавьте", "перечислите"};
constexpr std::array questions = {"what",  "who", "when", "where", "why",
                                  "which", "how", "was",  "were",  "did"};
constexpr std::array openings = {
    "list of ",       "things that ", "quick summary", "brief ",        "short ",      "this section ",
    "this is where ", "this should ", "these should ", "this is a sub", "summary of ", "looking back",
    "fill ",          "for example",  "e.g.",          "a short ",      "a brief ",    "one or two ",
    "two or three ",  "these are ",   "things "};
constexpr std::array inside = {" you ",     " your ",       "you should", "you can ", " should ",
                               "please ",   "ください",     "请",         "하세요",   "세요",
                               "you could", "to be filled", "describe "};
constexpr std::array optional_words = {
    "optional",      "if applicable", "if any",      "if needed",        "as required",
    "as needed",     "if relevant",   "if required", "falls zutreffend", "falls nötig",
    "si applicable", "optionnel",     "opcional",    "se aplicável",     "если",
    "опционально",   "任意",          "可选",        "valfri",           "facultatif"};
constexpr std::array why_words = {"why",    "pourquoi", "por qué", "¿por qué", "por que", "warum",
                                  "почему", "なぜ",     "为什么",  "왜",       "varför"};
constexpr std::array example_words = {"example", "examples", "example usage", "for example", "sample",
                                      "samples", "beispiel", "beispiele",     "exemple",     "exemples",
                                      "ejemplo", "ejemplos", "exemplo",       "exemplos",    "пример",
                                      "примеры", "例",       "示例",          "exempel",     "예시"};

template <typename List>
bool has_start(std::string_view text, const List& list) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view word) { return text.substr(0, word.size()) == word; });
}

template <typename List>
bool has_inside(std::string_view text, const List& list) {
  return std::any_of(list.begin(), list.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

std::uint32_t offset(std::size_t n) {
  return static_cast<std::uint32_t>(n);
}

// Bytes of a colon at `at`, ASCII or full-width; 0 where there is none.
std::uint32_t colon_length(std::string_view text, std::uint32_t at, std::uint32_t end) {
  if (at < end && text[at] == ':') return 1;
  return at + 3 <= end && text.compare(at, 3, "：") == 0 ? 3 : 0;
}

std::uint32_t skip_blanks(std::string_view text, std::uint32_t at, std::uint32_t end) {
  while (at < end && (text[at] == ' ' || text[at] == '\t'))
    ++at;
  return at;
}

std::optional<Label> bold_label(std::string_view text, std::uint32_t at, std::uint32_t end,
                                std::uint32_t block_end) {
  std::string_view mark = text.substr(at, 2);
  std::size_t close = text.find(mark, at + 2);
  if (close == std::string_view::npos || close + 2 > end || close == at + 2 || close - at > key_bytes_max)
    return {};
  std::uint32_t key_end = offset(close);
  std::uint32_t after = offset(close) + 2;
  std::string_view key = trimmed(text.substr(at + 2, close - at - 2));
  bool inside_colon =
      !key.empty() && (key.back() == ':' || (key.size() > 3 && key.substr(key.size() - 3) == "："));
  std::uint32_t colon = 0;
  if (!inside_colon) {
    std::uint32_t stop = skip_blanks(text, after, end);
    if (stop < end && text[stop] == '(') {  // "**Contributing factors** (what made it worse):"
      std::size_t paren = text.substr(0, std::min<std::size_t>(block_end, stop + 300)).find(')', stop);
      if (paren != std::string_view::npos) stop = offset(paren) + 1;
    }
    colon = colon_length(text, stop, block_end);
    if (colon == 0) return {};
    after = stop + colon;
    end = std::max(end, after);
  }
  Label label;
  label.bold = true;
  label.key = {at + 2, key_end};
  label.whole = {at, skip_blanks(text, after, end)};
  return label;
}

std::optional<Label> plain_label_at(std::string_view text, std::uint32_t at, std::uint32_t end) {
  std::uint32_t limit = std::min<std::uint32_t>(end, at + 100);
  for (std::uint32_t i = at; i < limit; ++i) {
    std::uint32_t colon = colon_length(text, i, end);
    if (colon == 0) {
      if (std::string_view(".!?[]<>{}|=`*").find(text[i]) != std::string_view::npos) return {};
      continue;
    }
    bool apart = i + colon == end || text[i + colon] == ' ' || text[i + colon] == '\t' || colon == 3;
    std::string_view key = text.substr(at, i - at);
    bool torn = key.find(')') != std::string_view::npos && key.find('(') == std::string_view::npos;
    if (!apart || torn || i == at || word_count(key) > 10 || !is_word_byte(key[0])) return {};
    return Label{{at, i}, {at, skip_blanks(text, i + colon, end)}, false};
  }
  return {};
}

void read_settings(std::string_view body, std::vector<Setting>& out) {
  for (std::size_t i = 0; i < body.size() && out.size() < 20;) {
    i = body.find_first_not_of(" \t\r\n,", i);
    if (i == std::string_view::npos) return;
    std::size_t end = body.find_first_of("= \t\r\n,", i);
    if (end == std::string_view::npos) end = body.size();
    Setting setting{lower(body.substr(i, end - i)), ""};
    i = end;
    if (i < body.size() && body[i] == '=') {
      bool quoted = i + 1 < body.size() && body[i + 1] == '"';
      std::size_t from = i + (quoted ? 2 : 1);
      std::size_t to = quoted ? body.find('"', from) : body.find_first_of(" \t\r\n,", from);
      if (to == std::string_view::npos) to = body.size();
      setting.value = std::string(body.substr(std::min(from, body.size()), to - std::min(from, to)));
      i = to + (quoted ? 1 : 0);
    }
    if (i == end && end < body.size()) ++i;
    out.push_back(std::move(setting));
  }
}

}  // namespace

std::optional<Label> label_at(std::string_view text, std::uint32_t at, std::uint32_t end,
                              std::uint32_t block_end) {
  at = skip_blanks(text, at, end);
  if (at + 4 < end && (text.compare(at, 2, "**") == 0 || text.compare(at, 2, "__") == 0)) {
    if (text[at + 2] != text[at]) return bold_label(text, at, end, block_end);
    return {};
  }
  return plain_label_at(text, at, end);
}

std::vector<Label> labels_of_line(std::string_view text, Span line, std::uint32_t block_end) {
  std::vector<Label> labels;
  if (std::optional<Label> first = label_at(text, line.begin, line.end, block_end)) labels.push_back(*first);
  std::uint32_t from = labels.empty() ? line.begin : labels.back().whole.end;
  for (std::uint32_t i = from; i + 4 < line.end && labels.size() < 20; ++i) {
    if (text[i] != '*' || text[i + 1] != '*' || (i > line.begin && text[i - 1] != ' ')) continue;
    std::optional<Label> next = bold_label(text, i, line.end, block_end);
    if (!next) continue;
    labels.push_back(*next);
    i = next->whole.end - 1;
  }
  return labels;
}

bool is_bold_line(std::string_view line) {
  line = trimmed(line);
  if (line.size() < 5 || line.size() > key_bytes_max) return false;
  std::string_view mark = line.substr(0, 2);
  return (mark == "**" || mark == "__") && line.find(mark, 2) == line.size() - 2;
}

bool is_examples_label(std::string_view label) {
  std::string low = folded_title(label);
  return std::find(example_words.begin(), example_words.end(), low) != example_words.end();
}

bool is_instruction(std::string_view prose) {
  std::string low = lower(trimmed(prose, " \t\r\n*_>[]()<\"'"));
  std::string_view first = std::string_view(low).substr(0, low.find_first_of(" ,.:;\n"));
  if (std::find(commands.begin(), commands.end(), first) != commands.end()) return true;
  std::string_view end = trimmed(low, " \t\r\n*_)]");
  bool asks = !end.empty() && (end.back() == '?' || (end.size() > 3 && end.substr(end.size() - 3) == "？"));
  bool asks_first = std::find(questions.begin(), questions.end(), first) != questions.end();
  return asks || asks_first || has_start(low, openings) || has_inside(low, inside);
}

bool asks_to_choose(std::string_view prose) {
  constexpr std::array words = {"choose ",  "select ",     "pick ",  "wähle ",
                                "choisir ", "choisissez ", "elige ", "escolha "};
  std::string low = lower(trimmed(prose, " \t\r\n*_[(<"));
  return !low.empty() && trimmed(prose, " \t\r\n*_").back() == ':' && has_start(low, words);
}

bool says_optional(std::string_view text) {
  return has_inside(lower(text), optional_words);
}

bool is_optional_remark(std::string_view guidance) {
  std::string low = lower(trimmed(guidance, " \t\r\n[]()<>*_!-.\""));
  return std::any_of(optional_words.begin(), optional_words.end(), [&](std::string_view word) {
    return low.size() >= word.size() &&
           (low.substr(0, word.size()) == word || low.substr(low.size() - word.size()) == word);
  });
}

bool is_filler(std::string_view prose) {
  constexpr std::array latin = {"lorem ",       "sit amet", "etiam ",     "curabitur ",
                                "consectetur ", "dapibus ", "vestibulum "};
  return has_start(lower(trimmed(prose)), latin);
}

bool is_why(std::string_view text) {
  return has_start(lower(trimmed(text, " \t*_-0123456789.)")), why_words);
}

std::vector<Comment> comments_in(std::string_view text, Span within) {
  std::vector<Comment> comments;
  std::string_view window = text.substr(0, within.end);
  std::size_t at = window.find("<!--", within.begin);
  while (at != std::string_view::npos) {
    std::size_t close = window.find("-->", at + 4);
    Comment comment;
    comment.closed = close != std::string_view::npos;
    std::size_t end = comment.closed ? close + 3 : window.size();
    comment.at = {offset(at), offset(end)};
    std::size_t body_end = comment.closed ? close : end;
    std::string_view body = trimmed(window.substr(at + 4, body_end - at - 4));
    if (body.substr(0, 9) == "hindcast:") {
      comment.is_remark = true;
      read_settings(body.substr(9), comment.settings);
    }
    comments.push_back(std::move(comment));
    at = window.find("<!--", end);
  }
  return comments;
}

}  // namespace hindcast::document::forms
