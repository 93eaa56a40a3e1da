#include "app/asked.h"

#include <algorithm>
#include <optional>

#include "app/entry.h"
#include "facts/facts.h"
#include "search/words.h"

namespace hindcast::app {
namespace {

using search::Query;
using search::typed::Ask;
using search::typed::Field;
using search::typed::Node;
using TypedQuery = search::typed::Query;

constexpr std::size_t combinations_max = 200;  // of states, roles, owners and teams in one query

bool is_item_thing(std::string_view thing) {
  return thing == "owner" || thing == "team" || thing == "due" || facts::item_role(thing).has_value();
}

// Only what items have, so that it can be asked of one item.
std::vector<bool> about_items(const TypedQuery& query) {
  std::vector<bool> about;
  for (const Node& node : query.nodes) {
    if (node.ask == Ask::value)
      about.push_back(search::typed::is_of_item(node.field) ||
                      (node.field == Field::has && is_item_thing(node.text)));
    else
      about.push_back(node.ask == Ask::one_item ||
                      ((node.ask == Ask::any_of || node.ask == Ask::none_of) &&
                       std::all_of(node.parts.begin(), node.parts.end(),
                                   [&](std::uint32_t part) { return about[part]; })));
  }
  return about;
}

Query attribute(std::string_view name, std::string_view value) {
  return search::attribute(std::string(name).append(":").append(value));
}
Query attribute_prefix(std::string_view name, std::string_view value) {
  return search::attribute_prefix(std::string(name).append(":").append(value));
}

// The atoms that a value must have: its word, or each two in a row.
std::vector<std::string> wanted_atoms(const std::vector<std::string>& words) {
  const auto atoms = atoms_of(words);
  if (words.size() < 2) return words;
  return {atoms.begin() + static_cast<std::ptrdiff_t>(words.size()), atoms.end()};
}

bool is_nobody(const Node& node) {
  return lower(node.text) == "none" && !node.is_phrase && !node.is_prefix;
}

// Ends in a single character of a script without spaces, which values have in pairs.
bool ends_in_lone_character(std::string_view text) {
  search::WordReader reader(text);
  search::Word word;
  bool is_lone = false, is_behind_pair = false;
  while (reader.next(word)) {
    is_lone = word.shape == search::Shape::tail && !(is_behind_pair && word.is_joined);
    is_behind_pair = word.shape == search::Shape::pair;
  }
  return is_lone;
}

bool is_beginning(const Node& node) {
  return node.is_prefix || ends_in_lone_character(node.text);
}

// Values that are found by their words; nothing for a value without any.
std::optional<Query> by_words(const Node& node, const std::string& name,
                              std::size_t words_max = value_words_max) {
  auto words = words_of_value(node.text, words_max);
  if (words.empty()) return std::nullopt;
  std::vector<Query> all;
  if (is_beginning(node)) {
    auto last = std::move(words.back());
    words.pop_back();
    all.push_back(attribute_prefix(name, words.empty() ? last : words.back() + "+" + last));
    if (words.size() < 2) return std::move(all[0]);
  }
  for (const auto& atom : wanted_atoms(words))
    all.push_back(attribute(name, atom));
  return all.size() == 1 ? std::move(all[0]) : search::all_of(std::move(all));
}

std::optional<Query> either(std::optional<Query> one, Query other) {
  if (!one) return other;
  std::vector<Query> both;
  both.push_back(std::move(*one));
  both.push_back(std::move(other));
  return search::any_of(std::move(both));
}

// A path from the root without "." and ".."; nothing when it leads out of the root.
std::optional<std::string> straight(std::string_view folder, std::string_view path) {
  std::vector<std::string_view> parts;
  for (const auto whole : {folder, path})
    for (std::size_t at = 0; at < whole.size();) {
      const auto end = std::min(whole.find('/', at), whole.size());
      const auto part = whole.substr(at, end - at);
      at = end + 1;
      if (part.empty() || part == ".") continue;
      if (part != "..")
        parts.push_back(part);
      else if (parts.empty())
        return std::nullopt;
      else
        parts.pop_back();
    }
  std::string out;
  for (const auto part : parts)
    out.append(out.empty() ? "" : "/").append(part);
  return out;
}

// Below a folder or the file itself, as named from the root or from `here`; or a stretch of a path's words.
std::optional<Query> path_of(const Node& node, std::string_view here) {
  const std::string_view path = node.text;
  const bool is_from_here =
      path.substr(0, 1) == "." &&
      (path.substr(0, 2) == "./" || path.substr(0, 3) == "../" || path == "." || path == "..");
  const bool is_folder = !path.empty() && path.back() == '/';
  std::optional<Query> found;
  if (!is_from_here && !is_folder) found = by_words(node, "path.word", path_words_max);
  for (const auto folder : {std::string_view(), here}) {
    if (folder.empty() && is_from_here && !here.empty()) continue;
    const auto whole = straight(folder, path);
    if (!whole || (whole->empty() && !is_from_here)) continue;
    if (whole->empty()) return Query{};  // the root: every document
    found = either(std::move(found), node.is_prefix && !is_folder ? attribute_prefix("path", *whole)
                                                                  : attribute("path", *whole));
    if (here.empty()) break;
  }
  if (!found && is_from_here) return search::any_of({});  // outside of the root: no document
  return found;
}

std::optional<Query> value_of(const Node& node, std::string_view here) {
  const std::string name(search::typed::name_of(node.field));
  switch (node.field) {
    case Field::kind:
    case Field::state:
    case Field::role:
      return attribute(name, node.text);
    case Field::has:
      return attribute(facts::item_role(node.text) ? "role" : "has", node.text);
    case Field::lang:
      return either(attribute(name, node.text),
                    attribute_prefix(name, node.text + (node.is_prefix ? "" : "-")));
    case Field::path:
      return path_of(node, here);
    case Field::owner:
    case Field::team:
      return is_nobody(node) ? attribute(name + ".word", "-") : by_words(node, name + ".word");
    default:
      break;
  }
  auto found = node.field == Field::date ? std::nullopt : by_words(node, name + ".word");
  if (is_nobody(node)) return either(std::move(found), search::none_of({attribute("has", name)}));
  const auto level = facts::severity_level(node.text);
  if (node.field == Field::severity && level && !node.is_prefix)
    return either(std::move(found), attribute("severity.level", std::to_string(*level)));
  return either(std::move(found),
                node.is_prefix ? attribute_prefix(name, node.text) : attribute(name, node.text));
}

std::optional<Query> words_of(const Node& node) {
  if (words_of_value(node.text).empty()) return std::nullopt;
  std::optional<search::Field> field;
  if (node.field == Field::title) field = search::Field::title;
  if (node.field == Field::heading) field = search::Field::heading;
  if (node.is_prefix) return search::prefix(node.text, field);
  return node.is_phrase ? search::phrase(node.text, field) : search::words(node.text, field);
}

// What is asked of one item: which values its parts may have; nothing for "any".
struct ItemWish {
  std::optional<std::vector<std::string>> states, roles, owners, teams;
  bool is_exact = true;  // all of the wish is told by these
};

const std::vector<std::string>& all_states() {
  static const std::vector<std::string> states = {"-",    "idea",     "open",    "in_progress", "blocked",
                                                  "done", "verified", "wont_do", "unknown"};
  return states;
}
const std::vector<std::string>& all_roles() {
  static const std::vector<std::string> roles = {"action",   "event",       "check",  "observation",
                                                 "lesson",   "improvement", "metric", "participant",
                                                 "deadline", "example"};
  return roles;
}

void narrow(std::optional<std::vector<std::string>>& values, std::vector<std::string> to) {
  if (values)
    std::erase_if(to, [&](const std::string& value) {
      return std::find(values->begin(), values->end(), value) == values->end();
    });
  values = std::move(to);
}

// The leaves of a part that is one leaf or alternatives of one field; empty for anything else.
std::vector<const Node*> alternatives(const TypedQuery& query, const Node& part) {
  std::vector<const Node*> leaves;
  if (part.ask == Ask::value) leaves.push_back(&part);
  if (part.ask == Ask::any_of)
    for (const auto one : part.parts)
      leaves.push_back(&query.nodes[one]);
  const bool is_plain = std::all_of(leaves.begin(), leaves.end(), [&](const Node* leaf) {
    return leaf->ask == Ask::value && leaf->field == leaves[0]->field && !is_beginning(*leaf);
  });
  if (!is_plain) leaves.clear();
  return leaves;
}

void take_part(const TypedQuery& query, const Node& part, ItemWish& wish) {
  const bool is_denied = part.ask == Ask::none_of;
  const auto leaves = alternatives(query, is_denied ? query.nodes[part.parts[0]] : part);
  if (leaves.empty()) {
    wish.is_exact = false;
    return;
  }
  std::vector<std::string> values;
  const Field field = leaves[0]->field;
  if (field == Field::state || field == Field::role) {
    for (const Node* leaf : leaves)
      values.push_back(leaf->text);
    if (is_denied) {
      auto others = field == Field::state ? all_states() : all_roles();
      std::erase_if(others, [&](const std::string& one) {
        return std::find(values.begin(), values.end(), one) != values.end();
      });
      values = std::move(others);
    }
    return narrow(field == Field::state ? wish.states : wish.roles, std::move(values));
  }
  auto& people = field == Field::owner ? wish.owners : wish.teams;
  const bool is_of_no_team =  // which no attribute combines with others
      field == Field::team &&
      std::any_of(leaves.begin(), leaves.end(), [](const Node* leaf) { return is_nobody(*leaf); });
  if (is_denied || people || is_of_no_team || (field != Field::owner && field != Field::team)) {
    wish.is_exact = false;
    return;
  }
  for (const Node* leaf : leaves) {
    const auto words = words_of_value(leaf->text);
    const auto atoms = is_nobody(*leaf) ? std::vector<std::string>{"-"} : wanted_atoms(words);
    if (atoms.size() != 1) wish.is_exact = false;  // three words: two pairs, perhaps of two items
    if (!atoms.empty()) values.push_back(atoms[0]);
  }
  people = std::move(values);
}

// One attribute for each combination of the values; nothing when there are too many, or only one thing is
// asked.
std::optional<Query> combined(const ItemWish& wish) {
  static const std::vector<std::string> any = {""};
  const auto& states = wish.states ? *wish.states : any;
  const auto& roles = wish.roles ? *wish.roles : any;
  const auto& owners = wish.owners ? *wish.owners : any;
  const auto& teams = wish.teams ? *wish.teams : any;
  if (states.size() * roles.size() * owners.size() * teams.size() > combinations_max) return std::nullopt;
  if (wish.states.has_value() + wish.roles.has_value() + wish.owners.has_value() + wish.teams.has_value() < 2)
    return std::nullopt;
  std::vector<Query> all;
  for (const auto& state : states)
    for (const auto& role : roles)
      for (const auto& owner : owners)
        for (const auto& team : teams)
          all.push_back(search::attribute(
              item_attribute({.state = state, .role = role, .owner = owner, .team = team})));
  return search::any_of(std::move(all));
}

class Asker {
 public:
  Asker(const TypedQuery& query, std::string_view here)
      : query_(query), here_(here), about_(about_items(query)) {}

