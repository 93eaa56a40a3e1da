#include "sandbox/redact.h"

#include <algorithm>
#include <array>

#include "base/text.h"

namespace hindcast::sandbox {
namespace {

constexpr std::string_view mark = "[redacted]";
constexpr std::size_t value_bytes_min = 4;  // what is shorter stands everywhere by chance

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
struct Shape {
  std::string_view begin;
  std::size_t more_min;
};
constexpr std::array<Shape, 26> shapes = {
    {{"ghp_", 20},        {"gho_", 20},    {"ghu_", 20},     {"ghs_", 20},     {"ghr_", 20},
     {"github_pat_", 20}, {"glpat-", 16},  {"gldt-", 16},    {"glrt-", 16},    {"xoxb-", 10},
     {"xoxp-", 10},       {"xoxa-", 10},   {"xapp-", 10},    {"AKIA", 16},     {"ASIA", 16},
     {"AIza", 30},        {"sk-", 20},     {"sk_live_", 10}, {"rk_live_", 10}, {"npm_", 30},
     {"pypi-", 20},       {"dop_v1_", 30}, {"hct_", 16},     {"hvs.", 20},     {"AGE-SECRET-KEY-", 20},
     {"eyJ", 40}}};

// The size of the token that begins there; 0 for none.
std::size_t token_at(std::string_view text, std::size_t at) {
  if (at > 0 && is_word(text[at - 1])) return 0;
  for (const Shape& shape : shapes) {
    if (text.compare(at, shape.begin.size(), shape.begin) != 0) continue;
    const auto more = run_of(text, at + shape.begin.size(), is_of_token);
    if (more >= shape.more_min) return shape.begin.size() + more;
  }
  constexpr std::array<std::string_view, 2> schemes = {"Bearer ", "Basic "};
  for (const auto scheme : schemes) {
    if (text.compare(at, scheme.size(), scheme) != 0) continue;
    const auto more = run_of(text, at + scheme.size(), is_of_token);
    if (more >= 12) return scheme.size() + more;
  }
  return 0;
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

// The password of an address that a value holds; "" for none.
std::string_view password_in(std::string_view value) {
  const auto at = value.find("://");
  const auto size = at == value.npos ? 0 : password_at(value, at);
  return size == 0 ? std::string_view() : value.substr(value.find(':', at + 3) + 1, size);
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
    const char c = text[at];
    std::size_t size = 0, kept = 0;
    if (c == ':') {
      size = password_at(text, at);
      if (size > 0) kept = text.find(':', at + 3) + 1 - at;
    } else if (c == '-') {
      size = key_at(text, at);
    } else if (is_word(c)) {
      size = token_at(text, at);
    }
    if (size == 0) {
      out += c;
      ++at;
      continue;
    }
    out.append(text.substr(at, kept)).append(mark);
    at += kept + size;
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
