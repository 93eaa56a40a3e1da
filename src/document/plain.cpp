#include "document/plain.h"

#include <algorithm>
#include <array>

#include "base/bytes.h"

namespace hindcast::document {
namespace {

constexpr std::size_t runs_max = 8;        // of emphasis inside of emphasis
constexpr std::size_t open_links_max = 8;  // "[[[[…": deeper brackets stay text

std::size_t next_mark(std::string_view text, std::size_t from) {
  return find_any<'\\', '`', '*', '~', '_', '[', ']', '!', '<', '&'>(text, from);
}

bool is_word(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') ||
         byte >= 0x80;
}

class Stripper {
 public:
  Stripper(std::string_view raw, bool is_rest, std::string& out) : raw_(raw), is_rest_(is_rest), out_(out) {}

  // `mark` is the first mark in the text.
  void run(std::size_t mark) {
    for (;;) {
      out_.append(raw_, at_, mark - at_);
      at_ = mark;
      if (at_ == raw_.size()) return finish();
      step();
      mark = std::min(next_mark(raw_, at_), raw_.size());
    }
  }

 private:
  void step() {
    const char c = raw_[at_];
    switch (c) {
      case '\\':
        if (at_ + 1 < raw_.size() && !is_word(raw_[at_ + 1]) && raw_[at_ + 1] != ' ') ++at_;
        return put(raw_[at_]);
      case '`':
        return code();
      case '*':
      case '~':
      case '_':
        return emphasis(c);
      case '[':
        if (open_count_ < open_links_max) open_[open_count_++] = out_.size();
        return put(c);
      case ']':
        return close();
      case '!':
        if (at_ + 1 < raw_.size() && raw_[at_ + 1] == '[') {
          ++at_;
          return;
        }
        return put(c);
      case '<':
        return tag();
      case '&':
        return entity();
      default:
        return put(c);
    }
  }

  void put(char c) {
    out_ += c;
    ++at_;
  }

  void code() {
    auto ticks = at_;
    while (ticks < raw_.size() && raw_[ticks] == '`')
      ++ticks;
    const auto fence = raw_.substr(at_, ticks - at_);
    const auto close = no_ticks_ ? std::string_view::npos : raw_.find(fence, ticks);
    if (close == std::string_view::npos) no_ticks_ = true;
    const auto end = close == std::string_view::npos ? ticks : close + fence.size();
    out_.append(raw_.substr(at_, end - at_));
    at_ = end;
  }

  // A run of marks that may open emphasis: where it stands in `out_`, and how many of its marks are open.
  struct Run {
    char mark = 0;
    bool strip = false;  // left over without a partner: what was cut out of a text had that
    std::uint32_t at = 0, count = 0;
  };

  char before_run(std::size_t begin) const { return begin > 0 ? raw_[begin - 1] : ' '; }
  char after_run() const { return at_ < raw_.size() ? raw_[at_] : ' '; }

  void emphasis(char c) {
    const auto begin = at_;
    while (at_ < raw_.size() && raw_[at_] == c)
      ++at_;
    auto count = at_ - begin;
    const char before = before_run(begin), after = after_run();
    const bool is_joined = is_word(before) && is_word(after);
    const bool is_product = is_joined && digits.has(before) && digits.has(after);
    const bool is_path = c == '*' && before == '/' && (after == '/' || after == '.');
    if (is_rest_ && c == '*' && count > 1 && before == ' ' && at_ == raw_.size())
      return;  // its word is cut out
    if ((before == ' ' && after == ' ') || (c == '_' && is_joined) || (c == '~' && count != 2) ||
        is_product || is_path)
      return void(out_.append(count, c));
    if (before != ' ' && !(before == '/' && is_word(after))) count = closed(c, count);
    if (count == 0) return;
    // "**/*.md" and "src/**" are no emphasis, whatever follows.
    const bool is_glob = after == '/' || before == '/' || (count == 1 && after == '.');
    const bool at_end = begin == 0 || at_ == raw_.size();
    const bool strip = c == '~' || (c == '*' && !is_glob && (count > 1 || at_end || is_rest_));
    if (after != ' ' && run_count_ < runs_.size()) {
      runs_[run_count_++] = {c, strip, static_cast<std::uint32_t>(out_.size()),
                             static_cast<std::uint32_t>(count)};
      out_.append(count, c);
    } else if (!strip) {
      out_.append(count, c);
    }
  }

  // Closes the innermost runs of the same mark; how many of `count` marks are left over.
  std::size_t closed(char c, std::size_t count) {
    for (auto i = run_count_; i > 0 && count > 0; --i) {
      auto& run = runs_[i - 1];
      if (run.mark != c) continue;
      const auto taken = static_cast<std::uint32_t>(std::min<std::size_t>(count, run.count));
      run.count -= taken;
      count -= taken;
      run_count_ = run.count > 0 ? i : i - 1;  // what was opened inside of it is no emphasis
      erase(run.at + run.count, taken);
    }
    return count;
  }

  // Takes marks out of what is written. Emphasis and links nest, so what moves is what they enclose, and each
  // byte moves as often as it is enclosed.
  void erase(std::size_t at, std::uint32_t count) {
    out_.erase(at, count);
    for (std::size_t i = 0; i < open_count_; ++i)
      if (open_[i] > at) open_[i] -= count;
    for (std::size_t i = 0; i < run_count_; ++i)
      if (runs_[i].at > at) runs_[i].at -= count;
  }

