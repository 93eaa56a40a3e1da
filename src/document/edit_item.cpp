#include <algorithm>

#include "document/dates.h"
#include "document/edit_parts.h"
#include "document/lexicon.h"
#include "document/owners.h"
#include "document/plain.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

using namespace edits;
using facts::ActionState;
using facts::Item;
using facts::ItemRole;

constexpr std::size_t value_bytes_max = 200;
constexpr std::uint32_t due_words_max = 40;
constexpr std::size_t ends_max = 6;  // of an item's words, that are tried

bool is_assignable(const Item& item) {
  return item.role == ItemRole::action || item.role == ItemRole::improvement;
}

Error refused(std::string_view why) {
  return {ErrorCode::unsupported, std::string(why)};
}

std::string a_role(ItemRole role) {
  const std::string word(facts::word(role));
  return (word.find_first_of("aeiou") == 0 ? "an " : "a ") + word;
}

Error not_for_role(const Item& item, std::string_view fact) {
  return refused(a_role(item.role) + " has no " + std::string(fact) + "; only actions and improvements do");
}

Status check_value(std::string_view what, std::string_view value) {
  if (trimmed(value).empty()) return Error{ErrorCode::invalid, std::string(what) + " is empty; give a value"};
  if (value.size() > value_bytes_max)
    return Error{ErrorCode::invalid, std::string(what) + " is longer than 200 bytes"};
  for (char c : value)
    if (static_cast<unsigned char>(c) < 0x20)
      return Error{ErrorCode::invalid, std::string(what) + " holds a line end or a control character"};
  return Ok();
}

Edit put(std::uint32_t at, std::string text) {
  return {{at, at}, std::move(text)};
}

// Whether the item's own facts came out as wanted; `says` looks at it.
template <typename Says>
auto wanting(const Reading& reading, std::size_t item, std::uint32_t facts, const Says& says) {
  return [&reading, item, facts, says](const Reread& after, const Candidate& edits) -> std::string {
    if (after.document.items.size() != reading.document.items.size())
      return "the number of items would change";
    if (!says(after.document.items[item])) return "it would not be read";
    return other_change(reading, after, edits, {.item = item, .facts = facts});
  };
}

// Every cell of the row whose header has one of `meanings`, in their order.
std::vector<std::size_t> columns_meaning(const RowAt& row, std::initializer_list<std::uint32_t> meanings) {
  std::vector<std::size_t> columns;
  for (const std::uint32_t meaning : meanings)
    for (std::size_t i = 0; i < row.meanings.size(); ++i)
      if ((row.meanings[i] & meaning) != 0 && std::find(columns.begin(), columns.end(), i) == columns.end())
        columns.push_back(i);
  return columns;
}

// True when what a cell says may be replaced: nothing, or a short word that is no state in a column of
// states.
bool gives_way(std::string_view cell, Word column) {
  constexpr std::size_t word_bytes_max = 24;
  if (scan::is_no_value(cell)) return true;
  return column == Word::state && cell.size() <= word_bytes_max &&
         digits.find(cell) == std::string_view::npos &&
         cell.find_first_of("[<#@:/") == std::string_view::npos;
}

// Writes `values` into the first cell that stands for the fact, or into a new column.
void add_cell_candidates(const Reading& reading, const Item& item,
                         std::initializer_list<std::uint32_t> meanings, Word title,
                         const std::vector<std::string>& values, std::vector<Candidate>& out) {
  const auto row = row_of(reading, item);
  if (!row || item.from != "table row") return;
  const auto columns = columns_meaning(*row, meanings);
  for (const std::size_t column : columns)
    for (const std::string& value : values) {
      const bool filled =
          column < row->cells.size() && row->cells[column].content.begin < row->cells[column].content.end;
      if (filled && !gives_way(slice(reading, row->cells[column].content), title)) continue;
      out.push_back(write_cell(reading, *row, column, value));
    }
  if (columns.empty())
    for (const std::string& value : values)
      out.push_back(add_column(reading, *row, word_in(reading, title), value));
}

