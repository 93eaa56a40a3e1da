#include "net/addresses.h"

#include <doctest/doctest.h>

#include <arpa/inet.h>

#include <vector>

namespace hindcast::net {
namespace {

bool global(const char* text) {
  std::vector<std::uint8_t> bytes(16);
  if (::inet_pton(AF_INET, text, bytes.data()) == 1)
    bytes.resize(4);
  else
    REQUIRE(::inet_pton(AF_INET6, text, bytes.data()) == 1);
  return is_global(bytes);
}

TEST_CASE("hosts of the open internet are global") {
  for (const char* text :
       {"1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0", "172.15.255.255",
        "172.32.0.0", "192.167.255.255", "198.17.255.255", "198.20.0.0", "223.255.255.255", "2606:4700::1111",
        "2a00:1450::1", "::ffff:1.1.1.1", "64:ff9b::1.1.1.1", "2002:101:101::1"}) {
    CAPTURE(text);
    CHECK(global(text));
  }
}

TEST_CASE("addresses of one's own network are not, in any spelling") {
  for (const char* text : {"0.0.0.0",
                           "10.0.0.1",
                           "100.64.0.1",
                           "127.0.0.1",
                           "127.255.255.255",
                           "169.254.169.254",
                           "172.16.0.1",
                           "172.31.255.255",
                           "192.0.0.8",
                           "192.0.2.1",
                           "192.168.1.1",
                           "198.18.0.1",
                           "198.19.255.255",
                           "198.51.100.1",
                           "203.0.113.1",
                           "224.0.0.1",
                           "240.0.0.1",
                           "255.255.255.255",
                           "::",
                           "::1",
                           "::127.0.0.1",
                           "::ffff:127.0.0.1",
                           "::ffff:10.0.0.1",
                           "64:ff9b::a9fe:a9fe",
                           "64:ff9b:1::1",
                           "2002:7f00:1::",
                           "2002:a00:1::",
                           "2001::1",
                           "2001:db8::1",
                           "3fff::1",
                           "fc00::1",
                           "fd00::1",
                           "fe80::1",
                           "fec0::1",
                           "ff02::1",
                           "100::1",
                           "4000::1"}) {
    CAPTURE(text);
    CHECK(!global(text));
  }
}

TEST_CASE("what is no address is not global") {
  CHECK(!is_global({}));
  CHECK(!is_global(std::vector<std::uint8_t>{1, 1, 1}));
}

}  // namespace
}  // namespace hindcast::net
