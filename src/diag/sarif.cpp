// SARIF 2.1.0: what code scanning reads. Written front to back, a result at a
// time, so the rules come first (they are known) and the results last.
#include <algorithm>

#include "diag/formats.h"
#include "json/json.h"

namespace hindcast::diag {
namespace {

std::string_view level_of(Severity severity) {
  switch (severity) {
    case Severity::off:
      return "none";
    case Severity::hint:
      return "note";
    case Severity::warning:
      return "warning";
    case Severity::error:
      return "error";
  }
  return "none";
}

void put_region(json::Writer& json, const Place& place) {
  json.open_object().key("startLine").number(place.line).key("startColumn").number(place.column);
  json.key("endLine").number(place.end_line).key("endColumn").number(place.end_column).close_object();
}

// {"artifactLocation":…,"region":…}
void put_physical(json::Writer& json, std::string_view uri, const Place& place) {
  json.open_object().key("artifactLocation").open_object().key("uri").text(uri).close_object();
  put_region(json.key("region"), place);
  json.close_object();
}

void put_message(json::Writer& json, std::string_view text) {
  json.open_object().key("text").text(text).close_object();
}

std::string sentence(std::string_view text) {
  std::string out(text);
  if (!out.empty() && out.back() != '.' && out.back() != '!' && out.back() != '?' && out.back() != ']' &&
      out.back() != ')')
    out += '.';
  return out;
}

class Sarif : public Report {
 public:
  Sarif(std::span<const RuleText> rules, std::string_view version) : rules_(rules), version_(version) {}

  std::string begin() override {
    std::string out;
    json::Writer json(out);
    json.open_object().key("$schema").text("https://json.schemastore.org/sarif-2.1.0.json");
    json.key("version").text("2.1.0").key("runs").open_array().open_object();
    json.key("tool").open_object().key("driver").open_object().key("name").text("hindcast");
    json.key("version").text(version_).key("semanticVersion").text(version_);
    json.key("rules").open_array();
    for (const auto& rule : rules_)
      put_rule(json, rule);
    json.close_array().close_object().close_object();
    json.key("columnKind").text("unicodeCodePoints").key("results").open_array();
    json.finish();
    return out;
  }

  std::string file(const FileFindings& file) override {
    std::string out;
    const auto uri = uri_of(file.path);
    for (const auto& finding : file.findings) {
      out += is_first_ ? "\n" : ",\n";
      is_first_ = false;
      json::Writer json(out);
      put_result(json, uri, finding);
    }
    return out;
  }

  std::string end(const Totals& totals) override {
    std::string out = is_first_ ? "]" : "\n]";
    std::string invocation;
    json::Writer json(invocation);
    json.open_array().open_object().key("executionSuccessful").boolean(totals.troubles.empty());
    json.key("toolExecutionNotifications").open_array();
    for (const auto& [path, message] : totals.troubles) {
      json.open_object().key("level").text("error");
      put_message(json.key("message"), message);
      json.key("locations").open_array().open_object().key("physicalLocation").open_object();
      json.key("artifactLocation").open_object().key("uri").text(uri_of(path)).close_object();
      json.close_object().close_object().close_array().close_object();
    }
    json.close_array().close_object().close_array();
    json.finish();
    return out + ",\"invocations\":" + invocation + "}]}\n";
  }

 private:
  static void put_rule(json::Writer& json, const RuleText& rule) {
    json.open_object().key("id").text(rule.name);
    put_message(json.key("shortDescription"), sentence(rule.summary));
    put_message(json.key("fullDescription"), sentence(rule.rationale));
    json.key("help").open_object().key("text").text(sentence(rule.mend)).close_object();
    json.key("defaultConfiguration").open_object().key("enabled").boolean(rule.severity != Severity::off);
    json.key("level").text(level_of(rule.severity)).close_object();
    json.key("properties").open_object().key("tags").open_array().text(rule.group).close_array();
    json.close_object().close_object();
  }