// How another item sets a value off from its words: what stands before and after it, at which end.
struct Dressing {
  bool leads = false;
  std::string before, after;
};

bool opens(char c) {  // or parts
  return std::string_view(" \t*_`:([{-,;").find(c) != std::string_view::npos;
}

bool closes(char c) {
  return std::string_view(" \t*_`:)]}-").find(c) != std::string_view::npos;
}

// `at` is the value within the words of an item that is no row.
std::optional<Dressing> dressing_of(const Reading& reading, const Item& item, Span at) {
  const Span words = words_of(reading, item);
  if (at.begin < words.begin || at.end > words.end || item.from == "table row") return std::nullopt;
  const auto text = reading.source.text;
  auto begin = at.begin, end = at.end;
  while (begin > words.begin && opens(text[begin - 1]))
    --begin;
  while (end < words.end && closes(text[end]))
    ++end;
  const std::string before(text.substr(begin, at.begin - begin)), after(text.substr(at.end, end - at.end));
  // "(Ada, by May 5)": one bracket around two facts is no way to write one of them.
  int open = 0;
  for (char c : before + after)
    open += c == '(' || c == '[' || c == '{' ? 1 : c == ')' || c == ']' || c == '}' ? -1 : 0;
  if (open != 0) return std::nullopt;
  if (begin == words.begin && end < words.end) return Dressing{true, before, after};
  if (end == words.end && begin > words.begin) return Dressing{false, before, after};
  return std::nullopt;
}

// Where the words end before a bracket that ends them: "… words (done)". The end itself where none does.
std::uint32_t before_bracket(std::string_view text, Span words) {
  if (words.begin == words.end) return words.end;
  constexpr std::string_view pairs = "()[]";
  const auto close = pairs.find(text[words.end - 1]);
  if (close == pairs.npos || close % 2 == 0) return words.end;
  auto at = words.end - 1;
  while (at > words.begin && text[at - 1] != pairs[close - 1] && text[at - 1] != pairs[close])
    --at;
  if (at <= words.begin + 1 || text[at - 1] != pairs[close - 1]) return words.end;
  auto end = at - 1;
  while (end > words.begin && (text[end - 1] == ' ' || text[end - 1] == '\t'))
    --end;
  return end < at - 1 && end > words.begin ? end : words.end;
}

// Puts each of `values` at an end of the item's words, as the other items do it and then as `usual` says.
template <typename At>
void add_word_candidates(const Reading& reading, const Item& item, const std::vector<std::string>& values,
                         const At& at_of, std::vector<Dressing> usual, std::vector<Candidate>& out) {
  if (item.from == "table row") return;
  std::vector<Dressing> ways;
  for (const Item& other : reading.document.items) {
    if (other.from != item.from || ways.size() >= 2) continue;
    const std::optional<Span> at = at_of(other);
    const auto way = at ? dressing_of(reading, other, *at) : std::nullopt;
    if (way) ways.push_back(*way);
  }
  ways.insert(ways.end(), usual.begin(), usual.end());
  const Span words = words_of(reading, item);
  // "**Add an index.**": inside the emphasis or the sentence where outside does not read.
  auto inside = words.end;
  while (inside > words.begin &&
         std::string_view("*_.").find(reading.source.text[inside - 1]) != std::string_view::npos)
    --inside;
  std::vector<std::uint32_t> ends{words.end};
  if (inside < words.end) ends.push_back(inside);
  // In front of "(Ada)", which is read as an owner only at the very end, and of "(done) (Ada)".
  for (const auto& other : {item.owner, item.state_text, item.priority})
    if (other)
      if (const auto way = dressing_of(reading, item, other->at); way && !way->leads)
        ends.push_back(other->at.begin - static_cast<std::uint32_t>(way->before.size()));
  for (auto end = words.end; ends.size() < ends_max;) {
    const auto before = before_bracket(reading.source.text, {words.begin, end});
    if (before == end) break;
    if (std::find(ends.begin(), ends.end(), before) == ends.end()) ends.push_back(before);
    end = before;
  }
  for (const Dressing& way : ways)
    for (const std::string& value : values) {
      const std::string with = way.before + value + way.after;
      if (way.leads)
        out.push_back({put(words.begin, with)});
      else
        for (const std::uint32_t end : ends)
          out.push_back({put(end, with)});
    }
}

