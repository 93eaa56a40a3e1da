#include "search/passages.h"

#include <doctest/doctest.h>

#include "search/query.h"
#include "search/words.h"

using namespace hindcast;
using namespace hindcast::search;

namespace {

// "… the [connection pool] ran dry …", one line for each passage.
std::string shown(const Passage& passage) {
  std::string out = passage.is_cut_before ? "… " : "";
  std::size_t at = 0;
  for (const Span& hit : passage.hits) {
    out.append(passage.text, at, hit.begin - at).append("[");
    out.append(passage.text, hit.begin, hit.end - hit.begin).append("]");
    at = hit.end;
  }
  out.append(passage.text, at);
  return passage.is_cut_after ? out + " …" : out;
}

std::string read(const Query& query, std::string_view text, std::string_view language = "en",
                 const PassageOptions& options = {}) {
  const std::vector<std::string> languages = {"en", std::string(stemmer_language(language))};
  std::string out;
  for (const Passage& passage : Marker(query, languages).passages(text, language, options))
    out.append(out.empty() ? "" : "\n").append(shown(passage));
  return out;
}

std::string filler(int lines) {
  std::string out;
  for (int i = 0; i < lines; ++i)
    out += "Nothing to see in this line, so it is passed over.\n";
  return out;
}

}  // namespace

TEST_CASE("a hit is marked in whatever form of the word the text has") {
  CHECK(read(words("migration"), "Two migrations ran.") == "Two [migrations] ran.");
  CHECK(read(words("Retrying"), "The client retried and retries.") == "The client [retried] and [retries].");
  CHECK(read(prefix("retr"), "The client retried twice.") == "The client [retried] twice.");
  CHECK(read(words("tie"), "Tying it, it ties.") == "[Tying] it, it [ties].");
  CHECK(read(words("x"), "X and xs; X1 and y.") == "[X] and xs; X1 and y.");
  CHECK(read(words("baca"), "Dia membaca log.", "id") == "Dia [membaca] log.");
}

TEST_CASE("a phrase is one hit, and its words alone are none") {
  CHECK(read(phrase("connection pool"), "The pool: a connection pool has connections.") ==
        "The pool: a [connection pool] has connections.");
  CHECK(read(words("order_id"), "An index on order_id, not on the order.") ==
        "An index on [order_id], not on the order.");
}

TEST_CASE("what must not be there is not marked, nor what is asked of the title alone") {
  CHECK(read(all_of({words("pool"), none_of({words("canary")})}), "A pool, no canary.") ==
        "A [pool], no canary.");
  CHECK(read(all_of({words("pool"), words("canary", Field::title)}), "A pool, no canary.") ==
        "A [pool], no canary.");
}

TEST_CASE("the stemmer is that of the text's language") {
  CHECK(read(words("Datenbank"), "Die Datenbanken standen.", "de") == "Die [Datenbanken] standen.");
  CHECK(read(words("implantação"), "Falhou nas implantações.", "pt") == "Falhou nas [implantações].");
  CHECK(read(words("déploiement"), "Les déploiements ont échoué.", "fr") == "Les [déploiements] ont échoué.");
  CHECK(read(words("servidor"), "Los servidores cayeron.", "es") == "Los [servidores] cayeron.");
  CHECK(read(words("servrarna"), "Alla servrar stannade.", "sv") == "Alla [servrar] stannade.");
  CHECK(read(words("сервер"), "Упали все серверы сразу.", "ru") == "Упали все [серверы] сразу.");
}

TEST_CASE("words are found in sentences without spaces") {
  CHECK(read(words("認証"), "深夜に証明書の認証が失敗した。", "ja") == "深夜に証明書の[認証]が失敗した。");
  CHECK(read(words("数据库"), "凌晨主数据库发生故障。", "zh") == "凌晨主[数据库]发生故障。");
  CHECK(read(words("데이터베이스"), "새벽에 데이터베이스가 멈췄다.", "ko") ==
        "새벽에 [데이터베이스]가 멈췄다.");
}

TEST_CASE("the passage is where most of the query stands together") {
  const auto text =
      "A pool.\n" + filler(10) + "Then the timeout drained the pool.\n" + filler(10) + "A timeout.\n";
  CHECK(read(all_of({words("pool"), words("timeout")}), text, "en", {.bytes_max = 60}) ==
        "Then the [timeout] drained the [pool]. Nothing to see in this …");
}

TEST_CASE("a second passage shows what the first one doesn't") {
  const auto text =
      "A pool ran dry.\n" + filler(10) + "There was a timeout.\n" + filler(10) + "A pool again.\n";
  CHECK(read(all_of({words("pool"), words("timeout")}), text, "en", {.bytes_max = 40}) ==
        "A [pool] ran dry. Nothing to see in this …\nThere was a [timeout]. Nothing to see in …");
  CHECK(read(all_of({words("pool"), words("timeout")}), text, "en", {.bytes_max = 40, .passages_max = 1}) ==
        "A [pool] ran dry. Nothing to see in this …");
}

TEST_CASE("what stands in the head gives way to what is said below it") {
  const std::string text = "# The pool\n\nThe pool ran dry.\n";
  CHECK(read(words("pool"), text, "en", {.from = 12}) == "The [pool] ran dry.");
  CHECK(read(words("pool"), "# The pool\n\nIt ran dry.\n", "en", {.from = 12}).substr(0, 10) == "The [pool]");
}

TEST_CASE("a passage is one line without the signs around it") {
  CHECK(read(words("keys"), "| Action | Owner |\n|--------|-------|\n| Rotate keys | Ada |\n", "en",
             {.bytes_max = 60}) == "Rotate [keys] | Ada");
  CHECK(read(words("keys"), "- **Rotate**\n  \n  the   keys\n") == "the [keys]");
}

TEST_CASE("a long line is cut at a blank, and between characters where there is none") {
  std::string words_before, signs;
  for (int i = 0; i < 40; ++i)
    words_before += "wordy ", signs += "前";
  CHECK(read(words("pool"), words_before + "pool " + words_before, "en", {.bytes_max = 30}) ==
        "… wordy wordy [pool] wordy wordy …");
  const auto cut = read(words("認証"), signs + "認証" + signs, "ja", {.bytes_max = 30});
  CHECK(cut == "… 前前前前[認証]前前前前 …");
}

TEST_CASE("bytes that are no text change nothing but themselves") {
  CHECK(read(words("pool"), std::string_view("\xff\0 pool \xc3", 9)).find("[pool]") != std::string::npos);
  CHECK(read(words("pool"), "") == "");
  CHECK(Marker(attribute("owner:qa"), {}).is_empty());
}

TEST_CASE("without anything to mark a passage is the beginning") {
  CHECK(shown(opening("# T\n\nOnce there was a pool that ran dry.\n", 5, 20)) == "Once there was a …");
}
