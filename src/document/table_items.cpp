#include "document/table_items.h"

#include <algorithm>
#include <array>

#include "document/owners.h"
#include "document/plain.h"
#include "document/scan.h"
#include "document/states.h"

namespace hindcast::document {
namespace {

using facts::Item;
using facts::ItemRole;
using facts::SectionRole;
using markdown::Tree;

constexpr std::size_t nothing_bytes_max = 60;  // "None", "to be defined" are short
constexpr std::size_t due_bytes_max = 60;      // "next sprint": longer ones are no time
constexpr std::size_t columns_read_max = 32;   // wider tables are data

ItemRole role_under(SectionRole around) {
  switch (around) {
    case SectionRole::actions:
      return ItemRole::action;
    case SectionRole::timeline:
      return ItemRole::event;
    case SectionRole::lessons:
      return ItemRole::lesson;
    case SectionRole::metrics:
      return ItemRole::metric;
    case SectionRole::participants:
      return ItemRole::participant;
    case SectionRole::improvements:
      return ItemRole::improvement;
    case SectionRole::examples:
      return ItemRole::example;
    default:
      return ItemRole::observation;
  }
}

bool is_listing(SectionRole around) {
  return around == SectionRole::actions || around == SectionRole::lessons || around == SectionRole::metrics ||
         around == SectionRole::participants || around == SectionRole::improvements ||
         around == SectionRole::went_well || around == SectionRole::went_badly ||
         around == SectionRole::lucky;
}

class TableReader {
 public:
  TableReader(const Tree& tree, SectionRole around, ItemMaker& maker, std::vector<Item>& out)
      : tree_(tree), around_(around), maker_(maker), out_(out) {}

  void run(std::uint32_t table) {
    const auto rows = markdown::children(tree_, table);
    auto row = rows.begin();
    if (!(row != rows.end())) return;
    read_header(*row);
    auto reader = choose();
    if (reader == nullptr && is_untitled_timeline(table)) reader = &TableReader::event;
    if (reader == nullptr) return;
    for (++row; row != rows.end(); ++row) {
      read_cells(*row);
      if (count_ > 0) (this->*reader)(*row);
    }
  }

 private:
  using RowReader = void (TableReader::*)(std::uint32_t row);

  void read_header(std::uint32_t row) {
    for (auto cell : markdown::children(tree_, row)) {
      if (count_ == columns_read_max) break;
      plain_.clear();
      append_plain(maker_.slice(tree_.nodes[cell].content), plain_);
      fold(plain_, folded_);
      titles_[count_] = plain_;
      meanings_[count_] = folded_.text.empty() && plain_ == "#" ? column_id : columns_of(folded_);
      const auto role = heading_role(folded_).role;
      roles_[count_++] = role;
    }
    header_count_ = count_;
  }

  // One reader for all rows, or none where the rows are no items.
  RowReader choose() {
    const bool clock = find(column_time) >= 0;
    const bool story = find(column_event) >= 0 || find(column_action) >= 0;
    if (around_ == SectionRole::timeline)
      return clock || find(column_date) >= 0 || leads_with_time() ? &TableReader::event : nullptr;
    if (clock && story && find(column_owner) < 0 && !is_listing(around_) && meanings_[0] != column_due)
      return &TableReader::event;
    if (is_retrospective()) return &TableReader::by_columns;
    const bool assigned = find(column_owner) >= 0 || find(column_due) >= 0;
    const bool tracked = find(column_state) >= 0 || find(column_priority) >= 0;
    const bool listed = around_ != SectionRole::checklist && around_ != SectionRole::examples &&
                        around_ != SectionRole::participants && around_ != SectionRole::metrics;
    if (around_ == SectionRole::actions) return &TableReader::action;
    if (find(column_action) >= 0 && listed && assigned && (tracked || find(column_owner) >= 0) &&
        header_count_ > 2)
      return &TableReader::action;
    if (around_ == SectionRole::metrics) return &TableReader::metric;
    return is_listing(around_) ? &TableReader::plain : nullptr;
  }

  // Two columns of days or times and what happened then are a timeline, with no heading that says so.
  bool is_untitled_timeline(std::uint32_t table) const {
    if (header_count_ != 2 || around_ == SectionRole::checklist || around_ == SectionRole::examples)
      return false;
    const bool headed = (meanings_[0] & column_date) != 0 && (meanings_[1] & column_event) != 0;
    const bool bare = titles_[0].empty() && titles_[1].empty();
    if (!headed && !bare) return false;
    std::size_t rows = 0;
    for (auto row : markdown::children(tree_, table)) {
      if (tree_.nodes[row].number == 0) continue;
      const auto first = row + 1 < tree_.nodes[row].end ? maker_.slice(tree_.nodes[row + 1].content) : "";
      if (!leading_time(first, maker_.context())) return false;
      ++rows;
    }
    return rows > 1;
  }

