// Tries to get out of the sandbox, one way a run: `probe NAME`. It is started in a folder with a file
// `context` of lines NAME=VALUE that say what lies outside. Exit status 0: it was held; 3: it got out; 4:
// what it wanted to try can't be tried here. `probe` alone lists the names, each with the layers that hold
// it.
#include <arpa/inet.h>
#include <dirent.h>
#include <fcntl.h>
#include <linux/if_packet.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/ipc.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/shm.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/time.h>
#include <sys/uio.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <map>
#include <string>
#include <string_view>

namespace {

std::map<std::string, std::string> context;
std::string of(const char* name) {
  return context[name];
}
pid_t id_of(const char* name) {
  return static_cast<pid_t>(std::atoll(of(name).c_str()));
}

bool write_to(const std::string& path, int flags) {
  const int file = ::open(path.c_str(), flags, 0644);
  return file >= 0 && ::write(file, "x", 1) == 1;
}
bool can_read(const std::string& path) {
  char byte = 0;
  const int file = ::open(path.c_str(), O_RDONLY);
  return file >= 0 && ::read(file, &byte, 1) == 1;
}
bool is_empty_call(long result) {
  return result >= 0;
}

// --- files -------------------------------------------------------------------------------------------------

bool write_beside() {
  return write_to(of("outside") + "/new", O_WRONLY | O_CREAT);
}
bool write_canary() {
  return write_to(of("canary"), O_WRONLY | O_APPEND);
}
bool truncate_canary() {
  return ::truncate(of("canary").c_str(), 0) == 0;
}
bool open_truncating() {
  return ::open(of("canary").c_str(), O_RDONLY | O_TRUNC) >= 0 && !can_read(of("canary"));
}
// Open for neither reading nor writing, and emptied all the same.
bool open_truncating_for_neither() {
  return ::open(of("canary").c_str(), O_ACCMODE | O_TRUNC) >= 0 && !can_read(of("canary"));
}
bool open_truncating_newly() {
  const std::uint64_t how[3] = {O_RDONLY | O_TRUNC, 0, 0};
  constexpr long openat2 = 437;
  return ::syscall(openat2, AT_FDCWD, of("canary").c_str(), how, sizeof how) >= 0 && !can_read(of("canary"));
}
bool remove_canary() {
  return ::unlink(of("canary").c_str()) == 0;
}
bool make_folder() {
  return ::mkdir((of("outside") + "/folder").c_str(), 0755) == 0;
}
bool make_pipe() {
  return ::mkfifo((of("outside") + "/pipe").c_str(), 0644) == 0;
}
bool make_device() {
  return ::mknod("/tmp/disk", S_IFBLK | 0600, 0x0800) == 0;
}
bool rename_out() {
  const auto from = of("own") + "/mine";
  return write_to(from, O_WRONLY | O_CREAT) && ::rename(from.c_str(), (of("outside") + "/mine").c_str()) == 0;
}
bool rename_in() {
  return ::rename(of("canary").c_str(), (of("own") + "/taken").c_str()) == 0;
}
bool exchange() {
  const auto mine = of("own") + "/swap";
  return write_to(mine, O_WRONLY | O_CREAT) &&
         ::syscall(SYS_renameat2, AT_FDCWD, mine.c_str(), AT_FDCWD, of("canary").c_str(), 2) == 0;
}
bool hard_link_in() {
  const auto mine = of("own") + "/hard";
  return ::link(of("canary").c_str(), mine.c_str()) == 0 && write_to(mine, O_WRONLY | O_APPEND);
}
bool hard_link_of_descriptor() {
  const int file = ::open(of("canary").c_str(), O_PATH);
  const auto path = "/proc/self/fd/" + std::to_string(file), mine = of("own") + "/linked";
  return ::linkat(AT_FDCWD, path.c_str(), AT_FDCWD, mine.c_str(), AT_SYMLINK_FOLLOW) == 0 &&
         write_to(mine, O_WRONLY | O_APPEND);
}
bool symbolic_link() {
  const auto mine = of("own") + "/soft";
  return ::symlink(of("canary").c_str(), mine.c_str()) == 0 && write_to(mine, O_WRONLY | O_APPEND);
}
bool symbolic_link_outside() {
  return ::symlink("/etc/passwd", (of("outside") + "/soft").c_str()) == 0;
}
bool dots() {
  return write_to(of("own") + "/../../../../../.." + of("canary"), O_WRONLY | O_APPEND);
}
bool through_proc_cwd() {
  return write_to("/proc/self/root" + of("canary"), O_WRONLY | O_APPEND);
}
bool through_parent_root() {
  return write_to("/proc/" + of("parent") + "/root" + of("canary"), O_WRONLY | O_APPEND);
}
bool reopen_for_writing() {
  const int file = ::open((of("folder") + "/context").c_str(), O_RDONLY);
  return write_to("/proc/self/fd/" + std::to_string(file), O_WRONLY | O_APPEND);
}
bool write_tree() {
  return write_to(of("folder") + "/planted", O_WRONLY | O_CREAT);
}
bool write_git_hook() {
  return write_to(of("folder") + "/.git/hooks/post-checkout", O_WRONLY | O_CREAT);
}
bool change_mode() {
  return ::chmod(of("canary").c_str(), 0777) == 0;
}
bool change_mode_of_descriptor() {
  const int file = ::open((of("folder") + "/context").c_str(), O_RDONLY);
  return ::fchmod(file, 0777) == 0;
}
bool change_mode_newly() {
  return ::syscall(452, AT_FDCWD, of("canary").c_str(), 0777, 0) == 0;
}
bool change_owner() {
  return ::chown(of("canary").c_str(), ::getuid(), ::getgid()) == 0;
}
bool change_times() {
  const timespec times[2] = {{1, 0}, {1, 0}};
  return ::utimensat(AT_FDCWD, of("canary").c_str(), times, 0) == 0;
}
bool change_times_of_descriptor() {
  const auto path = of("folder") + "/context";
  const timespec times[2] = {{1, 0}, {1, 0}};
  struct stat status {};
  (void)::futimens(::open(path.c_str(), O_RDONLY), times);
  return ::stat(path.c_str(), &status) == 0 && status.st_mtime == 1;
}
bool set_attribute() {
  return ::setxattr(of("canary").c_str(), "user.mark", "x", 1, 0) == 0;
}
bool set_flags() {
  int flags = 0x40;  // nodump
  const int file = ::open((of("folder") + "/context").c_str(), O_RDONLY);
  return ::ioctl(file, 0x40086602, &flags) == 0;
}
bool read_secret() {
  return can_read(of("secret"));
}
bool read_ssh() {
  return can_read(of("home") + "/.ssh/id_ed25519");
}
bool read_shadow() {
  return can_read("/etc/shadow");
}
bool read_closed_file() {
  return can_read(of("folder") + "/closed");
}
bool list_home() {
  return ::opendir(of("home").c_str()) != nullptr;
}
bool execute_outside() {
  ::system((of("outside") + "/program").c_str());
  return ::access((of("own") + "/ran").c_str(), F_OK) == 0;
}
bool memory_disk() {
  return can_read("/dev/mem") || can_read("/dev/kmem") || can_read("/proc/kcore");
}
bool disk_device() {
  return can_read("/dev/vda") || can_read("/dev/sda") || can_read("/dev/nvme0n1");
}
bool kernel_setting() {
  return ::open("/proc/sys/kernel/core_pattern", O_WRONLY) >= 0;
}
bool sysrq() {
  return ::open("/proc/sysrq-trigger", O_WRONLY) >= 0;
}
bool cgroup() {
  const char* path = "/sys/fs/cgroup/pids/hindcast-probe";
  return ::mkdir(path, 0755) == 0 && ::rmdir(path) == 0;
}
bool handle() {
  struct {
    unsigned bytes = 128;
    int type = 0;
    char rest[128] = {};
  } name;
  int mount = 0;
  return ::syscall(SYS_name_to_handle_at, AT_FDCWD, of("canary").c_str(), &name, &mount, 0) == 0;
}
bool watch_files() {
  return ::inotify_add_watch(::inotify_init1(0), of("outside").c_str(), IN_ALL_EVENTS) >= 0;
}
bool watch_disk() {
  return is_empty_call(::syscall(SYS_fanotify_init, 0, 0));
}
bool memory_file_stays_inside() {
  const int file = ::memfd_create("probe", 0);
  const int self = ::open("/proc/self/exe", O_RDONLY);
  char block[65536];
  for (ssize_t got; (got = ::read(self, block, sizeof block)) > 0;)
    if (::write(file, block, static_cast<std::size_t>(got)) != got) return false;
  const pid_t child = ::fork();
  if (child == 0) {
    const auto path = "/proc/self/fd/" + std::to_string(file);
    ::execl(path.c_str(), "probe", "write-canary", nullptr);
    ::_exit(0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 3;
}

// --- other processes ---------------------------------------------------------------------------------------

bool environment_of(const std::string& id) {
  return can_read("/proc/" + id + "/environ");
}
bool environment_of_first() {
  return ::getpid() > 16 && environment_of("1");
}
bool environment_of_parent() {
  return ::getppid() > 1 && environment_of(std::to_string(::getppid()));
}
bool environment_of_caller() {
  return environment_of(of("caller")) && id_of("caller") > 100;
}
bool memory_of_caller() {
  return can_read("/proc/" + of("caller") + "/mem") || can_read("/proc/" + of("caller") + "/maps");
}
bool files_of_caller() {
  char target[100];
  return ::readlink(("/proc/" + of("caller") + "/fd/0").c_str(), target, sizeof target) > 0;
}
bool signal_victim() {
  return ::kill(id_of("victim"), SIGUSR1) == 0;
}
bool signal_parent() {
  return ::getppid() > 1 && ::kill(::getppid(), SIGCONT) == 0;
}
bool signal_first() {
  return ::getpid() > 16 && ::kill(1, 0) == 0;
}
bool signal_group_of_victim() {
  return ::kill(-id_of("victim"), SIGUSR1) == 0;
}
bool queue_signal() {
  siginfo_t info{};
  info.si_code = SI_QUEUE;
  return ::syscall(SYS_rt_sigqueueinfo, id_of("victim"), SIGUSR1, &info) == 0;
}
bool signal_thread() {
  return ::syscall(SYS_tkill, id_of("victim"), SIGUSR1) == 0;
}
bool signal_thread_of_group() {
  return ::syscall(SYS_tgkill, id_of("victim"), id_of("victim"), SIGUSR1) == 0;
}
bool queue_signal_for_thread() {
  siginfo_t info{};
  info.si_code = SI_QUEUE;
  return ::syscall(SYS_rt_tgsigqueueinfo, id_of("victim"), id_of("victim"), SIGUSR1, &info) == 0;
}
bool signal_by_descriptor() {
  const long opened = ::syscall(SYS_pidfd_open, id_of("victim"), 0);
  return opened >= 0 && ::syscall(SYS_pidfd_send_signal, opened, SIGUSR1, nullptr, 0) == 0;
}
bool signal_by_file_owner() {
  int ends[2];
  if (::pipe(ends) != 0) return false;
  ::fcntl(ends[0], F_SETFL, O_ASYNC);
  return ::fcntl(ends[0], F_SETOWN, id_of("victim")) == 0 && ::fcntl(ends[0], F_SETSIG, SIGUSR1) == 0 &&
         ::write(ends[1], "x", 1) == 1 && false;  // whether it came the victim says
}
bool trace_victim() {
  return ::ptrace(PTRACE_SEIZE, id_of("victim"), nullptr, nullptr) == 0;
}
bool read_memory() {
  char byte = 0;
  iovec here{&byte, 1}, there{reinterpret_cast<void*>(0x400000), 1};
  const auto got = ::process_vm_readv(id_of("victim"), &here, 1, &there, 1, 0);
  return got >= 0 || errno == EFAULT;
}
bool take_descriptor() {
  const long opened = ::syscall(SYS_pidfd_open, id_of("victim"), 0);
  return opened >= 0 && is_empty_call(::syscall(SYS_pidfd_getfd, opened, 0, 0));
}
bool limit_victim() {
  const rlimit none{0, RLIM_INFINITY};
  return ::prlimit(id_of("victim"), RLIMIT_CORE, &none, nullptr) == 0;
}
bool slow_victim() {
  return ::setpriority(PRIO_PROCESS, static_cast<id_t>(id_of("victim")), 19) == 0;
}
bool bind_victim() {
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(0, &set);
  return ::sched_setaffinity(id_of("victim"), sizeof set, &set) == 0;
}
bool compare() {
  return is_empty_call(::syscall(SYS_kcmp, ::getpid(), id_of("victim"), 0, 0, 0));
}
bool shared_memory() {
  const int id = ::shmget(static_cast<key_t>(std::atoi(of("shm_key").c_str())), 1, 0);
  return id >= 0 && ::shmat(id, nullptr, 0) != reinterpret_cast<void*>(-1);
}

// --- connections -------------------------------------------------------------------------------------------

bool connects(int family, int kind, const void* address, socklen_t size) {
  const int opened = ::socket(family, kind, 0);
  return opened >= 0 && ::connect(opened, static_cast<const sockaddr*>(address), size) == 0;
}
bool connect_tcp() {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::atoi(of("tcp").c_str())));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return connects(AF_INET, SOCK_STREAM, &to, sizeof to);
}
bool connect_tcp6() {
  sockaddr_in6 to{};
  to.sin6_family = AF_INET6;
  to.sin6_port = htons(static_cast<std::uint16_t>(std::atoi(of("tcp").c_str())));
  to.sin6_addr = in6addr_loopback;
  to.sin6_addr.s6_addr[10] = to.sin6_addr.s6_addr[11] = 0xff;  // ::ffff:127.0.0.1
  to.sin6_addr.s6_addr[12] = 127;
  return connects(AF_INET6, SOCK_STREAM, &to, sizeof to);
}
bool send_udp() {
  sockaddr_in to{};
  to.sin_family = AF_INET;
  to.sin_port = htons(static_cast<std::uint16_t>(std::atoi(of("udp").c_str())));
  to.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  const int opened = ::socket(AF_INET, SOCK_DGRAM, 0);
  (void)!::sendto(opened, "out", 3, 0, reinterpret_cast<const sockaddr*>(&to), sizeof to);
  return false;  // whether it came the other side says
}
bool listen_tcp() {
  sockaddr_in at{};
  at.sin_family = AF_INET;
  at.sin_port = htons(static_cast<std::uint16_t>(std::atoi(of("free").c_str())));
  const int opened = ::socket(AF_INET, SOCK_STREAM, 0);
  const bool is_open = opened >= 0 &&
                       ::bind(opened, reinterpret_cast<const sockaddr*>(&at), sizeof at) == 0 &&
                       ::listen(opened, 1) == 0;
  return is_open && of("level") == "process";  // an empty network of one's own may be listened in
}
bool connect_path() {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::strncpy(to.sun_path, of("socket").c_str(), sizeof to.sun_path - 1);
  return connects(AF_UNIX, SOCK_STREAM, &to, sizeof to);
}
bool connect_path_in_tree() {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  std::strncpy(to.sun_path, "socket", sizeof to.sun_path - 1);
  return connects(AF_UNIX, SOCK_STREAM, &to, sizeof to);
}
bool connect_abstract() {
  sockaddr_un to{};
  to.sun_family = AF_UNIX;
  const auto name = of("abstract");
  std::memcpy(to.sun_path + 1, name.data(), name.size());
  return connects(AF_UNIX, SOCK_STREAM, &to,
                  static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size()));
}
bool raw_socket() {
  return ::socket(AF_INET, SOCK_RAW, IPPROTO_ICMP) >= 0;
}
bool packet_socket() {
  return ::socket(AF_PACKET, SOCK_RAW, 0x0300) >= 0;
}
bool every_family() {
  for (int family = 3; family < 46; ++family)
    if (family != AF_INET6)
      for (const int kind : {SOCK_STREAM, SOCK_DGRAM, SOCK_SEQPACKET, SOCK_RAW})
        if (::socket(family, kind, 0) >= 0) return true;
  return false;
}