  Asked run() {
    for (const Node& node : query_.nodes)
      made_.push_back(made_of(node));
    Asked out;
    out.is_empty = made_.empty() || !made_.back();
    if (!out.is_empty) out.query = std::move(*made_.back());
    out.needs_check = needs_check_;
    find_item_nodes(out.item_nodes);
    return out;
  }

 private:
  std::optional<Query> made_of(const Node& node) {
    switch (node.ask) {
      case Ask::words:
        return words_of(node);
      case Ask::value:
        return value_of(node, here_);
      case Ask::days:
        return search::dates(node.first, node.last);
      case Ask::one_item:
        return one_item(node);
      case Ask::all_of:
      case Ask::any_of:
      case Ask::none_of:
        break;
    }
    auto parts = parts_of(node);
    if (parts.empty()) return std::nullopt;
    if (node.ask == Ask::none_of) return search::none_of(std::move(parts));
    if (parts.size() == 1) return std::move(parts[0]);
    return node.ask == Ask::all_of ? search::all_of(std::move(parts)) : search::any_of(std::move(parts));
  }

  std::vector<Query> parts_of(const Node& node) const {
    std::vector<Query> parts;
    for (const auto part : node.parts)
      if (made_[part]) parts.push_back(*made_[part]);
    return parts;
  }

