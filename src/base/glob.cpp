#include "base/glob.h"

#include <cstdint>
#include <span>
#include <vector>

namespace hindcast {
namespace {

enum class Step : std::uint8_t { byte, one, run, deep_run, folders };
struct Token {
  Step step;
  char byte = 0;
};

std::vector<Token> tokens_of(std::string_view glob) {
  while (glob.starts_with("./"))
    glob.remove_prefix(2);
  while (glob.ends_with('/'))
    glob.remove_suffix(1);
  std::vector<Token> tokens;
  if (glob.find('/') == glob.npos) tokens.push_back({Step::folders});
  if (glob.starts_with('/')) glob.remove_prefix(1);
  for (std::size_t i = 0; i < glob.size(); ++i) {
    bool starts_part = i == 0 || glob[i - 1] == '/';
    if (starts_part && glob.substr(i).starts_with("**/")) {
      tokens.push_back({Step::folders});
      i += 2;
    } else if (glob.substr(i).starts_with("**")) {
      tokens.push_back({Step::deep_run});
      ++i;
    } else if (glob[i] == '*') {
      tokens.push_back({Step::run});
    } else if (glob[i] == '?') {
      tokens.push_back({Step::one});
    } else {
      tokens.push_back({Step::byte, glob[i]});
    }
  }
  return tokens;
}

// Which places of the glob the path read so far can have reached: all at once, so that no glob makes it go
// back.
class Reach {
 public:
  explicit Reach(std::span<const Token> tokens) : tokens_(tokens), at_(tokens.size() + 1) {
    at_[0] = true;
    skip_empty();
  }

  bool is_whole() const { return at_[tokens_.size()]; }

  void read(char c) {
    bool is_inside_character = (static_cast<unsigned char>(c) & 0xc0) == 0x80;
    std::vector<char> next(at_.size());
    for (std::size_t i = 0; i < at_.size(); ++i) {
      if (!at_[i]) continue;
      // The rest of a character of several bytes that a "?" has begun to read.
      if (is_inside_character && i > 0 && tokens_[i - 1].step == Step::one) next[i] = true;
      if (i == tokens_.size()) continue;
      switch (tokens_[i].step) {
        case Step::byte:
          if (c == tokens_[i].byte) next[i + 1] = true;
          break;
        case Step::one:
          if (c != '/' && !is_inside_character) next[i + 1] = true;
          break;
        case Step::run:
          if (c != '/') next[i] = true;
          break;
        case Step::deep_run:
          next[i] = true;
          break;
        case Step::folders:
          break;  // see below
      }
    }
    read_folders(c, next);
    at_ = std::move(next);
    skip_empty();
  }

 private:
  // "**/" stays while a folder's name goes by, and lets go after a "/".
  void read_folders(char c, std::vector<char>& next) {
    inside_.resize(tokens_.size());
    for (std::size_t i = 0; i < tokens_.size(); ++i) {
      if (tokens_[i].step != Step::folders) continue;
      if (at_[i]) inside_[i] = true;
      if (inside_[i] && c == '/') next[i] = true;
    }
  }

  void skip_empty() {
    for (std::size_t i = 0; i < tokens_.size(); ++i)
      if (at_[i] && (tokens_[i].step == Step::run || tokens_[i].step == Step::deep_run ||
                     tokens_[i].step == Step::folders))
        at_[i + 1] = true;
  }

  std::span<const Token> tokens_;
  std::vector<char> at_;      // not vector<bool>: read bytewise in a hot loop
  std::vector<char> inside_;  // by token: a "**/" whose folders are being read
};

}  // namespace

bool matches_glob(std::string_view glob, std::string_view path) {
  std::vector<Token> tokens = tokens_of(glob);
  Reach reach(tokens);
  for (char c : path) {
    if (c == '/' && reach.is_whole()) return true;  // it names a folder on the way
    reach.read(c);
  }
  return reach.is_whole();
}

}  // namespace hindcast
