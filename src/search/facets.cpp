#include <algorithm>
#include <map>

#include "search/dictionary.h"
#include "search/postings.h"
#include "search/searcher.h"
#include "search/words.h"

namespace hindcast::search {
namespace {

// One value in all its spellings.
struct Value {
  std::uint64_t documents = 0;
  std::map<std::string, std::uint64_t, std::less<>> spellings;
};
using Values = std::map<std::string, Value, std::less<>>;

class Counter {
 public:
  Counter(const Searched& searched, const std::vector<std::uint64_t>& matched, Values& values)
      : segment_(*searched.segment), matched_(matched), values_(values) {}

  Status count(const std::string& beginning) {
    DictionaryCursor at = segment_.cursor();
    for (TRY(at.seek(beginning)); !at.is_at_end(); TRY(at.next())) {
      if (at.key().substr(0, beginning.size()) != beginning) break;
      const auto pieces = key_pieces(at.key());
      if (pieces.size() != 3 || at.entry().documents == 0) continue;
      if (pieces[1] != value_) TRY(end_value());
      value_ = pieces[1];
      TRY(add(at.entry(), pieces[2]));
    }
    return end_value();
  }

 private:
  // A document that has a value in two spellings has it once, so documents of several are remembered.
  Status add(const DictionaryEntry& entry, std::string_view spelling) {
    List list;
    const unsigned char* bytes = TRY(segment_.postings().at(entry.postings_at, entry.postings_size));
    if (!list.open(bytes, static_cast<std::size_t>(entry.postings_size), entry.documents,
                   segment_.documents()))
      return corrupt("a list is cut off");
    const std::size_t before = documents_.size();
    for (std::uint32_t i = 0; i < list.blocks(); ++i) {
      if (!list.decode_documents(i, block_)) return corrupt("a block of a list is none");
      for (std::uint32_t n = 0; n < block_.size; ++n) {
        const std::uint32_t document = block_.document[n];
        if ((matched_[document / 64] >> (document % 64) & 1) != 0) documents_.push_back(document);
      }
    }
    const std::uint64_t count = documents_.size() - before;
    if (count == 0) return Ok();
    Value& value = values_[value_];
    value.spellings[std::string(spelling)] += count;
    ++spellings_;
    return Ok();
  }

  Status end_value() {
    if (documents_.empty()) return Ok();
    if (spellings_ > 1) {
      std::sort(documents_.begin(), documents_.end());
      documents_.erase(std::unique(documents_.begin(), documents_.end()), documents_.end());
    }
    values_[value_].documents += documents_.size();
    documents_.clear();
    spellings_ = 0;
    return Ok();
  }

  Segment& segment_;
  const std::vector<std::uint64_t>& matched_;
  Values& values_;
  std::string value_;
  std::size_t spellings_ = 0;
  std::vector<std::uint32_t> documents_;
  Block block_;
};

}  // namespace

Result<Facet> facet(std::span<const Searched> segments, std::span<const std::vector<std::uint64_t>> matched,
                    const std::string& name, std::size_t values_max) {
  std::string beginning = attribute_key(folded(name), {}, {});
  beginning.pop_back();
  Values values;
  for (std::size_t i = 0; i < segments.size(); ++i)
    TRY(Counter(segments[i], matched[i], values).count(beginning));
  Facet result{.name = name};
  for (const auto& [folded_value, value] : values) {
    const auto usual = std::max_element(value.spellings.begin(), value.spellings.end(),
                                        [](const auto& a, const auto& b) { return a.second < b.second; });
    result.values.emplace_back(FacetValue{usual->first, value.documents});
  }
  std::stable_sort(result.values.begin(), result.values.end(),
                   [](const FacetValue& a, const FacetValue& b) { return a.documents > b.documents; });
  result.is_complete = result.values.size() <= values_max;
  if (!result.is_complete) result.values.resize(values_max);
  return result;
}

}  // namespace hindcast::search
