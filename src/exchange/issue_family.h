// Which issues of an import tell of one another: sub-issues, and the actions of a text that name an issue.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exchange/issue.h"
#include "facts/facts.h"

namespace hindcast::exchange {

// An action with a box whose first word names an issue: "- [ ] #13", "- [x] acme/ops#4: warm the cache".
struct NamedIssue {
  const facts::Item* action = nullptr;
  std::string reference;   // "acme/till#13"
  std::size_t behind = 0;  // its name, in the text
};
std::vector<NamedIssue> named_issues(const facts::Document&, std::string_view text, std::string_view project);

// An issue's text as its document has it: with a title above it where it has none of its own, and with what
// closes what it leaves open.
std::string body_of(const Issue&);
std::string_view line_end_of(const Issue&);

class Family {
 public:
  Family() = default;
  explicit Family(std::span<const Issue>);  // which must outlive it

  // Nothing for an issue that is not in the import.
  const Issue* find(const std::string& reference) const;
  // Whether another one's document has it among its actions, so that it must not be told twice.
  bool is_listed(const std::string& reference) const;

 private:
  std::vector<std::pair<std::string, const Issue*>> issues_;  // by reference
  std::vector<std::string> listed_;                           // sorted
};

}  // namespace hindcast::exchange
