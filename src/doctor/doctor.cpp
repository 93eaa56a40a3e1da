#include "doctor/doctor.h"

#include <algorithm>
#include <tuple>

#include "doctor/groups.h"

namespace hindcast::doctor {
namespace {

using facts::ActionState;

bool is_kept(ActionState state) {
  return state == ActionState::done || state == ActionState::verified;
}

// Text for a message: a line, and no longer than one wants to read on.
std::string shortened(std::string_view text) {
  constexpr std::size_t shown_max = 80;
  std::string out;
  for (const char c : text) {
    if (c == '`') continue;  // it stands in ticks itself
    const bool blank = static_cast<unsigned char>(c) <= 0x20;
    if (!blank || (!out.empty() && out.back() != ' ')) out += blank ? ' ' : c;
  }
  if (out.size() <= shown_max) return out;
  auto end = out.rfind(' ', shown_max);
  if (end == out.npos || end < shown_max / 2) end = shown_max;
  while (end > 0 && (static_cast<unsigned char>(out[end]) & 0xC0u) == 0x80u)
    --end;
  return out.substr(0, end) + "…";
}

}  // namespace

diag::Diagnostic& add(std::vector<diag::Diagnostic>& found, std::string_view rule, Span at,
                      std::string message) {
  found.emplace_back();
  found.back().rule = rule;
  found.back().span = at;
  found.back().message = std::move(message);
  return found.back();
}

std::string day_count(std::int64_t days) {
  return std::to_string(days) + (days == 1 ? " day" : " days");
}

std::string lowered(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c + 32);
  return out;
}

void find_repeats(std::span<const Record> records, std::span<const recall::Source> sources,
                  const Options& options, Found& found) {
  for (const auto& repeat : recall::repeated_promises(sources)) {
    const auto& source = sources[repeat.earlier.source];
    const auto& before = source.promises[repeat.earlier.promise];
    const auto& promise = sources[repeat.later.source].promises[repeat.later.promise];
    if (repeat.held != recall::Held::no) continue;
    if (!facts::is_open(promise.state)) continue;  // kept at last, or given up: nothing is owed
    if (repeat.kind == recall::RepeatKind::lesson_again) continue;
    const std::pair pair(repeat.earlier, repeat.later);
    if (std::find(options.dismissed.begin(), options.dismissed.end(), pair) != options.dismissed.end())
      continue;
    const auto what = is_kept(before.state) ? "said to be done" : "promised";
    auto& made = add(found[repeat.later.source], "promise-repeated", promise.span,
                     std::string(what) + " " + day_count(repeat.days) + " before in " + source.path + ":" +
                         std::to_string(before.line) + ": `" + shortened(before.text) + "`");
    made.notes.push_back({before.span,
                          std::string(what) + " here, " + to_iso(*source.date),
                          records[repeat.earlier.source].path,
                          {}});
  }
}

void find_duplicates(std::span<const Record> records, Found& found) {
  std::vector<std::pair<std::string, std::uint32_t>> ids;
  for (std::uint32_t i = 0; i < records.size(); ++i) {
    if (records[i].id && !records[i].is_template) ids.emplace_back(lowered(records[i].id->text), i);
    std::vector<std::pair<std::string_view, std::uint32_t>> pins;
    const auto& pinned = records[i].pins;
    for (std::uint32_t k = 0; k < pinned.size(); ++k)
      pins.emplace_back(pinned[k].text, k);
    std::sort(pins.begin(), pins.end());
    for (std::size_t k = 1, first = 0; k < pins.size(); ++k) {
      if (pins[k].first != pins[first].first) {
        first = k;
        continue;
      }
      const auto& twin = pinned[pins[k].second];
      auto& made = add(found[i], "duplicate-item-id", twin.at,
                       "another item of this document has the id `" + twin.text + "` already");
      made.note(pinned[pins[first].second].at, "it has it first");
    }
  }
  std::sort(ids.begin(), ids.end());
  for (std::size_t k = 1, first = 0; k < ids.size(); ++k) {
    if (ids[k].first != ids[first].first) {
      first = k;
      continue;
    }
    const auto& twin = records[ids[k].second];
    const auto& other = records[ids[first].second];
    auto& made = add(found[ids[k].second], "duplicate-document-id", twin.id->at,
                     "`" + twin.id->text + "` is the id of " + other.path + " too");
    made.notes.push_back({other.id->at, "the same id", other.path, {}});
  }
}

std::vector<std::vector<diag::Diagnostic>> examine(std::span<const Record> records,
                                                   std::span<const recall::Source> sources,
                                                   const Options& options) {
  Found found(records.size());
  find_repeats(records, sources, options, found);
  find_duplicates(records, found);
  find_unknown_documents(records, found);
  find_waiting(records, options, found);
  find_unknown_owners(records, options, found);
  find_dead_links(records, options, found);
  for (auto& all : found)
    std::stable_sort(all.begin(), all.end(), [](const diag::Diagnostic& a, const diag::Diagnostic& b) {
      return std::tie(a.span.begin, a.span.end, a.rule) < std::tie(b.span.begin, b.span.end, b.rule);
    });
  return found;
}

}  // namespace hindcast::doctor
