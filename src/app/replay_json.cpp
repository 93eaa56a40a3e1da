// What `replay --format json` prints.
#include "app/replay.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

void put_verdict(json::Writer& json, const std::optional<facts::Verdict>& verdict) {
  if (verdict)
    json.text(facts::word(*verdict));
  else
    json.null();
}

void put_text(json::Writer& json, const std::string& text) {
  if (text.empty())
    json.null();
  else
    json.text(text);
}

void put(json::Writer& json, const ReplayedIncident& one) {
  json.open_object().key("document").text(one.document).key("slug").text(one.slug);
  json.key("title").text(one.title).key("proof").text(word(one.proof));
  put_text(json.key("shipped"), one.shipped);
  put_text(json.key("fixed"), one.fixed);
  put_verdict(json.key("before"), one.before);
  put_verdict(json.key("after"), one.after);
  put_text(json.key("said"), one.said);
  put_text(json.key("why"), one.why);
  json.close_object();
}

void put(json::Writer& json, const gate::Figures& figures) {
  using facts::Verdict;
  json.open_object().key("commits").number(static_cast<std::int64_t>(figures.commits));
  json.key("not_run").number(static_cast<std::int64_t>(figures.unseen)).key("verdicts").open_object();
  for (const auto verdict :
       {Verdict::pass, Verdict::warn, Verdict::fail, Verdict::missing, Verdict::inconclusive, Verdict::error})
    json.key(facts::word(verdict))
        .number(static_cast<std::int64_t>(figures.by_verdict[static_cast<std::size_t>(verdict)]));
  json.close_object().key("judged").number(static_cast<std::int64_t>(figures.judged));
  json.key("false_alarms").number(static_cast<std::int64_t>(figures.false_alarms));
  json.key("per_1000");
  if (figures.judged == 0)
    json.null();
  else
    json.decimal(figures.per_1000);
  json.key("low").decimal(figures.per_1000_low).key("high").decimal(figures.per_1000_high).close_object();
}

}  // namespace

std::string replay_json(const ReplayReport& report) {
  std::string out;
  json::Writer json(out);
  json.open_object();
  json.key("from").text(report.from).key("to").text(report.to);
  json.key("commits").number(static_cast<std::int64_t>(report.commits));
  json.key("false_alarms_per_1000_max").number(report.per_1000_max);
  json.key("stopped").boolean(report.is_stopped);
  json.key("ran").number(static_cast<std::int64_t>(report.ran));
  json.key("remembered").number(static_cast<std::int64_t>(report.remembered));
  json.key("guards").open_array();
  for (const auto& guard : report.guards) {
    json.open_object().key("guard").text(guard.name).key("definition").text(guard.definition);
    json.key("proven").boolean(guard.not_proven.empty());
    put_text(json.key("not_proven"), guard.not_proven);
    json.key("may_block").boolean(guard.warns_because.empty());
    put_text(json.key("warns_because"), guard.warns_because);
    put(json.key("figures"), guard.figures);
    json.key("incidents").open_array();
    for (const auto& one : guard.incidents)
      put(json, one);
    json.close_array().key("alarms").open_array();
    for (const auto& one : guard.alarms) {
      json.open_object().key("commit").text(one.commit).key("subject").text(one.subject);
      json.key("said").text(one.said).close_object();
    }
    json.close_array().close_object();
  }
  json.close_array().close_object().finish();
  return out + "\n";
}

}  // namespace hindcast::app
