#include "guards/migration_files.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "base/text.h"

namespace hindcast::guards {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// Runs of digits as numbers, everything else byte by byte: "2_b" comes before "10_a".
int compare_natural(std::string_view a, std::string_view b) {
  std::size_t i = 0, j = 0;
  while (i < a.size() && j < b.size()) {
    if (!is_digit(a[i]) || !is_digit(b[j])) {
      if (a[i] != b[j]) return static_cast<unsigned char>(a[i]) < static_cast<unsigned char>(b[j]) ? -1 : 1;
      ++i, ++j;
      continue;
    }
    const auto number = [](std::string_view text, std::size_t& at) {
      while (at < text.size() && text[at] == '0')
        ++at;
      const std::size_t from = at;
      while (at < text.size() && is_digit(text[at]))
        ++at;
      return text.substr(from, at - from);
    };
    const auto one = number(a, i), two = number(b, j);
    if (one.size() != two.size()) return one.size() < two.size() ? -1 : 1;
    if (const int order = one.compare(two); order != 0) return order;
  }
  return (i < a.size() ? 1 : 0) - (j < b.size() ? 1 : 0);
}

// What a migration is called: its file, or its folder where every file is called "up.sql".
struct Name {
  std::string path, folder, stem;
  std::string version;  // "3.1" of "V3_1__x", "20240501_120000" of a time stamp; "" where there is none
  char flyway = 0;      // V, B, R, U
};

std::string version_in(std::string_view stem) {
  std::size_t at = 0, end = 0;
  while (at < stem.size() && is_digit(stem[at])) {
    while (at < stem.size() && is_digit(stem[at]))
      ++at;
    const bool is_part = at == stem.size() || stem[at] == '_' || stem[at] == '-' || stem[at] == '.';
    if (!is_part) break;  // "2fa" is a word
    end = at++;
  }
  return std::string(stem.substr(0, end));
}

Name name_of(std::string path) {
  Name name;
  const std::size_t slash = path.rfind('/');
  name.folder = slash == std::string::npos ? "" : path.substr(0, slash);
  std::string file = slash == std::string::npos ? path : path.substr(slash + 1);
  std::string stem = file.substr(0, file.rfind('.'));
  static constexpr std::array<std::string_view, 4> plain = {"up", "down", "migration", "rollback"};
  if (std::find(plain.begin(), plain.end(), lower(stem)) != plain.end() && slash != std::string::npos) {
    const std::size_t above = name.folder.rfind('/');
    stem = above == std::string::npos ? name.folder : name.folder.substr(above + 1);
    name.folder = above == std::string::npos ? "" : name.folder.substr(0, above);
  }
  const std::size_t parts = stem.find("__");
  const char first = stem.empty() ? '\0' : stem[0];
  if (parts != std::string::npos &&
      (first == 'R' ? parts == 1 : first == 'V' || first == 'B' || first == 'U')) {
    std::string version = stem.substr(1, parts - 1);
    std::replace(version.begin(), version.end(), '_', '.');
    if (first == 'R' || (!version.empty() && version.find_first_not_of("0123456789.") == std::string::npos)) {
      name.flyway = first;
      name.version = std::move(version);
    }
  }
  if (name.flyway == 0) name.version = version_in(stem);
  name.stem = std::move(stem);
  name.path = std::move(path);
  return name;
}

// "2_x_down.sql" takes back "2_x_up.sql" or "2_x.sql"; "2_cool_down.sql" alone is a migration of that name.
bool has_partner(const std::string& path, std::string_view end, const std::set<std::string>& all) {
  const std::string stem = path.substr(0, path.size() - end.size());
  return all.count(stem + end.front() + "up.sql") > 0 || all.count(stem + ".sql") > 0;
}

bool is_undoing(const Name& name, const std::set<std::string>& all) {
  const std::string path = lower(name.path);
  if (name.flyway == 'U') return true;
  for (const std::string_view end :
       {".down.sql", "/down.sql", ".undo.sql", ".rollback.sql", "/rollback.sql", ".revert.sql"})
    if (ends_with(path, end)) return true;
  for (const std::string_view end : {"_down.sql", "-down.sql", "_rollback.sql"})
    if (ends_with(path, end) && has_partner(path, end, all)) return true;
  return path.find("/revert/") != std::string::npos;
}

bool comes_before(const Name& a, const Name& b) {
  if ((a.flyway == 'R') != (b.flyway == 'R')) return b.flyway == 'R';  // what is repeated comes last
  if (a.flyway != 0 && b.flyway != 0) {
    if (const int order = compare_natural(a.version, b.version); order != 0) return order < 0;
  } else if (const int order = compare_natural(a.stem, b.stem); order != 0) {
    return order < 0;
  }
  return std::pair(std::string_view(a.stem), std::string_view(a.path)) <
         std::pair(std::string_view(b.stem), std::string_view(b.path));
}

// Marks of a line, without its comment signs.
enum class Mark : std::uint8_t { up, down };
std::optional<Mark> mark_of(std::string_view line) {
  static constexpr std::array<std::pair<std::string_view, Mark>, 13> marks = {{
      {"migrate:up", Mark::up},
      {"migrate:down", Mark::down},
      {"+goose up", Mark::up},
      {"+goose down", Mark::down},
      {"+migrate up", Mark::up},
      {"+migrate down", Mark::down},
      {"+micrate up", Mark::up},
      {"+micrate down", Mark::down},
      {"rambler up", Mark::up},
      {"rambler down", Mark::down},
      {"!ups", Mark::up},
      {"!downs", Mark::down},
      {"create above / drop below", Mark::down},
  }};
  const std::string text = lower(line);
  for (const auto& [word, mark] : marks)
    if (text.compare(0, word.size(), word) == 0) return mark;
  if (text == "up migration") return Mark::up;
  if (text == "down migration" || text == "rollback migration") return Mark::down;
  return std::nullopt;
}

// The value of "name:value" among the words of a changeset's line.
std::string_view attribute(std::string_view line, std::string_view name) {
  const std::size_t at = line.find(name);
  if (at == std::string_view::npos || (at > 0 && line[at - 1] != ' ' && line[at - 1] != '\t')) return {};
  const std::string_view rest = line.substr(at + name.size());
  return rest.substr(0, rest.find_first_of(" \t\r"));
}

// A changeset of Liquibase that is meant for other databases, or for none.
bool is_meant(std::string_view changeset, sql::Dialect dialect) {
  if (attribute(changeset, "ignore:") == "true") return false;
  const std::string_view databases = attribute(changeset, "dbms:");
  if (databases.empty() || databases == "all") return true;
  static constexpr std::array<std::string_view, 4> names = {"postgresql", "mysql", "mariadb", "sqlite"};
  const std::string_view ours = names[static_cast<std::size_t>(dialect)];
  bool is_excluded_only = true;
  for (std::size_t from = 0; from <= databases.size();) {
    const std::size_t end = std::min(databases.find(',', from), databases.size());
    const std::string_view one = databases.substr(from, end - from);
    if (one == ours) return true;
    if (one.substr(0, 1) == "!" && one.substr(1) == ours) return false;
    is_excluded_only = is_excluded_only && one.substr(0, 1) == "!";
    from = end + 1;
  }
  return is_excluded_only;
}

// Cuts a text into what runs, line by line.
class Cutter {
 public:
  Cutter(std::string_view text, sql::Dialect dialect) : text_(text), dialect_(dialect) {}

