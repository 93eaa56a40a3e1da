// Random edits of many documents: each must change what was asked for and nothing else.
//
//     edits [--count N] [--seed N] [--threads N] [--refusals] PATH...
//     edits --every [--threads N] PATH...    each kind of edit of each item, field and slot of each document
//     edits --seed-bug PATH...     puts a wrong span into edits; all must be noticed
//
// A walk takes a document, at times with other line ends or without its last one, and makes up to eight edits
// on top of each other. Documents are the .md files below each PATH; a path that does not exist is said.
#include <algorithm>
#include <array>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <map>
#include <mutex>
#include <random>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "claims.h"

namespace {

using namespace hindcast;
using edits_test::Wish;
using What = Wish::What;

constexpr int steps_max = 8;
constexpr std::size_t failures_shown = 10;
constexpr std::array<std::string_view, 9> names = {"state",  "owner", "due",  "priority", "ticked",
                                                   "action", "field", "slot", "cleared"};

struct File {
  std::string path, text;
};

struct Options {
  std::uint64_t count = 20'000, seed = 1;
  int threads = 2;
  bool seed_bug = false, refusals = false, every = false;
  std::vector<std::string> paths;
};

struct Tally {
  std::array<std::uint64_t, names.size()> made{}, refused{}, same{};
  std::uint64_t caught = 0, missed = 0;
  std::vector<std::string> failures;
  std::map<std::string, std::pair<std::uint64_t, std::string>> reasons;  // how often, and an example

