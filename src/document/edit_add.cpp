#include <algorithm>

#include "document/dates.h"
#include "document/edit_parts.h"
#include "document/ids.h"
#include "document/lexicon.h"
#include "document/plain.h"
#include "document/scan.h"
#include "document/states.h"

namespace hindcast::document {
namespace {

using namespace edits;
using facts::ActionState;
using facts::Item;
using facts::ItemRole;
using facts::SectionRole;
using markdown::Kind;

constexpr std::size_t text_bytes_max = 2000;
constexpr std::size_t places_max = 4;  // lists and tables that are tried, last one first

class Adder {
 public:
  Adder(const Reading& reading, const NewAction& wanted)
      : reading_(reading), wanted_(wanted), text_(reading.source.text) {
    append_plain(trimmed(wanted.text), plain_);
    id_ = item_id(ItemRole::action, plain_);
  }

  Edits run() {
    for (const Item& item : reading_.document.items)
      if (item.id.substr(0, item.id.find('.')) == id_)
        return Error{ErrorCode::conflict,
                     "line " + std::to_string(item.line) + " has this action already, as #" + item.id};
    behind_actions();
    into_sections();
    const bool sections = !candidates_.empty();
    if (!sections) new_section();
    std::string why;
    for (Candidate& candidate : candidates_) {
      if (!is_valid_edits(candidate, text_.size())) continue;
      const std::string wrong = check(reread(reading_, candidate), candidate, !sections);
      if (wrong.empty()) return std::move(candidate);
      if (why.empty()) why = wrong;
    }
    return Error{ErrorCode::unsupported, "no place in the document takes this action" +
                                             (why.empty() ? "" : " (" + why + ")") +
                                             "; reword it, or write it in an editor"};
  }

 private:
  std::string check(const Reread& after, const Candidate& edits, bool section) const {
    const auto& before = reading_.document.items;
    const auto& items = after.document.items;
    if (items.size() != before.size() + 1) return "it would not be read as one action";
    std::size_t at = 0;
    while (at < before.size() && items[at].id == before[at].id && items[at].text == before[at].text)
      ++at;
    const Item& made = items[at];
    if (made.role != ItemRole::action) return "it would not be read as an action";
    const bool says_it =
        made.due ? item_id(made.role, text_for_id(made, after.text)) == id_ : made.text == plain_;
    if (!says_it) return "its text would be read as `" + made.text + "`";
    if (!facts::is_open(made.state)) return "the heading above says that it is done";
    if (wanted_.owner.empty() ? made.owner.has_value()
                              : !made.owner || made.owner->text != plain_of(wanted_.owner))
      return "its owner would not be read";
    if (made.due.has_value() != wanted_.due.has_value() || (made.due && made.due->date != *wanted_.due))
      return "its due date would not be read";
    if (wanted_.priority.empty() ? made.priority.has_value()
                                 : !made.priority || made.priority->text != plain_of(wanted_.priority))
      return "its priority would not be read";
    return other_change(reading_, after, edits, {.added = at, .section = section});
  }

  static std::string plain_of(std::string_view words) {
    std::string plain;
    append_plain(trimmed(words), plain);
    return plain;
  }

  // --- behind what is there ---

  void behind_actions() {
    std::vector<std::uint32_t> seen;
    const auto& items = reading_.document.items;
    for (auto item = items.rbegin(); item != items.rend() && seen.size() < places_max; ++item) {
      if (item->role != ItemRole::action) continue;
      std::uint32_t place = 0;
      if (item->from == "table row") {
        if (const auto row = row_of(reading_, *item)) place = row->table;
      } else if (const auto node = list_item_of(reading_, *item)) {
        place = reading_.tree.nodes[*node].parent;
      }
      if (place == 0 || std::find(seen.begin(), seen.end(), place) != seen.end()) continue;
      seen.push_back(place);
      if (reading_.tree.nodes[place].kind == Kind::table)
        behind_table(place);
      else
        behind_list(place, item->ticked.has_value());
    }
  }

