#include "document/edit.h"

#include <doctest/doctest.h>

#include <functional>
#include <string>

#include "document/edit_parts.h"
#include "document/states.h"

namespace hindcast::document {
namespace {

using facts::ActionState;

// The text after the edit, or "refused: why".
std::string edited(const std::string& text, const std::function<Edits(const Reading&)>& edit) {
  const auto tree = markdown::parse(text);
  const Source source{"docs/outage.md", text};
  const auto document = read(source, tree, builtin_forms());
  auto edits = edit({source, builtin_forms(), tree, document});
  if (!edits) return "refused: " + edits.error().message;
  return apply_edits(text, *edits);
}

std::string with_state(const std::string& text, ActionState state, std::size_t item = 0) {
  return edited(text, [=](const Reading& reading) { return set_state(reading, item, state); });
}
std::string with_owner(const std::string& text, const std::string& owner, std::size_t item = 0) {
  return edited(text, [=](const Reading& reading) { return set_owner(reading, item, owner); });
}
std::string with_due(const std::string& text, Date due, std::size_t item = 0) {
  return edited(text, [=](const Reading& reading) { return set_due(reading, item, due); });
}
std::string with_priority(const std::string& text, const std::string& priority, std::size_t item = 0) {
  return edited(text, [=](const Reading& reading) { return set_priority(reading, item, priority); });
}
std::string with_tick(const std::string& text, bool ticked, std::size_t item = 0) {
  return edited(text, [=](const Reading& reading) { return set_ticked(reading, item, ticked); });
}
std::string with_action(const std::string& text, const NewAction& action) {
  return edited(text, [&](const Reading& reading) { return add_action(reading, action); });
}
std::string with_field(const std::string& text, const std::string& key, const std::string& value) {
  return edited(text, [&](const Reading& reading) { return set_field(reading, key, value); });
}
std::string with_slot(const std::string& text, const std::string& slot, const std::string& value) {
  return edited(text, [&](const Reading& reading) { return fill_slot(reading, slot, value); });
}

const std::string actions = "# Outage\n\n## Action items\n\n";

TEST_CASE("a state is written in the word that another row has for it") {
  const std::string head = actions + "| Action | Status |\n|---|---|\n";
  CHECK(with_state(head + "| Rotate keys | Todo |\n| Add alert | Finished |\n", ActionState::done) ==
        head + "| Rotate keys | Finished |\n| Add alert | Finished |\n");
  CHECK(with_state(head + "| Rotate keys | Todo |\n", ActionState::done) ==
        head + "| Rotate keys | Done |\n");
  CHECK(with_state(head + "| Rotate keys | TODO |\n", ActionState::in_progress) ==
        head + "| Rotate keys | IN PROGRESS |\n");
  CHECK(with_state(head + "| Rotate keys | ⬜ |\n", ActionState::done) == head + "| Rotate keys | ✅ |\n");
}

TEST_CASE("a state is written in the document's language") {
  CHECK(with_state("# 障害報告書\n\n## アクション\n\n| 対応 | 状態 |\n|---|---|\n| 鍵を更新する | 未着手 |\n",
                   ActionState::done) ==
        "# 障害報告書\n\n## アクション\n\n| 対応 | 状態 |\n|---|---|\n| 鍵を更新する | 完了 |\n");
}

TEST_CASE("an empty cell is filled within its width") {
  CHECK(with_state(actions + "| Action | Status   |\n|---|---|\n| Rotate keys |          |\n",
                   ActionState::open) ==
        actions + "| Action | Status   |\n|---|---|\n| Rotate keys | Open     |\n");
  CHECK(with_owner(actions + "| Action | Owner |\n|---|---|\n| Rotate keys | TBD |\n", "Ada Stone") ==
        actions + "| Action | Owner |\n|---|---|\n| Rotate keys | Ada Stone |\n");
  CHECK(with_owner(actions + "| Action | Owner |\n|---|---|\n| Rotate keys |\n", "Ada") ==
        actions + "| Action | Owner |\n|---|---|\n| Rotate keys | Ada |\n");
}

TEST_CASE("a table without the column gets one") {
  CHECK(with_due(actions + "| Action | Owner |\n|---|---|\n| Rotate keys | Ada |\n| Add alert | Bo |\n",
                 {2026, 5, 1}) == actions +
                                      "| Action | Owner | Due |\n|---|---|-----|\n| Rotate keys | Ada | "
                                      "2026-05-01 |\n| Add alert | Bo | |\n");
  CHECK(with_state(actions + "Action      | Owner\n----------- | -----\nRotate keys | Ada  \n",
                   ActionState::open) ==
        actions + "Action      | Owner | Status\n----------- | ----- | ------\nRotate keys | Ada | Open  \n");
}

TEST_CASE("a box is ticked in its own letter and nothing else moves") {
  CHECK(with_tick(actions + "- [ ] Rotate keys\r\n- [X] Add alert\r\n", true) ==
        actions + "- [X] Rotate keys\r\n- [X] Add alert\r\n");
  CHECK(with_state(actions + "* [x] Rotate keys", ActionState::open) == actions + "* [ ] Rotate keys");
  CHECK(with_tick(actions + "- Rotate keys\n", true) ==
        "refused: there is no box to tick; set its state instead: state=done");
}

TEST_CASE("words without a day give way to a due date") {
  CHECK(with_due(actions + "| Action | Due |\n|---|---|\n| Rotate keys | next sprint |\n", {2026, 5, 1}) ==
        actions + "| Action | Due |\n|---|---|\n| Rotate keys | 2026-05-01 |\n");
}

TEST_CASE("a bullet says its state, owner and due date as its neighbours do, else in brackets") {
  CHECK(with_state(actions + "- Rotate keys\n- Add alert (closed)\n", ActionState::done) ==
        actions + "- Rotate keys (closed)\n- Add alert (closed)\n");
  CHECK(with_state(actions + "- Rotate keys\n- ✅ Add alert\n", ActionState::done) ==
        actions + "- ✅ Rotate keys\n- ✅ Add alert\n");
  CHECK(with_state(actions + "- Rotate keys\n- [x] Add alert\n", ActionState::done) ==
        actions + "- [x] Rotate keys\n- [x] Add alert\n");
  CHECK(with_state(actions + "- Rotate keys.\n", ActionState::done) == actions + "- Rotate keys. (done)\n");
  CHECK(with_owner(actions + "- Rotate keys\n", "@ada") == actions + "- Rotate keys (@ada)\n");
  CHECK(with_owner(actions + "- Rotate keys\n- Add alert - @bo\n", "@ada") ==
        actions + "- Rotate keys - @ada\n- Add alert - @bo\n");
  CHECK(with_owner(actions + "- Rotate keys (@bo)\n", "the night shift") ==
        "refused: line 5 has no safe place for the owner `the night shift` (it would not be read); change it "
        "in an editor");
  CHECK(with_due(actions + "- Rotate keys (@bo)\n", {2026, 5, 1}) ==
        actions + "- Rotate keys (@bo) (due 2026-05-01)\n");
  CHECK(with_due(actions + "- Rotate keys (Platform team)\n", {2026, 5, 1}) ==
        actions + "- Rotate keys (Platform team) (due 2026-05-01)\n");
  CHECK(with_due(actions + "- Rotate keys by May 10, 2026\n", {2026, 6, 1}) ==
        actions + "- Rotate keys by June 1, 2026\n");
  CHECK(with_priority(actions + "- Rotate keys\n", "P1") == actions + "- [P1] Rotate keys\n");
}

TEST_CASE("a new action is written as those before it") {
  CHECK(with_action(actions + "- [ ] Rotate keys\n\n## Notes\n\nNone.\n",
                    {.text = "Add alert", .owner = "@ada"}) ==
        actions + "- [ ] Rotate keys\n- [ ] Add alert (@ada)\n\n## Notes\n\nNone.\n");
  CHECK(with_action(actions + "1. Rotate keys\n2. Add alert",
                    {.text = "Warn the shops", .due = Date{2026, 5, 1}}) ==
        actions + "1. Rotate keys\n2. Add alert\n3. Warn the shops (due 2026-05-01)");
  const std::string table =
      actions +
      "| # | Action | Owner | Status |\r\n|---|---|---|---|\r\n| 1 | Rotate keys | Ada | Todo |\r\n";
  CHECK(with_action(table, {.text = "Add a|b", .owner = "Bo"}) ==
        table + "| 2 | Add a\\|b | Bo | Todo |\r\n");
  CHECK(with_action("# Outage\n\n## Summary\n\nDown.\n", {.text = "Rotate keys"}) ==
        "# Outage\n\n## Summary\n\nDown.\n\n## Action items\n\n- Rotate keys\n");
  CHECK(with_action(actions + "None yet.\n", {.text = "Rotate keys"}) ==
        actions + "None yet.\n\n- Rotate keys\n");
  CHECK(with_action(actions + "### Participants\n\nAda.\n", {.text = "Rotate keys"}) ==
        actions + "- Rotate keys\n\n### Participants\n\nAda.\n");
  CHECK(with_action(actions + "- Rotate keys\n", {.text = "Rotate keys"})
            .find("refused: line 5 has this action already") == 0);
}

TEST_CASE("a new action says its facts where those before it say them") {
  const NewAction wanted{.text = "Add alert", .owner = "@cy", .due = Date{2026, 5, 1}};
  for (const auto& [before, after] : std::vector<std::pair<std::string, std::string>>{
           {"- @bo: rotate keys, due 2026-03-01\n", "- @cy: Add alert, due 2026-05-01\n"},
           {"- [ ] Rotate keys — @bo — by March 1, 2026\n", "- [ ] Add alert — @cy — by May 1, 2026\n"},
           {"- Rotate keys (@bo), due 2026-03-01\n- Warn the shops\n", "- Add alert (@cy), due 2026-05-01\n"},
           {"- Rotate keys (@bo)\n", "- Add alert (due 2026-05-01) (@cy)\n"}}) {
    const std::string_view asked = before;  // what clang 14 lets a lambda capture
    CAPTURE(asked);
    CHECK(with_action(actions + before, wanted) == actions + before + after);
  }
}

TEST_CASE("three facts find their places behind a bullet, whichever comes first") {
  const auto three = [](const std::string& bullet) { return with_due(bullet, {2024, 5, 1}); };
  CHECK(three(actions + "- Add alert (done) (Ada Stone)\n") ==
        actions + "- Add alert (done) (due 2024-05-01) (Ada Stone)\n");
  CHECK(with_state(with_owner(three(actions + "- Add alert\n"), "Ada Stone"), ActionState::done) ==
        actions + "- Add alert (due 2024-05-01) (Ada Stone) (done)\n");
}

std::string without(ItemFact fact, const std::string& text) {
  return edited(text, [=](const Reading& reading) { return clear_fact(reading, 0, fact); });
}

TEST_CASE("a fact is taken out with what set it off from the other words") {
  CHECK(without(ItemFact::owner, actions + "- Add alert (@ada)\n") == actions + "- Add alert\n");
  CHECK(without(ItemFact::owner, actions + "- Add alert (owner: Ada)\n") == actions + "- Add alert\n");
  CHECK(without(ItemFact::state, actions + "- Add alert (done)\n") == actions + "- Add alert\n");
  CHECK(without(ItemFact::state, actions + "- ~~Add alert~~\n") == actions + "- Add alert\n");
  CHECK(without(ItemFact::priority, actions + "- [High] Add alert\n") == actions + "- Add alert\n");
  CHECK(without(ItemFact::due, actions + "- Add alert (due 2024-05-01)\n") == actions + "- Add alert\n");
  CHECK(without(ItemFact::due, actions + "- Add alert, by May 5, 2024\n") == actions + "- Add alert\n");
  CHECK(without(ItemFact::due, actions + "- Add alert (due 2024-05-01) (@ada)\n") ==
        actions + "- Add alert (@ada)\n");
  CHECK(without(ItemFact::owner, actions + "- Add alert\n") == actions + "- Add alert\n");
}

TEST_CASE("a cell that is cleared stays as wide as its column") {
  const std::string head = actions + "| Action | Owner |\n|--------|-------|\n";
  CHECK(without(ItemFact::owner, head + "| Rotate | Ada   |\n") == head + "| Rotate |       |\n");
  CHECK(without(ItemFact::owner, head + "| Rotate keys | **Ada** |\n") == head + "| Rotate keys |  |\n");
}

TEST_CASE("what only a box or words of other use say is not taken out") {
  CHECK(without(ItemFact::state, actions + "- [x] Add alert\n") ==
        "refused: its box says the state; set it to state=open");
  CHECK(with_field("# Outage\n\n**Reviewer**: Ada\n", "Reviewer", "") == "# Outage\n\n**Reviewer**:\n");
  CHECK(with_field("---\nreviewer: Ada\n---\n# Outage\n", "reviewer", "") ==
        "---\nreviewer:\n---\n# Outage\n");
}

TEST_CASE("a field's value is written where it stands") {
  CHECK(with_field("---\nstatus: draft\n---\n# Outage\n", "Status", "final: yes") ==
        "---\nstatus: \"final: yes\"\n---\n# Outage\n");
  CHECK(with_field("# Outage\n\n**Severity**: SEV2  \n**Owner**:\n", "severity", "SEV1") ==
        "# Outage\n\n**Severity**: SEV1  \n**Owner**:\n");
  CHECK(with_field("# Outage\n\n**Severity**: SEV2  \n**Owner**:\n", "owner", "Ada") ==
        "# Outage\n\n**Severity**: SEV2  \n**Owner**: Ada\n");
  CHECK(with_field("# Outage\n\n**Severity**: SEV2\n", "sevrity", "SEV1") ==
        "refused: there is no field `sevrity`; it has Severity");
}

TEST_CASE("a slot is filled by its name") {
  CHECK(with_slot("# Outage: [Issue Title]\n\nBy [Your name].\n", "your name", "Ada Stone") ==
        "# Outage: [Issue Title]\n\nBy Ada Stone.\n");
  CHECK(with_slot("# Outage\n\nBy [Your name].\n", "date", "x") ==
        "refused: there is no slot `date`; left are [Your name]");
  CHECK(with_slot("# Outage\n\nSee the [Harbour team].\n\n[harbour team]: https://lantern.example\n",
                  "harbour team", "x") ==
        "refused: `harbour team` is the label of a link here, and no slot; change it in an editor");
}

TEST_CASE("a link to a page of a wiki is no slot") {
  CHECK(with_slot("# Outage\n\nSee [[runner-setup]].\n", "runner-setup", "x") ==
        "refused: there is no slot `runner-setup`; none is left to fill");
}

TEST_CASE("every word that we write for a state reads as that state") {
  const char* tags[] = {"en", "ja", "zh", "ko", "pt", "es", "fr", "de", "sv", "ru"};
  for (const char* tag : tags)
    for (int state = 1; state < 8; ++state) {
      facts::Document document;
      document.language = tag;
      const markdown::Tree tree = markdown::parse("");
      const Reading reading{{"x.md", ""}, {}, tree, document};
      for (const auto& word : edits::state_words_for(reading, static_cast<ActionState>(state), "", true)) {
        CAPTURE(word);
        CHECK(state_of_word(word) == static_cast<ActionState>(state));
      }
    }
}

}  // namespace
}  // namespace hindcast::document
