#include "search/letters.h"

#include <utf8proc.h>

#include <algorithm>
#include <array>
#include <cstdlib>

#include "base/text.h"

namespace hindcast::search {
namespace {

// The alphabets of two bytes up to Cyrillic are looked up, everything behind them is asked of utf8proc.
constexpr std::uint32_t looked_up_max = 0x530;

struct Known {
  std::uint16_t small = 0;  // 0: only `plain` can tell
  Class kind = Class::other;
};

bool is_paired(std::uint32_t c) {
  return (c >= 0x3400 && c <= 0x9FFF) || (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0x3041 && c <= 0x3096) ||
         (c >= 0x30A1 && c <= 0x30FA) || (c >= 0x30FC && c <= 0x30FE) || (c >= 0x3005 && c <= 0x3007) ||
         (c >= 0x3105 && c <= 0x312F) || (c >= 0x31F0 && c <= 0x31FF) || (c >= 0xFF66 && c <= 0xFF9F) ||
         (c >= 0xF900 && c <= 0xFAFF) || (c >= 0x20000 && c <= 0x3FFFF) || (c >= 0x0E01 && c <= 0x0EFF) ||
         (c >= 0x1000 && c <= 0x109F) || (c >= 0x1780 && c <= 0x17D3);
}

Class ask(std::uint32_t point) {
  if (is_paired(point)) return Class::paired;
  switch (utf8proc_category(static_cast<utf8proc_int32_t>(point))) {
    case UTF8PROC_CATEGORY_LU:
    case UTF8PROC_CATEGORY_LL:
    case UTF8PROC_CATEGORY_LT:
    case UTF8PROC_CATEGORY_LM:
    case UTF8PROC_CATEGORY_LO:
    case UTF8PROC_CATEGORY_ND:
    case UTF8PROC_CATEGORY_NL:
      return Class::letter;
    case UTF8PROC_CATEGORY_MN:
    case UTF8PROC_CATEGORY_MC:
      return Class::mark;
    default:
      return Class::other;
  }
}

std::array<Known, looked_up_max> make_known() {
  std::array<Known, looked_up_max> known{};
  for (std::uint32_t c = 0; c < looked_up_max; ++c) {
    const auto point = static_cast<utf8proc_int32_t>(c);
    known[c].kind = ask(c);
    utf8proc_int32_t to[8];
    int last_class = 0;
    const auto option = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT);
    const bool is_compatible = utf8proc_decompose_char(point, to, 8, option, &last_class) == 1 ||
                               (c >= 0xC0 && c < 0x132) || (c >= 0x134 && c < 0x13F) ||
                               (c >= 0x143 && c < 0x149) || (c >= 0x14A && c < 0x17F) || c >= 0x386;
    if (known[c].kind == Class::letter && is_compatible)
      known[c].small = static_cast<std::uint16_t>(utf8proc_tolower(point));
    if (c == 0x130) known[c].small = 'i';
  }
  return known;
}

const Known& known(std::uint32_t point) {
  static const std::array<Known, looked_up_max> table = make_known();
  return table[point];
}

// Letters that have no accent to lose and yet are typed without theirs.
std::string_view spelled(std::uint32_t point) {
  switch (point) {
    case 0xDF:
      return "ss";
    case 0xE6:
      return "ae";
    case 0xF0:
    case 0x111:
      return "d";
    case 0xF8:
      return "o";
    case 0xFE:
      return "th";
    case 0x131:
      return "i";
    case 0x142:
      return "l";
    case 0x153:
      return "oe";
    default:
      return {};
  }
}

bool is_ascii(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
}

bool loses_marks(std::uint32_t point) {
  return point < 0x530 || (point >= 0x1E00 && point < 0x2000);
}

std::size_t encode(std::uint32_t point, char* to) {
  return static_cast<std::size_t>(
      utf8proc_encode_char(static_cast<utf8proc_int32_t>(point), reinterpret_cast<utf8proc_uint8_t*>(to)));
}

}  // namespace

Letter letter_at(std::string_view text, std::size_t at) {
  const std::size_t size = utf8_sequence(text.substr(at, 4));
  if (size == 0) return {};
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[at + i]); };
  std::uint32_t point = byte(0);
  if (size == 2) point = (point & 0x1F) << 6 | (byte(1) & 0x3Fu);
  if (size == 3) point = (point & 0x0F) << 12 | (byte(1) & 0x3Fu) << 6 | (byte(2) & 0x3Fu);
  if (size == 4)
    point = (point & 0x07) << 18 | (byte(1) & 0x3Fu) << 12 | (byte(2) & 0x3Fu) << 6 | (byte(3) & 0x3Fu);
  return {point, static_cast<std::uint32_t>(size), point < looked_up_max ? known(point).kind : ask(point)};
}

std::size_t write_plain(std::uint32_t point, char* to, std::size_t room) {
  if (room < 4) return 0;
  if (point < looked_up_max) {
    const std::uint32_t small = known(point).small;
    return small == 0 ? 0 : encode(small, to);
  }
  // Compatibility forms and letters that a mark may be composed with are left to `plain`.
  if ((point >= 0x3041 && point <= 0x30FE) || (point >= 0x3400 && point <= 0x9FFF) ||
      (point >= 0xAC00 && point <= 0xD7A3))
    return encode(point, to);
  return 0;
}

std::string plain(std::string_view text) {
  if (is_ascii(text)) return lower(text);
  utf8proc_uint8_t* made = nullptr;
  const auto options = static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_COMPAT | UTF8PROC_COMPOSE);
  const auto size = utf8proc_map_custom(
      reinterpret_cast<const utf8proc_uint8_t*>(text.data()), static_cast<utf8proc_ssize_t>(text.size()),
      &made, options, [](utf8proc_int32_t point, void*) { return utf8proc_tolower(point); }, nullptr);
  if (size < 0) return std::string(text);
  std::string result(reinterpret_cast<const char*>(made), static_cast<std::size_t>(size));
  std::free(made);
  return result;
}

void strip_accents(std::string& text) {
  if (is_ascii(text)) return;
  std::string result;
  bool after_latin = false;
  for (std::size_t at = 0; at < text.size();) {
    const Letter letter = letter_at(text, at);
    const std::string_view bytes(text.data() + at, letter.size);
    at += letter.size;
    if (letter.kind == Class::mark && after_latin) continue;
    after_latin = loses_marks(letter.point);
    if (letter.point < 0x80 || !after_latin) {
      result += bytes;
      continue;
    }
    if (const std::string_view spelling = spelled(letter.point); !spelling.empty()) {
      result += spelling;
      continue;
    }
    utf8proc_int32_t points[8];
    int last_class = 0;
    const auto count = utf8proc_decompose_char(
        static_cast<utf8proc_int32_t>(letter.point), points, 8,
        static_cast<utf8proc_option_t>(UTF8PROC_STABLE | UTF8PROC_DECOMPOSE), &last_class);
    char first[4];
    if (count < 1)
      result += bytes;
    else
      result.append(first, encode(static_cast<std::uint32_t>(points[0]), first));
  }
  text = std::move(result);
}

}  // namespace hindcast::search
