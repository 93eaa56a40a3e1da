#include <array>

#include "document/lexicon.h"

namespace hindcast::document {
namespace {

// Latin letters with marks, U+00C0..U+00FF, without them.
constexpr std::array<std::string_view, 64> latin = {
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "ss",
    "a", "a", "a", "a", "a", "a", "ae", "c", "e", "e", "e", "e", "i", "i", "i",  "i",
    "d", "n", "o", "o", "o", "o", "o",  " ", "o", "u", "u", "u", "u", "y", "th", "y"};

class Folder {
 public:
  explicit Folder(Folded& out) : out_(out) {}

  void word(std::string_view letters) {
    if (pending_ != 0 && !out_.text.empty()) out_.text += pending_;
    pending_ = 0;
    out_.text += letters;
  }
  void letter(char c) { word({&c, 1}); }
  void blank() {
    if (pending_ == 0) pending_ = ' ';
  }
  void stop() { pending_ = '|'; }
  void cjk() { out_.cjk = true; }

 private:
  Folded& out_;
  char pending_ = 0;  // a blank or a break that the next letter brings with it
};

void fold_ascii(char c, std::string_view text, std::size_t at, Folder& folder) {
  if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) return folder.letter(c);
  if (c >= 'A' && c <= 'Z') return folder.letter(static_cast<char>(c + 32));
  switch (c) {
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

}  // namespace

void fold(std::string_view title, Folded& out) {
  out.text.clear();
  out.cjk = false;
  Folder folder(out);
  for (std::size_t at = 0; at < title.size();) {
    const auto byte = static_cast<unsigned char>(title[at]);
    if (byte < 0x80) {
      std::size_t end = at;  // most of a title is runs of small letters
      while (end < title.size() && title[end] >= 'a' && title[end] <= 'z')
        ++end;
      if (end > at)
        folder.word(title.substr(at, end - at));
      else
        fold_ascii(title[at], title, at, folder);
      at = end > at ? end : at + 1;
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
}

}  // namespace hindcast::document
