#include "guards/promql.h"

#include <doctest/doctest.h>

namespace hindcast::guards {
namespace {

std::string fault(std::string_view expression) {
  return promql_fault(expression).value_or("");
}

}  // namespace

TEST_CASE("expressions are values with operators between them") {
  for (const std::string_view fine : {"up == 0",
                                      "rate(errors_total[5m]) / rate(all_total[5m]) > 0.1",
                                      "-x + -(1e-3) ^ 2",
                                      "sum by (job, path) (rate(x{a=\"b)\", c=~'d|e'}[5m:1m])) > 3",
                                      "sum(x) without (a) > bool 1",
                                      "time() - max by (port) (updated_seconds) > 3600 and on() hour() > 4",
                                      "a * on(x) group_left b",
                                      "a * on (x) group_left (y) b",
                                      "x offset -5m > 1 unless y",
                                      "x @ end() > 1",
                                      "x[5m] @ 1609746000 offset 1d",
                                      "{__name__=\"x\"} > 1",
                                      "absent(up{job=\"a\"})",
                                      "label_replace(x, \"a\", \"$1\", \"b\", \"(.*)\")",
                                      "histogram_quantile(0.9, sum(rate(x[5m])) by (le))",
                                      "up # a remark (\n == 0",
                                      "by:level:x > 1",
                                      "(x)",
                                      "1 > bool 2",
                                      "x > Inf",
                                      "topk(3, x) or vector(0)"}) {
    CAPTURE(fine);
    CHECK(fault(fine) == "");
  }
}

TEST_CASE("what Prometheus refuses is told") {
  CHECK(fault("x > > 3600") == "`>` stands where a value belongs");
  CHECK(fault("x >") == "it ends where a value belongs");
  CHECK(fault("> 3") == "`>` stands where a value belongs");
  CHECK(fault("sum(x") == "a `(` is never closed");
  CHECK(fault("sum(x)) > 1") == "a `)` closes nothing");
  CHECK(fault("errors total > 1") == "`total` stands where an operator belongs");
  CHECK(fault("x{a=\"b\" > 1") == "a `{` is never closed");
  CHECK(fault("x{a=\"b} > 1") == "a quote is never closed");
  CHECK(fault("rate(x[5m) > 1") == "a `[` is never closed");
  CHECK(fault("max(, x) > 1") == "`,` stands where a value belongs");
  CHECK(fault("() > 1") == "`)` stands where a value belongs");
  CHECK(fault("x and and y") == "`y` stands where an operator belongs");
  CHECK(fault("x == 3 4") == "`4` stands where an operator belongs");
}

TEST_CASE("other languages and templates are left alone") {
  for (const std::string_view other : {"", "{app=\"x\"} |= \"error\"", "x > {{ .Values.limit }}",
                                       "x > $limit", "WITH (a = b) a", "x =~ y"}) {
    CAPTURE(other);
    CHECK(fault(other) == "");
  }
}

TEST_CASE("durations of Prometheus are numbers with units") {
  for (const std::string_view fine : {"5m", "1h30m", "0", "0s", "1d", "500ms"})
    CHECK(is_promql_duration(fine));
  for (const std::string_view wrong : {"", "soon", "5", "5 min", "m", "5min", "-5m"})
    CHECK_FALSE(is_promql_duration(wrong));
}

}  // namespace hindcast::guards
