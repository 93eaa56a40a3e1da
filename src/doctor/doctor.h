// What only shows when all documents are looked at together, and on a given day: promises made twice, actions
// that wait, values that never came, names that nobody bears. Pure: documents are turned into records one by
// one, then all records are examined at once. app/doctor.h reads the files.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "base/time.h"
#include "diag/diagnostic.h"
#include "facts/facts.h"
#include "lint/lint.h"
#include "recall/promises.h"

namespace hindcast::doctor {

// Words of a document and where they stand.
struct Words {
  Span at;
  std::string text;
};

// What front matter says another document is called.
struct Reference {
  Span at;
  std::string text;
  bool is_there = false;  // as a file beside the document
};

struct Action {
  Span span;
  std::uint32_t line = 0;  // from 1
  std::string text;
  facts::ActionState state{};  // by its box where the document has no word for it
  std::optional<Words> owner;
  std::optional<facts::DerivedDate> due;
  bool is_heading = false;
};

// All that is remembered of a document once its text is gone.
struct Record {
  std::string path, slug;
  facts::DocumentKind kind{};
  bool has_form = false;
  bool has_items = false;    // of any role
  bool is_template = false;  // by its name or folder: what it lacks, it lacks on purpose
  Span title;
  std::optional<Date> date;
  std::optional<Date> review;  // the day on which it was, or will be, talked over
  std::optional<Words> id;     // its front matter's
  std::vector<Action> actions;
  std::vector<Span> values_to_come;   // "TBD" and its like
  std::vector<Words> pins;            // ids that comments pin to items
  std::vector<Words> codes;           // "PM-12" wherever it stands in running text, cells and front matter
  std::vector<Reference> references;  // what front matter calls related, superseded and so on
  std::vector<Words> links;           // to http and https addresses
};
Record record_of(const lint::Subject&);

struct Options {
  Date today;
  std::int64_t open_days_max = 90;   // an action that is open for longer ages
  std::int64_t value_days_max = 30;  // a value that is still to come after so many days will not come
  std::vector<std::string> people;   // and teams that exist; empty: nobody was listed
  std::vector<std::string> handles;  // likewise of those that are written "@name" or "@org/team"
  std::vector<std::pair<std::string, std::string>> dead_links;  // URL without anchor, and why; sorted by URL
  std::vector<std::pair<recall::Mention, recall::Mention>> dismissed;  // what somebody called no repeat
};

// What is found in each record, by place and rule, in the order of the records. `sources` are those of the
// same documents. Severities are the caller's to set. Near linear in the number of records. A note whose
// `path` is not empty is about another document.
std::vector<std::vector<diag::Diagnostic>> examine(std::span<const Record>,
                                                   std::span<const recall::Source> sources, const Options&);

// The owners of a CODEOWNERS file, each once, sorted: "@ada", "@org/team", "ada@example.com".
std::vector<std::string> codeowners(std::string_view text);

}  // namespace hindcast::doctor
