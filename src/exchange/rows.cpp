#include "exchange/rows.h"

#include <algorithm>
#include <array>

#include "base/sha256.h"
#include "base/text.h"
#include "json/json.h"
#include "json/value.h"

namespace hindcast::exchange {
namespace {

using json::Value;

constexpr std::int64_t version_today = 1;
constexpr std::string_view format_name = "hindcast-export";
constexpr std::string_view digits64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto sequence = utf8_sequence(text.substr(at));
    if (sequence == 0) return false;
    at += sequence;
  }
  return true;
}

void put_text(json::Writer& json, std::string_view text) {
  if (is_utf8(text))
    json.text(text);
  else
    json.open_object().key("base64").text(base64(text)).close_object();
}

// Writes a row, member by member.
class RowWriter {
 public:
  explicit RowWriter(std::string& out) : out_(out), json_(out) { json_.open_object(); }
  ~RowWriter() {
    json_.close_object().finish();
    out_ += '\n';
  }
  RowWriter(const RowWriter&) = delete;
  RowWriter& operator=(const RowWriter&) = delete;

  void operator()(std::string_view key, const std::string& text) {
    json_.key(key);
    put_text(json_, text);
  }
  void operator()(std::string_view key, std::int64_t number) { json_.key(key).number(number); }
  void operator()(std::string_view key, bool is_so) { json_.key(key).boolean(is_so); }
  void digest(std::string_view key, const std::string& bytes) { json_.key(key).text(hex(bytes)); }

 private:
  std::string& out_;
  json::Writer json_;
};

// False for what is no hexadecimal number.
bool from_hex(std::string_view text, std::string& out) {
  constexpr std::string_view digits = "0123456789abcdef";
  for (std::size_t at = 0; at + 1 < text.size(); at += 2) {
    const auto high = digits.find(text[at]), low = digits.find(text[at + 1]);
    if (high == digits.npos || low == digits.npos) return false;
    out += static_cast<char>(high * 16 + low);
  }
  return text.size() % 2 == 0;
}

// Reads a row, member by member; remembers the first that is wrong.
class RowReader {
 public:
  explicit RowReader(Value row) : row_(row) {}

  void operator()(std::string_view key, std::string& text) {
    const auto value = row_[key];
    const auto coded = value["base64"];
    auto decoded = coded ? from_base64(coded.text()) : std::nullopt;
    if (value.type() == json::Type::string)
      text = value.text();
    else if (decoded)
      text = std::move(*decoded);
    else
      fail(key, "text");
  }
  void operator()(std::string_view key, std::int64_t& number) {
    const auto found = row_[key].integer();
    if (!found) return fail(key, "number");
    number = *found;
  }
  void operator()(std::string_view key, bool& is_so) {
    const auto value = row_[key];
    if (value.type() != json::Type::boolean) return fail(key, "true or false");
    is_so = value.is_true();
  }
  void digest(std::string_view key, std::string& bytes) {
    std::string found;
    if (!from_hex(row_[key].text(), found) || found.size() != 32) return fail(key, "SHA-256");
    bytes.swap(found);
  }

  bool has(std::string_view key) const { return static_cast<bool>(row_[key]); }
  void fail(std::string_view key, std::string_view what) {
    if (!wrong_.empty()) return;
    wrong_ = "`";
    wrong_.append(key).append("` is no ").append(what);
  }
  Status outcome() const { return wrong_.empty() ? Ok() : Status(Error{ErrorCode::invalid, wrong_}); }

 private:
  Value row_;
  std::string wrong_;
};

// The members of each row, once for writing and for reading.
template <typename Row, typename Visit>
void visit_document(Row& row, Visit& visit) {
  visit("document", row.id);
  visit("path", row.path);
  visit("here", row.is_here);
  visit("revision", row.revision);
  visit.digest("digest", row.digest);
  visit("slug", row.facts.slug);
  visit("kind", row.facts.kind);
  visit("form", row.facts.form);
  visit("title", row.facts.title);
  visit("date", row.facts.date);
  visit("severity", row.facts.severity);
  visit("language", row.facts.language);
}

template <typename Row, typename Visit>
void visit_revision(Row& row, Visit& visit) {
  visit("document", row.document);
  visit("revision", row.revision.number);
  visit("at", row.revision.at);
  visit("actor", row.revision.actor);
  visit("source", row.revision.source);
  visit.digest("digest", row.revision.digest);
}

