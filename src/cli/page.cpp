#include "cli/page.h"

#include <algorithm>
#include <vector>

#include "app/items.h"
#include "cli/table.h"
#include "cli/timeline.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

using facts::ActionState;
using facts::Item;
using facts::ItemRole;

constexpr int page_columns_max = 120;  // beyond that eyes lose the line
constexpr int action_table_min = 90;   // columns from which actions are set as a table

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

std::string harmless_text(const std::optional<facts::Quote>& quote) {
  return quote ? harmless(quote->text) : "";
}

std::string_view mark_of(ActionState state, const Style& style) {
  switch (state) {
    case ActionState::unknown:
      return style.sign("•", "*");
    case ActionState::idea:
      return style.sign("◇", "?");
    case ActionState::open:
      return style.sign("○", "o");
    case ActionState::in_progress:
      return style.sign("◐", "~");
    case ActionState::blocked:
      return style.sign("■", "!");
    case ActionState::done:
    case ActionState::verified:
      return style.sign("✓", "x");
    case ActionState::wont_do:
      return style.sign("–", "-");
  }
  return "";
}

// Parts of a line joined by a dot; empty ones left out.
std::string dotted(const std::vector<std::string>& parts, const Style& style) {
  std::string out;
  for (const std::string& part : parts) {
    if (part.empty()) continue;
    if (!out.empty()) out += style.sign(" · ", ", ");
    out += part;
  }
  return out;
}

class Page {
 public:
  explicit Page(const Style& style) : style_(style) {
    style_.columns = std::min(style.columns, page_columns_max);
  }

  void heading(std::string_view title, std::string_view remark = "") {
    out_ += "\n" + style_.paint(Ink::bold, title);
    bool beside = columns_of(title) + 2 + columns_of(remark) <= style_.columns;
    if (!remark.empty() && beside) out_ += "  " + style_.paint(Ink::dim, remark);
    out_ += "\n";
    if (!remark.empty() && !beside) marked(2, "", Ink::plain, remark, Ink::dim);
  }
  // `text` wrapped behind `mark`, later lines under the first.
  void marked(int indent, std::string_view mark, Ink mark_ink, std::string_view text, Ink ink = Ink::plain) {
    int left = indent + columns_of(mark) + (mark.empty() ? 0 : 1);
    bool first = true;
    for (const std::string& line : wrap(text, std::max(10, style_.columns - left))) {
      out_ += spaces(first ? indent : left);
      if (first && !mark.empty()) out_ += style_.paint(mark_ink, mark) + (line.empty() ? "" : " ");
      out_ += style_.paint(ink, line) + "\n";
      first = false;
    }
  }
  void plain(std::string_view text) { out_ += text; }
  void indented(std::string_view lines) {
    for (; !lines.empty(); lines.remove_prefix(lines.find('\n') + 1))
      out_ += "  " + std::string(lines.substr(0, lines.find('\n') + 1));
  }
  const Style& style() const { return style_; }
  Style indented_style() const { return {style_.columns - 2, style_.color, style_.unicode}; }
  std::string take() { return without_trailing_spaces(out_); }

 private:
  Style style_;
  std::string out_;
};

void put_head(Page& page, const app::ReadDocument& read) {
  const facts::Document& document = read.document;
  std::string title = harmless(document.title.text);
  page.marked(0, "", Ink::plain, title.empty() ? harmless(read.path) : title, Ink::bold);
  std::string severity = harmless_text(document.severity);
  page.marked(
      0, "", Ink::plain,
      dotted({spoken(facts::word(document.kind)), document.date ? to_iso(document.date->date) : "no date",
              severity.empty() ? "" : "severity " + severity, harmless(document.language),
              document.form.empty() || document.form == facts::word(document.kind)
                  ? ""
                  : "form " + harmless(document.form)},
             page.style()),
      Ink::cyan);
  // A path is never broken, so that a terminal can follow it.
  if (!title.empty()) page.plain(page.style().paint(Ink::dim, harmless(read.path)) + "\n");
}

