#include "exchange/issue_fields.h"

#include <algorithm>
#include <charconv>

#include "base/plain.h"
#include "base/text.h"

namespace hindcast::exchange {
namespace {

constexpr std::size_t line_bytes_max = 1000;
constexpr std::size_t kinds_max = 200;  // of unknown keys: a hostile input has a new one every time

std::optional<std::int64_t> whole_number(std::string_view text) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (text.empty() || error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

// A title, a name, a label.
std::string short_line(std::string_view text) {
  return one_line(text, line_bytes_max);
}

}  // namespace

std::string folded_key(std::string_view key) {
  std::string out;
  for (const char c : key.substr(0, 100))
    if (c != '_') out += lower(c);
  return out;
}

Fields::Fields(json::Value object) {
  constexpr std::size_t members_max = 1000;
  auto member = object.is_object() ? object.first() : json::Value();
  for (; member && members_.size() < members_max; member = member.next())
    members_.emplace_back(folded_key(member.key()), member);
}

json::Value Fields::get(std::initializer_list<std::string_view> names) const {
  for (const auto name : names)
    for (auto member = members_.rbegin(); member != members_.rend(); ++member)
      if (member->first == name && member->second.type() != json::Type::null) return member->second;
  return {};
}

std::string Fields::line(std::initializer_list<std::string_view> names) const {
  return short_line(get(names).text());
}

std::optional<std::int64_t> Fields::number(std::initializer_list<std::string_view> names) const {
  const auto value = get(names);
  return value.type() == json::Type::string ? whole_number(value.text()) : value.integer();
}

bool Fields::has(std::string_view name) const {
  for (const auto& member : members_)
    if (member.first == name) return true;
  return false;
}

std::vector<json::Value> list_of(json::Value list) {
  std::vector<json::Value> out;
  bool has_edges = false;
  if (list.is_object()) {
    const Fields fields(list);
    list = fields.get({"nodes", "edges"});
    has_edges = !fields.get({"nodes"}) && list;
  }
  if (!list.is_list()) return out;
  for (auto member = list.first(); member; member = member.next())
    out.push_back(has_edges ? member["node"] : member);
  return out;
}

std::string person_of(json::Value value) {
  return value.is_object() ? Fields(value).line({"login", "username", "name"}) : short_line(value.text());
}

std::string name_of(json::Value value) {
  return value.is_object() ? Fields(value).line({"name", "title"}) : short_line(value.text());
}

Address address_of(std::string_view url) {
  const auto scheme = url.find("://");
  if (scheme == url.npos) return {};
  url.remove_prefix(scheme + 3);
  const auto slash = url.find('/');
  if (slash == url.npos) return {};
  url.remove_prefix(slash + 1);
  url = url.substr(0, url.find_first_of("?#"));
  for (std::string_view api : {"api/v3/", "api/v4/", "repos/", "projects/"})
    if (url.starts_with(api)) url.remove_prefix(api.size());
  Address address;
  for (std::string_view middle :
       {"/-/issues/", "/-/work_items/", "/issues/", "/pull/", "/pulls/", "/-/merge_requests/"}) {
    const auto at = url.find(middle);
    if (at == url.npos) continue;
    const auto digits = url.substr(at + middle.size());
    const auto number = whole_number(digits.substr(0, digits.find('/')));
    if (!number || *number < 1) continue;
    address.project = short_line(url.substr(0, at));
    address.number = *number;
    address.is_pull_request = middle.find("pull") != middle.npos || middle.find("merge") != middle.npos;
    return address;
  }
  return {};
}

std::string web_url(std::string text) {
  const bool is_web = text.starts_with("https://") || text.starts_with("http://");
  for (const char c : text)
    if (static_cast<unsigned char>(c) <= 0x20 || c == '<' || c == '>' || c == '"' || c == '(' || c == ')' ||
        c == '|' || c == '\\' || static_cast<unsigned char>(c) >= 0x7F)
      return {};
  return is_web && text.size() <= line_bytes_max ? text : std::string();
}

void KeyCounts::count(std::string_view object, const Fields& fields,
                      const std::vector<std::string_view>& known) {
  for (const auto& [key, value] : fields.all()) {
    if (std::binary_search(known.begin(), known.end(), key)) continue;
    auto name = std::string(object) + "." + short_line(key);
    const auto found = [&] {
      return std::lower_bound(counts_.begin(), counts_.end(), name,
                              [](const auto& one, const std::string& wanted) { return one.first < wanted; });
    };
    auto place = found();
    if ((place == counts_.end() || place->first != name) && counts_.size() >= kinds_max) {
      name = "others";
      place = found();
    }
    if (place == counts_.end() || place->first != name) place = counts_.insert(place, {name, 0});
    ++place->second;
  }
}

}  // namespace hindcast::exchange
