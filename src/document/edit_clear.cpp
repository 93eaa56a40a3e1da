#include <algorithm>
#include <array>

#include "document/edit_parts.h"
#include "document/lexicon.h"
#include "document/plain.h"

namespace hindcast::document {
namespace {

using namespace edits;
using facts::Item;

constexpr std::string_view blanks = " \t\r\n";

bool is_one_of(char c, std::string_view letters) {
  return letters.find(c) != std::string_view::npos;
}

// The words that a fact stands in, as the searches below look at them.
struct Around {
  std::string_view text;
  Span words;  // nothing outside of it is touched
  char before(Span at) const { return at.begin > words.begin ? text[at.begin - 1] : '\0'; }
  char after(Span at) const { return at.end < words.end ? text[at.end] : '\0'; }
};

// "**Ada**", "`Ada`": the marks on both sides.
Span with_marks(const Around& around, Span at) {
  while (around.before(at) != '\0' && around.before(at) == around.after(at) &&
         is_one_of(around.before(at), "*_`~"))
    at = {at.begin - 1, at.end + 1};
  return at;
}

// "owner: Ada", "due 2024-05-01": a word for the column, or the document's lead, in front.
Span with_label(const Reading& reading, const Around& around, Span at) {
  const auto front = around.text.substr(around.words.begin, at.begin - around.words.begin);
  for (const std::string_view lead :
       {word_in(reading, Word::due_lead), word_in(reading, Word::owner_label), std::string_view("by ")})
    if (!lead.empty() && front.ends_with(lead))
      return {at.begin - static_cast<std::uint32_t>(lead.size()), at.end};
  auto end = front.find_last_not_of(blanks);
  while (end != front.npos && is_one_of(front[end], "*_"))
    end = end == 0 ? front.npos : end - 1;
  if (end == front.npos || front[end] != ':') return at;
  const auto begin = front.substr(0, end).find_last_of(" \t\r\n([{,;") + 1;
  std::string plain;
  append_plain(front.substr(begin, end - begin), plain);
  Folded folded;
  fold(plain, folded);
  if (columns_of(folded) == 0) return at;
  return {around.words.begin + static_cast<std::uint32_t>(begin), at.end};
}

// "(Ada)", "[ High ]": brackets that hold nothing else.
Span with_brackets(const Around& around, Span at) {
  Span wide = at;
  while (is_one_of(around.before(wide), " \t") && around.before(wide) != '\0')
    --wide.begin;
  while (is_one_of(around.after(wide), " \t") && around.after(wide) != '\0')
    ++wide.end;
  constexpr std::string_view pairs = "()[]{}";
  const auto open = pairs.find(around.before(wide));
  if (around.before(wide) == '\0' || open == pairs.npos || open % 2 == 1) return at;
  return around.after(wide) == pairs[open + 1] ? Span{wide.begin - 1, wide.end + 1} : at;
}

Span back_over(const Around& around, Span at, std::string_view letters) {
  while (around.before(at) != '\0' && is_one_of(around.before(at), letters))
    --at.begin;
  return at;
}

Span on_over(const Around& around, Span at, std::string_view letters) {
  while (around.after(at) != '\0' && is_one_of(around.after(at), letters))
    ++at.end;
  return at;
}

// What may go with the fact: what parted it from its neighbours, once, on one side.
void add_removals(const Around& around, Span at, std::vector<Candidate>& out) {
  const auto gone = [&](Span span) { out.push_back({{span, ""}}); };
  const char next = around.after(at);
  const bool is_last = next == '\0' || is_one_of(next, ")]}");
  if (is_last) gone(back_over(around, at, " \t,;:-"));
  const char last = around.before(at);
  if (last == '\0' || is_one_of(last, "([{")) gone(on_over(around, at, " \t,;:-"));
  gone(back_over(around, at, " \t"));
  gone(on_over(around, on_over(around, at, ",;:"), " \t"));
  gone(at);
}

Candidate emptied_cell(const Reading& reading, const RowAt& row, std::size_t column) {
  const auto& cell = row.cells[column];
  // A table whose cells are as wide as its header's stays so.
  const RowAt header = row_at(reading, row.table, row.table + 1);
  const auto width_of = [](Span span) { return span.end - span.begin; };
  const bool is_aligned =
      column < header.cells.size() && width_of(cell.span) == width_of(header.cells[column].span);
  const auto words = slice(reading, cell.content);
  const auto letters = std::count_if(words.begin(), words.end(),
                                     [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) != 0x80; });
  return {{cell.content, std::string(is_aligned ? static_cast<std::size_t>(letters) : 0, ' ')}};
}

std::vector<Candidate> removals(const Reading& reading, const Item& item, Span fact) {
  std::vector<Candidate> candidates;
  Around around{reading.source.text, words_of(reading, item)};
  if (item.from == "table row") {
    const auto row = row_of(reading, item);
    if (!row) return candidates;
    for (std::size_t i = 0; i < row->cells.size(); ++i) {
      const Span content = row->cells[i].content;
      if (fact.begin < content.begin || fact.end > content.end) continue;
      around.words = content;
      const Span marked = with_brackets(around, with_marks(around, fact));
      if (marked == content) candidates.push_back(emptied_cell(reading, *row, i));
    }
  }
  if (fact.begin < around.words.begin || fact.end > around.words.end) return candidates;
  std::vector<Span> spans{fact};
  spans.push_back(with_marks(around, spans.back()));
  spans.push_back(with_label(reading, around, spans.back()));
  spans.push_back(with_brackets(around, spans.back()));
  spans.push_back(with_marks(around, spans.back()));
  std::reverse(spans.begin(), spans.end());
  spans.erase(std::unique(spans.begin(), spans.end()), spans.end());
  for (const Span span : spans)
    add_removals(around, span, candidates);
  return candidates;
}

struct Clearing {
  std::string_view name;
  std::uint32_t facts;
  std::optional<Span> at;
};

Clearing clearing_of(const Item& item, ItemFact fact) {
  const auto span = [](const auto& quote) { return quote ? std::optional<Span>(quote->at) : std::nullopt; };
  switch (fact) {
    case ItemFact::state:
      return {"state", fact_state, span(item.state_text)};
    case ItemFact::owner:
      return {"owner", fact_owner, span(item.owner)};
    case ItemFact::due:
      return {"due date", fact_due, item.due_text ? span(item.due_text) : span(item.due)};
    case ItemFact::priority:
      break;
  }
  return {"priority", fact_priority, span(item.priority)};
}

bool is_clear(const Item& before, const Item& after, ItemFact fact) {
  switch (fact) {
    case ItemFact::state:  // a box goes on saying what it says
      return !after.state_text && after.ticked == before.ticked &&
             (after.ticked || after.state == facts::ActionState::unknown);
    case ItemFact::owner:
      return !after.owner;
    case ItemFact::due:
      return !after.due && !after.due_text;
    case ItemFact::priority:
      break;
  }
  return !after.priority;
}

}  // namespace

