#include "lint/rules/promises.h"

#include <algorithm>
#include <string_view>

#include "lint/rules/look.h"

namespace hindcast::lint {
namespace {

using facts::DocumentKind;
using facts::Item;
using facts::ItemRole;

// Headings over what is put off, defined, or advised to whoever reads it.
constexpr std::string_view others[] = {"mitigation", "recommend", "advice",     "guideline", "best practice",
                                       "principle",  "criteria",  "don't",      "do not",    "scope",
                                       "deferred",   "remain",    "candidate",  "capacity",  "types",
                                       "backlog",    "schedule",  "what's next"};

bool is_about_others(const facts::Section& section) {
  return std::any_of(std::begin(others), std::end(others),
                     [&](std::string_view word) { return contains_folded(section.title, word); });
}

// "Short term (next week)", "This sprint".
bool tells_time(const facts::Section& section) {
  for (const std::string_view unit : {"day", "week", "month", "quarter", "sprint", "year"})
    if (section.level > 1 && contains_folded(section.title, unit)) return true;
  return false;
}

// "docs/postmortems/README.md" lists what others say.
bool is_index(std::string_view path) {
  const auto name = path.substr(path.find_last_of("/\\_") + 1);
  return equals_folded(name, "readme.md") || equals_folded(name, "index.md");
}

bool is_teams_own(const Subject& subject) {
  const auto kind = subject.document.kind;
  const bool is_standing = kind == DocumentKind::checklist || kind == DocumentKind::release;
  return !is_standing && !subject.is_template && !is_index(subject.path);
}

// "N/A", "None", "[Action 1]" and what else tells no action.
bool is_empty(std::string_view text) {
  for (const std::string_view nothing : {"n/a", "none", "na", "nothing", "-", "tbd", "todo", "none."})
    if (equals_folded(text, nothing)) return true;
  return !text.empty() && text.front() == '[' && text.find(']') != std::string_view::npos &&
         text.find("](") == std::string_view::npos && text.find("] ") == std::string_view::npos;
}

bool begins_with(std::string_view text, std::string_view words) {
  return equals_folded(text.substr(0, words.size()), words);
}

// "Raised a ticket", "Added an alert": done, whatever its box says.
constexpr std::string_view done[] = {
    "added ",    "raised ",      "updated ",    "fixed ",     "created ",        "changed ",
    "removed ",  "got ",         "moved ",      "increased ", "decreased ",      "reduced ",
    "deployed ", "implemented ", "reverted ",   "reviewed ",  "enabled ",        "disabled ",
    "upgraded ", "configured ",  "opened ",     "filed ",     "contacted ",      "reported ",
    "applied ",  "we've ",       "documented ", "discussed ", "team discussed ", "we have added ",
    "we added ", "we updated "};

// "Is the pool large enough?": a question that nobody took on as work.
constexpr std::string_view questions[] = {"is ", "are ", "why ", "how ", "what ", "any ", "if "};

// "Developers: install the hook", "Reviewers should look at it": whoever it is owns it, for good.
constexpr std::string_view roles[] = {"developers",     "contributors", "new contributors", "reviewers",
                                      "code reviews",   "engineers",    "operators",        "admins",
                                      "administrators", "maintainers",  "everyone",         "everybody"};

template <std::size_t count>
bool begins_with_any(std::string_view text, const std::string_view (&words)[count]) {
  return std::any_of(std::begin(words), std::end(words),
                     [&](std::string_view word) { return begins_with(text, word); });
}

// A link to a change that somebody has made: it has an author.
bool links_change(const Item& item) {
  return std::any_of(item.links.begin(), item.links.end(), [](const facts::Quote& link) {
    return link.text.find("/pull/") != std::string::npos ||
           link.text.find("/merge_requests/") != std::string::npos;
  });
}

bool is_work(const Item& item) {
  const std::string_view text = item.text;
  const bool is_question = begins_with_any(text, questions) || text.ends_with('?');
  return !is_empty(text) && !is_question && !begins_with_any(text, done) && !begins_with_any(text, roles) &&
         !text.ends_with(" raised") && !links_change(item);
}

}  // namespace

std::vector<Promise> promises(const Subject& subject) {
  std::vector<Promise> found;
  if (!is_teams_own(subject)) return found;
  SectionWalk walk(subject.document);
  const facts::Section* last = nullptr;
  bool is_skipped = false, has_time = false;
  for (const auto& item : subject.document.items) {
    if (item.role != ItemRole::action || !facts::is_open(item.state) || item.from == "heading") continue;
    const auto* section = walk.at(item.span.begin);
    if (section != last) {
      is_skipped = walk.is_under(is_about_others);
      has_time = walk.is_under(tells_time);
    }
    last = section;
    if (!is_skipped && is_work(item)) found.push_back({&item, has_time});
  }
  return found;
}

}  // namespace hindcast::lint
