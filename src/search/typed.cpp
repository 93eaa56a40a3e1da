#include "search/typed.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/assert.h"
#include "base/nearest.h"
#include "search/typed_days.h"
#include "search/typed_lexer.h"

namespace hindcast::search::typed {
namespace {

using namespace std::string_view_literals;

constexpr std::array states = {"idea"sv,     "open"sv,    "in_progress"sv, "blocked"sv, "done"sv,
                               "verified"sv, "wont_do"sv, "unknown"sv,     "owed"sv,    "closed"sv};
constexpr std::array roles = {"action"sv,      "event"sv,  "check"sv,       "observation"sv, "lesson"sv,
                              "improvement"sv, "metric"sv, "participant"sv, "deadline"sv,    "example"sv};
constexpr std::array kinds = {
    "postmortem"sv, "retrospective"sv, "lessons-learned"sv, "release"sv, "checklist"sv, "issue"sv, "other"sv};
constexpr std::array things = {"owner"sv,       "team"sv,        "due"sv,         "date"sv,
                               "severity"sv,    "action"sv,      "event"sv,       "check"sv,
                               "observation"sv, "lesson"sv,      "metric"sv,      "tag"sv,
                               "service"sv,     "improvement"sv, "participant"sv, "deadline"sv};

std::span<const std::string_view> values_of(Field field) {
  switch (field) {
    case Field::state:
      return states;
    case Field::role:
      return roles;
    case Field::kind:
      return kinds;
    case Field::has:
      return things;
    default:
      return {};
  }
}

std::string quoted(std::string_view text) {
  std::string out("`");
  return out.append(text).append("`");
}

std::string listed(std::span<const std::string_view> words) {
  std::string out;
  for (std::size_t i = 0; i < words.size(); ++i)
    out.append(i == 0 ? "" : i + 1 == words.size() ? " or " : ", ").append(words[i]);
  return out;
}

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), lexer_(text) { groups_.emplace_back(); }

  Parsed run() {
    if (text_.size() > query_bytes_max)
      say({0, 0}, "a query is at most " + std::to_string(query_bytes_max) + " bytes long",
          "give the text as a file: hindcast similar FILE");
    while (!problem_) {
      const Token token = lexer_.next(groups_.size() - 1, false);
      if (token.piece == Piece::end) break;
      take(token);
    }
    if (!problem_) finish();
    Parsed parsed;
    parsed.problem = std::move(problem_);
    if (!parsed.problem) parsed.query.nodes = std::move(nodes_);
    return parsed;
  }

 private:
  // What stands between two brackets, or in the whole query.
  struct Group {
    Span open;  // its bracket
    Field field = Field::text;
    std::vector<std::uint32_t> alternatives;  // what ORs have divided
    std::vector<std::uint32_t> parts;         // since the last OR
    std::optional<Span> denied;               // by a NOT or - that waits for what it denies
    bool is_twice_denied = false;
    std::optional<Span> logic;  // an OR or AND that waits for what comes behind it
    std::string_view logic_word;
    std::optional<Token> field_before;  // a field that waits for its value
  };
  Group& group() { return groups_.back(); }

  void say(Span at, std::string what, std::string hint) {
    if (!problem_) problem_ = Problem{at, std::move(what), std::move(hint)};
  }

  void take(const Token& token) {
    switch (token.piece) {
      case Piece::word:
        return take_word(token, group().field);
      case Piece::phrase:
        return take_phrase(token, group().field);
      case Piece::open:
        return open(token.at, group().field);
      case Piece::close:
        return close(token.at);
      case Piece::field:
        return take_field(token);
      case Piece::minus:
      case Piece::logic_not:
        group().is_twice_denied = group().denied.has_value() && !group().is_twice_denied;
        if (!group().denied) group().denied = token.at;
        return;
      case Piece::logic_or:
      case Piece::logic_and:
        return take_logic(token);
      case Piece::end:
        return;
    }
  }

  void take_logic(const Token& token) {
    const auto word = token.piece == Piece::logic_or ? "OR"sv : "AND"sv;
    const bool waits = group().denied || group().logic;
    if (group().parts.empty() || waits)
      return say(token.at, quoted(word) + " has nothing before it",
                 "it stands between two words; for the word itself write \"" + lower(word) + "\"");
    group().logic = token.at;
    group().logic_word = word;
    if (token.piece == Piece::logic_and) return;
    group().alternatives.push_back(joined(group().parts));
    group().parts.clear();
  }

