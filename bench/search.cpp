// bench_search hindcast|fts5 LIST QUERIES WORK: indexes the files that LIST names into a database in the
// folder WORK and answers the queries of gen_queries.py, in this one process. Prints a row for each figure: a
// name, a number, tab between them. Times are CPU, of a query the median of three.
#include <sys/resource.h>
#include <time.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "search/passages.h"
#include "search/words.h"
#include "search_parts.h"

namespace {

using namespace hindcast;
using namespace hindcast::bench;

double cpu_us() {
  timespec now{};
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
  return 1e6 * static_cast<double>(now.tv_sec) + static_cast<double>(now.tv_nsec) / 1e3;
}

double peak_mib() {
  rusage used{};
  getrusage(RUSAGE_SELF, &used);
  return static_cast<double>(used.ru_maxrss) / 1024;
}

void say(const std::string& name, double value) {
  std::printf("%s\t%.3f\n", name.c_str(), value);
}

// Blocks as rows, the way the archive keeps them.
class Rows final : public search::Store {
 public:
  explicit Rows(sqlite3* db)
      : get_(db, "SELECT bytes FROM blocks WHERE segment = ? AND block = ?"),
        put_(db, "INSERT INTO blocks VALUES (?, ?, ?)"),
        drop_(db, "DELETE FROM blocks WHERE segment = ?") {}
  Result<std::string> manifest() override { return manifest_; }
  Status set_manifest(std::string_view text) override {
    manifest_ = text;
    return Ok();
  }
  Result<std::string> block(std::uint32_t segment, std::uint32_t number) override {
    ++reads;
    get_.again();
    if (!get_.bind(1, segment).bind(2, number).row()) return Error{ErrorCode::not_found, "no such block"};
    return std::string(static_cast<const char*>(sqlite3_column_blob(get_.made, 0)),
                       static_cast<std::size_t>(sqlite3_column_bytes(get_.made, 0)));
  }
  Status put_block(std::uint32_t segment, std::uint32_t number, std::string_view bytes) override {
    put_.again();
    put_.bind(1, segment).bind(2, number).bind_blob(3, bytes).row();
    return Ok();
  }
  Status drop_segment(std::uint32_t segment) override {
    drop_.again();
    drop_.bind(1, segment).row();
    return Ok();
  }
  std::size_t reads = 0;

