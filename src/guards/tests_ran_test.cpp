#include <doctest/doctest.h>

#include <string>

#include "guards/testing.h"
#include "guards/xml.h"

namespace hindcast::guards {
namespace {

constexpr const char* head = "4f2a9c1d7e8b3a6054f2a9c1d7e8b3a6054f2a9c";

std::string ran(const std::string& report, const std::string& more = "") {
  testing::MemoryWorld world({{"report.xml", report}, {"commit", "4f2a9c1d7e8b\n"}});
  world.commit_id = head;
  world.now_ms = 1'935'691'200'000;  // 2031-05-04T20:00:00Z
  return testing::outcome("tests-ran", "report = 'report.xml'\n" + more, world);
}

std::string suite(const std::string& cases, const std::string& commit = head) {
  return "<testsuites>\n<testsuite name='integration' "
         "timestamp='2031-05-04T10:00:00'>\n<properties><property "
         "name='commit' value='" +
         commit + "'/></properties>\n" + cases + "</testsuite>\n</testsuites>\n";
}

std::string xml(std::string_view text) {
  const auto read = read_xml(text);
  if (!read) return read.error().message;
  std::string out;
  for (const XmlElement& one : *read)
    out.append(std::to_string(one.depth))
        .append(one.name)
        .append(":")
        .append(std::to_string(one.line))
        .append(" ");
  return out;
}

}  // namespace

TEST_CASE("XML is a flat list of elements with their lines") {
  CHECK(xml("<a>\n <b c='1'/>x<d/></a>") == "0a:1 1b:2 1d:2 ");
  CHECK(xml("<a>\n<b></a>") == "line 2: is no XML: mismatched tag");
  CHECK(xml("") == "line 1: is no XML: no element found");
  CHECK(xml(std::string("<a>\0</a>", 8)).starts_with("line 1: is no XML"));
}

TEST_CASE("bombs of entities and of depth are refused") {
  CHECK(xml("<!DOCTYPE a [<!ENTITY x 'xxxx'><!ENTITY y '&x;&x;'>]><a>&y;</a>") ==
        "line 1: declares entities, which no report needs");
  CHECK(xml("<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><a>&x;</a>") ==
        "line 1: declares entities, which no report needs");
  std::string deep;
  for (int i = 0; i < 300; ++i)
    deep += "<a>";
  CHECK(xml(deep) == "line 1: more than 200 elements in each other");
}

TEST_CASE("a suite that ran for this commit passes") {
  CHECK(ran(suite("<testcase/><testcase><skipped/></testcase>\n")) == "pass: 2 tests, 0 failed, 1 skipped\n");
  CHECK(ran("<testsuite tests='3' failures='0'><properties><property name='GIT_COMMIT' "
            "value='4f2a9c1d7e8b'/></properties>"
            "</testsuite>") == "pass: 3 tests, 0 failed, 0 skipped\n");
  CHECK(ran("<testsuite><testcase/></testsuite>", "commit_file = 'commit'").starts_with("pass"));
  CHECK(ran("<testsuite><testcase/></testsuite>", "any_commit = true").starts_with("pass"));
}

TEST_CASE("failures, other commits and skipped suites fail") {
  CHECK(ran(suite("<testcase/>\n<testcase><failure/><error/></testcase>\n")) ==
        "fail: 2 tests, 1 failed, 0 skipped\nfail report.xml:5: 1 test of `integration` failed\n");
  CHECK(ran(suite("<testcase/>", "0000000000000000")) ==
        "fail: 1 test, 0 failed, 0 skipped\nfail report.xml:2: `integration` ran for `000000000000`, not for "
        "`4f2a9c1d7e8b`\n");
  CHECK(ran(suite("<testcase><skipped/></testcase>"))
            .starts_with("fail: 1 test, 0 failed, 1 skipped\nfail report.xml:2: all 1 test of"));
  CHECK(ran(suite("<testcase/>"), "max_age = '2 hours'").find("ran 10 h ago, more than 2 hours") !=
        std::string::npos);
  CHECK(ran(suite("<testcase/>"), "max_age = '1 day'").starts_with("pass"));
  CHECK(ran(suite("<testcase/>"), "min_tests = 100").starts_with("fail"));
}

TEST_CASE("of what a report tells and what it shows the worse counts") {
  const auto told = [](const std::string& attributes, const std::string& cases) {
    return ran("<testsuite name='a' " + attributes + ">" + cases + "</testsuite>", "any_commit = true");
  };
  CHECK(told("tests='10' failures='3'", "<testcase/>") ==
        "fail: 1 test, 3 failed, 0 skipped\nfail report.xml:1: 3 tests of `a` failed\n"
        "warn report.xml:1: `a` tells of 10 tests, and 1 stands in it\n");
  CHECK(told("tests='10' failures='0'", "<testcase/>").starts_with("warn: 1 test, 0 failed"));
  CHECK(told("tests='10'", "<testcase/>").starts_with("inconclusive: 1 test, 0 failed"));
  CHECK(told("failures='-1' errors='two'", "<testcase/>") ==
        "inconclusive: 1 test, 0 failed, 0 skipped\n"
        "inconclusive report.xml:1: `failures` is no number of tests: `-1`\n"
        "inconclusive report.xml:1: `errors` is no number of tests: `two`\n");
  CHECK(told("tests='1' skipped='1'", "<testcase/>").starts_with("fail: 1 test, 0 failed, 1 skipped"));
  CHECK(told("", "<testcase/><testcase result='skipped'><skipped/></testcase>") ==
        "pass: 2 tests, 0 failed, 1 skipped\n");
}

TEST_CASE("a failure counts wherever it stands") {
  const auto all = [](const std::string& report) { return ran(report, "any_commit = true"); };
  CHECK(all("<testsuite name='a'><testcase/>\n<error/></testsuite>") ==
        "fail: 1 test, 1 failed, 0 skipped\nfail report.xml:2: 1 test of `a` failed\n");
  CHECK(all("<testsuite><testcase/><testsuite name='b'><error/><testcase/></testsuite></testsuite>")
            .starts_with("fail: 2 tests, 1 failed"));
  CHECK(all("<testsuite><testcase status='failed'/></testsuite>").starts_with("fail: 1 test, 1 failed"));
  CHECK(all("<testsuite><testcase result='Error'><failure/></testcase></testsuite>")
            .starts_with("fail: 1 test, 1 failed"));
  CHECK(all("<testsuites failures='4' errors='1'><testsuite><testcase/></testsuite></testsuites>") ==
        "fail: 1 test, 0 failed, 0 skipped\nfail report.xml:1: the report tells of 5 failures that no suite "
        "in it shows\n");
  CHECK(all("<testsuites><error/><testsuite><testcase/></testsuite></testsuites>").starts_with("fail"));
  CHECK(all("<testsuite name='a' failures='1'><testsuite><testcase/></testsuite></testsuite>") ==
        "fail: 1 test, 0 failed, 0 skipped\nfail report.xml:1: `a` tells of 1 failure that no suite in it "
        "shows\n");
  CHECK(all("<testsuites failures='1'><testsuite failures='1'><testsuite failures='1'><testcase><failure/>"
            "</testcase></testsuite></testsuite></testsuites>")
            .starts_with("fail: 1 test, 1 failed, 0 skipped\nfail report.xml:1: 1 test of a suite failed\n"));
}

TEST_CASE("what did not run, or not known for which commit, is no pass") {
  CHECK(ran("<testsuites/>").starts_with("inconclusive"));
  CHECK(ran("<testsuite tests='0'/>").starts_with("missing"));
  CHECK(ran("<html/>").starts_with("inconclusive"));
  CHECK(ran("<testsuite><testcase/></testsuite>").starts_with("inconclusive"));
  CHECK(ran(suite("<testcase/>"), "suites = ['smoke*']").starts_with("missing"));
  CHECK(ran(suite("<testcase/>"), "suites = ['integ*']").starts_with("pass"));
  CHECK(ran("<testsuite><testcase/>", "").find("report.xml:1: cannot be read: is no XML") !=
        std::string::npos);
  testing::MemoryWorld world({{"report.xml", suite("<testcase/>")}});
  CHECK(testing::outcome("tests-ran", "report = 'report.xml'", world).starts_with("inconclusive"));
  CHECK(testing::outcome("tests-ran", "report = 'out/*.xml'", world).starts_with("missing"));
}

}  // namespace hindcast::guards
