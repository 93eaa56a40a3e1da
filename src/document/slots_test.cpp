#include "document/slots.h"

#include <doctest/doctest.h>

#include "document/slot_words.h"

namespace hindcast::document::forms {
namespace {

// "text:[Name] enumeration:[A/B]{A,B}": the slots of a line, one after the other.
std::string slots(std::string_view text) {
  FoundSlots found;
  find_slots(text, {0, static_cast<std::uint32_t>(text.size())}, found);
  std::string out;
  for (const Slot& slot : found.slots) {
    static constexpr std::string_view names[] = {"text", "enumeration", "date", "pending"};
    out += (out.empty() ? "" : " ") + std::string(names[static_cast<int>(slot.type)]) + ":" + slot.text;
    CHECK(text.substr(slot.at.begin, slot.at.end - slot.at.begin) == slot.text);
    for (const std::string& choice : slot.choices)
      out += "|" + choice;
  }
  return out;
}

std::string value(std::string_view text) {
  ValueSlot got = value_slot(text, {0, static_cast<std::uint32_t>(text.size())});
  std::string out = got.is_open ? "open" : "fixed";
  for (const std::string& choice : got.slot.choices)
    out += "|" + choice;
  return out + ":" + got.slot.text;
}

TEST_CASE("brackets are slots, links and references and boxes are not") {
  CHECK(slots("# Postmortem: [Issue Title]") == "text:[Issue Title]");
  CHECK(slots("see [the log](https://log.example/1) and [ABC-123], [#12], [^1], [1]") == "");
  CHECK(slots("- [ ] [Check 1: related]") == "text:[Check 1: related]");
  CHECK(slots("[Dashboard](#) and [Pull request](url)") == "text:[Dashboard](#) text:[Pull request](url)");
  CHECK(slots("\\[not one\\] but [one with [another] inside]") == "text:[one with [another] inside]");
}

TEST_CASE("angle brackets, braces and blanks are slots, HTML and addresses are not") {
  CHECK(slots("<INCIDENT TITLE> by <name>") == "text:<INCIDENT TITLE> text:<name>");
  CHECK(slots("a<br>b <https://a.example> <me@a.example> <!-- [no] --> <div align=center>") == "");
  CHECK(slots("{{ name }} ${owner} {date} ______") ==
        "text:{{ name }} text:${owner} date:{date} text:______");
  CHECK(slots("`docs/[YYYY-MM-DD]-<slug>.md` but not `f([x])`") == "date:[YYYY-MM-DD] text:<slug>");
  CHECK(slots("latency < 5 ms and > 3 ms, snake_case__name") == "");
}

TEST_CASE("an enumeration is told from words that happen to have a slash") {
  CHECK(slots("[High/Medium/Low]") == "enumeration:[High/Medium/Low]|High|Medium|Low");
  CHECK(slots("[Development | Incident Response]") ==
        "enumeration:[Development | Incident Response]|Development|Incident Response");
  CHECK(slots("[Not started/In progress/Done]") ==
        "enumeration:[Not started/In progress/Done]|Not started|In progress|Done");
  CHECK(slots("<Yes / No / Suspected>") == "enumeration:<Yes / No / Suspected>|Yes|No|Suspected");
  CHECK(slots("[yes/no]") == "enumeration:[yes/no]|yes|no");
  CHECK(slots("[low, medium, high]") == "enumeration:[low, medium, high]|low|medium|high");
  CHECK(slots("[Affected features/services]") == "text:[Affected features/services]");
  CHECK(slots("[Name/Team]") == "text:[Name/Team]");
  CHECK(slots("[Gaps in monitoring/testing/processes]") == "text:[Gaps in monitoring/testing/processes]");
}

TEST_CASE("letters that stand for a day are a date in any order and some languages") {
  CHECK(slots("**Date**: YYYY-MM-DD") == "date:YYYY-MM-DD");
  CHECK(slots("DD/MM/YYYY, [JJ/MM/AAAA], <date>, [Due date], {{ incident date: yyyy-mm-dd }}") ==
        "date:DD/MM/YYYY date:[JJ/MM/AAAA] date:<date> date:[Due date] date:{{ incident date: yyyy-mm-dd }}");
  CHECK(slots("YYYY-MM-DD HH:MM, then HH:MM") == "date:YYYY-MM-DD HH:MM text:HH:MM");
  CHECK(slots("[INC-YYYY-NNNN]") == "text:[INC-YYYY-NNNN]");
  CHECK_FALSE(is_date_pattern("may-day-so"));
}

TEST_CASE("a day is written in the order its pattern asks for") {
  Date day{2026, 3, 9};
  CHECK(fill_date("YYYY-MM-DD", day) == "2026-03-09");
  CHECK(fill_date("DD/MM/YY", day) == "09/03/26");
  CHECK(fill_date("[TT.MM.JJJJ]", day) == "09.03.2026");
  CHECK(fill_date("<date>", day) == "2026-03-09");
  CHECK(fill_date("YYYY-MM-DD HH:MM", day) == "2026-03-09 HH:MM");
}

TEST_CASE("a whole value can be a bare enumeration, three dots or nothing") {
  CHECK(value(" P1/P2/P3 ") == "open|P1|P2|P3:P1/P2/P3");
  CHECK(value("Prevent \\| Detect") == "open|Prevent|Detect:Prevent \\| Detect");
  CHECK(value("...") == "open:...");
  CHECK(value("  ") == "open:");
  CHECK(value("TBD") == "open:TBD");
  CHECK(value("Someone from the team") == "fixed:Someone from the team");
}

TEST_CASE("what is never closed is told, once and where it starts") {
  std::string text = "[one [two] three {{four";
  FoundSlots found;
  find_slots(text, {0, static_cast<std::uint32_t>(text.size())}, found);
  REQUIRE(found.unclosed.size() == 2);
  CHECK(found.unclosed[0] == Span{0, 1});
  CHECK(found.unclosed[1] == Span{17, 19});
  REQUIRE(found.slots.size() == 1);
  CHECK(found.slots[0].text == "[two]");
}

TEST_CASE("a row of nothing but slots is no statement") {
  CHECK(is_only_slots("[Action 1]"));
  CHECK(is_only_slots("**[HH:MM]** - <event>"));
  CHECK(is_only_slots("| [Name] | YYYY-MM-DD |  |"));
  CHECK(is_only_slots("- [ ] [Check]"));
  CHECK(is_only_slots("..."));
  CHECK(is_only_slots("Root cause..."));
  CHECK_FALSE(is_only_slots("It broke again at 12:30..."));
  CHECK_FALSE(is_only_slots("TBD"));
  CHECK_FALSE(is_only_slots("[ABC-123]"));
  CHECK_FALSE(is_only_slots("Fix [Action 1]"));
  CHECK_FALSE(is_only_slots("[Fix](https://a.example/1)"));
  CHECK_FALSE(is_only_slots("対応する"));
}

}  // namespace
}  // namespace hindcast::document::forms
