#include "search/index.h"

#include <algorithm>
#include <map>

#include "base/nearest.h"
#include "search/naive.h"
#include "search/words.h"

namespace hindcast::search {
namespace {

// TEMPORARY shape: one segment holds all documents as they came; replaced by sorted segments.
void put_number(std::string& to, std::int64_t value) {
  to.append(reinterpret_cast<const char*>(&value), sizeof value);
}
void put_text(std::string& to, std::string_view text) {
  put_number(to, static_cast<std::int64_t>(text.size()));
  to += text;
}
std::int64_t take_number(std::string_view& from) {
  std::int64_t value = 0;
  if (from.size() >= sizeof value) from.copy(reinterpret_cast<char*>(&value), sizeof value);
  from.remove_prefix(std::min(from.size(), sizeof value));
  return value;
}
std::string_view take_text(std::string_view& from) {
  const auto size = std::min(static_cast<std::size_t>(take_number(from)), from.size());
  const std::string_view text = from.substr(0, size);
  from.remove_prefix(size);
  return text;
}

std::string pack(const Entry& entry) {
  std::string to;
  put_text(to, entry.language);
  put_number(to, entry.date ? days_from_epoch(*entry.date) : -1'000'000'000);
  put_number(to, static_cast<std::int64_t>(entry.pieces.size()));
  for (const Piece& piece : entry.pieces) {
    put_number(to, static_cast<std::int64_t>(piece.field));
    put_text(to, piece.text);
  }
  for (const std::string& attribute : entry.attributes)
    put_text(to, attribute);
  return to;
}
Entry unpack(std::int64_t id, std::string_view from) {
  Entry entry{.id = id};
  entry.language = take_text(from);
  if (const std::int64_t days = take_number(from); days != -1'000'000'000) entry.date = date_from_days(days);
  const std::int64_t pieces = take_number(from);
  for (std::int64_t i = 0; i < pieces && !from.empty(); ++i) {
    const auto field = static_cast<Field>(take_number(from));
    entry.pieces.push_back({field, take_text(from)});
  }
  while (!from.empty())
    entry.attributes.emplace_back(take_text(from));
  return entry;
}

}  // namespace

struct Index::Impl {
  Store& store;
  std::map<std::int64_t, std::string> entries;
  Naive naive;
  Statistics statistics;
  std::uint32_t segment = 0;
};

Result<Index> Index::open(Store& store, const IndexOptions&) {
  auto impl = std::make_unique<Impl>(Impl{store});
  const std::string manifest = TRY(store.manifest());
  std::string_view listed = manifest;
  impl->segment = static_cast<std::uint32_t>(take_number(listed));
  const std::int64_t blocks = take_number(listed);
  std::string all;
  for (std::int64_t i = 0; i < blocks; ++i)
    all += TRY(store.block(impl->segment, static_cast<std::uint32_t>(i)));
  for (std::string_view from = all; !from.empty();) {
    const std::int64_t id = take_number(from);
    impl->entries[id] = take_text(from);
    impl->naive.put(unpack(id, impl->entries[id]));
  }
  impl->statistics.documents = impl->entries.size();
  return Index(std::move(impl));
}
Index::Index(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Index::Index(Index&&) noexcept = default;
Index& Index::operator=(Index&&) noexcept = default;
Index::~Index() = default;

Status Index::put(const Entry& entry) {
  impl_->entries[entry.id] = pack(entry);
  impl_->naive.put(entry);
  return Ok();
}
Status Index::remove(std::int64_t id) {
  impl_->entries.erase(id);
  impl_->naive.remove(id);
  return Ok();
}
Status Index::flush() {
  if (impl_->segment > 0) TRY(impl_->store.drop_segment(impl_->segment));
  ++impl_->segment;
  std::string all, manifest;
  for (const auto& [id, packed] : impl_->entries) {
    put_number(all, id);
    put_text(all, packed);
  }
  std::uint32_t blocks = 0;
  for (std::size_t at = 0; at < all.size(); at += block_bytes_max)
    TRY(impl_->store.put_block(impl_->segment, blocks++, std::string_view(all).substr(at, block_bytes_max)));
  put_number(manifest, impl_->segment);
  put_number(manifest, blocks);
  TRY(impl_->store.set_manifest(manifest));
  impl_->statistics = {impl_->entries.size(), 0, 1, all.size(), {"en"}};
  return Ok();
}

Result<Found> Index::search(const Query& query, const SearchOptions& options) {
  return impl_->naive.search(query, options);
}
Result<std::vector<Hit>> Index::similar(const Entry& like, std::size_t hits_max, std::int64_t except) {
  std::vector<Query> parts;
  for (const Piece& piece : like.pieces) {
    WordReader reader(piece.text);
    Word word;
    while (parts.size() < 100 && reader.next(word))
      if (word.text.size() > 5) parts.push_back(words(std::string(word.text)));
  }
  Found found = TRY(search(any_of(std::move(parts)), {.hits_max = hits_max + 1}));
  std::erase_if(found.hits, [&](const Hit& hit) { return hit.id == except; });
  return found.hits;
}
Result<std::vector<Suggestion>> Index::nearest(std::string_view, std::size_t) {
  return std::vector<Suggestion>{};
}
Result<std::uint64_t> Index::frequency(std::string_view word) {
  return TRY(search(words(std::string(word)))).total;
}
const Statistics& Index::statistics() const {
  return impl_->statistics;
}
Result<std::vector<std::string>> Index::verify() {
  return std::vector<std::string>{};
}

}  // namespace hindcast::search
