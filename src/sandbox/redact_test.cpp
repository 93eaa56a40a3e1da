#include "sandbox/redact.h"

#include <doctest/doctest.h>

namespace hindcast::sandbox {
namespace {

std::string shown(std::string_view text, std::vector<std::pair<std::string, std::string>> environment = {}) {
  return redacted(text, environment);
}
// Not written in one piece: who looks for secrets in this file shall find none.
std::string joined(std::string_view a, std::string_view b) {
  return std::string(a).append(b);
}

}  // namespace

TEST_CASE("values of variables that look secret are not shown") {
  CHECK(shown("login with hunter22 at db", {{"DB_PASSWORD", "hunter22"}}) == "login with [redacted] at db");
  CHECK(shown("a7Gh29xKq01LmZ88pQrT4", {{"FEED", "a7Gh29xKq01LmZ88pQrT4"}}) == "[redacted]");
  CHECK(shown("abcdef abc", {{"A_KEY", "abcd"}, {"B_KEY", "abcdef"}}) == "[redacted] abc");
  CHECK(shown("in production", {{"NODE_ENV", "production"}}) == "in production");
  CHECK(shown("/srv/shop/build2024x9", {{"FOLDER", "/srv/shop/build2024x9"}}) == "/srv/shop/build2024x9");
  CHECK(shown("no 1", {{"API_KEY", "1"}}) == "no 1");
}

TEST_CASE("a commit under a name that says so is shown, another long number is not") {
  const std::string commit = "0b48b1f89446a1e2c3d4950617283940516273f8";
  for (const char* name : {"HINDCAST_COMMIT", "HINDCAST_BASE", "GITHUB_SHA", "CI_COMMIT_SHA", "vcs_revision"})
    CHECK_MESSAGE(shown("back to " + commit, {{name, commit}}) == "back to " + commit, name);
  for (const char* name : {"FEED", "SHARED", "COMMIT_TOKEN", "BASE"})
    CHECK_MESSAGE(shown("back to " + commit, {{name, commit}}) == "back to [redacted]", name);
  CHECK(shown("a7Gh29xKq01LmZ88pQrT4", {{"GIT_COMMIT", "a7Gh29xKq01LmZ88pQrT4"}}) == "[redacted]");
}

TEST_CASE("the password within an address is not shown without its address either") {
  const std::vector<std::pair<std::string, std::string>> shop = {
      {"DATABASE_URL", "postgres://shop:hunter22@db.example:5432/shop"}};
  CHECK(shown("login of shop failed: hunter22", shop) == "login of shop failed: [redacted]");
  CHECK(shown("connected to db.example:5432/shop", shop) == "connected to db.example:5432/shop");
  CHECK(shown("shop at 5432", {{"FEED", "http://db.example:5432/shop"}}) == "shop at 5432");
}

TEST_CASE("what has the shape of a token is not shown, whoever printed it") {
  CHECK(shown(joined("token gh", "p_abcdefghijklmnopqrstuvwxyz012345 used")) == "token [redacted] used");
  CHECK(shown(joined("AK", "IAABCDEFGHIJKLMNOP")) == "[redacted]");
  CHECK(shown("postgres://shop:s3cret@db.example/shop") == "postgres://shop:[redacted]@db.example/shop");
  CHECK(shown("http://db.example:5432/shop") == "http://db.example:5432/shop");
  CHECK(shown("Authorization: Bearer abcdefghijklmnop") == "Authorization: [redacted]");
  CHECK(shown(joined("-----BEGIN RSA PRIVATE", " KEY-----\nMIIB\n-----END RSA PRIVATE KEY-----\nnext")) ==
        "[redacted]\nnext");
  CHECK(shown("-----BEGIN CERTIFICATE-----\nMIIB") == "-----BEGIN CERTIFICATE-----\nMIIB");
  CHECK(shown("ask-me-anything-about-this-long-word") == "ask-me-anything-about-this-long-word");
}

TEST_CASE("control characters are shown, not sent to a terminal") {
  CHECK(shown("\x1b[31mred\x07\n\tx\r\ny\rz") == "\\x1b[31mred\\x07\n\tx\ny\\x0dz");
  CHECK(shown("caf\xe9 \xc2\x9b gr\xc3\xbcn") == "caf\\xe9 \\xc2\\x9b gr\xc3\xbcn");
}

}  // namespace hindcast::sandbox
