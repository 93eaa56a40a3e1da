#include "search/index.h"

#include <algorithm>
#include <bit>

#include "search/analysis.h"
#include "search/builder.h"
#include "search/manifest.h"
#include "search/merge.h"
#include "search/nearest.h"
#include "search/plan.h"
#include "search/searcher.h"
#include "search/similar.h"
#include "search/verify.h"

namespace hindcast::search {
namespace {

// Segments of about one size become one when there are more than so many: few enough for a query to visit,
// and every document is written again once for each eightfold growth.
constexpr std::size_t segments_of_size_max = 7, small_segments_max = 4;
constexpr std::uint32_t small_documents = 1024;
constexpr std::uint32_t growth_bits = 3;

std::uint32_t size_class(std::uint32_t documents) {
  if (documents < small_documents) return 0;
  return 1 + static_cast<std::uint32_t>(std::bit_width(documents / small_documents) - 1) / growth_bits;
}

// A segment that is in the index.
struct Held {
  SegmentInfo info;  // but for what was deleted
  std::vector<std::uint64_t> live;
  std::uint32_t deleted = 0;
  std::unique_ptr<Segment> reader;  // once somebody asked

  explicit Held(SegmentInfo given) : info(std::move(given)), live((info.documents + 63) / 64, 0) {
    for (std::uint32_t i = 0; i < info.documents; ++i)
      live[i / 64] |= std::uint64_t{1} << (i % 64);
    for (const std::uint32_t document : std::exchange(info.deleted, {}))
      drop(document);
  }
  void drop(std::uint32_t document) {
    const std::uint64_t bit = std::uint64_t{1} << (document % 64);
    if ((live[document / 64] & bit) == 0) return;
    live[document / 64] &= ~bit;
    ++deleted;
  }
  std::uint32_t documents() const { return info.documents - deleted; }
  SegmentInfo told() const {
    SegmentInfo told = info;
    for (std::uint32_t i = 0; i < info.documents && deleted > 0; ++i)
      if ((live[i / 64] >> (i % 64) & 1) == 0) told.deleted.push_back(i);
    return told;
  }
};

}  // namespace

struct Index::Impl {
  Store& store;
  IndexOptions options;
  Builder builder;
  std::uint32_t next_segment = 1;
  std::vector<Held> held;
  std::vector<std::string> languages;
  Statistics statistics;

  Impl(Store& given, const IndexOptions& chosen)
      : store(given), options(chosen), builder(chosen.build_bytes_max, chosen.paired_documents_min) {}

