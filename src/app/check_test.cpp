#include "app/check.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <random>
#include <string>

#include "disk/disk.h"
#include "document/form.h"
#include "lint/lint.h"

namespace hindcast::app {
namespace {

lint::Settings everything_on() {
  auto settings = lint::settings(lint::Profile::standard);
  for (std::size_t i = 0; i < settings.severities.size(); ++i)
    if (lint::rules()[i].name != "suppression-forbidden")
      settings.severities[i] = severity_when_chosen(lint::rules()[i]);
  return settings;
}

CheckedDocument checked(std::string text, bool fix, const lint::Settings& settings) {
  CheckOptions options;
  options.fix = fix;
  return check_text("no/such/folder/a.md", std::move(text), settings, options, document::builtin_forms());
}

std::string rules_of(const CheckedDocument& document) {
  std::string out;
  for (const auto& finding : document.findings)
    out.append(finding.what.diagnostic.rule).append(" ");
  return out;
}

// Documents to begin with: the examples, and what a linter sees most.
std::vector<std::string> seeds() {
  std::vector<std::string> texts = {
      "# A\n\n## Action items\n\n- Fix it @ada <!-- hindcast-disable-line action-without-owner: x -->\n",
      "# A\r\n\r\n## Actions\r\n\r\n| What | Who |\r\n|-|-|\r\n| Fix <!-- hindcast-disable-line a --> | Ada "
      "|\r\n",
      "<!-- hindcast-disable -->\n\n# A\n\n<!-- hindcast-enable action-without-owner -->\n\nTBD\n",
      "# A\n\n- [x] done <!-- hindcast-disable-next-line value-to-come: y (until 2030-01-01) -->\n- TBD\n"};
  for (const auto& path : disk::list_documents({HINDCAST_ROOT "/examples"}).files)
    texts.push_back(*disk::read_file(path, document_bytes_max));
  return texts;
}

// Another document out of one: lines swapped, doubled, cut, comments put in, bytes changed.
std::string mutated(std::string text, std::mt19937& random) {
  constexpr std::string_view pieces[] = {" <!-- hindcast-disable-line action-without-owner: a -->",
                                         "<!-- hindcast-disable-next-line -->\n",
                                         "<!-- hindcast-disable value-to-come -->",
                                         "<!-- hindcast-enable -->",
                                         "<!-- hindcast-disable-file nothing -->",
                                         "TBD",
                                         "\r\n",
                                         "\n\n",
                                         "`",
                                         "<!--",
                                         "-->",
                                         "\t",
                                         "[Action 1]",
                                         "- [ ] ",
                                         "## Root cause\n",
                                         "\xF0\x9F",
                                         "| a |"};
  const auto below = [&](std::size_t size) {
    return std::uniform_int_distribution<std::size_t>(0, size - 1)(random);
  };
  for (auto times = 1 + below(6); times > 0; --times) {
    const auto at = below(text.size() + 1);
    switch (below(5)) {
      case 4: {  // at the end of a line, where most comments stand
        const auto end = std::min(text.find('\n', at), text.size());
        text.insert(end, pieces[0]);
        break;
      }
      case 0:
      case 1:
        text.insert(at, pieces[below(std::size(pieces))]);
        break;
      case 2:
        text.erase(at, below(40));
        break;
      default:
        text.insert(at, text.substr(below(text.size() + 1), below(80)));
    }
  }
  return text;
}

TEST_CASE("findings are answered by comments, then by the baseline") {
  auto settings = lint::settings(lint::Profile::standard);
  for (std::size_t i = 0; i < settings.severities.size(); ++i)
    settings.severities[i] =
        lint::rules()[i].name == "action-without-owner" ? diag::Severity::warning : diag::Severity::off;
  const std::string text =
      "# A\n\n## Action items\n\n- Add an alarm\n- Fix it <!-- hindcast-disable-line: later -->\n";
  const auto first = checked(text, false, settings);
  REQUIRE(first.findings.size() == 2);
  CHECK(first.findings[0].silence == diag::Silence::none);
  CHECK(first.findings[1].silence == diag::Silence::comment);
  CHECK(first.findings[1].reason == "later");

  auto baseline = parse_baseline(first.findings[0].fingerprint + " x y\n");
  CheckOptions options;
  options.baseline = &*baseline;
  const auto second =
      check_text("no/such/folder/a.md", "\n\n" + text, settings, options, document::builtin_forms());
  CHECK(second.findings[0].silence == diag::Silence::baseline);
}

TEST_CASE("a fix changes its own bytes and no other") {
  const auto settings = everything_on();
  const std::string text =
      "# A\r\n\r\n## Actions\r\n\r\n- Fix \xFF it @ada  <!-- hindcast-disable-line action-without-owner: x "
      "-->\r\n- \tGo @bo";
  const auto fixed = checked(text, true, settings);
  REQUIRE(fixed.before.has_value());
  CHECK(*fixed.before == text);
  CHECK(fixed.text == "# A\r\n\r\n## Actions\r\n\r\n- Fix \xFF it @ada\r\n- \tGo @bo");
  CHECK(fixed.fixes == 1);
}

TEST_CASE("fixing twice is fixing once, over any document") {
  const auto settings = everything_on();
  const auto texts = seeds();
  REQUIRE(texts.size() > 10);
  const char* asked = std::getenv("HINDCAST_FIX_ROUNDS");
  const int rounds = asked ? std::atoi(asked) : 2000;
  std::size_t changed = 0;
  for (int round = 0; round < rounds; ++round) {
    std::mt19937 random(static_cast<std::uint32_t>(round));
    const auto text =
        mutated(texts[static_cast<std::size_t>(round) % (round % 2 == 0 ? 4 : texts.size())], random);
    const auto once = checked(text, true, settings);
    const auto twice = checked(once.text, true, settings);
    const bool is_settled = !twice.before && twice.text == once.text && rules_of(twice) == rules_of(once);
    CAPTURE(round);
    CHECK(is_settled);
    changed += once.before.has_value();
  }
  CHECK(changed > static_cast<std::size_t>(rounds) / 50);  // else this proved nothing
}

}  // namespace
}  // namespace hindcast::app
