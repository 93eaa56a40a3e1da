#include "exchange/issue_page.h"

#include <doctest/doctest.h>

#include "document/document.h"
#include "exchange/issue_family.h"

using namespace hindcast;
using namespace hindcast::exchange;

namespace {

Issue froze() {
  Issue issue;
  issue.project = "acme/till";
  issue.number = 12;
  issue.title = "Tills froze";
  issue.has_body = true;
  issue.body = "They did.\n";
  issue.state = "open";
  return issue;
}

IssuePage page(const Issue& issue) {
  return page_of(issue, Tracker::github, Family());
}
std::string text(const Issue& issue) {
  return text_of(page(issue));
}
// Without the front matter.
std::string story(const Issue& issue) {
  const auto whole = text(issue);
  return whole.substr(whole.find("\n---") + 5);
}

// "state owner due: text" of each action.
std::vector<std::string> actions(const std::string& document) {
  std::vector<std::string> out;
  const auto read = document::read({"issues/till-12.md", document}, document::builtin_forms());
  for (const auto& item : read.items)
    if (item.role == facts::ItemRole::action)
      out.push_back(std::string(facts::word(item.state)) + " " + (item.owner ? item.owner->text : "nobody") +
                    " " + (item.due ? to_iso(item.due->date) : "no day") + ": " + item.text);
  return out;
}
using Lines = std::vector<std::string>;

// The issue, with one thing changed.
template <typename Change>
Issue with(Issue issue, const Change& change) {
  change(issue);
  return issue;
}

std::string replaced(std::string text, std::string_view old, std::string_view by) {
  const auto at = text.find(old);
  REQUIRE(at != text.npos);
  return text.replace(at, old.size(), by);
}

}  // namespace

TEST_CASE("an issue becomes a document with a head, a title and its text") {
  auto issue = froze();
  issue.url = "https://github.com/acme/till/issues/12";
  issue.labels = {"incident", "say \"x\""};
  issue.assignees = {"ada"};
  issue.opened = "2031-05-05T10:00:00Z";
  const auto made = text(issue);
  CHECK(made.substr(0, made.find("imported:")) ==
        "---\ntitle: \"Tills froze\"\nid: \"till-12\"\ngithub: \"acme/till#12\"\n"
        "url: \"https://github.com/acme/till/issues/12\"\nstate: open\nlabels: [\"incident\", \"say "
        "\\\"x\\\"\"]\n"
        "assignees: [\"@ada\"]\nopened: 2031-05-05T10:00:00Z\ndate: 2031-05-05\n");
  CHECK(story(issue) == "\n# Tills froze\n\nThey did.\n");
  CHECK(page(issue).name == "till-12-tills-froze.md");
  CHECK(foreign_reference(made, "github") == "acme/till#12");
  CHECK(foreign_reference(made, "gitlab").empty());
}

TEST_CASE("a text with a title of its own keeps it, and its line ends are the document's") {
  auto issue = froze();
  issue.body = "# Postmortem: Tills\r\n\r\nThey froze.";
  CHECK(story(issue) == "\n\r\n# Postmortem: Tills\r\n\r\nThey froze.\r\n");
  CHECK(text(issue).substr(0, 5) == "---\r\n");
  issue.body = "# What\n\nx\n\n# Why\n\ny\n";  // two of level 1 are sections
  CHECK(story(issue).substr(0, 24) == "\n# Tills froze\n\n# What\n\n");
}

TEST_CASE("a comment has a heading of its own, which nothing before it swallows") {
  auto issue = froze();
  issue.comments = {
      {"ada", "2031-05-06T10:00:00Z", "Me too"}, {"", "", "<!-- open"}, {"Bo Lind", "", "~~~~\nx"}};
  CHECK(story(issue) ==
        "\n# Tills froze\n\nThey did.\n\n<!-- hindcast:from-the-tracker -->\n\n## Comment by @ada on "
        "2031-05-06\n\n"
        "Me too\n\n## Comment\n\n<!-- open\n-->\n\n## Comment by Bo Lind\n\n~~~~\nx\n~~~~\n");
  for (const char* open :
       {"```\nx", "````\n```\nx", "<!-- x", "<script>\nx", "<?php", "<![CDATA[ x", "<!X", "> ```\n> x"}) {
    issue.body = open;
    const auto made = text(issue);
    const auto read = document::read({"a.md", made}, {});
    CAPTURE(open);
    CHECK(read.sections.back().title == "Comment by Bo Lind");
  }
}

