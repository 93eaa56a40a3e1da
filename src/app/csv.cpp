#include "app/csv.h"

namespace hindcast::app {

std::string csv_cell(std::string_view text) {
  std::string cell;
  if (!text.empty() && std::string_view("=+-@\t\r").find(text[0]) != std::string_view::npos) cell = "'";
  for (std::size_t i = 0; i < text.size(); ++i) {  // a control character does harm in a terminal
    char c = text[i];
    auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
    bool is_c1 = c == '\xC2' && next >= 0x80 && next < 0xA0;
    if (is_c1) ++i;
    cell += is_c1 || (c >= 0 && c < ' ' && c != '\n' && c != '\t') || c == 0x7F ? ' ' : c;
  }
  if (cell.find_first_of(",\"\r\n") == std::string::npos) return cell;
  std::string quoted = "\"";
  for (char c : cell)
    quoted += c == '"' ? std::string("\"\"") : std::string(1, c);
  return quoted + "\"";
}

}  // namespace hindcast::app
