#include "document/prose.h"

#include "document/plain.h"

namespace hindcast::document {
namespace {

using facts::Item;
using facts::ItemRole;

// The end of the sentence that begins at `at`: after its full stop, before the next one's first letter.
std::uint32_t sentence_end(std::string_view text, std::uint32_t at, std::uint32_t end) {
  for (auto i = at; i < end; ++i) {
    const char c = text[i];
    if (c == '.' || c == '!' || c == '?') {
      const bool last = i + 1 == end || text[i + 1] == ' ' || text[i + 1] == '\n' || text[i + 1] == '\r';
      const bool abbreviation = i >= 2 && (text[i - 2] == '.' || text[i - 2] == ' ') && i + 2 < end;
      if (last && !abbreviation) return i + 1;
    }
    if (text.compare(i, 3, "。") == 0) return std::min(end, i + 3);
  }
  return end;
}

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

// What may stand behind a day that is over entries: nothing, a colon, "(all times UTC)".
bool is_remark(std::string_view rest) {
  constexpr std::string_view marks = " *_:";
  const auto begin = rest.find_first_not_of(marks);
  if (begin == std::string_view::npos) return true;
  rest = rest.substr(begin, rest.find_last_not_of(marks) + 1 - begin);
  return rest.front() == '(' && rest.find(')') == rest.size() - 1;
}

// Sentences about the document itself, or to its readers, promise no work.
bool is_about_document(std::string_view folded) {
  constexpr std::string_view subjects[] = {
      "this retrospective", "this postmortem", "this document", "this page",
      "this report",        "if you",          "please",        "these are",
      "note that"};
  for (auto subject : subjects)
    if (starts_with(folded, subject)) return true;
  return false;
}

}  // namespace

void ProseReader::events(std::uint32_t paragraph) {
  const auto& node = tree_.nodes[paragraph];
  Item* open = nullptr;
  Words words;
  const auto finish = [&] {
    if (open != nullptr) maker_.set_text(*open, words);
  };
  for (auto line = node.first_line; line < node.first_line + node.line_count; ++line) {
    const auto span = tree_.lines[line];
    const auto time = leading_time(maker_.slice(span), maker_.context());
    if (!time) {
      if (open == nullptr) continue;
      // ": Deploy" under a time alone, as lists of definitions have it.
      const bool defines = words.span.begin >= words.span.end && maker_.slice(span).starts_with(": ");
      if (defines) words.span.begin = span.begin + 2;
      words.span.end = span.end;
      open->span.end = span.end;
      continue;
    }
    finish();
    open = nullptr;
    // A line that is but a day stands over the entries of that day.
    const auto rest = trimmed(maker_.slice({std::min(span.begin + time->at.end, span.end), span.end}));
    const bool alone = is_remark(rest);
    if (alone && time->has_day && !time->has_clock && line + 1 == node.first_line + node.line_count) {
      if (const auto day = parse_iso_date(std::string_view(time->start).substr(0, 10))) maker_.take_day(*day);
      continue;
    }
    auto made = maker_.start(ItemRole::event, span, "line");
    maker_.set_time(made, time, maker_.quote({span.begin + time->at.begin, span.begin + time->at.end}));
    words = {{std::min(span.begin + time->cut.end, span.end), span.end}, {}};
    out_.push_back(std::move(made));
    open = &out_.back();
  }
  finish();
}

void ProseReader::actions(std::uint32_t paragraph, facts::ActionState state) {
  const auto& node = tree_.nodes[paragraph];
  if (node.line_count == 0) return;
  auto at = tree_.lines[node.first_line].begin;
  const auto end = tree_.lines[node.first_line + node.line_count - 1].end;
  const auto lead = bold_lead(maker_.slice({at, end}));
  if (!lead.label.empty() && lead.colon) at = static_cast<std::uint32_t>(lead.rest.data() - text_.data());
  std::uint32_t last_line = 0;
  while (at < end) {
    while (at < end && is_blank(text_[at]))
      ++at;
    const auto stop = sentence_end(text_, at, end);
    if (stop <= at) break;
    plain_.clear();
    append_plain(maker_.slice({at, stop}), plain_);
    fold(plain_, folded_);
    const auto line = maker_.line_number(at);
    if (line != last_line && is_commitment(folded_) && !is_about_document(folded_.text)) {
      action({at, stop}, state);
      last_line = line;
    }
    at = stop;
  }
}

void ProseReader::action(Span sentence, facts::ActionState state) {
  auto made = maker_.start(ItemRole::action, sentence, "line");
  Words words{sentence, {}};
  maker_.assign(made, words);
  if (made.state == facts::ActionState::unknown) made.state = state;
  maker_.set_text(made, words);
  if (!made.text.empty()) out_.push_back(std::move(made));
}

void ProseReader::deadlines(std::uint32_t paragraph) {
  const auto& node = tree_.nodes[paragraph];
  if (node.line_count == 0) return;
  auto at = tree_.lines[node.first_line].begin;
  const auto end = tree_.lines[node.first_line + node.line_count - 1].end;
  while (at < end) {
    while (at < end && is_blank(text_[at]))
      ++at;
    const auto stop = sentence_end(text_, at, end);
    if (stop <= at) break;
    const auto sentence = maker_.slice({at, stop});
    const bool dated = digits.find(sentence) != std::string_view::npos;
    auto due = dated ? due_in_text(sentence, maker_.context()) : std::nullopt;
    if (due) {
      auto made = maker_.start(ItemRole::deadline, {at, stop}, "line");
      maker_.set_text(made, {{at, stop}, {}});
      due->at = {due->at.begin + at, due->at.end + at};
      made.due = std::move(due);
      out_.push_back(std::move(made));
    }
    at = stop;
  }
}

}  // namespace hindcast::document
