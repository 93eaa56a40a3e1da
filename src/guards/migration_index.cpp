// migration-index: what a database would hold after all migrations, and which index it lacks.
#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/text.h"
#include "guards/built_ins.h"
#include "guards/looking.h"
#include "guards/migration_expected.h"
#include "guards/migration_files.h"
#include "guards/sql/replay.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

constexpr std::array<std::string_view, 4> dialects = {"postgresql", "mysql", "mariadb", "sqlite"};

std::optional<sql::Dialect> dialect_of(std::string_view word) {
  const auto found = std::find(dialects.begin(), dialects.end(), word);
  if (found == dialects.end()) return std::nullopt;
  return static_cast<sql::Dialect>(found - dialects.begin());
}

std::string_view default_schema(sql::Dialect dialect) {
  return dialect == sql::Dialect::postgresql ? "public"
         : dialect == sql::Dialect::sqlite   ? "main"
                                             : "the database";
}

constexpr std::size_t listed_max = 3;

// Findings that a team has accepted: a line each, "path: message", as they are printed. Their lines may move.
class Baseline {
 public:
  void read(const File& file) {
    path_ = file.path;
    std::uint32_t number = 0;
    for (std::size_t at = 0; at < file.text.size();) {
      const std::size_t end = std::min(file.text.find('\n', at), file.text.size());
      const std::string_view line = trimmed(std::string_view(file.text).substr(at, end - at));
      at = end + 1;
      ++number;
      if (!line.empty() && line[0] != '#') accepted_.emplace(key(line), number);
    }
  }

  bool accepts(const Finding& finding) {
    if (accepted_.empty()) return false;
    const auto found = accepted_.find(key(finding.path + ": " + finding.message));
    if (found == accepted_.end()) return false;
    used_.insert(found->second);
    return true;
  }

  void tell_unused(std::vector<Finding>& findings) const {
    for (const auto& [line, number] : accepted_)
      if (used_.count(number) == 0)
        findings.push_back(
            {Verdict::warn, "accepts what is not found any more: " + quoted(line), path_, number});
  }

 private:
  // Without the verdict in front, and without line numbers, wherever they stand.
  static std::string key(std::string_view line) {
    for (const std::string_view verdict : {"fail ", "warn ", "inconclusive ", "missing ", "error "})
      if (line.substr(0, verdict.size()) == verdict) {
        line.remove_prefix(verdict.size());
        break;
      }
    std::string out;
    for (std::size_t i = 0; i < line.size(); ++i) {
      std::size_t end = i + 1;
      while (line[i] == ':' && end < line.size() && line[end] >= '0' && line[end] <= '9')
        ++end;
      if (end > i + 1)
        i = end - 1;
      else
        out += line[i];
    }
    return out;
  }

  std::string path_;
  std::map<std::string, std::uint32_t> accepted_;
  std::set<std::uint32_t> used_;
};

class IndexCheck {
 public:
  IndexCheck(const data::Value& settings, World& world) : settings_(settings), world_(world) {}

  Outcome run() {
    const auto dialect = dialect_of(text_in(settings_, "dialect"));
    if (!dialect) {
      findings_.push_back({Verdict::error, "dialect is postgresql, mysql, mariadb or sqlite", "", 0});
      return outcome_of(std::move(findings_), "no dialect to read migrations in", false);
    }
    dialect_ = *dialect;
    const std::string schema = text_in(settings_, "schema", default_schema(dialect_));
    sql::Replay replay(dialect_, schema, texts_in(settings_, "outside"));
    if (!find_migrations() || !find_new())
      return outcome_of(std::move(findings_), "no migrations to replay", false);
    for (const std::string& path : paths_)
      replay_one(path, replay);
    for (const sql::Note& note : replay.notes())
      tell(note);
    if (replay.counts().not_noted > 0)
      found({Verdict::inconclusive,
             counted(replay.counts().not_noted, "statement", "statements") + " more are not understood", "",
             0});
    hold_keys(replay.catalogue());
    hold_expected(replay.catalogue());
    return outcome(replay);
  }

 private:
  bool find_migrations() {
    std::set<std::string> all;
    for (const std::string& pattern : texts_in(settings_, "migrations")) {
      auto found = world_.find(pattern);
      if (!found) {
        findings_.push_back({Verdict::error, found.error().message, pattern, 0});
        continue;
      }
      if (found->empty()) findings_.push_back({Verdict::missing, "no file has such a name", pattern, 0});
      all.insert(found->begin(), found->end());
    }
    auto order = order_migrations({all.begin(), all.end()});
    left_out_ = order.left_out.size();
    for (const auto& one : order.doubtful)
      found({Verdict::inconclusive, "is not replayed: " + one.why, one.path, 0});
    if (settings_.find("order") != nullptr) return take_order(std::move(order.paths));
    for (const auto& twice : order.twice)
      found({Verdict::warn,
             "has the number of " + quoted(twice.first) + ": which of them runs first is a guess",
             twice.second, 0});
    for (const std::string& path : order.strange)
      found({Verdict::warn, "has no version as the others have, and is not replayed", path, 0});
    paths_ = std::move(order.paths);
    return !paths_.empty();
  }

