#include "app/renames.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>

namespace hindcast::app {
namespace {

constexpr double similar_min = 0.5;        // git's measure for a rename
constexpr std::size_t pairs_max = 10'000;  // beyond that only files of one name are compared
constexpr std::size_t same_name_max = 50;  // and of "README.md" in each folder not all

std::string_view name_of(std::string_view path) {
  return path.substr(path.rfind('/') + 1);
}

using Lines = std::vector<std::size_t>;  // hashes, sorted; blank lines say nothing

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const auto end = std::min(text.find('\n'), text.size());
    if (end > 0) lines.push_back(std::hash<std::string_view>()(text.substr(0, end)));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  std::sort(lines.begin(), lines.end());
  return lines;
}

double likeness(const Lines& one, const Lines& other) {
  if (one.empty() || other.empty()) return 0;
  Lines shared;
  std::set_intersection(one.begin(), one.end(), other.begin(), other.end(), std::back_inserter(shared));
  return 2.0 * static_cast<double>(shared.size()) / static_cast<double>(one.size() + other.size());
}

class Finder {
 public:
  Finder(std::span<const NewFile> files, std::span<const archive::Document> missing,
         std::span<const archive::Document> gone)
      : files_(files),
        missing_(missing),
        gone_(gone),
        found_(files.size()),
        is_missing_(missing.size(), true) {}

  std::vector<std::optional<archive::Document>> run(
      const std::function<std::string(const archive::Document&)>& text_of) {
    by_path();
    by_bytes();
    by_lines(text_of);
    return std::move(found_);
  }

 private:
  void by_path() {
    std::unordered_map<std::string_view, const archive::Document*> at;
    for (const auto& document : gone_)
      at[document.path] = &document;  // the last of them went last
    for (std::size_t i = 0; i < files_.size(); ++i)
      if (const auto same = at.find(files_[i].path); same != at.end()) found_[i] = *same->second;
  }

  void by_bytes() {
    std::unordered_map<std::string_view, std::vector<std::size_t>> with;
    for (std::size_t i = 0; i < missing_.size(); ++i)
      with[missing_[i].digest].push_back(i);
    for (const bool needs_name : {true, false})
      for (std::size_t i = 0; i < files_.size(); ++i) {
        const auto same = with.find(files_[i].digest);
        if (found_[i] || files_[i].digest.empty() || same == with.end()) continue;
        for (const auto missing : same->second) {
          if (!is_missing_[missing] ||
              (needs_name && name_of(missing_[missing].path) != name_of(files_[i].path)))
            continue;
          take(i, missing);
          break;
        }
      }
  }

  void by_lines(const std::function<std::string(const archive::Document&)>& text_of) {
    std::vector<std::size_t> files, missing;
    for (std::size_t i = 0; i < files_.size(); ++i)
      if (!found_[i] && !files_[i].text.empty()) files.push_back(i);
    for (std::size_t i = 0; i < missing_.size(); ++i)
      if (is_missing_[i]) missing.push_back(i);
    if (files.empty() || missing.empty()) return;
    const bool are_few = files.size() * missing.size() <= pairs_max;
    std::unordered_map<std::string_view, std::vector<std::size_t>> named;
    for (const auto i : missing)
      if (auto& same = named[name_of(missing_[i].path)]; same.size() < same_name_max) same.push_back(i);
    std::unordered_map<std::size_t, Lines> lines;
    struct Pair {
      double like;
      std::size_t file, missing;
    };
    std::vector<Pair> pairs;
    for (const auto i : files) {
      const auto same_name = named.find(name_of(files_[i].path));
      if (!are_few && same_name == named.end()) continue;
      const Lines mine = lines_of(files_[i].text);
      for (const auto j : are_few ? missing : same_name->second) {
        if (lines.count(j) == 0) lines[j] = lines_of(text_of(missing_[j]));
        const double like = likeness(mine, lines[j]);
        if (like >= similar_min) pairs.push_back({like, i, j});
      }
    }
    std::stable_sort(pairs.begin(), pairs.end(),
                     [](const Pair& a, const Pair& b) { return a.like > b.like; });
    for (const Pair& pair : pairs)
      if (!found_[pair.file] && is_missing_[pair.missing]) take(pair.file, pair.missing);
  }

  void take(std::size_t file, std::size_t missing) {
    found_[file] = missing_[missing];
    is_missing_[missing] = false;
  }

  std::span<const NewFile> files_;
  std::span<const archive::Document> missing_, gone_;
  std::vector<std::optional<archive::Document>> found_;
  std::vector<bool> is_missing_;
};

}  // namespace

std::vector<std::optional<archive::Document>> find_renames(
    std::span<const NewFile> files, std::span<const archive::Document> missing,
    std::span<const archive::Document> gone,
    const std::function<std::string(const archive::Document&)>& text_of) {
  return Finder(files, missing, gone).run(text_of);
}

}  // namespace hindcast::app
