#include "document/outline.h"

#include <array>

#include "document/dates.h"
#include "document/lexicon.h"
#include "document/plain.h"

namespace hindcast::document {
namespace {

using facts::SectionRole;
using markdown::Kind;
using markdown::Tree;

constexpr std::uint8_t bold_depth = 7, label_depth = 8;
constexpr std::size_t label_bytes_max = 80;  // a longer bold lead is a sentence

// Sections under which a weak word names a category and no section: "Detection" under "Action items".
bool announces_entries(SectionRole role) {
  return role == SectionRole::actions || role == SectionRole::lessons || role == SectionRole::went_well ||
         role == SectionRole::went_badly || role == SectionRole::lucky || role == SectionRole::checklist ||
         role == SectionRole::improvements;
}

// Sections in which a label line can open a section of its own.
bool admits_labels(SectionRole role) {
  return !announces_entries(role) && role != SectionRole::timeline && role != SectionRole::participants &&
         role != SectionRole::links && role != SectionRole::metrics && role != SectionRole::examples;
}

bool may_be_bold(char first) {
  return first == '*' || first == '_';
}

bool is_numbered(std::string_view title) {
  const auto number_end = title.find_first_not_of("0123456789");
  return number_end != std::string_view::npos && number_end > 0 && number_end < 4 &&
         (title[number_end] == '.' || title[number_end] == ')');
}

// The words of the last heading in a piece of HTML, and its level; a summary stands below all headings. Level
// 0 where there is none.
struct HtmlHeading {
  Span at;
  std::uint8_t level = 0;
};

HtmlHeading html_heading(std::string_view html) {
  HtmlHeading found;
  for (auto tag = html.find('<'); tag != std::string_view::npos; tag = html.find('<', tag + 1)) {
    const auto name = html.substr(tag + 1, 8);
    const bool is_summary = starts_with(name, "summary>") || starts_with(name, "SUMMARY>");
    const bool is_heading = name.size() > 2 && (name[0] == 'h' || name[0] == 'H') && name[1] >= '1' &&
                            name[1] <= '6' && (name[2] == '>' || name[2] == ' ');
    if (!is_summary && !is_heading) continue;
    const auto begin = html.find('>', tag);
    if (begin == std::string_view::npos) break;
    auto end = begin;
    do
      end = html.find("</", end + 1);
    while (end != std::string_view::npos && html.substr(end + 2, 1) != name.substr(0, 1));
    if (end == std::string_view::npos || end - begin > label_bytes_max * 2) break;
    found.at = {static_cast<std::uint32_t>(begin + 1), static_cast<std::uint32_t>(end)};
    found.level = is_summary ? bold_depth : static_cast<std::uint8_t>(name[1] - '0');
    tag = end;
  }
  return found;
}

class Outliner {
 public:
  Outliner(const Tree& tree, std::string_view text, const Headings& headings, const Form* form)
      : tree_(tree), text_(text), headings_(headings), form_(form) {}

  Outline run() {
    const auto expected = headings_.list.size() + 8;
    out_.parts.reserve(expected);
    out_.sections.reserve(expected);
    for (auto child : markdown::children(tree_, 0)) {
      const auto& node = tree_.nodes[child];
      if (node.kind == Kind::heading) heading(child);
      if (node.kind == Kind::paragraph) paragraph(child);
      if (node.kind == Kind::list) list(child);
      if (node.kind == Kind::html) html(child);
    }
    close(1, static_cast<std::uint32_t>(tree_.nodes.size()), static_cast<std::uint32_t>(text_.size()));
    return std::move(out_);
  }

 private:
  std::string_view slice(Span span) const { return text_.substr(span.begin, span.end - span.begin); }

