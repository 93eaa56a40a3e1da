#include "app/release.h"

#include <algorithm>
#include <unordered_map>
#include <utility>

#include "app/archived.h"
#include "app/files.h"
#include "app/gate_answers.h"
#include "base/diff.h"
#include "base/edit.h"
#include "base/nearest.h"
#include "base/plain.h"
#include "base/sha256.h"
#include "disk/beneath.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "disk/workplace.h"
#include "disk/write.h"
#include "gate/record_words.h"

namespace hindcast::app {
namespace {

using gate::Question;
using gate::Record;
using gate::RecordState;

constexpr std::uint64_t configuration_bytes_max = 4u << 20;
constexpr std::size_t commit_shown = 12;
constexpr std::size_t text_shown = 80;

std::string key_of(const std::string& root, const std::string& path) {
  return path_from(root, path).value_or(absolute(path));
}

// Where paths in a record count from. Outside of any repository, configuration and archive that is the
// current folder, where the gate that begins a record reads documents; else a record in a folder of its own
// would lead out of it.
std::string root_of(const std::string& path, const Configuration& configuration) {
  auto root = archive_root(path, configuration);
  const bool is_alone = root == folder_of(absolute(path)) && configuration.file.empty() &&
                        disk::repository_above(path).empty() && !disk::exists(archive_file(root));
  if (!is_alone) return root;
  auto here = archive_root(".", configuration);
  return path_from(here, path) ? here : root;
}

// A record quotes documents beneath its root alone.
Status stays_beneath(const GateReport& report, const GateWish& wish) {
  for (const std::string& path : wish.paths)
    if (!path_from(report.root, path))
      return Error{ErrorCode::invalid, path + " lies outside of " + report.root +
                                           ", and a record is about documents in it alone"};
  for (const Question& question : report.questions)
    for (const gate::Origin& origin : question.origins)
      if (auto wrong = gate::wrong_with_path(origin.document); !wrong.empty())
        return Error{ErrorCode::invalid, std::move(wrong)};
  return Ok();
}

std::string shown(const std::string& text) {
  const auto cut = first_bytes(text, text_shown);
  return cut.size() == text.size() ? text : std::string(cut) + "…";
}

// The least isolation that a guard of these had; those that are built in start no program.
std::string least_level(const std::vector<Question>& questions) {
  constexpr std::string_view from_least[] = {"process", "namespaces", "built-in"};
  for (const std::string_view level : from_least)
    for (const Question& question : questions)
      for (const gate::GuardResult& result : question.results)
        if (result.level == level) return std::string(level);
  return {};
}

std::string said_of(const Question& question) {
  return question.id + " " + std::string(facts::word(question.verdict)) + ": " + shown(question.text);
}

// What a gate knows of a release, before anybody has answered.
Record record_of(const GateReport& report, const GateWish& wish, const NewRelease& wanted) {
  Record out;
  out.title = wanted.title;
  if (out.title.empty()) out.title = report.change.commit.substr(0, commit_shown);
  if (out.title.empty()) out.title = to_iso(wanted.today);
  out.date = wanted.today;
  out.commit = report.change.commit;
  out.base = report.change.base;
  for (const std::string& path : wish.paths)
    if (auto key = path_from(report.root, path)) out.documents.push_back(key->empty() ? "." : *key);
  out.paths = wish.change.paths.value_or(std::vector<std::string>());
  out.services = wish.change.services.value_or(std::vector<std::string>());
  out.kinds = wish.change.kinds.value_or(std::vector<std::string>());
  out.phases = wish.change.phases;
  out.tool = wanted.tool;
  out.questions = report.questions;
  return out;
}

// Questions of a record that is there, and those that are asked now: answers stay, and so do the results of
// guards that were not run again for the same commit.
class Merging {
 public:
  Merging(Record old, Record fresh, const gate::Rules& rules, std::vector<std::string>& done)
      : out_(std::move(old)), fresh_(std::move(fresh)), rules_(rules), done_(done) {}

