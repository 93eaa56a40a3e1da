#include "app/indexing.h"

#include <algorithm>
#include <functional>
#include <unordered_set>

#include "app/entry.h"
#include "app/pool.h"
#include "document/document.h"

namespace hindcast::app {
namespace {

constexpr std::int64_t maker = entry_version;  // the engine tells its own versions by the manifest
constexpr std::size_t problems_max = 100;

class ArchiveStore : public search::Store {
 public:
  ArchiveStore(OpenArchive& open, archive::Changes* changes) : open_(open), changes_(changes) {}

  Result<std::string> manifest() override { return TRY(open_.archive.index(open_.workspace)).manifest; }
  Status set_manifest(std::string_view manifest) override {
    auto state = TRY(open_.archive.index(open_.workspace));
    state.maker = maker;
    state.manifest = manifest;
    return changes().put_index(state);
  }
  Result<std::string> block(std::uint32_t segment, std::uint32_t number) override {
    auto block = open_.archive.block(open_.workspace, {segment, number});
    if (!block.ok() && block.error().code == ErrorCode::not_found)  // all is seen as of one moment
      return Error{ErrorCode::corrupt, "the search index is damaged: one of its blocks is missing"};
    return block;
  }
  Status put_block(std::uint32_t segment, std::uint32_t number, std::string_view bytes) override {
    return changes().add_block({segment, number}, bytes);
  }
  Status drop_segment(std::uint32_t segment) override { return changes().drop_segment(segment); }

