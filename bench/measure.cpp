// bench_measure PROGRAM ARGUMENT…: runs a program with its output thrown away and prints what it cost:
// CPU microseconds, wall microseconds, peak memory in KiB, exit status. A small parent, because the
// kernel counts the memory of whoever started a program into that program's peak.
#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>

#include <cstdio>

extern char** environ;

namespace {

long long now_us() {
  timespec now{};
  clock_gettime(CLOCK_MONOTONIC, &now);
  return 1'000'000LL * now.tv_sec + now.tv_nsec / 1000;
}

long long us(const timeval& time) {
  return 1'000'000LL * time.tv_sec + time.tv_usec;
}

}  // namespace

int main(int count, char** arguments) {
  if (count < 2) return 2;
  posix_spawn_file_actions_t to_nowhere;
  posix_spawn_file_actions_init(&to_nowhere);
  posix_spawn_file_actions_addopen(&to_nowhere, 1, "/dev/null", O_WRONLY, 0);
  const long long began = now_us();
  pid_t child = 0;
  if (posix_spawnp(&child, arguments[1], &to_nowhere, nullptr, arguments + 1, environ) != 0) return 2;
  int status = 0;
  rusage used{};
  wait4(child, &status, 0, &used);
  std::printf("%lld %lld %ld %d\n", us(used.ru_utime) + us(used.ru_stime), now_us() - began, used.ru_maxrss,
              WIFEXITED(status) ? WEXITSTATUS(status) : 255);
  posix_spawn_file_actions_destroy(&to_nowhere);
  return 0;
}
