#include "document/item_maker.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"
#include "document/form.h"
#include "document/owners.h"
#include "document/plain.h"
#include "document/states.h"
#include "document/tails.h"

namespace hindcast::document {
namespace {

using facts::Item;

constexpr ByteSet link_starts("#h`");
constexpr std::size_t links_max = 50;
constexpr std::size_t assigned_bytes_max = 4000;  // longer items are essays: only their ends are looked at

constexpr std::array<std::string_view, 4> dashes = {" -", " –", " —", " →"};

bool is_url_end(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte <= ' ' || c == ')' || c == '>' || c == '"' || c == ']' || c == '|' || c == '`' || c == '<' ||
         byte >= 0x80;
}

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool is_letter_or_digit(char c) {
  return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

// "[Issue](…)" at the end of an item is a pointer to it, not part of what it says.
bool is_pointer(std::string_view label) {
  constexpr std::array<std::string_view, 12> words = {"Issue", "PR",     "Link",         "link",
                                                      "issue", "pr",     "Ticket",       "JIRA",
                                                      "Jira",  "ticket", "pull request", "Pull request"};
  for (auto word : words)
    if (label == word) return true;
  return false;
}

// "LOOM-12", "#12": the number of a ticket.
bool is_ticket(std::string_view label) {
  const auto digits_at = digits.find(label);
  if (digits_at == std::string_view::npos || digits_at == 0 || label.size() > 20) return false;
  const auto name = label.substr(0, digits_at), number = label.substr(digits_at);
  if (number.find_first_not_of("0123456789") != std::string_view::npos) return false;
  if (name == "#" || name == "PR #" || name == "GH-") return true;
  return name.size() > 2 && name.back() == '-' &&
         name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ") == name.size() - 1;
}

constexpr ByteSet blanks(" \n\r\t");

// True for text that joining its lines would leave as it is.
bool is_one_line(std::string_view text) {
  return !holds_any<'\n', '\r', '\t'>(text) && !holds_doubled<' '>(text);
}

// Appends `text` with one blank for each run of blanks and line ends.
void append_on_one_line(std::string_view text, std::string& out) {
  for (std::size_t at = 0; at < text.size();) {
    const auto end = std::min(blanks.find(text, at), text.size());
    out.append(text, at, end - at);
    at = end;
    if (at == text.size()) break;
    if (!out.empty() && out.back() != ' ') out += ' ';
    while (at < text.size() && blanks.in[static_cast<unsigned char>(text[at])])
      ++at;
  }
}

// Where the last link of `words` parts its label from its target, "](" or "][", when nothing but brackets and
// a period stands behind it.
std::size_t last_link(std::string_view words) {
  const auto inlined = words.rfind("]("), named = words.rfind("][");
  if (inlined == named) return std::string_view::npos;  // neither is there
  const bool is_named =
      inlined == std::string_view::npos || (named != std::string_view::npos && named > inlined);
  const auto middle = is_named ? named : inlined;
  const auto close = words.find(is_named ? ']' : ')', middle + 2);
  if (close == std::string_view::npos) return close;
  return words.find_first_not_of(").", close + 1) == std::string_view::npos ? middle : std::string_view::npos;
}

// Cuts "[Issue](https://…)" off the end, and "- [LOOM-12](https://…)".
Span without_pointer(std::string_view text, Span span) {
  for (int times = 0; times < 3; ++times) {
    auto words = trimmed(text.substr(span.begin, span.end - span.begin));
    if (words.empty() || (words.back() != ')' && words.back() != ']' && words.back() != '.')) return span;
    const auto middle = last_link(words);
    const auto begin = middle == std::string_view::npos ? middle : words.rfind('[', middle);
    if (begin == std::string_view::npos || begin == 0) return span;
    const auto label = words.substr(begin + 1, middle - begin - 1);
    words = trimmed(words.substr(0, begin));
    if (is_ticket(label)) {
      const auto dash = std::find_if(dashes.begin(), dashes.end(),
                                     [&](std::string_view sign) { return words.ends_with(sign); });
      if (dash == dashes.end()) return span;
      words = trimmed(words.substr(0, words.size() - dash->size()));
      if (words.empty()) return span;
    } else if (!is_pointer(label)) {
      return span;
    }
    while (!words.empty() && (words.back() == ',' || words.back() == '('))
      words.remove_suffix(1);
    span.end =
        static_cast<std::uint32_t>(words.data() - text.data() + static_cast<std::ptrdiff_t>(words.size()));
  }
  return span;
}

// `words` with blanks for HTML comments and line ends, so that every byte keeps its place: what a comment
// says is neither an owner nor a date, and a line that is continued says the same as one that is not. ""
// where there are neither.
std::string as_one_line(std::string_view words) {
  std::string out;
  for (auto open = words.find("<!--"); open != words.npos;) {
    const auto close = words.find("-->", open + 4);
    if (close == words.npos) break;
    if (open == 0 || words[open - 1] != '`') {  // in code it is an example
      if (out.empty()) out = words;
      out.replace(open, close + 3 - open, close + 3 - open, ' ');
    }
    open = words.find("<!--", close + 3);
  }
  if (!holds_any<'\n', '\r'>(words)) return out;
  if (out.empty()) out = words;
  for (char& c : out)
    if (c == '\n' || c == '\r') c = ' ';
  return out;
}

// Where in `rest` it says when the item is due, if it does.
std::optional<Span> due_within(const Item& item, Span rest) {
  if (!item.due || item.due->at.begin < rest.begin || item.due->at.end > rest.end) return std::nullopt;
  return Span{item.due->at.begin - rest.begin, item.due->at.end - rest.begin};
}

// A date that what looks like a name runs into ends it: "Owner: Ada due May 10".
std::optional<FoundWord> owner_of(std::string_view text, std::optional<Span> due) {
  auto found = owner_in_item(text);
  if (!due || (found && (found->at.end <= due->begin || due->end <= found->at.begin))) return found;
  if (auto beside = owner_beside(text, *due)) return beside;
  return found;
}

}  // namespace

facts::Item ItemMaker::start(facts::ItemRole role, Span span, std::string_view from) const {
  Item item;
  item.role = role;
  item.span = span;
  item.line = line_number(span.begin);
  item.from = from;
  return item;
}

facts::Quote ItemMaker::quote(Span at) const {
  facts::Quote quote;
  quote.at = at;
  if (slice(at).find('\n') == std::string_view::npos) {
    append_plain(slice(at), quote.text);
  } else {
    std::string line;
    append_on_one_line(slice(at), line);
    append_plain(line, quote.text);
  }
  return quote;
}

void ItemMaker::take_day(Date day) {
  context_.near = day;
  day_known_ = true;
}

void ItemMaker::set_time(Item& item, const std::optional<EventTime>& time, facts::Quote as_written) {
  item.time = std::move(as_written);
  if (!time) return;
  if (time->has_day)
    if (const auto day = parse_iso_date(std::string_view(time->start).substr(0, 10))) take_day(*day);
  if (!day_known_) return;  // a clock on a day that nothing tells
  item.start = time->start;
  item.end = time->end;
}

bool ItemMaker::is_slots(Span words) const {
  return is_only_slots(slice(words));
}

void ItemMaker::assign(Item& item, Words& words) const {
  add_links(item, words.span);
  if (words.span.end - words.span.begin > assigned_bytes_max) return;
  const auto begin = words.span.begin;
  const auto whole = as_one_line(slice(words.span));
  const auto look = [&](Span at) {
    return whole.empty() ? slice(at) : std::string_view(whole).substr(at.begin - begin, at.end - at.begin);
  };
  if (auto tail = assigned_tail(slice(words.span), context_)) take_tail(item, words, *tail);
  // What is assigned stands at the ends, so each cut leaves a shorter text to look at.
  auto rest = words.span;
  bool has_cut = false;
  const auto cut = [&](Span found) {
    has_cut = true;
    const Span at = {rest.begin + found.begin, rest.begin + found.end};
    if (trimmed(look({rest.begin, at.begin})).empty())
      rest.begin = at.end;
    else if (trimmed(look({at.end, rest.end})).empty())
      rest.end = at.begin;
    else
      words.cuts.push_back(at);
  };
  const auto absolute = [&rest](Span found) {
    return Span{rest.begin + found.begin, rest.begin + found.end};
  };
  if (!item.due)
    if (auto due = due_in_text(look(rest), context_)) {
      due->at = absolute(due->at);
      item.due = std::move(due);
    }
  for (int pass = 0; pass == 0 || (pass == 1 && has_cut); ++pass) {
    if (item.state == facts::ActionState::unknown)
      if (const auto found = state_in_item(look(rest))) {
        item.state = found->state;
        item.state_text = quote(absolute(found->at));
        cut(found->cut);
      }
    if (!item.priority)
      if (const auto found = priority_in_item(look(rest))) {
        item.priority = quote(absolute(found->at));
        cut(found->cut);
      }
    if (!item.owner)
      if (const auto found = owner_of(look(rest), due_within(item, rest))) {
        item.owner = quote(absolute(found->at));
        cut(found->cut);
      }
    if (const auto due = due_within(item, rest))
      if (const auto tail = tail_of_due(look(rest), *due)) cut(*tail);
  }
  words.span = rest;
}

void ItemMaker::skip_label(Words& words) const {
  const auto lead = bold_lead(slice(words.span));
  if (lead.label.empty() || !lead.colon || trimmed(lead.rest).empty()) return;
  Folded folded;
  fold(lead.label, folded);
  constexpr std::string_view names[] = {"title", "description", "action", "action item", "task", "what"};
  if (std::find(std::begin(names), std::end(names), folded.text) == std::end(names)) return;
  words.span.begin = static_cast<std::uint32_t>(trimmed(lead.rest).data() - text_.data());
}

std::size_t ItemMaker::labels_alone(Span words) const {
  if (words.end - words.begin > assigned_bytes_max) return 0;
  const auto tail = labelled_tail(slice(words), context_);
  return tail && tail->cut.begin == 0 ? tail->labels : 0;
}

bool ItemMaker::assign_detail(Item& item, Span at) const {
  if (at.end - at.begin > assigned_bytes_max) return false;
  auto tail = labelled_tail(slice(at), context_);
  if (!tail || tail->cut.begin != 0) return false;
  if (item.ticked.value_or(false)) tail->state.reset();  // a ticked box tells
  if (tail->state && !item.state_text)
    item.state = facts::ActionState::unknown;  // more than a heading or a box
  Words words{at, {}};
  take_tail(item, words, *tail);
  return true;
}

void ItemMaker::take_tail(Item& item, Words& words, Tail& tail) const {
  const auto absolute = [&words](Span found) {
    return Span{words.span.begin + found.begin, words.span.begin + found.end};
  };
  if (tail.owner && !item.owner) item.owner = quote(absolute(tail.owner->at));
  if (tail.priority && !item.priority) item.priority = quote(absolute(tail.priority->at));
  if (tail.state && item.state == facts::ActionState::unknown) {
    item.state = tail.state->state;
    item.state_text = quote(absolute(tail.state->at));
  }
  if (tail.due_text && !item.due) item.due_text = quote(absolute(tail.due_text->at));
  if (tail.due && !item.due) {
    tail.due->at = absolute(tail.due->at);
    item.due = std::move(tail.due);
  }
  words.span.end = absolute(tail.cut).begin;
}

void ItemMaker::set_text(Item& item, const Words& words) {
  const auto span = without_pointer(text_, words.span);
  const bool is_rest = item.owner || item.priority || item.state_text || item.due || item.due_text;
  const auto append = is_rest ? append_plain_rest : append_plain;
  item.text.clear();
  if (words.cuts.empty() && is_one_line(slice(span))) return append(trimmed(slice(span)), item.text);
  raw_.clear();
  const auto add = [this](Span piece) {
    if (piece.begin < piece.end) append_on_one_line(slice(piece), raw_);
  };
  auto at = span.begin;
  for (const auto cut : words.cuts) {
    if (cut.begin < at || cut.end > span.end) continue;
    add({at, cut.begin});
    at = cut.end;
  }
  add({at, span.end});
  append(trimmed(raw_), item.text);
}

void ItemMaker::add_links(Item& item, Span span) const {
  const auto words = slice(span);
  if (!holds_any<'#', '/'>(words)) return;
  const auto add = [&](std::size_t begin, std::size_t end) {
    if (item.links.size() >= links_max) return;
    const Span at = {span.begin + static_cast<std::uint32_t>(begin),
                     span.begin + static_cast<std::uint32_t>(end)};
    item.links.push_back({std::string(slice(at)), at});
  };
  bool ticks = false;
  for (std::size_t i = link_starts.find(words); i < words.size();) {
    if (words[i] == '`') ticks = !ticks;
    const bool url = words[i] == 'h' && !ticks &&
                     (starts_with(words.substr(i), "https://") || starts_with(words.substr(i), "http://"));
    if (url) {
      auto end = i;
      while (end < words.size() && !is_url_end(words[end]))
        ++end;
      while (end > i && (words[end - 1] == '.' || words[end - 1] == ',' || words[end - 1] == ';'))
        --end;
      add(i, end);
      i = end;
    } else if (words[i] == '#' && !ticks && (i == 0 || !is_letter_or_digit(words[i - 1]))) {
      auto end = i + 1;
      while (end < words.size() && is_digit(words[end]))
        ++end;
      if (end > i + 1 && end - i < 10 && (end == words.size() || !is_letter_or_digit(words[end])))
        add(i, end);
      i = end;
    } else {
      ++i;
    }
    const auto next = link_starts.find(words, i);
    if (next == std::string_view::npos) break;
    i = next;
  }
}

}  // namespace hindcast::document