  std::vector<sql::Script> cut() {
    std::uint32_t line = 1;
    for (std::size_t at = 0; at < text_.size(); ++line) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      look(trimmed(text_.substr(at, end - at)), at, line);
      at = end + 1;
    }
    close(text_.size());
    return std::move(scripts_);
  }

 private:
  // A line that begins with the signs of a comment may be a mark.
  void look(std::string_view line, std::size_t at, std::uint32_t number) {
    if (number == 1 && line.substr(0, 3) == "\xEF\xBB\xBF") line.remove_prefix(3);
    if (line.empty() || (line[0] != '-' && line[0] != '#')) return;
    const std::string_view words = line.substr(std::min(line.find_first_not_of("-# \t"), line.size()));
    if (is_same_start(words, "liquibase formatted sql")) {
      is_liquibase_ = true;
    } else if (is_liquibase_ && is_same_start(words, "changeset ")) {
      close(at);
      open(at, number);
      is_running_ = is_meant(words, dialect_);
      const std::string_view delimiter = attribute(words, "endDelimiter:");
      delimiter_ = delimiter.empty() ? ";" : delimiter;
    } else if (is_same_start(words, "+goose no transaction")) {
      has_transaction_ = false;
    } else if (const auto mark = mark_of(words); mark && may_be(*mark, words)) {
      close(at);
      open(at, number);
      is_running_ = *mark == Mark::up;
      // These open a transaction of their own unless they are told not to.
      const bool opens = is_same_start(words, "migrate:") || is_same_start(words, "+");
      in_transaction_ = opens && has_transaction_ &&
                        words.find("transaction:false") == std::string_view::npos &&
                        words.find("notransaction") == std::string_view::npos;
    }
  }

