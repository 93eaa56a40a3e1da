// For the pictures that test the doctor. Included by tests only.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "doctor/doctor.h"
#include "document/document.h"

namespace hindcast::doctor {

using Texts = std::vector<std::pair<std::string, std::string>>;  // path and text

// No file lies beside any document.
class NoNeighbours final : public lint::Neighbours {
 public:
  bool exists(std::string_view) const override { return false; }
  std::string text(std::string_view) const override { return {}; }
};

// What promises there are, but for those of templates.
inline std::vector<recall::Source> sources_of(const Texts& texts) {
  std::vector<recall::Source> sources;
  for (const auto& [path, text] : texts) {
    const auto tree = markdown::parse(text);
    sources.push_back(
        recall::source_of(document::read({path, text}, tree, document::builtin_forms()), path, text));
  }
  return sources;
}

inline std::vector<Record> records_of(const Texts& texts) {
  std::vector<Record> records;
  const NoNeighbours nothing;
  for (const auto& [path, text] : texts) {
    const auto tree = markdown::parse(text);
    const auto document = document::read({path, text}, tree, document::builtin_forms());
    records.push_back(record_of({path, text, tree, document, nullptr, &nothing}));
  }
  return records;
}

// What is said of the documents: path, rule and message, a line each.
inline std::string said_of(const Texts& texts, const Options& options, std::string_view only = {}) {
  std::string said;
  const auto found = examine(records_of(texts), sources_of(texts), options);
  for (std::size_t i = 0; i < found.size(); ++i)
    for (const auto& finding : found[i])
      if (only.empty() || finding.rule == only)
        said += texts[i].first + ": " + (only.empty() ? std::string(finding.rule) + ": " : "") +
                finding.message + "\n";
  return said;
}

}  // namespace hindcast::doctor
