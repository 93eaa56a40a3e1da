#include <algorithm>

#include "document/document.h"
#include "document/head.h"
#include "document/ids.h"
#include "document/items.h"
#include "document/leftovers.h"
#include "document/lexicon.h"
#include "document/outline.h"
#include "document/zones.h"

namespace hindcast::document {
namespace {

using facts::Document;
using facts::DocumentKind;
using facts::ItemRole;
using facts::SectionRole;
using markdown::Kind;
using markdown::Tree;

constexpr int told_days_max = 60;      // postmortems are written within weeks
constexpr int story_sections_max = 3;  // past the story's beginning a date is of something else

// True for a day in a field that says when the document was written: "Created: 2031-05-02".
bool is_when_written(const Document& document, Span at) {
  Folded folded;
  for (const auto& field : document.fields) {
    if (at.begin < field.value_at.begin || at.end > field.value_at.end) continue;
    fold(field.key, folded);
    if ((field_meaning(folded) & field_made) != 0) return true;
  }
  return false;
}

// The first full date that the text itself tells, in the lines before the first sections and in the first of
// them. `cells` looks into tables as well, as meetings of a sprint stand in one.
std::optional<facts::DerivedDate> told_date(const Document& document, std::string_view text,
                                            const Outline& outline, const Tree& tree,
                                            const DateContext& context, bool cells) {
  std::size_t next = 0;
  int sections = 0;
  bool skip = false;
  for (std::uint32_t at = 1; at < tree.nodes.size(); ++at) {
    for (; next < outline.parts.size() && outline.parts[next].node <= at; ++next) {
      // A day in an action is when it is due, not when anything happened.
      skip = outline.parts[next].skip || outline.sections[next].role == SectionRole::actions;
      sections += outline.parts[next].depth < 7 && static_cast<std::int32_t>(next) != outline.title;
    }
    if (!cells && sections > story_sections_max) break;
    const auto& node = tree.nodes[at];
    if (skip || !(node.kind == Kind::paragraph || (cells && node.kind == Kind::cell))) continue;
    const auto words = text.substr(node.span.begin, node.span.end - node.span.begin);
    const auto found = first_date(words, context);
    if (!found) continue;
    const Span at_bytes{node.span.begin + found->at.begin, node.span.begin + found->at.end};
    if (!is_when_written(document, at_bytes)) return facts::DerivedDate{found->first, "the text", at_bytes};
  }
  return std::nullopt;
}

// The middle of a year that the title or the path names: a date without a year is nearest to it in that year.
std::optional<Date> year_named(std::string_view words) {
  for (std::size_t i = 0; i + 4 <= words.size(); ++i) {
    const auto is_digit = [&](std::size_t k) {
      return k < words.size() && words[k] >= '0' && words[k] <= '9';
    };
    if (words[i] != '2' || words[i + 1] != '0' || (i > 0 && is_digit(i - 1)) || is_digit(i + 4)) continue;
    if (is_digit(i + 2) && is_digit(i + 3))
      return Date{2000 + (words[i + 2] - '0') * 10 + words[i + 3] - '0', 7, 1};
  }
  return std::nullopt;
}

// The first day of the timeline.
std::optional<facts::DerivedDate> timeline_date(const Document& document) {
  std::optional<facts::DerivedDate> first;
  for (const auto& item : document.items) {
    if (item.role != ItemRole::event || item.start.size() < 10 || !item.time) continue;
    const auto day = parse_iso_date(std::string_view(item.start).substr(0, 10));
    if (day && !first) first = facts::DerivedDate{*day, "the timeline", item.time->at};
  }
  return first;
}

void give_ids(const Tree& tree, std::string_view text, Document& document) {
  ItemIds ids;
  std::uint32_t last_line = 0;  // several items may stand on one
  std::optional<std::string_view> pinned;
  for (auto& item : document.items) {
    if (item.line != last_line) {
      last_line = item.line;
      const auto begin = tree.line_starts[last_line - 1];
      const auto end = last_line < tree.line_starts.size() ? tree.line_starts[last_line]
                                                           : static_cast<std::uint32_t>(text.size());
      const auto words = text.substr(begin, end - begin);
      pinned.reset();
      if (words.find('=') != std::string_view::npos && words.find("hindcast:id=") != std::string_view::npos)
        if (const auto found = pinned_id(words)) pinned = found->id;
    }
    if (item.due && !item.due_text) item.due_text = facts::Quote{due_words(item, text), item.due->at};
    item.id = item.due ? ids.give(item.role, text_for_id(item, text), pinned)
                       : ids.give(item.role, item.text, pinned);
  }
}

// Does it say of itself that it is a release record?
bool is_release_record(const Tree& tree, std::string_view text) {
  const auto front = markdown::front_matter_node(tree);
  if (front == 0) return false;
  const auto& node = tree.nodes[front];
  for (std::uint32_t i = 0; i < node.line_count; ++i) {
    const auto line = tree.lines[node.first_line + i];
    if (text.substr(line.begin, line.end - line.begin).substr(0, record_key.size()) == record_key)
      return true;
  }
  return false;
}

// A record quotes what other documents ask. Its parts say nothing but what the gate reads in them, so they
// have no roles and state no items: else every question would be asked again by its own record.
Document read_release_record(const Source& source, const Tree& tree, std::span<const Form> forms) {
  Document document;
  const auto form = std::find_if(forms.begin(), forms.end(), [](const Form& one) { return one.is_record; });
  auto outline = outline_of(tree, source.text, headings_of(tree, source.text), nullptr);
  for (std::size_t i = 0; i < outline.sections.size(); ++i) {
    outline.sections[i].role = outline.parts[i].around = SectionRole::none;
    outline.parts[i].skip = true;
  }
  read_head(source, tree, outline, nullptr, document);
  document.kind = DocumentKind::release;
  if (form != forms.end()) document.form = form->name;
  DateContext context;
  context.order = date_order(source.text, document.language);
  document.date = stated_date(source, document, context);
  document.sections = std::move(outline.sections);
  return document;
}

const Form* form_of(const Headings& headings, std::span<const Form> forms) {
  if (forms.empty()) return nullptr;
  std::vector<std::uint64_t> sections;
  std::string_view title;
  for (std::size_t i = 0; i < headings.list.size(); ++i) {
    if (static_cast<std::int32_t>(i) == headings.title)
      title = headings.title_of(i);
    else
      sections.push_back(headings.list[i].key);
  }
  return best_form(forms, title, sections).form;
}

// Items are large: room is made for them at once. Few things but bullets and rows are items.
std::size_t items_expected(const Tree& tree) {
  constexpr std::size_t expected_max = 500;  // a document of more is rare, and grows
  std::size_t count = 0;
  for (const auto& node : tree.nodes)
    count += node.kind == Kind::item || node.kind == Kind::row;
  return std::min(count, expected_max);
}

// Relative dates count from the document's day, and the day may be that of its timeline's first entry: so
// what the head says comes first, then the items, then what is left.
void find_date_and_items(const Source& source, const Tree& tree, const Outline& outline, const Form* form,
                         Document& document) {
  const bool retrospective = document.kind == DocumentKind::retrospective;
  // What looks back on weeks or months tells many days, and its own says when it looked.
  const bool looks_back = retrospective || document.kind == DocumentKind::lessons_learned;
  DateContext context;
  context.order = date_order(source.text, document.language);
  document.date = stated_date(source, document, context);
  const auto written = document.date ? std::nullopt : written_date(source, document, context);
  if (document.date) context.near = document.date->date;
  if (!context.near && written) context.near = written->date;
  std::optional<facts::DerivedDate> told;
  if (!document.date) told = told_date(document, source.text, outline, tree, context, false);
  const bool earlier =
      told && written && document.kind == DocumentKind::postmortem && told->date <= written->date;
  if (earlier && days_from_epoch(written->date) - days_from_epoch(told->date) <= told_days_max)
    context.near = told->date;
  if (!document.date && !told && !written && retrospective)
    told = told_date(document, source.text, outline, tree, context, true);
  if (!document.date && told && !written && retrospective) document.date = told;
  if (!context.near && told) context.near = told->date;
  const bool near_is_day = context.near.has_value();
  if (!context.near) context.near = year_named(document.title.text);
  if (!context.near) context.near = year_named(source.path);

  document.items.reserve(items_expected(tree));
  read_items(tree, source.text, outline, context, near_is_day, document);
  share_zones(source.text, outline.sections, document.items);
  if (form != nullptr) drop_leftover_items(*form, tree, source.text, document.items);
  if (!document.date && looks_back) document.date = written;
  if (!document.date) document.date = timeline_date(document);
  if (!document.date && earlier) document.date = told;
  if (!document.date) document.date = written;
  if (!document.date) document.date = told;
}

}  // namespace

Document read(const Source& source, const Tree& tree, std::span<const Form> forms) {
  if (is_release_record(tree, source.text)) return read_release_record(source, tree, forms);
  Document document;
  const auto headings = headings_of(tree, source.text);
  const auto* form = form_of(headings, forms);
  auto outline = outline_of(tree, source.text, headings, form);
  if (form != nullptr) {
    document.form = form->name;
    document.kind = form->kind;
  }
  read_head(source, tree, outline, form, document);
  // Headings can be those of several kinds; a title that says "Postmortem" is not filled in from another
  // form.
  if (form != nullptr && form->kind != DocumentKind::other && form->kind != document.kind) {
    outline = outline_of(tree, source.text, headings, nullptr);
    document.form.clear();
    form = nullptr;
  }
  find_date_and_items(source, tree, outline, form, document);
  read_fences(tree, source.text, outline, document);
  document.sections = std::move(outline.sections);
  if (document.causal_chain.empty()) read_whys(tree, source.text, document);
  give_ids(tree, source.text, document);
  return document;
}

Document read(const Source& source, std::span<const Form> forms) {
  return read(source, markdown::parse(source.text), forms);
}

}  // namespace hindcast::document
