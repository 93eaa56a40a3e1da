// What changed between two texts, as the patch that `git apply` and `patch`
// read and that people know.
#pragma once

#include <string>
#include <string_view>

namespace hindcast {

// A unified diff with three lines of context and the headers `--- a/PATH` and `+++ b/PATH`; empty when
// nothing changed. A line ends after its "\n" and a carriage return is part of it, so any bytes come through,
// and a last line without an end is marked as patch tools expect. The shortest edit up to a thousand changed
// lines; beyond that what lies between the first and the last difference is shown as replaced whole.
std::string unified_diff(std::string_view path, std::string_view before, std::string_view after);

}  // namespace hindcast
