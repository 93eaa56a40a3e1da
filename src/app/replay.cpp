#include "app/replay.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <map>
#include <set>
#include <unordered_map>
#include <utility>

#include "app/approval.h"
#include "app/documents.h"
#include "app/seen.h"
#include "base/glob.h"
#include "base/plain.h"
#include "base/sha256.h"
#include "base/text.h"
#include "disk/git.h"
#include "disk/history.h"
#include "disk/past.h"
#include "json/json.h"
#include "lint/rules/look.h"

namespace hindcast::app {
namespace {

using config::Guard;
using facts::Verdict;
using gate::Lesson;

constexpr std::size_t alarms_max = 10;
constexpr std::size_t subject_bytes_max = 200;

// Built-in guards whose verdict hangs on the files alone, not on the commit's name, its date or its past.
constexpr std::array<std::string_view, 6> of_tree_alone = {
    "alert-exists", "deploy-order", "env-sync", "parity", "migration-index", "version-compat"};

bool looks_at_tree_alone(const Guard& guard) {
  return std::find(of_tree_alone.begin(), of_tree_alone.end(), guard.use) != of_tree_alone.end() &&
         guard.settings.find("since") == nullptr;  // what changed since then is git's to know
}

const Guard* find_guard(const Configuration& configuration, std::string_view name) {
  for (const auto& guard : configuration.config.guards)
    if (guard.name == name) return &guard;
  return nullptr;
}

// The guard and all that it needs, each once.
std::vector<const Guard*> with_needs(const Configuration& configuration, const Guard& guard) {
  std::vector<const Guard*> all = {&guard};
  for (std::size_t at = 0; at < all.size(); ++at)
    for (const auto& need : all[at]->needs) {
      const auto* found = find_guard(configuration, need);
      if (found != nullptr && std::find(all.begin(), all.end(), found) == all.end()) all.push_back(found);
    }
  return all;
}

struct Replayed {
  const Guard* guard = nullptr;
  ReplayedGuard told;
  std::string key;                  // of its definition, those that it needs, and the program
  bool is_of_tree_alone = false;    // it, and what it needs
  std::vector<gate::Spell> spells;  // beside told.incidents
  std::vector<std::optional<Verdict>> verdicts;
  std::vector<std::string> summaries;
  std::vector<bool> is_wanted;
};

class Replay {
 public:
  Replay(const Configuration& configuration, const ReplayWish& wish)
      : configuration_(configuration), wish_(wish), strict_(configuration) {
    // What a guard finds is looked for, whatever weight a team gives it.
    for (auto& guard : strict_.config.guards)
      guard.is_error = true;
  }

  Result<ReplayReport> run() {
    report_.per_1000_max = configuration_.config.gate.false_alarms_max.value;
    states_ = TRY(disk::past_states(configuration_.folder, wish_.from, wish_.to));
    if (states_.empty()) return Error{ErrorCode::invalid, "there is no commit to replay"};
    for (std::size_t i = 0; i < states_.size(); ++i)
      places_.emplace(states_[i].commit, i);
    report_.from = states_.front().commit;
    report_.to = states_.back().commit;
    report_.commits = states_.size();
    if (const auto shallow = disk::is_shallow(configuration_.folder); shallow.ok() && *shallow)
      report_.notes.emplace_back(
          "older commits were never fetched here and are not replayed; 'git fetch --unshallow' brings them");
    TRY(choose_guards());
    read_lessons();
    TRY(bind_incidents());
    choose_commits();
    seen_ = Seen::load(configuration_.folder, is_memory_tracked());
    TRY(walk());
    conclude();
    return std::move(report_);
  }

