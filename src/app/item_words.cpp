#include "app/item_words.h"

#include <vector>

#include "facts/facts.h"

namespace hindcast::app {
namespace {

template <typename Value>
std::vector<std::string_view> words_up_to(Value last, std::vector<std::string_view> words = {}) {
  for (int i = 0; i <= static_cast<int>(last); ++i)
    words.push_back(facts::word(static_cast<Value>(i)));
  return words;
}

}  // namespace

std::span<const config::ViewKey> item_view_keys() {
  static const auto states = words_up_to(facts::ActionState::wont_do, {"all"});
  static const auto kinds = words_up_to(facts::DocumentKind::other);
  static const auto roles = words_up_to(facts::ItemRole::example);
  static const std::array<config::ViewKey, 12> keys = {{{"state", states, true},
                                                        {"owner", {}},
                                                        {"team", {}},
                                                        {"kind", kinds, true},
                                                        {"role", roles, true},
                                                        {"service", {}, true},
                                                        {"severity", {}, true},
                                                        {"due", {}},
                                                        {"text", {}},
                                                        {"sort", item_sorts, true, true},
                                                        {"group_by", item_groups},
                                                        {"columns", item_columns, true}}};
  return keys;
}

}  // namespace hindcast::app
