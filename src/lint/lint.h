// Rules are pure functions from one document to diagnostics: no disk, no clock,
// no other document. The same text gives the same answer tomorrow.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "diag/diagnostic.h"
#include "document/form.h"
#include "facts/facts.h"
#include "lint/lines.h"
#include "lint/marks.h"
#include "lint/phrases.h"
#include "markdown/markdown.h"

namespace hindcast::lint {

enum class Group : std::uint8_t {
  structure,
  causes,
  language,
  actions,
  checklist,
  timeline,
  suppressions,
  doctor  // rules over all documents and the calendar: doctor/doctor.h runs them, check() never does
};
std::string_view word(Group);

// The schools of writing postmortems disagree; a profile is one of them. No school's taste is an error by
// default.
enum class Profile : std::uint8_t { standard, blameless, sre, five_whys };
std::string_view word(Profile);  // "default", "blameless", "sre", "five-whys"

// The files beside a document, for rules about its links.
class Neighbours {
 public:
  virtual ~Neighbours() = default;
  // True when there is a file or folder at this path, relative to the document's folder.
  virtual bool exists(std::string_view path) const = 0;
  // The text of a Markdown file there, to look for an anchor; empty when it can't be read.
  virtual std::string text(std::string_view path) const = 0;
};

// What hindcast.toml declares and documents name, for rules about such names.
struct Declared {
  std::vector<std::string> services;  // and teams, which stand for theirs
  std::vector<std::string> guards;
};

// What a rule looks at. Borrowed: everything outlives the call.
struct Subject {
  std::string_view path;
  std::string_view text;
  const markdown::Tree& tree;
  const facts::Document& document;
  const document::Form* form = nullptr;    // the form that the document was read by
  const Neighbours* neighbours = nullptr;  // null: nobody can tell, and rules that need them say nothing
  const Declared* declared = nullptr;      // likewise; by lint::check from the settings
  // What check() finds for all rules together.
  bool is_template = false;  // by the name of the file or its folder: whatever it lacks, it lacks on purpose
  Marks digits = {};
  std::vector<Line> lines = {};
  std::vector<PhraseHit> phrases = {};  // of an English document: those of the lists that rules ask for
};

// Takes what one rule finds; the runner adds the rule's name and severity.
class Findings {
 public:
  diag::Diagnostic& add(Span span, std::string message);
  std::vector<diag::Diagnostic> found;
};

struct Rule {
  std::string_view name;  // "action-without-owner"
  Group group{};
  std::string_view summary;    // one sentence, no full stop: what a finding means
  std::string_view rationale;  // why it matters; ends with its source in brackets, where it has one
  std::string_view mend;       // one imperative sentence: how to mend it
  // By profile, in the order of Profile.
  std::array<diag::Severity, 4> severities{};
  bool english_only = false;  // a rule of wording: it runs on English documents alone, and is never an error
  void (*check)(const Subject&, Findings&) = nullptr;  // by lint::check alone: it fills the subject
  PhraseLists phrases = 0;                             // the lists that `check` looks into
  PhraseLists action_phrases = 0;                      // those that it looks into for actions alone
};

// Every rule, by group and name. One table, in rules.cpp.
std::span<const Rule> rules();
const Rule* find_rule(std::string_view name);
// The rule's page of docs/rules/, as Markdown; "" for a name that is no rule's.
std::string_view page_of_rule(std::string_view name);

// What holds for one document: a severity for each rule, in the order of rules().
struct Settings {
  std::vector<diag::Severity> severities;
  const Declared* declared = nullptr;  // outlives this; null where there is no hindcast.toml
};
Settings settings(Profile);

// Runs every rule that is not off. Sorted by span, then rule. Suppressions are not looked at: see
// suppressions.h.
std::vector<diag::Diagnostic> check(const Subject&, const Settings&);

}  // namespace hindcast::lint
