#include "recall/series.h"

#include <algorithm>
#include <map>
#include <numeric>
#include <tuple>
#include <unordered_map>

#include "recall/words.h"

namespace hindcast::recall {
namespace {

constexpr double same_text_min = 0.75;  // of two sketches: versions of one document
constexpr double same_words_min = 0.9;  // of two promises: a template's line, filled in here and there
constexpr std::size_t series_min = 4;   // documents with a line, before it is taken for a template's
constexpr double series_share = 0.6;    // of those that were written in their folder meanwhile
constexpr std::size_t list_min = 4;     // promises of two documents that repeat one another …
constexpr double list_share = 0.8;      // … as nearly all that either promises, though their texts
constexpr double stranger_max = 0.35;   // … are not about one thing

using Pair = std::pair<std::uint32_t, std::uint32_t>;  // of documents

// Promises that are the same but for a word, joined over documents.
class Families {
 public:
  explicit Families(std::span<const Source> sources) : sources_(sources) {
    std::uint32_t count = 0;
    for (const auto& source : sources) {
      begins_.push_back(count);
      count += static_cast<std::uint32_t>(source.promises.size());
    }
    parents_.resize(count);
    std::iota(parents_.begin(), parents_.end(), 0u);
    for (const auto& source : sources)
      if (source.date && !source.promises.empty())
        days_[folder_of(source.path)].push_back(days_from_epoch(*source.date));
    for (auto& [folder, days] : days_)
      std::sort(days.begin(), days.end());
  }

  void join(Mention a, Mention b) { parents_[root_of(place(a))] = root_of(place(b)); }

  // After the last join.
  void count() {
    std::uint32_t place = 0;
    for (std::uint32_t i = 0; i < sources_.size(); ++i)
      for (std::size_t k = 0; k < sources_[i].promises.size(); ++k) {
        auto& members = members_[root_of(place++)];
        if (sources_[i].date && (members.empty() || members.back() != i)) members.push_back(i);
      }
  }

  // True where most documents of a folder, between the first with this line and the last, have it.
  bool is_routine(Mention mention) {
    const auto root = root_of(place(mention));
    const auto known = routine_.find(root);
    if (known != routine_.end()) return known->second;
    return routine_[root] = is_series(members_[root]);
  }

 private:
  bool is_series(const std::vector<std::uint32_t>& members) const {
    if (members.size() < series_min) return false;
    std::unordered_map<std::string_view, std::vector<std::int64_t>> places;
    for (const auto member : members)
      places[folder_of(sources_[member].path)].push_back(days_from_epoch(*sources_[member].date));
    double all = 0;
    for (auto& [folder, days] : places) {
      const auto [first, last] = std::minmax_element(days.begin(), days.end());
      const auto& written = days_.at(folder);
      all += static_cast<double>(std::upper_bound(written.begin(), written.end(), *last) -
                                 std::lower_bound(written.begin(), written.end(), *first));
    }
    return static_cast<double>(members.size()) >= series_share * all;
  }
  static std::string_view folder_of(std::string_view path) {
    const auto end = path.find_last_of('/');
    return end == path.npos ? std::string_view() : path.substr(0, end);
  }
  std::uint32_t place(Mention mention) const { return begins_[mention.source] + mention.promise; }
  std::uint32_t root_of(std::uint32_t at) {
    while (parents_[at] != at)
      at = parents_[at] = parents_[parents_[at]];
    return at;
  }

  std::span<const Source> sources_;
  std::vector<std::uint32_t> begins_, parents_;
  std::unordered_map<std::uint32_t, std::vector<std::uint32_t>> members_;  // documents, by the family's root
  std::unordered_map<std::string_view, std::vector<std::int64_t>> days_;   // of documents, by folder
  std::unordered_map<std::uint32_t, bool> routine_;
};

// A list that was taken over as it stood by a document about something else.
bool is_copied_list(std::span<const Source> sources, const Pair& pair, std::size_t shared, double kinship) {
  const auto fewest = std::min(sources[pair.first].promises.size(), sources[pair.second].promises.size());
  const auto most = std::max(sources[pair.first].promises.size(), sources[pair.second].promises.size());
  return kinship < stranger_max && shared >= list_min && fewest > 0 &&
         static_cast<double>(shared) >= list_share * static_cast<double>(most);
}

}  // namespace

void hold_back(std::span<const Source> sources, std::vector<Repeat>& rows) {
  Families families(sources);
  std::map<Pair, std::size_t> shared;
  for (const auto& row : rows) {
    if (row.likeness < same_words_min) continue;
    families.join(row.earlier, row.later);
    for (const auto& mention : row.between)
      families.join(mention, row.later);
    ++shared[{row.earlier.source, row.later.source}];
  }
  families.count();
  for (auto& row : rows) {
    const Pair pair{row.earlier.source, row.later.source};
    const auto list = shared.find(pair);
    if (sketch_likeness(sources[pair.first].sketch, sources[pair.second].sketch) >= same_text_min)
      row.held = Held::copied;
    else if (families.is_routine(row.later) ||
             (list != shared.end() && is_copied_list(sources, pair, list->second, row.kinship)))
      row.held = Held::routine;
  }
}

}  // namespace hindcast::recall
