// What a document is about, told by its fields in the wordings of ten languages: services, labels, and
// whether it was reviewed and closed.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "facts/facts.h"

namespace hindcast::document {

// "Services: `basket`, ledger-db", "影響サービス", "components: [web, api]": each once, in the document's
// order, as written but for marks and remarks in brackets. Empty when no field names any. At most 64.
std::vector<std::string> services_of(const facts::Document&);
// Those that one field names.
std::vector<std::string> services_in(const facts::Field&);
// The line of the first field that names one, from 1; 0 for none.
std::uint32_t services_line_of(const facts::Document&);

// Labels, tags and keywords, likewise.
std::vector<std::string> labels_of(const facts::Document&);

// The day on which a launch went live: a field says so, or an event of the timeline ("Production deployment:
// May 5"), or it is the day of a retrospective or release itself.
std::optional<Date> launch_day(const facts::Document&);

// Who looked at it, and when, by its fields: "Status: Approved", "Reviewed by: Ada", "Review date:
// 2024-03-01".
struct Review {
  bool is_claimed = false;   // a status or a name says that it was reviewed
  std::optional<Date> date;  // the day that is named for it, which may be to come
};
Review review_of(const facts::Document&);

// True when a field or the document's state says that nothing more is expected: "Status: Closed", "state:
// done".
bool is_closed(const facts::Document&);

}  // namespace hindcast::document
