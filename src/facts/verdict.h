// One vocabulary for every check that a release must pass.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace hindcast::facts {

// `missing`: nobody and nothing has answered; `inconclusive`: something looked and could not tell; `error`:
// it could not look. None of these is ever taken for a pass.
enum class Verdict : std::uint8_t { pass, waived, warn, missing, inconclusive, fail, error };

// "pass"; and back, nothing for a word that names none.
std::string_view word(Verdict);
std::optional<Verdict> verdict(std::string_view word);

// The one that counts where several checks answer one question: the later in the order above.
constexpr Verdict worse(Verdict a, Verdict b) {
  return a < b ? b : a;
}

}  // namespace hindcast::facts