  void take_field(const Token& token) {
    if (!token.is_known) {
      std::vector<std::string_view> names;
      for (const auto& field : named_fields())
        names.push_back(field.name);
      const auto meant = closest(token.text, names);
      std::string hint = meant ? "did you mean " + quoted(std::string(*meant) + ":") + "?"
                               : "fields are " + listed(names) + "; text with a colon goes in quotes";
      return say({token.at.begin, token.at.end - 1}, "there is no field " + quoted(token.text),
                 std::move(hint));
    }
    if (!lexer_.touches_value())
      return say(token.at, quoted(std::string(token.text) + ":") + " has no value",
                 "it follows without a blank: " + example_of(token.field));
    const Token value = lexer_.next(groups_.size() - 1, true);
    if (value.piece == Piece::open) return open(value.at, token.field);
    if (value.piece == Piece::phrase) return take_phrase(value, token.field, token.at);
    if (value.piece == Piece::word) return take_word(value, token.field, token.at);
    say(token.at, quoted(std::string(token.text) + ":") + " has no value",
        "it follows without a blank: " + example_of(token.field));
  }

  static std::string example_of(Field field) {
    const auto values = values_of(field);
    std::string out(name_of(field));
    if (!values.empty()) return out.append(":").append(values[0]);
    return out.append(field == Field::date ? ":2025-01..2025-06" : field == Field::path ? ":docs" : ":word");
  }

  void take_word(const Token& token, Field field, std::optional<Span> name = std::nullopt) {
    auto text = token.text;
    const Span whole{name ? name->begin : token.at.begin, token.at.end};
    if (field == Field::date) return add_days(text, token.at, whole);
    const bool is_prefix = text.size() > 1 && text.back() == '*';
    while (is_prefix && !text.empty() && text.back() == '*')
      text.remove_suffix(1);
    if (text.empty() || text == "*")
      return say(token.at, "`*` needs letters before it", "it stands for the end of a word: retr*");
    if (!is_list(field) || is_prefix || text.find(',') == text.npos)
      return add_leaf(field, text, is_prefix, false, token.at, whole);
    std::vector<std::uint32_t> any;
    for (std::size_t from = 0; from <= text.size() && !problem_;) {
      const auto comma = std::min(text.find(',', from), text.size());
      const Span at{token.at.begin + static_cast<std::uint32_t>(from),
                    token.at.begin + static_cast<std::uint32_t>(comma)};
      if (comma > from) any.push_back(leaf(field, text.substr(from, comma - from), false, false, at, at));
      from = comma + 1;
    }
    if (problem_) return;
    if (any.empty()) return say(token.at, "there is no value between the commas", "");
    put(any.size() == 1 ? any[0] : whole_of(Ask::any_of, std::move(any), whole));
  }
  static bool is_list(Field field) {
    return field != Field::text && field != Field::title && field != Field::heading;
  }

  void take_phrase(const Token& token, Field field, std::optional<Span> name = std::nullopt) {
    const Span whole{name ? name->begin : token.at.begin, token.at.end};
    if (!token.is_closed)
      return say({token.at.begin, token.at.begin + 1}, "this quotation mark is never closed",
                 "add one behind the phrase, or take this one away");
    if (trimmed(token.text).empty())
      return say(token.at, "there is nothing between these quotation marks", "");
    if (field == Field::date) return add_days(trimmed(token.text), token.at, whole);
    add_leaf(field, trimmed(token.text), false, true, token.at, whole);
  }

  void add_days(std::string_view text, Span at, Span whole) {
    const auto days = range_of(text);
    if (!days)
      return say(at, quoted(text) + " is no date",
                 "a day, a month, a year or a range of them: date:2025-06-17, date:2025-01..2025-06, "
                 "date:>2025-03");
    if (days->last < days->first)
      return say(at, "this range holds no day: it ends before it begins", "write the earlier date first");
    Node node;
    node.ask = Ask::days;
    node.field = Field::date;
    node.text = text;
    node.first = days->first;
    node.last = days->last;
    node.at = whole;
    put(add(std::move(node)));
  }