TEST_CASE("a comment's sections end with it") {
  auto issue = froze();
  issue.comments = {{"ada", "", "# Our actions\n\n## Action items\n\n- [ ] Rotate the keys @ada\n"},
                    {"bo", "", "- I had lunch\n"}};
  CHECK(actions(text(issue)) == Lines{"open @ada no day: Rotate the keys"});
}

TEST_CASE("an issue whose label says so is an action with its assignee, state and day") {
  auto issue = froze();
  issue.title = "Rotate the keys";
  issue.assignees = {"ada", "bo"};
  issue.milestone_due = "2031-06-01";
  for (const char* label :
       {"action-item", "Action Item", "type::follow-up", "postmortem/action", "remediation"}) {
    issue.labels = {label};
    CHECK(actions(text(issue)) == Lines{"open @ada, @bo 2031-06-01: Rotate the keys"});
  }
  for (const char* label : {"github-actions", "ci: actions", "bug", "actionable"}) {
    issue.labels = {label};
    CHECK(actions(text(issue)).empty());
  }
}

TEST_CASE("the state of an action is what the tracker and its labels say") {
  auto issue = froze();
  issue.labels = {"action-item"};
  const auto state = [&](std::string_view given, std::vector<std::string> labels, std::string progress = "") {
    auto one = issue;
    one.state = given;
    one.labels.insert(one.labels.end(), labels.begin(), labels.end());
    one.progress = std::move(progress);
    const auto all = actions(text(one));
    return all.size() == 1 ? all[0].substr(0, all[0].find(' ')) : "no action";
  };
  CHECK(state("open", {}) == "open");
  CHECK(state("closed", {}) == "done");
  CHECK(state("closed as not planned", {}) == "wont_do");
  CHECK(state("closed as duplicate", {}) == "wont_do");
  CHECK(state("open", {"status: blocked"}) == "blocked");
  CHECK(state("open", {}, "In Progress") == "in_progress");
  CHECK(state("closed", {"blocked"}) == "done");
}

TEST_CASE("sub-issues are actions of the issue above, and are told once") {
  auto issue = froze();
  issue.sub_issues = {
      {"acme/till#13", "Rotate | the keys", "https://github.com/acme/till/issues/13", "closed", {"ada"}},
      {"acme/ops#4", "Warm the cache", "", "open", {}}};
  CHECK(actions(text(issue)) ==
        Lines{"done @ada no day: Rotate | the keys", "open nobody no day: Warm the cache"});
  auto listed = froze();
  listed.number = 13;
  listed.labels = {"action-item", "P1"};
  listed.due = "2031-06-01";
  const std::vector<Issue> both = {issue, listed};
  const Family family(both);
  CHECK(actions(text_of(page_of(listed, Tracker::github, family))).empty());
  CHECK(text_of(page_of(issue, Tracker::github, family))
            .find("| Tills froze | | P1 | Open | 2031-06-01 | [#13](") != std::string::npos);
}

