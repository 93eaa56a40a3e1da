#include "net/probe.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "net/net.h"
#include "net/requests.h"

namespace hindcast::net {
namespace {

using guards::Probe;
using guards::ProbeAnswer;
using guards::ProbeKind;

bool is_letter_or_digit(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

Error no_question(std::string message) {
  return {ErrorCode::invalid, std::move(message)};
}

Status check_host(const std::string& host) {
  constexpr std::size_t host_bytes_max = 253;  // of a name in the domain name system
  const bool is_host = !host.empty() && host.size() <= host_bytes_max && host[0] != '-' &&
                       std::all_of(host.begin(), host.end(), [](char c) {
                         return is_letter_or_digit(c) || c == '.' || c == '-' || c == '_' || c == ':';
                       });
  return is_host ? Ok() : no_question("is no name of a host");
}

// No header brings another header or a second request with it.
Status check_request(const Probe& probe) {
  static constexpr std::array<std::string_view, 7> methods = {"GET",   "HEAD",   "POST",   "PUT",
                                                              "PATCH", "DELETE", "OPTIONS"};
  constexpr std::size_t header_bytes_max = 8 << 10;
  if (std::find(methods.begin(), methods.end(), probe.method) == methods.end())
    return no_question("there is no method " + probe.method);
  const auto address = address_of(probe.url);
  if (!address) return no_question("an address that may be asked is like https://shop.example/health");
  for (const auto& header : probe.headers) {
    const bool has_name = !header.name.empty() &&
                          std::all_of(header.name.begin(), header.name.end(),
                                      [](char c) { return is_letter_or_digit(c) || c == '-' || c == '_'; });
    const bool is_line = std::all_of(header.value.begin(), header.value.end(), [](char c) {
      return (static_cast<unsigned char>(c) >= 0x20 && c != 0x7f) || c == '\t';
    });
    if (!has_name) return no_question("'" + header.name + "' is no name of a header");
    if (!is_line || header.value.size() > header_bytes_max)
      return no_question("the value of the header " + header.name + " is no line of a header");
  }
  return Ok();
}

}  // namespace

bool allows_private(const Probe& probe, std::string_view host, int port) {
  if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
  const auto name = lower(host);
  auto with_port = (name.find(':') == name.npos ? name : "[" + name + "]") + ":";
  with_port += std::to_string(port);
  return std::any_of(probe.private_hosts.begin(), probe.private_hosts.end(), [&](const std::string& one) {
    const auto allowed = lower(one);
    return allowed == name || allowed == with_port;
  });
}

Result<ProbeAnswer> probe(const Probe& probe, const std::string& user_agent) {
  const std::int64_t began = steady_ms();
  Result<ProbeAnswer> answer = no_question("commands are not asked over a network");
  if (probe.kind == ProbeKind::http) {
    TRY(check_request(probe));
    answer = ask_http(probe, user_agent);
  } else if (probe.kind != ProbeKind::command) {
    TRY(check_host(probe.host));
    const bool needs_port = probe.kind != ProbeKind::dns;
    if (needs_port && (probe.port < 1 || probe.port > 65535)) return no_question("is no port");
    if (probe.kind == ProbeKind::tls)
      answer = ask_tls(probe);
    else
      answer = probe.kind == ProbeKind::tcp ? ask_tcp(probe) : ask_dns(probe);
  }
  if (answer.ok()) answer->lasted_ms = steady_ms() - began;
  return answer;
}

}  // namespace hindcast::net
