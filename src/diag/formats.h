// The reports that are more than a line a finding, each in a file of its own:
// see make_report in report.h, which is the door.
#pragma once

#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "diag/report.h"

namespace hindcast::diag {

std::unique_ptr<Report> make_sarif(std::span<const RuleText> rules, std::string_view version);
std::unique_ptr<Report> make_junit();
std::unique_ptr<Report> make_github();
std::unique_ptr<Report> make_gitlab();
std::unique_ptr<Report> make_markdown();

// A path as a URI reference: what may not stand in one is %XX. A first segment with a colon gets "./".
std::string uri_of(std::string_view path);

}  // namespace hindcast::diag
