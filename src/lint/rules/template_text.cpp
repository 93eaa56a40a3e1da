#include "lint/rules/template_text.h"

#include <algorithm>
#include <initializer_list>
#include <iterator>

#include "document/form.h"
#include "lint/rules/look.h"

namespace hindcast::lint {
namespace {

using document::Form;
using markdown::Kind;

constexpr std::size_t slot_bytes_max = 400;  // a longer line is somebody's text
constexpr std::size_t guidance_bytes_min = 12;
constexpr std::size_t labels_max = 200;  // each is looked for in each line that may be a place to fill

bool begins_with_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return equals_folded(text.substr(0, word.size()), word); });
}

// "[Link to the change]", a whole line of it: two words or more in one pair of brackets, and no link, wiki
// link, quotation or list of a program's. "[Laughter]" is what somebody did.
bool is_bracketed_words(std::string_view text) {
  while (!text.empty() && (text.front() == '*' || text.front() == '_'))
    text.remove_prefix(1);
  while (!text.empty() && (text.back() == '*' || text.back() == '_'))
    text.remove_suffix(1);
  if (text.size() < 6 || text.front() != '[' || text.back() != ']') return false;
  text = text.substr(1, text.size() - 2);
  const bool is_capital = (text.front() >= 'A' && text.front() <= 'Z') || (text.front() & 0x80) != 0;
  const bool asks = begins_with_any(text, {"link to ", "insert ", "your ", "describe ", "enter ", "fill in ",
                                           "name of ", "date of ", "list of "});
  return (is_capital || asks) && text.find(' ') != std::string_view::npos &&
         text.find_first_of("[]#@\"`=;") == std::string_view::npos;
}

// Of "{{ summary }} [link to the issue]", a line that is but a variable of a template and a place beside it,
// the place: a writer may have filled the variable and left its braces. Empty for none.
Span place_beside_variable(std::string_view text, Span line) {
  const auto words = slice(text, line);
  if (!words.starts_with("{{")) return {};
  const auto close = words.find("}}");
  if (close == std::string_view::npos) return {};
  const auto open = words.find_first_not_of(' ', close + 2);
  if (open == std::string_view::npos || words[open] != '[' || words.find(']') != words.size() - 1) return {};
  return {line.begin + static_cast<std::uint32_t>(open), line.end};
}

// At the start of an entry the clock time of a form: of "HH:mm", "2031-05-05 HH:MM" and
// "YYYY-MM-DD HH:MM:SS | Alarm" the letters. Empty for none.
Span clock_slot(std::string_view text, Span entry) {
  const auto words = slice(text, entry);
  std::size_t begin = words.find_first_not_of("0123456789-/. ");
  if (begin == std::string_view::npos) return {};
  auto at = begin;
  for (const std::string_view day : {"yyyy-mm-dd ", "dd/mm/yyyy ", "mm/dd/yyyy "})
    if (equals_folded(words.substr(at, day.size()), day)) at += day.size();
  if (!equals_folded(words.substr(at, 5), "hh:mm")) return {};
  at += equals_folded(words.substr(at + 5, 3), ":ss") ? 8 : 5;
  const bool ends =
      at == words.size() || std::string_view(" |:-*`").find(words[at]) != std::string_view::npos;
  const auto from = entry.begin + static_cast<std::uint32_t>(begin);
  return ends ? Span{from, entry.begin + static_cast<std::uint32_t>(at)} : Span{};
}

// The strings of a form, kept so that a block of a document is compared with few of them.
class FormStrings {
 public:
  explicit FormStrings(const Form* form) {
    if (form == nullptr) return;
    add_all(form->guidance, form->slots, form->fields);
    for (const auto& section : form->sections)
      add_all(section.guidance, section.slots, section.fields);
  }

  bool is_guidance(std::string_view words) const {
    if (words.size() < guidance_bytes_min || !known_[home(words)]) return false;
    return std::find(guidance_.begin(), guidance_.end(), words) != guidance_.end();
  }

  // The length of the slot that stands at the start of `text`; 0 for none.
  std::size_t slot_at(std::string_view text) const {
    for (const auto slot : slots_)
      if (text.compare(0, slot.size(), slot) == 0) return slot.size();
    return 0;
  }

 private:
  // What few lines share with one of the strings: the first byte and the length.
  static std::uint8_t home(std::string_view words) {
    return static_cast<std::uint8_t>(static_cast<unsigned char>(words[0]) * 37U + words.size());
  }

