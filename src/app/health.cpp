#include "app/health.h"

#include <algorithm>
#include <utility>

#include "app/approval.h"
#include "app/check_settings.h"
#include "app/files.h"
#include "app/guard_world.h"
#include "app/health_draft.h"
#include "base/nearest.h"
#include "base/plain.h"
#include "disk/disk.h"
#include "gate/record.h"
#include "gate/record_words.h"
#include "json/json.h"

namespace hindcast::app {
namespace {

constexpr std::size_t line_bytes_max = 300;

std::string text_of(const data::Value& settings, std::string_view name) {
  const auto* value = settings.find(name);
  return value != nullptr && value->is_text() ? value->text : "";
}

Result<const config::Guard*> find_guard(const Configuration& configuration, const std::string& name) {
  std::vector<std::string_view> names;
  for (const auto& guard : configuration.config.guards) {
    if (guard.use != "health") continue;
    if (guard.name == name) return &guard;
    names.push_back(guard.name);
  }
  const auto near = closest(name, names);
  auto message = "hindcast.toml has no guard '" + name + "' with use = \"health\"";
  if (near) message.append("; did you mean '").append(*near).append("'?");
  return Error{ErrorCode::not_found, std::move(message)};
}

// "" or why the release record forbids a rollback.
std::string record_refusal(const HealthWish& wish, std::string& commit) {
  constexpr std::uint64_t record_bytes_max = 32u << 20;
  if (wish.release.empty()) return {};
  const auto text = disk::read_file(wish.release, record_bytes_max);
  if (!text) return wish.release + ": " + text.error().message;
  const auto read = gate::read_record(*text, wish.release);
  if (!read.is_sound()) return wish.release + " is no release record that can be believed";
  if (gate::is_irreversible(read.record))
    return "the release record says that it is irreversible: " +
           one_line(read.record.irreversible, line_bytes_max);
  if (!commit.empty() && !read.record.commit.empty() && commit != read.record.commit)
    return "the release record is about commit " + read.record.commit + ", and here is " + commit;
  if (commit.empty()) commit = read.record.commit;
  return {};
}

// Samples of long ago say nothing of the release that is out now.
std::string age_refusal(const HealthReport& report, const HealthWish& wish) {
  constexpr std::int64_t old_ms_max = 3'600'000;
  if (wish.options.now - report.watched.ended <= old_ms_max) return {};
  return "the samples end at " + to_iso_time(report.watched.ended) + ", more than an hour ago";
}

class Taker {
 public:
  Taker(const Configuration& configuration, const config::Guard& guard, const HealthWish& wish,
        HealthReport& report)
      : configuration_(configuration), guard_(guard), wish_(wish), report_(report) {}

  void take_back(guards::World& world) {
    read_command();
    if (report_.command.empty()) return told(Rollback::not_configured, "hindcast.toml names no rollback");
    if (auto why = record_refusal(wish_, report_.commit); !why.empty()) return told(Rollback::refused, why);
    if (report_.commit.empty())
      return told(Rollback::refused, "nobody knows which release this is: there is no commit and no record");
    // It becomes a word of the rollback's command.
    if (!gate::is_commit(report_.commit))
      return told(Rollback::refused,
                  "the release record's commit is none: " + one_line(report_.commit, line_bytes_max));
    fill_commit();
    if (auto why = age_refusal(report_, wish_); !why.empty()) return told(Rollback::refused, why);
    const auto mark = configuration_.folder + "/.hindcast/rollbacks/" + mark_name();
    if (disk::exists(mark)) return told(Rollback::refused, was_done());
    const auto* automatic = guard_.settings.find("automatic");
    const bool is_meant = wish_.really || (automatic != nullptr && automatic->is_true());
    if (!is_meant) return told(Rollback::dry, "add --really to run it");
    // Before it is run: whatever comes now, it is not run a second time.
    if (auto marked = make_mark(mark); !marked) {
      const bool is_done = marked.error().code == ErrorCode::conflict;
      return told(Rollback::refused, is_done ? was_done() : mark + ": " + marked.error().message);
    }
    run(world);
    open_draft();
  }

 private:
  void told(Rollback rollback, std::string why) {
    report_.rollback = rollback;
    report_.why = std::move(why);
  }

  std::string was_done() const {
    return "the release " + report_.commit + " was taken back before; that is done once";
  }

  // A commit is hexadecimal; what a record calls so may be anything.
  std::string mark_name() const {
    std::string out;
    for (const char c : report_.commit.substr(0, 100)) {
      const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      out += is_plain ? c : '-';
    }
    return out;
  }