 private:
  archive::Changes& changes() {
    HC_ASSERT(changes_ != nullptr);
    return *changes_;
  }
  OpenArchive& open_;
  archive::Changes* changes_;
};

// A document of the archive, read again.
struct Again {
  std::string text;
  facts::Document document;
  search::Entry entry;
};

// Reads the newest texts of `documents` once more, on all cores, and hands their entries on in order.
Status read_again(OpenArchive& open, std::span<const archive::Document> documents, const ReadOptions& options,
                  const std::function<Status(const archive::Document&, const search::Entry&)>& take) {
  constexpr std::size_t at_once = 512;  // texts in memory
  const Forms forms(options);
  for (std::size_t from = 0; from < documents.size(); from += at_once) {
    const auto some = documents.subspan(from, std::min(at_once, documents.size() - from));
    std::vector<Again> again(some.size());
    for (std::size_t i = 0; i < some.size(); ++i)
      again[i].text = TRY(open.archive.text(open.workspace, some[i].id, some[i].revision));
    Status done = Ok();
    in_runs<std::size_t>(
        some.size(), {options.threads, options.watch, "documents for the index", from, documents.size()},
        [&](std::size_t begin, std::size_t end, std::size_t& run_end) {
          run_end = end;
          for (auto i = begin; i < end; ++i) {
            again[i].document = document::read({.path = some[i].path, .text = again[i].text}, forms.all());
            again[i].entry =
                entry_of(some[i].id, again[i].document, again[i].text, some[i].digest, some[i].path);
          }
        },
        [&](std::size_t begin, std::size_t& run_end) {
          for (auto i = begin; i < run_end && done.ok(); ++i)
            done = take(some[i], again[i].entry);
        });
    TRY(std::move(done));
    if (is_stopped(options.watch)) return stopped();
  }
  return Ok();
}

// Not a disk that fails, nor a bug.
bool is_damage(ErrorCode code) {
  using enum ErrorCode;
  return code == corrupt || code == conflict || code == unsupported;
}

}  // namespace

std::unique_ptr<search::Store> archive_store(OpenArchive& open, archive::Changes* changes) {
  return std::make_unique<ArchiveStore>(open, changes);
}

Result<OpenIndex> open_index(OpenArchive& open) {
  const auto state = TRY(open.archive.index(open.workspace));
  if (state.maker != maker)
    return Error{ErrorCode::unsupported, "the archive has no search index yet; 'hindcast sync' makes it"};
  auto store = archive_store(open, nullptr);
  auto index = TRY(search::Index::open(*store));
  return OpenIndex{std::move(store), std::move(index)};
}

Result<bool> is_index_current(OpenArchive& open) {
  const auto state = TRY(open.archive.index(open.workspace));
  return state.maker == maker && state.event == TRY(open.archive.last_event(open.workspace));
}

Indexing::Indexing(OpenArchive& open, archive::Changes& changes, const ReadOptions& options)
    : open_(open), changes_(changes), options_(options), store_(archive_store(open, &changes)) {}

Result<std::unique_ptr<Indexing>> Indexing::begin(OpenArchive& open, archive::Changes& changes,
                                                  const ReadOptions& options) {
  const auto state = TRY(open.archive.index(open.workspace));
  if (state.maker != maker) return begin_anew(open, changes, options);
  std::unique_ptr<Indexing> made(new Indexing(open, changes, options));
  TRY(made->survive(made->catch_up(state.event)));
  return made;
}

Result<std::unique_ptr<Indexing>> Indexing::begin_anew(OpenArchive& open, archive::Changes& changes,
                                                       const ReadOptions& options) {
  std::unique_ptr<Indexing> made(new Indexing(open, changes, options));
  TRY(made->make_anew());
  return made;
}

Status Indexing::open_index() {
  index_ = TRY(search::Index::open(*store_));
  return Ok();
}

// The texts are what counts: an index that can't be read is no reason not to record them.
Status Indexing::survive(Status done) {
  if (done.ok() || !is_damage(done.error().code)) return done;
  damage_ = done.error().message;
  index_.reset();
  return Ok();
}

Status Indexing::put(const search::Entry& entry) {
  return index_ ? survive(index_->put(entry)) : Ok();
}

Status Indexing::remove(archive::Id document) {
  return index_ ? survive(index_->remove(document)) : Ok();
}

Status Indexing::make_anew() {
  TRY(changes_.drop_index());
  TRY(open_index());
  auto documents = TRY(open_.archive.documents(open_.workspace));
  std::erase_if(documents, [](const archive::Document& document) { return !document.is_here; });
  return put_all(documents);
}

Status Indexing::catch_up(std::int64_t after) {
  TRY(open_index());
  if (after == changes_.last_event()) return Ok();
  std::unordered_set<archive::Id> touched;
  for (const auto& event : TRY(open_.archive.events(open_.workspace, {.after = after})))
    touched.insert(event.document);
  std::vector<archive::Document> here;
  for (auto& document : TRY(open_.archive.documents(open_.workspace))) {
    if (touched.count(document.id) == 0) continue;
    if (document.is_here)
      here.push_back(std::move(document));
    else
      TRY(index_->remove(document.id));
  }
  return put_all(here);
}

Status Indexing::put_all(const std::vector<archive::Document>& documents) {
  return read_again(open_, documents, options_,
                    [&](const archive::Document&, const search::Entry& entry) { return index_->put(entry); });
}

Status Indexing::end() {
  if (index_) TRY(survive(index_->flush()));
  if (!index_) {
    TRY(make_anew());
    TRY(index_->flush());
  }
  auto state = archive::IndexState{maker, changes_.last_event(), TRY(store_->manifest())};
  return changes_.put_index(state);
}

Status make_index_current(OpenArchive& open, const ReadOptions& options) {
  if (TRY(is_index_current(open))) return Ok();
  return open.archive.change(open.workspace, {}, [&](archive::Changes& changes) -> Status {
    return TRY(Indexing::begin_anew(open, changes, options))->end();
  });
}

Status without_index(OpenArchive& open, archive::Changes& changes, const std::function<Status()>& make) {
  auto state = TRY(open.archive.index(open.workspace));
  const bool was_current = state.maker == maker && state.event == changes.last_event();
  TRY(make());
  state.event = changes.last_event();
  return was_current ? changes.put_index(state) : Ok();
}

namespace {

Result<std::vector<std::string>> problems_of_index(OpenArchive& open) {
  auto opened = TRY(open_index(open));
  auto problems = TRY(opened.index.verify());
  for (auto& problem : problems)
    problem.insert(0, "the search index: ");
  if (!problems.empty()) return problems;
  std::size_t here = 0;
  for (const auto& document : TRY(open.archive.documents(open.workspace))) {
    if (!document.is_here || problems.size() >= problems_max) continue;
    ++here;
    const auto found =
        TRY(opened.index.search(search::attribute(entry_mark(document.digest, document.path))));
    if (found.total != 1 || found.hits[0].id != document.id)
      problems.push_back("the search index does not know " + document.path + " as it is");
  }
  const auto known = opened.index.statistics().documents;
  if (problems.empty() && known != here)
    problems.push_back("the search index knows " + std::to_string(known) + " documents of " +
                       std::to_string(here));
  return problems;
}

}  // namespace

Result<std::vector<std::string>> verify_index(OpenArchive& open) {
  auto problems = problems_of_index(open);
  if (problems.ok() || problems.error().code != ErrorCode::corrupt) return problems;
  return std::vector<std::string>{problems.error().message};
}

}  // namespace hindcast::app
