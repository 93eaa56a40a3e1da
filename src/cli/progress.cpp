#include "cli/progress.h"

#include <algorithm>

#include "cli/cli.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

constexpr std::int64_t quiet_ms = 1000, pause_ms = 100;
constexpr std::size_t bar_columns = 20;

// "1,234,567"
std::string grouped(std::size_t number) {
  std::string digits = std::to_string(number);
  for (std::size_t at = digits.size(); at > 3;) {
    at -= 3;
    digits.insert(at, ",");
  }
  return digits;
}

std::string duration(std::int64_t seconds) {
  if (seconds < 60) return std::to_string(seconds) + " s";
  if (seconds < 3600) return std::to_string(seconds / 60) + " min";
  return std::to_string(seconds / 3600) + " h";
}

std::string bar(std::size_t full, bool unicode) {
  std::string out;
  for (std::size_t i = 0; i < bar_columns; ++i)
    out += i < full ? (unicode ? "█" : "#") : (unicode ? "░" : ".");
  return out;
}

}  // namespace

std::string progress_line(const Portion& portion, int columns, bool unicode) {
  const auto done = std::min(portion.done, portion.total);
  std::string text = grouped(done) + " of " + grouped(portion.total) + " " + std::string(portion.what);
  if (done > 0 && done < portion.total) {
    const auto left = static_cast<double>(portion.ms) * static_cast<double>(portion.total - done) /
                      static_cast<double>(done) / 1000;
    text += ", about " + duration(static_cast<std::int64_t>(left) + 1) + " left";
  }
  if (columns_of(text) + static_cast<int>(bar_columns) + 2 < columns)
    text.insert(0, bar(portion.total == 0 ? 0 : done * bar_columns / portion.total, unicode) + "  ");
  return std::string(first_columns(text, std::max(columns - 1, 0)));
}

Progress::Progress(const Terminal& terminal, Stop stop) : terminal_(terminal) {
  if (stop == Stop::is_heeded && terminal.is_stop_asked) {
    watch_.is_stopped = terminal.is_stop_asked;
    (void)watch_.is_stopped();  // from now on
  }
  if (!terminal.progress || !terminal.clock_ms) return;
  began_ms_ = phase_ms_ = terminal.clock_ms();
  watch_.hear = [this](std::string_view what, std::size_t done, std::size_t total) {
    show(what, done, total);
  };
}

Progress::~Progress() {
  if (is_shown_) terminal_.progress("");
}

void Progress::show(std::string_view what, std::size_t done, std::size_t total) {
  const auto now = terminal_.clock_ms();
  if (what != what_) {
    what_ = what;
    phase_ms_ = now;
  }
  if (now - began_ms_ < quiet_ms || now - shown_ms_ < pause_ms) return;
  shown_ms_ = now;
  is_shown_ = true;
  terminal_.progress(
      progress_line({what, done, total, now - phase_ms_}, terminal_.columns, terminal_.unicode));
}

}  // namespace hindcast::cli
