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
      const Token token = lexer_.next(false);
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
      case Piece::phrase:
        return take_values(token, group().field, token.at.begin);
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
    const auto word = text_.substr(token.at.begin, token.at.end - token.at.begin);
    const bool waits = group().denied || group().logic;
    if (group().parts.empty() || waits)
      return say(token.at, quoted(word) + " has nothing before it", about_logic(word));
    group().logic = token.at;
    group().logic_word = word;
    if (token.piece == Piece::logic_and) return;
    group().alternatives.push_back(joined(group().parts));
    group().parts.clear();
  }

  static std::string about_logic(std::string_view word) {
    if (is_of_word(word[0]))
      return "it stands between two words; for the word itself write \"" + lower(word) + "\"";
    return std::string("it means ") + (word[0] == '|' ? "OR" : "AND") +
           " and stands between two words; text that has this sign goes in quotes";
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
    const Token value = lexer_.next(true);
    if (value.piece == Piece::open) return open(value.at, token.field);
    if (value.piece == Piece::phrase || value.piece == Piece::word)
      return take_values(value, token.field, token.at.begin);
    say(token.at, quoted(std::string(token.text) + ":") + " has no value",
        "it follows without a blank: " + example_of(token.field));
  }

  static std::string example_of(Field field) {
    const auto values = values_of(field);
    std::string out(name_of(field));
    if (!values.empty()) return out.append(":").append(values[0]);
    return out.append(field == Field::date ? ":2025-01..2025-06" : field == Field::path ? ":docs" : ":word");
  }

  // One value, or any of a list: service:api,"card desk"
  void take_values(Token token, Field field, std::uint32_t begin) {
    std::vector<std::uint32_t> any;
    for (bool goes_on = true; goes_on && !problem_;) {
      if (token.piece == Piece::phrase)
        take_phrase(token, field, any);
      else
        take_word(token, field, any);
      const bool is_open = is_separator(text_[token.at.end - 1]);  // a quotation mark ends a word
      goes_on = field != Field::text &&
                (token.piece == Piece::phrase ? lexer_.touches(",|") : is_open && lexer_.touches_quote());
      if (!goes_on) break;
      token = lexer_.next(true);
    }
    if (problem_) return;
    const Span whole{begin, token.at.end};
    if (any.empty()) return say(whole, "there is no value between the commas", "");
    if (any.size() == 1)
      nodes_[any[0]].at = whole;
    else
      any = {whole_of(Ask::any_of, any, whole)};
    put(any[0]);
  }
  static bool is_separator(char c) { return c == ',' || c == '|'; }

  void take_word(const Token& token, Field field, std::vector<std::uint32_t>& any) {
    const auto text = token.text;
    if (field == Field::text) {
      const bool is_near = token.at.begin == closed_at_ && (text[0] == '~' || text[0] == '^');
      return is_near ? refuse_sign(text, token.at) : take_value(text, field, token.at, any);
    }
    for (std::size_t from = 0; from < text.size() && !problem_;) {
      std::size_t to = from;
      while (to < text.size() && !is_separator(text[to]))
        ++to;
      const auto begin = token.at.begin + static_cast<std::uint32_t>(from);
      const Span at{begin, begin + static_cast<std::uint32_t>(to - from)};
      if (from < to) take_value(text.substr(from, to - from), field, at, any);
      from = to + 1;
    }
  }

  void take_value(std::string_view text, Field field, Span at, std::vector<std::uint32_t>& any) {
    if (field == Field::date && lower(text) != "none") return any.push_back(days_of(text, at));
    const bool is_prefix = text.size() > 1 && text.back() == '*';
    auto bare = text;
    while (is_prefix && !bare.empty() && bare.back() == '*')
      bare.remove_suffix(1);
    if (bare.empty() || bare == "*")
      return say(at, "`*` needs letters before it", "it stands for the end of a word: retr*");
    if (const auto sign = foreign_sign(text, bare, field)) return refuse_sign(*sign, span_of(*sign));
    const auto made = leaf(field, bare, is_prefix, false, at);
    if (!problem_) any.push_back(made);
  }

  // What means something to other search engines and nothing here: wor?d, w*rd, *ord, word~2, word^2,
  // severity:>1. The same signs are usual in addresses and code.
  static std::optional<std::string_view> foreign_sign(std::string_view text, std::string_view bare,
                                                      Field field) {
    const bool is_value = field != Field::text && field != Field::title && field != Field::heading;
    if (is_value && "<>=[{"sv.find(bare[0]) != bare.npos) return bare.substr(0, 1);
    const bool is_address = field != Field::path && bare.find_first_of("/=&\\") != bare.npos;
    for (std::size_t i = 0; i + 1 < bare.size() && !is_address; ++i) {
      const bool is_inner = (i > 0 ? is_of_word(bare[i - 1]) : bare[i] == '*') && is_of_word(bare[i + 1]);
      const bool is_glob = field == Field::path && bare[i] == '*';
      if (is_glob || (is_inner && (bare[i] == '*' || bare[i] == '?'))) return bare.substr(i, 1);
    }
    const auto end = std::min(text.find_last_not_of("0123456789."), text.size() - 1);
    const bool is_near =
        end > 0 && !is_address && (text[end] == '~' || (text[end] == '^' && end + 1 < text.size()));
    return is_near && is_of_word(text[end - 1]) ? std::optional(text.substr(end)) : std::nullopt;
  }

  void refuse_sign(std::string_view sign, Span at) {
    const char first = sign[0];
    if (first == '~' || first == '^')
      return say(at, quoted(sign) + " means nothing here",
                 first == '~' ? "near words are suggested when nothing is found; \"a b\" are side by side"
                              : "words in titles and rare words weigh more by themselves");
    if (first == '*' || first == '?')
      return say(at, quoted(sign) + " stands for no letters here",
                 "only a star at the end does: retr*; text that has this sign goes in quotes");
    say(at, "only dates are compared", "list the values that are meant: severity:1,2");
  }

  // Of a piece of the query.
  Span span_of(std::string_view piece) const {
    const auto begin = static_cast<std::uint32_t>(piece.data() - text_.data());
    return {begin, begin + static_cast<std::uint32_t>(piece.size())};
  }

  void take_phrase(const Token& token, Field field, std::vector<std::uint32_t>& any) {
    closed_at_ = token.at.end;
    const auto text = trimmed(token.text);
    if (!token.is_closed)
      return say({token.at.begin, token.at.begin + 1}, "this quotation mark is never closed",
                 "add one behind the phrase, or take this one away");
    if (text.empty()) return say(token.at, "there is nothing between these quotation marks", "");
    const auto made =
        field == Field::date ? days_of(text, token.at) : leaf(field, text, false, true, token.at);
    if (!problem_) any.push_back(made);
  }

  std::uint32_t days_of(std::string_view text, Span at) {
    const auto days = range_of(text);
    if (!days)
      say(at, quoted(text) + " is no date",
          "a day, a month, a year or a range of them: date:2025-06-17, date:2025-01..2025-06, "
          "date:>2025-03");
    else if (days->last < days->first)
      say(at, "this range holds no day: it ends before it begins", "write the earlier date first");
    if (problem_) return 0;
    Node node;
    node.ask = Ask::days;
    node.field = Field::date;
    node.text = text;
    node.first = days->first;
    node.last = days->last;
    node.at = at;
    node.text_at = span_of(text);
    return add(std::move(node));
  }

  std::uint32_t leaf(Field field, std::string_view text, bool is_prefix, bool is_phrase, Span at) {
    const bool is_of_text = field == Field::text || field == Field::title || field == Field::heading;
    Node node;
    node.ask = is_of_text ? Ask::words : Ask::value;
    node.field = field;
    node.is_prefix = is_prefix;
    node.is_phrase = is_phrase;
    node.text = text;
    node.at = at;
    node.text_at = span_of(text);
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
    if (any.size() == 1) return any[0];
    const auto made = whole_of(Ask::any_of, std::move(any), node.at);
    nodes_[made].is_one_value = true;
    return made;
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
    closed_at_ = at.end;
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
      say(*done.logic, quoted(done.logic_word) + " has nothing behind it", about_logic(done.logic_word));
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
  std::uint32_t closed_at_ = UINT32_MAX;  // where the last phrase or group ends
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