// Keys on the left, values on the right, both wrapped; under each other where there is no room.
void put_pairs(Page& page, const std::vector<std::pair<std::string, std::string>>& pairs) {
  constexpr int key_max = 24;
  int left = 0;
  for (const auto& pair : pairs)
    left = std::max(left, std::min(columns_of(pair.first), key_max));
  left = std::min(left, page.style().columns / 3);
  for (const auto& [key, value] : pairs) {
    auto keys = wrap(key, std::max(left, 1));
    auto values = wrap(value, std::max(10, page.style().columns - left - 4));
    for (std::size_t i = 0; i < std::max(keys.size(), values.size()); ++i) {
      std::string_view k = i < keys.size() ? std::string_view(keys[i]) : std::string_view();
      page.plain("  " + page.style().paint(Ink::dim, k) + spaces(left - columns_of(k) + 2) +
                 (i < values.size() ? values[i] : "") + "\n");
    }
  }
}

void put_fields(Page& page, const facts::Document& document) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const auto& field : document.fields)
    if (!field.value.empty()) pairs.emplace_back(harmless(field.key), harmless(field.value));
  if (pairs.empty()) return;
  page.plain("\n");
  put_pairs(page, pairs);
}

// "timeline, 12 events": what the section is for and what was found between it and the next one.
std::string section_remark(const facts::Document& document, std::size_t index) {
  const auto& section = document.sections[index];
  std::uint32_t next = section.end_line + 1;
  if (index + 1 < document.sections.size()) next = std::min(next, document.sections[index + 1].line);
  auto after = [](const Item& item, std::uint32_t line) { return item.line < line; };
  auto begin = std::lower_bound(document.items.begin(), document.items.end(), section.line, after);
  auto end = std::lower_bound(begin, document.items.end(), next, after);
  std::string remark = spoken(facts::word(section.role));
  if (begin == end) return remark;
  bool alike = std::all_of(begin, end, [&](const Item& item) { return item.role == begin->role; });
  std::string count =
      counted(static_cast<std::size_t>(end - begin), alike ? facts::word(begin->role) : "item");
  if (alike && remark == std::string(facts::word(begin->role)) + "s") return count;
  return remark + (remark.empty() ? "" : ", ") + count;
}

// The heading that is the document's title is on the page already.
bool is_title(const facts::Document& document, std::size_t index) {
  const auto& section = document.sections[index];
  return index == 0 && section.role == facts::SectionRole::none && section.title == document.title.text;
}

// How far each title stands in: under the one it belongs to, however many levels the document skips.
std::vector<int> outline_indents(const std::vector<facts::Section>& sections, std::size_t first) {
  constexpr std::size_t deepest = 4;
  std::vector<int> indents(sections.size(), 0);
  std::vector<int> above;  // the levels of the titles that this one stands under
  for (std::size_t i = first; i < sections.size(); ++i) {
    while (!above.empty() && above.back() >= sections[i].level)
      above.pop_back();
    indents[i] = 2 * static_cast<int>(std::min(above.size(), deepest));
    above.push_back(sections[i].level);
  }
  return indents;
}

