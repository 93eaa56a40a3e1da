// Every rule has a page in docs/rules/, every page a rule, and the examples on a page do what it says.
#include <doctest/doctest.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <set>

#include "document/document.h"
#include "lint/rules/testing.h"
#include "lint/suppressions.h"

namespace hindcast::lint {
namespace {

const std::filesystem::path pages = std::filesystem::path(HINDCAST_ROOT) / "docs" / "rules";

std::string page_of(std::string_view rule) {
  std::string text(1 << 16, '\0');
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(
      std::fopen((pages / (std::string(rule) + ".md")).c_str(), "rb"), std::fclose);
  text.resize(file ? std::fread(text.data(), 1, text.size(), file.get()) : 0);
  return text;
}

// The fences of the page that are opened with ~~~markdown: first what fires, then what doesn't.
std::vector<std::string> examples_of(const std::string& page) {
  std::vector<std::string> found;
  const auto tree = markdown::parse(page);
  for (const auto& node : tree.nodes) {
    if (node.kind != markdown::Kind::code || page[node.mark.begin] != '~') continue;
    std::string text;
    for (auto i = node.first_line; i < node.first_line + node.line_count; ++i)
      text.append(page, tree.lines[i].begin, tree.lines[i].end - tree.lines[i].begin).append("\n");
    found.push_back(std::move(text));
  }
  return found;
}

TEST_CASE("every page in docs/rules has a rule, beside the two that are about all of them") {
  std::set<std::string> names;
  for (const auto& entry : std::filesystem::directory_iterator(pages))
    names.insert(entry.path().stem().string());
  names.erase("README");
  names.erase("precision");
  for (const auto& name : names) {
    CAPTURE(name);
    const bool is_rule = find_rule(name) != nullptr;
    CHECK(is_rule);
  }
}

TEST_CASE("every rule has a page that says what it finds and how to mend it") {
  for (const auto& rule : rules()) {
    CAPTURE(rule.name);
    const auto page = page_of(rule.name);
    CHECK(page.find("# " + std::string(rule.name) + "\n") == 0);
    CHECK(page_of_rule(rule.name) == page);
    const bool has_summary = page.find(rule.summary) != std::string::npos;
    const bool has_mend = page.find(rule.mend) != std::string::npos;
    const bool has_rationale = page.find(rule.rationale) != std::string::npos;
    CHECK(has_summary);
    CHECK(has_mend);
    CHECK(has_rationale);
  }
}

// Files beside the example: `runbook.md` with one heading, and nothing else.
class OneRunbook final : public Neighbours {
 public:
  bool exists(std::string_view path) const override { return path == "runbook.md"; }
  std::string text(std::string_view path) const override {
    return exists(path) ? "# Runbook\n\n## Roll back\n" : "";
  }
};

// Rules about comments see what all other rules found, so all run; it is New Year's Day of 2031.
std::string said_of_comments(std::string_view rule, const std::string& text) {
  const auto tree = markdown::parse(text);
  const auto document = document::read({"a.md", text}, tree, document::builtin_forms());
  auto all = settings(Profile::standard);
  for (std::size_t i = 0; i < all.severities.size(); ++i)
    if (rules()[i].name == rule || rules()[i].name == "action-without-owner")
      all.severities[i] = diag::Severity::warning;
  const Subject subject{"a.md", text, tree, document};
  std::string said;
  for (const auto& finding : sift(subject, all, check(subject, all), Date{2031, 1, 1}).findings)
    if (finding.rule == rule) said += finding.message + "\n";
  return said;
}

TEST_CASE("the first example on a rule's page fires, the second doesn't") {
  const OneRunbook beside;
  for (const auto& rule : rules()) {
    if (rule.group == Group::doctor) continue;  // needs several documents: see doctor/pages_test.cpp
    CAPTURE(rule.name);
    const auto examples = examples_of(page_of(rule.name));
    REQUIRE(examples.size() == 2);
    const auto said = [&](const std::string& text) {
      return rule.group == Group::suppressions ? said_of_comments(rule.name, text)
                                               : findings_of(rule.name, text, nullptr, &beside);
    };
    CHECK(said(examples[0]) != "");
    CHECK(said(examples[1]) == "");
  }
}

}  // namespace
}  // namespace hindcast::lint
