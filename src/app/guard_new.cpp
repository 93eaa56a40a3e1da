#include "app/guard_new.h"

#include <algorithm>
#include <charconv>

#include "app/seek.h"
#include "base/nearest.h"
#include "base/plain.h"
#include "base/text.h"
#include "disk/beneath.h"
#include "disk/disk.h"
#include "disk/write.h"
#include "guards/guard.h"

namespace hindcast::app {
namespace {

constexpr std::size_t sentence_bytes_max = 200;

// A document and its item by id or by line.
struct Place {
  std::string path, id;
  std::uint32_t line = 0;
};

Result<std::string> document_of(const std::string& slug, const std::string& id, const ReadOptions& options) {
  const auto sought = TRY(seek({slug, id}, {}, options));
  if (sought.found.size() == 1) return sought.found[0];
  if (sought.found.size() > 1)
    return Error{ErrorCode::conflict,
                 "both " + sought.found[0] + " and " + sought.found[1] + " have it; name the file"};
  std::string message = "no document has such an item";
  if (!sought.near.empty()) message += "; did you mean " + sought.near[0] + "?";
  return Error{ErrorCode::not_found, message};
}

Result<Place> place_of(const std::string& written, const ReadOptions& options) {
  const auto hash = written.rfind('#');
  if (hash != written.npos) {
    const auto document = written.substr(0, hash), id = written.substr(hash + 1);
    if (!document.empty() && disk::exists(document)) return Place{document, id, 0};
    return Place{TRY(document_of(document, id, options)), id, 0};
  }
  const auto colon = written.rfind(':');
  std::uint32_t line = 0;
  if (colon != written.npos)
    std::from_chars(written.data() + colon + 1, written.data() + written.size(), line);
  if (line == 0)
    return Error{ErrorCode::invalid,
                 "names no item: write SLUG#id or FILE:LINE; 'hindcast items' lists them"};
  return Place{written.substr(0, colon), "", line};
}

struct Asked {
  std::string path, cited, sentence, title;
  std::uint32_t line = 0;
};

Result<Asked> asked_at(const std::string& written, const ReadOptions& options) {
  const auto place = TRY(place_of(written, options));
  const auto read = TRY(read_document(place.path, options));
  for (const auto& item : read.document.items) {
    if (place.id.empty() ? item.line != place.line : item.id != place.id) continue;
    const bool is_asked = item.role == facts::ItemRole::action || item.role == facts::ItemRole::check ||
                          item.role == facts::ItemRole::improvement;
    if (!is_asked)
      return Error{ErrorCode::invalid, "is neither an action nor a check: a guard answers what is asked"};
    return Asked{place.path, read.document.slug + "#" + item.id, one_line(item.text, sentence_bytes_max),
                 one_line(read.document.title.text, sentence_bytes_max), item.line};
  }
  return Error{ErrorCode::not_found, "there is no item there; 'hindcast show " + place.path + "' lists them"};
}

// "alert-on-a-full-disk"
std::string name_of(std::string_view sentence) {
  constexpr std::size_t bytes_max = 16;
  std::string name;
  for (const char c : sentence) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    if (is_plain) name += lower(c);
    if (is_plain || name.empty() || name.back() == '-') continue;
    if (name.size() >= bytes_max) break;
    name += '-';
  }
  name.resize(std::min<std::size_t>(name.size(), 60));
  while (name.ends_with('-'))
    name.pop_back();
  return name.empty() ? "lesson" : name;
}

// What the setting is when it is not set, as it would be written: who takes the comment's sign away changes
// nothing. Where there is no such value, one that has to be replaced.
std::string value_when_not_set(const guards::Setting& setting) {
  using guards::Takes;
  constexpr std::string_view end = " when not set";
  const auto meaning = setting.meaning;
  const auto from = meaning.rfind("; ");
  if (!meaning.ends_with(end) || from == meaning.npos) {
    const bool is_list = setting.takes == Takes::texts || setting.takes == Takes::paths;
    const bool is_table = setting.takes == Takes::table || setting.takes == Takes::files;
    return is_list ? "[\"TODO\"]" : is_table ? "{ TODO = \"TODO\" }" : "\"TODO\"";
  }
  const auto value = meaning.substr(from + 2, meaning.size() - end.size() - from - 2);
  const bool is_bare = setting.takes == Takes::flag || setting.takes == Takes::number;
  return is_bare ? std::string(value) : in_quotes(value);
}

// The words that a setting takes, where it takes only some: ", \"a\" or \"b\"".
std::string choices_of(const guards::Setting& setting) {
  std::string out;
  for (std::size_t i = 0; i < setting.choices.size(); ++i)
    out.append(i == 0                            ? " to "
               : i + 1 == setting.choices.size() ? " or "
                                                 : ", ")
        .append(in_quotes(setting.choices[i]));
  return out;
}

// A value to replace, of the kind that the setting takes.
std::string placeholder(const guards::Setting& setting) {
  using guards::Takes;
  switch (setting.takes) {
    case Takes::texts:
    case Takes::paths:
      return "[\"TODO\"]";
    case Takes::number:
      return "0";
    case Takes::duration:
      return "\"1 day\"";
    case Takes::flag:
      return "true";
    case Takes::choice:
      return setting.choices.empty() ? "\"TODO\"" : in_quotes(setting.choices[0]);
    case Takes::files:
    case Takes::table:
      return "{ TODO = \"TODO\" }";
    case Takes::text:
    case Takes::path:
      break;
  }
  return "\"TODO\"";
}

std::string declaration(const GuardBegun& begun, const guards::BuiltIn* built_in) {
  std::string out = "[guards." + begun.name + "]\nabout = " + in_quotes(begun.sentence) + "\n";
  if (built_in == nullptr) {
    out += "command = [\"sh\", " + in_quotes("guards/" + begun.name + ".sh") + "]\ntimeout = \"1 min\"\n";
  } else {
    out += "use = " + in_quotes(built_in->name) + "\n";
    if (built_in->reaches_network) out += "network = true\n";
    for (const auto& setting : built_in->settings)
      out.append(setting.is_required ? "" : "# ")
          .append(setting.name)
          .append(" = ")
          .append(setting.is_required ? placeholder(setting) : value_when_not_set(setting))
          .append(setting.is_required ? "  # " : "  # may be set" + choices_of(setting) + ": ")
          .append(setting.meaning)
          .append("\n");
  }
  return out + "items = [" + in_quotes(begun.item) + "]\n";
}

// In a comment of a script and on a line of a picture: no line end, nothing that a shell would read.
std::string script(const GuardBegun& begun, const Asked& asked) {
  const auto fixture = "guards/" + begun.name;
  return "#!/bin/sh\n# " + begun.sentence + "\n# Asked by " + asked.cited + ", " + one_line(asked.path) +
         ":" + std::to_string(asked.line) +
         "\n#\n"
         "# Exit status 0: it holds. 1: it does not. 75: that can't be told now.\n"
         "# Looks at the folder that it is given, or at this one:\n"
         "#   sh " +
         fixture + ".sh " + fixture +
         "/incident    has to fail: as it was on the day of the incident\n"
         "#   sh " +
         fixture + ".sh " + fixture +
         "/mended      has to pass\n"
         "set -eu\n"
         "here=${1:-.}\n\n"
         "# TODO: replace these two lines by a look at what was wrong, and the files of the two pictures by "
         "real ones.\n"
         "if [ -e \"$here/as-it-was\" ]; then echo \"it is as it was on the day of the incident\"; exit 1; "
         "fi\n"
         "if [ -e \"$here/as-it-should-be\" ]; then exit 0; fi\n\n"
         "echo \"this guard looks at nothing yet\"\n"
         "exit 75\n";
}

}  // namespace

