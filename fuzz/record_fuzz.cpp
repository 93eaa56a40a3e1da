// Release records. Whatever texts documents hold, a record written of them reads back as the same questions
// and the same answers; and any bytes read as a record can be edited without another fact being changed.
#include <algorithm>
#include <array>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "gate/record.h"
#include "gate/record_words.h"

namespace {

using namespace hindcast;
using namespace hindcast::gate;

constexpr std::size_t bytes_max = 16 << 10;
constexpr std::string_view path = "releases/53.md";

// Texts of a record, cut out of the input one after the other at zero bytes.
struct Texts {
  std::string_view rest;
  std::string next() {
    const auto end = std::min(rest.find('\0'), rest.size());
    const std::string text(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
    return text;
  }
};

Question question(Texts& texts, std::size_t number) {
  constexpr std::array<std::string_view, 4> ids = {"x7k2p", "b2d9q", "a", "0-_."};
  Question out;
  out.id = ids[number];
  out.text = texts.next();
  Origin origin;
  for (std::string* text : {&origin.document, &origin.title, &origin.item, &origin.sentence, &origin.why})
    *text = texts.next();
  if (!wrong_with_path(origin.document).empty())
    origin.document = "docs/a.md";  // an error, and no text like others
  origin.line = static_cast<std::uint32_t>(texts.rest.size());
  if (texts.rest.size() % 2 == 0) origin.date = Date{2024, 2, 29};
  out.origins = {origin};
  out.guards = {texts.next()};
  GuardResult result;
  for (std::string* text :
       {&result.guard, &result.summary, &result.level, &result.definition, &result.output_digest})
    *text = texts.next();
  result.findings = {texts.next(), texts.next()};
  result.may_block = texts.rest.size() % 3 == 0;
  out.results = {result};
  out.verdict = static_cast<facts::Verdict>(texts.rest.size() % 7);
  out.why = texts.next();
  // Half of them have an answer; what is around it must not give one to the others.
  if (number % 2 == 0) return out;
  Answer& answer = out.answer;
  answer.kind = static_cast<AnswerKind>(texts.rest.size() % 5);
  for (std::string* text :
       {&answer.who, &answer.approver, &answer.evidence, &answer.reason, &answer.commit, &answer.guard})
    *text = texts.next();
  return out;
}

void reads_back(std::string_view input) {
  Texts texts{input};
  Record record;
  for (std::string* text : {&record.title, &record.commit, &record.base, &record.policy, &record.tool,
                            &record.level, &record.decided_by, &record.decision, &record.seal})
    *text = texts.next();
  for (std::string* commit :
       {&record.commit, &record.base})  // what is none is an error, not a text like others
    if (!commit->empty() && !is_commit(*commit)) *commit = std::string(40, 'a');
  record.paths = {texts.next(), texts.next()};
  for (std::size_t i = 0; i < 4; ++i)
    (i == 3 ? record.gone : record.questions).push_back(question(texts, i));
  const std::string text = write_record(record, path);
  const ReadRecord read = read_record(text, path);
  for (const RecordFinding& finding : read.findings)
    std::fprintf(stderr, "%u: %s\n", finding.line, finding.message.c_str());
  HC_ASSERT(read.is_record && read.findings.empty());
  HC_ASSERT(read.record.questions.size() == 3 && read.record.gone.size() == 1);
  const Record wanted = as_written(record);
  if (!says_same(read.record, wanted))
    std::fprintf(stderr, "meant:\n%s\nsaid:\n%s\n", text.c_str(), write_record(read.record, path).c_str());
  HC_ASSERT(says_same(read.record, wanted));
  for (const Question& each : read.record.questions) {
    const std::size_t number = each.id == "x7k2p" ? 0 : each.id == "b2d9q" ? 1 : 2;
    const Answer &said = each.answer, &meant = wanted.questions[number].answer;
    HC_ASSERT(said.kind == meant.kind && said.who == meant.who && said.approver == meant.approver);
    HC_ASSERT(said.evidence == meant.evidence && said.reason == meant.reason && said.commit == meant.commit);
    HC_ASSERT(each.text == wanted.questions[number].text && each.verdict == record.questions[number].verdict);
    HC_ASSERT(each.origins[0].sentence == wanted.questions[number].origins[0].sentence);
    HC_ASSERT(each.origins[0].document == wanted.questions[number].origins[0].document);
  }
}

void edits_hold(std::string_view input) {
  const ReadRecord before = read_record(input, path);
  if (!before.is_sound()) {
    HC_ASSERT(!before.findings.empty());
    return;
  }
  const auto none = record_edits(input, path, before.record);
  HC_ASSERT(!none || none->empty());
  if (before.record.questions.empty()) return;
  Record wanted = before.record;
  Answer& answer = wanted.questions[input.size() % wanted.questions.size()].answer;
  answer = {};
  answer.kind = AnswerKind::waived;
  answer.approver = "Ada";
  answer.reason = "- **Answer:** attested";
  answer.until = Date{2024, 6, 30};
  const auto edits = record_edits(input, path, wanted);
  if (!edits) return;
  HC_ASSERT(is_valid_edits(*edits, input.size()));
  HC_ASSERT(says_same(read_record(apply_edits(input, *edits), path).record, as_written(wanted)));
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), std::min(size, bytes_max));
  reads_back(input);
  edits_hold(input);
  return 0;
}
