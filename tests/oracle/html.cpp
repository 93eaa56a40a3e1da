#include "html.h"

#include <algorithm>
#include <array>

#include "markdown/entities.h"
#include "markdown/inlines.h"
#include "markdown/lines.h"
#include "markdown/markdown.h"

namespace hindcast::oracle {
namespace {

using namespace markdown;

void append_escaped(std::string_view text, std::string& out) {
  for (char c : text) {
    switch (c) {
      case '&':
        out += "&amp;";
        break;
      case '<':
        out += "&lt;";
        break;
      case '>':
        out += "&gt;";
        break;
      case '"':
        out += "&quot;";
        break;
      case '\0':
        out += "\xEF\xBF\xBD";
        break;
      default:
        out += c;
    }
  }
}

// Backslash escapes and character references resolved.
std::string unescaped(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size();) {
    std::size_t length = text[i] == '&' ? entity_length(text.substr(i)) : 0;
    if (length > 0) {
      append_entity(text.substr(i, length), out);
      i += length;
      continue;
    }
    if (text[i] == '\\' && i + 1 < text.size() && is_punctuation(text[i + 1])) ++i;
    out += text[i++];
  }
  return out;
}

void append_href(std::string_view url, std::string& out) {
  constexpr std::string_view safe = "-_.+!*(),%#@?=;:/,+$~";
  constexpr std::string_view hex = "0123456789ABCDEF";
  for (char c : url) {
    auto byte = static_cast<unsigned char>(c);
    if (is_letter(c) || is_digit(c) || safe.find(c) != std::string_view::npos) {
      out += c;
    } else if (c == '&') {
      out += "&amp;";
    } else if (c == '\'') {
      out += "&#x27;";
    } else {
      out += '%';
      out += hex[byte >> 4];
      out += hex[byte & 15];
    }
  }
}

class Renderer {
 public:
  Renderer(std::string_view text, const HtmlOptions& options)
      : text_(text), options_(options), tree_(parse(text)), definitions_(tree_, text) {}

  std::string run() {
    render_children(0, false);
    return std::move(out_);
  }

 private:
  std::string_view slice(Span span) const { return text_.substr(span.begin, span.end - span.begin); }

  void fresh_line() {
    if (!out_.empty() && out_.back() != '\n') out_ += '\n';
  }

  void render_children(std::uint32_t node, bool tight) {
    for (std::uint32_t child : children(tree_, node))
      render(child, tight);
  }

  void render(std::uint32_t index, bool tight) {
    const Node& node = tree_.nodes[index];
    switch (node.kind) {
      case Kind::heading:
        return render_heading(index);
      case Kind::paragraph:
        return render_paragraph(index, tight);
      case Kind::list:
        return render_list(index);
      case Kind::item:
        return render_item(index, tight);
      case Kind::code:
        return render_code(node);
      case Kind::html:
        return render_html(node);
      case Kind::table:
        return render_table(index);
      case Kind::quote:
        fresh_line();
        out_ += "<blockquote>\n";
        render_children(index, false);
        fresh_line();
        out_ += "</blockquote>\n";
        return;
      case Kind::rule:
        fresh_line();
        out_ += "<hr />\n";
        return;
      default:
        return;  // nothing to see of definitions and front matter
    }
  }

  void render_heading(std::uint32_t index) {
    std::string level = "h" + std::to_string(int{tree_.nodes[index].level});
    fresh_line();
    out_ += '<' + level + '>';
    render_inlines(index);
    out_ += "</" + level + ">\n";
  }

  void render_paragraph(std::uint32_t index, bool tight) {
    if (tight) return render_inlines(index);
    fresh_line();
    out_ += "<p>";
    render_inlines(index);
    out_ += "</p>\n";
  }

  void render_list(std::uint32_t index) {
    const Node& node = tree_.nodes[index];
    fresh_line();
    std::string start = node.number == 1 ? "" : " start=\"" + std::to_string(node.number) + '"';
    out_ += node.flags & ordered ? "<ol" + start + ">\n" : "<ul>\n";
    render_children(index, !(node.flags & loose));
    out_ += node.flags & ordered ? "</ol>\n" : "</ul>\n";
  }

  void render_item(std::uint32_t index, bool tight) {
    const Node& node = tree_.nodes[index];
    fresh_line();
    out_ += "<li>";
    if (node.flags & task) {
      out_ += node.flags & ticked ? "<input checked=\"\" disabled=\"\" type=\"checkbox\"> "
                                  : "<input disabled=\"\" type=\"checkbox\"> ";
    }
    render_children(index, tight);
    out_ += "</li>\n";
  }

