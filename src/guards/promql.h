// The language of Prometheus's expressions, as far as it takes to see that one is none.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace hindcast::guards {

// What Prometheus would refuse: "`>` stands where a value belongs", "a `(` is never closed". Nothing for what
// may be an expression, and for what is written in another language or as a template. Linear.
std::optional<std::string> promql_fault(std::string_view expression);

// Whether a text is a duration of Prometheus: "5m", "1h30m", "0".
bool is_promql_duration(std::string_view text);

}  // namespace hindcast::guards
