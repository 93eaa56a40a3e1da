// The document that an issue becomes, in the parts of which each can be changed here and in the tracker: its
// head, its body, and what the tracker has beside it.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exchange/issue.h"

namespace hindcast::exchange {

class Family;

struct IssuePage {
  std::string reference;  // "acme/till#12"
  std::string key;        // of the front matter's entry that holds it: "github"
  std::string name;       // of the file: "till-12-tills-froze.md", lower case letters, digits and hyphens
  std::vector<std::pair<std::string, std::string>> head;  // key and the line of YAML, without its end
  std::string body;  // the issue's text, byte for byte but for a title, and what is known of issues it names
  std::string rest;  // its action, its sub-issues, its comments; "" when it has none of them
  std::string line_end;  // as the body has it
};

// An issue whose labels say that it is an action ("action-item", "follow-up") becomes one, unless another one
// of the family lists it: then that one's document tells it, with all that the tracker knows. Sub-issues are
// actions of the issue above.
IssuePage page_of(const Issue&, Tracker, const Family&);

// A file that has no page before.
std::string text_of(const IssuePage&);

// The entry of `key` in the front matter of a document; "" when it has none.
std::string foreign_reference(std::string_view document, std::string_view key);

enum class Side : std::uint8_t { neither, theirs, ours };

struct Merged {
  std::string text;                    // what the document becomes
  std::vector<std::string> conflicts;  // parts that were changed here and there: "head", "body", "rest"
};
// Brings what changed in the tracker since the last import into a document, and keeps what was changed in it.
// A part that was changed on both sides is taken from `side`; with `neither` it is a conflict and stays as it
// is.
Merged merged(std::string_view document, const IssuePage&, Side);

// The two sides of a conflict, for a patch.
struct Sides {
  std::string ours, theirs;
};
Sides sides_of(std::string_view document, const IssuePage&, std::string_view part);

}  // namespace hindcast::exchange
