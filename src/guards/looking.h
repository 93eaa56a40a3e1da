// What built-in guards share: reading their settings, and looking at files so that nothing absent or
// unreadable is ever taken for a pass.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
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

// A key that nobody reads is a slip, and whoever wrote it believes that it holds. Each key of `table` that is
// not among `known` is `inconclusive` at its line: "`uniqe` is no key of an expected index; did you mean
// `unique`?", where `whose` is "an expected index". Free are notes to people ("about", "owner", "link") and
// what begins with "_", "$", "#", "/" or "x-". What is no table has no keys. For tables that only we read.
void tell_unknown_keys(const data::Value& table, std::span<const std::string_view> known,
                       std::string_view whose, const std::string& path, std::vector<Finding>&);
// The same for tables that belong to another tool (Compose, a manifest), which has keys of which we know
// nothing: told are only those that are all but one of `read`, as "depends-on" is of "depends_on", and that
// the tool does not have beside it (`others`).
void tell_misspelt_keys(const data::Value& table, std::span<const std::string_view> read,
                        std::span<const std::string_view> others, std::string_view whose,
                        const std::string& path, std::vector<Finding>&);
// "; did you mean `prod`?", or nothing where no known name is near. For names that are nobody's: services,
// environments, variables.
std::string meant_by(std::string_view word, std::span<const std::string_view> known);
std::string meant_by(std::string_view word, const std::vector<std::string>& known);

// "1 key", "3 keys"
std::string counted(std::size_t count, std::string_view one, std::string_view many);
// What others wrote, in a message: one line, cut short, control characters as "?".
std::string quoted(std::string_view);

// How a summary ends: ": in order" where nothing but warnings was found, ": 2 problems" where something is
// wrong, and nothing where nobody can tell.
std::string ending_of(const std::vector<Finding>&, bool looked_at, std::string_view good);

// No more findings than a person reads: the worst first, then how many more there are. In the order of
// paths and lines otherwise.
std::vector<Finding> sorted(std::vector<Finding>);

// The outcome of a guard whose files may have been looked at. `looked_at` false: never a pass.
Outcome outcome_of(std::vector<Finding>&& findings, std::string summary, bool looked_at);

}  // namespace hindcast::guards
