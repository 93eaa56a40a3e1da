#include "gate/replay.h"

#include <doctest/doctest.h>

#include "document/document.h"

namespace hindcast::gate {
namespace {

using facts::Verdict;

// A letter for each commit: p pass, w warn, f fail, m missing, i inconclusive, e error, . not run.
std::vector<std::optional<Verdict>> series(std::string_view letters) {
  std::vector<std::optional<Verdict>> verdicts;
  for (const char letter : letters)
    switch (letter) {
      case 'p':
        verdicts.emplace_back(Verdict::pass);
        break;
      case 'w':
        verdicts.emplace_back(Verdict::warn);
        break;
      case 'f':
        verdicts.emplace_back(Verdict::fail);
        break;
      case 'm':
        verdicts.emplace_back(Verdict::missing);
        break;
      case 'i':
        verdicts.emplace_back(Verdict::inconclusive);
        break;
      case 'e':
        verdicts.emplace_back(Verdict::error);
        break;
      default:
        verdicts.emplace_back(std::nullopt);
    }
  return verdicts;
}

// One incident, shipped and fixed at these commits: what it proves, false alarms of how many.
std::string told(std::string_view letters, std::optional<std::size_t> shipped,
                 std::optional<std::size_t> fixed) {
  const Spell spell{shipped, fixed};
  const auto figures = figures_of(series(letters), {&spell, 1});
  return std::string(word(figures.proofs[0])) + ", " + std::to_string(figures.false_alarms) + " of " +
         std::to_string(figures.judged);
}

std::string commits_of(std::string_view text) {
  const auto lesson = lesson_of(document::read({"a.md", text}, {}), "a.md", text);
  std::string out;
  for (const auto& one : lesson.shipped)
    out += "-" + one;
  for (const auto& one : lesson.fixed)
    out += "+" + one;
  return out;
}

}  // namespace

TEST_CASE("a guard that failed when the incident shipped and passes since its fix would have stopped it") {
  CHECK(told("ppffpp", 2, 4) == "would have stopped, 0 of 4");
  CHECK(told("ppppww", 2, 4) == "silent, 0 of 4");
  CHECK(told("ppffff", 2, 4) == "still fails, 2 of 4");
}

TEST_CASE("no data is no proof, neither before nor after") {
  CHECK(told("ppiipp", 2, 4) == "can't be told, 0 of 4");
  CHECK(told("ppffip", 2, 4) == "can't be told, 0 of 3");
  CHECK(told("ppffmp", 2, 4) == "can't be told, 0 of 3");
  CHECK(told("ppffep", 2, 4) == "can't be told, 0 of 3");
  CHECK(told("ppff.p", 2, 4) == "can't be told, 0 of 3");
  CHECK(told("mmeepp", 2, 4) == "can't be told, 0 of 2");
}

TEST_CASE("an incident whose commits nobody knows proves nothing") {
  CHECK(told("ppffpp", std::nullopt, 4) == "untraced, 2 of 6");
  CHECK(told("ppffpp", 2, std::nullopt) == "untraced, 0 of 2");
  CHECK(told("ppffpp", 4, 2) == "untraced, 2 of 6");
  CHECK(told("ppffpp", 2, 9) == "untraced, 0 of 2");
}

TEST_CASE("failures outside of the incidents are false alarms, and what can't be told is none") {
  const Spell spells[] = {{1, 3}, {2, 4}};
  const auto figures = figures_of(series("fffffpeim.wf"), spells);
  CHECK(figures.alarms_at == std::vector<std::size_t>{0, 4, 11});
  CHECK(figures.judged == 5);
  CHECK(figures.commits == 11);
  CHECK(figures.unseen == 1);
  CHECK(figures.by_verdict[static_cast<std::size_t>(Verdict::missing)] == 1);
  CHECK(figures.per_1000 == doctest::Approx(600));
}

TEST_CASE("the interval of Wilson is that of the books") {
  CHECK(wilson(0, 10).low == 0);
  CHECK(wilson(0, 10).high == doctest::Approx(0.2775).epsilon(0.001));
  CHECK(wilson(1, 10).low == doctest::Approx(0.01788).epsilon(0.001));
  CHECK(wilson(1, 10).high == doctest::Approx(0.40415).epsilon(0.001));
  CHECK(wilson(10, 10).high == 1);
  CHECK(wilson(0, 0).low == 0);
  CHECK(wilson(0, 0).high == 1);
}

TEST_CASE("the right to block needs an incident that would have been stopped, and few false alarms") {
  const auto why = [](std::string_view letters, std::span<const Spell> spells) {
    return why_not_proven(figures_of(series(letters), spells), 10);
  };
  const Spell spell[] = {{2, 4}};
  CHECK(why("ppffpp", spell) == "");
  CHECK(why("ppffpp", {}) == "no incident is known that it could have stopped");
  CHECK(why("pppppp", spell) == "it would have stopped none of its incidents");
  CHECK(why("fpffpp", spell) == "it gives more false alarms than may be");
  CHECK(why("eeiimm", spell) == "it would have stopped none of its incidents");
}

TEST_CASE("a document says which commits shipped and fixed it") {
  CHECK(commits_of("---\nshipped: 4be1c07\nfixed: v2.1\n---\n# Postmortem: a\n") == "-4be1c07+v2.1");
  CHECK(commits_of(
            "# Postmortem: a\n\n**Introduced by**: 4be1c07 of Monday\n**Fix**: [ab12cd3](https://g.example/"
            "shop/commit/ab12cd3)\n") == "-4be1c07+ab12cd3");
  CHECK(commits_of("# Postmortem: a\n\n**Commits**: 4be1c07..ab12cd3\n") == "-4be1c07+ab12cd3");
  CHECK(commits_of("# Postmortem: a\n\n**Fix**: a second index, and a defaced page\n") == "");
  CHECK(commits_of("# Postmortem: a\n\n**Fix**: #123\n") == "");
}

}  // namespace hindcast::gate