  std::string leaf_text(const Node& node) const {
    std::string text;
    for (std::uint32_t i = node.first_line; i < node.first_line + node.line_count; ++i) {
      for (const PartTab& tab : tree_.part_tabs) {
        if (tab.line == i) text.append(tab.columns, ' ');
      }
      text += slice(tree_.lines[i]);
      text += '\n';
    }
    return text;
  }

  void render_code(const Node& node) {
    fresh_line();
    std::string info = unescaped(slice(node.content));
    info = info.substr(0, info.find_first_of(" \t"));
    out_ += "<pre><code";
    if (node.flags & fenced && !info.empty()) {
      out_ += " class=\"language-";
      append_escaped(info, out_);
      out_ += '"';
    }
    out_ += '>';
    append_escaped(leaf_text(node), out_);
    out_ += "</code></pre>\n";
  }

  void append_raw(std::string_view html) {
    constexpr std::array names = {"title",   "textarea", "style",  "xmp",      "iframe",
                                  "noembed", "noframes", "script", "plaintext"};
    for (std::size_t i = 0; i < html.size(); ++i) {
      std::size_t at = i + (html.substr(i, 2) == "</" ? 2 : 1);
      std::size_t end = at;
      std::string name;
      while (end < html.size() && is_letter(html[end]))
        name += to_lower(html[end++]);
      bool listed = std::find(names.begin(), names.end(), name) != names.end();
      bool filtered = options_.tag_filter && html[i] == '<' && listed;
      out_ += filtered ? std::string("&lt;") : std::string(1, html[i]);
    }
  }

  void render_html(const Node& node) {
    fresh_line();
    // The blanks before an HTML block are shown, though its node starts behind them.
    std::uint32_t begin = node.span.begin;
    while (begin > 0 && text_[begin - 1] == ' ' && node.span.begin - begin < 3)
      --begin;
    bool at_margin = begin == 0 || text_[begin - 1] == '\n';
    if (at_margin) out_ += text_.substr(begin, node.span.begin - begin);
    append_raw(leaf_text(node));
  }

  void render_cell(std::uint32_t cell, std::uint8_t alignment, bool head) {
    constexpr std::array names = {"", " align=\"left\"", " align=\"center\"", " align=\"right\""};
    out_ += head ? "<th" : "<td";
    out_ += names[alignment];
    out_ += '>';
    if (cell > 0) render_inlines(cell);
    out_ += head ? "</th>\n" : "</td>\n";
  }

  void render_table(std::uint32_t index) {
    std::vector<std::uint8_t> alignments;
    fresh_line();
    out_ += "<table>\n<thead>\n";
    for (std::uint32_t row : children(tree_, index)) {
      bool head = tree_.nodes[row].number == 0;
      if (tree_.nodes[row].number == 1) out_ += "<tbody>\n";
      out_ += "<tr>\n";
      std::size_t column = 0;
      for (std::uint32_t cell : children(tree_, row)) {
        if (head) alignments.push_back(tree_.nodes[cell].level);
        render_cell(cell, alignments[column++], head);
      }
      while (column < alignments.size())
        render_cell(0, alignments[column++], head);
      out_ += "</tr>\n";
      if (head) out_ += "</thead>\n";
    }
    if (tree_.nodes[tree_.nodes[index].end - 1].kind == Kind::cell) {
      std::uint32_t last = 0;
      for (std::uint32_t row : children(tree_, index))
        last = tree_.nodes[row].number;
      if (last > 0) out_ += "</tbody>\n";
    }
    out_ += "</table>\n";
  }

  // --- inlines ---

  void render_inlines(std::uint32_t node) {
    std::vector<Inline> pieces;
    std::uint64_t steps = 0;
    read_inlines(tree_, node, text_, definitions_, pieces, steps);
    // A cell is unescaped before its inlines are read, so \| is nowhere more than |.
    render_range(pieces, 0, static_cast<std::uint32_t>(pieces.size()));
  }

  void render_range(const std::vector<Inline>& pieces, std::uint32_t begin, std::uint32_t end) {
    for (std::uint32_t i = begin; i < end; i = pieces[i].end)
      render_piece(pieces, i);
  }

  void wrap(const char* name, const std::vector<Inline>& pieces, std::uint32_t i) {
    out_ += '<' + std::string(name) + '>';
    render_range(pieces, i + 1, pieces[i].end);
    out_ += "</" + std::string(name) + '>';
  }

