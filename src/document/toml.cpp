// The TOML that people write as front matter, read without recursion and in linear time.
#include <optional>
#include <unordered_map>
#include <vector>

#include "document/field_tree.h"
#include "document/front_matter.h"
#include "markdown/lines.h"

namespace hindcast::document {
namespace {

using markdown::is_blank;
using markdown::is_digit;
using markdown::is_letter;

bool is_one_of(char c, std::string_view set) {
  return set.find(c) != std::string_view::npos;
}

bool is_bare_key_byte(char c) {
  return is_letter(c) || is_digit(c) || c == '_' || c == '-' || static_cast<unsigned char>(c) >= 0x80;
}

// A number, a date, a time or a truth: what may stand without quotes.
bool is_bare_value(std::string_view text) {
  if (text == "true" || text == "false") return true;
  std::string_view rest = text;
  if (!rest.empty() && is_one_of(rest[0], "+-")) rest.remove_prefix(1);
  if (rest == "inf" || rest == "nan") return true;
  if (rest.empty() || !is_digit(rest[0])) return false;
  if (rest.size() > 2 && rest[0] == '0' && is_one_of(rest[1], "xob"))
    return rest.substr(2).find_first_not_of("0123456789abcdefABCDEF_") == std::string_view::npos;
  if (rest.size() > 10 && rest[10] == ' ' && rest[4] == '-')  // between a date and a time
    return rest.substr(0, 10).find(' ') == std::string_view::npos && is_bare_value(rest.substr(11));
  return rest.find_first_not_of("0123456789+-_.:TtZzeE") == std::string_view::npos;
}

class TomlReader {
 public:
  TomlReader(std::string_view text, FrontMatter& out) : text_(text), reader_(text, 0), tree_(out) {}
  void run();

 private:
  struct KeyPath {
    std::vector<std::string> parts;
    KeyPlace place;
  };

  void header(std::uint32_t pos);
  bool open_table(const KeyPath& path, bool repeats);
  bool entry(std::uint32_t pos);
  bool assignment(std::uint32_t& pos);
  bool value(std::uint32_t& pos);
  bool node(std::uint32_t& pos);
  bool separator(std::uint32_t& pos);
  bool skip(std::uint32_t& pos);
  bool read_key(std::uint32_t& pos);
  std::optional<std::string_view> string(std::uint32_t& pos);
  std::optional<std::string_view> long_string(std::uint32_t& pos);
  bool next_line();
  std::uint32_t skip_blanks(std::uint32_t pos) const;
  bool is_end(std::uint32_t pos) const { return pos >= line_.end; }
  bool is_rest_empty(std::uint32_t pos) const;
  std::string_view cut(std::uint32_t begin, std::uint32_t end) const {
    return text_.substr(begin, end - begin);
  }

