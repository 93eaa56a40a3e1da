// JUnit XML: a suite for each document, a case for each finding, and one case
// that passes where there is none, so that a clean document is seen.
#include "base/xml.h"
#include "diag/formats.h"

namespace hindcast::diag {
namespace {

class Junit : public Report {
 public:
  std::string begin() override {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"hindcast check\">\n";
  }
  std::string file(const FileFindings& file) override {
    std::size_t failures = 0, skipped = 0;
    std::string cases;
    for (const auto& finding : file.findings) {
      if (finding.silence != Silence::none)
        ++skipped;
      else if (finding.what.diagnostic.severity != Severity::hint)
        ++failures;
      cases += test_case(file.path, finding);
    }
    const auto tests = std::max<std::size_t>(file.findings.size(), 1);
    std::string out = "  <testsuite name=\"" + xml_text(file.path) + "\" tests=\"" + std::to_string(tests) +
                      "\" failures=\"" + std::to_string(failures) + "\" errors=\"0\" skipped=\"" +
                      std::to_string(skipped) + "\">\n";
    if (file.findings.empty())
      cases = "    <testcase name=\"no findings\" classname=\"" + xml_text(file.path) + "\"/>\n";
    return out + cases + "  </testsuite>\n";
  }
  std::string end(const Totals& totals) override {
    std::string out;
    for (const auto& [path, message] : totals.troubles)
      out += "  <testsuite name=\"" + xml_text(path) +
             "\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n    <testcase name=\"read\" "
             "classname=\"" +
             xml_text(path) + "\"><error message=\"" + xml_text(message) +
             "\"/></testcase>\n  </testsuite>\n";
    return out + "</testsuites>\n";
  }

 private:
  static std::string test_case(std::string_view path, const Finding& finding) {
    const auto& [diagnostic, place, notes, edits] = finding.what;
    const auto line = std::to_string(place.line);
    std::string out = "    <testcase name=\"" + xml_text(diagnostic.rule) + ":" + line + ":" +
                      std::to_string(place.column) + "\" classname=\"" + xml_text(path) + "\" file=\"" +
                      xml_text(path) + "\" line=\"" + line + "\">";
    if (finding.silence == Silence::none && diagnostic.severity == Severity::hint)
      out += "<system-out>" + xml_text(diagnostic.message) + "</system-out>";  // a hint fails nobody
    else if (finding.silence == Silence::none)
      out += "<failure type=\"" + std::string(word(diagnostic.severity)) + "\" message=\"" +
             xml_text(diagnostic.message) + "\">" + xml_text(path) + ":" + line + ": " +
             xml_text(diagnostic.message) + "</failure>";
    else
      out += "<skipped message=\"" +
             std::string(finding.silence == Silence::comment ? "suppressed" : "in the baseline") +
             (finding.reason.empty() ? "" : ": " + xml_text(finding.reason)) + "\"/>";
    return out + "</testcase>\n";
  }
};

}  // namespace

std::unique_ptr<Report> make_junit() {
  return std::make_unique<Junit>();
}

}  // namespace hindcast::diag
