#include "cli/page.h"

#include <doctest/doctest.h>

#include "cli/width.h"

namespace hindcast::cli {
namespace {

using facts::ActionState;
using facts::ItemRole;

facts::Quote quote(std::string text) {
  return {std::move(text), {}};
}

facts::Item item(ItemRole role, std::uint32_t line, std::string text) {
  facts::Item made;
  made.role = role;
  made.line = line;
  made.text = std::move(text);
  return made;
}

std::vector<std::string> lines_of(std::string_view text) {
  std::vector<std::string> lines;
  for (; !text.empty(); text.remove_prefix(lines.back().size() + 1))
    lines.emplace_back(text.substr(0, text.find('\n')));
  return lines;
}

app::ReadDocument certificate() {
  facts::Document document;
  document.kind = facts::DocumentKind::postmortem;
  document.title = quote("The gateway's certificate ran out");
  document.date = facts::DerivedDate{{2024, 2, 12}, "field `Date`", {}};
  document.severity = quote("SEV-1");
  document.language = "en";
  document.fields = {{"Services", "checkout, payments", 3, {}, {}}};
  document.sections = {{facts::SectionRole::impact, "Impact", 5, 7, 2, {}, {}},
                       {facts::SectionRole::actions, "Action items", 9, 14, 2, {}, {}}};
  facts::Item alert = item(ItemRole::action, 11, "Alert thirty days before a certificate runs out");
  alert.owner = quote("Ada Example");
  alert.state = ActionState::in_progress;
  alert.due = facts::DerivedDate{{2024, 3, 1}, "column `Due`", {}};
  facts::Item renew = item(ItemRole::action, 12, "Renew by machine");
  renew.team = quote("Payments");
  renew.state = ActionState::done;
  facts::Item check = item(ItemRole::check, 16, "Expiry is in the calendar");
  check.ticked = false;
  facts::Item metric = item(ItemRole::metric, 18, "Refused payments: 4,212");
  metric.value = quote("4,212");
  document.items = {alert, renew, check, metric};
  document.causal_chain = {quote("Payments refused"), quote("Certificate ran out")};
  document.embedded = {{"The renewal before", 30, 41, {}}};
  return {"docs/gateway.md", "", document};
}

TEST_CASE("a page shows head, outline, actions, checks, chain, metrics and what is embedded") {
  CHECK("\n" + document_page(certificate(), {.columns = 72}) == R"(
The gateway's certificate ran out
postmortem · 2024-02-12 · severity SEV-1 · en
docs/gateway.md

  Services  checkout, payments

Outline
  5  Impact        impact
  9  Action items  2 actions

Actions  1 in progress, 1 done
  ◐ Alert thirty days before a certificate runs out
    Ada Example · in progress · due 2024-03-01 · line 11
  ✓ Renew by machine
    Payments · done · line 12

Checks  0 of 1 ticked
  ☐ Expiry is in the calendar

Causal chain  from the symptom to its cause
  Payments refused
  ↓
  Certificate ran out

Metrics
  Refused payments  4,212

Embedded documents
  1 The renewal before, lines 30–41
  hindcast show --embedded 1 reads the first.
)");
}

TEST_CASE("the outline sets a title under the one it belongs to, whatever levels are skipped") {
  auto shown = certificate();
  shown.document.items.clear();
  shown.document.sections = {{facts::SectionRole::none, "Impact, a label", 3, 3, 7, {}, {}},
                             {facts::SectionRole::none, "Overview", 5, 9, 2, {}, {}},
                             {facts::SectionRole::none, "Responders, a label", 6, 6, 7, {}, {}},
                             {facts::SectionRole::none, "Effect", 8, 9, 4, {}, {}},
                             {facts::SectionRole::none, "Cause", 11, 12, 2, {}, {}}};
  CHECK(document_page(shown, {.columns = 72}).find(R"(
Outline
   3  Impact, a label
   5  Overview
   6    Responders, a label
   8    Effect
  11  Cause
)") != std::string::npos);
}

TEST_CASE("a wide page sets actions as a table") {
  std::string page = document_page(certificate(), {.columns = 160});
  CHECK(page.find(R"(
Actions  1 in progress, 1 done
     action                                           owner        state        due         line
  ◐  Alert thirty days before a certificate runs out  Ada Example  in progress  2024-03-01    11
  ✓  Renew by machine                                 Payments     done                       12
)") != std::string::npos);
}

TEST_CASE("no line is wider than the page, from narrow to wide, and none ends in a space") {
  for (int columns = 30; columns <= 130; columns += 5) {
    for (const std::string& line : lines_of(document_page(certificate(), {.columns = columns}))) {
      CHECK(columns_of(line) <= columns);
      CHECK((line.empty() || line.back() != ' '));
    }
  }
}

TEST_CASE("an ASCII page draws with ASCII alone") {
  for (char c : document_page(certificate(), {.columns = 72, .unicode = false}))
    CHECK(static_cast<unsigned char>(c) < 0x80);
}

TEST_CASE("whatever a document holds cannot steer the terminal") {
  app::ReadDocument read = certificate();
  std::string evil = "\x1b]0;owned\a\x1b[2J\r\u009b31m";
  read.path = evil;
  facts::Document& document = read.document;
  document.title = document.severity.emplace(quote(evil));
  document.language = document.form = evil;
  document.fields[0].key = document.fields[0].value = document.sections[0].title = evil;
  for (auto& any : document.items) {
    any.text = evil;
    any.owner = any.team = any.priority = any.value = quote(evil);
  }
  facts::Item event = item(ItemRole::event, 20, evil);
  event.time = quote(evil);
  event.start = event.end = "2024-02-12T\x1b[2J\x1b[2J";
  document.items.push_back(event);
  document.causal_chain[0] = quote(evil);
  document.embedded[0].title = evil;
  for (int columns : {40, 160}) {
    std::string page = document_page(read, {.columns = columns});
    CHECK(page.find_first_of("\x1b\a\r") == std::string::npos);
    CHECK(page.find("\u009b") == std::string::npos);
  }
}

TEST_CASE("an empty document still says what it is") {
  CHECK("\n" + document_page({"empty.md", "", {}}, {}) == R"(
empty.md
other · no date
No heading, field or item was found in it.
)");
}

}  // namespace
}  // namespace hindcast::cli
