#include "cli/suggest.h"

#include "cli/width.h"

namespace hindcast::cli {
std::string printable(std::string_view text) {
  constexpr std::size_t bytes_max = 80;
  std::string shown = harmless(text.substr(0, bytes_max));
  if (text.size() > bytes_max) shown += "...";
  return shown;
}

std::string quoted(std::string_view text) {
  return "'" + printable(text) + "'";
}

}  // namespace hindcast::cli
