#include "document/about.h"

#include <doctest/doctest.h>

#include "document/document.h"

namespace hindcast::document {
namespace {

facts::Document read_text(std::string_view text) {
  return read({"docs/one.md", text}, builtin_forms());
}

std::string joined(const std::vector<std::string>& names) {
  std::string out;
  for (const auto& name : names)
    out += (out.empty() ? "" : "|") + name;
  return out;
}

std::string services(std::string_view text) {
  return joined(services_of(read_text("# Outage\n\n" + std::string(text) + "\n\n## Summary\n\nIt broke.\n")));
}

std::string day(std::optional<Date> date) {
  return date ? to_iso(*date) : "none";
}

}  // namespace

TEST_CASE("services come from the field that names them, in any wording") {
  CHECK(services("**Services**: `basket`, ledger-db") == "basket|ledger-db");
  CHECK(services("**Affected services**: checkout (EU, US) and search") == "checkout|search");
  CHECK(services("| Field | Value |\n|-|-|\n| Service | orders |") == "orders");
  CHECK(services("- **影響サービス**: recap-worker、recap-db") == "recap-worker|recap-db");
  CHECK(services("**影響を受けたサービス**: rag → news-creator（chat proxy パス）") == "rag|news-creator");
  CHECK(services("**Serviços**: lantern-api") == "lantern-api");
  CHECK(joined(services_of(read_text("---\ncomponents:\n  - web\n  - api gateway\n---\n# T\n"))) ==
        "web|api gateway");
}

TEST_CASE("what names no service is none") {
  CHECK(services("**Services**: none") == "");
  CHECK(services("**Services**: TBD") == "");
  CHECK(services("**Affected**: 2,000 customers") == "");
  CHECK(services("**Services**: everything that talks to the ledger was slow for hours") == "");
  CHECK(services("**Services**: basket, Basket") == "basket");
  CHECK(services("**影響サービス**: `news-creator` のキュー、依存待ちで起動できなかった複数サービス") ==
        "news-creator");
}

TEST_CASE("labels are read likewise") {
  CHECK(joined(labels_of(read_text("---\ntags: [database, migration]\n---\n# T\n"))) == "database|migration");
}

TEST_CASE("a launch has a day: a field's, the timeline's, or the retrospective's own") {
  CHECK(day(launch_day(read_text("# P\n\n**Launch date**: 2031-04-02\n"))) == "2031-04-02");
  CHECK(day(launch_day(read_text("# Ferry retrospective\n\n**Date**: 2031-05-12\n\n## Timeline\n\n"
                                 "- Planning: April 1, 2031\n- Production deployment: May 5, 2031\n"))) ==
        "2031-05-05");
  CHECK(day(launch_day(read_text("# Launch retrospective: Ferry\n\n**Date**: 2031-05-12\n"))) ==
        "2031-05-12");
  CHECK(day(launch_day(read_text("# Postmortem: Ferry\n\n**Date**: 2031-05-12\n"))) == "none");
}

TEST_CASE("a review is claimed by a status or a name, and may have a day") {
  const auto told = [](std::string_view fields) {
    const auto review = review_of(read_text("# Outage\n\n" + std::string(fields) + "\n"));
    return std::string(review.is_claimed ? "yes " : "no ") + day(review.date);
  };
  CHECK(told("**Status**: Reviewed") == "yes none");
  CHECK(told("**Status**: not reviewed") == "no none");
  CHECK(told("**Status**: unreviewed") == "no none");
  CHECK(told("**Status**: Reviewed on 3 June 2031") == "yes none");  // "un" alone says nothing
  CHECK(told("**Reviewed by**: Ada Example") == "yes none");
  CHECK(told("**Reviewed by**: TBD") == "no none");
  CHECK(told("**Reviewed by**: [Name]") == "no none");
  CHECK(told("**Review date**: 2031-03-01") == "no 2031-03-01");
  CHECK(told("**Status**: Draft") == "no none");
}

TEST_CASE("a document is closed when its state says so, not when its incident is over") {
  const auto closed = [](std::string_view status) {
    return is_closed(read_text("# Outage\n\n**Status**: " + std::string(status) + "\n"));
  };
  CHECK(closed("Closed"));
  CHECK(closed("Complete"));
  CHECK(closed("abgeschlossen"));
  CHECK(!closed("Resolved"));
  CHECK(!closed("Action items in progress"));
}

}  // namespace hindcast::document
