#include "json/value.h"

#include <algorithm>
#include <charconv>

#include "base/text.h"

namespace hindcast::json {
namespace {

constexpr std::string_view blanks = " \t\r\n";

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

void append_utf8(std::uint32_t point, std::string& out) {
  const auto put = [&](std::uint32_t byte) { out += static_cast<char>(byte); };
  if (point < 0x80) {
    put(point);
  } else if (point < 0x800) {
    put(0xC0 | point >> 6);
    put(0x80 | (point & 0x3F));
  } else if (point < 0x10000) {
    put(0xE0 | point >> 12);
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  } else {
    put(0xF0 | point >> 18);
    put(0x80 | (point >> 12 & 0x3F));
    put(0x80 | (point >> 6 & 0x3F));
    put(0x80 | (point & 0x3F));
  }
}

// Four hexadecimal digits, checked when the tree was read.
std::uint32_t unit_at(std::string_view raw, std::size_t at) {
  std::uint32_t unit = 0;
  std::from_chars(raw.data() + at, raw.data() + at + 4, unit, 16);
  return unit;
}

// Appends what "\uXXXX" at `at` stands for, with its other half where it has one; the offset behind it.
std::size_t append_unit(std::string_view raw, std::size_t at, std::string& out) {
  const auto unit = unit_at(raw, at + 2);
  const bool is_high = unit >= 0xD800 && unit < 0xDC00;
  if (is_high && raw.substr(at + 6, 2) == "\\u") {
    const auto low = unit_at(raw, at + 8);
    if (low >= 0xDC00 && low < 0xE000) {
      append_utf8(0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), out);
      return at + 12;
    }
  }
  append_utf8(unit >= 0xD800 && unit < 0xE000 ? 0xFFFD : unit, out);
  return at + 6;
}

// What a string says, without its quotes.
std::string decoded(std::string_view raw) {
  std::string out;
  out.reserve(raw.size());
  for (std::size_t at = 0; at < raw.size();) {
    const auto escape = std::min(raw.find('\\', at), raw.size());
    out.append(raw, at, escape - at);
    at = escape;
    if (at == raw.size()) break;
    const char c = raw[at + 1];
    if (c == 'u') {
      at = append_unit(raw, at, out);
      continue;
    }
    constexpr std::string_view letters = "bfnrt", meant = "\b\f\n\r\t";
    const auto letter = letters.find(c);
    out += letter == std::string_view::npos ? c : meant[letter];
    at += 2;
  }
  return out;
}

}  // namespace

// One pass over the text with the open lists on a stack of its own.
class TreeReader {
 public:
  TreeReader(std::string_view text, const ReadLimits& limits) : text_(text), limits_(limits) {}

  Result<Tree> run() {
    tree_.text_ = text_;
    if (text_.starts_with("\xEF\xBB\xBF")) at_ = 3;
    if (text_.starts_with("\xFF\xFE") || text_.starts_with("\xFE\xFF"))
      return Error{ErrorCode::invalid, "is UTF-16; save it as UTF-8"};
    std::uint32_t last = none;  // of the values outside of all lists
    while (skip_blanks()) {
      TRY(value(last, 0));
      while (!open_.empty())
        TRY(member());
    }
    return std::move(tree_);
  }

 private:
  static constexpr std::uint32_t none = static_cast<std::uint32_t>(-1);
  struct Open {
    std::uint32_t node = 0;
    std::uint32_t last = none;  // the member that was read last
    bool is_object = false;
  };

  Error wrong(std::string what) const {
    const auto before = text_.substr(0, at_);
    const auto line = std::count(before.begin(), before.end(), '\n') + 1;
    const auto column = at_ - (before.rfind('\n') + 1) + 1;  // npos + 1 is 0
    return {ErrorCode::invalid,
            "line " + std::to_string(line) + ", column " + std::to_string(column) + ": " + std::move(what)};
  }

  bool skip_blanks() {
    while (at_ < text_.size() && blanks.find(text_[at_]) != std::string_view::npos)
      ++at_;
    return at_ < text_.size();
  }

  // The next member of the innermost list, or its end.
  Status member() {
    Open& open = open_.back();
    const char closer = open.is_object ? '}' : ']';
    if (!skip_blanks()) return wrong("the text ends inside of a list that began before");
    if (text_[at_] == closer) {
      tree_.nodes_[open.node].end = static_cast<std::uint32_t>(++at_);
      open_.pop_back();
      return Ok();
    }
    if (open.last != none) {
      if (text_[at_] != ',')
        return wrong(open.is_object ? "a comma or '}' is missing" : "a comma or ']' is missing");
      ++at_;
      if (!skip_blanks()) return wrong("the text ends behind a comma");
    }
    std::uint32_t key = 0;
    if (open.is_object) {
      key = static_cast<std::uint32_t>(at_);
      if (text_[at_] != '"') return wrong("a key in double quotes is missing");
      TRY(string());
      if (!skip_blanks() || text_[at_] != ':') return wrong("a colon is missing behind the key");
      ++at_;
      if (!skip_blanks()) return wrong("the text ends where a value is missing");
    }
    // `open` may move when a list is opened: the member is noted first.
    return value(open.last, key);
  }

