#include "app/gate_answers.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "app/archived.h"
#include "app/files.h"
#include "base/plain.h"
#include "disk/git.h"

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

bool differ_in_record_only(const std::string& from, const std::string& to, const std::string& record) {
  const auto listing = disk::ask_git({"diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff",
                                      "--no-textconv", "--ignore-submodules=none", from, to});
  return listing.ok() && (listing->empty() || *listing == record + '\0');
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

void take_change(const gate::Record& record, const std::string& root, GateWish& wish) {
  if (wish.paths.empty())
    for (const auto& document : record.documents)
      wish.paths.push_back(from_here(document.starts_with('/') ? document : root + "/" + document));
  auto& change = wish.change;
  if (!change.is_nothing()) return;
  if (!record.base.empty())
    change.diff = record.base + ".." + (change.commit.empty() ? "HEAD" : change.commit);
  if (!record.paths.empty()) change.paths = record.paths;
  if (!record.services.empty()) change.services = record.services;
  if (!record.kinds.empty()) change.kinds = record.kinds;
  change.phases = record.phases;
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

std::vector<std::string> commits_before_record(const ReleaseAnswers& answers, const std::string& commit) {
  std::set<std::string> said;
  for (const auto& question : answers.read.record.questions)
    if (!question.answer.commit.empty() && !gate::is_same_commit(question.answer.commit, commit))
      said.insert(question.answer.commit);
  constexpr std::size_t asked_max = 20;  // each costs two questions to git
  std::vector<std::string> same;
  if (said.empty() || said.size() > asked_max || commit.empty()) return same;
  const auto top = disk::ask_git({"rev-parse", "--show-toplevel"});
  if (!top.ok()) return same;
  const auto record = path_from(top->substr(0, top->find('\n')), answers.path);
  if (!record) return same;
  for (const auto& other : said)
    if (const auto known = disk::commit_of(".", other);
        known.ok() && differ_in_record_only(*known, commit, *record))
      same.push_back(*known);
  return same;
}

}  // namespace hindcast::app
