#include "app/links.h"

#include <algorithm>
#include <map>
#include <string_view>

#include "app/pool.h"
#include "disk/disk.h"
#include "disk/output.h"
#include "net/net.h"

namespace hindcast::app {
namespace {

constexpr int hosts_at_once = 8;
constexpr int silences_max = 2;  // of a host, after which it is left alone
constexpr std::uint64_t cache_bytes_max = 64u << 20;
constexpr std::size_t cache_lines_max = 100'000;
constexpr std::string_view cache_head =
    "# hindcast: what links answered, by day. Delete this file to ask all of them again.\n";

// "404", "200" or "no-such-host", on a day.
struct Known {
  Date day;
  std::string answer;
};
using Cache = std::map<std::string, Known, std::less<>>;

bool is_dead(std::string_view answer) {
  return answer == "404" || answer == "410" || answer == "no-such-host";
}

std::string why(std::string_view answer, const std::string& url) {
  if (answer != "no-such-host") return "answers " + std::string(answer);
  const auto address = net::address_of(url);
  return "there is no host " + (address.ok() ? address->host : "of that name");
}

std::string cache_file(const LinkOptions& options) {
  return options.cache_folder + "/links.txt";
}

// Lines "2030-05-01 404 https://…"; others are passed over.
Cache read_cache(const LinkOptions& options) {
  Cache cache;
  if (options.cache_folder.empty()) return cache;
  const auto read = disk::read_file(cache_file(options), cache_bytes_max);
  if (!read.ok()) return cache;  // none yet, or none that can be read: all are asked
  std::string_view text = *read;
  while (!text.empty()) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto day = parse_iso_date(line.substr(0, 10));
    const auto space = line.find(' ', 11);
    if (!day || space == line.npos) continue;
    cache[std::string(line.substr(space + 1))] = {*day, std::string(line.substr(11, space - 11))};
  }
  return cache;
}

std::int64_t age_of(const Known& known, const LinkOptions& options) {
  return days_from_epoch(options.today) - days_from_epoch(known.day);
}

bool is_fresh(const Known& known, const LinkOptions& options) {
  const auto age = age_of(known, options);
  return age >= 0 && age < (is_dead(known.answer) ? 1 : options.believed_days);
}

Status write_cache(const Cache& cache, const LinkOptions& options) {
  if (options.cache_folder.empty()) return Ok();
  TRY(disk::create_folders(options.cache_folder));
  auto file = TRY(disk::OutputFile::create(cache_file(options)));
  file.put(cache_head);
  std::size_t lines = 0;
  for (const auto& [url, known] : cache) {
    if (!is_fresh(known, options) || ++lines > cache_lines_max) continue;
    file.put(to_iso(known.day) + " " + known.answer + " " + url + "\n");
  }
  return file.finish();
}

// Names that stand for no host, by RFC 2606 and 6761, and those of one's own network.
bool is_made_up(std::string_view host) {
  for (const std::string_view name :
       {"example.com", "example.org", "example.net", "example", "test", "invalid"}) {
    if (host == name) return true;
    if (host.size() > name.size() && host.ends_with(name) && host[host.size() - name.size() - 1] == '.')
      return true;
  }
  return false;
}

// What one host said to its URLs.
struct Host {
  std::vector<std::string> urls;
  std::vector<std::string> answers;  // "404", "no-such-host", "refused"; "" where nothing was told
  bool answered = false;
};

void ask_host(Host& host, const LinkOptions& options) {
  host.answers.assign(host.urls.size(), "");
  auto client = net::Client::create();
  if (!client.ok()) return;  // said before the first host
  net::AskOptions how;
  how.allows_private = options.allows_private;
  how.answer_ms_max = options.answer_ms_max;
  how.user_agent = options.user_agent;
  int silences = 0;
  for (std::size_t i = 0; i < host.urls.size() && silences < silences_max; ++i) {
    if (i > 0) net::pause(options.pause_ms);
    const auto answer = client->ask(host.urls[i], how);
    switch (answer.outcome) {
      case net::Outcome::answered:
        host.answered = true;
        host.answers[i] = std::to_string(answer.status);
        if (answer.status == 429) silences = silences_max;  // it asks to be left alone
        break;
      case net::Outcome::no_such_host:  // the same for all of them
        std::fill(host.answers.begin(), host.answers.end(), "no-such-host");
        return;
      case net::Outcome::refused:
        host.answers[i] = "refused";
        break;
      default:
        ++silences;
    }
  }
}

// URLs that must be asked, by host, each in the order of the alphabet.
std::vector<Host> hosts_of(const std::vector<std::string>& urls, const LinkOptions& options,
                           const Cache& cache, LinkReport& report) {
  std::map<std::string, Host> hosts;
  for (const auto& url : urls) {
    const auto address = net::address_of(url);
    if (!address.ok() || (!options.allows_private && is_made_up(address->host))) {
      ++report.refused;
      continue;
    }
    if (const auto known = cache.find(url); known != cache.end() && is_fresh(known->second, options)) {
      ++report.remembered;
      continue;
    }
    hosts[address->host + ":" + std::to_string(address->port)].urls.push_back(url);
  }
  std::vector<Host> list;
  for (auto& [name, host] : hosts)
    list.push_back(std::move(host));
  return list;
}

void take_answer(const std::string& url, const std::string& answer, bool is_online,
                 const LinkOptions& options, Cache& cache, LinkReport& report) {
  if (answer == "refused") {
    ++report.refused;
    return;
  }
  ++report.asked;
  const bool is_alive = !answer.empty() && (answer[0] == '2' || answer[0] == '3');
  if (is_alive || (is_dead(answer) && is_online))
    cache[url] = {options.today, answer};
  else
    ++report.untold;
}

}  // namespace

LinkReport ask_links(std::vector<std::string> urls, const LinkOptions& options) {
  LinkReport report;
  for (auto& url : urls)
    url.resize(std::min(url.find('#'), url.size()));
  std::sort(urls.begin(), urls.end());
  urls.erase(std::unique(urls.begin(), urls.end()), urls.end());
  auto cache = read_cache(options);
  auto hosts = hosts_of(urls, options, cache, report);
  if (!hosts.empty())
    if (auto client = net::Client::create(); !client.ok()) {
      report.troubles.push_back({"--links", std::move(client).error()});
      return report;
    }
  in_runs<char>(
      hosts.size(), {hosts_at_once, options.watch, "hosts"},
      [&](std::size_t begin, std::size_t end, char&) {
        for (auto i = begin; i < end; ++i)
          ask_host(hosts[i], options);
      },
      [](std::size_t, char&) {});
  bool is_online = report.remembered > 0, is_unheard = false;
  for (const auto& host : hosts) {
    is_online = is_online || host.answered;
    is_unheard = is_unheard || host.answers[0] != "refused";
  }
  if (is_unheard && !is_online)
    report.troubles.push_back(
        {"--links", {ErrorCode::unavailable, "no host could be reached; is there a network?"}});
  for (const auto& host : hosts)
    for (std::size_t i = 0; i < host.urls.size(); ++i)
      take_answer(host.urls[i], host.answers[i], is_online, options, cache, report);
  for (const auto& url : urls)
    if (const auto known = cache.find(url);
        known != cache.end() && is_dead(known->second.answer) && is_fresh(known->second, options))
      report.dead.emplace_back(url, why(known->second.answer, url));
  if (auto written = write_cache(cache, options); !written.ok())
    report.troubles.push_back({cache_file(options), std::move(written).error()});
  return report;
}

}  // namespace hindcast::app
