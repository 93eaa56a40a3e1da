// Races: a writer against an editor that saves at a random moment, and against a link that turns up where a
// folder was.
//   races ROUNDS [FOLDER]
// An editor's text must be in the file when both are done, whoever was first. A writer with the seeded bug,
// look then rename, must lose some.
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <random>
#include <string>
#include <thread>

#include "disk/disk.h"
#include "disk/write.h"

namespace {

using namespace hindcast;
using Clock = std::chrono::steady_clock;

const std::string old_text(3000, 'o'), new_text(3000, 'n');
constexpr std::uint64_t bytes_max = 1 << 20;

void put(const std::string& path, const std::string& text, int flags = O_TRUNC) {
  int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0644);
  for (std::size_t at = 0; at < text.size(); at += 1000)  // in pieces, as editors do
    if (::write(fd, text.data() + at, std::min<std::size_t>(1000, text.size() - at)) < 0) break;
  ::close(fd);
}

std::string get(const std::string& path) {
  auto read = disk::read_file(path, bytes_max);
  return read.ok() ? *read : "";
}

void wait_for(std::chrono::nanoseconds time) {
  for (auto until = Clock::now() + time; Clock::now() < until;) {
  }
}

// As many programs do it: look whether it is unchanged, then put a new file in its place.
bool write_naively(const std::string& path) {
  if (get(path) != old_text) return false;
  put(path + ".tmp", new_text);
  wait_for(std::chrono::microseconds(300));  // what the careful one takes between its look and its exchange
  return ::rename((path + ".tmp").c_str(), path.c_str()) == 0;
}

bool write_safely(const std::string& root, const std::string& path) {
  std::vector<disk::Change> changes = {{path, old_text, new_text}};
  return disk::write_changes({root}, changes).ok();
}

// Saves: once, twice in a row, or into the file as it lies there.
std::string edit(const std::string& path, int manner, int round) {
  std::string text = "edit " + std::to_string(round) + std::string(2500, 'e');
  auto by_rename = [&](const std::string& saved) {
    put(path + "~", saved);
    ::rename((path + "~").c_str(), path.c_str());
  };
  if (manner == 0) by_rename(text);
  if (manner == 1) by_rename("first " + text), by_rename(text);
  if (manner == 2) put(path, text);
  return text;
}

bool is_kept_aside(const std::string& folder, const std::string& text) {
  for (const auto& entry : std::filesystem::directory_iterator(folder))
    if (entry.path().string().find(".orig") != std::string::npos && get(entry.path().string()) == text)
      return true;
  return false;
}

struct Count {
  int lost = 0, written = 0, aside = 0, littered = 0;
};

Count race(const std::string& root, int rounds, bool is_naive) {
  Count count;
  std::mt19937 random(11);
  constexpr std::chrono::nanoseconds shortest{10'000};
  std::chrono::nanoseconds latest = shortest * 20;
  const int most = is_naive ? rounds * 20 : rounds;  // more tries for the bug that must show, until it does
  for (int round = 0; round < most && (round < rounds || count.lost == 0); ++round) {
    std::string folder = root + "/" + std::to_string(round), path = folder + "/a.md", edited;
    ::mkdir(folder.c_str(), 0755);
    put(path, old_text);
    std::atomic<int> ready{0};
    auto delay =
        std::chrono::nanoseconds(std::uniform_int_distribution<std::int64_t>(0, latest.count())(random));
    std::thread editor([&] {
      for (++ready; ready < 2;) {
      }
      wait_for(delay);
      edited = edit(path, round % 3, round);
    });
    for (++ready; ready < 2;) {
    }
    bool is_written = is_naive ? write_naively(path) : write_safely(root, path);
    editor.join();
    // The delay is held where each of the two comes first half of the time, however busy the machine is.
    latest = std::clamp(is_written ? latest * 15 / 16 : latest * 17 / 16, shortest, shortest * 5000);
    count.written += is_written;
    if (get(path) != edited) ++(is_kept_aside(folder, edited) ? count.aside : count.lost);
    for (const auto& entry : std::filesystem::directory_iterator(folder))
      count.littered += entry.path().filename().string().starts_with(".hindcast-");
    std::filesystem::remove_all(folder);
  }
  return count;
}

// `docs` is a folder and a link to a folder outside in turn, as fast as it goes. Returns how often the file
// outside was written.
int escape(const std::string& base, int rounds, bool is_naive) {
  std::string root = base + "/root", outside = base + "/outside", docs = root + "/docs",
              link = root + "/link";
  for (const auto& folder : {root, outside, docs})
    ::mkdir(folder.c_str(), 0755);
  put(docs + "/a.md", old_text);
  put(outside + "/a.md", old_text);
  if (::symlink(outside.c_str(), link.c_str()) != 0) return -1;
  std::atomic<bool> is_over{false};
  std::thread attacker([&] {
    while (!is_over)
      ::renameat2(AT_FDCWD, docs.c_str(), AT_FDCWD, link.c_str(), RENAME_EXCHANGE);
  });
  int escaped = 0;
  // A busy machine may keep the attacker waiting: the bug that must show gets more tries until it does.
  const int most = is_naive ? rounds * 100 : rounds;
  for (int round = 0; round < most && (round < rounds || escaped == 0); ++round) {
    (void)(is_naive ? write_naively(docs + "/a.md") : write_safely(root, docs + "/a.md"));
    if (get(outside + "/a.md") != old_text) ++escaped, put(outside + "/a.md", old_text);
    if (round % 16 == 0) {  // back to the old text, wherever the folder is now
      int fd = ::open(link.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
      if (fd < 0) continue;
      int file = ::openat(fd, "a.md", O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOFOLLOW);
      if (file >= 0 && ::write(file, old_text.data(), old_text.size()) < 0) std::puts("cannot write");
      ::close(file);
      ::close(fd);
    }
  }
  is_over = true;
  attacker.join();
  std::filesystem::remove_all(root);
  std::filesystem::remove_all(outside);
  return escaped;
}

}  // namespace

int main(int count, char** words) {
  int rounds = count > 1 ? std::atoi(words[1]) : 300;
  std::string name = (count > 2 ? std::string(words[2]) : "/tmp") + "/hindcast-races-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) return std::puts("cannot make a folder"), 2;
  Count safe = race(name, rounds, false), naive = race(name, std::max(rounds / 4, 200), true);
  int escaped = escape(name, rounds, false), escaped_naively = escape(name, std::max(rounds, 2000), true);
  std::filesystem::remove_all(name);
  std::printf("races: %d, of which %d edits lost, %d kept as .orig, %d writes done, %d files left behind\n",
              rounds, safe.lost, safe.aside, safe.written, safe.littered);
  std::printf("links: %d tries, %d times out of the root\n", rounds, escaped);
  std::printf("the seeded bug lost %d edits and went out of the root %d times\n", naive.lost,
              escaped_naively);
  return safe.lost + safe.littered + escaped == 0 && naive.lost > 0 && escaped_naively > 0 ? 0 : 1;
}
