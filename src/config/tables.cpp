// [teams.NAME], [views.NAME] and [calendar].
#include <algorithm>
#include <array>

#include "config/entries.h"

namespace hindcast::config {
namespace {

bool is_table(const Entry& entry, std::string_view how, Reading& reading) {
  if (entry.type == Entry::Type::table) return true;
  reading.problem(entry.at, "is a table: write [" + std::string(how) + "]");
  return false;
}

void read_team(const Entry& table, Reading& reading) {
  static constexpr std::array<std::string_view, 2> keys = {"services", "members"};
  Team team;
  team.name = table.key;
  team.origin = table.key_at;
  for (const Entry& entry : table.members) {
    if (entry.key != keys[0] && entry.key != keys[1]) {
      reading.problem(entry.key_at, unknown("key", entry.key, keys));
      continue;
    }
    reading.state("teams." + table.key + "." + entry.key, entry);
    (entry.key == keys[0] ? team.services : team.members) =
        texts_of(entry, entry.key == keys[0] ? "a service" : "a name", reading);
  }
  reading.config.teams.push_back(std::move(team));
}

// What there is to choose from; "-due" is "due" the other way round.
std::string_view chosen(const ViewKey& key, std::string_view value) {
  if (key.is_reversible && value.starts_with('-')) value.remove_prefix(1);
  return value;
}

bool is_choice(const ViewKey& key, std::string_view value) {
  return key.choices.empty() ||
         std::find(key.choices.begin(), key.choices.end(), chosen(key, value)) != key.choices.end();
}

void read_view(const Entry& table, Reading& reading) {
  View view;
  view.name = table.key;
  view.origin = table.key_at;
  std::vector<std::string_view> names;
  for (const ViewKey& key : reading.known.views)
    names.push_back(key.name);
  for (const Entry& entry : table.members) {
    const auto place =
        static_cast<std::size_t>(std::find(names.begin(), names.end(), entry.key) - names.begin());
    if (place == names.size()) {
      reading.problem(entry.key_at, unknown("key", entry.key, names));
      continue;
    }
    const ViewKey& key = reading.known.views[place];
    if (entry.type == Entry::Type::list && !key.is_list) {
      reading.problem(entry.at, "needs one text, not a list");
      continue;
    }
    reading.state("views." + table.key + "." + entry.key, entry);
    ViewSetting setting{entry.key, texts_of(entry, "a text", reading), entry.at};
    for (const auto& value : setting.values) {
      if (!is_choice(key, value))
        reading.problem(entry.at, unknown(key.name, chosen(key, value), key.choices));
      if (auto what = key.problem ? key.problem(value) : std::string(); !what.empty())
        reading.problem(entry.at, std::move(what));
    }
    view.settings.push_back(std::move(setting));
  }
  if (table.members.empty()) reading.problem(table.at, "a view without a key shows what 'items' shows");
  reading.config.views.push_back(std::move(view));
}

bool is_zone_name(std::string_view zone) {
  return zone.find("..") == zone.npos && zone[0] != '/' && std::all_of(zone.begin(), zone.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '/' ||
                  c == '_' || c == '-' || c == '+';
         });
}

}  // namespace

void read_teams(const Entry& teams, Reading& reading) {
  if (!is_table(teams, "teams.NAME", reading)) return;
  for (const Entry& team : teams.members)
    if (is_table(team, "teams.NAME", reading)) read_team(team, reading);
}

void read_views(const Entry& views, Reading& reading) {
  if (!is_table(views, "views.NAME", reading)) return;
  for (const Entry& view : views.members)
    if (is_table(view, "views.NAME", reading)) read_view(view, reading);
}

void read_calendar(const Entry& table, Reading& reading) {
  static constexpr std::array<std::string_view, 3> keys = {"zone", "weekend", "holidays"};
  static constexpr std::array<std::string_view, 7> days = {"monday", "tuesday",  "wednesday", "thursday",
                                                           "friday", "saturday", "sunday"};
  if (!is_table(table, "calendar", reading)) return;
  auto& calendar = reading.config.calendar;
  for (const Entry& entry : table.members) {
    if (entry.key == "zone") {
      if (auto zone = text_of(entry, "a time zone", reading)) calendar.zone = {*zone, entry.at};
      if (!calendar.zone.value.empty() && !is_zone_name(calendar.zone.value))
        reading.problem(entry.at, "needs the name of a time zone, as in \"Europe/Berlin\"");
    } else if (entry.key == "holidays") {
      calendar.holidays = {texts_of(entry, "a path", reading), entry.at};
    } else if (entry.key == "weekend") {
      calendar.weekend = {{}, entry.at};
      const auto all = entry.type == Entry::Type::list ? std::span<const Entry>(entry.members)
                                                       : std::span<const Entry>(&entry, 1);
      for (const Entry& one : all)
        if (const auto day = choice_of(one, "day", days, reading))
          calendar.weekend.value.push_back(std::string(days[*day]));
      std::sort(calendar.weekend.value.begin(), calendar.weekend.value.end());
      const auto end = std::unique(calendar.weekend.value.begin(), calendar.weekend.value.end());
      if (end - calendar.weekend.value.begin() == 7) reading.problem(entry.at, "a week needs a day of work");
    } else {
      reading.problem(entry.key_at, unknown("key", entry.key, keys));
    }
  }
}

}  // namespace hindcast::config
