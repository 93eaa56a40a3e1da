#include "sandbox/filter.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <cstring>
#include <initializer_list>
#include <iterator>
#include <vector>

namespace hindcast::sandbox {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t our_architecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t our_architecture = AUDIT_ARCH_AARCH64;
#else
#error "the filter of system calls knows x86-64 and aarch64"
#endif

// Newer than the headers of Debian 12; the numbers are the same on every architecture. What comes after the
// last of them nobody has looked at, and it is answered as if the kernel had none.
constexpr std::uint32_t nr_fchmodat2 = 452, nr_map_shadow_stack = 453, nr_last_known = 462;

// What no guard needs: other processes' memory, the system's own state, ways around Landlock and this filter.
constexpr std::uint32_t never[] = {
    SYS_ptrace,
    SYS_process_vm_readv,
    SYS_process_vm_writev,
    SYS_kcmp,
    SYS_pidfd_getfd,
    SYS_process_madvise,
    SYS_migrate_pages,
    SYS_move_pages,
    SYS_mount,
    SYS_umount2,
    SYS_pivot_root,
    SYS_chroot,
    SYS_setns,
    SYS_unshare,
    SYS_fsopen,
    SYS_fsconfig,
    SYS_fsmount,
    SYS_fspick,
    SYS_move_mount,
    SYS_open_tree,
    SYS_mount_setattr,
    SYS_keyctl,
    SYS_add_key,
    SYS_request_key,
    SYS_bpf,
    SYS_perf_event_open,
    SYS_userfaultfd,
    SYS_io_uring_setup,
    SYS_io_uring_enter,
    SYS_io_uring_register,
    SYS_open_by_handle_at,
    SYS_name_to_handle_at,
    SYS_init_module,
    SYS_finit_module,
    SYS_delete_module,
    SYS_kexec_load,
    SYS_kexec_file_load,
    SYS_reboot,
    SYS_swapon,
    SYS_swapoff,
    SYS_acct,
    SYS_quotactl,
    SYS_settimeofday,
    SYS_clock_settime,
    SYS_clock_adjtime,
    SYS_adjtimex,
    SYS_sethostname,
    SYS_setdomainname,
    SYS_vhangup,
    SYS_syslog,
    SYS_fanotify_init,
    SYS_fanotify_mark,
    SYS_lookup_dcookie,
    SYS_nfsservctl,
#ifdef SYS_quotactl_fd
    SYS_quotactl_fd,
#endif
#if defined(__x86_64__)
    SYS_iopl,
    SYS_ioperm,
    SYS_modify_ldt,
    SYS_uselib,
    SYS_ustat,
    SYS_sysfs,
    SYS__sysctl,
    SYS_create_module,
    SYS_get_kernel_syms,
    SYS_query_module,
#endif
};

// What reaches files beyond those that Landlock lets be written, and other programs of the same user: modes,
// owners, attributes, events of files, memory and queues by name. Within namespaces there are none of others.
constexpr std::uint32_t never_without_namespaces[] = {
    SYS_fchmod,
    SYS_fchmodat,
    nr_fchmodat2,
    SYS_fchown,
    SYS_fchownat,
    SYS_setxattr,
    SYS_lsetxattr,
    SYS_fsetxattr,
    SYS_removexattr,
    SYS_lremovexattr,
    SYS_fremovexattr,
    SYS_inotify_init1,
    SYS_inotify_add_watch,
    SYS_shmget,
    SYS_shmat,
    SYS_shmctl,
    SYS_semget,
    SYS_semop,
    SYS_semctl,
    SYS_semtimedop,
    SYS_msgget,
    SYS_msgsnd,
    SYS_msgrcv,
    SYS_msgctl,
    SYS_mq_open,
    SYS_mq_unlink,
#if defined(__x86_64__)
    SYS_chmod,
    SYS_chown,
    SYS_lchown,
    SYS_inotify_init,
#endif
};

// Times of files can't be kept to files of the sandbox either. Programs that have just made a file insist on
// setting them, by its descriptor: they are told that it was done.
constexpr std::uint32_t times_by_path[] = {
#if defined(__x86_64__)
    SYS_utime,
    SYS_utimes,
    SYS_futimesat,
#endif
};

constexpr std::uint32_t low_half(unsigned argument) {  // both architectures keep it first
  return static_cast<std::uint32_t>(offsetof(seccomp_data, args)) + argument * 8;
}

class Program {
 public:
  void add(unsigned code, std::uint32_t value, unsigned yes = 0, unsigned no = 0) {
    code_.push_back({static_cast<std::uint16_t>(code), static_cast<std::uint8_t>(yes),
                     static_cast<std::uint8_t>(no), value});
  }
  void load(std::size_t offset) { add(BPF_LD | BPF_W | BPF_ABS, static_cast<std::uint32_t>(offset)); }
  void load_call() { load(offsetof(seccomp_data, nr)); }
  void answer(std::uint32_t action) { add(BPF_RET | BPF_K, action); }
  void refuse(int code) { answer(SECCOMP_RET_ERRNO | static_cast<std::uint32_t>(code)); }

