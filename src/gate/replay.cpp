#include "gate/replay.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "base/text.h"
#include "gate/written.h"

namespace hindcast::gate {
namespace {

using facts::Verdict;

bool is_told(const std::optional<Verdict>& verdict) {
  return verdict == Verdict::pass || verdict == Verdict::warn || verdict == Verdict::fail;
}

Proof proof_of(std::span<const std::optional<Verdict>> verdicts, const Spell& spell) {
  if (!spell.shipped || !spell.fixed || *spell.fixed <= *spell.shipped || *spell.fixed >= verdicts.size())
    return Proof::untraced;
  const auto before = verdicts[*spell.shipped], after = verdicts[*spell.fixed];
  if (!is_told(before)) return Proof::untold;
  if (before != Verdict::fail) return Proof::silent;
  if (!is_told(after)) return Proof::untold;
  return after == Verdict::fail ? Proof::still : Proof::stopped;
}

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}
bool is_word(char c) {
  return is_hex(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-';
}

// Words of 7 to 40 hexadecimal digits. A word of letters alone ("defaced") is none unless it is a whole id.
std::vector<std::string> commits_in(std::string_view text) {
  constexpr std::size_t short_min = 7, whole = 40, most = 32;
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size() && found.size() < most;) {
    if (!is_word(text[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    bool is_id = true, has_digit = false;
    for (; end < text.size() && is_word(text[end]); ++end) {
      is_id = is_id && is_hex(text[end]);
      has_digit = has_digit || (text[end] >= '0' && text[end] <= '9');
    }
    const auto bytes = end - at;
    if (is_id && bytes >= short_min && bytes <= whole && (has_digit || bytes == whole))
      found.push_back(lower(text.substr(at, bytes)));
    at = end;
  }
  return found;
}

// One word that may be the name of a tag; "" for more than one.
std::string one_word(std::string_view text) {
  const auto word = trimmed(text);
  constexpr std::size_t bytes_max = 200;
  const bool is_name = !word.empty() && word.size() <= bytes_max && word[0] != '-' &&
                       std::all_of(word.begin(), word.end(), [](char c) {
                         return is_word(c) || (c >= '0' && c <= '9') || c == '.' || c == '/' || c == '+';
                       });
  return is_name ? std::string(word) : std::string();
}

enum class Says : std::uint8_t { nothing, shipped, fixed, both };

Says said_by(std::string_view key) {
  auto name = lower(key);
  std::replace(name.begin(), name.end(), '_', ' ');
  std::replace(name.begin(), name.end(), '-', ' ');
  static constexpr std::array<std::string_view, 14> shipped = {
      "shipped",          "shipped in",       "shipped by",         "shipped with", "introduced",
      "introduced by",    "introduced in",    "introduced with",    "broken by",    "broken since",
      "caused by commit", "offending commit", "introducing commit", "bad commit"};
  static constexpr std::array<std::string_view, 12> fixed = {
      "fixed",         "fixed by",   "fixed in",    "fixed with",  "fix",         "fix commit",
      "fixing commit", "fix merged", "resolved by", "resolved in", "repaired by", "good commit"};
  if (std::find(shipped.begin(), shipped.end(), name) != shipped.end()) return Says::shipped;
  if (std::find(fixed.begin(), fixed.end(), name) != fixed.end()) return Says::fixed;
  return name == "commits" || name == "commit range" ? Says::both : Says::nothing;
}

void add(std::vector<std::string>& list, std::vector<std::string> more) {
  for (auto& one : more)
    if (std::find(list.begin(), list.end(), one) == list.end()) list.push_back(std::move(one));
}

std::vector<std::string> revisions_in(std::string_view value, std::string_view written) {
  auto found = commits_in(written);
  if (found.empty())
    if (auto word = one_word(value); !word.empty()) found.push_back(std::move(word));
  return found;
}

// `text` is the document's: where a link leads is no part of a field's value.
void take(const facts::Field& field, std::string_view text, Lesson& lesson) {
  const auto at = field.value_at;
  const auto written =
      at.begin < at.end && at.end <= text.size() ? text.substr(at.begin, at.end - at.begin) : field.value;
  switch (said_by(field.key)) {
    case Says::nothing:
      return;
    case Says::shipped:
      return add(lesson.shipped, revisions_in(field.value, written));
    case Says::fixed:
      return add(lesson.fixed, revisions_in(field.value, written));
    case Says::both:
      break;
  }
  const std::string_view value = field.value;
  const auto dots = value.find("..");
  if (dots == value.npos) return;  // nobody can tell which of them it was
  const auto shipped = value.substr(0, dots);
  const auto fixed = value.substr(std::min(value.find_first_not_of('.', dots), value.size()));
  add(lesson.shipped, revisions_in(shipped, shipped));
  add(lesson.fixed, revisions_in(fixed, fixed));
}

}  // namespace

std::string_view word(Proof proof) {
  switch (proof) {
    case Proof::stopped:
      return "would have stopped";
    case Proof::silent:
      return "silent";
    case Proof::still:
      return "still fails";
    case Proof::untold:
      return "can't be told";
    case Proof::untraced:
      break;
  }
  return "untraced";
}

std::size_t Figures::stopped() const {
  return static_cast<std::size_t>(std::count(proofs.begin(), proofs.end(), Proof::stopped));
}

Interval wilson(std::size_t hits, std::size_t of) {
  if (of == 0) return {};
  constexpr double z = 1.959963984540054;
  const double n = static_cast<double>(of), share = static_cast<double>(hits) / n;
  const double middle = share + z * z / (2 * n);
  const double reach = z * std::sqrt(share * (1 - share) / n + z * z / (4 * n * n));
  const double whole = 1 + z * z / n;
  // At the ends the bound is exact; what rounding leaves there is nothing.
  return {hits == 0 ? 0 : std::max(0.0, (middle - reach) / whole),
          hits == of ? 1 : std::min(1.0, (middle + reach) / whole)};
}

Figures figures_of(std::span<const std::optional<Verdict>> verdicts, std::span<const Spell> incidents) {
  Figures figures;
  for (const auto& spell : incidents)
    figures.proofs.push_back(proof_of(verdicts, spell));
  // +1 where an incident begins, -1 where it ends: above 0 is within one.
  std::vector<int> steps(verdicts.size() + 1, 0);
  for (const auto& spell : incidents) {
    if (!spell.shipped || *spell.shipped >= verdicts.size()) continue;
    const auto end = std::min(spell.fixed.value_or(verdicts.size()), verdicts.size());
    if (end <= *spell.shipped) continue;
    ++steps[*spell.shipped];
    --steps[end];
  }
  int open = 0;
  for (std::size_t i = 0; i < verdicts.size(); ++i) {
    open += steps[i];
    if (!verdicts[i]) {
      ++figures.unseen;
      continue;
    }
    ++figures.commits;
    ++figures.by_verdict[static_cast<std::size_t>(*verdicts[i])];
    if (open > 0 || !is_told(verdicts[i])) continue;
    ++figures.judged;
    if (*verdicts[i] != Verdict::fail) continue;
    ++figures.false_alarms;
    figures.alarms_at.push_back(i);
  }
  constexpr double thousand = 1000;
  const auto interval = wilson(figures.false_alarms, figures.judged);
  if (figures.judged > 0)
    figures.per_1000 =
        thousand * static_cast<double>(figures.false_alarms) / static_cast<double>(figures.judged);
  figures.per_1000_low = thousand * interval.low;
  figures.per_1000_high = thousand * interval.high;
  return figures;
}

std::string why_not_proven(const Figures& figures, double per_1000_max) {
  if (figures.proofs.empty()) return "no incident is known that it could have stopped";
  if (figures.stopped() == 0) return "it would have stopped none of its incidents";
  if (figures.judged == 0) return "on no commit outside of its incidents it could tell anything";
  if (figures.per_1000 > per_1000_max) return "it gives more false alarms than may be";
  return {};
}

Lesson lesson_of(const facts::Document& document, std::string_view path, std::string_view text) {
  Lesson lesson;
  lesson.path = path;
  using facts::DocumentKind;
  if (document.kind == DocumentKind::release || document.kind == DocumentKind::checklist ||
      document.kind == DocumentKind::other)
    return lesson;
  lesson.slug = document.slug;
  lesson.title = std::string(first_bytes(document.title.text, 300));
  if (document.date) lesson.date = document.date->date;
  for (const auto& field : document.fields)
    take(field, text, lesson);
  for (const auto& item : document.items) {
    if (item.role != facts::ItemRole::check && item.role != facts::ItemRole::action &&
        item.role != facts::ItemRole::improvement)
      continue;
    Lesson::Bound bound{item.id, {}};
    if (item.span.begin <= item.span.end && item.span.end <= text.size())
      bound.guards = written_on(text.substr(item.span.begin, item.span.end - item.span.begin)).guards;
    lesson.items.push_back(std::move(bound));
  }
  return lesson;
}

}  // namespace hindcast::gate
