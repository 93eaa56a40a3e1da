// What an archive is held to: nothing is missing, nothing was changed behind its back.
#include <algorithm>
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

// What the events tell of an item.
struct ToldItem {
  bool is_here = true;                                  // what was last said of it
  std::int64_t event = 0;                               // that said so
  std::unordered_map<std::size_t, std::string> values;  // by tracked field
};

struct ToldDocument {
  std::string path;       // "" when it is gone
  std::int64_t back = 0;  // the last event that brought it back: which items came along has no event
  std::map<std::int64_t, const Event*> revisions;  // what made each
};

class Verifier {
 public:
  Verifier(Home& home, Id workspace, const Archive::Heard& heard)
      : home_(home), workspace_(workspace), heard_(heard) {}

  Result<std::vector<std::string>> run() {
    problems_ = TRY(home_.check());
    documents_ = TRY(home_.documents(workspace_));
    for (const Document& document : documents_)
      revisions_[document.id] = TRY(home_.revisions(workspace_, document.id));
    TRY(events());
    TRY(judgements());
    std::size_t done = 0;
    for (const Document& document : documents_) {
      if (heard_) heard_(done++, documents_.size());
      TRY(texts(document));
      TRY(items(document));
      if (problems_.size() >= problems_max) return std::move(problems_);
    }
    count_ids();
    return std::move(problems_);
  }

 private:
  void say(std::string problem) {
    if (problems_.size() < problems_max) problems_.push_back(std::move(problem));
  }

  const Revision* revision_of(const Event& event) const {
    const auto found = revisions_.find(event.document);
    if (found == revisions_.end()) return nullptr;
    const auto& all = found->second;
    const auto at = std::lower_bound(all.begin(), all.end(), event.revision,
                                     [](const Revision& one, auto number) { return one.number < number; });
    return at != all.end() && at->number == event.revision ? &*at : nullptr;
  }

  Status events() {
    counters_ = TRY(home_.counters(workspace_));
    events_ = TRY(home_.events(workspace_, {}));
    std::string seal;
    std::int64_t next = 1;
    for (const Event& event : events_) {
      if (event.number != next) say("event " + std::to_string(next) + " is missing");
      check_seal(seal, event);
      next = event.number + 1;
      seal = event.seal;
      take(event);
    }
    if (next != counters_.next_event)
      say("the last events are missing: " + std::to_string(counters_.next_event - next) + " of them");
    else if (seal != counters_.seal)
      say("the last event is not what was written");
    return Ok();
  }

  // The first archives had seals that did not vouch for revisions. One that is missing is told of elsewhere.
  void check_seal(std::string_view before, const Event& event) {
    const bool makes_revision = event.what == "document_added" || event.what == "document_changed";
    const Revision* made = makes_revision ? revision_of(event) : nullptr;
    if (makes_revision && made == nullptr) return;
    if (event.seal == seal_of(before, event, made) || event.seal == seal_of(before, event, nullptr)) return;
    say("event " + std::to_string(event.number) + (made ? ", or the revision that it made," : "") +
        " is not what was written");
  }

  void take(const Event& event) {
    ToldDocument& document = told_documents_[event.document];
    const bool is_added = event.what == "document_added";
    if (is_added || event.what == "document_moved" || event.what == "document_back")
      document.path = event.after;
    if (event.what == "document_gone") document.path.clear();
    if (event.what == "document_back") document.back = event.number;
    if (is_added || event.what == "document_changed") document.revisions[event.revision] = &event;
    if (event.field == "repeat")
      judged_[{event.item, event.before}] = &event;
    else if (event.item != 0)
      take_item(event);
  }

  void take_item(const Event& event) {
    ToldItem& item = told_items_[event.item];
    item.is_here = event.what != "item_gone";
    item.event = event.number;
    const auto field = event.what == "item_added" ? std::string_view("text") : std::string_view(event.field);
    for (std::size_t i = 0; i < tracked_fields().size(); ++i)
      if (tracked_fields()[i].name == field) item.values[i] = event.after;
  }

