// What happened to documents and items, as people read it.
#pragma once

#include <string>

#include "archive/records.h"

namespace hindcast::app {

// An event with the names that a reader knows its document and item by.
struct StoryLine {
  archive::Event event;
  std::string document;      // the path today, or the last one
  std::string item;          // "outage#x7k2p"; "" for an event of the document
  std::string role, text;    // of the item
  std::string path_then;     // in an item's story, the path that the document had when the item came with it
  bool is_left_out = false;  // a document that is gone has its file still, which is read no more
  bool operator==(const StoryLine&) const = default;
};
// {"event","at","actor","what","document","item","role","text","revision","field","before","after"}
void append_story_json(const StoryLine&, std::string& out);

}  // namespace hindcast::app
