#include "search/merge.h"

#include <algorithm>
#include <memory>

#include "search/postings.h"

namespace hindcast::search {
namespace {

constexpr std::uint32_t gone = ~0u;

// A segment on its way into another.
struct Merged {
  std::unique_ptr<Segment> segment;
  Stream dictionary, postings, positions, documents;
  std::unique_ptr<DictionaryCursor> at;
  std::vector<std::uint32_t> renumbered;

  Merged(Store& store, std::unique_ptr<Segment> opened)
      : segment(std::move(opened)),
        dictionary(store, info().number, Part::dictionary, info().sizes[2]),
        postings(store, info().number, Part::postings, info().sizes[3]),
        positions(store, info().number, Part::positions, info().sizes[4]),
        documents(store, info().number, Part::documents, info().sizes[1]),
        at(std::make_unique<DictionaryCursor>(segment->pages(), dictionary, info().sizes[2])) {}
  const SegmentInfo& info() const { return segment->info(); }
};

class Merger {
 public:
  Merger(Store& store, std::uint32_t number, std::uint32_t paired_min)
      : store_(store), writer_(store, number, paired_min) {}

  Status open(std::span<const SegmentInfo> segments);
  Status lists();
  Result<SegmentInfo> documents();

 private:
  Status take_columns(Merged&);
  Status take_list(Merged&);
  Status take_block(const List&, std::uint32_t block, const unsigned char* positions, std::uint64_t size,
                    Merged&);

  Store& store_;
  SegmentWriter writer_;
  std::vector<std::unique_ptr<Merged>> sources_;
  Columns columns_;
  std::vector<std::string> languages_;
  ListWriter list_;
  std::vector<std::uint32_t> places_;
  Block block_;
};

Status Merger::open(std::span<const SegmentInfo> segments) {
  for (const SegmentInfo& info : segments) {
    sources_.push_back(std::make_unique<Merged>(store_, TRY(Segment::open(store_, info))));
    Merged& source = *sources_.back();
    for (const std::string& language : source.segment->languages())
      if (std::find(languages_.begin(), languages_.end(), language) == languages_.end())
        languages_.push_back(language);
    TRY(take_columns(source));
    TRY(source.at->seek({}));
  }
  return Ok();
}

Status Merger::take_columns(Merged& source) {
  Segment& segment = *source.segment;
  const std::uint32_t count = segment.documents();
  const unsigned char* days = TRY(segment.days(0, count));
  const unsigned char* lengths = TRY(segment.lengths(0, count));
  source.renumbered.assign(count, gone);
  std::uint64_t end = columns_.field_ends.empty() ? 0 : columns_.field_ends.back();
  for (std::uint32_t document = 0; document < count; ++document) {
    if (segment.is_deleted(document)) continue;
    source.renumbered[document] = static_cast<std::uint32_t>(columns_.ids.size());
    columns_.ids.push_back(TRY(segment.id(document)));
    columns_.days.push_back(fixed_at<std::int32_t>(days + 4ull * document));
    columns_.lengths.push_back(lengths[document]);
    columns_.field_ends.push_back(end += TRY(segment.fields_size(document)));
  }
  if (columns_.ids.size() > documents_of_segment_max)
    return Error{ErrorCode::unsupported, "too many documents"};
  return Ok();
}

Status Merger::lists() {
  std::string key, postings, positions;
  for (;;) {
    const Merged* first = nullptr;
    for (const auto& source : sources_)
      if (!source->at->is_at_end() && (first == nullptr || source->at->key() < first->at->key()))
        first = source.get();
    if (first == nullptr) return Ok();
    key.assign(first->at->key());
    bool has_lists = false;
    for (const auto& source : sources_) {
      if (source->at->is_at_end() || source->at->key() != key) continue;
      if (source->at->entry().documents > 0) {
        has_lists = true;
        TRY(take_list(*source));
      }
      TRY(source->at->next());
      if (!source->at->is_at_end() && source->at->key() <= key)
        return corrupt("a dictionary is not in order");
    }
    const std::uint32_t documents = list_.documents();
    if (has_lists && documents == 0) continue;
    list_.finish(postings, positions);
    TRY(writer_.add(key, documents, postings, positions));
  }
}

Status Merger::take_list(Merged& source) {
  const DictionaryEntry& entry = source.at->entry();
  const unsigned char* bytes = TRY(source.postings.at(entry.postings_at, entry.postings_size));
  List list;
  if (!list.open(bytes, static_cast<std::size_t>(entry.postings_size), entry.documents,
                 source.segment->documents()))
    return corrupt("a list is cut off");
  const unsigned char* positions = nullptr;
  if (entry.positions_size > 0)
    positions = TRY(source.positions.at(entry.positions_at, entry.positions_size));
  for (std::uint32_t block = 0; block < list.blocks(); ++block)
    TRY(take_block(list, block, positions, entry.positions_size, source));
  return Ok();
}

Status Merger::take_block(const List& list, std::uint32_t block, const unsigned char* positions,
                          std::uint64_t size, Merged& source) {
  std::uint32_t bits = 0;
  if (!list.decode_documents(block, block_) || !list.decode_counts(block, block_, bits))
    return corrupt("a block of a list is none");
  const std::uint64_t begin = list.positions_at(block);
  std::uint64_t index = 0;
  for (std::uint32_t i = 0; i < block_.size; ++i) {
    const std::uint32_t count = block_.count[i], document = source.renumbered[block_.document[i]];
    places_.clear();
    if (positions != nullptr && document != gone) {
      if (begin > size || packed_bytes(index + count, bits) > size - begin)
        return corrupt("positions are cut off");
      std::uint32_t position = ~0u;
      for (std::uint32_t n = 0; n < count; ++n)
        places_.push_back(position += packed_at(positions + begin, index + n, bits));
    }
    index += count;
    if (document != gone)
      list_.add(document, places_, block_.weighted[i] - count, columns_.lengths[document]);
  }
  return Ok();
}

Result<SegmentInfo> Merger::documents() {
  TRY(writer_.begin_documents(columns_));
  for (const auto& source : sources_)
    for (std::uint32_t document = 0; document < source->renumbered.size(); ++document) {
      if (source->renumbered[document] == gone) continue;
      const std::uint64_t begin = TRY(source->segment->fields_begin(document));
      const std::uint64_t size = TRY(source->segment->fields_size(document));
      const unsigned char* bytes = TRY(source->documents.at(begin, size));
      TRY(writer_.add_fields({reinterpret_cast<const char*>(bytes), static_cast<std::size_t>(size)}));
    }
  return writer_.finish(languages_);
}

}  // namespace

Result<SegmentInfo> merge(Store& store, std::span<const SegmentInfo> segments, std::uint32_t number,
                          std::uint32_t paired_min) {
  Merger merger(store, number, paired_min);
  TRY(merger.open(segments));
  TRY(merger.lists());
  return merger.documents();
}

}  // namespace hindcast::search
