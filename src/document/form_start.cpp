// Starting a document: the template, byte for byte, with the few places filled that are known.
#include <algorithm>

#include "document/form.h"
#include "document/form_labels.h"
#include "document/form_text.h"
#include "document/slot_words.h"
#include "document/slots.h"
#include "markdown/markdown.h"

namespace hindcast::document {
namespace {

using forms::trimmed;

struct Change {
  Span at;
  std::string with;
};

bool contains_any(std::string_view text, std::initializer_list<std::string_view> words) {
  return std::any_of(words.begin(), words.end(),
                     [&](std::string_view word) { return text.find(word) != std::string_view::npos; });
}

// Days that lie ahead or apart from the one on which a document is begun stay for the writer.
bool is_another_day(std::string_view key) {
  return contains_any(lower(key), {"due", "deadline", "next", "follow", "resolved", "end", "expir", "target",
                                   "review", "until", "fällig", "срок", "prazo", "échéance"});
}

Span inside(Span at, std::string_view text, std::string_view marks) {
  std::string_view cut = trimmed(text.substr(at.begin, at.end - at.begin), marks);
  auto begin = static_cast<std::uint32_t>(cut.data() - text.data());
  return {begin, begin + static_cast<std::uint32_t>(cut.size())};
}

bool is_within(Span inner, Span outer) {
  return inner.begin >= outer.begin && inner.end <= outer.end;
}

// The slot that takes the title: of several, one that speaks of a title, a name or what happened.
const Slot* title_slot(const Form& form) {
  const Slot* best = nullptr;
  for (const Slot& slot : form.slots) {
    if (!is_within(slot.at, form.title_at) || slot.type != SlotType::text) continue;
    bool speaks =
        contains_any(lower(slot.text), {"title", "name", "titre", "titel", "título", "nombre", "summary"});
    if (best == nullptr || speaks) best = &slot;
    if (speaks) break;
  }
  return best;
}

// The title as the quotes around it want it: '"', '\'' or none.
std::string escaped(std::string_view title, char quote) {
  std::string out;
  for (char c : title) {
    if (quote == '"' && (c == '"' || c == '\\')) out += '\\';
    if (quote == '\'' && c == '\'') out += c;
    out += c;
  }
  return out;
}

// `title: "Report: [Name], <date>"` in front matter; an empty value is filled as a whole.
void fill_front_matter_title(const Form& form, const Slot& slot, std::string_view title, Date today,
                             std::vector<Change>& out) {
  std::string_view text = form.text;
  std::size_t end = std::min(text.find('\n', slot.at.begin), text.size());
  std::size_t start = slot.at.begin == 0 ? 0 : text.rfind('\n', slot.at.begin - 1) + 1;
  std::string_view value = trimmed(text.substr(start, end - start));
  value = trimmed(value.substr(std::min(value.find(':') + 1, value.size())));
  char quote = value.empty() ? '\0' : value[0];
  if (quote != '"' && quote != '\'') quote = 0;
  auto begin = static_cast<std::uint32_t>(value.data() - text.data());
  Span at{begin, begin + static_cast<std::uint32_t>(value.size())};
  forms::FoundSlots found;
  forms::find_slots(text, at, found);
  bool whole = trimmed(value, "\"' ").empty() || (found.slots.size() == 1 && found.slots[0].at == at);
  if (whole) {
    std::string blank = begin > 0 && text[begin - 1] == ':' ? " \"" : "\"";
    out.push_back({at, blank + escaped(title, '"') + "\""});
    return;
  }
  bool filled = false;
  for (const Slot& one : found.slots) {
    if (one.type == SlotType::date) out.push_back({one.at, forms::fill_date(one.text, today)});
    if (one.type == SlotType::date || one.type == SlotType::pending || filled) continue;
    out.push_back({one.at, escaped(title, quote)});
    filled = true;
  }
}

void fill_title(const Form& form, std::string_view title, Date today, std::vector<Change>& out) {
  if (form.title_at.begin == form.title_at.end) return;
  for (const Slot& slot : form.slots)
    if (is_within(slot.at, form.title_at) && slot.type == SlotType::date)
      out.push_back({slot.at, forms::fill_date(slot.text, today)});
  bool in_front_matter = std::any_of(form.fields.begin(), form.fields.end(), [&](const FormField& field) {
    return is_within(field.slot.at, form.title_at);
  });
  if (in_front_matter) return;  // filled with the other fields
  if (const Slot* slot = title_slot(form)) {
    out.push_back({slot->at, std::string(title)});
    return;
  }
  std::string_view words = trimmed(form.title);
  bool shouted = std::none_of(words.begin(), words.end(), [](char c) { return c >= 'a' && c <= 'z'; });
  if (words.empty() || shouted || lower(words).find("title") != std::string::npos) {
    out.push_back({form.title_at, std::string(title)});  // "ISSUE NAME", "Title of the incident"
  } else {
    out.push_back({{form.title_at.end, form.title_at.end}, ": " + std::string(title)});
  }
}

void fill_fields(const Form& form, std::string_view title, Date today, std::vector<Change>& out) {
  for (const FormField& field : form.fields) {
    const Slot& slot = field.slot;
    bool front_matter_title = field.key == "title" && form.text.substr(0, 3) == "---";
    if (front_matter_title && forms::value_slot(form.text, slot.at).is_open) {
      fill_front_matter_title(form, slot, title, today, out);
    } else if (slot.type == SlotType::date && !is_another_day(field.key)) {
      out.push_back({inside(slot.at, form.text, "\"'"), forms::fill_date(trimmed(slot.text, "\"'"), today)});
    }
  }
}

// A remark goes with its line where it has one of its own.
void remove_remarks(std::string_view text, std::vector<Change>& out) {
  for (const forms::Comment& comment :
       forms::comments_in(text, {0, static_cast<std::uint32_t>(text.size())})) {
    if (!comment.is_remark) continue;
    std::uint32_t begin = comment.at.begin, end = comment.at.end;
    while (begin > 0 && (text[begin - 1] == ' ' || text[begin - 1] == '\t'))
      --begin;
    std::uint32_t after = end;
    while (after < text.size() && (text[after] == ' ' || text[after] == '\t' || text[after] == '\r'))
      ++after;
    bool alone = (begin == 0 || text[begin - 1] == '\n') && (after == text.size() || text[after] == '\n');
    if (alone && after < text.size()) ++after;
    out.push_back({{begin, alone ? after : end}, ""});
  }
}

// The `hindcast:` block of front matter, and the whole of it where nothing else is left.
void remove_front_matter(std::string_view text, std::vector<Change>& out) {
  markdown::Tree tree = markdown::parse(text);
  if (tree.nodes.size() < 2 || tree.nodes[1].kind != markdown::Kind::front_matter) return;
  const markdown::Node& node = tree.nodes[1];
  bool toml = (node.flags & markdown::toml) != 0;
  bool ours = false, rest = false;
  for (std::uint32_t i = 0; i < node.line_count; ++i) {
    Span line = tree.lines[node.first_line + i];
    std::string_view words = text.substr(line.begin, line.end - line.begin);
    bool blank = trimmed(words).empty();
    bool starts = !blank && (toml ? words[0] == '[' : words[0] != ' ' && words[0] != '\t' && words[0] != '-');
    if (starts)
      ours = words.substr(0, toml ? 9 : 8) == (toml ? "[hindcast" : "hindcast") &&
             words.substr(0, record_key.size()) != record_key;
    if (!ours) {
      rest |= !blank;
      continue;
    }
    std::uint32_t next = tree.line_of(line.begin) + 1;
    std::uint32_t end =
        next < tree.line_starts.size() ? tree.line_starts[next] : static_cast<std::uint32_t>(text.size());
    out.push_back({{tree.line_starts[next - 1], end}, ""});
  }
  if (rest || out.empty()) return;
  out.clear();
  std::uint32_t next = tree.line_of(node.span.end) + 1;
  std::uint32_t end =
      next < tree.line_starts.size() ? tree.line_starts[next] : static_cast<std::uint32_t>(text.size());
  while (end < text.size() && (text[end] == '\n' || text[end] == '\r'))
    ++end;
  out.push_back({{0, end}, ""});
}

}  // namespace

std::string start_document(const Form& form, std::string_view title, Date today) {
  std::vector<Change> changes;
  remove_front_matter(form.text, changes);
  remove_remarks(form.text, changes);
  fill_title(form, title, today, changes);
  fill_fields(form, title, today, changes);
  std::stable_sort(changes.begin(), changes.end(),
                   [](const Change& a, const Change& b) { return a.at.begin < b.at.begin; });
  std::string out;
  std::uint32_t at = 0;
  if (form.title_at.begin == form.title_at.end && form.text.substr(0, 3) != "---")
    out = "# " + std::string(title) + "\n\n";
  for (const Change& change : changes) {
    if (change.at.begin < at) continue;  // inside something that is already gone
    out += std::string_view(form.text).substr(at, change.at.begin - at);
    out += change.with;
    at = change.at.end;
  }
  return out + form.text.substr(at);
}

}  // namespace hindcast::document