// --- boxes ---

// The letter that ticked boxes of this document hold.
char tick_letter(const Reading& reading) {
  int small = 0, big = 0;
  for (const Item& item : reading.document.items) {
    if (!item.ticked || !*item.ticked) continue;
    const bool is_big = slice(reading, item.box).find('X') != std::string_view::npos;
    ++(is_big ? big : small);
  }
  return big > small ? 'X' : 'x';
}

Edit box_edit(const Reading& reading, const Item& item, bool ticked) {
  return {{item.box.begin + 1, item.box.end - 1}, std::string(1, ticked ? tick_letter(reading) : ' ')};
}

Edits set_state_by_box(const Reading& reading, std::size_t index, ActionState state) {
  const Item& item = reading.document.items[index];
  const bool ticked = state == ActionState::done;
  std::vector<Candidate> candidates;
  Candidate box;
  if (*item.ticked != ticked) box.push_back(box_edit(reading, item, ticked));
  const bool says_it = ticked ? !item.state_text : state == ActionState::open && !item.state_text;
  if (says_it) candidates.push_back(box);
  if (item.state_text)
    for (const auto& word : state_words_for(reading, state, slice(reading, item.state_text->at), false)) {
      Candidate both = box;
      both.push_back({item.state_text->at, word});
      candidates.push_back(std::move(both));
    }
  if (state == ActionState::done || state == ActionState::open) candidates.push_back(box);
  if (!item.state_text) {
    std::vector<Candidate> words;
    add_word_candidates(
        reading, item, state_words_for(reading, state, "", false),
        [](const Item& other) {
          return other.state_text ? std::optional<Span>(other.state_text->at) : std::nullopt;
        },
        {{false, " (", ")"}, {true, "[", "] "}}, words);
    for (Candidate& word : words) {
      Candidate both = box;
      both.insert(both.end(), word.begin(), word.end());
      candidates.push_back(std::move(both));
    }
  }
  return first_right(reading, std::move(candidates),
                     wanting(reading, index, fact_state,
                             [state, ticked](const Item& after) {
                               return after.state == state && after.ticked && *after.ticked == ticked;
                             }),
                     "this state", item.line);
}

// --- states in words ---

std::vector<Candidate> state_candidates(const Reading& reading, const Item& item, ActionState state) {
  std::vector<Candidate> candidates;
  if (item.state_text) {
    const Span at = item.state_text->at;
    for (const auto& word : state_words_for(reading, state, slice(reading, at), item.from == "table row"))
      candidates.push_back({{at, word}});
    // "~~Rotate the keys~~": what was struck out stands again.
    const auto struck = slice(reading, at);
    if (struck.starts_with("~~") && struck.ends_with("~~") && struck.size() > 4)
      candidates.push_back({{{at.begin, at.begin + 2}, ""}, {{at.end - 2, at.end}, ""}});
  }
  const bool in_cell = item.from == "table row";
  const auto words = state_words_for(reading, state, "", in_cell);
  add_cell_candidates(reading, item, {column_state}, Word::state, words, candidates);
  if (const auto node = list_item_of(reading, item); node && !item.ticked) {
    // Where the others of its list have boxes, it gets one.
    const auto list_of = [&](std::uint32_t at) { return reading.tree.nodes[at].parent; };
    const bool boxes =
        std::any_of(reading.document.items.begin(), reading.document.items.end(), [&](const Item& other) {
          const auto at = other.ticked ? list_item_of(reading, other) : std::nullopt;
          return at && list_of(*at) == list_of(*node);
        });
    const auto begin = words_of(reading, item).begin;
    if (boxes && (state == ActionState::done || state == ActionState::open))
      candidates.push_back(
          {put(begin, std::string("[") + (state == ActionState::done ? tick_letter(reading) : ' ') + "] ")});
  }
  add_word_candidates(
      reading, item, words,
      [](const Item& other) {
        return other.state_text && !other.ticked ? std::optional<Span>(other.state_text->at) : std::nullopt;
      },
      {{false, " (", ")"}, {false, " - ", ""}, {true, "[", "] "}}, candidates);
  return candidates;
}

