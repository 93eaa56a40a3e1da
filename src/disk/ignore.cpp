#include "disk/ignore.h"

#include <algorithm>

#include "disk/disk.h"

namespace hindcast::disk {
namespace {

constexpr std::uint64_t file_bytes_max = 1u << 20;

// "[:digit:]" and its like, of ASCII.
bool is_in_class(std::string_view name, unsigned char c) {
  const bool digit = c >= '0' && c <= '9', upper = c >= 'A' && c <= 'Z', lower = c >= 'a' && c <= 'z';
  const bool graph = c > ' ' && c < 0x7f;
  if (name == "digit") return digit;
  if (name == "upper") return upper;
  if (name == "lower") return lower;
  if (name == "alpha") return upper || lower;
  if (name == "alnum") return digit || upper || lower;
  if (name == "punct") return graph && !digit && !upper && !lower;
  if (name == "space") return c == ' ' || (c >= '\t' && c <= '\r');
  if (name == "xdigit") return digit || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
  return false;
}

}  // namespace

IgnorePattern::IgnorePattern(std::string_view line) {
  if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
  while (!line.empty() && line.back() == ' ' && !(line.size() > 1 && line[line.size() - 2] == '\\'))
    line.remove_suffix(1);
  if (line.empty() || line[0] == '#') return;
  takes_back_ = line[0] == '!';
  if (takes_back_) line.remove_prefix(1);
  folders_only_ = !line.empty() && line.back() == '/';
  if (folders_only_) line.remove_suffix(1);
  is_anchored_ = line.find('/') != line.npos;
  if (!line.empty() && line[0] == '/') line.remove_prefix(1);
  read(line);
}

void IgnorePattern::read(std::string_view pattern) {
  for (std::size_t at = 0; at < pattern.size();) {
    const bool at_start = at == 0 || pattern[at - 1] == '/';
    if (at_start && pattern.substr(at, 3) == "**/") {
      steps_.push_back({Kind::folders});
      steps_.push_back({Kind::inside});
      at += 3;
    } else if (at_start && at > 0 && pattern.substr(at) == "**") {
      steps_.push_back({Kind::any});  // what is inside, not the folder itself
      steps_.push_back({Kind::all});
      at += 2;
    } else if (pattern[at] == '*') {
      steps_.push_back({Kind::star});
      while (at < pattern.size() && pattern[at] == '*')
        ++at;
    } else if (pattern[at] == '?') {
      steps_.push_back({Kind::any});
      ++at;
    } else if (pattern[at] == '[') {
      at = read_set(pattern, at);
    } else {
      if (pattern[at] == '\\' && at + 1 < pattern.size()) ++at;
      steps_.push_back({Kind::byte, static_cast<unsigned char>(pattern[at++])});
    }
  }
}

// "[a-z]", "[!0-9]", "[]x]"; the offset behind it. One that is never closed matches nothing, as in git.
std::size_t IgnorePattern::read_set(std::string_view pattern, std::size_t at) {
  std::vector<bool> set(256);
  std::size_t i = at + 1;
  const bool is_inverted = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
  if (is_inverted) ++i;
  for (const std::size_t first = i; i < pattern.size() && (pattern[i] != ']' || i == first);) {
    if (pattern.substr(i, 2) == "[:") {
      const auto end = pattern.find(":]", i + 2);
      if (end != pattern.npos) {
        for (std::size_t c = 0; c < 256; ++c)
          if (is_in_class(pattern.substr(i + 2, end - i - 2), static_cast<unsigned char>(c))) set[c] = true;
        i = end + 2;
        continue;
      }
    }
    if (pattern[i] == '\\' && i + 1 < pattern.size()) ++i;
    const auto from = static_cast<unsigned char>(pattern[i++]);
    auto to = from;
    if (i + 1 < pattern.size() && pattern[i] == '-' && pattern[i + 1] != ']') {
      i += pattern[i + 1] == '\\' && i + 2 < pattern.size() ? 2 : 1;
      to = static_cast<unsigned char>(pattern[i++]);
    }
    for (std::size_t c = from; c <= to; ++c)
      set[c] = true;
  }
  const bool is_closed = i < pattern.size();
  if (is_inverted && is_closed) set.flip();
  if (!is_closed) set.assign(256, false);
  set['/'] = false;
  steps_.push_back({Kind::one_of, 0, static_cast<std::uint32_t>(sets_.size())});
  sets_.push_back(std::move(set));
  return is_closed ? i + 1 : pattern.size();
}

bool IgnorePattern::takes(const Step& step, unsigned char c) const {
  switch (step.kind) {
    case Kind::byte:
      return c == step.byte;
    case Kind::any:
    case Kind::star:
      return c != '/';
    case Kind::one_of:
      return sets_[step.set][c];
    case Kind::folders:
      return false;
    case Kind::inside:
    case Kind::all:
      return true;
  }
  return false;
}

// Every place of the pattern at which the text read so far may stand, moved on by each byte.
bool IgnorePattern::matches(std::string_view path, bool is_folder) const {
  if (is_nothing() || (folders_only_ && !is_folder)) return false;
  if (!is_anchored_) path.remove_prefix(std::min(path.rfind('/') + 1, path.size()));
  std::vector<bool> here(steps_.size() + 1), next(steps_.size() + 1);
  const auto pass_empty = [&](std::vector<bool>& places) {
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (!places[i]) continue;
      const Kind kind = steps_[i].kind;
      if (kind == Kind::star || kind == Kind::all) places[i + 1] = true;
      if (kind == Kind::folders) places[i + 1] = places[i + 2] = true;
    }
  };
  here[0] = true;
  pass_empty(here);
  for (const char c : path) {
    std::fill(next.begin(), next.end(), false);
    bool is_alive = false;
    for (std::size_t i = 0; i < steps_.size(); ++i) {
      if (!here[i] || !takes(steps_[i], static_cast<unsigned char>(c))) continue;
      const Kind kind = steps_[i].kind;
      const bool stays = kind == Kind::star || kind == Kind::all || kind == Kind::inside;
      if (stays) next[i] = true;
      if (!stays || (kind == Kind::inside && c == '/')) next[i + 1] = true;
      is_alive = true;
    }
    if (!is_alive) return false;
    pass_empty(next);
    here.swap(next);
  }
  return here[steps_.size()];
}

