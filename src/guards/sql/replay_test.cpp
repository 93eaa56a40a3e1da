// What a database holds after some migrations.
#include "guards/sql/replay.h"

#include <doctest/doctest.h>

#include "guards/sql/testing.h"

namespace hindcast::guards::sql {
namespace {

// After each of the migrations, and what was noted.
std::string after(Dialect dialect, const std::vector<std::string>& migrations) {
  Replay replay(dialect, dialect == Dialect::sqlite ? "main" : "public", {"elsewhere.*"});
  for (const std::string& one : migrations) {
    const Script script{one};
    replay.run(std::span(&script, 1));
  }
  std::string out = testing::lines(replay.catalogue());
  for (const Note& note : replay.notes()) {
    static constexpr std::string_view words[] = {"not understood", "in the way", "blocking", "in transaction",
                                                 "ignored"};
    out.append(out.empty() ? "" : "\n").append(std::to_string(note.place.file + 1)).append(":");
    out.append(std::to_string(note.place.line)).append(" ").append(words[static_cast<int>(note.what)]);
    if (!note.text.empty()) out.append(" ").append(note.text);
    if (!note.table.empty()) out.append(" ").append(note.table);
    if (!note.index.empty()) out.append(".").append(note.index);
  }
  return out;
}

std::string pg(const std::string& sql) {
  return after(Dialect::postgresql, {sql});
}
std::string pg(const std::string& first, const std::string& second) {
  return after(Dialect::postgresql, {first, second});
}
std::string my(const std::string& sql) {
  return after(Dialect::mysql, {sql});
}
std::string lite(const std::string& sql) {
  return after(Dialect::sqlite, {sql});
}

}  // namespace

TEST_CASE("a table has its columns, keys and indexes under the names that PostgreSQL chooses") {
  CHECK(
      pg("create table Orders (id bigserial primary key, Customer_id int not null references customers (id), "
         "code text unique, constraint dates check (a > b), foreign key (a, b) references days)") ==
      "orders(code customer_id id) fk(customer_id)->customers orders_code_key unique(code) orders_pkey "
      "primary(id)\n"
      "1:1 in the way there is no column `a` in `orders`: `create table Orders(id bigserial primary key, "
      "Customer_id "
      "int not null r …`");
  CHECK(pg("CREATE TABLE t (a int, b int); CREATE INDEX ON t (b, a); CREATE INDEX ON t (b, a);"
           "CREATE INDEX ON t (lower(a)); CREATE UNIQUE INDEX u ON ONLY public.t USING btree (a DESC NULLS "
           "LAST)") == "t(a b) t_b_a_idx(b a) t_b_a_idx1(b a) t_lower_idx(…) u unique(a)");
  CHECK(pg("CREATE TABLE t (a int, b int, UNIQUE (a, b), EXCLUDE USING gist (a WITH =))") ==
        "t(a b) t_a_b_key unique(a b) t_a_excl(…) blind");
}

TEST_CASE("quoted names keep their letters, and schemas part equal names") {
  CHECK(pg("CREATE TABLE \"Orders\" (\"from \"\"x\" int); CREATE TABLE billing.orders (id int);"
           "CREATE INDEX i ON billing.orders (id); CREATE INDEX i ON \"Orders\" (\"from \"\"x\")") ==
        "Orders(from \"x) i(from \"x)\nbilling.orders(id) i(id)");
  CHECK(pg("SET search_path TO billing, public; CREATE TABLE t (id int); ALTER TABLE t SET SCHEMA public") ==
        "t(id)");
  CHECK(pg("SELECT pg_catalog.set_config('search_path', '', false); CREATE TABLE public.t (id int)") ==
        "t(id)");
}

TEST_CASE("indexes come and go with ALTER, DROP and RENAME") {
  const std::string made = "CREATE TABLE t (a int, b int, c int); CREATE INDEX x ON t (a, b); ";
  CHECK(pg(made + "DROP INDEX CONCURRENTLY IF EXISTS nothing, x") == "t(a b c)");
  CHECK(pg(made + "ALTER TABLE t DROP COLUMN b") == "t(a c)");
  CHECK(pg(made + "ALTER INDEX x RENAME TO y; ALTER TABLE t RENAME a TO z; ALTER TABLE t RENAME TO s") ==
        "s(b c z) y(z b)");
  CHECK(pg(made + "CREATE INDEX p ON t (c) WHERE b IS NULL; ALTER TABLE ONLY t DROP b CASCADE") == "t(a c)");
  CHECK(pg(made + "DROP TABLE t CASCADE; CREATE TABLE x (a int)") == "x(a)");
  CHECK(pg("CREATE TABLE t (a int); CREATE UNIQUE INDEX u ON t (a);"
           "ALTER TABLE t ADD CONSTRAINT k UNIQUE USING INDEX u; ALTER TABLE t DROP CONSTRAINT k") == "t(a)");
  CHECK(pg("CREATE TABLE t (a int); ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (b) REFERENCES t, ADD b int,"
           " DROP COLUMN a; ALTER TABLE t DROP CONSTRAINT f") == "t(b)");
}

TEST_CASE("what another program's lines and data hold is no statement") {
  CHECK(pg("\\connect shop\nCREATE TABLE t (a text);\nCOPY t (a) FROM stdin;\nCREATE TABLE no (a int);\n\\.\n"
           "CREATE TABLE s (a int); -- CREATE TABLE no (a int);\n/* CREATE /* nested */ TABLE no (a int); */"
           "CREATE FUNCTION f() RETURNS void AS $body$ BEGIN; CREATE TABLE no (a int); END $body$ LANGUAGE "
           "plpgsql;"
           "INSERT INTO t VALUES ('CREATE TABLE no (a int);', E'\\'; CREATE TABLE no (a int)')") ==
        "s(a)\nt(a)");
  CHECK(my("DELIMITER //\nCREATE TRIGGER a BEFORE INSERT ON t FOR EACH ROW BEGIN DROP TABLE t; "
           "END//\nDELIMITER ;\n"
           "# CREATE TABLE no (a int);\n/*!40101 SET NAMES utf8 */;\n/*!50100 CREATE TABLE t (a int) */;"
           "INSERT INTO t VALUES ('it\\'s; CREATE TABLE no')") == "t(a)");
  CHECK(lite("CREATE TABLE t (a); CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE t SET a = CASE WHEN 1 THEN "
             "2 END;"
             " DELETE FROM t; END; CREATE INDEX i ON t ([a])") == "t(a) i(a)");
}

TEST_CASE("MySQL makes the index of a foreign key, and drops it for a better one") {
  CHECK(my("CREATE TABLE `t` (`id` SERIAL, `a` int, `b` int, KEY (`b`), CONSTRAINT `f` FOREIGN KEY (`a`) "
           "REFERENCES "
           "`s` (`id`)) ENGINE=InnoDB") == "t(a b id) b(b) f(a) fk(a)->s id unique(id)");
  CHECK(my("CREATE TABLE t (a int, b int, FOREIGN KEY (a) REFERENCES s (id)); CREATE INDEX ab ON t (a, b)") ==
        "t(a b) ab(a b) fk(a)->s");
  CHECK(my("CREATE TABLE t (a int REFERENCES s (id), b varchar(99), INDEX p (b(10)), FULLTEXT KEY (b))") ==
        "t(a b) b(b) blind p(b*)\n1:1 ignored t");
  CHECK(my("CREATE TABLE t (id int, a int, PRIMARY KEY (id), KEY k (a, id)); ALTER TABLE t DROP PRIMARY KEY, "
           "CHANGE a c bigint NOT NULL COMMENT 'KEY', RENAME INDEX k TO l, ADD COLUMN (d int, e int), DROP "
           "COLUMN id;"
           " RENAME TABLE t TO s; CREATE TABLE r LIKE s") == "r(c d e) l(c)\ns(c d e) l(c)");
}

TEST_CASE("SQLite's own way to change a table loses its indexes") {
  CHECK(lite("CREATE TABLE t (id INTEGER PRIMARY KEY, a INT REFERENCES s); CREATE INDEX i ON t (a);"
             "PRAGMA foreign_keys=OFF; BEGIN; CREATE TABLE new_t (id INTEGER PRIMARY KEY, a BIGINT "
             "REFERENCES s);"
             "INSERT INTO new_t SELECT * FROM t; DROP TABLE t; ALTER TABLE new_t RENAME TO t; COMMIT") ==
        "t(a id) fk(a)->s rowid primary(id)");
  CHECK(lite("CREATE TABLE t (a INT PRIMARY KEY DESC, 'b' UNIQUE, UNIQUE (b)) WITHOUT ROWID") ==
        "t(a b)  primary(a)  unique(b)");
  CHECK(lite("CREATE TABLE t (a, b); CREATE INDEX i ON t (a); ALTER TABLE t DROP COLUMN a") ==
        "t(a b) i(a)\n1:1 in the way column `a` has an index, and SQLite does not drop it: `ALTER TABLE t "
        "DROP COLUMN "
        "a`");
}

TEST_CASE("a table that is remade a thousand times keeps its keys") {
  std::string sql = "CREATE TABLE p (id int PRIMARY KEY); CREATE TABLE a (p int REFERENCES p);";
  for (int i = 0; i < 1500; ++i)
    sql +=
        "DROP TABLE a; CREATE TABLE b (p int REFERENCES p); CREATE TABLE a (p int REFERENCES p); DROP TABLE "
        "b;";
  CHECK(pg(sql + "ALTER TABLE p RENAME TO q") == "a(p) fk(p)->q\nq(id) p_pkey primary(id)");
}

TEST_CASE("what is taken back was never there") {
  CHECK(pg("BEGIN; CREATE TABLE no (a int); ROLLBACK; BEGIN; CREATE TABLE t (a int); COMMIT;") == "t(a)");
  CHECK(my("BEGIN; CREATE TABLE t (a int); ROLLBACK") == "t(a)");
  CHECK(pg("BEGIN; SAVEPOINT s; CREATE TABLE t (a int); ROLLBACK TO s") ==
        "t(a)\n1:1 not understood `ROLLBACK TO s`");
  CHECK(pg("CREATE TEMP TABLE t (a int); CREATE INDEX i ON t (a)", "CREATE TABLE t (b int)") == "t(b)");
}

TEST_CASE("an index on a table with rows is built without stopping its writers, or it is noted") {
  const std::string made = "CREATE TABLE t (a int, b int)";
  CHECK(pg(made, "CREATE INDEX x ON t (a);\nCREATE INDEX CONCURRENTLY y ON t (b)") ==
        "t(a b) x(a) y(b)\n2:1 blocking t.x");
  CHECK(pg(made, "ALTER TABLE t ADD c int UNIQUE") == "t(a b c) t_c_key unique(c)\n2:1 blocking t.t_c_key");
  CHECK(pg(made, "BEGIN;\nCREATE INDEX CONCURRENTLY ON t (a);\nCOMMIT;") ==
        "t(a b) t_a_idx(a)\n2:2 in transaction t.t_a_idx");
  CHECK(pg(made + "; CREATE INDEX x ON t (a)") == "t(a b) x(a)");
}

TEST_CASE(
    "a block that lets pass what is there already is done, another that changes tables is not understood") {
  CHECK(pg("CREATE TABLE t (a int);\nDO $$ BEGIN\n ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (a) REFERENCES "
           "s(id);\n"
           "EXCEPTION WHEN duplicate_object THEN null;\nEND $$;") == "t(a) fk(a)->s");
  CHECK(pg("CREATE TABLE t (a int); CREATE INDEX i ON t (a);\nDO $$ BEGIN IF NOT EXISTS (SELECT 1 FROM "
           "pg_class WHERE "
           "relname = 'i') THEN CREATE INDEX i ON t (a); END IF; END $$;") == "t(a) i(a)");
  CHECK(pg("DO $$ BEGIN EXECUTE 'CREATE TABLE t (a int)'; END $$") == "1:1 not understood `DO '…'`");
  CHECK(pg("DO $$ BEGIN FOR i IN 1..3 LOOP CREATE TABLE t (a int); END LOOP; END $$") ==
        "1:1 not understood `DO '…'`");
  CHECK(pg("DO $$ BEGIN UPDATE t SET a = 1; PERFORM pg_notify('a', 'b'); END $$").empty());
  CHECK(pg("DO $$ BEGIN UPDATE t SET a = 1; PERFORM f(); END $$") == "1:1 not understood `DO '…'`");
}

TEST_CASE("of a condition and its ELSE the branch runs that the catalogue says, or only one may change") {
  const auto with = [](const std::string& body) {
    return pg("CREATE TABLE t (a int, b int); CREATE INDEX i ON t (a);\nDO $$ BEGIN " + body + " END $$;");
  };
  CHECK(with("IF to_regclass('i') IS NOT NULL THEN DROP INDEX i; ELSE RAISE NOTICE 'x'; END IF;") ==
        "t(a b)");
  CHECK(with("IF to_regclass('public.i'::text) IS NULL THEN CREATE INDEX j ON t (b); ELSE DROP INDEX i; END "
             "IF;") == "t(a b)");
  CHECK(with("IF to_regclass('j') IS NULL THEN CREATE INDEX j ON t (b); ELSE DROP INDEX i; END IF;") ==
        "t(a b) i(a) j(b)");
  CHECK(with("IF to_regclass('t') IS NOT NULL THEN IF pg_catalog.to_regclass('nope') IS NULL THEN NULL; ELSE "
             "DROP "
             "TABLE t; END IF; DROP INDEX i; END IF;") == "t(a b)");
  CHECK(with("IF EXISTS (SELECT 1 FROM pg_indexes WHERE indexname = 'i') THEN RAISE NOTICE 'x'; ELSE CREATE "
             "INDEX i "
             "ON t (a); END IF;") == "t(a b) i(a)");
  const std::string neither = "t(a b) i(a)\n1:2 not understood `DO '…'`";
  CHECK(with("IF EXISTS (SELECT 1 FROM pg_roles) THEN NULL; ELSE ALTER TABLE t ADD c int; END IF;") ==
        "t(a b c) i(a)");
  CHECK(with("IF EXISTS (SELECT 1 FROM pg_roles) THEN CREATE TABLE u (x int); ELSE DROP INDEX i; END IF;")
            .find("not understood") != std::string::npos);
  CHECK(with("IF current_user = 'x' THEN DROP INDEX i; ELSE NULL; END IF;") == neither);
  CHECK(with("ELSE DROP INDEX i; END IF;") == neither);
  CHECK(with("IF to_regclass('i') IS NOT NULL THEN NULL; ELSIF true THEN DROP INDEX i; END IF;") == neither);
}

TEST_CASE("views, sequences and indexes take what ALTER TABLE does to any relation, as pg_dump writes it") {
  CHECK(pg("CREATE TABLE public.t (id bigint); CREATE SEQUENCE public.t_id_seq START 1;\n"
           "ALTER TABLE public.t_id_seq OWNER TO app; CREATE OR REPLACE VIEW v AS SELECT 1;\n"
           "ALTER TABLE public.v OWNER TO app; ALTER TABLE v ALTER COLUMN id SET DEFAULT 1;\n"
           "ALTER TABLE v RENAME TO w; ALTER TABLE w OWNER TO app; ALTER VIEW w SET SCHEMA billing;\n"
           "ALTER TABLE billing.w OWNER TO app; CREATE INDEX i ON t (id); ALTER TABLE i OWNER TO app") ==
        "t(id) i(id)");
  CHECK(pg("CREATE TABLE t (id serial, a_b bigserial);\nALTER TABLE t_id_seq OWNER TO app;\n"
           "ALTER TABLE public.t_a_b_seq1 OWNER TO app; ALTER TABLE t_c_seq OWNER TO app") ==
        "t(a_b id)\n1:3 in the way there is no table `t_c_seq` by then: `ALTER TABLE t_c_seq OWNER TO app`");
  CHECK(pg("CREATE VIEW v AS SELECT 1; ALTER TABLE v ADD COLUMN a int;\nDROP VIEW v; ALTER TABLE v OWNER TO "
           "app") ==
        "1:1 in the way `v` is no table: `ALTER TABLE v ADD COLUMN a int`\n"
        "1:2 in the way there is no table `v` by then: `ALTER TABLE v OWNER TO app`");
}

TEST_CASE("a query is passed over unless it calls a function that nobody knows, or that changes tables") {
  CHECK(pg("SELECT setval('public.t_id_seq', 1, false); SELECT count(*), max(a)::numeric(10, 2) FROM t x(a) "
           "WHERE b "
           "IN (1) AND EXISTS (SELECT now()); WITH a (x) AS (SELECT 1), b (y) AS (SELECT 2) SELECT "
           "jsonb_agg(x) FROM "
           "a, b; SELECT public.uuid_generate_v4(), ST_Area(g) OVER (PARTITION BY a) FROM g AS t (g);"
           "SELECT create_hypertable('t', 'time')") == "");
  CHECK(pg("SELECT drop_my_index('i');\nSELECT count(*) FROM (SELECT tools.drop_it(a) FROM t) x;\n"
           "SELECT AddGeometryColumn('t', 'g', 4326, 'POINT', 2)") ==
        "1:1 not understood `SELECT drop_my_index('…')`\n"
        "1:2 not understood `SELECT count(*) FROM(SELECT tools.drop_it(a) FROM t) x`\n"
        "1:3 not understood `SELECT AddGeometryColumn('…', '…', 4326, '…', 2)`");
  CHECK(pg("CREATE FUNCTION f() RETURNS void AS 'BEGIN DROP INDEX i; END' LANGUAGE plpgsql;\n"
           "CREATE FUNCTION g() RETURNS void AS 'BEGIN PERFORM f(); END' LANGUAGE plpgsql;\nSELECT g()") ==
        "1:3 not understood `SELECT g()`");
  CHECK(my("SELECT anything(1)") == "");
}

TEST_CASE("a partition is served by the indexes of its table") {
  CHECK(pg("CREATE TABLE t (a int, d date, PRIMARY KEY (a, d)) PARTITION BY RANGE (d);"
           "CREATE TABLE t1 PARTITION OF t FOR VALUES FROM ('2024-01-01') TO ('2025-01-01'); CREATE INDEX ON "
           "t (d);"
           "ALTER TABLE t ATTACH PARTITION t1 DEFAULT; DROP TABLE t") == "");
}

TEST_CASE("what is not understood and may touch a table has its place") {
  CHECK(pg("\n\nFROBNICATE TABLE t;\nGRANT ALL ON t TO app;\nCREATE TABLE t (a int") ==
        "1:3 not understood `FROBNICATE TABLE t`\n1:5 not understood `CREATE TABLE t(a int`");
  CHECK(pg("ALTER TABLE gone ADD a int; ALTER TABLE IF EXISTS gone ADD a int; ALTER TABLE elsewhere.t ADD a "
           "int") == "1:1 in the way there is no table `gone` by then: `ALTER TABLE gone ADD a int`");
  CHECK(
      pg("\\i other.sql\nCALL f();\nDROP TYPE mood CASCADE") ==
      "1:1 not understood `\\i other.sql`\n1:2 not understood `CALL f()`\n1:3 not understood `DROP TYPE mood "
      "CASCADE`");
  CHECK(pg("CREATE FUNCTION f() RETURNS void AS 'BEGIN DROP TABLE t; END' LANGUAGE plpgsql;\nSELECT f();\n"
           "CREATE FUNCTION g() RETURNS void AS 'BEGIN DELETE FROM t; END' LANGUAGE plpgsql; SELECT g()") ==
        "1:2 not understood `SELECT f()`");
  CHECK(my("SET @s = 'DROP TABLE t';\nPREPARE p FROM @s;\nEXECUTE p") == "1:3 not understood `EXECUTE p`");
  CHECK(pg("CREATE TABLE ${schema}.t (a int)") == "1:1 not understood `CREATE TABLE $ { schema }.t(a int)`");
  CHECK(pg("SELECT 'never closed; CREATE TABLE t (a int)") == "1:1 not understood `SELECT … (never closed)`");
}

}  // namespace hindcast::guards::sql
