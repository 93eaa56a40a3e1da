// [services.NAME] and [gate]: what services are made of, and what stops a release.
#include <algorithm>
#include <array>
#include <charconv>

#include "config/entries.h"
#include "facts/verdict.h"

namespace hindcast::config {
namespace {

constexpr std::array<facts::ItemRole, 3> asked_roles = {facts::ItemRole::check, facts::ItemRole::action,
                                                        facts::ItemRole::improvement};
// A pass can stop nothing, and a waiver is there so that it does not.
constexpr std::array<facts::Verdict, 5> stopping = {facts::Verdict::warn, facts::Verdict::missing,
                                                    facts::Verdict::inconclusive, facts::Verdict::fail,
                                                    facts::Verdict::error};

// One word or a list of them, each the word of one of `all`.
template <typename Value, std::size_t size>
std::vector<Value> values_of(const Entry& entry, std::string_view what, const std::array<Value, size>& all,
                             Reading& reading) {
  std::array<std::string_view, size> words;
  std::transform(all.begin(), all.end(), words.begin(), [](Value value) { return word(value); });
  std::vector<Value> values;
  const bool is_list = entry.type == Entry::Type::list;
  for (const Entry& one : is_list ? std::span<const Entry>(entry.members) : std::span<const Entry>(&entry, 1))
    if (const auto found = choice_of(one, what, words, reading)) values.push_back(all[*found]);
  return values;
}

void read_service(const Entry& table, Reading& reading) {
  static constexpr std::array<std::string_view, 1> keys = {"paths"};
  Service service;
  service.name = table.key;
  service.origin = table.key_at;
  for (const Entry& entry : table.members) {
    if (entry.key != keys[0]) {
      reading.problem(entry.key_at, unknown("key", entry.key, keys));
      continue;
    }
    reading.state("services." + table.key + ".paths", entry);
    service.paths = texts_of(entry, "a glob", reading);
  }
  if (table.members.empty())
    reading.problem(table.at, "a service needs 'paths', the files that it is made of");
  reading.config.services.push_back(std::move(service));
}

void read_false_alarms(const Entry& entry, Reading& reading) {
  constexpr std::uint32_t most = 1000;
  std::uint32_t count = 0;
  const char* end = entry.text.data() + entry.text.size();
  const auto read = std::from_chars(entry.text.data(), end, count);
  if (entry.type != Entry::Type::number || read.ec != std::errc() || read.ptr != end || count > most)
    return reading.problem(entry.at, "needs a whole number from 0 to 1000");
  reading.config.gate.false_alarms_max = {count, entry.at};
}

}  // namespace

void read_services(const Entry& services, Reading& reading) {
  if (services.type != Entry::Type::table)
    return reading.problem(services.at, "is a table: write [services.NAME]");
  for (const Entry& service : services.members) {
    if (service.type == Entry::Type::table)
      read_service(service, reading);
    else
      reading.problem(service.at, "is a table: write [services.NAME]");
  }
}

void read_gate(const Entry& table, Reading& reading) {
  static constexpr std::array<std::string_view, 9> keys = {
      "mode",      "blocks",      "asks",     "tells", "untold", "false_alarms_per_1000_max",
      "documents", "waive_alone", "isolation"};
  static constexpr std::array<std::string_view, 2> levels = {"process", "namespaces"};
  static constexpr std::array<std::string_view, 2> modes = {"enforcing", "advisory"};
  if (table.type != Entry::Type::table) return reading.problem(table.at, "is a table: write [gate]");
  auto& gate = reading.config.gate;
  for (const Entry& entry : table.members) {
    const std::string_view key = entry.key;
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) {
      reading.problem(entry.key_at, unknown("key", key, keys));
      continue;
    }
    reading.state("gate." + entry.key, entry);
    if (key == "mode") {
      if (const auto mode = choice_of(entry, "mode", modes, reading))
        gate.is_advisory = {*mode == 1, entry.at};
    } else if (key == "blocks") {
      gate.blocks = {values_of(entry, "verdict", stopping, reading), entry.at};
      if (gate.blocks.value.empty() && entry.members.empty() && entry.type == Entry::Type::list)
        reading.problem(entry.at, "is an empty list: a gate that nothing stops is mode = \"advisory\"");
    } else if (key == "asks") {
      gate.asks = {values_of(entry, "role", asked_roles, reading), entry.at};
      if (gate.asks.value.empty() && entry.members.empty() && entry.type == Entry::Type::list)
        reading.problem(entry.at, "is an empty list: leave the key out");
    } else if (key == "untold") {
      static constexpr std::array<std::string_view, 3> choices = {"undecided", "go", "ask"};
      if (const auto choice = choice_of(entry, "choice", choices, reading))
        gate.untold = {static_cast<Config::Gate::Untold>(*choice), entry.at};
    } else if (key == "isolation") {
      gate.demands_namespaces = choice_of(entry, "isolation", levels, reading) == 1;
    } else if (key == "false_alarms_per_1000_max") {
      read_false_alarms(entry, reading);
    } else if (key == "documents") {
      gate.documents = {texts_of(entry, "a file or folder", reading), entry.at};
    } else if (key == "waive_alone") {
      if (entry.type != Entry::Type::truth) reading.problem(entry.at, "needs true or false, without quotes");
      gate.may_waive_alone = {entry.text == "true", entry.at};
    } else {
      gate.tells = {values_of(entry, "role", asked_roles, reading), entry.at};
    }
  }
}

}  // namespace hindcast::config
