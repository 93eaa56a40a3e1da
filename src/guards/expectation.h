// What a step expects of an answer, in a line of words: "json /price > 0", "json /updated age <= 15 min",
// "header Content-Type contains json", "status = 200", "days_left > 14".
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "base/time.h"
#include "data/data.h"
#include "facts/verdict.h"
#include "guards/probe.h"

namespace hindcast::guards {

// Values that nobody may see: those of the environment, and what a step captured as a secret.
class Secrets {
 public:
  void add(const std::string& value);
  std::string without(std::string_view text) const;  // each of them is "***"
  bool is_empty() const { return values_.empty(); }

 private:
  std::vector<std::string> values_;  // the longest first
};

enum class Subject : std::uint8_t {
  status,
  time,  // that the answer took
  header,
  body,
  json,
  days_left,  // until the certificate ends
  ipv4,       // "A"
  ipv6,       // "AAAA"
  alias,      // "CNAME"
  exit,       // of a command
  output
};

// A part of an answer. `name` is a header's name or a JSON pointer (RFC 6901).
struct Part {
  Subject subject{};
  std::string name;
};

enum class Comparison : std::uint8_t {
  equal,
  unequal,
  less,
  at_most,
  more,
  at_least,
  matches,
  contains,
  exists,
  absent
};
enum class Measure : std::uint8_t { value, age, count };

struct Expectation {
  Part part;
  Measure measure{};
  Comparison comparison{};
  std::string wanted;  // "" for exists and absent
  std::string text;    // as it was written
};

// `invalid` with what is wrong: "has no comparison, as in `json /price > 0`".
Result<Expectation> expectation(std::string_view text);
// A part alone, as of a capture or a measure: "json /token", "header X-Id", "body".
Result<Part> part(std::string_view text);
bool may_ask(ProbeKind, Subject);

// An answer, and what was read of it.
class Answered {
 public:
  Answered(const ProbeAnswer& answer, Timestamp now) : answer_(answer), now_(now) {}

  // Every text that the part stands for: of a header and of addresses there may be several, and none.
  // `invalid` where it can't be told: of a body that was cut, or is no JSON.
  Result<std::vector<std::string>> texts(const Part&);
  // The value at a JSON pointer; null where there is none.
  Result<const data::Value*> json(std::string_view pointer);
  const ProbeAnswer& answer() const { return answer_; }
  Timestamp now() const { return now_; }

 private:
  const ProbeAnswer& answer_;
  Timestamp now_;
  std::optional<Result<data::Value>> read_;  // once somebody asked
};

// `pass`, or what is the matter: "json /price is `0`, not > 0". No secret stands in it.
struct Judgement {
  facts::Verdict verdict{};
  std::string message;
};
Judgement judge(const Expectation&, Answered&, const Secrets&);

}  // namespace hindcast::guards