  void add_leaf(Field field, std::string_view text, bool is_prefix, bool is_phrase, Span at, Span whole) {
    const auto made = leaf(field, text, is_prefix, is_phrase, at, whole);
    if (!problem_) put(made);
  }

  std::uint32_t leaf(Field field, std::string_view text, bool is_prefix, bool is_phrase, Span at,
                     Span whole) {
    Node node;
    node.ask = is_list(field) ? Ask::value : Ask::words;
    node.field = field;
    node.is_prefix = is_prefix;
    node.is_phrase = is_phrase;
    node.text = text;
    node.at = whole;
    if (const auto values = values_of(field); !values.empty()) return enumerated(std::move(node), values, at);
    return add(std::move(node));
  }

  // A value that is one of few words, however it is written: "In Progress", in-progress, in_progress.
  std::uint32_t enumerated(Node node, std::span<const std::string_view> values, Span at) {
    const char joint = node.field == Field::kind ? '-' : '_';
    auto word = lower(node.text);
    for (char& c : word)
      if (c == ' ' || c == '-' || c == '_') c = joint;
    std::vector<std::string_view> meant;
    for (const auto value : values)
      if (value == word || (node.is_prefix && value.substr(0, word.size()) == word)) meant.push_back(value);
    if (meant.empty()) {
      const auto near = closest(word, values);
      say(at, quoted(node.text) + " is no " + std::string(name_of(node.field)),
          near ? "did you mean " + quoted(*near) + "?" : "choose " + listed(values));
      return 0;
    }
    node.is_prefix = node.is_phrase = false;
    if (meant.size() == 1 && meant[0] == "owed")
      meant = {"idea", "open", "in_progress", "blocked", "unknown"};
    else if (meant.size() == 1 && meant[0] == "closed")
      meant = {"done", "verified", "wont_do"};
    std::vector<std::uint32_t> any;
    for (const auto value : meant) {
      node.text = value;
      any.push_back(add(node));
    }
    return any.size() == 1 ? any[0] : whole_of(Ask::any_of, std::move(any), node.at);
  }

  void open(Span at, Field field) {
    if (groups_.size() > query_depth_max)
      return say(at, "more than " + std::to_string(query_depth_max) + " groups stand in each other", "");
    Group inner;
    inner.open = at;
    inner.field = field;
    groups_.push_back(std::move(inner));
  }

  void close(Span at) {
    if (groups_.size() == 1)
      return say(at, "this bracket closes nothing", "put it in quotes to search for what stands around it");
    const auto open = group().open;
    if (group().parts.empty() && group().alternatives.empty() && !group().logic && !group().denied)
      return say({open.begin, at.end}, "there is nothing between these brackets", "");
    const auto made = close_group();
    if (problem_) return;
    groups_.pop_back();
    put(made);
  }

  // What its alternatives come to.
  std::uint32_t close_group() {
    Group& done = group();
    if (done.denied) {
      say(*done.denied, "nothing follows to be left out", "write it before a word: -canary");
      return 0;
    }
    if (done.logic) {
      say(*done.logic, quoted(done.logic_word) + " has nothing behind it",
          "it stands between two words; for the word itself write \"" + lower(done.logic_word) + "\"");
      return 0;
    }
    auto alternatives = std::move(done.alternatives);
    alternatives.push_back(joined(done.parts));
    if (alternatives.size() == 1) return alternatives[0];
    const Span at{nodes_[alternatives.front()].at.begin, nodes_[alternatives.back()].at.end};
    return whole_of(Ask::any_of, std::move(alternatives), at);
  }

  void finish() {
    if (groups_.size() > 1)
      return say(group().open, "this bracket is never closed", "add `)` behind the group");
    if (group().parts.empty() && group().alternatives.empty() && !group().denied)
      return say({0, 0}, "there is nothing to search for", "");
    const auto whole = close_group();
    if (problem_) return;
    HC_ASSERT(whole + 1 == nodes_.size());
  }