  void render_piece(const std::vector<Inline>& pieces, std::uint32_t i) {
    const Inline& piece = pieces[i];
    std::string decoded;
    switch (piece.kind) {
      case InlineKind::soft_break:
        out_ += '\n';
        break;
      case InlineKind::hard_break:
        out_ += "<br />\n";
        break;
      case InlineKind::entity:
        append_entity(slice(piece.span), decoded);
        append_escaped(decoded, out_);
        break;
      case InlineKind::code:
        append_code(pieces, i, text_, decoded);
        out_ += "<code>";
        append_escaped(decoded, out_);
        out_ += "</code>";
        break;
      case InlineKind::emphasis:
        wrap("em", pieces, i);
        break;
      case InlineKind::strong:
        wrap("strong", pieces, i);
        break;
      case InlineKind::strike:
        wrap("del", pieces, i);
        break;
      case InlineKind::html:
        append_raw(slice(piece.span));
        break;
      case InlineKind::autolink:
        render_autolink(piece);
        break;
      case InlineKind::link:
        render_link(pieces, i);
        break;
      case InlineKind::image:
        render_image(pieces, i);
        break;
      default:
        append_escaped(slice(piece.content), out_);
    }
  }

  void render_autolink(const Inline& piece) {
    bool bare = text_[piece.span.begin] != '<';
    if (bare && !options_.bare_links) return append_escaped(slice(piece.span), out_);
    std::string_view target = slice(piece.target);
    bool scheme = target.find(':') != std::string_view::npos;
    out_ += "<a href=\"";
    if (!scheme && target.find('@') != std::string_view::npos) out_ += "mailto:";
    if (bare && to_lower(target[0]) == 'w' && !scheme) out_ += "http://";
    append_href(target, out_);
    out_ += "\">";
    append_escaped(target, out_);
    out_ += "</a>";
  }

  // The title behind a destination, which the tree keeps no span for.
  std::string title_after(Span target, std::uint32_t end) const {
    std::uint32_t at = target.end;
    if (at < end && text_[at] == '>' && target.begin > 0 && text_[target.begin - 1] == '<') ++at;
    std::string tail;
    for (const Span& line : definition_lines(target)) {
      std::uint32_t begin = std::max(line.begin, at), stop = std::min(line.end, end);
      if (begin < stop) tail += std::string(text_.substr(begin, stop - begin)) + '\n';
    }
    if (tail.empty()) tail = text_.substr(at, end - at);
    std::size_t open = tail.find_first_not_of(" \t\n");
    if (open == std::string::npos) return {};
    char quote = tail[open] == '(' ? ')' : tail[open];
    std::size_t close = tail.rfind(quote);
    return close > open ? unescaped(std::string_view(tail).substr(open + 1, close - open - 1))
                        : std::string();
  }

  std::vector<Span> definition_lines(Span target) const {
    for (const Node& node : tree_.nodes) {
      if (node.kind != Kind::definition || !(node.content == target)) continue;
      return {tree_.lines.begin() + node.first_line, tree_.lines.begin() + node.first_line + node.line_count};
    }
    return {};
  }

  std::string title_of(const Inline& piece) const {
    bool own = piece.target.begin >= piece.content.end && piece.target.end < piece.span.end;
    if (own) return title_after(piece.target, piece.span.end - 1);
    for (const Node& node : tree_.nodes) {
      if (node.kind == Kind::definition && node.content == piece.target) {
        return title_after(piece.target, node.span.end);
      }
    }
    return {};
  }

  void append_title(const Inline& piece) {
    std::string title = title_of(piece);
    if (title.empty()) return;
    out_ += " title=\"";
    append_escaped(title, out_);
    out_ += '"';
  }

  void render_link(const std::vector<Inline>& pieces, std::uint32_t i) {
    out_ += "<a href=\"";
    append_href(unescaped(slice(pieces[i].target)), out_);
    out_ += '"';
    append_title(pieces[i]);
    out_ += '>';
    render_range(pieces, i + 1, pieces[i].end);
    out_ += "</a>";
  }

  void render_image(const std::vector<Inline>& pieces, std::uint32_t i) {
    std::vector<Inline> inside(pieces.begin() + i + 1, pieces.begin() + pieces[i].end);
    for (Inline& piece : inside)
      piece.end -= i + 1;
    std::string alternative;
    append_plain(inside, text_, false, alternative);
    out_ += "<img src=\"";
    append_href(unescaped(slice(pieces[i].target)), out_);
    out_ += "\" alt=\"";
    append_escaped(alternative, out_);
    out_ += '"';
    append_title(pieces[i]);
    out_ += " />";
  }

  std::string_view text_;
  HtmlOptions options_;
  Tree tree_;
  Definitions definitions_;
  std::string out_;
};

}  // namespace

std::string to_html(std::string_view markdown, const HtmlOptions& options) {
  return Renderer(markdown, options).run();
}

}  // namespace hindcast::oracle
