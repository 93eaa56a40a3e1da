#include "search/segment.h"

#include <algorithm>
#include <cstring>
#include <numeric>

#include "search/pairs.h"
#include "search/postings.h"

namespace hindcast::search {
namespace {

constexpr std::string_view format = "HCSEG2\n";
constexpr std::size_t languages_max = 64;

template <typename T>
std::string_view bytes_of(const std::vector<T>& column) {
  return {reinterpret_cast<const char*>(column.data()), column.size() * sizeof(T)};
}

class Appending final : public Sink {
 public:
  explicit Appending(PartWriter& part) : part_(part) {}
  Status take(std::string_view bytes) override { return part_.append(bytes); }

 private:
  PartWriter& part_;
};

}  // namespace

std::uint64_t SegmentInfo::bytes() const {
  return std::accumulate(sizes.begin(), sizes.end(), std::uint64_t{0});
}

SegmentWriter::SegmentWriter(Store& store, std::uint32_t number, std::uint32_t paired_min)
    : store_(store),
      documents_(store, number, Part::documents),
      dictionary_(store, number, Part::dictionary),
      postings_(store, number, Part::postings),
      positions_(store, number, Part::positions),
      terms_(dictionary_),
      paired_min_(paired_min) {
  info_.number = number;
}

Status SegmentWriter::add(std::string_view key, std::uint32_t documents, std::string_view postings,
                          std::string_view positions) {
  TRY(terms_.add(key, documents, postings.size(), positions.size()));
  behind_.documents = documents;
  behind_.postings_size = postings.size();
  behind_.positions_size = positions.size();
  // In fewer documents it can't be common, however small the segment.
  if (is_common(behind_, paired_min_)) common_.push_back(behind_);
  behind_.postings_at += postings.size();
  behind_.positions_at += positions.size();
  TRY(postings_.append(postings));
  return positions_.append(positions);
}

Status SegmentWriter::begin_documents(const Columns& columns) {
  info_.documents = static_cast<std::uint32_t>(columns.ids.size());
  pair_rows_ = pair_rows(columns.lengths);
  std::vector<std::uint32_t> order(columns.ids.size());
  std::iota(order.begin(), order.end(), 0);
  std::sort(order.begin(), order.end(),
            [&](std::uint32_t a, std::uint32_t b) { return columns.ids[a] < columns.ids[b]; });
  TRY(documents_.append(bytes_of(columns.ids)));
  TRY(documents_.append(bytes_of(columns.days)));
  TRY(documents_.append(bytes_of(columns.lengths)));
  TRY(documents_.append(bytes_of(order)));
  return documents_.append(bytes_of(columns.field_ends));
}

Status SegmentWriter::add_fields(std::string_view fields) {
  return documents_.append(fields);
}

Result<SegmentInfo> SegmentWriter::finish(std::span<const std::string> languages) {
  TRY(terms_.finish());
  std::string head(format);
  put_varint(head, info_.documents);
  put_varint(head, languages.size());
  for (const std::string& language : languages) {
    put_varint(head, language.size());
    head += language;
  }
  put_pages(head, terms_.pages());
  PartWriter first(store_, info_.number, Part::head);
  TRY(first.append(head));
  PartWriter* const written[] = {&first, &documents_, &dictionary_, &postings_, &positions_};
  for (std::size_t i = 0; i < std::size(written); ++i) {
    TRY(written[i]->finish());
    info_.sizes[i] = written[i]->size();
  }
  if (info_.documents < paired_min_) return info_;
  std::erase_if(common_, [&](const DictionaryEntry& entry) { return !is_common(entry, info_.documents); });
  PartWriter pairs(store_, info_.number, Part::pairs);
  Appending appending(pairs);
  TRY(make_pairs(store_, info_, common_, pair_rows_, appending));
  TRY(pairs.finish());
  info_.sizes[5] = pairs.size();
  return info_;
}

Segment::Layout::Layout(std::uint64_t n)
    : days(8 * n), lengths(12 * n), order(13 * n), field_ends(17 * n), fields(25 * n) {}

Segment::Segment(Store& store, const SegmentInfo& info)
    : info_(info),
      layout_(info.documents),
      head_(store, info.number, Part::head, info.sizes[0]),
      documents_(store, info.number, Part::documents, info.sizes[1]),
      dictionary_(store, info.number, Part::dictionary, info.sizes[2]),
      postings_(store, info.number, Part::postings, info.sizes[3]),
      positions_(store, info.number, Part::positions, info.sizes[4]),
      pairs_(store, info.number, Part::pairs, info.sizes[5]) {}

Result<std::unique_ptr<Segment>> Segment::open(Store& store, const SegmentInfo& info) {
  std::unique_ptr<Segment> made(new Segment(store, info));
  const std::uint64_t size = info.sizes[0];
  const unsigned char* bytes = TRY(made->head_.at(0, size));
  Taker head(bytes, static_cast<std::size_t>(size));
  if (head.bytes(format.size()) != format) return corrupt("a segment begins with something else");
  if (head.varint() != info.documents || info.documents > documents_of_segment_max)
    return corrupt("a segment has another number of documents");
  if (info.sizes[1] < made->layout_.fields) return corrupt("the documents of a segment are cut off");
  const std::uint64_t languages = head.varint(languages_max);
  for (std::uint64_t i = 0; i < languages; ++i)
    made->languages_.emplace_back(head.text());
  made->pages_ = TRY(take_pages(head, info.sizes[2]));
  made->head_.drop();
  return made;
}

Result<std::optional<DictionaryEntry>> Segment::find(std::string_view key) {
  DictionaryCursor at = cursor();
  TRY(at.seek(key));
  if (at.is_at_end() || at.key() != key) return std::optional<DictionaryEntry>();
  return std::optional<DictionaryEntry>(at.entry());
}

Result<std::int64_t> Segment::id(std::uint32_t document) {
  return fixed_at<std::int64_t>(TRY(documents_.at(8ull * document, 8)));
}

Result<std::int32_t> Segment::day(std::uint32_t document) {
  return fixed_at<std::int32_t>(TRY(days(document, 1)));
}

Result<const unsigned char*> Segment::days(std::uint32_t from, std::uint32_t count) {
  return documents_.at(layout_.days + 4ull * from, 4ull * count);
}

Result<const unsigned char*> Segment::lengths(std::uint32_t from, std::uint32_t count) {
  return documents_.at(layout_.lengths + from, count);
}

Result<std::optional<std::uint32_t>> Segment::number_of(std::int64_t wanted) {
  std::uint32_t low = 0, high = documents();
  if (high > 0) {  // mostly a new one is asked for, whose id is above all
    const auto last = fixed_at<std::uint32_t>(TRY(documents_.at(layout_.order + 4ull * (high - 1), 4)));
    if (last < high && TRY(id(last)) < wanted) return std::optional<std::uint32_t>();
  }
  while (low < high) {
    const std::uint32_t middle = low + (high - low) / 2;
    const auto number = fixed_at<std::uint32_t>(TRY(documents_.at(layout_.order + 4ull * middle, 4)));
    if (number >= documents())
      return corrupt("the order of a segment's documents names one that isn't there");
    const std::int64_t here = TRY(id(number));
    if (here == wanted) return std::optional<std::uint32_t>(number);
    if (here < wanted)
      low = middle + 1;
    else
      high = middle;
  }
  return std::optional<std::uint32_t>();
}

Result<std::uint64_t> Segment::fields_begin(std::uint32_t document) {
  const std::uint64_t before =
      document == 0
          ? 0
          : fixed_at<std::uint64_t>(TRY(documents_.at(layout_.field_ends + 8ull * (document - 1), 8)));
  if (before > documents_.size()) return corrupt("the fields of a document lie elsewhere");
  return layout_.fields + before;
}

Result<std::uint64_t> Segment::fields_size(std::uint32_t document) {
  const std::uint64_t begin = TRY(fields_begin(document)) - layout_.fields;
  const auto end = fixed_at<std::uint64_t>(TRY(documents_.at(layout_.field_ends + 8ull * document, 8)));
  if (begin > end || end > documents_.size()) return corrupt("the fields of a document are not in order");
  return end - begin;
}

Result<std::string_view> Segment::fields(std::uint32_t document) {
  const std::uint64_t begin = TRY(fields_begin(document)), size = TRY(fields_size(document));
  const unsigned char* bytes = TRY(documents_.at(begin, size));
  return std::string_view(reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size));
}

bool Segment::is_deleted(std::uint32_t document) const {
  return std::binary_search(info_.deleted.begin(), info_.deleted.end(), document);
}

std::uint64_t Segment::held_bytes() const {
  return documents_.held_bytes() + dictionary_.held_bytes() + postings_.held_bytes() +
         positions_.held_bytes() + pairs_.held_bytes();
}

void Segment::drop() {
  documents_.drop();
  dictionary_.drop();
  postings_.drop();
  positions_.drop();
  pairs_.drop();
}

Field FieldReader::at(std::uint32_t position) {
  while (position >= end_ && left_.left() > 0) {
    end_ += left_.varint(1u << 24);
    field_ = static_cast<Field>(left_.varint(3));
  }
  return field_;
}

void put_field(std::string& to, std::uint32_t positions, Field field) {
  put_varint(to, positions);
  put_varint(to, static_cast<std::uint64_t>(field));
}

}  // namespace hindcast::search
