// What the archive keeps, as plain data: documents, revisions, items, events.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::archive {

// Counted up within a workspace, so that the same changes make the same archive.
using Id = std::int64_t;

// What is remembered of a document beside its text. Words are those of facts/facts.h; "" for what is not
// said.
struct DocumentFacts {
  std::string slug, kind, form, title, date, severity, language;
  bool operator==(const DocumentFacts&) const = default;
};

struct Document {
  Id id = 0;
  std::string path;           // from the archive's root; of one that is gone, where it was last
  bool is_here = true;        // false: its file is gone
  std::int64_t revision = 0;  // the newest, from 1
  std::string digest;         // SHA-256 of its text
  DocumentFacts facts;
  bool operator==(const Document&) const = default;
};

struct Revision {
  std::int64_t number = 0;
  std::int64_t at = 0;  // milliseconds since 1970 in UTC, as everywhere here
  std::string actor;
  std::string source;  // where the text came from: "" is the folder, else "git:COMMIT"
  std::string digest;
  std::string text;
  bool operator==(const Revision&) const = default;
};

struct ItemFacts {
  std::string role, short_id, text;
  std::int64_t line = 0;
  std::string state, owner, team, priority;
  std::string due;     // a day, or the words where they name none
  std::string ticked;  // "yes", "no", "" without a box
  std::string start, end, value;
  bool operator==(const ItemFacts&) const = default;
};

struct Item {
  Id id = 0;
  Id document = 0;
  bool is_here = true;     // in the newest revision of its document, and that is here
  std::int64_t since = 0;  // the revision of its document in which it first stood
  ItemFacts facts;
  bool operator==(const Item&) const = default;
};

// What happened, in the order in which it was recorded. Each change of a value is an event of its own.
struct Event {
  std::int64_t number = 0;  // 1, 2, 3 … without a gap
  std::int64_t at = 0;
  std::string actor;
  // document_added, document_changed, document_moved, document_gone, document_back;
  // item_added, item_changed, item_moved, item_gone, item_back; repeat_confirmed, repeat_dismissed and
  // repeat_undone, of the later of two items. The items that a document brings with it when
  // it is added, or takes along when it goes, have none of their own.
  std::string what;
  Id document = 0;
  Id item = 0;                // 0: none
  std::int64_t revision = 0;  // of the document, after the change
  std::string field;  // item_changed: text, state, owner, team, priority, due or ticked; else "repeat"
  // Values; of a document its paths, of an added or gone item its text, of a repeat the earlier item's id and
  // the reason.
  std::string before, after;
  std::string seal;  // over the seal of the event before and all of the above
  bool operator==(const Event&) const = default;
};

struct EventQuery {
  Id document = 0;         // 0: of all
  Id item = 0;             // 0: of all
  std::int64_t after = 0;  // only those with greater numbers
};

// What somebody said of two promises, of which the later seems to say again what the earlier did.
struct Judgement {
  Id earlier = 0, later = 0;  // items
  std::string verdict;        // "confirmed", "dismissed"; "": taken back
  std::string reason, actor;
  std::int64_t at = 0;
  bool operator==(const Judgement&) const = default;
};

// What became of one item: new without `was`, gone without `now`. One that was in another document has moved.
struct ItemChange {
  std::optional<Item> was;
  std::optional<ItemFacts> now;
};

// What is known of the files of one folder, to be told by the next sync which of them are still the same.
// A cache: the archive keeps the bytes and knows nothing of them.
struct Listing {
  std::string folder;
  std::string stamps;
  bool operator==(const Listing&) const = default;
};

// What is known of the search index: derived from the documents, made again where its maker is another one.
struct IndexState {
  std::int64_t maker = 0;  // 0: there is none yet
  std::int64_t event = 0;  // the last one that it has heard of
  std::string manifest;    // the maker's own
  bool operator==(const IndexState&) const = default;
};
// Which of its blocks.
struct BlockName {
  std::int64_t segment = 0;
  std::int64_t number = 0;
};

struct Text {
  std::string digest;
  std::string_view bytes;  // borrowed
};

// Who changes something, when, and where it was read.
struct By {
  std::string actor;
  std::int64_t at = 0;
  std::string source;
};

// The fields of an item whose changes are told, in the order in which they are.
struct TrackedField {
  std::string_view name;
  std::string ItemFacts::*value;
};
const std::vector<TrackedField>& tracked_fields();

}  // namespace hindcast::archive
