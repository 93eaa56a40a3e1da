// Which gaps are told, and how heavily.
#include <doctest/doctest.h>

#include "guards/guard.h"
#include "guards/testing.h"

namespace hindcast::guards {
namespace {

std::string run(std::string_view more, std::vector<std::pair<std::string, std::string>> files,
                std::string_view dialect = "postgresql") {
  testing::MemoryWorld world(std::move(files));
  std::string settings("migrations = 'm/**.sql'\ndialect = '");
  settings.append(dialect).append("'\n").append(more);
  const std::string outcome = testing::outcome("migration-index", settings, world);
  const auto line = outcome.find('\n');
  return outcome.substr(0, outcome.find(':')) + outcome.substr(line);
}

}  // namespace

TEST_CASE("what was wrong before the last release warns, what comes with this one fails") {
  const std::string old = "CREATE TABLE a (id int PRIMARY KEY, b int REFERENCES a);";
  const std::string next = "CREATE TABLE c (b int REFERENCES a);";
  CHECK(run("since = '1_old'", {{"m/1_old.sql", old}, {"m/2_new.sql", next}}) ==
        "fail\nfail m/2_new.sql:1: foreign key (`b`) of `c` to `a` has no index\n"
        "warn m/1_old.sql:1: foreign key (`b`) of `a` to `a` has no index\n");
  CHECK(run("since = '2_new.sql'", {{"m/1_old.sql", old}, {"m/2_new.sql", next + "CREATE INDEX ON a (b)"}}) ==
        "warn\nwarn m/2_new.sql:1: foreign key (`b`) of `c` to `a` has no index\n");
  CHECK(run("since = 'v3'", {{"m/1_old.sql", old}}) ==
        "error\nerror since = `v3` is no migration (nearest: `m/1_old.sql`), and no commit: what changed "
        "since 'v3' "
        "is not known here\n");
  const std::vector<std::pair<std::string, std::string>> both = {
      {"m/0001_old.up.sql", old}, {"m/0002_new.up.sql", "CREATE INDEX ON a (b)"}, {"m/0002_news.up.sql", ""}};
  for (const char* since : {"0001_old", "0001", "0001_o", "m/0001", "0001_old.up.sql"})
    CHECK_MESSAGE(run("since = '" + std::string(since) + "'", both).substr(0, 4) != "erro", since);
  CHECK(run("since = '0002_new'", both)
            .find("begins 2 migrations: `m/0002_new.up.sql`, `m/0002_news.up.sql`") != std::string::npos);
  CHECK(run("since = '00'", both).substr(0, 5) == "error");  // within a number
}

TEST_CASE("an old key whose index goes now fails now") {
  CHECK(run("since = '1'", {{"m/1.sql", "CREATE TABLE a (b int REFERENCES c); CREATE INDEX i ON a (b, d)"},
                            {"m/2.sql", "ALTER TABLE a DROP COLUMN d"}}) ==
        "inconclusive\ninconclusive m/1.sql:1: there is no column `d` in `a`: `CREATE INDEX i ON a(b, d)`\n"
        "inconclusive m/2.sql:1: there is no column `d`: `ALTER TABLE a DROP COLUMN d`\n"
        "warn m/1.sql:1: foreign key (`b`) of `a` to `c` has no index\n");
  CHECK(run("since = '1'",
            {{"m/1.sql", "CREATE TABLE a (b int REFERENCES c, d int); CREATE INDEX i ON a (b, d)"},
             {"m/2.sql", "ALTER TABLE a DROP COLUMN d"}}) ==
        "fail\nfail m/1.sql:1: foreign key (`b`) of `a` to `c` has no index: index `i` went with its column "
        "`d` in "
        "m/2.sql:1\n");
}

TEST_CASE("an index that only looks as if it did is told with its reason") {
  const auto with = [](const std::string& index) {
    return run("", {{"m/1.sql", "CREATE TABLE a (b int REFERENCES c, d int); " + index}});
  };
  CHECK(with("CREATE INDEX i ON a (b) WHERE b IS NOT NULL") == "pass\n");
  CHECK(with("CREATE INDEX i ON a USING hash (b)") == "pass\n");
  CHECK(with("CREATE INDEX i ON a (b) WHERE d > 0") ==
        "fail\nfail m/1.sql:1: foreign key (`b`) of `a` to `c` has no index: `i` is for some of its rows "
        "only\n");
  CHECK(with("CREATE INDEX i ON a USING brin (b)") ==
        "fail\nfail m/1.sql:1: foreign key (`b`) of `a` to `c` has no index: `i` is of no use for it\n");
  CHECK(with("CREATE INDEX i ON a (d, b)") ==
        "fail\nfail m/1.sql:1: foreign key (`b`) of `a` to `c` has no index\n");
}

TEST_CASE("keys of two columns need both of them in front, in any order") {
  const auto with = [](const std::string& index) {
    return run(
        "", {{"m/1.sql", "CREATE TABLE a (b int, c int, d int, FOREIGN KEY (b, c) REFERENCES e); " + index}});
  };
  CHECK(with("CREATE INDEX i ON a (c, b, d)") == "pass\n");
  CHECK(with("CREATE INDEX i ON a (b, d, c)") ==
        "fail\nfail m/1.sql:1: foreign key (`b`, `c`) of `a` to `e` has no index: `i` does not begin with "
        "all of them\n");
}

TEST_CASE("an index on a partitioned table alone is of use where each partition has its own") {
  const auto with = [](const std::string& more) {
    return run("concurrent = false\nexpected = 'e.yaml'",
               {{"m/1.sql",
                 "CREATE TABLE a (b int REFERENCES c, d date) PARTITION BY RANGE (d); CREATE TABLE a1 (b "
                 "int, d date); ALTER TABLE ONLY a ATTACH PARTITION a1 DEFAULT; " +
                     more},
                {"e.yaml", "- {table: a, column: b}\n"}});
  };
  CHECK(with("CREATE INDEX i ON ONLY a (b)") ==
        "fail\nfail e.yaml:1: index (`b`) on `a` is expected and not there: partition `a1` has none\n"
        "fail m/1.sql:1: foreign key (`b`) of `a` to `c` has no index: `i` is on no partition, and `a1` has "
        "none of "
        "its own\n");
  CHECK(with("CREATE INDEX i ON ONLY a (b); CREATE INDEX i1 ON a1 (b); ALTER INDEX i ATTACH PARTITION i1") ==
        "pass\n");
  CHECK(with("CREATE INDEX i ON a (b)") == "pass\n");
  CHECK(with("CREATE INDEX i ON ONLY a (b); DROP TABLE a1; CREATE TABLE a2 PARTITION OF a DEFAULT") ==
        "pass\n");
  CHECK(with("ALTER TABLE ONLY a ADD CONSTRAINT u UNIQUE (b, d)").substr(0, 4) == "fail");
  CHECK(with("ALTER TABLE a ADD CONSTRAINT u UNIQUE (b, d)") == "pass\n");
  // Two levels: what counts are the tables that hold rows.
  CHECK(
      with(
          "CREATE INDEX i ON ONLY a (b); DROP TABLE a1; CREATE TABLE a2 (b int, d date) PARTITION BY RANGE "
          "(d);"
          "ALTER TABLE a ATTACH PARTITION a2 DEFAULT; CREATE TABLE a3 (b int, d date); ALTER TABLE a2 ATTACH "
          "PARTITION a3 DEFAULT; CREATE INDEX i2 ON ONLY a2 (b)")
          .find("`a3` has none") != std::string::npos);
}

TEST_CASE("a half that takes back does not put back what the migration took, whoever's convention it is") {
  const std::string made = "CREATE TABLE a (b int REFERENCES c); CREATE INDEX i ON a (b);";
  const auto with = [&](const std::string& path, const std::string& text) {
    return run("", {{"m/1_a.sql", made}, {"m/2_b.sql", "DROP INDEX i;"}, {path, text}}, "sqlite")
        .substr(0, 4);
  };
  CHECK(with("m/2_c.sql", "CREATE INDEX i ON a (b)") ==
        "warn");  // two with one number, and the index is there again
  for (const char* path :
       {"m/rollback/2_b.sql", "m/down/2.sql", "m/undo_2_b.sql", "m/2_b_undo.sql", "m/2_undo_b.sql"})
    CHECK_MESSAGE(with(path, "CREATE INDEX i ON a (b)") == "fail", path);
  CHECK(run("",
            {{"m/1_a.sql", made}, {"m/2_b.sql", "-- up\nDROP INDEX i;\n-- down\nCREATE INDEX i ON a (b);"}},
            "sqlite")
            .substr(0, 4) == "fail");
  CHECK(run("", {{"m/1_a.sql", made}, {"m/rollback/7_x.sql", "DROP INDEX i"}}, "sqlite") ==
        "inconclusive\ninconclusive m/rollback/7_x.sql: is not replayed: its folder `rollback` says that it "
        "takes "
        "back, and nothing that it would is there\n");
  CHECK(run("", {{"m/1_a.sql", made + "\n-- rollback\nDROP INDEX i;"}}, "sqlite")
            .find("inconclusive m/1_a.sql:2: may be the mark of a half that takes back") !=
        std::string::npos);
  CHECK(run("", {{"m/1_a.sql", made + "\n-- rollback\n-- DROP INDEX i;"}}, "sqlite") == "pass\n");
}

TEST_CASE("MySQL's own index is enough, until somebody drops it") {
  const std::string made = "CREATE TABLE a (b int, CONSTRAINT f FOREIGN KEY (b) REFERENCES c (id));";
  CHECK(run("", {{"m/1.sql", made}}, "mysql") == "pass\n");
  CHECK(run("", {{"m/1.sql", made + "ALTER TABLE a DROP INDEX f;"}}, "mariadb") ==
        "fail\nfail m/1.sql:1: foreign key (`b`) of `a` to `c` has no index: index `f` was dropped in "
        "m/1.sql:1\n");
}

TEST_CASE("SQLite's remade table lacks the index that the old one had") {
  CHECK(run("",
            {{"m/1.sql", "CREATE TABLE t (id INTEGER PRIMARY KEY, a REFERENCES s); CREATE INDEX i ON t (a);"},
             {"m/2.sql",
              "CREATE TABLE n (id INTEGER PRIMARY KEY, a REFERENCES s);\nDROP TABLE t;\n"
              "ALTER TABLE n RENAME TO t"}},
            "sqlite") ==
        "fail\nfail m/2.sql:1: foreign key (`a`) of `t` to `s` has no index: index `i` went with its table "
        "in m/2.sql:2\n");
}

TEST_CASE("an expected index that got another name is told by that name") {
  const std::vector<std::pair<std::string, std::string>> files = {
      {"m/1.sql", "CREATE TABLE \"T\" (a int); CREATE INDEX i ON \"T\" (a);\nALTER INDEX i RENAME TO j"},
      {"e.yaml",
       "- {table: T, column: a, name: i}\n- {table: T, columns: [a]}\n- {table: gone, column: a}\n- {}\n"}};
  CHECK(run("expected = 'e.yaml'", files) ==
        "fail\nfail e.yaml:1: index `i` (`a`) on `T` is expected and not there: index `i` was renamed to `j` "
        "in m/1.sql:2\n"
        "fail e.yaml:3: table `gone` is not there, and an index on it is expected\n"
        "inconclusive e.yaml:4: an expected index needs a table and columns\n");
  CHECK(run("expected = 'e.toml'",
            {files[0], {"e.toml", "[[index]]\ntable = 'T'\ncolumns = ['a']\nuniqe = true\n"}}) ==
        "inconclusive\ninconclusive e.toml:4: `uniqe` is no key of an expected index; did you mean "
        "`unique`?\n");
  CHECK(run("expected = 'none.toml'", files) == "missing\nmissing none.toml: is not there\n");
}

TEST_CASE("a history that nobody understands is no pass") {
  CHECK(run("", {{"m/1.sql", "FROB;"}}) ==
        "inconclusive\ninconclusive m/1.sql:1: may change tables and is not understood: `FROB`\n"
        "missing the migrations make no table\n");
  CHECK(run("", {{"m/1.sql", ""}}) == "missing\nmissing the migrations make no table\n");
  CHECK(run("", {{"m/1.sql", "CREATE TABLE a (b int)"}}, "oracle") ==
        "error\nerror dialect is postgresql, mysql, mariadb or sqlite\n");
}

TEST_CASE("an accepted finding that is gone is to be taken off the list") {
  CHECK(run("baseline = 'b.txt'",
            {{"m/1.sql", "CREATE TABLE a (b int REFERENCES a)"},
             {"b.txt", "m/1.sql:9: foreign key (`b`) of `a` to `a` has no index\nm/1.sql: x"}}) ==
        "warn\nwarn b.txt:2: accepts what is not found any more: `m/1.sql: x`\n");
}

TEST_CASE("migrations whose names tell no order are taken in that of a list") {
  const std::vector<std::pair<std::string, std::string>> files = {
      {"m/users.sql", "CREATE TABLE u (a int);"},
      {"m/alter.sql", "ALTER TABLE u ADD b int;"},
      {"plan", "%project=shop\nusers 2031-01-01T00:00:00Z Ada <ada@example.com> # Users\nalter\n"}};
  CHECK(run("order = 'plan'", files) == "pass\n");
  CHECK(run("", files).find("there is no table `u` by then") != std::string::npos);
}

}  // namespace hindcast::guards