TEST_CASE("tasks name issues by number, by project and by address, and tell what the tracker knows of them") {
  auto issue = froze();
  issue.body =
      "## Action items\n\n- [ ] #13\n* [x] acme/ops#4 with words @bo \n"
      "- [ ] https://github.com/acme/web/issues/5\n- #14\n- [ ] C#\n- [ ] #99\n";
  std::vector<Issue> all = {issue};
  for (const char* project : {"acme/till", "acme/ops", "acme/web", "acme/till"}) {
    auto one = froze();
    one.project = project;
    one.number = std::string_view(project) == "acme/ops"   ? 4
                 : std::string_view(project) == "acme/web" ? 5
                                                           : 13;
    one.title = "Rotate the keys";
    one.labels = {"action-item", "priority: high (a;b)"};
    one.assignees = {"ada", "Bo Lind"};
    one.milestone_due = "2031-06-01";
    all.push_back(one);
  }
  all[3].state = "closed";
  all[4].number = 14;
  const Family family(all);
  const auto made = text_of(page_of(issue, Tracker::github, family));
  CHECK(made.substr(made.find("- [ ] #13")) ==
        "- [ ] #13 Rotate the keys (owner: @ada & Bo Lind; priority: high  a b ; due: 2031-06-01)\n"
        "* [x] acme/ops#4 with words @bo (priority: high  a b ; due: 2031-06-01) \n"
        "- [ ] https://github.com/acme/web/issues/5 Rotate the keys (done) (owner: @ada & Bo Lind; priority: "
        "high  a "
        "b ; due: 2031-06-01)\n"
        "- #14\n- [ ] C#\n- [ ] #99\n");
  CHECK(actions(made) ==
        Lines{"open @ada & Bo Lind 2031-06-01: #13 Rotate the keys",
              "done @bo 2031-06-01: acme/ops#4 with words",
              "done @ada & Bo Lind 2031-06-01: https://github.com/acme/web/issues/5 Rotate the keys",
              "unknown nobody no day: #14", "open nobody no day: C#", "open nobody no day: #99"});
  for (int n = 1; n < 4; ++n)
    CHECK(actions(text_of(page_of(all[static_cast<std::size_t>(n)], Tracker::github, family))).empty());
  CHECK(actions(text_of(page_of(all[4], Tracker::github, family))).size() == 1);
}

TEST_CASE("an issue that another one only mentions tells its own action") {
  auto issue = froze(), other = froze();
  other.number = 13;
  other.labels = {"action-item"};
  for (const char* body :
       {"- [ ] #13\n", "## Went well\n\n- [ ] #13\n", "## Actions\n\n```\n- [ ] #13\n```\n"}) {
    issue.body = body;
    const std::vector<Issue> both = {issue, other};
    CHECK(actions(text_of(page_of(other, Tracker::github, Family(both)))).size() == 1);
    CHECK(text_of(page_of(issue, Tracker::github, Family(both))).find(body) != std::string::npos);
  }
}

TEST_CASE("no title, label or name leads out of its line or its folder") {
  auto issue = froze();
  issue.project = "..//../Ev il";
  issue.title = "../../x\" # y\\ | <!--";
  issue.labels = {"a\", b]: {"};
  CHECK(page(issue).name == "ev-il-12-x-y.md");
  const auto read = document::read({"a.md", text(issue)}, {});
  REQUIRE(read.fields.size() > 4);
  CHECK(read.fields[0].value == "../../x\" # y\\ | <!--");
  CHECK(read.fields[4].value == "a\", b]: {");
  issue.title = "テスト";
  CHECK(page(issue).name == "ev-il-12.md");
}

TEST_CASE("a long project's name does not push the number out of the file's") {
  auto issue = froze();
  issue.project = "acme/" + std::string(200, 'x');
  CHECK(page(issue).name == std::string(70, 'x') + "-12.md");
  issue.project = "acme/till";
  issue.title = std::string(200, 'y');
  CHECK(page(issue).name == "till-12-" + std::string(62, 'y') + ".md");
}

TEST_CASE("an issue that did not change leaves its document as it is, whatever was changed there") {
  const auto made = text(froze());
  CHECK(merged(made, page(froze()), Side::neither).text == made);
  const auto edited = replaced(replaced(made, "They did.", "They did, twice."), "state: open\n",
                               "state: open\nservice: till\n");
  CHECK(merged(edited, page(froze()), Side::neither).text == edited);
  CHECK(merged(edited, page(froze()), Side::neither).conflicts.empty());
}

