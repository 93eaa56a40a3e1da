#include "cli/width.h"

#include <utf8proc.h>

#include <algorithm>
#include <cstdint>

namespace hindcast::cli {
namespace {

// The next character's bytes and number; a byte that starts none is number -1.
struct Character {
  std::size_t bytes = 1;
  utf8proc_int32_t code = -1;
};

Character character_at(std::string_view text, std::size_t at) {
  auto first = static_cast<unsigned char>(text[at]);
  if (first < 0x80) return {1, first};
  utf8proc_int32_t code = -1;
  auto taken = utf8proc_iterate(reinterpret_cast<const utf8proc_uint8_t*>(text.data()) + at,
                                static_cast<utf8proc_ssize_t>(text.size() - at), &code);
  if (taken <= 0) return {1, -1};
  return {static_cast<std::size_t>(taken), code};
}

void append_code(std::string& out, utf8proc_int32_t code) {
  utf8proc_uint8_t bytes[4];
  auto size = utf8proc_encode_char(code, bytes);
  out.append(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

// Marks that change the order in which a terminal shows what follows, or hide in it.
bool misleads(utf8proc_int32_t code) {
  return (code >= 0x202A && code <= 0x202E) || (code >= 0x2066 && code <= 0x2069) || code == 0x200E ||
         code == 0x200F || code == 0x061C || (code >= 0xE0000 && code <= 0xE007F);
}

bool is_regional(utf8proc_int32_t code) {
  return code >= 0x1F1E6 && code <= 0x1F1FF;
}

// What a reader takes for one character (a letter with its accents, a family emoji, a flag): bytes and
// columns.
struct Cluster {
  std::size_t bytes = 0;
  int columns = 0;
  bool wide = false;  // a line may be broken on both sides of it
};

Cluster cluster_at(std::string_view text, std::size_t at) {
  auto first = static_cast<unsigned char>(text[at]);
  bool alone = first < 0x80 && (at + 1 == text.size() || static_cast<unsigned char>(text[at + 1]) < 0x80);
  if (alone) return {1, 1, false};
  Cluster cluster;
  utf8proc_int32_t before = -1, state = 0;
  while (at < text.size()) {
    Character c = character_at(text, at);
    if (before >= 0 && (c.code < 0 || utf8proc_grapheme_break_stateful(before, c.code, &state))) break;
    int columns = c.code < 0 ? 1 : utf8proc_charwidth(c.code);
    if (c.code == 0xFE0F || (is_regional(c.code) && is_regional(before))) columns = 2;
    cluster.columns = std::max(cluster.columns, columns);
    cluster.bytes += c.bytes;
    at += c.bytes;
    before = c.code;
    if (c.code < 0) break;
  }
  cluster.wide = cluster.columns == 2;
  return cluster;
}

// Characters that must not begin a line in Chinese and Japanese: closing brackets, full stops, small kana.
bool belongs_to_line_before(std::string_view cluster) {
  static constexpr std::string_view closing[] = {"、", "。", "，", "．", "）", "」", "』", "】", "：",
                                                 "；", "！", "？", "ー", "っ", "ッ", "ゃ", "ゅ", "ょ"};
  return std::find(std::begin(closing), std::end(closing), cluster) != std::end(closing);
}

}  // namespace

std::string harmless(std::string_view text) {
  std::string out;
  out.reserve(text.size());
  for (std::size_t at = 0; at < text.size();) {
    Character c = character_at(text, at);
    if (c.code == '\n' || c.code == '\t' || c.code == '\r' || c.code == 0x2028 || c.code == 0x2029) {
      if (!(c.code == '\n' && at > 0 && text[at - 1] == '\r')) out += ' ';
    } else if (c.code >= 0 && (c.code < 0x20 || c.code == 0x7F)) {
      append_code(out, c.code == 0x7F ? 0x2421 : 0x2400 + c.code);  // the pictures of control characters
    } else if (c.code < 0 || (c.code >= 0x80 && c.code < 0xA0) || misleads(c.code)) {
      append_code(out, 0xFFFD);
    } else if (c.code != 0xFEFF) {
      out.append(text, at, c.bytes);
    }
    at += c.bytes;
  }
  return out;
}

int columns_of(std::string_view text) {
  int columns = 0;
  for (std::size_t at = 0; at < text.size();) {
    Cluster cluster = cluster_at(text, at);
    columns += cluster.columns;
    at += cluster.bytes;
  }
  return columns;
}

std::string_view first_columns(std::string_view text, int columns) {
  std::size_t at = 0;
  while (at < text.size()) {
    const Cluster cluster = cluster_at(text, at);
    if (cluster.columns > columns) break;
    columns -= cluster.columns;
    at += cluster.bytes;
  }
  return text.substr(0, at);
}

std::string_view last_columns(std::string_view text, int columns) {
  int left = columns_of(text);
  std::size_t at = 0;
  while (at < text.size() && left > columns) {
    const Cluster cluster = cluster_at(text, at);
    left -= cluster.columns;
    at += cluster.bytes;
  }
  return text.substr(at);
}

std::vector<std::string> wrap(std::string_view text, int columns) {
  std::vector<std::string> lines;
  std::size_t begin = 0;           // of the line
  std::size_t fits = 0;            // end of the last piece after which the line may be broken
  int used = 0, used_at_fits = 0;  // columns from `begin`
  auto put = [&](std::size_t end) {
    std::string_view line = text.substr(begin, end - begin);
    while (!line.empty() && line.back() == ' ')
      line.remove_suffix(1);
    while (!line.empty() && line.front() == ' ')
      line.remove_prefix(1);
    if (!line.empty()) lines.emplace_back(line);
  };
  for (std::size_t at = 0; at < text.size();) {
    Cluster cluster = cluster_at(text, at);
    std::string_view bytes = text.substr(at, cluster.bytes);
    bool space = bytes == " ";
    if (space && at == begin) {  // none at the start of a line
      begin = fits = at += 1;
      continue;
    }
    if (cluster.wide && at > begin && !belongs_to_line_before(bytes) && used <= columns) {
      fits = at;
      used_at_fits = used;
    }
    if (space && used <= columns) {
      fits = at;
      used_at_fits = used;
    }
    used += cluster.columns;
    if (used > columns && !space && at > begin) {
      bool inside_word = fits == begin;
      put(inside_word ? at : fits);
      used = inside_word ? cluster.columns : used - used_at_fits;
      begin = inside_word ? at : fits;
      while (begin < at && text[begin] == ' ')
        ++begin, --used;
      fits = begin;
      used_at_fits = 0;
    }
    at += cluster.bytes;
  }
  put(text.size());
  if (lines.empty()) lines.emplace_back();
  return lines;
}

}  // namespace hindcast::cli
