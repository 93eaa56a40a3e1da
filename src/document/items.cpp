#include "document/items.h"

#include <algorithm>

#include "document/item_maker.h"
#include "document/lexicon.h"
#include "document/owners.h"
#include "document/plain.h"
#include "document/prose.h"
#include "document/states.h"
#include "document/table_items.h"

namespace hindcast::document {
namespace {

using facts::ActionState;
using facts::Item;
using facts::ItemRole;
using facts::SectionRole;
using markdown::Kind;
using markdown::Tree;

constexpr std::uint32_t no_node = 0xffffffff;
constexpr std::size_t nothing_bytes_max = 60;  // "None", "to be defined" are short
constexpr std::size_t items_usual_max = 48;    // room made at once: items are large to move
constexpr std::size_t told_bytes_max = 2000;   // in longer ones a state word is about something else

// What a bullet is, by the role of the part it stands in; nothing where bullets state no item.
std::optional<ItemRole> bullet_role(SectionRole around) {
  switch (around) {
    case SectionRole::actions:
      return ItemRole::action;
    case SectionRole::went_well:
    case SectionRole::went_badly:
    case SectionRole::lucky:
      return ItemRole::observation;
    case SectionRole::lessons:
      return ItemRole::lesson;
    case SectionRole::improvements:
      return ItemRole::improvement;
    case SectionRole::metrics:
      return ItemRole::metric;
    case SectionRole::participants:
      return ItemRole::participant;
    case SectionRole::examples:
      return ItemRole::example;
    default:
      return std::nullopt;
  }
}

class ItemReader {
 public:
  ItemReader(const Tree& tree, std::string_view text, const Outline& outline, const DateContext& context,
             bool near_is_day, facts::Document& document)
      : tree_(tree),
        text_(text),
        outline_(outline),
        maker_(tree, text, context, near_is_day),
        kind_(document.kind),
        out_(document.items),
        prose_(tree, text, maker_, out_) {}

  void run() {
    const auto count = static_cast<std::uint32_t>(tree_.nodes.size());
    out_.reserve(std::min<std::size_t>(count / 3, items_usual_max));
    for (std::uint32_t at = 1; at < count;) {
      enter(at);
      const auto& node = tree_.nodes[at];
      switch (node.kind) {
        case Kind::heading:
          heading(at);
          break;
        case Kind::table:
          // Under a legend only a table of actions is one, wherever its heading is missing.
          read_table(tree_, at, skipped() ? SectionRole::none : around(), maker_, out_);
          at = node.end;
          continue;
        case Kind::item:
          item(at);
          break;
        case Kind::paragraph:
          paragraph(at);
          break;
        default:
          break;
      }
      ++at;
    }
  }

 private:
  struct OpenItem {
    std::uint32_t end = 0;
    bool made = false;           // stated something: what is nested in it explains it
    std::ptrdiff_t action = -1;  // the action it states or explains
  };

  // What a part's heading says of all the actions under it: asked once, however many they are.
  struct HeadingTells {
    bool is_asked = false;
    std::optional<ActionState> state;
    std::optional<Span> team;  // within the title
  };

  // Brings the current part and the open list items up to node `at`.
  void enter(std::uint32_t at) {
    while (next_part_ < outline_.parts.size() && outline_.parts[next_part_].node <= at)
      part_ = static_cast<std::ptrdiff_t>(next_part_++);
    while (part_ >= 0 && this_part().end_node <= at)
      part_ = this_part().parent;
    while (!open_.empty() && open_.back().end <= at)
      open_.pop_back();
  }

  const Part& this_part() const { return outline_.parts[static_cast<std::size_t>(part_)]; }
  SectionRole around() const { return part_ < 0 ? SectionRole::none : this_part().around; }
  bool skipped() const { return part_ >= 0 && this_part().skip; }
  std::string_view slice(Span span) const { return text_.substr(span.begin, span.end - span.begin); }

  // --- headings ---

