// What guards said of past commits, remembered between replays: a table of text in the folder .hindcast.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "facts/verdict.h"

namespace hindcast::app {

struct SeenVerdict {
  facts::Verdict verdict{};
  std::string summary;
};

// `error` is never remembered: what could not look today may look tomorrow.
inline constexpr std::string_view seen_file = ".hindcast/replay.tsv";
class Seen {
 public:
  // Of ROOT/.hindcast/replay.tsv. What cannot be read or believed is as good as none; so is all of it where
  // it came with the repository.
  static Seen load(const std::string& root, bool is_anothers);

  // What that definition said of that tree; `commit` "" for a guard that looks at nothing but the tree.
  const SeenVerdict* find(const std::string& definition, const std::string& tree,
                          const std::string& commit) const;
  void put(const std::string& definition, const std::string& tree, const std::string& commit, SeenVerdict);
  // In one piece; fine when nothing is new. Makes the folder, out of git's sight.
  Status save();
  std::size_t unsaved() const { return unsaved_; }

 private:
  std::string root_;
  using Row = std::pair<std::string, SeenVerdict>;
  std::vector<Row> rows_;   // by key, as they were loaded
  std::vector<Row> added_;  // since the last save(): a few hundred
  std::size_t unsaved_ = 0;
};

}  // namespace hindcast::app