  void heading(std::uint32_t at) {
    const auto& node = tree_.nodes[at];
    const auto index = next_heading_++;
    const auto title = headings_.title_of(index);
    Part part;
    part.node = at;
    if (in_timeline() && starts_with_clock(title)) {
      // A time is an entry of the timeline, whatever its level.
      part.timed = true;
      const auto depth = std::max(node.level, static_cast<std::uint8_t>(timeline_depth() + 1));
      close(depth, at, node.span.begin);
      return open(part, SectionRole::none, std::min(depth, bold_depth), node.span, title);
    }
    close(node.level, at, node.span.begin);
    part.numbered = is_numbered(title);
    if (static_cast<std::int32_t>(index) == headings_.title) {
      out_.title = static_cast<std::int32_t>(out_.parts.size());
      return open(part, SectionRole::none, node.level, node.span, title);
    }
    open(part, role_of_title(part, title, headings_.list[index].key), node.level, node.span, title);
  }

  // "<summary>Timeline</summary>" and "<h2>Impact</h2>" are headings that Markdown does not know, and
  // "</details>" ends what a summary opened.
  void html(std::uint32_t at) {
    const auto& node = tree_.nodes[at];
    const auto words = slice(node.span);
    if (words.find("</details") != std::string_view::npos && summaries_ > 0) {
      --summaries_;
      close(bold_depth, at, node.span.begin);
    }
    const auto found = html_heading(words);
    if (found.level == 0) return;
    plain_.clear();
    append_plain(words.substr(found.at.begin, found.at.end - found.at.begin), plain_);
    if (plain_.empty()) return;
    const Span span{node.span.begin + found.at.begin, node.span.begin + found.at.end};
    close(found.level, at, node.span.begin);
    summaries_ += found.level == bold_depth;
    Part part;
    part.node = at;
    part.numbered = is_numbered(plain_);
    const std::string title = plain_;
    if (found.level == 1 && headings_.title < 0 && out_.parts.empty()) {
      out_.title = 0;
      return open(part, SectionRole::none, 1, span, title);
    }
    auto role = role_of_title(part, title, heading_key(title));
    fold(title, folded_);
    // What is folded away is no category of the section before it.
    if (found.level == bold_depth && heading_role(folded_).role == SectionRole::timeline)
      role = SectionRole::timeline;
    open(part, role, found.level, span, title);
  }

  bool in_timeline() const {
    return !open_.empty() && out_.parts[open_.back()].around == SectionRole::timeline;
  }

  std::uint8_t timeline_depth() const {
    for (auto i = open_.size(); i > 0; --i)
      if (out_.sections[open_[i - 1]].role == SectionRole::timeline) return out_.parts[open_[i - 1]].depth;
    return 0;
  }

  static bool starts_with_clock(std::string_view title) {
    if (digits.find(title) == std::string_view::npos) return false;
    const auto time = title_time(title);
    return time && time->has_clock;
  }

  // "{{ 06:10 }}" is a time left in the braces of a template.
  static std::optional<EventTime> title_time(std::string_view title) {
    const auto begin = title.find_first_not_of("{ ");
    if (begin == std::string_view::npos) return std::nullopt;
    return leading_time(title.substr(begin), {});
  }

  SectionRole role_of_title(Part& part, std::string_view title, std::uint64_t key) {
    const auto around = open_.empty() ? SectionRole::none : out_.parts[open_.back()].around;
    part.skip = !open_.empty() && out_.parts[open_.back()].skip;
    if (around == SectionRole::timeline && digits.find(title) != std::string_view::npos && title_time(title))
      part.timed = true;
    if (part.timed) return SectionRole::none;
    fold(title, folded_);
    auto found = heading_role(folded_);
    if (found.skip) part.skip = true;
    if (form_ != nullptr) {
      const auto* section = find_section(*form_, key);
      if (section != nullptr && section->role != SectionRole::none) found = {section->role, false, false};
    }
    return counts_under(found, around) ? found.role : SectionRole::none;
  }

  static bool counts_under(const Announced& found, SectionRole around) {
    if (found.role == SectionRole::improvements) return around != SectionRole::actions;
    if (found.weak && announces_entries(around)) return false;
    // "What happened" inside the analysis tells a part of it.
    return found.role != SectionRole::summary || around == SectionRole::none ||
           around == SectionRole::summary;
  }

