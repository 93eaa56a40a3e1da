// What we write as XML, read by the parser that reads what others wrote.
#include "guards/xml.h"

#include <doctest/doctest.h>

#include <cstdint>
#include <string>

#include "base/text.h"
#include "base/xml.h"
#include "guards/smoke_report.h"

namespace hindcast::guards {
namespace {

// What a parser gets back of `text` in an attribute, in quotes of either kind; "no XML" where it gets
// nothing.
std::string carried(const std::string& text, std::string (*write)(std::string_view)) {
  std::string back;
  for (const char quote : {'"', '\''}) {
    std::string xml = "<a b=";
    xml.append(1, quote).append(write(text)).append(1, quote).append(">");
    xml.append(write(text)).append("</a>");
    const auto read = read_xml(xml);
    if (!read.ok() || read->size() != 1) return "no XML";
    const std::string one((*read)[0]["b"]);
    if (quote == '\'' && one != back) return "one quote hides what the other shows";
    back = one;
  }
  return back;
}

bool is_all_utf8(std::string_view text) {
  while (!text.empty()) {
    const auto size = utf8_sequence(text);
    if (size == 0) return false;
    text.remove_prefix(size);
  }
  return true;
}

// What must come back: as it was where XML can carry all of it; else at least a whole text.
bool is_well(const std::string& text, std::string (*write)(std::string_view)) {
  const auto back = carried(text, write);
  if (back == "no XML" || !is_all_utf8(back)) return false;
  bool is_plain =
      is_all_utf8(text) && text.find("\xEF\xBF\xBE") == text.npos && text.find("\xEF\xBF\xBF") == text.npos;
  for (const char c : text)
    is_plain = is_plain && (static_cast<unsigned char>(c) >= 0x20 || c == '\n' || c == '\t' || c == '\r');
  return !is_plain || back == text;
}

// A writer with a hole, as three of ours had one: control characters and U+FFFF go through.
std::string careless(std::string_view text) {
  std::string out;
  for (const char c : text)
    out += c == '&'   ? "&amp;"
           : c == '<' ? "&lt;"
           : c == '>' ? "&gt;"
           : c == '"' ? "&quot;"
                      : std::string(1, c);
  return out;
}

std::size_t broken_of(std::string (*write)(std::string_view)) {
  std::size_t broken = 0;
  for (int a = 0; a < 256; ++a)
    for (int b = -1; b < 256; ++b) {
      std::string text(1, static_cast<char>(a));
      if (b >= 0) text += static_cast<char>(b);
      broken += is_well(text, write) ? 0 : 1;
    }
  // Longer ones of the bytes that mean something to UTF-8 or to XML.
  static constexpr char marks[] = "\xEF\xBF\xBE\xBF\xED\xA0\x80\xF4\x90&<>\"'];#x0\0\x1F\r\n\t a";
  static constexpr std::string_view bytes(marks, sizeof marks - 1);
  std::uint32_t state = 1;
  for (int round = 0; round < 20'000; ++round) {
    std::string text;
    for (int i = 0; i < 12; ++i) {
      state = state * 1'664'525U + 1'013'904'223U;
      text += bytes[(state >> 16) % bytes.size()];
    }
    broken += is_well(text, write) ? 0 : 1;
  }
  return broken;
}

TEST_CASE(
    "whatever bytes a text has, a parser reads what we write of it, and gets it back where XML can hold it") {
  CHECK(broken_of(xml_text) == 0);
  CHECK(broken_of(careless) > 0);  // the test sees a writer with a hole
}

TEST_CASE("a smoke test's report is XML, whatever its steps are called and say") {
  Told step;
  step.name = "price \"feed\" \xEF\xBF\xBF & more";
  step.result.verdict = facts::Verdict::fail;
  step.result.messages = {"got \x01<b>\xEF\xBF\xBE"};
  const auto read = read_xml(junit({step}));
  REQUIRE(read.ok());
  REQUIRE(read->size() == 4);
  CHECK((*read)[2]["name"] == "price \"feed\" \xEF\xBF\xBD & more");
  CHECK((*read)[3]["message"] == "got <b>\xEF\xBF\xBD");
}

}  // namespace
}  // namespace hindcast::guards
