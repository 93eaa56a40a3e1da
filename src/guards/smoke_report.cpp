#include "guards/smoke_report.h"

#include <algorithm>

#include "base/plain.h"
#include "base/xml.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

// 1234 ms is "1.234".
std::string seconds(std::int64_t ms) {
  const auto rest = std::to_string(ms % 1000 + 1000);
  return std::to_string(ms / 1000) + "." + rest.substr(1);
}

// What a failed test case is in JUnit's words: what was not tried is skipped, and a warning passes.
std::string_view element(Verdict verdict) {
  switch (verdict) {
    case Verdict::fail:
      return "failure";
    case Verdict::error:
      return "error";
    case Verdict::missing:
    case Verdict::inconclusive:
      return "skipped";
    case Verdict::pass:
    case Verdict::waived:
    case Verdict::warn:
      break;
  }
  return "";
}

}  // namespace

std::string junit(const std::vector<Told>& steps) {
  const auto count = [&](std::string_view wanted) {
    return std::to_string(std::count_if(
        steps.begin(), steps.end(), [&](const Told& one) { return element(one.result.verdict) == wanted; }));
  };
  std::int64_t all_ms = 0;
  for (const Told& one : steps)
    all_ms += one.result.lasted_ms;
  std::string out =
      "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites>\n  <testsuite name=\"smoke\" tests=\"";
  out.append(std::to_string(steps.size())).append("\" failures=\"").append(count("failure"));
  out.append("\" errors=\"").append(count("error")).append("\" skipped=\"").append(count("skipped"));
  out.append("\" time=\"").append(seconds(all_ms)).append("\">\n");
  for (const Told& one : steps) {
    std::string message;
    for (const auto& text : one.result.messages)
      message.append(message.empty() ? "" : "; ").append(text);
    out.append("    <testcase classname=\"smoke\" name=\"").append(xml_text(one_line(one.name)));
    out.append("\" time=\"").append(seconds(one.result.lasted_ms)).append("\"");
    const auto name = element(one.result.verdict);
    if (name.empty() && message.empty()) {
      out.append("/>\n");
      continue;
    }
    out.append(">\n");
    if (name.empty())
      out.append("      <system-out>warning: ").append(xml_text(one_line(message))).append("</system-out>\n");
    else
      out.append("      <")
          .append(name)
          .append(" message=\"")
          .append(xml_text(one_line(message)))
          .append("\"/>\n");
    out.append("    </testcase>\n");
  }
  return out.append("  </testsuite>\n</testsuites>\n");
}

}  // namespace hindcast::guards
