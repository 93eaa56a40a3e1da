#include <algorithm>
#include <string>
#include <vector>

#include "app/config.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/style.h"
#include "cli/width.h"

namespace hindcast::cli {

int run_config(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  std::string path(arguments.operands.empty() ? "." : arguments.operands[0]);
  auto document = app::document_at(path);
  if (!document) return say_trouble(terminal, path, document.error().message), 2;
  auto configuration = configuration_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  if (arguments.value("format") == "json") {
    terminal.out(app::settings_json(*configuration, *document));
    return 0;
  }
  auto settings = app::settings_of(*configuration, *document);
  std::size_t key_width = 0, value_width = 0;
  for (const auto& line : settings) {
    key_width = std::max(key_width, line.key.size());
    value_width = std::max(value_width, std::min<std::size_t>(line.value.size(), 40));
  }
  constexpr std::size_t around = 2 + 2 + 2 + 7;  // blanks, and "default"
  const bool is_narrow = key_width + value_width + around > static_cast<std::size_t>(style->columns);
  std::string page = configuration->file.empty() ? "no hindcast.toml: everything is as by default\n"
                                                 : harmless(configuration->file) + "\n";
  if (!document->empty()) page += "for " + harmless(*document) + "\n";
  page += "\n";
  for (const auto& line : settings) {
    std::string value = line.value.empty() ? "-" : harmless(line.value);
    std::string from = line.origin.is_default() ? "default" : "line " + std::to_string(line.origin.line);
    if (is_narrow) {
      page += "  " + line.key + "\n    " + value + "  " + from + "\n";
      continue;
    }
    page += "  " + line.key + std::string(key_width - line.key.size() + 2, ' ') + value +
            std::string(value.size() < value_width ? value_width - value.size() + 2 : 2, ' ') + from + "\n";
  }
  terminal.out(page);
  return 0;
}

}  // namespace hindcast::cli
