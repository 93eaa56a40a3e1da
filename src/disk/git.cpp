#include "disk/git.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <cstring>
#include <filesystem>
#include <optional>
#include <unordered_map>
#include <utility>

#include "disk/disk.h"
#include "disk/handle.h"

namespace hindcast::disk {
namespace {

// Only in absolute folders of PATH: an empty or relative one would be looked for where documents lie, and
// what stands there came with them. "" where there is none.
std::string git_program() {
  const char* path = std::getenv("PATH");
  std::string_view left = path == nullptr ? "/usr/local/bin:/usr/bin:/bin" : path;
  while (!left.empty()) {
    const auto end = std::min(left.find(':'), left.size());
    const auto folder = left.substr(0, end);
    left.remove_prefix(std::min(end + 1, left.size()));
    if (!folder.starts_with('/')) continue;
    auto program = std::string(folder).append("/git");
    struct stat status {};
    if (::stat(program.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
        ::access(program.c_str(), X_OK) == 0)
      return program;
  }
  return {};
}

Error failed(int code) {
  return {ErrorCode::unavailable, std::string("git could not be run: ") + std::strerror(code)};
}

// Settings of a repository that would run a program or open a connection, turned off.
const std::vector<std::string>& quiet_git() {
  static const std::vector<std::string> words = {"git",
                                                 "--no-pager",
                                                 "--no-replace-objects",
                                                 "--literal-pathspecs",
                                                 "-c",
                                                 "core.fsmonitor=false",
                                                 "-c",
                                                 "core.hooksPath=/dev/null",
                                                 "-c",
                                                 "core.pager=cat",
                                                 "-c",
                                                 "protocol.allow=never",
                                                 "-c",
                                                 "safe.bareRepository=explicit"};
  return words;
}

// Git is given what it needs to find a user's settings and no more. No GIT_* of the caller reaches it, those
// of a hook included: GIT_DIR, GIT_WORK_TREE, GIT_INDEX_FILE and GIT_OBJECT_DIRECTORY would answer for
// another repository than that of the folder that is asked about, GIT_CONFIG_* and GIT_EXTERNAL_DIFF could
// name a program. In a hook of a work tree, linked ones too, git finds the repository from the folder; of the
// index, which a hook may have elsewhere, no verdict is taken. Objects that a server's hook keeps in
// quarantine are not seen: then git knows no such commit, and nobody decides. What only shortens the search
// may stay, and so may SUDO_UID, by which git knows whose repository it is under sudo.
std::vector<std::string> quiet_environment() {
  std::vector<std::string> made = {"GIT_OPTIONAL_LOCKS=0", "GIT_TERMINAL_PROMPT=0", "GIT_NO_LAZY_FETCH=1",
                                   "GIT_PAGER=cat", "LC_ALL=C"};
  for (const char* name : {"PATH", "HOME", "XDG_CONFIG_HOME", "TMPDIR", "SUDO_UID", "GIT_CEILING_DIRECTORIES",
                           "GIT_DISCOVERY_ACROSS_FILESYSTEM"})
    if (const char* value = std::getenv(name)) made.emplace_back(name).append("=").append(value);
  return made;
}

std::vector<char*> pointers(std::vector<std::string>& words) {
  std::vector<char*> made;
  for (auto& word : words)
    made.push_back(word.data());
  made.push_back(nullptr);
  return made;
}

std::string read_all(int fd) {
  std::string text;
  char block[65536];
  for (;;) {
    const ssize_t got = ::read(fd, block, sizeof block);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) return text;
    text.append(block, static_cast<std::size_t>(got));
  }
}

// A file in memory: no pipe that both sides could wait for, and no signal when git stops reading.
int memory_file(std::string_view text) {
  const int fd = ::memfd_create("hindcast", MFD_CLOEXEC);
  while (fd >= 0 && !text.empty()) {
    const ssize_t written = ::write(fd, text.data(), text.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) break;
    text.remove_prefix(static_cast<std::size_t>(written));
  }
  if (fd >= 0) ::lseek(fd, 0, SEEK_SET);
  return fd;
}

// As `hash-object --stdin-paths` reads a path: in quotes, what is special escaped.
std::string quoted_path(std::string_view path) {
  std::string out = "\"";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    if (c == '"' || c == '\\') {
      (out += '\\') += c;
    } else if (byte < 0x20 || byte == 0x7f) {
      out += '\\';
      for (int shift = 6; shift >= 0; shift -= 3)
        out += static_cast<char>('0' + ((byte >> shift) & 7));
    } else {
      out += c;
    }
  }
  return out + "\"";
}

std::string first_line(std::string_view text) {
  return std::string(text.substr(0, text.find('\n')));
}

// Path in the repository to blob, of everything in a tree.
std::unordered_map<std::string, std::string> blobs_of(std::string_view listing) {
  std::unordered_map<std::string, std::string> blobs;
  while (!listing.empty()) {  // "100644 blob HASH\tPATH\0"
    const auto end = listing.find('\0');
    const auto row = listing.substr(0, end);
    listing.remove_prefix(end == listing.npos ? listing.size() : end + 1);
    const auto tab = row.find('\t');
    if (tab == row.npos) continue;
    const auto head = row.substr(0, tab);
    const auto space = head.rfind(' ');
    if (space != head.npos) blobs.emplace(row.substr(tab + 1), head.substr(space + 1));
  }
  return blobs;
}

// A pipe that git would wait for, gigabytes that it would read, what it may not read: these are looked at,
// and whoever reads them says why not.
bool is_for_git(const std::string& path) {
  constexpr off_t hashed_bytes_max = 64 << 20;
  struct stat status {};
  return ::stat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) &&
         status.st_size <= hashed_bytes_max && ::access(path.c_str(), R_OK) == 0;
}

