#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "document/field_sink.h"
#include "document/front_matter.h"

namespace hindcast::document {
namespace {

Span span(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

// The YAML that front matter is written in: block maps and lists, flow lists and maps, plain, quoted and
// block scalars. Aliases, merges and complex keys are left out and said to be: what they stand for may be
// anything, of any size.
class YamlReader {
 public:
  YamlReader(std::string_view text, FrontMatter& out) : text_(text), sink_(text, out) {}

  void read() {
    while (at_ < text_.size() && !sink_.is_full()) {
      begin_line();
      if (content_ >= line_end_ || text_[content_] == '#') {
        at_ = next_line(line_end_);
        continue;
      }
      if (indent_ == 0 && (line() == "---" || line() == "...")) {
        at_ = next_line(line_end_);
        continue;
      }
      read_line();
    }
    if (at_ < text_.size()) sink_.incomplete();
  }

 private:
  struct Level {
    std::size_t indent;
    std::string prefix;     // "author." before the keys of this map
    std::size_t items = 0;  // of the list that holds it
  };

  std::string_view line() const { return text_.substr(content_, line_end_ - content_); }
  std::size_t next_line(std::size_t end) const { return end < text_.size() ? end + 1 : end; }

  // Finds the indent, the first byte of content and the line's end without blanks.
  void begin_line() {
    line_end_ = std::min(text_.find('\n', at_), text_.size());
    content_ = at_;
    while (content_ < line_end_ && is_space(text_[content_]))
      ++content_;
    indent_ = content_ - at_;
  }

  std::size_t trimmed(std::size_t end, std::size_t floor) const {
    while (end > floor && is_space(text_[end - 1]))
      --end;
    return end;
  }

  void read_line() {
    const bool is_item =
        text_[content_] == '-' && (content_ + 1 >= line_end_ || is_space(text_[content_ + 1]));
    if (open_ == Open::plain && indent_ > open_indent_) return continue_plain();
    if (is_item && open_ != Open::plain && open_ != Open::none && indent_ >= open_indent_) return read_item();
    if (is_item && !levels_.empty() && levels_.back().items != 0) {
      // The next map of a list of maps, or the next item after one.
      while (levels_.size() > 1 && levels_.back().indent > indent_ + 1 &&
             levels_[levels_.size() - 2].indent > indent_) {
        levels_.pop_back();
      }
      if (levels_.back().items != 0 && levels_.back().indent > indent_) return read_next_map();
    }
    if (is_item) return skip_odd();
    close_levels();
    if (open_ == Open::empty && indent_ > open_indent_) open_map();
    open_ = Open::none;
    read_pair(content_, indent_);
  }

  void close_levels() {
    while (!levels_.empty() && levels_.back().indent > indent_)
      levels_.pop_back();
  }

  void open_map() {
    sink_.drop_last();
    if (levels_.size() >= kNestingMax) return sink_.incomplete();
    levels_.push_back({indent_, open_key_ + "."});
  }

  void skip_odd() {
    sink_.incomplete();
    open_ = Open::none;
    at_ = next_line(line_end_);
  }

  void continue_plain() {
    const std::size_t end = plain_end(content_, line_end_);
    sink_.extend(text_.substr(content_, end - content_), " ", span(content_, end));
    at_ = next_line(line_end_);
  }

  // "- value" below "key:".
  void read_item() {
    std::size_t value = content_ + 1;
    while (value < line_end_ && is_space(text_[value]))
      ++value;
    if (value >= line_end_) {
      at_ = next_line(line_end_);
      return;
    }
    std::size_t colon = 0;
    if (text_[value] != '[' && text_[value] != '{' && key_end(value, colon) != 0 && open_ == Open::empty) {
      sink_.drop_last();
      if (levels_.size() >= kNestingMax) return skip_odd();
      list_key_ = open_key_;
      levels_.push_back({value - at_, list_key_ + ".0.", 1});
      open_ = Open::none;
      return read_pair(value, value - at_);
    }
    open_ = Open::list;
    const Value found = read_value(value, indent_);
    if (!found.is_understood) sink_.incomplete();
    sink_.extend(found.text, ", ", span(content_, found.end));
    at_ = next_line(std::min(text_.find('\n', found.end), text_.size()));
  }

  void read_next_map() {
    Level& level = levels_.back();
    std::size_t value = content_ + 1;
    while (value < line_end_ && is_space(text_[value]))
      ++value;
    level.prefix = list_prefix(level.prefix) + std::to_string(level.items++) + ".";
    level.indent = value - at_;
    open_ = Open::none;
    std::size_t colon = 0;
    if (value >= line_end_ || key_end(value, colon) == 0) return skip_odd();
    read_pair(value, level.indent);
  }

  // "authors.0." is "authors.".
  static std::string list_prefix(const std::string& prefix) {
    const std::size_t dot = prefix.size() < 2 ? std::string::npos : prefix.rfind('.', prefix.size() - 2);
    return dot == std::string::npos ? std::string() : prefix.substr(0, dot + 1);
  }

  // The end of the key at `at` and its colon's place; 0 when the line holds no key there.
  std::size_t key_end(std::size_t at, std::size_t& colon) const {
    std::size_t end = at;
    if (text_[at] == '"' || text_[at] == '\'') {
      const Quoted quoted = text_[at] == '"' ? read_escaped(text_.substr(0, line_end_), at)
                                             : read_literal(text_.substr(0, line_end_), at, true);
      if (quoted.end == std::string_view::npos) return 0;
      end = colon = quoted.end;
      while (colon < line_end_ && is_space(text_[colon]))
        ++colon;
      return colon < line_end_ && text_[colon] == ':' ? end : 0;
    }
    for (std::size_t here = at; here < line_end_; ++here) {
      if (text_[here] == '#' && here > at && is_space(text_[here - 1])) return 0;
      if (text_[here] != ':') continue;
      if (here + 1 < line_end_ && !is_space(text_[here + 1])) continue;
      colon = here;
      end = trimmed(here, at);
      return end == at ? 0 : end;
    }
    return 0;
  }

  std::string key_text(std::size_t begin, std::size_t end) const {
    if (text_[begin] == '"') return read_escaped(text_, begin).value;
    if (text_[begin] == '\'') return read_literal(text_, begin, true).value;
    return std::string(text_.substr(begin, end - begin));
  }

  void read_pair(std::size_t begin, std::size_t indent) {
    std::size_t colon = 0;
    const std::size_t end = key_end(begin, colon);
    if (end == 0 || text_[begin] == '?' || text_.substr(begin, end - begin) == "<<") return skip_odd();
    const std::string key = (levels_.empty() ? std::string() : levels_.back().prefix) + key_text(begin, end);
    std::size_t value = colon + 1;
    while (value < line_end_ && is_space(text_[value]))
      ++value;
    value = after_properties(value);
    open_key_ = key;
    open_indent_ = indent;
    if (value >= line_end_ || text_[value] == '#') {
      const std::size_t empty = trimmed(std::min(value, line_end_), colon + 1);
      if (sink_.add(key, "", span(begin, end), span(empty, empty))) open_ = Open::empty;
      at_ = next_line(line_end_);
      return;
    }
    if (text_[value] == '{') return read_flow_map(key, span(begin, end), value);
    const Value found = read_value(value, indent);
    if (!found.is_understood) {
      sink_.incomplete();
    } else if (sink_.add(key, found.text, span(begin, end), span(value, found.end))) {
      open_ = found.is_plain ? Open::plain : Open::none;
    }
    at_ = next_line(std::min(text_.find('\n', found.end), text_.size()));
  }

  // Over "!tag" and "&anchor": what follows is the value all the same.
  std::size_t after_properties(std::size_t at) const {
    while (at < line_end_ && (text_[at] == '!' || text_[at] == '&')) {
      while (at < line_end_ && !is_space(text_[at]))
        ++at;
      while (at < line_end_ && is_space(text_[at]))
        ++at;
    }
    return at;
  }

  std::size_t plain_end(std::size_t begin, std::size_t end) const {
    for (std::size_t here = begin; here < end; ++here) {
      if (text_[here] == '#' && (here == begin || is_space(text_[here - 1]))) return trimmed(here, begin);
    }
    return trimmed(end, begin);
  }

  struct Value {
    std::string text;
    std::size_t end = 0;
    bool is_understood = true;
    bool is_plain = false;
  };

  static std::string plain(std::string_view text) {
    const bool is_null = text == "~" || text == "null" || text == "Null" || text == "NULL";
    return is_null ? std::string() : std::string(text);
  }

  Value read_value(std::size_t at, std::size_t indent) {
    const char first = text_[at];
    if (first == '"' || first == '\'') {
      Quoted quoted = first == '"' ? read_escaped(text_, at) : read_literal(text_, at, true);
      if (quoted.end != std::string_view::npos) return {std::move(quoted.value), quoted.end};
      const std::size_t end = trimmed(line_end_, at);
      return {std::string(text_.substr(at, end - at)), end, false};
    }
    if (first == '[' || first == '{') return read_flow(at);
    if (first == '|' || first == '>') return read_block(at, indent);
    const std::size_t end = plain_end(at, line_end_);
    if (first == '*' || first == '%' || first == '@') return {"", end, false};
    return {plain(text_.substr(at, end - at)), end, true, true};
  }

  // A plain scalar inside brackets ends before ",", "]", "}", ": " or " #".
  std::size_t flow_plain_end(std::size_t at, bool is_key) const {
    std::size_t end = at;
    for (; end < text_.size(); ++end) {
      const char c = text_[end];
      if (c == ',' || c == ']' || c == '}' || c == '[' || c == '{' || c == '\n') break;
      if (c == '#' && end > at && is_space(text_[end - 1])) break;
      const bool ends_key =
          c == ':' && (end + 1 >= text_.size() || is_space(text_[end + 1]) || text_[end + 1] == '\n');
      if (is_key && ends_key) break;
    }
    return trimmed(end, at);
  }

  // A list in brackets, lists in it flattened, its items joined.
  Value read_flow(std::size_t at) {
    Value found;
    std::size_t depth = 0;
    while ((at = after_flow_gap(text_, at)) < text_.size()) {
      const char c = text_[at];
      if (c == '[' || c == '{') {
        if (++depth > kNestingMax) break;
        ++at;
      } else if (c == ']' || c == '}') {
        ++at;
        if (--depth == 0) {
          found.end = at;
          return found;
        }
      } else if (c == ',') {
        ++at;
      } else {
        Quoted quoted;
        if (c == '"') quoted = read_escaped(text_, at);
        if (c == '\'') quoted = read_literal(text_, at, true);
        if (quoted.end == std::string_view::npos && (c == '"' || c == '\'')) break;
        if (c != '"' && c != '\'') {
          quoted.end = std::max(flow_plain_end(at, false), at + 1);
          quoted.value = text_.substr(at, quoted.end - at);
        }
        if (found.text.size() > kValueBytesMax) break;
        if (!found.text.empty()) found.text += ", ";
        found.text += quoted.value;
        at = quoted.end;
      }
    }
    return {"", std::min(line_end_, text_.size()), false};
  }

  // "{name: Alice, role: lead}" gives one field a key, one level deep.
  void read_flow_map(const std::string& key, Span key_at, std::size_t at) {
    const std::size_t begin = at++;
    open_ = Open::none;
    bool is_empty = true;
    while ((at = after_flow_gap(text_, at)) < text_.size()) {
      if (text_[at] == ',') {
        ++at;
        continue;
      }
      if (text_[at] == '}') {
        ++at;
        if (is_empty) sink_.add(key, "", key_at, span(begin, at));
        at_ = next_line(std::min(text_.find('\n', at), text_.size()));
        return;
      }
      const std::size_t name = at;
      Quoted quoted;
      if (text_[at] == '"') quoted = read_escaped(text_, at);
      if (text_[at] == '\'') quoted = read_literal(text_, at, true);
      if (quoted.end == std::string_view::npos) {
        quoted.end = flow_plain_end(at, true);
        quoted.value = text_.substr(at, quoted.end - at);
      }
      at = after_flow_gap(text_, quoted.end);
      if (quoted.end == name || at >= text_.size() || text_[at] != ':') break;
      at = after_flow_gap(text_, at + 1);
      if (at >= text_.size() || text_[at] == '{') break;
      Value value = flow_value(at);
      if (!value.is_understood) break;
      if (!sink_.add(key + "." + quoted.value, std::move(value.text), span(name, quoted.end),
                     span(at, value.end)))
        break;
      is_empty = false;
      at = value.end;
    }
    sink_.incomplete();
    at_ = next_line(std::min(text_.find('\n', std::min(at, text_.size())), text_.size()));
  }

  Value flow_value(std::size_t at) {
    const char c = text_[at];
    if (c == ',' || c == '}') return {"", at};
    if (c == '[') return read_flow(at);
    if (c == '"' || c == '\'') {
      Quoted quoted = c == '"' ? read_escaped(text_, at) : read_literal(text_, at, true);
      const bool is_closed = quoted.end != std::string_view::npos;
      return {std::move(quoted.value), is_closed ? quoted.end : at, is_closed};
    }
    const std::size_t end = flow_plain_end(at, false);
    return {plain(text_.substr(at, end - at)), end, end > at};
  }

  // "|" keeps line ends, ">" makes blanks of them; indicators behind are read over.
  Value read_block(std::size_t at, std::size_t indent) {
    const bool is_folded = text_[at] == '>';
    Value found;
    std::size_t here = next_line(line_end_), inner = 0;
    found.end = trimmed(line_end_, at);
    std::size_t blank_lines = 0;
    while (here < text_.size()) {
      const std::size_t end = std::min(text_.find('\n', here), text_.size());
      std::size_t content = here;
      while (content < end && is_space(text_[content]))
        ++content;
      if (content >= end) {
        ++blank_lines;
        here = next_line(end);
        continue;
      }
      if (content - here <= indent) break;
      if (inner == 0) inner = content - here;
      const std::size_t from = here + std::min(inner, content - here);
      const std::size_t to = trimmed(end, from);
      if (found.text.size() + (to - from) > kValueBytesMax) {
        found.is_understood = false;
      } else {
        if (!found.text.empty())
          found.text += blank_lines > 0 ? std::string(std::min(blank_lines, std::size_t{8}), '\n')
                        : is_folded     ? " "
                                        : "\n";
        found.text += text_.substr(from, to - from);
      }
      blank_lines = 0;
      found.end = to;
      here = next_line(end);
    }
    return found;
  }

  enum class Open : std::uint8_t { none, empty, plain, list };

  std::string_view text_;
  FieldSink sink_;
  std::vector<Level> levels_;
  std::size_t at_ = 0, content_ = 0, line_end_ = 0, indent_ = 0;
  Open open_ = Open::none;  // what the last field may still take: a map or list, more words, more items
  std::string open_key_, list_key_;
  std::size_t open_indent_ = 0;
};

}  // namespace

FrontMatter read_yaml(std::string_view text) {
  FrontMatter front_matter;
  YamlReader(text, front_matter).read();
  return front_matter;
}

}  // namespace hindcast::document
