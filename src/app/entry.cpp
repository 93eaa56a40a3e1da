#include "app/entry.h"

#include <algorithm>

#include "app/items.h"
#include "base/sha256.h"
#include "document/about.h"
#include "search/words.h"

namespace hindcast::app {
namespace {

using facts::ItemRole;
using search::Field;

constexpr std::size_t words_max = 16;  // of one value

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

class Attributes {
 public:
  explicit Attributes(std::vector<std::string>& out) : out_(out) {}

  void add(std::string_view name, std::string_view value) {
    if (value.empty()) return;
    auto& attribute = out_.emplace_back();
    attribute.reserve(name.size() + value.size() + 1);
    attribute.append(name).append(":").append(value);
  }
  // As written, and by its words.
  void add_words(std::string_view name, std::string_view value) {
    add(name, value);
    for (const auto& atom : atoms_of(words_of_value(value)))
      add(std::string(name).append(".word"), atom);
  }
  void add_path(std::string_view path) {
    for (auto slash = path.find('/'); slash != path.npos; slash = path.find('/', slash + 1))
      add("path", path.substr(0, slash));
    add("path", path);
    for (const auto& word : words_of_value(path))
      add("path.word", word);
  }
  void add_item(const facts::Item&);

 private:
  std::vector<std::string>& out_;
};

// "-" where an action is nobody's; none for what needs no owner.
std::vector<std::string> people(const std::optional<facts::Quote>& named, bool wants_one) {
  auto words = named ? atoms_of(words_of_value(named->text)) : std::vector<std::string>();
  if (words.empty() && wants_one) words.emplace_back("-");
  return words;
}

void Attributes::add_item(const facts::Item& item) {
  const auto role = facts::word(item.role);
  const bool is_action = item.role == ItemRole::action || item.role == ItemRole::improvement;
  const auto state = is_action ? facts::word(state_of(item)) : std::string_view("-");
  const auto owners = people(item.owner, is_action && !item.team), teams = people(item.team, false);
  add("role", role);
  if (is_action) add("state", state);
  if (item.owner) add("owner", item.owner->text);
  if (item.team) add("team", item.team->text);
  if (item.owner) add("has", "owner");
  if (item.team) add("has", "team");
  if (item.due || item.due_text) add("has", "due");
  out_.push_back(item_attribute({.state = state, .role = role}));
  const auto add_combined = [&](std::string_view owner, std::string_view team) {
    out_.push_back(item_attribute({.state = state, .owner = owner, .team = team}));
    out_.push_back(item_attribute({.role = role, .owner = owner, .team = team}));
    out_.push_back(item_attribute({.state = state, .role = role, .owner = owner, .team = team}));
  };
  for (const auto& owner : owners) {
    add("owner.word", owner);
    add_combined(owner, "");
  }
  for (const auto& team : teams) {
    add("team.word", team);
    add_combined("", team);
    for (const auto& owner : owners) {
      out_.push_back(item_attribute({.owner = owner, .team = team}));
      add_combined(owner, team);
    }
  }
}

}  // namespace

std::vector<std::string> words_of_value(std::string_view value) {
  std::vector<std::string> words;
  search::WordReader reader(value);
  search::Word word;
  while (words.size() < words_max && reader.next(word))
    if (word.shape != search::Shape::part) words.push_back(search::folded(word.text));
  return words;
}

std::vector<std::string> atoms_of(const std::vector<std::string>& words) {
  std::vector<std::string> atoms = words;
  for (std::size_t i = 1; i < words.size(); ++i)
    atoms.emplace_back(words[i - 1]).append("+").append(words[i]);
  return atoms;
}

std::string item_attribute(const ItemParts& parts) {
  std::string out("item:");
  const auto add = [&](std::string_view name, std::string_view value) {
    if (value.empty()) return;
    if (out.back() != ':') out += '|';
    out.append(name).append("=").append(value);
  };
  add("state", parts.state);
  add("role", parts.role);
  add("owner", parts.owner);
  add("team", parts.team);
  return out;
}

search::Entry entry_of(std::int64_t id, const facts::Document& document, std::string_view text,
                       std::string_view digest, std::string_view path) {
  search::Entry entry;
  entry.id = id;
  entry.language = document.language;
  if (document.date) entry.date = document.date->date;
  add_pieces(document, text, entry);
  Attributes attributes(entry.attributes);
  attributes.add("kind", facts::word(document.kind));
  attributes.add("lang", document.language);
  if (entry.date) {
    attributes.add("year", std::to_string(entry.date->year));
    attributes.add("has", "date");
  }
  if (document.severity) {
    attributes.add_words("severity", document.severity->text);
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
  for (const auto& item : document.items)
    attributes.add_item(item);
  std::sort(entry.attributes.begin(), entry.attributes.end());
  entry.attributes.erase(std::unique(entry.attributes.begin(), entry.attributes.end()),
                         entry.attributes.end());
  entry.attributes.push_back(entry_mark(digest, path));
  return entry;
}

std::string entry_mark(std::string_view digest, std::string_view path) {
  return "entry:" + hex(sha256(std::string(digest).append(path)).substr(0, 8));
}

}  // namespace hindcast::app
