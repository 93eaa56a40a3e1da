#include "sandbox/redact.h"

#include <algorithm>
#include <array>

#include "base/secret_shape.h"
#include "base/text.h"

namespace hindcast::sandbox {
namespace {

constexpr std::string_view mark = "[redacted]";
constexpr std::size_t value_bytes_min = 4;  // what is shorter stands everywhere by chance

bool is_of_token(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
         std::string_view("_-.+/=").find(c) != std::string_view::npos;
}

std::string without(std::string_view text, std::string_view secret) {
  std::string out;
  for (std::size_t at = 0;;) {
    const auto found = text.find(secret, at);
    out += text.substr(at, found == text.npos ? text.npos : found - at);
    if (found == text.npos) return out;
    out += mark;
    at = found + secret.size();
  }
}

std::string without_shapes(std::string_view text) {
  std::string out;
  for (std::size_t at = 0; at < text.size();) {
    const SecretSpan secret = secret_at(text, at);
    if (secret.size == 0) {
      out += text[at++];
      continue;
    }
    out.append(text.substr(at, secret.kept)).append(mark);
    at += secret.kept + secret.size;
  }
  return out;
}

std::string with_controls_shown(std::string_view text) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::string out;
  const auto show = [&](char c) {
    const auto byte = static_cast<unsigned char>(c);
    (out.append("\\x") += digits[byte >> 4]) += digits[byte & 15];
  };
  for (std::size_t at = 0; at < text.size();) {
    const char c = text[at];
    const auto byte = static_cast<unsigned char>(c);
    if (c == '\r' && at + 1 < text.size() && text[at + 1] == '\n') {
      ++at;
      continue;
    }
    if (c == '\n' || c == '\t' || (byte >= 0x20 && byte < 0x7f)) {
      out += c;
      ++at;
      continue;
    }
    const auto size = byte < 0x80 ? 0 : utf8_sequence(text.substr(at));
    const bool is_control = size == 2 && byte == 0xc2 && static_cast<unsigned char>(text[at + 1]) < 0xa0;
    if (size == 0 || is_control) {
      show(c);
      ++at;
      continue;
    }
    out += text.substr(at, size);
    at += size;
  }
  return out;
}

// Everybody may know at which commit a repository stands: "GIT_COMMIT", "GITHUB_SHA", "HINDCAST_BASE".
bool is_commit(std::string_view large_name, std::string_view value) {
  constexpr std::size_t sha1_bytes = 40, sha256_bytes = 64;
  if (value.size() != sha1_bytes && value.size() != sha256_bytes) return false;
  const auto is_digit = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  if (!std::all_of(value.begin(), value.end(), is_digit)) return false;
  static constexpr std::array<std::string_view, 5> words = {"COMMIT", "SHA", "SHA1", "REVISION", "VCS"};
  for (std::size_t from = 0; from <= large_name.size();) {
    const auto end = std::min(large_name.find('_', from), large_name.size());
    if (std::find(words.begin(), words.end(), large_name.substr(from, end - from)) != words.end())
      return true;
    from = end + 1;
  }
  return large_name == "HINDCAST_BASE";
}

}  // namespace

bool is_secret(std::string_view name, std::string_view value) {
  static constexpr std::array<std::string_view, 13> parts = {
      "TOKEN",   "SECRET", "PASS",      "PWD",    "KEY",     "CREDENTIAL", "AUTH",
      "PRIVATE", "DSN",    "SIGNATURE", "COOKIE", "SESSION", "CERT"};
  if (value.size() < value_bytes_min || name == "PWD" || name == "OLDPWD") return false;
  std::string large(name);
  std::transform(large.begin(), large.end(), large.begin(),
                 [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
  for (const auto part : parts)
    if (large.find(part) != large.npos) return true;
  if (is_commit(large, value)) return false;
  // Long, of letters and digits in no order that a word or a path has.
  constexpr std::size_t random_bytes_min = 20;
  std::size_t digits = 0, letters = 0;
  for (const char c : value) {
    if (!is_of_token(c) || c == '/') return false;
    digits += c >= '0' && c <= '9' ? 1 : 0;
    letters += (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ? 1 : 0;
  }
  return value.size() >= random_bytes_min && digits >= 4 && letters >= 4;
}

std::string redacted(std::string_view text,
                     const std::vector<std::pair<std::string, std::string>>& environment) {
  std::vector<std::string_view> secrets;
  for (const auto& [name, value] : environment) {
    if (is_secret(name, value)) secrets.push_back(value);
    const auto password = password_in(value);  // programs print it without its address, too
    if (password.size() >= value_bytes_min) secrets.push_back(password);
  }
  // The longest first: one may be a part of another.
  std::sort(secrets.begin(), secrets.end(), [](auto a, auto b) { return a.size() > b.size(); });
  std::string out(text);
  for (const auto secret : secrets)
    out = without(out, secret);
  return with_controls_shown(without_shapes(out));
}

}  // namespace hindcast::sandbox