TEST_CASE("what changed in the tracker comes in beside what was changed here") {
  const auto edited = replaced(replaced(text(froze()), "They did.", "They did, twice."), "state: open\n",
                               "state: open\nservice: till\n");
  const auto later = with(froze(), [](Issue& issue) {
    issue.comments = {{"ada", "2031-05-06T10:00:00Z", "Fixed"}};
  });
  const auto after = merged(edited, page(later), Side::neither);
  CHECK(after.conflicts.empty());
  CHECK(after.text.find("They did, twice.\n\n<!-- hindcast:from-the-tracker -->\n\n## Comment by @ada") !=
        std::string::npos);
  CHECK(after.text.find("service: till\n") != std::string::npos);
  CHECK(merged(after.text, page(later), Side::neither).text == after.text);
  const auto closed = with(later, [](Issue& issue) { issue.state = "closed"; });
  const auto last = merged(after.text, page(closed), Side::neither);
  CHECK(last.text.find("\nstate: closed\nservice: till\n") != std::string::npos);
  CHECK(last.text.find("They did, twice.") != std::string::npos);
}

TEST_CASE("a part that was changed on both sides is a conflict until a side is chosen") {
  const auto edited = replaced(text(froze()), "They did.", "They did, twice.");
  const auto later = page(with(froze(), [](Issue& issue) { issue.body = "They did, at nine.\n"; }));
  const auto refused = merged(edited, later, Side::neither);
  CHECK(refused.conflicts == Lines{"body"});
  CHECK(refused.text == edited);
  const auto sides = sides_of(edited, later, "body");
  CHECK(sides.ours == "# Tills froze\n\nThey did, twice.\n");
  CHECK(sides.theirs == "# Tills froze\n\nThey did, at nine.\n");
  const auto theirs = merged(edited, later, Side::theirs);
  CHECK(theirs.text == text_of(later));
  const auto ours = merged(edited, later, Side::ours);
  CHECK(ours.text.find("They did, twice.") != std::string::npos);
  CHECK(merged(ours.text, later, Side::neither).text == ours.text);  // and is not asked again
}

TEST_CASE("line ends that git or an editor changed are no edit") {
  auto issue = froze();
  issue.body = "They\r\ndid.\r\n";
  auto plain = text(issue);
  std::erase(plain, '\r');
  const auto later = page(with(issue, [](Issue& one) { one.body = "They\r\ndid it.\r\n"; }));
  const auto after = merged(plain, later, Side::neither);
  CHECK(after.conflicts.empty());
  CHECK(after.text.find("did it.") != std::string::npos);
}

TEST_CASE("a mark in an issue's own text does not part it in the wrong place") {
  auto issue = froze();
  issue.body = "a\n\n<!-- hindcast:from-the-tracker -->\n\nb\n";
  issue.comments = {{"ada", "", "<!-- hindcast:from-the-tracker -->\n\nc"}};
  const auto made = text(issue);
  CHECK(merged(made, page(issue), Side::neither).text == made);
  const auto later = page(with(issue, [](Issue& one) { one.comments.push_back({"bo", "", "d"}); }));
  CHECK(merged(made, later, Side::neither).text == text_of(later));
}

TEST_CASE("a document that was written by hand for an issue is not overwritten") {
  const std::string mine = "---\ngithub: acme/till#12\n---\n# Mine\n";
  const auto after = merged(mine, page(froze()), Side::neither);
  CHECK(after.conflicts == Lines{"head", "body"});
  CHECK(after.text == mine);
  CHECK(merged(mine, page(froze()), Side::ours).text.find("# Mine\n") != std::string::npos);
}

TEST_CASE("front matter stays what it is when its first entry goes") {
  const auto other = page_of(froze(), Tracker::gitlab, Family());
  const std::string mine = "---\ngithub: x\n*odd*: x\n---\n# Mine\n";
  const auto after = merged(mine, other, Side::theirs);
  CHECK(after.text.substr(0, 25) == "---\ntitle: \"Tills froze\"\n");
  CHECK(merged(after.text, other, Side::neither).text == after.text);
}

TEST_CASE("comments that were taken back in the tracker go, those removed here stay away") {
  const auto with_comment = with(froze(), [](Issue& issue) { issue.comments = {{"ada", "", "Hm"}}; });
  const auto made = text(with_comment);
  CHECK(merged(made, page(froze()), Side::neither).text == text(froze()));
  const auto without = made.substr(0, made.find("<!-- hindcast"));
  CHECK(merged(without, page(with_comment), Side::neither).text == without);
}
