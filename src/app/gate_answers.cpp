#include "app/gate_answers.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "app/archived.h"
#include "app/files.h"
#include "base/plain.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "disk/history.h"
#include "document/document.h"
#include "gate/change.h"
#include "gate/record_words.h"

namespace hindcast::app {
namespace {

using gate::AnswerKind;
using gate::Question;

// Records hold what documents say as one plain line: compared so.
std::string key_of(const Question& question) {
  return gate::merge_key(one_line(question.text));
}

// A question that no document asks: its origin is the record.
Question by_hand(const Question& written, const gate::QuestionPlace& place, const ReleaseAnswers& answers) {
  Question question = written;
  gate::Origin origin;
  origin.document = answers.key;
  origin.slug = "release";
  origin.title = answers.read.record.title;
  origin.date = answers.read.record.date;
  origin.item = "release#" + written.id;
  origin.line = place.line;
  origin.sentence = written.text;
  origin.why = "it was written into the release record";
  question.origins = {std::move(origin)};
  question.results.clear();
  return question;
}

struct Released {
  std::string path, commit;
  Date decided;
};
struct RecordsBeside {
  std::vector<Released> before;    // what a sound record says that was released, with its seal
  std::vector<std::string> files;  // every record of the folder
  std::string untold;              // why one of them tells nothing; "" where each does
};

// The records in the folder of one. What no 'release close' left as it stands tells nothing.
RecordsBeside records_beside(const std::string& record_path) {
  RecordsBeside out;
  const auto folder = from_here(folder_of(absolute(record_path)));
  for (const auto& name : disk::names_in(folder)) {
    const auto path = as_listed(folder + "/" + name);
    const auto text = disk::is_document_path(path) ? read_bytes(path) : Result<std::string>(std::string());
    if (!text.ok()) continue;
    const bool is_meant = gate::means_record(*text);
    if (!is_meant && !gate::may_be_record(*text)) continue;
    const auto read = gate::read_record(*text, path);
    if (!read.is_record && is_meant) out.untold = path + " is a release record that cannot be understood";
    if (!read.is_record) continue;
    out.files.push_back(path);
    if (absolute(path) == absolute(record_path)) continue;
    const auto& other = read.record;
    const bool is_closed = other.state != gate::RecordState::open;
    if (!read.is_sound())
      out.untold = path + " is a release record with errors";
    else if (is_closed && (!other.decided || !gate::holds_seal(*text, other.seal)))
      out.untold = path + " is closed, and not as 'hindcast release close' left it";
    else if (!is_closed && !other.seal.empty())
      out.untold = path + " is open and has a seal: it was opened again";
    else if (other.state == gate::RecordState::released)
      out.before.push_back({path, other.commit, *other.decided});
  }
  return out;
}

bool is_one_of(const std::vector<std::string>& files, const std::string& path) {
  return std::any_of(files.begin(), files.end(),
                     [&](const std::string& file) { return absolute(file).ends_with("/" + path); });
}

}  // namespace

Result<ReleaseAnswers> read_answers(const std::string& path, const std::string& root) {
  ReleaseAnswers answers;
  answers.path = path;
  const auto text = read_bytes(path);
  if (!text.ok()) return Error{text.error().code, path + ": " + text.error().message};
  answers.key = path_from(root, path).value_or(absolute(path));
  answers.read = gate::read_record(*text, answers.key);
  if (!answers.read.is_record)
    return Error{ErrorCode::invalid, path + ": is no release record; 'hindcast release new' begins one"};
  std::string errors;
  for (const auto& finding : answers.read.findings)
    if (finding.is_error)
      errors +=
          (errors.empty() ? "" : "\n") + path + ":" + std::to_string(finding.line) + ": " + finding.message;
  if (!errors.empty()) return Error{ErrorCode::invalid, errors};
  return answers;
}

ToldChange take_change(const gate::Record& record, GateWish& wish) {
  ToldChange told;
  auto& change = wish.change;
  if (!change.is_nothing()) return told;
  if (!record.base.empty())
    change.diff = record.base + ".." + (change.commit.empty() ? "HEAD" : change.commit);
  // Paths beside those of its commits only add to what is asked.
  if (!record.base.empty() && !record.paths.empty()) change.paths = record.paths;
  told.by_commits = change;
  const auto take = [&](std::string_view option, const std::vector<std::string>& words) {
    for (const auto& word : words)
      told.narrowed.append(told.narrowed.empty() ? "" : " ")
          .append("--")
          .append(option)
          .append(" ")
          .append(shell_word(word));
    return words.empty() ? std::nullopt : std::optional(words);
  };
  if (record.base.empty()) change.paths = take("paths", record.paths);
  change.services = take("services", record.services);
  change.kinds = take("kinds", record.kinds);
  change.phases = take("phase", record.phases).value_or(std::vector<std::string>());
  return told;
}

std::string gap_before(const gate::Record& record, const std::string& record_path) {
  constexpr std::size_t compared_max = 20;  // each costs a question to git
  constexpr std::size_t commit_shown = 12;
  const auto begun = disk::commit_of(".", record.base);
  if (!begun.ok()) return {};  // whoever compares with it says so
  auto beside = records_beside(record_path);
  auto& before = beside.before;
  std::stable_sort(before.begin(), before.end(),
                   [](const Released& a, const Released& b) { return b.decided < a.decided; });
  if (before.size() > compared_max) before.resize(compared_max);
  const auto is_unknown = [](Released& one) {
    const auto commit = disk::commit_of(".", one.commit);
    if (commit.ok()) one.commit = *commit;
    return !commit.ok();
  };
  before.erase(std::remove_if(before.begin(), before.end(), is_unknown), before.end());
  const auto is_before = [](const std::string& one, const std::string& other) {
    return disk::ask_git({"merge-base", "--is-ancestor", "--end-of-options", one, other}).ok();
  };
  for (const auto& other : before)
    if (is_before(*begun, other.commit)) return {};
  for (const auto& other : before) {
    if (!is_before(other.commit, *begun)) continue;
    auto between = disk::paths_changed_between(".", other.commit, *begun);
    if (!between.ok()) return between.error().message;
    const auto& records = beside.files;
    if (std::all_of(between->begin(), between->end(),
                    [&](const std::string& path) { return is_one_of(records, path); }))
      return {};
    const auto since = other.commit.substr(0, commit_shown), base = begun->substr(0, commit_shown);
    return "what changed from " + since + ", which " + other.path + " released, to " + base +
           " is in neither release by the records alone; whoever asks says since when it counts, as in "
           "--diff " +
           since + "..HEAD or --diff " + base + "..HEAD";
  }
  if (beside.untold.empty()) return {};
  return "whether something was released before " + begun->substr(0, commit_shown) +
         " cannot be told: " + beside.untold + "; whoever asks says since when it counts, as in --diff " +
         begun->substr(0, commit_shown) + "..HEAD";
}

std::string left_out_by(const ToldChange& told, const AskedSources& sources,
                        const std::vector<Question>& asked, const Configuration& configuration) {
  if (told.narrowed.empty()) return {};
  const auto remedy = "; whoever asks has to say so, too: " + told.narrowed;
  if (told.by_commits.is_nothing())
    return "what is changed is the release record's own word, and it has no base to compare with" + remedy;
  const auto known = known_change(told.by_commits, configuration);
  if (!known.ok()) return known.error().message;
  std::set<std::string_view> ids;
  for (const auto& question : asked)
    ids.insert(question.id);
  std::size_t missed = 0;
  const auto plan = plan_gate(sources, gate::Change(known->facts), configuration);
  for (const auto& question : plan.questions)
    missed += ids.count(question.id) == 0 ? 1 : 0;
  if (missed == 0) return {};
  return "the release record's own word leaves out " + std::to_string(missed) +
         (missed == 1 ? " question" : " questions") + " that its commits are asked" + remedy;
}

namespace {

// "path `env/p.env` is in `env/**` (applies_when)": the option that tells it; "" where no path did.
std::string path_option(const Question& question) {
  constexpr std::string_view before = "path `";
  for (const auto& origin : question.origins) {
    const auto from = origin.why.find(before);
    const auto end = from == origin.why.npos ? from : origin.why.find('`', from + before.size());
    if (end == origin.why.npos) continue;
    const auto begin = from + before.size();
    return "--paths " + shell_word(std::string_view(origin.why).substr(begin, end - begin));
  }
  return {};
}

}  // namespace

std::string unasked_by(const gate::Record& record, const std::vector<Question>& asked,
                       const gate::Rules& rules, const std::string& update) {
  if (record.state != gate::RecordState::open) return {};
  std::set<std::string_view> ids;
  for (const auto& question : asked)
    ids.insert(question.id);
  auto then = rules;  // an answer is for the record's commit
  then.commit = record.commit;
  const Question* first = nullptr;
  std::size_t count = 0;
  for (const auto& question : record.questions) {
    if (ids.count(question.id) > 0 || question.origins.empty()) continue;
    auto own = question;
    judge(own, then);
    if (!blocks(question, rules) && !blocks(own, then)) continue;
    if (++count == 1) first = &question;
  }
  if (first == nullptr) return {};
  const auto option = path_option(*first);
  return "the record has " + std::to_string(count) +
         (count == 1 ? " question that stops it, and that nothing asks"
                     : " questions that stop it, and that nothing asks") +
         " of the change as it is told: " + first->id + " (" + std::string(facts::word(first->verdict)) +
         "); " + (option.empty() ? "" : "give " + option + " here, too; or, ") +
         "where it is asked no more, '" + update + "' says so in the record";
}

std::vector<std::string> documents_of(const Configuration& configuration) {
  std::vector<std::string> paths;
  for (const auto& path : configuration.config.gate.documents.value)
    paths.push_back(path_in(configuration, path));
  return paths;
}

// What a shell takes apart or expands is quoted; a quote in a word ends the quoting around itself.
std::string shell_word(std::string_view word) {
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("/._-+,@").find(c) != std::string_view::npos;
  };
  if (!word.empty() && std::all_of(word.begin(), word.end(), is_plain)) return std::string(word);
  std::string quoted = "'";
  for (const char c : word)
    quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

std::vector<std::string> ids_of(const gate::Record& record) {
  std::vector<std::string> ids;
  for (const auto& question : record.questions)
    ids.push_back(question.id);
  return ids;
}

std::size_t give_answers(const ReleaseAnswers& answers, std::vector<Question>& questions) {
  const auto& written = answers.read.record.questions;
  std::unordered_map<std::string, std::size_t> by_id;
  for (std::size_t i = 0; i < written.size(); ++i)
    by_id.emplace(written[i].id, i);
  std::set<std::size_t> used;
  for (auto& question : questions) {
    const auto found = by_id.find(question.id);
    if (found == by_id.end() || key_of(written[found->second]) != key_of(question)) continue;
    used.insert(found->second);
    question.answer = written[found->second].answer;
  }
  std::size_t unused = 0;
  for (std::size_t i = 0; i < written.size(); ++i) {
    if (used.count(i) > 0) continue;
    if (written[i].origins.empty())
      questions.push_back(by_hand(written[i], answers.read.places[i], answers));
    else if (written[i].answer.kind != AnswerKind::none)
      ++unused;
  }
  return unused;
}

namespace {

// 'hindcast release new' with what the gate was asked.
std::string update_command(const std::string& record, const GateWish& wish) {
  constexpr std::size_t listed_max = 20;
  std::string command = "hindcast release new " + record;
  const auto add = [&](std::string_view option, const std::vector<std::string>& words) {
    if (words.size() > listed_max) command.append(" --").append(option).append(" PATHS");
    for (std::size_t i = 0; i < words.size() && words.size() <= listed_max; ++i)
      command.append(" --").append(option).append(" ").append(shell_word(words[i]));
  };
  for (const auto& path : wish.paths)
    command.append(" ").append(shell_word(path));
  const auto& change = wish.change;
  const std::vector<std::string> none;
  add("diff", change.diff.empty() ? none : std::vector{change.diff});
  add("paths", change.paths.value_or(none));
  add("services", change.services.value_or(none));
  add("kinds", change.kinds.value_or(none));
  add("phase", change.phases);
  if (!change.commit.empty() || change.diff.empty())
    add("commit", {change.commit.empty() ? "HEAD" : change.commit});
  if (!wish.guards.policy_from.empty()) add("policy-from", {wish.guards.policy_from});
  return command;
}

}  // namespace

void hold_against_record(const ReleaseAnswers& answers, const GateWish& asked_for, GateReport& report) {
  const auto& record = answers.read.record;
  report.is_record_closed = record.state != gate::RecordState::open;
  report.bring_up_to_date =
      update_command(report.is_record_closed ? "RELEASE.md" : shell_word(answers.path), asked_for);
  if (report.is_record_closed) return;
  std::set<std::string_view> known;
  for (const auto& question : record.questions)
    known.insert(question.id);
  for (const auto& question : report.questions)
    if (known.count(question.id) == 0) report.not_in_record.push_back(question.id);
  const auto& commit = report.change.commit;
  if (record.commit == commit) return;
  const auto recorded = disk::commit_of(".", record.commit);
  report.is_record_of_other_commit = !recorded.ok() || !differ_in_records_only(".", *recorded, commit);
}

bool differ_in_records_only(const std::string& folder, const std::string& from, const std::string& to) {
  constexpr std::size_t changed_max = 200;
  if (from == to) return true;
  // Commits that git named itself: what a record says could be an option.
  const auto listing = disk::ask_git({"-C", folder, "diff-tree", "-r", "-z", "--raw", "--no-abbrev",
                                      "--no-renames", "--no-ext-diff", "--no-textconv",
                                      "--ignore-submodules=none", "--end-of-options", from, to});
  if (!listing.ok()) return false;
  std::vector<std::string> blobs, paths;
  const auto add = [&](std::string_view mode, std::string_view blob, std::string_view path) {
    if (mode == "000000") return true;  // it was not there, or is not any more
    blobs.emplace_back(blob);
    paths.emplace_back(path);
    return mode == "100644" || mode == "100755";
  };
  std::string_view rest = *listing;
  const auto next = [&](char end) {
    const auto word = rest.substr(0, rest.find(end));
    rest.remove_prefix(std::min(word.size() + 1, rest.size()));
    return word;
  };
  while (!rest.empty()) {  // ":100644 100644 BLOB BLOB M" NUL PATH NUL
    auto mode_before = next(' ');
    const auto mode = next(' '), blob_before = next(' '), blob = next(' ');
    next('\0');
    const auto path = next('\0');
    mode_before.remove_prefix(std::min<std::size_t>(mode_before.size(), 1));
    const bool is_file = add(mode_before, blob_before, path) && add(mode, blob, path);
    if (!is_file || blobs.size() > 2 * changed_max || !disk::is_document_path(path)) return false;
  }
  if (blobs.empty()) return true;
  const auto texts = disk::read_blobs(folder, blobs, document_bytes_max);
  if (!texts.ok() || texts->size() != blobs.size()) return false;
  for (std::size_t i = 0; i < blobs.size(); ++i)
    if (!gate::read_record((*texts)[i], paths[i]).is_record) return false;
  return true;
}

std::vector<std::string> commits_but_for_records(const gate::Record& record, const std::string& commit) {
  std::set<std::string> said;
  for (const auto& question : record.questions)
    if (!question.answer.commit.empty() && !gate::is_same_commit(question.answer.commit, commit))
      said.insert(question.answer.commit);
  constexpr std::size_t asked_max = 20;  // each costs three questions to git
  std::vector<std::string> same;
  if (said.empty() || said.size() > asked_max) return same;
  const auto released = commit.empty() ? Result<std::string>(commit) : disk::commit_of(".", commit);
  if (!released.ok() || released->empty()) return same;
  for (const auto& other : said)
    if (const auto known = disk::commit_of(".", other);
        known.ok() && differ_in_records_only(".", *known, *released))
      same.push_back(*known);
  return same;
}

}  // namespace hindcast::app
