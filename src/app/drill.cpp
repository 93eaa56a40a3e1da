#include "app/drill.h"

#include <algorithm>

#include "app/check_settings.h"
#include "app/files.h"
#include "app/guard_world.h"
#include "app/guarding.h"
#include "base/text.h"
#include "config/config.h"
#include "disk/disk.h"
#include "guards/drill_record.h"
#include "guards/looking.h"
#include "guards/moment.h"
#include "guards/register.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

constexpr std::uint64_t records_bytes_max = 8u << 20;

bool is_markdown(std::string_view path) {
  const std::string small = lower(path);
  return small.size() > 3 && (small.substr(small.size() - 3) == ".md" ||
                              (small.size() > 9 && small.substr(small.size() - 9) == ".markdown"));
}

std::string place_of(const Configuration& configuration, const std::string& path) {
  return configuration.folder.empty() ? path : configuration.folder + "/" + path;
}

// The registered drills, read as the guard reads them.
struct Registered {
  std::vector<guards::Promise> drills;
  std::vector<guards::Performance> records;
  std::vector<guards::Finding> findings;
};
Registered read_all(const Configuration& configuration, const DrillFiles& files, Timestamp now) {
  const config::Guard none;
  const GuardOptions options{.now = now};
  const auto world = guard_world(configuration, none, options, false);
  Registered all;
  for (const auto& file : guards::files_of(files.registers, *world, all.findings))
    for (auto& one : guards::read_register(file, "drill", all.findings))
      all.drills.push_back(std::move(one));
  std::vector<guards::Finding> unread;  // no record yet is no trouble here
  for (const auto& file : guards::files_of({files.records}, *world, unread))
    for (auto& one : guards::read_performances(file, all.findings))
      all.records.push_back(std::move(one));
  return all;
}

Result<std::string> text_of(const std::string& place) {
  if (!disk::exists(place)) return std::string();
  return disk::read_file(place, records_bytes_max);
}

}  // namespace

Result<DrillFiles> drill_files(const Configuration& configuration, const std::string& records) {
  DrillFiles files;
  for (const config::Guard& guard : configuration.config.guards)
    if (guard.use == "drill" && files.records.empty()) {
      files.registers = guards::texts_in(guard.settings, "register");
      for (const std::string& path : guards::texts_in(guard.settings, "records"))
        if (files.records.empty() && is_markdown(path) && path.find_first_of("*?[") == path.npos)
          files.records = path;
    }
  if (!records.empty()) files.records = records;
  if (files.records.empty())
    return Error{
        ErrorCode::not_found,
        "no Markdown file for records of drills is known; name one with --records, or as `records` of a "
        "guard with use = \"drill\" in hindcast.toml"};
  if (!is_markdown(files.records))
    return Error{ErrorCode::unsupported,
                 "records are written to a Markdown file (.md), not to " + files.records};
  return files;
}

Result<DrillWritten> start_drill(const Configuration& configuration, const DrillFiles& files,
                                 const std::string& drill, const std::string& who, Timestamp at) {
  const Registered all = read_all(configuration, files, at);
  std::string name = drill, known;
  bool is_known = all.drills.empty() && files.registers.empty();
  for (const auto& one : all.drills) {
    known.append(known.empty() ? "" : ", ").append("'").append(one.name).append("'");
    if (lower(one.name) != lower(std::string(trimmed(drill)))) continue;
    is_known = true;
    name = one.name;
  }
  if (!is_known)
    return Error{ErrorCode::not_found, "no register names a drill '" + drill + "'" +
                                           (known.empty() ? std::string() : "; there is " + known)};
  const std::string place = place_of(configuration, files.records);
  const std::string before = TRY(text_of(place));
  const std::string after = TRY(guards::with_drill_begun(before, name, who, at));
  DrillWritten written{name, files.records, 0, {}};
  if (!disk::exists(place))
    TRY(create_document(place, after));
  else
    written.notes = TRY(replace_document({folder_of(place)}, place, before, after));
  return written;
}

Result<DrillWritten> add_to_drill(const Configuration& configuration, const DrillFiles& files,
                                  const std::string& drill, const std::vector<std::string>& lines,
                                  Timestamp at) {
  const std::string place = place_of(configuration, files.records);
  const std::string before = TRY(text_of(place));
  auto made = TRY(guards::with_drill_lines(before, drill, lines));
  DrillWritten written{made.drill.name, files.records, at - made.drill.started, {}};
  written.notes = TRY(replace_document({folder_of(place)}, place, before, made.text));
  return written;
}

std::optional<Timestamp> moment_given(std::string_view text) {
  return guards::moment(text);
}

Result<DrillList> list_drills(const Configuration& configuration, const DrillFiles& files, Timestamp now) {
  Registered all = read_all(configuration, files, now);
  DrillList list;
  for (const auto& drill : all.drills) {
    DrillRow row{drill.name, drill.owner, std::string(guards::word_in(drill.settings, {"every"})), {}, {},
                 false,      {}};
    std::optional<Timestamp> last;
    for (const auto* one : guards::of_promise(all.records, drill)) {
      if (one->finished && one->result == guards::HowItWent::passed && *one->finished <= now)
        last = one->finished;
      if (one->started && !one->finished && one->result == guards::HowItWent::unknown)
        row.began = one->started;
    }
    const auto every = guards::cadence_in(drill, "every", all.findings);
    if (last) row.last = date_of(*last);
    if (last && every) row.due = date_of(every->until(*last));
    row.is_overdue = !last || (every && every->until(*last) < now);
    list.rows.push_back(std::move(row));
  }
  for (const auto& finding : all.findings)
    list.complaints.push_back(finding.path + (finding.line > 0 ? ":" + std::to_string(finding.line) : "") +
                              ": " + finding.message);
  return list;
}

std::string drills_json(const DrillList& list) {
  std::string out;
  json::Writer writer(out);
  const auto put = [&](std::string_view key, const std::optional<std::string>& text) {
    writer.key(key);
    if (text)
      writer.text(*text);
    else
      writer.null();
  };
  writer.open_object().key("drills").open_array();
  for (const auto& drill : list.rows) {
    writer.open_object().key("name").text(drill.name).key("owner").text(drill.owner);
    writer.key("every").text(drill.every);
    put("last_passed", drill.last ? std::optional(to_iso(*drill.last)) : std::nullopt);
    put("due", drill.due ? std::optional(to_iso(*drill.due)) : std::nullopt);
    writer.key("overdue").boolean(drill.is_overdue);
    put("began", drill.began ? std::optional(to_iso_time(*drill.began)) : std::nullopt);
    writer.close_object();
  }
  writer.close_array().key("complaints").open_array();
  for (const auto& complaint : list.complaints)
    writer.text(complaint);
  writer.close_array().close_object().finish();
  return out + "\n";
}

}  // namespace hindcast::app