  std::uint64_t total() const {
    std::uint64_t sum = 0;
    for (auto one : made)
      sum += one;
    return sum;
  }
  void add(const Tally& other) {
    for (std::size_t i = 0; i < names.size(); ++i) {
      made[i] += other.made[i];
      refused[i] += other.refused[i];
      same[i] += other.same[i];
    }
    caught += other.caught;
    missed += other.missed;
    failures.insert(failures.end(), other.failures.begin(), other.failures.end());
    for (const auto& [reason, seen] : other.reasons) {
      auto& mine = reasons[reason];
      if (mine.first == 0) mine.second = seen.second;
      mine.first += seen.first;
    }
  }
};

std::vector<File> files_below(const std::vector<std::string>& paths) {
  namespace fs = std::filesystem;
  std::vector<File> files;
  for (const auto& path : paths) {
    if (!fs::exists(path)) {
      std::printf("edits: %s is not there; its documents are left out\n", path.c_str());
      continue;
    }
    for (const auto& entry : fs::recursive_directory_iterator(path)) {
      if (!entry.is_regular_file() || entry.path().extension() != ".md") continue;
      std::ifstream in(entry.path(), std::ios::binary);
      std::ostringstream text;
      text << in.rdbuf();
      if (text.str().size() < 200'000) files.push_back({entry.path().string(), text.str()});
    }
  }
  std::sort(files.begin(), files.end(), [](const File& a, const File& b) { return a.path < b.path; });
  return files;
}

class Walker {
 public:
  Walker(const Options& options, const std::vector<File>& files, std::uint64_t seed)
      : options_(options), files_(files), random_(seed) {}

  // One document, some edits on top of each other.
  void walk() {
    const File& file = files_[below(files_.size())];
    std::string text = variant(file.text);
    auto now = document::open_reading({file.path, text}, document::builtin_forms());
    for (int step = 0; step < steps_max && tally.failures.empty(); ++step) {
      const std::string next = tried(file.path, now, wished(now));
      if (next.empty()) continue;
      text = next;
      now = document::open_reading({file.path, text}, document::builtin_forms());
    }
  }

  // Every kind of edit of every fact of one document as it is, each on its own.
  void walk_every(const File& file) {
    const auto now = document::open_reading({file.path, file.text}, document::builtin_forms());
    Wish wish;
    wish.due = {2031, 5, 6};
    for (wish.item = 0; wish.item < now.document.items.size(); ++wish.item) {
      for (int state = 1; state <= 7; ++state) {
        wish.state = static_cast<facts::ActionState>(state);
        tried(file.path, now, of_kind(wish, What::state));
      }
      for (const bool ticked : {false, true}) {
        wish.ticked = ticked;
        tried(file.path, now, of_kind(wish, What::ticked));
      }
      for (const char* owner : {"Ada Stone", "@grace"})
        tried(file.path, now, of_kind(wish, What::owner, "", owner));
      tried(file.path, now, of_kind(wish, What::due));
      tried(file.path, now, of_kind(wish, What::priority, "", "High"));
      for (int fact = 0; fact < 4; ++fact) {
        wish.fact = static_cast<document::ItemFact>(fact);
        tried(file.path, now, of_kind(wish, What::cleared));
      }
    }
    wish.item = 0;
    for (const auto& field : now.document.fields)
      for (const char* value : {"2024-05-06", "Ada | Bo: x", ""})
        tried(file.path, now, of_kind(wish, What::field, field.key, value));
    for (const char* owner : {"", "@grace"})
      tried(file.path, now, of_kind(wish, What::action, owner, "Alert on a full disk"));
    for (std::size_t from = 0; from < file.text.size();) {
      const auto slot = bracketed_from(file.text, from);
      if (!slot.empty()) tried(file.path, now, of_kind(wish, What::slot, slot, "Filled in by hand"));
      const auto open = file.text.find('[', from);
      from = open == std::string::npos ? file.text.size() : open + 1;
    }
  }

  Tally tally;

 private:
  static Wish of_kind(Wish wish, What what, std::string name = "", std::string value = "") {
    wish.what = what;
    wish.name = std::move(name);
    wish.value = std::move(value);
    return wish;
  }

  // The text after the edit; "" where it is refused, says so already, or is wrong, which is then a failure.
  std::string tried(const std::string& path, const document::OpenReading& now, const Wish& wish) {
    const auto edits = edits_test::edits_for(now.reading(), wish);
    auto& counters = !edits ? tally.refused : edits->empty() ? tally.same : tally.made;
    ++counters[static_cast<std::size_t>(wish.what)];
    if (!edits) note(edits.error().message, path, now.document, wish);
    if (!edits || edits->empty()) return "";
    if (options_.seed_bug) {
      seed_bug(now, wish, *edits);
      return "";
    }
    std::string next = apply_edits(now.source.text, *edits);
    const auto after = document::open_reading({path, next}, document::builtin_forms());
    const std::string wrong = edits_test::foreign_change(now.reading(), after.reading(), *edits, wish);
    if (wrong.empty()) return next;
    fail(path, std::string(now.source.text), wish, *edits, wrong);
    return "";
  }

  std::size_t below(std::size_t size) { return size == 0 ? 0 : random_() % size; }

  std::string variant(std::string text) {
    switch (below(6)) {
      case 0: {  // Windows line ends
        std::string out;
        for (char c : text) {
          if (c == '\n' && (out.empty() || out.back() != '\r')) out += '\r';
          out += c;
        }
        return out;
      }
      case 1:
        while (!text.empty() && (text.back() == '\n' || text.back() == '\r'))
          text.pop_back();
        return text;
      default:
        return text;
    }
  }

  Wish wished(const document::OpenReading& now) {
    constexpr std::array<std::string_view, 6> owners = {"Ada Stone",  "@grace", "Platform team",
                                                        "Zoë Brandt", "@o/web", "Bo"};
    constexpr std::array<std::string_view, 4> priorities = {"High", "P2", "low", "Medium"};
    constexpr std::array<std::string_view, 6> texts = {
        "Alert on a full disk",          "Write the `runbook` for a|b", "鍵を更新する",
        "Try the *new* fallback, twice", "Prüfe die Sicherung",         "Rotate every key"};
    constexpr std::array<std::string_view, 6> values = {"draft", "2024-05-06", "a: b # c",
                                                        "SEV1",  "Ada | Bo",   ""};
    const auto& document = now.document;
    Wish wish;
    const std::size_t kind = below(20);
    if (kind == 15) {
      wish.name = bracketed(now.source.text);
      if (!wish.name.empty()) {
        wish.what = What::slot;
        wish.value = "Filled in by hand";
        return wish;
      }
    }
    if (document.items.empty() || kind >= 18) {
      wish.what = What::action;
      wish.value = std::string(texts[below(texts.size())]) + " " + std::to_string(below(1000));
      wish.name = below(2) == 0 ? "" : owners[below(owners.size())];
      wish.due = {2024 + static_cast<int>(below(3)), 1 + static_cast<int>(below(12)),
                  1 + static_cast<int>(below(28))};
    } else if (kind >= 16 && !document.fields.empty()) {
      wish.what = What::field;
      wish.name = document.fields[below(document.fields.size())].key;
      wish.value = values[below(values.size())];
    } else {
      wish.item = pick_item(document);
      wish.what = below(6) == 5 ? What::cleared : static_cast<What>(below(5));
      wish.fact = fact_of(document.items[wish.item]);
      wish.state = static_cast<facts::ActionState>(1 + below(7));
      wish.ticked = below(2) == 0;
      wish.due = {2020 + static_cast<int>(below(10)), 1 + static_cast<int>(below(12)),
                  1 + static_cast<int>(below(28))};
      wish.value =
          wish.what == What::owner ? owners[below(owners.size())] : priorities[below(priorities.size())];
    }
    return wish;
  }

  // "[Your name]", somewhere in the text; "" where there is none near a place that chance picks.
  std::string bracketed(std::string_view text) { return bracketed_from(text, below(text.size() + 1)); }

  static std::string bracketed_from(std::string_view text, std::size_t from) {
    const auto open = text.find('[', from);
    const auto close = open == std::string_view::npos ? open : text.find(']', open);
    if (close == std::string_view::npos || close - open > 40 || close - open < 4) return "";
    const auto inside = text.substr(open + 1, close - open - 1);
    return inside.find_first_of("[\n`") == std::string_view::npos
               ? std::string(text.substr(open, close - open + 1))
               : "";
  }

  // One that the item states, where it states any.
  document::ItemFact fact_of(const facts::Item& item) {
    using document::ItemFact;
    std::vector<ItemFact> stated;
    if (item.state_text) stated.push_back(ItemFact::state);
    if (item.owner) stated.push_back(ItemFact::owner);
    if (item.due || item.due_text) stated.push_back(ItemFact::due);
    if (item.priority) stated.push_back(ItemFact::priority);
    return stated.empty() ? static_cast<ItemFact>(below(4)) : stated[below(stated.size())];
  }

  // Actions and boxes mostly: the others take few edits.
  std::size_t pick_item(const facts::Document& document) {
    for (int tries = 0; tries < 8; ++tries) {
      const std::size_t at = below(document.items.size());
      const auto& item = document.items[at];
      if (item.ticked || item.role == facts::ItemRole::action) return at;
    }
    return below(document.items.size());
  }

  // A span that is a byte too long, or one more edit somewhere else. The byte is no blank: one more or less
  // in an indentation can leave every fact as it was, and nobody could notice.
  void seed_bug(const document::OpenReading& now, const Wish& wish, std::vector<Edit> edits) {
    const auto text = now.source.text;
    auto& span = edits[below(edits.size())].replace;
    if (below(3) == 0 && text.size() > 1) {
      const auto at = static_cast<std::uint32_t>(below(text.size() - 1));
      edits = {{{at, at + 1}, text[at] == 'q' ? "z" : "q"}};
    } else if (below(2) == 0 && span.end < text.size() && text[span.end] != ' ') {
      ++span.end;
    } else if (span.begin > 0 && text[span.begin - 1] != ' ') {
      --span.begin;
    } else {
      return;
    }
    if (!is_valid_edits(edits, text.size())) return;
    const std::string next = apply_edits(text, edits);
    const auto after = document::open_reading({now.source.path, next}, document::builtin_forms());
    const bool noticed = !edits_test::foreign_change(now.reading(), after.reading(), edits, wish).empty();
    ++(noticed ? tally.caught : tally.missed);
    if (!noticed)
      fail(std::string(now.source.path), std::string(text), wish, edits, "the seeded bug was not noticed");
  }

  void fail(const std::string& path, const std::string& text, const Wish& wish,
            const std::vector<Edit>& edits, const std::string& wrong) {
    std::string out = path + ": " + std::string(names[static_cast<std::size_t>(wish.what)]) + " item " +
                      std::to_string(wish.item) + " " + wish.name + " " + wish.value + " " +
                      std::string(facts::word(wish.state)) + " " + to_iso(wish.due) + ": " + wrong;
    for (const Edit& edit : edits)
      out += "\n    at " + std::to_string(edit.replace.begin) + " `" +
             text.substr(edit.replace.begin, edit.replace.end - edit.replace.begin) + "` -> `" + edit.with +
             "`";
    if (tally.failures.size() < failures_shown) tally.failures.push_back(std::move(out));
  }

  // Reasons without what is particular: numbers, quotes.
  void note(const std::string& message, const std::string& path, const facts::Document& document,
            const Wish& wish) {
    if (!options_.refusals) return;
    std::string reason;
    bool quoted = false;
    for (char c : message) {
      if (c == '`') quoted = !quoted;
      if (!quoted && !(c >= '0' && c <= '9')) reason += c;
    }
    auto& seen = tally.reasons[reason.substr(0, 120)];
    if (seen.first++ == 0) seen.second = path + ": " + message;
    if (seen.first == 1 && wish.item < document.items.size())
      seen.second += " <- " + document.items[wish.item].text;
  }

  const Options& options_;
  const std::vector<File>& files_;
  std::mt19937_64 random_;
};

Tally run(const Options& options, const std::vector<File>& files) {
  Tally all;
  std::mutex lock;
  std::atomic<std::uint64_t> made = 0;
  std::atomic<std::size_t> next = 0;
  const auto work = [&](int number) {
    Walker walker(options, files, options.seed * 1000 + static_cast<std::uint64_t>(number));
    while (options.every) {
      const std::size_t file = next++;
      if (file >= files.size()) break;
      walker.walk_every(files[file]);
    }
    for (std::uint64_t before = 0; !options.every && made < options.count && walker.tally.failures.empty();) {
      walker.walk();
      const std::uint64_t now = walker.tally.total();
      made += now - before;
      before = now;
    }
    const std::lock_guard hold(lock);
    all.add(walker.tally);
  };
  std::vector<std::thread> workers;
  for (int i = 0; i < options.threads; ++i)
    workers.emplace_back(work, i);
  for (auto& worker : workers)
    worker.join();
  return all;
}

void print(const Tally& tally) {
  for (std::size_t i = 0; i < names.size(); ++i)
    if (tally.made[i] + tally.refused[i] > 0)
      std::printf("  %-8s %9llu made %9llu refused %9llu said so already\n", std::string(names[i]).c_str(),
                  static_cast<unsigned long long>(tally.made[i]),
                  static_cast<unsigned long long>(tally.refused[i]),
                  static_cast<unsigned long long>(tally.same[i]));
  std::vector<std::pair<std::uint64_t, std::string>> reasons;
  for (const auto& [reason, seen] : tally.reasons)
    reasons.emplace_back(seen.first, reason + "\n           " + seen.second);
  std::sort(reasons.rbegin(), reasons.rend());
  for (const auto& [times, reason] : reasons)
    std::printf("%8llu %s\n", static_cast<unsigned long long>(times), reason.c_str());
  for (const auto& failure : tally.failures)
    std::printf("%s\n", failure.c_str());
}

}  // namespace

int main(int count, char** words) {
  Options options;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    const auto number = [&] { return i + 1 < count ? std::strtoull(words[++i], nullptr, 10) : 0; };
    if (word == "--count")
      options.count = number();
    else if (word == "--seed")
      options.seed = number();
    else if (word == "--threads")
      options.threads = static_cast<int>(number());
    else if (word == "--seed-bug")
      options.seed_bug = true;
    else if (word == "--every")
      options.every = true;
    else if (word == "--refusals")
      options.refusals = true;
    else
      options.paths.push_back(word);
  }
  const auto files = files_below(options.paths);
  if (files.empty()) {
    std::printf("edits: no document to edit\n");
    return 2;
  }
  const Tally tally = run(options, files);
  print(tally);
  if (options.seed_bug) {
    std::printf("%llu seeded bugs, %llu not noticed\n",
                static_cast<unsigned long long>(tally.caught + tally.missed),
                static_cast<unsigned long long>(tally.missed));
    return tally.missed == 0 && tally.caught >= 100 ? 0 : 1;
  }
  std::printf("%llu edits of %zu documents%s, %zu with a foreign change\n",
              static_cast<unsigned long long>(tally.total()), files.size(),
              options.every ? ", every kind of every fact" : "", tally.failures.size());
  return tally.failures.empty() && tally.total() >= (options.every ? files.size() : options.count) ? 0 : 1;
}
