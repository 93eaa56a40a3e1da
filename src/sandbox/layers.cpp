#include "sandbox/layers.h"

#include <dirent.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <string>

namespace hindcast::sandbox {
namespace {

std::string failed(const char* what) {
  return std::string(what) + ": " + std::strerror(errno);
}

// Landlock's rights by the version of its interface that brought them. Written out here: the headers of
// Debian 12 know the first only.
constexpr std::uint64_t file_execute = 1, file_write = 2, file_read = 4, folder_read = 8,
                        move_elsewhere = 1 << 13, truncate_file = 1 << 14, device_ioctl = 1 << 15;
constexpr std::uint64_t all_of_first = (1 << 13) - 1;
constexpr std::uint64_t of_files = file_execute | file_write | file_read | truncate_file | device_ioctl;
constexpr std::uint64_t bind_tcp = 1, connect_tcp = 2;
constexpr std::uint64_t abstract_sockets = 1, signals = 2;
constexpr long create_ruleset = 444, add_rule = 445, restrict_self = 446;  // on every architecture
constexpr unsigned version_flag = 1, rule_path_beneath = 1;

struct RulesetAttributes {
  std::uint64_t files = 0, network = 0, scoped = 0;
};
struct __attribute__((packed)) PathRule {
  std::uint64_t allowed = 0;
  std::int32_t parent = -1;
};

std::string allow(int ruleset, const std::string& path, std::uint64_t rights, bool is_needed) {
  const int opened = ::open(path.c_str(), O_PATH | O_CLOEXEC);
  if (opened < 0) return is_needed ? failed(path.c_str()) : std::string();
  struct stat status {};
  if (::fstat(opened, &status) == 0 && !S_ISDIR(status.st_mode)) rights &= of_files;
  const PathRule rule{rights, opened};
  const bool is_added = ::syscall(add_rule, ruleset, rule_path_beneath, &rule, 0) == 0;
  const auto why = is_added ? std::string() : failed(path.c_str());
  ::close(opened);
  return why;
}

// Tasks of this user, threads included: the kernel's limit counts all of them, but none of the superuser's.
std::uint64_t tasks_of_user() {
  if (::getuid() == 0) return 0;
  DIR* processes = ::opendir("/proc");
  if (processes == nullptr) return 0;
  std::uint64_t count = 0;
  while (const dirent* entry = ::readdir(processes)) {
    if (entry->d_name[0] < '0' || entry->d_name[0] > '9') continue;
    const auto path = std::string("/proc/").append(entry->d_name).append("/task");
    struct stat status {};
    if (::stat(path.c_str(), &status) == 0 && status.st_uid == ::getuid()) count += status.st_nlink - 2;
  }
  ::closedir(processes);
  return count;
}

// AddressSanitizer takes terabytes of addresses for itself, and a stage that was built with it could not even
// begin; such a build has no limit of memory, and the probes of that limit are for the others.
#ifdef __has_feature  // of clang, which the preset asan takes
constexpr bool limits_memory = !__has_feature(address_sanitizer);
#else
constexpr bool limits_memory = true;
#endif

bool limit(int resource, std::uint64_t value) {
  rlimit now{};
  const auto wanted = static_cast<rlim_t>(value);
  if (::getrlimit(static_cast<__rlimit_resource_t>(resource), &now) != 0) return false;
  if (now.rlim_max != RLIM_INFINITY && now.rlim_max < wanted) return true;  // it is stricter already
  now = {wanted, wanted};
  return ::setrlimit(static_cast<__rlimit_resource_t>(resource), &now) == 0;
}

}  // namespace

std::string limit_resources(const Limits& limits) {
  const long cores = std::max(1L, ::sysconf(_SC_NPROCESSORS_ONLN));
  const auto seconds = static_cast<std::uint64_t>(limits.wall_ms) / 1000 + 1;
  const bool is_done = limit(RLIMIT_CPU, seconds * static_cast<std::uint64_t>(cores) + 1) &&
                       (!limits_memory || limit(RLIMIT_AS, limits.memory_bytes)) &&
                       limit(RLIMIT_FSIZE, limits.file_bytes) && limit(RLIMIT_NOFILE, limits.files) &&
                       limit(RLIMIT_CORE, 0) && limit(RLIMIT_MEMLOCK, 64 << 10) &&
                       limit(RLIMIT_MSGQUEUE, 0) && limit(RLIMIT_NPROC, tasks_of_user() + limits.processes);
  return is_done ? std::string() : failed("limits can't be set");
}

std::string drop_privileges(bool drops_capabilities) {
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return failed("no_new_privs can't be set");
  if (!drops_capabilities) return {};
  constexpr int capabilities_max = 63;
  for (int one = 0; one <= capabilities_max; ++one)
    (void)::prctl(PR_CAPBSET_DROP, one, 0, 0, 0);  // refused to who has none: then there is none to drop
  (void)::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0);
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  if (::syscall(SYS_capset, &header, none) != 0) return failed("capabilities can't be dropped");
  return {};
}

