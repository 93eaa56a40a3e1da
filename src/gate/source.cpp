// What one document asks of releases.
#include <algorithm>
#include <array>

#include "base/text.h"
#include "document/about.h"
#include "gate/plan.h"
#include "gate/written.h"
#include "recall/words.h"

namespace hindcast::gate {
namespace {

using facts::DocumentKind;
using facts::ItemRole;

constexpr std::size_t text_bytes_max = 2000;      // of a question; a longer item is a chapter
constexpr std::size_t item_bytes_max = 64 << 10;  // of an item that are looked at for notes

bool is_asked(const facts::Item& item, DocumentKind kind) {
  if (item.role == ItemRole::action || item.role == ItemRole::improvement) return is_open(state_of(item));
  return item.role == ItemRole::check &&
         (kind == DocumentKind::postmortem || kind == DocumentKind::lessons_learned ||
          kind == DocumentKind::retrospective || kind == DocumentKind::checklist);
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> values;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    if (const auto value = trimmed(list.substr(0, end)); !value.empty()) values.emplace_back(value);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return values;
}

// "applies_when.paths", "applies-when: always".
void add_field(const facts::Field& field, Scope& scope) {
  auto key = lower(field.key);
  std::replace(key.begin(), key.end(), '-', '_');
  constexpr std::string_view mark = "applies_when";
  if (key.substr(0, mark.size()) != mark) return;
  const auto rest = std::string_view(key).substr(mark.size());
  auto values = split(field.value);
  if (rest.empty())
    for (const auto& value : values) {
      const auto small = lower(value);
      scope.is_always =
          scope.is_always || small == "always" || small == "any release" || small == "every release";
    }
  const auto put = [&](std::vector<std::string>& list) {
    list.insert(list.end(), values.begin(), values.end());
  };
  if (rest == ".paths" || rest == ".path") put(scope.paths);
  if (rest == ".services" || rest == ".service") put(scope.services);
  if (rest == ".phases" || rest == ".phase") put(scope.phases);
  if (rest == ".kinds" || rest == ".kind" || rest == ".kinds_of_change" || rest == ".changes")
    put(scope.kinds);
}

// The bytes of the item, from the marker to its end.
std::string_view bytes_of(const facts::Item& item, std::string_view text) {
  if (item.span.end > text.size() || item.span.begin > item.span.end) return item.text;
  return first_bytes(text.substr(item.span.begin, item.span.end - item.span.begin), item_bytes_max);
}

Asked asked_of(const facts::Item& item, std::string_view text) {
  Asked asked;
  asked.role = item.role;
  asked.item = item.id;
  asked.line = item.line;
  const auto words = first_bytes(item.text, 2 * text_bytes_max);
  const bool may_hold_notes = words.find_first_of("([`\xEF\xE3") != words.npos;
  asked.text =
      std::string(first_bytes(may_hold_notes ? without_notes(words) : std::string(words), text_bytes_max));
  const auto bytes = bytes_of(item, text);
  if (bytes.find_first_of("(<[`\xEF\xE3") == bytes.npos) return asked;
  auto written = written_on(bytes);
  asked.scope = std::move(written.scope);
  asked.guards = std::move(written.guards);
  if (asked.scope.names_a_place()) return asked;
  asked.scope.paths = subject_paths(asked.text);
  asked.scope.mentions = mentioned_names(asked.text);
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

}  // namespace

Source source_of(const facts::Document& document, std::string_view path, std::string_view text) {
  Source source;
  source.path = path;
  source.slug = document.slug;
  source.kind = document.kind;
  source.title = std::string(first_bytes(document.title.text, 300));
  if (document.date) source.date = document.date->date;
  if (is_release(document)) return source;
  std::vector<Span> scoped;
  for (const auto& item : document.items)
    if (is_asked(item, document.kind) && !recall::is_about_its_document(item.text)) {
      auto asked = asked_of(item, text);
      if (asked.scope.names_a_place()) scoped.push_back(item.span);
      if (!merge_key(asked.text).empty()) source.asked.push_back(std::move(asked));
    }
  if (source.asked.empty()) return source;
  for (const auto& field : document.fields)
    add_field(field, source.written);
  if (!source.written.names_a_place()) {
    source.document.services = document::services_of(document);
    std::erase_if(source.document.services, is_address);
    source.document.paths = scoped.empty() ? named_paths(text) : named_paths(without_scoped(text, scoped));
  }
  return source;
}

}  // namespace hindcast::gate
