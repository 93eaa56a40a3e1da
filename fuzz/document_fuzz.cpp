// Any bytes are some document: what is read out of them lies inside them, in order, with right lines and
// ids that tell apart, and reading twice gives the same.
#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "base/assert.h"
#include "doctor/doctor.h"
#include "document/document.h"
#include "markdown/markdown.h"

using namespace hindcast;

namespace {

struct Checker {
  std::string_view text;
  const markdown::Tree& tree;

  void inside(Span span) const {
    HC_ASSERT(span.begin <= span.end);
    HC_ASSERT(span.end <= text.size());
  }

  void quote(const std::optional<facts::Quote>& quote) const {
    if (quote) inside(quote->at);
  }

  void item(const facts::Item& item) const {
    inside(item.span);
    HC_ASSERT(item.line == tree.line_of(item.span.begin) + 1);
    HC_ASSERT(!item.id.empty());
    HC_ASSERT(!item.from.empty());
    if (item.ticked) {
      inside(item.box);
      HC_ASSERT(item.box.end == item.box.begin + 3);
      HC_ASSERT(text[item.box.begin] == '[');
    }
    for (const auto* found :
         {&item.owner, &item.team, &item.priority, &item.state_text, &item.time, &item.value})
      quote(*found);
    for (const auto& link : item.links)
      inside(link.at);
    if (item.due) {
      inside(item.due->at);
      HC_ASSERT(is_valid(item.due->date));
    }
  }

  void section(const facts::Section& section) const {
    inside(section.heading);
    inside(section.body);
    HC_ASSERT(section.line >= 1);
    HC_ASSERT(section.end_line >= section.line);
    HC_ASSERT(section.end_line <= tree.line_starts.size());
    HC_ASSERT(section.level >= 1 && section.level <= 7);
  }
};

void check(std::string_view text, const markdown::Tree& tree, const facts::Document& document) {
  const Checker checker{text, tree};
  std::set<std::string> ids;
  std::uint32_t line = 0, boxes = 0, tasks = 0;
  for (const auto& item : document.items) {
    checker.item(item);
    HC_ASSERT(item.line >= line);
    line = item.line;
    HC_ASSERT(ids.insert(item.id).second);
    boxes += item.ticked.has_value();
  }
  for (const auto& node : tree.nodes)
    tasks += (node.flags & markdown::task) != 0 && node.kind == markdown::Kind::item;
  HC_ASSERT(boxes == tasks);
  line = 0;
  for (const auto& section : document.sections) {
    checker.section(section);
    HC_ASSERT(section.line >= line);
    line = section.line;
  }
  for (const auto& field : document.fields) {
    checker.inside(field.key_at);
    checker.inside(field.value_at);
  }
  for (const auto& link : document.causal_chain)
    checker.inside(link.at);
  for (const auto& embedded : document.embedded)
    checker.inside(embedded.body);
  checker.inside(document.title.at);
  if (document.date) checker.inside(document.date->at);
  if (document.severity) checker.inside(document.severity->at);
  HC_ASSERT(!document.slug.empty());
}

// A document beside itself, a year later: whatever the doctor says of it lies inside it, in order.
void check_doctor(std::string_view text, const markdown::Tree& tree, const facts::Document& document) {
  std::vector<doctor::Record> records(
      2, doctor::record_of({"notes/2031-05-04-queue.md", text, tree, document, nullptr, nullptr}));
  if (records[0].date && records[0].date->year < 9999) ++records[1].date->year, records[1].date->day = 1;
  doctor::Options options;
  options.today = {2040, 1, 1};
  options.people = doctor::codeowners(text);
  std::vector<recall::Source> sources(2, recall::source_of(document, "notes/2031-05-04-queue.md", text));
  sources[1].date = records[1].date;
  const auto found = doctor::examine(records, sources, options);
  HC_ASSERT(found.size() == 2);
  for (const auto& all : found)
    for (std::size_t i = 0; i < all.size(); ++i) {
      HC_ASSERT(all[i].span.begin <= all[i].span.end);
      HC_ASSERT(all[i].span.end <= text.size());
      HC_ASSERT(!all[i].message.empty());
      HC_ASSERT(i == 0 || all[i - 1].span.begin <= all[i].span.begin);
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const auto tree = markdown::parse(text);
  const document::Source source{"notes/2031-05-04-queue.md", text};
  const auto first = document::read(source, tree, document::builtin_forms());
  check(text, tree, first);
  const auto second = document::read(source, tree, document::builtin_forms());
  HC_ASSERT(first.items.size() == second.items.size());
  for (std::size_t i = 0; i < first.items.size(); ++i)
    HC_ASSERT(first.items[i].id == second.items[i].id);
  HC_ASSERT(first.sections.size() == second.sections.size());
  HC_ASSERT(first.date == second.date);
  check_doctor(text, tree, first);
  return 0;
}
