#include <algorithm>

#include "document/document.h"
#include "document/head.h"
#include "document/ids.h"
#include "document/items.h"
#include "document/outline.h"

namespace hindcast::document {
namespace {

using facts::Document;
using facts::DocumentKind;
using facts::ItemRole;
using facts::SectionRole;
using markdown::Kind;
using markdown::Tree;

// The first full date in the summary or in what stands before the first section.
std::optional<facts::DerivedDate> told_date(std::string_view text, const Outline& outline, const Tree& tree,
                                            const DateContext& context) {
  for (std::uint32_t at = 1; at < tree.nodes.size(); ++at) {
    const auto& node = tree.nodes[at];
    if (node.kind != Kind::paragraph) continue;
    const auto found = first_date(text.substr(node.span.begin, node.span.end - node.span.begin), context);
    if (found && (found->has_year || context.near))
      return facts::DerivedDate{
          found->first, "the text", {node.span.begin + found->at.begin, node.span.begin + found->at.end}};
    // Past the story's beginning a date is of something else.
    std::size_t sections = 0;
    for (const auto& part : outline.parts)
      sections += part.node <= at && !part.label;
    if (sections > 3) break;
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
  for (auto& item : document.items) {
    const auto line = item.line - 1;
    const auto begin = tree.line_starts[line];
    const auto end = line + 1 < tree.line_starts.size() ? tree.line_starts[line + 1]
                                                        : static_cast<std::uint32_t>(text.size());
    const auto words = text.substr(begin, end - begin);
    std::optional<std::string_view> pinned;
    if (words.find("hindcast:id=") != std::string_view::npos)
      if (const auto found = pinned_id(words)) pinned = found->id;
    item.id = ids.give(item.role, item.text, pinned);
  }
}

}  // namespace

Document read(const Source& source, const Tree& tree, std::span<const Form> forms) {
  Document document;
  const Form* form = nullptr;
  (void)forms;
  auto outline = outline_of(tree, source.text, form);
  read_head(source, tree, outline, document);

  DateContext context;
  context.order = date_order(source.text, document.language);
  document.date = stated_date(source, document, context);
  const auto written = document.date ? std::nullopt : written_date(source, document, context);
  context.near = document.date ? std::optional(document.date->date)
                 : written     ? std::optional(written->date)
                               : std::nullopt;
  std::optional<facts::DerivedDate> told;
  if (!document.date) told = told_date(source.text, outline, tree, context);
  const bool told_first = document.kind == DocumentKind::retrospective && !written;
  if (!document.date && told && told_first) document.date = told;
  if (!context.near && told) context.near = told->date;

  read_items(tree, source.text, outline, context, document);
  read_fences(tree, source.text, outline, document);
  if (!document.date) document.date = timeline_date(document);
  if (!document.date && written && told && document.kind == DocumentKind::postmortem &&
      told->date <= written->date)
    document.date = told;
  if (!document.date) document.date = written;
  if (!document.date) document.date = told;
  document.sections = std::move(outline.sections);
  give_ids(tree, source.text, document);
  return document;
}

Document read(const Source& source, std::span<const Form> forms) {
  return read(source, markdown::parse(source.text), forms);
}

}  // namespace hindcast::document
