#include <doctest/doctest.h>

#include "exchange/issue.h"

using namespace hindcast;
using namespace hindcast::exchange;

namespace {

std::string joined(const std::vector<std::string>& all) {
  std::string out;
  for (const auto& one : all)
    out += (out.empty() ? "" : ",") + one;
  return out;
}

// "acme/till#12 open: Tills froze [incident] @ada 2 comments"
std::string told(const Issue& issue) {
  std::string out = reference(issue.project, issue.number) + " " + issue.state + ": " + issue.title;
  if (!issue.labels.empty()) out += " [" + joined(issue.labels) + "]";
  if (!issue.assignees.empty()) out += " @" + joined(issue.assignees);
  if (!issue.opened.empty()) out += " " + issue.opened;
  if (!issue.closed.empty()) out += " to " + issue.closed;
  if (!issue.due.empty()) out += " due " + issue.due;
  if (!issue.parent.empty()) out += " of " + issue.parent;
  for (const auto& comment : issue.comments)
    out += " (" + comment.author + ": " + comment.text + ")";
  for (const auto& sub : issue.sub_issues)
    out += " +" + sub.reference + " " + sub.state;
  return out;
}

std::vector<std::string> read(std::string_view input, Tracker tracker = Tracker::github,
                              std::string_view project = "") {
  const auto issues = read_issues(tracker, input, project);
  if (!issues.ok()) return {issues.error().message};
  std::vector<std::string> out;
  for (const auto& issue : issues->issues)
    out.push_back(told(issue));
  for (const auto& note : issues->notes)
    out.push_back("note: " + note);
  for (const auto& unknown : issues->unknown)
    out.push_back("unknown: " + unknown.where + " " + std::to_string(unknown.count));
  return out;
}

using Lines = std::vector<std::string>;

}  // namespace

TEST_CASE("what gh issue list prints is read") {
  CHECK(read(
            R"([{"number":12,"title":"Tills froze","body":"They did.","state":"CLOSED",
      "stateReason":"NOT_PLANNED",
      "url":"https://github.com/acme/till/issues/12","author":{"id":"x","is_bot":false,"login":"bo"},
      "assignees":[{"login":"ada","name":"Ada"}],"labels":[{"id":"1","name":"incident","color":"f00"}],
      "milestone":{"title":"Spring","dueOn":"2031-06-01T00:00:00Z"},"createdAt":"2031-05-05T10:00:00Z",
      "closedAt":"2031-05-06T10:00:00Z","comments":[{"author":{"login":"cy"},"body":"Me too",
      "createdAt":"2031-05-05T11:00:00Z","isMinimized":false}]}])") ==
        Lines{"acme/till#12 closed as not planned: Tills froze [incident] @ada 2031-05-05T10:00:00Z to "
              "2031-05-06T10:00:00Z (cy: Me too)"});
}

TEST_CASE("what the REST interface answers is read, and comments that stand apart find their issue") {
  CHECK(read(R"([{"url":"https://api.github.com/repos/acme/till/issues/12","html_url":
      "https://github.com/acme/till/issues/12","number":12,"title":"A","body":"a","state":"open","comments":1,
      "user":{"login":"bo"},"labels":["x"],"assignee":{"login":"ada"},"parent_issue_url":
      "https://api.github.com/repos/acme/till/issues/3"},
      {"number":13,"title":"B","body":"b","pull_request":{"url":"x"},
        "html_url":"https://github.com/a/b/pull/13"}]
      [{"issue_url":"https://api.github.com/repos/acme/till/issues/12","user":{"login":"cy"},"body":"Yes"},
       {"issue_url":"https://api.github.com/repos/acme/till/issues/99","body":"No"}])") ==
        Lines{"acme/till#12 open: A [x] @ada of acme/till#3 (cy: Yes)",
              "note: 1 comment on issues that are not in the input", "note: 1 pull request left out"});
}

TEST_CASE("lists of nodes are read wherever they lie") {
  CHECK(read(R"({"data":{"repository":{"nameWithOwner":"acme/till","issues":{"nodes":[{"number":1,"title":"A",
      "body":"a","labels":{"nodes":[{"name":"x"}]},"assignees":{"edges":[{"node":{"login":"ada"}}]},
      "comments":{"totalCount":1,"nodes":[{"author":null,"body":"Hm"}]},
      "subIssues":{"nodes":[{"number":2,"title":"B","state":"CLOSED"}]}}]}}}})") ==
        Lines{"acme/till#1 open: A [x] @ada (: Hm) +acme/till#2 closed"});
}

TEST_CASE("GitLab's issues are read with their notes, without what GitLab itself notes") {
  CHECK(
      read(R"({"id":7001,"iid":4,"project_id":7,"title":"A","description":"a","state":"opened",
      "created_at":"2031-05-05T10:00:00.123Z","labels":["x","y"],
      "assignees":[{"username":"ada","name":"Ada"}],
      "due_date":"2031-06-01","user_notes_count":2,
      "web_url":"https://git.example/team/shop/till/-/issues/4","notes":[
      {"body":"assigned to @ada","system":true},{"body":"Soon","author":{"username":"bo"},"system":false}]}
      {"noteable_iid":4,"project_id":7,"noteable_type":"Issue","body":"Now","author":{"username":"cy"}})",
           Tracker::gitlab) ==
      Lines{"team/shop/till#4 open: A [x,y] @ada 2031-05-05T10:00:00Z due 2031-06-01 (bo: Soon) (cy: Now)"});
}

