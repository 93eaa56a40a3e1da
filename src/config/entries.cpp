#include "config/entries.h"

#include <algorithm>

#include "base/nearest.h"

namespace hindcast::config {
namespace {

std::string_view type_words(Entry::Type type) {
  switch (type) {
    case Entry::Type::text:
      return "a text";
    case Entry::Type::number:
    case Entry::Type::decimal:
      return "a number";
    case Entry::Type::truth:
      return "true or false";
    case Entry::Type::day:
      return "a date or time";
    case Entry::Type::list:
      return "a list";
    case Entry::Type::table:
      return "a table";
    case Entry::Type::other:
      break;
  }
  return "that";
}

std::string as_toml(const Entry& entry) {
  if (entry.type == Entry::Type::list) {
    std::string out = "[";
    for (const Entry& one : entry.members)
      out.append(out.size() == 1 ? "" : ", ").append(as_toml(one));
    return out + "]";
  }
  if (entry.type != Entry::Type::text) return entry.text;
  std::string out = "\"";
  for (const char c : entry.text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

}  // namespace

std::string shown(std::string_view typed) {
  constexpr std::size_t shown_max = 60;
  std::string out = "'";
  for (char c : typed.substr(0, shown_max))
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  return out + (typed.size() > shown_max ? "...'" : "'");
}

std::string either(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out += (i == 0 ? "'" : i + 1 == words.size() ? " or '" : ", '") + std::string(words[i]) + "'";
  return out;
}

std::string unknown(std::string_view what, std::string_view typed, std::span<const std::string_view> words) {
  std::string message = "unknown " + std::string(what) + " " + shown(typed);
  if (auto near = closest(typed, words)) return message + "; did you mean '" + std::string(*near) + "'?";
  constexpr std::size_t listed_max = 12;
  return words.empty() || words.size() > listed_max ? message : message + "; choose " + either(words);
}

void Reading::state(std::string key, const Entry& entry) {
  config.stated.push_back({std::move(key), as_toml(entry), entry.at});
}

std::optional<std::string> text_of(const Entry& entry, std::string_view what, Reading& reading) {
  std::string needed = "needs " + std::string(what) + " in quotes";
  if (entry.type != Entry::Type::text)
    return reading.problem(entry.at, needed.append(", not ").append(type_words(entry.type))), std::nullopt;
  if (entry.text.empty()) return reading.problem(entry.at, needed + "; this one is empty"), std::nullopt;
  const bool is_odd = std::any_of(entry.text.begin(), entry.text.end(),
                                  [](char c) { return static_cast<unsigned char>(c) < 0x20; });
  if (is_odd) return reading.problem(entry.at, needed + ", without control characters"), std::nullopt;
  return entry.text;
}

std::vector<std::string> texts_of(const Entry& entry, std::string_view what, Reading& reading) {
  std::vector<std::string> texts;
  const bool is_list = entry.type == Entry::Type::list;
  if (is_list && entry.members.empty()) reading.problem(entry.at, "is an empty list: leave the key out");
  for (const Entry& one : is_list ? std::span<const Entry>(entry.members) : std::span<const Entry>(&entry, 1))
    if (auto text = text_of(one, what, reading)) texts.push_back(*std::move(text));
  return texts;
}

std::optional<std::size_t> choice_of(const Entry& entry, std::string_view what,
                                     std::span<const std::string_view> words, Reading& reading) {
  if (entry.type != Entry::Type::text) {
    reading.problem(entry.at, ("needs " + either(words) + " in quotes, not ").append(type_words(entry.type)));
    return std::nullopt;
  }
  const auto found = std::find(words.begin(), words.end(), entry.text);
  if (found != words.end()) return static_cast<std::size_t>(found - words.begin());
  reading.problem(entry.at, unknown(what, entry.text, words));
  return std::nullopt;
}

}  // namespace hindcast::config