  void read_command() {
    const auto* value = guard_.settings.find("rollback");
    if (value == nullptr) return;
    if (value->is_text()) report_.command.push_back(value->text);
    for (const auto& one : value->members)
      report_.command.push_back(one.text);
  }

  // Once it is known which commit: the record may say it.
  void fill_commit() {
    constexpr std::string_view slot = "{{commit}}";
    for (auto& word : report_.command)
      if (const auto at = word.find(slot); at != word.npos) word.replace(at, slot.size(), report_.commit);
  }

  Status make_mark(const std::string& mark) {
    TRY(disk::create_folders(configuration_.folder + "/.hindcast/rollbacks"));
    return disk::create_file(
        mark, "guard = \"" + guard_.name + "\"\nat = " + to_iso_time(wish_.options.now) + "\n");
  }

  void run(guards::World& world) {
    guards::Probe command;
    command.kind = guards::ProbeKind::command;
    command.command = report_.command;
    command.answer_ms_max = guard_.timeout_ms;
    const auto answer = world.probe(command);
    if (!answer) return told(Rollback::failed, "it could not be run: " + answer.error().message);
    constexpr std::size_t said_bytes_max = 200;
    const auto body = std::string_view(answer->body);
    const auto end = body.size() > said_bytes_max ? body.substr(body.size() - said_bytes_max) : body;
    const auto said = one_line(end).empty() ? std::string() : ": " + one_line(end);
    if (answer->reached != guards::Reached::answered) return told(Rollback::failed, answer->message + said);
    if (answer->status != 0)
      return told(Rollback::failed, "exit status " + std::to_string(answer->status) + said);
    told(Rollback::done, "exit status 0" + said);
  }

  void open_draft() {
    const auto draft = health_draft(report_, wish_.today);
    auto folder = text_of(guard_.settings, "postmortems");
    folder = path_in(configuration_, folder.empty() ? "." : folder);
    auto path = disk::as_listed(folder + "/" + draft.file_name);
    if (auto made = create_document(path, draft.text); !made) {
      report_.why +=
          "; the draft of a postmortem could not be written to " + path + ": " + made.error().message;
      return;
    }
    report_.draft = std::move(path);
  }

  const Configuration& configuration_;
  const config::Guard& guard_;
  const HealthWish& wish_;
  HealthReport& report_;
};

}  // namespace

std::string_view word(Rollback rollback) {
  switch (rollback) {
    case Rollback::not_needed:
      return "not needed";
    case Rollback::not_configured:
      return "not configured";
    case Rollback::dry:
      return "dry run";
    case Rollback::refused:
      return "refused";
    case Rollback::done:
      return "done";
    case Rollback::failed:
      break;
  }
  return "failed";
}

Result<HealthReport> watch_release(const Configuration& configuration, const HealthWish& wish) {
  const auto& guard = *TRY(find_guard(configuration, wish.guard));
  const auto trust = Trust::of(configuration, wish.options);
  if (auto why = trust.refusal(guard, definition_of(guard, configuration)); !why.empty())
    return Error{ErrorCode::denied, std::move(why)};
  HealthReport report;
  report.guard = guard.name;
  report.commit = wish.options.commit;
  const auto world = guard_world(configuration, guard, wish.options, true);
  report.watched = guards::watch_health(guard.settings, *world);
  if (report.watched.outcome.verdict == facts::Verdict::fail)
    Taker(configuration, guard, wish, report).take_back(*world);
  return report;
}

std::string health_json(const HealthReport& report) {
  std::string out;
  json::Writer writer(out);
  const auto& outcome = report.watched.outcome;
  const auto time = [&](Timestamp moment) {
    if (moment == 0) return void(writer.null());
    writer.text(to_iso_time(moment));
  };
  writer.open_object().key("guard").text(report.guard).key("commit").text(report.commit);
  writer.key("verdict").text(facts::word(outcome.verdict)).key("summary").text(outcome.summary);
  writer.key("began");
  time(report.watched.began);
  writer.key("ended");
  time(report.watched.ended);
  writer.key("findings").open_array();
  for (const auto& finding : outcome.findings) {
    writer.open_object()
        .key("verdict")
        .text(facts::word(finding.verdict))
        .key("message")
        .text(finding.message);
    writer.key("path").text(finding.path).key("line").number(finding.line).close_object();
  }
  writer.close_array().key("samples").number(static_cast<std::int64_t>(report.watched.samples.size()));
  writer.key("rollback").open_object().key("state").text(word(report.rollback)).key("why").text(report.why);
  writer.key("command").open_array();
  for (const auto& one : report.command)
    writer.text(one);
  writer.close_array().key("draft").text(report.draft).close_object().close_object();
  writer.finish();
  return out + "\n";
}

}  // namespace hindcast::app