TEST_CASE("an issue without an address is of the project that the caller names") {
  CHECK(read(R"({"number":3,"title":"A","body":"a"})", Tracker::github, "acme/till") ==
        Lines{"acme/till#3 open: A"});
  CHECK(read(R"({"number":3,"title":"A","body":"a"})") ==
        Lines{"#3 open: A", "note: 1 issue of a project that nothing names; --repo names it"});
}

TEST_CASE("what is not understood is counted and said") {
  CHECK(read(R"([{"number":1,"title":"A","body":null,"mood":1,"comments":3},{"number":2,"title":"B","body":7,
      "mood":2,"url":"https://h/a/b/issues/2"},{"title":"C","body":"c"},4])",
             Tracker::github, "a/b") == Lines{"a/b#1 open: A", "a/b#2 open: B",

                                              "note: 3 comments of 1 issue are counted, but not in the input",
                                              "note: 1 issue without a number left out, the first in line 2",
                                              "note: 1 issue with a text that is none",
                                              "note: 2 issues without a text",
                                              "note: 1 value that is no issue", "unknown: issue.mood 2"});
}

TEST_CASE("an answer that is no list of issues says why") {
  CHECK(read(R"({"message":"Not Found","documentation_url":"x"})") ==
        Lines{"the tracker answered: Not Found"});
  CHECK(read(R"({"data":null,"errors":[{"message":"Bad credentials"}]})") ==
        Lines{"the tracker answered: Bad credentials"});
  CHECK(read("") == Lines{"is empty; nothing was listed"});
  CHECK(read("title: x") == Lines{"line 1, column 1: a value is missing"});
}

TEST_CASE("a packed file is told from a broken one") {
  CHECK(read("\x1F\x8B\x08 zipped") ==
        Lines{"is packed (gzip); unpack it first, as in: gunzip -c FILE | hindcast import … -"});
  CHECK(read("PK\x03\x04 zipped")[0].starts_with("is packed (zip)"));
}

TEST_CASE("lists of projects in each other give every issue the nearest name") {
  const std::string one = R"({"number":1,"title":"A","body":"a"})",
                    two = R"({"number":2,"title":"B","body":"b"})";
  CHECK(read(R"({"data":{"nodes":[{"nameWithOwner":"a/b","issues":{"nodes":[)" + one +
             R"(]}},{"fullPath":"c","x":1,"issues":{"nodes":[)" + one + "," + two + "]}}," + two + "]}}") ==
        Lines{"a/b#1 open: A", "c#1 open: A", "c#2 open: B", "#2 open: B",
              "note: 1 issue of a project that nothing names; --repo names it"});
  CHECK(read("{\"nameWithOwner\":\"" + std::string(900, 'x') + "\",\"nodes\":[" + one + "]}", Tracker::github,
             "a/b") == Lines{"a/b#1 open: A"});  // each issue would repeat it
}

TEST_CASE("wrong types and odd values do no harm") {
  CHECK(
      read(R"([{"number":"5","title":["x"],"body":{},"labels":7,"assignees":"ada","comments":[1,null,"x",{}],
      "milestone":[],"state":9,"url":"javascript:x","createdAt":"yesterday","projectItems":[{"status":4}],
      "subIssues":[{"title":1},{"number":1e99,"title":"x"}],"parent":"x","user":[],"type":{"name":[]}}])",
           Tracker::github, "a/b") ==
      Lines{"a/b#5 open: Issue 5", "note: 1 issue with a text that is none", "note: 1 issue without a text"});
  CHECK(read(R"({"number":99999999999999999999,"title":"A","body":"a"})")[0] ==
        "note: 1 issue without a number left out, the first in line 1");
  CHECK(read(R"({"number":1,"title":"a\u0000\u001b[31m\n---\nb\u202ec\ud800","body":"x\u0000y"})",
             Tracker::github, "a/b") == Lines{"a/b#1 open: a [31m --- b c\uFFFD"});
}

TEST_CASE("the same issue twice is the one that stands last") {
  CHECK(read(R"({"number":1,"title":"old","body":"a"}{"number":1,"title":"new","body":"a"})", Tracker::github,
             "a/b") == Lines{"a/b#1 open: new"});
}

TEST_CASE("too much is refused before it is read") {
  CHECK(read(std::string(issues_bytes_max + 1, ' ')) ==
        Lines{"is larger than 50 MiB; list fewer issues at a time"});
}

TEST_CASE(
    "a member that stands behind a thousand others is not looked for, and a hundred thousand issues are "
    "enough") {
  std::string input = "{";
  for (int n = 0; n < 1000; ++n)
    input += "\"k" + std::to_string(n) + "\":0,";
  CHECK(read(input + "\"title\":\"A\",\"number\":1}", Tracker::github, "a/b")[0] ==
        "note: 1 value that is no issue");
  std::string many;
  for (int n = 1; n <= 100'001; ++n)
    many += "{\"number\":" + std::to_string(n) + ",\"title\":\"A\",\"body\":\"\"}";
  CHECK(read(many) == Lines{"holds more than 100000 issues; list fewer at a time"});
}
