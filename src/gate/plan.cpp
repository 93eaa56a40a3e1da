#include "gate/plan.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <tuple>
#include <unordered_map>
#include <utility>

#include "base/text.h"
#include "document/ids.h"
#include "gate/astray.h"
#include "gate/change.h"

namespace hindcast::gate {
namespace {

using facts::ItemRole;

bool is_word_byte(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

// Dashes, quotes, dots and blanks beyond ASCII: how many bytes such a mark takes at `at`, 0 for none.
std::size_t mark_at(std::string_view text, std::size_t at) {
  if (static_cast<unsigned char>(text[at]) < 0x80) return 0;
  const auto pair = text.substr(at, 2);
  if (pair == "\xE2\x80" || pair == "\xE2\x81" || pair == "\xE3\x80") return 3;
  return pair.size() == 2 && pair[0] == '\xC2' ? 2 : 0;
}

bool is_article(std::string_view word) {
  return word == "a" || word == "an" || word == "the";
}

// "verify that", "make sure", "ensure": they say that it is a question, and not which.
bool opens_question(std::string_view word) {
  static constexpr std::string_view words[] = {"verify", "ensure", "confirm", "check",
                                               "make",   "sure",   "that"};
  return std::find(std::begin(words), std::end(words), word) != std::end(words);
}

template <typename Value>
bool holds(const std::vector<Value>& values, const Value& value) {
  return std::find(values.begin(), values.end(), value) != values.end();
}

Origin origin_of(const Source& source, const Asked& asked, std::string why) {
  Origin origin;
  origin.document = source.path;
  origin.slug = source.slug;
  origin.title = source.title;
  origin.date = source.date;
  origin.item = std::string(source.slug).append("#").append(asked.item);
  origin.line = asked.line;
  origin.role = asked.role;
  origin.is_done = asked.is_done;
  origin.sentence = asked.text;
  origin.why = std::move(why);
  return origin;
}

bool is_before(const Origin& a, const Origin& b) {
  if (a.date != b.date) return a.date > b.date;  // the newest first, those without a date last
  return std::tie(a.document, a.line, a.item) < std::tie(b.document, b.line, b.item);
}

// Questions that grow as their origins come.
class Merged {
 public:
  void add(const Source& source, const Asked& asked, std::string why, bool may_block) {
    auto key = merge_key(asked.text);
    const auto [known, is_new] = by_key_.try_emplace(std::move(key), questions_.size());
    if (is_new) {
      questions_.emplace_back();
      questions_.back().is_blocking = false;
      questions_.back().is_done = true;
      keys_.push_back(&known->first);
    }
    auto& question = questions_[known->second];
    question.is_blocking = question.is_blocking || may_block;
    question.is_done = question.is_done && asked.is_done;
    for (const auto& guard : asked.guards)
      if (!holds(question.guards, guard)) question.guards.push_back(guard);
    question.origins.push_back(origin_of(source, asked, std::move(why)));
  }

  std::vector<Question> take() {
    name();
    for (auto& question : questions_) {
      std::sort(question.origins.begin(), question.origins.end(), is_before);
      std::sort(question.guards.begin(), question.guards.end());
      question.text = question.origins[0].sentence;
    }
    auto order = places();
    std::sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
      return is_before(questions_[a].origins[0], questions_[b].origins[0]);
    });
    put_in_order(questions_, std::move(order));
    return std::move(questions_);
  }

