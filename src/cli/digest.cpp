// The command `digest`.
#include "app/digest.h"

#include <algorithm>
#include <memory>
#include <string>
#include <vector>

#include "app/forms.h"
#include "app/history.h"

#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/suggest.h"

namespace hindcast::cli {
namespace {

Result<app::DigestQuery> query_of(const Arguments& arguments, const app::Configuration& configuration,
                                  Date today) {
  app::DigestQuery query;
  query.today = today;
  query.since = date_from_days(std::max<std::int64_t>(days_from_epoch(today) - 7, -719'528));
  if (const auto since = arguments.value("since"); !since.empty()) {
    if (arguments.has("week")) return Error{ErrorCode::invalid, "--since and --week say two different days"};
    const auto day = parse_iso_date(since);
    if (!day)
      return Error{ErrorCode::invalid,
                   "--since cannot be " + quoted(since) + "; give a day such as 2024-03-10"};
    if (*day > today) return Error{ErrorCode::invalid, "--since cannot be a day to come"};
    query.since = *day;
  }
  const auto ahead = parse_number(arguments.value("ahead"), 0, 366);
  if (!ahead)
    return Error{ErrorCode::invalid,
                 "--ahead cannot be " + quoted(arguments.value("ahead")) + "; give days from 0 to 366"};
  query.ahead_days = *ahead;
  query.person = arguments.value("person");
  query.team = arguments.value("team");
  // A team that is misspelt would have nothing to do, for ever.
  const auto& teams = configuration.config.teams;
  std::vector<std::string_view> names;
  for (const auto& team : teams)
    names.push_back(team.name);
  const auto is_it = [&](const std::string_view name) { return lower(name) == lower(query.team); };
  if (!query.team.empty() && !names.empty() && std::none_of(names.begin(), names.end(), is_it))
    if (const auto near = closest(query.team, names))
      return Error{ErrorCode::invalid,
                   "there is no team " + quoted(query.team) + "; did you mean " + quoted(*near) + "?"};
  return query;
}

std::string in_format(const app::Digest& digest, std::string_view format, int columns) {
  if (format == "markdown") return app::digest_markdown(digest);
  if (format == "html") return app::digest_html(digest);
  if (format == "json") return app::digest_json(digest);
  return app::digest_text(digest, columns);
}

}  // namespace

int run_digest(const Arguments& arguments, const Terminal& terminal) {
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto configuration = configuration_of(arguments);
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  auto today = today_of(arguments, terminal, *configuration);
  if (!today) return refuse_lines(terminal, today.error().message);
  auto query = query_of(arguments, *configuration, *today);
  if (!query) return refuse(terminal, query.error().message);
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  if (auto added = app::add_configured_forms(*configuration, *options); !added)
    return refuse_lines(terminal, added.error().message);
  auto calendar = app::team_calendar(*configuration);
  if (!calendar) return refuse_lines(terminal, calendar.error().message);
  std::vector<std::string> paths(arguments.operands.begin(), arguments.operands.end());
  if (paths.empty()) paths.emplace_back(".");
  std::unique_ptr<app::History> history;
  if (app::needs_history(*configuration)) {
    auto opened = app::History::of(paths[0], *configuration);
    if (!opened) return refuse(terminal, opened.error().message);
    history = std::move(*opened);
  }
  auto events = app::digest_events(paths[0], *configuration, query->since, *today);
  if (!events) return refuse(terminal, events.error().message);
  const auto run = app::judge_documents(paths, *options, *configuration, *calendar, *today, history.get());
  const auto digest = app::digest_of(configuration->config, run, *events, *query);
  terminal.out(in_format(digest, arguments.value("format"), style->columns));
  if (!query->person.empty())
    if (const auto near = app::unknown_person(configuration->config, run, query->person))
      terminal.err("hindcast: nobody in these documents is called " + quoted(query->person) +
                   (near->empty() ? "" : "; did you mean " + quoted(*near) + "?") + "\n");
  if (!query->team.empty())
    if (const auto near = app::unknown_team(configuration->config, run, query->team))
      terminal.err("hindcast: hindcast.toml has no team " + quoted(query->team) +
                   ", and no owner in these documents is called so" +
                   (near->empty() ? "" : "; did you mean " + quoted(*near) + "?") + "\n");
  say_troubles(terminal, run.troubles);
  if (!run.troubles.empty()) return 2;
  const auto fail_on = arguments.value("fail-on");
  if (fail_on == "overdue") return digest.overdue_count() > 0 ? 1 : 0;
  return fail_on == "anything" && !digest.is_empty() ? 1 : 0;
}

}  // namespace hindcast::cli
