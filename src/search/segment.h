// A segment: documents by number from 0, their columns, the dictionary and the lists. Written once by
// SegmentWriter, read by Segment.
//
// Part head: format, documents, languages, pages of the dictionary. Part documents, "n" being their number:
// i64 id of each, i32 day of each, u8 length of each, u32 numbers by rising id, u64 end of the fields of
// each, fields. The fields of a document: pairs of varints, the first position behind a stretch (beside the
// one before) and its Field.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "search/dictionary.h"
#include "search/parts.h"
#include "search/query.h"

namespace hindcast::search {

inline constexpr std::int32_t no_day = INT32_MIN;

// What the manifest says of a segment.
struct SegmentInfo {
  std::uint32_t number = 0;
  std::uint32_t documents = 0;
  std::array<std::uint64_t, part_count> sizes{};
  std::vector<std::uint32_t> deleted{};  // rising

  std::uint32_t live() const { return documents - static_cast<std::uint32_t>(deleted.size()); }
  std::uint64_t bytes() const;
};

// The columns of a segment to be written, all but the fields.
struct Columns {
  std::vector<std::int64_t> ids;
  std::vector<std::int32_t> days;
  std::vector<std::uint8_t> lengths;
  std::vector<std::uint64_t> field_ends;
};

class SegmentWriter {
 public:
  // With pairs of common words when there are at least `paired_min` documents.
  SegmentWriter(Store& store, std::uint32_t number, std::uint32_t paired_min);
  // Lists first: keys rise. An empty list is a form.
  Status add(std::string_view key, std::uint32_t documents, std::string_view postings,
             std::string_view positions);
  // Then the columns and, in any number of pieces, the fields they end in.
  Status begin_documents(const Columns&);
  Status add_fields(std::string_view);
  Result<SegmentInfo> finish(std::span<const std::string> languages);

 private:
  Store& store_;
  SegmentInfo info_;
  PartWriter documents_, dictionary_, postings_, positions_;
  DictionaryWriter terms_;
  std::uint32_t paired_min_;
  DictionaryEntry behind_;  // where the next list will lie
  std::vector<DictionaryEntry> common_;
  std::uint64_t pair_rows_ = 0;
};

class Segment {
 public:
  static Result<std::unique_ptr<Segment>> open(Store&, const SegmentInfo&);

  const SegmentInfo& info() const { return info_; }
  std::uint32_t documents() const { return info_.documents; }
  const std::vector<std::string>& languages() const { return languages_; }
  const std::vector<DictionaryPage>& pages() const { return pages_; }

  // Of a key; nothing where it isn't there.
  Result<std::optional<DictionaryEntry>> find(std::string_view key);
  DictionaryCursor cursor() { return {pages_, dictionary_, info_.sizes[2]}; }

  Result<std::int64_t> id(std::uint32_t document);
  Result<std::int32_t> day(std::uint32_t document);
  // Columns from a document on.
  Result<const unsigned char*> days(std::uint32_t from, std::uint32_t count);
  Result<const unsigned char*> lengths(std::uint32_t from, std::uint32_t count);
  // The document of that id, deleted or not.
  Result<std::optional<std::uint32_t>> number_of(std::int64_t id);
  // Bytes of the fields, and where they lie in Part::documents.
  Result<std::string_view> fields(std::uint32_t document);
  Result<std::uint64_t> fields_begin(std::uint32_t document);
  Result<std::uint64_t> fields_size(std::uint32_t document);

  Region& postings() { return postings_; }
  Region& positions() { return positions_; }
  Region& pairs() { return pairs_; }
  bool is_deleted(std::uint32_t document) const;
  std::uint64_t held_bytes() const;
  void drop();

  // Where the columns begin in Part::documents.
  struct Layout {
    std::uint64_t days, lengths, order, field_ends, fields;
    explicit Layout(std::uint64_t documents);
  };

 private:
  Segment(Store& store, const SegmentInfo& info);

  SegmentInfo info_;
  Layout layout_;
  Region head_, documents_, dictionary_, postings_, positions_, pairs_;
  std::vector<std::string> languages_;
  std::vector<DictionaryPage> pages_;
};

// The field of each position: asked in rising order.
class FieldReader {
 public:
  explicit FieldReader(std::string_view fields) : left_(fields) {}
  Field at(std::uint32_t position);

 private:
  Taker left_;
  std::uint64_t end_ = 0;
  Field field_ = Field::body;
};
void put_field(std::string& to, std::uint32_t positions, Field);

}  // namespace hindcast::search
