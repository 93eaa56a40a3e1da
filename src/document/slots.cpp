#include "document/slots.h"

#include <algorithm>
#include <array>
#include <cctype>

#include "document/form_text.h"
#include "document/slot_words.h"

namespace hindcast::document::forms {
namespace {

constexpr std::size_t placeholder_max = 200;  // bytes in <...>, {{...}}, ${...}: longer text is no name

bool is_any_of(std::string_view word, std::initializer_list<std::string_view> list) {
  return std::find(list.begin(), list.end(), word) != list.end();
}

constexpr std::size_t link_max = 2000;  // bytes of a link's address: longer ones are left alone

// Elements that a template's HTML really uses. `title`, `time`, `link` and `data` are left out: between
// angle brackets in a template they are names of what to fill in.
bool is_html_name(std::string_view name) {
  return is_any_of(
      name,
      {"a",     "abbr",   "b",       "blockquote", "br",      "center", "code", "dd",     "del",   "details",
       "div",   "dl",     "dt",      "em",         "font",    "h1",     "h2",   "h3",     "h4",    "h5",
       "h6",    "hr",     "i",       "iframe",     "img",     "input",  "ins",  "kbd",    "li",    "mark",
       "ol",    "p",      "picture", "pre",        "q",       "s",      "samp", "script", "small", "source",
       "span",  "strong", "style",   "sub",        "summary", "sup",    "svg",  "table",  "tbody", "td",
       "tfoot", "th",     "thead",   "tr",         "tt",      "u",      "ul",   "var",    "video"});
}

std::size_t find_code_end(std::string_view text, std::size_t at, std::size_t end) {
  std::size_t ticks = 0;
  while (at + ticks < end && text[at + ticks] == '`')
    ++ticks;
  std::size_t limit = std::min(end, at + ticks + placeholder_max);
  for (std::size_t i = at + ticks; i < limit;) {
    std::size_t run = 0;
    while (i + run < end && text[i + run] == '`')
      ++run;
    if (run == ticks) return i + run;
    i += run == 0 ? 1 : run;
  }
  return at;  // not closed: a literal tick
}

// "2024-02-15T14:23:45Z": a log's brackets.
bool is_timestamp(std::string_view inside) {
  std::size_t digits = 0, letters = 0;
  for (char c : inside) {
    digits += std::isdigit(static_cast<unsigned char>(c)) != 0;
    letters += std::isalpha(static_cast<unsigned char>(c)) != 0;
  }
  return digits >= 4 && letters <= 2;
}

// True where brackets hold a reference that documents use, not a place to fill.
bool is_reference(std::string_view inside) {
  if (inside.empty() || inside == "x" || inside == "X") return true;
  if (inside[0] == '^' || inside[0] == '!' || inside[0] == '#') return true;
  if (inside.find("://") != std::string_view::npos) return true;
  bool digits = std::all_of(inside.begin(), inside.end(), [](char c) {
    return std::isdigit(static_cast<unsigned char>(c)) != 0 ||
           std::string_view(" ,.-:/").find(c) != std::string_view::npos;
  });
  if (digits || is_timestamp(inside)) return true;
  std::size_t dash = inside.find('-');  // ABC-123, and no more
  if (dash == std::string_view::npos || dash == 0 || dash + 1 == inside.size()) return false;
  bool key = std::all_of(inside.begin(), inside.begin() + static_cast<std::ptrdiff_t>(dash),
                         [](char c) { return std::isupper(static_cast<unsigned char>(c)) != 0; });
  return key && std::all_of(inside.begin() + static_cast<std::ptrdiff_t>(dash) + 1, inside.end(), [](char c) {
           return std::isdigit(static_cast<unsigned char>(c)) != 0 || c == '-';
         });
}

// "(#)", "(...)", "(url)", "(Image_URL)": a link that leads nowhere yet.
bool is_open_target(std::string_view target) {
  target = trimmed(target);
  if (target.empty() || target == "#" || target == "..." || target == "…") return true;
  if (is_any_of(lower(target), {"url", "link", "href", "todo", "tbd"})) return true;
  if (target.find_first_of("<[{") != std::string_view::npos) return true;
  return target.size() >= 3 && target.substr(target.size() - 3) == "URL";
}

Slot make_slot(std::string_view text, Span at, std::string_view inside) {
  Slot slot{SlotType::text, std::string(text.substr(at.begin, at.end - at.begin)), {}, at};
  inside = trimmed(inside);
  if (is_pending_word(inside)) {
    slot.type = SlotType::pending;
  } else if (names_a_date(inside)) {
    slot.type = SlotType::date;
  } else if (std::vector<std::string> choices = choices_of(inside); !choices.empty()) {
    slot.type = SlotType::enumeration;
    slot.choices = std::move(choices);
  }
  return slot;
}

// One pass over one block. Brackets are matched once, so that many open ones cost nothing extra.
class Scanner {
 public:
  Scanner(std::string_view text, Span within, FoundSlots& out)
      : text_(text), begin_(within.begin), end_(within.end), out_(out) {
    match_brackets();
  }

