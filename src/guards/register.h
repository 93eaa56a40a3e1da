// What a team has promised to do again and again, and the records of having done it: drills, backups,
// duties. Both are files that people write and commit.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "data/data.h"
#include "guards/claim.h"
#include "guards/looking.h"
#include "policy/calendar.h"

namespace hindcast::guards {

// How often: whole days as a calendar counts them, or a span of the clock.
struct Cadence {
  std::string words;  // as they were written
  policy::Duration days;
  std::int64_t ms = 0;  // 0: days count
  // Until when it is kept by something of that moment; by days until the end of the last one.
  Timestamp until(Timestamp last) const;
};
// "month", "monthly", "90 days", "6 hours".
std::optional<Cadence> cadence_of(std::string_view);

// One thing that is asked again and again.
struct Promise {
  std::string name, owner;
  data::Value settings;  // all that was written of it
  std::string path;
  std::uint32_t line = 0;
};
// The entries of a file of TOML, YAML or JSON: a list of that name ("drill", "drills"), or the file is one.
// What has no name is a finding, and so is a file without entries.
std::vector<Promise> read_register(const File&, std::string_view kind, std::vector<Finding>&);
// A duration or a cadence of a promise; what can't be read is a finding, nothing where none is written.
std::optional<std::int64_t> span_in(const Promise&, std::string_view key, std::vector<Finding>&);
std::optional<Cadence> cadence_in(const Promise&, std::string_view key, std::vector<Finding>&);

// One time that it was done.
struct Performance {
  std::string name;
  std::optional<Timestamp> started, finished, data_until;
  bool has_day_only = false;  // of `finished` or `started`: no hour is known
  HowItWent result = HowItWent::unknown;
  std::string result_words;  // as somebody wrote it; "" where nobody did
  // How somebody knows that it worked. What a record says there without saying that it did ("not yet", "-",
  // "failed, wrong sums") is kept in `unverified`, and verification is `failed` where it says so.
  std::string verified, unverified, by;
  std::string evidence, no_evidence;  // what shows it; what stands there without showing it: "to follow"
  HowItWent verification = HowItWent::unknown;
  std::optional<double> size;
  std::string path;
  std::uint32_t line = 0;
  // When it counts: the end, else the beginning.
  std::optional<Timestamp> when() const { return finished ? finished : started; }
};
// "does not say how it went: `result` is missing", or of what words nobody can tell.
std::string result_doubt(const Performance&);
// Markdown: a heading "## 2031-02-11 Name" for each, and a list of "- key: value" below. JSON Lines: an
// object a line. JSON, YAML, TOML: a list of tables. What can't be read is a finding.
std::vector<Performance> read_performances(const File&, std::vector<Finding>&);
// Those of the promise, by their time; what has none comes first.
std::vector<const Performance*> of_promise(const std::vector<Performance>&, const Promise&);
// A warning for each that belongs to no promise, and for each that lies in days to come.
void tell_strange(const std::vector<Performance>&, const std::vector<Promise>&, Timestamp now,
                  std::vector<Finding>&);

// All promises of that kind and all performances, of the files that the settings `register` and `records`
// name. What is strange in them is told already.
struct Kept {
  std::vector<Promise> promises;
  std::vector<Performance> records;
  std::string counted;  // "2 drills, 5 records"
};
Kept read_kept(const data::Value& settings, World&, const std::string& kind, std::vector<Finding>&);

// "2031-02-11", and " (Ada)" where somebody owns it.
std::string day_words(Timestamp);
std::string owned(const Promise&);

}  // namespace hindcast::guards
