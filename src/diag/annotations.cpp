// What forges show beside a change: GitHub's workflow commands, GitLab's code
// quality, and a Markdown summary of a run.
#include <algorithm>
#include <array>

#include "diag/formats.h"
#include "json/json.h"

namespace hindcast::diag {
namespace {

// A runner reads commands line by line and takes % as the start of an escape; in a property , and : too.
std::string escaped(std::string_view text, bool is_property) {
  std::string out;
  for (const char c : text) {
    if (c == '%')
      out += "%25";
    else if (c == '\r')
      out += "%0D";
    else if (c == '\n')
      out += "%0A";
    else if (is_property && c == ':')
      out += "%3A";
    else if (is_property && c == ',')
      out += "%2C";
    else
      out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  }
  return out;
}

class Github : public Report {
 public:
  std::string file(const FileFindings& file) override {
    std::string out;
    for (const auto& finding : file.findings) {
      if (finding.silence != Silence::none) continue;
      const auto& [diagnostic, place, notes, edits] = finding.what;
      out += diagnostic.severity == Severity::error     ? "::error"
             : diagnostic.severity == Severity::warning ? "::warning"
                                                        : "::notice";
      out += " file=" + escaped(file.path, true) + ",line=" + std::to_string(place.line);
      out += ",endLine=" + std::to_string(place.end_line) + ",col=" + std::to_string(place.column);
      // The forge refuses columns over several lines.
      if (place.end_line == place.line) out += ",endColumn=" + std::to_string(place.end_column);
      out += ",title=" + escaped(diagnostic.rule, true) + "::" + escaped(diagnostic.message, false) + "\n";
    }
    return out;
  }
  std::string end(const Totals& totals) override {
    std::string out;
    for (const auto& [path, message] : totals.troubles)
      out += "::error file=" + escaped(path, true) + ",title=hindcast::" + escaped(message, false) + "\n";
    return out;
  }
};

class Gitlab : public Report {
 public:
  std::string begin() override { return "["; }
  std::string file(const FileFindings& file) override {
    std::string out;
    for (const auto& finding : file.findings) {
      if (finding.silence != Silence::none) continue;
      const auto& [diagnostic, place, notes, edits] = finding.what;
      out += is_first_ ? "\n" : ",\n";
      is_first_ = false;
      json::Writer json(out);
      json.open_object().key("description").text(diagnostic.message).key("check_name").text(diagnostic.rule);
      json.key("fingerprint").text(finding.fingerprint).key("severity");
      json.text(diagnostic.severity == Severity::error     ? "major"
                : diagnostic.severity == Severity::warning ? "minor"
                                                           : "info");
      const auto path = file.path.substr(0, 2) == "./" ? file.path.substr(2) : file.path;
      json.key("location").open_object().key("path").text(path).key("lines").open_object();
      json.key("begin").number(place.line).key("end").number(place.end_line);
      json.close_object().close_object().close_object();
    }
    return out;
  }
  std::string end(const Totals&) override { return is_first_ ? "]\n" : "\n]\n"; }

 private:
  bool is_first_ = true;
};

// Text inside a table's cell: nothing in it is markup.
std::string cell(std::string_view text) {
  constexpr std::string_view special = "\\`*_{}[]<>()#+!|~&@";
  std::string out;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      out += ' ';
      continue;
    }
    if (special.find(c) != special.npos) out += '\\';
    out += c;
  }
  return out;
}

class Markdown : public Report {
 public:
  std::string file(const FileFindings& file) override {
    for (const auto& finding : file.findings) {
      if (finding.silence != Silence::none) continue;
      if (++seen_ > rows_max) continue;  // a forge cuts the whole page after a mebibyte
      const auto& [diagnostic, place, notes, edits] = finding.what;
      rows_ += "| " + std::string(word(diagnostic.severity)) + " | " + cell(file.path) + ":" +
               std::to_string(place.line) + " | " + cell(diagnostic.message) + " | " + cell(diagnostic.rule) +
               " |\n";
    }
    return {};
  }
  std::string end(const Totals& totals) override {
    std::string out = "## Hindcast check\n\n";
    const auto number = [&](Severity severity) {
      return totals.by_severity[static_cast<std::size_t>(severity)];
    };
    out += "| documents | errors | warnings | hints | suppressed | in the baseline |\n";
    out += "|--:|--:|--:|--:|--:|--:|\n";
    for (const auto value : std::array{totals.documents, number(Severity::error), number(Severity::warning),
                                       number(Severity::hint), totals.suppressed, totals.baselined})
      out += "| " + std::to_string(value) + " ";
    out += "|\n";
    if (!rows_.empty()) out += "\n| severity | where | what | rule |\n|---|---|---|---|\n" + rows_;
    if (seen_ > rows_max) out += "\nAnd " + std::to_string(seen_ - rows_max) + " more.\n";
    for (const auto& [path, message] : totals.troubles)
      out += "\n**" + cell(path) + "**: " + cell(message) + "\n";
    return out;
  }

 private:
  static constexpr std::size_t rows_max = 500;
  std::string rows_;
  std::size_t seen_ = 0;
};

}  // namespace

std::unique_ptr<Report> make_github() {
  return std::make_unique<Github>();
}

std::unique_ptr<Report> make_gitlab() {
  return std::make_unique<Gitlab>();
}

std::unique_ptr<Report> make_markdown() {
  return std::make_unique<Markdown>();
}

}  // namespace hindcast::diag