void put_outline(Page& page, const facts::Document& document) {
  const auto& sections = document.sections;
  std::size_t first = !sections.empty() && is_title(document, 0) ? 1 : 0;
  if (sections.size() == first) return;
  page.heading("Outline");
  const Style& style = page.style();
  int number_columns = 1, title_columns = 0, remark_columns = 0;
  const auto indents = outline_indents(sections, first);
  for (std::size_t i = first; i < sections.size(); ++i) {
    number_columns = std::max(number_columns, static_cast<int>(std::to_string(sections[i].line).size()));
    title_columns = std::max(title_columns, indents[i] + columns_of(harmless(sections[i].title)));
    remark_columns = std::max(remark_columns, 2 + columns_of(section_remark(document, i)));
  }
  int left = 2 + number_columns + 2;
  bool beside = style.columns >= 60;
  title_columns = std::min(title_columns, style.columns - left - (beside ? remark_columns : 0));
  for (std::size_t i = first; i < sections.size(); ++i) {
    int indent = indents[i];
    std::string number = std::to_string(sections[i].line), remark = section_remark(document, i);
    auto lines = wrap(harmless(sections[i].title), std::max(8, title_columns - indent));
    std::string out = spaces(left - 2 - static_cast<int>(number.size())) + style.paint(Ink::dim, number) +
                      "  " + spaces(indent) + lines[0];
    if (beside && !remark.empty())
      out += spaces(title_columns - indent - columns_of(lines[0]) + 2) + style.paint(Ink::cyan, remark);
    out += "\n";
    for (std::size_t at = 1; at < lines.size(); ++at)
      out += spaces(left + indent) + lines[at] + "\n";
    if (!beside && !remark.empty()) out += spaces(left + indent) + style.paint(Ink::cyan, remark) + "\n";
    page.plain(out);
  }
}

std::vector<const Item*> of_role(const facts::Document& document, ItemRole role) {
  std::vector<const Item*> items;
  for (const Item& item : document.items)
    if (item.role == role) items.push_back(&item);
  return items;
}

// "2 open, 1 done": the states in their own order.
std::string state_counts(const std::vector<const Item*>& items) {
  std::string out;
  for (int state = 0; state <= static_cast<int>(ActionState::wont_do); ++state) {
    auto count = std::count_if(items.begin(), items.end(),
                               [&](const Item* item) { return static_cast<int>(item->state) == state; });
    if (count == 0) continue;
    auto named = static_cast<ActionState>(state);
    out += (out.empty() ? "" : ", ") + std::to_string(count) + " " +
           (named == ActionState::unknown ? "without a state" : spoken(facts::word(named)));
  }
  return out;
}

// The day, or the words where they name none: "next sprint".
std::string due_of(const Item& item) {
  return item.due ? to_iso(item.due->date) : harmless_text(item.due_text);
}

void put_action_list(Page& page, const std::vector<const Item*>& items) {
  for (const Item* item : items) {
    page.marked(2, mark_of(item->state, page.style()), ink_of(item->state), harmless(item->text));
    std::string state = item->state == ActionState::unknown ? "" : spoken(facts::word(item->state));
    page.marked(
        4, "", Ink::plain,
        dotted({harmless(app::owner_of(*item)), state, harmless_text(item->priority),
                due_of(*item).empty() ? "" : "due " + due_of(*item), "line " + std::to_string(item->line)},
               page.style()),
        Ink::dim);
  }
}

void put_actions(Page& page, const facts::Document& document, ItemRole role, std::string_view title) {
  auto items = of_role(document, role);
  if (items.empty()) return;
  page.heading(title, state_counts(items));
  if (page.style().columns >= action_table_min) {
    std::vector<Row> rows;
    for (const Item* item : items) {
      Ink ink = ink_of(item->state);
      rows.push_back({{{std::string(mark_of(item->state, page.style())), ink},
                       {harmless(item->text)},
                       {harmless(app::owner_of(*item))},
                       {item->state == ActionState::unknown ? "" : spoken(facts::word(item->state)), ink},
                       {harmless_text(item->priority)},
                       {due_of(*item)},
                       {std::to_string(item->line), Ink::dim}},
                      {}});
    }
    auto set =
        table({{""}, {"action", false, true}, {"owner"}, {"state"}, {"priority"}, {"due"}, {"line", true}},
              rows, 30, page.indented_style());
    if (set) return page.indented(*set);
  }
  put_action_list(page, items);
}

