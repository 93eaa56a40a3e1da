// Counts what the program does, without a line of it changed: every basic block that is entered and every
// byte that the C library's scanners and movers read. The counted copy of the modules is compiled with
// -fsanitize-coverage=trace-pc and with the templates of std::string in it; the linker wraps the memory
// functions. The count is the same on every run and machine of one build.
#pragma once

#include <cstdint>

namespace hindcast::counted {

// Blocks and bytes so far, in this process. One thread only.
std::uint64_t work();

}  // namespace hindcast::counted
