#include <doctest/doctest.h>

#include <string>

#include "document/document.h"

namespace hindcast::document {
namespace {

// The chain of a section on causes, " > " between its links; every link is on its bytes.
std::string chain(std::string_view body) {
  const std::string text = "# Outage\n## Root cause\n" + std::string(body) + "\n## Impact\nNone.\n";
  std::string out;
  for (const auto& link : read({"outage.md", text}, {}).causal_chain) {
    CHECK(text.substr(link.at.begin, 4) == link.text.substr(0, 4));
    out += (out.empty() ? "" : " > ") + link.text;
  }
  return out;
}

TEST_CASE("numbered whys are a causal chain, whatever holds them") {
  CHECK(chain("**Why 1:** Why did orders fail?\nThe queue was full.\n\n**Why 2:** Why was it full?\nNo "
              "consumer.") == "Why did orders fail? > The queue was full. > No consumer.");
  CHECK(chain("1. Why did orders fail? Because the queue was full.\n2. Why? No consumer ran.") ==
        "Why did orders fail? > Because the queue was full. > No consumer ran.");
  CHECK(chain("- Why 1: the queue was full\n- Why 2: no consumer ran,\n  for an hour\n- Why 3: disk full") ==
        "the queue was full > no consumer ran, for an hour > disk full");
  CHECK(chain("### Why 1\n\nThe queue was full.\n\nMore of it.\n\n### Why 2\n\nDisk full.") ==
        "The queue was full. > Disk full.");
  CHECK(chain("| Why | Answer |\n|---|---|\n| Why 1 | The queue was full |\n| Why 2 | Disk full |") ==
        "The queue was full > Disk full");
  CHECK(
      chain("1. **Pourquoi** la panne ?\n   → Le disque était plein\n2. **Pourquoi** ?\n   → Pas d'alerte") ==
      "Pourquoi la panne ? > Le disque était plein > Pas d'alerte");
}

TEST_CASE("questions that carry labelled answers are a chain, two without are not") {
  CHECK(chain("**Why did orders fail?**\n**Answer**: the queue was full\n\n**Why was it full?**\n**Answer:** "
              "disk") == "Why did orders fail? > the queue was full > disk");
  CHECK(chain("### Why did it break?\nA disk.\n### Why was it seen late?\nNo alert.") == "");
  CHECK(chain("### Why did it break?\nA disk.\n### Why was it full?\nLogs.\n### Why so many?\nDebug.") ==
        "Why did it break? > A disk. > Logs. > Debug.");
}

TEST_CASE("a table of whys is a chain, and a number in a question is no number of a why") {
  CHECK(chain("| # | なぜ？ | 回答 |\n|---|---|---|\n| 1 | なぜ 3days が失敗したか？ | 証明書 |\n| 2 | "
              "なぜ失効したか？ | 監視なし |") == "なぜ 3days が失敗したか？ > 証明書 > 監視なし");
}

TEST_CASE("places to fill and remarks that begin with why are no chain") {
  CHECK(chain("1. Why? [answer]\n2. Why? [answer]") == "");
  CHECK(chain("**Why existing alarms didn't ring:**\n- [none]\n\n**Why now:** load\n") == "");
}

}  // namespace
}  // namespace hindcast::document
