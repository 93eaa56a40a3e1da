#include "lint/phrases.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast::lint {
namespace {

// The phrases of one list in `text`, parted by "|".
std::string found(PhraseList list, std::string_view text) {
  std::string out;
  for (const auto& hit : find_phrases(markdown::parse(text), text, all_lists))
    if (hit.list == list)
      out.append(out.empty() ? "" : "|").append(text.substr(hit.at.begin, hit.at.end - hit.at.begin));
  return out;
}

TEST_CASE("phrases are whole words in any case, over line ends and emphasis") {
  CHECK(found(PhraseList::careful, "We must Be\nmore **careful** here.") == "Be\nmore **careful");
  CHECK(found(PhraseList::fault, "Nobody unforgot it.") == "");
  CHECK(found(PhraseList::drama, "A nightmare. Nightmares.") == "nightmare");
}

TEST_CASE("the longest phrase wins, once for each list") {
  CHECK(found(PhraseList::fault, "Ada forgot to push.") == "forgot to");
  CHECK(found(PhraseList::careful, "Please be more careful.") == "be more careful");
}

TEST_CASE("cells and headings count; code, quotations and links don't") {
  CHECK(found(PhraseList::human, "# Human error\n\n| Cause |\n|---|\n| operator error |\n") ==
        "Human error|operator error");
  CHECK(found(PhraseList::human,
              "It says \"human error\", \u201chuman error\u201d and `human error`, see "
              "[it](https://x.example/human error) or https://x.example/human") == "");
  CHECK(found(PhraseList::human, "```\nhuman error\n```\n") == "");
}

}  // namespace
}  // namespace hindcast::lint
