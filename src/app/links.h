// Asks whether the pages are still there that documents link to: one request at a time for each host, with a
// pause between, and what was answered lately is not asked again.
#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "app/app.h"
#include "base/time.h"

namespace hindcast::app {

struct LinkOptions {
  std::string cache_folder;        // holds links.txt; "" for no cache
  Date today;                      // by which answers age
  std::int64_t believed_days = 7;  // that a page is there; that it is gone is believed for one day
  std::int64_t pause_ms = 1000;    // between two requests to a host
  std::int64_t answer_ms_max = 10'000;
  bool allows_private = false;  // hosts of one's own network too
  std::string user_agent;
  const Watch* watch = nullptr;  // outlives the asking
};

struct LinkReport {
  std::vector<std::pair<std::string, std::string>> dead;  // URL and why, sorted by URL
  std::size_t asked = 0, remembered = 0;                  // addresses; `remembered` by the cache
  std::size_t untold = 0;         // no answer, or one that tells nothing: a login, a busy server
  std::size_t refused = 0;        // not of the open internet, made up ("example.com"), or no address at all
  std::vector<Trouble> troubles;  // no libcurl, no network, no place for the cache
};

// `urls` in any order, each any number of times. Only a clear word makes a page dead: 404, 410, or no such
// host while other hosts answer.
LinkReport ask_links(std::vector<std::string> urls, const LinkOptions&);

}  // namespace hindcast::app
