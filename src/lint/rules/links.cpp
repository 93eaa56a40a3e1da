#include "lint/rules/links.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "document/scan.h"
#include "lint/rules/look.h"

namespace hindcast::lint {
namespace {

using markdown::Kind;
using markdown::Tree;

constexpr std::size_t target_bytes_max = 1000;  // a longer one is data

int hex(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

// "%20" is a blank, and "\_" an underscore.
std::string decoded(std::string_view target) {
  std::string out;
  for (std::size_t i = 0; i < target.size(); ++i) {
    if (target[i] == '%' && i + 2 < target.size() && hex(target[i + 1]) >= 0 && hex(target[i + 2]) >= 0) {
      out += static_cast<char>(hex(target[i + 1]) * 16 + hex(target[i + 2]));
      i += 2;
    } else if (target[i] != '\\' || i + 1 == target.size()) {
      out += target[i];
    }
  }
  return out;
}

// What two spellings of an anchor share, whatever made it: letters and digits. Every renderer keeps these,
// and they differ in all else. Letters beyond ASCII count only where there are no others: "ö" has two
// spellings.
std::string bones(std::string_view words) {
  std::string ascii, others;
  for (const char c : document::scan::folded(words)) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) ascii += c;
    // A combining accent takes the letter before it along.
    const auto byte = static_cast<unsigned char>(c);
    if ((byte == 0xCC || byte == 0xCD) && !ascii.empty()) ascii.pop_back();
    if (byte >= 0x80) others += c;
  }
  return ascii.size() < 4 ? ascii + others : ascii;
}

// The anchors that one text may have: its headings', those given in HTML or in braces, and its footnotes'.
// Made once for all links that lead there.
class Anchors {
 public:
  Anchors(const Tree& tree, std::string_view text) : lines_(tree.line_starts.size()) {
    // Where a site's generator writes a part of the page, that part may have any of them.
    is_open_ = text.find("{{") != std::string_view::npos || text.find("{%") != std::string_view::npos;
    if (is_open_) return;
    for (const std::string_view before : {"id=", "name=", "{#", "[^"})
      for (auto at = text.find(before); at != std::string_view::npos; at = text.find(before, at + 1))
        given(text.substr(at + before.size(), anchor_bytes_max));
    for (const auto& node : tree.nodes)
      if (node.kind == Kind::heading) heading(slice(text, node.content));
    std::sort(whole_.begin(), whole_.end());
  }

  bool may_have(std::string_view name) const {
    if (is_line(name)) return true;
    auto wanted = bones(name);
    if (is_open_ || wanted.empty()) return true;  // the top of the page, or nothing that we can tell
    if (std::binary_search(whole_.begin(), whole_.end(), wanted)) return true;
    for (const auto& begin : begins_)
      if (wanted.compare(0, begin.size(), begin) == 0) return true;
    // The second of two equal headings has a number behind it.
    while (!wanted.empty() && wanted.back() >= '0' && wanted.back() <= '9') {
      wanted.pop_back();
      if (std::binary_search(whole_.begin(), whole_.end(), wanted)) return true;
    }
    return false;
  }

 private:
  // "L12", "L12-L14": what forges call the lines of a text.
  bool is_line(std::string_view name) const {
    const auto dash = std::min(name.find('-'), name.size());
    for (const auto one : {name.substr(0, dash), name.substr(std::min(dash + 1, name.size()))}) {
      if (one.empty() && dash == name.size()) continue;
      std::size_t number = 0;
      if (one.size() < 2 || one.size() > 8 || one[0] != 'L') return false;
      for (const char c : one.substr(1)) {
        if (c < '0' || c > '9') return false;
        number = number * 10 + static_cast<std::size_t>(c - '0');
      }
      if (number == 0 || number > lines_) return false;
    }
    return true;
  }

  static constexpr std::size_t anchor_bytes_max = 200;  // a longer one is nobody's
  static constexpr std::size_t begins_max = 100;        // each is tried for each link

  void given(std::string_view rest) {
    if (!rest.empty() && (rest[0] == '"' || rest[0] == '\'')) rest.remove_prefix(1);
    whole_.push_back(bones(rest.substr(0, rest.find_first_of("\"'>}] \n"))));
  }

  void heading(std::string_view words) {
    if (words.size() > anchor_bytes_max * 2) return;
    whole_.push_back(bones(words));
    // Of a link, an HTML tag or a sign's name in a heading only a part is in its anchor.
    const auto odd = words.find_first_of("<[&:{");
    if (odd == std::string_view::npos) return;
    if (begins_.size() < begins_max)
      begins_.push_back(bones(words.substr(0, odd)));
    else
      is_open_ = true;
  }

  std::size_t lines_ = 0;
  bool is_open_ = false;
  std::vector<std::string> whole_;   // bones, sorted
  std::vector<std::string> begins_;  // bones of what stands before the odd part
};

bool has_scheme(std::string_view target) {
  for (const char c : target) {
    if (c == ':') return true;
    const bool is_scheme = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                           c == '+' || c == '-' || c == '.';
    if (!is_scheme) return false;
  }
  return false;
}

// A place that a site's generator fills in, or a path from the site's root: only the site knows.
bool is_local(std::string_view target) {
  return !target.empty() && target.size() <= target_bytes_max && target[0] != '/' && target[0] != '?' &&
         !has_scheme(target) && target.find_first_of("{}<>$*\"'|") == std::string_view::npos &&
         target.find("...") == std::string_view::npos;
}

bool is_markdown(std::string_view path) {
  return path.ends_with(".md") || path.ends_with(".markdown");
}

class Links {
 public:
  Links(const Subject& subject, Findings& findings)
      : subject_(subject), findings_(findings), links_(subject.text, "](") {}

