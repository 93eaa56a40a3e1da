// Cuts the power before every write, sync, truncate and delete that the archive makes, and looks at what is
// left. In memory, so that it is done thousands of times in every run of the tests.
//
//   power_cuts --images 5000 [--seed N]          exit 1 when an image lost or halved a change
//   power_cuts --bugs --images 500               exit 1 when a seeded bug was not noticed
//   power_cuts --bug normal --images 500         what one of them does
//   power_cuts --seed N --cut OPERATION          one moment again, every fate
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <map>
#include <optional>
#include <string>
#include <string_view>

#include "workload.h"

namespace {

using namespace hindcast::power;

constexpr int steps = 12;           // changes in one course
constexpr int shown_max = 10;       // problems
constexpr std::uint64_t every = 3;  // this many courses, one begins with an archive of the first schema

struct Options {
  std::size_t images = 5000;
  std::uint64_t seed = 1;
  std::optional<std::size_t> cut;  // nothing: all
  bool all_bugs = false;
  Bug bug = Bug::none;
};

struct Tally {
  std::size_t images = 0, wrong = 0, courses = 0, operations = 0;
  std::map<Fate, std::size_t> by_fate;
};

std::uint64_t seed_of(std::uint64_t seed, std::size_t cut, Fate fate) {
  return seed * 1'000'003 + cut * 7 + static_cast<std::uint64_t>(fate);
}

// Cuts before each operation of the disk and after the last, and has what is left judged.
template <typename Judge>
void cut_everywhere(const Options& options, std::uint64_t seed, const Disk& disk, Tally& tally,
                    const Judge& judged) {
  ++tally.courses;
  tally.operations += disk.log().size();
  Platter platter(disk);
  for (std::size_t cut = 0; cut <= disk.log().size(); ++cut) {
    if (cut > 0) platter.take(disk.log()[cut - 1]);
    if (options.cut && cut != *options.cut) continue;
    for (const Fate fate : fates) {
      if (platter.is_settled() && fate != Fate::lost) continue;  // nothing to lose: one image says it all
      if (tally.images >= options.images) return;
      const std::string wrong = judged(platter.after_cut(fate, seed_of(seed, cut, fate)), cut);
      ++tally.images;
      ++tally.by_fate[fate];
      if (wrong.empty() || ++tally.wrong > shown_max || options.all_bugs) continue;
      std::printf(
          "cut before operation %zu, what was not synced %s: %s\n  again: power_cuts --seed %llu --cut %zu\n",
          cut, std::string(word(fate)).c_str(), wrong.c_str(), static_cast<unsigned long long>(seed), cut);
    }
  }
}

void cut_course(const Options& options, std::uint64_t seed, Tally& tally) {
  Disk disk(beginning(seed % every == 0));
  const Course course = run(disk, seed, steps, options.bug);
  if (!course.failures.empty()) {
    std::printf("seed %llu: the course failed: %s\n", static_cast<unsigned long long>(seed),
                course.failures[0].c_str());
    ++tally.wrong;
    return;
  }
  cut_everywhere(options, seed, disk, tally,
                 [&](const Files& left, std::size_t cut) { return judge(left, course, cut); });
}

// The course of seed 0: always the same.
void cut_migration(const Options& options, Tally& tally) {
  Disk disk(beginning(true));
  const auto done = migrate_old(disk);
  cut_everywhere(options, 0, disk, tally,
                 [&](const Files& left, std::size_t cut) { return judge_migration(left, cut >= done); });
}

Tally cut_all(const Options& options) {
  seed_bug(options.bug);
  Tally tally;
  if (options.bug == Bug::none && (options.seed == 1 || options.seed == 0)) cut_migration(options, tally);
  for (auto seed = options.seed; tally.images < options.images && options.seed > 0; ++seed) {
    const auto before = tally.images;
    cut_course(options, seed, tally);
    if (options.cut || tally.images == before) break;
  }
  return tally;
}

int notice_all(Options options) {
  int missed = 0;
  for (const Bug bug : bugs) {
    options.bug = bug;
    const auto tally = cut_all(options);
    std::printf("%s: noticed in %zu of %zu images\n", std::string(word(bug)).c_str(), tally.wrong,
                tally.images);
    missed += tally.wrong == 0 ? 1 : 0;
  }
  return missed == 0 ? 0 : 1;
}

bool parse(int count, char** words, Options& options) {
  for (int i = 1; i < count; ++i) {
    const std::string_view name = words[i];
    if (name == "--bugs") {
      options.all_bugs = true;
      continue;
    }
    if (i + 1 == count) return false;
    const char* value = words[++i];
    if (name == "--images") {
      options.images = std::strtoull(value, nullptr, 10);
    } else if (name == "--seed") {
      options.seed = std::strtoull(value, nullptr, 10);
    } else if (name == "--cut") {
      options.cut = std::strtoull(value, nullptr, 10);
    } else if (name == "--bug") {
      for (const Bug bug : bugs)
        if (word(bug) == value) options.bug = bug;
      if (options.bug == Bug::none) return false;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

int main(int count, char** words) {
  Options options;
  if (!parse(count, words, options)) {
    std::fprintf(stderr,
                 "usage: power_cuts [--images N] [--seed N] [--cut OPERATION] [--bug NAME | --bugs]\n");
    return 2;
  }
  install_vfs();
  if (options.all_bugs) return notice_all(options);
  const auto tally = cut_all(options);
  std::printf(
      "%zu images of %zu courses of %d changes (%zu operations, from seed %llu): %zu wrong; %.1f CPU s;",
      tally.images, tally.courses, steps, tally.operations, static_cast<unsigned long long>(options.seed),
      tally.wrong, static_cast<double>(std::clock()) / CLOCKS_PER_SEC);
  for (const auto& [fate, images] : tally.by_fate)
    std::printf(" %s %zu", std::string(word(fate)).c_str(), images);
  std::printf("\n");
  return tally.wrong == 0 ? 0 : 1;
}
