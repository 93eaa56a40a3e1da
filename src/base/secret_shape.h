// What is a secret by its shape alone, whatever it is called: a token of a known kind, a private key, the
// password in an address. Who shows or keeps what others wrote looks for them.
#pragma once

#include <cstdint>
#include <string_view>

namespace hindcast {

enum class SecretShape : std::uint8_t {
  none,
  token,         // "ghp_...", "AKIA...", "Bearer ..."
  public_token,  // a token that its owner may have meant for everybody: keys of web pages, signed claims
  private_key,   // "-----BEGIN ... PRIVATE KEY-----" to its end
  password       // of "scheme://user:password@host"
};

struct SecretSpan {
  SecretShape shape = SecretShape::none;
  std::size_t kept = 0;  // bytes before it that are no secret: "://user:"
  std::size_t size = 0;
};
// The secret that begins at `at`, or before which only `kept` bytes stand. In constant time but for the
// secret.
SecretSpan secret_at(std::string_view text, std::size_t at);

// The password of the first address in `value`; "" where there is none.
std::string_view password_in(std::string_view value);

}  // namespace hindcast
