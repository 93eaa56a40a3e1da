// What every home of the archive promises. A new home joins by a line in `homes`.
#include <doctest/doctest.h>
#include <stdlib.h>

#include <filesystem>

#include "archive/archive.h"
#include "archive/testing.h"

using namespace hindcast;
using namespace hindcast::archive;
using namespace hindcast::archive::testing;

namespace {

// A folder of its own for each archive in a file.
struct Folder {
  std::string path = std::filesystem::temp_directory_path() / "hindcast-archive-XXXXXX";
  Folder() { REQUIRE(::mkdtemp(path.data()) != nullptr); }
  ~Folder() { std::filesystem::remove_all(path); }
};

struct NamedHome {
  const char* name;
  Archive (*open)(const Folder&);
};
const NamedHome homes[] = {
    {"memory", [](const Folder&) { return in_memory(); }},
    {"sqlite", [](const Folder& folder) { return value_of(open_sqlite(folder.path + "/archive.db")); }},
};

// Runs `test` on a fresh archive in every home.
template <typename Test>
void on_every_home(const Test& test) {
  for (const NamedHome& home : homes) {
    CAPTURE(home.name);
    Folder folder;
    Archive archive = home.open(folder);
    const Id w = value_of(archive.workspace("main"));
    test(archive, w);
    CHECK(value_of(archive.verify(w)) == Lines{});
  }
}

Status add(Archive& archive, Id w, const By& by, std::string path, std::string_view bytes,
           std::vector<ItemChange> items = {}) {
  return archive.change(w, by, [&](Changes& changes) -> Status {
    TRY(changes.add_document(path, {.slug = path.substr(0, path.find('.')), .title = "A title"}, text(bytes),
                             items));
    return Ok();
  });
}

Status revise(Archive& archive, Id w, const By& by, const Document& seen, std::string_view bytes,
              std::vector<ItemChange> items) {
  return archive.change(w, by, [&](Changes& changes) {
    return changes.revise(seen, seen.path, seen.facts, text(bytes), items);
  });
}

}  // namespace

