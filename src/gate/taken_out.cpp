#include "gate/taken_out.h"

#include <algorithm>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <utility>

#include "gate/plan.h"

namespace hindcast::gate {
namespace {

// So much of two wordings must be the same for one to be the other, mended.
constexpr double alike_min = 0.6;
constexpr std::size_t compared_bytes_max = 400;
constexpr std::size_t compared_max = 20'000;  // of a change that writes so much anew the rest counts as new

using Pairs = std::unordered_map<std::string_view, int>;

Pairs pairs_of(std::string_view key) {
  Pairs pairs;
  key = key.substr(0, compared_bytes_max);
  for (std::size_t at = 0; at + 2 <= key.size(); ++at)
    ++pairs[key.substr(at, 2)];
  return pairs;
}

// Dice's measure over pairs of neighbouring bytes: it needs no blanks between words.
bool are_alike(const Pairs& a, const Pairs& b) {
  int common = 0, all = 0;
  for (const auto& [pair, count] : a) {
    all += count;
    if (const auto found = b.find(pair); found != b.end()) common += std::min(count, found->second);
  }
  for (const auto& [pair, count] : b)
    all += count;
  return all > 0 && 2.0 * common >= alike_min * all;
}

// New wordings, each of which may stand for one question before.
class Rewordings {
 public:
  void add(std::string key) { wordings_.push_back({std::move(key), {}, false}); }

  bool take_one_like(const std::string& key) {
    const auto pairs = pairs_of(key);
    for (auto& one : wordings_) {
      if (one.is_taken) continue;
      if (++compared_ > compared_max) return false;
      if (one.pairs.empty()) one.pairs = pairs_of(one.key);
      if (are_alike(pairs, one.pairs)) return one.is_taken = true;
    }
    return false;
  }

 private:
  struct Wording {
    std::string key;
    Pairs pairs;  // into `key`
    bool is_taken = false;
  };
  std::vector<Wording> wordings_;
  std::size_t compared_ = 0;
};

}  // namespace

std::vector<Question> taken_out(std::vector<Question> before, std::span<const Question> after,
                                std::span<const KeptItem> kept, const std::vector<std::string>& touched) {
  if (before.empty()) return before;
  std::unordered_set<std::string> asked_before, asked_still, finished;
  const std::unordered_set<std::string> places(touched.begin(), touched.end());
  for (const auto& question : before)
    asked_before.insert(merge_key(question.text));
  Rewordings rewordings;
  for (const auto& question : after) {
    auto key = merge_key(question.text);
    const bool is_touched =
        std::any_of(question.origins.begin(), question.origins.end(),
                    [&](const Origin& origin) { return places.count(origin.document) > 0; });
    asked_still.insert(key);
    if (is_touched && asked_before.count(key) == 0) rewordings.add(std::move(key));
  }
  for (const auto& item : kept)
    if (item.is_finished) finished.insert(item.key);
  std::erase_if(before, [&](const Question& question) {
    const auto key = merge_key(question.text);
    const bool is_finished = !question.is_done && finished.count(key) > 0;  // of a guard's it is no excuse
    return asked_still.count(key) > 0 || is_finished || rewordings.take_one_like(key);
  });
  return before;
}

}  // namespace hindcast::gate