FilesLocked lock_files(const FileRules& rules) {
  FilesLocked locked;
  long version = ::syscall(create_ruleset, nullptr, 0, version_flag);
  if (version < 1)
    return {"this kernel has no Landlock, with which files are kept from a command", false, false};
  if (rules.version_most > 0) version = std::min<long>(version, rules.version_most);
  RulesetAttributes attributes{all_of_first, 0, 0};
  if (version >= 2) attributes.files |= move_elsewhere;
  if (version >= 3) attributes.files |= truncate_file;
  if (version >= 5) attributes.files |= device_ioctl;
  if (version >= 4 && rules.keeps_connections) attributes.network = bind_tcp | connect_tcp;
  if (version >= 6) attributes.scoped = abstract_sockets | signals;
  locked.are_signals_kept = version >= 6;
  locked.is_truncation_kept = version >= 3;
  const std::size_t size = version >= 6 ? 24 : version >= 4 ? 16 : 8;
  const int ruleset = static_cast<int>(::syscall(create_ruleset, &attributes, size, 0));
  if (ruleset < 0) return {failed("Landlock can't be set up"), false, false};

  const auto is_needed = [&](const std::string& path) {
    return std::find(rules.needed.begin(), rules.needed.end(), path) != rules.needed.end();
  };
  const auto add = [&](const std::string& path, std::uint64_t rights) {
    if (locked.why.empty()) locked.why = allow(ruleset, path, rights & attributes.files, is_needed(path));
  };
  for (const auto& path : system_paths())
    add(path, file_execute | file_read | folder_read);
  for (const auto& path : rules.readable)
    add(path, file_execute | file_read | folder_read);
  for (const auto& path : rules.writable)
    add(path, ~std::uint64_t{0} & ~device_ioctl);
  for (const char* device : {"/dev/null", "/dev/zero", "/dev/full"})
    add(device, file_read | file_write);
  for (const char* device : {"/dev/random", "/dev/urandom"})
    add(device, file_read);
  if (locked.why.empty() && ::syscall(restrict_self, ruleset, 0) != 0)
    locked.why = failed("Landlock can't be set");
  ::close(ruleset);
  return locked;
}

const std::vector<std::string>& system_paths() {
  static const std::vector<std::string> paths = {
      "/usr", "/bin", "/sbin", "/lib", "/lib32", "/lib64", "/libx32", "/opt", "/nix/store", "/proc",
      "/sys/devices/system/cpu", "/sys/devices/system/node", "/sys/fs/cgroup", "/sys/kernel/mm",
      // Of /etc what programs look for, and no key and no password.
      "/etc/alternatives", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d", "/etc/nsswitch.conf",
      "/etc/passwd", "/etc/group", "/etc/hosts", "/etc/host.conf", "/etc/hostname", "/etc/resolv.conf",
      "/etc/gai.conf", "/etc/services", "/etc/protocols", "/etc/networks", "/etc/localtime", "/etc/timezone",
      "/etc/ssl/certs", "/etc/ssl/openssl.cnf", "/etc/ca-certificates", "/etc/pki/tls/certs",
      "/etc/pki/ca-trust/extracted", "/etc/crypto-policies", "/etc/os-release", "/etc/debian_version",
      "/etc/lsb-release", "/etc/mime.types", "/etc/magic", "/etc/locale.alias", "/etc/locale.conf",
      "/etc/default/locale", "/etc/terminfo", "/etc/inputrc", "/etc/profile", "/etc/profile.d",
      "/etc/bash.bashrc", "/etc/shells", "/etc/fonts", "/etc/perl", "/etc/python3", "/etc/java-17-openjdk"};
  return paths;
}

}  // namespace hindcast::sandbox
