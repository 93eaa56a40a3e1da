// The archive in memory: for commands that need no history, and for tests.
#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "archive/archive.h"
#include "archive/home.h"

namespace hindcast::archive {
namespace {

// Puts back what a map held, when a change is undone.
using Undo = std::function<void()>;

class Memory : public Home {
 public:
  Status begin() override {
    HC_ASSERT(!is_open_);
    is_open_ = true;
    return Ok();
  }
  Status begin_reading() override { return begin(); }
  Status commit() override {
    is_open_ = false;
    undo_.clear();
    return Ok();
  }
  void undo() override {
    for (; !undo_.empty(); undo_.pop_back())
      undo_.back()();
    is_open_ = false;
  }

  Result<Id> workspace(std::string_view name) override {
    const Id next = static_cast<Id>(names_.size()) + 1;
    const auto [found, is_new] = names_.emplace(name, next);
    if (is_new) counters_[next] = {};
    return found->second;
  }
  Result<Counters> counters(Id workspace) override { return counters_[workspace]; }
  Status put(Id workspace, const Counters& counters) override { return set(counters_, workspace, counters); }

  Status put(Id workspace, const Document& document) override {
    const auto holder = found(holders_, std::pair(workspace, document.path)).value_or(0);
    if (document.is_here && holder != 0 && holder != document.id)
      return Error{ErrorCode::conflict, document.path + ": is in the archive already"};
    const auto was = found(documents_, std::pair(workspace, document.id));
    if (was && was->is_here) TRY(set(holders_, {workspace, was->path}, Id{0}));
    if (document.is_here) TRY(set(holders_, {workspace, document.path}, document.id));
    return set(documents_, {workspace, document.id}, document);
  }
  Status put(Id workspace, const Item& item) override {
    const auto was = found(items_, std::pair(workspace, item.id));
    if (was && was->document != item.document) TRY(set(places_, {workspace, was->document, item.id}, false));
    TRY(set(places_, {workspace, item.document, item.id}, true));
    return set(items_, {workspace, item.id}, item);
  }
  Status add(Id workspace, std::span<const NewItem> items) override {
    for (const NewItem& item : items)
      TRY(put(workspace, Item{item.id, item.document, item.is_here, item.since, *item.facts}));
    return Ok();
  }
  Status add(Id workspace, Id document, const Revision& revision, std::string_view text) override {
    Revision whole = revision;
    whole.text = text;
    return set(revisions_, {workspace, document, revision.number}, whole);
  }
  Status add(Id workspace, const Event& event) override {
    return set(events_, {workspace, event.number}, event);
  }
  Status put(Id workspace, const Listing& listing) override {
    return set(listings_, {workspace, listing.folder}, listing);
  }
  Status put(Id workspace, const IndexState& state) override { return set(indexes_, workspace, state); }
  Status add(Id workspace, BlockName name, std::string_view bytes) override {
    const BlockKey key{workspace, name.segment, name.number};
    if (blocks_.count(key) > 0) return Error{ErrorCode::conflict, "this block of the index is there already"};
    return set(blocks_, key, std::string(bytes));
  }
  Status drop_segment(Id workspace, std::int64_t segment) override {
    return drop(blocks_.lower_bound({workspace, segment, 0}),
                blocks_.lower_bound({workspace, segment + 1, 0}));
  }
  Status drop_blocks(Id workspace) override {
    return drop(blocks_.lower_bound({workspace, 0, 0}), blocks_.lower_bound({workspace + 1, 0, 0}));
  }
  Status put(Id workspace, const Judgement& judgement) override {
    return set(judgements_, {workspace, judgement.earlier, judgement.later}, judgement);
  }
  Status hide_items(Id workspace, Id document) override {
    for (auto item : TRY(items(workspace, document))) {
      item.is_here = false;
      TRY(put(workspace, item));
    }
    return Ok();
  }

