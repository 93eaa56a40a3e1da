// A release record for programs: its facts as one object, and as an in-toto statement.
#include <algorithm>

#include "app/release.h"
#include "base/sha256.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

using facts::Verdict;
using gate::Question;
using gate::Record;

void text_or_null(json::Writer& out, std::string_view text) {
  if (text.empty())
    out.null();
  else
    out.text(text);
}

void day(json::Writer& out, const std::optional<Date>& date) {
  text_or_null(out, date ? to_iso(*date) : "");
}

void texts(json::Writer& out, const std::vector<std::string>& list) {
  out.open_array();
  for (const std::string& text : list)
    out.text(text);
  out.close_array();
}

void answer(json::Writer& out, const gate::Answer& answer) {
  if (answer.kind == gate::AnswerKind::none) {
    out.null();
    return;
  }
  out.open_object();
  out.key("kind").text(word(answer.kind));
  text_or_null(out.key("who"), answer.who);
  text_or_null(out.key("approver"), answer.approver);
  day(out.key("when"), answer.when);
  day(out.key("until"), answer.until);
  text_or_null(out.key("commit"), answer.commit);
  text_or_null(out.key("evidence"), answer.evidence);
  text_or_null(out.key("reason"), answer.reason);
  text_or_null(out.key("guard"), answer.guard);
  out.close_object();
}

void origins(json::Writer& out, const Question& question) {
  out.open_array();
  for (const gate::Origin& origin : question.origins) {
    out.open_object();
    out.key("document").text(origin.document);
    out.key("line").number(origin.line);
    out.key("item").text(origin.item);
    out.key("role").text(word(origin.role));
    out.key("title").text(origin.title);
    day(out.key("date"), origin.date);
    out.key("sentence").text(origin.sentence);
    out.key("why").text(origin.why);
    out.close_object();
  }
  out.close_array();
}

void results(json::Writer& out, const Question& question) {
  out.open_array();
  for (const gate::GuardResult& result : question.results) {
    out.open_object();
    out.key("guard").text(result.guard);
    out.key("verdict").text(word(result.verdict));
    out.key("summary").text(result.summary);
    texts(out.key("findings"), result.findings);
    text_or_null(out.key("level"), result.level);
    text_or_null(out.key("definition"), result.definition);
    text_or_null(out.key("output_digest"), result.output_digest);
    out.key("may_block").boolean(result.may_block);
    text_or_null(out.key("started"), result.started_ms > 0 ? to_iso_time(result.started_ms) : "");
    out.key("lasted_ms").number(result.lasted_ms);
    out.close_object();
  }
  out.close_array();
}

void question(json::Writer& out, const Question& question, const gate::QuestionPlace& place,
              const gate::Rules& rules) {
  out.open_object();
  out.key("id").text(question.id);
  out.key("line").number(place.line);
  out.key("text").text(question.text);
  out.key("may_block").boolean(question.is_blocking);
  out.key("verdict").text(word(question.verdict));
  out.key("why").text(question.why);
  out.key("blocks").boolean(blocks(question, rules));
  answer(out.key("answer"), question.answer);
  origins(out.key("origins"), question);
  texts(out.key("guards"), question.guards);
  results(out.key("results"), question);
  out.close_object();
}

// The questions with the verdicts that their answers come to; those of a closed record stay as they were.
std::vector<Question> judged(const ReleaseFile& file, const gate::Rules& rules) {
  std::vector<Question> out = file.read.record.questions;
  if (file.read.record.state == gate::RecordState::open)
    for (Question& one : out)
      judge(one, rules);
  return out;
}

bool is_hash(std::string_view text) {
  return (text.size() == 40 || text.size() == 64) && std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f');
         });
}

void facts_of(json::Writer& out, const ReleaseFile& file) {
  const Record& record = file.read.record;
  out.key("file").text(file.path);
  out.key("title").text(record.title);
  day(out.key("date"), record.date);
  out.key("state").text(word(record.state));
  text_or_null(out.key("commit"), record.commit);
  text_or_null(out.key("base"), record.base);
  texts(out.key("documents"), record.documents);
  texts(out.key("paths"), record.paths);
  texts(out.key("services"), record.services);
  texts(out.key("kinds"), record.kinds);
  texts(out.key("phases"), record.phases);
  text_or_null(out.key("policy"), record.policy);
  text_or_null(out.key("tool"), record.tool);
  text_or_null(out.key("isolation"), record.level);
  day(out.key("decided"), record.decided);
  text_or_null(out.key("irreversible"), record.irreversible);
  text_or_null(out.key("decided_by"), record.decided_by);
  text_or_null(out.key("decision"), record.decision);
  text_or_null(out.key("seal"), record.seal);
}

