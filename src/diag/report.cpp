#include "diag/report.h"

#include <algorithm>

#include "diag/formats.h"
#include "json/json.h"

namespace hindcast::diag {
namespace {

constexpr std::string_view words[] = {"json", "jsonl", "sarif", "junit", "github", "gitlab", "markdown"};

// An array over many files, or an object a line.
class JsonReport : public Report {
 public:
  explicit JsonReport(bool as_lines) : as_lines_(as_lines) {}
  std::string begin() override { return as_lines_ ? "" : "["; }
  std::string file(const FileFindings& file) override {
    std::string out;
    for (const auto& finding : file.findings) {
      if (finding.silence != Silence::none) continue;
      if (!as_lines_) out += is_first_ ? "\n" : ",\n";
      is_first_ = false;
      append_finding_json(file.path, finding, out);
      if (as_lines_) out += '\n';
    }
    return out;
  }
  std::string end(const Totals&) override {
    if (as_lines_) return {};
    return is_first_ ? "]\n" : "\n]\n";
  }

 private:
  bool as_lines_ = false, is_first_ = true;
};

void put_fix(json::Writer& json, const Finding& finding) {
  json.key("fix");
  const auto& fixes = finding.what.diagnostic.fixes;
  if (fixes.empty()) {
    json.null();
    return;
  }
  json.open_object().key("title").text(fixes[0].title).key("safe").boolean(fixes[0].is_safe);
  json.key("edits").open_array();
  for (std::size_t i = 0; i < fixes[0].edits.size(); ++i) {
    const auto& edit = fixes[0].edits[i];
    const auto& place = finding.what.edits[0][i];
    json.open_object().key("line").number(place.line).key("column").number(place.column);
    json.key("end_line").number(place.end_line).key("end_column").number(place.end_column);
    json.key("begin").number(edit.replace.begin).key("end").number(edit.replace.end);
    json.key("with").text(edit.with).close_object();
  }
  json.close_array().close_object();
}

}  // namespace

std::string_view word(Format format) {
  return words[static_cast<std::size_t>(format)];
}

std::optional<Format> format(std::string_view word) {
  for (std::size_t i = 0; i < std::size(words); ++i)
    if (words[i] == word) return static_cast<Format>(i);
  return std::nullopt;
}

void append_finding_json(std::string_view path, const Finding& finding, std::string& out) {
  const auto& [diagnostic, place, notes, edits] = finding.what;
  json::Writer json(out);
  json.open_object().key("rule").text(diagnostic.rule);
  json.key("severity").text(word(diagnostic.severity)).key("file").text(path);
  json.key("line").number(place.line).key("column").number(place.column);
  json.key("end_line").number(place.end_line).key("end_column").number(place.end_column);
  json.key("message").text(diagnostic.message);
  put_fix(json, finding);
  json.key("notes").open_array();
  for (std::size_t i = 0; i < notes.size(); ++i) {
    const auto& note = diagnostic.notes[i];
    json.open_object().key("file").text(note.path.empty() ? path : std::string_view(note.path));
    json.key("line").number(notes[i].line).key("column").number(notes[i].column);
    json.key("end_line").number(notes[i].end_line).key("end_column").number(notes[i].end_column);
    json.key("message").text(note.message).close_object();
  }
  json.close_array().key("fingerprint").text(finding.fingerprint).close_object();
}

void count(const FileFindings& file, Totals& totals) {
  ++totals.documents;
  for (const auto& finding : file.findings) {
    const auto& diagnostic = finding.what.diagnostic;
    if (finding.silence == Silence::comment) ++totals.suppressed;
    if (finding.silence == Silence::baseline) ++totals.baselined;
    if (finding.silence != Silence::none) continue;
    ++totals.by_severity[static_cast<std::size_t>(diagnostic.severity)];
    if (std::any_of(diagnostic.fixes.begin(), diagnostic.fixes.end(),
                    [](const Fix& fix) { return fix.is_safe; }))
      ++totals.fixable;
  }
}

std::unique_ptr<Report> make_report(Format format, std::span<const RuleText> rules,
                                    std::string_view version) {
  switch (format) {
    case Format::json:
    case Format::jsonl:
      return std::make_unique<JsonReport>(format == Format::jsonl);
    case Format::sarif:
      return make_sarif(rules, version);
    case Format::junit:
      return make_junit();
    case Format::github:
      return make_github();
    case Format::gitlab:
      return make_gitlab();
    case Format::markdown:
      return make_markdown();
  }
  return nullptr;
}

}  // namespace hindcast::diag
