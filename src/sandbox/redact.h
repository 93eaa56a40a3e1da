// What a command printed, made fit to be shown and kept: no value of a secret, no control character.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace hindcast::sandbox {

// The values of variables that look secret, by their name (TOKEN, PASSWORD, KEY, …) or because they are long
// and look like nothing a person writes; then whatever has the shape of a token, a private key or a password
// in an address. Each becomes "[redacted]". Control characters but line ends and tabs are shown as "\x1b",
// bytes that are no UTF-8 as "\xff". Linear in the text for each secret.
std::string redacted(std::string_view text,
                     const std::vector<std::pair<std::string, std::string>>& environment);

// Whether a variable's value is one that must not be shown. A commit under a name that says so is none.
bool is_secret(std::string_view name, std::string_view value);

}  // namespace hindcast::sandbox
