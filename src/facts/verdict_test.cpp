#include "facts/verdict.h"

#include <doctest/doctest.h>

namespace hindcast::facts {
namespace {

TEST_CASE("a verdict has a word, and each word names its verdict") {
  for (const Verdict one : {Verdict::pass, Verdict::waived, Verdict::warn, Verdict::missing,
                            Verdict::inconclusive, Verdict::fail, Verdict::error})
    CHECK(verdict(word(one)) == one);
  CHECK_FALSE(verdict("passed").has_value());
}

TEST_CASE("of two verdicts the worse one counts, and no data is worse than a pass") {
  CHECK(worse(Verdict::pass, Verdict::missing) == Verdict::missing);
  CHECK(worse(Verdict::fail, Verdict::warn) == Verdict::fail);
}

}  // namespace
}  // namespace hindcast::facts
