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

void reap() {
  while (::waitpid(-1, nullptr, WNOHANG) > 0) {
  }
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

std::uint32_t kill_descendants() {
  constexpr std::int64_t patience_ms = 5'000;
  const auto began = steady_ms();
  std::uint32_t count = 0;
  bool is_first = true;
  for (;;) {
    reap();
    const auto living = descendants();
    if (is_first) count = static_cast<std::uint32_t>(living.size());
    for (const auto id : living)
      ::kill(static_cast<pid_t>(id), SIGKILL);
    if (living.empty() || steady_ms() - began > patience_ms) break;
    if (is_first && living.size() > 100) {
      // A thing that makes processes as fast as it can must not take the processor from who kills them.
      sched_param priority{};
      priority.sched_priority = 1;
      (void)::sched_setscheduler(0, SCHED_RR, &priority);  // refused to all but the superuser
    }
    is_first = false;
    if (living.size() < 20) ::poll(nullptr, 0, 1);
  }
  reap();
  return count;
}

std::uint64_t tasks_of_system() {
  char text[128];
  const auto line = read_start("/proc/loadavg", text, sizeof text);  // "0.20 0.18 0.12 1/80 11206"
  const auto slash = line.find('/');
  return slash == line.npos ? 0 : static_cast<std::uint64_t>(number_at(line.substr(slash + 1)));
}

}  // namespace hindcast::sandbox
