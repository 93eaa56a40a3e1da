// The composition root: what the program knows of the world (streams,
// environment, terminal, clock) is asked here and nowhere else.
#include <langinfo.h>
#include <pwd.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <clocale>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <exception>
#include <new>
#include <string>
#include <string_view>
#include <vector>

#include "base/time.h"
#include "cli/cli.h"
#include "sandbox/sandbox.h"

namespace {

using hindcast::cli::Terminal;

// The line on the terminal that says how far a run is. Whoever writes to the terminal takes it away first.
class ProgressLine {
 public:
  void show(std::string_view line) {
    if (line.empty()) return clear();
    is_there_ = true;
    put("\r" + std::string(line) + "\x1b[K");
  }
  void clear() {
    if (is_there_) put("\r\x1b[K");
    is_there_ = false;
  }

 private:
  static void put(const std::string& bytes) {
    if (::write(STDERR_FILENO, bytes.data(), bytes.size()) < 0) return;  // nobody misses it
  }
  bool is_there_ = false;
};

// The signal that asked to stop; 0 for none.
std::atomic<int> stop_signal{0};
extern "C" void note_stop(int signal) {
  stop_signal = signal;
}
static_assert(std::atomic<int>::is_always_lock_free);  // a handler may do no more

// See Terminal::is_stop_asked. The second signal finds the system's own handler again.
bool is_stop_asked() {
  static const bool is_heeded = [] {
    struct sigaction action {};
    action.sa_handler = note_stop;
    action.sa_flags = static_cast<int>(SA_RESETHAND) | SA_RESTART;
    return ::sigaction(SIGINT, &action, nullptr) == 0 && ::sigaction(SIGTERM, &action, nullptr) == 0;
  }();
  return is_heeded && stop_signal != 0;
}

// A buffered stream that remembers its first failure: a full disk must not look like success.
class Stream {
 public:
  Stream(int descriptor, ProgressLine& line) : descriptor_(descriptor), line_(line) {}

  void put(std::string_view text) {
    if (buffer_.size() + text.size() > buffer_bytes_max) flush();
    if (text.size() > buffer_bytes_max)
      write_all(text);
    else
      buffer_ += text;
  }
  void flush() {
    write_all(buffer_);
    buffer_.clear();
  }
  int failure() const { return failure_; }
  bool is_at_line_begin() const { return is_at_line_begin_; }

 private:
  void write_all(std::string_view text) {
    if (text.empty()) return;
    line_.clear();
    is_at_line_begin_ = text.back() == '\n';
    while (!text.empty() && failure_ == 0) {
      ssize_t written = ::write(descriptor_, text.data(), text.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) failure_ = errno;
      if (written > 0) text.remove_prefix(static_cast<std::size_t>(written));
    }
  }