 private:
  std::vector<std::size_t> places() const {
    std::vector<std::size_t> order(questions_.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    return order;
  }
  // Ids come from the words alone; of two with one id the second, by its words, gets ".2".
  void name() {
    auto order = places();
    std::sort(order.begin(), order.end(),
              [&](std::size_t a, std::size_t b) { return *keys_[a] < *keys_[b]; });
    std::unordered_map<std::string, int> times;
    for (const auto i : order) {
      auto id = document::item_id(ItemRole::check, *keys_[i]);
      const int time = ++times[id];
      questions_[i].id = time == 1 ? id : id + "." + std::to_string(time);
    }
  }

  std::vector<Question> questions_;
  std::vector<const std::string*> keys_;  // of the questions, in the map
  std::unordered_map<std::string, std::size_t> by_key_;
};

// What hindcast.toml binds, by the short ids of items.
class Bindings {
 public:
  explicit Bindings(const std::vector<PlanOptions::Binding>& bindings) {
    for (const auto& binding : bindings)
      if (const auto hash = binding.item.rfind('#'); hash != binding.item.npos)
        by_id_[binding.item.substr(hash + 1)].push_back({binding.item.substr(0, hash), lower(binding.guard)});
  }

  void add_to(const Source& source, const std::string& item, std::vector<std::string>& guards) const {
    const auto found = by_id_.find(item);
    if (found == by_id_.end()) return;
    for (const auto& [slug, guard] : found->second)
      if ((slug.empty() || slug == source.slug) && !holds(guards, guard)) guards.push_back(guard);
  }
  bool is_empty() const { return by_id_.empty(); }

 private:
  std::unordered_map<std::string, std::vector<std::pair<std::string, std::string>>> by_id_;
};

struct Place {
  const Source* source;
  const Asked* item;
  std::string why;  // "": as the change tells
};

// So many of all places, the newest, in no order.
class Newest {
 public:
  explicit Newest(std::size_t most) : most_(most) {}

  void add(Place place) {
    places_.push_back(std::move(place));
    if (places_.size() / 2 > most_) drop();  // not at each: what is dropped has cost little by then
  }
  const std::vector<Place>& take() {
    if (places_.size() > most_) drop();
    return places_;
  }

 private:
  void drop() {
    std::nth_element(places_.begin(), places_.begin() + static_cast<std::ptrdiff_t>(most_), places_.end(),
                     [](const Place& a, const Place& b) {
                       if (a.source->date != b.source->date) return a.source->date > b.source->date;
                       return std::tie(a.source->path, a.item->line) < std::tie(b.source->path, b.item->line);
                     });
    places_.resize(most_);
  }

  std::size_t most_;
  std::vector<Place> places_;
};

// Puts items where they belong, with the guards that hindcast.toml binds to them.
class Planner {
 public:
  Planner(const Change& change, const PlanOptions& options)
      : change_(change), options_(options), bindings_(options.bindings) {}

  // What is done is asked only of a guard that is declared.
  bool is_anybodys(const Source& source, const Asked& item) const {
    return !item.is_done || std::any_of(options_.guards.begin(), options_.guards.end(),
                                        [&, names = guards_of(source, item)](const auto& declared) {
                                          return holds(names, declared.guard);
                                        });
  }
  // What the change touches of the item: where it tells nothing itself, by what its guards read.
  Reach reach(const Source& source, const Asked& item) const {
    auto reach =
        change_.reach(*item.scope, source.written, source.document, {item.text, source.title}, false);
    if (reach.applies == Applies::yes || options_.guards.empty()) return reach;
    const auto names = guards_of(source, item);
    if (names.empty()) return reach;
    for (const auto& declared : options_.guards)
      if (holds(names, declared.guard)) {
        auto by_guard = change_.reach_by_guard(*item.scope, source.written, declared.guard, declared.reads);
        if (by_guard.applies == Applies::yes) return by_guard;
      }
    return reach;
  }
  void add(const Place& place, std::string why, Merged& list) const {
    const bool may_block = holds(options_.may_block, place.item->role);
    if (bindings_.is_empty()) return list.add(*place.source, *place.item, std::move(why), may_block);
    auto bound = *place.item;
    bindings_.add_to(*place.source, bound.item, bound.guards);
    list.add(*place.source, bound, std::move(why), may_block);
  }
  void add_with_why(const Place& place, Merged& list) const {
    if (!place.why.empty()) return add(place, place.why, list);
    const auto& source = *place.source;
    auto reach =
        change_.reach(*place.item->scope, source.written, source.document, {place.item->text, source.title});
    add(place, std::move(reach.why), list);
  }

