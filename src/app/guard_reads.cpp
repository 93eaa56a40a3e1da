#include "app/guard_reads.h"

#include <algorithm>

#include "data/data.h"
#include "disk/disk.h"
#include "guards/guard.h"

namespace hindcast::app {
namespace {

using guards::Takes;

// A text, those of a list, or those of a table's members.
void add_texts(const data::Value& value, std::vector<std::string>& paths) {
  if (value.is_text()) paths.push_back(value.text);
  for (const auto& member : value.members)
    if (member.is_list())
      add_texts(member, paths);
    else if (member.is_text())
      paths.push_back(member.text);
}

}  // namespace

std::vector<std::string> read_by(const config::Guard& guard, const std::string& folder) {
  std::vector<std::string> paths = guard.covers;
  for (const auto& word : guard.command)
    if (word.find('/') != word.npos && word.front() != '/' && word.find("://") == word.npos)
      paths.push_back(word);
  if (const auto* built_in = guards::find_built_in(guard.use))
    for (const auto& setting : built_in->settings)
      if (setting.takes == Takes::path || setting.takes == Takes::paths || setting.takes == Takes::files)
        if (const auto* value = guard.settings.find(setting.name)) add_texts(*value, paths);
  std::erase_if(paths, [](const std::string& path) { return path.empty() || path.front() == '/'; });
  for (auto& path : paths)
    path = disk::absolute("/" + folder + "/" + path);
  return paths;
}

}  // namespace hindcast::app
