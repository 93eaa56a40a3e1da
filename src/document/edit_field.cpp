#include <algorithm>

#include "document/edit_parts.h"
#include "document/lexicon.h"
#include "document/plain.h"
#include "document/scan.h"
#include "document/slots.h"

namespace hindcast::document {
namespace {

using namespace edits;
using facts::Field;
using markdown::Kind;

constexpr std::size_t value_bytes_max = 2000;

Status check_value(std::string_view value) {
  if (value.size() > value_bytes_max)
    return Error{ErrorCode::invalid, "the value is longer than 2,000 bytes"};
  for (char c : value)
    if (static_cast<unsigned char>(c) < 0x20)
      return Error{ErrorCode::invalid, "the value holds a line end or a control character"};
  return Ok();
}

bool same_key(std::string_view a, std::string_view b) {
  return scan::folded(trimmed(a)) == scan::folded(trimmed(b));
}

Span front_matter_of(const Reading& reading) {
  const auto node = markdown::front_matter_node(reading.tree);
  return node != 0 ? reading.tree.nodes[node].span : Span{};
}

std::string quoted_with(char quote, std::string_view value) {
  std::string out(1, quote);
  for (char c : value) {
    if (quote == '"' && (c == '"' || c == '\\')) out += '\\';
    if (quote == '\'' && c == '\'') out += '\'';
    out += c;
  }
  return out + quote;
}

// True where other readers of YAML would take the bare words for something else.
bool means_more_in_yaml(std::string_view value) {
  constexpr std::string_view firsts = "-?:,[]{}#&*!|>'\"%@`~";
  if (firsts.find(value.front()) != std::string_view::npos || value.back() == ':') return true;
  return value.find(": ") != std::string_view::npos || value.find(" #") != std::string_view::npos;
}

// The ways to write `value` in the place of `old`, as it was written first.
std::vector<std::string> spellings(const Reading& reading, Span old, std::string_view value) {
  const Span front = front_matter_of(reading);
  if (!(old.begin >= front.begin && old.end <= front.end && front.end > 0))
    return {std::string(value), cell_text(value)};
  const auto written = slice(reading, old);
  const bool toml =
      (reading.tree.nodes[markdown::front_matter_node(reading.tree)].flags & markdown::toml) != 0;
  std::vector<std::string> out;
  if (written.starts_with("'")) out.push_back(quoted_with('\'', value));
  if (written.starts_with("\"") || toml || means_more_in_yaml(value)) out.push_back(quoted_with('"', value));
  out.emplace_back(value);
  out.push_back(quoted_with('"', value));
  return out;
}

// What separates a key from its value that is still empty.
struct EmptyField {
  std::string key;
  Span value_at;
  std::string blank;  // to be put in front of the value
};

void add_empty_line(const Reading& reading, Span line, std::vector<EmptyField>& out) {
  const auto words = slice(reading, line);
  const auto lead = bold_lead(trimmed(words));
  std::string_view key = lead.label;
  if (key.empty() || !lead.colon || !trimmed(lead.rest).empty()) return;
  const Span content = trimmed_span(reading.source.text, line);
  EmptyField field;
  append_plain(key, field.key);
  field.value_at = {content.end, content.end};
  field.blank = " ";
  out.push_back(std::move(field));
}

// "**Owner**:", "| Severity | |", "severity:" in front matter: keys that wait for their value.
std::vector<EmptyField> empty_fields(const Reading& reading) {
  std::vector<EmptyField> out;
  const auto& tree = reading.tree;
  for (std::uint32_t i = 1; i < tree.nodes.size(); ++i) {
    const auto& node = tree.nodes[i];
    if (node.kind == Kind::paragraph)
      for (std::uint32_t line = 0; line < node.line_count; ++line)
        add_empty_line(reading, tree.lines[node.first_line + line], out);
    if (node.kind == Kind::front_matter)
      for (std::uint32_t line = 0; line < node.line_count; ++line) {
        const Span at = trimmed_span(reading.source.text, tree.lines[node.first_line + line]);
        const auto words = slice(reading, at);
        if (words.size() > 1 && words.back() == ':' && words.find(' ') == std::string_view::npos)
          out.push_back({std::string(words.substr(0, words.size() - 1)), {at.end, at.end}, " "});
      }
    if (node.kind != Kind::row || i + 1 >= node.end) continue;
    const auto second = tree.nodes[i + 1].end;
    if (second >= node.end || tree.nodes[second].end != node.end) continue;
    const Span value = tree.nodes[second].content;
    if (value.begin < value.end) continue;
    EmptyField field;
    append_plain(slice(reading, tree.nodes[i + 1].content), field.key);
    field.value_at = tree.nodes[second].span;
    field.blank = " ";
    out.push_back(std::move(field));
  }
  return out;
}

std::string plain_of(std::string_view text) {
  std::string plain;
  append_plain(trimmed(text), plain);
  return plain;
}

std::string known_keys(const Reading& reading) {
  std::string out;
  for (const Field& field : reading.document.fields) {
    if (out.size() > 120) return out + ", …";
    out += (out.empty() ? "" : ", ") + field.key;
  }
  for (const EmptyField& field : empty_fields(reading))
    if (out.size() < 120) out += (out.empty() ? "" : ", ") + field.key;
  return out;
}

Edits fill_empty(const Reading& reading, const EmptyField& empty, std::string_view value) {
  std::vector<Candidate> candidates;
  const bool cell =
      empty.value_at.begin < empty.value_at.end ||
      (empty.value_at.end < reading.source.text.size() && reading.source.text[empty.value_at.end] == '|');
  for (const auto& spelling : spellings(reading, empty.value_at, value))
    candidates.push_back({{empty.value_at, empty.blank + spelling + (cell ? " " : "")}});
  const std::string wanted = plain_of(value);
  return first_right(
      reading, std::move(candidates),
      [&](const Reread& after, const Candidate& edits) -> std::string {
        const auto& now = after.document.fields;
        const auto made = std::find_if(now.begin(), now.end(), [&](const Field& field) {
          return same_key(field.key, empty.key) && (field.value == wanted || field.value == value);
        });
        if (made == now.end()) return "it would not be read";
        Reread without = after;
        if (now.size() != reading.document.fields.size())  // front matter has empty values too
          without.document.fields.erase(without.document.fields.begin() + (made - now.begin()));
        return other_change(reading, without, edits, {.head = true});
      },
      "this value", reading.tree.line_of(empty.value_at.begin) + 1);
}

// "**Reviewer**: Ada" becomes "**Reviewer**:", as fill_empty finds it.
Edits clear_value(const Reading& reading, const Field& field) {
  const auto text = reading.source.text;
  const Span front = front_matter_of(reading);
  const bool in_front = field.value_at.end <= front.end && front.end > 0;
  std::vector<Candidate> candidates;
  const auto span = field.value_at;
  if (in_front && (reading.tree.nodes[1].flags & markdown::toml) != 0) {
    candidates.push_back({{span, "\"\""}});
  } else {
    const bool is_spaced = span.begin > 1 && text[span.begin - 1] == ' ' && text[span.begin - 2] != ' ';
    const bool is_cell = text.find_first_not_of(" \t", span.end) != text.npos &&
                         text[text.find_first_not_of(" \t", span.end)] == '|';
    if (is_spaced && !is_cell) candidates.push_back({{{span.begin - 1, span.end}, ""}});
    candidates.push_back({{span, ""}});
  }
  if (slice(reading, span).find('\n') != std::string_view::npos) candidates.clear();  // a list, a block
  return first_right_or(
      reading, std::move(candidates),
      [&](const Reread& after, const Candidate& edits) -> std::string {
        const auto index = static_cast<std::size_t>(&field - reading.document.fields.data());
        facts::Document without = reading.document;
        without.fields.erase(without.fields.begin() + static_cast<std::ptrdiff_t>(index));
        Reread rest = after;
        auto& now = rest.document.fields;
        if (now.size() == reading.document.fields.size()) {  // front matter has empty values too
          if (now[index].key != field.key || !now[index].value.empty()) return "it would still be read";
          now.erase(now.begin() + static_cast<std::ptrdiff_t>(index));
        }
        const Reading before{reading.source, reading.forms, reading.tree, without};
        return other_change(before, rest, edits, {.head = true});
      },
      "cannot lose this value alone", field.line);
}

// --- slots ---

std::string_view without_brackets(std::string_view name) {
  name = trimmed(name);
  while (name.size() > 1 && std::string_view("[<{$_").find(name.front()) != std::string_view::npos)
    name.remove_prefix(1);
  while (name.size() > 1 && std::string_view("]>}_").find(name.back()) != std::string_view::npos)
    name.remove_suffix(1);
  return trimmed(name);
}

// Every slot of the document's blocks, in order; code and comments are looked at as the templates are.
std::vector<Slot> slots_of(const Reading& reading) {
  forms::FoundSlots found;
  for (const auto& node : reading.tree.nodes)
    if (node.kind == Kind::paragraph || node.kind == Kind::heading || node.kind == Kind::cell) {
      const Span within = node.kind == Kind::paragraph ? node.span : node.content;
      forms::find_slots(reading.source.text, within, found);
    }
  return std::move(found.slots);
}

// True where "[label]: target" stands somewhere, so that "[Label]" is a link.
bool is_link_label(const Reading& reading, std::string_view folded) {
  for (const auto& node : reading.tree.nodes)
    if (node.kind == Kind::definition && scan::folded(slice(reading, node.mark)) == folded) return true;
  return false;
}

}  // namespace

Edits set_field(const Reading& reading, std::string_view key, std::string_view value) {
  TRY(check_value(value));
  value = trimmed(value);
  std::vector<std::size_t> found;
  const auto& fields = reading.document.fields;
  for (std::size_t i = 0; i < fields.size(); ++i)
    if (same_key(fields[i].key, key)) found.push_back(i);
  if (found.empty()) {
    for (const EmptyField& empty : empty_fields(reading))
      if (same_key(empty.key, key))
        return value.empty() ? std::vector<Edit>{} : fill_empty(reading, empty, value);
    const std::string known = known_keys(reading);
    return Error{ErrorCode::not_found,
                 "there is no field `" + std::string(key) + "`; " +
                     (known.empty() ? "the document has none at all: write it in an editor first"
                                    : "it has " + known)};
  }
  if (found.size() > 1)
    return Error{ErrorCode::conflict, "lines " + std::to_string(fields[found[0]].line) + " and " +
                                          std::to_string(fields[found[1]].line) + " both hold a field `" +
                                          std::string(key) + "`; change the right one in an editor"};
  const Field& field = fields[found[0]];
  if (value.empty()) return field.value.empty() ? std::vector<Edit>{} : clear_value(reading, field);
  const std::string wanted = plain_of(value);
  if (field.value == wanted || field.value == value) return std::vector<Edit>{};
  std::vector<Candidate> candidates;
  for (const auto& spelling : spellings(reading, field.value_at, value))
    candidates.push_back({{field.value_at, spelling}});
  return first_right(
      reading, std::move(candidates),
      [&](const Reread& after, const Candidate& edits) -> std::string {
        if (after.document.fields.size() != fields.size()) return "the number of fields would change";
        const std::string& now = after.document.fields[found[0]].value;
        if (now != wanted && now != value) return "it would be read as `" + now + "`";
        return other_change(reading, after, edits, {.head = true});
      },
      "this value", field.line);
}

Edits fill_slot(const Reading& reading, std::string_view name, std::string_view value) {
  TRY(check_value(value));
  if (trimmed(value).empty()) return Error{ErrorCode::invalid, "the value is empty; give one"};
  value = trimmed(value);
  const auto wanted = scan::folded(without_brackets(name));
  if (is_link_label(reading, wanted))
    return Error{
        ErrorCode::not_found,
        "`" + std::string(name) + "` is the label of a link here, and no slot; change it in an editor"};
  std::vector<Slot> found;
  std::string known;
  for (const Slot& slot : slots_of(reading)) {
    if (slot.text.size() > 1 && slot.text.substr(0, 2) == "[[") continue;  // a link to a page of a wiki
    if (scan::folded(without_brackets(slot.text)) == wanted)
      found.push_back(slot);
    else if (known.size() < 120 && known.find(slot.text) == std::string::npos)  // "TBD" once is enough
      known += (known.empty() ? "" : ", ") + slot.text;
  }
  if (found.empty())
    return Error{ErrorCode::not_found, "there is no slot `" + std::string(name) + "`; " +
                                           (known.empty() ? "none is left to fill" : "left are " + known)};
  if (found.size() > 1)
    return Error{ErrorCode::conflict, "the slot `" + found[0].text + "` stands in lines " +
                                          std::to_string(reading.tree.line_of(found[0].at.begin) + 1) +
                                          " and " +
                                          std::to_string(reading.tree.line_of(found[1].at.begin) + 1) +
                                          "; fill them in an editor"};
  const Span at = found[0].at;
  const auto line = reading.tree.line_of(at.begin) + 1;
  std::vector<Candidate> candidates{{{at, std::string(value)}}, {{at, cell_text(value)}}};
  return first_right(
      reading, std::move(candidates),
      [&](const Reread& after, const Candidate&) -> std::string {
        // A filled slot may become an item, a field or a title; what other lines say has to stay.
        const auto others = [line](const facts::Document& document) {
          std::vector<std::string> ids;
          for (const auto& item : document.items)
            if (item.line != line) ids.push_back(std::to_string(item.line) + " " + item.text);
          return ids;
        };
        if (others(after.document) != others(reading.document)) return "other items would change";
        if (after.document.sections.size() != reading.document.sections.size())
          return "the number of sections would change";
        return "";
      },
      "this value", line);
}

}  // namespace hindcast::document
