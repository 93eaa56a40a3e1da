// Asks web servers whether a page is there, and nothing else. Hides libcurl, which is looked for only when
// the first question is asked: no other command pays for it.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <string_view>

#include "base/result.h"

namespace hindcast::net {

// "https", "docs.example" and 443 of "https://Docs.Example/a".
struct Address {
  std::string scheme, host;  // small; an IPv6 host keeps its brackets
  int port = 0;
};
// Of an http or https URL; `invalid` for any other text, for a user or password in it, and for characters
// that no URL has.
Result<Address> address_of(std::string_view url);

struct AskOptions {
  bool allows_private = false;          // ask hosts that are not of the open internet too: see addresses.h
  std::int64_t answer_ms_max = 10'000;  // of one request, connecting included
  int redirects_max = 5;
  std::string user_agent;
};

enum class Outcome : std::uint8_t {
  answered,
  no_such_host,
  unreachable,  // refused, reset, no good certificate
  timed_out,
  refused,  // by us: not an address that may be asked
};

struct Answer {
  Outcome outcome{};
  int status = 0;       // of HTTP, where answered
  std::string message;  // libcurl's, for people
};

// Lets a host breathe between two questions.
void pause(std::int64_t milliseconds);

// One at a time; threads have one each.
class Client {
 public:
  // `unavailable` when libcurl can't be loaded.
  static Result<Client> create();
  Client(Client&&) noexcept;
  ~Client();

  // HEAD, and GET where the server says no to that; the body is not read. A redirect is followed within its
  // host ("www." aside), and is the answer otherwise. The address that was checked is the one that is
  // connected to, and no proxy, cookie, password file or other protocol is used.
  Answer ask(const std::string& url, const AskOptions&);

 private:
  struct Impl;
  explicit Client(std::unique_ptr<Impl>);
  std::unique_ptr<Impl> impl_;
};

}  // namespace hindcast::net
