#include <algorithm>

#include "document/edit_parts.h"
#include "document/ids.h"
#include "document/lexicon.h"

namespace hindcast::document::edits {
namespace {

using facts::Document;
using facts::Item;

bool same(const std::optional<facts::Quote>& a, const std::optional<facts::Quote>& b) {
  return a.has_value() == b.has_value() && (!a || a->text == b->text);
}

bool same(const std::optional<facts::DerivedDate>& a, const std::optional<facts::DerivedDate>& b) {
  return a.has_value() == b.has_value() && (!a || a->date == b->date);
}

bool same_links(const Item& a, const Item& b) {
  return std::equal(a.links.begin(), a.links.end(), b.links.begin(), b.links.end(),
                    [](const facts::Quote& x, const facts::Quote& y) { return x.text == y.text; });
}

bool touches(const std::vector<Edit>& edits, Span span) {
  return std::any_of(edits.begin(), edits.end(), [span](const Edit& edit) {
    return edit.replace.begin <= span.end && edit.replace.end >= span.begin;
  });
}

// The item's text without the words of its due date and what sets them off from the others.
std::string text_without_due(const Item& item, std::string_view text) {
  const std::string phrase = due_words(item, text);
  const auto at = phrase.empty() ? std::string::npos : item.text.rfind(phrase);
  std::string_view left = std::string_view(item.text).substr(0, at), right;
  if (at != std::string::npos) right = std::string_view(item.text).substr(at + phrase.size());
  const auto trim = [&] {
    while (!left.empty() && std::string_view(" ,;:-.").find(left.back()) != std::string_view::npos)
      left.remove_suffix(1);
    while (!right.empty() && std::string_view(" ,;.").find(right.front()) != std::string_view::npos)
      right.remove_prefix(1);
  };
  trim();
  const bool in_brackets =
      (left.ends_with("(") && right.starts_with(")")) || (left.ends_with("[") && right.starts_with("]"));
  if (in_brackets) {
    left.remove_suffix(1);
    right.remove_prefix(1);
    trim();
  }
  return std::string(left) + " " + std::string(right);
}

// What differs between an item before and after, beside `facts`.
std::string item_change(const Item& a, const Item& b, std::uint32_t facts, bool dates) {
  const auto may = [facts](std::uint32_t fact) { return (facts & fact) != 0; };
  if (a.role != b.role) return "its role";
  if (!may(fact_state) && a.from != b.from) return "its kind of line";
  if (!may(fact_state) && !may(fact_box) && (a.state != b.state || a.ticked != b.ticked)) return "its state";
  if (!may(fact_state) && !same(a.state_text, b.state_text)) return "the word for its state";
  if (!may(fact_owner) && !same(a.owner, b.owner)) return "its owner";
  if (!may(fact_owner) && !same(a.team, b.team)) return "its team";
  if (!may(fact_due) && !dates && (!same(a.due, b.due) || !same(a.due_text, b.due_text)))
    return "its due date";
  if (!may(fact_priority) && !same(a.priority, b.priority)) return "its priority";
  if (!dates && (a.start != b.start || a.end != b.end)) return "its time";
  if (!same(a.time, b.time)) return "its time";
  if (!same(a.value, b.value)) return "its value";
  if (!same_links(a, b)) return "its links";
  // A due date in an item's own words is part of its text and not of its id.
  if (!may(fact_due) && a.text != b.text) return "its text";
  if (a.id != b.id) return "its id";
  return "";
}

std::string items_change(const Reading& before, const Reread& after, const std::vector<Edit>& edits,
                         const Allowed& allowed) {
  const Document &a = before.document, &b = after.document;
  const std::size_t more = allowed.added == no_item ? 0 : 1;
  if (b.items.size() != a.items.size() + more) return "the number of items would change";
  // Only lines that were put in move what stands behind them.
  std::int64_t delta = 0;
  std::size_t next = 0;
  for (std::size_t i = 0; i < a.items.size(); ++i) {
    const std::size_t k = more == 1 && i >= allowed.added ? i + 1 : i;
    for (; next < edits.size() && edits[next].replace.end <= a.items[i].span.begin; ++next) {
      const auto taken = slice(before, edits[next].replace);
      delta += std::count(edits[next].with.begin(), edits[next].with.end(), '\n');
      delta -= std::count(taken.begin(), taken.end(), '\n');
    }
    if (allowed.head && touches(edits, a.items[i].span)) continue;
    const std::string change =
        item_change(a.items[i], b.items[k], i == allowed.item ? allowed.facts : 0, allowed.head);
    const std::string whose = i == allowed.item ? "" : "of line " + std::to_string(a.items[i].line) + " ";
    if (!change.empty()) return whose + change + " would change";
    if (i == allowed.item && (allowed.facts & fact_due) != 0 &&
        text_without_due(a.items[i], before.source.text) != text_without_due(b.items[k], after.text))
      return "its text would change";
    if (b.items[k].line != a.items[i].line + delta && more == 0) return "lines would move";
  }
  return "";
}

std::string sections_change(const Document& a, const Document& b, const std::vector<Edit>& edits,
                            const Allowed& allowed) {
  if (b.sections.size() != a.sections.size() + (allowed.section ? 1 : 0))
    return "the number of sections would change";
  for (std::size_t i = 0; i < a.sections.size(); ++i) {
    const auto &x = a.sections[i], &y = b.sections[i];
    if (x.role != y.role || x.level != y.level) return "the section `" + x.title + "` would change";
    if (x.title != y.title && !touches(edits, x.heading)) return "the section `" + x.title + "` would change";
  }
  return "";
}

std::string fields_change(const Document& a, const Document& b, const std::vector<Edit>& edits) {
  if (a.fields.size() != b.fields.size()) return "the number of fields would change";
  for (std::size_t i = 0; i < a.fields.size(); ++i) {
    if (a.fields[i].key != b.fields[i].key) return "the field `" + a.fields[i].key + "` would change";
    if (a.fields[i].value != b.fields[i].value && !touches(edits, a.fields[i].value_at))
      return "the field `" + a.fields[i].key + "` would change";
  }
  return "";
}

std::string head_change(const Document& a, const Document& b, const std::vector<Edit>& edits,
                        const Allowed& allowed) {
  if (allowed.head) return "";
  if (a.slug != b.slug || a.kind != b.kind || a.form != b.form) return "the kind of document would change";
  if (a.title.text != b.title.text && !touches(edits, a.title.at)) return "the title would change";
  if (!same(a.date, b.date)) return "the document's date would change";
  if (!same(a.severity, b.severity)) return "the severity would change";
  return "";
}

std::string rest_change(const Document& a, const Document& b) {
  const auto same_text = [](const facts::Quote& x, const facts::Quote& y) { return x.text == y.text; };
  if (!std::equal(a.causal_chain.begin(), a.causal_chain.end(), b.causal_chain.begin(), b.causal_chain.end(),
                  same_text))
    return "the causal chain would change";
  if (a.embedded.size() != b.embedded.size()) return "an embedded document would change";
  return "";
}

}  // namespace

std::string other_change(const Reading& before, const Reread& after, const std::vector<Edit>& edits,
                         const Allowed& allowed) {
  const Document &a = before.document, &b = after.document;
  for (const std::string& change :
       {head_change(a, b, edits, allowed), fields_change(a, b, edits), sections_change(a, b, edits, allowed),
        items_change(before, after, edits, allowed), rest_change(a, b)})
    if (!change.empty()) return change;
  return "";
}

Reread reread(const Reading& reading, const std::vector<Edit>& edits) {
  Reread again;
  again.text = apply_edits(reading.source.text, edits);
  again.tree = markdown::parse(again.text);
  again.document = read({reading.source.path, again.text}, again.tree, reading.forms);
  return again;
}

}  // namespace hindcast::document::edits

namespace hindcast::document {

OpenReading open_reading(const Source& source, std::span<const Form> forms) {
  OpenReading open{source, forms, markdown::parse(source.text), {}};
  open.document = read(source, open.tree, forms);
  return open;
}

}  // namespace hindcast::document