 private:
  // What came with the repository is somebody else's word.
  bool is_memory_tracked() {
    const auto listed =
        disk::ask_git({"-C", configuration_.folder, "ls-files", "--", std::string(seen_file)});
    const bool is_tracked = !listed.ok() || !listed->empty();
    if (is_tracked)
      report_.notes.push_back(std::string(seen_file) +
                              " is committed and not believed; take it out of the repository");
    return is_tracked;
  }
  Status choose_guards();
  void read_lessons();
  Status bind_incidents();
  void add_incident(Replayed&, const Lesson&, const std::vector<std::string>& shipped,
                    const std::vector<std::string>& fixed);
  std::optional<std::size_t> place_of(const std::string& revision, std::string& commit, std::string& why);
  void choose_commits();
  Status walk();
  Status run_at(std::size_t place, const std::vector<Replayed*>& wanted, disk::PastFiles& files);
  void remember(Replayed&, std::size_t place, const SeenVerdict&);
  void save();
  void conclude();
  std::string commit_for(const Replayed& one, std::size_t place) const {
    return one.is_of_tree_alone ? std::string() : states_[place].commit;
  }

  const Configuration& configuration_;
  const ReplayWish& wish_;
  Configuration strict_;
  ReplayReport report_;
  std::vector<disk::PastState> states_;
  std::unordered_map<std::string, std::size_t> places_;
  std::vector<Lesson> lessons_;
  std::vector<Replayed> guards_;
  Seen seen_;
  bool has_failed_to_save_ = false;
};

Status Replay::choose_guards() {
  const auto trust = Trust::of(configuration_, wish_.run);
  const auto rights = TRY(Rights::load(configuration_, wish_.run.policy_from));
  for (const auto& guard : configuration_.config.guards) {
    const auto& names = wish_.guards;
    if (!names.empty() && std::find(names.begin(), names.end(), guard.name) == names.end()) continue;
    Replayed one;
    one.guard = &guard;
    one.told.name = guard.name;
    one.told.definition = definition_of(guard, configuration_).hash;
    one.told.warns_because = rights.why_not(guard, one.told.definition);
    one.is_of_tree_alone = true;
    std::string key = "hindcast replay 1\n" + wish_.tool + "\n";
    for (const auto* part : with_needs(configuration_, guard)) {
      const auto definition = definition_of(*part, configuration_);
      key += part->name + " " + definition.hash + "\n";
      one.is_of_tree_alone = one.is_of_tree_alone && looks_at_tree_alone(*part);
      const auto about = part == &guard ? std::string() : "it needs " + part->name + ", which ";
      if (part->may_use_network)
        one.told.not_run = about + "reaches the network: what answers there today says nothing of the past";
      else if (auto why = trust.refusal(*part, definition); !why.empty())
        one.told.not_run = about + why;
    }
    one.key = hex(sha256(key));
    one.verdicts.resize(states_.size());
    one.summaries.resize(states_.size());
    one.is_wanted.resize(states_.size(), false);
    guards_.push_back(std::move(one));
  }
  for (const auto& name : wish_.guards)
    if (find_guard(configuration_, name) == nullptr)
      return Error{ErrorCode::invalid, "hindcast.toml declares no [guards." + one_line(name, 100) + "]"};
  return Ok();
}

void Replay::read_lessons() {
  const auto where = wish_.paths.empty() ? std::vector<std::string>{"."} : wish_.paths;
  report_.troubles =
      read_documents(documents_beneath(where, configuration_), wish_.read, [&](ReadDocument&& read) {
        if (lint::is_template_file(read.path)) return;
        auto lesson = gate::lesson_of(read.document, read.path, read.text);
        if (!lesson.slug.empty()) lessons_.push_back(std::move(lesson));
      });
}

// By the names of guards on the document's items, or by items in hindcast.toml.
bool is_bound(const Lesson& lesson, const Guard& guard) {
  const auto name = lower(guard.name);
  return std::any_of(lesson.items.begin(), lesson.items.end(), [&](const Lesson::Bound& item) {
    if (std::find(item.guards.begin(), item.guards.end(), name) != item.guards.end()) return true;
    return std::find(guard.items.begin(), guard.items.end(), lesson.slug + "#" + item.item) !=
               guard.items.end() ||
           std::find(guard.items.begin(), guard.items.end(), "#" + item.item) != guard.items.end();
  });
}

bool is_meant(const Lesson& lesson, const std::string& document) {
  return lesson.slug == document || lesson.path == document || "./" + lesson.path == document;
}

Status Replay::bind_incidents() {
  for (const auto& given : wish_.incidents) {
    const auto found = std::find_if(lessons_.begin(), lessons_.end(),
                                    [&](const Lesson& lesson) { return is_meant(lesson, given.document); });
    if (found == lessons_.end())
      return Error{ErrorCode::invalid, "there is no document `" + one_line(given.document, 200) +
                                           "` here; name its file or its slug"};
    for (auto& one : guards_)
      if (!wish_.guards.empty() || is_bound(*found, *one.guard))
        add_incident(one, *found, {given.shipped}, {given.fixed});
  }
  for (const auto& lesson : lessons_) {
    const bool is_given = std::any_of(wish_.incidents.begin(), wish_.incidents.end(),
                                      [&](const auto& given) { return is_meant(lesson, given.document); });
    for (auto& one : guards_)
      if (!is_given && is_bound(lesson, *one.guard)) add_incident(one, lesson, lesson.shipped, lesson.fixed);
  }
  return Ok();
}

// The first commit of the line that has it, where it came with a merge.
std::optional<std::size_t> Replay::place_of(const std::string& revision, std::string& commit,
                                            std::string& why) {
  const auto& folder = configuration_.folder;
  const auto shown = "`" + one_line(revision, 100) + "`";
  const auto found = disk::commit_of(folder, revision);
  if (!found.ok()) {
    why = "this repository has no commit " + shown;
    return std::nullopt;
  }
  commit = *found;
  if (const auto known = places_.find(commit); known != places_.end()) return known->second;
  const bool is_before = !wish_.from.empty() && disk::led_to(folder, commit, states_.front().commit);
  if (is_before || !disk::led_to(folder, commit, states_.back().commit)) {
    why = "commit " + shown + " is not among those that were replayed";
    return std::nullopt;
  }
  std::size_t low = 0, high = states_.size() - 1;  // the commit is in `high`
  while (low < high) {
    const auto middle = low + (high - low) / 2;
    if (disk::led_to(folder, commit, states_[middle].commit))
      high = middle;
    else
      low = middle + 1;
  }
  return low;
}

void Replay::add_incident(Replayed& one, const Lesson& lesson, const std::vector<std::string>& shipped,
                          const std::vector<std::string>& fixed) {
  ReplayedIncident incident;
  incident.document = lesson.path;
  incident.slug = lesson.slug;
  incident.title = lesson.title;
  gate::Spell spell;
  for (const auto& revision : shipped) {  // the first of them broke it
    std::string commit;
    const auto place = place_of(revision, commit, incident.why);
    if (!place || (spell.shipped && *spell.shipped <= *place)) continue;
    spell.shipped = place;
    incident.shipped = states_[*place].commit;
  }
  for (const auto& revision : fixed) {  // the last of them mended it
    std::string commit;
    const auto place = place_of(revision, commit, incident.why);
    if (!place || (spell.fixed && *spell.fixed >= *place)) continue;
    spell.fixed = place;
    incident.fixed = states_[*place].commit;
  }
  if (incident.why.empty() && !spell.shipped)
    incident.why = "the document does not say which commit shipped it";
  else if (incident.why.empty() && !spell.fixed)
    incident.why = "the document does not say which commit fixed it";
  else if (spell.shipped && spell.fixed && *spell.fixed <= *spell.shipped)
    incident.why = "its fix does not come after the commit that shipped it";
  else if (spell.shipped && spell.fixed)
    incident.why.clear();
  one.spells.push_back(spell);
  one.told.incidents.push_back(std::move(incident));
}

// On which commits each guard is run.
void Replay::choose_commits() {
  const auto wants = [](const Replayed& one, const std::vector<std::string>& changed) {
    const auto& globs = one.guard->scope.paths;
    if (globs.empty()) return !changed.empty();
    return std::any_of(changed.begin(), changed.end(), [&](const std::string& path) {
      return std::any_of(globs.begin(), globs.end(),
                         [&](const std::string& glob) { return matches_glob(glob, path); });
    });
  };
  for (std::size_t i = 0; i < states_.size(); ++i) {
    std::vector<std::string> changed;
    const bool is_first = i == 0 || states_[i - 1].tree.empty();
    if (wish_.touching_only && !is_first && states_[i].tree != states_[i - 1].tree) {
      const auto listing = disk::ask_git({"-C", configuration_.folder, "diff-tree", "-r", "-z", "--name-only",
                                          "--no-renames", "--no-ext-diff", "--no-textconv",
                                          "--end-of-options", states_[i - 1].tree, states_[i].tree});
      if (listing.ok()) changed = disk::nul_separated(*listing);
    }
    for (auto& one : guards_)
      one.is_wanted[i] = one.told.not_run.empty() && !states_[i].tree.empty() &&
                         (!wish_.touching_only || is_first || wants(one, changed));
  }
  for (auto& one : guards_)
    for (const auto& spell : one.spells)
      for (const auto place : {spell.shipped, spell.fixed})
        if (place && one.told.not_run.empty()) one.is_wanted[*place] = !states_[*place].tree.empty();
}

void Replay::remember(Replayed& one, std::size_t place, const SeenVerdict& seen) {
  one.verdicts[place] = seen.verdict;
  one.summaries[place] = seen.summary;
}

Status Replay::walk() {
  constexpr std::size_t verdicts_between_saves = 200;
  auto files = TRY(disk::PastFiles::make(configuration_.folder));
  for (std::size_t i = 0; i < states_.size(); ++i) {
    hear(wish_.run.watch, "commits", i, states_.size());
    if (is_stopped(wish_.run.watch)) {
      report_.is_stopped = true;
      break;
    }
    std::vector<Replayed*> wanted;
    for (auto& one : guards_) {
      if (!one.is_wanted[i]) continue;
      if (const auto* seen = seen_.find(one.key, states_[i].tree, commit_for(one, i))) {
        remember(one, i, *seen);
        ++report_.remembered;
      } else {
        wanted.push_back(&one);
      }
    }
    if (!wanted.empty()) TRY(run_at(i, wanted, files));
    if (seen_.unsaved() >= verdicts_between_saves) save();
  }
  hear(wish_.run.watch, "commits", states_.size(), states_.size());
  save();
  return Ok();
}

// What cannot be remembered was seen all the same.
void Replay::save() {
  const auto saved = seen_.save();
  if (saved.ok() || has_failed_to_save_) return;
  has_failed_to_save_ = true;
  report_.notes.push_back("nothing is remembered for the next replay: " + saved.error().message);
}

// What was approved is what runs: the files of today's commands and steps, which came later than the commit
// or were another then. Where there is none today, the past has none either.
Status put_scripts(const Configuration& configuration, const Guard& guard, disk::PastFiles& files) {
  for (const auto& path : scripts_of(guard, configuration.folder)) {
    if (const auto text = read_here(configuration.folder, path))
      TRY(files.put(path, *text, true));
    else
      TRY(files.leave_out(path));
  }
  if (guard.covers.empty()) return Ok();
  for (const auto& path : files.paths())
    if (is_covered(guard, path) && !read_here(configuration.folder, path)) TRY(files.leave_out(path));
  return Ok();
}

Status Replay::run_at(std::size_t place, const std::vector<Replayed*>& wanted, disk::PastFiles& files) {
  const auto& state = states_[place];
  auto shown = files.show(state.tree);
  std::vector<std::string> names;
  bool may_write = false;
  for (const auto* one : wanted) {
    names.push_back(one->guard->name);
    for (const auto* part : with_needs(configuration_, *one->guard)) {
      may_write = may_write || !part->writable.empty();
      if (shown.ok()) shown = put_scripts(configuration_, *part, files);
    }
  }
  if (!shown.ok()) {
    for (auto* one : wanted)
      remember(*one, place, {Verdict::error, "could not be written aside: " + shown.error().message});
    files.forget();
    return Ok();
  }
  Watch quiet;
  quiet.is_stopped = [&] { return is_stopped(wish_.run.watch); };
  auto options = wish_.run;
  options.watch = &quiet;
  options.tree = files.path();
  options.commit = state.commit;
  options.base = place > 0 ? states_[place - 1].commit : std::string();
  options.now = state.at;
  const auto results = run_guards(strict_, names, options);
  if (may_write) files.forget();
  if (is_stopped(wish_.run.watch)) return Ok();  // what was cut short says nothing
  for (std::size_t i = 0; i < results.size(); ++i) {
    const SeenVerdict seen{results[i].verdict, results[i].summary};
    remember(*wanted[i], place, seen);
    seen_.put(wanted[i]->key, state.tree, commit_for(*wanted[i], place), seen);
    ++report_.ran;
  }
  return Ok();
}

void Replay::conclude() {
  for (auto& one : guards_) {
    auto& told = one.told;
    told.figures = gate::figures_of(one.verdicts, one.spells);
    for (std::size_t i = 0; i < told.incidents.size(); ++i) {
      auto& incident = told.incidents[i];
      incident.proof = told.figures.proofs[i];
      if (const auto place = one.spells[i].shipped) {
        incident.before = one.verdicts[*place];
        incident.said = one.summaries[*place];
      }
      if (const auto place = one.spells[i].fixed) incident.after = one.verdicts[*place];
    }
    for (auto at = told.figures.alarms_at.rbegin();
         at != told.figures.alarms_at.rend() && told.alarms.size() < alarms_max; ++at)
      told.alarms.push_back(
          {states_[*at].commit, one_line(states_[*at].subject, subject_bytes_max), one.summaries[*at]});
    told.not_proven = !told.not_run.empty()
                          ? "it was not replayed: " + told.not_run
                          : gate::why_not_proven(told.figures, static_cast<double>(report_.per_1000_max));
    if (report_.is_stopped) told.not_proven = "the replay was stopped";
    report_.guards.push_back(std::move(told));
  }
}

std::string tenths(double number) {
  const auto whole = static_cast<std::int64_t>(std::llround(number * 10));
  auto text = std::to_string(whole / 10);
  return whole % 10 == 0 ? text : text.append(".").append(std::to_string(whole % 10));
}

}  // namespace

std::optional<GivenIncident> given_incident(std::string_view text) {
  const auto mark = text.rfind('=');
  if (mark == text.npos || mark == 0) return std::nullopt;
  const auto range = text.substr(mark + 1);
  const auto dots = range.find("..");
  if (dots == range.npos || dots == 0) return std::nullopt;
  auto fixed = range.substr(dots + 2);
  if (fixed.starts_with('.')) fixed.remove_prefix(1);
  if (fixed.empty()) return std::nullopt;
  return GivenIncident{std::string(text.substr(0, mark)), std::string(range.substr(0, dots)),
                       std::string(fixed)};
}

Result<ReplayReport> replay_guards(const Configuration& configuration, const ReplayWish& wish) {
  if (configuration.config.guards.empty())
    return Error{ErrorCode::invalid,
                 "hindcast.toml declares no guard; a guard is a table [guards.NAME] there"};
  return Replay(configuration, wish).run();
}

int status_of(const ReplayReport& report) {
  int status = report.troubles.empty() ? 0 : 2;
  for (const auto& guard : report.guards)
    status = std::max(status, !guard.not_run.empty() ? 2 : guard.not_proven.empty() ? 0 : 1);
  return status;
}

std::string rate_of(const gate::Figures& figures) {
  if (figures.judged == 0) return "nobody knows";
  return tenths(figures.per_1000) + " (" + tenths(figures.per_1000_low) + " to " +
         tenths(figures.per_1000_high) + ")";
}

RightEntry promotion_of(const ReplayedGuard& guard, const ReplayReport& report) {
  constexpr std::size_t shown = 12;  // digits of a commit: enough for every repository that there is
  RightEntry entry;
  entry.guard = guard.name;
  entry.is_promotion = true;
  entry.definition = guard.definition;
  entry.from = report.from;
  entry.to = report.to;
  entry.commits = guard.figures.commits;
  entry.judged = guard.figures.judged;
  entry.false_alarms = guard.figures.false_alarms;
  entry.false_alarms_per_1000 = rate_of(guard.figures);
  for (const auto& one : guard.incidents)
    if (one.proof == gate::Proof::stopped)
      entry.incidents.push_back(one.slug + " " + one.shipped.substr(0, shown) + ".." +
                                one.fixed.substr(0, shown));
  return entry;
}

}  // namespace hindcast::app