Ignores::Ignores(const std::string& root) : root_(absolute(root)) {
  std::string top = root_;
  while (!exists(top + "/.git")) {
    const auto slash = top.rfind('/');
    if (slash == top.npos || slash == 0) {
      top = root_;  // no repository: the root that was named is the top
      break;
    }
    top.resize(slash);
  }
  if (top.size() < root_.size()) prefix_ = root_.substr(top.size() + 1) + "/";
  add(top + "/.git/info/exclude", 0);
  for (std::size_t at = 0; at < prefix_.size(); at = prefix_.find('/', at) + 1)
    add(top + "/" + prefix_.substr(0, at) + ".gitignore", at);
}

void Ignores::add(const std::string& file, std::size_t prefix_size) {
  Level level{prefix_size, {}};
  std::string text;
  if (exists(file) && read_file(file, file_bytes_max, text).ok()) {
    std::string_view left = text;
    while (!left.empty()) {
      const auto end = std::min(left.find('\n'), left.size());
      IgnorePattern pattern(left.substr(0, end));
      if (!pattern.is_nothing()) level.patterns.push_back(std::move(pattern));
      left.remove_prefix(std::min(end + 1, left.size()));
    }
  }
  levels_.push_back(std::move(level));
}

void Ignores::enter(std::string_view folder, bool has_file) {
  if (!has_file) return levels_.push_back({0, {}});
  const auto inside = folder.empty() ? std::string() : std::string(folder) + "/";
  add(root_ + "/" + inside + ".gitignore", prefix_.size() + inside.size());
}

void Ignores::leave() {
  levels_.pop_back();
}

bool Ignores::is_ignored(std::string_view path, bool is_folder) const {
  const bool is_quiet =
      std::all_of(levels_.begin(), levels_.end(), [](const Level& level) { return level.patterns.empty(); });
  if (is_quiet) return false;
  const auto whole = prefix_ + std::string(path);
  for (auto level = levels_.rbegin(); level != levels_.rend(); ++level) {
    const auto below = std::string_view(whole).substr(level->prefix_size);
    for (auto pattern = level->patterns.rbegin(); pattern != level->patterns.rend(); ++pattern)
      if (pattern->matches(below, is_folder)) return !pattern->takes_back();  // the last word counts
  }
  return false;
}

std::vector<std::string> ignored_among(const std::string& root, const std::vector<std::string>& paths) {
  Ignores ignores(root);
  ignores.enter("");
  std::vector<std::string> ignored;
  std::vector<std::string> entered;  // each within the one before
  for (const auto& path : paths) {
    while (!entered.empty() && path.compare(0, entered.back().size() + 1, entered.back() + "/") != 0) {
      ignores.leave();
      entered.pop_back();
    }
    bool is_out = false;
    auto slash = path.find('/', entered.empty() ? 0 : entered.back().size() + 1);
    for (; slash != path.npos && !is_out; slash = path.find('/', slash + 1)) {
      auto folder = path.substr(0, slash);
      is_out = ignores.is_ignored(folder, true);
      if (is_out) break;
      ignores.enter(folder);
      entered.push_back(std::move(folder));
    }
    if (is_out || ignores.is_ignored(path, false)) ignored.push_back(path);
  }
  return ignored;
}

}  // namespace hindcast::disk
