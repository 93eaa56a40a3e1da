// Issues of GitHub and GitLab as their tools and interfaces print them, read from any JSON.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"

namespace hindcast::exchange {

enum class Tracker : std::uint8_t { github, gitlab };

struct Comment {
  std::string author;  // "ada", or a name; "" when nobody says
  std::string at;      // as the tracker writes it: "2031-05-05T10:00:00Z"
  std::string text;
};

// An issue beneath another one.
struct SubIssue {
  std::string reference;  // "acme/till#13"
  std::string title, url;
  std::string state;  // one of the words that Issue::state has
  std::vector<std::string> assignees;
};

struct Issue {
  std::string project;      // "acme/till", "group/team/till"; "" where nothing names it
  std::int64_t number = 0;  // within its project
  std::string title, body, url;
  bool has_body = false;
  std::string author, opened, closed;
  std::string state;  // "open", "closed", "closed as not planned", "closed as duplicate"
  std::string type;   // "Bug", "incident"
  std::string milestone, milestone_due, due, severity;  // days where they are due
  std::string progress;  // what a board says of one that is open: "In Progress"
  std::string parent;    // "acme/till#12"
  std::vector<std::string> labels, assignees;
  std::vector<Comment> comments;  // those of people, in the order given
  std::vector<SubIssue> sub_issues;
};

// "acme/till#12", or "#12".
std::string reference(std::string_view project, std::int64_t number);

// What of the input was not understood.
struct UnknownKey {
  std::string where;  // "issue.flavour", "comment.mood"
  std::size_t count = 0;
};
struct Issues {
  std::vector<Issue> issues;  // in the order of the input; of one that stands twice, the last
  std::vector<UnknownKey> unknown;
  std::vector<std::string>
      notes;  // sentences: pull requests left out, comments that are missing, wrong types
};

inline constexpr std::size_t issues_bytes_max = 50u << 20;

// Reads an array or one object or many behind each other: what `gh issue list --json` and `gh issue view
// --json` print, what the REST interfaces answer, GraphQL's lists of nodes, GitLab's issues with their notes.
// Comments that stand apart from their issues find them. `project` is that of issues that name none. Fails
// where the input is no JSON, too large, or an answer that says why there is none.
Result<Issues> read_issues(Tracker, std::string_view input, std::string_view project = {});

}  // namespace hindcast::exchange
