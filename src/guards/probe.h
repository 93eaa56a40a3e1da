// A question to the network, or to a program, and what came of it: plain values. Who asks knows no socket,
// and who answers (net/probe.h, a sandbox, a test) knows nothing of guards.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::guards {

enum class ProbeKind : std::uint8_t { http, tcp, dns, tls, command };

struct Header {
  std::string name, value;
};

struct Probe {
  ProbeKind kind{};
  std::int64_t answer_ms_max = 10'000;  // of the whole question, redirects included
  // Hosts ("staging.example", "127.0.0.1") that may be of one's own network; all others have to be of the
  // open internet (net/addresses.h).
  std::vector<std::string> private_hosts;
  std::string authorities;  // http, tls: certificates (PEM) that are trusted instead of the system's

  std::string url;  // http
  std::string method = "GET";
  std::vector<Header> headers;
  std::string body;
  int redirects_max = 0;  // within the host; every other redirect is the answer

  std::string host;  // tcp, dns, tls; an IPv6 address without brackets
  int port = 0;      // tcp, tls

  std::vector<std::string> command;  // word by word, for no shell
  std::vector<Header> variables;     // command: what it is given beside the variables of its guard
};

enum class Reached : std::uint8_t {
  answered,
  no_such_host,
  unreachable,  // refused, reset, or no sense in what came
  untrusted,    // of a certificate that is not good for that name
  timed_out,
  refused,  // by us: not an address that may be asked
};

struct ProbeAnswer {
  Reached reached{};
  std::string message;  // where not answered: why, for people; the same for the same cause
  std::int64_t lasted_ms = 0;
  int status = 0;               // of HTTP; of a command its exit status
  std::vector<Header> headers;  // of the last answer, in its order
  std::string body;             // or what a command printed; at most `probe_body_bytes_max`
  bool is_cut = false;          // there was more
  // dns: what the name stands for, sorted, and its canonical name where it is another one.
  std::vector<std::string> addresses;
  std::string canonical;
  // tls, also where it is not trusted: until when the host's certificate holds.
  bool has_expiry = false;
  std::int64_t expires_ms = 0;
};

inline constexpr std::size_t probe_body_bytes_max = 1u << 20;

}  // namespace hindcast::guards
