// Which form a document follows, told from its headings alone.
#include <algorithm>

#include "document/form.h"
#include "document/form_text.h"
#include "document/packed.h"

namespace hindcast::document {
namespace {

constexpr std::size_t headings_max = 500;  // a document with more is compared by its first ones

// Sorted, each once, without the headings that have no words.
std::vector<std::uint64_t> distinct(std::span<const std::uint64_t> headings) {
  headings = headings.first(std::min(headings.size(), headings_max));
  std::vector<std::uint64_t> keys(headings.begin(), headings.end());
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  if (!keys.empty() && keys.front() == 0) keys.erase(keys.begin());
  return keys;
}

// The words of a title that are no slot: "postmortem" of "Postmortem: [Issue Title]".
bool titles_agree(const Form& form, const std::string& title) {
  const std::string& fixed = form.folded_title;
  return fixed.size() >= 4 && title.find(fixed) != std::string::npos;
}

double score(const Form& form, const std::string& title, const std::vector<std::uint64_t>& headings) {
  double asked = 0, found = 0;
  std::size_t named = 0;  // headings of the document that are sections of the form
  for (const FormSection& section : form.sections) {
    if (section.repeats) continue;
    bool there = std::binary_search(headings.begin(), headings.end(), section.key);
    double weight = section.required ? 1 : 0.25;
    asked += there || section.required ? weight : 0;  // leaving out what is optional costs nothing
    found += there ? weight : 0;
    named += there;
  }
  if (named < 2 || asked == 0) return 0;  // one heading in common is chance
  double covered = found / asked;
  double own = static_cast<double>(std::min(named, headings.size())) / static_cast<double>(headings.size());
  double agreed = titles_agree(form, title) ? 0.2 : 0;
  return std::min(1.0, 0.7 * covered + 0.3 * own + agreed * covered);
}

}  // namespace

std::uint64_t heading_key(std::string_view heading) {
  const std::string folded = forms::folded_title(heading);
  return folded.empty() ? 0 : text_key(folded);
}

FormFit best_form(std::span<const Form> forms, std::string_view title,
                  std::span<const std::uint64_t> headings) {
  FormFit best;
  const std::vector<std::uint64_t> theirs = distinct(headings);
  if (theirs.empty()) return best;
  const std::string folded_title = forms::folded_title(title);
  for (const Form& form : forms) {
    if (form.is_record) continue;
    double fits = score(form, folded_title, theirs);
    if (fits >= form_fit_min && fits > best.score) best = {&form, fits};
  }
  return best;
}

const FormSection* find_section(const Form& form, std::uint64_t key) {
  if (key == 0) return nullptr;
  const auto first = std::lower_bound(
      form.by_title.begin(), form.by_title.end(), key,
      [&](std::uint32_t at, std::uint64_t wanted) { return form.sections[at].key < wanted; });
  if (first == form.by_title.end() || form.sections[*first].key != key) return nullptr;
  return &form.sections[*first];
}

const FormSection* find_section(const Form& form, std::string_view heading) {
  return find_section(form, heading_key(heading));
}

}  // namespace hindcast::document
