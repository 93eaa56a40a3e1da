#include "app/record.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "app/entry.h"
#include "app/indexing.h"
#include "app/pool.h"
#include "app/renames.h"
#include "archive/match.h"
#include "base/sha256.h"
#include "disk/disk.h"
#include "document/document.h"

namespace hindcast::app {

using archive::Changes;
using archive::ItemChange;

struct Recorder::Read {
  Status outcome = Ok();
  std::string bytes;      // of a file
  std::string_view text;  // of it, or of what came
  std::string digest;
  bool is_same = false;  // the document has these bytes: nobody needs to know what they say
  archive::DocumentFacts facts;
  std::vector<archive::ItemFacts> items;
  facts::Document document;
  search::Entry entry;  // borrows all of the above
};

struct Recorder::Arrival {
  archive::Id document = 0;
  archive::ItemFacts facts;
};

struct Recorder::Pending {
  std::vector<Arrival> arrivals;
  std::unordered_map<std::string, std::vector<archive::Item>> lost;  // by role and text
  std::unordered_set<archive::Id> has_gone;                          // with their documents

  static std::string key_of(const archive::ItemFacts& facts) {
    return facts.role + "#" + std::string(archive::stem_of(facts.short_id));
  }
  void lose(const archive::Item& item) { lost[key_of(item.facts)].push_back(item); }
  std::optional<archive::Item> found_elsewhere(const archive::ItemFacts& facts) {
    if (lost.empty()) return std::nullopt;
    const auto same = lost.find(key_of(facts));
    if (same == lost.end()) return std::nullopt;
    auto item = std::move(same->second.front());
    same->second.erase(same->second.begin());
    if (same->second.empty()) lost.erase(same);
    return item;
  }
};

Recorder::Recorder(OpenArchive& open, const ReadOptions& options) : open_(open), options_(options) {
  const auto built_in = document::builtin_forms();
  forms_ = options.forms;
  forms_.insert(forms_.end(), built_in.begin(), built_in.end());
}

void Recorder::read_one(const Incoming& incoming, Read& read) const {
  read.text = incoming.text;
  if (!incoming.path.empty()) {
    read.outcome = disk::read_file(incoming.path, document_bytes_max, read.bytes);
    read.text = read.bytes;
  }
  if (read.outcome.ok()) read.outcome = can_be_read(read.text);
  if (!read.outcome.ok()) return;
  read.digest = sha256(read.text);
  const auto& seen = incoming.seen;
  read.is_same = seen && seen->is_here && seen->digest == read.digest && seen->path == incoming.key;
  if (read.is_same != incoming.is_read_anew) return;  // nobody needs to know, or it comes again
  read.document = document::read({.path = incoming.key, .text = read.text}, forms_);
  read.facts = archived(read.document);
  read.items = archived(read.document.items);
  if (index_ != nullptr) read.entry = entry_of(0, read.document, read.text, read.digest, incoming.key);
}

// Reads on all cores, and hands on in order those that could be read.
template <typename Take>
Status Recorder::read_each(std::span<const Incoming> incoming, const Take& take) {
  Status done = Ok();
  in_runs<std::vector<Read>>(
      incoming.size(), {options_.threads, options_.watch, "documents", read_count_, expected_},
      [&](std::size_t begin, std::size_t end, std::vector<Read>& run) {
        run.clear();
        run.reserve(end - begin);  // a read points at its own bytes
        for (auto i = begin; i < end; ++i)
          read_one(incoming[i], run.emplace_back());
      },
      [&](std::size_t begin, std::vector<Read>& run) {
        for (std::size_t i = 0; i < run.size() && done.ok(); ++i) {
          const Incoming& one = incoming[begin + i];
          ++read_count_;
          if (run[i].outcome.ok()) {
            done = take(one, run[i]);
          } else {
            unread_.push_back(one.key);
            troubles_.push_back({one.path.empty() ? one.key : one.path, std::move(run[i].outcome).error()});
          }
        }
      });
  if (done.ok() && is_stopped(options_.watch)) return stopped();
  return done;
}

Status Recorder::record(Changes& changes, const Step& step) {
  Pending pending;
  TRY(read_each(step.revised, [&](const Incoming& incoming, Read& read) {
    return revise(changes, incoming, read, pending);
  }));
  for (const auto& document : step.missing) {  // their items may turn up elsewhere
    for (auto& item : TRY(open_.archive.items(open_.workspace, document.id))) {
      if (!item.is_here) continue;
      pending.has_gone.insert(item.id);
      pending.lose(item);
    }
    TRY(changes.remove(document));
    if (index_ != nullptr) TRY(index_->remove(document.id));
  }
  for (const auto& arrival : pending.arrivals)
    TRY(changes.put_item(arrival.document, {pending.found_elsewhere(arrival.facts), arrival.facts}));
  TRY(add_from(changes, step.added, pending));
  return drop_lost(changes, pending);
}

Result<std::vector<std::string>> Recorder::read_anew(Changes& changes,
                                                     std::span<const Incoming> read_otherwise) {
  Pending pending;
  std::vector<std::string> keys;
  TRY(read_each(read_otherwise, [&](const Incoming& incoming, Read& read) -> Status {
    if (!read.is_same) return Ok();
    keys.push_back(incoming.key);
    auto known = TRY(open_.archive.items(open_.workspace, incoming.seen->id));
    std::erase_if(known, [](const archive::Item& item) { return !item.is_here; });
    std::stable_sort(known.begin(), known.end(),
                     [](const auto& a, const auto& b) { return a.facts.line < b.facts.line; });
    const bool is_alike = read.facts == incoming.seen->facts &&
                          std::equal(known.begin(), known.end(), read.items.begin(), read.items.end(),
                                     [](const archive::Item& item, const archive::ItemFacts& facts) {
                                       return item.facts == facts;
                                     });
    return is_alike ? Ok() : revise(changes, incoming, read, pending);
  }));
  for (const auto& arrival : pending.arrivals)
    TRY(changes.put_item(arrival.document, {pending.found_elsewhere(arrival.facts), arrival.facts}));
  TRY(drop_lost(changes, pending));
  return keys;
}

Status Recorder::add(Changes& changes, std::span<const Incoming> added) {
  Pending nothing;
  return add_from(changes, added, nothing);
}

Status Recorder::tell_of(archive::Id document, Read& read) {
  if (index_ == nullptr) return Ok();
  read.entry.id = document;
  return index_->put(read.entry);
}

Status Recorder::revise(Changes& changes, const Incoming& incoming, Read& read, Pending& pending) {
  if (read.is_same && !incoming.is_read_anew) return Ok();
  const archive::Document& seen = *incoming.seen;
  auto olds = TRY(open_.archive.items(open_.workspace, seen.id));
  if (seen.is_here) std::erase_if(olds, [](const archive::Item& item) { return !item.is_here; });
  std::stable_sort(olds.begin(), olds.end(),
                   [](const auto& a, const auto& b) { return a.facts.line < b.facts.line; });
  std::vector<ItemChange> known;
  const auto found = archive::match(olds, read.items);
  std::vector<bool> is_found(olds.size(), false);
  for (std::size_t i = 0; i < read.items.size(); ++i) {
    if (!found[i]) {
      pending.arrivals.push_back({seen.id, read.items[i]});
      continue;
    }
    is_found[*found[i]] = true;
    known.push_back({olds[*found[i]], read.items[i]});
  }
  for (std::size_t i = 0; i < olds.size(); ++i)
    if (!is_found[i] && seen.is_here) pending.lose(olds[i]);
  TRY(changes.revise(seen, incoming.key, read.facts, {read.digest, read.text}, known));
  return tell_of(seen.id, read);
}

Status Recorder::add_from(Changes& changes, std::span<const Incoming> added, Pending& pending) {
  return read_each(added, [&](const Incoming& incoming, Read& read) -> Status {
    if (pending.lost.empty())
      return tell_of(TRY(changes.add_document_of_new(incoming.key, std::move(read.facts),
                                                     {read.digest, read.text}, read.items)),
                     read);
    std::vector<ItemChange> items;
    items.reserve(read.items.size());
    for (auto& item : read.items) {
      auto was = pending.found_elsewhere(item);
      items.push_back({std::move(was), std::move(item)});
    }
    return tell_of(TRY(changes.add_document(incoming.key, read.facts, {read.digest, read.text}, items)),
                   read);
  });
}

Status Recorder::drop_lost(Changes& changes, const Pending& pending) {
  std::vector<const archive::Item*> left;
  for (const auto& [key, items] : pending.lost)
    for (const auto& item : items)
      if (pending.has_gone.count(item.id) == 0) left.push_back(&item);
  std::sort(left.begin(), left.end(), [](const auto* a, const auto* b) { return a->id < b->id; });
  for (const auto* item : left)
    TRY(changes.drop(*item));
  return Ok();
}

void sort_unknown(OpenArchive& open, std::vector<Incoming> unknown, std::vector<archive::Document> missing,
                  const std::vector<archive::Document>& gone, Recorder::Step& step) {
  std::vector<std::optional<archive::Document>> found(unknown.size());
  if (!unknown.empty() && !(missing.empty() && gone.empty())) {
    std::vector<NewFile> files;
    for (const auto& one : unknown) {
      NewFile file{one.key, one.text, ""};
      const bool is_read = missing.empty() ||
                           one.path.empty() ||  // without missing ones the path alone decides
                           disk::read_file(one.path, document_bytes_max, file.text).ok();
      if (is_read && !missing.empty()) file.digest = sha256(file.text);
      if (!is_read) file.text.clear();
      files.push_back(std::move(file));
    }
    found = find_renames(files, missing, gone, [&](const archive::Document& document) {
      auto text = open.archive.text(open.workspace, document.id, document.revision);
      return text.ok() ? *std::move(text) : std::string();
    });
  }
  std::unordered_set<archive::Id> is_found;
  for (std::size_t i = 0; i < unknown.size(); ++i) {
    if (found[i]) is_found.insert(found[i]->id);
    unknown[i].seen = std::move(found[i]);
    auto& there = unknown[i].seen ? step.revised : step.added;
    there.push_back(std::move(unknown[i]));
  }
  for (auto& document : missing)
    if (is_found.count(document.id) == 0) step.missing.push_back(std::move(document));
}

}  // namespace hindcast::app