  void run() {
    for (std::size_t i = begin_; i < end_;) {
      std::size_t next = step(i);
      i = next > i ? next : i + 1;
    }
  }

  bool run_alone() {
    for (std::size_t i = begin_; i < end_;) {
      const std::size_t slots = out_.slots.size();
      const std::size_t next = step(i);
      // A letter alone may stand in a check box, and signs such as "…" are marks.
      const bool prose = std::isalnum(static_cast<unsigned char>(text_[i])) != 0 && next > i + 1;
      if (prose && out_.slots.size() == slots) return false;
      i = next > i ? next : i + 1;
    }
    return true;
  }

 private:
  void match_brackets() {
    std::vector<std::size_t> open;
    for (std::size_t i = begin_; i < end_; ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == '[') {
        open.push_back(i);
      } else if (text_[i] == ']' && !open.empty()) {
        if (open.size() == 1) pairs_.push_back({open.back(), i});
        open.pop_back();
      }
    }
    for (std::size_t at : open)  // inside an unclosed one nothing was paired: pair what is left, innermost
      unclosed_.push_back(at);
    if (!open.empty()) pair_again(open.front() + 1);
  }

  // After a bracket that is never closed, the following ones still count.
  void pair_again(std::size_t from) {
    std::size_t open = end_;
    for (std::size_t i = from; i < end_; ++i) {
      if (text_[i] == '\\') {
        ++i;
      } else if (text_[i] == '[') {
        open = i;
      } else if (text_[i] == ']' && open != end_) {
        pairs_.push_back({open, i});
        open = end_;
      }
    }
  }

  // Handles what starts at `i`; returns where to go on, or `i` when nothing does.
  std::size_t step(std::size_t i) {
    char c = text_[i];
    if (c == '\\') return i + 2;
    if (c == '`') return code(i);
    if (c == '[') return bracket(i);
    if (c == '<') return angle(i);
    if (c == '{' || c == '$') return brace(i);
    if (c == '_') return blank(i);
    if (is_word_byte(c)) return word(i);
    return i;
  }

  std::size_t put(std::size_t from, std::size_t to, std::string_view inside) {
    Span at{static_cast<std::uint32_t>(from), static_cast<std::uint32_t>(to)};
    out_.slots.push_back(make_slot(text_, at, inside));
    return to;
  }

  std::string_view cut(std::size_t from, std::size_t to) const { return text_.substr(from, to - from); }

  // A code span is stepped into where it holds a placeholder and no program text.
  std::size_t code(std::size_t i) {
    std::size_t to = find_code_end(text_, i, end_);
    std::size_t ticks = 0;
    while (i + ticks < end_ && text_[i + ticks] == '`')
      ++ticks;
    if (to == i) return i + ticks;
    std::string_view inside = cut(i, to);
    bool program = inside.find_first_of("();=|") != std::string_view::npos;
    return program ? to : i + ticks;
  }

  std::size_t bracket(std::size_t i) {
    while (next_pair_ < pairs_.size() && pairs_[next_pair_].open < i)
      ++next_pair_;
    if (next_pair_ == pairs_.size() || pairs_[next_pair_].open != i) {
      bool open = std::binary_search(unclosed_.begin(), unclosed_.end(), i);
      if (open && i + 1 < end_ && is_word_byte(text_[i + 1]))
        out_.unclosed.push_back({static_cast<std::uint32_t>(i), static_cast<std::uint32_t>(i + 1)});
      return i;
    }
    std::size_t close = pairs_[next_pair_].close;
    std::string_view inside = cut(i + 1, close);
    if (close + 1 < end_ && text_[close + 1] == '(') {  // a link
      std::size_t to = text_.substr(0, std::min(end_, close + link_max)).find(')', close);
      if (to == std::string_view::npos) return close + 1;
      if (trimmed(inside).empty() || !is_open_target(cut(close + 2, to))) return to + 1;
      return put(i > begin_ && text_[i - 1] == '!' ? i - 1 : i, to + 1, inside);
    }
    if (is_reference(trimmed(inside))) return close + 1;
    return put(i, close + 1, inside);
  }