  void add_all(const std::vector<std::string>& guidance, const std::vector<document::Slot>& slots,
               const std::vector<document::FormField>& fields) {
    for (const std::string_view one : guidance) {
      // A label that introduces what the writer adds stays: "**Make sure of each of these:**".
      if (one.size() < guidance_bytes_min || one.find(':') != std::string_view::npos) continue;
      guidance_.push_back(one);
      known_[home(one)] = true;
    }
    for (const auto& slot : slots)
      add(slot);
    for (const auto& field : fields)
      add(field.slot);
  }

  void add(const document::Slot& slot) {
    if (slot.text.size() > 4 && slot.text[0] == '[') slots_.push_back(slot.text);
  }

  std::vector<std::string_view> guidance_, slots_;
  bool known_[256] = {};
};

// A value after its label: "**Impact scope:** [Services]" is "[Services]". All of `words` without a label.
Span after_label(std::string_view text, Span words) {
  for (auto i = words.begin; i + 1 < words.end && text[i] != '['; ++i)
    if (text[i] == ':' && (text[i + 1] == ' ' || text[i + 1] == '*')) return {i + 1, words.end};
  return words;
}

bool has_pattern(std::string_view text) {
  for (const std::string_view pattern : {"YY-", "HH:", "XX:", "___"})
    if (text.find(pattern) != std::string_view::npos) return true;
  return false;
}

class Leftovers {
 public:
  Leftovers(const Subject& subject, Findings& findings)
      : subject_(subject),
        strings_(subject.form),
        brackets_(subject.text, "["),
        has_pattern_(has_pattern(subject.text)),
        findings_(findings) {}

  void run() {
    const auto& nodes = subject_.tree.nodes;
    for (const auto& node : nodes)
      if (node.kind == Kind::definition && labels_.size() < labels_max) labels_.push_back(words(node.mark));
    placeholder_title();
    for (std::uint32_t at = 1; at < nodes.size(); ++at) {
      if (nodes[at].kind == Kind::code) {
        fence(at);
      } else if (nodes[at].kind == Kind::paragraph) {
        lines(at);
      } else if (nodes[at].kind == Kind::heading || nodes[at].kind == Kind::cell) {
        is_header_ = nodes[at].kind == Kind::cell && nodes[nodes[at].parent].number == 0;
        block(words_of(subject_.tree, at));
        is_header_ = false;
      }
    }
  }

 private:
  std::string_view words(Span span) const { return slice(subject_.text, span); }

  // "# ISSUE NAME": what many forms have for a title. In a document that follows a form its own slots are
  // found.
  void placeholder_title() {
    const auto& title = subject_.document.title;
    for (const std::string_view name :
         {"issue name", "issue title", "incident name", "incident title", "title of the incident",
          "name of the incident", "postmortem title", "post-mortem title", "post mortem title",
          "project name", "event name", "your title here", "title here", "insert title here",
          "document title"})
      if (equals_folded(title.text, name)) add(title.at);
  }

  void lines(std::uint32_t at) {
    const auto& node = subject_.tree.nodes[at];
    const auto whole = trimmed(subject_.text, words_of(subject_.tree, at));
    if (node.line_count > 1 && whole.begin < whole.end && words(whole).front() == '[' && block(whole)) return;
    for (auto i = node.first_line; i < node.first_line + node.line_count; ++i)
      block(subject_.tree.lines[i]);
  }

  // True when something was found.
  bool block(Span span) {
    span = trimmed(subject_.text, span);
    const auto text = words(span);
    if (text.empty()) return false;
    if (strings_.is_guidance(text)) return add(span);
    if (!may_hold_slots(span)) return false;
    if (is_place(text)) return add(span);
    if (const auto place = place_beside_variable(subject_.text, span); place.begin < place.end)
      return add(place);
    if (has_pattern_ && !is_header_)
      if (const auto clock = clock_slot(subject_.text, bare(subject_.text, span)); clock.begin < clock.end)
        return add(clock);
    const auto labelled = after_label(subject_.text, span);
    const auto value = bare(subject_.text, labelled);
    if (labelled != span && is_place(words(value))) return add(value);
    return slots_inside(span);
  }

  // Nearly every line is passed over here.
  bool may_hold_slots(Span span) {
    const auto text = words(span);
    if (text.size() < 3 || text.size() > slot_bytes_max) return false;
    if (brackets_.is_in(span)) return true;
    const auto last = text.back();
    if (last == '.' || last == '}' || last == '>') return text.ends_with("...") || last != '.';
    return text.ends_with("…") || (has_pattern_ && has_pattern(text));
  }

