#include "base/secret_shape.h"

#include <algorithm>
#include <array>

namespace hindcast {
namespace {

bool is_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
}
bool is_of_token(char c) {
  return is_word(c) || c == '.' || c == '+' || c == '/' || c == '=';
}

std::size_t run_of(std::string_view text, std::size_t at, bool (*is_part)(char)) {
  std::size_t end = at;
  while (end < text.size() && is_part(text[end]))
    ++end;
  return end - at;
}

// What a token begins with, and how many characters more it has at least.
struct Beginning {
  std::string_view begin;
  std::size_t more_min;
  bool may_be_public = false;
};
constexpr std::array<Beginning, 26> beginnings = {
    {{"ghp_", 20},        {"gho_", 20},    {"ghu_", 20},     {"ghs_", 20},     {"ghr_", 20},
     {"github_pat_", 20}, {"glpat-", 16},  {"gldt-", 16},    {"glrt-", 16},    {"xoxb-", 10},
     {"xoxp-", 10},       {"xoxa-", 10},   {"xapp-", 10},    {"AKIA", 16},     {"ASIA", 16},
     {"AIza", 30, true},  {"sk-", 20},     {"sk_live_", 10}, {"rk_live_", 10}, {"npm_", 30},
     {"pypi-", 20},       {"dop_v1_", 30}, {"hct_", 16},     {"hvs.", 20},     {"AGE-SECRET-KEY-", 20},
     {"eyJ", 40, true}}};

// The token that begins there.
SecretSpan token_at(std::string_view text, std::size_t at) {
  if (at > 0 && is_word(text[at - 1])) return {};
  for (const Beginning& one : beginnings) {
    if (text.compare(at, one.begin.size(), one.begin) != 0) continue;
    const auto more = run_of(text, at + one.begin.size(), is_of_token);
    if (more >= one.more_min)
      return {one.may_be_public ? SecretShape::public_token : SecretShape::token, 0, one.begin.size() + more};
  }
  constexpr std::array<std::string_view, 2> schemes = {"Bearer ", "Basic "};
  for (const auto scheme : schemes) {
    if (text.compare(at, scheme.size(), scheme) != 0) continue;
    const auto more = run_of(text, at + scheme.size(), is_of_token);
    if (more >= 12) return {SecretShape::token, 0, scheme.size() + more};
  }
  return {};
}

// The password in "://user:password@", from behind its colon; 0 for none.
std::size_t password_at(std::string_view text, std::size_t at) {
  constexpr std::size_t address_bytes_max = 256;
  if (text.compare(at, 3, "://") != 0) return 0;
  const auto rest = text.substr(at + 3, address_bytes_max);
  const auto end = std::min(rest.find_first_of(" \t\r\n\"'<>/"), rest.size());
  const auto until = rest.substr(0, end).rfind('@');
  const auto colon = rest.find(':');
  return until == rest.npos || colon == rest.npos || colon + 1 >= until ? 0 : until - colon - 1;
}

// The block of a private key, to the line that ends it.
std::size_t key_at(std::string_view text, std::size_t at) {
  if (text.compare(at, 11, "-----BEGIN ") != 0) return 0;
  const auto head = text.substr(at, std::min(text.find('\n', at), text.size()) - at);
  if (head.find("PRIVATE KEY") == head.npos) return 0;
  const auto end = text.find("-----END ", at);
  if (end == text.npos) return text.size() - at;
  return std::min(text.find('\n', end), text.size()) - at;
}

}  // namespace

SecretSpan secret_at(std::string_view text, std::size_t at) {
  if (at >= text.size()) return {};
  const char c = text[at];
  if (c == ':') {
    const auto size = password_at(text, at);
    if (size > 0) return {SecretShape::password, text.find(':', at + 3) + 1 - at, size};
  } else if (c == '-') {
    const auto size = key_at(text, at);
    if (size > 0) return {SecretShape::private_key, 0, size};
  } else if (is_word(c)) {
    return token_at(text, at);
  }
  return {};
}

std::string_view password_in(std::string_view value) {
  const auto at = value.find("://");
  const auto size = at == value.npos ? 0 : password_at(value, at);
  return size == 0 ? std::string_view() : value.substr(value.find(':', at + 3) + 1, size);
}

}  // namespace hindcast