  static constexpr std::size_t buffer_bytes_max = 64 * 1024;
  int descriptor_;
  ProgressLine& line_;
  bool is_at_line_begin_ = true;
  int failure_ = 0;
  std::string buffer_;
};

hindcast::Result<std::string> read_standard_input(std::uint64_t bytes_max) {
  std::string text;
  for (;;) {
    std::size_t filled = text.size();
    text.resize(filled + 65536);
    ssize_t got = ::read(STDIN_FILENO, text.data() + filled, text.size() - filled);
    text.resize(filled + static_cast<std::size_t>(got > 0 ? got : 0));
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return hindcast::Error{hindcast::ErrorCode::unavailable, std::strerror(errno)};
    if (got == 0) return text;
    if (text.size() > bytes_max)
      return hindcast::Error{
          hindcast::ErrorCode::invalid,
          "is larger than " + std::to_string(bytes_max >> 20) + " MiB, which no document is"};
  }
}

std::string_view environment(const char* name) {
  const char* value = std::getenv(name);
  return value ? value : "";
}

int columns_of_terminal() {
  if (int columns = std::atoi(std::string(environment("COLUMNS")).c_str()); columns > 0) return columns;
  // Standard output may be a pipe to a pager: the terminal is still the one that complaints go to.
  for (int stream : {STDOUT_FILENO, STDERR_FILENO, STDIN_FILENO}) {
    winsize size{};
    if (::ioctl(stream, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  }
  return 80;
}

bool may_use_color(bool is_terminal) {
  if (!environment("NO_COLOR").empty()) return false;
  if (auto force = environment("CLICOLOR_FORCE"); !force.empty() && force != "0") return true;
  if (environment("CLICOLOR") == "0" || environment("TERM") == "dumb") return false;
  return is_terminal;
}

// Does a person look at standard error, who likes to see lines that change?
bool may_show_progress() {
  return ::isatty(STDERR_FILENO) == 1 && environment("NO_COLOR").empty() && environment("CI").empty() &&
         environment("TERM") != "dumb";
}

// Where the XDG base directory specification has it.
std::string cache_folder() {
  if (const auto cache = environment("XDG_CACHE_HOME"); !cache.empty() && cache[0] == '/')
    return std::string(cache) + "/hindcast";
  if (const auto home = environment("HOME"); !home.empty() && home[0] == '/')
    return std::string(home) + "/.cache/hindcast";
  return {};
}

std::string config_folder() {
  if (const auto config = environment("XDG_CONFIG_HOME"); !config.empty() && config[0] == '/')
    return std::string(config) + "/hindcast";
  if (const auto home = environment("HOME"); !home.empty() && home[0] == '/')
    return std::string(home) + "/.config/hindcast";
  return {};
}

std::string user_name() {
  if (const auto actor = environment("HINDCAST_ACTOR"); !actor.empty()) return std::string(actor);
  const passwd* user = ::getpwuid(::getuid());
  return user && user->pw_name ? user->pw_name : std::string(environment("USER"));
}

bool has_unicode() {
  std::setlocale(LC_CTYPE, "");
  return std::strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

int run(const std::vector<std::string_view>& arguments, Stream& out, Stream& err, ProgressLine& line) {
  Terminal terminal;
  terminal.out = [&](std::string_view text) { out.put(text); };
  // What was answered before a complaint must be seen before it where both go to one place.
  terminal.err = [&](std::string_view text) {
    out.flush();
    err.put(text);
    err.flush();
  };
  terminal.in = read_standard_input;
  terminal.is_terminal = ::isatty(STDOUT_FILENO) == 1;
  terminal.color = may_use_color(terminal.is_terminal);
  terminal.unicode = has_unicode();
  terminal.columns = columns_of_terminal();
  terminal.cache_folder = cache_folder();
  terminal.config_folder = config_folder();
  terminal.actor = environment("HINDCAST_ACTOR");
  terminal.user = user_name;
  terminal.clock_ms = hindcast::steady_ms;
  terminal.is_stop_asked = is_stop_asked;
  if (may_show_progress())
    terminal.progress = [&](std::string_view shown) {
      if (!terminal.is_terminal || out.is_at_line_begin()) line.show(shown);  // no answer is written over
    };
  terminal.today = hindcast::today_utc();
  terminal.now = hindcast::now_utc();
  if (std::string_view now = environment("HINDCAST_NOW"); !now.empty()) {
    auto date = hindcast::parse_iso_date(now.substr(0, now.find('T')));
    if (!date) {
      terminal.err("hindcast: HINDCAST_NOW is no date; set it to YYYY-MM-DD or unset it\n");
      return 2;
    }
    terminal.today = *date;
    terminal.day_is_given = true;
    terminal.now = hindcast::start_of(*date);
  }
  return hindcast::cli::run(arguments, terminal);
}

}  // namespace

int main(int count, char** words) {
  if (const auto status = hindcast::sandbox::stage(count, words)) return *status;
  // The end of a pipe that nobody reads any more ends the program, quietly, even where the parent ignores it.
  std::signal(SIGPIPE, SIG_DFL);
  ProgressLine line;
  Stream out(STDOUT_FILENO, line), err(STDERR_FILENO, line);
  int status = 2;
  try {
    std::vector<std::string_view> arguments(words + (count > 0 ? 1 : 0), words + count);
    status = run(arguments, out, err, line);
  } catch (const std::bad_alloc&) {
    err.put("hindcast: out of memory; give it fewer or smaller files\n");
  } catch (const std::exception& error) {
    err.put(std::string("hindcast: internal error: ") + error.what() + "\n");
  }
  out.flush();
  if (out.failure() != 0) {
    err.put(std::string("hindcast: standard output: ") + std::strerror(out.failure()) +
            "; the answer is not complete\n");
    status = 2;
  }
  err.flush();
  line.clear();
  // Stopped in good order: whoever waits for this program shall see by what.
  if (status == hindcast::cli::stopped_status && stop_signal != 0) {
    std::signal(stop_signal, SIG_DFL);
    (void)std::raise(stop_signal);
  }
  return status;
}
