// The values that stand in documents, out of any bytes: dates, times, states, owners, ids. Every span lies
// inside the text.
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "document/dates.h"
#include "document/ids.h"
#include "document/language.h"
#include "document/owners.h"
#include "document/states.h"

namespace {

using namespace hindcast;
using namespace hindcast::document;

void inside(std::string_view text, Span span) {
  HC_ASSERT(span.begin <= span.end);
  HC_ASSERT(span.end <= text.size());
}

template <typename Found>
void inside(std::string_view text, const std::optional<Found>& found) {
  if (!found) return;
  inside(text, found->at);
  inside(text, found->cut);
}

void read_times(std::string_view text, const DateContext& context) {
  std::uint32_t end = 0;
  for (const FoundDate& date : find_dates(text, context)) {
    inside(text, date.at);
    HC_ASSERT(date.at.begin >= end && date.at.begin < date.at.end);
    HC_ASSERT(is_valid(date.first) && is_valid(date.last) && date.first <= date.last);
    end = date.at.end;
  }
  inside(text, leading_time(text, context));
  inside(text, cell_time(text, context));
  for (const auto& due : {due_in_text(text, context), due_in_cell(text, "Due", context)}) {
    if (!due) continue;
    inside(text, due->at);
    HC_ASSERT(is_valid(due->date) && !due->from.empty());
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  read_times(text, {Date{2025, 5, 5}, DateOrder::month_first});
  read_times(text, {});
  inside(text, state_in_cell(text));
  inside(text, state_in_item(text));
  inside(text, owner_in_item(text));
  inside(text, owner_in_cell(text));
  inside(text, team_in_heading(text));
  inside(text, priority_in_cell(text));
  inside(text, priority_in_item(text));
  inside(text, severity_in_value(text));
  inside(text, severity_in_text(text));
  inside(text, pinned_id(text));
  HC_ASSERT(item_id(facts::ItemRole::action, text).size() == 5);
  HC_ASSERT(!slug_of(text, "").empty());
  (void)language_of(text);
  (void)date_order(text, "en");
  return 0;
}
