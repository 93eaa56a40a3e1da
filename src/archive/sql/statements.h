// Every statement that the archive sends to SQLite: literal, so that each can be read, counted and prepared
// once. The workspace is the first parameter of all but those of the workspaces themselves.
#pragma once

namespace hindcast::archive::sql {

inline constexpr const char* begin = "BEGIN IMMEDIATE";
inline constexpr const char* begin_reading = "BEGIN DEFERRED";
inline constexpr const char* commit = "COMMIT";
inline constexpr const char* roll_back = "ROLLBACK";

inline constexpr const char* find_workspace = "SELECT workspace FROM workspaces WHERE name = ?1";
inline constexpr const char* add_workspace = "INSERT INTO workspaces (name) VALUES (?1)";
inline constexpr const char* counters =
    "SELECT next_id, next_event, seal FROM workspaces WHERE workspace = ?1";
inline constexpr const char* put_counters =
    "UPDATE workspaces SET next_id = ?2, next_event = ?3, seal = ?4 WHERE workspace = ?1";

// A row is written over by key alone: a second document at one path must fail, not replace the first.
inline constexpr const char* put_document = R"(
  INSERT INTO documents (workspace, document, path, is_here, revision, digest, slug, kind, form, title, date,
                         severity, language)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)
  ON CONFLICT (workspace, document) DO UPDATE SET
    path = excluded.path, is_here = excluded.is_here, revision = excluded.revision, digest = excluded.digest,
    slug = excluded.slug, kind = excluded.kind, form = excluded.form, title = excluded.title,
    date = excluded.date, severity = excluded.severity, language = excluded.language)";
inline constexpr const char* document = R"(
  SELECT document, path, is_here, revision, digest, slug, kind, form, title, date, severity, language
  FROM documents WHERE workspace = ?1 AND document = ?2)";
inline constexpr const char* document_at = R"(
  SELECT document, path, is_here, revision, digest, slug, kind, form, title, date, severity, language
  FROM documents WHERE workspace = ?1 AND path = ?2 AND is_here = 1)";
inline constexpr const char* document_before = R"(
  SELECT document, path, is_here, revision, digest, slug, kind, form, title, date, severity, language
  FROM documents WHERE workspace = ?1 AND document < ?2 ORDER BY document DESC LIMIT 1)";
inline constexpr const char* documents_here = R"(
  SELECT count(*) FROM documents WHERE workspace = ?1 AND is_here = 1)";
inline constexpr const char* documents = R"(
  SELECT document, path, is_here, revision, digest, slug, kind, form, title, date, severity, language
  FROM documents WHERE workspace = ?1 ORDER BY path, document)";

inline constexpr const char* add_revision = R"(
  INSERT INTO revisions (workspace, document, revision, at, actor, source, digest, text)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8))";
inline constexpr const char* revisions = R"(
  SELECT revision, at, actor, source, digest FROM revisions
  WHERE workspace = ?1 AND document = ?2 ORDER BY revision)";
inline constexpr const char* revision_text =
    "SELECT text FROM revisions WHERE workspace = ?1 AND document = ?2 AND revision = ?3";

// Two statements instead of one that does either: it would keep a journal of its own for every row.
inline constexpr const char* add_item = R"(
  INSERT INTO items (workspace, item, document, is_here, since, role, short_id, text, line, state, owner,
                     team, priority, due, ticked, start_time, end_time, value)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18))";
// Eight at once cost less than one by one: the place to write stays known. None of them is taken back where
// one fails, because all of the change is: SQLite need not note each page that they touch, as it does where
// it checks references.
inline constexpr const char* add_items = R"(
  INSERT OR FAIL INTO items (workspace, item, document, is_here, since, role, short_id, text, line, state,
                             owner, team, priority, due, ticked, start_time, end_time, value)
  VALUES (?1,?2,?3,?4,?5,?6,?7,?8,?9,?10,?11,?12,?13,?14,?15,?16,?17,?18),
         (?1,?19,?20,?21,?22,?23,?24,?25,?26,?27,?28,?29,?30,?31,?32,?33,?34,?35),
         (?1,?36,?37,?38,?39,?40,?41,?42,?43,?44,?45,?46,?47,?48,?49,?50,?51,?52),
         (?1,?53,?54,?55,?56,?57,?58,?59,?60,?61,?62,?63,?64,?65,?66,?67,?68,?69),
         (?1,?70,?71,?72,?73,?74,?75,?76,?77,?78,?79,?80,?81,?82,?83,?84,?85,?86),
         (?1,?87,?88,?89,?90,?91,?92,?93,?94,?95,?96,?97,?98,?99,?100,?101,?102,?103),
         (?1,?104,?105,?106,?107,?108,?109,?110,?111,?112,?113,?114,?115,?116,?117,?118,?119,?120),
         (?1,?121,?122,?123,?124,?125,?126,?127,?128,?129,?130,?131,?132,?133,?134,?135,?136,?137))";
