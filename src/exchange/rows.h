// The rows of an archive as lines of JSON, and back. What is no UTF-8 comes through as {"base64": "…"}.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/records.h"
#include "base/result.h"

namespace hindcast::exchange {

// Whose revision it is, and the file that has its text where the line has none.
struct RevisionRow {
  archive::Id document = 0;
  archive::Revision revision;
  std::string file;  // "documents/a.md"
};

// One line each, with its line end.
void append_row(const archive::Document&, std::string& out);
void append_row(const RevisionRow&, std::string& out);
void append_row(const archive::Item&, std::string& out);
void append_row(const archive::Judgement&, std::string& out);
void append_row(const archive::Event&, std::string& out);

// `invalid` says which member is missing or of a wrong type: "`since` is no number".
Result<archive::Document> document_row(std::string_view line);
Result<RevisionRow> revision_row(std::string_view line);
Result<archive::Item> item_row(std::string_view line);
Result<archive::Judgement> judgement_row(std::string_view line);
Result<archive::Event> event_row(std::string_view line);

struct ExportedFile {
  std::string path;  // within the export
  std::uint64_t bytes = 0;
  std::string sha256;  // 64 hexadecimal digits
};

// What an export says of itself.
struct Manifest {
  std::string program;  // "hindcast 0.1.0"
  std::int64_t documents = 0, revisions = 0, items = 0, judgements = 0, events = 0;
  std::string seal;  // of the last event
  std::vector<ExportedFile> files;
};
std::string manifest_text(const Manifest&);
// `unsupported` for a version that is newer than this program's.
Result<Manifest> read_manifest(std::string_view text);

// Whether a path from outside stays within its folder on every system: relative, without "..", "." and empty
// names, without NUL, of at most 4 KiB.
bool is_inner_path(std::string_view path);

std::string base64(std::string_view bytes);
std::optional<std::string> from_base64(std::string_view text);

}  // namespace hindcast::exchange
