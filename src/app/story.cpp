#include "app/story.h"

#include <algorithm>
#include <charconv>

#include "app/archived.h"
#include "base/nearest.h"
#include "disk/disk.h"

namespace hindcast::app {
namespace {

using archive::Document;
using archive::Item;

struct Target {
  std::string document;  // a path or a slug
  std::string id;        // behind "#"
  std::int64_t line = 0;
};

Target parsed(const std::string& written) {
  Target target{written, "", 0};
  if (const auto hash = written.rfind('#'); hash != written.npos) {
    target.document = written.substr(0, hash);
    target.id = written.substr(hash + 1);
    return target;
  }
  const auto colon = written.rfind(':');
  if (colon == written.npos) return target;
  const char* end = written.data() + written.size();
  const auto number = std::from_chars(written.data() + colon + 1, end, target.line);
  if (number.ec == std::errc() && number.ptr == end && target.line > 0)
    target.document = written.substr(0, colon);
  return target;
}

std::string in_ticks(const std::string& text) {
  return "`" + text + "`";
}

Error unknown(const Target& target, const std::vector<Document>& documents) {
  std::vector<std::string_view> names;
  for (const auto& document : documents) {
    names.push_back(document.facts.slug);
    names.push_back(document.path);
  }
  const auto meant = closest(target.document, names);
  return {ErrorCode::not_found, "the archive has no document " + in_ticks(target.document) +
                                    (meant ? "; did you mean " + in_ticks(std::string(*meant)) + "?"
                                           : "; 'hindcast sync' brings it in")};
}

// By path, then by slug. One that is here before one that is gone.
Result<Document> document_of(OpenArchive& open, const Target& target) {
  const auto documents = TRY(open.archive.documents(open.workspace));
  const auto path = path_from(open.root, target.document);
  std::vector<const Document*> found;
  for (const bool by_path : {true, false})
    for (const bool is_here : {true, false}) {
      if (!found.empty()) continue;
      for (const auto& document : documents)
        if (document.is_here == is_here &&
            (by_path ? path == document.path : document.facts.slug == target.document))
          found.push_back(&document);
    }
  if (found.empty() && disk::is_folder(target.document))
    return Error{ErrorCode::invalid, target.document + ": is a folder; name a document, such as one in it"};
  if (found.empty()) return unknown(target, documents);
  if (found.size() == 1 || !found[0]->is_here) return *found.back();
  std::string message = in_ticks(target.document) + " names several documents; write the path of one:";
  for (std::size_t i = 0; i < std::min<std::size_t>(found.size(), 5); ++i)
    message += (i == 0 ? " " : ", ") + found[i]->path;
  return Error{ErrorCode::invalid, message};
}

Result<Item> item_of(OpenArchive& open, const Document& document, const Target& target) {
  std::optional<Item> found;
  for (auto& item : TRY(open.archive.items(open.workspace, document.id))) {
    const bool is_it =
        target.id.empty() ? item.is_here && item.facts.line == target.line : item.facts.short_id == target.id;
    if (is_it && (!found || item.is_here)) found = std::move(item);
  }
  if (found) return *std::move(found);
  const auto what =
      target.id.empty() ? "no item in line " + std::to_string(target.line) : "no item " + in_ticks(target.id);
  return Error{ErrorCode::not_found,
               document.path + " has " + what + " in the archive; 'hindcast show --format json' has the ids"};
}

// An item that came with its document has no event of its own: the document's stands for it.
Result<archive::Event> coming_of(OpenArchive& open, const Item& item,
                                 const std::vector<archive::Event>& events) {
  archive::Event coming;
  if (const auto first = TRY(open.archive.first_document_of(open.workspace, item.id)))
    for (auto& event : TRY(open.archive.events(open.workspace, {.document = first->id})))
      if (event.what == "document_added") coming = std::move(event);
  coming.what = "item_added";
  coming.item = item.id;
  coming.after = item.facts.text;
  for (auto event = events.rbegin(); event != events.rend(); ++event)
    if (event->field == "text") coming.after = event->before;
  return coming;
}

// Where the document of an event lay when that happened.
Result<std::string> path_at(OpenArchive& open, const archive::Event& event) {
  std::string path;
  for (const auto& one : TRY(open.archive.events(open.workspace, {.document = event.document})))
    if (one.number <= event.number && one.item == 0 && one.what != "document_changed" && !one.after.empty())
      path = one.after;
  return path;
}

// An item's leaving is told of the document to which it went; the one that it left tells it too.
Status add_departures(OpenArchive& open, const Document& document, std::vector<archive::Event>& events) {
  const std::size_t own = events.size();
  std::vector<std::string> paths = {document.path};
  for (const auto& event : events)
    if (event.item == 0 && event.what != "document_changed") paths.push_back(event.before);
  for (auto& event : TRY(open.archive.events(open.workspace, {})))
    if (event.what == "item_moved" && event.document != document.id &&
        std::find(paths.begin(), paths.end(), event.before) != paths.end())
      events.push_back(std::move(event));
  if (events.size() > own)
    std::sort(events.begin(), events.end(),
              [](const archive::Event& a, const archive::Event& b) { return a.number < b.number; });
  return Ok();
}

// "#x7k2p" and "x7k2p": the one document that has the item.
Result<Target> whole(OpenArchive& open, Target target) {
  const bool is_bare_id = target.id.empty() && target.line == 0;
  if (!target.document.empty() && !is_bare_id) return target;
  const auto& id = is_bare_id ? target.document : target.id;
  std::vector<std::string> paths;
  for (const auto& item : TRY(open.archive.items_called(open.workspace, id)))
    if (const auto document = TRY(open.archive.document(open.workspace, item.document)); document)
      if (document->is_here) paths.push_back(document->path);
  if (paths.size() == 1) return Target{open.root + "/" + paths[0], id, 0};
  if (is_bare_id) return target;
  if (paths.empty())
    return Error{ErrorCode::not_found, "no item of the archive is called " + in_ticks("#" + id) +
                                           "; 'hindcast items --columns id,text' lists what there is"};
  std::string message = in_ticks("#" + id) + " names several items; write one of:";
  for (std::size_t i = 0; i < std::min<std::size_t>(paths.size(), 5); ++i)
    message.append(i == 0 ? " " : ", ").append(paths[i]).append("#").append(id);
  return Error{ErrorCode::invalid, message};
}

Result<Story> story_now(OpenArchive& open, const Target& written) {
  Story story;
  const auto found = document_of(open, written);
  const auto target = found.ok() ? written : TRY(whole(open, written));
  story.document = found.ok() ? *found : TRY(document_of(open, target));
  std::vector<archive::Event> events;
  if (target.id.empty() && target.line == 0) {
    events = TRY(open.archive.events(open.workspace, {.document = story.document.id}));
    TRY(add_departures(open, story.document, events));
  } else {
    story.item = TRY(item_of(open, story.document, target));
    events = TRY(open.archive.events(open.workspace, {.item = story.item->id}));
    const bool has_coming = std::any_of(
        events.begin(), events.end(), [](const archive::Event& event) { return event.what == "item_added"; });
    if (!has_coming) {
      auto coming = TRY(coming_of(open, *story.item, events));
      events.insert(events.begin(), std::move(coming));
    }
  }
  story.lines = TRY(told(open.archive, open.workspace, std::move(events)));
  for (StoryLine& line : story.lines)
    if (story.item && line.event.what == "item_added") line.path_then = TRY(path_at(open, line.event));
  return story;
}

}  // namespace

Result<Story> story_of(OpenArchive& open, const std::string& written) {
  if (written.empty() || written == "#")
    return Error{ErrorCode::invalid,
                 in_ticks(written) + " names nothing; write a path, SLUG#id, #id or FILE:LINE"};
  return open.archive.look([&] { return story_now(open, parsed(written)); });
}

}  // namespace hindcast::app
