// Which migrations run, in which order, and which part of each.
#include "guards/migration_files.h"

#include <doctest/doctest.h>

namespace hindcast::guards {
namespace {

std::string ordered(std::vector<std::string> paths) {
  const MigrationOrder order = order_migrations(std::move(paths));
  std::string out;
  for (const std::string& path : order.paths)
    out.append(out.empty() ? "" : " ").append(path);
  for (const std::string& path : order.left_out)
    out.append(" out:").append(path);
  for (const auto& one : order.doubtful)
    out.append(" doubtful:").append(one.path);
  for (const std::string& path : order.strange)
    out.append(" strange:").append(path);
  for (const auto& one : order.twice)
    out.append(" twice:").append(one.first).append("=").append(one.second);
  return out;
}

// The parts that run, with their line, a slash at each line end.
std::string running(std::string_view text, sql::Dialect dialect = sql::Dialect::postgresql) {
  std::string out;
  for (const sql::Script& script : running_part(text, dialect).scripts) {
    sql::Reader reader(script.text, dialect, script.line, script.delimiter);
    for (sql::Statement one; reader.next(one);)
      for (const sql::Token& token : one.tokens)
        out.append(out.empty() ? "" : " ").append(std::to_string(token.line)).append(token.text);
    if (script.in_transaction) out += " (transaction)";
  }
  return out;
}

}  // namespace

TEST_CASE("migrations run by their numbers") {
  CHECK(ordered({"m/10_b.sql", "m/2_a.sql", "m/1_c.sql"}) == "m/1_c.sql m/2_a.sql m/10_b.sql");
  CHECK(ordered({"20240501120000_b.sql", "20231231235959_a.sql"}) ==
        "20231231235959_a.sql 20240501120000_b.sql");
  CHECK(ordered({"000002_b.up.sql", "000002_b.down.sql", "000001_a.up.sql", "000001_a.down.sql"}) ==
        "000001_a.up.sql 000002_b.up.sql out:000002_b.down.sql out:000001_a.down.sql");
  CHECK(
      ordered({"2024-05-02-000000_b/up.sql", "2024-05-02-000000_b/down.sql", "2023-01-01-000000_a/up.sql"}) ==
      "2023-01-01-000000_a/up.sql 2024-05-02-000000_b/up.sql out:2024-05-02-000000_b/down.sql");
  CHECK(ordered({"p/20240102_b/migration.sql", "p/20240101_a/migration.sql"}) ==
        "p/20240101_a/migration.sql p/20240102_b/migration.sql");
  CHECK(ordered({"99999999999999999999999999_b.sql", "100000000000000000000000000_c.sql"}) ==
        "99999999999999999999999999_b.sql 100000000000000000000000000_c.sql");
}

TEST_CASE("a name that ends in down is left out only beside what it takes back") {
  CHECK(ordered({"1_a.sql", "2_cool_down.sql"}) == "1_a.sql 2_cool_down.sql");
  CHECK(ordered({"1_a_up.sql", "1_a_down.sql"}) == "1_a_up.sql out:1_a_down.sql");
  CHECK(ordered({"1_a.sql", "1_a-down.sql", "1_a_rollback.sql"}) ==
        "1_a.sql out:1_a-down.sql out:1_a_rollback.sql");
  CHECK(ordered({"3_after_rollback.sql"}) == "3_after_rollback.sql");
  CHECK(ordered({"down_1_a.sql", "1_a.sql", "2_b.sql", "2_rollback_b.sql"}) ==
        "1_a.sql 2_b.sql out:down_1_a.sql out:2_rollback_b.sql");
  CHECK(ordered({"1_a.sql", "1_undo.sql"}) == "1_a.sql doubtful:1_undo.sql");
  CHECK(ordered({"a/1_x.sql", "b/1_tear_down.sql"}) == "b/1_tear_down.sql a/1_x.sql");
}

TEST_CASE("what stands in a folder of undoing takes back what stands beside the folder") {
  CHECK(ordered({"m/1_a.sql", "rollback/1_a.sql"}) == "m/1_a.sql out:rollback/1_a.sql");
  CHECK(ordered({"up/1_a.sql", "Down/1_take_back_a.sql"}) == "up/1_a.sql out:Down/1_take_back_a.sql");
  CHECK(ordered({"sql/V1__a.sql", "sql/undo/V1__a.sql"}) == "sql/V1__a.sql out:sql/undo/V1__a.sql");
  CHECK(ordered({"rollback/1_a.sql"}) == " doubtful:rollback/1_a.sql");
  CHECK(ordered({"cooldown/1_a.sql", "m/1_a.sql"}) == "cooldown/1_a.sql m/1_a.sql");
}

TEST_CASE("Flyway's names are compared by their versions, what is repeated runs last") {
  CHECK(ordered({"V10__x.sql", "V2__x.sql", "V2_1__x.sql", "V2.0.5__x.sql", "R__views.sql", "U2__x.sql",
                 "notes.sql"}) ==
        "V2__x.sql V2.0.5__x.sql V2_1__x.sql V10__x.sql R__views.sql out:U2__x.sql strange:notes.sql");
  CHECK(ordered({"V1__a.sql", "B2__all.sql", "V3__c.sql"}) == "V1__a.sql V3__c.sql out:B2__all.sql");
  CHECK(ordered({"B2__all.sql", "V3__c.sql"}) == "B2__all.sql V3__c.sql");
}

TEST_CASE("two migrations with one number are told") {
  CHECK(ordered({"V3__a.sql", "V3__b.sql"}) == "V3__a.sql V3__b.sql twice:V3__a.sql=V3__b.sql");
  CHECK(ordered({"a/0001_x.sql", "b/0001_x.sql", "b/0001_y.sql"}) ==
        "a/0001_x.sql b/0001_x.sql b/0001_y.sql twice:b/0001_x.sql=b/0001_y.sql");
  CHECK(ordered({"2023_01_01_000000_a.sql", "2023_01_01_000001_b.sql", "0001_2fa.sql"}) ==
        "0001_2fa.sql 2023_01_01_000000_a.sql 2023_01_01_000001_b.sql");
}

TEST_CASE("what undoes a migration does not run") {
  CHECK(running("-- migrate:up\nUP;\n\n-- migrate:down\nDOWN;\n") == "2UP (transaction)");
  CHECK(running("-- migrate:up transaction:false\nUP;\n-- migrate:down\nDOWN;\n") == "2UP");
  CHECK(running(
            "-- +goose NO TRANSACTION\n-- +goose Up\n-- +goose StatementBegin\nUP;\n-- +goose StatementEnd\n"
            "-- +goose Down\nDOWN;") == "4UP");
  CHECK(running("UP;\n---- create above / drop below ----\nDOWN;") == "1UP");
  CHECK(running("# --- !Ups\nUP;\n# --- !Downs\nDOWN;", sql::Dialect::mysql) == "2UP");
  CHECK(running("-- Up Migration\nUP;\n-- Down Migration\nDOWN") == "2UP");
  CHECK(running("A;\n-- +goose Down\nB;") == "1A 3B");
  CHECK(running("A;\n-- +goose Down\nB;\n-- +goose Up\nC;").find("5C") != std::string::npos);
  CHECK(running("A;\nB;\n-- down with it\nC") == "1A 2B 4C");
  CHECK(running("-- up\nUP;\n-- down\nDOWN;") == "2UP");
  CHECK(running("-- ===== UP =====\nUP;\n/* Rollback script: */\nDOWN;") == "2UP");
  CHECK(running("# @up\nUP;\n# @undo\nDOWN;", sql::Dialect::mysql) == "2UP");
  CHECK(running("-- up to here\nUP;\n-- undo the work of last week\nB;") == "2UP 4B");
}

TEST_CASE("changesets of Liquibase run where their database is ours") {
  const std::string text =
      "--liquibase formatted sql\n--changeset ada:1\nA;\n--rollback DROP;\n--changeset ada:2 "
      "dbms:mysql,oracle\nB;\n"
      "--changeset ada:3 dbms:!mysql endDelimiter:/\nC; D /\n--changeset ada:4 ignore:true\nE;\n";
  CHECK(running(text) == "3A 8C 8; 8D");
  CHECK(running(text, sql::Dialect::mysql) == "3A 6B");
}

}  // namespace hindcast::guards