// Names of the questions of these verdicts: "x7k2p: Every new query has its index".
void tests(json::Writer& out, const std::vector<Question>& questions, Verdict least, Verdict most) {
  out.open_array();
  for (const Question& one : questions)
    if (one.verdict >= least && one.verdict <= most) out.text(one.id + ": " + one.text);
  out.close_array();
}

}  // namespace

std::string release_json(const ReleaseFile& file, const gate::Rules& rules) {
  std::string text;
  const Record& record = file.read.record;
  const auto questions = judged(file, rules);
  const auto decision = decide(questions, rules);
  {
    json::Writer out(text);
    out.open_object();
    facts_of(out, file);
    out.key("may_go").boolean(decision.may_go && file.read.is_sound());
    out.key("blocking").number(static_cast<std::int64_t>(decision.blocking));
    out.key("questions").open_array();
    for (std::size_t i = 0; i < questions.size(); ++i)
      question(out, questions[i], file.read.places[i], rules);
    out.close_array();
    out.key("gone").open_array();
    for (std::size_t i = 0; i < record.gone.size(); ++i)
      question(out, record.gone[i], file.read.gone_places[i], rules);
    out.close_array();
    out.key("findings").open_array();
    for (const gate::RecordFinding& finding : file.read.findings) {
      out.open_object();
      out.key("line").number(finding.line);
      out.key("is_error").boolean(finding.is_error);
      out.key("message").text(finding.message);
      out.close_object();
    }
    out.close_array();
    out.close_object();
  }
  return text + "\n";
}

std::string release_in_toto(const ReleaseFile& file, const gate::Rules& rules) {
  std::string text;
  const Record& record = file.read.record;
  const auto questions = judged(file, rules);
  const auto decision = decide(questions, rules);
  const bool has_passed = decision.may_go && file.read.is_sound();
  const bool is_clean = decision.by_verdict[0] == questions.size();
  {
    json::Writer out(text);
    out.open_object();
    out.key("_type").text("https://in-toto.io/Statement/v1");
    out.key("subject").open_array();
    if (is_hash(record.commit)) {
      out.open_object();
      out.key("name").text(record.title);
      out.key("digest").open_object().key("gitCommit").text(record.commit).close_object();
      out.close_object();
    }
    out.open_object();
    out.key("name").text(file.key);
    out.key("digest").open_object().key("sha256").text(hex(sha256(file.text))).close_object();
    out.close_object();
    out.close_array();
    out.key("predicateType").text("https://in-toto.io/attestation/test-result/v0.1");
    out.key("predicate").open_object();
    out.key("result").text(!has_passed ? "FAILED" : is_clean ? "PASSED" : "WARNED");
    out.key("configuration").open_array();
    if (record.policy.substr(0, 7) == "sha256:" && is_hash(std::string_view(record.policy).substr(7))) {
      out.open_object();
      out.key("name").text("hindcast.toml");
      out.key("digest").open_object().key("sha256").text(record.policy.substr(7)).close_object();
      out.close_object();
    }
    out.close_array();
    tests(out.key("passedTests"), questions, Verdict::pass, Verdict::pass);
    tests(out.key("warnedTests"), questions, Verdict::waived, Verdict::warn);
    tests(out.key("failedTests"), questions, Verdict::missing, Verdict::error);
    out.key("hindcast_release").open_object();
    facts_of(out, file);
    out.key("answers").open_array();
    for (const Question& one : questions) {
      out.open_object();
      out.key("id").text(one.id);
      out.key("verdict").text(word(one.verdict));
      out.key("why").text(one.why);
      answer(out.key("answer"), one.answer);
      out.close_object();
    }
    out.close_array();
    out.close_object();
    out.close_object();
    out.close_object();
  }
  return text + "\n";
}

}  // namespace hindcast::app