  // Nothing but what a writer fills in. A form says that there are such places; without one, only what
  // can't be anything else counts.
  bool is_place(std::string_view text) const {
    if (text.size() < 3 || text.find("[[") != std::string_view::npos ||
        text.find("](") != std::string_view::npos)
      return false;
    const bool is_slots = subject_.form != nullptr ? document::is_only_slots(text)
                                                   : text == "YYYY-MM-DD" || is_bracketed_words(text);
    return is_slots && !is_link(text);
  }

  // "On [Date] we met": a slot of the form inside a line that somebody has begun to fill.
  bool slots_inside(Span span) {
    bool found = false;
    for (auto i = span.begin; i < span.end; ++i) {
      if (subject_.text[i] != '[') continue;
      const auto size = strings_.slot_at(subject_.text.substr(i, span.end - i));
      if (size == 0) continue;
      const auto end = i + static_cast<std::uint32_t>(size);
      const char next = end < subject_.text.size() ? subject_.text[end] : ' ';
      if (next == '(' || next == '[' || next == ':') continue;
      found = add({i, end});
      i = end - 1;
    }
    return found;
  }

  // A box of the causal chain that nobody drew.
  void fence(std::uint32_t at) {
    const auto& node = subject_.tree.nodes[at];
    for (auto i = node.first_line; i < node.first_line + node.line_count; ++i) {
      const auto line = trimmed(subject_.text, subject_.tree.lines[i]);
      if (line.begin < line.end && strings_.slot_at(words(line)) == words(line).size()) add(line);
    }
  }

  // "[Runbook]" where the document says somewhere what it links to.
  bool is_link(std::string_view text) const {
    return text.find('[') != std::string_view::npos &&
           std::any_of(labels_.begin(), labels_.end(), [&](std::string_view label) {
             return !label.empty() && text.find(label) != std::string_view::npos;
           });
  }

  bool add(Span span) {
    findings_.add(span, "this is the template's own text: fill it in or take it out");
    return true;
  }

  const Subject& subject_;
  FormStrings strings_;
  Cursor brackets_;
  bool has_pattern_;                      // anywhere in the document
  bool is_header_ = false;                // "HH:MM" over a column says how its times are written
  std::vector<std::string_view> labels_;  // of the document's link definitions
  Findings& findings_;
};

// What stands where a value is still to come, in the languages of the lexicon.
constexpr std::string_view pending_words[] = {"tbd",
                                              "tba",
                                              "tbc",
                                              "t.b.d.",
                                              "to be determined",
                                              "to be defined",
                                              "to be confirmed",
                                              "to be announced",
                                              "to be added",
                                              "to be written",
                                              "to be filled in",
                                              "not yet known",
                                              "further investigation needed",
                                              "further investigation required",
                                              "needs further investigation",
                                              "à définir",
                                              "à compléter",
                                              "a definir",
                                              "por definir",
                                              "por completar",
                                              "a preencher",
                                              "noch offen",
                                              "wird ergänzt",
                                              "wird nachgereicht",
                                              "att bestämma",
                                              "уточняется",
                                              "будет дополнено",
                                              "未定",
                                              "追記予定",
                                              "調査中",
                                              "要アサイン",
                                              "要設定",
                                              "要記入",
                                              "後日記入",
                                              "後日追記",
                                              "待定",
                                              "待补充",
                                              "待填写",
                                              "미정",
                                              "추후 작성"};
constexpr std::size_t pending_bytes_max = 30;

// The last two bytes of the words above. Nearly every line is passed over by its own.
class PendingEnds {
 public:
  constexpr PendingEnds() {
    for (const auto word : pending_words)
      known_[home(word)] = true;
  }
  // `text` without blanks and emphasis behind it. What follows a word's last letter may be a full stop; in
  // brackets there is one byte more.
  bool may_end(std::string_view text) const {
    return ends(text) || (!text.empty() && ends(text.substr(0, text.size() - 1)));
  }

 private:
  static constexpr std::size_t home(std::string_view text) {
    const auto part = [&](std::size_t back) -> unsigned {
      return static_cast<unsigned char>(text[text.size() - back]) & 0x1FU;
    };
    return part(2) << 5U | part(1);
  }
  bool ends(std::string_view text) const {
    while (!text.empty() && (text.back() == '.' || text.back() == '!'))
      text.remove_suffix(1);
    return text.size() > 2 && known_[home(text)];
  }
  bool known_[1024] = {};
};
constexpr PendingEnds pending_ends;

