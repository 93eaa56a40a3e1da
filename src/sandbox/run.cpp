#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cerrno>
#include <charconv>
#include <climits>
#include <cstdlib>
#include <cstring>

#include "base/time.h"
#include "sandbox/plan.h"
#include "sandbox/private_folder.h"
#include "sandbox/sandbox.h"

extern char** environ;

namespace hindcast::sandbox {
namespace {

constexpr const char* stage_mark = "HINDCAST_SANDBOX_STAGE";  // in the environment of the stage alone
constexpr int first_free_fd = 10;                             // above those that the stage has by number

// Descriptors of one run, closed with it.
class Descriptor {
 public:
  Descriptor() = default;
  explicit Descriptor(int opened) : fd_(opened) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() { close(); }
  int fd() const { return fd_; }
  // Takes it, out of the way of the stage's numbers.
  bool take(int opened) {
    close();
    fd_ = opened < 0 ? -1 : ::fcntl(opened, F_DUPFD_CLOEXEC, first_free_fd);
    if (opened >= 0) ::close(opened);
    return fd_ >= 0;
  }
  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

 private:
  int fd_ = -1;
};

struct Pipe {
  Descriptor read, write;
  bool open() {
    int ends[2] = {-1, -1};
    if (::pipe2(ends, O_CLOEXEC) != 0) return false;
    const bool first = read.take(ends[0]), second = write.take(ends[1]);
    return first && second;
  }
};

bool write_all(int fd, std::string_view bytes) {
  while (!bytes.empty()) {
    const ssize_t written = ::write(fd, bytes.data(), bytes.size());
    if (written < 0 && errno == EINTR) continue;
    if (written <= 0) return false;
    bytes.remove_prefix(static_cast<std::size_t>(written));
  }
  return true;
}

std::string own_program() {
  char path[PATH_MAX];
  const ssize_t size = ::readlink("/proc/self/exe", path, sizeof path);
  return size > 0 ? std::string(path, static_cast<std::size_t>(size)) : std::string();
}

std::string bubblewrap() {
  for (const char* path : {"/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"})
    if (::access(path, X_OK) == 0) return path;
  return {};
}

Outcome refused(std::string why) {
  Outcome outcome;
  outcome.why = std::move(why);
  return outcome;
}

// The end of a run as the stage told it, line by line.
void read_report(std::string_view report, Outcome& outcome) {
  const auto number = [](std::string_view text) {
    int value = 0;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
  };
  bool is_ended = false;
  while (!report.empty() && !is_ended) {
    const auto line = report.substr(0, report.find('\n'));
    report.remove_prefix(std::min(line.size() + 1, report.size()));
    const auto space = std::min(line.find(' '), line.size());
    const auto what = line.substr(0, space), rest = line.substr(std::min(space + 1, line.size()));
    is_ended = what != "level" && what != "left";
    if (what == "level") outcome.level = level(rest).value_or(Level::none);
    if (what == "left") outcome.left = static_cast<std::uint32_t>(number(rest));
    if (what == "exit" || what == "signal") {
      outcome.end = what == "exit" ? End::exited : End::signalled;
      outcome.code = number(rest);
    }
    if (what == "timeout") outcome.end = End::timed_out;
    if (what == "stopped") outcome.end = End::stopped;
    if (what == "refused") outcome.why = rest;
  }
  if (!is_ended) outcome.why = "what watches over it was killed";
}

// One run at one level.
class Run {
 public:
  Run(const Request& request, Level level) : request_(request) {
    plan_.request = request;
    plan_.level = level;
  }

  Outcome run(const std::function<bool()>& is_stopped) {
    const auto began = steady_ms();
    auto why = start();
    Outcome outcome;
    if (why.empty())
      listen(began, is_stopped, outcome);
    else
      outcome = refused(std::move(why));
    outcome.lasted_ms = steady_ms() - began;
    if (!plan_.own_folder.empty()) remove_private_folder(plan_.own_folder);  // where the stage could not
    return outcome;
  }

 private:
  std::string start() {
    plan_.program = request_.stage.empty() ? own_program() : request_.stage;
    if (plan_.level == Level::namespaces) plan_.bubblewrap = bubblewrap();
    if (plan_.level == Level::namespaces && plan_.bubblewrap.empty()) return "bubblewrap is not installed";
    if (plan_.level == Level::process) {
      plan_.own_folder = make_private_folder();
      if (plan_.own_folder.empty())
        return std::string("no folder can be made in /tmp: ") + std::strerror(errno);
    }
    const std::string own = plan_.own_folder.empty() ? "/tmp" : plan_.own_folder;
    for (const char* name : {"HOME", "TMPDIR"}) {
      auto& variables = plan_.request.environment;
      if (std::none_of(variables.begin(), variables.end(),
                       [&](const auto& one) { return one.first == name; }))
        variables.emplace_back(name, own);
    }
    const bool is_open = plan_file_.take(::memfd_create("hindcast-plan", MFD_CLOEXEC)) && output_.open() &&
                         report_.open() && life_.open() && write_all(plan_file_.fd(), print(plan_));
    if (!is_open) return std::string("no pipe can be made: ") + std::strerror(errno);
    return spawn();
  }