  // Takes out what opened emphasis that never closed and stands there by a cut.
  void finish() {
    while (run_count_ > 0) {
      const auto run = runs_[--run_count_];
      if (run.strip) erase(run.at, run.count);
    }
  }

  void close() {
    const bool open = open_count_ > 0;
    const auto begin = open ? open_[--open_count_] : 0;
    const char next = at_ + 1 < raw_.size() ? raw_[at_ + 1] : ' ';
    const bool link = open && (next == '(' || next == '[');
    const auto end = !link         ? std::string_view::npos
                     : next == '(' ? next_of(')', at_ + 2, parenthesis_)
                                   : next_of(']', at_ + 2, bracket_);
    if (end == std::string_view::npos || next_of('\n', at_, line_end_) < end) return put(']');
    erase(begin, 1);
    at_ = end + 1;
  }

  // The first `c` from `from` on, kept in `known`: a text of links that never close is searched once.
  std::size_t next_of(char c, std::size_t from, std::size_t& known) const {
    if (known < from) known = raw_.find(c, from);
    return known;
  }

  void tag() {
    const char next = at_ + 1 < raw_.size() ? raw_[at_ + 1] : ' ';
    const bool comment = raw_.compare(at_, 4, "<!--") == 0;
    if (!(comment || next == '/' ||
          (is_word(next) && static_cast<unsigned char>(next) < 0x80 && (next < '0' || next > '9'))) ||
        no_tags_)
      return put('<');
    const auto end = comment ? raw_.find("-->", at_) : raw_.find('>', at_);
    if (end == std::string_view::npos) {
      no_tags_ = true;
      return put('<');
    }
    const auto inside = raw_.substr(at_ + 1, end - at_ - 1);
    if (!comment &&
        (inside.find("://") != std::string_view::npos && inside.find(' ') == std::string_view::npos))
      out_.append(inside);
    else if (starts_with(inside, "br") && !out_.empty() && out_.back() != ' ')
      out_ += ' ';
    at_ = end + (comment ? 3 : 1);
  }

  void entity() {
    constexpr std::array<std::pair<std::string_view, char>, 5> known = {
        {{"&amp;", '&'}, {"&lt;", '<'}, {"&gt;", '>'}, {"&nbsp;", ' '}, {"&quot;", '"'}}};
    for (const auto& [name, value] : known)
      if (raw_.compare(at_, name.size(), name) == 0) {
        out_ += value;
        at_ += name.size();
        return;
      }
    put('&');
  }

  std::string_view raw_;
  bool is_rest_;
  std::string& out_;
  std::size_t at_ = 0;
  std::array<std::size_t, open_links_max> open_{};  // where the brackets stand in `out_`
  std::size_t open_count_ = 0;
  std::array<Run, runs_max> runs_{};
  std::size_t run_count_ = 0;
  std::size_t parenthesis_ = 0, bracket_ = 0, line_end_ = 0;  // the next ones that are known
  bool no_ticks_ = false, no_tags_ = false;  // searched to the end in vain: don't search again
};

void append(std::string_view raw, bool is_rest, std::string& out) {
  const auto begin = out.size();
  const auto mark = next_mark(raw, 0);
  if (mark == std::string_view::npos)
    out.append(raw);
  else
    Stripper(raw, is_rest, out).run(mark);
  while (out.size() > begin && (out.back() == ' ' || out.back() == '\t'))
    out.pop_back();
}

}  // namespace

bool starts_with(std::string_view text, std::string_view prefix) {
  return text.substr(0, prefix.size()) == prefix;
}

void append_plain(std::string_view raw, std::string& out) {
  append(raw, false, out);
}

void append_plain_rest(std::string_view raw, std::string& out) {
  append(raw, true, out);
}

void append_raw(const markdown::Tree& tree, std::uint32_t leaf, std::string_view text, std::string& out) {
  const auto& node = tree.nodes[leaf];
  const auto begin = out.size();
  for (auto line = node.first_line; line < node.first_line + node.line_count; ++line) {
    const auto span = tree.lines[line];
    if (out.size() > begin) out += ' ';
    out.append(trimmed(text.substr(span.begin, span.end - span.begin)));
  }
}

BoldLead bold_lead(std::string_view line) {
  if (!(starts_with(line, "**") || starts_with(line, "__"))) return {};
  const auto end = line.find(line.substr(0, 2), 2);
  if (end == std::string_view::npos || end == 2) return {};
  BoldLead lead;
  lead.label = trimmed(line.substr(2, end - 2));
  lead.rest = line.substr(end + 2);
  const auto take_colon = [&lead](std::string_view colon) {
    if (lead.label.size() > colon.size() && lead.label.substr(lead.label.size() - colon.size()) == colon) {
      lead.label = trimmed(lead.label.substr(0, lead.label.size() - colon.size()));
      lead.colon = true;
    } else if (starts_with(trimmed(lead.rest), colon)) {
      lead.rest = trimmed(lead.rest).substr(colon.size());
      lead.colon = true;
    }
  };
  take_colon(":");
  if (!lead.colon) take_colon("：");
  return lead;
}

}  // namespace hindcast::document
