#include "guards/drill_record.h"

#include <algorithm>

#include "base/text.h"
#include "guards/register.h"

namespace hindcast::guards {
namespace {

// One line, whatever somebody typed: what comes from outside begins no line of its own.
std::string one_line(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text))
    out += static_cast<unsigned char>(c) < 0x20 || c == 0x7F ? ' ' : c;
  return out;
}

std::string_view line_end_of(std::string_view text) {
  const std::size_t at = text.find('\n');
  return at != std::string_view::npos && at > 0 && text[at - 1] == '\r' ? "\r\n" : "\n";
}

bool is_same_name(std::string_view a, std::string_view b) {
  return lower(trimmed(a)) == lower(trimmed(b));
}

// Behind the last line of the run whose heading is line `number`: its next heading ends it.
std::size_t end_of_run(std::string_view text, std::uint32_t number) {
  std::uint32_t line = 0;
  bool in_fence = false;
  std::size_t end = text.size();
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t next = std::min(text.find('\n', at), text.size() - 1) + 1;
    const std::string_view words = trimmed(text.substr(at, next - at));
    ++line;
    const bool is_fence = words.substr(0, 3) == "```" || words.substr(0, 3) == "~~~";
    if (is_fence) in_fence = !in_fence;
    if (line > number && !in_fence && !words.empty() && words[0] == '#') break;
    if (line >= number && !words.empty()) end = next;
    at = next;
  }
  return end;
}

}  // namespace

std::vector<OpenDrill> open_drills(std::string_view text) {
  std::vector<Finding> findings;
  std::vector<OpenDrill> out;
  for (const Performance& one : read_performances({"records.md", std::string(text)}, findings))
    if (one.started && !one.finished && one.result == HowItWent::unknown)
      out.push_back({one.name, *one.started, one.line});
  return out;
}

Result<std::string> with_drill_begun(std::string_view text, std::string_view drill, std::string_view who,
                                     Timestamp at) {
  const std::string name = one_line(drill);
  if (name.empty()) return Error{ErrorCode::invalid, "a drill needs a name"};
  for (const OpenDrill& one : open_drills(text))
    if (is_same_name(one.name, name))
      return Error{ErrorCode::conflict, "a run of '" + name + "' that began on " + to_iso_time(one.started) +
                                            " is not finished; 'hindcast drill finish' ends it"};
  const std::string_view end = line_end_of(text);
  std::string out(text);
  if (out.empty()) out.append("# Recovery drills").append(end);
  if (out.back() != '\n') out.append(end);
  out.append(end).append("## ").append(to_iso(date_of(at))).append(" ").append(name).append(end).append(end);
  out.append("- started: ").append(to_iso_time(at)).append(end);
  if (!who.empty()) out.append("- by: ").append(one_line(who)).append(end);
  return out;
}

Result<DrillLines> with_drill_lines(std::string_view text, std::string_view drill,
                                    const std::vector<std::string>& lines) {
  auto open = open_drills(text);
  if (!drill.empty())
    open.erase(std::remove_if(open.begin(), open.end(),
                              [&](const OpenDrill& one) { return !is_same_name(one.name, drill); }),
               open.end());
  if (open.empty())
    return Error{ErrorCode::not_found, drill.empty()
                                           ? "no drill is under way; 'hindcast drill start' begins one"
                                           : "no run of '" + one_line(drill) + "' is under way"};
  if (open.size() > 1 && drill.empty())
    return Error{ErrorCode::conflict, "several drills are under way: say which one with --drill"};
  const OpenDrill& one = open.back();
  const std::string_view end = line_end_of(text);
  const std::size_t at = end_of_run(text, one.line);
  std::string added;
  if (at > 0 && text[at - 1] != '\n') added.append(end);
  for (const std::string& line : lines)
    added.append("- ").append(one_line(line)).append(end);
  std::string out(text.substr(0, at));
  return DrillLines{one, out.append(added).append(text.substr(at))};
}

}  // namespace hindcast::guards
