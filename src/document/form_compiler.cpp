#include "document/form_compiler.h"

#include <algorithm>

#include "document/form_labels.h"
#include "document/form_roles.h"
#include "document/form_text.h"

namespace hindcast::document::forms {
namespace {

using markdown::Kind;
using markdown::Node;

constexpr std::size_t guidance_words_min =
    4;  // "[Name]" is a name, "[What went wrong and why]" tells something

std::uint32_t offset(std::size_t n) {
  return static_cast<std::uint32_t>(n);
}

// "Action 1", "[Problem 2]", "Alternative 1: [Name]", "{{ hh:mm }}": one of many of its kind.
bool is_sample_title(std::string_view title, const std::vector<Slot>& slots) {
  std::string rest;
  std::size_t at = 0;
  for (const Slot& slot : slots) {
    std::size_t from = title.find(slot.text, at);
    if (from == std::string_view::npos) break;
    rest += title.substr(at, from - at);
    at = from + slot.text.size();
  }
  rest += title.substr(at);
  std::string_view words = trimmed(rest, " \t-:,.*_()#@—–");
  if (words.empty()) return !slots.empty();
  std::string_view digits = words.substr(words.find_last_not_of("0123456789") + 1);
  return !digits.empty() && digits.size() < words.size() && word_count(words) == 2;
}

std::string_view without_dots(std::string_view text) {
  text = trimmed(text);
  while (text.size() >= 3 && (text.substr(text.size() - 3) == "..." || text.substr(text.size() - 3) == "…"))
    text = trimmed(text.substr(0, text.size() - 3));
  return text;
}

}  // namespace

Compiler::Compiler(Form& form, std::vector<FormFinding>& findings)
    : form_(form), findings_(findings), text_(form.text), tree_(markdown::parse(form.text)) {}

void Compiler::run() {
  find_title();
  for (std::uint32_t n = 1; n < tree_.nodes.size();) {
    const Node& node = tree_.nodes[n];
    std::uint32_t next = node.end;
    switch (node.kind) {
      case Kind::front_matter:
        front_matter(n);
        break;
      case Kind::heading:
        heading(n);
        break;
      case Kind::paragraph:
        paragraph(n);
        break;
      case Kind::list:
        list(n);
        break;
      case Kind::table:
        table(n);
        break;
      case Kind::code:
        code(n);
        break;
      case Kind::html:
        html(n);
        break;
      case Kind::quote:
        next = n + 1;
        break;  // its blocks follow and are read as they are
      case Kind::rule:
        rule_at_ = node.span.begin;
        break;
      default:
        break;
    }
    n = next;
  }
  finish();
  duplicates();
  say_what_is_not_inferred();
}

Span Compiler::leaf(std::uint32_t n) const {
  const Node& node = tree_.nodes[n];
  if (node.line_count == 0) return {node.span.begin, node.span.begin};
  return {tree_.lines[node.first_line].begin, tree_.lines[node.first_line + node.line_count - 1].end};
}

std::string Compiler::line_name(std::uint32_t at) const {
  return "line " + std::to_string(tree_.line_of(at) + 1 + form_.lines_before);
}

void Compiler::find(std::string_view rule, bool is_error, std::string message, Span at) {
  findings_.push_back({std::string(rule), is_error, std::move(message), at});
}

// The title is the only heading of its level, or the first of level 1 that announces no section. Where two
// of level 1 follow each other, the one with a slot in it.
void Compiler::find_title() {
  std::vector<std::uint32_t> headings;
  std::uint8_t top = 7;
  for (std::uint32_t n = 1; n < tree_.nodes.size(); n = tree_.nodes[n].end) {
    if (tree_.nodes[n].kind != Kind::heading || is_late_front_matter(n)) continue;
    headings.push_back(n);
    top = std::min(top, tree_.nodes[n].level);
  }
  std::vector<std::uint32_t> tops;
  for (std::uint32_t n : headings)
    if (tree_.nodes[n].level == top) tops.push_back(n);
  if (tops.empty() || (top > 1 && (tops.size() > 1 || headings.size() < 2 || tops[0] != headings[0]))) return;
  auto has_slots = [&](std::uint32_t n) {
    FoundSlots found;
    find_slots(text_, tree_.nodes[n].content, found);
    return !found.slots.empty();
  };
  std::uint32_t best = tops[0];
  bool second = tops.size() > 1 && tree_.nodes[best].end == tops[1] && !has_slots(best) && has_slots(tops[1]);
  if (second) best = tops[1];
  bool announces =
      role_of(cut(tree_.nodes[best].content), facts::SectionRole::none) != facts::SectionRole::none;
  if (announces && tops.size() > 1 && !has_slots(best)) return;
  title_node_ = best;
}

// Front matter that is not at the very start, behind that of an issue template: Markdown takes it for an
// underlined heading.
bool Compiler::is_late_front_matter(std::uint32_t n) const {
  const Node& node = tree_.nodes[n];
  if ((node.flags & markdown::setext) == 0 || node.line_count < 2) return false;
  for (std::uint32_t i = 0; i < node.line_count; ++i) {
    std::string_view line = cut(tree_.lines[node.first_line + i]);
    std::size_t colon = line.find(": ");
    if (colon == std::string_view::npos || line.substr(0, colon).find(' ') != std::string_view::npos)
      return false;
  }
  return true;
}

void Compiler::heading(std::uint32_t n) {
  const Node& node = tree_.nodes[n];
  if (n == title_node_) {
    form_.title = std::string(cut(node.content));
    form_.title_at = node.content;
    take_slots(node.content);
    for (Slot& slot : form_.slots) {  // "[Event/Phase]": in a title, words to choose a name from
      if (slot.type != SlotType::enumeration) continue;
      slot.type = SlotType::text;
      slot.choices.clear();
    }
    return;
  }
  if (is_late_front_matter(n)) {
    for (std::uint32_t i = 0; i < node.line_count; ++i) {
      Span line = tree_.lines[node.first_line + i];
      std::optional<Label> label = label_at(text_, line.begin, line.end, line.end);
      if (label) field(label->key, span_of(trimmed(cut({label->whole.end, line.end}))));
    }
    return;
  }
  if (n < title_node_) return;  // a heading above the title belongs to whoever keeps the template
  open_section(n);
}

void Compiler::open_section(std::uint32_t n) {
  const Node& node = tree_.nodes[n];
  while (!around_.empty() && form_.sections[around_.back()].level >= node.level)
    around_.pop_back();
  facts::SectionRole within =
      around_.empty() ? facts::SectionRole::none : form_.sections[around_.back()].role;
  around_.push_back(form_.sections.size());
  FormSection opened;
  opened.title = std::string(cut(node.content));
  opened.heading = node.span;
  opened.level = node.level;
  opened.required = !says_optional(opened.title);
  whys_ = 0;
  std::size_t comment = opened.title.find("<!--");
  if (comment != std::string::npos) opened.title = std::string(trimmed(opened.title.substr(0, comment)));
  opened.role = role_of(opened.title, within);
  std::uint32_t next = tree_.nodes[n].end;
  while (next < tree_.nodes.size() && tree_.nodes[next].kind == Kind::html)
    next = tree_.nodes[next].end;
  bool empty = next >= tree_.nodes.size() || tree_.nodes[next].kind == Kind::heading;
  empty_sections_ += empty;  // a heading over nothing asks for its text
  form_.sections.push_back(std::move(opened));
  take_slots(node.content);
  comments(node.content);
  FormSection& here = form_.sections.back();
  here.folded = folded_title(here.title);
  here.key = heading_key(here.title);
  here.repeats = is_sample_title(here.title, here.slots);
}

void Compiler::take_slots(Span within) {
  FoundSlots found;
  find_slots(text_, within, found);
  for (Span at : found.unclosed) {
    std::string_view open = cut({at.begin, std::min<std::uint32_t>(at.begin + 24, within.end)});
    std::string shown(open.substr(0, open.find('\n')));
    find("slot-never-closed", true, "slot `" + shown + "` is never closed", at);
  }
  for (Slot& slot : found.slots) {
    if (slot.type == SlotType::enumeration && slot.choices.size() < 2)
      find("enumeration-with-one-choice", false, "enumeration `" + slot.text + "` has one choice", slot.at);
    bool tells = slot.type == SlotType::text && word_count(slot.text) >= guidance_words_min;
    if (tells) note_guidance(slot.at);
    ++slot_count_;
    slots().push_back(std::move(slot));
  }
}

void Compiler::note_guidance(Span at) {
  const bool is_before = form_.sections.empty();
  std::vector<Span>& spans = is_before ? form_.guidance_at : form_.sections.back().guidance_at;
  std::vector<std::string>& texts = is_before ? form_.guidance : form_.sections.back().guidance;
  if (at.begin >= at.end || (!spans.empty() && at.begin < spans.back().end)) return;
  spans.push_back(at);
  texts.emplace_back(cut(at));
}

void Compiler::note_optional(std::string_view guidance) {
  bool said = required_given_ == form_.sections.size();  // a remark has the last word
  bool brief = word_count(guidance) <= 8;                // a longer one speaks of a part of the section
  if (section() && !said && brief && is_optional_remark(guidance)) section()->required = false;
}

void Compiler::comments(Span within) {
  for (const Comment& comment : comments_in(text_, within)) {
    if (!comment.closed) {
      find("comment-never-closed", true, "comment is never closed", {comment.at.begin, comment.at.begin + 4});
    } else if (comment.is_remark) {
      settings(comment.settings, comment.at);
    } else {
      note_guidance(comment.at);
      note_optional(cut(comment.at));
    }
  }
}

void Compiler::field(Span key, Span value) {
  ValueSlot read = value_slot(text_, value);
  if (read.is_open) ++slot_count_;
  FoundSlots all;
  find_slots(text_, value, all);
  for (Span at : all.unclosed)
    find("slot-never-closed", true, "slot is never closed", at);
  if (read.slot.type == SlotType::enumeration && read.slot.choices.size() < 2)
    find("enumeration-with-one-choice", false, "enumeration `" + read.slot.text + "` has one choice",
         read.slot.at);
  for (const Slot& slot : all.slots) {
    bool tells = slot.type == SlotType::text && word_count(slot.text) >= guidance_words_min;
    if (tells) note_guidance(slot.at);
  }
  std::string name = plain_label(cut(key));
  asked_.push_back({form_.sections.size(), name, key});
  fields().push_back({std::move(name), std::move(read.slot)});
}

// Text between labels. What tells the writer something is guidance as a whole; slots count either way.
void Compiler::prose(Span at, bool quoted) {
  std::string_view raw = trimmed(cut(at));
  if (raw.empty()) return;
  at = span_of(raw);
  FoundSlots found;
  find_slots(text_, at, found);
  bool italic =
      raw.size() > 4 && raw[0] == raw.back() && (raw[0] == '*' || raw[0] == '_') && raw[1] != raw[0];
  bool last_words = italic && section() && rule_at_ > section()->heading.begin;  // a closing line that stays
  bool comment_only = raw.substr(0, 4) == "<!--" && raw.find("-->") + 3 == raw.size();
  bool tells = italic || raw.back() == ':' || is_instruction(raw);
  if (is_why(raw)) count_why();
  if (quoted || (tells && !last_words && found.slots.empty() && !comment_only)) note_guidance(at);
  comments(at);
  note_optional(raw);
  take_slots(at);
  if (!is_filler(raw)) return;
  slots().push_back({SlotType::text, std::string(raw), {}, at});
  ++slot_count_;
}

void Compiler::count_why() {
  if (++whys_ >= 2 && section()) section()->has_chain = true;
}

Span Compiler::span_of(std::string_view piece) const {
  std::uint32_t begin = offset(static_cast<std::size_t>(piece.data() - text_.data()));
  return {begin, begin + offset(piece.size())};
}

// Takes the ">" of the quote's next line off the end of a value.
bool Compiler::without_quote_mark(Span& value) const {
  std::string_view words = cut(value);
  if (words.empty() || words.back() != '>') return false;
  std::size_t line = words.find_last_of('\n');
  if (line != std::string_view::npos && trimmed(words.substr(line)) != ">") return false;
  if (line == std::string_view::npos && words != ">") return false;
  --value.end;
  return true;
}

// The labels of a paragraph; plain ones count where something is left to fill.
std::vector<Label> Compiler::labels_of(std::uint32_t n, bool list_follows) const {
  const Node& node = tree_.nodes[n];
  Span all = leaf(n);
  std::vector<Label> labels;
  for (std::uint32_t i = 0; i < node.line_count; ++i) {
    Span line = tree_.lines[node.first_line + i];
    if (!labels.empty() && line.begin < labels.back().whole.end) continue;
    for (const Label& label : labels_of_line(text_, line, all.end)) {
      Span value{label.whole.end, std::max(label.whole.end, line.end)};
      bool bare = trimmed(cut(value)).empty();
      std::string_view key = cut(label.key);
      bool leads =
          bare && (word_count(key) > 3 || is_instruction(key)) && (list_follows || is_instruction(key));
      if (label.bold || (!leads && value_slot(text_, value).is_open)) labels.push_back(label);
    }
  }
  std::string_view raw = trimmed(cut(all));
  if (!labels.empty() || !is_bold_line(raw)) return labels;
  Span key = span_of(raw);  // a label without its colon
  labels.push_back({{key.begin + 2, key.end - 2}, key, true});
  return labels;
}

void Compiler::paragraph(std::uint32_t n) {
  const Node& node = tree_.nodes[n];
  bool quoted = tree_.nodes[node.parent].kind == Kind::quote;
  std::uint32_t list_after =
      node.end < tree_.nodes.size() && tree_.nodes[node.end].kind == Kind::list ? node.end : 0;
  Span all = leaf(n);
  std::vector<Label> labels = labels_of(n, list_after != 0);
  prose({all.begin, labels.empty() ? all.end : labels.front().whole.begin}, quoted);
  for (std::size_t i = 0; i < labels.size(); ++i) {
    Span value{labels[i].whole.end, i + 1 < labels.size() ? labels[i + 1].whole.begin : all.end};
    value.begin = std::min(value.begin, value.end);
    value = span_of(trimmed(cut(value)));
    while (quoted && without_quote_mark(value))
      value = span_of(trimmed(cut(value)));
    labelled(labels[i], value, list_after);
  }
  std::string_view raw = trimmed(cut(all));
  if (!labels.empty() || raw.empty()) return;
  std::string low = lower(trimmed(raw, " \t\r\n.,:*_"));
  if (low.size() >= 11 && low.substr(low.size() - 11) == "for example" && section()) {
    if (list_after != 0) section()->examples.emplace_back("For example");
    skipped_list_ = list_after;
  } else if (list_after != 0 && asks_to_choose(raw)) {
    choice(raw, list_after);
  } else if (raw.back() == ':' || (raw.size() > 1 && raw.substr(raw.size() - 2) == ":]")) {
    instructed_list_ = list_after;
  }
}

// "Choose the main cause:" over a list: its points are the choices.
void Compiler::choice(std::string_view asked, std::uint32_t list) {
  Slot slot{SlotType::enumeration, std::string(asked), {}, span_of(asked)};
  for (std::uint32_t child : markdown::children(tree_, list)) {
    if (child + 1 >= tree_.nodes[child].end || tree_.nodes[child + 1].kind != Kind::paragraph) continue;
    slot.choices.emplace_back(trimmed(cut(leaf(child + 1))));
  }
  if (slot.choices.size() < 2) return;
  slots().push_back(std::move(slot));
  ++slot_count_;
  skipped_list_ = list;
}

// One label of a paragraph and what stands behind it.
void Compiler::labelled(const Label& label, Span value, std::uint32_t list_after) {
  std::string_view key = cut(label.key);
  bool why = is_why(key);
  bool sentence = key.find(',') != std::string_view::npos || word_count(key) > 8;
  if (why) count_why();
  if (is_examples_label(plain_label(key))) {
    if (section() && list_after != 0) section()->examples.push_back(plain_label(key));
    skipped_list_ = list_after;
  } else if (value.begin == value.end && sentence && !why) {
    note_guidance(label.whole);
  } else {
    field(label.key, value);
    comments(value);
  }
}

void Compiler::list(std::uint32_t n) {
  if (n == skipped_list_) return;
  for (std::uint32_t child : markdown::children(tree_, n))
    item(child, n == instructed_list_);
}

void Compiler::item(std::uint32_t n, bool after_instruction) {
  const Node& node = tree_.nodes[n];
  if ((node.flags & markdown::task) != 0 && section()) section()->has_checks = true;
  std::uint32_t first = n + 1;
  if (first >= node.end) {  // a marker with nothing behind it
    slots().push_back({SlotType::text, "", {}, {node.span.end, node.span.end}});
    ++slot_count_;
    return;
  }
  if (tree_.nodes[first].kind == Kind::paragraph) {
    Span at = leaf(first);
    std::vector<Label> labels = labels_of_line(text_, tree_.lines[tree_.nodes[first].first_line], at.end);
    std::string_view raw = trimmed(cut(at));
    bool fields_here = false;
    if (!labels.empty() && labels[0].whole.begin == at.begin) {
      Span value{labels[0].whole.end, std::max(labels[0].whole.end, at.end)};
      ValueSlot read = value_slot(text_, value);
      fields_here = read.is_open || (labels[0].bold && word_count(cut(value)) <= 4);
      bool sample = is_sample_title(cut(labels[0].key), {}) && !section();
      if (fields_here && !sample) field(labels[0].key, value);
      if (is_why(cut(labels[0].key))) count_why();
    }
    if (is_why(raw) && labels.empty()) count_why();
    std::string_view bare = without_dots(raw);
    if (fields_here) {
      comments(at);
    } else if (bare.size() < raw.size()) {  // "...", "Details..."
      slots().push_back({SlotType::text, std::string(raw), {}, at});
      ++slot_count_;
    } else {
      comments(at);
      FoundSlots found;
      find_slots(text_, at, found);
      if (found.slots.empty() && after_instruction) note_guidance(at);
      note_optional(raw);
      take_slots(at);
    }
  }
  record(n);
}

// The labelled sub-points of a sample item are its record.
void Compiler::record(std::uint32_t n) {
  const Node& node = tree_.nodes[n];
  std::uint32_t depth_end = 0;
  for (std::uint32_t child = n + 2; child < node.end; ++child) {
    const Node& below = tree_.nodes[child];
    if (below.kind != Kind::item || child < depth_end) continue;
    depth_end = 0;
    if (child + 1 >= below.end || tree_.nodes[child + 1].kind != Kind::paragraph) continue;
    Span at = leaf(child + 1);
    std::string_view raw = trimmed(cut(at));
    std::string_view bare = without_dots(raw);
    std::vector<Label> labels = labels_of_line(text_, tree_.lines[tree_.nodes[child + 1].first_line], at.end);
    std::string name;
    if (bare.size() < raw.size() && !bare.empty() && labels.empty()) {
      name = plain_label(bare);
      slots().push_back({SlotType::text, std::string(raw), {}, at});
      ++slot_count_;
    } else if (!labels.empty() && labels[0].whole.begin == at.begin) {
      name = plain_label(cut(labels[0].key));
      take_slots({labels[0].whole.end, std::max(labels[0].whole.end, at.end)});
    } else {
      take_slots(at);
      continue;
    }
    if (!section() || name.empty() || is_sample_title(name, {})) continue;
    section()->record.push_back(std::move(name));
    depth_end = below.end;
  }
}

}  // namespace hindcast::document::forms
