// What built-in guards share: reading their settings, and looking at files so that nothing absent or
// unreadable is ever taken for a pass.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/data.h"
#include "guards/guard.h"

namespace hindcast::guards {

// Of a setting: its text, or what is to be taken where nobody set it.
std::string text_in(const data::Value& settings, std::string_view name, std::string_view otherwise = "");
// One text or a list of them.
std::vector<std::string> texts_in(const data::Value& settings, std::string_view name);
bool flag_in(const data::Value& settings, std::string_view name, bool otherwise = false);

struct File {
  std::string path, text;
};
// The files that paths and globs name, each once. What is not there, is empty or cannot be read is a finding.
std::vector<File> files_of(const std::vector<std::string>& patterns, World&, std::vector<Finding>&);

// What an error of a reader ("line 3: a comma is missing") says about a file: inconclusive, at that line.
Finding unreadable(const std::string& path, const Error&);
// Read by its name; a file that is not what its name says is a finding. A YAML file of several documents is a
// list.
std::optional<data::Value> data_of(const File&, std::vector<Finding>&);
// The same as a list of documents, whatever the format.
std::vector<data::Value> documents_of(const File&, std::vector<Finding>&);

// A member's text, number or date, as it is written; of several names the first that is there.
std::string_view word_in(const data::Value& table, std::initializer_list<std::string_view> names);

// "1 key", "3 keys"
std::string counted(std::size_t count, std::string_view one, std::string_view many);
// What others wrote, in a message: one line, cut short, control characters as "?".
std::string quoted(std::string_view);

// No more findings than a person reads: the worst first, then how many more there are. In the order of
// paths and lines otherwise.
std::vector<Finding> sorted(std::vector<Finding>);

// The outcome of a guard whose files may have been looked at. `looked_at` false: never a pass.
Outcome outcome_of(std::vector<Finding>&& findings, std::string summary, bool looked_at);

}  // namespace hindcast::guards