  // A half that undoes stands below one that does; only one tool has a single mark between both.
  bool may_be(Mark mark, std::string_view words) {
    has_up_ = has_up_ || mark == Mark::up;
    return has_up_ || is_same_start(words, "create above");
  }

  static bool is_same_start(std::string_view text, std::string_view start) {
    return lower(text.substr(0, start.size())) == start;
  }

  void open(std::size_t at, std::uint32_t line) {
    from_ = at;
    line_ = line;
  }
  void close(std::size_t end) {
    if (is_running_ && end > from_)
      scripts_.push_back({text_.substr(from_, end - from_), line_, delimiter_, in_transaction_});
  }

  std::string_view text_;
  sql::Dialect dialect_;
  std::vector<sql::Script> scripts_;
  std::size_t from_ = 0;
  std::uint32_t line_ = 1;
  std::string_view delimiter_ = ";";
  bool is_running_ = true, is_liquibase_ = false, has_up_ = false;
  bool in_transaction_ = false, has_transaction_ = true;
};

}  // namespace

MigrationOrder order_migrations(std::vector<std::string> paths) {
  MigrationOrder order;
  std::vector<Name> names;
  std::set<std::string> all;  // in lower case
  for (const std::string& path : paths)
    all.insert(lower(path));
  for (std::string& path : paths) {
    Name name = name_of(std::move(path));
    if (is_undoing(name, all))
      order.left_out.push_back(std::move(name.path));
    else
      names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end(), comes_before);
  const bool is_flyway = std::any_of(names.begin(), names.end(), [](auto& one) { return one.flyway == 'V'; });
  std::string seen_below;      // the last version of Flyway before here
  const Name* last = nullptr;  // the one before
  for (std::size_t i = 0; i < names.size(); ++i) {
    Name& name = names[i];
    // A baseline stands for the versions up to its own: with them it would do everything twice.
    const bool is_known_baseline =
        name.flyway == 'B' &&
        (!seen_below.empty() || (i + 1 < names.size() && names[i + 1].flyway == 'V' &&
                                 compare_natural(names[i + 1].version, name.version) == 0));
    if (is_flyway && (name.flyway == 0 || is_known_baseline)) {
      (is_known_baseline ? order.left_out : order.strange).push_back(std::move(name.path));
      continue;
    }
    if (name.flyway == 'V') seen_below = name.version;
    if (last != nullptr && !name.version.empty() && last->version == name.version &&
        last->flyway == name.flyway && (last->folder == name.folder || name.flyway != 0))
      order.twice.push_back({last->path, name.path});
    last = &name;
    order.paths.push_back(name.path);
  }
  return order;
}

std::vector<sql::Script> scripts_of(std::string_view text, sql::Dialect dialect) {
  return Cutter(text, dialect).cut();
}

}  // namespace hindcast::guards
