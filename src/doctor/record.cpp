// One document turned into what is remembered of it.
#include <algorithm>

#include "doctor/codes.h"
#include "doctor/doctor.h"
#include "doctor/groups.h"
#include "document/dates.h"
#include "document/ids.h"
#include "lint/rules/look.h"
#include "markdown/inlines.h"

namespace hindcast::doctor {
namespace {

using markdown::InlineKind;
using markdown::Kind;

constexpr std::size_t each_max =
    1000;  // of codes, links, pins: no person writes more of them into one document

std::string_view slice(std::string_view text, Span at) {
  return text.substr(at.begin, at.end - at.begin);
}

std::optional<Words> words_of(const std::optional<facts::Quote>& quote) {
  if (!quote) return std::nullopt;
  return Words{quote->at, quote->text};
}

void add_actions(const lint::Subject& subject, Record& record) {
  for (const auto& item : subject.document.items) {
    if (item.role != facts::ItemRole::action) continue;
    record.actions.push_back({item.span, item.line, item.text, state_of(item), words_of(item.owner), item.due,
                              item.from == "heading"});
  }
}

bool is_front_matter(const lint::Subject& subject, const facts::Field& field) {
  const auto& nodes = subject.tree.nodes;
  return nodes.size() > 1 && nodes[1].kind == Kind::front_matter && field.value_at.end <= nodes[1].span.end;
}

// "Review date", "Postmortem meeting", "レビュー日": when it was, or will be, talked over.
bool is_review(const std::string& key) {
  for (const std::string_view word : {"review", "meeting", "retro date", "retrospective date", "レビュー",
                                      "会議", "reunião", "reunión", "réunion", "besprechung"})
    if (key.find(word) != key.npos) return true;
  return false;
}

bool is_reference(const std::string& key) {
  for (const std::string_view word :
       {"related", "relates_to", "related_to", "related_incidents", "related_postmortems",
        "related_documents", "supersedes", "superseded_by", "see_also", "follows", "followed_by",
        "follow_up_to", "duplicate_of", "duplicates", "repeats", "repeat_of", "previous", "earlier"})
    if (key == word) return true;
  return false;
}

std::string key_of(const facts::Field& field) {
  auto key = lowered(field.key);
  std::replace(key.begin(), key.end(), '-', '_');
  return key;
}

// "[2023-05-03-storefront, x-y-z]" are two.
void add_references(const lint::Subject& subject, const facts::Field& field, Record& record) {
  const auto value = slice(subject.text, field.value_at);
  const auto* beside = subject.neighbours;
  constexpr std::string_view between = " \t\r\n,;[]\"'";
  for (std::size_t at = 0; at < value.size() && record.references.size() < each_max;) {
    const auto begin = value.find_first_not_of(between, at);
    if (begin == value.npos) return;
    const auto end = std::min(value.find_first_of(between, begin), value.size());
    const auto from = field.value_at.begin + static_cast<std::uint32_t>(begin);
    const std::string name(value.substr(begin, end - begin));
    const auto path = name.substr(0, name.find('#'));
    record.references.push_back({{from, field.value_at.begin + static_cast<std::uint32_t>(end)},
                                 name,
                                 beside && (beside->exists(path) || beside->exists(path + ".md"))});
    at = end;
  }
}

void add_fields(const lint::Subject& subject, Record& record) {
  for (const auto& field : subject.document.fields) {
    const auto key = key_of(field);
    if (is_review(key) && !record.review)
      if (const auto found = document::first_date(field.value, {}); found && found->has_year)
        record.review = found->last;
    if (!is_front_matter(subject, field)) continue;
    if (key == "id" && !field.value.empty()) record.id = Words{field.value_at, field.value};
    if (is_reference(key)) add_references(subject, field, record);
  }
}

void add_codes(std::string_view text, Span at, Record& record) {
  for (const auto& code : codes_in(slice(text, at))) {
    if (record.codes.size() >= each_max) return;
    record.codes.push_back({{at.begin + code.at.begin, at.begin + code.at.end}, code.name});
  }
}

// "&amp;" of HTML, which writers paste into addresses.
std::string with_plain_ampersands(std::string_view url) {
  std::string out(url);
  for (auto at = out.find("&amp;"); at != out.npos; at = out.find("&amp;", at + 1))
    out.erase(at + 1, 4);
  return out;
}

constexpr std::size_t url_bytes_max = 8 << 10;

void add_links(const std::vector<markdown::Inline>& pieces, std::string_view text, Record& record) {
  for (const auto& piece : pieces) {
    if (piece.kind != InlineKind::link && piece.kind != InlineKind::image &&
        piece.kind != InlineKind::autolink)
      continue;
    const auto target = slice(text, piece.target);
    if (target.size() > url_bytes_max) continue;
    const auto scheme = lowered(target.substr(0, 8));
    if (!scheme.starts_with("http://") && !scheme.starts_with("https://")) continue;
    if (record.links.size() < each_max) record.links.push_back({piece.target, with_plain_ampersands(target)});
  }
}

void add_running_text(const lint::Subject& subject, Record& record) {
  const auto& tree = subject.tree;
  const auto text = subject.text;
  const bool has_links = text.find("://") != text.npos;
  const markdown::Definitions definitions(tree, text);
  std::vector<markdown::Inline> pieces;
  std::uint64_t steps = 0;
  for (std::uint32_t i = 1; i < tree.nodes.size(); ++i) {
    const auto& node = tree.nodes[i];
    const bool is_lines = node.kind == Kind::paragraph || node.kind == Kind::heading;
    if (!is_lines && node.kind != Kind::cell && node.kind != Kind::front_matter) continue;
    if (node.kind == Kind::cell)
      add_codes(text, node.content, record);
    else
      for (auto line = node.first_line; line < node.first_line + node.line_count; ++line)
        add_codes(text, tree.lines[line], record);
    if (!has_links || node.kind == Kind::front_matter) continue;
    markdown::read_inlines(tree, i, text, definitions, pieces, steps);
    add_links(pieces, text, record);
  }
}

void add_pins(std::string_view text, Record& record) {
  constexpr std::string_view mark = "hindcast:id=";
  for (auto at = text.find(mark); at != text.npos && record.pins.size() < each_max;
       at = text.find(mark, at + mark.size())) {
    // The comment that holds it stands on one line.
    constexpr std::size_t lead_bytes_max = 40;
    const auto from = at - std::min(at, lead_bytes_max);
    const auto back = text.substr(from, at - from).rfind("<!--");
    if (back == text.npos) continue;
    const auto open = from + back;
    if (const auto pin = document::pinned_id(text.substr(open, 120)); pin && pin->cut.begin == 0) {
      const auto begin = static_cast<std::uint32_t>(open);
      record.pins.push_back({{begin + pin->at.begin, begin + pin->at.end}, std::string(pin->id)});
    }
  }
}

}  // namespace

Record record_of(const lint::Subject& subject) {
  Record record;
  record.path = subject.path;
  record.slug = subject.document.slug;
  record.kind = subject.document.kind;
  record.has_form = !subject.document.form.empty();
  record.has_items = !subject.document.items.empty();
  record.is_template = lint::is_template_file(subject.path);
  record.title = subject.document.title.at;
  if (subject.document.date) record.date = subject.document.date->date;
  add_actions(subject, record);
  add_fields(subject, record);
  add_running_text(subject, record);
  add_pins(subject.text, record);
  // Through the door of lint, which makes ready what its rules share.
  lint::Settings only{std::vector<diag::Severity>(lint::rules().size(), diag::Severity::off)};
  only.severities[static_cast<std::size_t>(lint::find_rule("value-to-come") - lint::rules().data())] =
      diag::Severity::hint;
  for (const auto& value : lint::check(subject, only))
    record.values_to_come.push_back(value.span);
  return record;
}

}  // namespace hindcast::doctor
