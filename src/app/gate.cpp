#include "app/gate.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <span>
#include <unordered_map>
#include <utility>

#include "app/approval.h"
#include "app/archived.h"
#include "app/changed_paths.h"
#include "app/done_items.h"
#include "app/files.h"
#include "app/gate_answers.h"
#include "app/guard_reads.h"
#include "app/guard_slips.h"
#include "app/repository_files.h"
#include "app/taken_out.h"
#include "base/glob.h"
#include "base/plain.h"
#include "base/text.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "gate/astray.h"
#include "gate/change.h"
#include "gate/known_names.h"

namespace hindcast::app {
namespace {

// Of which nobody can tell: who wants them all says so.
constexpr std::size_t untold_listed_max = 100;

// Globs of the file are meant from its folder, those of the gate from the repository's root.
std::string from_root(const std::string& glob, const std::string& prefix) {
  if (prefix.empty()) return glob;
  std::string_view rest = glob;
  while (rest.starts_with("./"))
    rest.remove_prefix(2);
  if (rest.starts_with('/')) rest.remove_prefix(1);
  const bool is_deep = rest.find('/') == rest.npos;  // such a glob matches at any depth
  return prefix + (is_deep ? "/**/" : "/") + std::string(rest);
}

// The configuration's folder from the root of the current folder's repository; "" for the root itself.
std::string folder_below_root(const Configuration& configuration) {
  if (configuration.folder.empty()) return {};
  const auto top = disk::top_of_repository(".");
  if (!top.ok()) return {};
  return path_from(*top, configuration.folder).value_or("");
}

void declare(const Configuration& configuration, gate::ChangeFacts& facts) {
  const auto& config = configuration.config;
  const auto prefix =
      config.services.empty() || !facts.paths ? std::string() : folder_below_root(configuration);
  for (const auto& service : config.services) {
    facts.declared.push_back({service.name, {}});
    for (const auto& glob : service.paths)
      facts.declared.back().paths.push_back(from_root(glob, prefix));
  }
  for (const auto& team : config.teams)
    facts.teams.push_back({team.name, team.services});
}

// "main..HEAD": where it begins and ends. Two dots or three: what the head's side has done since.
std::pair<std::string, std::string> ends_of(const std::string& diff) {
  const auto dots = diff.find("..");
  if (dots == diff.npos) return {diff, "HEAD"};
  auto head = diff.substr(dots + 2);
  if (head.starts_with('.')) head.erase(0, 1);
  return {dots == 0 ? "HEAD" : diff.substr(0, dots), head.empty() ? "HEAD" : head};
}

template <typename Value>
bool holds(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

// Paths as this process opens them, from the root; what lies elsewhere as it is. Each is looked at once.
class NamesFromRoot {
 public:
  explicit NamesFromRoot(const std::string& root) : root_(root), here_(absolute(".") + "/") {}
  void tell(std::string& path) {
    const auto [known, is_new] = names_.try_emplace(path);
    if (is_new) known->second = path_from(root_, path.starts_with('/') ? path : here_ + path).value_or(path);
    path = known->second;
  }

 private:
  const std::string& root_;
  std::string here_;
  std::unordered_map<std::string, std::string> names_;
};

// The guards that the questions are bound to, each once.
std::vector<std::string> bound_guards(const std::vector<gate::Question>& questions) {
  std::set<std::string> names;
  for (const auto& question : questions) {
    names.insert(question.guards.begin(), question.guards.end());
    if (question.answer.kind == gate::AnswerKind::guard) names.insert(lower(question.answer.guard));
  }
  return {names.begin(), names.end()};
}

const config::Guard* declared_guard(const std::string& name, const Configuration& configuration) {
  for (const auto& guard : configuration.config.guards)
    if (lower(guard.name) == name) return &guard;
  return nullptr;
}

// Why a guard is not meant for the change, by its `scope`; "" where it is, or where nobody can tell.
std::string why_not_meant(const config::Guard& guard, const Configuration& configuration,
                          const gate::Change& change) {
  gate::Scope scope;
  const auto prefix =
      guard.scope.paths.empty() || !change.facts().paths ? std::string() : folder_below_root(configuration);
  for (const auto& glob : guard.scope.paths)
    scope.paths.push_back(from_root(glob, prefix));
  scope.services = guard.scope.services;
  scope.phases = guard.scope.phases;
  if (!scope.names_a_place() && scope.phases.empty()) return {};
  const auto reach = change.reach(gate::Scope{}, scope, gate::Scope{});
  if (reach.applies != gate::Applies::no) return {};
  return "was not run; its scope says that " + reach.why.substr(0, reach.why.rfind(" (applies_when)"));
}

// Why it is meant for none of them.
std::string why_not_meant(const config::Guard& guard, const Configuration& configuration,
                          std::span<const gate::Change* const> changes) {
  std::string first;
  for (const auto* change : changes) {
    auto why = why_not_meant(guard, configuration, *change);
    if (why.empty()) return why;
    if (first.empty()) first = std::move(why);
  }
  return first;
}

// What guards are held against, too: a release record narrows what its commits changed, but takes no guard
// out.
std::optional<gate::Change> change_by_commits(const ToldChange& told, const Configuration& configuration) {
  if (told.narrowed.empty() || told.by_commits.is_nothing()) return std::nullopt;
  auto known = known_change(told.by_commits, configuration);  // where it fails, nothing is decided
  if (!known.ok()) return std::nullopt;
  return gate::Change(std::move(known->facts));
}

// Runs what is bound and declared, and tells each question of its guards.
void run_bound(const Configuration& configuration, const gate::Change& change,
               const std::optional<gate::Change>& by_commits, const GateWish& wish, GateReport& report) {
  const gate::Change* const changes[] = {&change, by_commits ? &*by_commits : &change};
  std::vector<std::string> names;
  std::vector<gate::GuardResult> results;
  for (const auto& name : bound_guards(report.questions)) {
    const auto* guard = declared_guard(name, configuration);
    const auto elsewhere = guard ? why_not_meant(*guard, configuration, changes) : std::string();
    if (guard && elsewhere.empty()) {
      names.push_back(guard->name);
      continue;
    }
    gate::GuardResult nobodys;
    nobodys.guard = name;
    nobodys.summary = guard ? elsewhere : undeclared_guard(configuration, name);
    nobodys.may_block = true;
    results.push_back(std::move(nobodys));
  }
  if (wish.runs_guards && !names.empty()) {
    report.guards_run = names;
    auto options = wish.guards;
    options.commit = report.change.commit;
    options.base = report.change.base;
    for (auto& result : run_guards(configuration, names, options)) {
      result.guard = lower(result.guard);
      results.push_back(std::move(result));
    }
  }
  for (auto& question : report.questions) {
    auto& answer = question.answer;
    answer.guard = lower(answer.guard);
    for (const auto& result : results)
      if (holds(question.guards, result.guard) ||
          (answer.kind == gate::AnswerKind::guard && answer.guard == result.guard))
        question.results.push_back(result);
  }
}

// What the documents of the change don't tell, and how they would.
void say_untold(const gate::Plan& plan, const AskedSources& asked, const gate::Change& change,
                const config::Config::Gate& config, GateReport& report) {
  report.asked_items = plan.asked_items;
  report.untold_items = plan.untold_items;
  report.elsewhere_items = plan.elsewhere_items;
  const auto items = plan.asked_items + plan.untold_items + plan.elsewhere_items;
  if (2 * plan.untold_items < items || plan.untold_items == 0) return;
  report.advice = advice_of(asked.sources, plan.untold_of, change.facts());
  if (plan.asked_items == 0 && plan.is_mostly_untold() &&
      config.untold.value == config::Config::Gate::Untold::undecided)
    report.undecided.push_back(
        "of " + std::to_string(plan.untold_items) + " items of " + std::to_string(items) +
        " nobody can tell whether they are meant for this change, and nothing else is asked");
}

void say_undecided(const AskedSources& asked, GateReport& report) {
  if (!asked.troubles.empty())
    report.undecided.push_back(std::to_string(asked.troubles.size()) +
                               (asked.troubles.size() == 1 ? " path" : " paths") + " could not be read");
  else if (asked.lessons == 0)
    report.undecided.push_back("none of " + std::to_string(asked.documents) +
                               (asked.documents == 1 ? " document" : " documents") +
                               " is a postmortem, a retrospective, lessons learned or a checklist");
}

gate::Rules rules_of(const config::Config::Gate& config, const GateWish& wish) {
  gate::Rules rules;
  rules.today = wish.today;
  rules.blocks = config.blocks.value;
  rules.may_waive_alone = config.may_waive_alone.value;
  rules.mode = wish.mode.value_or(config.is_advisory.value ? gate::Mode::advisory : gate::Mode::enforcing);
  return rules;
}

// What a protected revision asks is asked, whatever the change's own documents say.
void ask_what_is_taken_out(const GateWish& wish, const Configuration& configuration,
                           const gate::Change& change, gate::Plan& plan, GateReport& report) {
  auto taken = taken_out(wish, configuration, report, change, plan.questions);
  if (!taken.ok()) {
    report.undecided.push_back("what the change takes out of its own gate can't be told: " +
                               std::move(taken).error().message);
    return;
  }
  const bool is_asked = !wish.guards.policy_from.empty();
  auto remarks = remarks_of(*taken, is_asked);
  report.remarks.insert(report.remarks.begin(), std::make_move_iterator(remarks.begin()),
                        std::make_move_iterator(remarks.end()));
  if (!is_asked) return;
  plan.asked_items += taken->questions.size();
  std::move(taken->questions.begin(), taken->questions.end(), std::back_inserter(plan.questions));
}

GateReport undecided(GateReport report, Error error) {
  report.undecided.push_back(std::move(error.message));
  return report;
}

}  // namespace

std::string_view word(GateOutcome outcome) {
  return outcome == GateOutcome::go ? "go" : outcome == GateOutcome::no_go ? "no-go" : "undecided";
}

GateOutcome GateReport::outcome() const {
  if (!undecided.empty()) return GateOutcome::undecided;
  return decision.may_go ? GateOutcome::go : GateOutcome::no_go;
}

Result<KnownChange> known_change(const ChangeWish& wish, const Configuration& configuration) {
  KnownChange known;
  if (wish.paths) known.facts.paths = TRY(paths_from_root(*wish.paths));
  known.facts.services = wish.services;
  known.facts.kinds = wish.kinds;
  known.facts.phases = wish.phases;
  if (!wish.diff.empty()) {
    const auto [base, end] = ends_of(wish.diff);
    const auto& compared = known.compared.emplace(TRY(disk::compare(".", base, end)));
    auto& paths = known.facts.paths ? *known.facts.paths : known.facts.paths.emplace();
    paths.insert(paths.end(), compared.paths.begin(), compared.paths.end());
    known.base = compared.base;
    if (known.base == compared.head)
      return Error{ErrorCode::invalid, "--diff " + wish.diff +
                                           ": begins and ends at one commit, so nothing is changed; write "
                                           "BASE..HEAD, as in origin/main..HEAD"};
    if (compared.paths.empty())
      return Error{ErrorCode::invalid, "--diff " + wish.diff +
                                           ": no file differs between these; the older commit stands first, "
                                           "as in origin/main..HEAD. Where it is right, say --services or "
                                           "--paths instead"};
  }
  if (!wish.commit.empty()) {
    known.commit = TRY(disk::commit_of(".", wish.commit));
  } else if (known.compared) {
    known.commit = known.compared->head;
  } else if (const auto here = disk::commit_of(".", "HEAD"); here.ok()) {
    known.commit = *here;
  }
  declare(configuration, known.facts);
  return known;
}

gate::Plan plan_gate(const AskedSources& asked, const gate::Change& change,
                     const Configuration& configuration, bool wants_elsewhere, const gate::Astray* astray) {
  const auto& config = configuration.config;
  gate::PlanOptions options;
  options.asks = config.gate.asks.value;
  options.may_block.clear();
  for (const auto role : options.asks)
    if (!holds(config.gate.tells.value, role)) options.may_block.push_back(role);
  for (const auto& guard : config.guards)
    for (const auto& item : guard.items)
      options.bindings.push_back({item, guard.name});
  const auto folder = config.guards.empty() || !change.facts().paths ? "" : folder_below_root(configuration);
  for (const auto& guard : config.guards)
    options.guards.push_back({lower(guard.name), read_by(guard, folder)});
  options.wants_elsewhere = wants_elsewhere;
  options.astray = astray;
  options.asks_untold = config.gate.untold.value == config::Config::Gate::Untold::ask;
  if (!wants_elsewhere) options.untold_max = untold_listed_max;
  auto plan = gate::plan_of(asked.sources, change, options);
  NamesFromRoot names(asked.root);
  for (auto* questions : {&plan.questions, &plan.untold, &plan.elsewhere})
    for (auto& question : *questions)
      for (auto& origin : question.origins)
        names.tell(origin.document);
  for (auto& stray : plan.strays)
    names.tell(stray.document);
  return plan;
}

GateReport run_gate(const Configuration& here, const GateWish& asked_for) {
  GateWish wish = asked_for;
  GateReport report;
  report.release = wish.release;
  auto protected_one = wish.guards.policy_from.empty() ? Result<Configuration>(here)
                                                       : configuration_at(here, wish.guards.policy_from);
  if (!protected_one.ok()) return undecided(std::move(report), std::move(protected_one).error());
  const Configuration configuration = *std::move(protected_one);
  report.rules = rules_of(configuration.config.gate, wish);
  if (wish.paths.empty()) wish.paths = documents_of(configuration);
  std::optional<ReleaseAnswers> answers;
  ToldChange told;
  if (!wish.release.empty()) {
    report.root = archive_root(wish.paths.empty() ? "." : wish.paths.front(), configuration);
    auto read = read_answers(wish.release, report.root);
    if (!read.ok()) return undecided(std::move(report), std::move(read).error());
    answers = *std::move(read);
    told = take_change(answers->read.record, wish);
    if (!told.by_commits.is_nothing())
      if (auto gap = gap_before(answers->read.record, wish.release); !gap.empty())
        report.undecided.push_back(std::move(gap));
  }
  report.diff = wish.change.diff;

  auto known = known_change(wish.change, configuration);
  if (!known.ok()) return undecided(std::move(report), std::move(known).error());
  report.change = *std::move(known);
  report.rules.commit = report.change.commit;

  auto asked = read_sources(wish.paths, configuration, wish.read);
  report.root = asked.root;
  report.documents = asked.documents;
  report.history = history_of(asked.records, wish.release, asked.root, configuration);
  say_undecided(asked, report);
  report.troubles = std::move(asked.troubles);

  for (auto& why : gate::unknown_names(report.change.facts, asked.sources))
    report.undecided.push_back(std::move(why));
  const gate::Change change(report.change.facts);
  report.services = change.services();
  const RepositoryFiles files(report.change.commit, asked.root);
  const gate::Astray astray(change.facts(), asked.sources, files);
  auto plan = plan_gate(asked, change, configuration, wish.wants_elsewhere, &astray);
  report.remarks = remarks_of(plan.strays);
  for (auto& remark : remarks_of_documents(wish.paths, configuration, asked.documents))
    report.remarks.push_back(std::move(remark));
  ask_what_is_taken_out(wish, configuration, change, plan, report);
  report.questions = std::move(plan.questions);
  report.untold = std::move(plan.untold);
  report.elsewhere = std::move(plan.elsewhere);
  say_untold(plan, asked, change, configuration.config.gate, report);

  if (auto why = left_out_by(told, asked, report.questions, configuration); !why.empty())
    report.undecided.push_back(std::move(why));
  if (answers) {
    report.unused_answers = give_answers(*answers, report.questions);
    report.rules.same_commits = commits_but_for_records(answers->read.record, report.rules.commit);
    hold_against_record(*answers, asked_for, report);
  }
  run_bound(configuration, change, change_by_commits(told, configuration), wish, report);
  drop_unanswered_done(report, answers ? ids_of(answers->read.record) : std::vector<std::string>());
  for (auto& question : report.questions)
    judge(question, report.rules);
  sort_by_urgency(report.questions, report.rules);
  report.decision = decide(report.questions, report.rules);
  if (answers && report.decision.may_go && report.undecided.empty())
    if (auto why = unasked_by(answers->read.record, report.questions, report.rules, report.bring_up_to_date);
        !why.empty())
      report.undecided.push_back(std::move(why));
  return report;
}

std::string answer_command(const gate::Question& question, const GateReport& report) {
  if (report.is_record_closed) return report.bring_up_to_date;
  const bool is_kept = !report.bring_up_to_date.empty();  // in a record that can be answered
  const auto file = is_kept ? shell_word(report.release) : "RELEASE.md";
  const bool lags = is_kept && (report.is_record_of_other_commit || holds(report.not_in_record, question.id));
  // A person's word does not overrule a guard that found something: only a waiver lets that pass.
  const bool is_found = question.verdict == facts::Verdict::fail ||
                        question.verdict == facts::Verdict::inconclusive ||
                        question.verdict == facts::Verdict::error;
  return (lags ? report.bring_up_to_date + " && " : std::string()) + "hindcast release " +
         (is_found ? "waive " : "attest ") + file + " " + question.id +
         (is_found ? " --approver WHO --reason WHY --until DAY" : " --evidence LINK");
}

std::string promote_command(const gate::Question& question) {
  if (question.verdict != facts::Verdict::warn) return {};
  for (const auto& result : question.results)
    if (result.verdict == facts::Verdict::fail && !result.may_block)
      return "hindcast guard promote " + shell_word(result.guard);
  return {};
}

bool is_by_document(const GateReport& report) {
  return report.questions.size() - report.decision.by_verdict[static_cast<int>(facts::Verdict::pass)] >
         gate_few_questions;
}

std::string gate_origins_sentence(const GateReport& report) {
  if (!is_by_document(report)) return {};
  constexpr std::size_t named_max = 3;
  std::vector<std::pair<std::size_t, std::string>> counts;  // in the order of the questions
  std::size_t questions = 0;
  for (const auto& question : report.questions) {
    if (question.verdict == facts::Verdict::pass) continue;
    ++questions;
    const auto& document = question.origins[0].document;
    const auto known =
        std::find_if(counts.begin(), counts.end(), [&](const auto& one) { return one.second == document; });
    if (known == counts.end())
      counts.emplace_back(1, document);
    else
      ++known->first;
  }
  std::stable_sort(counts.begin(), counts.end(),
                   [](const auto& a, const auto& b) { return a.first > b.first; });
  const auto documents = counts.size();
  std::string out = std::to_string(questions) + " questions from " + std::to_string(documents) +
                    (documents == 1 ? " document" : " documents");
  for (std::size_t i = 0; i < std::min(named_max, documents); ++i) {
    out += (i == 0 ? ": " : ", ") + std::to_string(counts[i].first) + " from " + one_line(counts[i].second);
    questions -= counts[i].first;
  }
  if (documents > named_max)
    out += ", " + std::to_string(questions) + " from " + std::to_string(documents - named_max) +
           (documents == named_max + 1 ? " other" : " others");
  return out;
}

std::string gate_fewer_sentence(const GateReport& report) {
  if (!is_by_document(report)) return {};
  std::size_t checks = 0, others = 0;
  for (const auto& question : report.questions)
    if (blocks(question, report.rules))
      ++(question.origins[0].role == facts::ItemRole::check ? checks : others);
  if (others == 0) return {};
  return counted(checks, "check") + " and " + counted(others, "open action") +
         " block. In hindcast.toml, [gate] tells = [\"action\", \"improvement\"] lets actions be told and "
         "stop "
         "nothing; asks = [\"check\"] leaves them out; applies_when narrows what a document is asked of";
}

}  // namespace hindcast::app
