#include "guards/versions.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace hindcast::guards {
namespace {

constexpr std::size_t numbers_max = 8, alternatives_max = 100;

bool is_digits(std::string_view text) {
  return !text.empty() && text.find_first_not_of("0123456789") == text.npos;
}

std::optional<std::uint64_t> number_of(std::string_view digits) {
  std::uint64_t out = 0;
  const auto read = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  if (!is_digits(digits) || read.ec != std::errc()) return std::nullopt;
  return out;
}

int sign(bool less, bool more) {
  return less ? -1 : more ? 1 : 0;
}

int compare_parts(const std::string& a, const std::string& b) {
  const auto one = number_of(a), other = number_of(b);
  if (one && other) return sign(*one<*other, *one> * other);
  if (one || other) return one ? -1 : 1;  // numbers come before words
  return sign(a<b, a> b);
}

// The next release that "^" or "~" no longer takes in: the number at `place` is one more, all behind it zero.
Version next_at(const Version& from, std::size_t place) {
  Version next;
  next.numbers.assign(std::max<std::size_t>(3, place + 1), 0);
  for (std::size_t i = 0; i < place; ++i)
    next.numbers[i] = from.number(i);
  next.numbers[place] = from.number(place) + 1;
  next.written = 3;
  return next;
}

bool is_wild(std::string_view part) {
  return part == "x" || part == "X" || part == "*";
}

// "1.x" is "1": what is not written may be anything. Nothing for no such words.
std::optional<std::string_view> without_wildcard(std::string_view word) {
  for (auto dot = word.rfind('.'); dot != word.npos && is_wild(word.substr(dot + 1)); dot = word.rfind('.'))
    word = word.substr(0, dot);
  return is_wild(word) ? std::string_view() : word;
}

}  // namespace

std::optional<Version> parse_version(std::string_view text) {
  text = trimmed(text);
  if (text.starts_with('v') || text.starts_with('V')) text.remove_prefix(1);
  text = text.substr(0, text.find('+'));
  Version version;
  const auto dash = text.find('-');
  std::string_view numbers = text.substr(0, dash);
  if (text.size() > 256 || numbers.ends_with('.')) return std::nullopt;
  while (version.numbers.size() < numbers_max) {
    const auto part = numbers.substr(0, numbers.find('.'));
    // Python writes its pre-releases without a dash: "2.0rc1".
    const auto digits = std::min(part.find_first_not_of("0123456789"), part.size());
    const auto number = number_of(part.substr(0, digits));
    if (!number) return std::nullopt;
    version.numbers.push_back(*number);
    if (digits < part.size()) {
      if (part.size() != numbers.size() || dash != text.npos) return std::nullopt;
      version.pre.push_back(lower(part.substr(digits)));
      numbers = {};
      break;
    }
    numbers.remove_prefix(std::min(part.size() + 1, numbers.size()));
    if (numbers.empty()) break;
  }
  if (!numbers.empty()) return std::nullopt;
  version.written = version.numbers.size();
  for (auto rest = dash == text.npos ? std::string_view() : text.substr(dash + 1); !rest.empty();) {
    const auto part = rest.substr(0, rest.find('.'));
    version.pre.emplace_back(part);
    rest.remove_prefix(std::min(part.size() + 1, rest.size()));
  }
  return version;
}

int compare(const Version& a, const Version& b) {
  for (std::size_t i = 0; i < std::max(a.numbers.size(), b.numbers.size()); ++i)
    if (a.number(i) != b.number(i)) return a.number(i) < b.number(i) ? -1 : 1;
  if (a.pre.empty() != b.pre.empty()) return a.pre.empty() ? 1 : -1;
  for (std::size_t i = 0; i < std::min(a.pre.size(), b.pre.size()); ++i)
    if (const int order = compare_parts(a.pre[i], b.pre[i]); order != 0) return order;
  return sign(a.pre.size() < b.pre.size(), a.pre.size() > b.pre.size());
}

