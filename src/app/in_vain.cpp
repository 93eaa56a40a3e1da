#include "app/in_vain.h"

#include <algorithm>
#include <map>

#include "app/asked.h"
#include "app/entry.h"
#include "base/nearest.h"
#include "search/index.h"
#include "search/typed.h"
#include "search/words.h"

namespace hindcast::app {
namespace {

using search::typed::Ask;
using search::typed::Field;
using search::typed::Node;

constexpr std::size_t values_max = 5'000;  // of a field, among which a near one is looked for
constexpr std::size_t values_told_max = 5;

// What the values of a field are counted by; "" where any value may be typed.
std::string counted_name(Field field) {
  if (field == Field::severity) return "severity.group";
  if (field == Field::path) return "path.word";
  const bool has_values = field == Field::owner || field == Field::team || field == Field::service ||
                          field == Field::tag || field == Field::lang;
  return has_values ? std::string(search::typed::name_of(field)) : "";
}

// As it is typed: "card desk" in quotes.
std::string typable(std::string_view value) {
  const bool is_plain = std::all_of(value.begin(), value.end(), [](char c) {
    return static_cast<unsigned char>(c) >= 0x80 ||
           (c > ' ' && std::string_view("\"(),|*?").find(c) == std::string_view::npos);
  });
  if (is_plain) return std::string(value);
  std::string out("\"");
  for (const char c : value)
    if (c != '"') out += c;
  return out.append("\"");
}

class Looker {
 public:
  Looker(search::Index& index, std::string_view text, const search::typed::Query& typed,
         std::string_view here)
      : index_(index), text_(text), typed_(typed), here_(here) {}

  // Values of fields that no document has.
  Result<std::vector<AskedPart>> unknown() {
    std::vector<AskedPart> out;
    for (const auto& [at, is_denied] : parts()) {
      const Node& node = typed_.nodes[at];
      if (!is_named(node) || node.is_prefix || node.field == Field::path) continue;
      if (TRY(index_.search(query_of(typed_, at, here_), {.hits_max = 0})).total > 0) continue;
      AskedPart part;
      part.text = text_of(node);
      part.is_denied = is_denied;
      TRY(find_meant(node, part));
      out.push_back(std::move(part));
    }
    return out;
  }

  Result<InVain> run() {
    InVain out;
    for (const auto& [node, is_denied] : parts()) {
      AskedPart part;
      part.text = text_of(typed_.nodes[node]);
      part.is_denied = is_denied;
      part.documents = TRY(index_.search(query_of(typed_, node, here_), {.hits_max = 0})).total;
      if (part.documents == 0 && !is_denied) TRY(find_meant(typed_.nodes[node], part));
      out.parts.push_back(std::move(part));
    }
    auto other = changed();
    const auto parsed = search::typed::parse(other);
    if (changes_.empty() || parsed.problem) return out;
    if (TRY(index_.search(asked(parsed.query, here_).query, {.hits_max = 0})).total > 0)
      out.other = std::move(other);
    return out;
  }

 private:
  struct Part {
    std::uint32_t node = 0;
    bool is_denied = false;
  };
  struct Change {
    Span at;
    std::string to;
  };

  // What was typed as one thing, in order.
  std::vector<Part> parts() const {
    std::vector<Part> found, left;
    if (!typed_.nodes.empty()) left.push_back({static_cast<std::uint32_t>(typed_.nodes.size() - 1), false});
    while (!left.empty()) {
      const Part part = left.back();
      left.pop_back();
      const Node& node = typed_.nodes[part.node];
      if (node.parts.empty() || node.is_one_value) {
        found.push_back(part);
        continue;
      }
      for (const auto one : node.parts)
        left.push_back({one, part.is_denied != (node.ask == Ask::none_of)});
    }
    std::sort(found.begin(), found.end(), [&](const Part& a, const Part& b) {
      return typed_.nodes[a.node].at.begin < typed_.nodes[b.node].at.begin;
    });
    return found;
  }

