#include <doctest/doctest.h>

#include "document/form.h"

namespace hindcast::document {
namespace {

const std::vector<Form>& forms() {
  static const std::vector<Form> made{
      compile_form("outage", "# Outage: [Name]\n## Summary\n## Impact\n## Root Cause\n## Follow-up\n"),
      compile_form("voyage", "# Voyage of [Ship]\n## Crew\n## Weather\n## Summary\n## Stores (optional)\n")};
  return made;
}

std::vector<std::uint64_t> keys(const std::vector<std::string_view>& headings) {
  std::vector<std::uint64_t> out;
  for (std::string_view heading : headings)
    out.push_back(heading_key(heading));
  return out;
}

std::string fit(std::string_view title, const std::vector<std::string_view>& headings) {
  FormFit best = best_form(forms(), title, keys(headings));
  return best.form == nullptr ? "none" : best.form->name;
}

TEST_CASE("a document follows the form whose sections it has, in any case, numbering and decoration") {
  CHECK(fit("Outage: lamps", {"Summary", "Impact", "Root Cause", "Follow-up"}) == "outage");
  CHECK(fit("", {"1. SUMMARY", "2. 🔥 Impact", "**Root cause:**", "Follow-Up"}) == "outage");
  CHECK(fit("Voyage of the Heron", {"Crew", "Weather", "Summary"}) == "voyage");
}

TEST_CASE("a document that shares one heading or few follows no form") {
  CHECK(fit("Notes", {"Summary"}) == "none");
  CHECK(fit("Notes", {"Summary", "Impact", "A", "B", "C", "D", "E", "F", "G", "H"}) == "none");
  CHECK(fit("Notes", {}) == "none");
  CHECK(best_form({}, "Outage", keys({"Summary", "Impact"})).form == nullptr);
}

TEST_CASE("leaving out what is optional costs nothing, a title that starts alike helps") {
  FormFit full = best_form(forms(), "x", keys({"Crew", "Weather", "Summary"}));
  CHECK(full.score == doctest::Approx(1.0));
  FormFit plain = best_form(forms(), "x", keys({"Crew", "Weather", "Log"}));
  FormFit titled = best_form(forms(), "Voyage of the Heron", keys({"Crew", "Weather", "Log"}));
  CHECK(titled.score > plain.score);
}

TEST_CASE("a section is found by a document's heading, one that repeats never") {
  Form form = compile_form("x", "# T\n## What Didn't Go Well\n## [Problem 1]\n");
  REQUIRE(find_section(form, "3) What didn’t go well?") != nullptr);
  CHECK(find_section(form, "3) What didn’t go well?")->title == "What Didn't Go Well");
  CHECK(find_section(form, "Weather") == nullptr);
  CHECK(find_section(form, "") == nullptr);
}

}  // namespace
}  // namespace hindcast::document
