#include "cli/table.h"

#include <algorithm>

#include "cli/width.h"

namespace hindcast::cli {
namespace {

constexpr int gap = 2;            // between columns
constexpr int flexible_max = 90;  // a longer line is hard to read

std::string spaces(int count) {
  return std::string(static_cast<std::size_t>(std::max(count, 0)), ' ');
}

// Width of each column, 0 for one that is left out; the flexible one gets its natural width.
std::vector<int> natural_widths(const std::vector<Column>& columns, const std::vector<Row>& rows) {
  std::vector<int> widths(columns.size(), 0);
  for (std::size_t i = 0; i < columns.size(); ++i) {
    for (const Row& row : rows)
      widths[i] = std::max(widths[i], columns_of(row.cells[i].text));
    if (!columns[i].flexible) widths[i] = std::min(widths[i], columns[i].columns_max);
    if (widths[i] > 0) widths[i] = std::max(widths[i], columns_of(columns[i].title));
  }
  return widths;
}

// One line of the page while it is filled from the left.
struct Line {
  std::string text;
  int columns = 0;
  // Spaces up to `column`, then the cell.
  void put(int column, std::string_view cell, std::string_view painted) {
    text += spaces(column - columns);
    text += painted;
    columns = std::max(columns, column) + columns_of(cell);
  }
};

// Column widths and where each starts, and what puts rows into them.
struct Layout {
  const std::vector<Column>& columns;
  const Style& style;
  std::vector<int> widths, starts;
  std::size_t flexible = 0;
  int below_start = 0;

  void put_cell(Line& line, std::size_t i, std::string_view text, Ink ink) const {
    int indent = columns[i].to_the_right ? widths[i] - columns_of(text) : 0;
    line.put(starts[i] + indent, text, style.paint(ink, text));
  }
  std::string header() const {
    Line line;
    for (std::size_t i = 0; i < columns.size(); ++i)
      if (widths[i] > 0) put_cell(line, i, columns[i].title, Ink::dim);
    return line.text + "\n";
  }
  std::string row(const Row& row) const {
    std::vector<std::vector<std::string>> wrapped(columns.size());
    std::size_t height = 1;
    for (std::size_t i = 0; i < columns.size(); ++i) {
      if (widths[i] == 0 || row.cells[i].text.empty()) continue;
      wrapped[i] = wrap(row.cells[i].text, widths[i]);
      height = std::max(height, wrapped[i].size());
    }
    std::string out;
    for (std::size_t at = 0; at < height; ++at) {
      Line line;
      for (std::size_t i = 0; i < columns.size(); ++i)
        if (at < wrapped[i].size()) put_cell(line, i, wrapped[i][at], row.cells[i].ink);
      out += line.text + "\n";
    }
    return out + below(row.below);
  }
  std::string below(const Cell& cell) const {
    if (cell.text.empty()) return "";
    return spaces(below_start) + style.paint(cell.ink, cell.text) + "\n";
  }
  // Lines below are never wrapped, so that a terminal can follow a path: all stand further left when one is
  // long.
  void place_below(const std::vector<Row>& rows) {
    below_start = starts[flexible];
    for (const Row& row : rows)
      below_start = std::max(std::min(below_start, style.columns - columns_of(row.below.text)), 2);
  }
};

}  // namespace

std::optional<std::string> table(const std::vector<Column>& columns, const std::vector<Row>& rows,
                                 int flexible_min, const Style& style) {
  Layout layout{columns, style, natural_widths(columns, rows), std::vector<int>(columns.size(), 0)};
  int others = 0;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i].flexible)
      layout.flexible = i;
    else if (layout.widths[i] > 0)
      others += layout.widths[i] + gap;
  }
  int& flexible = layout.widths[layout.flexible];
  if (style.columns - others < std::min(flexible_min, flexible)) return std::nullopt;
  flexible = std::min({flexible, style.columns - others, std::max(flexible_max, flexible_min)});
  for (std::size_t i = 1; i < columns.size(); ++i)
    layout.starts[i] = layout.starts[i - 1] + (layout.widths[i - 1] > 0 ? layout.widths[i - 1] + gap : 0);
  layout.place_below(rows);

  std::string out = layout.header();
  for (const Row& row : rows)
    out += layout.row(row);
  return out;
}

}  // namespace hindcast::cli
