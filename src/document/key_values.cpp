#include "document/key_values.h"

#include <algorithm>
#include <array>

#include "document/lexicon.h"
#include "document/owners.h"
#include "document/plain.h"
#include "document/scan.h"
#include "document/states.h"

namespace hindcast::document {
namespace {

using scan::slice;

constexpr std::size_t key_bytes_max = 60;
constexpr std::size_t looked_at_max = 100;  // bytes in which a key is looked for, so that a line is read once
constexpr std::size_t plain_key_at_max = 40;  // a colon further on ends no key that is not bold
constexpr std::size_t pieces_max = 24;
constexpr std::size_t byline_bytes_max = 300;
constexpr std::size_t byline_piece_max = 80;

// What stands between two fields of a line. Behind a `strong` one any short key is believed, behind the
// others one that documents have.
struct Separator {
  std::string_view sign;
  bool strong;
};
constexpr std::array<Separator, 15> separators = {{{"|", true},
                                                   {"·", true},
                                                   {"•", true},
                                                   {"｜", true},
                                                   {"\t", true},
                                                   {"&nbsp;", true},
                                                   {"<br>", true},
                                                   {"<br/>", true},
                                                   {"<br />", true},
                                                   {"  ", true},
                                                   {";", true},
                                                   {"、", false},
                                                   {",", false},
                                                   {"—", false},
                                                   {"–", false}}};

// The separator that begins at `at`; null where none does.
const Separator* separator_at(std::string_view text, std::size_t at) {
  static constexpr ByteSet starts("|\t&< ;,\xC2\xE2\xE3\xEF");
  if (!starts.has(text[at]) || (text[at] == ' ' && text.substr(at, 2) != "  ")) return nullptr;
  const auto rest = text.substr(at, 8);
  for (const auto& separator : separators)
    if (rest.starts_with(separator.sign)) return &separator;
  return nullptr;
}

bool is_space(char c) {
  return c == ' ' || c == '\t' || c == '\r';
}

// Without blanks and separators at its end; at its beginning too for what follows a separator.
std::string_view without_separators(std::string_view text) {
  for (bool found = true; found;) {
    text = trimmed(text);
    found = false;
    for (const auto& separator : separators) {
      if (!text.ends_with(separator.sign)) continue;
      text.remove_suffix(separator.sign.size());
      found = true;
    }
  }
  return text;
}

// A line break that Markdown writes at the end of a line.
std::string_view without_break(std::string_view text) {
  text = trimmed(text);
  for (const std::string_view sign : {"\\", "<br>", "<br/>", "<br />"})
    if (text.ends_with(sign)) return trimmed(text.substr(0, text.size() - sign.size()));
  return text;
}

bool is_known(std::string_view key) {
  Folded folded;
  fold(key, folded);
  return field_meaning(folded) != 0;
}

// Words such as a key is made of: few, and no digits, marks or ends of sentences among them.
bool may_be_key(std::string_view key) {
  if (key.empty() || key.size() > plain_key_at_max || std::count(key.begin(), key.end(), ' ') > 3)
    return false;
  const auto first = scan::glyph_at(key, 0).point;
  if (!scan::is_letter(first) && !scan::is_ideograph(first)) return false;
  return std::all_of(key.begin(), key.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return byte >= 0x80 || scan::is_letter(byte) || c == ' ' || c == '-' || c == '/' || c == '(' || c == ')';
  });
}

// A key that begins at the start of `text` and where its value begins; an empty key where none does.
struct Lead {
  std::string_view key;
  std::size_t value = 0;
};

Lead bold_key(std::string_view text) {
  const auto lead = bold_lead(text);
  if (lead.label.empty() || !lead.colon || lead.label.size() > key_bytes_max) return {};
  return {lead.label, static_cast<std::size_t>(lead.rest.data() - text.data())};
}

Lead plain_key(std::string_view text, bool known_only) {
  text = text.substr(0, looked_at_max);
  auto colon = text.find(':');
  std::size_t size = 1;
  if (const auto wide = text.find("："); wide < colon) colon = wide, size = 3;
  if (colon == text.npos || colon > plain_key_at_max) return {};
  const auto key = trimmed(text.substr(0, colon));
  if (is_known(key)) return {key, colon + size};
  // "; note: …" goes on about the same thing, and "https://…" is no key.
  const bool is_small = !key.empty() && key[0] >= 'a' && key[0] <= 'z';
  const bool is_joined = size == 1 && colon + 1 < text.size() && !is_space(text[colon + 1]);
  if (known_only || is_small || is_joined || !may_be_key(key)) return {};
  return {key, colon + size};
}

// Where the next field of `text` begins, from `from` on; npos where none does.
std::size_t next_lead(std::string_view text, std::size_t from, Lead& lead) {
  bool code = false;
  bool parted = false, strong = false;  // a separator, and a strong one, was the last thing but blanks
  for (auto at = from; at < text.size();) {
    if (text[at] == '`') code = !code;
    if (!code) {
      const auto* separator = separator_at(text, at);
      if (separator != nullptr) {
        parted = true;
        strong = strong || separator->strong;
        at += separator->sign.size();
        continue;
      }
      const bool opens = parted || (at > 0 && is_space(text[at - 1]));
      if (opens && (text[at] == '*' || text[at] == '_')) lead = bold_key(text.substr(at, looked_at_max));
      if (lead.key.empty() && parted && !is_space(text[at])) lead = plain_key(text.substr(at), !strong);
      if (!lead.key.empty()) return at;
    }
    if (!is_space(text[at])) parted = strong = false;
    ++at;
  }
  return text.npos;
}

}  // namespace