  void put_result(json::Writer& json, std::string_view uri, const Finding& finding) const {
    const auto& diagnostic = finding.what.diagnostic;
    json.open_object().key("ruleId").text(diagnostic.rule);
    const auto rule = std::find_if(rules_.begin(), rules_.end(), [&](const RuleText& candidate) {
      return candidate.name == diagnostic.rule;
    });
    if (rule != rules_.end()) json.key("ruleIndex").number(rule - rules_.begin());
    json.key("level").text(level_of(diagnostic.severity));
    put_message(json.key("message"), sentence(diagnostic.message));
    json.key("locations").open_array().open_object();
    put_physical(json.key("physicalLocation"), uri, finding.what.place);
    json.close_object().close_array();
    put_related(json, uri, finding);
    json.key("partialFingerprints").open_object();
    json.key("hindcastFinding/v1").text(finding.fingerprint).close_object();
    put_suppressions(json, finding);
    put_fixes(json, uri, finding);
    json.close_object();
  }

  static void put_related(json::Writer& json, std::string_view uri, const Finding& finding) {
    if (finding.what.notes.empty()) return;
    json.key("relatedLocations").open_array();
    std::string other;
    for (std::size_t i = 0; i < finding.what.notes.size(); ++i) {
      const auto& note = finding.what.diagnostic.notes[i];
      json.open_object();
      put_physical(json.key("physicalLocation"),
                   note.path.empty() ? uri : std::string_view(other = uri_of(note.path)),
                   finding.what.notes[i]);
      put_message(json.key("message"), sentence(note.message));
      json.close_object();
    }
    json.close_array();
  }

  // One result with the list means that the tool knows of suppressions: every result carries it.
  static void put_suppressions(json::Writer& json, const Finding& finding) {
    json.key("suppressions").open_array();
    if (finding.silence != Silence::none) {
      json.open_object().key("kind").text(finding.silence == Silence::comment ? "inSource" : "external");
      json.key("status").text("accepted");
      if (!finding.reason.empty()) json.key("justification").text(finding.reason);
      json.close_object();
    }
    json.close_array();
  }

  static void put_fixes(json::Writer& json, std::string_view uri, const Finding& finding) {
    const auto& fixes = finding.what.diagnostic.fixes;
    if (fixes.empty()) return;
    json.key("fixes").open_array();
    for (std::size_t i = 0; i < fixes.size(); ++i) {
      json.open_object();
      put_message(json.key("description"), sentence(fixes[i].title));
      json.key("artifactChanges").open_array().open_object();
      json.key("artifactLocation").open_object().key("uri").text(uri).close_object();
      json.key("replacements").open_array();
      for (std::size_t k = 0; k < fixes[i].edits.size(); ++k) {
        json.open_object();
        put_region(json.key("deletedRegion"), finding.what.edits[i][k]);
        json.key("insertedContent").open_object().key("text").text(fixes[i].edits[k].with).close_object();
        json.close_object();
      }
      json.close_array().close_object().close_array().close_object();
    }
    json.close_array();
  }

  std::span<const RuleText> rules_;
  std::string_view version_;
  bool is_first_ = true;
};

}  // namespace

std::unique_ptr<Report> make_sarif(std::span<const RuleText> rules, std::string_view version) {
  return std::make_unique<Sarif>(rules, version);
}

std::string uri_of(std::string_view path) {
  constexpr std::string_view kept = "-._~!$&'()*+,;=:@/";
  constexpr char hex[] = "0123456789ABCDEF";
  std::string out;
  if (path.substr(0, path.find('/')).find(':') != path.npos) out = "./";  // else it would be a scheme
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    const bool is_alnum = (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    if (is_alnum || kept.find(c) != kept.npos)
      out += c;
    else
      (((out += '%') += hex[byte >> 4]) += hex[byte & 15]);
  }
  return out;
}

}  // namespace hindcast::diag