 private:
  std::vector<std::string> guards_of(const Source& source, const Asked& item) const {
    auto guards = item.guards;
    bindings_.add_to(source, item.item, guards);
    return guards;
  }

  const Change& change_;
  const PlanOptions& options_;
  Bindings bindings_;
};

// One entry for each scope: the items of a document come one after another, and few have their own.
void note(const Source& source, const Strayed& found, std::vector<Stray>& strays) {
  constexpr int looked_at_max = 16;
  int looked_at = 0;
  for (auto at = strays.rbegin(); at != strays.rend() && ++looked_at <= looked_at_max; ++at)
    if (at->line == found.line && at->what == found.what && at->document == source.path)
      return void(++at->items);
  strays.push_back({source.path, found.line, found.what, 1, found.is_all, found.is_unread});
}

// Where the scope of what does not apply names nothing there is, nobody can tell, and `reach` says so.
void look_astray(const Source& source, const Asked& item, const PlanOptions& options, Reach& reach,
                 std::vector<Stray>& strays) {
  if (reach.applies == Applies::yes || options.astray == nullptr) return;
  const auto found = options.astray->of(source, item);
  if (found.what.empty()) return;
  if (!found.is_all || !options.asks_untold) note(source, found, strays);  // else it is asked
  if (found.is_all) reach = {Applies::unknown, "nobody can tell what it is about: " + found.what};
}

}  // namespace

std::string merge_key(std::string_view text) {
  std::string key;
  key.reserve(text.size());
  std::size_t begin = 0;  // of the word at the end of the key, behind a blank
  const auto finish_word = [&] {
    const auto word = std::string_view(key).substr(begin);
    if (word.empty()) return;
    if (is_article(word) || (begin == 0 && opens_question(word))) {
      key.resize(begin);
      return;
    }
    key += ' ';
    begin = key.size();
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char small = lower(text[at]);
    if (const auto mark = mark_at(text, at); mark > 0) {
      finish_word();
      at += mark - 1;
    } else if (is_word_byte(small)) {
      key += small;
    } else if (small != '\'') {  // "can't" is a word
      finish_word();
    }
  }
  finish_word();
  if (!key.empty()) key.pop_back();
  return key;
}

Plan plan_of(std::span<const Source> sources, const Change& change, const PlanOptions& options) {
  Plan plan;
  Planner planner(change, options);
  Merged asked, untold, elsewhere;
  Newest untold_places(options.untold_max);
  plan.untold_of.resize(sources.size());
  for (const auto& source : sources)
    for (const auto& item : source.asked) {
      if (!holds(options.asks, item.role) || !planner.is_anybodys(source, item)) continue;
      auto reach = planner.reach(source, item);
      if (reach.applies == Applies::yes) {
        ++plan.asked_items;
        planner.add({&source, &item, {}}, std::move(reach.why), asked);
      }
      look_astray(source, item, options, reach, plan.strays);
      if (reach.applies == Applies::unknown && options.asks_untold) {
        ++plan.asked_items;
        planner.add({&source, &item, {}}, "nobody can tell what it is about, and gate.untold asks it", asked);
      } else if (reach.applies == Applies::unknown) {
        ++plan.untold_items;
        untold_places.add({&source, &item, std::move(reach.why)});
        ++plan.untold_of[static_cast<std::size_t>(&source - sources.data())];
      }
      if (reach.applies == Applies::no) ++plan.elsewhere_items;
      if (reach.applies == Applies::no && options.wants_elsewhere)
        planner.add_with_why({&source, &item, {}}, elsewhere);
    }
  for (const auto& place : untold_places.take())
    planner.add_with_why(place, untold);
  plan.questions = asked.take();
  plan.untold = untold.take();
  plan.elsewhere = elsewhere.take();
  return plan;
}

}  // namespace hindcast::gate
