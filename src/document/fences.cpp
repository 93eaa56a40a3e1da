#include <algorithm>

#include "document/form.h"
#include "document/items.h"
#include "document/lexicon.h"
#include "document/plain.h"

namespace hindcast::document {
namespace {

using facts::SectionRole;
using markdown::Kind;
using markdown::Node;
using markdown::Tree;

constexpr std::size_t chain_links_max = 50;

// A line that is but an arrow: "↓", "|", "->", "⬇️".
bool is_arrow(std::string_view line) {
  line = trimmed(line);
  if (line.empty() || line.size() > 12) return false;
  bool points = false;
  for (std::size_t i = 0; i < line.size();) {
    const auto byte = static_cast<unsigned char>(line[i]);
    if (byte == 0xe2 || byte == 0xef) {  // arrows, and the selector that makes them an emoji
      points = points || byte == 0xe2;
      i += 3;
    } else if (byte == '|' || byte == 'v' || byte == 'V' || byte == '-' || byte == '>' || byte == '=') {
      points = points || byte != '-';
      ++i;
    } else {
      return false;
    }
  }
  return points;
}

// What an arrow may stand in front of: "↓ because the pool was empty", "→ retry storm".
std::string_view without_arrow(std::string_view line, bool& arrow) {
  line = trimmed(line);
  for (std::string_view sign : {"↓", "→", "⇒", "⬇", "➜", "└→", "└─>", "-->", "->", "=>"})
    if (starts_with(line, sign) && line.size() > sign.size()) {
      arrow = true;
      return trimmed(line.substr(sign.size()));
    }
  return line;
}

class FenceReader {
 public:
  FenceReader(const Tree& tree, std::string_view text, const Outline& outline, facts::Document& document)
      : tree_(tree), text_(text), outline_(outline), document_(document) {}

  void run() {
    for (std::uint32_t at = 1; at < tree_.nodes.size(); ++at) {
      const auto& node = tree_.nodes[at];
      if (node.kind != Kind::code || (node.flags & markdown::fenced) == 0 || node.line_count == 0) continue;
      while (next_ < outline_.parts.size() && outline_.parts[next_].node <= at)
        part_ = static_cast<std::ptrdiff_t>(next_++);
      if (is_document(node))
        embed(node);
      else if (document_.causal_chain.empty() && is_causal(at))
        chain(node);
    }
  }

 private:
  std::string_view slice(Span span) const { return text_.substr(span.begin, span.end - span.begin); }

  bool is_causal(std::uint32_t at) const {
    auto part = part_;
    while (part >= 0 && outline_.parts[static_cast<std::size_t>(part)].end_node <= at)
      part = outline_.parts[static_cast<std::size_t>(part)].parent;
    return part >= 0 && outline_.parts[static_cast<std::size_t>(part)].around == SectionRole::cause;
  }

  // A Markdown fence (or one without a language) that begins with a title and has sections.
  bool is_document(const Node& node) const {
    const auto info = trimmed(slice(node.content));
    const auto language = info.substr(0, info.find(' '));
    if (!(language.empty() || language == "markdown" || language == "md" || language == "Markdown"))
      return false;
    bool title = false, section = false;
    for (auto line = node.first_line; line < node.first_line + node.line_count; ++line) {
      const auto words = slice(tree_.lines[line]);
      if (trimmed(words).empty()) continue;
      if (!title && !starts_with(words, "# ")) return false;
      if (title && starts_with(words, "## ")) section = true;
      title = true;
    }
    return title && section;
  }

  void embed(const Node& node) {
    facts::Embedded embedded;
    const auto first = tree_.lines[node.first_line];
    const auto last = tree_.lines[node.first_line + node.line_count - 1];
    embedded.body = {first.begin, last.end};
    embedded.line = tree_.line_of(first.begin) + 1;
    embedded.end_line = tree_.line_of(last.begin) + 1;
    for (auto line = node.first_line; line < node.first_line + node.line_count; ++line) {
      const auto words = slice(tree_.lines[line]);
      if (!starts_with(words, "# ")) continue;
      append_plain(trimmed(words.substr(2)), embedded.title);
      break;
    }
    document_.embedded.push_back(std::move(embedded));
  }

  // Lines of text with an arrow between each two; several lines between arrows are one link.
  void chain(const Node& node) {
    std::vector<facts::Quote> links;
    bool arrow = true, arrows = false;
    for (auto line = node.first_line; line < node.first_line + node.line_count; ++line) {
      const auto words = slice(tree_.lines[line]);
      if (trimmed(words).empty()) continue;
      if (is_arrow(words)) {
        arrow = arrows = true;
        continue;
      }
      bool leads = false;
      const auto link = without_arrow(words, leads);
      arrows = arrows || leads;
      if (links.size() >= chain_links_max) return;
      const auto begin = static_cast<std::uint32_t>(link.data() - text_.data());
      const Span span = {begin, begin + static_cast<std::uint32_t>(link.size())};
      if (arrow || leads) {
        links.push_back({std::string(link), span});
      } else {
        links.back().text += " " + std::string(link);
        links.back().at.end = span.end;
      }
      arrow = false;
    }
    const auto is_slot = [](const facts::Quote& link) { return is_only_slots(link.text); };
    if (!arrows || links.size() < 2 || std::all_of(links.begin(), links.end(), is_slot)) return;
    document_.causal_chain = std::move(links);
  }

  const Tree& tree_;
  std::string_view text_;
  const Outline& outline_;
  facts::Document& document_;
  std::size_t next_ = 0;
  std::ptrdiff_t part_ = -1;
};

}  // namespace

void read_fences(const Tree& tree, std::string_view text, const Outline& outline, facts::Document& document) {
  FenceReader(tree, text, outline, document).run();
}

}  // namespace hindcast::document
