// Lets the n-th call fail on which the archive depends, n = 1, 2, 3 … until the work is done without: reading
// and writing, room on the disk, SQLite's memory and our own; once, and from then on.
//
//   failing_calls [--every N]    every N-th of each kind, from the first; exit 1 when one was not borne
//   failing_calls --bugs         exit 1 when a seeded bug was not noticed
//   failing_calls --says         what users are told
//
// Borne: whoever asked was told or the work was done, what was said to be kept is there, also when the power
// goes next, and a disk that failed to sync is never asked again to on the same connection.
#include <sqlite3.h>

#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <new>
#include <set>
#include <string>
#include <string_view>

#include "workload.h"

// Replaced, so that it can fail. Not inlined: gcc would take free() for the wrong partner of new.
[[gnu::noinline]] void* operator new(std::size_t size) {
  if (!hindcast::power::takes_memory()) throw std::bad_alloc();
  void* block = std::malloc(size == 0 ? 1 : size);
  if (block == nullptr) throw std::bad_alloc();
  return block;
}
[[gnu::noinline]] void operator delete(void* block) noexcept {
  std::free(block);
}
[[gnu::noinline]] void operator delete(void* block, std::size_t) noexcept {
  std::free(block);
}

namespace {

using namespace hindcast::power;

constexpr int steps = 6;
constexpr std::uint64_t seed = 11;  // with a copy, several openings and an archive of the first schema
constexpr int shown_max = 10;

struct Kind {
  Faults faults;
  const char* name;
  int every;  // so many of them are one, in every run of the tests
};
constexpr Kind kinds[] = {
    {{.kind = Faults::Kind::io_error}, "I/O error", 1},
    {{.kind = Faults::Kind::io_error, .stays = true}, "I/O errors from then on", 3},
    {{.kind = Faults::Kind::disk_full}, "disk full", 1},
    {{.kind = Faults::Kind::disk_full, .stays = true}, "disk full from then on", 2},
    {{.kind = Faults::Kind::sqlite_memory}, "no memory for SQLite", 5},
    {{.kind = Faults::Kind::memory}, "no memory", 1},
};

struct Tally {
  int tried = 0, wrong = 0, told = 0;
  std::set<std::string> said;
};

// What is wrong after one course in which something may have failed; "" for nothing.
std::string judge_one(const Disk& disk, const Course& course, const Course& undisturbed, bool has_retried) {
  if (has_retried) return "a disk that failed to sync was asked again";
  Platter platter(disk);
  for (const auto& operation : disk.log())
    platter.take(operation);
  for (const Fate fate : {Fate::kept, Fate::lost, Fate::torn})
    if (auto wrong = judge_failed(platter.after_cut(fate, seed), course, undisturbed); !wrong.empty())
      return wrong + " (what was not synced " + std::string(word(fate)) + ")";
  return "";
}

// One call fails. False when there was none so late.
bool fail_once(const Faults& faults, const char* name, const Course& undisturbed, Bug bug, Tally& tally) {
  Disk disk(beginning(true));
  arm(faults);
  const Course course = run(disk, seed, steps, bug);
  const bool has_happened = has_fired(),
             has_retried =
                 retried_syncs().count(archive_name) + retried_syncs().count(archive_name + "-wal") > 0;
  Faults calm = faults;
  calm.kind = Faults::Kind::none;
  arm(calm);
  if (!has_happened) return false;
  ++tally.tried;
  tally.told += course.failures.empty() ? 0 : 1;
  tally.said.insert(course.failures.begin(), course.failures.end());
  const auto wrong = judge_one(disk, course, undisturbed, has_retried);
  if (!wrong.empty() && ++tally.wrong <= shown_max && bug == Bug::none)
    std::printf("%s at call %lld: %s\n", name, static_cast<long long>(faults.nth), wrong.c_str());
  return true;
}

Tally fail_each(const Kind& kind, int every, Bug bug) {
  Disk disk(beginning(true));
  const Course undisturbed = run(disk, seed, steps);
  Tally tally;
  Faults faults = kind.faults;
  for (faults.nth = 1; fail_once(faults, kind.name, undisturbed, bug, tally); faults.nth += every) {
  }
  return tally;
}

// What SQLite does by itself: a commit that could not sync is tried again on the same connection.
bool retries_seen() {
  Disk disk;
  use(disk);
  sqlite3* connection = nullptr;
  sqlite3_open("plain.db", &connection);
  sqlite3_exec(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL", nullptr, nullptr, nullptr);
  bool seen = false;
  for (int nth = 1; nth < 100 && !seen; ++nth) {
    arm({.kind = Faults::Kind::io_error, .nth = nth});
    for (int i = 0; i < 3; ++i)
      sqlite3_exec(connection, "CREATE TABLE IF NOT EXISTS t (x); INSERT INTO t VALUES (1)", nullptr, nullptr,
                   nullptr);
    seen = !retried_syncs().empty();
  }
  arm({});
  sqlite3_close(connection);
  return seen;
}

int notice_all() {
  int missed = retries_seen() ? 0 : 1;
  std::printf("syncing again after a failure: %s\n", missed == 0 ? "noticed" : "missed");
  for (const Bug bug : {Bug::early_word, Bug::split}) {
    seed_bug(bug);
    const auto tally = fail_each(kinds[1], 1, bug);
    std::printf("%s: noticed in %d of %d courses\n", std::string(word(bug)).c_str(), tally.wrong,
                tally.tried);
    missed += tally.wrong == 0 ? 1 : 0;
  }
  return missed == 0 ? 0 : 1;
}

}  // namespace

int main(int count, char** words) {
  const std::string_view option = count > 1 ? words[1] : "";
  install_vfs();
  if (option == "--bugs") return notice_all();
  seed_bug(Bug::none);
  int wrong = 0;
  for (const Kind& kind : kinds) {
    const auto tally =
        fail_each(kind, count > 2 && option == "--every" ? std::atoi(words[2]) : kind.every, Bug::none);
    std::printf("%s: %d courses, %d wrong, %d told somebody\n", kind.name, tally.tried, tally.wrong,
                tally.told);
    for (const auto& said : tally.said)
      if (option == "--says") std::printf("  %s\n", said.c_str());
    wrong += tally.wrong + (tally.tried == 0 || tally.told == 0 ? 1 : 0);
  }
  std::printf("%.1f CPU s\n", static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
  return wrong == 0 ? 0 : 1;
}