  void heading(std::uint32_t at) {
    if (part_ < 0 || this_part().node != at) return;
    if (this_part().timed) return heading_event(at);
    if (outline_.sections[static_cast<std::size_t>(part_)].role == SectionRole::timeline) take_day(at);
    if (is_action_heading()) return heading_action(at);
    if (!inside_action_heading()) action_heading_ = no_node;
  }

  // "Timeline (PST) 06/10/2025": the day of the entries under it.
  void take_day(std::uint32_t at) {
    const auto day = first_date(slice(tree_.nodes[at].content), maker_.context());
    if (day && day->has_year) maker_.take_day(day->first);
  }

  void heading_event(std::uint32_t at) {
    auto span = tree_.nodes[at].content;
    while (span.begin < span.end && (text_[span.begin] == '{' || text_[span.begin] == ' '))
      ++span.begin;
    while (span.end > span.begin && (text_[span.end - 1] == '}' || text_[span.end - 1] == ' '))
      --span.end;
    const auto time = leading_time(slice(span), maker_.context());
    if (!time) return;
    Words words{{span.begin + time->cut.end, span.end}, {}};
    if (words.span.begin >= words.span.end) {
      words = first_words_after(at);
      const bool entries = stands_over_entries(at, words);
      const auto day = parse_iso_date(std::string_view(time->start).substr(0, 10));
      if (entries && day && time->has_day && !time->has_clock) return maker_.take_day(*day);
      if (entries && tree_.nodes[tree_.nodes[at].end].kind == Kind::list) words = {};
    }
    auto made = maker_.start(ItemRole::event, tree_.nodes[at].span, "heading");
    set_time(made, *time, span.begin);
    maker_.set_text(made, words);
    out_.push_back(std::move(made));
  }

  // A heading that is but a time: the paragraph or the first bullet under it says what happened, also below
  // a log, and where there is neither the first line of the log.
  Words first_words_after(std::uint32_t at) const {
    Words log;
    for (auto next = tree_.nodes[at].end; next < this_part().end_node; next = tree_.nodes[next].end) {
      const auto& node = tree_.nodes[next];
      if (node.kind == Kind::list) return words_of_item(next + 1);
      if (node.kind == Kind::quote && next + 1 < node.end && tree_.nodes[next + 1].kind == Kind::paragraph)
        return {words_of_paragraph(next + 1), {}};
      if (node.kind == Kind::paragraph) return {words_of_paragraph(next), {}};
      if (node.kind != Kind::code || log.span.begin < log.span.end) break;
      log.span = first_line_of(next);
    }
    return log;
  }

  // The first line of a fence that is not blank.
  Span first_line_of(std::uint32_t leaf) const {
    const auto& node = tree_.nodes[leaf];
    for (auto line = node.first_line; line < node.first_line + node.line_count; ++line)
      if (!trimmed(slice(tree_.lines[line])).empty()) return tree_.lines[line];
    return {};
  }

  // A heading that is but a day stands over the entries of that day, and is none itself.
  bool stands_over_entries(std::uint32_t at, const Words& first) const {
    if (first.span.begin < first.span.end)
      return leading_time(slice(first.span), maker_.context()).has_value();
    const auto next = tree_.nodes[at].end;
    return next < this_part().end_node &&
           (tree_.nodes[next].kind == Kind::table || tree_.nodes[next].kind == Kind::heading);
  }

  void set_time(Item& made, const EventTime& time, std::uint32_t base) {
    maker_.set_time(made, time, maker_.quote({base + time.at.begin, base + time.at.end}));
  }

  // "### 1. Validate the environment" under "Prevention measures" is an action; "### Process" is a group.
  bool is_action_heading() {
    const auto& part = this_part();
    const auto& section = outline_.sections[static_cast<std::size_t>(part_)];
    if (part.label || section.role == SectionRole::actions || part.parent < 0 || part.skip) return false;
    if (outline_.parts[static_cast<std::size_t>(part.parent)].around != SectionRole::actions) return false;
    if (action_heading_ != no_node && part.node < action_heading_end_) return false;
    if (has_details(part)) return true;
    fold(section.title, folded_);
    if (part.numbered) return !is_category(folded_) || section.role == SectionRole::checklist;
    return section.role == SectionRole::none && !is_category(folded_) && !lists_work(part_of_actions());
  }

