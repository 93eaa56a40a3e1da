#include "search/words.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstring>

#include "base/letters.h"
#include "search/letters.h"

namespace hindcast::search {
namespace {

char ascii_letter(char c) {
  return small_letters[static_cast<unsigned char>(c)];
}
bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}
bool is_digit(char c) {
  return c >= '0' && c <= '9';
}
bool is_small(char c) {
  return c >= 'a' && c <= 'z';
}
bool is_beyond_ascii(char c) {
  return static_cast<unsigned char>(c) >= 0x80;
}

constexpr auto joiners = [] {
  std::array<bool, 256> joins{};
  for (const char c : std::string_view("_-./:@#'+\\~$=&"))
    joins[static_cast<unsigned char>(c)] = true;
  return joins;
}();

// `src/app`, `https://wiki`, `don't`: at most three of these join the words around them.
bool joins(std::string_view signs) {
  if (signs.size() > 3) return false;
  if (signs == "\xE2\x80\x99") return true;  // the typographic apostrophe
  return std::all_of(signs.begin(), signs.end(),
                     [](char c) { return joiners[static_cast<unsigned char>(c)]; });
}

bool is_apostrophe(std::string_view signs) {
  return signs == "'" || signs == "\xE2\x80\x99";
}

// Where the part that begins at `at` ends: before a capital behind a small letter, before the last of several
// capitals when a small one follows, and between letters and digits.
std::size_t part_end(std::string_view text, std::size_t at) {
  std::size_t end = at + 1;
  for (; end < text.size(); ++end) {
    const char before = text[end - 1], here = text[end];
    if (is_digit(before) != is_digit(here)) break;
    if (is_small(before) && is_upper(here)) break;
    if (is_upper(before) && is_upper(here) && end + 1 < text.size() && is_small(text[end + 1])) break;
  }
  return end;
}

// Eight bytes at once: which are ASCII letters, capitals and digits (the highest bit of each byte says so),
// how many from the first on are either, and all of them with their capitals made small.
struct Eight {
  std::uint64_t small = 0, letters = 0, capitals = 0, digits = 0;
  std::size_t size = 0;
};

Eight eight(const char* at) {
  constexpr std::uint64_t ones = 0x0101010101010101, high = 0x80 * ones;
  std::uint64_t bytes;
  std::memcpy(&bytes, at, sizeof bytes);
  const std::uint64_t low = bytes & ~high, small = low | 0x20 * ones, ascii = ~bytes & high;
  // A byte plus 0x80 less a limit has its highest bit set from that limit on; no sum reaches the next byte.
  const auto within = [&](std::uint64_t all, std::uint64_t first, std::uint64_t last) {
    return (all + (0x80 - first) * ones) & ~(all + (0x7F - last) * ones) & ascii;
  };
  Eight read;
  read.letters = within(small, 'a', 'z');
  read.digits = within(low, '0', '9');
  read.capitals = read.letters & ~(bytes << 2);
  read.small = bytes | read.capitals >> 2;
  const std::uint64_t others = ~(read.letters | read.digits) & high;
  read.size = others == 0 ? 8 : static_cast<std::size_t>(std::countr_zero(others)) / 8;
  const std::uint64_t taken = read.size == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << (8 * read.size)) - 1;
  read.letters &= taken;
  read.capitals &= taken;
  read.digits &= taken;
  return read;
}

constexpr std::size_t parted_bytes_max = 40;  // longer ones are keys and digests

}  // namespace

WordReader::WordReader(std::string_view text, std::uint32_t first_position)
    : text_(text), position_(first_position) {}

bool WordReader::next(Word& word) {
  if (part_at_ < part_end_ && next_part(word)) return true;
  for (;;) {
    while (at_ < text_.size() && ascii_letter(text_[at_]) == 0 && !is_beyond_ascii(text_[at_]))
      ++at_;
    if (at_ == text_.size()) return false;
    Letter first{0, 1, Class::letter};
    if (is_beyond_ascii(text_[at_])) first = letter_at(text_, at_);
    if (first.kind == Class::other || first.kind == Class::mark) {
      at_ += first.size;
      in_run_ = false;
      continue;
    }
    const std::string_view signs = text_.substr(end_before_, std::max(at_, end_before_) - end_before_);
    word.is_joined = !is_first_ && joins(signs);
    const bool may_be_ending = !is_first_ && is_apostrophe(signs);
    is_first_ = false;
    if (first.kind == Class::paired) {
      read_pair(word);
      return true;
    }
    in_run_ = false;
    if (is_beyond_ascii(text_[at_]))
      read_any(word);
    else
      read_ascii(word);
    end_before_ = word.at.end;
    if (may_be_ending && (word.text == "s" || word.text == "t")) continue;  // of `team's`, `don't`
    word.position = position_++;
    return true;
  }
}