  std::optional<Query> one_item(const Node& node) {
    ItemWish wish;
    for (const auto part : node.parts)
      take_part(query_, query_.nodes[part], wish);
    std::vector<Query> all;
    if (auto together = combined(wish))
      all.push_back(std::move(*together));
    else
      wish.is_exact = false;
    if (!wish.is_exact) {
      needs_check_ = true;
      for (const auto part : node.parts)  // what is left out of an item may well be in another one
        if (query_.nodes[part].ask != Ask::none_of && made_[part]) all.push_back(*made_[part]);
    }
    return all.size() == 1 ? std::move(all[0]) : search::all_of(std::move(all));
  }

  void find_item_nodes(std::vector<std::uint32_t>& found) const {
    std::vector<std::uint32_t> left;
    if (!query_.nodes.empty()) left.push_back(static_cast<std::uint32_t>(query_.nodes.size() - 1));
    while (!left.empty()) {
      const auto at = left.back();
      left.pop_back();
      const Node& node = query_.nodes[at];
      if (node.ask == Ask::none_of) continue;
      if (about_[at])
        found.push_back(at);
      else
        left.insert(left.end(), node.parts.begin(), node.parts.end());
    }
    std::sort(found.begin(), found.end());
  }

  const TypedQuery& query_;
  std::string_view here_;
  std::vector<bool> about_;
  std::vector<std::optional<Query>> made_;
  bool needs_check_ = false;
};

bool has_words(const Node& node, const std::string& value) {
  const auto wanted = words_of_value(node.text), there = words_of_value(value);
  if (wanted.empty() || wanted.size() > there.size()) return wanted.empty();
  const bool is_begun = is_beginning(node);
  for (std::size_t at = 0; at + wanted.size() <= there.size(); ++at) {
    bool is_here = true;
    for (std::size_t i = 0; i < wanted.size() && is_here; ++i) {
      const bool is_last = is_begun && i + 1 == wanted.size();
      is_here =
          is_last ? there[at + i].compare(0, wanted[i].size(), wanted[i]) == 0 : there[at + i] == wanted[i];
    }
    if (is_here) return true;
  }
  return false;
}

bool holds(const Node& node, const archive::ItemFacts& item) {
  switch (node.field) {
    case Field::state:
      return item.state == node.text;
    case Field::role:
      return item.role == node.text;
    case Field::owner:
      if (is_nobody(node)) return item.owner.empty() && item.team.empty() && !item.state.empty();
      return has_words(node, item.owner);
    case Field::team:
      if (is_nobody(node)) return item.team.empty() && !item.state.empty();
      return has_words(node, item.team);
    case Field::has:
      if (node.text == "owner") return !item.owner.empty();
      if (node.text == "team") return !item.team.empty();
      return node.text == "due" ? !item.due.empty() : item.role == node.text;
    default:
      return false;
  }
}

}  // namespace

Asked asked(const TypedQuery& query, std::string_view here) {
  return Asker(query, here).run();
}

search::Query query_of(const TypedQuery& query, std::uint32_t node, std::string_view here) {
  TypedQuery part;  // what a node is made of stands before it
  part.nodes.assign(query.nodes.begin(), query.nodes.begin() + node + 1);
  auto made = Asker(part, here).run();
  return made.is_empty ? search::any_of({}) : std::move(made.query);
}

bool meets(const TypedQuery& query, std::uint32_t node, const archive::ItemFacts& item) {
  std::vector<bool> is_met;  // of all nodes up to this one: parts stand before what they are parts of
  for (std::uint32_t i = 0; i <= node; ++i) {
    const Node& one = query.nodes[i];
    const auto is_part_met = [&](std::uint32_t part) { return is_met[part]; };
    switch (one.ask) {
      case Ask::any_of:
        is_met.push_back(std::any_of(one.parts.begin(), one.parts.end(), is_part_met));
        break;
      case Ask::none_of:
        is_met.push_back(std::none_of(one.parts.begin(), one.parts.end(), is_part_met));
        break;
      case Ask::all_of:
      case Ask::one_item:
        is_met.push_back(std::all_of(one.parts.begin(), one.parts.end(), is_part_met));
        break;
      default:
        is_met.push_back(holds(one, item));
    }
  }
  return is_met[node];
}

}  // namespace hindcast::app
