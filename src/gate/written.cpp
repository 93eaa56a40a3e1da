#include "gate/written.h"

#include <algorithm>
#include <array>
#include <optional>

namespace hindcast::gate {
namespace {

constexpr std::size_t values_max = 64;
constexpr std::size_t value_bytes_max = 200;

enum class Key : std::uint8_t { paths, services, kinds, phases, guards };

std::optional<Key> key_of(std::string_view word) {
  const auto small = lower(trimmed(word));
  struct Name {
    std::string_view name;
    Key key;
  };
  static constexpr Name names[] = {
      {"path", Key::paths},        {"paths", Key::paths},          {"service", Key::services},
      {"services", Key::services}, {"kind of change", Key::kinds}, {"kinds of change", Key::kinds},
      {"phase", Key::phases},      {"phases", Key::phases},        {"guard", Key::guards},
      {"guards", Key::guards},     {"guarded by", Key::guards}};
  for (const auto& one : names)
    if (one.name == small) return one.key;
  return std::nullopt;
}

// The same of the short keys of a comment.
std::optional<Key> comment_key_of(std::string_view word) {
  const auto small = lower(word);
  if (small == "kind" || small == "kinds") return Key::kinds;
  return key_of(word);
}

// Without ticks, quotes and blanks around it.
std::string_view bare(std::string_view value) {
  constexpr std::string_view around = " \t\r\n`\"'";
  const auto begin = value.find_first_not_of(around);
  if (begin == value.npos) return {};
  return value.substr(begin, value.find_last_not_of(around) + 1 - begin);
}

bool is_guard_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
  });
}

void add(Key key, std::string_view value, Written& made) {
  value = bare(value);
  if (value.empty() || value.size() > value_bytes_max) return;
  std::vector<std::string>* list[] = {&made.scope.paths, &made.scope.services, &made.scope.kinds,
                                      &made.scope.phases, &made.guards};
  auto& values = *list[static_cast<std::size_t>(key)];
  if (key == Key::guards && !is_guard_name(value)) return;
  auto text = key == Key::guards ? lower(value) : std::string(value);
  if (values.size() < values_max && std::find(values.begin(), values.end(), text) == values.end())
    values.push_back(std::move(text));
}

void add_list(Key key, std::string_view list, Written& made) {
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    add(key, list.substr(0, end), made);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
}

// "services: checkout, till; guard: env-sync". False when it says nothing of that kind.
bool read_group(std::string_view group, Written& made) {
  bool is_note = false;
  while (!group.empty()) {
    const auto end = std::min(group.find(';'), group.size());
    const auto part = group.substr(0, end);
    group.remove_prefix(std::min(end + 1, group.size()));
    const auto colon = part.find(':');
    const auto key = colon == part.npos ? std::nullopt : key_of(bare(part.substr(0, colon)));
    if (!key) {
      if (!is_note) return false;
      continue;
    }
    is_note = true;
    add_list(*key, part.substr(colon + 1), made);
  }
  return is_note;
}

// " hindcast:applies paths=db/** services=till,orders ", " guard: drill ".
bool read_comment(std::string_view comment, Written& made) {
  comment = trimmed(comment);
  constexpr std::string_view mark = "hindcast:";
  if (lower(comment.substr(0, mark.size())) != mark) return read_group(comment, made);
  comment.remove_prefix(mark.size());
  constexpr std::string_view applies = "applies";
  bool is_note = lower(comment.substr(0, applies.size())) == applies;
  if (is_note) comment.remove_prefix(applies.size());
  while (!(comment = trimmed(comment)).empty()) {
    const auto blank = comment.find_first_of(" \t\r\n");
    const auto equals = comment.find('=');
    const char quote = equals < comment.size() - 1 ? comment[equals + 1] : '\0';
    auto end = std::min(blank, comment.size());
    if (equals < end && (quote == '"' || quote == '\''))
      end = std::min(comment.find(quote, equals + 2), comment.size() - 1) + 1;
    const auto word = comment.substr(0, end);
    comment.remove_prefix(end);
    if (const auto small = lower(word); is_note && (small == "always" || small == "everything"))
      made.scope.is_always = true;
    if (equals >= end) continue;
    const auto key = comment_key_of(word.substr(0, equals));
    if (!key) continue;
    is_note = true;
    add_list(*key, bare(word.substr(equals + 1)), made);
  }
  return is_note;
}

// The closing bracket's place for the opening one at `at`; npos where there is none near.
std::size_t closing(std::string_view text, std::size_t at, std::string_view close) {
  constexpr std::size_t note_bytes_max = 500;
  const auto found = text.substr(at, note_bytes_max).find(close);
  return found == text.npos ? found : at + found;
}

struct Bracket {
  std::string_view open, close;
};
constexpr std::array<Bracket, 5> brackets = {
    {{"(", ")"}, {"[", "]"}, {"`", "`"}, {"（", "）"}, {"【", "】"}}};

// Reads the note that begins at `at`; its end, or `at` where none does.
std::size_t note_at(std::string_view text, std::size_t at, Written& made) {
  if (text.substr(at, 4) == "<!--") {
    const auto end = closing(text, at + 4, "-->");
    return end != text.npos && read_comment(text.substr(at + 4, end - at - 4), made) ? end + 3 : at;
  }
  for (const auto& bracket : brackets) {
    if (text.substr(at, bracket.open.size()) != bracket.open) continue;
    const auto begin = at + bracket.open.size();
    const auto end = closing(text, begin, bracket.close);
    if (end != text.npos && read_group(text.substr(begin, end - begin), made))
      return end + bracket.close.size();
  }
  return at;
}

}  // namespace

Written written_on(std::string_view text) {
  Written made;
  for (auto at = text.find_first_of("(<[`\xEF\xE3"); at != text.npos;) {
    const auto end = note_at(text, at, made);
    if (end != at) made.at.push_back({static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    at = text.find_first_of("(<[`\xEF\xE3", std::max(end, at + 1));
  }
  return made;
}

std::string without_notes(std::string_view text) {
  const auto written = written_on(text);
  if (written.at.empty()) return std::string(text);
  std::string out;
  std::size_t from = 0;
  for (const auto& span : written.at) {
    out.append(trimmed(text.substr(from, span.begin - from))).append(" ");
    from = span.end;
  }
  auto rest = trimmed(text.substr(from));
  // "Sync it (guard: env-sync)." keeps its full stop where it belongs.
  if (!rest.empty() && std::string_view(".,;:!?").find(rest[0]) != std::string_view::npos && !out.empty())
    out.pop_back();
  return std::string(trimmed(out.append(rest)));
}

}  // namespace hindcast::gate
