#include "cli/configuring.h"

#include <string>
#include <vector>

#include "app/app.h"
#include "app/documents.h"
#include "app/files.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/width.h"

namespace hindcast::cli {

Result<app::Configuration> configuration_of(const Arguments& arguments) {
  if (arguments.has("no-config")) return app::Configuration{};
  std::string start = ".";
  if (arguments.has("stdin-filename"))
    start = arguments.value("stdin-filename");
  else if (!arguments.operands.empty() && arguments.operands[0] != "-")
    start = arguments.operands[0];
  return app::load_configuration(start, std::string(arguments.value("config")));
}

Result<app::Configuration> policy_of(const Arguments& arguments) {
  if (arguments.has("no-config")) return app::Configuration{};
  std::vector<std::string> paths;
  for (const auto operand : arguments.operands)
    if (operand != "-") paths.emplace_back(operand);
  return app::load_policy(paths, std::string(arguments.value("config")));
}

int refuse_lines(const Terminal& terminal, std::string_view message) {
  for (;;) {
    const auto end = message.find('\n');
    (void)refuse(terminal, harmless(message.substr(0, end)));  // the status is the same for all
    if (end == message.npos) return 2;
    message.remove_prefix(end + 1);
  }
}

int run_init(const Arguments& arguments, const Terminal& terminal) {
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  std::vector<app::ReadDocument> documents;
  auto troubles =
      app::read_documents(app::documents_beneath({"."}, {}), *options, [&](app::ReadDocument&& read) {
        std::string().swap(read.text);
        read.document.items.clear();
        documents.push_back(std::move(read));
      });
  if (documents.empty()) troubles.clear();  // a repository may begin without a document
  const auto text = app::starting_configuration(documents);
  if (auto created = app::create_document("hindcast.toml", text); !created) {
    const bool is_there = created.error().code == ErrorCode::conflict;
    say_trouble(
        terminal, "hindcast.toml",
        is_there ? "exists already; edit it, or take it away to begin anew" : created.error().message);
    return 2;
  }
  terminal.out(
      "hindcast.toml\n"
      "Next: 'hindcast check' shows what is found. 'hindcast check --update-baseline' accepts what is there\n"
      "already, so that only new findings fail a run. Keep both files in git.\n");
  say_troubles(terminal, troubles);
  return troubles.empty() ? 0 : 2;
}

}  // namespace hindcast::cli
