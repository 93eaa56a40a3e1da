// Makes one item from the bytes it is written in: what the words assign (owner,
// state, priority, due date, links) is cut out of its text and quoted.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "document/dates.h"
#include "document/lexicon.h"
#include "document/tails.h"
#include "facts/facts.h"
#include "markdown/markdown.h"

namespace hindcast::document {

// The bytes of an item's words and what has been cut out of them.
struct Words {
  Span span;
  std::vector<Span> cuts;  // absolute, sorted, not overlapping
};

class ItemMaker {
 public:
  // `near_is_day` is false where `context.near` only tells the year.
  ItemMaker(const markdown::Tree& tree, std::string_view text, const DateContext& context, bool near_is_day)
      : tree_(tree), text_(text), context_(context), day_known_(near_is_day) {}

  std::string_view slice(Span span) const { return text_.substr(span.begin, span.end - span.begin); }
  std::uint32_t line_number(std::uint32_t offset) const { return tree_.line_of(offset) + 1; }

  // An item that begins at `span` with the words `words`; its text is not set yet.
  facts::Item start(facts::ItemRole role, Span span, std::string_view from) const;

  // State, priority, owner and due date from the item's own words, where `item` has none yet; links.
  void assign(facts::Item& item, Words& words) const;
  // Takes "**Action**:", "**Title:**" off the beginning: such a label says that the rest is the item.
  void skip_label(Words& words) const;
  // How many labels ("Owner: Ada", "Due: May 10") `words` is made of; 0 where it holds anything else.
  std::size_t labels_alone(Span words) const;
  // Takes from such words what `item` has not; false where they are none.
  bool assign_detail(facts::Item& item, Span at) const;
  // The item's text: its words without the cuts, as a reader sees them.
  void set_text(facts::Item& item, const Words& words);
  // URLs and #numbers inside the span.
  void add_links(facts::Item& item, Span span) const;

  // The time of an event, quoted as written. A day it names is the day of the entries after it.
  void set_time(facts::Item& item, const std::optional<EventTime>& time, facts::Quote as_written);
  // The day that the entries to come stand under.
  void take_day(Date day);

  facts::Quote quote(Span at) const;
  bool is_slots(Span words) const;

  const DateContext& context() const { return context_; }

 private:
  void take_tail(facts::Item& item, Words& words, Tail& tail) const;

  const markdown::Tree& tree_;
  std::string_view text_;
  DateContext context_;
  bool day_known_;
  std::string raw_;
};

}  // namespace hindcast::document