 private:
  Statement get_, put_, drop_;
  std::string manifest_;
};

// --- questions -----------------------------------------------------------------

struct Question {
  std::string kind, words, year, status;
};

std::vector<Question> questions(const std::string& path) {
  std::vector<Question> read;
  std::ifstream in(path);
  for (std::string line; std::getline(in, line);) {
    std::string columns[4];
    std::size_t at = 0;
    for (std::string& column : columns) {
      const std::size_t end = std::min(line.find('\t', at), line.size());
      column = line.substr(std::min(at, line.size()), end - at);
      at = end + 1;
    }
    read.push_back({columns[0], columns[1], columns[2], columns[3]});
  }
  return read;
}

// Asks every question four times, the first time to warm up, and prints the middle and the tail of each kind.
void measure(const std::vector<Question>& asked,
             const std::function<void(const Question&, const std::string&)>& ask) {
  std::map<std::string, std::vector<double>> taken;
  for (const Question& question : asked)
    for (const std::string& kind : question.kind == "three"
                                       ? std::vector<std::string>{"three and", "three or"}
                                       : std::vector<std::string>{question.kind}) {
      ask(question, kind);
      double times[3];
      for (double& time : times) {
        const double began = cpu_us();
        ask(question, kind);
        time = cpu_us() - began;
      }
      std::sort(times, times + 3);
      taken[kind].push_back(times[1] / 1000);
    }
  for (auto& [kind, times] : taken) {
    std::sort(times.begin(), times.end());
    say(kind + " p50", times[times.size() / 2]);
    say(kind + " p99", times[std::min(times.size() - 1, times.size() * 99 / 100)]);
  }
}

// --- ours ------------------------------------------------------------------------

search::Query query_of(const Question& question, const std::string& kind) {
  if (kind == "phrase") return search::phrase(question.words);
  std::vector<search::Query> parts;
  for (std::string& word : split(question.words))
    parts.push_back(search::words(std::move(word)));
  if (kind == "three or") return search::any_of(std::move(parts));
  if (kind == "filter") {
    const int year = std::atoi(question.year.c_str());
    parts.push_back(search::dates({year, 1, 1}, {year, 12, 31}));
    parts.push_back(search::attribute("status:" + question.status));
  }
  return search::all_of(std::move(parts));
}

// What the passages of the best ten cost on top of finding them: their texts from the database, the words in
// them.
void measure_passages(sqlite3* db, search::Index& index, const std::vector<Question>& asked) {
  Statement get(db, "SELECT text FROM texts WHERE id = ?");
  std::vector<double> taken;
  std::size_t unshown = 0;
  for (const Question& question : asked) {
    if (question.kind == "mlt") continue;
    const search::Query query = query_of(question, question.kind);
    const std::vector<search::Hit> hits = must(index.search(query)).hits;
    double times[4];  // the first time warms up
    for (double& time : times) {
      const double began = cpu_us();
      search::Marker marker(query, index.statistics().languages);
      for (const search::Hit& hit : hits) {
        get.again();
        if (!get.bind(1, hit.id).row()) fail("a document has no text");
        const auto* text = static_cast<const char*>(sqlite3_column_blob(get.made, 0));
        if (marker.passages({text, static_cast<std::size_t>(sqlite3_column_bytes(get.made, 0))}, "en")
                .empty() &&
            !marker.is_empty())
          ++unshown;
      }
      time = cpu_us() - began;
    }
    std::sort(times + 1, times + 4);
    taken.push_back(times[2] / 1000);
  }
  std::sort(taken.begin(), taken.end());
  say("passages p50", taken[taken.size() / 2]);
  say("passages p99", taken[taken.size() * 99 / 100]);
  say("hits without passage", static_cast<double>(unshown));
}

void ours(const std::vector<std::string>& files, const std::vector<Question>& asked,
          const std::string& work) {
  sqlite3* db = open_database(work + "/hindcast.db");
  run_sql(db,
          "CREATE TABLE blocks (segment INTEGER, block INTEGER, bytes BLOB, PRIMARY KEY (segment, block))");
  run_sql(db, "CREATE TABLE texts (id INTEGER PRIMARY KEY, text BLOB)");
  Statement keep(db, "INSERT INTO texts VALUES (?, ?)");
  Rows rows(db);
  search::Index index = must(search::Index::open(rows));
  double spent = 0, input = 0;
  Document document;
  run_sql(db, "BEGIN");
  for (std::size_t i = 0; i < files.size(); ++i) {
    read_document(files[i], document);
    input += static_cast<double>(document.text.size());
    const search::Entry entry = entry_of(static_cast<std::int64_t>(i) + 1, document);
    keep.again();
    keep.bind(1, entry.id).bind_blob(2, document.text).row();
    const double began = cpu_us();
    must(index.put(entry));
    spent += cpu_us() - began;
  }
  const double began = cpu_us();
  must(index.flush());
  run_sql(db, "COMMIT");
  spent += cpu_us() - began;
  say("documents", static_cast<double>(files.size()));
  say("input MB", input / 1e6);
  say("index us", spent / static_cast<double>(files.size()));
  say("size", static_cast<double>(index.statistics().bytes) / input);
  say("segments", static_cast<double>(index.statistics().segments));
  say("build peak MiB", peak_mib());

  // What a process pays that has just begun.
  std::vector<double> cold;
  double reads = 0;
  for (std::size_t i = 0; i < asked.size() && cold.size() < 100; i += 7) {
    if (asked[i].kind == "mlt") continue;
    rows.reads = 0;
    const double start = cpu_us();
    search::Index fresh = must(search::Index::open(rows));
    must(fresh.search(query_of(asked[i], asked[i].kind)));
    cold.push_back((cpu_us() - start) / 1000);
    reads += static_cast<double>(rows.reads);
  }
  std::sort(cold.begin(), cold.end());
  say("cold p50", cold[cold.size() / 2]);
  say("cold p99", cold.back());
  say("cold blocks", reads / static_cast<double>(cold.size()));

  std::ofstream telling(work + "/telling.txt");
  std::map<std::string, Document> liked;
  for (const Question& question : asked)
    if (question.kind == "mlt") {
      read_document(files[static_cast<std::size_t>(std::atoi(question.words.c_str())) - 1], document);
      Document& kept = liked[question.words] = {};
      kept.text = document.text;
      for (const search::Piece& piece : document.pieces)
        kept.pieces.push_back(
            {piece.field,
             std::string_view(kept.text).substr(
                 static_cast<std::size_t>(piece.text.data() - document.text.data()), piece.text.size())});
      // The words by which another engine is asked the same: rare and repeated ones.
      std::map<std::string, double> counts;
      search::WordReader reader(kept.text);
      for (search::Word word; reader.next(word);)
        if (word.text.size() > 3 && !holds_any<'0', '1', '2', '3', '4', '5', '6', '7', '8', '9'>(word.text))
          counts[std::string(word.text)] += 1;
      std::vector<std::pair<double, std::string>> order;
      for (const auto& [word, count] : counts)
        if (const auto with = static_cast<double>(must(index.frequency(word))); with > 1)
          order.emplace_back(-count * std::log(static_cast<double>(files.size()) / with), word);
      std::sort(order.begin(), order.end());
      telling << question.words;
      for (std::size_t i = 0; i < order.size() && i < 15; ++i)
        telling << ' ' << order[i].second;
      telling << '\n';
    }
  measure(asked, [&](const Question& question, const std::string& kind) {
    if (kind == "mlt") {
      const std::int64_t id = std::atoi(question.words.c_str());
      must(index.similar(entry_of(id, liked[question.words]), 10, id));
    } else {
      must(index.search(query_of(question, kind)));
    }
  });
  say("peak MiB", peak_mib());
  measure_passages(db, index, asked);
}

// --- SQLite's ----------------------------------------------------------------------

void fts5(const std::vector<std::string>& files, const std::vector<Question>& asked,
          const std::string& work) {
  sqlite3* db = open_database(work + "/fts5.db");
  run_sql(db,
          "CREATE TABLE docs (id INTEGER PRIMARY KEY, date TEXT, status TEXT, title TEXT, body TEXT);"
          "CREATE VIRTUAL TABLE f USING fts5 (title, body, content='docs', content_rowid='id', "
          "tokenize='porter unicode61')");
  Statement keep(db, "INSERT INTO docs VALUES (?, ?, ?, ?, ?)"),
      put(db, "INSERT INTO f (rowid, title, body) VALUES (?, ?, ?)");
  double spent = 0, input = 0;
  Document document;
  run_sql(db, "BEGIN");
  for (std::size_t i = 0; i < files.size(); ++i) {
    read_document(files[i], document);
    input += static_cast<double>(document.text.size());
    const auto id = static_cast<std::int64_t>(i) + 1;
    keep.again();
    keep.bind(1, id)
        .bind(2, document.date)
        .bind(3, document.status)
        .bind(4, document.title)
        .bind(5, document.text)
        .row();
    const double began = cpu_us();
    put.again();
    put.bind(1, id).bind(2, document.title).bind(3, document.text).row();
    spent += cpu_us() - began;
  }
  const double began = cpu_us();
  run_sql(db, "COMMIT");
  spent += cpu_us() - began;
  say("documents", static_cast<double>(files.size()));
  say("index us", spent / static_cast<double>(files.size()));
  Statement size(db, "SELECT sum(length(block)) FROM f_data");
  size.row();
  say("size", sqlite3_column_double(size.made, 0) / input);
  say("build peak MiB", peak_mib());

  std::map<std::string, std::string> telling;
  std::ifstream in(work + "/telling.txt");
  for (std::string line; std::getline(in, line);)
    telling[line.substr(0, line.find(' '))] = line.substr(std::min(line.size(), line.find(' ')));
  Statement plain(db, "SELECT rowid FROM f WHERE f MATCH ? ORDER BY rank LIMIT 10");
  Statement filtered(
      db,
      "SELECT f.rowid FROM f JOIN docs d ON d.id = f.rowid WHERE f MATCH ? AND d.date BETWEEN ? AND ?"
      " AND d.status = ? ORDER BY rank LIMIT 10");
  measure(asked, [&](const Question& question, const std::string& kind) {
    const bool is_any = kind == "three or" || kind == "mlt";
    std::string match;
    for (const std::string& word : split(kind == "mlt" ? telling[question.words] : question.words)) {
      if (!match.empty()) match += kind == "phrase" ? " + " : is_any ? " OR " : " AND ";
      match += "\"" + word + "\"";
    }
    Statement& statement = kind == "filter" ? filtered : plain;
    const std::string first = question.year + "-01-01", last = question.year + "-12-31";
    statement.again();
    statement.bind(1, match);
    if (kind == "filter") statement.bind(2, first).bind(3, last).bind(4, question.status);
    while (statement.row()) {
    }
  });
  say("peak MiB", peak_mib());
}

}  // namespace

int main(int count, char** arguments) {
  if (count != 5) return 2;
  std::vector<std::string> files;
  std::ifstream in(arguments[2]);
  for (std::string line; std::getline(in, line);)
    files.push_back(line);
  const std::string engine = arguments[1], work = arguments[4];
  std::filesystem::create_directories(work);
  for (const char* name : {"", "-wal", "-shm"})
    std::filesystem::remove(work + "/" + engine + ".db" + name);
  (engine == "hindcast" ? ours : fts5)(files, questions(arguments[3]), work);
  return 0;
}
