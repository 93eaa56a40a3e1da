#include "app/config.h"

#include <algorithm>

#include "disk/disk.h"
#include "json/json.h"

namespace hindcast::app {

Result<std::string> document_at(const std::string& path) {
  if (!disk::exists(path)) return Error{ErrorCode::not_found, "no such file; check the spelling"};
  return disk::exists(path + "/.") ? std::string() : path;
}

std::vector<config::Line> settings_of(const Configuration& configuration, const std::string& document) {
  if (document.empty()) return config::lines(configuration.config);
  config::Config winning = configuration.config;
  config::Applied applied = config::applied(winning, path_below(configuration, document));
  winning.profile = std::move(applied.profile);
  winning.rules = std::move(applied.rules);
  winning.overrides.clear();
  return config::lines(winning);
}

std::string settings_json(const Configuration& configuration, const std::string& document) {
  std::string out;
  json::Writer writer(out);
  auto text_or_null = [&](const std::string& text) { text.empty() ? writer.null() : writer.text(text); };
  auto number_or_null = [&](std::uint32_t number) { number == 0 ? writer.null() : writer.number(number); };
  writer.open_object().key("file");
  text_or_null(configuration.file);
  writer.key("document");
  text_or_null(document);
  writer.key("settings").open_array();
  for (const config::Line& line : settings_of(configuration, document)) {
    writer.open_object().key("key").text(line.key).key("value");
    text_or_null(line.value);
    writer.key("line");
    number_or_null(line.origin.line);
    writer.key("column");
    number_or_null(line.origin.column);
    writer.close_object();
  }
  writer.close_array().close_object();
  writer.finish();
  return out + "\n";
}

}  // namespace hindcast::app
