#include "guards/env_compare.h"

#include <algorithm>
#include <set>

namespace hindcast::guards {
namespace {

EnvLine line_of(const std::string& name, const std::vector<Environment>& all) {
  EnvLine line;
  line.name = name;
  std::vector<std::string_view> seen;  // a fingerprint for each group
  for (const Environment& environment : all) {
    const EnvValue* value = environment.find(name);
    EnvCell cell;
    if (value == nullptr) {
      cell.has = Has::nothing;
    } else if (value->fingerprint.empty()) {
      cell.has = Has::elsewhere;
    } else if (!seen.empty() && key_id_of(seen[0]) != key_id_of(value->fingerprint)) {
      cell.has = Has::incomparable;
    } else {
      cell.has = value->is_empty ? Has::empty : Has::value;
      const auto same = std::find(seen.begin(), seen.end(), value->fingerprint);
      cell.group = static_cast<int>(same - seen.begin());
      if (same == seen.end()) seen.push_back(value->fingerprint);
    }
    line.cells.push_back(cell);
  }
  line.is_same = std::all_of(line.cells.begin(), line.cells.end(), [](const EnvCell& cell) {
    return (cell.has == Has::value || cell.has == Has::empty) && cell.group == 0;
  });
  return line;
}

}  // namespace

std::vector<EnvLine> compare_environments(const std::vector<Environment>& all) {
  std::set<std::string> names;
  for (const Environment& environment : all)
    for (const EnvValue& value : environment.values)
      names.insert(value.name);
  std::vector<EnvLine> lines;
  for (const std::string& name : names)
    lines.push_back(line_of(name, all));
  return lines;
}

}  // namespace hindcast::guards
