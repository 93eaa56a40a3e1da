// The stage: the supervisor, and what becomes the command.
#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <string>

#include "base/time.h"
#include "sandbox/filter.h"
#include "sandbox/layers.h"
#include "sandbox/plan.h"
#include "sandbox/private_folder.h"
#include "sandbox/tree.h"

namespace hindcast::sandbox {
namespace {

constexpr int cannot_begin = 126;  // nobody reads it: what was wrong is in the report

void report(const std::string& line) {
  const std::string whole = line + "\n";
  if (::write(report_fd, whole.data(), whole.size()) < 0) return;  // then the run has no end that counts
}

[[noreturn]] void give_up(const std::string& why) {
  report("refused " + why);
  ::_exit(cannot_begin);
}

std::optional<Plan> read_plan() {
  struct stat status {};
  if (::fstat(plan_fd, &status) != 0 || status.st_size <= 0) return std::nullopt;
  std::string bytes(static_cast<std::size_t>(status.st_size), '\0');
  if (::pread(plan_fd, bytes.data(), bytes.size(), 0) != status.st_size) return std::nullopt;
  return parse_plan(bytes);
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> made;
  for (auto& word : words)
    made.push_back(word.data());
  made.push_back(nullptr);
  return made;
}

// --- what becomes the command ------------------------------------------------------------------------------

std::string value_of(const Request& request, std::string_view name) {
  for (const auto& [key, value] : request.environment)
    if (key == name) return value;
  return {};
}

// Becomes the command: by its path, or the first of that name in PATH that can be executed.
[[noreturn]] void execute(const Plan& plan) {
  auto words = plan.request.command;
  std::vector<std::string> variables;
  for (const auto& [name, value] : plan.request.environment)
    variables.push_back(name + "=" + value);
  const auto arguments = pointers(words), environment = pointers(variables);
  char* const* const given = (plan.request.without & layer_environment) != 0 ? ::environ : environment.data();
  int why = ENOENT;
  if (words[0].find('/') != std::string::npos) {
    ::execve(words[0].c_str(), arguments.data(), given);
    why = errno;
  } else {
    const auto path = value_of(plan.request, "PATH");
    for (std::size_t at = 0; at <= path.size();) {
      const auto end = std::min(path.find(':', at), path.size());
      const auto folder = path.substr(at, end - at);
      at = end + 1;
      if (folder.empty() || folder[0] != '/') continue;  // the current folder is no place to look in
      ::execve((folder + "/" + words[0]).c_str(), arguments.data(), given);
      if (errno != ENOENT && errno != ENOTDIR) why = errno;
    }
  }
  give_up(words[0] + ": " + (why == ENOENT ? "no such program" : std::strerror(why)));
}

FileRules rules_of(const Plan& plan) {
  const bool is_alone = plan.level == Level::namespaces;
  FileRules rules{plan.request.readable, plan.request.writable, plan.request.writable, false,
                  plan.request.landlock_most};
  rules.readable.push_back(plan.request.folder);
  rules.needed.push_back(plan.request.folder);
  const std::string own = is_alone ? "/tmp" : plan.own_folder;
  rules.writable.push_back(own);
  rules.needed.push_back(own);
  if (is_alone) rules.writable.emplace_back("/dev/shm");
  rules.keeps_connections = !is_alone && !plan.request.may_use_network;
  return rules;
}

// Takes off layer by layer what the command must not have. The last is the filter, which forbids most of
// this.
[[noreturn]] void become_command(const Plan& plan) {
  const auto has = [&](Layer layer) { return (plan.request.without & layer) == 0; };
  const auto must = [](const std::string& why) {
    if (!why.empty()) give_up(why);
  };
  ::umask(022);
  for (int one = 1; one < NSIG; ++one)
    ::signal(one, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  if (::chdir(plan.request.folder.c_str()) != 0) give_up(plan.request.folder + ": " + std::strerror(errno));
  if (has(layer_descriptors) && ::syscall(SYS_close_range, 3, ~0u, CLOSE_RANGE_CLOEXEC) != 0)
    give_up(std::string("open files can't be closed: ") + std::strerror(errno));
  ::fcntl(report_fd, F_SETFD, FD_CLOEXEC);
  if (has(layer_limits)) must(limit_resources(plan.request.limits));
  must(drop_privileges(has(layer_capabilities)));
  FilesLocked locked;
  if (has(layer_files)) locked = lock_files(rules_of(plan));
  must(locked.why);
  if (has(layer_calls))
    must(filter_calls(
        {plan.level, plan.request.may_use_network, locked.are_signals_kept, locked.is_truncation_kept}));
  report("level " + std::string(word(plan.level)));
  execute(plan);
}

// Within bubblewrap's namespaces. That these are there is looked at, not believed.
[[noreturn]] void be_inside() {
  const auto plan = read_plan();
  if (!plan || plan->level != Level::namespaces) ::_exit(cannot_begin);
  constexpr std::int64_t first_ids = 16;  // of a process in a namespace that was made a moment ago
  if (::getpid() > first_ids) give_up("bubblewrap made no namespace of processes");
  become_command(*plan);
}

// --- the supervisor ----------------------------------------------------------------------------------------

void add_binding(std::vector<std::string>& words, const char* how, const std::string& path) {
  words.insert(words.end(), {how, path, path});
}

// A link is made anew: what it leads to is bound by its own path.
void add_system_path(std::vector<std::string>& words, const std::string& path) {
  struct stat status {};
  if (::lstat(path.c_str(), &status) != 0 || path == "/proc") return;
  char target[4096];
  const ssize_t size = S_ISLNK(status.st_mode) && path.find('/', 1) == path.npos
                           ? ::readlink(path.c_str(), target, sizeof target)
                           : -1;
  if (size > 0)
    words.insert(words.end(), {"--symlink", std::string(target, static_cast<std::size_t>(size)), path});
  else
    add_binding(words, "--ro-bind-try", path);
}

std::vector<std::string> bubblewrap_words(const Plan& plan) {
  const Request& request = plan.request;
  std::vector<std::string> words = {plan.bubblewrap,
                                    "--unshare-user",
                                    "--unshare-ipc",
                                    "--unshare-pid",
                                    "--unshare-uts",
                                    "--unshare-cgroup-try",
                                    "--disable-userns",
                                    "--die-with-parent",
                                    "--new-session",
                                    "--cap-drop",
                                    "ALL",
                                    "--hostname",
                                    "guard"};
  if (!request.may_use_network) words.emplace_back("--unshare-net");
  if ((request.without & layer_files) != 0) {
    words.insert(words.end(), {"--bind", "/", "/", "--dev", "/dev", "--proc", "/proc"});
  } else {
    for (const auto& path : system_paths())
      add_system_path(words, path);
    words.insert(words.end(), {"--dev", "/dev", "--proc", "/proc", "--size",
                               std::to_string(request.limits.file_bytes), "--tmpfs", "/tmp"});
    for (const auto& path : request.readable)
      add_binding(words, "--ro-bind-try", path);
    add_binding(words, "--ro-bind", request.folder);
    for (const auto& path : request.writable)
      add_binding(words, "--bind", path);
  }
  words.insert(words.end(), {"--ro-bind", plan.program, "/run/hindcast/stage", "--chdir", request.folder,
                             "--", "/run/hindcast/stage", std::string(inside_verb)});
  return words;
}

[[noreturn]] void be_child(const Plan& plan, pid_t supervisor) {
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != supervisor) ::_exit(cannot_begin);
  if (plan.level == Level::process) become_command(plan);
  ::close(life_fd);
  auto words = bubblewrap_words(plan);
  const auto arguments = pointers(words);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  ::execve(plan.bubblewrap.c_str(), arguments.data(), ::environ);
  give_up("bubblewrap can't be run: " + std::string(std::strerror(errno)));
}

struct Ended {
  std::string how;  // "exit 3", "signal 9", "timeout", "stopped", "refused …"
};

// More tasks than were there at the beginning: only then is it worth looking whose they are.
class Crowd {
 public:
  explicit Crowd(const Plan& plan)
      : most_(plan.request.limits.processes),
        at_first_((plan.request.without & layer_limits) == 0 ? tasks_of_system() : 0) {}
  bool is_too_large() const {
    if (at_first_ == 0) return false;
    const auto now = tasks_of_system();
    return now > at_first_ + most_ / 2 && descendants().size() > most_;
  }

