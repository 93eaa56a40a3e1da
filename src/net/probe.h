// Answers the questions of guards over the network: web servers, ports, names, certificates.
#pragma once

#include <string>

#include "base/result.h"
#include "guards/probe.h"

namespace hindcast::net {

// REQUIRES: no command. Uses no proxy, cookie or password file, and trusts no certificate that the system
// does not trust. The address that was checked is the one that is connected to. A redirect is followed within
// its host, from http to https but not back; the headers go with it. `unavailable` when libcurl can't be
// loaded, `invalid` for what is no question (an address, method or header that there is none of): both before
// anything is asked.
Result<guards::ProbeAnswer> probe(const guards::Probe&, const std::string& user_agent);

}  // namespace hindcast::net
