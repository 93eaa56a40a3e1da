// Versions and what others require of them, as package managers write both.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::guards {

// Numbers, and the parts of a pre-release; "v1.2.3-rc.1+build.5" without its build. Missing numbers are zero.
struct Version {
  std::vector<std::uint64_t> numbers;  // at least one, at most 8
  std::vector<std::string> pre;        // "rc", "1"
  std::size_t written = 0;             // how many numbers stood there: 2 in "1.2"

  std::uint64_t number(std::size_t i) const { return i < numbers.size() ? numbers[i] : 0; }
};

// Nothing for what is no version: "latest", "sha256:...".
std::optional<Version> parse_version(std::string_view);
// By Semantic Versioning 2.0.0: negative, zero or positive; a pre-release comes before its release.
int compare(const Version&, const Version&);

// Alternatives ("||") of comparators that all must hold: "^1.2", "~1.2.3", ">=1.4 <2", "1.x", "1.2 - 1.4",
// "*", with blanks or commas between. As with npm, a pre-release is only within a range that names one of the
// same numbers.
class VersionRange {
 public:
  static std::optional<VersionRange> parse(std::string_view);
  bool holds(const Version&) const;

 private:
  enum class Means : std::uint8_t { equal, not_equal, less, at_most, more, at_least };
  struct Comparator {
    Means means{};
    Version version;
  };
  using All = std::vector<Comparator>;
  static bool parse_one(std::string_view word, All& out);
  std::vector<All> any_;
};

}  // namespace hindcast::guards
