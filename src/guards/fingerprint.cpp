#include "guards/fingerprint.h"

#include "base/sha256.h"

namespace hindcast::guards {
namespace {

constexpr std::string_view scheme = "hmac:";
constexpr std::size_t key_id_digits = 8, digits = 32;

bool is_hex(std::string_view text) {
  return text.find_first_not_of("0123456789abcdef") == text.npos;
}

}  // namespace

std::string hmac_sha256(std::string_view key, std::string_view message) {
  constexpr std::size_t block_bytes = 64;
  std::string block(key.size() > block_bytes ? sha256(key) : std::string(key));
  block.resize(block_bytes, '\0');
  std::string inner = block, outer = block;
  for (char& c : inner)
    c = static_cast<char>(c ^ 0x36);
  for (char& c : outer)
    c = static_cast<char>(c ^ 0x5c);
  return Sha256().add(outer).add(Sha256().add(inner).add(message).digest()).digest();
}

Fingerprints::Fingerprints(std::string key) : key_(std::move(key)) {
  key_id_ = hex(hmac_sha256(key_, "hindcast fingerprint key")).substr(0, key_id_digits);
}

std::string Fingerprints::of(std::string_view name, std::string_view value) const {
  std::string message(name);
  message.append(1, '\0').append(value);
  std::string out(scheme);
  return out.append(key_id_).append(":").append(hex(hmac_sha256(key_, message)).substr(0, digits));
}

std::string_view key_id_of(std::string_view fingerprint) {
  if (fingerprint.size() != scheme.size() + key_id_digits + 1 + digits || !fingerprint.starts_with(scheme))
    return {};
  const auto id = fingerprint.substr(scheme.size(), key_id_digits);
  const auto rest = fingerprint.substr(scheme.size() + key_id_digits);
  return rest[0] == ':' && is_hex(id) && is_hex(rest.substr(1)) ? id : std::string_view();
}

}  // namespace hindcast::guards
