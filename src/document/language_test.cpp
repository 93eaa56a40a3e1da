#include "document/language.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast::document {
namespace {

TEST_CASE("ten languages are told by script and stop words") {
  CHECK(language_of("The disk was full and we did not notice for an hour.") == "en");
  CHECK(language_of("ディスクが満杯になり、一時間気づかなかった。") == "ja");
  CHECK(language_of("O disco ficou cheio e não percebemos por uma hora.") == "pt");
  CHECK(language_of("磁盘已满，一个小时内没有人发现。") == "zh");
  CHECK(language_of("Le disque était plein et nous ne l'avons pas vu pendant une heure.") == "fr");
  CHECK(language_of("Disken var full och vi märkte det inte på en timme.") == "sv");
  CHECK(language_of("디스크가 가득 찼지만 한 시간 동안 몰랐다.") == "ko");
  CHECK(language_of("Диск заполнился, и мы час этого не замечали.") == "ru");
  CHECK(language_of("Die Platte war voll und wir haben es eine Stunde nicht bemerkt.") == "de");
  CHECK(language_of("El disco se llenó y no lo vimos durante una hora.") == "es");
}

TEST_CASE("Latin product names do not hide the language around them") {
  CHECK(language_of("deploy-api の gateway が Redis Cluster に接続できず timeout した。") == "ja");
  CHECK(language_of("Сервис payment-gateway перестал отвечать после deploy.") == "ru");
  CHECK(language_of("## Timeline\n| Zeit | Was |\n|---|---|\n| 10:00 | Die Warteschlange ist voll und der "
                    "Dienst steht |") == "de");
}

TEST_CASE("code, URLs and link targets have no language") {
  const std::string fence = "```\nthe and of to is was the and of to\nthe was and of\n```\n";
  CHECK(language_of(fence + "Der Dienst ist nicht erreichbar und wir warten.") == "de");
  CHECK(language_of(
            "`the of and to` https://the.of/and-to [Dienst](the/of/and) ist der Grund und nicht mehr") ==
        "de");
}

TEST_CASE("too few words tell nothing") {
  for (const std::string_view text : {"", "   ", "12:00", "TBD", "???", "\xFF\xFE\x80", "redis"}) {
    CAPTURE(text);
    CHECK(language_of(text) == "");
  }
}

TEST_CASE("a long text is sampled, its middle and end too") {
  std::string text = "title: the of and to is\n";
  for (int i = 0; i < 2000; ++i)
    text += "Wir haben den Dienst neu gestartet und die Platte ist nicht voll.\n";
  CHECK(language_of(text) == "de");
}

}  // namespace
}  // namespace hindcast::document