  std::string text_of(const Node& node) const {
    const auto field = node.is_one_value ? typed_.nodes[node.parts[0]].field : node.field;
    auto typed = std::string(text_.substr(node.at.begin, node.at.end - node.at.begin));
    std::string name(search::typed::name_of(field));
    if (name.empty() || lower(typed).compare(0, name.size() + 1, name + ":") == 0) return typed;
    return name.append(":").append(typed);  // one of a list
  }

  // The value of a field whose values the index tells; "none" is no value.
  static bool is_named(const Node& node) {
    const bool is_none = !node.is_phrase && lower(node.text) == "none";
    return node.ask == Ask::value && !is_none && !counted_name(node.field).empty();
  }

  Status find_meant(const Node& node, AskedPart& part) {
    if (node.ask == Ask::words) return find_words(node, part);
    if (!is_named(node)) return Ok();
    const auto name = counted_name(node.field);
    TRY(learn_values(name));
    const auto& values = values_[name];
    std::vector<std::string> names;
    for (const auto& value : values) {
      if (value.find('+') != value.npos && node.field == Field::path) continue;  // two words in a row
      names.push_back(value);
      for (auto& word : words_of_value(value))
        names.push_back(std::move(word));
    }
    const std::vector<std::string_view> views(names.begin(), names.end());
    const auto near = node.is_prefix ? std::nullopt : closest(node.text, views);
    if (near) {
      part.meant = typable(*near);
      changes_.push_back({node.text_at, node.is_phrase ? std::string(*near) : part.meant});
    } else if (node.field != Field::path) {
      for (std::size_t i = 0; i < std::min(values.size(), values_told_max); ++i)
        part.known.push_back(values[i]);
      part.has_more_known = values.size() > values_told_max;
    }
    return Ok();
  }

  // Words that stand nowhere give way to near ones.
  Status find_words(const Node& node, AskedPart& part) {
    search::WordReader reader(node.text);
    search::Word word;
    std::string meant;
    std::size_t done = 0;
    while (!node.is_prefix && reader.next(word)) {
      if (word.shape != search::Shape::whole) continue;
      const std::string one(word.text);
      if (TRY(index_.frequency(one)) > 0) continue;
      const auto near = TRY(index_.nearest(one, 1));
      if (near.empty()) continue;
      const auto begin = node.text_at.begin;
      changes_.push_back({{begin + word.at.begin, begin + word.at.end}, near[0].word});
      meant.append(node.text, done, word.at.begin - done).append(near[0].word);
      done = word.at.end;
    }
    if (done > 0) part.meant = meant.append(node.text, done);
    return Ok();
  }

  // All values of a field, those of most documents first.
  Status learn_values(const std::string& name) {
    const auto [at, is_new] = values_.try_emplace(name);
    if (!is_new) return Ok();
    search::SearchOptions options;
    options.hits_max = 0;
    options.facets = {name};
    options.facet_values_max = values_max;
    const auto found = TRY(index_.search(search::Query{}, options));
    for (const auto& facet : found.facets)
      for (const auto& value : facet.values)
        at->second.push_back(value.value);
    return Ok();
  }

  // The query with all changes.
  std::string changed() {
    std::sort(changes_.begin(), changes_.end(),
              [](const Change& a, const Change& b) { return a.at.begin < b.at.begin; });
    std::string other;
    std::size_t at = 0;
    for (const auto& change : changes_) {
      other.append(text_.substr(at, change.at.begin - at)).append(change.to);
      at = change.at.end;
    }
    return other.append(text_.substr(at));
  }

  search::Index& index_;
  std::string_view text_;
  const search::typed::Query& typed_;
  std::string_view here_;
  std::vector<Change> changes_;
  std::map<std::string, std::vector<std::string>> values_;  // by name
};

}  // namespace

Result<InVain> looked_into(search::Index& index, std::string_view text, const search::typed::Query& typed,
                           std::string_view here) {
  return Looker(index, text, typed, here).run();
}

Result<std::vector<AskedPart>> unknown_values(search::Index& index, std::string_view text,
                                              const search::typed::Query& typed, std::string_view here) {
  return Looker(index, text, typed, here).unknown();
}

}  // namespace hindcast::app
