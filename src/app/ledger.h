// The verb `ledger promises`: what documents promised again, what became of it, and what people said of that.
// recall/promises.h finds the rows; the archive, where there is one, adds what happened and what was said.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "app/app.h"
#include "app/check_settings.h"
#include "base/result.h"
#include "base/time.h"
#include "recall/promises.h"

namespace hindcast::app {

struct LedgerQuery {
  ReadOptions read;
  std::vector<recall::RepeatKind> kinds;  // empty: every kind
  bool with_held = false;                 // also what is held back, and what was dismissed
  bool only_dismissed = false;
  bool is_folded = false;    // a row that another one lists between its two is left out
  std::size_t rows_max = 0;  // 0: all
};

// A promise with what is known of its document.
struct LedgerItem {
  std::string path, slug, title;
  Date date;
  recall::Promise promise;
};

// What became of a promise that was made again.
struct Outcome {
  std::string_view word = "unknown";  // "open", "done", "dropped", "unknown"
  std::string since;                  // the day it came to that, by the archive; "" where nobody saw it
  std::string actor;                  // likewise
};

// What somebody said of a row.
struct Said {
  std::string verdict;  // "confirmed", "dismissed"
  std::string reason, actor;
  std::string day;
};

struct LedgerRow {
  std::string id;  // six letters; ".1", ".2" behind those of rows whose items have the same names
  recall::RepeatKind kind{};
  recall::Held held{};
  LedgerItem earlier, later;
  std::vector<LedgerItem> between;
  std::int64_t days = 0;
  double score = 0;
  std::vector<std::string> reasons;  // why it is a row, a few words each
  Outcome first;
  std::optional<Said> said;
  std::string
      within;  // the row among those shown that lists this one's later item between its two; "" for none
};

struct Ledger {
  std::vector<LedgerRow> rows;  // the surest and most telling first
  std::size_t documents = 0;    // that were read
  std::size_t undated = 0;      // of these, without a date but with promises: they can't be compared
  bool has_archive = false;
  // Rows that are not in `rows`, each counted once.
  std::size_t routine = 0, copied = 0, dismissed = 0, of_other_kinds = 0, folded = 0, beyond_max = 0;
  std::vector<Trouble> troubles;
};

// Over the documents beneath `paths` that the configuration wants. Works without an archive; one that cannot
// be read is a trouble.
Ledger list_ledger(const std::vector<std::string>& paths, const Configuration&, const LedgerQuery&);

// "confirmed", "dismissed" or "", which takes back what was said.
struct Judging {
  std::string row, verdict, reason, actor;
  Timestamp at = 0;
};
// The row as it now stands. `not_found` for a row that is not there, and for an archive: the message says how
// to make one.
Result<LedgerRow> judge_row(const std::vector<std::string>& paths, const Configuration&, const LedgerQuery&,
                            const Judging&);

// What somebody dismissed, in the archive of `start`, by the items of these documents; nothing where there is
// none.
Result<std::vector<std::pair<recall::Mention, recall::Mention>>> dismissed_repeats(
    const std::string& start, const Configuration&, std::span<const recall::Source>);

// {"rows":[…],"documents","undated","held_back":{…},"archive"}, a row a line; docs/schema/ledger.json.
std::string ledger_json(const Ledger&);
// RFC 4180, as items_csv.
std::string ledger_csv(const Ledger&);
// A table to paste into a page.
std::string ledger_markdown(const Ledger&);

}  // namespace hindcast::app