  void behind_table(std::uint32_t table) {
    std::uint32_t last = table + 1;
    for (auto row : markdown::children(reading_.tree, table))
      last = row;
    const auto like = row_at(reading_, table, last);
    const std::string row = row_text(like, last == table + 1);
    if (!row.empty())
      put_line_after(reading_.tree.nodes[last].span, row, reading_.tree.nodes[last].span.begin);
  }

  // The cells of a new row, as wide as those of the row above it.
  std::string row_text(const RowAt& like, bool is_header) const {
    std::vector<std::string> cells(like.meanings.size());
    std::vector<bool> used(cells.size());
    const auto fill = [&](std::uint32_t meaning, std::string value) {
      for (std::size_t i = 0; i < cells.size(); ++i)
        if (!used[i] && (like.meanings[i] & meaning) != 0) {
          used[i] = true;
          cells[i] = std::move(value);
          return true;
        }
      return false;
    };
    const auto text_at = text_column(like);
    if (text_at >= cells.size()) return "";
    std::string words = cell_text(trimmed(wanted_.text));
    used[text_at] = true;
    if (!wanted_.owner.empty() && !fill(column_owner, cell_text(wanted_.owner)))
      words += " (" + cell_text(wanted_.owner) + ")";
    if (wanted_.due && !fill(column_due, date_as_here(reading_, *wanted_.due)) &&
        !fill(column_date, date_as_here(reading_, *wanted_.due)))
      return "";
    if (!wanted_.priority.empty() && !fill(column_priority, cell_text(priority_spelling())))
      words = "[" + cell_text(wanted_.priority) + "] " + words;
    const auto open = state_words_for(reading_, ActionState::open, "", true);
    if (!open.empty()) fill(column_state, open[0]);
    if (!is_header) fill(column_id, next_number(like));
    cells[text_at] = words;
    const auto line = trimmed_span(text_, reading_.tree.nodes[like.row].span);
    const auto as_written = slice(reading_, line);
    std::string out = as_written.starts_with("|") ? "|" : "";
    for (std::size_t i = 0; i < cells.size(); ++i) {
      const std::size_t width = aligned_width(like, i);
      std::string cell = " " + cells[i] + " ";
      if (cell.size() < width) cell.append(width - cell.size(), ' ');
      if (out.empty()) cell.erase(0, 1);
      out += cell;
      if (i + 1 < cells.size() || as_written.ends_with("|")) out += "|";
    }
    while (out.ends_with(" "))
      out.pop_back();
    return out;
  }

  // The width of a column's cells where the last row is as wide as the header; 0 where nobody aligned them.
  std::size_t aligned_width(const RowAt& like, std::size_t column) const {
    const auto header = row_at(reading_, like.table, like.table + 1);
    if (column >= like.cells.size() || column >= header.cells.size()) return 0;
    const auto width = [column](const RowAt& row) {
      return row.cells[column].span.end - row.cells[column].span.begin;
    };
    return width(like) == width(header) ? width(like) : 0;
  }

  std::size_t text_column(const RowAt& like) const {
    for (std::size_t i = 0; i < like.meanings.size(); ++i)
      if ((like.meanings[i] & column_action) != 0 && (like.meanings[i] & column_id) == 0) return i;
    for (std::size_t i = 0; i < like.meanings.size(); ++i)
      if ((like.meanings[i] & ~(column_event | column_lesson | column_check | column_metric | column_name)) ==
          0)
        return i;
    return 0;
  }

  // "3" after "2", "A-12" after "A-11".
  std::string next_number(const RowAt& like) const {
    for (std::size_t i = 0; i < like.meanings.size() && i < like.cells.size(); ++i) {
      if ((like.meanings[i] & column_id) == 0) continue;
      std::string cell(slice(reading_, like.cells[i].content));
      auto digit = cell.size();
      while (digit > 0 && cell[digit - 1] >= '0' && cell[digit - 1] <= '9')
        --digit;
      if (digit == cell.size() || cell.size() - digit > 6) return "";
      const auto number = std::to_string(std::stoi(cell.substr(digit)) + 1);
      const auto zeros = cell.size() - digit > number.size() ? cell.size() - digit - number.size() : 0;
      return cell.substr(0, digit) + std::string(zeros, '0') + number;
    }
    return "";
  }

