#include "app/telling.h"

#include <doctest/doctest.h>

#include "document/document.h"

namespace hindcast::app {
namespace {

std::string told(std::string_view text) {
  const auto document = document::read({"a.md", text}, document::builtin_forms());
  auto out = telling_text(document, text);
  CHECK(out.size() == text.size());
  std::string words;
  for (const char c : out)
    if (c != ' ' || (!words.empty() && words.back() != ' ' && words.back() != '\n')) words += c;
  return words;
}

}  // namespace

TEST_CASE("headings, fields and people's names do not tell what happened") {
  CHECK(told("# The pump stood still\n\n**Authors**: Ada Quill\n\n## Impact\n\nAda had no water.\n") ==
        "# The pump stood still\n\n** \n\n\n\nhad no water.\n");
  CHECK(told("# The pump\n\n## Action items\n\n- Oil it, as Ada said (Ada Quill)\n") ==
        "# The pump\n\n\n\n- Oil it, as said ( )\n");
}

TEST_CASE("a heading of the team's own and a team's small words stay") {
  CHECK(told("# The pump\n\n## Rust in the valve\n\n- The platform team oils it\n") ==
        "# The pump\n\n## Rust in the valve\n\n- The platform team oils it\n");
}

}  // namespace hindcast::app