bool is_pending(std::string_view text, Span value) {
  value = bare(text, value);
  auto words = slice(text, value);
  if (words.size() > 2 && (words.front() == '[' || words.front() == '('))
    words = words.substr(1, words.size() - 2);
  while (!words.empty() && (words.back() == '.' || words.back() == '!'))
    words.remove_suffix(1);
  if (words.size() < 3 || words.size() > pending_bytes_max) return false;
  return std::any_of(std::begin(pending_words), std::end(pending_words),
                     [&](std::string_view word) { return equals_folded(words, word); });
}

// "Action items to be defined.": a paragraph of one short line that ends so. "The limits need to be defined"
// says what somebody has to do.
bool is_promised_later(std::string_view line) {
  constexpr std::size_t bytes_max = 60;
  while (!line.empty() && (line.back() == '.' || line.back() == '!' || line.back() == ' '))
    line.remove_suffix(1);
  if (line.size() > bytes_max) return false;
  for (const std::string_view tail :
       {" to be defined", " to be determined", " to be confirmed", " to be decided", " to be announced",
        " to be added", " to be written", " to be documented", " to be filled in"}) {
    if (line.size() <= tail.size() || !equals_folded(line.substr(line.size() - tail.size()), tail)) continue;
    const auto before = line.substr(0, line.size() - tail.size());
    const auto last = before.substr(before.find_last_of(" *_") + 1);
    for (const std::string_view verb :
         {"need", "needs", "needed", "has", "have", "had", "is", "are", "was", "were", "ought", "going",
          "likely", "supposed", "required", "still", "want", "wants"})
      if (equals_folded(last, verb)) return false;
    return before.find_first_of(".:;,?") == std::string_view::npos;
  }
  return false;
}

// "| … | TBD | on hold until somebody decides |": the row says itself why its day is not set.
bool is_put_off(const Subject& subject, Span value) {
  const auto& items = subject.document.items;
  const auto after =
      std::upper_bound(items.begin(), items.end(), value.begin,
                       [](std::uint32_t begin, const facts::Item& item) { return begin < item.span.begin; });
  if (after == items.begin()) return false;
  const auto& item = *std::prev(after);
  return item.span.end >= value.end &&
         (item.state == facts::ActionState::blocked || item.state == facts::ActionState::wont_do);
}

// "Time to detection: ?"
bool is_question_mark(std::string_view value) {
  return !value.empty() && value.size() <= 3 && value.find_first_not_of('?') == std::string_view::npos;
}

}  // namespace

void value_to_come(const Subject& subject, Findings& findings) {
  const char* message = "a value is still to come here: fill it in, or say why it is not known";
  const auto text = subject.text;
  const auto look = [&](Span span) {
    if (span.begin >= span.end || !pending_ends.may_end(slice(text, bare(text, span)))) return;
    const bool opens_line = span.begin == 0 || text[span.begin - 1] == '\n';
    if (opens_line && is_promised_later(slice(text, span))) findings.add(span, message);
    // In a long line only what stands behind its last label can be so short.
    constexpr std::uint32_t tail_bytes = 2 * pending_bytes_max;
    if (span.end - span.begin > tail_bytes) {
      span.begin = span.end - tail_bytes;
      if (slice(text, span).find(':') == std::string_view::npos) return;
    }
    auto value = after_label(text, span);
    if (value.end - value.begin > pending_bytes_max + 8) return;
    if (is_pending(text, value) && !is_put_off(subject, value)) findings.add(bare(text, value), message);
  };
  const auto& tree = subject.tree;
  if (subject.is_template) return;
  for (const auto& field : subject.document.fields)
    if (is_question_mark(field.value)) findings.add(field.value_at, message);
  for (const auto& item : subject.document.items)
    if (item.role == facts::ItemRole::metric && item.value && is_question_mark(item.value->text))
      findings.add(item.value->at, message);
  const auto front_matter = markdown::front_matter_node(tree);
  for (const auto& field : subject.document.fields)
    if (front_matter != 0 && field.value_at.begin >= tree.nodes[front_matter].span.begin &&
        field.value_at.end <= tree.nodes[front_matter].span.end)
      look(field.value_at);
  for (const auto& line : subject.lines)
    if (line.kind == Kind::cell || line.kind == Kind::paragraph) look(line.at);
}

void leftover_template_text(const Subject& subject, Findings& findings) {
  if (!subject.is_template) Leftovers(subject, findings).run();
}

}  // namespace hindcast::lint
