#include "search/nearest.h"

#include <algorithm>
#include <bit>
#include <map>

#include "base/nearest.h"
#include "search/words.h"

namespace hindcast::search {
namespace {

constexpr std::size_t scanned_max = 400'000;  // words that are looked at
constexpr std::size_t candidates_max = 64;    // whose documents are counted

// The letters of a word as a set: words whose sets differ in more than two letters for each wrong letter are
// not near, and that is seen without comparing them.
std::uint64_t letters_of(std::string_view word) {
  std::uint64_t set = 0;
  for (const char c : word)
    set |= std::uint64_t{1} << (static_cast<unsigned char>(c) & 63);
  return set;
}

int distance_max(std::string_view word) {
  return word.size() < 3 ? 0 : word.size() < 6 ? 1 : 2;
}

Result<std::uint64_t> documents_of(std::span<Segment* const> segments, const std::string& term) {
  std::uint64_t documents = 0;
  for (Segment* segment : segments)
    if (const auto entry = TRY(segment->find(term))) documents += entry->documents;
  return documents;
}

}  // namespace

Result<std::vector<Near>> near_words(std::span<Segment* const> segments, std::string_view word,
                                     std::size_t words_max) {
  const std::string wanted = folded(word);
  const int limit = distance_max(wanted);
  const std::uint64_t letters = letters_of(wanted);
  std::map<std::string, Near> found;
  std::size_t scanned = 0;
  for (Segment* segment : segments) {
    DictionaryCursor at = segment->cursor();
    const std::string forms(1, form_mark);
    for (TRY(at.seek(forms)); limit > 0 && !at.is_at_end() && at.key().substr(0, 1) == forms;
         TRY(at.next())) {
      if (++scanned > scanned_max) break;
      const std::size_t zero = at.key().find('\0');
      if (zero == std::string_view::npos) continue;
      const std::string_view form = at.key().substr(1, zero - 1);
      const auto longer =
          static_cast<std::ptrdiff_t>(form.size()) - static_cast<std::ptrdiff_t>(wanted.size());
      if (longer > 2 * limit || longer < -2 * limit || form == wanted) continue;
      if (std::popcount(letters_of(form) ^ letters) > 2 * limit) continue;
      const int distance = hindcast::distance(form, wanted);
      if (distance > limit) continue;
      Near& near = found[std::string(form)];
      near = {std::string(form), std::string(at.key().substr(zero + 1)), distance};
    }
  }
  std::vector<Near> words;
  for (auto& [form, near] : found)
    words.push_back(std::move(near));
  std::stable_sort(words.begin(), words.end(),
                   [](const Near& a, const Near& b) { return a.distance < b.distance; });
  words.resize(std::min(words.size(), candidates_max));
  for (Near& near : words)
    near.documents = TRY(documents_of(segments, near.term));
  words.erase(
      std::remove_if(words.begin(), words.end(), [](const Near& near) { return near.documents == 0; }),
      words.end());
  std::stable_sort(words.begin(), words.end(), [](const Near& a, const Near& b) {
    return a.distance != b.distance ? a.distance < b.distance : a.documents > b.documents;
  });
  words.resize(std::min(words.size(), words_max));
  return words;
}

}  // namespace hindcast::search
