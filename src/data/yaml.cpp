#include <libfyaml.h>

#include <algorithm>
#include <cstdlib>
#include <memory>
#include <unordered_map>
#include <unordered_set>

#include "base/text.h"
#include "data/data.h"
#include "data/reading.h"

namespace hindcast::data {
namespace {

constexpr std::uint32_t none = static_cast<std::uint32_t>(-1);

// A node as it is written; an alias is not yet what it stands for.
struct Node {
  Value value;                         // without its members
  std::vector<std::uint32_t> members;  // of a map and a list
  std::uint32_t alias_of = none;
  bool is_open = false, is_merge = false;  // the value of "<<"
};

struct ParserDeleter {
  void operator()(fy_parser* parser) const { fy_parser_destroy(parser); }
};
struct DiagDeleter {
  void operator()(fy_diag* diag) const { fy_diag_destroy(diag); }
};
using Parser = std::unique_ptr<fy_parser, ParserDeleter>;

std::string text_of(fy_token* token) {
  if (token == nullptr) return {};
  std::size_t size = 0;
  const char* text = fy_token_get_text(token, &size);
  return text == nullptr ? std::string() : std::string(text, size);
}

bool is_digits(std::string_view text, std::string_view digits) {
  return !text.empty() && text.find_first_not_of(digits) == text.npos;
}

// The numbers of YAML 1.2's core schema.
bool is_number(std::string_view text) {
  constexpr std::string_view ten = "0123456789";
  if (text.starts_with("0x")) return is_digits(text.substr(2), "0123456789abcdefABCDEF");
  if (text.starts_with("0o")) return is_digits(text.substr(2), "01234567");
  if (text.starts_with('+') || text.starts_with('-')) text.remove_prefix(1);
  if (text == ".inf" || text == ".Inf" || text == ".INF") return true;
  const auto power = text.find_first_of("eE");
  if (power != text.npos) {
    auto exponent = text.substr(power + 1);
    if (exponent.starts_with('+') || exponent.starts_with('-')) exponent.remove_prefix(1);
    if (!is_digits(exponent, ten)) return false;
    text = text.substr(0, power);
  }
  const auto dot = text.find('.');
  const auto whole = text.substr(0, dot);
  const auto rest = dot == text.npos ? std::string_view() : text.substr(dot + 1);
  return (whole.empty() || is_digits(whole, ten)) && (rest.empty() || is_digits(rest, ten)) &&
         !(whole.empty() && rest.empty());
}

// A bare word's type; a word of a boolean becomes the one spelling.
void set_bare(std::string_view word, Value& value) {
  const auto is = [&](std::string_view a, std::string_view b, std::string_view c) {
    return word == a || word == b || word == c;
  };
  value.text = word;
  value.type = Type::text;
  if (word.empty() || word == "~" || is("null", "Null", "NULL")) {
    value.type = Type::null;
    value.text.clear();
  } else if (is("true", "True", "TRUE") || is("false", "False", "FALSE")) {
    value.type = Type::boolean;
    value.text = lower(word);
  } else if (is(".nan", ".NaN", ".NAN") || is_number(word)) {
    value.type = Type::number;
  }
}

// Where a tab stands before what looks like a list, a key or a value. YAML allows no tab there, and libfyaml
// 0.7.12 breaks its own memory over one within a key that a "?" begins.
bool is_tab_before_indicator(std::string_view text, std::size_t at) {
  if (text[at] != '\t') return false;
  const auto next = text.find_first_not_of(" \t", at);
  return next != text.npos && std::string_view("-:?").find(text[next]) != std::string_view::npos;
}

bool is_question_mark(std::string_view text, std::size_t at) {
  return text[at] == '?' &&
         (at + 1 == text.size() || std::string_view(" \t\r\n").find(text[at + 1]) != std::string_view::npos);
}

// What the library must not see: it never comes back from some directives that hold no UTF-8.
Status inspect(std::string_view text) {
  bool at_line_start = true, has_question_mark = false;
  std::size_t tab_line = 0;  // the first with such a tab
  for (std::size_t at = 0, line = 1; at < text.size();) {
    const char c = text[at];
    if (c == '\0') return wrong(line, "is no YAML: it holds a NUL byte");
    if (at_line_start && c == '%') {
      const auto rest = text.substr(at, text.find_first_of("\r\n", at) - at);
      const auto directive = rest.substr(0, rest.find_last_not_of(" \t") + 1);
      if (directive != "%YAML 1.1" && directive != "%YAML 1.2")
        return wrong(line, "a directive other than '%YAML 1.2' is not supported");
    }
    has_question_mark = has_question_mark || is_question_mark(text, at);
    if (tab_line == 0 && is_tab_before_indicator(text, at)) tab_line = line;
    if (has_question_mark && tab_line > 0)
      return wrong(tab_line,
                   "holds a tab before a '-', ':' or '?', which can't be read beside a key with '? '; "
                   "write blanks");
    const auto size = utf8_sequence(text.substr(at, 4));
    if (size == 0) return wrong(line, "is no YAML: it is not written in UTF-8");
    at_line_start = c == '\n' || c == '\r';
    if (c == '\n') ++line;
    at += size;
  }
  return Ok();
}

class YamlReader {
 public:
  YamlReader(std::string_view text, const Limits& limits) : text_(text), limits_(limits) {}
  Result<Value> run();

