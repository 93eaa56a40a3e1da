#include "app/deployed.h"

#include <algorithm>
#include <map>

#include "app/check_settings.h"
#include "base/text.h"
#include "disk/disk.h"
#include "disk/write.h"
#include "guards/inventory.h"

namespace hindcast::app {
namespace {

constexpr std::uint64_t file_bytes_max = 32u << 20;

std::string path_of(const Configuration& configuration, const DeployedOptions& options) {
  if (!options.file.empty()) return options.file;
  return configuration.file.empty() ? "deployed.jsonl" : path_in(configuration, "deployed.jsonl");
}

// A name or a version: something, of few letters, without blanks and control characters.
bool is_word(std::string_view text) {
  constexpr std::size_t bytes_max = 200;
  return !text.empty() && text.size() <= bytes_max && std::all_of(text.begin(), text.end(), [](char c) {
    return static_cast<unsigned char>(c) > 0x20 && c != 0x7f;
  });
}

Result<std::string> text_at(const std::string& path) {
  if (!disk::exists(path)) return std::string();
  auto text = disk::read_file(path, file_bytes_max);
  if (!text) return Error{text.error().code, path + ": " + text.error().message};
  return text;
}

// Another run may append at the same time: then what it wrote is read, and both lines stay.
Status append(const std::string& path, const std::string& line) {
  constexpr int tries_max = 50;
  for (int tried = 1;; ++tried) {
    const bool is_there = disk::exists(path);
    std::string before;
    if (is_there) before = TRY(text_at(path));
    std::string after = before;
    if (!after.empty() && after.back() != '\n') after += '\n';
    after += line;
    Status done = Ok();
    if (is_there) {
      const disk::Change change{path, before, after};
      auto written = disk::write_changes({path}, {&change, 1});
      if (!written) done = std::move(written).error();
    } else {
      done = disk::create_file(path, after);
    }
    if (done.ok() || done.error().code != ErrorCode::conflict || tried == tries_max) return done;
  }
}

}  // namespace

Result<std::string> record_deployed(const Configuration& configuration, const DeployedLine& line,
                                    const DeployedOptions& options) {
  const auto path = path_of(configuration, options);
  for (const auto& [what, word] : {std::pair("service", &line.service), std::pair("version", &line.version),
                                   std::pair("environment", &line.environment)})
    if (!is_word(*word))
      return Error{ErrorCode::invalid,
                   std::string("a ") + what + " is a word without blanks, of 200 bytes at most"};
  if (!line.commit.empty() && !is_word(line.commit)) return Error{ErrorCode::invalid, "a commit is one word"};
  guards::Deployed made;
  made.at = to_iso_time(options.at);
  made.environment = line.environment;
  made.service = line.service;
  made.version = line.version;
  made.commit = line.commit;
  TRY(append(path, guards::line_of(made)));
  return path;
}

Result<std::vector<DeployedLine>> list_deployed(const Configuration& configuration,
                                                const DeployedOptions& options) {
  const auto path = path_of(configuration, options);
  if (!disk::exists(path)) return Error{ErrorCode::not_found, path + ": nothing was recorded yet"};
  std::vector<guards::Finding> findings;
  std::map<std::pair<std::string, std::string>, DeployedLine> last;
  for (guards::Deployed& one : guards::read_deployed({path, TRY(text_at(path))}, findings))
    last[{one.environment, one.service}] = {one.at, one.environment, one.service, one.version, one.commit};
  if (!findings.empty())
    return Error{ErrorCode::invalid,
                 path + ":" + std::to_string(findings[0].line) + ": " + findings[0].message};
  std::vector<DeployedLine> all;
  for (auto& [key, line] : last)
    all.push_back(std::move(line));
  return all;
}

}  // namespace hindcast::app
