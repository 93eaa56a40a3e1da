#include "net/addresses.h"

#include <array>

namespace hindcast::net {
namespace {

struct Range {
  std::array<std::uint8_t, 16> bytes{};
  int bits = 0;
};

// IANA's registries of special-purpose addresses, but the few that are globally reachable.
constexpr Range ipv4_ranges[] = {
    {{0}, 8},
    {{10}, 8},
    {{100, 64}, 10},
    {{127}, 8},
    {{169, 254}, 16},
    {{172, 16}, 12},
    {{192, 0, 0}, 24},
    {{192, 0, 2}, 24},
    {{192, 88, 99}, 24},
    {{192, 168}, 16},
    {{198, 18}, 15},
    {{198, 51, 100}, 24},
    {{203, 0, 113}, 24},
    {{224}, 3},
};
// Of IPv6 only 2000::/3 is given out; these parts of it are no hosts' own.
constexpr Range ipv6_ranges[] = {
    {{0x20, 0x01, 0x00}, 23},        // protocol assignments, Teredo among them
    {{0x20, 0x01, 0x0d, 0xb8}, 32},  // documentation
    {{0x3f, 0xff, 0x00}, 20},        // documentation
};
constexpr Range unicast = {{0x20}, 3};
constexpr Range six_to_four = {{0x20, 0x02}, 16};
constexpr Range translated = {{0x00, 0x64, 0xff, 0x9b}, 96};  // NAT64
constexpr Range mapped = {{0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff}, 96};

bool is_in(std::span<const std::uint8_t> address, const Range& range) {
  for (int bit = 0; bit < range.bits; bit += 8) {
    const auto at = static_cast<std::size_t>(bit / 8);
    const int left = range.bits - bit;
    const auto mask = static_cast<std::uint8_t>(left >= 8 ? 0xff : 0xff << (8 - left));
    if ((address[at] & mask) != (range.bytes[at] & mask)) return false;
  }
  return true;
}

bool is_global_ipv4(std::span<const std::uint8_t> address) {
  for (const auto& range : ipv4_ranges)
    if (is_in(address, range)) return false;
  return true;
}

}  // namespace

bool is_global(std::span<const std::uint8_t> address) {
  if (address.size() == 4) return is_global_ipv4(address);
  if (address.size() != 16) return false;
  if (is_in(address, mapped) || is_in(address, translated)) return is_global_ipv4(address.subspan(12));
  if (is_in(address, six_to_four)) return is_global_ipv4(address.subspan(2, 4));
  if (!is_in(address, unicast)) return false;
  for (const auto& range : ipv6_ranges)
    if (is_in(address, range)) return false;
  return true;
}

}  // namespace hindcast::net
