#include "app/import_issues.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "app/files.h"
#include "base/diff.h"
#include "disk/disk.h"
#include "disk/write.h"
#include "exchange/issue.h"
#include "exchange/issue_family.h"
#include "exchange/issue_page.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

using What = ImportedIssue::What;

// Documents by the issue that they were.
using Known = std::unordered_map<std::string, std::vector<std::string>>;

Known known_documents(const IssueImport& import, std::string_view key) {
  auto paths = disk::list_documents({import.root}, {.respects_ignores = true}).files;
  if (disk::exists(import.into))  // what was written there is found even where git ignores it
    for (auto& path : disk::list_documents({import.into}).files)
      paths.push_back(std::move(path));
  Known known;
  std::unordered_set<std::string> seen;
  for (const auto& path : paths) {
    if (!seen.insert(disk::absolute(path)).second) continue;
    const auto text = disk::read_file(path, document_bytes_max);
    if (!text.ok() || text->find("---") > 3) continue;  // behind a byte order mark at most
    auto reference = exchange::foreign_reference(*text, key);
    if (!reference.empty()) known[std::move(reference)].push_back(path);
  }
  return known;
}

class Importer {
 public:
  Importer(const IssueImport& import, const ReadOptions& options) : import_(import), options_(options) {
    tracker_ =
        import.from == IssueImport::From::github ? exchange::Tracker::github : exchange::Tracker::gitlab;
  }

  Result<IssueImportReport> run(std::string_view input) {
    auto read = TRY(exchange::read_issues(tracker_, input, import_.project));
    for (auto& unknown : read.unknown)
      report_.unknown.push_back({std::move(unknown.where), unknown.count});
    report_.notes = std::move(read.notes);
    known_ = known_documents(import_, tracker_ == exchange::Tracker::github ? "github" : "gitlab");
    const exchange::Family family(read.issues);
    for (const auto& issue : read.issues) {
      const auto reference = exchange::reference(issue.project, issue.number);
      auto planned = plan(issue, exchange::page_of(issue, tracker_, family));
      if (!planned.ok()) report_.troubles.push_back({reference, std::move(planned).error()});
    }
    tell_of_folder();
    if (!import_.dry_run) write();
    return std::move(report_);
  }

 private:
  Status plan(const exchange::Issue& issue, const exchange::IssuePage& page) {
    ImportedIssue imported;
    imported.reference = page.reference;
    imported.title = issue.title;
    std::string before, after;
    const auto found = known_.find(page.reference);
    if (found == known_.end()) {
      imported.path = TRY(free_path(issue, page));
      imported.what = What::added;
      after = exchange::text_of(page);
    } else {
      if (found->second.size() > 1)
        return Error{ErrorCode::conflict, "both " + found->second[0] + " and " + found->second[1] +
                                              " say that they are this issue; take the entry out of one"};
      imported.path = found->second[0];
      before = TRY(disk::read_file(imported.path, document_bytes_max));
      const auto side = import_.conflict == IssueImport::Conflict::theirs ? exchange::Side::theirs
                        : import_.conflict == IssueImport::Conflict::ours ? exchange::Side::ours
                                                                          : exchange::Side::neither;
      auto merged = exchange::merged(before, page, side);
      after = std::move(merged.text);
      imported.conflicts = std::move(merged.conflicts);
      imported.what = !imported.conflicts.empty() ? What::conflict
                      : after == before           ? What::unchanged
                                                  : What::updated;
    }
    if (after.size() > document_bytes_max)
      return Error{ErrorCode::invalid,
                   "its document would be larger than " + std::to_string(document_bytes_max >> 20) + " MiB"};
    TRY(describe(before, after, page, imported));
    if (imported.what == What::added) taken_.insert(imported.path);
    if (imported.what == What::added || imported.what == What::updated)
      changes_.push_back({report_.issues.size(), std::move(before), std::move(after)});
    report_.issues.push_back(std::move(imported));
    return Ok();
  }

  Status describe(const std::string& before, const std::string& after, const exchange::IssuePage& page,
                  ImportedIssue& imported) const {
    const auto read = TRY(read_text(imported.path, after, options_));
    for (const auto& item : read.document.items) {
      ++imported.items;
      imported.actions += item.role == facts::ItemRole::action;
    }
    if (imported.what == What::conflict) {
      for (const auto& part : imported.conflicts) {
        const auto sides = exchange::sides_of(before, page, part);
        imported.patch += unified_diff(imported.path, sides.ours, sides.theirs);
      }
    } else if (import_.dry_run) {
      imported.patch = unified_diff(imported.path, before, after);
    }
    return Ok();
  }

