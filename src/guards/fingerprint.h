// What may be said of a secret value: a keyed fingerprint, by which two values can be told to be the same by
// who has neither. Without the key nobody can try guesses against it.
#pragma once

#include <string>
#include <string_view>

namespace hindcast::guards {

// HMAC-SHA256 (RFC 2104), 32 bytes.
std::string hmac_sha256(std::string_view key, std::string_view message);

// Makes fingerprints with one key. A fingerprint names its key by a digest of that, so that those of two keys
// are never taken for those of two values.
class Fingerprints {
 public:
  explicit Fingerprints(std::string key);
  // "hmac:1f2e3d4c:" and 32 hexadecimal digits. The name of the variable is part of it: that two variables
  // have the same value is told to nobody.
  std::string of(std::string_view name, std::string_view value) const;
  const std::string& key_id() const { return key_id_; }

 private:
  std::string key_, key_id_;
};

// Of a fingerprint, the id of its key; "" for what is none.
std::string_view key_id_of(std::string_view fingerprint);

}  // namespace hindcast::guards
