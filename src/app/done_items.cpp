#include "app/done_items.h"

#include <algorithm>
#include <utility>

#include "base/plain.h"
#include "base/text.h"
#include "document/document.h"
#include "gate/plan.h"

namespace hindcast::app {
namespace {

using facts::Verdict;

bool is_told(const gate::GuardResult& result) {
  return result.may_block || result.verdict == Verdict::pass || result.verdict == Verdict::warn ||
         result.verdict == Verdict::fail;
}

bool holds(const std::vector<std::string>& texts, const std::string& text) {
  return std::find(texts.begin(), texts.end(), text) != texts.end();
}

}  // namespace

DoneBindings::DoneBindings(const Configuration& configuration) {
  for (const auto& guard : configuration.config.guards)
    for (const auto& item : guard.items)
      if (const auto hash = item.rfind('#'); hash != item.npos)
        bound_.emplace_back(item.substr(hash + 1), item.substr(0, hash));
  std::sort(bound_.begin(), bound_.end());
}

void DoneBindings::look_at(const gate::Source& source, const std::string& path) {
  if (bound_.empty()) return;
  const bool is_bound = std::any_of(source.done.begin(), source.done.end(), [&](const std::string& id) {
    return std::binary_search(bound_.begin(), bound_.end(), std::pair(id, std::string(source.slug)));
  });
  if (is_bound) paths_.push_back(path);
}

void DoneBindings::add_to(AskedSources& asked, const ReadOptions& options) {
  for (const auto& path : paths_) {
    auto read = read_document(path, options);
    if (!read.ok()) {
      asked.troubles.push_back({path, std::move(read).error()});
      continue;
    }
    auto source = gate::source_of(read->document, path, read->text, gate::DoneItems::all);
    const auto known = std::find_if(asked.sources.begin(), asked.sources.end(),
                                    [&](const gate::Source& one) { return one.path == path; });
    if (known != asked.sources.end())
      *known = std::move(source);
    else
      asked.sources.push_back(std::move(source));
  }
}

void drop_unanswered_done(GateReport& report, const std::vector<std::string>& kept) {
  std::erase_if(report.questions, [&](const gate::Question& question) {
    if (!question.is_done || question.answer.kind != gate::AnswerKind::none || holds(kept, question.id))
      return false;
    const gate::GuardResult* silent = nullptr;
    for (const auto& result : question.results) {
      const bool has_run = std::any_of(report.guards_run.begin(), report.guards_run.end(),
                                       [&](const auto& name) { return lower(name) == result.guard; });
      if (has_run && is_told(result)) return false;
      if (has_run) silent = &result;
    }
    if (silent != nullptr)
      report.remarks.push_back(
          {"guard-silent", question.origins[0].document, question.origins[0].line,
           "nobody knows whether this, which is done, still holds: " + one_line(question.text) + "; guard " +
               one_line(silent->guard) + ": " + one_line(silent->summary)});
    return true;
  });
}

}  // namespace hindcast::app
