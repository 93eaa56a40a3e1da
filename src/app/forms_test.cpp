#include "app/forms.h"

#include <doctest/doctest.h>

#include "disk/disk.h"

namespace hindcast::app {
namespace {

const std::string goldens = HINDCAST_ROOT "/tests/golden/forms/";

std::string contents(const std::string& path) {
  Result<std::string> text = disk::read_file(path, 1 << 20);
  return text.ok() ? *text : "";
}

TEST_CASE("forms are shown and checked as the goldens say") {
  for (std::string name : {"voyage", "chaos", "guide"}) {
    CAPTURE(name);
    Result<FormReport> report = check_form_file(goldens + name + ".md");
    REQUIRE(report.ok());
    report->path = name + ".md";
    CHECK(form_report_text(*report) == contents(goldens + name + ".txt"));
    CHECK(form_json(report->form) == contents(goldens + name + ".json"));
    CHECK(form_report_json(*report) == contents(goldens + name + ".findings.json"));
  }
}

TEST_CASE("a form is found by name, by kind and by path; a slip of the pen is answered with the nearest") {
  CHECK(find_form("postmortem")->name == "postmortem");
  CHECK(find_form(goldens + "voyage.md")->name == "voyage");
  Result<document::Form> slip = find_form("postmorten");
  REQUIRE_FALSE(slip.ok());
  CHECK(slip.error().message == "no form `postmorten`; did you mean `postmortem`?");
  Result<document::Form> unknown = find_form("cookbook");
  REQUIRE_FALSE(unknown.ok());
  CHECK(unknown.error().message ==
        "no form `cookbook`; forms are lessons-learned, retrospective, postmortem, release, or a template's "
        "path");
  CHECK_FALSE(find_form("nowhere/at-all.md").ok());
}

TEST_CASE("a team's own form comes before a built-in one of the same kind") {
  std::vector<document::Form> own{document::compile_form("postmortem", "# Ours: [Name]\n## Story\n")};
  CHECK(find_form("postmortem", own)->title == "Ours: [Name]");
}

TEST_CASE("the list has a line for each form, built-in ones first, and so has the array") {
  std::vector<document::Form> own{document::compile_form("voyage", "# Voyage of [Ship]\n## Crew\n")};
  std::string text = form_list_text(own);
  CHECK(text.find("lessons-learned  ") == 0);
  CHECK(text.find("voyage            1 section,   1 slot   Voyage of [Ship]\n") != std::string::npos);
  CHECK(form_list_json(own).find(R"({"name":"voyage","kind":"other","title":"Voyage of [Ship]","sections":1,)"
                                 R"("fields":0,"slots":1,"source":"file"})") != std::string::npos);
}

TEST_CASE("a new document is named by its day and title") {
  NewDocument made = new_document(*find_form("postmortem"), "Lamp room: dark at 5 o'clock", {2026, 3, 9});
  CHECK(made.file_name == "2026-03-09-lamp-room-dark-at-5-oclock.md");
  CHECK(made.text.find("# Postmortem: Lamp room: dark at 5 o'clock\n") == 0);
  CHECK(made.text.find("hindcast") == std::string::npos);
  CHECK(new_document(*find_form("postmortem"), "!?", {2026, 3, 9}).file_name == "2026-03-09.md");
}

TEST_CASE("forms of a folder are loaded in order, and what can't be read is said") {
  LoadedForms loaded = load_forms({goldens + "voyage.md", goldens + "missing.md"});
  REQUIRE(loaded.forms.size() == 1);
  CHECK(loaded.forms[0].name == "voyage");
  REQUIRE(loaded.troubles.size() == 1);
  CHECK(loaded.troubles[0].path == goldens + "missing.md");
}

}  // namespace
}  // namespace hindcast::app