 private:
  struct Level {
    std::uint32_t node = 0;
    bool has_key = false, key_is_merge = false;
    Value key;  // its text and place
  };

  Result<bool> event(const fy_event& event);
  Status scalar(const fy_event& event);
  Status alias(fy_token* token);
  Status open(Type type, fy_token* token, fy_token* anchor);
  Status close();
  Result<std::uint32_t> add(Node node, fy_token* token, fy_token* anchor);
  Error complaint(fy_diag* diag) const;
  Result<Value> document();
  Status expand(const Node& node, Value& into);
  static void merge(Value& table);
  std::uint32_t line_of(fy_token* token) const;

  std::string_view text_;
  const Limits& limits_;
  std::vector<Node> nodes_;
  std::vector<Level> levels_;
  std::unordered_map<std::string, std::uint32_t> anchors_;
  std::uint32_t root_ = none, line_ = 1;
  Value all_;
  std::size_t values_ = 0, bytes_ = 0;
};

Error YamlReader::complaint(fy_diag* diag) const {
  void* before = nullptr;
  const fy_diag_error* error = fy_diag_errors_iterate(diag, &before);
  if (error == nullptr || error->msg == nullptr) return wrong(line_, "is no YAML");
  return wrong(error->line > 0 ? static_cast<std::size_t>(error->line) : line_,
               std::string("is no YAML: ") + std::string(trimmed(error->msg)));
}

Result<Value> YamlReader::run() {
  all_.type = Type::list;
  all_.line = all_.column = 1;
  fy_diag_cfg settings;
  fy_diag_cfg_default(&settings);
  const std::unique_ptr<fy_diag, DiagDeleter> diag(fy_diag_create(&settings));
  if (diag == nullptr) return Error{ErrorCode::unavailable, "no memory to read YAML"};
  fy_diag_set_collect_errors(diag.get(), true);
  fy_parse_cfg config{};
  config.flags = static_cast<fy_parse_cfg_flags>(FYPCF_QUIET | FYPCF_JSON_NONE | FYPCF_DEFAULT_VERSION_1_2);
  config.diag = diag.get();
  const Parser parser(fy_parser_create(&config));
  if (parser == nullptr || fy_parser_set_string(parser.get(), text_.data(), text_.size()) != 0)
    return Error{ErrorCode::unavailable, "no memory to read YAML"};
  for (;;) {
    fy_event* next = fy_parser_parse(parser.get());
    if (next == nullptr) break;
    Result<bool> goes_on = event(*next);
    fy_parser_event_free(parser.get(), next);
    if (!goes_on) return std::move(goes_on).error();
    if (!*goes_on) break;
  }
  if (fy_parser_get_stream_error(parser.get())) return complaint(diag.get());
  return std::move(all_);
}

std::uint32_t YamlReader::line_of(fy_token* token) const {
  const fy_mark* mark = token == nullptr ? nullptr : fy_token_start_mark(token);
  return mark == nullptr ? line_ : static_cast<std::uint32_t>(mark->line) + 1;
}

// False behind the end of the stream.
Result<bool> YamlReader::event(const fy_event& event) {
  switch (event.type) {
    case FYET_STREAM_END:
      return false;
    case FYET_DOCUMENT_START:
      nodes_.clear();
      anchors_.clear();
      root_ = none;
      break;
    case FYET_DOCUMENT_END:
      if (root_ != none) all_.members.push_back(TRY(document()));
      break;
    case FYET_MAPPING_START:
      TRY(open(Type::table, event.mapping_start.mapping_start, event.mapping_start.anchor));
      break;
    case FYET_SEQUENCE_START:
      TRY(open(Type::list, event.sequence_start.sequence_start, event.sequence_start.anchor));
      break;
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
      TRY(close());
      break;
    case FYET_SCALAR:
      TRY(scalar(event));
      break;
    case FYET_ALIAS:
      TRY(alias(event.alias.anchor));
      break;
    case FYET_NONE:
    case FYET_STREAM_START:
      break;
  }
  return true;
}

// Puts a node where the levels say; a scalar may have become a key before that.
Result<std::uint32_t> YamlReader::add(Node node, fy_token* token, fy_token* anchor) {
  line_ = std::max(line_, line_of(token));
  if (nodes_.size() >= limits_.values_max) return too_many_values(line_, limits_);
  const auto index = static_cast<std::uint32_t>(nodes_.size());
  if (node.value.line == 0) {
    const fy_mark* mark = token == nullptr ? nullptr : fy_token_start_mark(token);
    node.value.line = mark == nullptr ? line_ : static_cast<std::uint32_t>(mark->line) + 1;
    node.value.column = mark == nullptr ? 1 : static_cast<std::uint32_t>(mark->column) + 1;
  }
  node.value.key_line = node.value.line;
  node.value.key_column = node.value.column;
  if (levels_.empty()) {
    root_ = index;
  } else {
    Level& level = levels_.back();
    Node& parent = nodes_[level.node];
    if (parent.value.is_table()) {
      if (!level.has_key) return wrong(node.value.line, "a list or a table as a key is not supported");
      node.value.key = std::move(level.key.text);
      node.value.key_line = level.key.line;
      node.value.key_column = level.key.column;
      node.is_merge = level.key_is_merge;
      level.has_key = false;
    }
    parent.members.push_back(index);
  }
  if (anchor != nullptr) anchors_[text_of(anchor)] = index;
  nodes_.push_back(std::move(node));
  return index;
}

Status YamlReader::scalar(const fy_event& event) {
  fy_token* token = event.scalar.value;
  const auto style = token == nullptr ? FYSS_PLAIN : fy_token_scalar_style(token);
  const bool is_plain = style == FYSS_PLAIN;
  Node node;
  const std::string text = text_of(token);
  const std::string tag = text_of(event.scalar.tag);
  if (is_plain && tag.empty()) {
    set_bare(text, node.value);
  } else {
    node.value.type = Type::text;
    node.value.text = text;
  }
  const bool is_key =
      !levels_.empty() && nodes_[levels_.back().node].value.is_table() && !levels_.back().has_key;
  if (!is_key) {
    TRY(add(std::move(node), token, event.scalar.anchor));
    return Ok();
  }
  Level& level = levels_.back();
  level.has_key = true;
  level.key_is_merge = is_plain && text == "<<";
  level.key.text = text;
  const fy_mark* mark = token == nullptr ? nullptr : fy_token_start_mark(token);
  level.key.line = mark == nullptr ? line_ : static_cast<std::uint32_t>(mark->line) + 1;
  level.key.column = mark == nullptr ? 1 : static_cast<std::uint32_t>(mark->column) + 1;
  line_ = std::max(line_, level.key.line);
  return Ok();
}

Status YamlReader::alias(fy_token* token) {
  line_ = std::max(line_, line_of(token));
  const auto found = anchors_.find(text_of(token));
  if (found == anchors_.end()) return wrong(line_, "an alias without an anchor of its name before it");
  if (nodes_[found->second].is_open) return wrong(line_, "an alias of what it stands in");
  const bool is_key =
      !levels_.empty() && nodes_[levels_.back().node].value.is_table() && !levels_.back().has_key;
  if (is_key) return wrong(line_, "an alias as a key is not supported");
  Node node;
  node.alias_of = found->second;
  TRY(add(std::move(node), token, nullptr));
  return Ok();
}

Status YamlReader::open(Type type, fy_token* token, fy_token* anchor) {
  line_ = std::max(line_, line_of(token));
  if (levels_.size() >= limits_.depth_max) return too_deep(line_, limits_);
  Node node;
  node.value.type = type;
  node.is_open = true;
  const auto index = TRY(add(std::move(node), token, anchor));
  Level level;
  level.node = index;
  levels_.push_back(std::move(level));
  return Ok();
}

Status YamlReader::close() {
  if (levels_.empty()) return wrong(line_, "is no YAML");
  nodes_[levels_.back().node].is_open = false;
  levels_.pop_back();
  return Ok();
}

// What a document means: aliases followed, maps merged. Lists are open on a stack of their own.
Result<Value> YamlReader::document() {
  struct Work {
    std::uint32_t node;
    Value* into;
    std::size_t depth;
  };
  Value out;
  std::vector<Work> work = {{root_, &out, 1}};
  std::vector<Value*> merged;  // tables with "<<", in the order in which they were met
  while (!work.empty()) {
    const Work now = work.back();
    work.pop_back();
    const Node* node = &nodes_[now.node];
    if (node->alias_of != none) node = &nodes_[node->alias_of];
    TRY(expand(*node, *now.into));
    if (node->members.empty()) continue;
    if (now.depth > limits_.depth_max) return too_deep(now.into->line, limits_);
    now.into->members.resize(node->members.size());
    bool has_merge = false;
    for (std::size_t i = node->members.size(); i-- > 0;) {
      const Node& member = nodes_[node->members[i]];
      Value& place = now.into->members[i];
      place.key = member.value.key;
      place.line = member.value.line;
      place.column = member.value.column;
      place.key_line = member.value.key_line;
      place.key_column = member.value.key_column;
      has_merge = has_merge || member.is_merge;
      work.push_back({node->members[i], &place, now.depth + 1});
    }
    if (has_merge) merged.push_back(now.into);
  }
  // What stands inside comes later in the order: it is merged first.
  for (auto table = merged.rbegin(); table != merged.rend(); ++table)
    merge(**table);
  return out;
}

// Fills in what is no member: type, text, and where nobody did yet, the place.
Status YamlReader::expand(const Node& node, Value& into) {
  bytes_ += node.value.text.size() + node.value.key.size();
  values_ += 1;
  if (values_ > limits_.values_max) return too_many_values(node.value.line, limits_);
  if (bytes_ > limits_.bytes_max * 2) return wrong(node.value.line, "aliases stand for too much text");
  into.type = node.value.type;
  into.text = node.value.text;
  if (into.line == 0) {
    into.line = into.key_line = node.value.line;
    into.column = into.key_column = node.value.column;
  }
  return Ok();
}

// "<<" gives way to the members of what it names: in front, so that those of the table itself count, and of
// several tables the first.
void YamlReader::merge(Value& table) {
  std::vector<Value> kept, sources, out;
  for (Value& member : table.members) {
    if (member.key != "<<" || member.is_scalar()) {
      kept.push_back(std::move(member));
    } else if (member.is_table()) {
      sources.push_back(std::move(member));
    } else {
      for (Value& source : member.members)
        if (source.is_table()) sources.push_back(std::move(source));
    }
  }
  std::unordered_set<std::string> known;
  for (const Value& member : kept)
    known.insert(member.key);
  for (Value& source : sources) {
    const auto begin = out.size();
    for (Value& member : source.members)
      if (known.count(member.key) == 0) out.push_back(std::move(member));
    for (auto i = begin; i < out.size(); ++i)
      known.insert(out[i].key);
  }
  table.members = std::move(out);
  table.members.insert(table.members.end(), std::make_move_iterator(kept.begin()),
                       std::make_move_iterator(kept.end()));
}

}  // namespace

Result<Value> read_yaml(std::string_view text, const Limits& limits) {
  TRY(admit(text, limits));
  TRY(inspect(text));
  return YamlReader(text, limits).run();
}

}  // namespace hindcast::data
