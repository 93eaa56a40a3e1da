// One object of a tracker: its members by name, whatever interface wrote them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "json/value.h"

namespace hindcast::exchange {

// "createdAt", "created_at" and "CREATED_AT" are one name: "createdat".
std::string folded_key(std::string_view key);

class Fields {
 public:
  // A thousand members at most: no tracker has more, and each question looks at all of them.
  explicit Fields(json::Value object);

  // The member of the first of these names (folded) that has one and is not null.
  json::Value get(std::initializer_list<std::string_view> names) const;
  // Its text on one line; "" when it is none.
  std::string line(std::initializer_list<std::string_view> names) const;
  // A whole number, written as a text or not.
  std::optional<std::int64_t> number(std::initializer_list<std::string_view> names) const;
  bool has(std::string_view name) const;
  const std::vector<std::pair<std::string, json::Value>>& all() const { return members_; }

 private:
  std::vector<std::pair<std::string, json::Value>> members_;  // by folded name
};

// The members of a list: of an array, of {"nodes": […]}, of {"edges": [{"node": …}]}.
std::vector<json::Value> list_of(json::Value);

// "ada" of "ada", {"login": "ada"}, {"username": "ada"}, {"name": "Ada"}.
std::string person_of(json::Value);
// A name of a text or of an object with `name` or `title`.
std::string name_of(json::Value);

// What a page's or an interface's address says of an issue; an empty project when it is none of an issue.
struct Address {
  std::string project;
  std::int64_t number = 0;
  bool is_pull_request = false;
};
Address address_of(std::string_view url);

// The address when it is one of the web and nothing else.
std::string web_url(std::string text);

// Counts the keys of objects that nobody reads.
class KeyCounts {
 public:
  // `known` is sorted.
  void count(std::string_view object, const Fields&, const std::vector<std::string_view>& known);
  // Two hundred at most, and a last one for the others.
  const std::vector<std::pair<std::string, std::size_t>>& all() const { return counts_; }

 private:
  std::vector<std::pair<std::string, std::size_t>> counts_;  // by name
};

}  // namespace hindcast::exchange
