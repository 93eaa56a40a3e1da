#include "guards/migration_files.h"

#include <algorithm>
#include <array>
#include <optional>
#include <set>
#include <utility>

#include "base/nearest.h"
#include "base/text.h"

namespace hindcast::guards {
namespace {

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

bool ends_with(std::string_view text, std::string_view end) {
  return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

constexpr std::size_t near_max = 3, name_bytes_max = 100, date_digits = 8;

// Not within a number, unless that is a moment and its day is written: "1" does not begin "10_b".
bool begins(std::string_view whole, std::string_view start) {
  if (whole.substr(0, start.size()) != start) return false;
  const bool cuts_number =
      whole.size() > start.size() && is_digit(start.back()) && is_digit(whole[start.size()]);
  return !cuts_number ||
         start.size() - std::min(start.size(), start.find_last_not_of("0123456789") + 1) >= date_digits;
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

constexpr std::array<std::string_view, 12> undoing_words = {"down",      "downs",     "undo",    "undos",
                                                            "rollback",  "rollbacks", "revert",  "reverts",
                                                            "downgrade", "backout",   "unapply", "backward"};
constexpr std::array<std::string_view, 5> doing_words = {"up", "ups", "apply", "upgrade", "forward"};

template <typename Words>
bool is_one_of(std::string_view word, const Words& words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// "2_x_down.sql", "down_2_x.sql" and "2_rollback_x.sql" are about "2 x"; "2_x_up.sql" and "2_x.sql" are, too.
struct Subject {
  std::string words;    // in lower case, with a space before each
  bool undoes = false;  // by a word in front, at the end or behind the number
};
Subject subject_of(std::string_view stem) {
  std::vector<std::string> words(1);
  for (const char c : lower(stem)) {
    if (c == '_' || c == '-' || c == '.' || c == ' ')
      words.emplace_back();
    else
      words.back() += c;
  }
  Subject out;
  bool is_in_front = true;
  for (std::size_t i = 0; i < words.size(); ++i) {
    const bool has_place = is_in_front || i + 1 == words.size();
    is_in_front = is_in_front && words[i].find_first_not_of("0123456789") == std::string::npos;
    if (has_place && is_one_of(words[i], undoing_words) && !out.undoes)
      out.undoes = true;
    else if (!words[i].empty() && !(has_place && is_one_of(words[i], doing_words)))
      out.words.append(" ").append(words[i]);
  }
  return out;
}

std::string file_stem(const std::string& path) {
  const std::string file = path.substr(path.rfind('/') + 1);
  return file.substr(0, file.rfind('.'));
}

// With its slash; "/" at the top, so that it is never none.
std::string folder_of(const std::string& path) {
  const std::size_t slash = path.rfind('/');
  return slash == std::string::npos ? "/" : path.substr(0, slash + 1);
}

// A folder of a path that says so: "rollback" of "db/rollback/2_x.sql".
std::string undoing_folder(std::string_view path) {
  for (std::size_t from = 0, end = path.find('/'); end != std::string_view::npos;
       from = end + 1, end = path.find('/', from))
    if (is_one_of(lower(path.substr(from, end - from)), undoing_words))
      return std::string(path.substr(from, end - from));
  return {};
}

// What the migrations that take nothing back are about, and the numbers of theirs.
struct Done {
  std::set<std::string> subjects;
  std::set<std::string> numbers;  // with their folder, and without
  explicit Done(const std::vector<std::string>& paths) {
    for (const std::string& path : paths) {
      Subject one = subject_of(file_stem(path));
      if (one.undoes || !undoing_folder(path).empty()) continue;
      if (const std::string number = version_in(file_stem(path)); !number.empty()) {
        numbers.insert(folder_of(path) + number);
        numbers.insert(number);
      }
      subjects.insert(std::move(one.words));
    }
  }
};

enum class Undoing : std::uint8_t { no, yes, perhaps };

// Only some names take back without a doubt. Others do beside what they take back; alone, "2_cool_down.sql"
// is a migration of that name, and a file in a folder of such a name is whatever it is.
Undoing undoing(const Name& name, const Done& done, std::string& why) {
  const std::string path = lower(name.path);
  if (name.flyway == 'U') return Undoing::yes;
  for (const std::string_view end :
       {".down.sql", "/down.sql", ".undo.sql", "/undo.sql", ".rollback.sql", "/rollback.sql", ".revert.sql"})
    if (ends_with(path, end)) return Undoing::yes;
  if (("/" + path).find("/revert/") != std::string::npos) return Undoing::yes;
  const std::string stem = file_stem(name.path), number = version_in(stem),
                    folder = undoing_folder(name.path);
  const Subject about = subject_of(stem);
  const bool is_paired = done.subjects.count(about.words) > 0;
  const auto has = [&](const std::string& one) { return !number.empty() && done.numbers.count(one) > 0; };
  if (!folder.empty()) {
    if (is_paired || has(number)) return Undoing::yes;
    why = "its folder `" + folder + "` says that it takes back, and nothing that it would is there";
    return Undoing::perhaps;
  }
  if (!about.undoes || name.flyway != 0) return Undoing::no;
  if (is_paired) return Undoing::yes;
  if (!has(folder_of(name.path) + number)) return Undoing::no;
  why = "its name and number say that it takes back another, and which is a guess";
  return Undoing::perhaps;
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

constexpr std::size_t heading_bytes_max = 40;

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
  // A heading of one's own: "up", "=== DOWN ===", "@undo:", "rollback script".
  const auto is_letter = [](char c) { return c >= 'a' && c <= 'z'; };
  const auto first = std::find_if(text.begin(), text.end(), is_letter);
  const auto last = std::find_if(text.rbegin(), text.rend(), is_letter).base();
  std::string_view heading =
      first < last ? std::string_view(&*first, static_cast<std::size_t>(last - first)) : std::string_view();
  if (heading.size() > heading_bytes_max) return std::nullopt;
  for (const std::string_view end : {" migration", " script", " part", " section", " sql"})
    if (ends_with(heading, end)) {
      heading.remove_suffix(end.size());
      break;
    }
  if (is_one_of(heading, doing_words) || heading == "migrate") return Mark::up;
  if (is_one_of(heading, undoing_words)) return Mark::down;
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

  Running cut() {
    std::uint32_t line = 1;
    for (std::size_t at = 0; at < text_.size(); ++line) {
      const std::size_t end = std::min(text_.find('\n', at), text_.size());
      look(trimmed(text_.substr(at, end - at)), at, line);
      at = end + 1;
    }
    close(text_.size());
    // Below such a mark may stand comments alone: how it would be taken back by hand.
    sql::Reader below(text_.substr(doubtful_at_), dialect_);
    sql::Statement any;
    if (doubtful_line_ > 0 && !below.next(any)) doubtful_line_ = 0;
    return {std::move(scripts_), doubtful_line_};
  }

 private:
  // A line that begins with the signs of a comment may be a mark.
  void look(std::string_view line, std::size_t at, std::uint32_t number) {
    if (number == 1 && line.substr(0, 3) == "\xEF\xBB\xBF") line.remove_prefix(3);
    const bool is_block = line.size() > 4 && line.substr(0, 2) == "/*" && ends_with(line, "*/");
    if (line.empty() || (line[0] != '-' && line[0] != '#' && !is_block)) return;
    const std::string_view words = line.substr(std::min(line.find_first_not_of("-#/* \t"), line.size()));
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
    } else if (const auto mark = mark_of(words); mark && may_be(*mark, words, at, number)) {
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
  bool may_be(Mark mark, std::string_view words, std::size_t at, std::uint32_t number) {
    has_up_ = has_up_ || mark == Mark::up;
    if (has_up_ || is_same_start(words, "create above")) return true;
    if (doubtful_line_ == 0 && !is_liquibase_) {
      doubtful_line_ = number;
      doubtful_at_ = at;
    }
    return false;
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
  std::size_t from_ = 0, doubtful_at_ = 0;
  std::uint32_t line_ = 1, doubtful_line_ = 0;
  std::string_view delimiter_ = ";";
  bool is_running_ = true, is_liquibase_ = false, has_up_ = false;
  bool in_transaction_ = false, has_transaction_ = true;
};

}  // namespace

MigrationOrder order_migrations(std::vector<std::string> paths) {
  MigrationOrder order;
  std::vector<Name> names;
  const Done done(paths);
  for (std::string& path : paths) {
    Name name = name_of(std::move(path));
    std::string why;
    switch (undoing(name, done, why)) {
      case Undoing::yes:
        order.left_out.push_back(std::move(name.path));
        break;
      case Undoing::perhaps:
        order.doubtful.push_back({std::move(name.path), std::move(why)});
        break;
      case Undoing::no:
        names.push_back(std::move(name));
        break;
    }
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

bool is_path_end(std::string_view path, std::string_view end) {
  if (end.empty() || !ends_with(path, end)) return false;
  return path.size() == end.size() || path[path.size() - end.size() - 1] == '/';
}

std::vector<std::size_t> migrations_called(std::string_view name, const std::vector<std::string>& paths) {
  std::vector<std::size_t> begun;
  for (std::size_t i = 0; i < paths.size(); ++i) {
    if (is_path_end(paths[i], name) || is_path_end(paths[i], std::string(name).append(".sql"))) return {i};
    const Name one = name_of(paths[i]);
    if (!name.empty() && (begins(one.stem, name) || begins(paths[i], name))) begun.push_back(i);
  }
  return begun;
}

std::vector<std::size_t> migrations_like(std::string_view name, const std::vector<std::string>& paths) {
  std::vector<std::pair<int, std::size_t>> all;
  for (std::size_t i = 0; i < paths.size(); ++i)
    all.emplace_back(distance(lower(name), lower(first_bytes(name_of(paths[i]).stem, name_bytes_max))), i);
  std::sort(all.begin(), all.end());
  std::vector<std::size_t> out;
  for (std::size_t i = 0; i < all.size() && i < near_max; ++i)
    out.push_back(all[i].second);
  return out;
}

Running running_part(std::string_view text, sql::Dialect dialect) {
  return Cutter(text, dialect).cut();
}

}  // namespace hindcast::guards
