#include "app/verify.h"

#include "app/archived.h"
#include "app/indexing.h"

namespace hindcast::app {

Result<VerifyReport> verify_archive(OpenArchive& open, const Watch* watch) {
  auto verified = open.archive.look([&]() -> Result<VerifyReport> {
    VerifyReport report;
    report.problems = TRY(open.archive.verify(
        open.workspace, [&](std::size_t done, std::size_t total) { hear(watch, "documents", done, total); }));
    report.documents = static_cast<std::size_t>(TRY(open.archive.documents_here(open.workspace)));
    report.gone = TRY(open.archive.documents(open.workspace)).size() - report.documents;
    report.events = static_cast<std::size_t>(TRY(open.archive.last_event(open.workspace)));
    report.is_index_behind = !TRY(is_index_current(open));
    if (report.problems.empty() && !report.is_index_behind)  // what it is made from comes first
      report.index_problems = TRY(verify_index(open));
    return report;
  });
  if (!verified.ok()) return of_archive(std::move(verified).error(), open.root);
  return verified;
}

}  // namespace hindcast::app
