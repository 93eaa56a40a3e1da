// The verb `check`: rules over documents, what answers their findings (comments,
// the baseline), and safe fixes. Faces set the findings and choose the status.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "app/app.h"
#include "app/baseline.h"
#include "base/time.h"
#include "diag/finding.h"

namespace hindcast::lint {
struct Rule;
struct Settings;
}  // namespace hindcast::lint

namespace hindcast::app {

struct CheckOptions {
  ReadOptions read;
  std::function<lint::Settings(const std::string& path)>
      settings_of;                     // by a document's path, on every thread
  std::optional<Date> today;           // only then do suppressions expire
  const Baseline* baseline = nullptr;  // null: none
  bool fix = false;                    // apply safe fixes, and report what is left
};

struct CheckedDocument {
  std::string path;
  std::string text;  // as it is now: with the fixes, where there were any
  std::vector<diag::Finding> findings;
  std::optional<std::string> before;  // the text as it was read, where fixes changed it
  std::size_t fixes = 0;              // that were made
};

// Checks one text. Pure but for the files that its links name, looked for beside `read.path`.
CheckedDocument check_text(std::string path, std::string text, const lint::Settings&, const CheckOptions&,
                           std::span<const document::Form> forms);

// What a face takes: a document, and what `render` made of it on a worker thread.
using TakeChecked = std::function<void(CheckedDocument&&, std::string_view rendered)>;
using RenderChecked = std::function<std::string(const CheckedDocument&)>;

// Checks files on all cores and hands each on in order, on the calling thread. Memory stays flat in the
// number of documents. Nothing is written: see write_fixes.
std::vector<Trouble> check_files(const std::vector<std::string>& files, const CheckOptions&,
                                 const RenderChecked&, const TakeChecked&);

// The same of a text that the caller has, such as standard input.
Status check_input(const std::string& path, std::string text, const CheckOptions&, const RenderChecked&,
                   const TakeChecked&);

// Those of `files` whose bytes differ from what they were where this branch left `revision`; new ones
// too. Asks git for names and hashes alone: no hook, filter or helper of the repository runs.
Result<std::vector<std::string>> changed_since(const std::string& revision,
                                               const std::vector<std::string>& files);

// Rules for reports, with the severities of this run: those that look at one document, or the doctor's.
enum class RulesOf : std::uint8_t { check, doctor };
std::vector<diag::RuleText> rule_texts(const lint::Settings&, RulesOf = RulesOf::check);

// The severity that a rule gets when a user turns it on by name: the strongest of any profile, else a hint
// for rules of wording and a warning for others.
diag::Severity severity_when_chosen(const lint::Rule&);

}  // namespace hindcast::app