  // The node takes its place in the group, denied or not.
  void put(std::uint32_t node) {
    Group& here = group();
    if (here.denied && !here.is_twice_denied) {
      const Span at{here.denied->begin, nodes_[node].at.end};
      node = whole_of(Ask::none_of, {node}, at);
    }
    here.denied.reset();
    here.is_twice_denied = false;
    here.logic.reset();
    here.parts.push_back(node);
  }

  std::uint32_t add(Node node) {
    if (++terms_ > query_terms_max)
      say(node.at, "a query has at most " + std::to_string(query_terms_max) + " words",
          "give the text as a file: hindcast similar FILE");
    nodes_.push_back(std::move(node));
    about_item_.push_back(is_of_item(nodes_.back().field));
    if (nodes_.back().field == Field::has) about_item_.back() = is_item_thing(nodes_.back().text);
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }
  static bool is_item_thing(std::string_view word) {
    return word != "date" && word != "severity" && word != "tag" && word != "service";
  }

  std::uint32_t whole_of(Ask ask, std::vector<std::uint32_t> parts, Span at) {
    const bool is_about_item =
        std::all_of(parts.begin(), parts.end(), [&](std::uint32_t part) { return about_item_[part]; });
    Node node;
    node.ask = ask;
    node.parts = std::move(parts);
    node.at = at;
    nodes_.push_back(std::move(node));
    about_item_.push_back(is_about_item && ask != Ask::all_of && ask != Ask::one_item);
    return static_cast<std::uint32_t>(nodes_.size() - 1);
  }

  // All of the parts. Those that speak about items speak about the same one, what is denied included, as long
  // as something is asked for that an item has.
  std::uint32_t joined(const std::vector<std::uint32_t>& parts) {
    const Span at{nodes_[parts.front()].at.begin, nodes_[parts.back()].at.end};
    std::vector<std::uint32_t> of_item, others;
    for (const auto part : parts)
      (about_item_[part] ? of_item : others).push_back(part);
    const bool some_asked = std::any_of(of_item.begin(), of_item.end(),
                                        [&](std::uint32_t part) { return nodes_[part].ask != Ask::none_of; });
    if (of_item.size() > 1 && some_asked) {
      others.push_back(whole_of(Ask::one_item, std::move(of_item), at));
    } else {
      others.insert(others.end(), of_item.begin(), of_item.end());
    }
    return others.size() == 1 ? others[0] : whole_of(Ask::all_of, std::move(others), at);
  }

  std::string_view text_;
  Lexer lexer_;
  std::vector<Node> nodes_;
  std::vector<bool> about_item_;  // of each node: only what an item has, and it can be asked of one item
  std::vector<Group> groups_;
  std::size_t terms_ = 0;
  std::optional<Problem> problem_;
};

std::string leaf_shown(const Node& node) {
  std::string out;
  if (node.field != Field::text) out.append(name_of(node.field)).append(":");
  if (node.ask == Ask::days) return out.append(to_iso(node.first)).append("..").append(to_iso(node.last));
  const bool is_marked = node.is_phrase || node.text.find(' ') != node.text.npos;
  if (is_marked) return out.append("\"").append(node.text).append("\"");
  out += node.text;
  return node.is_prefix ? out.append("*") : out;
}

}  // namespace

std::string_view name_of(Field field) {
  return field == Field::text ? "" : named_fields()[static_cast<std::size_t>(field) - 1].name;
}

bool is_of_item(Field field) {
  return field == Field::owner || field == Field::team || field == Field::state || field == Field::role;
}

Parsed parse(std::string_view text) {
  return Parser(text).run();
}

std::string shown(const Query& query) {
  std::vector<std::string> texts;
  for (const Node& node : query.nodes) {
    std::string out;
    switch (node.ask) {
      case Ask::words:
      case Ask::value:
      case Ask::days:
        texts.push_back(leaf_shown(node));
        continue;
      case Ask::all_of:
        out = "(all";
        break;
      case Ask::any_of:
        out = "(any";
        break;
      case Ask::none_of:
        out = "(not";
        break;
      case Ask::one_item:
        out = "(item";
        break;
    }
    for (const auto part : node.parts)
      out.append(" ").append(texts[part]);
    texts.push_back(out.append(")"));
  }
  return texts.empty() ? "" : texts.back();
}

}  // namespace hindcast::search::typed
