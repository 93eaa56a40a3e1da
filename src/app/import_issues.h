// The verb `import github` and `import gitlab`: issues become documents, and those that were imported before
// follow their issues.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "base/result.h"

namespace hindcast::app {

struct IssueImport {
  enum class From : std::uint8_t { github, gitlab };
  // Of a part that was changed here and in the tracker: refused, the tracker's, or what stands here.
  enum class Conflict : std::uint8_t { refuse, theirs, ours };
  From from{};
  std::string root;     // beneath it a document is looked for that an issue became before
  std::string into;     // the folder of new documents
  std::string project;  // "owner/name", for issues that name none
  Conflict conflict{};
  bool dry_run = false;
  bool is_folder_named = false;  // that nothing comes into it is said then
};

struct ImportedIssue {
  std::string reference, title;  // "acme/till#12"
  std::string path;
  enum class What : std::uint8_t { added, updated, unchanged, conflict, failed };
  What what{};                         // `failed`: it was to be written and could not be; a trouble says why
  std::vector<std::string> conflicts;  // "head", "body", "rest"
  std::size_t items = 0, actions = 0;  // of the document as it is afterwards
  // What changes, or of a conflict both sides, as a patch.
  std::string patch;
};

struct IssueImportReport {
  std::vector<ImportedIssue> issues;
  struct Unknown {
    std::string key;  // "issue.flavour"
    std::size_t count = 0;
  };
  std::vector<Unknown> unknown;
  std::vector<std::string> notes;  // sentences about what was left out
  std::vector<Trouble> troubles;
};

// Reads issues from `input` (exchange/issue.h says which) and writes a document for each. One that was
// imported before is found by the reference in its front matter, wherever it lies now. What was changed in it
// since is kept; where the tracker has changed the same part it is a conflict and the document stays as it
// is.
Result<IssueImportReport> import_issues(std::string_view input, const IssueImport&, const ReadOptions&);

// The bytes of a file of issues.
Result<std::string> read_issues_file(const std::string& path);
std::uint64_t issues_file_bytes_max();

// {"dry_run","issues":[…],"unknown":[…],"notes":[…],"troubles":[…]}
std::string issue_import_json(const IssueImportReport&, bool dry_run);

// "added", "updated", "unchanged", "conflict", "failed".
std::string_view word(ImportedIssue::What);

}  // namespace hindcast::app
