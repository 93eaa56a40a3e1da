-- The search index beside the documents that it is about: what its maker lists, and its blocks. It can be made
-- again from the texts. `event` is the last one that it has heard of.
CREATE TABLE indexes (
  workspace INTEGER PRIMARY KEY REFERENCES workspaces,
  maker     INTEGER NOT NULL,
  event     INTEGER NOT NULL,
  manifest  BLOB NOT NULL
) STRICT;

CREATE TABLE index_blocks (
  workspace INTEGER NOT NULL,
  segment   INTEGER NOT NULL,
  block     INTEGER NOT NULL,
  bytes     BLOB NOT NULL,
  PRIMARY KEY (workspace, segment, block),
  FOREIGN KEY (workspace) REFERENCES indexes
) STRICT;

-- What people said of a promise that an earlier one seems to be: the ledger's row of two items.
CREATE TABLE judgements (
  workspace INTEGER NOT NULL REFERENCES workspaces,
  earlier   INTEGER NOT NULL,
  later     INTEGER NOT NULL,
  verdict   TEXT NOT NULL,
  reason    TEXT NOT NULL,
  actor     TEXT NOT NULL,
  at        INTEGER NOT NULL,
  PRIMARY KEY (workspace, earlier, later),
  FOREIGN KEY (workspace, earlier) REFERENCES items,
  FOREIGN KEY (workspace, later) REFERENCES items
) STRICT, WITHOUT ROWID;
