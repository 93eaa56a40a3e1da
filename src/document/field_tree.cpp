#include "document/field_tree.h"

#include <algorithm>
#include <iterator>

namespace hindcast::document {
namespace {

void append_utf8(std::uint32_t code, std::string& out) {
  auto tail = [&](int shift) { out += static_cast<char>(0x80 | ((code >> shift) & 0x3f)); };
  if (code < 0x80) {
    out += static_cast<char>(code);
  } else if (code < 0x800) {
    out += static_cast<char>(0xc0 | (code >> 6));
    tail(0);
  } else if (code < 0x10000) {
    out += static_cast<char>(0xe0 | (code >> 12));
    tail(6), tail(0);
  } else {
    out += static_cast<char>(0xf0 | (code >> 18));
    tail(12), tail(6), tail(0);
  }
}

bool read_hex(std::string_view text, std::uint32_t& at, std::uint32_t digits, std::uint32_t& code) {
  code = 0;
  if (text.size() - at < digits) return false;
  for (std::uint32_t end = at + digits; at < end; ++at) {
    const char c = text[at];
    const bool digit = c >= '0' && c <= '9', small = c >= 'a' && c <= 'f', large = c >= 'A' && c <= 'F';
    if (!digit && !small && !large) return false;
    code = code * 16 + static_cast<std::uint32_t>(c - (digit ? '0' : small ? 'a' - 10 : 'A' - 10));
  }
  return true;
}

bool is_high(std::uint32_t code) {
  return code >= 0xd800 && code < 0xdc00;
}
bool is_low(std::uint32_t code) {
  return code >= 0xdc00 && code < 0xe000;
}

bool append_code(std::string_view text, std::uint32_t& at, std::uint32_t digits, std::string& out) {
  std::uint32_t code = 0, low = 0;
  if (!read_hex(text, at, digits, code)) return false;
  if (is_high(code) && digits == 4 && text.substr(at, 2) == "\\u") {
    at += 2;
    if (!read_hex(text, at, 4, low) || !is_low(low)) return false;
    code = 0x10000 + ((code - 0xd800) << 10) + (low - 0xdc00);
  }
  if (is_high(code) || is_low(code) || code > 0x10ffff) return false;
  append_utf8(code, out);
  return true;
}

}  // namespace

bool append_escape(std::string_view text, std::uint32_t& at, std::string& out) {
  constexpr std::string_view names = "0abt\tnvfre \"/\\NLP_";
  constexpr std::uint32_t codes[] = {0,  7,   8,   9,   9,    10,   11,     12,     13,
                                     27, ' ', '"', '/', '\\', 0x85, 0x2028, 0x2029, 0xa0};
  static_assert(names.size() == std::size(codes));
  if (at >= text.size()) return false;
  const char name = text[at++];
  if (name == 'x') return append_code(text, at, 2, out);
  if (name == 'u') return append_code(text, at, 4, out);
  if (name == 'U') return append_code(text, at, 8, out);
  const std::size_t which = names.find(name);
  if (which == std::string_view::npos) return false;
  append_utf8(codes[which], out);
  return true;
}

bool FieldTree::open(Level level) {
  if (depth_ == levels_max) return false;
  if (depth_ > 0) {
    const Level& above = levels_[depth_ - 1];
    level.place = above.place;
    if (above.is_list) {
      path_.resize(above.path);
      if (!path_.empty()) path_ += '.';
      path_ += std::to_string(above.items - 1);
    }
  } else {
    path_.clear();
  }
  level.path = static_cast<std::uint32_t>(path_.size());
  levels_[depth_++] = level;
  return true;
}

bool FieldTree::open_map(std::uint32_t column) {
  Level level;
  level.column = column;
  return open(level);
}

bool FieldTree::open_list(std::uint32_t column) {
  Level level;
  level.is_list = true;
  level.column = column;
  level.owner = in_list() ? levels_[depth_ - 1].owner : depth_;
  return open(level);
}

void FieldTree::close(std::uint32_t end) {
  const Level& last = levels_[--depth_];
  if (!last.is_list || end == 0) return;
  const std::uint32_t field = levels_[last.owner].field;
  if (field == none) return;
  Span& place = out_.fields[field].value_at;
  place.end = std::max(place.end, end);
}

void FieldTree::key(std::string_view name, KeyPlace place) {
  Level& top = levels_[depth_ - 1];
  top.place = place;
  path_.resize(top.path);
  if (!path_.empty()) path_ += '.';
  path_ += name;
}

void FieldTree::item(std::uint32_t begin) {
  Level& top = levels_[depth_ - 1];
  ++top.items;
  top.item_begin = begin;
}

void FieldTree::value(std::string_view text, Span place) {
  if (in_list()) return append(text, place);
  if (is_full() || text.size() > value_bytes_max || path_.size() > path_bytes_max) return leave_out();
  const KeyPlace& key = levels_[depth_ - 1].place;
  out_.fields.push_back({path_, std::string(text), key.line, key.at, place});
}

void FieldTree::append(std::string_view text, Span place) {
  Level& owner = levels_[levels_[depth_ - 1].owner];
  if (owner.field == none) {
    if (is_full() || text.size() > value_bytes_max || owner.path > path_bytes_max) return leave_out();
    owner.field = static_cast<std::uint32_t>(out_.fields.size());
    Span all{std::min(owner.item_begin, place.begin), place.end};
    out_.fields.push_back(
        {path_.substr(0, owner.path), std::string(text), owner.place.line, owner.place.at, all});
    return;
  }
  facts::Field& field = out_.fields[owner.field];
  if (field.value.size() + 2 + text.size() > value_bytes_max) return leave_out();
  field.value_at.end = std::max(field.value_at.end, place.end);
  if (text.empty()) return;
  if (!field.value.empty()) field.value += ", ";
  field.value += text;
}

FieldTree::Mark FieldTree::mark() const {
  Mark mark{out_.fields.size(), path_.size(), 0, depth_, 0};
  if (!in_list()) return mark;
  const std::uint32_t field = levels_[levels_[depth_ - 1].owner].field;
  if (field == none) return mark;
  mark.list_bytes = out_.fields[field].value.size();
  mark.list_end = out_.fields[field].value_at.end;
  return mark;
}

void FieldTree::take_back(const Mark& mark) {
  out_.fields.resize(mark.fields);
  path_.resize(std::min(path_.size(), mark.path));
  depth_ = mark.depth;
  if (!in_list()) return;
  std::uint32_t& field = levels_[levels_[depth_ - 1].owner].field;
  if (field == none) return;
  if (field >= mark.fields) {
    field = none;
  } else {
    out_.fields[field].value.resize(mark.list_bytes);
    out_.fields[field].value_at.end = mark.list_end;
  }
}

}  // namespace hindcast::document
