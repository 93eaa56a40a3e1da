// Any bytes as issues of a tracker: what is read becomes documents that are found again, that an import of
// the same leaves as they are, and that lead nowhere.
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "exchange/issue.h"
#include "exchange/issue_family.h"
#include "exchange/issue_page.h"

namespace {

using namespace hindcast::exchange;

// Lower case letters, digits and hyphens, and ".md".
bool is_plain_name(std::string_view name) {
  if (name.size() < 4 || name.substr(name.size() - 3) != ".md") return false;
  for (const char c : name.substr(0, name.size() - 3))
    if (!((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-')) return false;
  return true;
}

void check_page(const IssuePage& page, std::string_view other) {
  HC_ASSERT(is_plain_name(page.name));
  for (const auto& [key, line] : page.head)
    for (const char c : line)
      HC_ASSERT(static_cast<unsigned char>(c) >= 0x20);
  const auto text = text_of(page);
  HC_ASSERT(foreign_reference(text, page.key) == page.reference);
  const auto again = merged(text, page, Side::neither);
  HC_ASSERT(again.conflicts.empty() && again.text == text);
  // Whatever stood in the document before: a side is taken, and then there is nothing left to do.
  for (const auto side : {Side::theirs, Side::ours}) {
    const auto taken = merged(other, page, side);
    HC_ASSERT(taken.conflicts.empty());
    const auto rest = merged(taken.text, page, Side::neither);
    HC_ASSERT(rest.conflicts.empty() && rest.text == taken.text);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  for (const auto tracker : {Tracker::github, Tracker::gitlab}) {
    const auto read = read_issues(tracker, input, "acme/till");
    if (!read.ok()) {
      HC_ASSERT(!read.error().message.empty());
      continue;
    }
    for (const auto& unknown : read->unknown)
      HC_ASSERT(unknown.count > 0);
    const Family family(read->issues);
    for (const auto& issue : read->issues) {
      HC_ASSERT(issue.number > 0 && !issue.title.empty());
      const auto page = page_of(issue, tracker, family);
      check_page(page, input);
      check_page(page, issue.body);
    }
  }
  return 0;
}
