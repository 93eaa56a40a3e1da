// What the table of commands says of `search` and `similar`. A part of commands.cpp, which alone includes it.
#pragma once

#include <array>

#include "cli/archive_commands.h"

namespace hindcast::cli {

inline constexpr std::array<std::string_view, 3> search_sorts = {"relevance", "date", "oldest"};
inline constexpr Option limit_option = {
    .name = "limit", .letter = 'n', .value = "N", .help = "show at most N documents", .fallback = "10"};

inline constexpr std::array<Option, 7> search_options = {{
    limit_option,
    {.name = "sort",
     .value = "KEY",
     .help = "relevance; date: the newest first; oldest first",
     .choices = search_sorts,
     .fallback = "relevance"},
    {.name = "facets",
     .help = "count what was found by kind, year, severity, service, owner, state and more"},
    archive_format_option,
    form_option,
    config_option,
    no_config_option,
}};
inline constexpr std::array<Example, 5> search_examples = {{
    {"hindcast search checkout timeout", "Documents that speak of both, in any inflection"},
    {"hindcast search '\"connection pool\" -canary retr*'",
     "A phrase, a word that must not be there, a prefix"},
    {"hindcast search owner:ada state:open", "Where Ada has an open action"},
    {"hindcast search kind:postmortem service:api date:2025-01..2025-06 --sort date",
     "By what documents are"},
    {"hindcast search dns --facets", "How much there is, by kind, year, service and owner"},
}};
inline constexpr std::string_view search_about =
    "Finds documents by what they say, the best first, and shows where they say it. All words of the query "
    "must "
    "be there; quotes must reach Hindcast, so put the query in single quotes.\n"
    "\n"
    "The archive at or above this folder is searched as the last 'hindcast sync' left it; without one the "
    "documents below this folder are read for the search. The exit status is 0 when something was found, 1 "
    "when "
    "nothing was, 2 when the query can't be read.";
inline constexpr std::array<std::pair<std::string_view, std::string_view>, 12> query_rows = {{
    {"word", "in any inflection"},
    {"\"two words\"", "side by side, in this order"},
    {"pre*", "words that begin so"},
    {"-word, !word, NOT word", "must not be there"},
    {"a OR b, (a OR b) c", "one of them; brackets make a group"},
    {"title:word, heading:word", "in the title, in a heading"},
    {"owner:ada, team:qa", "whose an item is; owner:none: nobody's, tag:none: without"},
    {"state:open, role:lesson", "of one and the same item; state:owed is all that is not closed"},
    {"has:due, has:severity", "where there is one at all"},
    {"kind:postmortem, lang:ja", "likewise severity:1, service:api, tag:dns"},
    {"path:docs/2025, path:dns", "in this folder; a word of the path"},
    {"date:2025-01..2025-06", "dated so; also date:2025, date:>2025-03"},
}};

inline constexpr std::array<Option, 5> similar_options = {
    {limit_option, archive_format_option, form_option, config_option, no_config_option}};
inline constexpr std::array<Example, 2> similar_examples = {{
    {"hindcast similar docs/2025-03-01-checkout.md", "Has this happened before?"},
    {"hindcast similar draft.md --limit 3 --format json",
     "For a script; the file need not be in the archive"},
}};
inline constexpr std::string_view similar_about =
    "Finds the documents that share most of the words by which DOCUMENT (a file, or the path or slug of a\n"
    "document of the archive) differs from the others.";

}  // namespace hindcast::cli
