// What stands in the tables of hindcast.toml that a team names itself: policies, teams, views, the calendar.
// The TOML library stays behind parse.cpp; here are its values as they were written.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "config/config.h"

namespace hindcast::config {

struct Entry {
  enum class Type : std::uint8_t { text, number, decimal, truth, day, list, table, other };
  std::string key;  // "" of a member of a list
  Origin key_at, at;
  Type type{};
  std::string text;            // of a text, a number, a truth or a day (ISO)
  std::vector<Entry> members;  // of a list or a table, in the order of the file
};

// What reading adds to.
struct Reading {
  const Known& known;
  Config& config;
  std::vector<Problem>& problems;

  void problem(Origin at, std::string message) { problems.push_back({at, std::move(message)}); }
  // What `hindcast config` shows of it.
  void state(std::string key, const Entry&);
};

void read_policies(const Entry&, Reading&);
void read_teams(const Entry&, Reading&);
void read_views(const Entry&, Reading&);
void read_calendar(const Entry&, Reading&);
void read_guards(const Entry&, Reading&);
void read_services(const Entry&, Reading&);
void read_gate(const Entry&, Reading&);

// Words of messages.
std::string shown(std::string_view typed);                    // in quotes, and not too long
std::string either(std::span<const std::string_view> words);  // "'hint', 'warning' or 'error'"
std::string unknown(std::string_view what, std::string_view typed, std::span<const std::string_view> words);

// One text of a value, or one problem.
std::optional<std::string> text_of(const Entry&, std::string_view what, Reading&);
// One text or a list of them.
std::vector<std::string> texts_of(const Entry&, std::string_view what, Reading&);
// One of `words`.
std::optional<std::size_t> choice_of(const Entry&, std::string_view what,
                                     std::span<const std::string_view> words, Reading&);

}  // namespace hindcast::config
