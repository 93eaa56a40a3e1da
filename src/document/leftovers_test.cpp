#include "document/leftovers.h"

#include <doctest/doctest.h>

#include <string>

#include "document/document.h"

namespace hindcast::document {
namespace {

constexpr std::string_view kTemplate =
    "# Review: [Title]\n"
    "**Status**: Draft/Final\n"
    "**Area**: storage\n"
    "## What went well\n"
    "- Something that helped, and why\n"
    "- [ ] A thing to repeat\n"
    "## Metrics\n"
    "- Minutes down: XXX\n"
    "- Orders lost: TBD\n"
    "## Participants\n"
    "- The storage crew\n";

// What a document begun from the template says once `from` in it is written as `to`.
std::string left(std::string_view from, std::string_view to) {
  const std::vector<Form> forms{compile_form("review", kTemplate)};
  std::string text = start_document(forms[0], "Queue outage", {2031, 5, 4});
  if (!from.empty()) text.replace(text.find(from), from.size(), to);
  const auto document = read({"review.md", text}, forms);
  CHECK(document.form == "review");
  std::string out;
  for (const auto& field : document.fields)
    out += field.key + "=" + field.value + "\n";
  for (const auto& item : document.items)
    out += std::string(facts::word(item.role)) + " " + item.text +
           (item.value ? "=" + item.value->text : "") + "\n";
  return out;
}

TEST_CASE("what is left of a document's own template states nothing but boxes, values to come and people") {
  CHECK(left("", "") ==
        "Area=storage\n"
        "observation A thing to repeat\n"
        "metric Orders lost=TBD\n"
        "participant The storage crew\n");
}

TEST_CASE("a line counts once something is written into it") {
  CHECK(left("Draft/Final", "Final").substr(0, 13) == "Status=Final\n");
  CHECK(left("XXX", "12").find("metric Minutes down=12\n") != std::string::npos);
  CHECK(left("helped, and why", "helped: the spare disk")
            .find("observation Something that helped: the spare disk") != std::string::npos);
}

TEST_CASE("a document begun from a built-in form states boxes and values to come, and nothing else") {
  for (const Form& form : builtin_forms()) {
    CAPTURE(form.name);
    const auto document =
        read({"new.md", start_document(form, "Queue outage", {2031, 5, 4})}, builtin_forms());
    CHECK(document.form == form.name);
    for (const auto& item : document.items) {
      CAPTURE(item.text);
      CHECK((item.ticked || item.value));
    }
    for (const auto& field : document.fields)
      CHECK((form.is_record || field.value == "2031-05-04"));
    CHECK(document.causal_chain.empty());
  }
}

TEST_CASE("a release record states no items, whatever it cites, and follows its form by its own word alone") {
  const std::string body =
      "# Postmortem viewer 2\n\n## Questions\n\n## Action items\n\n- [ ] Rotate the keys @ada\n- **By:** "
      "Ada\n";
  const auto record =
      read({"a.md", "---\nhindcast-record: 1\ndate: 2024-03-18\n---\n" + body}, builtin_forms());
  CHECK(record.form == "release");
  CHECK(record.kind == facts::DocumentKind::release);
  CHECK(record.title.text == "Postmortem viewer 2");
  CHECK(record.date->date == Date{2024, 3, 18});
  CHECK(record.items.empty());
  const auto other = read({"a.md", "---\nkind: release\n---\n" + body}, builtin_forms());
  CHECK(other.form == "");
  CHECK(other.items.size() == 2);
}

}  // namespace
}  // namespace hindcast::document