TEST_CASE("a document comes back as it was put in, with its text and its items") {
  on_every_home([](Archive& archive, Id w) {
    const std::string bytes("any\0bytes\xff\n", 11);
    REQUIRE(add(archive, w, ada, "a.md", bytes, {{{}, action("Rotate keys", "open", "Bo")}}).ok());
    const Document a = document(archive, w, "a.md");
    CHECK(a == Document{1, "a.md", true, 1, sha256(bytes), {.slug = "a", .title = "A title"}});
    CHECK(value_of(archive.text(w, a.id, 1)) == bytes);
    CHECK(value_of(archive.items(w, a.id)) ==
          std::vector<Item>{{2, 1, true, 1, action("Rotate keys", "open", "Bo")}});
    CHECK(value_of(archive.revisions(w, a.id)) == std::vector<Revision>{{1, 1'000, "ada", "", a.digest, ""}});
    CHECK(story(archive, w) == Lines{"1 ada document_added d1 r1 -> a.md"});
  });
}

TEST_CASE("each value that changes is an event with what was before and what is now") {
  on_every_home([](Archive& archive, Id w) {
    REQUIRE(add(archive, w, ada, "a.md", "one", {{{}, action("Rotate keys")}, {{}, action("Buy tea")}}).ok());
    const Document a = document(archive, w, "a.md");
    const auto items = value_of(archive.items(w, a.id));
    REQUIRE(revise(archive, w, bo, a, "two",
                   {{items[0], action("Rotate keys", "done", "Bo")}, {items[1], {}}, {{}, action("Rest")}})
                .ok());
    CHECK(story(archive, w, {.after = 1}) ==
          Lines{"2 bo document_changed d1 r2", "3 bo item_changed d1 i2 r2 state open -> done",
                "4 bo item_changed d1 i2 r2 owner -> Bo", "5 bo item_gone d1 i3 r2 Buy tea -> ",
                "6 bo item_added d1 i4 r2 -> Rest"});
    CHECK(story(archive, w, {.item = 2}) ==
          Lines{"3 bo item_changed d1 i2 r2 state open -> done", "4 bo item_changed d1 i2 r2 owner -> Bo"});
    CHECK(value_of(archive.text(w, a.id, 1)) == "one");
    CHECK(value_of(archive.text(w, a.id, 2)) == "two");
  });
}

TEST_CASE("an item is found by the id that people cite") {
  on_every_home([](Archive& archive, Id w) {
    auto keys = action("Rotate keys"), tea = action("Buy tea");
    keys.short_id = "x7k2p";
    tea.short_id = "h2m8c";
    REQUIRE(add(archive, w, ada, "a.md", "a", {{{}, keys}, {{}, tea}}).ok());
    CHECK(value_of(archive.items_called(w, "x7k2p")) == std::vector<Item>{{2, 1, true, 1, keys}});
    CHECK(value_of(archive.items_called(w, "x7k2q")).empty());
    REQUIRE(add(archive, w, ada, "b.md", "b", {{{}, tea}}).ok());
    const auto with = [&](const std::vector<std::string_view>& ids) {
      return value_of(archive.documents_with(w, ids));
    };
    const auto a = document(archive, w, "a.md").id, b = document(archive, w, "b.md").id;
    CHECK(with({"h2m8c", "x7k2p"}) == std::vector<Id>{a, b});
    CHECK(with({"x7k2p", "x7k2q"}) == std::vector<Id>{a});
    CHECK(with({"x7k2q"}).empty());
    REQUIRE(archive.change(w, bo, [&](Changes& c) { return c.remove(document(archive, w, "a.md")); }).ok());
    CHECK(value_of(archive.items_called(w, "x7k2p")).empty());
    CHECK(with({"h2m8c", "x7k2p"}) == std::vector<Id>{b});
  });
}

TEST_CASE("an item keeps its id when it moves to another document") {
  on_every_home([](Archive& archive, Id w) {
    REQUIRE(add(archive, w, ada, "a.md", "a", {{{}, action("Rotate keys")}}).ok());
    REQUIRE(add(archive, w, ada, "b.md", "b").ok());
    const Item keys = value_of(archive.items(w, document(archive, w, "a.md").id))[0];
    const Document b = document(archive, w, "b.md");
    REQUIRE(revise(archive, w, bo, b, "b with keys", {{keys, action("Rotate keys")}}).ok());
    CHECK(value_of(archive.items(w, b.id))[0] == Item{keys.id, b.id, true, 2, action("Rotate keys")});
    CHECK(story(archive, w, {.item = keys.id}) == Lines{"4 bo item_moved d3 i2 r2 a.md -> b.md"});
  });
}

TEST_CASE("a document that is moved, gone and back is the same document") {
  on_every_home([](Archive& archive, Id w) {
    REQUIRE(add(archive, w, ada, "a.md", "one", {{{}, action("Rotate keys")}}).ok());
    const auto now = [&](const char* path) { return document(archive, w, path); };
    REQUIRE(archive.change(w, ada, [&](Changes& c) { return c.move(now("a.md"), "b.md"); }).ok());
    REQUIRE(archive.change(w, bo, [&](Changes& c) { return c.remove(now("b.md")); }).ok());
    CHECK_FALSE(now("b.md").is_here);
    const Item gone = value_of(archive.items(w, 1))[0];
    CHECK_FALSE(gone.is_here);
    REQUIRE(revise(archive, w, bo, now("b.md"), "one", {{gone, gone.facts}}).ok());
    CHECK(now("b.md").is_here);
    CHECK(value_of(archive.items(w, 1))[0].is_here);
    CHECK(story(archive, w, {.document = 1}) ==
          Lines{"1 ada document_added d1 r1 -> a.md", "2 ada document_moved d1 r1 a.md -> b.md",
                "3 bo document_gone d1 r1 b.md -> ", "4 bo document_back d1 r1 b.md -> b.md"});
  });
}

TEST_CASE("a writer that saw an older state is refused") {
  on_every_home([](Archive& archive, Id w) {
    REQUIRE(add(archive, w, ada, "a.md", "one").ok());
    const Document seen = document(archive, w, "a.md");
    REQUIRE(revise(archive, w, ada, seen, "two", {}).ok());
    const auto late = revise(archive, w, bo, seen, "three", {});
    REQUIRE_FALSE(late.ok());
    CHECK(late.error().code == ErrorCode::conflict);
    CHECK(value_of(archive.text(w, 1, 2)) == "two");
  });
}

TEST_CASE("a change that fails leaves nothing behind, and so does one that is only tried") {
  on_every_home([](Archive& archive, Id w) {
    REQUIRE(add(archive, w, ada, "a.md", "one").ok());
    const auto two_and = [](Status last) {
      return [last](Changes& changes) -> Status {
        TRY(changes.add_document("b.md", {}, text("b"), {{{}, action("Rest")}}));
        TRY(changes.remember({"folder", "stamps"}));
        return last;
      };
    };
    CHECK_FALSE(archive.change(w, ada, two_and(Error{ErrorCode::invalid, "no"})).ok());
    CHECK(archive.change(w, ada, two_and(Ok()), Ending::undo).ok());
    CHECK(value_of(archive.documents(w)).size() == 1);
    CHECK(value_of(archive.listings(w)).empty());
    CHECK(story(archive, w).size() == 1);
    REQUIRE(add(archive, w, ada, "b.md", "b").ok());
    CHECK(document(archive, w, "b.md").id == 2);  // numbers that were given out in vain are given out again
  });
}

TEST_CASE("there is one document at a path") {
  on_every_home([](Archive& archive, Id w) {
    REQUIRE(add(archive, w, ada, "a.md", "one").ok());
    const auto second = add(archive, w, ada, "a.md", "two");
    REQUIRE_FALSE(second.ok());
    CHECK(second.error().message == "a.md: is in the archive already");
    REQUIRE(archive.change(w, ada, [&](Changes& c) { return c.remove(document(archive, w, "a.md")); }).ok());
    CHECK(add(archive, w, ada, "a.md", "two").ok());  // one that is gone is in nobody's way
  });
}

TEST_CASE("workspaces know nothing of each other") {
  on_every_home([](Archive& archive, Id w) {
    const Id other = value_of(archive.workspace("other"));
    REQUIRE(add(archive, w, ada, "a.md", "one", {{{}, action("Rotate keys")}}).ok());
    REQUIRE(add(archive, other, bo, "a.md", "another").ok());
    CHECK(value_of(archive.workspace("main")) == w);
    CHECK(value_of(archive.documents(other)).size() == 1);
    CHECK(value_of(archive.items(other, 1)).empty());
    CHECK(value_of(archive.text(other, 1, 1)) == "another");
    CHECK(story(archive, other) == Lines{"1 bo document_added d1 r1 -> a.md"});
    CHECK(value_of(archive.verify(other)) == Lines{});
  });
}

TEST_CASE("a document is found by its path while it is here, and by the items that came with it") {
  on_every_home([](Archive& archive, Id w) {
    REQUIRE(
        add(archive, w, ada, "a.md", "one", {{{}, action("Rotate keys")}, {{}, action("Buy a safe")}}).ok());
    REQUIRE(add(archive, w, ada, "b.md", "two", {{{}, action("Oil the doors")}}).ok());
    const auto a = document(archive, w, "a.md");
    CHECK(value_of(archive.document_at(w, "a.md")) == a);
    CHECK(value_of(archive.document_at(w, "c.md")) == std::nullopt);
    CHECK(value_of(archive.documents_here(w)) == 2);
    REQUIRE(archive.change(w, bo, [&](Changes& changes) { return changes.remove(a); }).ok());
    CHECK(value_of(archive.document_at(w, "a.md")) == std::nullopt);
    CHECK(value_of(archive.documents_here(w)) == 1);
    CHECK(value_of(archive.first_document_of(w, 2))->path == "a.md");
    CHECK(value_of(archive.first_document_of(w, 3))->path == "a.md");
    CHECK(value_of(archive.first_document_of(w, 5))->path == "b.md");
    CHECK(value_of(archive.first_document_of(w, 1)) == std::nullopt);
  });
}

TEST_CASE("what is known of a folder's files is kept until it is forgotten") {
  on_every_home([](Archive& archive, Id w) {
    const auto remember = [&](const Listing& listing) {
      REQUIRE(archive.change(w, ada, [&](Changes& changes) { return changes.remember(listing); }).ok());
    };
    remember({"docs", "1"});
    remember({"", "2"});
    remember({"docs", "3"});
    CHECK(value_of(archive.listings(w)) == std::vector<Listing>{{"", "2"}, {"docs", "3"}});
    CHECK(value_of(archive.listing(w, "docs")) == Listing{"docs", "3"});
    CHECK(value_of(archive.listing(w, "doc")) == Listing{"doc", ""});
    remember({"docs", ""});
    CHECK(value_of(archive.listings(w)) == std::vector<Listing>{{"", "2"}});
    CHECK(story(archive, w).empty());
  });
}

TEST_CASE("the search index is kept with the documents: its state, and blocks by segment and number") {
  on_every_home([](Archive& archive, Id w) {
    CHECK(value_of(archive.index(w)) == IndexState{});
    REQUIRE(archive
                .change(w, ada,
                        [](Changes& changes) -> Status {
                          TRY(changes.put_index({7, changes.last_event(), "first"}));
                          TRY(changes.add_block({1, 0}, std::string_view("a\0b", 3)));
                          TRY(changes.add_block({1, 1}, "c"));
                          TRY(changes.add_block({2, 0}, "d"));
                          return changes.put_index({7, 3, "second"});
                        })
                .ok());
    CHECK(value_of(archive.index(w)) == IndexState{7, 3, "second"});
    CHECK(value_of(archive.block(w, {1, 0})) == std::string_view("a\0b", 3));
    CHECK(archive.block(w, {3, 0}).error().code == ErrorCode::not_found);
    CHECK(archive.change(w, ada,
                         [](Changes& c) {
                           return c.add_block({2, 0}, "e");
                         })
              .error()
              .code == ErrorCode::conflict);
    const auto dropped = [](Changes& changes) { return changes.drop_segment(1); };
    REQUIRE(archive.change(w, ada, dropped, Ending::undo).ok());
    CHECK(value_of(archive.block(w, {1, 1})) == "c");
    REQUIRE(archive.change(w, ada, dropped).ok());
    CHECK(archive.block(w, {1, 1}).error().code == ErrorCode::not_found);
    CHECK(value_of(archive.block(w, {2, 0})) == "d");
    REQUIRE(archive.change(w, ada, [](Changes& changes) { return changes.drop_index(); }).ok());
    CHECK(archive.block(w, {2, 0}).error().code == ErrorCode::not_found);
    CHECK(value_of(archive.index(w)) == IndexState{});
  });
}

TEST_CASE("a change counts its own events") {
  on_every_home([](Archive& archive, Id w) {
    std::int64_t before = -1, after = -1;
    REQUIRE(archive
                .change(w, ada,
                        [&](Changes& changes) -> Status {
                          before = changes.last_event();
                          TRY(changes.add_document("a.md", {}, text("one"), {}));
                          after = changes.last_event();
                          return Ok();
                        })
                .ok());
    CHECK(before == 0);
    CHECK(after == 1);
  });
}

TEST_CASE("what is said of a repeat is kept, told, changed and taken back") {
  on_every_home([](Archive& archive, Id w) {
    REQUIRE(add(archive, w, ada, "a.md", "one", {{{}, action("Rotate keys")}}).ok());
    REQUIRE(add(archive, w, ada, "b.md", "two", {{{}, action("Rotate all keys")}}).ok());
    const auto say = [&](std::string verdict, std::string reason) {
      return archive.change(w, ada, [&](Changes& changes) {
        return changes.judge({.earlier = 2, .later = 4, .verdict = verdict, .reason = reason});
      });
    };
    REQUIRE(say("confirmed", "").ok());
    REQUIRE(say("dismissed", "another key").ok());
    CHECK(value_of(archive.judgements(w)) ==
          std::vector<Judgement>{{2, 4, "dismissed", "another key", "ada", 1'000}});
    CHECK(value_of(archive.verify(w)) == Lines{});
    REQUIRE(say("", "").ok());
    CHECK(value_of(archive.judgements(w)).empty());
    const auto events = value_of(archive.events(w, {.item = 4}));
    REQUIRE(events.size() == 3);
    CHECK(events[1].what == "repeat_dismissed");
    CHECK(events[1].before == "2");
    CHECK(events[1].after == "another key");
    CHECK(archive.change(w, ada, [](Changes& changes) { return changes.judge({.earlier = 2, .later = 9}); })
              .error()
              .code == ErrorCode::not_found);
  });
}
