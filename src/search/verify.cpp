#include "search/verify.h"

#include <cstring>

#include "search/pairs.h"
#include "search/postings.h"

namespace hindcast::search {
namespace {

// The pairs of a segment, made anew, beside those that are there.
class Comparing final : public Sink {
 public:
  Comparing(Store& store, const SegmentInfo& info) : part_(store, info.number, Part::pairs, info.sizes[5]) {}
  Status take(std::string_view bytes) override {
    const auto* found = TRY(part_.at(at_, bytes.size()));
    at_ += bytes.size();
    if (std::memcmp(found, bytes.data(), bytes.size()) != 0)
      return corrupt("pairs of common words are not those of the texts");
    return Ok();
  }

 private:
  Stream part_;
  std::uint64_t at_ = 0;
};

// Each of its checks returns `corrupt` with what is wrong.
class Verifier {
 public:
  Verifier(Store& store, const SegmentInfo& info)
      : info_(info),
        dictionary_(store, info.number, Part::dictionary, info.sizes[2]),
        postings_(store, info.number, Part::postings, info.sizes[3]),
        positions_(store, info.number, Part::positions, info.sizes[4]) {}

  Status documents(Segment& segment) {
    for (std::uint32_t document = 0; document < segment.documents(); ++document) {
      const std::int64_t id = TRY(segment.id(document));
      if (id < 0) return corrupt("a document has no id");
      if (id > 0 && TRY(segment.number_of(id)) != document)
        return corrupt("a document is not found by its id");
      FieldReader(TRY(segment.fields(document))).at(position_max);
    }
    return Ok();
  }

  Status lists(Segment& segment) {
    DictionaryCursor at(segment.pages(), dictionary_, info_.sizes[2]);
    std::string before;
    std::uint64_t postings = 0, positions = 0;
    for (TRY(at.seek({})); !at.is_at_end(); TRY(at.next())) {
      const DictionaryEntry& entry = at.entry();
      if (at.key() <= before) return corrupt("a dictionary is not in order");
      if (entry.postings_at != postings || entry.positions_at != positions)
        return corrupt("lists don't lie one behind the other");
      before = at.key();
      postings += entry.postings_size;
      positions += entry.positions_size;
      if (entry.documents > 0) TRY(list(entry));
      if (is_common(entry, info_.documents)) common_.push_back(entry);
    }
    if (postings != info_.sizes[3] || positions != info_.sizes[4]) return corrupt("bytes belong to no list");
    return Ok();
  }

  // Made once more, from the positions. REQUIRES: lists() was the call before
  Status pairs(Store& store, Segment& segment) {
    const Pairs there = TRY(Pairs::open(segment.pairs(), info_.documents));
    if (there.rows() == 0) return Ok();
    Comparing comparing(store, info_);
    return make_pairs(store, info_, common_, there.rows(), comparing);
  }

 private:
  Status list(const DictionaryEntry& entry) {
    List list;
    const unsigned char* bytes = TRY(postings_.at(entry.postings_at, entry.postings_size));
    if (!list.open(bytes, static_cast<std::size_t>(entry.postings_size), entry.documents, info_.documents))
      return corrupt("a list is cut off");
    for (std::uint32_t i = 0; i < list.blocks(); ++i) {
      std::uint32_t bits = 0;
      if (!list.decode_documents(i, block_) || !list.decode_counts(i, block_, bits))
        return corrupt("a block of a list is none");
      if (i > 0 && block_.document[0] <= list.last(i - 1)) return corrupt("a list is not in order");
      std::uint64_t count = 0;
      for (std::uint32_t n = 0; n < block_.size; ++n)
        count += block_.count[n];
      const std::uint64_t begin = list.positions_at(i);
      const std::uint64_t end = i + 1 < list.blocks() ? list.positions_at(i + 1) : entry.positions_size;
      const std::uint64_t expected = entry.positions_size == 0 ? 0 : packed_bytes(count, bits);
      if (begin > end || end > entry.positions_size || end - begin != expected)
        return corrupt("a list has another number of positions");
    }
    if (entry.positions_size > 0) TRY(positions_.at(entry.positions_at, entry.positions_size));
    return Ok();
  }

  const SegmentInfo& info_;
  Stream dictionary_, postings_, positions_;
  Block block_;
  std::vector<DictionaryEntry> common_;
};

Status verify(Store& store, const SegmentInfo& info) {
  const std::unique_ptr<Segment> segment = TRY(Segment::open(store, info));
  Verifier verifier(store, info);
  TRY(verifier.documents(*segment));
  TRY(verifier.lists(*segment));
  return verifier.pairs(store, *segment);
}

}  // namespace

Status verify(Store& store, const SegmentInfo& info, std::vector<std::string>& sentences) {
  const Status status = verify(store, info);
  if (status.ok()) return Ok();
  if (status.error().code != ErrorCode::corrupt && status.error().code != ErrorCode::not_found) return status;
  std::string sentence = "segment ";
  sentence += std::to_string(info.number);
  sentence += ": ";
  sentence += status.error().message;
  sentences.push_back(std::move(sentence));
  return Ok();
}

}  // namespace hindcast::search
