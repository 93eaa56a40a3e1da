#include "cli/width.h"

#include <doctest/doctest.h>

namespace hindcast::cli {
namespace {

// The lines joined by a bar.
std::string wrapped(std::string_view text, int columns) {
  std::string out;
  for (const std::string& line : wrap(text, columns))
    out += (out.empty() ? "" : "|") + line;
  return out;
}

TEST_CASE("columns are what a terminal shows: wide letters take two, accents none") {
  CHECK(columns_of("plain") == 5);
  CHECK(columns_of("é") == 1);
  CHECK(columns_of("e\u0301") == 1);
  CHECK(columns_of("証明書") == 6);
  CHECK(columns_of("한국어") == 6);
  CHECK(columns_of("🔥") == 2);
  CHECK(columns_of("✅ done") == 7);
}

TEST_CASE("an emoji of several parts is one character of two columns") {
  CHECK(columns_of("👩‍🚒") == 2);
  CHECK(columns_of("🇧🇷") == 2);
  CHECK(columns_of("⚠️") == 2);
}

TEST_CASE("lines break at spaces and never start or end with one") {
  CHECK(wrapped("the renewal failed", 80) == "the renewal failed");
  CHECK(wrapped("the renewal failed", 11) == "the renewal|failed");
  CHECK(wrapped("the renewal failed", 12) == "the renewal|failed");
  CHECK(wrapped("the   renewal", 5) == "the|renew|al");
  CHECK(wrapped("  a  ", 5) == "a");
  CHECK(wrapped("", 5) == "");
}

TEST_CASE("a word wider than the line is cut, and wide letters break anywhere") {
  CHECK(wrapped("abcdefgh ij", 3) == "abc|def|gh|ij");
  CHECK(wrapped("証明書の期限", 5) == "証明|書の|期限");
  CHECK(wrapped("証明。書", 4) == "証|明。|書");
}

TEST_CASE("every line of a wrapped text fits, and nothing is lost but spaces") {
  std::string_view text =
      "Alert 🔥 thirty days before 証明書の期限切れ runs-out-without-anybody-noticing, OK?";
  for (int columns = 2; columns < 90; ++columns) {
    std::string joined;
    for (const std::string& line : wrap(text, columns)) {
      CHECK(columns_of(line) <= columns);
      joined += line;
    }
    auto without_spaces = [](std::string_view all) {
      std::string out;
      for (char c : all)
        if (c != ' ') out += c;
      return out;
    };
    CHECK(without_spaces(joined) == without_spaces(text));
  }
}

TEST_CASE("what would steer a terminal is shown and not obeyed") {
  CHECK(harmless("\x1b[2Jgone") == "␛[2Jgone");
  CHECK(harmless("bell\a") == "bell␇");
  CHECK(harmless("a\tb\r\nc") == "a b c");
  CHECK(harmless("\u009b31m") == "\uFFFD31m");            // the one-character form of escape [
  CHECK(harmless("a\u202egnp.exe") == "a\uFFFDgnp.exe");  // reverses what follows
  CHECK(harmless("bad \xff byte") == "bad \uFFFD byte");
  CHECK(harmless("証明書 👩‍🚒 é") == "証明書 👩‍🚒 é");
}

}  // namespace
}  // namespace hindcast::cli