// --- the kernel --------------------------------------------------------------------------------------------

bool new_user_namespace() {
  return ::unshare(CLONE_NEWUSER) == 0;
}
bool new_namespace_by_clone() {
  const long child = ::syscall(SYS_clone, CLONE_NEWUSER | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
  if (child == 0) ::_exit(0);
  return child > 0;
}
bool new_namespace_by_clone3() {
  std::uint64_t arguments[8] = {CLONE_NEWUSER, 0, 0, 0, SIGCHLD, 0, 0, 0};
  const long child = ::syscall(435, arguments, sizeof arguments);
  if (child == 0) ::_exit(0);
  return child > 0;
}
bool join_namespace() {
  const int space = ::open(("/proc/" + of("caller") + "/ns/net").c_str(), O_RDONLY);
  return ::setns(space, 0) == 0 || (errno != EPERM && errno != EBADF && errno != ENOSYS);
}
bool mount_disk() {
  return ::mount("none", "/tmp", "tmpfs", 0, nullptr) == 0;
}
bool mount_newly() {
  return is_empty_call(::syscall(SYS_fsopen, "tmpfs", 0));
}
bool unmount() {
  return ::umount2("/tmp", MNT_DETACH) == 0 || ::umount2("/proc", MNT_DETACH) == 0;
}
bool change_root() {
  return ::chroot(".") == 0;
}
bool pivot() {
  return ::syscall(SYS_pivot_root, ".", ".") == 0;
}
bool keys() {
  return is_empty_call(::syscall(SYS_add_key, "user", "probe", "x", 1, -3));
}
bool key_control() {
  return is_empty_call(::syscall(SYS_keyctl, 0, -3, 1));
}
bool kernel_program() {
  struct {
    std::uint32_t type = 1, key = 4, value = 4, entries = 1;
    char rest[112] = {};
  } map;
  return is_empty_call(::syscall(SYS_bpf, 0, &map, sizeof map));
}
bool ring() {
  char parameters[120] = {};
  return is_empty_call(::syscall(SYS_io_uring_setup, 1, parameters));
}
bool counters() {
  char event[128] = {1, 0, 0, 0, 112};
  return is_empty_call(::syscall(SYS_perf_event_open, event, 0, -1, -1, 0));
}
bool faults() {
  return is_empty_call(::syscall(SYS_userfaultfd, 1));
}
bool load_module() {
  return is_empty_call(::syscall(SYS_init_module, "", 0, "")) || errno != EPERM;
}
bool kernel_log() {
  return is_empty_call(::syscall(SYS_syslog, 10, nullptr, 0));
}
bool host_name() {
  return ::sethostname("probe", 5) == 0;
}
bool clock_set() {  // with a time that there is not, so that nothing happens where it is allowed
  const timespec none{0, -1};
  return ::syscall(SYS_clock_settime, CLOCK_REALTIME, &none) == 0 || errno != EPERM;
}
bool become_superuser() {
  return ::getuid() != 0 ? ::setuid(0) == 0 : ::setuid(65534) == 0;
}
bool has_capability() {
  for (int one = 0; one < 41; ++one)
    if (::prctl(PR_CAPBSET_READ, one) == 1 && ::getuid() == 0) return true;
  return false;
}
bool may_gain_rights() {
  return ::prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1;
}
bool unknown_call() {
  return ::syscall(0x40000000 | 39) > 0 || ::syscall(470, 0, 0, 0, 0) == 0;
}
bool old_calls() {
#if defined(__x86_64__)
  const pid_t child = ::fork();
  if (child == 0) {
    long result = 0;
    asm volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory");  // getpid of the 32-bit machine
    ::_exit(result > 0 ? 3 : 0);
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) && WEXITSTATUS(status) == 3;
#else
  return false;
#endif
}

// --- what it was started with ------------------------------------------------------------------------------

bool environment_leaks() {
  return std::getenv("PROBE_SECRET") != nullptr;
}
bool descriptors_leak() {
  for (int file = 3; file < 64; ++file)
    if (::fcntl(file, F_GETFD) >= 0) return true;
  return false;
}
bool reads_input() {
  char byte = 0;
  return ::read(0, &byte, 1) > 0;
}
bool types_into_terminal() {
  const int terminal = ::open("/dev/tty", O_RDWR);
  const char byte = '\n';
  return terminal >= 0 || ::ioctl(0, TIOCSTI, &byte) == 0 || ::ioctl(1, TIOCSTI, &byte) == 0;
}
bool has_terminal() {
  return ::isatty(0) || ::isatty(1) || ::isatty(2);
}

// --- too much ----------------------------------------------------------------------------------------------

[[noreturn]] void sleep_on() {
  for (;;)
    ::pause();
}
bool large_file() {
  ::signal(SIGXFSZ, SIG_IGN);
  const int file = ::open((of("own") + "/large").c_str(), O_WRONLY | O_CREAT, 0600);
  return ::ftruncate(file, 10ll << 30) == 0;
}
bool much_memory() {
  return ::mmap(nullptr, 64ull << 30, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1,
                0) != MAP_FAILED;
}
bool many_files() {
  for (int i = 0; i < 5000; ++i)
    if (::open("/dev/null", O_RDONLY) < 0) return false;
  return true;
}
bool raise_limit() {
  const rlimit more{RLIM_INFINITY, RLIM_INFINITY};
  return ::setrlimit(RLIMIT_FSIZE, &more) == 0;
}
bool core_dump() {
  rlimit now{};
  return ::getrlimit(RLIMIT_CORE, &now) == 0 && now.rlim_max != 0;
}

// These end by their limit; that nothing is left of them the other side looks for.
bool sleep_for_ever() {
  sleep_on();
}
bool spin() {
  volatile unsigned i = 0;
  for (;;)
    i = i + 1;
}
bool ignore_signals() {
  for (int one = 1; one < NSIG; ++one)
    ::signal(one, SIG_IGN);
  sleep_on();
}
bool flood() {
  char block[65536];
  std::memset(block, 'x', sizeof block);
  for (long long left = 10ll << 30; left > 0; left -= sizeof block)
    if (::write(1, block, sizeof block) < 0) return false;
  return true;
}
bool fork_bomb() {
  for (;;)
    (void)!::fork();
}
bool leave_child() {
  if (::fork() == 0) sleep_on();
  return false;
}
bool leave_daemon() {
  if (::fork() == 0) {
    ::setsid();
    if (::fork() != 0) ::_exit(0);
    ::signal(SIGTERM, SIG_IGN);
    ::close(0);
    ::close(1);
    ::close(2);
    sleep_on();
  }
  ::usleep(50'000);
  return false;
}
bool leave_sibling() {
  const long child = ::syscall(SYS_clone, CLONE_PARENT | SIGCHLD, nullptr, nullptr, nullptr, nullptr);
  if (child == 0) sleep_on();
  return false;
}
bool leave_traced_stop() {
  const pid_t child = ::fork();
  if (child == 0) {
    ::kill(::getpid(), SIGSTOP);
    sleep_on();
  }
  ::usleep(20'000);
  return false;
}
bool keep_forking() {
  if (::fork() == 0) {
    for (;;) {  // always another process: who kills the one that he saw is late
      if (::fork() != 0) ::_exit(0);
      ::setsid();
    }
  }
  ::usleep(50'000);
  return false;
}
bool many_threads_of_time() {
  ::prctl(PR_SET_PDEATHSIG, 0);
  sleep_on();
}

struct Probe {
  const char* name;
  bool (*run)();
};
constexpr Probe probes[] = {
    {"write-beside", write_beside},
    {"write-canary", write_canary},
    {"truncate", truncate_canary},
    {"open-truncating", open_truncating},
    {"open-truncating-for-neither", open_truncating_for_neither},
    {"open-truncating-newly", open_truncating_newly},
    {"remove", remove_canary},
    {"make-folder", make_folder},
    {"make-pipe", make_pipe},
    {"make-device", make_device},
    {"rename-out", rename_out},
    {"rename-in", rename_in},
    {"exchange", exchange},
    {"hard-link", hard_link_in},
    {"hard-link-of-descriptor", hard_link_of_descriptor},
    {"symbolic-link", symbolic_link},
    {"symbolic-link-outside", symbolic_link_outside},
    {"dots", dots},
    {"proc-self-root", through_proc_cwd},
    {"proc-parent-root", through_parent_root},
    {"reopen-for-writing", reopen_for_writing},
    {"write-tree", write_tree},
    {"write-git-hook", write_git_hook},
    {"chmod", change_mode},
    {"fchmod", change_mode_of_descriptor},
    {"fchmodat2", change_mode_newly},
    {"chown", change_owner},
    {"times", change_times},
    {"times-of-descriptor", change_times_of_descriptor},
    {"attribute", set_attribute},
    {"file-flags", set_flags},
    {"read-secret", read_secret},
    {"read-ssh", read_ssh},
    {"read-shadow", read_shadow},
    {"read-closed-file", read_closed_file},
    {"list-home", list_home},
    {"execute-outside", execute_outside},
    {"memory-device", memory_disk},
    {"disk-device", disk_device},
    {"kernel-setting", kernel_setting},
    {"sysrq", sysrq},
    {"cgroup", cgroup},
    {"file-handle", handle},
    {"watch-files", watch_files},
    {"watch-disk", watch_disk},
    {"memory-file", memory_file_stays_inside},
    {"environment-of-first", environment_of_first},
    {"environment-of-parent", environment_of_parent},
    {"environment-of-caller", environment_of_caller},
    {"memory-of-caller", memory_of_caller},
    {"files-of-caller", files_of_caller},
    {"signal-victim", signal_victim},
    {"signal-parent", signal_parent},
    {"signal-first", signal_first},
    {"signal-group", signal_group_of_victim},
    {"queue-signal", queue_signal},
    {"queue-signal-for-thread", queue_signal_for_thread},
    {"signal-thread", signal_thread},
    {"signal-thread-of-group", signal_thread_of_group},
    {"signal-by-descriptor", signal_by_descriptor},
    {"signal-by-file-owner", signal_by_file_owner},
    {"trace", trace_victim},
    {"read-memory", read_memory},
    {"take-descriptor", take_descriptor},
    {"limit-victim", limit_victim},
    {"slow-victim", slow_victim},
    {"bind-victim", bind_victim},
    {"compare", compare},
    {"shared-memory", shared_memory},
    {"tcp", connect_tcp},
    {"tcp6", connect_tcp6},
    {"udp", send_udp},
    {"listen", listen_tcp},
    {"unix-socket", connect_path},
    {"unix-socket-in-tree", connect_path_in_tree},
    {"abstract-socket", connect_abstract},
    {"raw-socket", raw_socket},
    {"packet-socket", packet_socket},
    {"every-family", every_family},
    {"user-namespace", new_user_namespace},
    {"namespace-by-clone", new_namespace_by_clone},
    {"namespace-by-clone3", new_namespace_by_clone3},
    {"join-namespace", join_namespace},
    {"mount", mount_disk},
    {"fsopen", mount_newly},
    {"unmount", unmount},
    {"chroot", change_root},
    {"pivot-root", pivot},
    {"add-key", keys},
    {"keyctl", key_control},
    {"bpf", kernel_program},
    {"io-uring", ring},
    {"perf", counters},
    {"userfaultfd", faults},
    {"load-module", load_module},
    {"kernel-log", kernel_log},
    {"host-name", host_name},
    {"clock", clock_set},
    {"setuid", become_superuser},
    {"capability", has_capability},
    {"new-privileges", may_gain_rights},
    {"unknown-call", unknown_call},
    {"32-bit-call", old_calls},
    {"environment", environment_leaks},
    {"descriptors", descriptors_leak},
    {"input", reads_input},
    {"terminal-input", types_into_terminal},
    {"terminal", has_terminal},
    {"large-file", large_file},
    {"much-memory", much_memory},
    {"many-files", many_files},
    {"raise-limit", raise_limit},
    {"core-dump", core_dump},
    {"sleep-for-ever", sleep_for_ever},
    {"spin", spin},
    {"ignore-signals", ignore_signals},
    {"flood", flood},
    {"fork-bomb", fork_bomb},
    {"leave-child", leave_child},
    {"leave-daemon", leave_daemon},
    {"leave-sibling", leave_sibling},
    {"leave-stopped", leave_traced_stop},
    {"keep-forking", keep_forking},
    {"no-death-signal", many_threads_of_time},
};

}  // namespace

int main(int count, char** words) {
  if (count < 2) {
    for (const Probe& probe : probes)
      std::puts(probe.name);
    return 0;
  }
  char line[4096];
  if (std::FILE* file = std::fopen("context", "r")) {
    while (std::fgets(line, sizeof line, file) != nullptr)
      if (char* equals = std::strchr(line, '=')) {
        *equals = '\0';
        equals[std::strcspn(equals + 1, "\n") + 1] = '\0';
        context[line] = equals + 1;
      }
    std::fclose(file);
  }
  if (const char* own = std::getenv("TMPDIR")) context["own"] = own;
  for (const Probe& probe : probes)
    if (std::string_view(probe.name) == words[1]) return probe.run() ? 3 : 0;
  return 4;
}
