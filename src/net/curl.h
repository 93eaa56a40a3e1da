// libcurl, found at run time: the only door to it within this module.
#pragma once

#include <curl/curl.h>

#include <sys/socket.h>

// The checking macros of the header name functions that are not linked.
#undef curl_easy_setopt
#undef curl_easy_getinfo

namespace hindcast::net {

// What is used of it.
struct Library {
  decltype(&::curl_global_init) global_init = nullptr;
  decltype(&::curl_easy_init) easy_init = nullptr;
  decltype(&::curl_easy_setopt) easy_setopt = nullptr;
  decltype(&::curl_easy_perform) easy_perform = nullptr;
  decltype(&::curl_easy_getinfo) easy_getinfo = nullptr;
  decltype(&::curl_easy_reset) easy_reset = nullptr;
  decltype(&::curl_easy_cleanup) easy_cleanup = nullptr;
  decltype(&::curl_easy_strerror) easy_strerror = nullptr;
  decltype(&::curl_slist_append) slist_append = nullptr;
  decltype(&::curl_slist_free_all) slist_free_all = nullptr;
  bool is_there = false;
};

// Loaded at the first call, and kept for as long as the program lives.
const Library& curl();

struct Gate {
  bool allows_private = false;
  bool refused = false;
};

// Is this an address of the open internet? Others are connected to only where a gate allows it.
bool may_connect(const sockaddr& address);

// For CURLOPT_OPENSOCKETFUNCTION, with a Gate as its data. libcurl asks for a socket to one resolved address:
// what is refused here is never connected to, and what is allowed can't be another by the time of connecting.
curl_socket_t open_socket(void* gate, curlsocktype, curl_sockaddr* address);

}  // namespace hindcast::net
