// Any bytes are a document, and its tree keeps its promises.
#include <cstdint>
#include <cstdio>
#include <cstdlib>

#include "markdown_invariants.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  std::string_view text(reinterpret_cast<const char*>(data), size);
  std::string broken = hindcast::fuzz::broken_invariant(text);
  if (!broken.empty()) {
    std::fprintf(stderr, "markdown: %s\n", broken.c_str());
    std::abort();
  }
  return 0;
}