  Record run() && {
    is_same_commit_ = out_.commit == fresh_.commit;
    auto before = std::move(out_.questions);
    auto gone = std::move(out_.gone);
    out_.questions.clear();
    out_.gone.clear();
    for (Question& question : fresh_.questions)
      asked_.emplace(question.id, &question);
    for (Question& question : before)
      keep(std::move(question), false);
    for (Question& question : gone)
      keep(std::move(question), true);
    for (Question& question : fresh_.questions) {
      if (asked_.count(question.id) == 0) continue;
      done_.push_back("asked now: " + said_of(question));
      out_.questions.push_back(std::move(question));
    }
    facts();
    return std::move(out_);
  }

 private:
  void keep(Question old, bool was_gone) {
    const auto found = asked_.find(old.id);
    if (found == asked_.end() && old.origins.empty() && !was_gone) {
      judge(old, rules_);  // somebody wrote it into the record by hand
      out_.questions.push_back(std::move(old));
      return;
    }
    if (found == asked_.end()) {
      if (!was_gone) done_.push_back("asked no more: " + old.id + ": " + shown(old.text));
      out_.gone.push_back(std::move(old));
      return;
    }
    Question now = std::move(*found->second);
    asked_.erase(found);
    // An id stands for words: an answer to other words is none to these.
    if (old.text == gate::plain_line(now.text))
      now.answer = std::move(old.answer);
    else
      done_.push_back("its words were changed by hand, and its answer is taken out: " + said_of(now));
    if (now.results.empty() && is_same_commit_)
      for (auto& result : old.results)
        if (std::find(now.guards.begin(), now.guards.end(), result.guard) != now.guards.end() ||
            now.answer.guard == result.guard)
          now.results.push_back(std::move(result));
    judge(now, rules_);
    if (was_gone)
      done_.push_back("asked again: " + said_of(now));
    else if (now.verdict != old.verdict)
      done_.push_back("was " + std::string(facts::word(old.verdict)) + ": " + said_of(now));
    out_.questions.push_back(std::move(now));
  }

  void facts() {
    if (!is_same_commit_) done_.push_back("commit " + fresh_.commit.substr(0, commit_shown));
    out_.commit = fresh_.commit;
    out_.base = fresh_.base;
    out_.documents = fresh_.documents;
    out_.paths = fresh_.paths;
    out_.services = fresh_.services;
    out_.kinds = fresh_.kinds;
    out_.phases = fresh_.phases;
    out_.policy = fresh_.policy;
    out_.tool = fresh_.tool;
    out_.level = least_level(out_.questions);
  }