  // Reads a value, of a list only its bracket, and chains it to the one before.
  Status value(std::uint32_t& last, std::uint32_t key) {
    if (tree_.nodes_.size() >= limits_.values_max)
      return wrong("more than " + std::to_string(limits_.values_max) + " values");
    const auto node = static_cast<std::uint32_t>(tree_.nodes_.size());
    tree_.nodes_.push_back({static_cast<std::uint32_t>(at_), 0, 0, key});
    if (last != none) tree_.nodes_[last].next = node;
    last = node;
    const char c = text_[at_];
    if (c == '{' || c == '[') {
      if (open_.size() >= limits_.depth_max)
        return wrong("more than " + std::to_string(limits_.depth_max) + " lists in each other");
      ++at_;
      open_.push_back({node, none, c == '{'});
      return Ok();
    }
    TRY(c == '"' ? string() : is_digit(c) || c == '-' ? number() : name());
    tree_.nodes_[node].end = static_cast<std::uint32_t>(at_);
    return Ok();
  }

  Status string() {
    ++at_;
    for (;;) {
      while (at_ < text_.size() && text_[at_] != '"' && text_[at_] != '\\' &&
             static_cast<unsigned char>(text_[at_]) >= 0x20)
        ++at_;
      if (at_ >= text_.size()) return wrong("the text ends inside of a string");
      if (text_[at_] == '"') break;
      if (text_[at_] != '\\') return wrong("a control character in a string");
      if (at_ + 1 >= text_.size() ||
          std::string_view("\"\\/bfnrtu").find(text_[at_ + 1]) == std::string::npos)
        return wrong("no such escape in a string");
      const bool is_unit = text_[at_ + 1] == 'u';
      at_ += 2;
      for (int digit = 0; is_unit && digit < 4; ++digit, ++at_)
        if (at_ >= text_.size() ||
            std::string_view("0123456789abcdefABCDEF").find(text_[at_]) == std::string::npos)
          return wrong("four hexadecimal digits are missing behind \\u");
    }
    ++at_;
    return Ok();
  }

  bool digits() {
    const auto begin = at_;
    while (at_ < text_.size() && is_digit(text_[at_]))
      ++at_;
    return at_ > begin;
  }

  Status number() {
    if (text_[at_] == '-') ++at_;
    const bool is_zero = at_ < text_.size() && text_[at_] == '0';
    const auto begin = at_;
    if (!digits() || (is_zero && at_ - begin > 1)) return wrong("no number");
    if (at_ < text_.size() && text_[at_] == '.') {
      ++at_;
      if (!digits()) return wrong("no number");
    }
    if (at_ < text_.size() && lower(text_[at_]) == 'e') {
      ++at_;
      if (at_ < text_.size() && (text_[at_] == '+' || text_[at_] == '-')) ++at_;
      if (!digits()) return wrong("no number");
    }
    return Ok();
  }

  Status name() {
    for (std::string_view known : {"true", "false", "null"})
      if (text_.substr(at_).starts_with(known)) {
        at_ += known.size();
        return Ok();
      }
    return wrong("a value is missing");
  }

  std::string_view text_;
  const ReadLimits& limits_;
  std::size_t at_ = 0;
  std::vector<Open> open_;
  Tree tree_;
};

Result<Tree> Tree::read(std::string_view text, const ReadLimits& limits) {
  HC_ASSERT(text.size() < (std::uint64_t{1} << 32));
  return TreeReader(text, limits).run();
}

Type Value::type() const {
  if (tree_ == nullptr) return Type::nothing;
  switch (raw()[0]) {
    case '{':
      return Type::object;
    case '[':
      return Type::array;
    case '"':
      return Type::string;
    case 'n':
      return Type::null;
    case 't':
    case 'f':
      return Type::boolean;
    default:
      return Type::number;
  }
}

std::string_view Value::raw() const {
  if (tree_ == nullptr) return {};
  const auto& node = tree_->nodes_[node_];
  return tree_->text_.substr(node.begin, node.end - node.begin);
}

std::string Value::text() const {
  const auto written = raw();
  return type() == Type::string ? decoded(written.substr(1, written.size() - 2)) : std::string();
}

std::optional<std::int64_t> Value::integer() const {
  const auto written = raw();
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(written.data(), written.data() + written.size(), number);
  if (type() != Type::number || error != std::errc() || end != written.data() + written.size())
    return std::nullopt;
  return number;
}

bool Value::is_true() const {
  return raw() == "true";
}

Value Value::first() const {
  if (!is_list() && !is_object()) return {};
  const auto behind = node_ + 1;
  const bool has_members =
      behind < tree_->nodes_.size() && tree_->nodes_[behind].begin < tree_->nodes_[node_].end;
  return has_members ? Value(tree_, behind) : Value();
}

Value Value::next() const {
  const auto next = tree_ == nullptr ? 0 : tree_->nodes_[node_].next;
  return next == 0 ? Value() : Value(tree_, next);
}

std::string Value::key() const {
  if (tree_ == nullptr || tree_->nodes_[node_].key == 0) return {};
  const auto rest = tree_->text_.substr(tree_->nodes_[node_].key + 1);
  std::size_t end = 0;
  while (rest[end] != '"')
    end += rest[end] == '\\' ? 2 : 1;
  return decoded(rest.substr(0, end));
}

Value Value::operator[](std::string_view key) const {
  Value found;
  if (!is_object()) return found;
  for (Value member = first(); member; member = member.next()) {
    const auto written = tree_->text_.substr(tree_->nodes_[member.node_].key + 1);
    const bool is_plain =
        written.starts_with(key) && written[key.size()] == '"' && key.find('\\') == key.npos;
    const bool is_escaped = !is_plain && written.substr(0, written.find('"')).find('\\') != key.npos;
    if (is_plain || (is_escaped && member.key() == key)) found = member;
  }
  return found;
}

std::size_t Value::line() const {
  if (tree_ == nullptr) return 0;
  const auto before = tree_->text_.substr(0, tree_->nodes_[node_].begin);
  return static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
}

}  // namespace hindcast::json