  bool is_free(const std::string& path) const { return taken_.count(path) == 0 && !disk::exists(path); }

  // Of two projects with one name the second has its owner's in front.
  Result<std::string> free_path(const exchange::Issue& issue, const exchange::IssuePage& page) const {
    const auto folder = as_listed(import_.into) + "/";
    if (is_free(folder + page.name)) return folder + page.name;
    std::string owner;
    for (const char c : issue.project.substr(0, std::min(issue.project.rfind('/'), issue.project.size())))
      owner += (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
    const auto longer = folder + owner.substr(0, 40) + "-" + page.name;
    if (!owner.empty() && is_free(longer)) return longer;
    return Error{ErrorCode::conflict, folder + page.name + ": exists already and is not of this issue"};
  }

  void write() {
    std::vector<disk::Change> updates;
    std::vector<std::size_t> updated;
    for (auto& change : changes_) {
      auto& imported = report_.issues[change.issue];
      if (imported.what == What::updated) {
        updates.push_back({imported.path, std::move(change.before), std::move(change.after)});
        updated.push_back(change.issue);
        continue;
      }
      auto made = disk::create_folders(import_.into);
      if (made.ok()) made = disk::create_file(imported.path, change.after);
      if (!made.ok()) fail({change.issue}, imported.path, std::move(made).error());
    }
    if (updates.empty()) return;
    auto notes = disk::write_changes({import_.root, import_.into}, updates);
    if (!notes.ok()) {
      fail(updated, import_.root, std::move(notes).error());
      return;
    }
    for (auto& note : *notes)
      report_.notes.push_back(std::move(note));
  }

  void fail(const std::vector<std::size_t>& issues, const std::string& path, Error why) {
    for (const auto issue : issues)
      report_.issues[issue].what = What::failed;
    report_.troubles.push_back({path, std::move(why)});
  }

  // A folder that somebody names and that nothing comes into may be a slip.
  void tell_of_folder() {
    const auto is_new = [](const ImportedIssue& one) { return one.what == What::added; };
    const auto& issues = report_.issues;
    if (import_.is_folder_named && std::none_of(issues.begin(), issues.end(), is_new) &&
        !disk::is_folder(import_.into))
      report_.notes.push_back("no issue is new, so that nothing comes into `" + import_.into +
                              "`, which is not there");
  }

  struct Planned {
    std::size_t issue;
    std::string before, after;
  };
  const IssueImport& import_;
  const ReadOptions& options_;
  exchange::Tracker tracker_{};
  Known known_;
  std::unordered_set<std::string> taken_;
  std::vector<Planned> changes_;
  IssueImportReport report_;
};

}  // namespace

std::uint64_t issues_file_bytes_max() {
  return exchange::issues_bytes_max;
}

Result<std::string> read_issues_file(const std::string& path) {
  return disk::read_file(path, exchange::issues_bytes_max);
}

Result<IssueImportReport> import_issues(std::string_view input, const IssueImport& import,
                                        const ReadOptions& options) {
  return Importer(import, options).run(input);
}

std::string_view word(What what) {
  switch (what) {
    case What::added:
      return "added";
    case What::updated:
      return "updated";
    case What::unchanged:
      return "unchanged";
    case What::conflict:
      return "conflict";
    case What::failed:
      return "failed";
  }
  return "";
}

std::string issue_import_json(const IssueImportReport& report, bool dry_run) {
  std::string out;
  const auto number = [](std::size_t count) { return static_cast<std::int64_t>(count); };
  {
    json::Writer json(out);
    json.open_object().key("dry_run").boolean(dry_run).key("issues").open_array();
    for (const auto& issue : report.issues) {
      json.open_object().key("issue").text(issue.reference).key("title").text(issue.title);
      json.key("path").text(issue.path).key("what").text(word(issue.what));
      json.key("conflicts").open_array();
      for (const auto& part : issue.conflicts)
        json.text(part);
      json.close_array().key("items").number(number(issue.items));
      json.key("actions").number(number(issue.actions)).close_object();
    }
    json.close_array().key("unknown").open_array();
    for (const auto& unknown : report.unknown)
      json.open_object()
          .key("key")
          .text(unknown.key)
          .key("count")
          .number(number(unknown.count))
          .close_object();
    json.close_array().key("notes").open_array();
    for (const auto& note : report.notes)
      json.text(note);
    json.close_array().key("troubles").open_array();
    for (const auto& trouble : report.troubles)
      json.open_object()
          .key("where")
          .text(trouble.path)
          .key("message")
          .text(trouble.error.message)
          .close_object();
    json.close_array().close_object();
  }
  return out + "\n";
}

}  // namespace hindcast::app