  void paragraph(std::uint32_t at) {
    const auto& node = tree_.nodes[at];
    for (std::uint32_t i = 0; i < node.line_count; ++i) {
      const auto span = tree_.lines[node.first_line + i];
      label_line(at, span, i == 0, i + 1 == node.line_count);
    }
  }

  void list(std::uint32_t at) {
    for (auto item : markdown::children(tree_, at)) {
      const auto& node = tree_.nodes[item];
      if ((node.flags & markdown::task) != 0 || item + 1 >= node.end) continue;
      const auto& first = tree_.nodes[item + 1];
      if (first.kind != Kind::paragraph) continue;
      const auto span = tree_.lines[first.first_line];
      if (!may_be_bold(text_[span.begin])) continue;
      const auto lead = bold_lead(trimmed(slice(span)));
      if (lead.label.empty() || lead.label.size() > label_bytes_max) continue;
      // "- **Key events**" over a nested list is a label too.
      const bool over_list = trimmed(lead.rest).empty() && first.end < node.end;
      if (!lead.colon && !over_list) continue;
      // A paragraph that only announces ("**Next steps:**") keeps the bullets under it, bold or not.
      if (opener_ && !open_.empty() && out_.parts[open_.back()].label) continue;
      label(item, node.span, lead);
    }
  }

  void label_line(std::uint32_t at, Span span, bool first, bool last) {
    const auto line = trimmed(slice(span));
    if (line.empty() || (!may_be_bold(line[0]) && line.back() != ':')) return;
    const auto lead = bold_lead(line);
    if (!lead.label.empty() && lead.label.size() <= label_bytes_max) {
      const bool whole = trimmed(lead.rest).empty();
      if (whole && !lead.colon && first && last) return bold_line(at, lead.label);
      if (lead.colon) {
        opener_ = whole && last;
        label(at, span, lead);
      }
      return;
    }
    const bool entries = first && !last && announces_times(line, at);
    if (((first && last) || entries) && line.back() == ':' && line.size() <= 40) {
      opener_ = true;
      label(at, span, {line.substr(0, line.size() - 1), {}, true});
    }
  }

  // "Timeline:" in the line above "09:10 the belt tears".
  bool announces_times(std::string_view line, std::uint32_t paragraph) {
    fold(line, folded_);
    if (label_role(folded_).role != SectionRole::timeline) return false;
    const auto next = tree_.lines[tree_.nodes[paragraph].first_line + 1];
    return starts_with_clock(trimmed(slice(next)));
  }

  void bold_line(std::uint32_t at, std::string_view title) {
    plain_.clear();
    append_plain(title, plain_);
    const auto& node = tree_.nodes[at];
    close(bold_depth, at, node.span.begin);
    Part part;
    part.node = at;
    const auto role = role_of_title(part, plain_, heading_key(plain_));
    opener_ = true;
    open(part, role, bold_depth, node.span, plain_);
  }

  void label(std::uint32_t at, Span line, const BoldLead& lead) {
    plain_.clear();
    append_plain(lead.label, plain_);
    fold(plain_, folded_);
    const auto found = label_role(folded_);
    auto inner = open_.size();
    while (inner > 0 && out_.parts[open_[inner - 1]].label)
      --inner;
    const auto around = inner == 0 ? SectionRole::none : out_.parts[open_[inner - 1]].around;
    const bool skipped = inner > 0 && out_.parts[open_[inner - 1]].skip;
    // In the lines between the title and the first section, people are a field of the document.
    const bool field = found.role == SectionRole::participants && is_head(inner);
    // "**Timeline**: 2 hours" is a value, no timeline.
    const bool value = found.role == SectionRole::timeline && !trimmed(lead.rest).empty();
    // "**What happened**: …" inside the analysis tells a part of it.
    const bool part_of_story = found.role == SectionRole::summary && around != SectionRole::none;
    const bool counts = found.role == SectionRole::examples ||
                        (found.role != SectionRole::none && found.role != around && !skipped && !field &&
                         !value && !part_of_story && admits_labels(around));
    if (!counts && (found.role != SectionRole::none || around == SectionRole::none || admits_labels(around)))
      close_label(at, line.begin);
    if (!counts) return;
    close(label_depth, at, line.begin);
    Part part;
    part.node = at;
    part.label = true;
    open(part, found.role, label_depth, line, plain_);
  }