  std::size_t angle(std::size_t i) {
    if (text_.compare(i, 4, "<!--") == 0) {
      std::size_t to = text_.find("-->", i);
      return to == std::string_view::npos ? end_ : to + 3;
    }
    std::size_t limit = std::min(end_, i + placeholder_max);
    std::size_t to = i + 1;
    while (to < limit && text_[to] != '>' && text_[to] != '<')
      ++to;
    if (to >= limit || text_[to] != '>') return i;
    std::string_view inside = cut(i + 1, to);
    if (inside.empty() || inside[0] == '/' || inside[0] == '!' || inside[0] == '=' || inside[0] == '-')
      return to + 1;
    if (inside.find("://") != std::string_view::npos || inside.find('=') != std::string_view::npos)
      return to + 1;
    if (inside.find('@') != std::string_view::npos && inside.find(' ') == std::string_view::npos)
      return to + 1;
    std::size_t name = 0;
    while (name < inside.size() && std::isalnum(static_cast<unsigned char>(inside[name])) != 0)
      ++name;
    std::string_view rest = trimmed(inside.substr(name), " /");
    if (rest.empty() && is_html_name(lower(inside.substr(0, name)))) return to + 1;
    if (inside[0] == ' ' || std::string_view(">)]").find(inside[0]) != std::string_view::npos) return i;
    return put(i, to + 1, inside);
  }

  std::size_t brace(std::size_t i) {
    std::size_t open = i + (text_[i] == '$' ? 1 : 0);
    if (open >= end_ || text_[open] != '{') return i;
    bool twice = open + 1 < end_ && text_[open + 1] == '{';
    std::size_t from = open + (twice ? 2 : 1);
    std::size_t limit = std::min(end_, from + placeholder_max);
    std::size_t to = from;
    while (to < limit && text_[to] != '}' && text_[to] != '{' && text_[to] != '\n')
      ++to;
    bool closed = to < limit && text_[to] == '}' && (!twice || (to + 1 < end_ && text_[to + 1] == '}'));
    if (!closed) {
      if (twice)
        out_.unclosed.push_back({static_cast<std::uint32_t>(open), static_cast<std::uint32_t>(from)});
      return from;
    }
    std::string_view inside = trimmed(cut(from, to));
    std::size_t after = to + (twice ? 2 : 1);
    if (inside.empty() || !is_word_byte(inside[0])) return after;
    if (!twice && inside.find_first_of(":;,\"'()") != std::string_view::npos) return after;
    return put(i, after, inside);
  }

  std::size_t blank(std::size_t i) {
    std::size_t to = i;
    while (to < end_ && text_[to] == '_')
      ++to;
    bool apart = (i == begin_ || !is_word_byte(text_[i - 1])) && (to == end_ || !is_word_byte(text_[to]));
    return apart && to - i >= 3 ? put(i, to, {}) : to;
  }

  std::size_t word(std::size_t i) {
    std::size_t to = i;
    while (to < end_ &&
           (is_word_byte(text_[to]) || (std::string_view("-/:.").find(text_[to]) != std::string_view::npos &&
                                        to + 1 < end_ && is_word_byte(text_[to + 1]))))
      ++to;
    std::string_view one = cut(i, to);
    if (is_date_pattern(one)) {
      std::size_t time = to + 1;  // "YYYY-MM-DD HH:MM" is one slot
      std::size_t time_end = std::min(end_, time + 5);
      if (time_end > time && text_[to] == ' ' && names_a_time(cut(time, time_end))) to = time_end;
      return put(i, to, cut(i, to));
    }
    if (is_pending_word(one) || names_a_time(one) || (one.size() >= 3 && is_crossed_out(one)))
      return put(i, to, one);
    return to;
  }

  struct Pair {
    std::size_t open, close;
  };
  std::string_view text_;
  std::size_t begin_, end_;
  FoundSlots& out_;
  std::vector<Pair> pairs_;
  std::vector<std::size_t> unclosed_;
  std::size_t next_pair_ = 0;
};

}  // namespace

void find_slots(std::string_view text, Span within, FoundSlots& out) {
  Scanner(text, within, out).run();
}

bool find_slots_alone(std::string_view text, Span within, FoundSlots& out) {
  return Scanner(text, within, out).run_alone();
}

