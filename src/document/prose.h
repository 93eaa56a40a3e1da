// Items from running text: events and actions told as lines and sentences.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "document/item_maker.h"
#include "facts/facts.h"
#include "markdown/markdown.h"

namespace hindcast::document {

class ProseReader {
 public:
  ProseReader(const markdown::Tree& tree, std::string_view text, ItemMaker& maker,
              std::vector<facts::Item>& out)
      : tree_(tree), text_(text), maker_(maker), out_(out) {}

  // The lines of a paragraph in a timeline that begin with a time.
  void events(std::uint32_t paragraph);
  // The sentences of a paragraph in an action section that commit to something, at most one a line.
  void actions(std::uint32_t paragraph, facts::ActionState state);
  // "Please send feedback by May 10."
  void deadlines(std::uint32_t paragraph);

 private:
  void action(Span sentence, facts::ActionState state);

  const markdown::Tree& tree_;
  std::string_view text_;
  ItemMaker& maker_;
  std::vector<facts::Item>& out_;
  std::string plain_;
  Folded folded_;
};

}  // namespace hindcast::document
