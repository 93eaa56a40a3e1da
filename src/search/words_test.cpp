#include "search/words.h"

#include <doctest/doctest.h>

#include <algorithm>

namespace hindcast::search {
namespace {

// Each word as position:text, "+" before joined ones, "(…)" around parts.
std::string words_of(std::string_view text) {
  std::string shown;
  WordReader reader(text);
  Word word;
  while (reader.next(word)) {
    if (!shown.empty()) shown += ' ';
    if (word.is_joined) shown += '+';
    const std::string bare = std::to_string(word.position) + ":" + std::string(word.text);
    if (word.shape == Shape::part)
      shown += "(" + bare + ")";
    else
      shown += bare;
  }
  return shown;
}

// The bytes that each word covers.
std::string bytes_of(std::string_view text) {
  std::string shown;
  WordReader reader(text);
  Word word;
  while (reader.next(word))
    (shown += shown.empty() ? "" : "|") += text.substr(word.at.begin, word.at.end - word.at.begin);
  return shown;
}

TEST_CASE("a text is read as small letters without signs") {
  CHECK(words_of("The Cache, WARMED up.") == "0:the 1:cache 2:warmed 3:up");
  CHECK(words_of("  ") == "");
  CHECK(words_of("") == "");
  CHECK(words_of("*bold* `code` [link](url)") == "0:bold 1:code 2:link 3:url");
}

TEST_CASE("names of things are found whole, as phrases, and in parts") {
  CHECK(words_of("ORDER_ID is null") == "0:order +1:id 2:is 3:null");
  CHECK(words_of("src/app/sync.cpp") == "0:src +1:app +2:sync +3:cpp");
  CHECK(words_of("v1.2.3 broke") == "0:v1 +1:2 +2:3 3:broke");
  CHECK(words_of("error E1234") == "0:error 1:e1234 (1:1234)");
  CHECK(words_of("getUserName()") == "0:getusername (0:get) (0:user) (0:name)");
  CHECK(words_of("HTTPServer") == "0:httpserver (0:http) (0:server)");
  CHECK(words_of("C++ and C# code, see #4") == "0:c++ 1:and 2:c# 3:code 4:see 5:4");
}

TEST_CASE("what stands behind an apostrophe is a word where it says something") {
  CHECK(words_of("the team's fault, don't") == "0:the 1:team 2:fault 3:don");
  CHECK(words_of("l'erreur") == "0:l +1:erreur");
  CHECK(words_of("it\xE2\x80\x99s") == "0:it");
}

TEST_CASE("letters beyond ASCII are made small and plain, in either composition") {
  CHECK(words_of("DÉPLOIEMENT Ünïcode Привет") == "0:déploiement 1:ünïcode 2:привет");
  CHECK(words_of("De\xCC\x81ploiement") == "0:déploiement");
  CHECK(words_of("ＡＰＩ ﬁx") == "0:api 1:fix");
  CHECK(words_of("na\xC3\xAFve") == "0:naïve");
}

TEST_CASE("scripts without spaces are read in pairs") {
  CHECK(words_of("東京都") == "0:東京 +1:京都 +2:都");
  CHECK(words_of("障害 報告") == "0:障害 +1:害 2:報告 +3:告");
  CHECK(words_of("DB設計") == "0:db +1:設計 +2:計");
  CHECK(words_of("データベース") == "0:デー +1:ータ +2:タベ +3:ベー +4:ース +5:ス");
  CHECK(words_of("장애 보고") == "0:장애 +1:애 2:보고 +3:고");
  CHECK(bytes_of("東京都") == "東京|京都|都");
}

TEST_CASE("every word points at its bytes") {
  CHECK(bytes_of("The Ünï-code, team's getUserName") == "The|Ünï|code|team|getUserName|get|User|Name");
}

TEST_CASE("any bytes are a text") {
  CHECK(words_of("a\xFF\xFE b\xC3") == "0:a 1:b");
  CHECK(words_of(std::string(100, 'x')) == "0:" + std::string(64, 'x'));
  CHECK(words_of("\xCC\x81 alone") == "0:alone");
}

TEST_CASE("a stemmer joins the forms of a word") {
  Stemmer english("en-GB"), german("de"), unknown("tlh"), russian("ru");
  CHECK(english.term("deployments") == "deploy");
  CHECK(english.term("running") == "run");
  CHECK(german.term("störungen") == "storung");
  CHECK(unknown.term("failed") == "fail");
  CHECK(russian.term("ошибками") == "ошибк");
  CHECK(english.term("e1234s") == "e1234s");
  CHECK(english.term("設計") == "設計");
}

TEST_CASE("a term begins with the letters that its language keeps") {
  CHECK(letters_kept("en-GB") == 2);
  CHECK(letters_kept("fi") == 1);
  CHECK(letters_kept("id") == 0);
  const auto same = [](std::string_view a, std::string_view b, std::size_t letters) {
    for (std::size_t i = 0; i < std::min({letters, a.size(), b.size()}); ++i)
      if ((a[i] == 'y' ? 'i' : a[i]) != (b[i] == 'y' ? 'i' : b[i])) return false;
    return true;
  };
  for (const char* tag :
       {"ar", "ca", "da", "de", "el", "en", "es", "eu", "fi", "fr", "ga", "hi", "hu", "hy",
        "id", "it", "lt", "nb", "ne", "nl", "pt", "ro", "ru", "sr", "sv", "ta", "tr", "yi"}) {
    Stemmer stemmer(tag);
    for (char a = 'a'; a <= 'z'; ++a)
      for (char b = 'a'; b <= 'z'; ++b)
        for (const char* rest :
             {"", "s", "ed", "ies", "ing", "ying", "ly", "tung", "baca", "jevi", "lar", "ssa"}) {
          const std::string word = std::string(1, a) + b + rest;
          const std::string text = std::string(tag).append(": ").append(word);
          CHECK_MESSAGE(same(stemmer.term(word), word, letters_kept(tag)), text);
        }
  }
}

TEST_CASE("a query's word is stemmed for every language there is") {
  CHECK(terms_of("running", std::vector<std::string>{"en", "de"}) ==
        std::vector<std::string>{"run", "running"});
  CHECK(terms_of("cache", std::vector<std::string>{"en", "fr", "de"}) == std::vector<std::string>{"cach"});
}

TEST_CASE("attributes are compared without case and accents") {
  CHECK(folded("Équipe QA ß") == "equipe qa ss");
  CHECK(folded("ガ設") == "ガ設");
}

}  // namespace
}  // namespace hindcast::search
