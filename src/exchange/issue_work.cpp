#include "exchange/issue_work.h"

#include <algorithm>
#include <initializer_list>

#include "base/text.h"

namespace hindcast::exchange {
namespace {

// "Type: Action Item" is " type action item ".
std::string words_of(std::string_view label) {
  std::string out = " ";
  for (const char c : label) {
    const bool is_sign = c == '-' || c == '_' || c == ':' || c == '/' || c == ' ' || c == '.';
    if (is_sign && out.back() != ' ') out += ' ';
    if (!is_sign) out += lower(c);
  }
  if (out.back() != ' ') out += ' ';
  return out;
}

bool holds_one_of(std::string_view words, std::initializer_list<std::string_view> wanted) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](std::string_view one) { return words.find(one) != words.npos; });
}

// "actions" alone is more often the name of a build service than of a promise.
bool says_action(std::string_view label) {
  const auto words = words_of(label);
  return words == " action " || words == " actionitem " || words == " type action " ||
         words == " kind action " ||
         holds_one_of(words, {" action item ",
                              " action items ",
                              " follow up ",
                              " follow ups ",
                              " followup ",
                              " followups ",
                              " remediation ",
                              " corrective action ",
                              " corrective actions ",
                              " preventive action ",
                              " preventative action ",
                              " preventive actions ",
                              " postmortem action ",
                              " postmortem actions ",
                              " incident action ",
                              " incident actions ",
                              " retro action ",
                              " retro actions ",
                              " retrospective action ",
                              " retrospective actions "});
}

}  // namespace

bool is_action(const Issue& issue) {
  return says_action(issue.type) || std::any_of(issue.labels.begin(), issue.labels.end(), says_action);
}

std::string_view state_word(std::string_view state) {
  if (state == "closed as not planned" || state == "closed as duplicate") return "Won't do";
  return state == "open" ? "Open" : "Done";
}

std::string_view state_word(const Issue& issue) {
  if (issue.state != "open") return state_word(issue.state);
  std::string words = words_of(issue.progress);
  for (const auto& label : issue.labels)
    words += words_of(label);
  if (holds_one_of(words, {" blocked ", " on hold "})) return "Blocked";
  if (holds_one_of(words, {" in progress ", " doing ", " wip ", " in review "})) return "In progress";
  return "Open";
}

// "P1", "priority: high", "priority::2".
std::string priority_of(const Issue& issue) {
  for (const auto& label : issue.labels) {
    const bool is_code = label.size() == 2 && lower(label[0]) == 'p' && label[1] >= '0' && label[1] <= '9';
    if (is_code) return label;
    if (!holds_one_of(words_of(label), {" priority ", " prio "})) continue;
    auto value = trimmed(std::string_view(label).substr(label.find_last_of(":/") + 1));  // npos + 1 is 0
    if (!holds_one_of(words_of(value), {" priority ", " prio "})) return std::string(value);
  }
  return {};
}

std::string_view due_of(const Issue& issue) {
  return issue.due.empty() ? issue.milestone_due : issue.due;
}

std::string at_name(const std::string& person) {
  const bool is_handle = std::all_of(person.begin(), person.end(), [](char c) {
    return (lower(c) >= 'a' && lower(c) <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '_' || c == '.';
  });
  return is_handle ? "@" + person : person;
}

std::string people_of(const std::vector<std::string>& assignees, std::string_view between) {
  std::string out;
  for (const auto& person : assignees)
    out.append(out.empty() ? std::string_view() : between).append(at_name(person));
  return out;
}

}  // namespace hindcast::exchange
