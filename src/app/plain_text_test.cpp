#include "app/plain_text.h"

#include <doctest/doctest.h>

namespace hindcast::app {

TEST_CASE("Markdown shows the words as they are, and code as code") {
  CHECK(markdown_text("**a** | b") == "\\*\\*a\\*\\* \\| b");
  CHECK(markdown_text("# a") == "\\# a");
  CHECK(markdown_text("- a") == "\\- a");
  CHECK(markdown_text("1. a") == "1\\. a");
  CHECK(markdown_text("set `x_y` to 1") == "set `x_y` to 1");
  CHECK(markdown_text("a ` b") == "a \\` b");
  CHECK(markdown_text("``") == "\\`\\`");
  CHECK(markdown_text("<script>") == "\\<script\\>");
}

TEST_CASE("HTML shows the words as they are") {
  CHECK(html_prose("a `<b>` `` ` c") == "a <code>&lt;b&gt;</code> `` ` c");
  CHECK(html_text("<b a=\"x\">&'\n") == "&lt;b a=&quot;x&quot;&gt;&amp;&#39;");
}

}  // namespace hindcast::app