  std::string spawn() {
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawnattr_init(&attributes);
    ::posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
    ::posix_spawn_file_actions_adddup2(&actions, output_.write.fd(), 1);
    ::posix_spawn_file_actions_adddup2(&actions, output_.write.fd(), 2);
    ::posix_spawn_file_actions_adddup2(&actions, plan_file_.fd(), plan_fd);
    ::posix_spawn_file_actions_adddup2(&actions, report_.write.fd(), report_fd);
    ::posix_spawn_file_actions_adddup2(&actions, life_.read.fd(), life_fd);
    sigset_t none, all;
    ::sigemptyset(&none);
    ::sigfillset(&all);
    ::posix_spawnattr_setsigmask(&attributes, &none);
    ::posix_spawnattr_setsigdefault(&attributes, &all);
    ::posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
    std::string name = "hindcast", verb(supervisor_verb);
    char* words[] = {name.data(), verb.data(), nullptr};
    std::string mark(stage_mark);
    mark += "=1";
    char* only_mark[] = {mark.data(), nullptr};
    char** const variables = (request_.without & layer_environment) != 0 ? environ : only_mark;
    const auto* program = request_.stage.empty() ? "/proc/self/exe" : plan_.program.c_str();
    const int failure = ::posix_spawn(&child_, program, &actions, &attributes, words, variables);
    ::posix_spawn_file_actions_destroy(&actions);
    ::posix_spawnattr_destroy(&attributes);
    output_.write.close();
    report_.write.close();
    life_.read.close();
    plan_file_.close();
    return failure == 0 ? std::string() : std::string("it can't be started: ") + std::strerror(failure);
  }

  // Reads what comes until both pipes are closed, and asks the stage to end where it must.
  void listen(std::int64_t began, const std::function<bool()>& is_stopped, Outcome& outcome) {
    constexpr int look_every_ms = 30;
    constexpr std::int64_t grace_ms = 15'000;  // longer than the stage tries to kill
    std::string report;
    bool is_over = false, is_flood = false;
    std::int64_t over_ms = 0;
    std::uint64_t seen_bytes = 0;
    while (output_.read.fd() >= 0 || report_.read.fd() >= 0) {
      pollfd watched[2] = {{output_.read.fd(), POLLIN, 0}, {report_.read.fd(), POLLIN, 0}};
      (void)::poll(watched, 2, look_every_ms);
      if (watched[0].revents != 0) seen_bytes += take(output_.read, outcome.output, output_bytes_max);
      if (watched[1].revents != 0) take(report_.read, report, 1u << 16);
      const auto now = steady_ms();
      is_flood = is_flood || seen_bytes > request_.limits.flood_bytes;
      if (!is_over && ((is_stopped && is_stopped()) || is_flood)) {
        life_.write.close();  // the stage kills all that came of it
        is_over = true;
        over_ms = now;
      }
      const bool is_late = now - began > request_.limits.wall_ms + grace_ms;
      if (is_late || (is_over && now - over_ms > grace_ms)) {
        (void)::kill(child_, SIGKILL);
        break;
      }
      if (report_.read.fd() < 0 && over_ms == 0 && !is_over) over_ms = now;
      if (report_.read.fd() < 0 && now - over_ms > 1000) break;  // somebody else holds the output open
    }
    while (::waitpid(child_, nullptr, 0) < 0 && errno == EINTR) {
    }
    read_report(report, outcome);
    outcome.is_cut = seen_bytes > outcome.output.size();
    if (is_flood) {
      outcome.end = End::refused;
      outcome.why = "it printed more than " + std::to_string(request_.limits.flood_bytes >> 20) + " MiB";
    }
  }

  // What can be read now; closes it at its end. How many bytes there were.
  static std::size_t take(Descriptor& from, std::string& to, std::size_t bytes_max) {
    char block[65536];
    const ssize_t got = ::read(from.fd(), block, sizeof block);
    if (got < 0 && (errno == EINTR || errno == EAGAIN)) return 0;
    if (got <= 0) return from.close(), 0;
    const auto size = static_cast<std::size_t>(got);
    to.append(block, std::min(size, bytes_max - std::min(bytes_max, to.size())));
    return size;
  }

  const Request& request_;
  Plan plan_;
  Descriptor plan_file_;
  Pipe output_, report_, life_;
  pid_t child_ = -1;
};

// A machine that makes no namespaces makes none for the next guard either.
std::atomic<bool> has_no_namespaces{false};

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

}  // namespace

std::string_view word(Level level) {
  return level == Level::namespaces ? "namespaces" : level == Level::process ? "process" : "none";
}

std::optional<Level> level(std::string_view word) {
  for (const Level one : {Level::none, Level::process, Level::namespaces})
    if (sandbox::word(one) == word) return one;
  return std::nullopt;
}

Outcome run(const Request& request, const std::function<bool()>& is_stopped) {
  // Started as the stage, this program did not ask stage() first: it would start itself for ever.
  if (::getenv(stage_mark) != nullptr) return refused("this program's main does not ask sandbox::stage()");
  if (request.command.empty() || request.folder.empty() || request.folder[0] != '/')
    return refused("a command and an absolute folder are needed");
  const bool is_needed = request.needed == Level::namespaces;
  if (is_needed || (request.wanted == Level::namespaces && !has_no_namespaces)) {
    auto outcome = Run(request, Level::namespaces).run(is_stopped);
    // Nothing of the command has run as long as the level was not reported.
    const bool has_begun = outcome.level == Level::namespaces;
    const bool is_ended = outcome.end == End::stopped || outcome.end == End::timed_out;
    if (has_begun || is_ended) return outcome;
    auto why = outcome.end == End::refused ? outcome.why : first_line(outcome.output);
    if (is_needed) return refused("isolation by namespaces can't be reached: " + why);
    has_no_namespaces = true;
  }
  auto outcome = Run(request, Level::process).run(is_stopped);
  if (outcome.end == End::exited && outcome.level == Level::none)
    return refused("its isolation was not reached");
  return outcome;
}

}  // namespace hindcast::sandbox