template <typename Row, typename Visit>
void visit_item(Row& row, Visit& visit) {
  visit("item", row.id);
  visit("document", row.document);
  visit("here", row.is_here);
  visit("since", row.since);
  visit("role", row.facts.role);
  visit("id", row.facts.short_id);
  visit("text", row.facts.text);
  visit("line", row.facts.line);
  visit("state", row.facts.state);
  visit("owner", row.facts.owner);
  visit("team", row.facts.team);
  visit("priority", row.facts.priority);
  visit("due", row.facts.due);
  visit("ticked", row.facts.ticked);
  visit("start", row.facts.start);
  visit("end", row.facts.end);
  visit("value", row.facts.value);
}

template <typename Row, typename Visit>
void visit_judgement(Row& row, Visit& visit) {
  visit("earlier", row.earlier);
  visit("later", row.later);
  visit("verdict", row.verdict);
  visit("reason", row.reason);
  visit("actor", row.actor);
  visit("at", row.at);
}

template <typename Row, typename Visit>
void visit_event(Row& row, Visit& visit) {
  visit("event", row.number);
  visit("at", row.at);
  visit("actor", row.actor);
  visit("what", row.what);
  visit("document", row.document);
  visit("item", row.item);
  visit("revision", row.revision);
  visit("field", row.field);
  visit("before", row.before);
  visit("after", row.after);
  visit.digest("seal", row.seal);
}

Result<json::Tree> tree_of(std::string_view line) {
  auto tree = TRY(json::Tree::read(line, {.depth_max = 4, .values_max = 100}));
  if (!tree.first().is_object() || tree.first().next())
    return Error{ErrorCode::invalid, "is not one object of JSON"};
  return tree;
}

template <typename Row, typename Read>
Result<Row> row_of(std::string_view line, const Read& read) {
  const auto tree = TRY(tree_of(line));
  RowReader reader(tree.first());
  Row row;
  read(row, reader);
  TRY(reader.outcome());
  return row;
}

}  // namespace

void append_row(const archive::Document& row, std::string& out) {
  RowWriter writer(out);
  visit_document(row, writer);
}
void append_row(const RevisionRow& row, std::string& out) {
  RowWriter writer(out);
  visit_revision(row, writer);
  row.file.empty() ? writer("text", row.revision.text) : writer("file", row.file);
}
void append_row(const archive::Item& row, std::string& out) {
  RowWriter writer(out);
  visit_item(row, writer);
}
void append_row(const archive::Judgement& row, std::string& out) {
  RowWriter writer(out);
  visit_judgement(row, writer);
}
void append_row(const archive::Event& row, std::string& out) {
  RowWriter writer(out);
  visit_event(row, writer);
}

Result<archive::Document> document_row(std::string_view line) {
  return row_of<archive::Document>(line, [](archive::Document& row, RowReader& reader) {
    visit_document(row, reader);
    if (!is_inner_path(row.path)) reader.fail("path", "path within the archive's folder");
  });
}
Result<RevisionRow> revision_row(std::string_view line) {
  return row_of<RevisionRow>(line, [](RevisionRow& row, RowReader& reader) {
    visit_revision(row, reader);
    reader.has("file") ? reader("file", row.file) : reader("text", row.revision.text);
  });
}
Result<archive::Item> item_row(std::string_view line) {
  return row_of<archive::Item>(line, [](archive::Item& row, RowReader& reader) { visit_item(row, reader); });
}
Result<archive::Judgement> judgement_row(std::string_view line) {
  return row_of<archive::Judgement>(
      line, [](archive::Judgement& row, RowReader& reader) { visit_judgement(row, reader); });
}
Result<archive::Event> event_row(std::string_view line) {
  return row_of<archive::Event>(line,
                                [](archive::Event& row, RowReader& reader) { visit_event(row, reader); });
}

std::string manifest_text(const Manifest& manifest) {
  std::string out;
  {
    json::Writer json(out);
    json.open_object().key("format").text(format_name).key("version").number(version_today);
    json.key("program").text(manifest.program).key("documents").number(manifest.documents);
    json.key("revisions").number(manifest.revisions).key("items").number(manifest.items);
    json.key("judgements").number(manifest.judgements);
    json.key("events").number(manifest.events).key("seal").text(hex(manifest.seal)).close_object();
  }
  out.back() = ',';
  out += "\"files\":[";
  for (const auto& file : manifest.files) {
    out += &file == manifest.files.data() ? "\n" : ",\n";
    json::Writer json(out);
    json.open_object().key("path");
    put_text(json, file.path);
    json.key("bytes").number(static_cast<std::int64_t>(file.bytes)).key("sha256").text(file.sha256);
    json.close_object();
  }
  return out + "\n]}\n";
}

