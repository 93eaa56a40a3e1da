#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "document/field_sink.h"
#include "document/front_matter.h"

namespace hindcast::document {
namespace {

Span span(std::size_t begin, std::size_t end) {
  return {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
}

bool is_bare(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-' ||
         static_cast<unsigned char>(c) >= 0x80;
}

// The TOML of front matter: tables, arrays of tables, dotted and quoted keys, all scalars, arrays, inline
// tables one level deep.
class TomlReader {
 public:
  TomlReader(std::string_view text, FrontMatter& out) : text_(text), sink_(text, out) {}

  void read() {
    while ((at_ = after_flow_gap(text_, at_)) < text_.size()) {
      if (sink_.is_full()) return sink_.incomplete();
      if (text_[at_] == '[') {
        read_table();
      } else {
        read_pair(prefix_, line_end(at_));
      }
      at_ = line_end(at_);
    }
  }

 private:
  std::size_t line_end(std::size_t at) const {
    return std::min(text_.find('\n', std::min(at, text_.size())), text_.size());
  }

  std::size_t after_blanks(std::size_t at) const {
    while (at < text_.size() && (text_[at] == ' ' || text_[at] == '\t'))
      ++at;
    return at;
  }

  // "a", "a.b", "\"a b\".c" at `at_`, joined with dots; "" when there is no key. `at_` moves behind it.
  std::string read_key() {
    std::string key;
    for (std::size_t parts = 0; parts < kNestingMax; ++parts) {
      at_ = after_blanks(at_);
      if (at_ >= text_.size()) return "";
      const std::size_t begin = at_;
      if (text_[at_] == '"' || text_[at_] == '\'') {
        const std::string_view one_line = text_.substr(0, line_end(at_));
        Quoted quoted = text_[at_] == '"' ? read_escaped(one_line, at_) : read_literal(one_line, at_, false);
        if (quoted.end == std::string_view::npos) return "";
        key += quoted.value;
        at_ = quoted.end;
      } else {
        while (at_ < text_.size() && is_bare(text_[at_]))
          ++at_;
        key += text_.substr(begin, at_ - begin);
      }
      if (at_ == begin) return "";
      key_end_ = at_;
      at_ = after_blanks(at_);
      if (at_ >= text_.size() || text_[at_] != '.') return key;
      ++at_;
      key += '.';
    }
    return "";
  }

  void read_table() {
    const bool is_array = at_ + 1 < text_.size() && text_[at_ + 1] == '[';
    at_ += is_array ? 2 : 1;
    const std::string name = read_key();
    if (name.empty() || at_ >= text_.size() || text_[at_] != ']') {
      is_lost_ = true;  // whose keys follow can't be told
      return sink_.incomplete();
    }
    is_lost_ = false;
    prefix_ = name + ".";
    if (!is_array) return;
    if (name != array_) array_count_ = 0;
    array_ = name;
    prefix_ += std::to_string(array_count_++) + ".";
  }

  // "key = value"; leaves `at_` behind the value. False when it could not be read.
  bool read_pair(const std::string& prefix, std::size_t end_of_line) {
    const std::size_t begin = at_;
    const std::string key = read_key();
    const std::size_t key_end = key_end_;
    if (key.empty() || at_ >= end_of_line || text_[at_] != '=' || is_lost_) {
      at_ = std::max(at_, begin);
      sink_.incomplete();
      return false;
    }
    at_ = after_blanks(at_ + 1);
    if (at_ < end_of_line && text_[at_] == '{') return read_inline_table(prefix + key + ".");
    const std::size_t value_begin = std::min(at_, text_.size());
    std::string value;
    if (!read_value(value)) {
      sink_.incomplete();
      return false;
    }
    return sink_.add(prefix + key, std::move(value), span(begin, key_end), span(value_begin, at_));
  }

  bool read_inline_table(const std::string& prefix) {
    if (std::count(prefix.begin(), prefix.end(), '.') > static_cast<std::ptrdiff_t>(kNestingMax) ||
        is_inside_) {
      sink_.incomplete();
      return false;
    }
    is_inside_ = true;
    bool good = true;
    for (++at_; good;) {
      at_ = after_flow_gap(text_, at_);
      if (at_ >= text_.size()) break;
      if (text_[at_] == '}') {
        ++at_;
        break;
      }
      if (text_[at_] == ',') {
        ++at_;
        continue;
      }
      good = read_pair(prefix, text_.size());
    }
    is_inside_ = false;
    return good;
  }

  bool read_value(std::string& value) {
    if (at_ >= text_.size()) return false;
    const char first = text_[at_];
    if (first == '[') return read_array(value);
    if (first == '"' || first == '\'') return read_string(value);
    const std::size_t begin = at_;
    while (at_ < text_.size() && std::string_view(",]}#\r\n").find(text_[at_]) == std::string_view::npos)
      ++at_;
    while (at_ > begin && (text_[at_ - 1] == ' ' || text_[at_ - 1] == '\t'))
      --at_;
    value = text_.substr(begin, at_ - begin);
    return at_ > begin;
  }

  bool read_string(std::string& value) {
    const char quote = text_[at_];
    const std::string three(3, quote);
    if (text_.substr(at_, 3) == three) {
      std::size_t begin = at_ + 3;
      if (text_.substr(begin, 2) == "\r\n") ++begin;
      if (begin < text_.size() && text_[begin] == '\n') ++begin;
      const std::size_t close = text_.find(three, begin);
      if (close == std::string_view::npos || close - begin > kValueBytesMax) return false;
      value = text_.substr(begin, close - begin);
      at_ = close + 3;
      return true;
    }
    const std::string_view one_line = text_.substr(0, line_end(at_));
    Quoted quoted = quote == '"' ? read_escaped(one_line, at_) : read_literal(one_line, at_, false);
    if (quoted.end == std::string_view::npos) return false;
    value = std::move(quoted.value);
    at_ = quoted.end;
    return true;
  }

  // Arrays may hold arrays: flattened, as one list of words.
  bool read_array(std::string& value) {
    std::size_t depth = 0;
    while ((at_ = after_flow_gap(text_, at_)) < text_.size() && value.size() <= kValueBytesMax) {
      const char c = text_[at_];
      if (c == '[') {
        if (++depth > kNestingMax) return false;
        ++at_;
      } else if (c == ']') {
        ++at_;
        if (--depth == 0) return true;
      } else if (c == ',') {
        ++at_;
      } else {
        std::string item;
        if (c == '{' || !read_value(item)) return false;
        if (!value.empty()) value += ", ";
        value += item;
      }
    }
    return false;
  }

  std::string_view text_;
  FieldSink sink_;
  std::size_t at_ = 0, key_end_ = 0;
  std::string prefix_, array_;
  std::size_t array_count_ = 0;
  bool is_lost_ = false, is_inside_ = false;
};

}  // namespace

FrontMatter read_toml(std::string_view text) {
  FrontMatter front_matter;
  TomlReader(text, front_matter).read();
  return front_matter;
}

}  // namespace hindcast::document