  void run() {
    const auto& tree = subject_.tree;
    for (std::uint32_t at = 1; at < tree.nodes.size(); ++at) {
      const auto& node = tree.nodes[at];
      if (node.kind == Kind::definition) {
        target(node.content);
      } else if (!links_.is_in(node.span)) {
        continue;
      } else if (node.kind == Kind::cell) {
        line(node.content);
      } else if (node.kind == Kind::paragraph || node.kind == Kind::heading) {
        for (auto i = node.first_line; i < node.first_line + node.line_count; ++i)
          line(tree.lines[i]);
      }
    }
  }

 private:
  void line(Span span) {
    const auto words = slice(subject_.text, span);
    std::size_t counted = 0, ticks = 0;
    for (auto at = words.find("]("); at != std::string_view::npos; at = words.find("](", at + 2)) {
      for (; counted < at; ++counted)
        ticks += words[counted] == '`';
      if (ticks % 2 != 0) continue;  // code
      std::size_t begin = at + 2, end = begin;
      int open = 0;
      while (end < words.size() && words[end] != ' ' && !(words[end] == ')' && open == 0)) {
        open += words[end] == '(' ? 1 : words[end] == ')' ? -1 : 0;
        ++end;
      }
      if (words.substr(begin, end - begin) == "#" && end < words.size()) {
        nowhere(words.substr(0, at), {span.begin + static_cast<std::uint32_t>(begin),
                                      span.begin + static_cast<std::uint32_t>(end)});
      } else if (end < words.size())
        target(
            {span.begin + static_cast<std::uint32_t>(begin), span.begin + static_cast<std::uint32_t>(end)});
    }
  }

  // "[Dashboard](#)" was to be filled in; "[Back to top](#)" leads where it says.
  void nowhere(std::string_view before, Span span) {
    constexpr std::size_t words_bytes_max = 200;
    const auto close = before.substr(before.size() - std::min(before.size(), words_bytes_max));
    const auto words = close.substr(close.rfind('[') + 1);
    const bool has_words =
        std::any_of(words.begin(), words.end(), [](char c) { return (c | 32) >= 'a' && (c | 32) <= 'z'; });
    if (has_words && !subject_.is_template && !contains_folded(words, "top") &&
        !contains_folded(words, "back"))
      findings_.add(span, "this link leads nowhere");
  }

  void target(Span span) {
    const auto written = slice(subject_.text, span);
    if (!is_local(written)) return;
    const auto hash = written.find('#');
    const auto path = decoded(written.substr(0, std::min(hash, written.find('?'))));
    const auto anchor = hash == std::string_view::npos ? std::string() : decoded(written.substr(hash + 1));
    if (path.empty()) {
      if (!own_) own_.emplace(subject_.tree, subject_.text);
      if (!own_->may_have(anchor))
        findings_.add(span, "no heading of this document has the anchor `" + anchor + "`");
      return;
    }
    if (subject_.neighbours == nullptr || ++asked_ > files_max) return;
    // MyST: "[Deploying](deploying)" leads to the place that "(deploying)=" names.
    if (!has_places_) has_places_ = subject_.text.find(")=") != std::string_view::npos;
    if (*has_places_ && subject_.text.find("(" + path + ")=") != std::string_view::npos) return;
    if (!is_there(path)) {
      findings_.add(span, "there is no `" + path + "` beside this document");
    } else if (!anchor.empty() && is_markdown(path) && !may_have(path, anchor)) {
      findings_.add(span, "no heading of `" + path + "` has the anchor `" + anchor + "`");
    }
  }

  bool may_have(const std::string& path, std::string_view anchor) {
    auto known = others_.find(path);
    if (known == others_.end()) {
      const auto text = subject_.neighbours->text(path);
      if (text.empty() || text.size() > markdown::text_bytes_max) return true;
      known = others_.emplace(path, Anchors(markdown::parse(text), text)).first;
    }
    return known->second.may_have(anchor);
  }

  // As it is, or as what a site's generator makes the page from.
  bool is_there(const std::string& path) const {
    if (subject_.neighbours->exists(path)) return true;
    if (path.ends_with(".html")) return subject_.neighbours->exists(path.substr(0, path.size() - 5) + ".md");
    const auto name = path.substr(path.rfind('/') + 1);
    if (name.find('.') != std::string::npos) return false;
    return subject_.neighbours->exists(path + ".md") || subject_.neighbours->exists(path + "/index.md");
  }

  static constexpr int files_max = 1000;  // looking for a file is a system call

  const Subject& subject_;
  Findings& findings_;
  Cursor links_;
  std::optional<bool> has_places_;
  int asked_ = 0;
  std::optional<Anchors> own_;
  std::map<std::string, Anchors> others_;
};

}  // namespace

void broken_link(const Subject& subject, Findings& findings) {
  if (subject.text.find("](") == std::string_view::npos && subject.text.find("]:") == std::string_view::npos)
    return;
  Links(subject, findings).run();
}

}  // namespace hindcast::lint
