#include "gate/scope_fields.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/nearest.h"
#include "base/plain.h"

namespace hindcast::gate {
namespace {

constexpr std::string_view mark = "applies_when";
constexpr std::size_t slips_max = 16;
constexpr std::size_t word_bytes_max = 60;

std::string quoted(std::string_view word) {
  return std::string("`").append(one_line(word, word_bytes_max)).append("`");
}

std::vector<std::string> split(std::string_view list) {
  std::vector<std::string> values;
  while (!list.empty()) {
    const auto end = std::min(list.find(','), list.size());
    if (const auto value = trimmed(list.substr(0, end)); !value.empty()) values.emplace_back(value);
    list.remove_prefix(std::min(end + 1, list.size()));
  }
  return values;
}

bool says_always(const std::string& value) {
  const auto small = lower(value);
  return small == "always" || small == "any release" || small == "every release";
}

std::vector<std::string>* list_of(std::string_view name, Scope& scope) {
  if (name == "paths" || name == "path") return &scope.paths;
  if (name == "services" || name == "service") return &scope.services;
  if (name == "phases" || name == "phase") return &scope.phases;
  if (name == "kinds" || name == "kind" || name == "kinds_of_change" || name == "changes")
    return &scope.kinds;
  return nullptr;
}

// In small letters, with "_" between words.
std::string plain_key(std::string_view key) {
  auto plain = lower(key);
  std::replace(plain.begin(), plain.end(), '-', '_');
  return plain;
}

// What `head`, the part of a key before its first dot, was meant to be; "" for another word.
std::string_view meant_by(std::string head) {
  constexpr int mark_slips_max = 3;
  std::replace(head.begin(), head.end(), ' ', '_');
  if (head.size() + mark_slips_max < mark.size() || head.size() > mark.size() + mark_slips_max) return {};
  return distance(head, mark) <= mark_slips_max ? mark : std::string_view();
}

// One letter wrong: "serivces" and "servces", but not "devices".
bool is_nearly_services(std::string_view head) {
  constexpr std::string_view names[] = {"services", "service"};
  if (head.empty() || head[0] != 's' || head.size() > names[0].size() + 1) return false;
  const auto is_near = [&](std::string_view name) { return distance(head, name) == 1; };
  return head != names[0] && head != names[1] && std::any_of(std::begin(names), std::end(names), is_near);
}

class Reading {
 public:
  void take(const facts::Field& field) {
    const auto key = plain_key(field.key);
    const auto dot = std::min(key.find('.'), key.size());
    const auto head = key.substr(0, dot);
    if (head != mark) return take_other(field, head);
    if (made_.line == 0) made_.line = field.line;
    if (dot == key.size()) return take_word(field);
    const auto name = std::string_view(key).substr(dot + 1);
    const auto values = split(field.value);
    if (auto* list = list_of(name, made_.scope))
      list->insert(list->end(), values.begin(), values.end());
    else
      note(field, key, unknown_part(name));
  }
  FieldScope take_all() { return std::move(made_); }

 private:
  void take_other(const facts::Field& field, const std::string& head) {
    if (const auto meant = meant_by(head); !meant.empty())
      note(field, head,
           quoted(std::string_view(field.key).substr(0, field.key.find('.'))) +
               " is no key that the gate reads; did you mean `applies_when`, in front matter?");
    else if (head.size() == field.key.size() && is_nearly_services(head))
      note(field, head, quoted(field.key) + " is no key that the gate reads; did you mean `services`?");
  }

  void take_word(const facts::Field& field) {
    const auto values = split(field.value);
    const bool is_always = std::any_of(values.begin(), values.end(), says_always);
    made_.scope.is_always = made_.scope.is_always || is_always;
    if (!is_always && !values.empty())
      note(field, std::string(mark),
           "`applies_when` is `always`, or has paths, services, kinds or phases beneath it; " +
               quoted(field.value) + " is neither");
  }

  static std::string unknown_part(std::string_view name) {
    static constexpr std::array<std::string_view, 4> known = {"paths", "services", "kinds", "phases"};
    const auto near = closest(name, known);
    return "`applies_when` knows paths, services, kinds and phases, and no " + quoted(name) +
           (near ? "; did you mean " + quoted(*near) + "?" : "");
  }

  void note(const facts::Field& field, const std::string& key, std::string what) {
    if (noted_.size() >= slips_max || std::find(noted_.begin(), noted_.end(), key) != noted_.end()) return;
    noted_.push_back(key);
    made_.slips.push_back({field.line, field.key_at, std::move(what)});
  }

  FieldScope made_;
  std::vector<std::string> noted_;  // keys
};

}  // namespace

FieldScope field_scope(std::span<const facts::Field> fields) {
  Reading reading;
  for (const auto& field : fields)
    reading.take(field);
  return reading.take_all();
}

}  // namespace hindcast::gate