ValueSlot value_slot(std::string_view text, Span within) {
  std::string_view raw = text.substr(within.begin, within.end - within.begin);
  std::string_view value = trimmed(raw);
  auto begin = static_cast<std::uint32_t>(value.data() - text.data());
  Span at{begin, begin + static_cast<std::uint32_t>(value.size())};
  Slot plain{SlotType::text, std::string(value), {}, at};
  std::string_view bare = trimmed(value, " \t*_`\"'");
  if (bare.empty() || bare == "..." || bare == "…" || bare == "TODO" || bare == "?" || bare == "N/A")
    return {plain, true};
  FoundSlots found;
  find_slots(text, at, found);
  std::vector<std::string> choices = choices_of(bare);
  bool around = found.slots.empty() || found.slots.front().at != at;
  if (around && choices.size() >= 2) {
    plain.type = SlotType::enumeration;
    plain.choices = std::move(choices);
    return {plain, true};
  }
  if (found.slots.empty()) {
    bool remark = bare.front() == '(' && bare.back() == ')';  // "By: (names)"
    return {plain, remark || is_crossed_out(bare) || is_crossed_out_number(bare.substr(0, bare.find(' ')))};
  }
  auto rank = [](const Slot& slot) {
    return slot.type == SlotType::enumeration ? 0
           : slot.type == SlotType::date      ? 1
           : slot.type == SlotType::pending   ? 2
                                              : 3;
  };
  const Slot* best = &found.slots.front();
  for (const Slot& slot : found.slots)
    if (rank(slot) < rank(*best)) best = &slot;
  return {*best, true};
}

}  // namespace hindcast::document::forms

namespace hindcast::document {
namespace {

// Skips markup that carries no words: markers, emphasis, dashes, table bars, check boxes.
std::size_t skip_marks(std::string_view text, std::size_t i) {
  while (i < text.size()) {
    const auto byte = static_cast<unsigned char>(text[i]);
    if (byte >= 0x80) {
      const auto sign = text.substr(i, 3);
      if (sign != "…" && sign != "—" && sign != "–" && sign != "→" && sign != "↓") break;
      i += 3;
    } else if (byte == '[' && i + 2 < text.size() && text[i + 2] == ']' &&
               (text[i + 1] == ' ' || text[i + 1] == 'x' || text[i + 1] == 'X')) {
      i += 3;
    } else if (std::ispunct(byte) != 0 || std::isspace(byte) != 0) {
      ++i;
    } else {
      break;
    }
  }
  return i;
}

// Most lines begin with a word, and the only words that are slots double their first letter ("YYYY-MM-DD",
// "xxx") or set a colon after it ("H:MM"): the rest need not be searched.
bool starts_like_prose(std::string_view text) {
  std::size_t at = skip_marks(text, 0);
  if (text.substr(0, at).find_first_of("[<{$_") != std::string_view::npos) return false;
  if (at + 1 >= text.size() || std::isalpha(static_cast<unsigned char>(text[at])) == 0) return false;
  return (text[at] | 32) != (text[at + 1] | 32) && text[at + 1] != ':';
}

// "Root cause...", "Why it worked…": a few words that trail off, which is how templates name a sub-point.
bool trails_off(std::string_view text) {
  std::string_view words = forms::trimmed(text);
  if (!words.ends_with("...") && !words.ends_with("…")) return false;
  words.remove_suffix(3);
  bool is_plain = std::all_of(words.begin(), words.end(), [](char c) {
    return std::isalpha(static_cast<unsigned char>(c)) != 0 || c == ' ' || c == '-' || c == '\'';
  });
  return is_plain && !words.empty() && std::count(words.begin(), words.end(), ' ') < 3;
}

}  // namespace

bool is_only_slots(std::string_view text) {
  if (text.size() > 4096) return false;  // nobody's slot, and a bound on the work for one line
  if (trails_off(text)) return true;
  if (starts_like_prose(text)) return false;
  forms::FoundSlots found;
  if (!forms::find_slots_alone(text, {0, static_cast<std::uint32_t>(text.size())}, found)) return false;
  std::size_t at = 0;
  for (const Slot& slot : found.slots) {
    if (slot.type == SlotType::pending) return false;
    if (skip_marks(text.substr(0, slot.at.begin), at) != slot.at.begin) return false;
    at = slot.at.end;
  }
  return skip_marks(text, at) == text.size();
}

}  // namespace hindcast::document