  Result<std::optional<Document>> document(Id workspace, Id document) override {
    return found(documents_, std::pair(workspace, document));
  }
  Result<std::optional<Document>> document_at(Id workspace, std::string_view path) override {
    const auto holder = found(holders_, std::pair(workspace, std::string(path))).value_or(0);
    return found(documents_, std::pair(workspace, holder));
  }
  Result<std::optional<Document>> document_before(Id workspace, Id id) override {
    const auto at = documents_.lower_bound({workspace, id});
    if (at == documents_.lower_bound({workspace, 0})) return std::optional<Document>();
    return std::optional(std::prev(at)->second);
  }
  Result<std::int64_t> documents_here(Id workspace) override {
    std::int64_t here = 0;
    for (auto at = documents_.lower_bound({workspace, 0}); is_in(at, documents_, workspace); ++at)
      here += at->second.is_here ? 1 : 0;
    return here;
  }
  Result<std::optional<Item>> item(Id workspace, Id item) override {
    return found(items_, std::pair(workspace, item));
  }
  Result<std::vector<Document>> documents(Id workspace) override {
    std::map<std::pair<std::string, Id>, Document> by_path;
    for (auto at = documents_.lower_bound({workspace, 0}); is_in(at, documents_, workspace); ++at)
      by_path.emplace(std::pair(at->second.path, at->second.id), at->second);
    std::vector<Document> out;
    for (auto& [path, document] : by_path)
      out.push_back(std::move(document));
    return out;
  }
  Result<std::vector<Item>> items(Id workspace, Id document) override {
    std::vector<Item> out;
    const auto end = places_.lower_bound({workspace, document + 1, 0});
    for (auto at = places_.lower_bound({workspace, document, 0}); at != end; ++at)
      if (at->second) out.push_back(items_.at({workspace, std::get<2>(at->first)}));
    return out;
  }
  Result<std::vector<Item>> items_called(Id workspace, std::string_view short_id) override {
    std::vector<Item> out;
    for (auto at = items_.lower_bound({workspace, 0}); is_in(at, items_, workspace); ++at)
      if (at->second.is_here && at->second.facts.short_id == short_id) out.push_back(at->second);
    return out;
  }
  Result<std::vector<Id>> documents_with(Id workspace, std::span<const std::string_view> short_ids) override {
    std::vector<Id> out;
    for (auto at = items_.lower_bound({workspace, 0}); is_in(at, items_, workspace); ++at)
      if (at->second.is_here &&
          std::binary_search(short_ids.begin(), short_ids.end(), at->second.facts.short_id))
        out.push_back(at->second.document);
    return out;
  }
  Result<std::vector<Revision>> revisions(Id workspace, Id document) override {
    std::vector<Revision> out;
    for (auto at = revisions_.lower_bound({workspace, document, 0});
         at != revisions_.end() && std::get<0>(at->first) == workspace && std::get<1>(at->first) == document;
         ++at) {
      out.push_back(at->second);
      out.back().text.clear();
    }
    return out;
  }
  Result<std::string> text(Id workspace, Id document, std::int64_t revision) override {
    const auto at = revisions_.find({workspace, document, revision});
    if (at == revisions_.end()) return Error{ErrorCode::not_found, "there is no such revision"};
    return at->second.text;
  }
  Result<std::vector<Event>> events(Id workspace, const EventQuery& query) override {
    std::vector<Event> out;
    for (auto at = events_.lower_bound({workspace, query.after + 1}); is_in(at, events_, workspace); ++at)
      if ((query.document == 0 || at->second.document == query.document) &&
          (query.item == 0 || at->second.item == query.item))
        out.push_back(at->second);
    return out;
  }
  Result<std::vector<Listing>> listings(Id workspace) override {
    std::vector<Listing> out;
    for (auto at = listings_.lower_bound({workspace, ""}); is_in(at, listings_, workspace); ++at)
      if (!at->second.stamps.empty()) out.push_back(at->second);
    return out;
  }

  Result<Listing> listing(Id workspace, std::string_view folder) override {
    return found(listings_, std::pair(workspace, std::string(folder)))
        .value_or(Listing{std::string(folder), ""});
  }

  Result<std::vector<Judgement>> judgements(Id workspace) override {
    std::vector<Judgement> out;
    for (auto at = judgements_.lower_bound({workspace, 0, 0}); is_in(at, judgements_, workspace); ++at)
      if (!at->second.verdict.empty()) out.push_back(at->second);
    return out;
  }
  Result<IndexState> index(Id workspace) override {
    return found(indexes_, workspace).value_or(IndexState());
  }
  Result<std::string> block(Id workspace, BlockName name) override {
    const auto at = blocks_.find({workspace, name.segment, name.number});
    if (at == blocks_.end()) return Error{ErrorCode::not_found, "there is no such block of the index"};
    return at->second;
  }

  Status copy_to(const std::string&) override {
    return Error{ErrorCode::unsupported, "an archive in memory has no copy"};
  }
  Result<std::vector<std::string>> check() override { return std::vector<std::string>(); }

 private:
  using BlockKey = std::tuple<Id, std::int64_t, std::int64_t>;
  using Blocks = std::map<BlockKey, std::string>;

  Status drop(Blocks::iterator first, Blocks::iterator last) {
    HC_ASSERT(is_open_);
    while (first != last) {
      auto taken = std::make_shared<Blocks::node_type>(blocks_.extract(first++));
      undo_.push_back([this, taken] { blocks_.insert(std::move(*taken)); });
    }
    return Ok();
  }
  template <typename Rows, typename At>
  static bool is_in(const At& at, const Rows& rows, Id workspace) {
    return at != rows.end() && std::get<0>(at->first) == workspace;
  }
  template <typename Rows, typename Key>
  static auto found(const Rows& rows, const Key& key) -> std::optional<typename Rows::mapped_type> {
    const auto at = rows.find(key);
    if (at == rows.end()) return std::nullopt;
    return at->second;
  }
  template <typename Key, typename Row>
  Status set(std::map<Key, Row>& rows, const typename std::map<Key, Row>::key_type& key, const Row& row) {
    HC_ASSERT(is_open_);
    undo_.push_back([&rows, key, was = found(rows, key)] {
      if (was)
        rows[key] = *was;
      else
        rows.erase(key);
    });
    rows[key] = row;
    return Ok();
  }

  bool is_open_ = false;
  std::vector<Undo> undo_;
  std::map<std::string, Id, std::less<>> names_;
  std::map<Id, Counters> counters_;
  std::map<std::pair<Id, Id>, Document> documents_;
  std::map<std::pair<Id, std::string>, Id> holders_;  // of paths, by documents that are here; 0: none
  std::map<std::pair<Id, Id>, Item> items_;
  std::map<std::tuple<Id, Id, Id>, bool> places_;  // document and item: does the one hold the other?
  std::map<std::tuple<Id, Id, std::int64_t>, Revision> revisions_;
  std::map<std::pair<Id, std::int64_t>, Event> events_;
  std::map<std::pair<Id, std::string>, Listing> listings_;
  std::map<std::tuple<Id, Id, Id>, Judgement> judgements_;
  std::map<Id, IndexState> indexes_;
  Blocks blocks_;
};

}  // namespace

Archive in_memory() {
  return Archive(std::make_unique<Memory>());
}

}  // namespace hindcast::archive
