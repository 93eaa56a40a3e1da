// What an archive is held to: nothing is missing, nothing was changed behind its back.
#include <map>
#include <unordered_map>
#include <utility>

#include "archive/archive.h"
#include "archive/home.h"
#include "archive/seal.h"
#include "base/sha256.h"

namespace hindcast::archive {
namespace {

// Relative, and every step leads down.
bool lies_within(std::string_view path) {
  for (std::string_view left = path;;) {
    const auto step = left.substr(0, left.find('/'));
    if (step.empty() || step == "." || step == "..") return false;
    if (step.size() == left.size()) return true;
    left.remove_prefix(step.size() + 1);
  }
}

constexpr std::size_t problems_max = 100;  // more tell nothing more

class Verifier {
 public:
  Verifier(Home& home, Id workspace, const Archive::Heard& heard)
      : home_(home), workspace_(workspace), heard_(heard) {}

  Result<std::vector<std::string>> run() {
    problems_ = TRY(home_.check());
    TRY(events());
    TRY(judgements());
    const auto documents = TRY(home_.documents(workspace_));
    std::size_t done = 0;
    for (const Document& document : documents) {
      if (heard_) heard_(done++, documents.size());
      TRY(texts(document));
      TRY(items(document));
      if (problems_.size() >= problems_max) break;
    }
    return std::move(problems_);
  }

 private:
  void say(std::string problem) {
    if (problems_.size() < problems_max) problems_.push_back(std::move(problem));
  }

  Status events() {
    const Counters counters = TRY(home_.counters(workspace_));
    std::string seal;
    std::int64_t next = 1;
    for (const Event& event : TRY(home_.events(workspace_, {}))) {
      if (event.number != next) say("event " + std::to_string(next) + " is missing");
      if (event.seal != seal_of(seal, event))
        say("event " + std::to_string(event.number) + " is not what was written");
      next = event.number + 1;
      seal = event.seal;
      take(event);
    }
    if (next != counters.next_event)
      say("the last events are missing: " + std::to_string(counters.next_event - next) + " of them");
    else if (seal != counters.seal)
      say("the last event is not what was written");
    return Ok();
  }

  void take(const Event& event) {
    if (event.what == "document_added") paths_[event.document] = event.after;
    if (event.what == "document_moved" || event.what == "document_back") paths_[event.document] = event.after;
    if (event.what == "document_gone") paths_[event.document].clear();
    if (event.field == "repeat") judged_[{event.item, event.before}] = event.what;
    for (std::size_t i = 0; event.what == "item_changed" && i < tracked_fields().size(); ++i)
      if (tracked_fields()[i].name == event.field) values_[event.item][i] = event.after;
  }

  Status judgements() {
    std::map<std::pair<Id, std::string>, std::string> told = std::move(judged_);
    for (const Judgement& judgement : TRY(home_.judgements(workspace_))) {
      const auto found = told.find({judgement.later, std::to_string(judgement.earlier)});
      if (found == told.end() || found->second != "repeat_" + judgement.verdict)
        say("what was said of items " + std::to_string(judgement.earlier) + " and " +
            std::to_string(judgement.later) + " is not what the last event says");
      else
        told.erase(found);
    }
    for (const auto& [items, what] : told)
      if (what != "repeat_undone")
        say("what was said of items " + items.second + " and " + std::to_string(items.first) + " is missing");
    return Ok();
  }

  Status texts(const Document& document) {
    std::int64_t number = 0;
    std::string digest;
    for (const Revision& revision : TRY(home_.revisions(workspace_, document.id))) {
      ++number;
      if (revision.number != number)
        say(document.path + ": revision " + std::to_string(number) + " is missing");
      number = revision.number;
      digest = revision.digest;
      if (sha256(TRY(home_.text(workspace_, document.id, number))) != digest)
        say(document.path + ": revision " + std::to_string(number) + " is not the text that was written");
    }
    if (number != document.revision || digest != document.digest)
      say(document.path + ": its newest revision is missing");
    if (!lies_within(document.path)) say(document.path + ": is no path within the archive's folder");
    if (paths_[document.id] != (document.is_here ? document.path : ""))
      say(document.path + ": no event has brought it there");
    return Ok();
  }

  Status items(const Document& document) {
    for (const Item& item : TRY(home_.items(workspace_, document.id))) {
      const auto found = values_.find(item.id);
      if (found == values_.end()) continue;
      for (const auto& [field, value] : found->second)
        if (const auto& tracked = tracked_fields()[field]; item.facts.*tracked.value != value)
          say(document.path + ": item " + std::to_string(item.id) + ": `" + std::string(tracked.name) +
              "` is not what its last event says");
    }
    return Ok();
  }

  Home& home_;
  Id workspace_;
  const Archive::Heard& heard_;
  std::vector<std::string> problems_;
  std::map<std::pair<Id, std::string>, std::string> judged_;  // the last word on two items, later one first
  std::unordered_map<Id, std::string> paths_;                 // as the events have it; "" when gone
  std::unordered_map<Id, std::unordered_map<std::size_t, std::string>> values_;
};

}  // namespace

Result<std::vector<std::string>> Archive::verify(Id workspace, const Heard& heard) {
  return Verifier(*home_, workspace, heard).run();
}

}  // namespace hindcast::archive
