// The commands `env key`, `env snapshot`, `env compare`, `deployed record` and `deployed list`.
#include <algorithm>
#include <string>
#include <vector>

#include "app/check_settings.h"
#include "app/deployed.h"
#include "app/environments.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/table.h"
#include "cli/width.h"
#include "json/json.h"

namespace hindcast::cli {
namespace {

Result<Timestamp> moment_given(const Arguments& arguments, const Terminal& terminal) {
  if (!arguments.has("now")) return terminal.now;
  return start_of(TRY(today_of(arguments, terminal)));
}

std::vector<std::string> strings(std::span<const std::string_view> words) {
  return {words.begin(), words.end()};
}

std::string comparison_json(const app::EnvComparison& made) {
  std::string out;
  json::Writer json(out);
  json.open_object().key("environments").open_array();
  for (const auto& name : made.environments)
    json.text(name);
  json.close_array().key("different").number(static_cast<std::int64_t>(made.different));
  json.key("variables").open_array();
  for (const auto& row : made.rows) {
    json.open_object().key("name").text(row.name).key("same").boolean(row.is_same).key("values").open_array();
    for (const auto& cell : row.cells)
      json.text(cell);
    json.close_array().close_object();
  }
  json.close_array().close_object().finish();
  return out + "\n";
}

Ink ink_of(const std::string& cell) {
  if (cell == "missing" || cell == "empty") return Ink::red;
  return cell == "unknown" ? Ink::yellow : Ink::plain;
}

std::string comparison_text(const app::EnvComparison& made, bool with_all, const Style& style) {
  std::vector<Column> columns = {{.title = "variable", .flexible = true}};
  for (const auto& name : made.environments)
    columns.push_back({.title = name, .columns_max = 30});
  std::vector<Row> rows;
  for (const auto& row : made.rows) {
    if (row.is_same && !with_all) continue;
    Row line;
    line.cells.push_back({harmless(row.name)});
    for (const auto& cell : row.cells)
      line.cells.push_back({cell, ink_of(cell)});
    rows.push_back(std::move(line));
  }
  std::string out;
  if (!rows.empty()) {
    constexpr int name_columns_min = 12;
    if (const auto set = table(columns, rows, name_columns_min, style)) {
      out = *set;
    } else {
      for (const Row& row : rows)
        for (std::size_t i = 1; i < row.cells.size(); ++i)
          out.append(row.cells[0].text + "  " + harmless(made.environments[i - 1]) + ": " +
                     row.cells[i].text + "\n");
    }
    out += "\n";
  }
  return out + counted(made.rows.size(), "variable") + ", " + std::to_string(made.different) +
         " not the same\n";
}

}  // namespace

int run_env_key(const Arguments&, const Terminal& terminal) {
  const auto path = app::make_fingerprint_key(terminal.config_folder);
  if (!path) return refuse(terminal, path.error().message);
  terminal.out("Made a key: " + harmless(written_here(*path)) + "\n");
  return 0;
}

int run_env_snapshot(const Arguments& arguments, const Terminal& terminal) {
  const auto at = moment_given(arguments, terminal);
  if (!at) return refuse(terminal, at.error().message);
  const auto names = arguments.values("names");
  app::SnapshotOptions options;
  options.files = strings(arguments.operands);
  options.names.assign(names.begin(), names.end());
  options.schema = arguments.value("schema");
  options.environment = arguments.value("environment");
  options.commit = arguments.value("commit");
  options.at = *at;
  options.config_folder = terminal.config_folder;
  if (!options.files.empty() && (!options.names.empty() || !options.schema.empty()))
    return refuse(terminal, "--schema and --names are for the environment of this program, not for files");
  const auto made = app::env_snapshot(options);
  if (!made) return refuse(terminal, made.error().message);
  terminal.out(made->text);
  if (!made->absent.empty()) {
    std::string absent;
    for (const std::string& name : made->absent)
      absent.append(absent.empty() ? "" : ", ").append(name);
    terminal.err("hindcast: not set in this environment: " + harmless(absent) + "\n");
  }
  return 0;
}

int run_env_compare(const Arguments& arguments, const Terminal& terminal) {
  const auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  const auto made = app::env_compare(strings(arguments.operands), terminal.config_folder);
  if (!made) return refuse(terminal, made.error().message);
  const bool is_json = arguments.value("format") == "json";
  terminal.out(is_json ? comparison_json(*made) : comparison_text(*made, arguments.has("all"), *style));
  if (!made->note.empty()) terminal.err("hindcast: " + made->note + "\n");
  return made->different == 0 ? 0 : 1;
}

int run_deployed_record(const Arguments& arguments, const Terminal& terminal) {
  const auto at = moment_given(arguments, terminal);
  if (!at) return refuse(terminal, at.error().message);
  const auto configuration = app::load_configuration(".", std::string(arguments.value("config")));
  if (!configuration) return refuse(terminal, configuration.error().message);
  app::DeployedLine line;
  line.service = arguments.operands[0];
  line.version = arguments.operands[1];
  line.environment = arguments.value("environment");
  line.commit = arguments.value("commit");
  const auto path = app::record_deployed(*configuration, line, {std::string(arguments.value("file")), *at});
  if (!path) return refuse(terminal, path.error().message);
  terminal.out(
      harmless(line.service + " " + line.version + " in " + line.environment + ": " + written_here(*path)) +
      "\n");
  return 0;
}

int run_deployed_list(const Arguments& arguments, const Terminal& terminal) {
  const auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  const auto configuration = app::load_configuration(".", std::string(arguments.value("config")));
  if (!configuration) return refuse(terminal, configuration.error().message);
  const auto all = app::list_deployed(*configuration, {std::string(arguments.value("file")), 0});
  if (!all) return refuse(terminal, all.error().message);
  if (arguments.value("format") == "json") {
    std::string out;
    json::Writer json(out);
    json.open_array();
    for (const auto& one : *all) {
      json.open_object().key("environment").text(one.environment).key("service").text(one.service);
      json.key("version").text(one.version).key("at").text(one.at).key("commit");
      one.commit.empty() ? json.null() : json.text(one.commit);
      json.close_object();
    }
    json.close_array().finish();
    terminal.out(out + "\n");
    return 0;
  }
  std::vector<Row> rows;
  for (const auto& one : *all)
    rows.push_back({{{harmless(one.environment)},
                     {harmless(one.service)},
                     {harmless(one.version)},
                     {harmless(one.at)},
                     {harmless(one.commit)}},
                    {}});
  const auto set = table({{.title = "environment"},
                          {.title = "service", .flexible = true},
                          {.title = "version"},
                          {.title = "since", .columns_max = 30},
                          {.title = "commit"}},
                         rows, 8, *style);
  for (const auto& one : *all)
    if (!set) terminal.out(harmless(one.environment + " " + one.service + " " + one.version) + "\n");
  if (set) terminal.out(*set);
  return 0;
}

}  // namespace hindcast::cli