  // Columns headed "Went well", "Went badly", "Actions": each cell is an item of its own.
  bool is_retrospective() const {
    std::size_t known = 0;
    bool actions = false;
    for (std::size_t i = 0; i < header_count_; ++i) {
      const auto role = roles_[i];
      known += role == SectionRole::went_well || role == SectionRole::went_badly ||
               role == SectionRole::lessons || role == SectionRole::actions || role == SectionRole::lucky;
      actions = actions || role == SectionRole::went_well || role == SectionRole::went_badly;
    }
    return actions && known >= 2 && known == header_count_;
  }

  bool leads_with_time() const {
    for (std::size_t i = 0; i < header_count_; ++i)
      if (titles_[i].empty() || meanings_[i] == 0) return true;
    return false;
  }

  std::ptrdiff_t find(std::uint32_t meaning) const {
    for (std::size_t i = 0; i < header_count_; ++i)
      if ((meanings_[i] & meaning) != 0) return static_cast<std::ptrdiff_t>(i);
    return -1;
  }

  std::ptrdiff_t find_last(std::uint32_t meaning) const {
    for (auto i = header_count_; i > 0; --i)
      if ((meanings_[i - 1] & meaning) != 0) return static_cast<std::ptrdiff_t>(i - 1);
    return -1;
  }

  void read_cells(std::uint32_t row) {
    count_ = 0;
    for (auto cell : markdown::children(tree_, row)) {
      if (count_ == columns_read_max) break;
      cells_[count_++] = tree_.nodes[cell].content;
    }
    const auto words = maker_.slice(tree_.nodes[row].span);
    if (std::count(words.begin(), words.end(), '`') > 1) keep_code_whole(row);
  }

  // "| Run `a || b` | Ada |": Markdown parts cells in code as well, and drops the last ones; whoever wrote it
  // did not. Cells are parted again outside of code where that gives as many as there are columns.
  void keep_code_whole(std::uint32_t row) {
    const auto span = tree_.nodes[row].span;
    const auto words = maker_.slice(span);
    bool is_cut = false;
    for (std::size_t i = 0; i < count_; ++i) {
      const auto cell = maker_.slice(cells_[i]);
      is_cut = is_cut || std::count(cell.begin(), cell.end(), '`') % 2 != 0;
    }
    if (!is_cut) return;
    std::array<Span, columns_read_max> cells;
    std::size_t count = 0, begin = words.find('|') == 0 ? 1 : 0;
    bool code = false;
    for (auto at = begin; at <= words.size(); ++at) {
      if (at < words.size() && words[at] == '`') code = !code;
      const bool ends = at == words.size() || (words[at] == '|' && !code && words[at - 1] != '\\');
      if (!ends) continue;
      const auto cell = scan::without_blanks(words, scan::span_of(begin, at));
      const bool is_last = at == words.size() && cell.begin >= cell.end;
      begin = at + 1;
      if (is_last) break;
      if (count == header_count_) return;
      cells[count++] = shifted(cell, span);
    }
    if (count == header_count_ && !code) {
      cells_ = cells;
      count_ = count;
    }
  }

  std::optional<Span> cell(std::ptrdiff_t column) const {
    if (column < 0 || column >= static_cast<std::ptrdiff_t>(count_)) return std::nullopt;
    const auto span = cells_[static_cast<std::size_t>(column)];
    if (span.begin == span.end) return std::nullopt;
    return span;
  }

  static Span shifted(Span inner, Span outer) { return {outer.begin + inner.begin, outer.begin + inner.end}; }

  bool says_nothing(Span span) {
    if (span.end - span.begin <= nothing_bytes_max) {
      plain_.clear();
      append_plain(maker_.slice(span), plain_);
      fold(plain_, folded_);
      if (is_nothing(folded_)) return true;
    }
    return maker_.is_slots(span);
  }