void WordReader::read_ascii(Word& word) {
  const std::size_t begin = at_;
  std::size_t size = 0;
  bool has_digit = false, has_letter = false, has_turn = false;
  std::size_t end = begin;
  bool is_whole = false;
  while (!is_whole && end + 8 <= text_.size() && size + 8 <= word_bytes_max) {
    const Eight read = eight(text_.data() + end);
    std::memcpy(letters_ + size, &read.small, sizeof read.small);
    has_letter |= read.letters != 0;
    has_digit |= read.digits != 0;
    has_turn |= (read.capitals & (end == begin ? ~std::uint64_t{0xFF} : ~std::uint64_t{0})) != 0;
    size += read.size;
    end += read.size;
    is_whole = read.size < 8;
  }
  for (; !is_whole && end < text_.size(); ++end) {
    const char c = text_[end], small = ascii_letter(c);
    if (small == 0) break;
    if (size < word_bytes_max) letters_[size++] = small;
    has_turn |= c != small && end > begin;
    (is_digit(c) ? has_digit : has_letter) = true;
  }
  if (end < text_.size() && is_beyond_ascii(text_[end])) {
    const Class kind = letter_at(text_, end).kind;
    if (kind == Class::letter || kind == Class::mark) return read_any(word);
  }
  if (size == 1 && has_letter) {  // C++, C#
    const std::size_t signs = text_.substr(end, 2) == "++" ? 2 : text_.substr(end, 1) == "#" ? 1 : 0;
    const bool is_name = signs > 0 && (end + signs == text_.size() || ascii_letter(text_[end + signs]) == 0);
    for (std::size_t i = 0; is_name && i < signs; ++i)
      letters_[size++] = text_[end++];
  }
  at_ = end;
  word.text = {letters_, size};
  word.at = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  word.shape = Shape::whole;
  if ((has_turn || (has_digit && has_letter)) && end - begin <= parted_bytes_max &&
      part_end(text_.substr(0, end), begin) < end) {
    part_at_ = begin;
    part_end_ = end;
  }
}

void WordReader::read_any(Word& word) {
  const std::size_t begin = at_;
  std::size_t size = 0;
  bool is_simple = true;
  std::size_t end = begin;
  while (end < text_.size()) {
    const Letter letter = letter_at(text_, end);
    if (letter.kind != Class::letter && letter.kind != Class::mark) break;
    if (is_simple && size + 4 <= word_bytes_max) {
      const std::size_t wrote = write_plain(letter.point, letters_ + size, word_bytes_max - size);
      is_simple = wrote > 0;
      size += wrote;
    }
    end += letter.size;
  }
  if (!is_simple) {
    // Marks and compatible forms change the length by a small factor: enough of the beginning is looked at.
    const std::string made = plain(first_bytes(text_.substr(begin, end - begin), 4 * word_bytes_max));
    const std::string_view kept = first_bytes(made, word_bytes_max);
    std::memcpy(letters_, kept.data(), kept.size());
    size = kept.size();
  }
  at_ = end;
  word.text = {letters_, size};
  word.at = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  word.shape = Shape::whole;
}

void WordReader::read_pair(Word& word) {
  const std::size_t begin = at_;
  std::size_t end = begin, size = 0, count = 0;
  for (; count < 2 && end < text_.size(); ++count) {
    const Letter letter = letter_at(text_, end);
    if (letter.kind != Class::paired) break;
    if (count == 1) at_ = end;
    const std::size_t wrote = write_plain(letter.point, letters_ + size, 8);
    if (wrote == 0) {
      const std::string made = plain(text_.substr(end, letter.size));
      const std::string_view kept = first_bytes(made, 16);
      std::memcpy(letters_ + size, kept.data(), kept.size());
      size += kept.size();
    }
    size += wrote;
    end += letter.size;
  }
  if (count < 2) at_ = end;
  word.text = {letters_, size};
  word.at = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
  word.position = position_++;
  word.shape = count == 2 ? Shape::pair : Shape::tail;
  word.is_joined = word.is_joined || in_run_;
  in_run_ = count == 2;
  end_before_ = end;
}

// Parts of two letters or three digits at least: what is shorter says nothing alone.
bool WordReader::next_part(Word& word) {
  const std::string_view text = text_.substr(0, part_end_);
  while (part_at_ < part_end_) {
    const std::size_t begin = part_at_, end = part_end(text, begin);
    part_at_ = end;
    if (end - begin < (is_digit(text[begin]) ? 3 : 2)) continue;
    for (std::size_t i = begin; i < end; ++i)
      letters_[i - begin] = ascii_letter(text[i]);
    word.text = {letters_, end - begin};
    word.at = {static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)};
    word.position = position_ - 1;
    word.shape = Shape::part;
    word.is_joined = false;
    return true;
  }
  return false;
}

std::string folded(std::string_view text) {
  std::string result = plain(text);
  strip_accents(result);
  return result;
}

}  // namespace hindcast::search