Result<GuardBegun> begin_guard(const Configuration& configuration, const GuardWish& wish,
                               const ReadOptions& options) {
  const guards::BuiltIn* built_in = wish.use.empty() ? nullptr : guards::find_built_in(wish.use);
  if (!wish.use.empty() && built_in == nullptr) {
    std::vector<std::string_view> names;
    for (const auto& one : guards::built_ins())
      names.push_back(one.name);
    const auto near = closest(wish.use, names);
    return Error{ErrorCode::not_found, "there is no built-in guard `" + one_line(wish.use) + "`" +
                                           (near ? "; did you mean `" + std::string(*near) + "`?" : "")};
  }
  auto asked = asked_at(wish.item, options);
  if (!asked.ok()) return std::move(asked).error().while_(wish.item);
  GuardBegun begun;
  begun.item = asked->cited;
  begun.sentence = asked->sentence;
  begun.name = wish.name.empty() ? name_of(asked->sentence) : wish.name;
  const auto is_plain = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  if (!std::all_of(begun.name.begin(), begun.name.end(), is_plain))
    return Error{ErrorCode::invalid, "--name `" + one_line(begun.name) +
                                         "`: a guard's name is made of letters, digits, '-' and '_'"};
  for (const auto& guard : configuration.config.guards)
    if (guard.name == begun.name)
      return Error{ErrorCode::conflict,
                   "hindcast.toml declares a guard " + begun.name + " already; choose another --name"};
  begun.config_file = configuration.file.empty() ? "hindcast.toml" : configuration.file;
  if (!configuration.file.empty()) {
    constexpr std::uint64_t config_bytes_max = 1u << 20;
    begun.before = TRY(disk::read_file(configuration.file, config_bytes_max));
  }
  begun.after = begun.before;
  if (!begun.after.empty() && !begun.after.ends_with('\n')) begun.after += "\n";
  begun.after += (begun.after.empty() ? "" : "\n") + declaration(begun, built_in);
  // What is written has to be what this program reads.
  TRY(read_settings(begun.after, begun.config_file));
  if (built_in != nullptr) return begun;
  const auto stem = "guards/" + begun.name;
  begun.files = {{stem + ".sh", script(begun, *asked)},
                 {stem + "/incident/as-it-was", asked->title + "\n" + begun.sentence + "\n"},
                 {stem + "/mended/as-it-should-be", begun.sentence + "\n"}};
  for (const auto& [path, text] : begun.files)
    if (disk::exists(disk::path_joined(configuration.folder, path)))
      return Error{ErrorCode::conflict, path + " is there already; choose another --name"};
  return begun;
}

Status write_guard(const Configuration& configuration, const GuardBegun& begun) {
  for (const auto& [path, text] : begun.files) {
    auto made = disk::create_beneath(configuration.folder, path, text);
    if (!made.ok()) return std::move(made).error().while_(path);
  }
  if (begun.before.empty() && !disk::exists(begun.config_file))
    return disk::create_file(begun.config_file, begun.after);
  const disk::Change change{begun.config_file, begun.before, begun.after};
  auto written = disk::write_changes({begun.config_file}, std::span(&change, 1));
  if (!written.ok()) return std::move(written).error().while_(begun.config_file);
  return Ok();
}

}  // namespace hindcast::app
