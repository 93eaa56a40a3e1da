// The pages of the doctor's rules in docs/rules/ do what they say. That every rule has one is a test of lint.
#include <doctest/doctest.h>

#include <cstdio>
#include <memory>

#include "doctor/testing.h"

namespace hindcast::doctor {
namespace {

std::string page_of(std::string_view rule) {
  const auto path = std::string(HINDCAST_ROOT "/docs/rules/") + std::string(rule) + ".md";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen(path.c_str(), "rb"), std::fclose);
  std::string text(1 << 16, '\0');
  text.resize(file ? std::fread(text.data(), 1, text.size(), file.get()) : 0);
  return text;
}

// The fences below a heading, "~~~markdown ferry.md", as documents.
Texts documents_below(const std::string& page, std::string_view heading) {
  Texts found;
  const auto tree = markdown::parse(page);
  bool is_below = false;
  for (const auto& node : tree.nodes) {
    const auto words = page.substr(node.content.begin, node.content.end - node.content.begin);
    if (node.kind == markdown::Kind::heading) is_below = words == heading;
    if (node.kind != markdown::Kind::code || !is_below || words.substr(0, 9) != "markdown ") continue;
    std::string text;
    for (auto i = node.first_line; i < node.first_line + node.line_count; ++i)
      text.append(page, tree.lines[i].begin, tree.lines[i].end - tree.lines[i].begin).append("\n");
    found.emplace_back(words.substr(9), std::move(text));
  }
  return found;
}

TEST_CASE("the documents on a doctor's page fire below the one heading and don't below the other") {
  Options options;
  options.today = {2031, 1, 1};
  options.people = {"Ada Example", "Platform"};
  int pages = 0;
  for (const auto& rule : lint::rules()) {
    const bool is_policy = rule.name.starts_with("policy-");  // see app/policies_test.cpp
    if (rule.group != lint::Group::doctor || is_policy) continue;
    CAPTURE(rule.name);
    options.dead_links = {{"https://harbour.example/reports/7", "answers 404"}};
    const auto page = page_of(rule.name);
    const auto fires = documents_below(page, "Fires"), fires_not = documents_below(page, "Does not fire");
    CHECK(!fires.empty());
    CHECK(!fires_not.empty());
    CHECK(said_of(fires, options, rule.name) != "");
    CHECK(said_of(fires_not, options, rule.name) == "");
    ++pages;
  }
  CHECK(pages == 10);
}

}  // namespace
}  // namespace hindcast::doctor