// --- owners, dates, priorities ---

std::vector<std::string> owner_spellings(const Reading& reading, std::string_view owner) {
  std::vector<std::string> spellings{std::string(owner)};
  // "@ada" where the document writes handles, and the other way round.
  for (const Item& other : reading.document.items)
    if (other.owner && other.owner->text != owner && scan::folded(other.owner->text) == scan::folded(owner))
      spellings.insert(spellings.begin(), std::string(slice(reading, other.owner->at)));
  return spellings;
}

std::string plain_of(std::string_view text) {
  std::string plain;
  append_plain(trimmed(text), plain);
  return plain;
}

// The dates inside what says when an item is due, replaced in their own way of writing.
std::vector<Candidate> replaced_date(const Reading& reading, const facts::DerivedDate& old, Date due) {
  std::vector<Candidate> candidates;
  const auto phrase = slice(reading, old.at);
  DateContext context;
  context.near = old.date;
  context.order = date_order(reading.source.text, reading.document.language);
  for (const FoundDate& found : find_dates(phrase, context)) {
    const Span at{old.at.begin + found.at.begin, old.at.begin + found.at.end};
    const auto written = slice(reading, at);
    candidates.push_back({{at, date_like(due, written, old.date)}});
    candidates.push_back({{at, to_iso(due)}});
  }
  candidates.push_back({{old.at, to_iso(due)}});
  const auto lead = word_in(reading, Word::due_lead);
  candidates.push_back({{old.at, std::string(lead) + to_iso(due)}});
  return candidates;
}

}  // namespace

Edits set_ticked(const Reading& reading, std::size_t index, bool ticked) {
  const Item& item = reading.document.items[index];
  if (!item.ticked)
    return refused("there is no box to tick; set its state instead: state=" +
                   std::string(ticked ? "done" : "open"));
  if (*item.ticked == ticked) return std::vector<Edit>{};
  return first_right(reading, {{box_edit(reading, item, ticked)}},
                     wanting(reading, index, fact_box,
                             [ticked](const Item& after) { return after.ticked && *after.ticked == ticked; }),
                     "the tick", item.line);
}

Edits set_state(const Reading& reading, std::size_t index, ActionState state) {
  const Item& item = reading.document.items[index];
  if (state == ActionState::unknown)
    return Error{ErrorCode::invalid, "a state cannot be set to unknown; take the word out in an editor"};
  if (!is_assignable(item)) {
    const bool by_box = item.ticked && (state == ActionState::done || state == ActionState::open);
    if (by_box) return set_ticked(reading, index, state == ActionState::done);
    return not_for_role(item, "state");
  }
  if (item.state == state && (!item.ticked || *item.ticked == (state == ActionState::done)))
    return std::vector<Edit>{};
  if (item.ticked && (state == ActionState::verified || state == ActionState::idea))
    return refused("a box says only whether it is done; " + std::string(facts::word(state)) +
                   " has no way to be written beside it");
  if (item.ticked) return set_state_by_box(reading, index, state);
  return first_right(
      reading, state_candidates(reading, item, state),
      wanting(reading, index, fact_state, [state](const Item& after) { return after.state == state; }),
      "this state", item.line);
}