  std::string priority_spelling() const {
    for (const Item& other : reading_.document.items)
      if (other.priority && scan::folded(other.priority->text) == scan::folded(wanted_.priority))
        return std::string(slice(reading_, other.priority->at));
    return std::string(wanted_.priority);
  }

  void behind_list(std::uint32_t list, bool boxed) {
    std::uint32_t last = 0;
    for (auto item : markdown::children(reading_.tree, list))
      last = item;
    if (last == 0) return;
    const auto& node = reading_.tree.nodes[last];
    const auto& first = reading_.tree.nodes[list + 1];
    std::string marker;
    if ((node.flags & markdown::ordered) != 0) {
      const bool counts = last == list + 1 || node.number != first.number;  // "1. 1. 1." stays so
      marker = std::to_string(node.number + (counts ? 1 : 0)) + node.marker;
    } else {
      marker = std::string(1, node.marker);
    }
    // The blanks behind the marker as the last item has them.
    const auto line = slice(reading_, node.span);
    auto gap = line.find_first_of(" \t");
    if (gap == std::string_view::npos) return;
    auto end = line.find_first_not_of(" \t", gap);
    if (end == std::string_view::npos || end - gap > 4) end = gap + 1;
    marker += line.substr(gap, end - gap);
    auto lines = lines_like_those_of(list, boxed ? "[ ] " : "");
    for (std::string& words : bullets(boxed))
      lines.push_back(std::move(words));
    for (const std::string& words : lines)
      put_line_after(last_line_of(last), marker + words, node.span.begin,
                     (reading_.tree.nodes[list].flags & markdown::loose) != 0);
  }

  // As the last actions of the list are written that say nothing else than this one: each with other values.
  std::vector<std::string> lines_like_those_of(std::uint32_t list, std::string_view box) const {
    std::vector<std::string> lines;
    const auto& items = reading_.document.items;
    for (auto item = items.rbegin(); item != items.rend() && lines.size() < places_max; ++item) {
      if (item->role != ItemRole::action) continue;
      const auto node = list_item_of(reading_, *item);
      if (!node || reading_.tree.nodes[*node].parent != list) continue;
      if (auto line = line_like(*item)) lines.push_back(std::string(box) + *line);
    }
    return lines;
  }

  std::optional<std::string> line_like(const Item& other) const {
    const bool says_same = other.owner.has_value() != wanted_.owner.empty() &&
                           other.priority.has_value() != wanted_.priority.empty() &&
                           other.due.has_value() == wanted_.due.has_value() && !other.state_text;
    const Span words = words_of(reading_, other);
    const auto line = slice(reading_, words);
    const auto text = line.find(other.text);
    if (!says_same || other.text.empty() || text == line.npos || line.find('\n') != line.npos)
      return std::nullopt;
    std::vector<Edit> edits{{{words.begin + static_cast<std::uint32_t>(text),
                              words.begin + static_cast<std::uint32_t>(text + other.text.size())},
                             std::string(trimmed(wanted_.text))}};
    if (other.owner) edits.push_back({other.owner->at, std::string(wanted_.owner)});
    if (other.priority) edits.push_back({other.priority->at, priority_spelling()});
    if (other.due) {
      const auto day = first_date(slice(reading_, other.due->at), {other.due->date, order_here()});
      if (!day) return std::nullopt;
      const Span at{other.due->at.begin + day->at.begin, other.due->at.begin + day->at.end};
      edits.push_back({at, date_like(*wanted_.due, slice(reading_, at), other.due->date)});
    }
    for (Edit& edit : edits) {  // from the line's beginning; what is told elsewhere is no valid one
      edit.replace.begin -= words.begin;
      edit.replace.end -= words.begin;
    }
    std::sort(edits.begin(), edits.end(),
              [](const Edit& a, const Edit& b) { return a.replace.begin < b.replace.begin; });
    if (!is_valid_edits(edits, line.size())) return std::nullopt;
    return apply_edits(line, edits);
  }

