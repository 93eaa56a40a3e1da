// What one document asks of releases.
#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "base/text.h"
#include "document/about.h"
#include "gate/plan.h"
#include "gate/prose.h"
#include "gate/scope_fields.h"
#include "gate/ticked.h"
#include "gate/written.h"
#include "recall/words.h"

namespace hindcast::gate {
namespace {

using facts::DocumentKind;
using facts::ItemRole;

constexpr std::size_t text_bytes_max = 2000;  // of a question; a longer item is a chapter
constexpr std::size_t title_bytes_max = 300;
constexpr std::size_t item_bytes_max = 64 << 10;  // of an item that are looked at for notes

// "[Check item 1: related to this issue]": what a template leaves to be filled in.
bool is_slot(std::string_view text) {
  text = trimmed(text);
  return text.size() > 2 && text[0] == '[' && text.find(']') + 1 == text.size();
}

bool is_work(const facts::Item& item) {
  return item.role == ItemRole::action || item.role == ItemRole::improvement;
}

// Done, and not given up.
bool is_done(const facts::Item& item) {
  const auto state = state_of(item);
  return is_work(item) && (state == facts::ActionState::done || state == facts::ActionState::verified);
}

bool is_asked(const facts::Item& item, DocumentKind kind, TickedBoxes& boxes) {
  if (is_slot(item.text)) return false;
  if (is_work(item)) return is_open(state_of(item)) || is_done(item);
  return item.role == ItemRole::check &&
         (kind == DocumentKind::postmortem || kind == DocumentKind::lessons_learned ||
          kind == DocumentKind::retrospective || kind == DocumentKind::checklist) &&
         boxes.is_asked_again(item);
}

// The bytes of the item, from the marker to its end.
std::string_view bytes_of(const facts::Item& item, std::string_view text) {
  if (item.span.end > text.size() || item.span.begin > item.span.end) return item.text;
  return first_bytes(text.substr(item.span.begin, item.span.end - item.span.begin), item_bytes_max);
}

bool names_guard(const facts::Item& item, std::string_view text) {
  const auto bytes = bytes_of(item, text);
  // Most of what is done names none, and is read no further.
  return lower(bytes).find("guard") != std::string::npos && !written_on(bytes).guards.empty();
}

// All but its text, which is put into `own`.
Asked asked_of(const facts::Item& item, std::string_view text, std::string& own) {
  Asked asked;
  asked.role = item.role;
  asked.item = item.id;
  asked.line = item.line;
  const auto words = first_bytes(item.text, 2 * text_bytes_max);
  const bool may_hold_notes = holds_any<'(', '[', '`', '\xEF', '\xE3'>(words);
  own = std::string(first_bytes(may_hold_notes ? without_notes(words) : std::string(words), text_bytes_max));
  const auto bytes = bytes_of(item, text);
  auto spoken = kinds_spoken_of(own);
  if (!holds_any<'(', '<', '[', '`', '\xEF', '\xE3'>(bytes)) {
    if (!spoken.empty()) asked.scope.edit().spoken = std::move(spoken);
    return asked;
  }
  auto written = written_on(bytes);
  asked.is_scope_written = written.scope.names_a_place();
  asked.guards = std::move(written.guards);
  if (!asked.is_scope_written) {
    written.scope.spoken = std::move(spoken);
    written.scope.paths = subject_paths(own);
    written.scope.mentions = mentioned_names(own);
  }
  if (!(written.scope == Scope{})) asked.scope.edit() = std::move(written.scope);
  return asked;
}

// What a release was asked, in whatever form: it cites what others ask.
bool is_release(const facts::Document& document) {
  return document.kind == DocumentKind::release ||
         std::any_of(document.fields.begin(), document.fields.end(), [](const facts::Field& field) {
           const auto key = lower(field.key);
           return key == "hindcast-record" ||
                  ((key == "kind" || key == "type") && lower(field.value) == "release");
         });
}

// "/loop", "https://till:9443": what a document is about, but no service's name.
bool is_address(const std::string& name) {
  return name.starts_with('/') || name.find("://") != name.npos;
}

// What the document says beside the items that have a scope of their own.
std::string without_scoped(std::string_view text, const std::vector<Span>& scoped) {
  std::string rest;
  std::uint32_t from = 0;
  for (const auto& span : scoped) {
    if (span.begin < from || span.end > text.size()) continue;
    rest += text.substr(from, span.begin - from);
    from = span.end;
  }
  return rest.append(text.substr(from));
}

// What stands in it beside its items: they name paths each for itself.
std::string prose_of(const facts::Section& section, const facts::Document& document, std::string_view text) {
  std::string rest;
  std::uint32_t from = section.body.begin;
  const auto end = std::min<std::size_t>(section.body.end, text.size());
  for (const auto& item : document.items) {
    if (item.span.begin < from || item.span.end > end) continue;
    rest += text.substr(from, item.span.begin - from);
    from = item.span.end;
  }
  return from < end ? rest.append(text.substr(from, end - from)) : rest;
}

// Of the paths of a document that names many, those that its items are near to.
void tell_near(const facts::Document& document, std::string_view text, Source& source,
               const std::vector<const facts::Item*>& items) {
  const auto& paths = source.document.paths;
  Sections sections(document);
  const facts::Section* last = nullptr;
  std::vector<std::string> in_section;
  for (std::size_t i = 0; i < items.size(); ++i) {
    auto& scope = source.asked[i].scope;
    if (scope->names_a_place()) continue;
    const auto* section = sections.innermost(items[i]->line);
    if (section != last) in_section = section ? named_paths(prose_of(*section, document, text)) : in_section;
    if (section == nullptr) in_section.clear();
    last = section;
    const auto own = named_paths(bytes_of(*items[i], text));
    const auto is_in = [](const std::vector<std::string>& list, const std::string& path) {
      return std::find(list.begin(), list.end(), path) != list.end();
    };
    for (const auto& path : paths)
      if (is_in(own, path) || is_in(in_section, path) || speaks_of_path(source.asked[i].text, path))
        scope.edit().near.push_back(path);
  }
}

// Puts all texts into one, and views of it where they belong.
void hold_words(Source& source, std::string_view slug, std::string_view title,
                const std::vector<std::string>& texts) {
  source.words.resize(1);
  auto& words = source.words[0];
  std::size_t size = slug.size() + title.size();
  for (const auto& text : texts)
    size += text.size();
  words.reserve(size);  // it moves no more
  const auto put = [&](std::string_view text) {
    words.append(text);
    return std::string_view(words).substr(words.size() - text.size());
  };
  source.slug = put(slug);
  source.title = put(title);
  for (std::size_t i = 0; i < texts.size(); ++i)
    source.asked[i].text = put(texts[i]);
}

}  // namespace

Source source_of(const facts::Document& document, std::string_view path, std::string_view text,
                 DoneItems done_items) {
  Source source;
  source.path = path;
  source.kind = document.kind;
  if (document.date) source.date = document.date->date;
  std::vector<std::string> texts;  // of `asked`
  const auto hold = [&] {
    hold_words(source, document.slug, first_bytes(document.title.text, title_bytes_max), texts);
  };
  if (is_release(document)) {
    hold();
    return source;
  }
  std::vector<Span> scoped;
  std::vector<const facts::Item*> items;  // of `asked`
  TickedBoxes boxes(document, text);
  for (const auto& item : document.items)
    if (is_asked(item, document.kind, boxes) && !recall::is_about_its_document(item.text)) {
      const bool is_left = is_done(item) && done_items == DoneItems::guarded && !names_guard(item, text);
      if (is_left) source.done.push_back(item.id);
      if (is_left) continue;
      std::string own;
      auto asked = asked_of(item, text, own);
      asked.is_done = is_done(item);
      if (asked.scope->names_a_place()) scoped.push_back(item.span);
      if (merge_key(own).empty()) continue;
      source.asked.push_back(std::move(asked));
      texts.push_back(std::move(own));
      items.push_back(&item);
    }
  hold();
  if (source.asked.empty()) return source;
  auto fields = field_scope(document.fields);
  source.written = std::move(fields.scope);
  source.scope_line = fields.line;
  for (auto& slip : fields.slips)
    source.slips.push_back({slip.line, std::move(slip.what)});
  if (!source.written.names_a_place()) {
    source.document.services = document::services_of(document);
    std::erase_if(source.document.services, is_address);
    if (source.scope_line == 0) source.scope_line = document::services_line_of(document);
    source.document.paths = scoped.empty() ? named_paths(text) : named_paths(without_scoped(text, scoped));
    if (source.document.paths.size() > document_paths_max) tell_near(document, text, source, items);
  }
  return source;
}

}  // namespace hindcast::gate