Edits clear_fact(const Reading& reading, std::size_t index, ItemFact fact) {
  const Item& item = reading.document.items[index];
  const Clearing clearing = clearing_of(item, fact);
  if (!clearing.at && fact == ItemFact::state && item.ticked)
    return Error{ErrorCode::unsupported,
                 "its box says the state; set it to state=" + std::string(*item.ticked ? "open" : "done")};
  if (!clearing.at && fact == ItemFact::state && item.state != facts::ActionState::unknown)
    return Error{ErrorCode::unsupported,
                 "no word of this line says the state, so none can be taken out; set another one"};
  if (!clearing.at) return std::vector<Edit>{};
  auto candidates = removals(reading, item, *clearing.at);
  const auto words = slice(reading, *clearing.at);
  if (fact == ItemFact::state && words.size() > 4 && words.starts_with("~~") && words.ends_with("~~")) {
    const Span at = *clearing.at;  // struck out: the words stay
    candidates.insert(candidates.begin(), {{{at.begin, at.begin + 2}, ""}, {{at.end - 2, at.end}, ""}});
  }
  return first_right_or(
      reading, std::move(candidates),
      [&](const Reread& after, const Candidate& edits) -> std::string {
        if (after.document.items.size() != reading.document.items.size())
          return "the number of items would change";
        if (!is_clear(item, after.document.items[index], fact)) return "it would still be read";
        return other_change(reading, after, edits, {.item = index, .facts = clearing.facts});
      },
      "cannot lose its " + std::string(clearing.name) + " alone", item.line);
}

}  // namespace hindcast::document
