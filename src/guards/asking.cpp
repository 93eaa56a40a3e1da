// Asks the steps: fills in what was captured, tries again, judges.
#include <algorithm>
#include <charconv>

#include "base/text.h"
#include "guards/looking.h"
#include "guards/moment.h"
#include "guards/pattern.h"
#include "guards/step.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

// A value of an answer within an address: it can lead to no other host, and add no parameter.
std::string escaped(std::string_view text) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  std::string out;
  for (const char c : text) {
    const bool is_plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                          c == '-' || c == '_' || c == '~' || c == '.';
    const auto byte = static_cast<unsigned char>(c);
    if (is_plain)
      out += c;
    else
      out.append("%").append(1, digits[byte >> 4]).append(1, digits[byte & 15]);
  }
  return out;
}

// Why there is no answer to judge.
Judgement unanswered(const Probe& probe, const ProbeAnswer& answer) {
  switch (answer.reached) {
    case Reached::refused:
      return {Verdict::error,
              "is not asked: it has " + answer.message + "; list the host in `hosts` where that is meant"};
    case Reached::timed_out:
      return {Verdict::fail, "did not answer within " + duration_words(probe.answer_ms_max)};
    case Reached::no_such_host:
    case Reached::unreachable:
    case Reached::untrusted:
    case Reached::answered:
      break;
  }
  return {Verdict::fail, "can't be reached: " + answer.message};
}

// What is expected of a step that does not say it.
std::vector<Expectation> expected_of(const Step& step) {
  auto all = step.expects;
  const auto names = [&](Subject subject) {
    return std::any_of(all.begin(), all.end(), [&](const auto& one) { return one.part.subject == subject; });
  };
  const auto add = [&](std::string_view text) {
    if (auto read = expectation(text)) all.insert(all.begin(), *std::move(read));
  };
  if (step.probe.kind == ProbeKind::http && !names(Subject::status)) {
    add("status < 300");
    add("status >= 200");
  }
  if (step.probe.kind == ProbeKind::command && !names(Subject::exit)) add("exit = 0");
  return all;
}

}  // namespace

Asking::Asking(const data::Value& settings, World& world, std::int64_t deadline_ms)
    : world_(world),
      hosts_(texts_in(settings, "hosts")),
      began_(world.now()),
      began_steady_(world.steady_ms()),
      until_ms_(began_steady_ + deadline_ms),
      deadline_ms_(deadline_ms) {}

// "{{name}}" of a step before, "{{env.NAME}}", "{{commit}}". What is put in is not looked at again.
Result<std::string> Asking::filled(const std::string& text) {
  std::string out;
  std::string_view rest = text;
  const bool is_address = rest.starts_with("http://") || rest.starts_with("https://");
  for (auto open = rest.find("{{"); open != rest.npos; open = rest.find("{{")) {
    out.append(rest.substr(0, open));
    rest.remove_prefix(open + 2);
    const auto close = rest.find("}}");
    if (close == rest.npos) return Error{ErrorCode::invalid, "has a {{ without }}"};
    const std::string name(trimmed(rest.substr(0, close)));
    rest.remove_prefix(close + 2);
    if (name.starts_with("env.")) {
      const auto value = TRY(world_.variable(name.substr(4)));
      secrets_.add(value);
      out.append(value);
      continue;
    }
    const auto found =
        std::find_if(captured_.begin(), captured_.end(), [&](const auto& one) { return one.first == name; });
    if (name == "commit" && !world_.commit().empty())
      out.append(world_.commit());
    else if (found == captured_.end())
      return Error{ErrorCode::conflict, "was not tried: no step before captured {{" + name + "}}"};
    else
      out.append(is_address ? escaped(found->second) : found->second);
  }
  return out.append(rest);
}

Result<Probe> Asking::probe_of(const Step& step) {
  Probe made = step.probe;
  made.private_hosts = hosts_;
  made.url = TRY(filled(step.probe.url));
  made.host = TRY(filled(step.probe.host));
  made.body = TRY(filled(step.probe.body));
  for (Header& header : made.headers)
    header.value = TRY(filled(header.value));
  if (!made.command.empty())
    for (const auto& [name, value] : captured_) {
      if (value.find('\0') != value.npos)
        return Error{ErrorCode::invalid, "can't be given {{" + name + "}}, which holds a zero byte"};
      made.variables.push_back({capture_variable(name), value});
    }
  if (!step.authority.empty()) made.authorities = TRY(world_.read(step.authority));
  made.answer_ms_max = std::min(made.answer_ms_max, left_ms());
  return made;
}