// One word: an operator and a version with or without wildcards.
bool VersionRange::parse_one(std::string_view word, All& out) {
  const auto digits = std::min(word.find_first_not_of("<>=!^~"), word.size());
  const auto mark = word.substr(0, digits);
  const auto rest = without_wildcard(trimmed(word.substr(digits)));
  if (!rest) return false;
  Version zero;
  zero.numbers = {0, 0, 0};
  if (rest->empty()) {
    const bool is_any =
        mark.empty() || mark == ">=" || mark == "=" || mark == "==" || mark == "^" || mark == "~";
    if (is_any) out.push_back({Means::at_least, zero});
    return is_any;
  }
  const auto read = parse_version(*rest);
  if (!read) return false;
  const Version& version = *read;
  const bool is_part = version.written < 3 && version.pre.empty();
  const auto between = [&](std::size_t place) {
    out.push_back({Means::at_least, version});
    out.push_back({Means::less, next_at(version, place)});
    return true;
  };
  if (mark == "^") {
    std::size_t place = 0;
    while (place + 1 < version.written && version.number(place) == 0)
      ++place;
    return between(place);
  }
  if (mark == "~" || mark == "~=" || mark == "~>") {
    // "~=1.4.2" of Python and "~>" of Ruby keep all but the last number, as "~" does of three.
    return between(version.written <= 1 ? 0
                   : mark == "~"        ? 1
                                        : std::max<std::size_t>(version.written, 2) - 2);
  }
  if (mark.empty() || mark == "=" || mark == "==") {
    if (is_part) return between(version.written - 1);
    out.push_back({Means::equal, version});
    return true;
  }
  if (mark == "!=") out.push_back({Means::not_equal, version});
  if (mark == "<") out.push_back({Means::less, version});
  if (mark == ">=") out.push_back({Means::at_least, version});
  // "<=1.2" takes in all of 1.2, and ">1.2" none of it.
  if (mark == "<=")
    out.push_back(is_part ? Comparator{Means::less, next_at(version, version.written - 1)}
                          : Comparator{Means::at_most, version});
  if (mark == ">")
    out.push_back(is_part ? Comparator{Means::at_least, next_at(version, version.written - 1)}
                          : Comparator{Means::more, version});
  return mark == "!=" || mark == "<" || mark == ">=" || mark == "<=" || mark == ">";
}

std::optional<VersionRange> VersionRange::parse(std::string_view text) {
  VersionRange range;
  constexpr std::size_t bytes_max = 4096;
  if (text.size() > bytes_max) return std::nullopt;
  for (std::size_t begin = 0; begin <= text.size();) {
    if (range.any_.size() == alternatives_max) return std::nullopt;
    const auto end = std::min(text.find("||", begin), text.size());
    auto one = trimmed(text.substr(begin, end - begin));
    begin = end + 2;
    All all;
    if (const auto dash = one.find(" - "); dash != one.npos) {
      if (!parse_one(std::string(">=").append(trimmed(one.substr(0, dash))), all) ||
          !parse_one(std::string("<=").append(trimmed(one.substr(dash + 3))), all))
        return std::nullopt;
      one = {};
    } else if (one.empty()) {
      return std::nullopt;
    }
    while (!one.empty()) {
      auto word = one.substr(0, one.find_first_of(" ,\t"));
      one.remove_prefix(word.size());
      std::string whole(word);
      // ">= 1.2": the operator's version stands behind a blank.
      if (word.find_first_not_of("<>=!^~") == word.npos) {
        one.remove_prefix(std::min(one.find_first_not_of(' '), one.size()));
        const auto version = one.substr(0, one.find_first_of(" ,\t"));
        one.remove_prefix(version.size());
        whole.append(version);
      }
      if (!parse_one(whole, all)) return std::nullopt;
      one.remove_prefix(std::min(one.find_first_not_of(" ,\t"), one.size()));
    }
    range.any_.push_back(std::move(all));
  }
  return range;
}

bool VersionRange::holds(const Version& version) const {
  const auto is_met = [&](const Comparator& one) {
    const int order = compare(version, one.version);
    switch (one.means) {
      case Means::equal:
        return order == 0;
      case Means::not_equal:
        return order != 0;
      case Means::less:
        return order < 0;
      case Means::at_most:
        return order <= 0;
      case Means::more:
        return order > 0;
      case Means::at_least:
        return order >= 0;
    }
    return false;
  };
  const auto names_its_numbers = [&](const Comparator& one) {
    return !one.version.pre.empty() && one.version.number(0) == version.number(0) &&
           one.version.number(1) == version.number(1) && one.version.number(2) == version.number(2);
  };
  return std::any_of(any_.begin(), any_.end(), [&](const All& all) {
    return std::all_of(all.begin(), all.end(), is_met) &&
           (version.pre.empty() || std::any_of(all.begin(), all.end(), names_its_numbers));
  });
}

}  // namespace hindcast::guards