  // True when lines or bullets right under the heading assign at least two things: "- **Owner**: Ada", "-
  // **Due**: …".
  bool has_details(const Part& part) const {
    constexpr std::uint32_t nodes_max = 40;  // details stand first
    std::size_t labels = 0;
    const auto end = std::min(part.end_node, tree_.nodes[part.node].end + nodes_max);
    for (auto at = tree_.nodes[part.node].end; at < end && labels < 2; ++at) {
      const auto& node = tree_.nodes[at];
      if (node.kind == Kind::heading) break;
      if (node.kind == Kind::paragraph) labels += maker_.labels_alone(words_of_paragraph(at));
    }
    return labels >= 2;
  }

  const Part& part_of_actions() const {
    auto at = part_;
    while (outline_.sections[static_cast<std::size_t>(at)].role != SectionRole::actions)
      at = outline_.parts[static_cast<std::size_t>(at)].parent;
    return outline_.parts[static_cast<std::size_t>(at)];
  }

  // True when lists or tables under the part hold its actions.
  bool lists_work(const Part& part) {
    if (listed_node_ == part.node) return listed_;
    listed_node_ = part.node;
    listed_ = false;
    for (auto at = part.node + 1; at < part.end_node && !listed_; ++at)
      listed_ = tree_.nodes[at].kind == Kind::item || tree_.nodes[at].kind == Kind::table;
    return listed_;
  }

  void heading_action(std::uint32_t at) {
    const auto span = tree_.nodes[at].content;
    Words words{span, {}};
    const auto title = slice(span);
    const auto number_end = title.find_first_not_of("0123456789");
    if (this_part().numbered && number_end != std::string_view::npos) {
      words.span.begin += static_cast<std::uint32_t>(number_end + 1);
      while (words.span.begin < words.span.end && text_[words.span.begin] == ' ')
        ++words.span.begin;
    }
    if (maker_.is_slots(words.span)) return;
    auto made = maker_.start(ItemRole::action, tree_.nodes[at].span, "heading");
    finish_heading(at, made, words);
  }

  void finish_heading(std::uint32_t at, Item& made, const Words& words) {
    action_heading_ = at;
    action_heading_end_ = this_part().end_node;
    const auto count = out_.size();
    finish_action(made, words);
    heading_action_ = out_.size() > count ? last_item() : -1;
  }

  // "- **Owner**: Ada" under a heading that is an action.
  void add_detail(Span words) {
    if (heading_action_ >= 0) maker_.assign_detail(out_at(heading_action_), words);
  }

  std::ptrdiff_t last_item() const { return static_cast<std::ptrdiff_t>(out_.size()) - 1; }
  Item& out_at(std::ptrdiff_t at) { return out_[static_cast<std::size_t>(at)]; }

  // --- lists ---

  void item(std::uint32_t at) {
    const auto& node = tree_.nodes[at];
    const bool boxed = (node.flags & markdown::task) != 0;
    const bool nested = !open_.empty() && open_.back().made;
    const auto action = open_.empty() ? std::ptrdiff_t{-1} : open_.back().action;
    open_.push_back({node.end, nested, action});
    if (is_label_part(at) && !boxed) return;
    const auto words = words_of_item(at);
    const auto count = out_.size();
    const auto made = boxed ? boxed_item(at, words) : skipped() ? false : bullet(at, words, nested);
    if (!made) return;
    open_.back().made = true;
    if (!nested && out_.size() > count && out_.back().role == ItemRole::action)
      open_.back().action = last_item();
  }

  // The item that opens the current part, as "- **Impact**: …" does.
  bool is_label_part(std::uint32_t at) const { return part_ >= 0 && this_part().node == at; }

  Words words_of_item(std::uint32_t at) const {
    const auto& node = tree_.nodes[at];
    const auto child = at + 1;
    if (child >= node.end) return {};
    const auto kind = tree_.nodes[child].kind;
    if (kind != Kind::paragraph && kind != Kind::heading) return {};
    auto span = words_of_paragraph(child);
    if ((node.flags & markdown::task) != 0 && span.begin < node.mark.end) span.begin = node.mark.end;
    while (span.begin < span.end && (text_[span.begin] == ' ' || text_[span.begin] == '\t'))
      ++span.begin;
    return {span, {}};
  }