inline constexpr const char* update_item = R"(
  UPDATE items SET
    document = ?3, is_here = ?4, since = ?5, role = ?6, short_id = ?7, text = ?8, line = ?9, state = ?10,
    owner = ?11, team = ?12, priority = ?13, due = ?14, ticked = ?15, start_time = ?16, end_time = ?17,
    value = ?18
  WHERE workspace = ?1 AND item = ?2)";
// Without statistics SQLite takes the primary key, of which only the workspace is given, and reads every
// item.
inline constexpr const char* hide_items = R"(
  UPDATE items INDEXED BY items_by_document SET is_here = 0
  WHERE workspace = ?1 AND document = ?2 AND is_here = 1)";
inline constexpr const char* item = R"(
  SELECT item, document, is_here, since, role, short_id, text, line, state, owner, team, priority, due,
         ticked, start_time, end_time, value
  FROM items WHERE workspace = ?1 AND item = ?2)";
inline constexpr const char* items = R"(
  SELECT item, document, is_here, since, role, short_id, text, line, state, owner, team, priority, due,
         ticked, start_time, end_time, value
  FROM items INDEXED BY items_by_document WHERE workspace = ?1 AND document = ?2 ORDER BY item)";

inline constexpr const char* items_called = R"(
  SELECT item, document, is_here, since, role, short_id, text, line, state, owner, team, priority, due,
         ticked, start_time, end_time, value
  FROM items WHERE workspace = ?1 AND short_id = ?2 AND is_here = 1 ORDER BY item)";
inline constexpr const char* short_ids =
    "SELECT short_id, document FROM items WHERE workspace = ?1 AND is_here = 1";

inline constexpr const char* add_event = R"(
  INSERT INTO events (workspace, event, at, actor, what, document, item, revision, field, before, after, seal)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12))";
inline constexpr const char* events = R"(
  SELECT event, at, actor, what, document, item, revision, field, before, after, seal FROM events
  WHERE workspace = ?1 AND event > ?2 ORDER BY event)";
inline constexpr const char* events_of_document = R"(
  SELECT event, at, actor, what, document, item, revision, field, before, after, seal
  FROM events INDEXED BY events_by_document
  WHERE workspace = ?1 AND event > ?2 AND document = ?3 ORDER BY event)";
inline constexpr const char* events_of_item = R"(
  SELECT event, at, actor, what, document, item, revision, field, before, after, seal
  FROM events INDEXED BY events_by_item
  WHERE workspace = ?1 AND event > ?2 AND item = ?3 AND item <> 0 ORDER BY event)";

inline constexpr const char* put_listing = R"(
  INSERT INTO listings (workspace, folder, stamps) VALUES (?1, ?2, ?3)
  ON CONFLICT (workspace, folder) DO UPDATE SET stamps = excluded.stamps)";
inline constexpr const char* remove_listing = "DELETE FROM listings WHERE workspace = ?1 AND folder = ?2";
inline constexpr const char* listing = "SELECT stamps FROM listings WHERE workspace = ?1 AND folder = ?2";
inline constexpr const char* listings =
    "SELECT folder, stamps FROM listings WHERE workspace = ?1 ORDER BY folder";

inline constexpr const char* put_index = R"(
  INSERT INTO indexes (workspace, maker, event, manifest) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (workspace) DO UPDATE SET
    maker = excluded.maker, event = excluded.event, manifest = excluded.manifest)";
inline constexpr const char* index = "SELECT maker, event, manifest FROM indexes WHERE workspace = ?1";
inline constexpr const char* add_block =
    "INSERT INTO index_blocks (workspace, segment, block, bytes) VALUES (?1, ?2, ?3, ?4)";
inline constexpr const char* block =
    "SELECT bytes FROM index_blocks WHERE workspace = ?1 AND segment = ?2 AND block = ?3";
inline constexpr const char* drop_segment = "DELETE FROM index_blocks WHERE workspace = ?1 AND segment = ?2";
inline constexpr const char* drop_blocks = "DELETE FROM index_blocks WHERE workspace = ?1";

inline constexpr const char* put_judgement = R"(
  INSERT INTO judgements (workspace, earlier, later, verdict, reason, actor, at)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
  ON CONFLICT (workspace, earlier, later) DO UPDATE SET
    verdict = excluded.verdict, reason = excluded.reason, actor = excluded.actor, at = excluded.at)";
inline constexpr const char* remove_judgement =
    "DELETE FROM judgements WHERE workspace = ?1 AND earlier = ?2 AND later = ?3";
inline constexpr const char* judgements = R"(
  SELECT earlier, later, verdict, reason, actor, at FROM judgements
  WHERE workspace = ?1 ORDER BY earlier, later)";

inline constexpr const char* integrity = "PRAGMA integrity_check(10)";
inline constexpr const char* foreign_keys = "PRAGMA foreign_key_check";

}  // namespace hindcast::archive::sql
