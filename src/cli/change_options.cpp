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

// What git writes for a name with odd bytes: "db/\\303\\244.sql" in double quotes, as C has them. Nothing
// where it is not.
std::optional<std::string> unquoted(std::string_view line) {
  constexpr std::string_view letters = "abtnvfr\"\\", meant = "\a\b\t\n\v\f\r\"\\";
  if (line.size() < 2 || line.front() != '"' || line.back() != '"') return std::nullopt;
  line = line.substr(1, line.size() - 2);
  std::string out;
  for (std::size_t at = 0; at < line.size(); ++at) {
    if (line[at] == '"') return std::nullopt;
    if (line[at] != '\\') {
      out += line[at];
      continue;
    }
    if (++at == line.size()) return std::nullopt;
    if (const auto letter = letters.find(line[at]); letter != letters.npos) {
      out += meant[letter];
      continue;
    }
    unsigned byte = 0;
    const auto end = at + 3;
    if (end > line.size()) return std::nullopt;
    for (; at < end; ++at) {
      if (line[at] < '0' || line[at] > '7') return std::nullopt;
      byte = byte * 8 + static_cast<unsigned>(line[at] - '0');
    }
    --at;
    if (byte > 255) return std::nullopt;
    out += static_cast<char>(byte);
  }
  return out;
}

// One a line, as git writes them; a NUL ends one too, as with git's -z, which quotes none.
Result<std::vector<std::string>> paths_from_input(const Terminal& terminal) {
  constexpr std::uint64_t bytes_max = 64u << 20;
  if (!terminal.in) return Error{ErrorCode::unavailable, "--paths -: there is no standard input"};
  auto text = terminal.in(bytes_max);
  if (!text.ok()) return std::move(text).error().while_("--paths -");
  std::vector<std::string> paths;
  std::string_view left = *text;
  constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";
  if (left.starts_with(byte_order_mark)) left.remove_prefix(byte_order_mark.size());
  const bool has_nul = left.find('\0') != left.npos;
  constexpr std::string_view ends("\n\0", 2);
  while (!left.empty()) {
    const auto end = std::min(left.find_first_of(ends), left.size());
    auto path = left.substr(0, end);
    if (path.ends_with('\r')) path.remove_suffix(1);
    if (auto plain = has_nul ? std::nullopt : unquoted(path))
      paths.push_back(*std::move(plain));
    else if (!path.empty())
      paths.emplace_back(path);
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
