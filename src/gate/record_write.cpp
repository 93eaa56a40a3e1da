#include <algorithm>
#include <string>

#include "base/text.h"
#include "gate/record_words.h"

namespace hindcast::gate {
namespace {

constexpr std::string_view introduction =
    "Each of these needs an answer before this goes out. Write one behind \"Answer\", or let\n"
    "`hindcast release` do it: `attested` (add By, Commit and Evidence), `not applicable` (By, Reason),\n"
    "`waived` (By, Approver, Reason, and Until, the last day on which it holds), or leave it to a guard.\n";

std::string section(const Question& question, bool is_gone, std::string_view path) {
  std::string out = heading_of(question) + "\n\n";
  for (const RecordLine& line : lines_of(question, is_gone, path))
    out += bullet(line, "\n") + "\n";
  return out;
}

std::vector<std::string> sorted_sections(const Record& record) {
  std::vector<std::string> out;
  for (const Question& question : record.questions)
    out.push_back(section(question, false, {}));
  for (const Question& question : record.gone)
    out.push_back(section(question, true, {}));
  std::sort(out.begin(), out.end());
  return out;
}

}  // namespace

std::string write_record(const Record& given, std::string_view path) {
  const Record record = as_written(given);
  const auto values = values_of(record);
  std::string out = "---\n";
  for (std::size_t i = 0; i < key_count; ++i)
    if (!values[i].empty())
      out += std::string(word(static_cast<Key>(i))) + ": " + front_matter_value(values[i], false) + "\n";
  out += "---\n\n# Release: ";
  out += escaped(record.title);
  out += "\n\n## Questions\n\n";
  out += introduction;
  for (const Question& question : record.questions)
    out += "\n" + section(question, false, path);
  for (const Question& question : record.gone)
    out += "\n" + section(question, true, path);
  return out;
}

bool says_same(const Question& a, const Question& b) {
  return section(a, false, {}) == section(b, false, {});
}

bool says_same(const Record& a, const Record& b) {
  return a.title == b.title && values_of(a) == values_of(b) && sorted_sections(a) == sorted_sections(b);
}

}  // namespace hindcast::gate