  DateOrder order_here() const { return date_order(text_, reading_.document.language); }

  // From the item's first byte to the end of its last line that is not blank.
  Span last_line_of(std::uint32_t item) const { return trimmed_span(text_, reading_.tree.nodes[item].span); }

  // The ways to write the action as one line.
  std::vector<std::string> bullets(bool boxed) const {
    auto out = boxed ? lines_with("[ ] ") : std::vector<std::string>();
    const auto plain = lines_with("");  // where a box would make it a check
    out.insert(out.end(), plain.begin(), plain.end());
    return out;
  }

  std::vector<std::string> lines_with(const std::string& box) const {
    const std::string words(trimmed(wanted_.text));
    const auto lead = std::string(word_in(reading_, Word::due_lead));
    std::string due;
    if (wanted_.due) due = " (" + lead + date_as_here(reading_, *wanted_.due) + ")";
    std::string iso;
    if (wanted_.due) iso = " (" + lead + to_iso(*wanted_.due) + ")";
    std::vector<std::string> out;
    for (const std::string& when : {due, iso})
      for (const bool labelled : {false, true}) {
        const auto label = labelled ? std::string(word_in(reading_, Word::owner_label)) : "";
        const std::string owner =
            wanted_.owner.empty() ? "" : " (" + label + std::string(wanted_.owner) + ")";
        for (const bool leads : {true, false}) {
          const std::string name = priority_spelling();
          const std::string front = wanted_.priority.empty() || !leads ? "" : "[" + name + "] ";
          const std::string back = wanted_.priority.empty() || leads ? "" : " (" + name + ")";
          std::string line = box;
          line += front + words + back + when + owner;
          if (std::find(out.begin(), out.end(), line) == out.end()) out.push_back(std::move(line));
        }
      }
    return out;
  }

  // `line` on a line of its own behind `span`, with what stands in front of `begin` on its line (the marks of
  // a quote, indentation) in front of it too.
  void put_line_after(Span span, const std::string& line, std::uint32_t begin, bool blank_between = false) {
    const auto start = begin == 0 ? std::string_view::npos : text_.rfind('\n', begin - 1);
    const auto line_start = start == std::string_view::npos ? 0 : start + 1;
    const std::string front(text_.substr(line_start, begin - line_start));
    // Blanks at the end of the last line stay there; the new line stands behind its line end.
    const std::string end(line_end_at(text_, span.end));
    auto at = text_.find('\n', span.end);
    const auto rest = front.find_last_not_of(' ') == std::string::npos
                          ? ""
                          : front.substr(0, front.find_last_not_of(' ') + 1);
    const std::string between = blank_between ? rest + end : "";
    if (at == std::string_view::npos) {  // no line end after it: none after the new line either
      const auto size = static_cast<std::uint32_t>(text_.size());
      candidates_.push_back({{{size, size}, end + between + front + line}});
      return;
    }
    const auto after = static_cast<std::uint32_t>(at + 1);
    candidates_.push_back({{{after, after}, between + front + line + end}});
  }

  // --- sections without any action yet ---

  void into_sections() {
    const auto& sections = reading_.document.sections;
    for (auto section = sections.rbegin(); section != sections.rend(); ++section) {
      if (section->role != SectionRole::actions || section->level > 6) continue;
      // A table of slots, else under the last line of the section.
      for (std::uint32_t at = 1; at < reading_.tree.nodes.size(); ++at) {
        const auto& node = reading_.tree.nodes[at];
        if (node.span.begin < section->body.begin || node.span.begin >= section->body.end) continue;
        if (node.kind == Kind::table) behind_table(at);
      }
      under(*section);
    }
  }

