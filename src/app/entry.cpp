#include "app/entry.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "app/items.h"
#include "base/sha256.h"
#include "document/about.h"
#include "search/words.h"

namespace hindcast::app {
namespace {

using facts::ItemRole;
using search::Field;

constexpr std::size_t severity_words_max = 4, severity_bytes_max = 40;

struct Part {
  Span at;
  Field field;
};

// Title, headings and items, and between them the rest. Where two overlap the first one wins.
void add_pieces(const facts::Document& document, std::string_view text, search::Entry& entry) {
  std::vector<Part> parts;
  parts.reserve(document.sections.size() + document.items.size() + 1);
  const auto add = [&](Span at, Field field) {
    if (at.begin < at.end && at.end <= text.size()) parts.push_back({at, field});
  };
  add(document.title.at, Field::title);
  for (const auto& section : document.sections)
    add(section.heading, Field::heading);
  for (const auto& item : document.items)
    add(item.span, Field::item);
  std::stable_sort(parts.begin(), parts.end(),
                   [](const Part& a, const Part& b) { return a.at.begin < b.at.begin; });
  entry.pieces.reserve(2 * parts.size() + 2);
  if (document.title.at.begin == document.title.at.end && !document.title.text.empty())
    entry.pieces.push_back({Field::title, document.title.text});  // of its file's name
  std::uint32_t at = 0;
  const auto put = [&](Field field, std::uint32_t begin, std::uint32_t end) {
    if (begin < end) entry.pieces.push_back({field, text.substr(begin, end - begin)});
  };
  for (const Part& part : parts) {
    if (part.at.begin < at) continue;
    put(Field::body, at, part.at.begin);
    put(part.field, part.at.begin, part.at.end);
    at = part.at.end;
  }
  put(Field::body, at, static_cast<std::uint32_t>(text.size()));
}

void add_item_attribute(const ItemParts& parts, search::Attributes& to) {
  std::array<std::string_view, 13> all = {"item:"};
  std::size_t size = 1;
  for (const auto& [name, value] : {std::pair<std::string_view, std::string_view>("state=", parts.state),
                                    {"role=", parts.role},
                                    {"owner=", parts.owner},
                                    {"team=", parts.team}}) {
    if (value.empty()) continue;
    if (size > 1) all[size++] = "|";
    all[size++] = name;
    all[size++] = value;
  }
  to.add(std::span(all).first(size));
}

class Teller {
 public:
  explicit Teller(search::Attributes& out) : out_(out) {}

  void add(std::string_view name, std::string_view value) {
    if (!value.empty()) out_.add({name, ":", value});
  }
  // As written, and by its words.
  void add_words(std::string_view name, std::string_view value) {
    add(name, value);
    for (const auto& atom : atoms_of(words_of_value(value)))
      out_.add({name, ".word:", atom});
  }
  void add_path(std::string_view path) {
    for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1))
      add("path", path.substr(0, slash));
    add("path", path);
    for (const auto& atom : atoms_of(words_of_value(path, path_words_max)))
      add("path.word", atom);
  }
  void add_items(const std::vector<facts::Item>&);

 private:
  void add_item(const facts::Item&);
  search::Attributes& out_;
};

// "-" where an action is nobody's; none for what needs no owner.
std::vector<std::string> people(std::string_view named, bool wants_one) {
  auto words = atoms_of(words_of_value(named));
  if (words.empty() && wants_one) words.emplace_back("-");
  return words;
}

bool is_action(const facts::Item& item) {
  return item.role == ItemRole::action || item.role == ItemRole::improvement;
}
bool has_due(const facts::Item& item) {
  return item.due || item.due_text;
}

// The same is to be told of both.
bool are_alike(const facts::Item& a, const facts::Item& b) {
  return a.role == b.role && text_of(a.owner) == text_of(b.owner) && text_of(a.team) == text_of(b.team) &&
         has_due(a) == has_due(b) && (!is_action(a) || state_of(a) == state_of(b));
}

void Teller::add_items(const std::vector<facts::Item>& items) {
  for (std::size_t i = 0; i < items.size(); ++i)  // the events of a timeline, the lessons of a list
    if (i == 0 || !are_alike(items[i - 1], items[i])) add_item(items[i]);
}