  bool is_head(std::size_t inner) const {
    return inner == 0 || (inner == 1 && static_cast<std::int32_t>(open_[0]) == out_.title);
  }

  void close_label(std::uint32_t at, std::uint32_t offset) {
    if (!open_.empty() && out_.parts[open_.back()].label) close(label_depth, at, offset);
  }

  void open(const Part& part, SectionRole role, std::uint8_t depth, Span heading, std::string_view title) {
    const auto index = static_cast<std::uint32_t>(out_.parts.size());
    out_.parts.push_back(part);
    auto& made = out_.parts.back();
    made.depth = depth;
    made.parent = open_.empty() ? -1 : static_cast<std::int32_t>(open_.back());
    made.around = role != SectionRole::none || made.parent < 0
                      ? role
                      : out_.parts[static_cast<std::size_t>(made.parent)].around;
    facts::Section section;
    section.role = role;
    section.title = title;
    section.line = tree_.line_of(heading.begin) + 1;
    section.level = depth < label_depth ? depth : bold_depth;
    section.heading = heading;
    section.body.begin = heading.end;
    out_.sections.push_back(std::move(section));
    open_.push_back(index);
  }

  // Ends every open part of this level or deeper before `node`, whose text begins at `offset`.
  void close(std::uint8_t depth, std::uint32_t node, std::uint32_t offset) {
    while (!open_.empty() && out_.parts[open_.back()].depth >= depth) {
      auto& section = out_.sections[open_.back()];
      auto& part = out_.parts[open_.back()];
      auto end = offset;
      while (end > section.heading.end && is_blank(text_[end - 1]))
        --end;
      section.body.end = end;
      section.end_line = tree_.line_of(end > 0 ? end - 1 : 0) + 1;
      if (section.end_line < section.line) section.end_line = section.line;
      part.end_node = node > part.node ? node : part.node + 1;
      open_.pop_back();
    }
  }

  static bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n'; }

  const Tree& tree_;
  std::string_view text_;
  const Headings& headings_;
  const Form* form_;
  Outline out_;
  std::vector<std::uint32_t> open_;
  std::size_t next_heading_ = 0;
  int summaries_ = 0;    // of HTML, whose details are open
  bool opener_ = false;  // the open label's line holds nothing but the label
  std::string plain_;
  Folded folded_;
};

// True when the first heading is the document's title: of level 1, and no section of its own. A document that
// begins with "# Summary" has its title elsewhere.
bool is_title(const Tree& tree, const Headings& headings) {
  if (headings.list.empty() || tree.nodes[headings.list[0].node].level != 1) return false;
  Folded folded;
  fold(headings.title_of(0), folded);
  const auto role = label_role(folded).role;
  return role != SectionRole::summary && role != SectionRole::timeline && role != SectionRole::impact &&
         role != SectionRole::cause;
}

}  // namespace

Headings headings_of(const Tree& tree, std::string_view text) {
  Headings headings;
  std::string raw;
  for (auto child : markdown::children(tree, 0)) {
    if (tree.nodes[child].kind != Kind::heading) continue;
    raw.clear();
    append_raw(tree, child, text, raw);
    const auto begin = static_cast<std::uint32_t>(headings.titles.size());
    append_plain(raw, headings.titles);
    const auto end = static_cast<std::uint32_t>(headings.titles.size());
    const auto key = heading_key(std::string_view(headings.titles).substr(begin));
    headings.list.push_back({child, {begin, end}, key});
  }
  if (is_title(tree, headings)) headings.title = 0;
  return headings;
}

Outline outline_of(const Tree& tree, std::string_view text, const Headings& headings, const Form* form) {
  return Outliner(tree, text, headings, form).run();
}

}  // namespace hindcast::document
