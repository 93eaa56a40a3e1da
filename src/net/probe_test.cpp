#include "net/probe.h"

#include <doctest/doctest.h>

#include "net/requests.h"

namespace hindcast::net {
namespace {

using guards::Probe;
using guards::ProbeKind;

std::string refusal(const Probe& one) {
  const auto answer = probe(one, "test");
  return answer.ok() ? "" : answer.error().message;
}

Probe get(const std::string& url, std::vector<guards::Header> headers = {}) {
  Probe made;
  made.url = url;
  made.headers = std::move(headers);
  made.kind = ProbeKind::http;
  return made;
}

TEST_CASE("a certificate's time is read as libraries write it") {
  const auto iso = [](std::string_view text) {
    const auto time = certificate_time(text);
    return time ? to_iso_time(*time) : "";
  };
  CHECK(iso("Nov 21 18:11:49 2030 GMT") == "2030-11-21T18:11:49Z");
  CHECK(iso("Feb  3 01:02:03 2031 GMT") == "2031-02-03T01:02:03Z");
  CHECK(iso("2030-11-21 18:11:49 GMT") == "2030-11-21T18:11:49Z");
  for (const char* text :
       {"", "Nov", "Nov 31 18:11:49 2030 GMT", "Nov 21 18:11:49 2030", "Foo 21 1:1:1 2030 GMT",
        "Nov 21 28:11:49 2030 GMT", "2030-11-21", "99999999999999 1 1"}) {
    CAPTURE(text);
    CHECK(iso(text).empty());
  }
}

TEST_CASE("what is no question is not asked") {
  CHECK(refusal(get("ftp://shop.example/")).starts_with("an address that may be asked"));
  CHECK(refusal(get("https://user:word@shop.example/")).starts_with("an address that may be asked"));
  CHECK(refusal(get("http://a.example/", {{"X\r\nHost", "b"}})) == "'X\r\nHost' is no name of a header");
  CHECK(refusal(get("http://a.example/", {{"X-Id", "1\r\nHost: b"}})) ==
        "the value of the header X-Id is no line of a header");
  auto made = get("http://a.example/");
  made.method = "TRACE";
  CHECK(refusal(made) == "there is no method TRACE");
  made.kind = ProbeKind::tcp;
  for (const char* host : {"", "-h", "a b", "a/b", "a@b"}) {
    made.host = host;
    CHECK(refusal(made) == "is no name of a host");
  }
  made.host = "a.example";
  made.port = 70000;
  CHECK(refusal(made) == "is no port");
}

TEST_CASE("a host may be of one's own network when it is named, with its port or without") {
  Probe made;
  made.private_hosts = {"Staging.example", "127.0.0.1:8080", "[::1]:80", "::2"};
  CHECK(allows_private(made, "staging.EXAMPLE", 443));
  CHECK(allows_private(made, "127.0.0.1", 8080));
  CHECK(allows_private(made, "[::1]", 80));
  CHECK(allows_private(made, "[::2]", 1));
  CHECK(!allows_private(made, "127.0.0.1", 8081));
  CHECK(!allows_private(made, "a.staging.example", 443));
  CHECK(!allows_private(made, "", 0));
}

TEST_CASE("an address of one's own network is not asked") {
  auto made = get("http://127.0.0.1:9/");
  CHECK(probe(made, "test")->reached == guards::Reached::refused);
  made.host = "127.0.0.1";
  made.port = 9;
  for (const auto kind : {ProbeKind::tcp, ProbeKind::tls}) {
    made.kind = kind;
    CHECK(probe(made, "test")->reached == guards::Reached::refused);
  }
}

}  // namespace
}  // namespace hindcast::net