  // The call that is loaded, always.
  void refuse(std::uint32_t call, int code) {
    add(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 1);
    refuse(code);
  }
  // Of one call: its argument must be one of these, or must not be.
  void allow_only(std::uint32_t call, unsigned argument, std::initializer_list<std::uint32_t> values,
                  int code) {
    begin(call, 2 + values.size());
    load(low_half(argument));
    auto left = values.size();
    for (const auto value : values)
      add(BPF_JMP | BPF_JEQ | BPF_K, value, static_cast<unsigned>(left--), 0);
    refuse(code);
    end();
  }
  void refuse_if(std::uint32_t call, unsigned argument, std::initializer_list<std::uint32_t> values,
                 int code) {
    refuse_masked(call, argument, ~std::uint32_t{0}, values, code);
  }
  void refuse_bits(std::uint32_t call, unsigned argument, std::uint32_t bits, int code) {
    begin(call, 3);
    load(low_half(argument));
    add(BPF_JMP | BPF_JSET | BPF_K, bits, 0, 1);
    refuse(code);
    end();
  }

  // Of these bits of an argument of one call, not one of these.
  void refuse_masked(std::uint32_t call, unsigned argument, std::uint32_t mask,
                     std::initializer_list<std::uint32_t> values, int code) {
    begin(call, 4 + values.size());
    load(low_half(argument));
    add(BPF_ALU | BPF_AND | BPF_K, mask);
    auto left = values.size();
    for (const auto value : values)
      add(BPF_JMP | BPF_JEQ | BPF_K, value, static_cast<unsigned>(left--), 0);
    add(BPF_JMP | BPF_JA, 1);
    refuse(code);
    end();
  }

  std::vector<sock_filter> take() { return std::move(code_); }

 private:
  // The next `size` instructions are about that call alone; then it is loaded again.
  void begin(std::uint32_t call, std::size_t size) {
    add(BPF_JMP | BPF_JEQ | BPF_K, call, 0, static_cast<unsigned>(size + 1));
  }
  void end() { load_call(); }

