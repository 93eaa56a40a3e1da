// Any bytes as lines of an export: a row that is read is written and read as the same, and rows that an
// archive takes leave it whole.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "archive/archive.h"
#include "base/assert.h"
#include "exchange/rows.h"

namespace {

using namespace hindcast;
using namespace hindcast::exchange;

template <typename Row, typename Same>
void check_row(const Row& row, Result<Row> (*read)(std::string_view), const Same& is_same) {
  std::string line;
  append_row(row, line);
  const auto again = read(line);
  HC_ASSERT(again.ok() && is_same(*again, row));
}

struct Rows {
  std::vector<archive::Document> documents;
  std::vector<RevisionRow> revisions;
  std::vector<archive::Item> items;
  std::vector<archive::Judgement> judgements;
  std::vector<archive::Event> events;

  void take(std::string_view line) {
    const auto same = [](const auto& one, const auto& other) { return one == other; };
    if (auto row = document_row(line); row.ok()) {
      HC_ASSERT(is_inner_path(row->path));
      check_row(*row, document_row, same);
      documents.push_back(std::move(*row));
    }
    if (auto row = revision_row(line); row.ok()) {
      check_row(*row, revision_row, [](const RevisionRow& one, const RevisionRow& other) {
        return one.document == other.document && one.file == other.file && one.revision == other.revision;
      });
      revisions.push_back(std::move(*row));
    }
    if (auto row = item_row(line); row.ok()) {
      check_row(*row, item_row, same);
      items.push_back(std::move(*row));
    }
    if (auto row = judgement_row(line); row.ok()) {
      check_row(*row, judgement_row, same);
      judgements.push_back(std::move(*row));
    }
    if (auto row = event_row(line); row.ok()) {
      check_row(*row, event_row, same);
      events.push_back(std::move(*row));
    }
  }
};

Status fill(archive::Filling& filling, const Rows& rows) {
  for (const auto& row : rows.documents)
    TRY(filling.take(row));
  for (const auto& row : rows.revisions)
    TRY(filling.take(row.document, row.revision));
  for (const auto& row : rows.items)
    TRY(filling.take(row));
  for (const auto& row : rows.judgements)
    TRY(filling.take(row));
  for (const auto& row : rows.events)
    TRY(filling.take(row));
  return Ok();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string_view input(reinterpret_cast<const char*>(data), size);
  if (const auto manifest = read_manifest(input); manifest.ok()) {
    const auto again = read_manifest(manifest_text(*manifest));
    HC_ASSERT(again.ok() && manifest_text(*again) == manifest_text(*manifest));
  }
  Rows rows;
  for (std::size_t at = 0; at < input.size();) {
    const auto end = std::min(input.find('\n', at), input.size());
    rows.take(input.substr(at, end - at));
    at = end + 1;
  }
  auto archive = archive::in_memory();
  const auto workspace = *archive.workspace("main");
  const auto done = archive.fill(workspace, [&](archive::Filling& filling) { return fill(filling, rows); });
  const auto documents = archive.documents(workspace);
  HC_ASSERT(documents.ok() && documents->size() == (done.ok() ? rows.documents.size() : 0));
  HC_ASSERT(archive.verify(workspace)->empty());
  return 0;
}
