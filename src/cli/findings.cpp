#include "cli/findings.h"

#include <algorithm>

#include "cli/width.h"

namespace hindcast::cli {
namespace {

using diag::Severity;

constexpr std::size_t bytes_around = 2000;  // of a line that are looked at on each side of a mark
constexpr int tab_columns = 4;

// A piece of a line as it is shown, from column `at` of that line.
std::string shown(std::string_view bytes, int at) {
  std::string out;
  for (;;) {
    const auto tab = bytes.find('\t');
    const auto piece = harmless(bytes.substr(0, tab));
    out += piece;
    if (tab == bytes.npos) return out;
    at += columns_of(piece);
    const int step = tab_columns - at % tab_columns;
    out.append(static_cast<std::size_t>(step), ' ');
    at += step;
    bytes.remove_prefix(tab + 1);
  }
}

bool is_inside_character(char c) {
  return (static_cast<unsigned char>(c) & 0xC0u) == 0x80u;
}

// `line` cut to what is worth looking at around `mark`, at the bounds of characters.
Span near(std::string_view text, Span line, Span mark) {
  if (mark.begin - line.begin > bytes_around) {
    line.begin = mark.begin - static_cast<std::uint32_t>(bytes_around);
    while (line.begin < mark.begin && is_inside_character(text[line.begin]))
      ++line.begin;
  }
  if (line.end > mark.begin + bytes_around) {
    line.end = mark.begin + static_cast<std::uint32_t>(bytes_around);
    while (line.end > mark.begin && is_inside_character(text[line.end]))
      --line.end;
  }
  return line;
}

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

std::string some(std::size_t count, std::string_view noun) {
  return counted(count, noun);
}

}  // namespace

Ink ink_of(Severity severity) {
  switch (severity) {
    case Severity::error:
      return Ink::red;
    case Severity::warning:
      return Ink::yellow;
    case Severity::hint:
      return Ink::cyan;
    case Severity::off:
      return Ink::plain;
  }
  return Ink::plain;
}

std::string excerpt(std::string_view text, Span line, Span span, std::uint32_t line_number,
                    const Style& style) {
  const auto cut = near(text, line, span);
  const auto marked_end = std::clamp(span.end, span.begin, cut.end);
  std::string before = shown(text.substr(cut.begin, span.begin - cut.begin), 0);
  const int at = columns_of(before);
  std::string marked = shown(text.substr(span.begin, marked_end - span.begin), at);
  std::string after = shown(text.substr(marked_end, cut.end - marked_end), at + columns_of(marked));
  const auto number = std::to_string(line_number);
  const std::string gutter = spaces(4 - static_cast<int>(number.size())) + number + " | ";
  const std::string rest = spaces(static_cast<int>(std::max<std::size_t>(number.size(), 4))) + " | ";

  const std::string_view dots = style.sign("…", "...");
  const int room = std::max(style.columns - columns_of(gutter), 10), dots_columns = columns_of(dots);
  int mark_at = at;
  // Some of what stands before is kept, so that a reader finds the place; the marked words come first.
  const int kept = std::max(room / 4, room - dots_columns - columns_of(marked) - columns_of(after));
  if (cut.begin != line.begin ||
      (mark_at > kept && mark_at + columns_of(marked) + columns_of(after) > room)) {
    before = std::string(dots) + std::string(last_columns(before, std::max(kept - dots_columns, 0)));
    mark_at = columns_of(before);
  }
  std::string whole = before + marked + after;
  if (columns_of(whole) > room || cut.end != line.end)
    whole = std::string(first_columns(whole, room - dots_columns)) + std::string(dots);
  const int marks = std::clamp(columns_of(marked), 1, std::max(room - mark_at, 1));
  std::string underline = "^" + std::string(static_cast<std::size_t>(marks - 1), '~');
  return style.paint(Ink::dim, gutter) + whole + "\n" + style.paint(Ink::dim, rest) + spaces(mark_at) +
         style.paint(Ink::green, underline) + "\n";
}

std::string findings_text(const app::CheckedDocument& document, const Style& style) {
  std::string out;
  const auto path = harmless(document.path);
  const auto where = [&](const std::string& file, const diag::Place& place) {
    return style.paint(Ink::bold,
                       file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) + ":");
  };
  for (const auto& finding : document.findings) {
    if (finding.silence != diag::Silence::none) continue;
    const auto& [diagnostic, place, notes, edits] = finding.what;
    out += where(path, place) + " " +
           style.paint(ink_of(diagnostic.severity), diag::word(diagnostic.severity)) + ": " +
           harmless(diagnostic.message) + " " +
           style.paint(Ink::dim, "[" + std::string(diagnostic.rule) + "]") + "\n";
    out += excerpt(document.text, place.first_line, diagnostic.span, place.line, style);
    for (std::size_t i = 0; i < notes.size(); ++i) {
      const auto& note = diagnostic.notes[i];
      out += where(note.path.empty() ? path : harmless(note.path), notes[i]) +
             " note: " + harmless(note.message) + "\n";
      if (note.path.empty()) {
        out += excerpt(document.text, notes[i].first_line, note.span, notes[i].line, style);
        continue;
      }
      const auto size = static_cast<std::uint32_t>(note.passage.size());
      const auto begin = std::min(note.span.begin - notes[i].first_line.begin, size);
      const auto end = std::clamp(note.span.end - notes[i].first_line.begin, begin, size);
      out += excerpt(note.passage, {0, size}, {begin, end}, notes[i].line, style);
    }
    for (const auto& fix : diagnostic.fixes)
      out += "     " + style.paint(Ink::dim, "fix: ") + harmless(fix.title) +
             (fix.is_safe ? " (--fix)" : "") + "\n";
    out += "\n";
  }
  return without_trailing_spaces(out);
}

std::string totals_text(const diag::Totals& totals, std::size_t documents_with, const Style& style) {
  std::size_t all = 0;
  std::string parts;
  for (const auto severity : {Severity::error, Severity::warning, Severity::hint}) {
    const auto count = totals.by_severity[static_cast<std::size_t>(severity)];
    all += count;
    if (count > 0) parts += (parts.empty() ? "" : ", ") + some(count, diag::word(severity));
  }
  std::string said = all == 0 ? "No findings in " + some(totals.documents, "document") + "."
                              : some(all, "finding") + " in " + std::to_string(documents_with) + " of " +
                                    some(totals.documents, "document") + ": " + parts + ".";
  std::string silent;
  if (totals.suppressed > 0) silent = std::to_string(totals.suppressed) + " suppressed by comments";
  if (totals.baselined > 0)
    silent += (silent.empty() ? "" : ", ") + std::to_string(totals.baselined) + " in the baseline";
  if (!silent.empty()) silent = "Not counted: " + silent + ".";
  if (totals.fixable > 0)
    silent += (silent.empty() ? "" : " ") + some(totals.fixable, "finding") + " can be mended with --fix.";
  std::string out;
  for (const auto& line : wrap(said, style.columns))
    out += style.paint(Ink::bold, line) + "\n";
  if (!silent.empty())
    for (const auto& line : wrap(silent, style.columns))
      out += style.paint(Ink::dim, line) + "\n";
  return out;
}

}  // namespace hindcast::cli
