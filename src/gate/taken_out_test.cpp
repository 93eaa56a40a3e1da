#include "gate/taken_out.h"

#include <doctest/doctest.h>

#include <string>
#include <vector>

#include "gate/plan.h"

namespace hindcast::gate {
namespace {

Question asked(std::string text, std::string document = "docs/a.md") {
  Question question;
  question.text = std::move(text);
  question.origins.emplace_back();
  question.origins[0].document = std::move(document);
  question.origins[0].sentence = question.text;
  return question;
}

// The texts of what was taken out, a line each. docs/a.md is what the change touches.
std::string lost(std::vector<Question> before, const std::vector<Question>& after,
                 const std::vector<KeptItem>& kept = {}) {
  std::string out;
  for (const auto& question : taken_out(std::move(before), after, kept, {"docs/a.md"}))
    out += question.text + "\n";
  return out;
}

TEST_CASE("a question that no document asks any more was taken out") {
  CHECK(lost({asked("Is there an index?"), asked("Is it fast?")}, {asked("Is it fast?")}) ==
        "Is there an index?\n");
}

TEST_CASE("a question that moved to another document was not") {
  CHECK(lost({asked("Is there an index?")}, {asked("is there **an** index", "docs/b.md")}) == "");
}

TEST_CASE("an item that was ticked or finished was not taken out, one that is only asked of others was") {
  const auto key = merge_key("Alert on stale prices");
  CHECK(lost({asked("Alert on stale prices")}, {}, {{key, true}}) == "");
  CHECK(lost({asked("Alert on stale prices")}, {}, {{key, false}}) == "Alert on stale prices\n");
}

TEST_CASE("that it is done is no excuse for what a guard holds") {
  auto held = asked("Alert on stale prices");
  held.is_done = true;
  CHECK(lost({held}, {}, {{merge_key(held.text), true}}) == "Alert on stale prices\n");
}

TEST_CASE("whoever mends a sentence takes nothing out, and one new sentence stands for one") {
  const auto before = std::vector{asked("Has the backup of the ledger been restored this month?")};
  CHECK(lost(before, {asked("Has the ledger's backup been restored within the month?")}) == "");
  CHECK(lost(before, {asked("Is the page nice to look at?")}) != "");
  CHECK(lost(before, {asked("Has the ledger's backup been restored within the month?", "docs/b.md")}) != "");
  CHECK(lost({asked("すべてのリトライに上限を付ける")}, {asked("すべてのリトライに回数の上限を付ける")}) ==
        "");
  CHECK(lost({asked("Is the index of orders there?"), asked("Is the index of baskets there?")},
             {asked("Is the index of vouchers there?")}) != "");
}

}  // namespace
}  // namespace hindcast::gate