  std::string_view text_;
  markdown::LineReader reader_;
  markdown::Line line_;
  std::uint32_t number_ = 0;
  bool ended_ = false;  // a value ran into the end of the text
  FieldTree tree_;
  KeyPath key_;
  std::string buffer_, name_;
  std::unordered_map<std::string, std::uint32_t> repeated_;  // [[tables]] so far, by their path
};

bool TomlReader::next_line() {
  if (!reader_.read(line_)) return !(ended_ = true);
  ++number_;
  return true;
}

std::uint32_t TomlReader::skip_blanks(std::uint32_t pos) const {
  while (pos < line_.end && is_blank(text_[pos]))
    ++pos;
  return pos;
}

bool TomlReader::is_rest_empty(std::uint32_t pos) const {
  pos = skip_blanks(pos);
  return is_end(pos) || text_[pos] == '#';
}

void TomlReader::run() {
  tree_.open_map(0);
  bool more = next_line();
  while (more) {
    const std::uint32_t pos = skip_blanks(line_.begin), started = number_;
    if (is_end(pos) || text_[pos] == '#') {
      more = next_line();
    } else if (text_[pos] == '[') {
      header(pos);
      more = next_line();
    } else if (tree_.depth() == 0) {
      tree_.leave_out();  // in a table whose header was not understood
      more = next_line();
    } else {
      const bool read = entry(pos);
      // What broke a value off further down may be the next entry.
      if (read || number_ == started || ended_) more = next_line();
    }
  }
}

// [table] and [[table]]: opens a level for each part of its name.
void TomlReader::header(std::uint32_t pos) {
  while (tree_.depth() > 0)
    tree_.close();
  const bool repeats = cut(pos, line_.end).substr(0, 2) == "[[";
  const std::string_view close = repeats ? "]]" : "]";
  pos = skip_blanks(pos + (repeats ? 2 : 1));
  const bool named = read_key(pos) && cut(pos, line_.end).substr(0, close.size()) == close;
  if (named && is_rest_empty(pos + static_cast<std::uint32_t>(close.size())) && open_table(key_, repeats))
    return;
  while (tree_.depth() > 0)
    tree_.close();
  tree_.leave_out();
}

bool TomlReader::open_table(const KeyPath& path, bool repeats) {
  tree_.open_map(0);
  std::string prefix;
  for (std::size_t i = 0; i < path.parts.size(); ++i) {
    std::string part = path.parts[i];
    if (!prefix.empty()) prefix += '.';
    prefix += part;
    if (prefix.size() > path_bytes_max) return false;
    const bool counts = repeats && i + 1 == path.parts.size();
    const auto known = repeated_.find(prefix);
    if (counts || known != repeated_.end()) {
      const std::uint32_t index = counts ? repeated_[prefix]++ : known->second - 1;
      part += '.' + std::to_string(index);
      prefix += '.' + std::to_string(index);
    }
    tree_.key(part, path.place);
    if (!tree_.open_map(0)) return false;
  }
  return true;
}

bool TomlReader::entry(std::uint32_t pos) {
  const FieldTree::Mark mark = tree_.mark();
  if (assignment(pos) && value(pos) && is_rest_empty(pos)) return true;
  tree_.take_back(mark);
  tree_.leave_out();
  return false;
}

// "key =", also "a.b ="; `pos` is then where the value starts.
bool TomlReader::assignment(std::uint32_t& pos) {
  if (!read_key(pos) || is_end(pos) || text_[pos] != '=') return false;
  if (tree_.depth() + key_.parts.size() - 1 > levels_max) return false;
  name_.clear();
  for (const std::string& part : key_.parts) {
    if (!name_.empty()) name_ += '.';
    name_ += part;
  }
  tree_.key(name_, key_.place);
  pos = skip_blanks(pos + 1);
  return !is_end(pos);
}

// Bare and quoted parts with dots between them, and the blanks behind.
bool TomlReader::read_key(std::uint32_t& pos) {
  const std::uint32_t begin = pos;
  key_.parts.clear();
  for (;;) {
    const std::uint32_t start = pos;
    if (!is_end(pos) && (text_[pos] == '"' || text_[pos] == '\'')) {
      const auto part = string(pos);
      if (!part) return false;
      key_.parts.emplace_back(*part);
    } else {
      while (!is_end(pos) && is_bare_key_byte(text_[pos]))
        ++pos;
      key_.parts.emplace_back(cut(start, pos));
    }
    if (key_.parts.back().empty() || key_.parts.size() > levels_max) return false;
    key_.place = {{begin, pos}, number_};
    pos = skip_blanks(pos);
    if (is_end(pos) || text_[pos] != '.') return true;
    pos = skip_blanks(pos + 1);
  }
}

bool TomlReader::value(std::uint32_t& pos) {
  const std::uint32_t depth = tree_.depth();
  if (!node(pos)) return false;
  while (tree_.depth() > depth) {
    if (!skip(pos)) return false;
    const std::uint32_t inside = tree_.depth();
    const bool list = tree_.in_list();
    if (text_[pos] == (list ? ']' : '}')) {
      tree_.close(++pos);
    } else {
      if (list) tree_.item(tree_.column());
      if ((!list && !assignment(pos)) || !node(pos)) return false;
      if (tree_.depth() > inside) continue;
    }
    if (tree_.depth() > depth && !separator(pos)) return false;
  }
  return true;
}

// One value, or the start of a list or table that is not empty.
bool TomlReader::node(std::uint32_t& pos) {
  const std::uint32_t begin = pos;
  const char first = text_[pos];
  if (first == '[' || first == '{') {
    ++pos;
    if (!skip(pos)) return false;
    if (text_[pos] != (first == '[' ? ']' : '}'))
      return first == '[' ? tree_.open_list(begin) : tree_.open_map(begin);
    ++pos;
    tree_.value({}, {begin, pos});
    return true;
  }
  if (first == '"' || first == '\'') {
    const bool is_long = cut(pos, line_.end).substr(0, 3) == std::string(3, first);
    const auto text = is_long ? long_string(pos) : string(pos);
    if (text) tree_.value(*text, {begin, pos});
    return text.has_value();
  }
  while (!is_end(pos) && !is_one_of(text_[pos], ",]}#"))
    ++pos;
  std::uint32_t end = pos;
  while (end > begin && is_blank(text_[end - 1]))
    --end;
  if (!is_bare_value(cut(begin, end))) return false;
  tree_.value(cut(begin, end), {begin, end});
  return true;
}

bool TomlReader::separator(std::uint32_t& pos) {
  if (!skip(pos)) return false;
  if (text_[pos] != ',') return is_one_of(text_[pos], "]}");
  ++pos;
  return true;
}

// Over blanks, comments and line ends to the next text of a list or table.
bool TomlReader::skip(std::uint32_t& pos) {
  while (is_rest_empty(pos)) {
    if (!next_line()) return false;
    pos = line_.begin;
  }
  pos = skip_blanks(pos);
  return true;
}

// A string in one line. A view of the text, or of the buffer where escapes were resolved.
std::optional<std::string_view> TomlReader::string(std::uint32_t& pos) {
  const char quote = text_[pos++];
  const std::uint32_t begin = pos;
  while (!is_end(pos) && text_[pos] != quote && (quote == '\'' || text_[pos] != '\\'))
    ++pos;
  if (is_end(pos)) return std::nullopt;
  if (text_[pos] == quote) return cut(begin, pos++);
  buffer_ = cut(begin, pos);
  while (!is_end(pos)) {
    const char c = text_[pos++];
    if (c == '"') return std::string_view(buffer_);
    if (c != '\\') {
      buffer_ += c;
    } else if (is_end(pos) || !append_escape(text_, pos, buffer_)) {
      return std::nullopt;
    }
  }
  return std::nullopt;
}

// A string in three quotes. A line end right behind the opening quotes is none of the text, and those at its
// end are dropped, as they are from YAML.
std::optional<std::string_view> TomlReader::long_string(std::uint32_t& pos) {
  const char quote = text_[pos];
  const std::string close(3, quote);
  pos += 3;
  buffer_.clear();
  std::size_t solid = 0;  // bytes that are no line ends at the end of the text
  for (bool first = is_end(pos);;) {
    if (is_end(pos)) {
      if (!next_line()) return std::nullopt;
      pos = line_.begin;
      if (!first) buffer_ += '\n';
      first = false;
      continue;
    }
    if (text_[pos] == quote && cut(pos, line_.end).substr(0, 3) == close) {
      std::uint32_t more = 0;  // up to two quotes may stand before the closing ones
      while (more < 2 && !is_end(pos + 3) && text_[pos + 3] == quote)
        ++more, ++pos;
      pos += 3;
      if (more > 0) return std::string_view(buffer_.append(more, quote));
      return std::string_view(buffer_).substr(0, solid);
    }
    const char c = text_[pos++];
    if (c != '\\' || quote == '\'') {
      buffer_ += c;
    } else if (!is_end(skip_blanks(pos))) {
      if (!append_escape(text_, pos, buffer_)) return std::nullopt;
    } else {  // to the next text, over all blanks and line ends
      do {
        if (!next_line()) return std::nullopt;
        pos = skip_blanks(line_.begin);
      } while (is_end(pos));
    }
    solid = buffer_.size();
  }
}

}  // namespace

FrontMatter read_toml(std::string_view text) {
  FrontMatter read;
  TomlReader(text, read).run();
  return read;
}

}  // namespace hindcast::document
