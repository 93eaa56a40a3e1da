#include <array>
#include <cstring>

#include "base/letters.h"
#include "document/lexicon.h"

namespace hindcast::document {
namespace {

// Latin letters with marks, U+00C0..U+00FF, without them.
constexpr std::array<std::string_view, 64> latin = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "y"};

char plain_letter(char c) {
  return small_letters[static_cast<unsigned char>(c)];
}

constexpr std::size_t grows_max = 5;  // "&" becomes " and "
constexpr std::size_t usual_bytes_max = 120;

// Writes to where there is room for the longest that a title can become.
class Folder {
 public:
  Folder(char* begin, bool& cjk) : begin_(begin), end_(begin), cjk_(cjk) {}

  void letter(char c) {
    part();
    *end_++ = c;
  }
  // The run of ASCII letters and digits at `at`; returns its end.
  std::size_t letters(std::string_view text, std::size_t at) {
    part();
    for (; at < text.size(); ++at) {
      const char small = plain_letter(text[at]);
      if (small == 0) break;
      *end_++ = small;
    }
    return at;
  }
  void word(std::string_view letters) {
    if (letters.empty()) return;
    part();
    std::memcpy(end_, letters.data(), letters.size());
    end_ += letters.size();
  }
  void blank() {
    if (pending_ == 0) pending_ = ' ';
  }
  void stop() { pending_ = '|'; }
  void cjk() { cjk_ = true; }
  std::size_t size() const { return static_cast<std::size_t>(end_ - begin_); }

 private:
  void part() {
    if (pending_ != 0 && end_ != begin_) *end_++ = pending_;
    pending_ = 0;
  }

  char *begin_, *end_;
  bool& cjk_;
  char pending_ = 0;  // a blank or a break that the next letter brings with it
};

// What is no letter and no digit.
void fold_ascii(char c, std::string_view text, std::size_t at, Folder& folder) {
  switch (c) {
    case ' ':
      return folder.blank();
    case '\'':
      return;
    case '&':
      folder.blank();
      folder.word("and");
      return folder.blank();
    case '(':
    case ')':
    case '[':
    case ']':
    case ':':
    case ',':
    case '/':
    case '|':
    case '?':
    case '!':
      return folder.stop();
    case '-':
      // " - " parts two pieces, "follow-up" is one word.
      if (at > 0 && text[at - 1] == ' ' && at + 1 < text.size() && text[at + 1] == ' ') return folder.stop();
      return folder.blank();
    default:
      return folder.blank();
  }
}

// U+0400..U+045F: small letters, and ё as е.
void fold_cyrillic(std::uint32_t code, Folder& folder) {
  if (code == 0x401 || code == 0x451) code = 0x435;
  if (code >= 0x410 && code <= 0x42f) code += 0x20;
  const char letters[2] = {static_cast<char>(0xc0 | code >> 6), static_cast<char>(0x80 | (code & 0x3f))};
  folder.word({letters, 2});
}

void fold_wide(std::uint32_t code, std::string_view bytes, Folder& folder) {
  if (code == 0x2018 || code == 0x2019 || code == 0x30fb) return;
  if (code >= 0x2012 && code <= 0x2015) return folder.stop();
  if (code < 0x3000) return folder.blank();
  if (code == 0x3000 || (code >= 0xfe00 && code <= 0xfe0f)) return folder.blank();
  const bool mark = (code > 0x3000 && code <= 0x303f && code != 0x3005);
  if (mark || code == 0xff08 || code == 0xff09 || code == 0xff1a || code == 0xff0c || code == 0xff0f)
    return folder.stop();
  if (code >= 0xff21 && code <= 0xff3a) return folder.letter(static_cast<char>('a' + (code - 0xff21)));
  if (code >= 0xff41 && code <= 0xff5a) return folder.letter(static_cast<char>('a' + (code - 0xff41)));
  if (code >= 0xff10 && code <= 0xff19) return folder.letter(static_cast<char>('0' + (code - 0xff10)));
  if (code >= 0xff00) return folder.blank();
  folder.cjk();
  folder.word(bytes);
}

std::size_t fold_into(char* begin, std::string_view title, bool& cjk) {
  Folder folder(begin, cjk);
  for (std::size_t at = 0; at < title.size();) {
    const auto byte = static_cast<unsigned char>(title[at]);
    if (byte < 0x80) {
      if (plain_letter(title[at]) != 0) {
        at = folder.letters(title, at);
      } else {
        fold_ascii(title[at], title, at, folder);
        ++at;
      }
      continue;
    }
    const std::size_t length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    if (length == 1 || at + length > title.size()) {  // a stray byte
      folder.blank();
      ++at;
      continue;
    }
    std::uint32_t code = byte & (0x7f >> length);
    for (std::size_t i = 1; i < length; ++i)
      code = code << 6 | (static_cast<unsigned char>(title[at + i]) & 0x3f);
    const auto bytes = title.substr(at, length);
    at += length;
    if (code >= 0x10000 || code < 0xc0) {
      folder.blank();
    } else if (code < 0x100) {
      folder.word(latin[code - 0xc0]);
    } else if (code >= 0x400 && code <= 0x45f) {
      fold_cyrillic(code, folder);
    } else if (code == 0x153) {
      folder.word("oe");
    } else if (code >= 0x300 && code < 0x370) {
      continue;  // a combining mark
    } else if (length == 3) {
      fold_wide(code, bytes, folder);
    } else {
      folder.word(bytes);
    }
  }
  return folder.size();
}

}  // namespace

void fold(std::string_view title, Folded& out) {
  out.cjk = false;
  if (title.size() <= usual_bytes_max) {
    char room[usual_bytes_max * grows_max];
    out.text.assign(room, fold_into(room, title, out.cjk));
    return;
  }
  std::string room(title.size() * grows_max, '\0');
  out.text.assign(room, 0, fold_into(room.data(), title, out.cjk));
}

}  // namespace hindcast::document