  // The column that says what is to be done: by its header, else the first that is nothing else.
  std::ptrdiff_t text_column() const {
    for (std::size_t i = 0; i < header_count_; ++i)
      if ((meanings_[i] & column_action) != 0 && (meanings_[i] & column_id) == 0)
        return static_cast<std::ptrdiff_t>(i);
    for (std::size_t i = 0; i < header_count_; ++i) {
      const auto other =
          meanings_[i] & ~(column_event | column_lesson | column_check | column_metric | column_name);
      if (other == 0) return static_cast<std::ptrdiff_t>(i);
    }
    return 0;
  }

  void action(std::uint32_t row) {
    const auto words_at = cell(text_column());
    if (!words_at || says_nothing(*words_at)) return;
    auto item = maker_.start(ItemRole::action, tree_.nodes[row].span, "table row");
    assign_columns(item);
    Words words{*words_at, {}};
    maker_.assign(item, words);
    const auto links = find(column_links);
    if (const auto at = links == text_column() ? std::nullopt : cell(links)) maker_.add_links(item, *at);
    if (item.state == facts::ActionState::unknown && find(column_state) < 0) assign_ticket_state(item);
    maker_.set_text(item, words);
    out_.push_back(std::move(item));
  }

  // "BUG-12 **DONE**": where no column is for states, the last one may end with it.
  void assign_ticket_state(Item& item) {
    if (count_ < 2 || text_column() == static_cast<std::ptrdiff_t>(count_ - 1)) return;
    const auto span = cell(static_cast<std::ptrdiff_t>(count_ - 1));
    if (!span) return;
    // Its last word, in capitals: "to be done" is none.
    auto words = maker_.slice(*span);
    while (!words.empty() && std::string_view("*_) ").find(words.back()) != std::string_view::npos)
      words.remove_suffix(1);
    const auto begin = words.find_last_of(" *_(") + 1;
    const auto word = words.substr(begin);
    const bool capitals = std::all_of(word.begin(), word.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
    const auto state = capitals ? state_of_word(word) : std::nullopt;
    if (!state) return;
    item.state = *state;
    item.state_text = maker_.quote({span->begin + static_cast<std::uint32_t>(begin),
                                    span->begin + static_cast<std::uint32_t>(words.size())});
  }

  void assign_columns(Item& item) {
    const auto column = text_column();
    if (const auto span = cell(find(column_owner)))
      if (const auto found = owner_in_cell(maker_.slice(*span)))
        item.owner = maker_.quote(shifted(found->at, *span));
    if (const auto span = cell(find(column_priority)))
      if (const auto found = priority_in_cell(maker_.slice(*span)))
        item.priority = maker_.quote(shifted(found->at, *span));
    if (const auto span = cell(find(column_state)))
      if (const auto found = state_in_cell(maker_.slice(*span))) {
        item.state = found->state;
        item.state_text = maker_.quote(shifted(found->at, *span));
      }
    auto due = find(column_due);
    if (due < 0) due = find(column_date);
    if (due == column) return;
    const auto span = cell(due);
    if (!span) return;
    const bool is_short =
        span->end - span->begin <= due_bytes_max && maker_.slice(*span).find('`') == std::string_view::npos;
    auto found = due_in_cell(maker_.slice(*span), titles_[static_cast<std::size_t>(due)], maker_.context());
    const bool says = found || (due == find(column_due) && !scan::is_no_value(maker_.slice(*span)));
    if (is_short && says && !says_nothing(*span)) item.due_text = maker_.quote(*span);
    if (!found) return;
    found->at = shifted(found->at, *span);
    item.due = std::move(found);
  }

  void event(std::uint32_t row) {
    auto time = find(column_time);
    auto date = find_last(column_date);  // "Day | Date | Time": the day there is a weekday
    if (time == date) date = find_other(column_date, time);
    if (time < 0) std::swap(time, date);
    if (time < 0) time = 0;
    auto item = maker_.start(ItemRole::event, tree_.nodes[row].span, "table row");
    const auto time_at = cell(time), date_at = cell(date);
    if (is_template_time(time_at)) return;
    set_time(item, time_at, date_at);
    const auto words_at = cell(event_column(time, date));
    if (words_at && maker_.is_slots(*words_at) && !item.time) return;
    if (!words_at && !item.time) return;
    if (words_at) {
      maker_.add_links(item, *words_at);
      maker_.set_text(item, {*words_at, {}});
    }
    out_.push_back(std::move(item));
  }

  std::ptrdiff_t find_other(std::uint32_t meaning, std::ptrdiff_t than) const {
    for (std::size_t i = 0; i < header_count_; ++i)
      if ((meanings_[i] & meaning) != 0 && static_cast<std::ptrdiff_t>(i) != than)
        return static_cast<std::ptrdiff_t>(i);
    return -1;
  }

  std::ptrdiff_t event_column(std::ptrdiff_t time, std::ptrdiff_t date) const {
    for (std::size_t i = 0; i < header_count_; ++i) {
      const auto at = static_cast<std::ptrdiff_t>(i);
      if (at != time && at != date && (meanings_[i] & (column_event | column_action)) != 0) return at;
    }
    for (std::size_t i = 0; i < header_count_; ++i) {
      const auto at = static_cast<std::ptrdiff_t>(i);
      if (at != time && at != date && (meanings_[i] & (column_time | column_date)) == 0) return at;
    }
    return -1;
  }

  // "2024-03-13 HH:mm": a row left over from the template.
  bool is_template_time(const std::optional<Span>& span) const {
    if (!span) return false;
    const auto words = maker_.slice(*span);
    constexpr ByteSet beginnings("HhYyXx");
    if (beginnings.find(words) != std::string_view::npos)
      for (std::string_view slot : {"HH:", "hh:", "YYYY", "yyyy", "XX:", "xx:"})
        if (words.find(slot) != std::string_view::npos) return true;
    return maker_.is_slots(*span);
  }

  void set_time(Item& item, const std::optional<Span>& time_at, const std::optional<Span>& date_at) {
    std::optional<EventTime> found;
    if (time_at && date_at)
      found = joined_time(maker_.slice(*date_at), maker_.slice(*time_at), maker_.context());
    else if (time_at || date_at)
      found = cell_time(maker_.slice(time_at ? *time_at : *date_at), maker_.context());
    facts::Quote quote;
    if (date_at) quote = maker_.quote(*date_at);
    if (time_at) {
      const auto clock = maker_.quote(*time_at);
      quote.text += (quote.text.empty() ? "" : " ") + clock.text;
      quote.at = date_at
                     ? Span{std::min(date_at->begin, time_at->begin), std::max(date_at->end, time_at->end)}
                     : clock.at;
    }
    if (quote.text.empty()) return;
    maker_.set_time(item, found, std::move(quote));
  }

  void metric(std::uint32_t row) {
    const auto name = cell(0);
    if (!name) return;
    auto item = maker_.start(ItemRole::metric, tree_.nodes[row].span, "table row");
    maker_.set_text(item, {*name, {}});
    auto column = find(column_value);
    if (column <= 0) column = 1;
    if (const auto value = cell(column)) item.value = maker_.quote(*value);
    out_.push_back(std::move(item));
  }

  void plain(std::uint32_t row) {
    std::ptrdiff_t column = 0;
    if (around_ == SectionRole::participants && find(column_name) > 0) column = find(column_name);
    if (around_ == SectionRole::lessons && find(column_lesson) > 0) column = find(column_lesson);
    if (column == 0 && (meanings_[0] & column_id) != 0) column = 1;
    const auto words = cell(column);
    if (!words || says_nothing(*words)) return;
    auto item = maker_.start(role_under(around_), tree_.nodes[row].span, "table row");
    maker_.set_text(item, {*words, {}});
    out_.push_back(std::move(item));
  }

  void by_columns(std::uint32_t row) {
    for (std::size_t i = 0; i < count_ && i < header_count_; ++i) {
      const auto words_at = cell(static_cast<std::ptrdiff_t>(i));
      if (!words_at || says_nothing(*words_at)) continue;
      auto item = maker_.start(role_under(roles_[i]), tree_.nodes[row].span, "table cell");
      Words words{*words_at, {}};
      if (item.role == ItemRole::action) maker_.assign(item, words);
      maker_.set_text(item, words);
      out_.push_back(std::move(item));
    }
  }

  const Tree& tree_;
  SectionRole around_;
  ItemMaker& maker_;
  std::vector<Item>& out_;
  std::array<std::string, columns_read_max> titles_;
  std::array<std::uint32_t, columns_read_max> meanings_{};
  std::array<SectionRole, columns_read_max> roles_{};
  std::array<Span, columns_read_max> cells_{};
  std::size_t count_ = 0, header_count_ = 0;
  std::string plain_;
  Folded folded_;
};

}  // namespace

void read_table(const Tree& tree, std::uint32_t table, SectionRole around, ItemMaker& maker,
                std::vector<Item>& out) {
  TableReader(tree, around, maker, out).run(table);
}

}  // namespace hindcast::document
