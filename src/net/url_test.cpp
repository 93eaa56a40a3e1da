#include <doctest/doctest.h>

#include <string>

#include "net/net.h"

namespace hindcast::net {
namespace {

std::string read(std::string_view url) {
  const auto address = address_of(url);
  if (!address.ok()) return "none";
  return address->scheme + " " + address->host + " " + std::to_string(address->port);
}

TEST_CASE("an address is scheme, host and port") {
  CHECK(read("https://Docs.Example/a?b#c") == "https docs.example 443");
  CHECK(read("HTTP://a.example:8080") == "http a.example 8080");
  CHECK(read("http://[::1]:81/a") == "http [::1] 81");
  CHECK(read("http://[2606:4700::1111]/a:b@c") == "http [2606:4700::1111] 80");
}

TEST_CASE("other schemes, passwords and what no address holds are refused") {
  for (const char* url :
       {"", "ftp://a.example/", "file:///etc/passwd", "gopher://a.example/", "//a.example/", "https://",
        "http://user@a.example/", "http://user:word@a.example/", "http://a.example:0/",
        "http://a.example:65536/", "http://a.example:8o/", "http://a.example:/", "http://a b/",
        "http://a\\@b/", "http://a.example/\r\nHost: b", "http://a.example/\x7f"}) {
    CAPTURE(url);
    CHECK(read(url) == "none");
  }
  CHECK(read("http://a.example/" + std::string(9000, 'a')) == "none");
  CHECK(read(std::string_view("http://a.example/\0b", 19)) == "none");
}

}  // namespace
}  // namespace hindcast::net