  std::vector<sock_filter> code_;
};

// Connections: none, those of the internet, or what an empty network of one's own allows. Never a socket that
// has a name in the file system: behind one may sit a program that does more than this command may.
void add_sockets(Program& program, const FilterFor& what) {
  constexpr std::uint32_t ip4 = 2, ip6 = 10;
  if (what.may_use_network || what.level == Level::namespaces) {
    program.allow_only(SYS_socket, 0, {ip4, ip6}, EAFNOSUPPORT);
    constexpr std::uint32_t raw = 3;  // with and without the flags that a kind may carry
    program.refuse_if(SYS_socket, 1, {raw, raw | 04000, raw | 02000000, raw | 02004000}, EPERM);
  } else {
    program.refuse(SYS_socket, EPERM);
  }
}

void add_conditions(Program& program, const FilterFor& what) {
  constexpr std::uint32_t new_namespaces = 0x7e020000;  // CLONE_NEW… of clone
  constexpr std::uint32_t type_a_character = 0x5412, console = 0x541c;
  constexpr std::uint32_t randomize_not = 0x0040000, ask_only = 0xffffffff;
  program.refuse_bits(SYS_clone, 0, new_namespaces, EPERM);
  program.refuse(SYS_clone3, ENOSYS);  // its flags lie in memory; the C library then uses clone
  program.refuse_if(SYS_ioctl, 1, {type_a_character, console}, EPERM);
  program.allow_only(SYS_personality, 0, {0, randomize_not, ask_only}, EPERM);
  // Limits and priorities of its own only.
  program.allow_only(SYS_prlimit64, 0, {0}, EPERM);
  program.allow_only(SYS_setpriority, 1, {0}, EPERM);
  program.allow_only(SYS_ioprio_set, 1, {0}, EPERM);
  for (const std::uint32_t call :
       {SYS_sched_setaffinity, SYS_sched_setscheduler, SYS_sched_setparam, SYS_sched_setattr})
    program.allow_only(call, 0, {0}, EPERM);
  if (!what.are_signals_kept && what.level == Level::process) {
    const auto self = static_cast<std::uint32_t>(::getpid());  // becomes the command
    program.allow_only(SYS_kill, 0, {0, self}, EPERM);
    program.refuse(SYS_pidfd_send_signal, EPERM);
    program.refuse(SYS_tkill, EPERM);  // of a thread by its number: whose it is can't be seen
    for (const std::uint32_t call : {SYS_tgkill, SYS_rt_sigqueueinfo, SYS_rt_tgsigqueueinfo})
      program.allow_only(call, 0, {self}, EPERM);
    // A file that tells its owner of what comes by a signal.
    constexpr std::uint32_t set_owner = 8, set_owner_extended = 15, own_socket = 0x8901, own_group = 0x8902;
    program.refuse_if(SYS_fcntl, 1, {set_owner, set_owner_extended}, EPERM);
    program.refuse_if(SYS_ioctl, 1, {own_socket, own_group}, EPERM);
  }
  if (!what.is_truncation_kept && what.level == Level::process) {
    // O_ACCMODE, O_TRUNC. Both for reading alone and with the mode that is for neither a file is emptied, and
    // Landlock asks of neither whether it may be written.
    constexpr std::uint32_t access = 3, truncating = 01000;
    program.refuse(SYS_truncate, EPERM);
    program.refuse(SYS_openat2, ENOSYS);  // its flags lie in memory; programs then use openat
    program.refuse_masked(SYS_openat, 2, access | truncating, {truncating, truncating | access}, EPERM);
#if defined(__x86_64__)
    program.refuse_masked(SYS_open, 1, access | truncating, {truncating, truncating | access}, EPERM);
#endif
  }
}

void add_without_namespaces(Program& program) {
  constexpr std::uint32_t set_flags = 0x40086602, set_version = 0x40087602, set_attributes = 0x401c5820;
  constexpr std::uint32_t set_lease = 1024, notify = 1026;
  for (const auto call : never_without_namespaces)
    program.refuse(call, EPERM);
  for (const auto call : times_by_path)
    program.refuse(call, EPERM);
  program.allow_only(SYS_utimensat, 1, {0}, EPERM);
  program.refuse(SYS_utimensat, 0);
  program.refuse_if(SYS_ioctl, 1, {set_flags, set_version, set_attributes}, EPERM);
  program.refuse_if(SYS_fcntl, 1, {set_lease, notify}, EPERM);
}

}  // namespace

std::string filter_calls(const FilterFor& what) {
  Program program;
  program.load(offsetof(seccomp_data, arch));
  program.add(BPF_JMP | BPF_JEQ | BPF_K, our_architecture, 1, 0);
  program.answer(SECCOMP_RET_KILL_PROCESS);
  program.load_call();
  program.add(BPF_JMP | BPF_JGT | BPF_K, nr_last_known, 0, 1);  // those of the x32 machine, too
  program.refuse(ENOSYS);
  for (const auto call : never)
    program.refuse(call, EPERM);
  program.refuse(nr_map_shadow_stack, ENOSYS);
  add_sockets(program, what);
  add_conditions(program, what);
  if (what.level == Level::process) add_without_namespaces(program);
  program.answer(SECCOMP_RET_ALLOW);
  auto code = program.take();
  sock_fprog whole{static_cast<unsigned short>(code.size()), code.data()};
  if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &whole) == 0) return {};
  return std::string("the filter of system calls can't be set: ") + std::strerror(errno);
}

}  // namespace hindcast::sandbox