Edits set_owner(const Reading& reading, std::size_t index, std::string_view owner) {
  const Item& item = reading.document.items[index];
  owner = trimmed(owner);
  TRY(check_value("owner", owner));
  if (!is_assignable(item)) return not_for_role(item, "owner");
  if (item.owner && item.owner->text == plain_of(owner)) return std::vector<Edit>{};
  std::vector<Candidate> candidates;
  const auto spellings = owner_spellings(reading, owner);
  std::vector<std::string> labelled;
  for (const auto& spelling : spellings)
    labelled.push_back(std::string(word_in(reading, Word::owner_label)) + spelling);
  if (item.owner) {
    const auto in_row = item.from == "table row";
    for (const auto& spelling : spellings)
      candidates.push_back({{item.owner->at, in_row ? cell_text(spelling) : spelling}});
  } else {
    add_cell_candidates(reading, item, {column_owner}, Word::owner, spellings, candidates);
    add_word_candidates(
        reading, item, spellings,
        [](const Item& other) { return other.owner ? std::optional<Span>(other.owner->at) : std::nullopt; },
        {{false, " (", ")"}}, candidates);
    add_word_candidates(
        reading, item, labelled, [](const Item&) { return std::optional<Span>(); }, {{false, " (", ")"}},
        candidates);
  }
  const std::string wanted = plain_of(owner), folded = scan::folded(wanted);
  return first_right(reading, std::move(candidates),
                     wanting(reading, index, fact_owner,
                             [folded](const Item& after) {
                               return after.owner && scan::folded(after.owner->text) == folded;
                             }),
                     "the owner `" + std::string(owner) + "`", item.line);
}

Edits set_due(const Reading& reading, std::size_t index, Date due) {
  const Item& item = reading.document.items[index];
  if (!is_assignable(item) && item.role != ItemRole::deadline) return not_for_role(item, "due date");
  if (item.due && item.due->date == due) return std::vector<Edit>{};
  std::vector<Candidate> candidates;
  if (item.due) {
    candidates = replaced_date(reading, *item.due, due);
  } else {
    std::vector<std::string> spellings{date_as_here(reading, due)};
    if (spellings[0] != to_iso(due)) spellings.push_back(to_iso(due));
    // "next sprint" gives way to the day; a sentence is more than a due date.
    if (item.due_text && item.due_text->at.end - item.due_text->at.begin < due_words_max)
      for (const auto& spelling : spellings)
        candidates.push_back({{item.due_text->at, spelling}});
    add_cell_candidates(reading, item, {column_due, column_date}, Word::due, spellings, candidates);
    std::vector<std::string> led;
    for (const auto& spelling : spellings)
      led.push_back(std::string(word_in(reading, Word::due_lead)) + spelling);
    add_word_candidates(
        reading, item, led,
        [](const Item& other) { return other.due ? std::optional<Span>(other.due->at) : std::nullopt; },
        {{false, " (", ")"}, {false, ", ", ""}}, candidates);
  }
  return first_right(reading, std::move(candidates),
                     wanting(reading, index, fact_due,
                             [due](const Item& after) { return after.due && after.due->date == due; }),
                     "this due date", item.line);
}

Edits set_priority(const Reading& reading, std::size_t index, std::string_view priority) {
  const Item& item = reading.document.items[index];
  priority = trimmed(priority);
  TRY(check_value("priority", priority));
  if (!is_assignable(item)) return not_for_role(item, "priority");
  if (item.priority && item.priority->text == plain_of(priority)) return std::vector<Edit>{};
  std::vector<std::string> spellings;
  for (const Item& other : reading.document.items)  // "High" where others write it so and "high" was given
    if (other.priority && scan::folded(other.priority->text) == scan::folded(priority))
      spellings.emplace_back(slice(reading, other.priority->at));
  spellings.emplace_back(priority);
  spellings.erase(std::unique(spellings.begin(), spellings.end()), spellings.end());
  std::vector<Candidate> candidates;
  if (item.priority) {
    for (const auto& spelling : spellings)
      candidates.push_back({{item.priority->at, spelling}});
  } else {
    add_cell_candidates(reading, item, {column_priority}, Word::priority, spellings, candidates);
    add_word_candidates(
        reading, item, spellings,
        [](const Item& other) {
          return other.priority ? std::optional<Span>(other.priority->at) : std::nullopt;
        },
        {{true, "[", "] "}, {false, " (", ")"}}, candidates);
  }
  const std::string folded = scan::folded(plain_of(priority));
  return first_right(reading, std::move(candidates),
                     wanting(reading, index, fact_priority,
                             [folded](const Item& after) {
                               return after.priority && scan::folded(after.priority->text) == folded;
                             }),
                     "the priority `" + std::string(priority) + "`", item.line);
}

}  // namespace hindcast::document
