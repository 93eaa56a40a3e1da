#include "app/rights.h"

#include <algorithm>
#include <utility>

#include "base/plain.h"
#include "data/data.h"
#include "disk/disk.h"
#include "disk/git.h"
#include "disk/output.h"

namespace hindcast::app {
namespace {

constexpr std::uint64_t file_bytes_max = 16u << 20;
constexpr std::size_t line_bytes_max = 1000;

constexpr std::string_view head =
    "# Which guards may stop a release, and why. 'hindcast guard promote' and 'hindcast guard demote' add "
    "to\n"
    "# it; the last entry of a guard counts, for the definition that it names. Commit it, and review it.\n"
    "version = 1\n";

std::string path_of(const Configuration& configuration) {
  return configuration.folder + "/" + std::string(rights_file);
}

std::string quoted(std::string_view text) {
  return in_quotes(one_line(text, line_bytes_max));
}

std::string text_at(const data::Value& table, std::string_view key) {
  const auto* found = table.find(key);
  return found != nullptr && found->is_words() ? found->text : std::string();
}

std::size_t count_at(const data::Value& table, std::string_view key) {
  const auto* found = table.find(key);
  const auto number = found == nullptr ? std::nullopt : found->integer();
  return number && *number > 0 ? static_cast<std::size_t>(*number) : 0;
}

Error corrupt(const data::Value& at, std::string_view why) {
  std::string message = "line " + std::to_string(at.line) + ": ";
  return {ErrorCode::corrupt, message.append(why)};
}

Result<RightEntry> entry_of(const data::Value& table) {
  RightEntry entry;
  entry.guard = text_at(table, "guard");
  entry.definition = text_at(table, "definition");
  const auto decision = text_at(table, "decision");
  if (entry.guard.empty()) return corrupt(table, "an entry names its guard");
  if (decision != "promoted" && decision != "demoted")
    return corrupt(table, "a decision is \"promoted\" or \"demoted\"");
  entry.is_promotion = decision == "promoted";
  if (entry.is_promotion && entry.definition.empty())
    return corrupt(table, "a promotion names the definition that it is for");
  const auto date = parse_iso_date(text_at(table, "date"));
  if (!date) return corrupt(table, "an entry has the date of its day");
  entry.date = *date;
  entry.tool = text_at(table, "tool");
  entry.by = text_at(table, "by");
  entry.reason = text_at(table, "reason");
  entry.from = text_at(table, "from");
  entry.to = text_at(table, "to");
  entry.commits = count_at(table, "commits");
  entry.judged = count_at(table, "judged");
  entry.false_alarms = count_at(table, "false_alarms");
  entry.false_alarms_per_1000 = text_at(table, "false_alarms_per_1000");
  if (const auto* list = table.find("would_have_stopped"); list != nullptr)
    for (const auto& one : list->members)
      entry.incidents.push_back(one.text);
  const bool is_said = !entry.by.empty() && !entry.reason.empty();
  if (entry.is_promotion && !is_said && entry.incidents.empty())
    return corrupt(table, "a promotion needs an incident that it would have stopped, or 'by' and 'reason'");
  return entry;
}

Result<std::vector<RightEntry>> entries_of(std::string_view text) {
  const auto file = TRY(data::read_toml(text));
  std::vector<RightEntry> entries;
  const auto* list = file.find("entry");
  if (list == nullptr) return entries;
  if (!list->is_list()) return corrupt(*list, "entries are written as [[entry]]");
  for (const auto& one : list->members)
    entries.push_back(TRY(entry_of(one)));
  return entries;
}

// Nothing where there is no such file.
Result<std::string> text_of(const Configuration& configuration, const std::string& revision) {
  if (revision.empty()) {
    auto text = disk::read_file(path_of(configuration), file_bytes_max);
    if (!text.ok() && text.error().code == ErrorCode::not_found) return std::string();
    return text;
  }
  const auto& folder = configuration.folder;
  const auto commit = TRY(disk::commit_of(folder, revision));
  const auto prefix = TRY(disk::place_in_repository(folder));
  const auto path = prefix + std::string(rights_file);
  if (TRY(disk::ask_git({"-C", folder, "ls-tree", "--full-tree", "--end-of-options", commit, "--", path}))
          .empty())
    return std::string();
  return disk::ask_git({"-C", folder, "cat-file", "blob", commit + ":" + path});
}

std::string shown(const RightEntry& entry) {
  std::string out = "\n[[entry]]\n";
  const auto line = [&](std::string_view key, const std::string& value) {
    out.append(key).append(" = ").append(value).append("\n");
  };
  line("guard", quoted(entry.guard));
  line("decision", entry.is_promotion ? "\"promoted\"" : "\"demoted\"");
  line("definition", quoted(entry.definition));
  line("date", to_iso(entry.date));
  line("tool", quoted(entry.tool));
  if (!entry.by.empty()) line("by", quoted(entry.by));
  if (!entry.reason.empty()) line("reason", quoted(entry.reason));
  if (entry.commits == 0) return out;
  line("from", quoted(entry.from));
  line("to", quoted(entry.to));
  line("commits", std::to_string(entry.commits));
  line("judged", std::to_string(entry.judged));
  line("false_alarms", std::to_string(entry.false_alarms));
  line("false_alarms_per_1000", quoted(entry.false_alarms_per_1000));
  std::string list = "[";
  for (const auto& one : entry.incidents)
    list += (list.size() > 1 ? ",\n  " : "\n  ") + quoted(one);
  line("would_have_stopped", list + (entry.incidents.empty() ? "]" : "\n]"));
  return out;
}

}  // namespace

Result<Rights> Rights::load(const Configuration& configuration, const std::string& revision) {
  Rights rights;
  if (configuration.folder.empty()) return rights;
  auto text = text_of(configuration, revision);
  if (!text.ok()) return std::move(text).error().while_(rights_file);
  auto entries = entries_of(*text);
  if (!entries.ok()) return Error{ErrorCode::corrupt, entries.error().message}.while_(rights_file);
  rights.entries_ = *std::move(entries);
  return rights;
}

const RightEntry* Rights::last_of(std::string_view guard) const {
  const auto found = std::find_if(entries_.rbegin(), entries_.rend(),
                                  [&](const RightEntry& entry) { return entry.guard == guard; });
  return found == entries_.rend() ? nullptr : &*found;
}

std::string_view word(Right::From from) {
  switch (from) {
    case Right::From::nobody:
      return "nobody";
    case Right::From::replay:
      return "replay";
    case Right::From::person:
      return "person";
    case Right::From::configuration:
      return "hindcast.toml";
  }
  return "";
}

std::string Rights::why_not(const config::Guard& guard, std::string_view definition) const {
  return right_of(guard, definition).why_not;
}

Right Rights::right_of(const config::Guard& guard, std::string_view definition) const {
  Right right;
  const auto* last = last_of(guard.name);
  const bool is_demoted = last != nullptr && !last->is_promotion;
  const bool is_proven = last != nullptr && last->is_promotion && last->definition == definition;
  if (last != nullptr && (is_demoted || is_proven || guard.blocks_by.empty())) {
    right.by = last->by;
    right.because = last->reason;
    right.since = last->date;
  }
  if (is_demoted) {
    right.why_not = "was demoted on " + to_iso(last->date);
  } else if (is_proven) {
    right.from = last->by.empty() ? Right::From::replay : Right::From::person;
    if (last->by.empty() && !last->incidents.empty())
      right.because = "would have stopped " + std::to_string(last->incidents.size()) +
                      (last->incidents.size() == 1 ? " incident" : " incidents");
  } else if (!guard.blocks_by.empty()) {
    right.from = Right::From::configuration;
    right.by = guard.blocks_by;
    right.because = guard.blocks_because;
  } else if (last == nullptr) {
    right.why_not = never_proved;
  } else {
    right.why_not = "has changed since it was promoted on " + to_iso(last->date);
  }
  return right;
}

Status add_right(const Configuration& configuration, const RightEntry& entry) {
  auto text = TRY(text_of(configuration, {}));
  const bool is_new = text.empty();
  if (is_new) text = head;
  if (!text.ends_with('\n')) text += '\n';
  text += shown(entry);
  // What cannot be read again is not written.
  auto entries = entries_of(text);
  if (!entries.ok()) return Error{ErrorCode::corrupt, entries.error().message}.while_(rights_file);
  auto file = TRY(disk::OutputFile::create(path_of(configuration)));
  file.put(text);
  return file.finish();
}

}  // namespace hindcast::app