void put_checks(Page& page, const facts::Document& document) {
  auto items = of_role(document, ItemRole::check);
  if (items.empty()) return;
  auto ticked = std::count_if(items.begin(), items.end(),
                              [](const Item* item) { return item->ticked.value_or(false); });
  page.heading("Checks", std::to_string(ticked) + " of " + std::to_string(items.size()) + " ticked");
  for (const Item* item : items) {
    bool done = item->ticked.value_or(false);
    page.marked(2, done ? page.style().sign("☑", "[x]") : page.style().sign("☐", "[ ]"),
                done ? Ink::green : Ink::dim, harmless(item->text));
  }
}

void put_texts(Page& page, const facts::Document& document, ItemRole role, std::string_view title) {
  auto items = of_role(document, role);
  if (items.empty()) return;
  page.heading(title);
  for (const Item* item : items) {
    std::string due = item->due ? to_iso(item->due->date) + "  " : "";
    page.marked(2, page.style().sign("–", "-"), Ink::dim, due + harmless(item->text));
  }
}

void put_chain(Page& page, const facts::Document& document) {
  if (document.causal_chain.empty()) return;
  page.heading("Causal chain", "from the symptom to its cause");
  for (std::size_t i = 0; i < document.causal_chain.size(); ++i) {
    if (i > 0) page.plain("  " + page.style().paint(Ink::dim, page.style().sign("↓", "|")) + "\n");
    page.marked(2, "", Ink::plain, harmless(document.causal_chain[i].text));
  }
}

void put_metrics(Page& page, const facts::Document& document) {
  std::vector<std::pair<std::string, std::string>> pairs;
  for (const Item* item : of_role(document, ItemRole::metric)) {
    std::string name = harmless(item->text), value = harmless_text(item->value);
    std::size_t at = value.empty() ? name.npos : name.rfind(value);
    if (at != name.npos && at > 0) name.resize(at);  // "Adoption rate: TBD" holds its own value
    while (!name.empty() && (name.back() == ' ' || name.back() == ':'))
      name.pop_back();
    pairs.emplace_back(name, value);
  }
  if (pairs.empty()) return;
  page.heading("Metrics");
  put_pairs(page, pairs);
}

void put_embedded(Page& page, const app::ReadDocument& read) {
  const auto& all = read.document.embedded;
  if (all.empty()) return;
  page.heading("Embedded documents");
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::string title = harmless(all[i].title);
    page.marked(2, std::to_string(i + 1), Ink::cyan,
                (title.empty() ? "without a title" : title) + ", lines " + std::to_string(all[i].line) +
                    std::string(page.style().sign("–", "-")) + std::to_string(all[i].end_line));
  }
  page.marked(2, "", Ink::plain, "hindcast show --embedded 1 reads the first.", Ink::dim);
}

}  // namespace

Ink ink_of(ActionState state) {
  switch (state) {
    case ActionState::in_progress:
      return Ink::yellow;
    case ActionState::blocked:
      return Ink::red;
    case ActionState::done:
    case ActionState::verified:
      return Ink::green;
    case ActionState::wont_do:
    case ActionState::idea:
    case ActionState::unknown:
      return Ink::dim;
    case ActionState::open:
      return Ink::plain;
  }
  return Ink::plain;
}

std::string document_page(const app::ReadDocument& read, const Style& style) {
  const facts::Document& document = read.document;
  Page page(style);
  put_head(page, read);
  put_fields(page, document);
  put_outline(page, document);
  put_actions(page, document, ItemRole::action, "Actions");
  put_actions(page, document, ItemRole::improvement, "Improvements");
  put_texts(page, document, ItemRole::deadline, "Deadlines");
  put_checks(page, document);
  if (std::string drawn = timeline(document, page.style()); !drawn.empty()) page.plain("\n" + drawn);
  put_chain(page, document);
  put_texts(page, document, ItemRole::lesson, "Lessons");
  put_metrics(page, document);
  put_embedded(page, read);
  if (document.sections.empty() && document.items.empty() && document.fields.empty())
    page.marked(0, "", Ink::plain, "No heading, field or item was found in it.", Ink::dim);
  return page.take();
}

}  // namespace hindcast::cli