void Asking::capture(const Step& step, Answered& answered, StepResult& result) {
  for (const Capture& one : step.captures) {
    const auto fail = [&](std::string why) {
      result.verdict = facts::worse(result.verdict, Verdict::fail);
      result.messages.push_back("has nothing to capture as " + one.name + std::move(why));
    };
    const auto texts = answered.texts(one.part);
    if (!texts || texts->empty()) {
      fail(texts.ok() ? "" : ": it " + texts.error().message);
      continue;
    }
    std::optional<std::string> value = texts->front();
    if (!one.pattern.empty()) {
      auto found = found_part(one.pattern, *value);
      value = found.ok() ? *std::move(found) : std::nullopt;
    }
    if (!value) {
      fail("");
      continue;
    }
    if (one.is_secret) secrets_.add(*value);
    std::erase_if(captured_, [&](const auto& before) { return before.first == one.name; });
    captured_.emplace_back(one.name, *std::move(value));
  }
}

StepResult Asking::attempt(const Step& step) {
  StepResult result;
  const auto told = [&](Verdict verdict, const std::string& message) {
    result.verdict = facts::worse(result.verdict, verdict);
    result.messages.push_back(secrets_.without(message));
  };
  result.verdict = Verdict::pass;
  const auto probe = probe_of(step);
  if (!probe) {
    const bool is_untried = probe.error().code == ErrorCode::conflict;
    told(is_untried ? Verdict::inconclusive : Verdict::error, probe.error().message);
    return result;
  }
  const auto answer = world_.probe(*probe);
  if (!answer) {
    told(Verdict::error, "could not be asked: " + answer.error().message);
    return result;
  }
  result.lasted_ms = answer->lasted_ms;
  const bool knows_end = answer->reached == Reached::untrusted && answer->has_expiry;
  // Who was given less time than it may take has not failed.
  if (answer->reached == Reached::timed_out && probe->answer_ms_max < step.probe.answer_ms_max) {
    told(Verdict::inconclusive,
         "was not waited for: the " + duration_words(deadline_ms_) + " for all of it were over");
    return result;
  }
  if (answer->reached != Reached::answered) {
    const auto why = unanswered(*probe, *answer);
    told(why.verdict, why.message);
    if (!knows_end) return result;
  }
  Answered answered(*answer, now());
  for (Expectation one : expected_of(step)) {
    auto wanted = filled(one.wanted);
    if (!wanted) {
      told(Verdict::inconclusive, wanted.error().message);
      continue;
    }
    one.wanted = *std::move(wanted);
    const auto found = judge(one, answered, secrets_);
    if (found.verdict != Verdict::pass) told(found.verdict, found.message);
  }
  if (step.measure) {
    const auto texts = answered.texts(*step.measure);
    data::Value value;
    value.type = data::Type::number;
    if (texts.ok() && !texts->empty()) value.text = trimmed(texts->front());
    result.measured = value.number();
  }
  if (result.verdict == Verdict::pass) capture(step, answered, result);
  return result;
}

StepResult Asking::ask(const Step& step) {
  StepResult result;
  std::int64_t lasted_ms = 0;
  const std::int64_t began = world_.steady_ms();
  for (int attempts = 1;; ++attempts) {
    if (left_ms() <= 0) {
      if (attempts > 1) break;
      result.verdict = Verdict::inconclusive;
      result.messages = {"was not tried: the " + duration_words(deadline_ms_) + " for all of it were over"};
      return result;
    }
    result = attempt(step);
    lasted_ms = std::max(lasted_ms + result.lasted_ms, world_.steady_ms() - began);
    result.attempts = attempts;
    result.lasted_ms = lasted_ms;
    const bool may_change = result.verdict == Verdict::fail || result.verdict == Verdict::inconclusive;
    if (!may_change || attempts > step.retries) break;
    const auto paused = world_.pause(std::min(step.interval_ms, std::max<std::int64_t>(left_ms(), 0)));
    if (!paused) {
      result.verdict = facts::worse(Verdict::inconclusive, result.verdict);
      result.messages.push_back("was not tried again: " + paused.error().message);
      break;
    }
  }
  if (step.is_flaky && result.verdict == Verdict::fail) result.verdict = Verdict::warn;
  return result;
}

}  // namespace hindcast::guards
