#include "base/diff.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace hindcast {
namespace {

using Lines = std::vector<std::string_view>;

// Lines [a_begin, a_end) of the text before give way to [b_begin, b_end) of the text after.
struct Run {
  std::int64_t a_begin, a_end, b_begin, b_end;
};

// The search costs (lines + edits) * edits steps and edits^2 words: this many are 4 MB.
constexpr std::int64_t edits_max = 1000;
constexpr std::int64_t context = 3;

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    std::size_t end = text.find('\n');
    std::size_t size = end == text.npos ? text.size() : end + 1;
    lines.push_back(text.substr(0, size));
    text.remove_prefix(size);
  }
  return lines;
}

// Myers' greedy search. row(d, k) is how far into `a` a path with d edits gets on diagonal k = x - y;
// row d holds k = -d..d.
class Search {
 public:
  Search(std::span<const std::string_view> a, std::span<const std::string_view> b) : a_(a), b_(b) {}

  // Single-line deletions and insertions from the end of the texts to their beginning; nothing when it takes
  // more than edits_max.
  std::optional<std::vector<Run>> steps() {
    for (std::int64_t d = 0; d <= edits_max; ++d) {
      rows_.emplace_back(static_cast<std::size_t>(2 * d + 1));
      for (std::int64_t k = -d; k <= d; k += 2) {
        std::int64_t x = d == 0 ? 0 : entry(d, k);
        while (x < size(a_) && x - k < size(b_) && a_[at(x)] == b_[at(x - k)])
          ++x;
        row(d, k) = static_cast<std::int32_t>(x);
        if (x >= size(a_) && x - k >= size(b_)) return back(d);
      }
    }
    return std::nullopt;
  }

 private:
  static std::int64_t size(std::span<const std::string_view> lines) {
    return static_cast<std::int64_t>(lines.size());
  }
  static std::size_t at(std::int64_t index) { return static_cast<std::size_t>(index); }
  std::int32_t& row(std::int64_t d, std::int64_t k) { return rows_[at(d)][at(k + d)]; }

  bool goes_down(std::int64_t d, std::int64_t k) {
    return k == -d || (k != d && row(d - 1, k - 1) < row(d - 1, k + 1));
  }
  // Where edit d lands on diagonal k, before any equal lines.
  std::int64_t entry(std::int64_t d, std::int64_t k) {
    return goes_down(d, k) ? row(d - 1, k + 1) : row(d - 1, k - 1) + 1;
  }

  std::vector<Run> back(std::int64_t d) {
    std::vector<Run> steps;
    std::int64_t k = size(a_) - size(b_);
    for (; d > 0; --d) {
      std::int64_t x = entry(d, k);
      std::int64_t y = x - k;
      bool down = goes_down(d, k);
      steps.push_back(down ? Run{x, x, y - 1, y} : Run{x - 1, x, y, y});
      k += down ? 1 : -1;
    }
    return steps;
  }

  std::span<const std::string_view> a_, b_;
  std::vector<std::vector<std::int32_t>> rows_;
};

std::vector<Run> changes(const Lines& a, const Lines& b) {
  std::size_t same = 0, same_end = 0, shorter = std::min(a.size(), b.size());
  while (same < shorter && a[same] == b[same])
    ++same;
  while (same_end < shorter - same && a[a.size() - 1 - same_end] == b[b.size() - 1 - same_end])
    ++same_end;
  auto middle = [&](const Lines& lines) {
    return std::span<const std::string_view>(lines).subspan(same, lines.size() - same - same_end);
  };
  auto shift = static_cast<std::int64_t>(same);
  auto steps = Search(middle(a), middle(b)).steps();
  if (!steps)
    return {{shift, static_cast<std::int64_t>(a.size() - same_end), shift,
             static_cast<std::int64_t>(b.size() - same_end)}};
  std::vector<Run> runs;
  for (auto step = steps->rbegin(); step != steps->rend(); ++step) {
    Run run{step->a_begin + shift, step->a_end + shift, step->b_begin + shift, step->b_end + shift};
    if (!runs.empty() && runs.back().a_end == run.a_begin && runs.back().b_end == run.b_begin)
      runs.back() = {runs.back().a_begin, run.a_end, runs.back().b_begin, run.b_end};
    else
      runs.push_back(run);
  }
  return runs;
}

void add_line(std::string& out, char mark, std::string_view line) {
  out.append(1, mark).append(line);
  if (!line.ends_with('\n')) out += "\n\\ No newline at end of file\n";
}

// "12,3"; a range of one line is its number alone, and an empty one stands after the line it names.
std::string range(std::int64_t begin, std::int64_t end) {
  std::int64_t count = end - begin;
  std::string text = std::to_string(count == 0 ? begin : begin + 1);
  return count == 1 ? text : text + "," + std::to_string(count);
}

void add_hunk(std::string& out, const Lines& a, const Lines& b, std::span<const Run> runs) {
  const Run& first = runs.front();
  const Run& last = runs.back();
  std::int64_t lead = std::min(context, first.a_begin);
  std::int64_t tail = std::min(context, static_cast<std::int64_t>(a.size()) - last.a_end);
  out += "@@ -" + range(first.a_begin - lead, last.a_end + tail) + " +" +
         range(first.b_begin - lead, last.b_end + tail) + " @@\n";
  std::int64_t shown = first.a_begin - lead;
  auto show = [&](char mark, const Lines& lines, std::int64_t begin, std::int64_t end) {
    for (; begin < end; ++begin)
      add_line(out, mark, lines[static_cast<std::size_t>(begin)]);
  };
  for (const Run& run : runs) {
    show(' ', a, shown, run.a_begin);
    show('-', a, run.a_begin, run.a_end);
    show('+', b, run.b_begin, run.b_end);
    shown = run.a_end;
  }
  show(' ', a, shown, last.a_end + tail);
}

// A name that patch tools would misread is quoted as git does it.
std::string quoted(std::string_view prefix, std::string_view path) {
  auto is_odd = [](char c) {
    return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\' || c == 0x7f;
  };
  std::string name = std::string(prefix) + std::string(path);
  if (std::none_of(name.begin(), name.end(), is_odd)) return name;
  auto digit = [](int value) { return static_cast<char>('0' + value); };
  std::string out = "\"";
  for (char c : name) {
    auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\')
      out.append(1, '\\').append(1, c);
    else if (c == '\n')
      out += "\\n";
    else if (c == '\t')
      out += "\\t";
    else if (is_odd(c))
      out.append(1, '\\')
          .append(1, digit(byte >> 6))
          .append(1, digit(byte >> 3 & 7))
          .append(1, digit(byte & 7));
    else
      out += c;
  }
  return out + "\"";
}

}  // namespace

std::string unified_diff(std::string_view path, std::string_view before, std::string_view after) {
  if (before == after) return {};
  Lines a = lines_of(before), b = lines_of(after);
  std::vector<Run> runs = changes(a, b);
  std::string out = "--- " + quoted("a/", path) + "\n+++ " + quoted("b/", path) + "\n";
  for (std::size_t from = 0, to; from < runs.size(); from = to) {
    for (to = from + 1; to < runs.size() && runs[to].a_begin - runs[to - 1].a_end <= 2 * context;)
      ++to;
    add_hunk(out, a, b, std::span<const Run>(runs).subspan(from, to - from));
  }
  return out;
}

}  // namespace hindcast
