#include "app/prune.h"

#include <algorithm>
#include <utility>

#include "app/archived.h"
#include "app/check_settings.h"
#include "app/documents.h"
#include "app/rights.h"
#include "base/text.h"
#include "disk/disk.h"
#include "gate/record.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

using gate::Retire;

// Every guard that it had warns only since somebody demoted it.
bool has_demoted_guards(const gate::Tally& tally, const Configuration& configuration, const Rights& rights) {
  if (tally.guards.empty()) return false;
  return std::all_of(tally.guards.begin(), tally.guards.end(), [&](const std::string& name) {
    for (const auto& guard : configuration.config.guards) {
      if (lower(guard.name) != lower(name)) continue;
      const auto* last = rights.last_of(guard.name);
      return last != nullptr && !last->is_promotion;
    }
    return false;
  });
}

// A guard that answers it was proved by a replay: it would have stopped the incident, and costs nobody a
// minute.
bool is_proven(const gate::Tally& tally, const Configuration& configuration, const Rights& rights) {
  return std::any_of(tally.guards.begin(), tally.guards.end(), [&](const std::string& name) {
    for (const auto& guard : configuration.config.guards) {
      if (lower(guard.name) != lower(name)) continue;
      const auto* last = rights.last_of(guard.name);
      return last != nullptr && last->is_promotion && !last->incidents.empty();
    }
    return false;
  });
}

bool are_gone(const gate::Tally& tally, const std::string& root) {
  return !tally.documents.empty() &&
         std::none_of(tally.documents.begin(), tally.documents.end(), [&](const std::string& document) {
           return disk::exists(document.starts_with('/') ? document : root + "/" + document);
         });
}

void put_day(json::Writer& json, const std::optional<Date>& day) {
  if (day)
    json.text(to_iso(*day));
  else
    json.null();
}

void put_texts(json::Writer& json, const std::vector<std::string>& texts) {
  json.open_array();
  for (const auto& text : texts)
    json.text(text);
  json.close_array();
}

void put(json::Writer& json, const Proposal& one) {
  const auto& tally = one.tally;
  json.open_object().key("id").text(tally.id).key("text").text(tally.text);
  json.key("retire").boolean(!one.why.empty()).key("why").open_array();
  for (const auto why : one.why)
    json.text(word(why));
  json.close_array().key("asked").number(static_cast<std::int64_t>(tally.asked));
  json.key("caught").number(static_cast<std::int64_t>(tally.caught));
  put_day(json.key("first_asked"), tally.first);
  put_day(json.key("last_asked"), tally.last);
  put_day(json.key("last_catch"), tally.last_catch);
  json.key("last_record").text(tally.last_record);
  put_texts(json.key("guards"), tally.guards);
  put_texts(json.key("documents"), tally.documents);
  json.close_object();
}

}  // namespace

std::size_t PruneReport::proposed() const {
  return static_cast<std::size_t>(std::count_if(questions.begin(), questions.end(),
                                                [](const Proposal& one) { return !one.why.empty(); }));
}

Result<PruneReport> prune_gate(const Configuration& configuration, const PruneWish& wish) {
  const auto rights = TRY(Rights::load(configuration));
  PruneReport report;
  report.rules = wish.rules;
  const auto where = wish.paths.empty() ? std::vector<std::string>{"."} : wish.paths;
  report.root = archive_root(where.front(), configuration);
  std::vector<gate::FiledRecord> records;
  std::vector<Trouble> unsound;
  report.troubles =
      read_documents(documents_beneath(where, configuration), wish.read, [&](ReadDocument&& read) {
        if (read.document.kind != facts::DocumentKind::release) return;
        auto found = gate::read_record(read.text, path_from(report.root, read.path).value_or(read.path));
        if (!found.is_record) return;
        if (found.is_sound()) return records.push_back({read.path, std::move(found.record)});
        std::string why = "is a release record with errors, and counts for nothing";
        for (const auto& finding : found.findings)
          if (finding.is_error) {
            why += ": line " + std::to_string(finding.line) + ": " + finding.message;
            break;
          }
        unsound.push_back({read.path, {ErrorCode::invalid, std::move(why)}});
      });
  report.troubles.insert(report.troubles.end(), unsound.begin(), unsound.end());
  report.records = records.size();
  for (auto& tally : gate::tally_of(records)) {
    Proposal one{std::move(tally), {}};
    if (gate::is_idle(one.tally, wish.rules) && !is_proven(one.tally, configuration, rights))
      one.why.push_back(Retire::never_caught);
    if (has_demoted_guards(one.tally, configuration, rights)) one.why.push_back(Retire::demoted_guard);
    if (are_gone(one.tally, report.root)) one.why.push_back(Retire::gone_documents);
    report.questions.push_back(std::move(one));
  }
  std::stable_partition(report.questions.begin(), report.questions.end(),
                        [](const Proposal& one) { return !one.why.empty(); });
  return report;
}

std::string prune_json(const PruneReport& report) {
  std::string out;
  json::Writer json(out);
  json.open_object();
  json.key("asked_min").number(static_cast<std::int64_t>(report.rules.asked_min));
  json.key("months_min").number(report.rules.months_min);
  json.key("records").number(static_cast<std::int64_t>(report.records));
  json.key("proposed").number(static_cast<std::int64_t>(report.proposed())).key("questions").open_array();
  for (const auto& one : report.questions)
    put(json, one);
  json.close_array().close_object().finish();
  return out + "\n";
}

}  // namespace hindcast::app