 private:
  std::uint64_t most_, at_first_;
};

std::string status_words(int status) {
  if (WIFEXITED(status)) return "exit " + std::to_string(WEXITSTATUS(status));
  return "signal " + std::to_string(WTERMSIG(status));
}

// Waits for the command, for its time to be over, or for the end of who asked for it.
std::string watch(const Plan& plan, pid_t child, int signals) {
  constexpr int look_every_ms = 10;
  const auto end_ms = steady_ms() + plan.request.limits.wall_ms;
  const Crowd crowd(plan);
  for (;;) {
    const auto left_ms = end_ms - steady_ms();
    if (left_ms <= 0) return "timeout";
    pollfd watched[2] = {{life_fd, POLLIN, 0}, {signals, POLLIN, 0}};
    (void)::poll(watched, 2, static_cast<int>(std::min<std::int64_t>(left_ms, look_every_ms)));
    if (watched[0].revents != 0) return "stopped";
    if (watched[1].revents != 0) {
      signalfd_siginfo came{};
      if (::read(signals, &came, sizeof came) == sizeof came && came.ssi_signo != SIGCHLD) return "stopped";
    }
    int status = 0;
    for (pid_t ended; (ended = ::waitpid(-1, &status, WNOHANG)) > 0;)
      if (ended == child) return status_words(status);
    if (crowd.is_too_large())
      return "refused it had more than " + std::to_string(plan.request.limits.processes) + " processes";
  }
}

// Ends without a word to libraries: what they would still do at the end is nobody's wish here.
[[noreturn]] void supervise() {
  const auto plan = read_plan();
  if (!plan) ::_exit(cannot_begin);
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  if ((plan->request.without & layer_descriptors) == 0) (void)::syscall(SYS_close_range, life_fd + 1, ~0u, 0);
  ::setsid();
  sigset_t ours;
  ::sigfillset(&ours);
  ::sigprocmask(SIG_BLOCK, &ours, nullptr);
  const int signals = ::signalfd(-1, &ours, SFD_CLOEXEC);
  if (signals < 0) give_up("signals can't be watched");
  const pid_t self = ::getpid(), child = ::fork();
  if (child < 0) give_up(std::string("no process can be made: ") + std::strerror(errno));
  if (child == 0) {
    ::close(signals);
    be_child(*plan, self);
  }
  ::prctl(PR_SET_DUMPABLE, 0);  // its memory is nobody's business
  constexpr int before_all_others = -15;
  (void)::setpriority(PRIO_PROCESS, 0,
                      before_all_others);  // granted to the superuser, whose bombs have no limit
  auto how = watch(*plan, child, signals);
  Killed left;
  // Bubblewrap's other half ends by itself, and sooner than all processes are looked through.
  constexpr int half_ms = 20;
  for (int ms = 0; plan->level == Level::namespaces && ms < half_ms; ++ms) {
    if (::waitpid(-1, nullptr, WNOHANG) < 0) break;
    ::poll(nullptr, 0, 1);
  }
  if ((plan->request.without & layer_tree) == 0) left = kill_descendants();
  if (!left.is_all) how = "refused some of its processes can't be ended";
  if (!plan->own_folder.empty()) remove_private_folder(plan->own_folder);
  // Within namespaces what is left is bubblewrap's own, and with it goes all that it holds.
  if (plan->level == Level::process) report("left " + std::to_string(left.count));
  report(how);
  ::_exit(0);
}

}  // namespace

std::optional<int> stage(int count, char** words) {
  if (count != 2) return std::nullopt;
  if (words[1] == supervisor_verb) supervise();
  if (words[1] == inside_verb) be_inside();
  return std::nullopt;
}

}  // namespace hindcast::sandbox
