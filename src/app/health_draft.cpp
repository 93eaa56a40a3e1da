#include "app/health_draft.h"

#include <algorithm>
#include <map>

#include "app/forms.h"
#include "base/plain.h"
#include "guards/moment.h"

namespace hindcast::app {
namespace {

using facts::Verdict;
using guards::Sample;

// Others' words as text of Markdown: no link, no heading, no row of a table.
std::string plain(std::string_view text) {
  constexpr std::size_t bytes_max = 400;
  std::string out;
  for (const char c : one_line(text, bytes_max)) {
    if (std::string_view("\\`*_[]<>|#~$&!").find(c) != std::string_view::npos) out += '\\';
    out += c;
  }
  return out;
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const auto& word : words)
    out.append(out.empty() ? "" : " ").append(word);
  return out;
}

std::string release_of(const HealthReport& report) {
  constexpr std::size_t shown = 12;
  return report.commit.substr(0, shown);
}

// Takes the place of the first `slot`, as the form has it.
void fill_slot(std::string& text, std::string_view slot, const std::string& with) {
  const auto at = text.find(slot);
  if (at != text.npos) text.replace(at, slot.size(), with);
}

// When each probe changed: what a reader of a timeline looks for.
std::string timeline(const HealthReport& report) {
  constexpr std::size_t lines_max = 60;
  std::string out = "- " + to_iso_time(report.watched.began) + " the watch over the release began\n";
  std::map<std::string, Verdict> before;
  std::size_t lines = 0, left_out = 0;
  for (const Sample& sample : report.watched.samples) {
    const auto known = before.find(sample.probe);
    const bool is_news = known == before.end() || known->second != sample.verdict;
    before[sample.probe] = sample.verdict;
    if (!is_news) continue;
    if (++lines > lines_max) {
      ++left_out;
      continue;
    }
    const std::string_view said = sample.verdict == Verdict::pass   ? "is well"
                                  : sample.verdict == Verdict::fail ? "fails"
                                                                    : "is not heard of";
    out.append("- ")
        .append(to_iso_time(sample.time))
        .append(" ")
        .append(plain(sample.probe))
        .append(" ")
        .append(said);
    out.append(sample.why.empty() ? "" : ": ").append(plain(sample.why)).append("\n");
  }
  if (left_out > 0) out += "- and " + std::to_string(left_out) + " changes more\n";
  out += "- " + to_iso_time(report.watched.ended) + " it was decided to take the release back\n";
  return out;
}

std::string samples_table(const HealthReport& report) {
  struct Row {
    std::size_t pass = 0, fail = 0, missing = 0;
  };
  std::map<std::string, Row> rows;
  for (const Sample& sample : report.watched.samples) {
    Row& row = rows[sample.probe];
    (sample.verdict == Verdict::pass   ? row.pass
     : sample.verdict == Verdict::fail ? row.fail
                                       : row.missing) += 1;
  }
  std::string out = "| Probe | Well | Failed | Without data |\n|-------|------|--------|--------------|\n";
  for (const auto& [probe, row] : rows)
    out.append("| ")
        .append(plain(probe))
        .append(" | ")
        .append(std::to_string(row.pass))
        .append(" | ")
        .append(std::to_string(row.fail))
        .append(" | ")
        .append(std::to_string(row.missing))
        .append(" |\n");
  return out;
}

// The last samples as they were recorded. In a fence that nothing in them can close: it is longer than any
// run of ticks, and each sample is one line of JSON.
std::string last_samples(const HealthReport& report) {
  constexpr std::size_t samples_max = 20;
  const auto& all = report.watched.samples;
  const auto from = all.size() > samples_max ? all.end() - samples_max : all.begin();
  return "`````json\n" + guards::write_samples({from, all.end()}) + "`````\n";
}

}  // namespace

HealthDraft health_draft(const HealthReport& report, Date today) {
  auto form = find_form("postmortem");
  if (!form) return {};  // it is built in
  auto made = new_document(
      *form, "Release " + release_of(report) + " taken back by " + one_line(report.guard), today);
  std::string happened = "The release " + release_of(report) + " did not stay well and was taken back";
  if (report.rollback == Rollback::failed) happened += ", which failed";
  happened += ".";
  for (const auto& finding : report.watched.outcome.findings)
    happened.append(" ").append(plain(finding.message)).append(".");
  auto& text = made.text;
  fill_slot(text, "[The failure in one or two sentences, as an outsider would tell it]", happened);
  const std::string next = "## Where It Went Wrong";
  fill_slot(text, next,
            "## Timeline\n\n" + timeline(report) + "\n" + samples_table(report) + "\nThe last samples:\n\n" +
                last_samples(report) + "\n---\n\n" + next);
  const std::string how = report.rollback == Rollback::failed
                              ? " was run and failed (" + plain(report.why) + "): see to the release by hand"
                              : " took the release back";
  fill_slot(text, "[What stopped the damage]", plain(joined(report.command)) + how);
  return {std::move(text), std::move(made.file_name)};
}

}  // namespace hindcast::app
