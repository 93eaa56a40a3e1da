// JUnit XML: a suite for each document, a case for each finding, and one case
// that passes where there is none, so that a clean document is seen.
#include <algorithm>

#include "base/text.h"
#include "diag/formats.h"

namespace hindcast::diag {
namespace {

// Text as XML 1.0 can carry it: what it can't, broken bytes included, is U+FFFD.
std::string xml(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto length = utf8_sequence(text.substr(i));
    const auto bytes = text.substr(i, length == 0 ? 1 : length);
    i += bytes.size();
    const char c = bytes[0];
    if (c == '&')
      out += "&amp;";
    else if (c == '<')
      out += "&lt;";
    else if (c == '>')
      out += "&gt;";
    else if (c == '"')
      out += "&quot;";
    else if (c == '\n' || c == '\t' || c == '\r')
      out += "&#" + std::to_string(static_cast<int>(c)) + ";";  // else an attribute loses it
    else if (length == 0 || (length == 1 && static_cast<unsigned char>(c) < 0x20) ||
             bytes == "\xEF\xBF\xBE" || bytes == "\xEF\xBF\xBF")
      out += "\xEF\xBF\xBD";
    else
      out += bytes;
  }
  return out;
}

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
    std::string out = "  <testsuite name=\"" + xml(file.path) + "\" tests=\"" + std::to_string(tests) +
                      "\" failures=\"" + std::to_string(failures) + "\" errors=\"0\" skipped=\"" +
                      std::to_string(skipped) + "\">\n";
    if (file.findings.empty())
      cases = "    <testcase name=\"no findings\" classname=\"" + xml(file.path) + "\"/>\n";
    return out + cases + "  </testsuite>\n";
  }
  std::string end(const Totals& totals) override {
    std::string out;
    for (const auto& [path, message] : totals.troubles)
      out += "  <testsuite name=\"" + xml(path) +
             "\" tests=\"1\" failures=\"0\" errors=\"1\" skipped=\"0\">\n    <testcase name=\"read\" "
             "classname=\"" +
             xml(path) + "\"><error message=\"" + xml(message) + "\"/></testcase>\n  </testsuite>\n";
    return out + "</testsuites>\n";
  }

 private:
  static std::string test_case(std::string_view path, const Finding& finding) {
    const auto& [diagnostic, place, notes, edits] = finding.what;
    const auto line = std::to_string(place.line);
    std::string out = "    <testcase name=\"" + xml(diagnostic.rule) + ":" + line + ":" +
                      std::to_string(place.column) + "\" classname=\"" + xml(path) + "\" file=\"" +
                      xml(path) + "\" line=\"" + line + "\">";
    if (finding.silence == Silence::none && diagnostic.severity == Severity::hint)
      out += "<system-out>" + xml(diagnostic.message) + "</system-out>";  // a hint fails nobody
    else if (finding.silence == Silence::none)
      out += "<failure type=\"" + std::string(word(diagnostic.severity)) + "\" message=\"" +
             xml(diagnostic.message) + "\">" + xml(path) + ":" + line + ": " + xml(diagnostic.message) +
             "</failure>";
    else
      out += "<skipped message=\"" +
             std::string(finding.silence == Silence::comment ? "suppressed" : "in the baseline") +
             (finding.reason.empty() ? "" : ": " + xml(finding.reason)) + "\"/>";
    return out + "</testcase>\n";
  }
};

}  // namespace

std::unique_ptr<Report> make_junit() {
  return std::make_unique<Junit>();
}

}  // namespace hindcast::diag
