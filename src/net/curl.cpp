#include "net/curl.h"

#include <arpa/inet.h>
#include <dlfcn.h>
#include <netinet/in.h>

#include <cstdint>
#include <cstring>

#include "net/addresses.h"

namespace hindcast::net {
namespace {

template <typename Function>
bool find(void* library, const char* name, Function& function) {
  void* const found = ::dlsym(library, name);
  static_assert(sizeof found == sizeof function);
  std::memcpy(&function, &found, sizeof found);
  return found != nullptr;
}

Library load() {
  Library made;
  void* library = nullptr;
  for (const char* name : {"libcurl.so.4", "libcurl-gnutls.so.4"})
    if (library == nullptr) library = ::dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (library == nullptr) return made;  // never closed: it lives as long as the program
  made.is_there = find(library, "curl_global_init", made.global_init) &&
                  find(library, "curl_easy_init", made.easy_init) &&
                  find(library, "curl_easy_setopt", made.easy_setopt) &&
                  find(library, "curl_easy_perform", made.easy_perform) &&
                  find(library, "curl_easy_getinfo", made.easy_getinfo) &&
                  find(library, "curl_easy_reset", made.easy_reset) &&
                  find(library, "curl_easy_cleanup", made.easy_cleanup) &&
                  find(library, "curl_easy_strerror", made.easy_strerror) &&
                  find(library, "curl_slist_append", made.slist_append) &&
                  find(library, "curl_slist_free_all", made.slist_free_all);
  made.is_there = made.is_there && made.global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK;
  return made;
}

}  // namespace

const Library& curl() {
  static const Library library = load();
  return library;
}

bool may_connect(const sockaddr& address) {
  std::uint8_t bytes[16] = {};
  if (address.sa_family == AF_INET) {
    sockaddr_in v4;
    std::memcpy(&v4, &address, sizeof v4);
    std::memcpy(bytes, &v4.sin_addr, 4);
    return is_global({bytes, 4});
  }
  if (address.sa_family != AF_INET6) return false;
  sockaddr_in6 v6;
  std::memcpy(&v6, &address, sizeof v6);
  std::memcpy(bytes, &v6.sin6_addr, 16);
  return is_global({bytes, 16});
}

curl_socket_t open_socket(void* gate, curlsocktype, curl_sockaddr* address) {
  auto& mine = *static_cast<Gate*>(gate);
  if (!mine.allows_private && !may_connect(address->addr)) {
    mine.refused = true;
    return CURL_SOCKET_BAD;
  }
  return ::socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

}  // namespace hindcast::net
