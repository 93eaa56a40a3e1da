// Which addresses lie in the open internet: everything else is somebody's own network, and no document may
// send us there.
#pragma once

#include <cstdint>
#include <span>

namespace hindcast::net {

// `address` has 4 bytes (IPv4) or 16 (IPv6), in network order; any other number is not global. Private,
// loopback, link-local, shared, documentation, benchmark, multicast and reserved ranges are not global, nor
// is an IPv6 address that carries such an IPv4 address in it.
bool is_global(std::span<const std::uint8_t> address);

}  // namespace hindcast::net
