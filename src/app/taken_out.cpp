#include "app/taken_out.h"

#include <algorithm>
#include <utility>

#include "app/archived.h"
#include "app/files.h"
#include "base/plain.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "disk/history.h"
#include "document/document.h"
#include "gate/change.h"
#include "gate/plan.h"
#include "gate/taken_out.h"
#include "gate/written.h"
#include "lint/rules/look.h"

namespace hindcast::app {
namespace {

// The set of documents of a gate, by paths from the root of the repository.
class DocumentSet {
 public:
  DocumentSet(std::string top, const std::vector<std::string>& paths, const Configuration& configuration)
      : top_(std::move(top)), configuration_(configuration) {
    for (const auto& path : paths.empty() ? std::vector<std::string>{"."} : paths)
      if (auto from_top = path_from(top_, absolute(path))) places_.push_back(*std::move(from_top));
  }

  bool holds(const std::string& path) const {
    const bool is_named = std::find(places_.begin(), places_.end(), path) != places_.end();
    const bool is_beneath = std::any_of(places_.begin(), places_.end(), [&](const std::string& place) {
      return place.empty() || (path.starts_with(place) && path[place.size()] == '/');
    });
    return is_named || (is_beneath && disk::is_document_path(path) && is_wanted(configuration_, in(path)));
  }
  std::string in(const std::string& path) const { return top_ + "/" + path; }

 private:
  std::string top_;
  const Configuration& configuration_;
  std::vector<std::string> places_;  // "" for all
};

bool says_what_is_ignored(const std::string& path) {
  return path == ".gitignore" || path.ends_with("/.gitignore");
}

// Almost every change is told so: git need not be asked where the repository lies.
bool may_be_documents(const std::vector<std::string>& changed, const std::vector<std::string>& named) {
  // A file that is named is a document, whatever it is called.
  return !std::all_of(named.begin(), named.end(), disk::is_folder) ||
         std::any_of(changed.begin(), changed.end(), [](const std::string& path) {
           return disk::is_document_path(path) || says_what_is_ignored(path) ||
                  path.find('.', path.rfind('/') + 1) == path.npos;  // "RUNBOOK", which may have been named
         });
}

// The documents that a change may have taken out. Whoever has git ignore one touches no byte of it.
Result<std::vector<std::string>> documents_changed(const disk::Comparison& compared, const DocumentSet& set) {
  auto changed = compared.paths;
  if (std::any_of(changed.begin(), changed.end(), says_what_is_ignored))
    changed = TRY(disk::paths_of_commit(".", compared.left));
  std::erase_if(changed, [&](const std::string& path) { return !set.holds(path); });
  return changed;
}

// What documents asked that lay there then.
AskedSources asked_then(const std::vector<disk::CommittedFile>& files, const DocumentSet& set,
                        const std::string& root, const ReadOptions& options) {
  AskedSources asked;
  asked.root = root;
  const Forms forms(options);
  for (const auto& file : files) {
    const auto path = set.in(file.path);
    if (lint::is_template_file(path) || !can_be_read(file.text).ok()) continue;
    auto source = gate::source_of(document::read({path, file.text}, forms.all()), path, file.text,
                                  gate::DoneItems::all);
    if (!source.asked.empty()) asked.sources.push_back(std::move(source));
  }
  return asked;
}

// The items of the documents as they are now.
std::vector<gate::KeptItem> kept_now(const std::vector<std::string>& paths, const DocumentSet& set,
                                     const ReadOptions& options) {
  std::vector<gate::KeptItem> kept;
  for (const auto& path : paths) {
    if (disk::is_folder(set.in(path)) || !disk::exists(set.in(path))) continue;
    const auto read = read_document(set.in(path), options);
    if (!read.ok()) continue;  // the gate told of it
    for (const auto& item : read->document.items) {
      const bool is_finished = item.role == facts::ItemRole::check ? item.ticked.value_or(false)
                                                                   : !facts::is_open(facts::state_of(item));
      kept.push_back({gate::merge_key(gate::without_notes(item.text)), is_finished});
    }
  }
  return kept;
}

}  // namespace

Result<TakenOut> taken_out(const GateWish& wish, const Configuration& configuration, const GateReport& report,
                           const gate::Change& change, const std::vector<gate::Question>& asked) {
  TakenOut out;
  const auto& policy = wish.guards.policy_from;
  out.revision = policy.empty() ? wish.change.diff.substr(0, wish.change.diff.find("..")) : policy;
  const auto& from = policy.empty() ? report.change.base : policy;
  if (from.empty() || report.change.commit.empty()) return out;
  const auto& known = report.change.compared;
  const bool is_known = known && known->base == from && known->head == report.change.commit;
  const auto compared = is_known ? *known : TRY(disk::compare(".", from, report.change.commit));
  if (!may_be_documents(compared.paths, wish.paths)) return out;
  const auto top = TRY(disk::top_of_repository("."));
  const DocumentSet set(top, wish.paths, configuration);
  const auto changed = TRY(documents_changed(compared, set));
  if (changed.empty()) return out;
  const auto files = TRY(disk::files_of_commit(".", compared.left, changed, document_bytes_max));
  const auto then = asked_then(files, set, report.root, wish.read);
  std::vector<std::string> touched;  // as origins name them
  for (const auto& path : changed)
    if (auto from_root = path_from(report.root, set.in(path))) touched.push_back(*std::move(from_root));
  out.questions = gate::taken_out(plan_gate(then, change, configuration).questions, asked,
                                  kept_now(changed, set, wish.read), touched);
  for (auto& question : out.questions)
    for (auto& origin : question.origins)
      origin.why += "; " + one_line(out.revision) + " asks it, and this change takes it out";
  return out;
}

std::vector<Remark> remarks_of(const TakenOut& taken, bool are_asked) {
  std::vector<Remark> remarks;
  for (const auto& question : taken.questions) {
    const auto& origin = question.origins[0];
    remarks.push_back({"taken-out", origin.document, origin.line,
                       "this change takes out what " + one_line(taken.revision) + " asks" +
                           (are_asked ? ", and it is asked all the same: " : ", and nobody asks it: ") +
                           one_line(question.text)});
  }
  return remarks;
}

}  // namespace hindcast::app
