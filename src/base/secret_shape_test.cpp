#include "base/secret_shape.h"

#include <doctest/doctest.h>

#include <string>

namespace hindcast {
namespace {

// What of a text is secret, the first of it, after its shape: "password warp".
std::string first(std::string_view text) {
  static constexpr std::string_view words[] = {"", "token ", "public token ", "private key ", "password "};
  for (std::size_t at = 0; at < text.size(); ++at)
    if (const auto found = secret_at(text, at); found.size > 0)
      return std::string(words[static_cast<std::size_t>(found.shape)])
          .append(text.substr(at + found.kept, found.size));
  return "nothing";
}

TEST_CASE("secrets of known shapes are found wherever they stand") {
  CHECK(first("url = postgres://till:warp@db/till") == "password warp");
  CHECK(first("key ghp_abcdefghijklmnopqrstuvwx!") == "token ghp_abcdefghijklmnopqrstuvwx");
  CHECK(first("AIzaabcdefghijklmnopqrstuvwxyz012345") == "public token AIzaabcdefghijklmnopqrstuvwxyz012345");
  CHECK(first("-----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----") ==
        "private key -----BEGIN PRIVATE KEY-----\nMIIB\n-----END PRIVATE KEY-----");
}

TEST_CASE("addresses without a password, words and short beginnings are no secrets") {
  for (const char* text : {"https://feed.example/v2", "https://till@feed.example/", "ghp_short", "-----", "",
                           "task-sk-live", "-----BEGIN CERTIFICATE-----"})
    CHECK_MESSAGE(first(text) == "nothing", text);
  CHECK(password_in("https://feed.example/v2") == "");
  CHECK(password_in("amqp://till:weft@queue") == "weft");
}

}  // namespace
}  // namespace hindcast