void Teller::add_item(const facts::Item& item) {
  const auto role = facts::word(item.role);
  const auto state = is_action(item) ? facts::word(state_of(item)) : std::string_view("-");
  const auto teams = people(text_of(item.team), false);  // actions of no team are many: "-" is not combined
  add("role", role);
  if (is_action(item)) add("state", state);
  add("owner", text_of(item.owner));
  add("team", text_of(item.team));
  if (item.owner) add("has", "owner");
  if (item.team) add("has", "team");
  if (has_due(item)) add("has", "due");
  add_item_attribute({.state = state, .role = role}, out_);
  const auto add_combined = [&](std::string_view owner, std::string_view team) {
    add_item_attribute({.state = state, .owner = owner, .team = team}, out_);
    add_item_attribute({.role = role, .owner = owner, .team = team}, out_);
    add_item_attribute({.state = state, .role = role, .owner = owner, .team = team}, out_);
  };
  const auto owners = people(text_of(item.owner), is_action(item) && !item.team);
  for (const auto& owner : owners) {
    add("owner.word", owner);
    add_combined(owner, "");
  }
  if (teams.empty() && is_action(item)) add("team.word", "-");
  for (const auto& team : teams) {
    add("team.word", team);
    add_combined("", team);
    for (const auto& owner : owners) {
      add_item_attribute({.owner = owner, .team = team}, out_);
      add_combined(owner, team);
    }
  }
}

// By which documents are counted: the level or, where a team writes sentences, how they begin.
std::string severity_group(std::string_view severity) {
  if (const auto level = facts::severity_level(severity)) return std::string("SEV") + std::to_string(*level);
  std::size_t end = 0;
  for (std::size_t words = 0; words < severity_words_max && end < severity.size(); ++words)
    end = std::min(severity.find(' ', end + 1), severity.size());
  const auto kept = first_bytes(severity.substr(0, end), severity_bytes_max);
  return std::string(kept).append(kept.size() < severity.size() ? "…" : "");
}

}  // namespace

std::vector<std::string> words_of_value(std::string_view value, std::size_t words_max) {
  std::vector<std::string> words;
  search::WordReader reader(value);
  search::Word word;
  bool is_behind_pair = false;
  while (words.size() < words_max && reader.next(word)) {
    if (word.shape == search::Shape::part) continue;
    // The pair before it has this character already, which ends no word of a longer value.
    const bool is_held = word.shape == search::Shape::tail && is_behind_pair && word.is_joined;
    is_behind_pair = word.shape == search::Shape::pair;
    if (!is_held) words.push_back(search::folded(word.text));
  }
  return words;
}

std::vector<std::string> atoms_of(const std::vector<std::string>& words) {
  std::vector<std::string> atoms = words;
  for (std::size_t i = 1; i < words.size(); ++i)
    atoms.emplace_back(words[i - 1]).append("+").append(words[i]);
  return atoms;
}

std::string item_attribute(const ItemParts& parts) {
  search::Attributes one;
  add_item_attribute(parts, one);
  return std::string(one[0]);
}

search::Entry entry_of(std::int64_t id, const facts::Document& document, std::string_view text,
                       std::string_view digest, std::string_view path) {
  search::Entry entry;
  entry.id = id;
  entry.language = document.language;
  if (document.date) entry.date = document.date->date;
  add_pieces(document, text, entry);
  Teller attributes(entry.attributes);
  attributes.add("kind", facts::word(document.kind));
  attributes.add("lang", document.language);
  if (entry.date) {
    attributes.add("year", std::to_string(entry.date->year));
    attributes.add("has", "date");
  }
  if (document.severity) {
    attributes.add_words("severity", document.severity->text);
    attributes.add("severity.group", severity_group(document.severity->text));
    attributes.add("has", "severity");
    if (const auto level = facts::severity_level(document.severity->text))
      attributes.add("severity.level", std::to_string(*level));
  }
  for (const auto& service : document::services_of(document)) {
    attributes.add_words("service", service);
    attributes.add("has", "service");
  }
  for (const auto& label : document::labels_of(document)) {
    attributes.add_words("tag", label);
    attributes.add("has", "tag");
  }
  attributes.add_path(path);
  attributes.add_items(document.items);
  entry.attributes.add({entry_mark(digest, path)});
  return entry;
}

std::string entry_mark(std::string_view digest, std::string_view path) {
  return "entry:" + hex(sha256(std::string(digest).append(path)).substr(0, 8));
}

}  // namespace hindcast::app
