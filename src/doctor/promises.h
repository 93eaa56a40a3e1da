// Promises that were made before: the same action written again in a later document. Pure; `doctor` and the
// ledger stand on it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>
#include <vector>

#include "base/time.h"

namespace hindcast::doctor {

// One action as a document states it. Borrowed for the call.
struct Promise {
  std::uint32_t document = 0;  // whose it is, by any number
  Date date;                   // of that document
  std::string_view text;       // as facts::Item has it, in any language
  bool is_heading = false;     // a heading that is an action: a short one says less than it seems
};

// `later` says again what `earlier` said in another document of an earlier day. Both are places in the list
// that was given.
struct Repeat {
  std::uint32_t earlier = 0, later = 0;
  double likeness = 0;  // above likeness_min, 1 for the same words
  std::int64_t days = 0;
};

// Measured on real postmortems: at this likeness and above nearly every pair is one promise, and below it
// pairs that only speak of the same thing begin.
inline constexpr double likeness_min = 0.7;

// For each promise the one before it that is most alike, the first made among equals; nothing for a promise
// that nobody made before. In the order of `later`.
//
// Likeness is twice the weight of the shared words over the weight of all words of both; a word weighs more
// the fewer documents have it. Only promises that share a rare word are compared, so the work is near linear
// in the number of promises; of a word that very many share only the latest promises are looked at.
std::vector<Repeat> repeated_promises(std::span<const Promise>);

}  // namespace hindcast::doctor
