// Rows that come back from an export: taken as they are, if they fit together.
#include <algorithm>

#include "archive/archive.h"
#include "archive/home.h"

namespace hindcast::archive {
namespace {

constexpr Id id_max = Id{1} << 53;  // what every reader of JSON keeps exactly

Error unfit(std::string what) {
  return {ErrorCode::corrupt, std::move(what)};
}

bool is_id(Id id) {
  return id > 0 && id < id_max;
}

}  // namespace

Status Filling::count(Id id) {
  if (!is_id(id)) return unfit("id " + std::to_string(id) + " is none");
  counters_.next_id = std::max(counters_.next_id, id + 1);
  return Ok();
}

Status Filling::take(const Document& document) {
  TRY(count(document.id));
  if (TRY(home_.document(workspace_, document.id)))
    return unfit("document " + std::to_string(document.id) + " stands twice");
  if (!is_id(document.revision)) return unfit("document " + std::to_string(document.id) + " has no revision");
  return home_.put(workspace_, document);
}

Status Filling::take(Id document, const Revision& revision) {
  const auto found = TRY(home_.document(workspace_, document));
  if (!found || revision.number < 1 || revision.number > found->revision)
    return unfit("revision " + std::to_string(revision.number) + " of document " + std::to_string(document) +
                 " belongs to nothing");
  return home_.add(workspace_, document, revision, revision.text);
}

Status Filling::take(const Item& item) {
  TRY(count(item.id));
  const auto document = TRY(home_.document(workspace_, item.document));
  const auto name = "item " + std::to_string(item.id);
  if (TRY(home_.item(workspace_, item.id))) return unfit(name + " stands twice");
  if (!document || item.since < 1 || item.since > document->revision)
    return unfit(name + " belongs to nothing");
  if (item.is_here && !document->is_here) return unfit(name + " is here and its document is gone");
  const NewItem added{item.id, item.document, item.is_here, item.since, &item.facts};
  return home_.add(workspace_, {&added, 1});
}

Status Filling::take(const Judgement& judgement) {
  const auto name = "the judgement of items " + std::to_string(judgement.earlier) + " and " +
                    std::to_string(judgement.later);
  if (judgement.verdict.empty()) return unfit(name + " says nothing");
  if (!TRY(home_.item(workspace_, judgement.earlier)) || !TRY(home_.item(workspace_, judgement.later)))
    return unfit(name + " belongs to nothing");
  return home_.put(workspace_, judgement);
}

Status Filling::take(const Event& event) {
  const auto name = "event " + std::to_string(event.number);
  if (event.number != counters_.next_event)
    return unfit(name + " stands where " + std::to_string(counters_.next_event) + " is missing");
  if (!is_id(event.number) || !TRY(home_.document(workspace_, event.document)))
    return unfit(name + " is of no document");
  ++counters_.next_event;
  counters_.seal = event.seal;
  return home_.add(workspace_, event);
}

Status Archive::fill(Id workspace, const std::function<Status(Filling&)>& make) {
  TRY(home_->begin());
  const auto all = [&]() -> Status {
    Counters counters = TRY(home_->counters(workspace));
    if (counters.next_id != 1 || counters.next_event != 1)
      return Error{ErrorCode::conflict, "the archive has begun already"};
    Filling filling(*home_, workspace, counters);
    TRY(make(filling));
    TRY(home_->put(workspace, counters));
    const auto problems = TRY(verify(workspace));
    if (problems.empty()) return Ok();
    return unfit(problems[0] + (problems.size() > 1 ? ", and more is wrong" : ""));
  };
  Status done = all();
  if (done.ok()) done = home_->commit();
  if (!done.ok()) home_->undo();
  return done;
}

}  // namespace hindcast::archive
