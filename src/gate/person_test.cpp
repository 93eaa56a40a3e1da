#include "gate/person.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast::gate {

TEST_CASE("one person is known however the name is written") {
  for (const auto* other : {"Rita Moor", " @rita moor ", "RITA  MOOR", "Rita\xC2\xA0Moor", "Rita\tMoor",
                            "Rita\xE2\x80\x8BMoor", "Rita Moor <other@example.org>", "rita@example.org",
                            "<Rita@Example.ORG>", "R. M. (rita@example.org)", "mailto:rita@example.org."}) {
    CAPTURE(std::string(other));
    CHECK(is_same_person("Rita Moor <rita@example.org>", other));
    CHECK(is_same_person(other, "Rita Moor <rita@example.org>"));
  }
  // The same letter, composed and as a letter with a mark; wide letters.
  CHECK(is_same_person("Ren\xC3\xA9 \xC3\x85s", "rene\xCC\x81 A\xCC\x8As"));
  CHECK(is_same_person("Bo", "\xEF\xBC\xA2\xEF\xBD\x8F"));
  CHECK(is_same_person("Łucja Żak", "łucja żak"));
}

TEST_CASE("two people are two") {
  CHECK_FALSE(is_same_person("Rita Moor <rita@example.org>", "Greta Moor <greta@example.org>"));
  CHECK_FALSE(is_same_person("rita@example.org", "rita@example.com"));
  CHECK_FALSE(is_same_person("Ren\xC3\xA9", "Rene"));
  CHECK_FALSE(is_same_person("Moor", "Rita Moor"));
  for (const auto* nobody : {"", " ", "-", "@", "<>", "\xE2\x80\x8B", "\xFF\xFE"}) {
    CAPTURE(std::string(nobody));
    CHECK_FALSE(is_same_person(nobody, nobody));
    CHECK_FALSE(names_somebody(nobody));
  }
  CHECK(names_somebody("7"));
  CHECK(names_somebody("\xE7\x94\xB0"));
  CHECK(names_somebody("\xD0\x96"));
}

}  // namespace hindcast::gate
