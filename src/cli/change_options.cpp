#include "cli/change_options.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hindcast::cli {
namespace {

using Names = std::optional<std::vector<std::string>>;

Names listed(const Arguments& arguments, std::string_view option) {
  if (!arguments.has(option)) return std::nullopt;
  const auto values = arguments.values(option);
  return std::vector<std::string>(values.begin(), values.end());
}

// One a line; a NUL ends one too, as with git's -z.
Result<std::vector<std::string>> paths_from_input(const Terminal& terminal) {
  constexpr std::uint64_t bytes_max = 64u << 20;
  if (!terminal.in) return Error{ErrorCode::unavailable, "--paths -: there is no standard input"};
  auto text = terminal.in(bytes_max);
  if (!text.ok()) return std::move(text).error().while_("--paths -");
  std::vector<std::string> paths;
  std::string_view left = *text;
  constexpr std::string_view ends("\n\0", 2);
  while (!left.empty()) {
    const auto end = std::min(left.find_first_of(ends), left.size());
    auto path = left.substr(0, end);
    if (path.ends_with('\r')) path.remove_suffix(1);
    if (!path.empty()) paths.emplace_back(path);
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return paths;
}

}  // namespace

Result<app::ChangeWish> change_options(const Arguments& arguments, const Terminal& terminal) {
  app::ChangeWish wish;
  wish.diff = arguments.value("diff");
  if (arguments.has("diff") && wish.diff.empty())
    return Error{ErrorCode::invalid, "--diff cannot be ''; write BASE..HEAD, as in origin/main..HEAD"};
  wish.commit = arguments.value("commit");
  wish.services = listed(arguments, "services");
  wish.kinds = listed(arguments, "kinds");
  wish.paths = listed(arguments, "paths");
  if (wish.paths && *wish.paths == std::vector<std::string>{"-"})
    wish.paths = TRY(paths_from_input(terminal));
  // A list that came out empty is a slip, and must not be taken for a change that touches nothing.
  const Names phases = listed(arguments, "phase");
  wish.phases = phases.value_or(std::vector<std::string>());
  const std::pair<std::string_view, const Names*> lists[] = {
      {"paths", &wish.paths}, {"services", &wish.services}, {"kinds", &wish.kinds}, {"phase", &phases}};
  for (const auto& [option, names] : lists)
    if (*names &&
        (names->value().empty() || std::count(names->value().begin(), names->value().end(), "") > 0))
      return Error{ErrorCode::invalid, std::string("--").append(option).append(
                                           " names nothing; leave it out, or say what has changed")};
  return wish;
}

}  // namespace hindcast::cli