namespace {

std::vector<KeyValue> keys_behind(std::string_view text, Lead lead) {
  std::vector<KeyValue> found;
  if (lead.key.empty()) return found;
  std::size_t value = lead.value;
  while (found.size() < pieces_max) {
    const auto key = lead.key;
    lead = {};
    const auto next = next_lead(text, value, lead);
    auto part = text.substr(value, next == text.npos ? text.npos : next - value);
    part = next == text.npos ? without_break(part) : without_separators(part);
    found.push_back({key, part});
    if (next == text.npos) break;
    value = next + lead.value;
  }
  return found;
}

}  // namespace

std::vector<KeyValue> keys_of_line(std::string_view line) {
  const auto text = trimmed(line);
  auto lead = bold_key(text);
  const auto indent = static_cast<std::size_t>(text.data() - line.data());
  if (lead.key.empty() && indent <= 3) lead = plain_key(text, true);
  return keys_behind(text, lead);
}

std::vector<KeyValue> keys_of_listed_line(std::string_view line) {
  const auto text = trimmed(line);
  auto lead = bold_key(text);
  if (lead.key.empty()) lead = plain_key(text, false);
  return keys_behind(text, lead);
}

bool are_keys(const std::vector<std::string_view>& lines) {
  bool known = false;
  for (const auto line : lines) {
    const auto text = trimmed(line);
    auto lead = bold_key(text);
    if (lead.key.empty()) lead = plain_key(text, false);
    if (lead.key.empty()) return false;
    known = known || is_known(lead.key);
  }
  return known && lines.size() > 1;
}

namespace {

// Which field a piece of a byline is; "" for what is none of them.
std::string_view name_of_piece(std::string_view piece, const DateContext& context) {
  if (const auto day = first_date(piece, context)) {
    // A day with its clock and its zone, and no sentence about it.
    const auto rest = piece.size() - (day->at.end - day->at.begin);
    return day->has_year && rest <= 24 ? "Date" : "";
  }
  if (const auto severity = severity_in_text(piece); severity && severity->at == scan::whole(piece))
    return "Severity";
  if (state_of_word(piece)) return "Status";
  // "Ada Quill", "@ada", but not "it was bad".
  const bool is_small = piece[0] >= 'a' && piece[0] <= 'z';
  return !is_small && is_owner(piece) ? "Authors" : "";
}

std::string_view without_emphasis(std::string_view text) {
  return slice(text, scan::without_markup(text, scan::whole(text)));
}

}  // namespace

std::vector<KeyValue> keys_of_byline(std::string_view line, const DateContext& context) {
  static constexpr std::string_view signs[] = {" · ", " | ", " • ", " — ", " – ", " ∙ ", " ｜ "};
  std::vector<KeyValue> found;
  auto rest = without_emphasis(without_break(line));
  if (rest.size() > byline_bytes_max) return found;
  bool tells = false;
  while (!rest.empty()) {
    auto cut = rest.npos;
    std::size_t size = 0;
    for (const auto sign : signs)
      if (const auto at = rest.find(sign); at < cut) cut = at, size = sign.size();
    const auto piece = without_emphasis(rest.substr(0, cut));
    rest = cut == rest.npos ? std::string_view{} : rest.substr(cut + size);
    if (piece.empty()) continue;
    const auto name = piece.size() > byline_piece_max ? std::string_view{} : name_of_piece(piece, context);
    if (name.empty()) return {};
    tells = tells || name == "Date" || name == "Severity";
    found.push_back({name, piece});
  }
  if (found.size() < 2 || !tells) return {};
  return found;
}

}  // namespace hindcast::document