  Status judgements() {
    auto told = std::move(judged_);
    for (const Judgement& judgement : TRY(home_.judgements(workspace_))) {
      const auto found = told.find({judgement.later, std::to_string(judgement.earlier)});
      if (found == told.end() || !says(*found->second, judgement))
        say("what was said of items " + std::to_string(judgement.earlier) + " and " +
            std::to_string(judgement.later) + " is not what the last event says");
      if (found != told.end()) told.erase(found);
    }
    for (const auto& [items, event] : told)
      if (event->what != "repeat_undone")
        say("what was said of items " + items.second + " and " + std::to_string(items.first) + " is missing");
    return Ok();
  }

  static bool says(const Event& event, const Judgement& judgement) {
    return event.what == "repeat_" + judgement.verdict && event.after == judgement.reason &&
           event.actor == judgement.actor && event.at == judgement.at;
  }

  Status texts(const Document& document) {
    const ToldDocument& told = told_documents_[document.id];
    std::int64_t number = 0;
    std::string digest;
    for (const Revision& revision : revisions_[document.id]) {
      ++number;
      const auto name = document.path + ": revision " + std::to_string(number);
      if (revision.number != number) say(name + " is missing");
      number = revision.number;
      digest = revision.digest;
      if (sha256(TRY(home_.text(workspace_, document.id, number))) != digest)
        say(name + " is not the text that was written");
      const auto made = told.revisions.find(number);
      if (made == told.revisions.end() || !tells_of(*made->second, revision))
        say(name + ": no event tells who made it then");
    }
    if (number != document.revision || digest != document.digest)
      say(document.path + ": its newest revision is missing");
    if (!lies_within(document.path)) say(document.path + ": is no path within the archive's folder");
    if (told.path != (document.is_here ? document.path : ""))
      say(document.path + ": no event has brought it there");
    return Ok();
  }

  static bool tells_of(const Event& event, const Revision& revision) {
    return event.actor == revision.actor && event.at == revision.at;
  }

  Status items(const Document& document) {
    for (const Item& item : TRY(home_.items(workspace_, document.id))) {
      ++items_;
      const auto name = document.path + ": item " + std::to_string(item.id) + ": ";
      const auto found = told_items_.find(item.id);
      const ToldItem told = found == told_items_.end() ? ToldItem() : found->second;
      if (!may_be(item, document, told))
        say(name + (item.is_here ? "is here" : "is gone") + ", and not as its last event says");
      for (const auto& [field, value] : told.values)
        if (const auto& tracked = tracked_fields()[field]; item.facts.*tracked.value != value)
          say(name + "`" + std::string(tracked.name) + "` is not what its last event says");
    }
    return Ok();
  }

  // Is the item where its document and what was told of it have it?
  bool may_be(const Item& item, const Document& document, const ToldItem& told) const {
    if (!document.is_here) return !item.is_here;
    const auto back = told_documents_.at(document.id).back;
    return item.is_here == told.is_here || told.event < back;
  }

  // Ids are counted up over documents and items, and none of them is ever taken away.
  void count_ids() {
    const auto known = static_cast<Id>(documents_.size() + items_);
    if (known + 1 < counters_.next_id)
      say("documents or items are missing: " + std::to_string(counters_.next_id - 1 - known) + " of them");
  }

  Home& home_;
  Id workspace_;
  const Archive::Heard& heard_;
  std::vector<std::string> problems_;
  Counters counters_;
  std::vector<Document> documents_;
  std::unordered_map<Id, std::vector<Revision>> revisions_;
  std::vector<Event> events_;
  std::size_t items_ = 0;
  std::map<std::pair<Id, std::string>, const Event*> judged_;  // the last word on two items, later one first
  std::unordered_map<Id, ToldDocument> told_documents_;
  std::unordered_map<Id, ToldItem> told_items_;
};

}  // namespace

Result<std::vector<std::string>> Archive::verify(Id workspace, const Heard& heard) {
  return Verifier(*home_, workspace, heard).run();
}

}  // namespace hindcast::archive
