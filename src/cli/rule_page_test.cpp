#include "cli/rule_page.h"

#include <doctest/doctest.h>

namespace hindcast::cli {
namespace {

TEST_CASE("a rule's page is set as wide as the terminal, its examples as they are") {
  Style style;
  style.columns = 26;
  CHECK(rule_page("# a-rule\n\nIt finds [this](b.md),\nand **that** too.\n\n**Group:** actions\n\n"
                  "## Fires\n\n~~~markdown\n# A title that is long enough\n\n- x\n~~~\n\n"
                  "## Why\n\nBecause:\n- one\n- two words that go on\n",
                  style) ==
        "  It finds this, and that\n  too.\n\n"
        "Fires\n  │ # A title that is long enough\n  │\n  │ - x\n\n"
        "Why\n  Because:\n  – one\n  – two words that go on\n");
}

}  // namespace
}  // namespace hindcast::cli
