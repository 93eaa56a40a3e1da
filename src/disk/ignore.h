// Which files a repository says are none of its own: .gitignore, as git reads it.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace hindcast::disk {

// One line of a .gitignore. Its folder is that of the file.
class IgnorePattern {
 public:
  // Nothing to do with a blank line or a comment: never matches.
  explicit IgnorePattern(std::string_view line);

  bool is_nothing() const { return steps_.empty(); }
  bool takes_back() const { return takes_back_; }  // "!keep.md"
  // `path` from the pattern's folder. Cost: pattern times path.
  bool matches(std::string_view path, bool is_folder) const;

 private:
  enum class Kind : std::uint8_t { byte, any, one_of, star, folders, inside, all };
  struct Step {
    Kind kind;
    unsigned char byte = 0;
    std::uint32_t set = 0;  // of sets_
  };
  void read(std::string_view pattern);
  std::size_t read_set(std::string_view pattern, std::size_t at);
  bool takes(const Step&, unsigned char c) const;

  std::vector<Step> steps_;
  std::vector<std::vector<bool>> sets_;
  bool takes_back_ = false, folders_only_ = false, is_anchored_ = false;
};

// The patterns that hold while folders are walked through: those of the folder, and of all above it up to
// the root of the repository (a folder with `.git`, whose info/exclude counts too). A user's own
// core.excludesFile does not: another user's run must give the same answer.
class Ignores {
 public:
  explicit Ignores(const std::string& root);

  // Paths below `root`, "" for itself. Folders are entered after those that hold them; who has listed one
  // knows whether it has a .gitignore.
  void enter(std::string_view folder, bool has_file = true);
  void leave();
  bool is_ignored(std::string_view path, bool is_folder) const;

 private:
  struct Level {
    std::size_t prefix_size;  // of the folder in paths from the repository's root, with its slash
    std::vector<IgnorePattern> patterns;
  };
  void add(const std::string& file, std::size_t prefix_size);

  std::string root_, prefix_;  // prefix_: from the repository's root to `root`, with a slash at its end
  std::vector<Level> levels_;
};

// Those of `paths` below `root` that the .gitignore files which lie there now leave out, as a walk through
// its folders would, in their order. They need not be there.
std::vector<std::string> ignored_among(const std::string& root, const std::vector<std::string>& paths);

}  // namespace hindcast::disk