// Where `head` left `commit`; `head` may be any revision.
std::string left_of(const std::string& folder, const std::string& commit, const std::string& head) {
  const auto base = ask_git({"-C", folder, "merge-base", "--end-of-options", commit, head});
  return base.ok() && !base->empty() ? first_line(*base) : commit;
}

bool is_hash(std::string_view text) {
  return text.size() >= 40 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

// Both commits and where one left the other from one question; nothing where that is not plain.
std::optional<Comparison> ends_at_once(const std::string& folder, const std::string& base,
                                       const std::string& head) {
  for (const auto& revision : {base, head})
    if (revision.empty() || revision[0] == '-' || revision.find_first_of("\n\r") != revision.npos ||
        revision.find("..") != revision.npos)
      return std::nullopt;
  const auto said = ask_git({"-C", folder, "rev-parse", base + "^{commit}..." + head + "^{commit}"});
  if (!said.ok()) return std::nullopt;
  std::vector<std::string> lines;  // the head, the base, and their merge bases with "^" in front
  for (std::string_view left = *said; !left.empty() && lines.size() < 4;) {
    lines.push_back(first_line(left));
    left.remove_prefix(std::min(lines.back().size() + 1, left.size()));
  }
  if (lines.size() < 2 || !is_hash(lines[0]) || !is_hash(lines[1])) return std::nullopt;
  Comparison made{lines[1], lines[0], lines[1], {}};
  if (lines.size() == 3) made.left = lines[2].substr(1);
  if (lines.size() > 3) made.left = left_of(folder, made.base, made.head);  // git takes the best
  if (!is_hash(made.left)) return std::nullopt;
  return made;
}

}  // namespace

Result<std::string> ask_git(const std::vector<std::string>& arguments, std::string_view input) {
  const auto program = git_program();
  if (program.empty()) return failed(ENOENT);
  auto words = quiet_git();
  words.insert(words.end(), arguments.begin(), arguments.end());
  auto variables = quiet_environment();
  Handle in(memory_file(input)), errors(memory_file({}));
  int ends[2] = {-1, -1};
  if (!in.is_open() || !errors.is_open() || ::pipe2(ends, O_CLOEXEC) != 0) return failed(errno);
  Handle out(ends[0]), given(ends[1]);

  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  ::posix_spawn_file_actions_adddup2(&actions, in.fd(), 0);
  ::posix_spawn_file_actions_adddup2(&actions, given.fd(), 1);
  ::posix_spawn_file_actions_adddup2(&actions, errors.fd(), 2);
  pid_t child = 0;
  const int refused = ::posix_spawn(&child, program.c_str(), &actions, nullptr, pointers(words).data(),
                                    pointers(variables).data());
  ::posix_spawn_file_actions_destroy(&actions);
  if (refused != 0) return failed(refused);
  given = Handle();
  std::string text = read_all(out.fd());
  int status = 0;
  while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
  }
  if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return text;
  ::lseek(errors.fd(), 0, SEEK_SET);
  const auto said = first_line(read_all(errors.fd()));
  return Error{ErrorCode::invalid, said.empty() ? "git found nothing" : said};
}

Result<std::string> top_of_repository(const std::string& folder) {
  return first_line(TRY(ask_git({"-C", folder, "rev-parse", "--show-toplevel"})));
}

Result<std::string> place_in_repository(const std::string& folder) {
  return first_line(TRY(ask_git({"-C", folder, "rev-parse", "--show-prefix"})));
}