  Record out_, fresh_;
  const gate::Rules& rules_;
  std::vector<std::string>& done_;
  std::unordered_map<std::string, Question*> asked_;
  bool is_same_commit_ = false;
};

Status is_open(const ReleaseFile& file) {
  if (const auto wrong = file.first_error(); !wrong.empty()) return Error{ErrorCode::conflict, wrong};
  const Record& record = file.read.record;
  if (record.state == RecordState::open) return Ok();
  return Error{ErrorCode::conflict,
               file.path + " is closed: " + std::string(word(record.state)) +
                   (record.decided ? " on " + to_iso(*record.decided) : "") +
                   "; its answers stay as they were, and another release takes a record of its own"};
}

Result<std::string> edited(const ReleaseFile& file, const Record& wanted) {
  const auto edits = gate::record_edits(file.text, file.key, wanted);
  if (!edits) return Error(edits.error()).while_(file.path);
  return apply_edits(file.text, *edits);
}

// Does "outage#x7k2p", "#x7k2p" or "x7k2p" mean the item 2024-01-22-outage#x7k2p? A slug may be named by its
// last words.
bool means_item(std::string_view name, std::string_view item) {
  const auto mark = name.rfind('#');
  const auto end = item.rfind('#');
  if (end == item.npos) return false;
  const auto slug = mark == name.npos ? std::string_view() : name.substr(0, mark);
  if (item.substr(end + 1) != (mark == name.npos ? name : name.substr(mark + 1))) return false;
  const auto known = item.substr(0, end);
  if (slug.empty() || slug == known) return true;
  if (!known.ends_with(slug)) return false;
  return std::string_view("-/_.").find(known[known.size() - slug.size() - 1]) != std::string_view::npos;
}

Error no_question(const ReleaseFile& file, std::string_view name, const std::string& what) {
  for (const Question& question : file.read.record.gone)
    if (question.id == name)
      return {ErrorCode::not_found, "no document asks " + what + " any more: there is nothing to answer"};
  std::vector<std::string_view> known;
  for (const Question& question : file.read.record.questions) {
    known.push_back(question.id);
    for (const gate::Origin& origin : question.origins)
      known.push_back(origin.item);
  }
  const auto near = closest(name, known);
  return {ErrorCode::not_found, file.path + " asks no question " + what +
                                    (near ? "; did you mean " + std::string(*near) + "?"
                                          : "; 'hindcast release show " + file.path + "' lists them")};
}

// The index of the question that is meant.
Result<std::size_t> find_question(const ReleaseFile& file, std::string_view name) {
  const auto& questions = file.read.record.questions;
  std::vector<std::size_t> whole, part;  // questions behind which the item is, by its whole name or by a part
  for (std::size_t i = 0; i < questions.size(); ++i) {
    if (questions[i].id == name) return i;
    for (const gate::Origin& origin : questions[i].origins) {
      if (origin.item == name && (whole.empty() || whole.back() != i)) whole.push_back(i);
      if (means_item(name, origin.item) && (part.empty() || part.back() != i)) part.push_back(i);
    }
  }
  const auto& from = whole.empty() ? part : whole;
  const std::string what = "`" + std::string(first_bytes(name, text_shown)) + "`";
  if (from.empty()) return no_question(file, name, what);
  if (from.size() == 1) return from[0];
  return Error{ErrorCode::conflict, what + " is behind several questions; name one: " +
                                        questions[from[0]].id + " or " + questions[from[1]].id};
}

// The record in a folder that is not there yet: made beneath the nearest one that is.
Status create_deep(const ReleaseChange& change) {
  const auto whole = absolute(change.path);
  auto above = folder_of(folder_of(whole));
  while (!disk::exists(above))
    above = folder_of(above);
  return disk::create_beneath(above, whole.substr(above == "/" ? 1 : above.size() + 1), change.after);
}

// What an answer lacks to count at all; "" for nothing.
std::string lack_of(const gate::Answer& answer, const gate::Rules& rules) {
  Question alone;
  alone.answer = answer;
  judge(alone, rules);
  return alone.verdict == facts::Verdict::missing ? alone.why : std::string();
}

}  // namespace

std::string ReleaseFile::first_error() const {
  for (const gate::RecordFinding& finding : read.findings)
    if (finding.is_error) return path + ":" + std::to_string(finding.line) + ": " + finding.message;
  return {};
}

Result<ReleaseFile> open_release(const std::string& path, const Configuration& configuration) {
  ReleaseFile file;
  file.path = path;
  auto text = read_bytes(path);
  if (!text) return with_meant_name(Error(text.error()).while_(path), path);
  file.text = *std::move(text);
  file.root = root_of(path, configuration);
  file.key = key_of(file.root, path);
  file.read = gate::read_record(file.text, file.key);
  if (!file.read.is_record) return Error{ErrorCode::invalid, file.first_error()};
  return file;
}

std::vector<std::string> release_files(const std::string& path) {
  if (!disk::is_folder(path)) return {path};
  auto listing = disk::list_documents({path});
  auto& files = listing.files;
  // One that means to be a record and cannot be understood is one: whoever reads it says what is wrong.
  const auto is_other = [](const std::string& file) {
    const auto text = read_bytes(file);
    if (!text) return false;
    if (gate::may_be_record(*text) && gate::read_record(*text, file).is_record) return false;
    return !gate::means_record(*text);
  };
  files.erase(std::remove_if(files.begin(), files.end(), is_other), files.end());
  for (const auto& trouble : listing.troubles)
    if (trouble.error.code == ErrorCode::denied) files.push_back(trouble.path);  // records could be there
  return std::move(files);
}

Result<std::vector<std::string>> recover_release(const std::string& path) {
  const std::string paths[] = {path};
  auto notes = disk::recover({path}, paths);
  if (notes || disk::exists(path)) return notes;
  return with_meant_name({ErrorCode::not_found, path + ": no such file; check the spelling"}, path);
}

Result<std::vector<std::string>> apply_release(const ReleaseChange& change) {
  if (change.is_nothing()) return std::vector<std::string>();
  if (!change.is_new) return replace_document({change.path}, change.path, change.before, change.after);
  const auto folder = folder_of(absolute(change.path));
  std::vector<std::string> notes;
  if (!disk::exists(folder))
    notes.push_back("made the folder " + change.path.substr(0, change.path.rfind('/')));
  auto created = disk::exists(folder) ? create_document(change.path, change.after) : create_deep(change);
  if (!created) return std::move(created).error().while_(change.path);
  return notes;
}

std::string git_user_name() {
  const auto name = disk::ask_git({"config", "--get", "user.name"});
  return name ? one_line(trimmed(*name)) : std::string();
}

std::string git_user() {
  const auto address = disk::ask_git({"config", "--get", "user.email"});
  auto user = git_user_name();
  if (address && !trimmed(*address).empty())
    user.append(" <").append(one_line(trimmed(*address))).append(">");
  return user;
}

std::string release_diff(const ReleaseChange& change) {
  return unified_diff(change.path, change.before, change.after);
}

Result<std::string> policy_hash(const Configuration& configuration) {
  if (configuration.file.empty()) return std::string();
  const auto text = TRY(disk::read_file(configuration.file, configuration_bytes_max));
  return "sha256:" + hex(sha256(text));
}

gate::Rules rules_of(const Record& record, const Configuration& configuration, Date today) {
  const auto& config = configuration.config.gate;
  gate::Rules rules;
  rules.today = today;
  rules.commit = record.commit;
  rules.same_commits = commits_but_for_records(record, record.commit);
  rules.blocks = config.blocks.value;
  rules.may_waive_alone = config.may_waive_alone.value;
  rules.mode = config.is_advisory.value ? gate::Mode::advisory : gate::Mode::enforcing;
  return rules;
}

ReleaseFile with_verdicts(ReleaseFile file, const gate::Rules& rules) {
  for (Question& question : file.read.record.questions)
    judge(question, rules);
  return file;
}

Result<std::string> full_commit(const std::string& revision) {
  return disk::commit_of(".", revision);
}

ChangeWish change_of(const Record& record) {
  ChangeWish wish;
  if (!record.base.empty() && !record.commit.empty()) wish.diff = record.base + ".." + record.commit;
  if (!record.paths.empty()) wish.paths = record.paths;
  if (!record.services.empty()) wish.services = record.services;
  if (!record.kinds.empty()) wish.kinds = record.kinds;
  wish.phases = record.phases;
  wish.commit = record.commit;
  return wish;
}

Status may_be_record_path(const std::string& path) {
  const auto quoted = "`" + path + "`";
  if (disk::is_folder(path))
    return Error{ErrorCode::invalid, quoted + " is a folder; name the record's file in it, as in " +
                                         shell_word(path + (path.ends_with('/') ? "" : "/") + "30.md")};
  if (!disk::exists(path) && !disk::is_document_path(path))
    return Error{ErrorCode::invalid, "a release record is a Markdown document, and " + quoted +
                                         " would be none; name it " + shell_word(path + ".md")};
  return Ok();
}

Result<ReleaseChange> plan_release(const GateReport& report, const GateWish& wish, const NewRelease& wanted,
                                   const Configuration& configuration) {
  if (!report.undecided.empty()) return Error{ErrorCode::invalid, report.undecided.front()};
  TRY(stays_beneath(report, wish));
  Record fresh = record_of(report, wish, wanted);
  fresh.policy = TRY(policy_hash(configuration));
  ReleaseChange change;
  change.path = wanted.path;
  if (!disk::exists(wanted.path)) {
    fresh.level = least_level(fresh.questions);
    change.is_new = true;
    change.after = gate::write_record(fresh, key_of(report.root, wanted.path));
    change.done.push_back(counted(fresh.questions.size(), "question") + ", " +
                          std::to_string(report.decision.blocking) + " without an answer that counts");
    return change;
  }
  const auto file = TRY(open_release(wanted.path, configuration));
  TRY(is_open(file));
  change.before = file.text;
  auto rules = report.rules;
  rules.commit = fresh.commit;
  rules.same_commits = commits_but_for_records(file.read.record, fresh.commit);
  const std::string title = wanted.title.empty() ? file.read.record.title : wanted.title;
  Record merged = Merging(file.read.record, std::move(fresh), rules, change.done).run();
  merged.title = title;
  change.after = TRY(edited(file, merged));
  return change;
}

Result<ReleaseChange> plan_answer(const ReleaseFile& file, const std::vector<std::string>& questions,
                                  const gate::Answer& answer, const gate::Rules& rules) {
  TRY(is_open(file));
  if (auto lack = lack_of(answer, rules); !lack.empty())
    return Error{ErrorCode::invalid, "that would be no answer: " + lack};
  ReleaseChange change;
  change.path = file.path;
  change.before = file.text;
  Record wanted = file.read.record;
  for (const std::string& name : questions) {
    const auto index = TRY(find_question(file, name));
    Question& answered = wanted.questions[index];
    answered.answer = answer;
    judge(answered, rules);
    const bool is_overruled =
        answer.kind != gate::AnswerKind::waived && answered.verdict > facts::Verdict::warn;
    if (is_overruled)
      return Error{ErrorCode::invalid, "that would be no answer to " + answered.id + ": " + answered.why +
                                           "; nobody's word overrules a guard that looked, but "
                                           "'hindcast release waive' lets it pass for a while"};
    change.done.push_back(file.path + ":" + std::to_string(file.read.places[index].line) + ": " +
                          said_of(answered) + " (" + answered.why + ")");
  }
  change.after = TRY(edited(file, wanted));
  return change;
}

Result<ReleaseChange> plan_closing(const ReleaseFile& file, const Closing& closing,
                                   const gate::Rules& rules) {
  TRY(is_open(file));
  Record wanted = file.read.record;
  const bool is_release = closing.state == RecordState::released;
  if (is_release && wanted.commit.empty())
    return Error{ErrorCode::denied, file.path +
                                        " says of no commit that it is released; give it one with "
                                        "'hindcast release new --commit REV'"};
  if (!is_release && trimmed(closing.why).empty())
    return Error{ErrorCode::invalid, "a release that was stopped says why; give --reason"};
  std::string blocking;
  std::size_t count = 0;
  for (std::size_t i = 0; i < wanted.questions.size(); ++i) {
    judge(wanted.questions[i], rules);
    if (!blocks(wanted.questions[i], rules)) continue;
    ++count;
    blocking += "\n" + file.path + ":" + std::to_string(file.read.places[i].line) + ": " +
                said_of(wanted.questions[i]) + " (" + wanted.questions[i].why + ")";
  }
  if (is_release && count > 0 && rules.mode == gate::Mode::enforcing)
    return Error{ErrorCode::denied, counted(count, "question") + " " + (count == 1 ? "stands" : "stand") +
                                        " in the way; answer or waive, or close it as stopped" + blocking};
  wanted.state = closing.state;
  wanted.decided = rules.today;
  wanted.decided_by = closing.by;
  wanted.decision = closing.why;
  wanted.seal = "sha256:0";  // its place is there before the text is sealed
  wanted.seal = gate::seal_of(TRY(edited(file, wanted)));
  ReleaseChange change;
  change.path = file.path;
  change.before = file.text;
  change.after = TRY(edited(file, wanted));
  change.done.push_back(file.path + ": " + std::string(word(closing.state)) + " on " + to_iso(rules.today) +
                        " by " + closing.by);
  return change;
}

}  // namespace hindcast::app
