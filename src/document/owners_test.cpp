#include "document/owners.h"

#include <doctest/doctest.h>

#include <string>

#include "document/dates.h"

using namespace hindcast;

namespace {
// "Alice | text without the assignment"
std::string owner(std::string_view text) {
  auto found = document::owner_in_item(text);
  if (!found) return "none";
  std::string left(text.substr(0, found->cut.begin));
  left += text.substr(found->cut.end);
  return std::string(text.substr(found->at.begin, found->at.end - found->at.begin)) + " | " + left;
}
// "Alice | text without what is cut with the assignment"
std::string beside(std::string_view text) {
  const auto due = document::due_in_text(text, {Date{2031, 5, 5}, document::DateOrder::month_first});
  const auto found = due ? document::owner_beside(text, due->at) : std::nullopt;
  if (!found) return "none";
  std::string left(text.substr(0, found->cut.begin));
  left += text.substr(found->cut.end);
  return std::string(text.substr(found->at.begin, found->at.end - found->at.begin)) + " | " + left;
}
std::string priority(std::string_view text) {
  auto found = document::priority_in_item(text);
  return found ? std::string(text.substr(found->at.begin, found->at.end - found->at.begin)) : "none";
}
}  // namespace

TEST_CASE("a label, an @, a bracket or a dash assigns an owner") {
  CHECK(owner("Rotate the keys (owner: Ada Quill, due May 5)") ==
        "Ada Quill | Rotate the keys (, due May 5)");
  CHECK(owner("Rotate the keys (Owner: Ada Quill)") == "Ada Quill | Rotate the keys ");
  CHECK(owner("Rotate the keys @ada-q") == "@ada-q | Rotate the keys");
  CHECK(owner("@ada: rotate the keys") == "@ada | rotate the keys");
  CHECK(owner("Rotate the keys (Ada Quill)") == "Ada Quill | Rotate the keys");
  CHECK(owner("Rotate the keys [platform team].") == "platform team | Rotate the keys.");
  CHECK(owner("Rotate the keys — Ada") == "Ada | Rotate the keys");
  CHECK(owner("鍵を更新する 担当: 佐々木") == "佐々木 | 鍵を更新する ");
}

TEST_CASE("a bracket that opens with a handle assigns, wherever it stands") {
  CHECK(owner("Rotate the keys (@ada, due 2024-05-05) #12") == "@ada | Rotate the keys #12");
  CHECK(owner("Rotar (@ada, prazo: 15/02/2024)") == "@ada | Rotar");
  CHECK(owner("Rotate (@ada with help) the keys") == "@ada | Rotate ( with help) the keys");
}

TEST_CASE("who stands right before a due date owns what is due, and the date is cut with the name") {
  CHECK(beside("Write a page @ada due 2031-05-10") == "@ada | Write a page");
  CHECK(beside("Write a page, @ada, by May 10.") == "@ada | Write a page");
  CHECK(beside("Write a page **@ada** due **2031-05-10**") == "@ada | Write a page");
  CHECK(beside("Write a page, @ada and @bo, due 2031-05-10") == "@ada and @bo | Write a page");
  CHECK(beside("Write a page, owner Ada Quill, due 2031-05-10") == "Ada Quill | Write a page");
  CHECK(beside("Write a page (owner ada, due 2031-05-10)") == "ada | Write a page");
  CHECK(beside("Write a page; owner @ada; due 2031-05-10") == "@ada | Write a page");
  CHECK(beside("Write a page, owned by platform team, by May 10") == "platform team | Write a page");
  CHECK(beside("Write a page — Ada by May 10") == "Ada | Write a page");
  CHECK(beside("Write a page @ada by May 10 so that all know") ==
        "@ada | Write a page by May 10 so that all know");
  CHECK(beside("Write a page (platform team) (due 2031-05-10)") == "platform team | Write a page");
  CHECK(beside("Write (a page, @ada by May 10)") == "@ada | Write (a page, by May 10)");
}

TEST_CASE("who stands right behind a due date owns what is due") {
  CHECK(beside("Write a page by 2031-05-10, owner Ada") == "Ada | Write a page by 2031-05-10");
  CHECK(beside("Write a page, due 2031-05-10 owner Ada Quill.") ==
        "Ada Quill | Write a page, due 2031-05-10");
  CHECK(beside("By May 10 @ada: write a page") == "@ada | By May 10: write a page");
}

TEST_CASE("whom something is done with or for beside a due date owns nothing") {
  for (auto text : {"Sync with @ada by May 10", "Ping @ada by May 10", "Write to ada@example.com by May 10",
                    "Name an owner by May 10", "Find the owner, due May 10", "Meet lead Ada by May 10",
                    "Write a page by May 10 for @ada", "Merge by May 10 @ada's part",
                    "Fix it — with care by May 10", "Write a page (owner TBD, due May 10)"})
    CHECK(beside(text) == "none");
}

TEST_CASE("a remark is no owner") {
  for (auto text :
       {"Rotate the keys (optional)", "Set up drills (Disaster Recovery)", "Upgrade the proxy (Nginx)",
        "Agree with @ada", "See [the runbook](https://example.com)", "Add alerts - and a dashboard",
        "Clarify ownership: who is paged", "Mail ops@example.com", "Move to HTTP (TLS)"})
    CHECK(owner(text) == "none");
}

TEST_CASE("a heading that names a team gives its team") {
  auto is_team = [](std::string_view text) { return document::team_in_heading(text).has_value(); };
  for (auto text : {"DevOps Team", "Équipe plateforme", "運用チーム", "Team Mobile", "QA",
                    "Platform:", "Engineering:", "Customer Support:", "Data engineering"})
    CHECK(is_team(text));
  for (auto text :
       {"Team process", "Short term", "Process", "Teams", "Improve operations", "Customer impact", ""})
    CHECK_FALSE(is_team(text));
}

TEST_CASE("a priority is read where it is set off") {
  CHECK(priority("P1: rotate the keys") == "P1");
  CHECK(priority("[High] rotate the keys") == "High");
  CHECK(priority("Rotate the keys (P0)") == "P0");
  CHECK(priority("Rotate the keys. Priority: medium") == "medium");
  for (auto text : {"High availability for the queue", "Lower the limit", "Minor fixes"})
    CHECK(priority(text) == "none");
}

TEST_CASE("a severity in text is one only where it can be nothing else") {
  CHECK(document::severity_in_text("Declared SEV-1 at noon").has_value());
  CHECK(document::severity_in_text("sev2").has_value());
  CHECK_FALSE(document::severity_in_text("several 1 minute gaps").has_value());
}

TEST_CASE("a label tells a severity by itself or behind its name") {
  for (const auto& [label, severity] : std::initializer_list<std::pair<std::string_view, std::string_view>>{
           {"SEV2", "SEV2"},
           {"severity: 1", "1"},
           {"Severity/high", "high"},
           {"severity::critical", "critical"},
           {"sev:3", "3"},
           {"Schweregrad: hoch", "hoch"},
           {"severity:", ""},
           {"severity", ""},
           {"priority: 1", ""},
           {"service/checkout", ""}}) {
    const std::string_view asked = label;  // what clang 14 lets a lambda capture
    CAPTURE(asked);
    CHECK(document::severity_in_label(label) == severity);
  }
}
