#include "exchange/rows.h"

#include <doctest/doctest.h>

#include "base/sha256.h"

using namespace hindcast;
using namespace hindcast::exchange;

namespace {

// Awkward values: not UTF-8, NUL, line ends, what JSON escapes.
constexpr char odd_bytes[] = "\xff\xfe \0 \"\\\n\x1b[31m caf\u00e9";
const std::string odd(odd_bytes, sizeof odd_bytes - 1);

archive::Document document() {
  archive::Document made;
  made.id = 7;
  made.path = "docs/caf\xe9 \"x\".md";
  made.revision = 3;
  made.digest = sha256("x");
  made.facts = {
      .slug = "a", .kind = "other", .form = odd, .title = odd, .date = "", .severity = "", .language = "en"};
  return made;
}

std::string with(std::string line, std::string_view old, std::string_view by) {
  const auto at = line.find(old);
  REQUIRE(at != line.npos);
  return line.replace(at, old.size(), by);
}

std::string why(const std::string& line) {
  const auto row = document_row(line);
  return row.ok() ? "fine" : row.error().message;
}

}  // namespace

TEST_CASE("a row that is written and read is the same row, whatever bytes it holds") {
  std::string line;
  append_row(document(), line);
  CHECK(line.find("{\"base64\":") != line.npos);
  CHECK(*document_row(line) == document());

  archive::Item item;
  item.id = INT64_C(9007199254740991);
  item.document = 7;
  item.since = 2;
  item.is_here = false;
  item.facts.text = odd;
  item.facts.line = 12;
  line.clear();
  append_row(item, line);
  CHECK(*item_row(line) == item);

  const archive::Judgement judgement{3, 9, "dismissed", odd, "ada", 12};
  line.clear();
  append_row(judgement, line);
  CHECK(*judgement_row(line) == judgement);

  archive::Event event{
      .number = 1, .at = -5, .actor = odd, .what = "item_changed", .before = odd, .after = "b"};
  event.seal = sha256("seal");
  line.clear();
  append_row(event, line);
  CHECK(*event_row(line) == event);

  RevisionRow revision{
      7, {.number = 2, .at = 1, .actor = "ada", .source = "git:1", .digest = sha256(odd), .text = odd}, ""};
  line.clear();
  append_row(revision, line);
  CHECK(revision_row(line)->revision == revision.revision);
  revision.file = "documents/a.md";
  line.clear();
  append_row(revision, line);
  CHECK(revision_row(line)->file == "documents/a.md");
  CHECK(revision_row(line)->revision.text.empty());
}

TEST_CASE("a row that is none says which member is wrong") {
  std::string line;
  append_row(document(), line);
  CHECK(why("[1]") == "is not one object of JSON");
  CHECK(why("{} {}") == "is not one object of JSON");
  CHECK(why("{}") == "`document` is no number");
  CHECK(why(with(line, "\"document\":7", "\"document\":7.5")) == "`document` is no number");
  CHECK(why(with(line, "\"here\":true", "\"here\":\"true\"")) == "`here` is no true or false");
  CHECK(why(with(line, "\"slug\":\"a\"", "\"slug\":null")) == "`slug` is no text");
  CHECK(why(with(line, "\"slug\":\"a\"", "\"slug\":{\"base64\":\"a\"}")) == "`slug` is no text");
  CHECK(why(with(line, hex(sha256("x")), "abc")) == "`digest` is no SHA-256");
  CHECK(why(with(line, "\"slug\":\"a\"", "\"slug\":\"a\",\"new\":[1]")) == "fine");  // a later version's
  CHECK(why(with(line, "\"slug\":\"a\"", "\"new\":[[[[1]]]],\"slug\":\"a\"")).find("lists in each other") !=
        std::string::npos);
}

TEST_CASE("a path that would lead out is none") {
  for (const char* path : {"a.md", "docs/a b.md", ".../a", "..a", "a..", "\xff"})
    CHECK(is_inner_path(path));
  for (const char* path : {"", "/etc/passwd", "../a", "a/../b", "a/..", "./a", "a//b", "a/", "..", "."})
    CHECK_FALSE(is_inner_path(path));
  CHECK_FALSE(is_inner_path(std::string_view("a\0b", 3)));
  CHECK_FALSE(is_inner_path(std::string(5000, 'a')));
}

TEST_CASE("a manifest comes back as it was, and says what is wrong with another") {
  Manifest manifest;
  manifest.program = "hindcast 0.1.0";
  manifest.documents = 1;
  manifest.events = 1;
  manifest.seal = sha256("seal");
  manifest.files = {{"documents/caf\xe9.md", 5, hex(sha256("x"))},
                    {"archive/items.jsonl", 0, hex(sha256(""))}};
  const auto text = manifest_text(manifest);
  const auto read = read_manifest(text);
  REQUIRE(read.ok());
  CHECK(manifest_text(*read) == text);
  const auto refused = [](const std::string& other) {
    const auto made = read_manifest(other);
    return made.ok() ? "fine" : made.error().message;
  };
  CHECK(refused("{}") == "is no manifest of an export of Hindcast");
  CHECK(refused(with(text, "\"version\":1", "\"version\":2")).find("newer Hindcast (version 2") !=
        std::string::npos);
  CHECK(refused(with(text, "archive/items.jsonl", "archive/../../items")) ==
        "line 3: `path` is no path within the export");
  CHECK(refused(with(text, "\"bytes\":5", "\"bytes\":-5")) == "line 2: `bytes` is no size");
  CHECK(refused(with(text, "\"documents\":1", "\"documents\":\"1\"")) == "`documents` is no number");
}

TEST_CASE("bytes in base 64 come back") {
  const std::string all("\0\xff\x10\x80 ab", 7);
  for (std::size_t size = 0; size <= all.size(); ++size)
    CHECK(from_base64(base64(all.substr(0, size))) == all.substr(0, size));
  CHECK(base64("Man") == "TWFu");
  CHECK(base64("Ma") == "TWE=");
  for (const char* wrong : {"a", "abc", "a===", "====", "ab=c", "ab!d", "TWE=TWE="})
    CHECK_FALSE(from_base64(wrong));
}
