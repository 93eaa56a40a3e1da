#include <algorithm>

#include "document/edit_parts.h"
#include "document/lexicon.h"
#include "document/plain.h"

namespace hindcast::document::edits {
namespace {

using markdown::Kind;
using markdown::Tree;

bool is_blank(char c) {
  return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

std::uint32_t columns_of_cell(const Reading& reading, std::uint32_t cell) {
  std::string plain;
  Folded folded;
  append_plain(slice(reading, reading.tree.nodes[cell].content), plain);
  fold(plain, folded);
  return folded.text.empty() && plain == "#" ? std::uint32_t{column_id} : columns_of(folded);
}

// A pipe that closes the row, not one that is escaped.
bool ends_with_pipe(std::string_view line) {
  if (line.empty() || line.back() != '|') return false;
  return line.size() < 2 || line[line.size() - 2] != '\\';
}

// The bytes of a row without the blanks at its ends.
Span line_of_row(const Reading& reading, std::uint32_t node) {
  return trimmed_span(reading.source.text, reading.tree.nodes[node].span);
}

std::size_t cell_count(const Reading& reading, std::uint32_t row) {
  std::size_t count = 0;
  for (auto cell : markdown::children(reading.tree, row)) {
    (void)cell;  // only counted
    ++count;
  }
  return count;
}

// What makes `line` end in one more cell that holds `value`, `missing` empty ones before it.
Edit one_more_cell(const Reading& reading, Span line, std::size_t missing, const std::string& value) {
  const bool closed = ends_with_pipe(slice(reading, line));
  std::string with;
  for (std::size_t i = 0; i < missing; ++i)
    with += closed ? "  |" : " |";
  with += closed ? value.empty() ? " |" : " " + value + " |" : " | " + value;
  return {{line.end, line.end}, std::move(with)};
}

}  // namespace

std::string_view slice(const Reading& reading, Span span) {
  return reading.source.text.substr(span.begin, span.end - span.begin);
}

Span trimmed_span(std::string_view text, Span span) {
  while (span.begin < span.end && is_blank(text[span.begin]))
    ++span.begin;
  while (span.end > span.begin && is_blank(text[span.end - 1]))
    --span.end;
  return span;
}

RowAt row_at(const Reading& reading, std::uint32_t table, std::uint32_t row) {
  RowAt at;
  at.table = table;
  at.row = row;
  for (auto cell : markdown::children(reading.tree, table + 1))
    at.meanings.push_back(columns_of_cell(reading, cell));
  for (auto cell : markdown::children(reading.tree, row))
    at.cells.push_back({reading.tree.nodes[cell].span, reading.tree.nodes[cell].content});
  return at;
}

std::optional<RowAt> row_of(const Reading& reading, const facts::Item& item) {
  const auto& nodes = reading.tree.nodes;
  const auto found = std::lower_bound(
      nodes.begin() + 1, nodes.end(), item.span.begin,
      [](const markdown::Node& node, std::uint32_t begin) { return node.span.begin < begin; });
  for (auto node = found; node != nodes.end() && node->span.begin == item.span.begin; ++node)
    if (node->kind == Kind::row)
      return row_at(reading, node->parent, static_cast<std::uint32_t>(node - nodes.begin()));
  return std::nullopt;
}

std::string cell_text(std::string_view value) {
  std::string out;
  for (char c : value) {
    if (c == '|' && (out.empty() || out.back() != '\\')) out += '\\';
    out += c;
  }
  return out;
}

Candidate write_cell(const Reading& reading, const RowAt& row, std::size_t column, std::string_view value) {
  const std::string words = cell_text(value);
  if (column >= row.cells.size())
    return {one_more_cell(reading, line_of_row(reading, row.row), column - row.cells.size(), words)};
  const auto& cell = row.cells[column];
  if (cell.content.begin < cell.content.end) return {{cell.content, words}};
  // An empty cell keeps its width where the value fits, so that an aligned table stays aligned.
  const std::size_t width = cell.span.end - cell.span.begin;
  std::string with = " " + words + " ";
  if (with.size() < width) with.append(width - with.size(), ' ');
  return {{cell.span, std::move(with)}};
}

Candidate add_column(const Reading& reading, const RowAt& row, std::string_view title,
                     std::string_view value) {
  const Tree& tree = reading.tree;
  const std::string words = cell_text(value);
  // Only a table whose cells are as wide as its header's is kept so.
  const RowAt header = row_at(reading, row.table, row.table + 1);
  const auto width_of = [](const RowAt::Cell& cell) { return cell.span.end - cell.span.begin; };
  const bool aligned = !row.cells.empty() && row.cells.size() == header.cells.size() &&
                       width_of(row.cells.back()) == width_of(header.cells.back());
  const std::size_t width = aligned ? std::max(title.size(), words.size()) : 0;
  const auto padded = [width](std::string_view text) {
    return std::string(text) + std::string(std::max(width, text.size()) - text.size(), ' ');
  };
  Candidate candidate;
  for (auto at : markdown::children(tree, row.table)) {
    const bool is_header = at == row.table + 1;
    const std::size_t count = cell_count(reading, at);
    const std::size_t missing = row.meanings.size() > count ? row.meanings.size() - count : 0;
    const std::string_view text = is_header ? title : at == row.row ? std::string_view(words) : "";
    // A row that ends early already has every column that it leaves out.
    if (missing > 0 && text.empty()) continue;
    candidate.push_back(one_more_cell(reading, line_of_row(reading, at), missing, padded(text)));
    if (!is_header) continue;
    const Span rule = trimmed_span(reading.source.text, tree.nodes[row.table].mark);
    const bool closed = ends_with_pipe(slice(reading, rule));
    const bool spaced = slice(reading, rule).find("- ") != std::string_view::npos;
    const std::size_t dash_count = std::max(width, title.size());
    const std::string dashes(spaced || !closed ? dash_count : dash_count + 2, '-');
    candidate.push_back({{rule.end, rule.end},
                         !closed  ? " | " + dashes
                         : spaced ? " " + dashes + " |"
                                  : dashes + "|"});
  }
  return candidate;
}

std::optional<std::uint32_t> list_item_of(const Reading& reading, const facts::Item& item) {
  const auto& nodes = reading.tree.nodes;
  const auto found = std::lower_bound(
      nodes.begin() + 1, nodes.end(), item.span.begin,
      [](const markdown::Node& node, std::uint32_t begin) { return node.span.begin < begin; });
  for (auto node = found; node != nodes.end() && node->span.begin == item.span.begin; ++node)
    if (node->kind == Kind::item) return static_cast<std::uint32_t>(node - nodes.begin());
  return std::nullopt;
}

Span words_of(const Reading& reading, const facts::Item& item) {
  const auto& nodes = reading.tree.nodes;
  Span words = item.span;
  if (item.from == "table cell") {
    if (const auto row = row_of(reading, item))
      for (const auto& cell : row->cells) {
        std::string plain;
        append_plain(slice(reading, cell.content), plain);
        if (!item.text.empty() && plain.find(item.text) != std::string::npos) return cell.content;
      }
    return {item.span.begin, item.span.begin};
  }
  if (const auto at = list_item_of(reading, item)) {
    const auto& node = nodes[*at];
    words.begin = std::max(node.mark.end, node.content.begin);
    if (*at + 1 < node.end && nodes[*at + 1].line_count > 0) {
      const auto& leaf = nodes[*at + 1];
      words.end = reading.tree.lines[leaf.first_line + leaf.line_count - 1].end;
    }
  } else {
    for (const auto& node : nodes)
      if (node.kind == Kind::heading && node.span.begin == item.span.begin) words = node.content;
  }
  words = trimmed_span(reading.source.text, words);
  while (slice(reading, words).ends_with("-->")) {
    const auto open = slice(reading, words).rfind("<!--");
    if (open == std::string_view::npos || open == 0) break;
    words.end = words.begin + static_cast<std::uint32_t>(open);
    words = trimmed_span(reading.source.text, words);
  }
  return words;
}

std::string_view line_end_at(std::string_view text, std::uint32_t offset) {
  auto at = text.find('\n', offset);
  if (at == std::string_view::npos && offset > 0) at = text.rfind('\n', offset - 1);
  if (at == std::string_view::npos) return "\n";
  return at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
}

}  // namespace hindcast::document::edits
