#include "app/policies.h"

#include <algorithm>
#include <utility>

#include "app/documents.h"
#include "app/history.h"
#include "app/items.h"
#include "disk/disk.h"
#include "disk/zone.h"
#include "document/about.h"
#include "document/scan.h"
#include "json/json.h"
#include "lint/rules/look.h"

namespace hindcast::app {
namespace {

using policy::Policy;
using policy::Standing;
using policy::Subject;
using policy::Thing;
using policy::Verdict;

constexpr std::uint64_t holidays_bytes_max = 4u << 20;

// Policies look at nothing else.
bool is_asked(facts::ItemRole role) {
  return role != facts::ItemRole::participant && role != facts::ItemRole::example;
}

Thing thing_of(const facts::Item& item) {
  Thing thing;
  thing.role = item.role;
  thing.id = item.id;
  thing.text = item.text;
  thing.line = item.line;
  thing.span = item.span;
  thing.who = owner_of(item);
  thing.priority = text_of(item.priority);
  thing.state = state_of(item);
  thing.is_filled = item.value && !document::scan::is_no_value(item.value->text);
  if (item.due) thing.due = item.due->date;
  thing.day = parse_iso_date(std::string_view(item.end.empty() ? item.start : item.end).substr(0, 10));
  return thing;
}

void put_verdict(json::Writer& json, const Policy& policy, const Verdict& verdict, const PolicyRun& run,
                 Date today) {
  const Subject* subject = verdict.subject == policy::nothing ? nullptr : &run.subjects[verdict.subject];
  const Thing* thing = verdict.thing == policy::nothing ? nullptr : &subject->things[verdict.thing];
  const auto text_or_null = [&](std::string_view text) { text.empty() ? json.null() : json.text(text); };
  const auto day_or_null = [&](std::optional<Date> day) { text_or_null(day ? to_iso(*day) : ""); };
  json.open_object().key("standing").text(word(verdict.standing)).key("document");
  text_or_null(subject ? subject->path : "");
  json.key("line");
  thing ? json.number(thing->line) : json.null();
  json.key("id");
  text_or_null(thing ? subject->slug + "#" + thing->id : "");
  json.key("text");
  text_or_null(thing ? thing->text : subject ? subject->title : "");
  json.key("owner");
  text_or_null(thing ? thing->who : "");
  json.key("from");
  day_or_null(verdict.start);
  json.key("due");
  day_or_null(verdict.due);
  json.key("explanation");
  text_or_null(explanation(policy, verdict, today));
  json.close_object();
}

}  // namespace

Result<Zone> team_zone(const Configuration& configuration) {
  const auto& name = configuration.config.calendar.zone;
  if (name.value.empty()) return Zone();
  auto zone = disk::load_zone(name.value);
  if (zone.ok()) return zone;
  return Error{zone.error().code, configuration.file + ":" + std::to_string(name.origin.line) + ":" +
                                      std::to_string(name.origin.column) + ": " + zone.error().message};
}

Result<policy::Calendar> team_calendar(const Configuration& configuration) {
  const auto& calendar = configuration.config.calendar;
  std::vector<int> weekend;
  for (const auto& day : calendar.weekend.value)
    weekend.push_back(*policy::weekday_of(day));
  if (calendar.weekend.origin.is_default()) weekend = {5, 6};
  std::vector<policy::Holiday> holidays;
  for (const auto& name : calendar.holidays.value) {
    const auto path = path_in(configuration, name);
    const auto text = disk::read_file(path, holidays_bytes_max);
    if (!text.ok())
      return Error{text.error().code,
                   configuration.file + ": calendar.holidays: " + path + ": " + text.error().message};
    auto read = policy::read_holidays(*text);
    if (!read.ok()) return std::move(read).error().while_(path);
    std::move(read->begin(), read->end(), std::back_inserter(holidays));
  }
  return policy::Calendar(weekend, std::move(holidays));
}

Subject policy_subject(const std::string& path, const facts::Document& document, History* history) {
  Subject subject;
  subject.path = path;
  subject.slug = document.slug;
  subject.title = document.title.text;
  subject.span = document.title.at;
  subject.kind = document.kind;
  subject.is_template = lint::is_template_file(path);
  subject.severity = text_of(document.severity);
  subject.services = document::services_of(document);
  subject.labels = document::labels_of(document);
  if (document.date) subject.date = document.date->date;
  subject.launch = document::launch_day(document);
  const auto review = document::review_of(document);
  subject.is_reviewed = review.is_claimed;
  subject.review = review.date;
  subject.is_closed = document::is_closed(document);
  if (history) subject.created = history->document(path);
  for (const auto& item : document.items) {
    if (!is_asked(item.role)) continue;
    subject.things.push_back(thing_of(item));
    if (history) subject.things.back().since = history->item(path, item.id, subject.date);
  }
  return subject;
}

bool needs_history(const Configuration& configuration) {
  const auto& policies = configuration.config.policies;
  return std::any_of(policies.begin(), policies.end(),
                     [](const Policy& policy) { return policy.from == policy::Start::created; });
}

bool are_all_asked(const std::vector<std::string>& paths) {
  return std::any_of(paths.begin(), paths.end(),
                     [](const std::string& path) { return disk::is_folder(path); });
}

PolicyRun judge_documents(const std::vector<std::string>& paths, const ReadOptions& options,
                          const Configuration& configuration, const policy::Calendar& calendar, Date today,
                          History* history) {
  PolicyRun run;
  run.troubles = read_documents(documents_beneath(paths, configuration), options, [&](ReadDocument&& read) {
    run.subjects.push_back(policy_subject(read.path, read.document, history));
  });
  run.verdicts = policy::judge(configuration.config.policies, run.subjects, calendar, today);
  if (!are_all_asked(paths))
    std::erase_if(run.verdicts, [](const Verdict& one) { return one.subject == policy::nothing; });
  return run;
}

std::optional<diag::Diagnostic> policy_finding(const Policy& policy, const Verdict& verdict,
                                               const Subject* subject, Date today) {
  const bool is_overdue = verdict.standing == Standing::overdue;
  if (!is_overdue && verdict.standing != Standing::undecidable) return std::nullopt;
  std::optional<diag::Diagnostic> finding(std::in_place);
  finding->rule = is_overdue ? "policy-overdue" : "policy-undecidable";
  if (is_overdue && policy.is_error) finding->severity = diag::Severity::error;
  if (subject)
    finding->span = verdict.thing == policy::nothing ? subject->span : subject->things[verdict.thing].span;
  finding->message = "policy `";
  finding->message.append(policy.name).append("`: ").append(explanation(policy, verdict, today));
  return finding;
}

std::vector<PolicyCount> count_verdicts(const std::vector<Policy>& policies, const PolicyRun& run) {
  std::vector<PolicyCount> counts(policies.size());
  for (const auto& verdict : run.verdicts) {
    auto& count = counts[verdict.policy];
    ++count.of[static_cast<std::size_t>(verdict.standing)];
    if (verdict.standing == Standing::waiting && verdict.due &&
        (!count.next_due || *verdict.due < *count.next_due))
      count.next_due = verdict.due;
  }
  return counts;
}

std::string policies_json(const std::vector<Policy>& policies, const PolicyRun& run, Date today,
                          std::optional<std::uint32_t> only) {
  const auto counts = count_verdicts(policies, run);
  std::string out = "[";
  bool is_first = true;
  for (std::uint32_t i = 0; i < policies.size(); ++i) {
    if (only && *only != i) continue;
    const Policy& policy = policies[i];
    out += is_first ? "\n" : ",\n";
    is_first = false;
    json::Writer json(out);
    json.open_object().key("name").text(policy.name).key("about");
    policy.about.empty() ? json.null() : json.text(policy.about);
    json.key("asks").text(sentence(policy)).key("severity").text(policy.is_error ? "error" : "warning");
    json.key("line").number(policy.line);
    for (std::size_t k = 0; k < std::size(counts[i].of); ++k)
      json.key(word(static_cast<Standing>(k))).number(static_cast<std::int64_t>(counts[i].of[k]));
    json.key("next_due");
    counts[i].next_due ? json.text(to_iso(*counts[i].next_due)) : json.null();
    if (only) {
      json.key("verdicts").open_array();
      for (const auto& verdict : run.verdicts)
        if (verdict.policy == i) put_verdict(json, policy, verdict, run, today);
      json.close_array();
    }
    json.close_object();
  }
  return out + (is_first ? "]\n" : "\n]\n");
}

}  // namespace hindcast::app