  // A file that lists the migrations, for tools whose names say nothing of the order.
  bool take_order(std::vector<std::string> paths) {
    const auto files = files_of({text_in(settings_, "order")}, world_, findings_);
    for (const File& file : files)
      for (std::size_t at = 0; at < file.text.size();) {
        const std::size_t end = std::min(file.text.find('\n', at), file.text.size());
        const std::string_view line = trimmed(std::string_view(file.text).substr(at, end - at));
        at = end + 1;
        const std::string_view name = line.substr(0, line.find_first_of(" \t"));
        if (name.empty() || name[0] == '#' || name[0] == '%') continue;
        const auto path = std::find_if(paths.begin(), paths.end(), [&](const std::string& one) {
          return is_path_end(one, name) || is_path_end(one, std::string(name) + ".sql");
        });
        if (path == paths.end()) {
          found({Verdict::missing, quoted(name) + " is listed and not there", file.path, 0});
          continue;
        }
        paths_.push_back(std::move(*path));
        paths.erase(path);
      }
    for (const std::string& path : paths)
      found({Verdict::inconclusive, "is not listed in " + text_in(settings_, "order"), path, 0});
    return !paths_.empty();
  }

  // Which migrations are newer than `since`: the name of one, or what git knows.
  bool find_new() {
    const std::string since = text_in(settings_, "since");
    is_new_.assign(paths_.size(), since.empty());
    if (since.empty()) return true;
    const std::vector<std::size_t> named = migrations_called(since, paths_);
    if (named.size() == 1) {
      std::fill(is_new_.begin() + static_cast<std::ptrdiff_t>(named[0]) + 1, is_new_.end(), true);
      return true;
    }
    const auto changed = world_.changed_since(since);
    if (!changed) {
      findings_.push_back({Verdict::error, no_such_migration(since, named, changed.error().message), "", 0});
      return false;
    }
    const std::set<std::string> all(changed->begin(), changed->end());
    for (std::size_t i = 0; i < paths_.size(); ++i)
      is_new_[i] = all.count(paths_[i]) > 0;
    return true;
  }

  std::string no_such_migration(const std::string& since, const std::vector<std::size_t>& named,
                                const std::string& git) const {
    std::vector<std::size_t> near = named;
    if (near.empty()) near = migrations_like(since, paths_);
    std::string list;
    for (std::size_t i = 0; i < near.size() && i < listed_max; ++i)
      list.append(i == 0 ? "" : ", ").append(quoted(paths_[near[i]]));
    if (named.size() > 1)
      return "since = " + quoted(since) + " begins " + std::to_string(named.size()) + " migrations: " + list +
             (named.size() > listed_max ? ", …" : "");
    return "since = " + quoted(since) + " is no migration (nearest: " + list + "), and no commit: " + git;
  }

  void replay_one(const std::string& path, sql::Replay& replay) {
    auto text = world_.read(path);
    if (!text) findings_.push_back({Verdict::error, text.error().message, path, 0});
    const std::string kept = text ? *std::move(text) : std::string();
    const Running part = running_part(kept, dialect_);
    if (part.doubtful_line > 0)
      found({Verdict::inconclusive,
             "may be the mark of a half that takes back, and no mark of the other half stands above it", path,
             part.doubtful_line});
    replay.run(part.scripts);
  }

  void tell(const sql::Note& note) {
    using What = sql::Note::What;
    const std::string index = "index " + quoted(note.index) + " on " + quoted(note.table);
    Finding finding{Verdict::inconclusive, {}, paths_[note.place.file], note.place.line};
    switch (note.what) {
      case What::not_understood:
        finding.message = "may change tables and is not understood: " + note.text;
        return found(std::move(finding));
      case What::in_the_way:
        finding.message = note.text;
        return found(std::move(finding));
      case What::blocking:
        if (!flag_in(settings_, "concurrent", true)) return;
        finding.verdict = Verdict::fail;
        finding.message = index + " is not created concurrently: nobody can write to the table meanwhile";
        break;
      case What::in_transaction:
        finding.verdict = Verdict::fail;
        finding.message = index + " is created concurrently in a transaction, which PostgreSQL refuses";
        break;
      case What::ignored:
        finding.verdict = Verdict::warn;
        finding.message = "REFERENCES behind a column of " + quoted(note.table) +
                          " makes no foreign key in MySQL "
                          "before 9.0";
        break;
    }
    // What was done long ago can't be done otherwise any more.
    if (is_new_[note.place.file]) found(std::move(finding));
  }

