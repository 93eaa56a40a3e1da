-- The first schema. The workspace leads every key, because that is what a shared archive is divided by.
CREATE TABLE workspaces (
  workspace  INTEGER PRIMARY KEY,
  name       TEXT NOT NULL UNIQUE,
  next_id    INTEGER NOT NULL DEFAULT 1,
  next_event INTEGER NOT NULL DEFAULT 1,
  seal       BLOB NOT NULL DEFAULT x''
) STRICT;

CREATE TABLE documents (
  workspace INTEGER NOT NULL REFERENCES workspaces,
  document  INTEGER NOT NULL,
  path      TEXT NOT NULL,
  is_here   INTEGER NOT NULL,
  revision  INTEGER NOT NULL,
  digest    BLOB NOT NULL,
  slug      TEXT NOT NULL,
  kind      TEXT NOT NULL,
  form      TEXT NOT NULL,
  title     TEXT NOT NULL,
  date      TEXT NOT NULL,
  severity  TEXT NOT NULL,
  language  TEXT NOT NULL,
  PRIMARY KEY (workspace, document)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX documents_by_path ON documents (workspace, path) WHERE is_here = 1;

CREATE TABLE revisions (
  workspace INTEGER NOT NULL,
  document  INTEGER NOT NULL,
  revision  INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  source    TEXT NOT NULL,
  digest    BLOB NOT NULL,
  text      BLOB NOT NULL,
  PRIMARY KEY (workspace, document, revision),
  FOREIGN KEY (workspace, document) REFERENCES documents
) STRICT;

CREATE TABLE items (
  workspace  INTEGER NOT NULL,
  item       INTEGER NOT NULL,
  document   INTEGER NOT NULL,
  is_here    INTEGER NOT NULL,
  since      INTEGER NOT NULL,
  role       TEXT NOT NULL,
  short_id   TEXT NOT NULL,
  text       TEXT NOT NULL,
  line       INTEGER NOT NULL,
  state      TEXT NOT NULL,
  owner      TEXT NOT NULL,
  team       TEXT NOT NULL,
  priority   TEXT NOT NULL,
  due        TEXT NOT NULL,
  ticked     TEXT NOT NULL,
  start_time TEXT NOT NULL,
  end_time   TEXT NOT NULL,
  value      TEXT NOT NULL,
  PRIMARY KEY (workspace, item),
  FOREIGN KEY (workspace, document) REFERENCES documents
) STRICT, WITHOUT ROWID;
CREATE INDEX items_by_document ON items (workspace, document);

-- No foreign key: what happened stays told, whatever becomes of the rest.
CREATE TABLE events (
  workspace INTEGER NOT NULL,
  event     INTEGER NOT NULL,
  at        INTEGER NOT NULL,
  actor     TEXT NOT NULL,
  what      TEXT NOT NULL,
  document  INTEGER NOT NULL,
  item      INTEGER NOT NULL,
  revision  INTEGER NOT NULL,
  field     TEXT NOT NULL,
  before    TEXT NOT NULL,
  after     TEXT NOT NULL,
  seal      BLOB NOT NULL,
  PRIMARY KEY (workspace, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX events_by_document ON events (workspace, document, event);
CREATE INDEX events_by_item ON events (workspace, item, event) WHERE item <> 0;

-- What the last sync saw of the files of a folder. Can be made again.
CREATE TABLE listings (
  workspace INTEGER NOT NULL REFERENCES workspaces,
  folder    TEXT NOT NULL,
  stamps    BLOB NOT NULL,
  PRIMARY KEY (workspace, folder)
) STRICT;
