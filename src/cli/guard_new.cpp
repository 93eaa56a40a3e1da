// The command `guard new`.
#include <string>

#include "app/forms.h"
#include "app/guard_new.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/width.h"

namespace hindcast::cli {

int run_guard_new(const Arguments& arguments, const Terminal& terminal) {
  auto configuration = policy_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  auto options = read_options(arguments, terminal);
  if (!options) return refuse_lines(terminal, options.error().message);
  if (auto added = app::add_configured_forms(*configuration, *options); !added)
    return refuse_lines(terminal, added.error().message);
  const app::GuardWish wish{std::string(arguments.operands[0]), std::string(arguments.value("use")),
                            std::string(arguments.value("name"))};
  const auto begun = app::begin_guard(*configuration, wish, *options);
  if (!begun) return refuse_lines(terminal, begun.error().message);
  if (auto written = app::write_guard(*configuration, *begun); !written)
    return refuse(terminal, written.error().message);
  std::string out = harmless(begun->item) + ": " + harmless(begun->sentence) + "\n\n";
  out += "declared [guards." + harmless(begun->name) + "] in " + harmless(begun->config_file) + "\n";
  for (const auto& file : begun->files)
    out += "wrote " + harmless(file.first) + "\n";
  if (begun->files.empty()) {
    out += "\nReplace TODO in hindcast.toml, then: hindcast guard run " + harmless(begun->name) + "\n";
  } else {
    const auto stem = "guards/" + harmless(begun->name);
    out += "\nIt fails on the incident:   sh " + stem + ".sh " + stem + "/incident\n";
    out += "Let it look at this folder, then: hindcast policy approve " + harmless(begun->name) + "\n";
  }
  terminal.out(out);
  return 0;
}

}  // namespace hindcast::cli