  void hold_keys(const sql::Catalogue& catalogue) {
    for (Gap& gap : keys_without_index(catalogue, paths_)) {
      ++unmet_keys_;
      found({verdict_of(gap), std::move(gap.message), paths_[gap.place.file], gap.place.line});
    }
  }

  void hold_expected(const sql::Catalogue& catalogue) {
    if (settings_.find("expected") == nullptr) return;
    for (const File& file : files_of({text_in(settings_, "expected")}, world_, findings_)) {
      const auto root = data_of(file, findings_);
      if (!root) continue;
      const auto expected = read_expected(*root, file.path, findings_);
      expected_ += expected.size();
      for (Gap& gap : missing_indexes(catalogue, expected, paths_)) {
        ++unmet_expected_;
        found({Verdict::fail, std::move(gap.message), file.path, gap.line});
      }
    }
  }

  // An old gap is told, and only a new one fails.
  Verdict verdict_of(const Gap& gap) const {
    const auto is_new = [&](const sql::Place& place) { return place.line > 0 && is_new_[place.file]; };
    return is_new(gap.place) || std::any_of(gap.by.begin(), gap.by.end(), is_new) ? Verdict::fail
                                                                                  : Verdict::warn;
  }

  void found(Finding finding) { found_.push_back(std::move(finding)); }

  Outcome outcome(const sql::Replay& replay) {
    Baseline baseline;
    if (settings_.find("baseline") != nullptr)
      for (const File& file : files_of({text_in(settings_, "baseline")}, world_, findings_))
        baseline.read(file);
    std::size_t accepted = 0;
    for (Finding& finding : found_) {
      if (baseline.accepts(finding))
        ++accepted;
      else
        findings_.push_back(std::move(finding));
    }
    baseline.tell_unused(findings_);
    std::size_t tables = 0, keys = 0, indexes = 0;
    for (const sql::Table& table : replay.catalogue().tables()) {
      tables += table.is_alive;
      keys += table.foreign_keys.size();
      indexes += table.indexes.size();
    }
    std::string summary =
        counted(paths_.size(), "migration", "migrations") + ", " +
        counted(replay.counts().statements, "statement", "statements") + " (" +
        std::to_string(replay.counts().passed) + " about no table): " + counted(tables, "table", "tables") +
        ", " + counted(indexes, "index", "indexes") + ", " + counted(keys, "foreign key", "foreign keys");
    if (left_out_ > 0)
      summary += "; " + counted(left_out_, "file", "files") + " left out, as they only take back";
    if (unmet_keys_ > 0) summary += ", " + std::to_string(unmet_keys_) + " without an index";
    if (expected_ > 0)
      summary += "; " + std::to_string(expected_ - unmet_expected_) + " of " + std::to_string(expected_) +
                 " expected indexes";
    if (accepted > 0) summary += "; " + std::to_string(accepted) + " accepted";
    if (tables == 0) findings_.push_back({Verdict::missing, "the migrations make no table", "", 0});
    return outcome_of(std::move(findings_), std::move(summary), tables > 0);
  }

  const data::Value& settings_;
  World& world_;
  sql::Dialect dialect_ = sql::Dialect::postgresql;
  std::vector<std::string> paths_;
  std::vector<bool> is_new_;
  std::vector<Finding> findings_;  // that no baseline accepts: files that could not be read
  std::vector<Finding> found_;
  std::size_t unmet_keys_ = 0, expected_ = 0, unmet_expected_ = 0;
  std::size_t left_out_ = 0;  // files that only take others back
};

Outcome run(const data::Value& settings, World& world) {
  return IndexCheck(settings, world).run();
}

constexpr std::array<Setting, 9> settings = {{
    {"migrations", Takes::paths, "The files of the whole history, in any order", true},
    {"dialect", Takes::choice, "Whose SQL they are written in", true, dialects},
    {"expected", Takes::path, "A file that lists the indexes that must be there in the end"},
    {"since", Takes::text, "The last migration that is in production, or a commit: older gaps only warn"},
    {"baseline", Takes::path, "A file of findings that were accepted, a line each"},
    {"concurrent", Takes::flag,
     "Whether indexes on tables with rows must be created concurrently; true when not set"},
    {"outside", Takes::texts, "Tables that something else makes, as `auth.users` or `auth.*`"},
    {"schema", Takes::text, "The schema of names without one"},
    {"order", Takes::path,
     "A file that lists the migrations in their order, where their names do not tell it"},
}};

}  // namespace

BuiltIn migration_index() {
  return {"migration-index", "what is looked up has its index after all migrations", settings, run};
}

}  // namespace hindcast::guards