Result<std::vector<std::string>> files_changed_since(const std::string& revision,
                                                     const std::vector<std::string>& files) {
  namespace fs = std::filesystem;
  auto folder = files.empty() ? std::string() : fs::path(files[0]).parent_path().string();
  if (folder.empty()) folder = ".";
  const auto top = top_of_repository(folder);
  if (!top.ok() && top.error().code == ErrorCode::unavailable) return top.error();
  if (!top.ok())
    return Error{ErrorCode::invalid, "`" + folder + "` is in no git repository; leave the option out"};
  const auto root = fs::path(*top);
  const auto commit = left_of(folder, TRY(commit_of(folder, revision)), "HEAD");
  const auto blobs = blobs_of(
      TRY(ask_git({"-C", folder, "ls-tree", "-r", "-z", "--full-tree", "--end-of-options", commit})));

  std::string input;
  std::vector<std::string> names;
  std::vector<bool> is_hashed;
  for (const auto& file : files) {
    std::error_code failure;
    const auto absolute =
        fs::canonical(fs::path(file).parent_path().empty() ? "." : fs::path(file).parent_path(), failure) /
        fs::path(file).filename();
    auto name = absolute.lexically_relative(root).string();
    if (failure || name.empty() || name.substr(0, 2) == "..")
      return Error{ErrorCode::invalid, "`" + file + "` is not in this repository; leave it out"};
    names.push_back(std::move(name));
    is_hashed.push_back(is_for_git(absolute.string()));
    if (is_hashed.back()) input += quoted_path(absolute.string()) + "\n";
  }
  const auto hashes = TRY(ask_git({"-C", folder, "hash-object", "--no-filters", "--stdin-paths"}, input));
  std::vector<std::string> changed;
  std::string_view left = hashes;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!is_hashed[i]) {
      changed.push_back(files[i]);
      continue;
    }
    const auto end = left.find('\n');
    const auto hash = left.substr(0, end);
    left.remove_prefix(end == left.npos ? left.size() : end + 1);
    const auto was = blobs.find(names[i]);
    if (was == blobs.end() || was->second != hash) changed.push_back(files[i]);
  }
  return changed;
}

std::vector<std::string> nul_separated(std::string_view printed) {
  std::vector<std::string> texts;
  while (!printed.empty()) {
    const auto end = std::min(printed.find('\0'), printed.size());
    if (end > 0) texts.emplace_back(printed.substr(0, end));
    printed.remove_prefix(std::min(end + 1, printed.size()));
  }
  return texts;
}

Result<std::string> commit_of(const std::string& folder, const std::string& revision) {
  // A word that starts with a dash would be an option; git allows no such name either.
  if (revision.empty() || revision[0] == '-')
    return Error{ErrorCode::invalid, "`" + revision + "` is no revision; name a branch, a tag or a commit"};
  auto commit =
      ask_git({"-C", folder, "rev-parse", "--verify", "--quiet", "--end-of-options", revision + "^{commit}"});
  if (!commit.ok() && commit.error().code == ErrorCode::unavailable) return std::move(commit).error();
  const auto repository =
      commit.ok() ? Result<std::string>("") : ask_git({"-C", folder, "rev-parse", "--git-dir"});
  if (!repository.ok() && repository.error().message.find("dubious ownership") != std::string::npos)
    return Error{ErrorCode::denied,
                 "git reads no repository of another user, as this one is (" + absolute(folder) +
                     "); where it is yours, git config --global --add safe.directory FOLDER"};
  if (!repository.ok())
    return Error{ErrorCode::invalid, "`" + revision + "` is asked of git, and this is no git repository"};
  if (!commit.ok())
    return Error{ErrorCode::invalid,
                 "git knows no revision `" + revision +
                     "` here; fetch it (a shallow clone holds few), or check its spelling"};
  return first_line(*commit);
}

Result<Comparison> compare(const std::string& folder, const std::string& base, const std::string& head) {
  auto ends = ends_at_once(folder, base, head);
  auto made = ends ? *std::move(ends) : Comparison{};
  if (!ends) {
    made.base = TRY(commit_of(folder, base));  // which says what is wrong
    made.head = TRY(commit_of(folder, head));
    made.left = left_of(folder, made.base, made.head);
  }
  made.paths = nul_separated(
      TRY(ask_git({"-C", folder, "diff-tree", "-r", "-z", "--name-only", "--no-renames", "--no-ext-diff",
                   "--no-textconv", "--ignore-submodules=none", "--end-of-options", made.left, made.head})));
  std::sort(made.paths.begin(), made.paths.end());
  return made;
}

Result<std::vector<std::string>> paths_changed_between(const std::string& folder, const std::string& base,
                                                       const std::string& head) {
  return std::move(TRY(compare(folder, base, head)).paths);
}

Result<std::vector<std::string>> paths_of_commit(const std::string& folder, const std::string& commit) {
  return nul_separated(TRY(ask_git(
      {"-C", folder, "ls-tree", "-r", "-z", "--name-only", "--full-tree", "--end-of-options", commit})));
}

}  // namespace hindcast::disk
