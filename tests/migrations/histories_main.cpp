// histories --count N [--seed S] [--bugs]   random histories, replayed and run by SQLite; 1 where they differ
// histories --print N [--seed S]            histories for PostgreSQL: a statement ends with \1, a history
// with \2 histories --replay [--bug N]              reads such histories, and prints the catalogue of each,
// ended by \2
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "histories.h"

namespace {

using namespace hindcast::histories;
using hindcast::guards::sql::Dialect;

constexpr int statements = 60;

// How many of the histories end otherwise than in SQLite; shows the first.
int differences(int count, std::uint64_t seed, Bug bug, bool is_shown) {
  int different = 0;
  std::size_t accepted = 0;
  for (int i = 0; i < count; ++i) {
    auto history = random_history(Dialect::sqlite, seed + static_cast<std::uint64_t>(i), statements);
    const std::string wanted = run_in_sqlite(history);
    accepted += history.size();
    const std::string got = replayed(Dialect::sqlite, history, bug);
    if (wanted == got) continue;
    if (++different > 1 || !is_shown) continue;
    std::printf("history %d of seed %llu\n", i, static_cast<unsigned long long>(seed));
    for (const std::string& one : history)
      std::printf("%s;\n", one.c_str());
    std::printf("--- SQLite\n%s\n--- replayed\n%s\n", wanted.c_str(), got.c_str());
  }
  if (is_shown) std::printf("%d histories, %zu statements: %d differ\n", count, accepted, different);
  return different;
}

int every_bug_is_noticed(int count, std::uint64_t seed) {
  for (int bug = 1; bug < static_cast<int>(Bug::last); ++bug) {
    const int noticed = differences(count, seed, static_cast<Bug>(bug), false);
    std::printf("bug %d: noticed in %d of %d histories\n", bug, noticed, count);
    if (noticed == 0) return 1;
  }
  return 0;
}

void print_histories(int count, std::uint64_t seed) {
  for (int i = 0; i < count; ++i) {
    for (const auto& one :
         random_history(Dialect::postgresql, seed + static_cast<std::uint64_t>(i), statements))
      std::printf("%s\1", one.c_str());
    std::printf("\2");
  }
}

void replay_histories(Bug bug) {
  std::vector<std::string> history(1);
  for (int c = std::getchar(); c != EOF; c = std::getchar()) {
    if (c == '\1') {
      history.emplace_back();
    } else if (c == '\2') {
      history.pop_back();
      std::printf("%s\2", replayed(Dialect::postgresql, history, bug).c_str());
      history.assign(1, "");
    } else {
      history.back() += static_cast<char>(c);
    }
  }
}

}  // namespace

int main(int argc, char** argv) {
  int count = 100, bug = 0;
  std::uint64_t seed = 1;
  std::string verb = "--count";
  bool with_bugs = false;
  for (int i = 1; i < argc; ++i) {
    const char* value = i + 1 < argc ? argv[i + 1] : "0";
    if (std::strcmp(argv[i], "--count") == 0 || std::strcmp(argv[i], "--print") == 0)
      verb = argv[i], count = std::atoi(value);
    if (std::strcmp(argv[i], "--replay") == 0) verb = argv[i];
    if (std::strcmp(argv[i], "--seed") == 0) seed = std::strtoull(value, nullptr, 10);
    if (std::strcmp(argv[i], "--bug") == 0) bug = std::atoi(value);
    if (std::strcmp(argv[i], "--bugs") == 0) with_bugs = true;
  }
  if (verb == "--print") return print_histories(count, seed), 0;
  if (verb == "--replay") return replay_histories(static_cast<Bug>(bug)), 0;
  return with_bugs ? every_bug_is_noticed(count, seed) : differences(count, seed, Bug::none, true) > 0;
}
