// Any bytes as a document to edit: an edit that is not refused changes the wanted fact, no other fact and no
// byte outside its spans, and can be undone. The last bytes of the input choose the edit.
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "document/edit.h"
#include "tests/edits/claims.h"

namespace {

using namespace hindcast;
using edits_test::Wish;
using What = Wish::What;

constexpr std::size_t bytes_max = 4 << 10;  // an edit reads the text several times

// The choices that a number holds, one after the other.
struct Choices {
  std::uint32_t rest;
  std::size_t below(std::size_t size) {
    const std::size_t choice = rest % size;
    rest /= static_cast<std::uint32_t>(size);
    return choice;
  }
};

Wish wished(const facts::Document& document, Choices choices) {
  constexpr std::string_view owners[] = {"@grace", "Ada Stone", "the night shift"};
  constexpr std::string_view values[] = {"draft", "a: b # c", "2024-05-06", "x | y", ""};
  Wish wish;
  constexpr What kinds[] = {What::state,  What::owner,  What::due,   What::priority,
                            What::ticked, What::action, What::field, What::cleared};
  wish.what = kinds[choices.below(8)];
  if (wish.what == What::field && !document.fields.empty()) {
    wish.name = document.fields[choices.below(document.fields.size())].key;
    wish.value = values[choices.below(5)];
    return wish;
  }
  wish.due = {2026, 1 + static_cast<int>(choices.below(12)), 1 + static_cast<int>(choices.below(28))};
  if (wish.what == What::action || document.items.empty()) {
    wish.what = What::action;
    wish.value = "Rotate the `keys` of a|b";
    wish.name = choices.below(2) == 0 ? "" : owners[choices.below(3)];
    return wish;
  }
  if (wish.what == What::field) wish.what = What::state;
  wish.item = choices.below(document.items.size());
  wish.state = static_cast<facts::ActionState>(1 + choices.below(7));
  wish.ticked = choices.below(2) == 0;
  wish.fact = static_cast<document::ItemFact>(choices.below(4));
  wish.value = wish.what == What::owner ? owners[choices.below(3)] : "P1";
  return wish;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(data), std::min(size, bytes_max));
  Choices choices{2166136261U};
  for (std::size_t i = text.size() - std::min<std::size_t>(text.size(), 6); i < text.size(); ++i)
    choices.rest = (choices.rest ^ static_cast<unsigned char>(text[i])) * 16777619U;
  const auto before = document::open_reading({"fuzzed.md", text}, document::builtin_forms());
  const Wish wish = wished(before.document, choices);
  const auto edits = edits_test::edits_for(before.reading(), wish);
  if (!edits) {
    HC_ASSERT(!edits.error().message.empty());
    return 0;
  }
  HC_ASSERT(is_valid_edits(*edits, text.size()));
  if (edits->empty()) return 0;
  const std::string next = apply_edits(text, *edits);
  const auto after = document::open_reading({"fuzzed.md", next}, document::builtin_forms());
  const std::string wrong = edits_test::foreign_change(before.reading(), after.reading(), *edits, wish);
  if (!wrong.empty()) std::fprintf(stderr, "%s\n", wrong.c_str());
  HC_ASSERT(wrong.empty());
  return 0;
}
