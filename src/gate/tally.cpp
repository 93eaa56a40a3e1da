#include "gate/tally.h"

#include <algorithm>
#include <map>

namespace hindcast::gate {
namespace {

using facts::Verdict;

bool is_newer(const std::optional<Date>& day, const std::string& path, const Tally& than) {
  if (day != than.last) return than.last < day;
  return than.last_record < path;
}

void count(const Question& question, const FiledRecord& filed, Tally& tally) {
  const auto& day = filed.record.date;
  if (tally.asked == 0 || is_newer(day, filed.path, tally)) {
    tally.text = question.text;
    tally.guards = question.guards;
    tally.documents.clear();
    for (const auto& origin : question.origins)
      tally.documents.push_back(origin.document);
    tally.last = day;
    tally.last_record = filed.path;
  }
  ++tally.asked;
  // Who waives it has not looked.
  const bool is_said = question.verdict == Verdict::pass || question.verdict == Verdict::warn;
  if (is_said || question.verdict == Verdict::fail) ++tally.answered;
  if (day && (!tally.first || *day < *tally.first)) tally.first = day;
  if (!has_caught(question, filed.record)) return;
  ++tally.caught;
  if (tally.last_catch_record.empty() || tally.last_catch < day) {
    tally.last_catch = day;
    tally.last_catch_record = filed.path;
  }
}

Date months_later(Date day, int months) {
  const int month = day.month - 1 + months;
  Date later{day.year + month / 12, month % 12 + 1, day.day};
  while (!is_valid(later) && later.day > 1)
    --later.day;
  return later;
}

}  // namespace

bool has_caught(const Question& question, const Record& record) {
  if (question.verdict == Verdict::fail) return true;
  for (const auto& result : question.results)
    if (result.verdict == Verdict::fail) return true;
  return record.state == RecordState::stopped && question.is_blocking && question.verdict > Verdict::warn;
}

std::vector<Tally> tally_of(std::span<const FiledRecord> records) {
  std::map<std::string, Tally> by_id;
  for (const auto& filed : records)
    for (const auto& question : filed.record.questions) {
      auto& tally = by_id[question.id];
      tally.id = question.id;
      count(question, filed, tally);
    }
  std::vector<Tally> tallies;
  for (auto& [id, tally] : by_id)
    tallies.push_back(std::move(tally));
  std::stable_sort(tallies.begin(), tallies.end(),
                   [](const Tally& a, const Tally& b) { return a.asked > b.asked; });
  return tallies;
}

std::string_view word(Retire why) {
  switch (why) {
    case Retire::never_caught:
      return "never caught anything";
    case Retire::demoted_guard:
      return "its guard was demoted";
    case Retire::gone_documents:
      break;
  }
  return "its documents are gone";
}

bool is_idle(const Tally& tally, const RetireRules& rules) {
  return tally.caught == 0 && tally.answered > 0 && tally.asked >= rules.asked_min && tally.first &&
         tally.last && months_later(*tally.first, rules.months_min) <= *tally.last;
}

}  // namespace hindcast::gate
