// What machines get of the gate.
#include "app/gate.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

using json::Writer;

void text_or_null(Writer& json, std::string_view value) {
  value.empty() ? json.null() : json.text(value);
}

void put_texts(Writer& json, const std::vector<std::string>& texts) {
  json.open_array();
  for (const auto& text : texts)
    json.text(text);
  json.close_array();
}

void texts_or_null(Writer& json, const std::optional<std::vector<std::string>>& texts) {
  texts ? put_texts(json, *texts) : void(json.null());
}

void day_or_null(Writer& json, const std::optional<Date>& day) {
  day ? json.text(to_iso(*day)) : json.null();
}

void put_origins(Writer& json, const gate::Question& question) {
  json.key("origins").open_array();
  for (const auto& origin : question.origins) {
    json.open_object().key("document").text(origin.document);
    json.key("document_slug").text(origin.slug).key("document_title").text(origin.title);
    day_or_null(json.key("document_date"), origin.date);
    json.key("item").text(origin.item).key("role").text(facts::word(origin.role));
    json.key("done").boolean(origin.is_done);
    json.key("line").number(origin.line).key("sentence").text(origin.sentence);
    json.key("why").text(origin.why).close_object();
  }
  json.close_array();
}

void put_answer(Writer& json, const gate::Answer& answer) {
  json.key("answer");
  if (answer.kind == gate::AnswerKind::none) return void(json.null());
  json.open_object().key("kind").text(word(answer.kind));
  text_or_null(json.key("who"), answer.who);
  text_or_null(json.key("approver"), answer.approver);
  text_or_null(json.key("evidence"), answer.evidence);
  text_or_null(json.key("reason"), answer.reason);
  text_or_null(json.key("commit"), answer.commit);
  day_or_null(json.key("when"), answer.when);
  day_or_null(json.key("until"), answer.until);
  text_or_null(json.key("guard"), answer.guard);
  json.close_object();
}

void put_results(Writer& json, const std::vector<gate::GuardResult>& results) {
  json.key("results").open_array();
  for (const auto& result : results) {
    json.open_object().key("guard").text(result.guard).key("verdict").text(facts::word(result.verdict));
    json.key("summary").text(result.summary);
    put_texts(json.key("findings"), result.findings);
    text_or_null(json.key("level"), result.level);
    text_or_null(json.key("definition"), result.definition);
    text_or_null(json.key("output_digest"), result.output_digest);
    json.key("may_block").boolean(result.may_block).key("lasted_ms").number(result.lasted_ms).close_object();
  }
  json.close_array();
}

// What earlier releases came to with it.
void put_history(Writer& json, const gate::Question& question, const GateReport& report) {
  json.key("history");
  const auto* tally = history_of(question, report.history);
  if (tally == nullptr) return void(json.null());
  json.open_object().key("asked").number(static_cast<std::int64_t>(tally->asked));
  json.key("caught").number(static_cast<std::int64_t>(tally->caught));
  day_or_null(json.key("last_asked"), tally->last);
  day_or_null(json.key("last_catch"), tally->last_catch);
  text_or_null(json.key("last_catch_record"), tally->last_catch_record);
  json.close_object();
}

void put_question(Writer& json, const gate::Question& question, const GateReport& report) {
  json.open_object().key("id").text(question.id).key("text").text(question.text);
  json.key("verdict").text(facts::word(question.verdict)).key("why").text(question.why);
  json.key("blocks").boolean(blocks(question, report.rules)).key("may_block").boolean(question.is_blocking);
  put_texts(json.key("guards"), question.guards);
  put_answer(json, question.answer);
  put_results(json, question.results);
  put_origins(json, question);
  put_history(json, question, report);
  text_or_null(json.key("promote_with"), promote_command(question));
  json.key("answer_with").text(answer_command(question, report)).close_object();
}

// Questions that are not asked.
void put_brief(Writer& json, const std::vector<gate::Question>& questions) {
  json.open_array();
  for (const auto& question : questions) {
    json.open_object().key("id").text(question.id).key("text").text(question.text);
    put_origins(json, question);
    json.close_object();
  }
  json.close_array();
}

void put_change(Writer& json, const GateReport& report) {
  const auto& facts = report.change.facts;
  json.key("change").open_object();
  text_or_null(json.key("diff"), report.diff);
  text_or_null(json.key("base"), report.change.base);
  text_or_null(json.key("commit"), report.change.commit);
  texts_or_null(json.key("paths"), facts.paths);
  put_texts(json.key("services"), report.services);
  texts_or_null(json.key("kinds"), facts.kinds);
  put_texts(json.key("phases"), facts.phases);
  json.close_object();
}

}  // namespace

std::string gate_json(const GateReport& report) {
  constexpr std::size_t question_bytes = 800;  // or so: room that is not needed costs nothing
  std::string out;
  out.reserve((report.questions.size() + report.untold.size() + report.elsewhere.size()) * question_bytes);
  Writer json(out);
  json.open_object().key("decision").text(word(report.outcome())).key("mode").text(word(report.rules.mode));
  put_change(json, report);
  text_or_null(json.key("release"), report.release);
  json.key("documents").number(static_cast<std::int64_t>(report.documents));
  json.key("blocking").number(static_cast<std::int64_t>(report.decision.blocking));
  json.key("verdicts").open_object();
  for (int i = 0; i <= static_cast<int>(facts::Verdict::error); ++i)
    json.key(facts::word(static_cast<facts::Verdict>(i)))
        .number(static_cast<std::int64_t>(report.decision.by_verdict[i]));
  json.close_object();
  json.key("questions").open_array();
  for (const auto& question : report.questions)
    put_question(json, question, report);
  json.close_array();
  json.key("untold").open_object().key("items").number(static_cast<std::int64_t>(report.untold_items));
  put_brief(json.key("questions"), report.untold);
  json.close_object();
  json.key("elsewhere").open_object().key("items").number(static_cast<std::int64_t>(report.elsewhere_items));
  put_brief(json.key("questions"), report.elsewhere);
  json.close_object();
  json.key("advice").open_array();
  for (const auto& advice : report.advice) {
    json.open_object().key("lead").text(advice.lead);
    put_texts(json.key("lines"), advice.lines);
    json.close_object();
  }
  json.close_array();
  json.key("remarks").open_array();
  for (const auto& remark : report.remarks) {
    json.open_object().key("kind").text(remark.kind);
    text_or_null(json.key("document"), remark.document);
    json.key("line");
    remark.line > 0 ? json.number(remark.line) : json.null();
    json.key("message").text(remark.text).close_object();
  }
  json.close_array();
  json.key("unused_answers").number(static_cast<std::int64_t>(report.unused_answers));
  put_texts(json.key("undecided"), report.undecided);
  json.key("troubles").open_array();
  for (const auto& trouble : report.troubles)
    json.open_object()
        .key("path")
        .text(trouble.path)
        .key("message")
        .text(trouble.error.message)
        .close_object();
  json.close_array().close_object();
  json.finish();
  out += '\n';
  return out;
}

}  // namespace hindcast::app
