// What the table of commands says of what goes into the archive and out of it whole: `backup`, `restore`. A
// part of commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/archive_commands.h"

namespace hindcast::cli {

inline constexpr Option moment_option = {
    .name = "now",
    .value = "DATE",
    .help = "name files after this day (YYYY-MM-DD); default: $HINDCAST_NOW, or this moment"};

inline constexpr std::array<Option, 3> backup_options = {{
    {.name = "force", .help = "replace FILE when it exists"},
    archive_format_option,
    moment_option,
}};
inline constexpr std::array<Example, 2> backup_examples = {{
    {"hindcast backup", "Before something that may go wrong"},
    {"hindcast backup /mnt/backups", "On another disk, under a name with the time"},
}};
inline constexpr std::string_view backup_about =
    "Copies the archive to FILE as it is at one moment, while others read and write. The copy is verified, "
    "and "
    "on\n"
    "the disk, before it gets its name. FILE may be a folder; default: .hindcast/backups. There its name "
    "tells "
    "the\n"
    "time.";

inline constexpr std::array<Option, 2> restore_options = {archive_format_option, moment_option};
inline constexpr std::array<Example, 1> restore_examples = {{
    {"hindcast restore .hindcast/backups/archive-2024-03-10T083000Z.db", "Go back to a backup"},
}};
inline constexpr std::string_view restore_about =
    "Puts the archive in FILE in the place of this folder's, after it was verified. The archive that was "
    "there "
    "is\n"
    "kept beside it, a damaged one as well. Who reads meanwhile sees the one or the other; a sync is waited "
    "for. "
    "A\n"
    "backup of a newer Hindcast is refused, an older one is brought to today's schema; FILE stays as it is.\n"
    "\n"
    "Documents are not touched: the next 'hindcast sync' records what has changed in them since.";

inline constexpr std::array<Option, 1> export_options = {{archive_format_option}};
inline constexpr std::array<Example, 1> export_examples = {{
    {"hindcast export ../everything", "All of it as files that need no Hindcast to be read"},
}};
inline constexpr std::string_view export_about =
    "Writes all of the archive to FOLDER, which must be new or empty: documents/ has the texts of today "
    "under "
    "their\n"
    "paths, archive/ documents, revisions with their texts, items and events as JSON Lines, manifest.json "
    "the size "
    "and\n"
    "SHA-256 of every file. The archive is verified first, and FOLDER has its name when all of it is on the "
    "disk.";

inline constexpr std::array<Option, 2> import_options = {{
    {.name = "documents", .help = "write the documents that are missing beside the archive, too"},
    archive_format_option,
}};
inline constexpr std::array<Example, 2> import_examples = {{
    {"hindcast import ../everything", "Begin the archive of this folder with what was exported"},
    {"hindcast import github issues.json", "Something else: issues of a tracker"},
}};
inline constexpr std::string_view import_about =
    "Fills the archive of this folder with an export: everything comes back, ids, events and seals included. "
    "Each "
    "file\n"
    "is held against the manifest first and the archive verified at the end; it is all of it or nothing. An "
    "archive "
    "that\n"
    "has begun is refused: two histories are not mixed.\n"
    "\n"
    "'hindcast import github' and 'hindcast import gitlab' make documents of issues.";

inline constexpr std::array<Option, 7> import_issues_options = {{
    {.name = "into",
     .value = "FOLDER",
     .help = "where new documents are written; default: issues, beside the archive",
     .completes = Completes::folder},
    {.name = "repo", .value = "OWNER/NAME", .help = "the repository or project of issues that name none"},
    {.name = "dry-run", .help = "print what would be written as a patch and write nothing"},
    {.name = "theirs", .help = "where a part was changed here and in the tracker, take the tracker's"},
    {.name = "ours", .help = "there keep what stands here"},
    archive_format_option,
    form_option,
}};
inline constexpr std::array<Example, 4> import_github_examples = {{
    {"gh issue list --state all --limit 1000 --json "
     "number,title,body,state,stateReason,url,author,assignees,labels,milestone,comments,createdAt,closedAt "
     "> issues.json",
     "Fetch them with GitHub's own tool"},
    {"hindcast import github issues.json --dry-run", "See what would be written"},
    {"hindcast import github issues.json --into docs/issues",
     "Write them; again after a week, to follow them"},
    {"gh api --paginate 'repos/acme/till/issues?state=all' | hindcast import github -",
     "From the REST interface"},
}};
inline constexpr std::array<Example, 2> import_gitlab_examples = {{
    {"curl -H \"PRIVATE-TOKEN: $TOKEN\" 'https://gitlab.example/api/v4/projects/7/issues?per_page=100' | "
     "hindcast import gitlab -",
     "From the REST interface"},
    {"hindcast import gitlab issues.ndjson --repo team/till", "From a project export"},
}};
inline constexpr std::string_view import_github_about =
    "Each issue in FILE ('-': standard input) becomes a document with its text as it is, its comments, and a "
    "head that\n"
    "names it. FILE is what 'gh issue list --json' or 'gh issue view --json' print, what the REST interface "
    "answers,\n"
    "or a GraphQL answer; many may stand behind each other. An issue with a label such as action-item "
    "becomes an "
    "action\n"
    "with its assignee and state, and so do sub-issues.\n"
    "\n"
    "Importing again updates the same documents, wherever they lie now. What was changed in them is kept; "
    "where "
    "the\n"
    "tracker has changed the same part, both sides are shown, the document stays as it is, and the exit "
    "status is "
    "1.";
inline constexpr std::string_view import_gitlab_about =
    "As 'hindcast import github' does, for GitLab: issues as the REST interface answers them, with their "
    "notes "
    "as\n"
    "'notes' or behind them, GraphQL answers, and issues.ndjson of a project export.";

}  // namespace hindcast::cli