  Span words_of_paragraph(std::uint32_t leaf) const {
    const auto& node = tree_.nodes[leaf];
    if (node.line_count == 0) return {node.span.begin, node.span.begin};
    return {tree_.lines[node.first_line].begin, tree_.lines[node.first_line + node.line_count - 1].end};
  }

  bool boxed_item(std::uint32_t at, const Words& words) {
    const auto& node = tree_.nodes[at];
    auto role = bullet_role(around()).value_or(ItemRole::check);
    if (role == ItemRole::metric || role == ItemRole::participant || skipped()) role = ItemRole::check;
    // What a checklist says about action items is a check.
    const bool checks = kind_ == facts::DocumentKind::checklist || inside_action_heading();
    if (role == ItemRole::action && (checks || is_slots(words))) role = ItemRole::check;
    auto made = maker_.start(role, {node.span.begin, item_end(at)}, "task item");
    made.ticked = (node.flags & markdown::ticked) != 0;
    made.box = node.mark;
    if (role == ItemRole::action) {
      finish_action(made, words);
    } else {
      maker_.add_links(made, words.span);
      maker_.set_text(made, words);
      out_.push_back(std::move(made));
    }
    return true;
  }

  // The bytes of an item's own words, without the lists nested in it.
  std::uint32_t item_end(std::uint32_t at) const {
    const auto& node = tree_.nodes[at];
    return at + 1 < node.end ? tree_.nodes[at + 1].span.end : node.span.end;
  }

  bool is_slots(const Words& words) const {
    return words.span.begin < words.span.end && maker_.is_slots(words.span);
  }

  bool inside_action_heading() const {
    return action_heading_ != no_node && part_ >= 0 && this_part().node >= action_heading_ &&
           this_part().node < action_heading_end_;
  }

  bool bullet(std::uint32_t at, Words words, bool nested) {
    if (words.span.begin >= words.span.end) return false;
    if (around() == SectionRole::timeline) return timeline_bullet(at, words, nested);
    const auto role = bullet_role(around());
    if (nested && open_.back().action >= 0) maker_.assign_detail(out_at(open_.back().action), words.span);
    if (!role || nested) return nested;
    if (inside_action_heading()) return add_detail(words.span), false;
    if (is_group(at, words)) return false;
    if (says_nothing(words)) return false;
    auto made = maker_.start(*role, {tree_.nodes[at].span.begin, item_end(at)}, from_of(at));
    if (*role == ItemRole::action || *role == ItemRole::improvement) {
      finish_action(made, words);
      return true;
    }
    if (*role == ItemRole::metric) split_metric(made, words);
    maker_.add_links(made, words.span);
    maker_.set_text(made, words);
    out_.push_back(std::move(made));
    return true;
  }

  std::string_view from_of(std::uint32_t at) const {
    return (tree_.nodes[at].flags & markdown::ordered) != 0 ? "numbered item" : "bullet";
  }

  bool says_nothing(const Words& words) {
    if (words.span.end - words.span.begin <= nothing_bytes_max) {
      plain_.clear();
      append_plain(slice(words.span), plain_);
      fold(plain_, folded_);
      if (is_nothing(folded_)) return true;
    }
    return maker_.is_slots(words.span);
  }

  // "Process:" over a nested list: its bullets are the items, not the label.
  bool is_group(std::uint32_t at, const Words& words) {
    auto line = trimmed(slice(words.span));
    while (!line.empty() && (line.back() == '*' || line.back() == '_'))
      line.remove_suffix(1);
    if (line.empty()) return true;
    const bool colon = line.back() == ':' || (line.size() > 3 && line.substr(line.size() - 3) == "：");
    if (colon) return true;
    const auto& node = tree_.nodes[at];
    const auto next = at + 1 < node.end ? tree_.nodes[at + 1].end : node.end;
    if (next >= node.end || tree_.nodes[next].kind != Kind::list) return false;
    const auto lead = bold_lead(slice(words.span));
    if (lead.label.empty() || !trimmed(lead.rest).empty()) return false;
    fold(lead.label, folded_);
    return is_category(folded_);
  }