  void under(const facts::Section& section) {
    Span last = section.heading;
    Span body = section.body;
    for (const auto& inner : reading_.document.sections)  // what stands under its own heading, and no further
      if (inner.level <= 6 && inner.heading.begin > last.end && inner.heading.begin < body.end)
        body.end = inner.heading.begin;
    body = trimmed_span(text_, body);
    if (body.end > body.begin && body.end > last.end) last = body;
    auto at = text_.find('\n', last.end);
    const std::string end(line_end_at(text_, last.end));
    std::vector<std::string> lines;
    for (const std::string& words : bullets(boxes()))
      lines.push_back(std::string(1, bullet_marker()) + " " + words);
    // A bullet would hide the actions of a section that tells them in sentences.
    for (const std::string& words : bullets(false))
      lines.push_back(words);
    for (const std::string& line : lines) {
      if (at == std::string_view::npos) {
        const auto size = static_cast<std::uint32_t>(text_.size());
        candidates_.push_back({{{size, size}, end + end + line}});
      } else {
        const auto after = static_cast<std::uint32_t>(at + 1);
        candidates_.push_back({{{after, after}, end + line + end}});
      }
    }
  }

  char bullet_marker() const {
    for (const auto& node : reading_.tree.nodes)
      if (node.kind == Kind::item && (node.flags & markdown::ordered) == 0) return node.marker;
    return '-';
  }

  bool boxes() const {
    return std::any_of(reading_.document.items.begin(), reading_.document.items.end(),
                       [](const Item& item) { return item.ticked && item.role != ItemRole::example; });
  }

  // --- a document without any such section ---

  void new_section() {
    int level = 0;
    bool underlined = false;
    for (const auto& node : reading_.tree.nodes) {
      if (node.kind != Kind::heading || node.parent != 0) continue;
      if (node.span.begin <= reading_.document.title.at.begin && reading_.document.title.at.end > 0) continue;
      if (level != 0 && node.level >= level) continue;
      level = node.level;
      underlined = (node.flags & markdown::setext) != 0;
    }
    const std::string title(word_in(reading_, Word::actions));
    const std::string end(line_end_at(text_, static_cast<std::uint32_t>(text_.size())));
    if (level == 0) level = 2;
    std::string heading = std::string(static_cast<std::size_t>(level), '#') + " " + title;
    if (underlined) heading = title + end + std::string(title.size(), level == 1 ? '=' : '-');
    const auto size = static_cast<std::uint32_t>(text_.size());
    const bool ends_line = text_.empty() || text_.back() == '\n' || text_.back() == '\r';
    const bool ends_blank = text_.empty() || text_.ends_with("\n\n") || text_.ends_with("\r\n\r\n");
    const std::string before = ends_blank ? "" : ends_line ? end : end + end;
    for (const std::string& words : bullets(boxes()))
      candidates_.push_back(
          {{{size, size},
            before + heading + end + end + bullet_marker() + " " + words + (ends_line ? end : "")}});
  }

  const Reading& reading_;
  const NewAction& wanted_;
  std::string_view text_;
  std::string plain_, id_;
  std::vector<Candidate> candidates_;
};

}  // namespace

Edits add_action(const Reading& reading, const NewAction& wanted) {
  if (trimmed(wanted.text).empty())
    return Error{ErrorCode::invalid, "the action's text is empty; say what is to be done"};
  if (wanted.text.size() > text_bytes_max || wanted.owner.size() > 200 || wanted.priority.size() > 200)
    return Error{ErrorCode::invalid, "the action is longer than 2,000 bytes; the details belong elsewhere"};
  for (const std::string_view words : {wanted.text, wanted.owner, wanted.priority})
    for (char c : words)
      if (static_cast<unsigned char>(c) < 0x20)
        return Error{ErrorCode::invalid, "the action holds a line end or a control character"};
  return Adder(reading, wanted).run();
}

}  // namespace hindcast::document
