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

}  // namespace hindcast::cli
