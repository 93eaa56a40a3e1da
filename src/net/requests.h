// The kinds of probe, each where its means are. See probe.h, which is the door.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "base/time.h"
#include "guards/probe.h"

namespace hindcast::net {

// Is `host` one of those that may be of one's own network? A host of the list may have a port behind it.
bool allows_private(const guards::Probe&, std::string_view host, int port);

Result<guards::ProbeAnswer> ask_http(const guards::Probe&, const std::string& user_agent);
Result<guards::ProbeAnswer> ask_tls(const guards::Probe&);
guards::ProbeAnswer ask_tcp(const guards::Probe&);
guards::ProbeAnswer ask_dns(const guards::Probe&);

// "Nov 21 18:11:49 2030 GMT" or "2030-11-21 18:11:49 GMT": how libraries write until when a certificate
// holds.
std::optional<Timestamp> certificate_time(std::string_view);

}  // namespace hindcast::net
