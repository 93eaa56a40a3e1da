#include "sandbox/tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <charconv>
#include <string>
#include <string_view>

#include "base/time.h"

namespace hindcast::sandbox {
namespace {

struct Process {
  std::int64_t id = 0, parent = 0;
  bool is_dead = false;  // and not yet waited for
};

std::string_view read_start(const char* path, char* into, std::size_t size) {
  const int file = ::open(path, O_RDONLY | O_CLOEXEC);
  if (file < 0) return {};
  const ssize_t got = ::read(file, into, size);
  ::close(file);
  return {into, static_cast<std::size_t>(std::max<ssize_t>(got, 0))};
}

std::int64_t number_at(std::string_view text) {
  std::int64_t value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

// "PID (NAME) STATE PPID …": the name may hold anything, the last bracket ends it.
Process process_of(const char* id) {
  char text[512];
  const auto path = std::string("/proc/").append(id).append("/stat");
  auto line = read_start(path.c_str(), text, sizeof text);
  const auto end = line.rfind(')');
  if (end == line.npos || end + 4 >= line.size()) return {};
  const char state = line[end + 2];
  return {number_at(id), number_at(line.substr(end + 4)), state == 'Z' || state == 'X'};
}

std::vector<Process> processes() {
  std::vector<Process> all;
  DIR* folder = ::opendir("/proc");
  if (folder == nullptr) return all;
  while (const dirent* entry = ::readdir(folder))
    if (entry->d_name[0] >= '1' && entry->d_name[0] <= '9')
      if (const auto one = process_of(entry->d_name); one.id != 0) all.push_back(one);
  ::closedir(folder);
  return all;
}

// Whether there is still a child that was not waited for. As orphans come to this process, there is no other
// descendant where there is none.
bool reap() {
  for (;;) {
    const pid_t ended = ::waitpid(-1, nullptr, WNOHANG);
    if (ended == 0) return true;
    if (ended < 0 && errno != EINTR) return false;
  }
}

// Those that came of this process itself, told by one small file: a process that forks and ends, again and
// again, is gone before all processes are looked through.
std::vector<std::int64_t> children() {
  static const auto path = "/proc/self/task/" + std::to_string(::getpid()) + "/children";
  char text[4096];
  auto left = read_start(path.c_str(), text, sizeof text);
  std::vector<std::int64_t> found;
  while (!left.empty()) {
    const auto end = std::min(left.find(' '), left.size());
    if (const auto id = number_at(left.substr(0, end)); id > 0) found.push_back(id);
    left.remove_prefix(std::min(end + 1, left.size()));
  }
  return found;
}

}  // namespace

std::vector<std::int64_t> descendants() {
  const auto all = processes();
  std::vector<std::int64_t> family = {::getpid()}, living;
  // Each step looks for the children of one; ids are no order, as they come round.
  std::vector<const Process*> by_parent;
  for (const auto& one : all)
    by_parent.push_back(&one);
  const auto is_before = [](const Process* a, const Process* b) { return a->parent < b->parent; };
  std::sort(by_parent.begin(), by_parent.end(), is_before);
  for (std::size_t at = 0; at < family.size(); ++at) {
    const Process wanted{0, family[at], false};
    const auto [first, last] = std::equal_range(by_parent.begin(), by_parent.end(), &wanted, is_before);
    for (auto child = first; child != last; ++child) {
      family.push_back((*child)->id);
      if (!(*child)->is_dead) living.push_back((*child)->id);
    }
  }
  return living;
}

Killed kill_descendants() {
  constexpr std::int64_t patience_ms = 8'000;
  constexpr unsigned looks_at_all = 16;  // every so many rounds, and as long as there are many
  constexpr std::size_t many = 8;
  const auto began = steady_ms();
  Killed killed;
  bool are_many = true;
  for (unsigned round = 0; reap(); ++round) {
    if (steady_ms() - began > patience_ms) return {killed.count, false};
    const auto living = are_many || round % looks_at_all == 0 ? descendants() : children();
    if (round == 0) killed.count = static_cast<std::uint32_t>(living.size());
    are_many = living.size() > many;
    if ((round == 0 && are_many) || round == 1) {
      // A thing that makes processes as fast as it can must not take the processor from who kills them.
      sched_param priority{};
      priority.sched_priority = 1;
      (void)::sched_setscheduler(0, SCHED_RR, &priority);  // refused to all but the superuser
    }
    for (const auto id : living)
      (void)::kill(static_cast<pid_t>(id), SIGKILL);  // who is gone by now is gone
  }
  return killed;
}

std::uint64_t tasks_of_system() {
  char text[128];
  const auto line = read_start("/proc/loadavg", text, sizeof text);  // "0.20 0.18 0.12 1/80 11206"
  const auto slash = line.find('/');
  return slash == line.npos ? 0 : static_cast<std::uint64_t>(number_at(line.substr(slash + 1)));
}

}  // namespace hindcast::sandbox
