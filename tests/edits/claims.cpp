#include "claims.h"

#include <algorithm>
#include <map>

namespace hindcast::edits_test {
namespace {

using document::Reading;
using facts::Document;
using facts::Item;
using What = Wish::What;
using Claims = std::map<std::string, std::string>;

std::string_view slice(const Reading& reading, Span span) {
  return reading.source.text.substr(span.begin, span.end - span.begin);
}

std::string numbered(std::string_view kind, std::size_t number, std::string_view fact) {
  return std::string(kind) + " " + std::to_string(number) + " " + std::string(fact);
}

// The bytes at a span are claimed as well as what was made of them.
void quote(Claims& claims, const Reading& reading, std::string key, const std::optional<facts::Quote>& fact) {
  if (fact) claims[std::move(key)] = fact->text + " = " + std::string(slice(reading, fact->at));
}

void claim_item(Claims& claims, const Reading& reading, std::size_t number, const Item& item) {
  const auto key = [&](std::string_view fact) { return numbered("item", number, fact); };
  claims[key("role")] = facts::word(item.role);
  claims[key("id")] = item.id;
  claims[key("from")] = item.from;
  claims[key("text")] = item.text;
  claims[key("state")] = facts::word(item.state);
  quote(claims, reading, key("state_text"), item.state_text);
  if (item.ticked) claims[key("ticked")] = slice(reading, item.box);
  quote(claims, reading, key("owner"), item.owner);
  if (item.team) claims[key("team")] = item.team->text;
  quote(claims, reading, key("priority"), item.priority);
  if (item.due)
    claims[key("due")] = to_iso(item.due->date) + " = " + std::string(slice(reading, item.due->at));
  quote(claims, reading, key("due_text"), item.due_text);
  quote(claims, reading, key("time"), item.time);
  claims[key("start")] = item.start + " .. " + item.end;
  quote(claims, reading, key("value"), item.value);
  for (std::size_t i = 0; i < item.links.size(); ++i)
    claims[key("link " + std::to_string(i))] = item.links[i].text;
}

Claims claims_of(const Reading& reading, std::size_t without_item) {
  Claims claims;
  const Document& document = reading.document;
  claims["slug"] = document.slug;
  claims["kind"] = facts::word(document.kind);
  claims["form"] = document.form;
  claims["title"] = document.title.text;
  if (document.date) claims["date"] = to_iso(document.date->date);
  if (document.severity) claims["severity"] = document.severity->text;
  for (std::size_t i = 0; i < document.fields.size(); ++i) {
    claims[numbered("field", i, "key")] = document.fields[i].key;
    claims[numbered("field", i, "value")] = document.fields[i].value;
  }
  for (std::size_t i = 0; i < document.sections.size(); ++i) {
    const auto& section = document.sections[i];
    claims[numbered("section", i, "role")] = facts::word(section.role);
    claims[numbered("section", i, "level")] = std::to_string(section.level);
    claims[numbered("section", i, "title")] = section.title;
  }
  std::size_t number = 0;
  for (std::size_t i = 0; i < document.items.size(); ++i)
    if (i != without_item) claim_item(claims, reading, number++, document.items[i]);
  for (std::size_t i = 0; i < document.causal_chain.size(); ++i)
    claims[numbered("chain", i, "link")] = document.causal_chain[i].text;
  claims["embedded"] = std::to_string(document.embedded.size());
  return claims;
}

bool touched(const std::vector<Edit>& edits, Span span) {
  return std::any_of(edits.begin(), edits.end(), [span](const Edit& edit) {
    return edit.replace.begin <= span.end && edit.replace.end >= span.begin;
  });
}

bool ends_with(std::string_view key, std::string_view end) {
  return key.size() >= end.size() && key.substr(key.size() - end.size()) == end;
}

bool is_about_item(const std::string& key, const Wish& wish, std::initializer_list<std::string_view> facts) {
  return std::any_of(facts.begin(), facts.end(),
                     [&](std::string_view fact) { return key == numbered("item", wish.item, fact); });
}

// Facts that the wish is about, and those that are the same bytes seen from elsewhere.
bool may_change(const std::string& key, const Reading& before, const std::vector<Edit>& edits,
                const Wish& wish) {
  const Document& document = before.document;
  for (std::size_t i = 0; i < document.sections.size(); ++i)
    if (key == numbered("section", i, "title")) return touched(edits, document.sections[i].heading);
  for (std::size_t i = 0; i < document.fields.size(); ++i)
    if (key == numbered("field", i, "value")) return touched(edits, document.fields[i].value_at);
  if (key == "title" && touched(edits, document.title.at)) return true;
  switch (wish.what) {
    case What::state:
    case What::ticked:
      return is_about_item(key, wish, {"state", "state_text", "ticked", "from"});
    case What::owner:
      return is_about_item(key, wish, {"owner", "team"});
    case What::due:
      return is_about_item(key, wish, {"due", "due_text", "text"});
    case What::priority:
      return is_about_item(key, wish, {"priority"});
    case What::action:
      return false;
    case What::cleared:
      switch (wish.fact) {
        case document::ItemFact::state:
          return is_about_item(key, wish, {"state", "state_text", "from"});
        case document::ItemFact::owner:
          return is_about_item(key, wish, {"owner", "team"});
        case document::ItemFact::due:
          return is_about_item(key, wish, {"due", "due_text", "text"});
        case document::ItemFact::priority:
          return is_about_item(key, wish, {"priority"});
      }
      return false;
    case What::field:
    case What::slot:
      for (std::size_t i = 0; i < document.items.size(); ++i)  // a row may be a field and an item
        if (key.starts_with(numbered("item", i, "")) && touched(edits, document.items[i].span)) return true;
      // What the head says about the whole, and the dates that count from its day.
      return key == "date" || key == "severity" || key == "title" || key == "slug" || key == "kind" ||
             key == "form" || ends_with(key, " due") || ends_with(key, " due_text") ||
             ends_with(key, " start");
  }
  return false;
}

std::string first_difference(const Claims& a, const Claims& b, const Reading& before,
                             const std::vector<Edit>& edits, const Wish& wish) {
  const auto other = [&](const Claims& from, const Claims& to) -> std::string {
    for (const auto& [key, value] : from) {
      const auto there = to.find(key);
      if (there != to.end() && there->second == value) continue;
      if (may_change(key, before, edits, wish)) continue;
      return key + ": `" + value + "`" +
             (there == to.end() ? " is only in one" : " against `" + there->second + "`");
    }
    return "";
  };
  const std::string gone = other(a, b);
  return gone.empty() ? other(b, a) : gone;
}

// --- whether it came true ---

std::string unfulfilled(const Reading& after, const Wish& wish, std::size_t added) {
  const auto& items = after.document.items;
  const auto is_same_word = [](const std::optional<facts::Quote>& fact, const std::string& value) {
    return fact && std::equal(fact->text.begin(), fact->text.end(), value.begin(), value.end(),
                              [](char x, char y) { return (x | 32) == (y | 32); });
  };
  switch (wish.what) {
    case What::state: {
      const Item& item = items[wish.item];
      const auto by_box = item.ticked && *item.ticked ? facts::ActionState::done : facts::ActionState::open;
      return item.state == wish.state || (item.ticked && by_box == wish.state) ? "" : "the state is another";
    }
    case What::ticked:
      return items[wish.item].ticked == wish.ticked ? "" : "the tick is another";
    case What::owner:
      return is_same_word(items[wish.item].owner, wish.value) ? "" : "the owner is another";
    case What::due:
      return items[wish.item].due && items[wish.item].due->date == wish.due ? "" : "the due date is another";
    case What::priority:
      return is_same_word(items[wish.item].priority, wish.value) ? "" : "the priority is another";
    case What::action:
      return items[added].role == facts::ItemRole::action ? "" : "no action was added";
    case What::cleared: {
      const Item& item = items[wish.item];
      const bool is_gone = wish.fact == document::ItemFact::state   ? !item.state_text
                           : wish.fact == document::ItemFact::owner ? !item.owner
                           : wish.fact == document::ItemFact::due   ? !item.due && !item.due_text
                                                                    : !item.priority;
      return is_gone ? "" : "the fact is still there";
    }
    case What::field:
      if (wish.value.empty())
        return std::any_of(
                   after.document.fields.begin(), after.document.fields.end(),
                   [&](const facts::Field& field) { return field.key == wish.name && !field.value.empty(); })
                   ? "the field has a value"
                   : "";
      return std::any_of(after.document.fields.begin(), after.document.fields.end(),
                         [&](const facts::Field& field) {
                           return field.key == wish.name && field.value == wish.value;
                         })
                 ? ""
                 : "the field is another";
    case What::slot:
      return after.source.text.find(wish.value) != std::string_view::npos ? "" : "the slot is not filled";
  }
  return "";
}

// --- the bytes ---

bool is_blank(char c) {
  return c == ' ' || c == '\t';
}

// An item's words are the same before and after but for one piece, which opens no bracket that it doesn't
// close.
bool is_one_insertion(std::string_view a, std::string_view b) {
  std::size_t front = 0, back = 0;
  while (front < a.size() && front < b.size() && a[front] == b[front])
    ++front;
  while (back < a.size() - front && back < b.size() - front &&
         a[a.size() - 1 - back] == b[b.size() - 1 - back])
    ++back;
  for (std::string_view piece :
       {a.substr(front, a.size() - front - back), b.substr(front, b.size() - front - back)}) {
    int open = 0;
    for (char c : piece)
      open += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
    if (open != 0) return false;
  }
  return true;
}

// True when `span` is all that a cell of a table holds, with or without the blanks around it.
bool is_whole_cell(std::string_view text, Span span) {
  const auto removed = text.substr(span.begin, span.end - span.begin);
  if (removed.empty() || removed.find('\n') != std::string_view::npos) return false;
  const bool blank = std::all_of(removed.begin(), removed.end(), is_blank);
  if (!blank && (is_blank(removed.front()) || is_blank(removed.back()))) return false;
  auto begin = span.begin, end = span.end;
  while (!blank && begin > 0 && is_blank(text[begin - 1]))
    --begin;
  while (!blank && end < text.size() && is_blank(text[end]))
    ++end;
  const bool left = begin == 0 || text[begin - 1] == '|' || text[begin - 1] == '\n';
  const bool right = end == text.size() || text[end] == '|' || text[end] == '\n' || text[end] == '\r';
  return left && right && removed.size() < 40;
}

bool is_inside(Span inner, Span outer) {
  return inner.begin >= outer.begin && inner.end <= outer.end;
}

Span fact_span(const Item& item, document::ItemFact fact) {
  const auto of = [](const auto& quote) { return quote ? quote->at : Span{}; };
  switch (fact) {
    case document::ItemFact::state:
      return of(item.state_text);
    case document::ItemFact::owner:
      return of(item.owner);
    case document::ItemFact::due:
      return item.due_text ? of(item.due_text) : of(item.due);
    case document::ItemFact::priority:
      break;
  }
  return of(item.priority);
}

// The fact's own bytes and marks around them; what else has letters is a label such as "owner:" or "due".
bool takes_fact(std::string_view text, Span span, Span fact) {
  if (is_inside(span, fact)) return text.substr(span.begin, span.end - span.begin) == "~~" || span == fact;
  if (!is_inside(fact, span) || span.end - span.begin > fact.end - fact.begin + 40) return false;
  const auto left = text.substr(span.begin, fact.begin - span.begin);
  const auto right = text.substr(fact.end, span.end - fact.end);
  constexpr std::string_view marks = " \t\r\n*_`~()[]{},;:-";
  if (right.find_first_not_of(marks) != right.npos) return false;
  const auto first = left.find_first_not_of(marks);
  if (first == left.npos) return true;
  const auto last = left.find_last_not_of(marks);
  const auto label = left.substr(first, last - first + 1);
  const bool is_led = left.substr(last + 1).find(':') != left.npos || label.size() <= 12;
  return is_led && label.find_first_of("0123456789") == label.npos;
}

// The bytes that an edit takes away are those of the fact, or of the empty cell that it belongs into.
bool takes_its_own(const Reading& before, Span span, const Wish& wish) {
  if (span.begin == span.end) return true;
  const auto text = before.source.text;
  if (wish.what == What::action) return false;
  if (wish.what == What::slot)  // "[Your name]" and "[your name]" are one name
    return std::equal(wish.name.begin(), wish.name.end(), text.begin() + span.begin, text.begin() + span.end,
                      [](char x, char y) { return (x | 32) == (y | 32); });
  if (wish.what == What::field) {
    for (const auto& field : before.document.fields)
      if (field.key == wish.name &&
          (field.value_at == span || (wish.value.empty() && span.end == field.value_at.end &&
                                      span.begin + 1 == field.value_at.begin && is_blank(text[span.begin]))))
        return true;
    return is_whole_cell(text, span);
  }
  const Item& item = before.document.items[wish.item];
  if (wish.what == What::cleared) return takes_fact(text, span, fact_span(item, wish.fact));
  const auto in = [&](const auto& fact) { return fact && is_inside(span, fact->at); };
  switch (wish.what) {
    case What::state:
    case What::ticked:
      if (item.ticked && span == Span{item.box.begin + 1, item.box.end - 1}) return true;
      if (item.state_text && span == item.state_text->at) return true;
      if (in(item.state_text) && text.substr(span.begin, span.end - span.begin) == "~~") return true;
      break;
    case What::owner:
      if (item.owner && span == item.owner->at) return true;
      break;
    case What::due:
      if (in(item.due)) return true;
      if (!item.due && item.due_text && span == item.due_text->at) return true;  // "next sprint" gives way
      break;
    case What::priority:
      if (item.priority && span == item.priority->at) return true;
      break;
    default:
      break;
  }
  return item.from == "table row" && is_inside(span, item.span) && is_whole_cell(text, span);
}

std::string byte_change(const Reading& before, std::string_view after, const std::vector<Edit>& edits,
                        const Wish& wish) {
  const auto text = before.source.text;
  std::size_t from = 0, to = 0;
  for (const Edit& edit : edits) {
    if (!takes_its_own(before, edit.replace, wish))
      return "foreign bytes are taken: `" + std::string(slice(before, edit.replace)) + "`";
    const std::size_t kept = edit.replace.begin - from;
    if (after.substr(to, kept) != text.substr(from, kept)) return "bytes outside the spans changed";
    if (after.substr(to + kept, edit.with.size()) != edit.with)
      return "the new bytes are not where they belong";
    from = edit.replace.end;
    to += kept + edit.with.size();
  }
  if (after.substr(to) != text.substr(from)) return "bytes behind the last span changed";
  if (apply_edits(after, inverse_edits(text, edits)) != text) return "undoing does not give the text again";
  return "";
}

// The item that `after` has and `before` has not.
std::size_t added_item(const Document& before, const Document& after) {
  std::size_t at = 0;
  while (at < before.items.size() && at < after.items.size() && before.items[at].id == after.items[at].id)
    ++at;
  return at;
}

}  // namespace

document::Edits edits_for(const Reading& reading, const Wish& wish) {
  switch (wish.what) {
    case What::state:
      return document::set_state(reading, wish.item, wish.state);
    case What::owner:
      return document::set_owner(reading, wish.item, wish.value);
    case What::due:
      return document::set_due(reading, wish.item, wish.due);
    case What::priority:
      return document::set_priority(reading, wish.item, wish.value);
    case What::ticked:
      return document::set_ticked(reading, wish.item, wish.ticked);
    case What::field:
      return document::set_field(reading, wish.name, wish.value);
    case What::slot:
      return document::fill_slot(reading, wish.name, wish.value);
    case What::cleared:
      return document::clear_fact(reading, wish.item, wish.fact);
    case What::action:
      break;
  }
  document::NewAction action{wish.value, wish.name, "", std::nullopt};
  if (wish.due.day % 2 == 0) action.due = wish.due;
  return document::add_action(reading, action);
}

std::string foreign_change(const Reading& before, const Reading& after, const std::vector<Edit>& edits,
                           const Wish& wish) {
  const std::string bytes = byte_change(before, after.source.text, edits, wish);
  if (!bytes.empty()) return bytes;
  constexpr auto none = static_cast<std::size_t>(-1);
  const std::size_t more = wish.what == What::action ? 1 : 0;
  if (wish.what == What::slot) return unfulfilled(after, wish, 0);  // what fills it may be an item of its own
  if (after.document.items.size() != before.document.items.size() + more)
    return "the number of items changed";
  const std::size_t added = more == 1 ? added_item(before.document, after.document) : none;
  const std::string wrong = unfulfilled(after, wish, added);
  if (!wrong.empty()) return wrong;
  const bool is_due =
      wish.what == What::due || (wish.what == What::cleared && wish.fact == document::ItemFact::due);
  if (is_due &&
      !is_one_insertion(before.document.items[wish.item].text, after.document.items[wish.item].text))
    return "more than the due date was written";
  auto now = claims_of(after, added);
  if (more == 1 && after.document.sections.size() == before.document.sections.size() + 1) {
    const auto last = before.document.sections.size();  // a new section stands at the end
    for (std::string_view fact : {"role", "level", "title"})
      now.erase(numbered("section", last, fact));
  }
  auto then = claims_of(before, none);
  const auto fields = after.document.fields.size(), fields_before = before.document.fields.size();
  const bool is_cleared = wish.what == What::field && wish.value.empty() && fields + 1 == fields_before;
  if (is_cleared || (wish.what == What::field && fields == fields_before + 1)) {
    // A field that was empty is read now, or is empty now: the keys in front of it and behind it are the same
    // as before.
    for (auto* claims : {&then, &now})
      std::erase_if(*claims, [](const auto& claim) { return claim.first.starts_with("field "); });
  }
  return first_difference(then, now, before, edits, wish);
}

}  // namespace hindcast::edits_test
