#include "gate/question.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/assert.h"

namespace hindcast::gate {

namespace {

// The verdict with which a finding begins; "" where it is its guard's.
std::string_view own_verdict(std::string_view finding) {
  const auto first = finding.substr(0, finding.find(": "));
  return first.size() < finding.size() && facts::verdict(first) ? first : std::string_view();
}

}  // namespace

std::string_view word(AnswerKind kind) {
  static constexpr std::array<std::string_view, 5> words = {"", "guard", "attested", "not applicable",
                                                            "waived"};
  return words[static_cast<std::size_t>(kind)];
}

bool has_caught(const Question& question) {
  using facts::Verdict;
  return (question.verdict == Verdict::fail || question.verdict == Verdict::warn) &&
         std::any_of(question.results.begin(), question.results.end(),
                     [](const GuardResult& result) { return result.verdict == Verdict::fail; });
}

std::vector<std::string> findings_of(const Question& question, std::size_t most) {
  const auto tells = [](const GuardResult& result) {
    return result.verdict > facts::Verdict::pass && !result.findings.empty();
  };
  const auto guards = std::count_if(question.results.begin(), question.results.end(), tells);
  std::vector<std::string> lines;
  std::size_t more = 0;
  for (const auto& result : question.results) {
    if (!tells(result)) continue;
    for (const auto& finding : result.findings) {
      if (lines.size() >= most) {
        ++more;
        continue;
      }
      const auto own = own_verdict(finding);
      std::string line(own.empty() ? facts::word(result.verdict) : own);
      if (guards > 1) line.append(", ").append(result.guard);
      if (own.empty()) line += ": ";
      lines.push_back(line.append(finding, own.size()));
    }
  }
  if (more > 0 && most > 0) lines.back() = "and " + std::to_string(more + 1) + " more";
  return lines;
}

void put_in_order(std::vector<Question>& questions, std::vector<std::size_t> order) {
  HC_ASSERT(order.size() == questions.size());
  // Round by round: each place takes what belongs there, and what stood in the first goes to the last.
  for (std::size_t begin = 0; begin < order.size(); ++begin) {
    if (order[begin] == begin) continue;
    auto first = std::move(questions[begin]);
    auto at = begin;
    while (order[at] != begin) {
      questions[at] = std::move(questions[order[at]]);
      at = std::exchange(order[at], at);
    }
    questions[at] = std::move(first);
    order[at] = at;
  }
}

}  // namespace hindcast::gate
