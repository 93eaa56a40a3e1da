// What people write of how something went, and what of it can be believed: "passed", "completed with errors",
// "not yet", "to follow". Pure. What is not understood is never taken for a yes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::guards {

enum class HowItWent : std::uint8_t { unknown, passed, failed };

// Of a result: its first word says how it went ("passed", "OK", "failed: wrong password"), and what stands
// behind it may take that back: "completed with errors", "ok (0 of 4 tables)", "done, not verified" are
// unknown; "done without errors" is not taken back.
HowItWent went(std::string_view result);

// Of prose that is to say that something worked: it does, unless something in it denies, doubts or puts off.
// So "the sums are those of the shop" does, and "sums differ, not looked into" does not. `failed` only where
// the first word says so.
HowItWent claimed(std::string_view text);

// The paths of files in a text that names what shows something: "see reports/scan-7.txt", a link of Markdown.
// Neither addresses of the web nor words with a full stop in them.
std::vector<std::string> paths_in(std::string_view text);

// "7400000000", "7.4 GB", "512 KiB", "0 B" in bytes; nothing for all else.
std::optional<double> size_in(std::string_view text);

}  // namespace hindcast::guards
