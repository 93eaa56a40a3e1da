#include "guards/expectation.h"

#include <algorithm>
#include <array>
#include <utility>

#include "base/text.h"
#include "guards/moment.h"
#include "guards/pattern.h"

namespace hindcast::guards {
namespace {

struct SubjectWord {
  std::string_view word;
  Subject subject;
  bool has_name;
};
constexpr std::array<SubjectWord, 11> subjects = {{{"status", Subject::status, false},
                                                   {"time", Subject::time, false},
                                                   {"header", Subject::header, true},
                                                   {"body", Subject::body, false},
                                                   {"json", Subject::json, true},
                                                   {"days_left", Subject::days_left, false},
                                                   {"A", Subject::ipv4, false},
                                                   {"AAAA", Subject::ipv6, false},
                                                   {"CNAME", Subject::alias, false},
                                                   {"exit", Subject::exit, false},
                                                   {"output", Subject::output, false}}};

constexpr std::array<std::pair<std::string_view, Comparison>, 12> comparisons = {
    {{"=", Comparison::equal},
     {"==", Comparison::equal},
     {"is", Comparison::equal},
     {"!=", Comparison::unequal},
     {"<", Comparison::less},
     {"<=", Comparison::at_most},
     {">", Comparison::more},
     {">=", Comparison::at_least},
     {"matches", Comparison::matches},
     {"contains", Comparison::contains},
     {"exists", Comparison::exists},
     {"absent", Comparison::absent}}};

Error unclear(std::string message) {
  return {ErrorCode::invalid, std::move(message)};
}

// The next word; in quotes it may hold blanks.
std::string_view word(std::string_view& text) {
  text = trimmed(text);
  if (text.starts_with('"')) {
    const auto end = text.find('"', 1);
    if (end != text.npos) {
      const auto found = text.substr(1, end - 1);
      text.remove_prefix(end + 1);
      return found;
    }
  }
  const auto found = text.substr(0, text.find_first_of(" \t"));
  text.remove_prefix(found.size());
  return found;
}

// The value behind a comparison, without the quotes around the whole of it.
std::string_view unquoted(std::string_view text) {
  text = trimmed(text);
  const bool is_quoted = text.size() >= 2 && text.front() == '"' && text.back() == '"';
  return is_quoted ? text.substr(1, text.size() - 2) : text;
}

Result<Part> take_part(std::string_view& text) {
  const auto name = word(text);
  for (const auto& one : subjects) {
    if (one.word != name) continue;
    Part made{one.subject, {}};
    if (one.has_name) made.name = word(text);
    if (one.subject == Subject::header && made.name.empty())
      return unclear("has no header's name, as in `header Content-Type contains json`");
    if (one.subject == Subject::json && !made.name.empty() && made.name[0] != '/')
      return unclear("has no JSON pointer, as in `json /price > 0`");
    return made;
  }
  return unclear(
      "begins with none of status, time, header, body, json, days_left, A, AAAA, CNAME, exit and "
      "output");
}

bool is_ordered(Comparison comparison) {
  return comparison == Comparison::less || comparison == Comparison::at_most ||
         comparison == Comparison::more || comparison == Comparison::at_least;
}

// Whether what is wanted can be held against anything.
Status check_wanted(const Expectation& made) {
  const bool takes_none = made.comparison == Comparison::exists || made.comparison == Comparison::absent;
  if (takes_none && !made.wanted.empty()) return unclear("says more than that it " + made.wanted);
  if (takes_none && made.measure == Measure::value) return Ok();
  if (takes_none || (made.measure != Measure::value && made.comparison >= Comparison::matches))
    return unclear("compares an age or a count with something else than <, <=, > and >=");
  const bool is_duration = made.measure == Measure::age || made.part.subject == Subject::time;
  if (is_duration && (!duration_ms(made.wanted) || !is_ordered(made.comparison)))
    return unclear("has no duration to compare with, as in `<= 15 min`");
  if (is_duration || made.wanted.find("{{") != std::string::npos) return Ok();
  const bool needs_number = is_ordered(made.comparison) || made.measure == Measure::count;
  data::Value value;
  value.type = data::Type::number;
  value.text = made.wanted;
  if (needs_number && !value.number()) return unclear("has no number to compare with, as in `> 0`");
  if (made.comparison == Comparison::matches) TRY(is_found(made.wanted, ""));
  if (made.wanted.empty() && made.comparison == Comparison::contains) return unclear("contains nothing");
  return Ok();
}

}  // namespace

bool may_ask(ProbeKind kind, Subject subject) {
  switch (subject) {
    case Subject::status:
    case Subject::header:
    case Subject::body:
      return kind == ProbeKind::http;
    case Subject::json:
      return kind == ProbeKind::http || kind == ProbeKind::command;
    case Subject::time:
      return true;
    case Subject::days_left:
      return kind == ProbeKind::tls;
    case Subject::ipv4:
    case Subject::ipv6:
    case Subject::alias:
      return kind == ProbeKind::dns;
    case Subject::exit:
    case Subject::output:
      return kind == ProbeKind::command;
  }
  return false;
}

Result<Part> part(std::string_view text) {
  auto rest = text;
  auto made = TRY(take_part(rest));
  if (!trimmed(rest).empty()) return unclear("says more than a part of an answer");
  return made;
}

Result<Expectation> expectation(std::string_view text) {
  Expectation made;
  made.text = trimmed(text);
  auto rest = text;
  made.part = TRY(take_part(rest));
  auto how = word(rest);
  if (how == "age" || how == "count") {
    made.measure = how == "age" ? Measure::age : Measure::count;
    how = word(rest);
  }
  const auto found =
      std::find_if(comparisons.begin(), comparisons.end(), [&](const auto& one) { return one.first == how; });
  if (found == comparisons.end())
    return unclear(
        "has no comparison (=, !=, <, <=, >, >=, matches, contains, exists, absent), as in `json "
        "/price > 0`");
  made.comparison = found->second;
  made.wanted = unquoted(rest);
  TRY(check_wanted(made));
  return made;
}

void Secrets::add(const std::string& value) {
  if (value.empty() || std::find(values_.begin(), values_.end(), value) != values_.end()) return;
  values_.push_back(value);
  std::stable_sort(values_.begin(), values_.end(),
                   [](const auto& a, const auto& b) { return a.size() > b.size(); });
}

std::string Secrets::without(std::string_view text) const {
  std::string out;
  while (!text.empty()) {
    const auto hit = std::find_if(values_.begin(), values_.end(),
                                  [&](const std::string& one) { return text.starts_with(one); });
    if (hit == values_.end()) {
      out += text[0];
      text.remove_prefix(1);
    } else {
      out += "***";
      text.remove_prefix(hit->size());
    }
  }
  return out;
}

}  // namespace hindcast::guards
