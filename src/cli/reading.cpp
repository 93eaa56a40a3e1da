#include "cli/reading.h"

#include "app/archived.h"
#include "app/files.h"
#include "app/forms.h"
#include "app/policies.h"
#include "app/release.h"
#include "cli/style.h"
#include "cli/suggest.h"

namespace hindcast::cli {

Result<app::ReadOptions> read_options(const Arguments& arguments, const Terminal& terminal) {
  std::vector<std::string> paths;
  for (std::string_view path : arguments.values("form"))
    paths.emplace_back(path);
  app::ReadOptions options;
  if (paths.empty()) return options;
  app::LoadedForms loaded = app::load_forms(paths);
  say_troubles(terminal, loaded.troubles);
  if (!loaded.troubles.empty())
    return Error{ErrorCode::invalid, "--form: not every form could be read; nothing was done"};
  options.forms = std::move(loaded.forms);
  return options;
}

std::string actor_of(const Arguments& arguments, const Terminal& terminal) {
  if (arguments.has("actor")) return std::string(arguments.value("actor"));
  return terminal.user ? terminal.user() : std::string();
}

std::string person_of(const Arguments& arguments, const Terminal& terminal) {
  std::string who(arguments.value("by"));
  if (who.empty()) who = terminal.actor;
  if (who.empty()) who = app::git_user_name();
  if (who.empty() && terminal.user) who = terminal.user();
  return who;
}

Result<Date> today_of(const Arguments& arguments, const Terminal& terminal) {
  std::string_view now = arguments.value("now");
  if (now.empty()) return terminal.today;
  if (auto date = parse_iso_date(now)) return *date;
  return Error{ErrorCode::invalid, "--now cannot be " + quoted(now) + "; give a day such as 2024-03-10"};
}

Result<Date> today_of(const Arguments& arguments, const Terminal& terminal,
                      const app::Configuration& configuration) {
  if (!arguments.value("now").empty() || terminal.day_is_given) return today_of(arguments, terminal);
  return TRY(app::team_zone(configuration)).day(terminal.now);
}

Result<Timestamp> moment_of(const Arguments& arguments, const Terminal& terminal,
                            const app::Configuration& configuration) {
  if (arguments.value("now").empty() && !terminal.day_is_given) return terminal.now;
  return TRY(app::team_zone(configuration)).start(TRY(today_of(arguments, terminal)));
}

void say_troubles(const Terminal& terminal, std::span<const app::Trouble> troubles) {
  for (const app::Trouble& trouble : troubles) {
    const bool is_of_a_file = !trouble.path.empty() || trouble.error.code == ErrorCode::not_found;
    if (!is_of_a_file)
      (void)refuse(terminal, trouble.error.message);  // of the archive: the message names it
    else if (trouble.path.empty())
      say_trouble(terminal, "", "an empty name names nothing; name a file or a folder");
    else
      say_trouble(terminal, trouble.path, app::with_meant_name(trouble.error, trouble.path).message);
  }
}

std::string written_here(const std::string& path) {
  const auto below = app::path_from(app::absolute("."), path);
  return below && !below->empty() ? *below : path;
}

}  // namespace hindcast::cli