  Status write_gathered();
  Status drop_document(std::int64_t id);
  std::vector<std::size_t> to_merge() const;
  Status merge_some(const std::vector<std::size_t>& which);
  Status open_all();
  std::vector<Segment*> readers() const;
  Planner planner(std::span<Segment* const>) const;
  Result<Found> answered(const Plan&, const SearchOptions&);
  void count();
};

Result<Index> Index::open(Store& store, const IndexOptions& options) {
  auto impl = std::make_unique<Impl>(store, options);
  Manifest manifest = TRY(read_manifest(TRY(store.manifest())));
  impl->next_segment = manifest.next_segment;
  for (SegmentInfo& info : manifest.segments)
    impl->held.emplace_back(std::move(info));
  impl->count();
  return Index(std::move(impl));
}

Index::Index(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;
Index::~Index() = default;

void Index::Impl::count() {
  statistics = {};
  for (const Held& one : held) {
    statistics.documents += one.documents();
    statistics.deleted += one.deleted;
    statistics.bytes += one.info.bytes();
    ++statistics.segments;
  }
  statistics.languages = languages;
}

Status Index::Impl::open_all() {
  std::uint64_t bytes = 0;
  for (const Held& one : held)
    if (one.reader != nullptr) bytes += one.reader->held_bytes();
  for (Held& one : held) {
    if (one.reader == nullptr) {
      one.reader = TRY(Segment::open(store, one.info));
      for (const std::string& language : one.reader->languages())
        if (std::find(languages.begin(), languages.end(), language) == languages.end())
          languages.push_back(language);
    } else if (bytes > options.cache_bytes_max) {
      one.reader->drop();
    }
  }
  std::sort(languages.begin(), languages.end());
  statistics.languages = languages;
  return Ok();
}

std::vector<Segment*> Index::Impl::readers() const {
  std::vector<Segment*> found;
  for (const Held& one : held)
    found.push_back(one.reader.get());
  return found;
}

Planner Index::Impl::planner(std::span<Segment* const> segments) const {
  Planner planner{.segments = segments, .languages = languages};
  for (const Held& one : held)
    planner.documents += one.info.documents;
  return planner;
}

Status Index::put(const Entry& entry) {
  if (entry.id <= 0) return Error{ErrorCode::invalid, "a document of the search index needs an id"};
  TRY(impl_->drop_document(entry.id));
  impl_->builder.add(entry);
  if (impl_->builder.is_full() || impl_->builder.documents() >= impl_->options.documents_max)
    return impl_->write_gathered();
  return Ok();
}

Status Index::remove(std::int64_t id) {
  impl_->builder.remove(id);
  return impl_->drop_document(id);
}

Status Index::Impl::drop_document(std::int64_t id) {
  if (held.empty()) return Ok();
  TRY(open_all());
  for (Held& one : held)
    if (const auto document = TRY(one.reader->number_of(id))) one.drop(*document);
  return Ok();
}

Status Index::Impl::write_gathered() {
  if (builder.documents() == 0) return Ok();
  held.emplace_back(TRY(builder.write(store, next_segment++)));
  return Ok();
}

// Which segments are to become one: those with nothing left or half of it gone, else the smallest too many.
std::vector<std::size_t> Index::Impl::to_merge() const {
  std::vector<std::vector<std::size_t>> classes;
  for (std::size_t i = 0; i < held.size(); ++i) {
    if (2 * held[i].deleted > held[i].info.documents || held[i].documents() == 0) return {i};
    const std::uint32_t size = size_class(held[i].documents());
    if (classes.size() <= size) classes.resize(size + 1);
    classes[size].push_back(i);
  }
  for (std::size_t size = 0; size < classes.size(); ++size)
    if (classes[size].size() > (size == 0 ? small_segments_max : segments_of_size_max)) return classes[size];
  return {};
}

Status Index::Impl::merge_some(const std::vector<std::size_t>& which) {
  std::vector<SegmentInfo> infos;
  std::uint32_t documents = 0;
  for (const std::size_t i : which) {
    infos.push_back(held[i].told());
    documents += held[i].documents();
  }
  std::vector<Held> kept;
  for (std::size_t i = 0; i < held.size(); ++i)
    if (std::find(which.begin(), which.end(), i) == which.end()) kept.push_back(std::move(held[i]));
  held = std::move(kept);
  if (documents > 0)
    held.emplace_back(TRY(merge(store, infos, next_segment++, options.paired_documents_min)));
  for (const SegmentInfo& info : infos)
    TRY(store.drop_segment(info.number));
  return Ok();
}

Status Index::flush() {
  TRY(impl_->write_gathered());
  for (auto which = impl_->to_merge(); !which.empty(); which = impl_->to_merge())
    TRY(impl_->merge_some(which));
  Manifest manifest{.next_segment = impl_->next_segment};
  for (const Held& one : impl_->held)
    manifest.segments.push_back(one.told());
  TRY(impl_->store.set_manifest(written(manifest)));
  impl_->count();
  return Ok();
}

Result<Found> Index::Impl::answered(const Plan& plan, const SearchOptions& chosen) {
  std::vector<Searched> searched;
  for (const Held& one : held)
    searched.push_back({one.reader.get(), one.live});
  return answer(searched, plan, chosen);
}

Result<Found> Index::search(const Query& query, const SearchOptions& options) {
  TRY(admit(query));
  TRY(impl_->open_all());
  const std::vector<Segment*> segments = impl_->readers();
  Planner planner = impl_->planner(segments);
  const Plan plan = TRY(planner.plan(query));
  Found found = TRY(impl_->answered(plan, options));
  found.is_exact = !planner.is_cut;
  return found;
}

Result<std::vector<Hit>> Index::similar(const Entry& like, std::size_t hits_max, std::int64_t except) {
  TRY(impl_->open_all());
  const std::vector<Segment*> segments = impl_->readers();
  Planner planner = impl_->planner(segments);
  const Plan plan = TRY(plan_similar(planner, like, except != 0));
  Found found = TRY(impl_->answered(plan, {.hits_max = hits_max + 1}));
  std::erase_if(found.hits, [&](const Hit& hit) { return hit.id == except; });
  if (found.hits.size() > hits_max) found.hits.resize(hits_max);
  return found.hits;
}

Result<std::vector<Suggestion>> Index::nearest(std::string_view word, std::size_t suggestions_max) {
  TRY(impl_->open_all());
  std::vector<Suggestion> suggestions;
  for (Near& near : TRY(near_words(impl_->readers(), word, suggestions_max)))
    suggestions.push_back({std::move(near.word), near.documents});
  return suggestions;
}

Result<std::uint64_t> Index::frequency(std::string_view word) {
  return TRY(search(words(std::string(word)), {.hits_max = 0})).total;
}

const Statistics& Index::statistics() const {
  return impl_->statistics;
}

Result<std::vector<std::string>> Index::verify() {
  std::vector<std::string> sentences;
  for (const Held& one : impl_->held)
    TRY(search::verify(impl_->store, one.info, sentences));
  return sentences;
}

}  // namespace hindcast::search