  bool timeline_bullet(std::uint32_t at, Words words, bool nested) {
    const auto line = slice(words.span);
    if (digits.find(line) == std::string_view::npos && static_cast<unsigned char>(line.front()) < 0x80 &&
        line.front() != 'T' && line.front() != '*')
      return nested;
    auto time = leading_time(line, maker_.context());
    bool leads = time.has_value();
    if (!time && !nested) time = time_inside(line);
    if (!time) return nested;
    auto made = maker_.start(ItemRole::event, {tree_.nodes[at].span.begin, item_end(at)}, from_of(at));
    set_time(made, *time, words.span.begin);
    maker_.add_links(made, words.span);
    if (leads && words.span.begin + time->cut.end < words.span.end) words.span.begin += time->cut.end;
    maker_.set_text(made, words);
    out_.push_back(std::move(made));
    return true;
  }

  // "Fault occurs 2020-02-25 07:32": a day inside the first words, with the clock that follows it.
  std::optional<EventTime> time_inside(std::string_view line) const {
    line = line.substr(0, 200);
    const auto date = first_date(line, maker_.context());
    if (!date) return std::nullopt;
    auto time = leading_time(line.substr(date->at.begin), maker_.context());
    if (time) {
      time->at = {time->at.begin + date->at.begin, time->at.end + date->at.begin};
      return time;
    }
    EventTime whole;
    whole.at = date->at;
    whole.start = to_iso(date->first);
    if (date->last != date->first) whole.end = to_iso(date->last);
    whole.has_day = true;
    return whole;
  }

  void split_metric(Item& made, Words& words) {
    const auto line = slice(words.span);
    const auto lead = bold_lead(line);
    auto colon = line.find(':');
    std::size_t size = 1;
    if (colon == std::string_view::npos) {
      colon = line.find("：");
      size = 3;
    }
    if (colon == std::string_view::npos || colon + size >= line.size()) return;
    auto begin = words.span.begin + static_cast<std::uint32_t>(colon + size);
    if (!lead.label.empty() && lead.colon)
      begin = static_cast<std::uint32_t>(lead.rest.data() - text_.data());
    while (begin < words.span.end && (text_[begin] == ' ' || text_[begin] == '*'))
      ++begin;
    made.value = maker_.quote({begin, words.span.end});
    words.span.end = words.span.begin + static_cast<std::uint32_t>(colon);
  }

  // --- what actions have in common ---

  void finish_action(Item& made, Words words) {
    maker_.skip_label(words);
    maker_.assign(made, words);
    if (made.ticked)
      made.state = *made.ticked                         ? ActionState::done
                   : made.state == ActionState::unknown ? ActionState::open
                                                        : made.state;
    else if (made.state == ActionState::unknown)
      made.state = state_of_headings();
    if (!made.owner) add_team(made);
    maker_.set_text(made, words);
    if (made.state == ActionState::unknown && made.text.size() <= told_bytes_max)
      made.state = state_told_in(made.text);
    if (made.text.empty() && !made.ticked) return;
    out_.push_back(std::move(made));
  }

  // The state that the first sentence to tell one tells.
  ActionState state_told_in(std::string_view text) {
    while (!text.empty()) {
      auto end = std::min({text.find(". "), text.find("; "), text.size()});
      fold(text.substr(0, end), folded_);
      const auto told = state_told(folded_);
      if (told != ActionState::unknown) return told;
      text.remove_prefix(std::min(end + 1, text.size()));
    }
    return ActionState::unknown;
  }

  // "Immediate (completed)", "Prevention measures implemented": the heading says it for all under it.
  ActionState state_of_headings() {
    for (auto at = part_; at >= 0; at = outline_.parts[static_cast<std::size_t>(at)].parent) {
      const auto index = static_cast<std::size_t>(at);
      const bool own = static_cast<std::ptrdiff_t>(index) == part_;  // a checklist that is an action
      if (outline_.parts[index].around != SectionRole::actions && !own) break;
      if (const auto state = told_by_heading(index).state) return *state;
    }
    return ActionState::unknown;
  }

