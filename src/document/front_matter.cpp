#include "document/front_matter.h"

#include <algorithm>
#include <utility>

#include "base/assert.h"
#include "document/field_sink.h"
#include "document/scan.h"

namespace hindcast::document {
namespace {

void append_utf8(std::string& out, std::uint32_t point) {
  if (point > 0x10FFFF || (point >= 0xD800 && point < 0xE000)) point = 0xFFFD;
  const auto put = [&out](std::uint32_t byte) { out.push_back(static_cast<char>(byte)); };
  if (point < 0x80) return put(point);
  if (point < 0x800) {
    put(0xC0U | (point >> 6U));
  } else {
    if (point < 0x10000) {
      put(0xE0U | (point >> 12U));
    } else {
      put(0xF0U | (point >> 18U));
      put(0x80U | ((point >> 12U) & 0x3FU));
    }
    put(0x80U | ((point >> 6U) & 0x3FU));
  }
  put(0x80U | (point & 0x3FU));
}

// The escape behind a backslash at `at - 1`; returns the offset after it.
std::size_t read_escape(std::string_view text, std::size_t at, std::string& out) {
  if (at >= text.size()) return at;
  const char kind = text[at];
  const std::size_t digits = kind == 'x' ? 2 : kind == 'u' ? 4 : kind == 'U' ? 8 : 0;
  if (digits != 0) {
    std::uint32_t point = 0;
    std::size_t here = at + 1;
    for (; here < text.size() && here < at + 1 + digits; ++here) {
      const char c = text[here];
      const int digit = c >= '0' && c <= '9'   ? c - '0'
                        : c >= 'a' && c <= 'f' ? c - 'a' + 10
                        : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                               : -1;
      if (digit < 0) break;
      point = point * 16 + static_cast<std::uint32_t>(digit);
    }
    append_utf8(out, point);
    return here;
  }
  switch (kind) {
    case 'n':
      out.push_back('\n');
      break;
    case 't':
      out.push_back('\t');
      break;
    case 'r':
      out.push_back('\r');
      break;
    case '0':
      out.push_back('\0');
      break;
    case 'e':
      out.push_back('\x1B');
      break;
    case '_':
      out.append("\u00A0");
      break;
    case '\r':
    case '\n':
      return scan::skip_blanks(text, at);  // a line that goes on without a blank
    default:
      out.push_back(kind);
      break;  // "\"", "\\", "/" and what nobody defined
  }
  return at + 1;
}

// A line end inside quotes: one blank, or as many line ends as lines are blank between.
std::size_t fold_line_end(std::string_view text, std::size_t at, std::string& out) {
  while (!out.empty() && (out.back() == ' ' || out.back() == '\t'))
    out.pop_back();
  std::size_t line_ends = 0;
  while (at < text.size() && (text[at] == ' ' || text[at] == '\t' || text[at] == '\r' || text[at] == '\n')) {
    line_ends += text[at] == '\n' ? 1 : 0;
    ++at;
  }
  if (line_ends <= 1) {
    out.push_back(' ');
  } else {
    out.append(line_ends - 1, '\n');
  }
  return at;
}

}  // namespace

bool FieldSink::add(std::string key, std::string value, Span key_at, Span value_at) {
  if (is_full() || key.size() > kValueBytesMax) {
    incomplete();
    return false;
  }
  if (value.size() > kValueBytesMax) {
    value.resize(valid_utf8_prefix(std::string_view(value).substr(0, kValueBytesMax)));
    incomplete();
  }
  const std::size_t begin = key_at.begin;
  HC_ASSERT(key_at.begin <= key_at.end && key_at.end <= text_.size());
  HC_ASSERT(value_at.begin <= value_at.end && value_at.end <= text_.size());
  if (begin > counted_) {
    line_ += static_cast<std::uint32_t>(std::count(text_.begin() + static_cast<std::ptrdiff_t>(counted_),
                                                   text_.begin() + static_cast<std::ptrdiff_t>(begin), '\n'));
    counted_ = begin;
  }
  out_.fields.push_back({std::move(key), std::move(value), line_, key_at, value_at});
  return true;
}

void FieldSink::extend(std::string_view more, std::string_view between, Span at) {
  if (out_.fields.empty()) return;
  facts::Field& field = out_.fields.back();
  if (field.value.size() + more.size() + between.size() > kValueBytesMax) return incomplete();
  if (!field.value.empty()) field.value += between;
  field.value += more;
  if (field.value_at.begin == field.value_at.end) field.value_at.begin = at.begin;
  field.value_at.end = at.end;
}

void FieldSink::drop_last() {
  if (!out_.fields.empty()) out_.fields.pop_back();
}

Quoted read_escaped(std::string_view text, std::size_t at) {
  Quoted quoted;
  for (std::size_t here = at + 1; here < text.size();) {
    if (quoted.value.size() > kValueBytesMax) return quoted;
    const char c = text[here];
    if (c == '"') {
      quoted.end = here + 1;
      return quoted;
    }
    if (c == '\\') {
      here = read_escape(text, here + 1, quoted.value);
    } else if (c == '\n' || c == '\r') {
      here = fold_line_end(text, here, quoted.value);
    } else {
      quoted.value.push_back(c);
      ++here;
    }
  }
  return quoted;
}

Quoted read_literal(std::string_view text, std::size_t at, bool doubles) {
  Quoted quoted;
  for (std::size_t here = at + 1; here < text.size();) {
    if (quoted.value.size() > kValueBytesMax) return quoted;
    const char c = text[here];
    if (c == '\'') {
      if (doubles && here + 1 < text.size() && text[here + 1] == '\'') {
        quoted.value.push_back('\'');
        here += 2;
        continue;
      }
      quoted.end = here + 1;
      return quoted;
    }
    if (c == '\n' || c == '\r') {
      here = fold_line_end(text, here, quoted.value);
    } else {
      quoted.value.push_back(c);
      ++here;
    }
  }
  return quoted;
}

std::size_t after_flow_gap(std::string_view text, std::size_t at) {
  while (at < text.size()) {
    const char c = text[at];
    if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
      ++at;
    } else if (c == '#' && (at == 0 || text[at - 1] == ' ' || text[at - 1] == '\t' || text[at - 1] == '\n')) {
      at = std::min(text.find('\n', at), text.size());
    } else {
      break;
    }
  }
  return at;
}

std::string_view field_value(const FrontMatter& front_matter, std::string_view key) {
  const std::string wanted = scan::folded(key);
  for (const facts::Field& field : front_matter.fields) {
    if (scan::folded(field.key) == wanted) return field.value;
  }
  return {};
}

}  // namespace hindcast::document
