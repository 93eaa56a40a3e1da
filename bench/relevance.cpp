// bench_relevance LIST PAIRS: indexes the files that LIST names with our index and with FTS5, and asks both
// for what is like the first document of each pair (tab between them), once by its title, once by its first
// sixty words, once by all of it. Prints of each how often the second one was among the first ten, and the
// mean of one by its rank.
#include <cmath>
#include <map>
#include <set>

#include "search/words.h"
#include "search_parts.h"

namespace {

using namespace hindcast;
using namespace hindcast::bench;
using Ids = std::vector<std::int64_t>;

std::vector<std::string> words_of(std::string_view text, std::size_t words_max) {
  std::vector<std::string> words;
  search::WordReader reader(text);
  for (search::Word word; words.size() < words_max && reader.next(word);)
    if (word.shape != search::Shape::part) words.emplace_back(word.text);
  return words;
}

struct Ours {
  std::unique_ptr<search::Store> store = search::memory_store();
  search::Index index = must(search::Index::open(*store));

  Ids ask(const std::vector<std::string>& words) {
    std::vector<search::Query> parts;
    for (const std::string& word : words)
      parts.push_back(search::words(word));
    return ids(must(index.search(search::any_of(std::move(parts)), {.hits_max = 11})).hits);
  }
  Ids like(std::int64_t id, const Document& document) {
    return ids(must(index.similar(entry_of(id, document), 10, id)));
  }
  static Ids ids(const std::vector<search::Hit>& hits) {
    Ids found;
    for (const search::Hit& hit : hits)
      found.push_back(hit.id);
    return found;
  }
};

struct Fts5 {
  sqlite3* db = open_database(":memory:");
  Fts5() { run_sql(db, "CREATE VIRTUAL TABLE f USING fts5 (title, body, tokenize='porter unicode61')"); }
  void put(std::int64_t id, const Document& document) {
    Statement put(db, "INSERT INTO f (rowid, title, body) VALUES (?, ?, ?)");
    put.bind(1, id).bind(2, document.title).bind(3, document.text).row();
  }
  Ids ask(const std::vector<std::string>& words) {
    std::string match;
    for (const std::string& word : words)
      match += (match.empty() ? "\"" : " OR \"") + word + "\"";
    Statement statement(db, "SELECT rowid FROM f WHERE f MATCH ? ORDER BY bm25(f, 5, 1) LIMIT 11");
    statement.bind(1, match);
    Ids found;
    while (!match.empty() && statement.row())
      found.push_back(sqlite3_column_int64(statement.made, 0));
    return found;
  }
};

// The words by which a document differs: repeated ones that few documents have.
std::vector<std::string> telling(Ours& ours, const Document& document, std::size_t documents,
                                 std::size_t words_max) {
  std::map<std::string, double> counts;
  for (const std::string& word : words_of(document.text, 100'000))
    counts[word] += 1;
  std::vector<std::pair<double, std::string>> order;
  for (const auto& [word, count] : counts)
    if (const auto with = static_cast<double>(must(ours.index.frequency(word))); with > 1)
      order.emplace_back(-count * std::log(static_cast<double>(documents) / with), word);
  std::sort(order.begin(), order.end());
  std::vector<std::string> words;
  for (std::size_t i = 0; i < order.size() && i < words_max; ++i)
    words.push_back(order[i].second);
  return words;
}

struct Score {
  double recall = 0, reciprocal = 0;
  std::size_t asked = 0;

  void add(Ids found, std::int64_t self, const std::set<std::int64_t>& relevant) {
    found.erase(std::remove(found.begin(), found.end(), self), found.end());
    std::size_t hits = 0;
    double best = 0;
    for (std::size_t i = 0; i < found.size() && i < 10; ++i)
      if (relevant.count(found[i]) > 0) {
        ++hits;
        best = std::max(best, 1 / static_cast<double>(i + 1));
      }
    recall += static_cast<double>(hits) / static_cast<double>(std::min<std::size_t>(10, relevant.size()));
    reciprocal += best;
    ++asked;
  }
};

}  // namespace

int main(int count, char** arguments) {
  if (count != 3) return 2;
  Ours ours;
  Fts5 fts5;
  std::map<std::string, std::int64_t> by_path;
  std::map<std::int64_t, std::string> paths;
  std::ifstream list(arguments[1]);
  Document document;
  for (std::string path; std::getline(list, path);) {
    const auto id = static_cast<std::int64_t>(by_path.size()) + 1;
    by_path[path] = id;
    paths[id] = path;
    read_document(path, document);
    must(ours.index.put(entry_of(id, document)));
    fts5.put(id, document);
  }
  must(ours.index.flush());
  std::map<std::int64_t, std::set<std::int64_t>> relevant;
  std::ifstream pairs(arguments[2]);
  for (std::string line; std::getline(pairs, line);) {
    const std::size_t tab = line.find('\t');
    const auto one = by_path.find(line.substr(0, tab)), other = by_path.find(line.substr(tab + 1));
    if (one == by_path.end() || other == by_path.end()) continue;
    relevant[one->second].insert(other->second);
    relevant[other->second].insert(one->second);
  }
  std::map<std::string, Score> scores;
  for (const auto& [id, wanted] : relevant) {
    read_document(paths[id], document);
    const auto title = words_of(document.title, 100), first = words_of(document.text, 60);
    scores["title\thindcast"].add(ours.ask(title), id, wanted);
    scores["title\tfts5"].add(fts5.ask(title), id, wanted);
    scores["first 60 words\thindcast"].add(ours.ask(first), id, wanted);
    scores["first 60 words\tfts5"].add(fts5.ask(first), id, wanted);
    scores["all of it\thindcast"].add(ours.like(id, document), id, wanted);
    scores["all of it\tfts5"].add(fts5.ask(telling(ours, document, paths.size(), 24)), id, wanted);
  }
  for (const auto& [name, score] : scores)
    std::printf("%s\t%zu\t%.3f\t%.3f\n", name.c_str(), score.asked,
                score.recall / static_cast<double>(score.asked),
                score.reciprocal / static_cast<double>(score.asked));
  return 0;
}