  const HeadingTells& told_by_heading(std::size_t part) {
    if (headings_.empty()) headings_.resize(outline_.parts.size());
    auto& tells = headings_[part];
    if (tells.is_asked) return tells;
    tells.is_asked = true;
    const std::string_view title = outline_.sections[part].title;
    if (const auto state = state_in_item(title))
      tells.state = state->state;
    else
      tells.state = state_of_word(title.substr(title.find_last_of(' ') + 1));
    if (const auto team = team_in_heading(title)) tells.team = team->at;
    return tells;
  }

  void add_team(Item& made) {
    for (auto at = part_; at >= 0; at = outline_.parts[static_cast<std::size_t>(at)].parent) {
      const auto index = static_cast<std::size_t>(at);
      if (outline_.sections[index].role == SectionRole::actions ||
          outline_.parts[index].around != SectionRole::actions)
        return;
      const auto span = outline_.sections[index].heading;
      const auto found = told_by_heading(index).team;
      if (!found) continue;
      facts::Quote team;
      team.text = outline_.sections[index].title.substr(found->begin, found->end - found->begin);
      team.at = span;
      made.team = std::move(team);
      return;
    }
  }

  // --- paragraphs ---

  void paragraph(std::uint32_t at) {
    if (!open_.empty() || skipped() || part_ < 0) {
      if (part_ >= 0 && is_label_item_text(at)) label_text(at);
      return;
    }
    const bool heading_line = this_part().node == at && !this_part().label;
    if (heading_line) {
      if (is_action_heading()) bold_action(at);
      return;
    }
    if (around() == SectionRole::timeline) return prose_.events(at);
    if (around() != SectionRole::actions) return;
    if (inside_action_heading()) return add_detail(words_of_paragraph(at));
    const auto made = static_cast<std::ptrdiff_t>(out_.size());
    if (!lists_work(part_of_actions())) prose_.actions(at, state_of_headings());
    prose_.deadlines(at);
    std::stable_sort(out_.begin() + made, out_.end(),
                     [](const Item& a, const Item& b) { return a.span.begin < b.span.begin; });
  }

  void bold_action(std::uint32_t at) {
    Words words{words_of_paragraph(at), {}};
    auto made = maker_.start(ItemRole::action, tree_.nodes[at].span, "heading");
    finish_heading(at, made, words);
  }

  // The lines after "- **Review actions**:" in the same bullet.
  bool is_label_item_text(std::uint32_t at) const {
    return this_part().label && tree_.nodes[this_part().node].kind == Kind::item &&
           tree_.nodes[at].parent == this_part().node && !skipped();
  }

  void label_text(std::uint32_t at) {
    if (around() == SectionRole::timeline) return prose_.events(at);
    if (around() != SectionRole::actions || lists_work(this_part())) return;
    prose_.actions(at, ActionState::unknown);
  }

  const Tree& tree_;
  std::string_view text_;
  const Outline& outline_;
  ItemMaker maker_;
  facts::DocumentKind kind_;
  std::vector<Item>& out_;
  ProseReader prose_;
  std::vector<OpenItem> open_;
  std::size_t next_part_ = 0;
  std::ptrdiff_t part_ = -1;
  std::vector<HeadingTells> headings_;                               // by part; empty until one is asked
  std::uint32_t action_heading_ = no_node, action_heading_end_ = 0;  // the heading that is an action
  std::ptrdiff_t heading_action_ = -1;                               // the item it became
  std::uint32_t listed_node_ = no_node;
  bool listed_ = false;
  std::string plain_;
  Folded folded_;
};

}  // namespace

void read_items(const Tree& tree, std::string_view text, const Outline& outline, const DateContext& context,
                bool near_is_day, facts::Document& document) {
  ItemReader(tree, text, outline, context, near_is_day, document).run();
}

}  // namespace hindcast::document