Result<Manifest> read_manifest(std::string_view text) {
  const auto tree = TRY(json::Tree::read(text, {.depth_max = 4, .values_max = 20'000'000}));
  const auto root = tree.first();
  if (root["format"].text() != format_name || root.next())
    return Error{ErrorCode::invalid, "is no manifest of an export of Hindcast"};
  const auto version = root["version"].integer().value_or(0);
  if (version > version_today)
    return Error{ErrorCode::unsupported, "was written by a newer Hindcast (version " +
                                             std::to_string(version) + ", this one knows " +
                                             std::to_string(version_today) + "); update Hindcast"};
  Manifest manifest;
  RowReader reader(root);
  reader("program", manifest.program);
  reader("documents", manifest.documents);
  reader("revisions", manifest.revisions);
  reader("items", manifest.items);
  reader("judgements", manifest.judgements);
  reader("events", manifest.events);
  if (manifest.events != 0) reader.digest("seal", manifest.seal);
  TRY(reader.outcome());
  if (version < 1 || !root["files"].is_list()) return Error{ErrorCode::invalid, "`files` is no list"};
  for (auto value = root["files"].first(); value; value = value.next()) {
    RowReader entry(value);
    ExportedFile file;
    std::int64_t bytes = 0;
    std::string digest;
    entry("path", file.path);
    entry("bytes", bytes);
    entry.digest("sha256", digest);
    if (!is_inner_path(file.path)) entry.fail("path", "path within the export");
    if (bytes < 0) entry.fail("bytes", "size");
    if (auto outcome = entry.outcome(); !outcome.ok())
      return std::move(outcome).error().while_("line " + std::to_string(value.line()));
    file.bytes = static_cast<std::uint64_t>(bytes);
    file.sha256 = hex(digest);
    manifest.files.push_back(std::move(file));
  }
  return manifest;
}

bool is_inner_path(std::string_view path) {
  constexpr std::size_t path_bytes_max = 4096;
  if (path.empty() || path.size() > path_bytes_max || path.find('\0') != path.npos) return false;
  for (std::size_t at = 0; at <= path.size();) {
    const auto end = std::min(path.find('/', at), path.size());
    const auto name = path.substr(at, end - at);
    if (name.empty() || name == "." || name == "..") return false;
    at = end + 1;
  }
  return true;
}

std::string base64(std::string_view bytes) {
  std::string out;
  for (std::size_t at = 0; at < bytes.size(); at += 3) {
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 3; ++i)
      group = group << 8 | (at + i < bytes.size() ? static_cast<unsigned char>(bytes[at + i]) : 0U);
    for (std::size_t i = 0; i < 4; ++i)
      out += at + i <= bytes.size() ? digits64[group >> (18 - 6 * i) & 63U] : '=';
  }
  return out;
}

std::optional<std::string> from_base64(std::string_view text) {
  static const auto values = [] {
    std::array<std::int8_t, 256> made{};
    made.fill(-1);
    for (std::size_t i = 0; i < digits64.size(); ++i)
      made[static_cast<unsigned char>(digits64[i])] = static_cast<std::int8_t>(i);
    return made;
  }();
  std::string out;
  if (text.size() % 4 != 0) return std::nullopt;
  for (std::size_t at = 0; at < text.size(); at += 4) {
    const bool is_last = at + 4 == text.size();
    const std::size_t filled = !is_last ? 4 : text[at + 2] == '=' ? 2 : text[at + 3] == '=' ? 3 : 4;
    std::uint32_t group = 0;
    for (std::size_t i = 0; i < 4; ++i) {
      const auto value = values[static_cast<unsigned char>(text[at + i])];
      if (i < filled ? value < 0 : text[at + i] != '=') return std::nullopt;
      group = group << 6 | (i < filled ? static_cast<std::uint32_t>(value) : 0U);
    }
    for (std::size_t i = 0; i + 1 < filled; ++i)
      out += static_cast<char>(group >> (16 - 8 * i) & 0xFFU);
  }
  return out;
}

}  // namespace hindcast::exchange
