#include "guards/deploy_log.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <set>

#include "base/text.h"
#include "guards/moment.h"

namespace hindcast::guards {
namespace {

using data::Value;
using facts::Verdict;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

std::optional<int> two_digits(std::string_view text) {
  if (text.size() < 2 || !is_digit(text[0]) || !is_digit(text[1])) return std::nullopt;
  return (text[0] - '0') * 10 + text[1] - '0';
}

// What a word says of an event; nothing for a word that says none.
std::optional<DeployEvent> event_of(std::string_view word) {
  static constexpr std::array<std::string_view, 12> ready = {
      "ready",     "healthy",   "initialized", "initialised", "available", "complete",
      "completed", "succeeded", "verified",    "up",          "live",      "rolled"};
  static constexpr std::array<std::string_view, 8> failed = {"failed",    "failure", "error",    "crashed",
                                                             "unhealthy", "fatal",   "reverted", "timeout"};
  static constexpr std::array<std::string_view, 25> started = {
      "started",   "starting",   "deployed",     "deploying",         "created",    "creating",  "applying",
      "deploy",    "start",      "initializing", "applied",           "configured", "modifying", "upgraded",
      "upgrading", "installed",  "installing",   "updated",           "updating",   "patched",   "replaced",
      "restarted", "restarting", "recreated",    "serverside-applied"};
  static constexpr std::array<std::string_view, 3> there = {"unchanged", "up-to-date", "refreshing"};
  const auto is_in = [&](const auto& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (is_in(failed)) return DeployEvent::failed;
  if (is_in(ready)) return DeployEvent::ready;
  if (is_in(started)) return DeployEvent::started;
  if (is_in(there)) return DeployEvent::there;
  return std::nullopt;
}

// Behind these nothing is said to have happened: "not ready", "waiting for oracle to be ready".
bool is_denial(std::string_view word) {
  static constexpr std::array<std::string_view, 32> words = {
      "not",       "never",   "no",       "isn",        "wasn",        "aren",     "weren",    "hasn",
      "haven",     "didn",    "doesn",    "couldn",     "won",         "cannot",   "unable",   "waiting",
      "wait",      "waits",   "awaiting", "until",      "before",      "unless",   "pending",  "queued",
      "scheduled", "skipped", "false",    "destroying", "destruction", "deleting", "deletion", "removing"};
  return std::find(words.begin(), words.end(), word) != words.end() || word.starts_with("0/");
}

// And these take back the word right before them: "ready: false".
bool is_taken_back_by(std::string_view word) {
  return word == "false" || word == "no" || word.starts_with("0/");
}

// Takes the words of a line one by one, in lower case. Of several events the worst counts; one that is denied
// counts only where it is a failure.
struct Said {
  bool has_event = false;
  DeployEvent event{};  // where there is one
  bool is_denied = false;

  void take(std::string_view word) {
    if (word == "back" && last_ == "rolled") event = DeployEvent::failed;
    last_ = word;
    if (is_taken_back_by(word) && was_event_ && event != DeployEvent::failed) has_event = false;
    was_event_ = false;
    if (is_denial(word)) {
      is_denied = true;
      return;
    }
    const auto found = event_of(word);
    const auto said = found.value_or(DeployEvent::started);
    if (!found.has_value() || (is_denied && said != DeployEvent::failed)) return;
    if (!has_event || event < said) event = said;
    has_event = true;
    was_event_ = true;
  }

 private:
  bool was_event_ = false;
  std::string last_;
};

bool is_of_word(char c) {
  return is_digit(c) || (lower(c) >= 'a' && lower(c) <= 'z') || c == '_' || c == '-' || c == '.' ||
         c == '/' || static_cast<unsigned char>(c) >= 0x80;
}

// The next word of a line from `at` on, without a full stop; "" at its end.
std::string_view next_word(std::string_view line, std::size_t& at) {
  while (at < line.size()) {
    auto end = at;
    while (end < line.size() && is_of_word(line[end]))
      ++end;
    auto word = line.substr(at, end - at);
    at = end + 1;
    while (word.ends_with('.'))
      word.remove_suffix(1);
    if (!word.empty()) return word;
  }
  return {};
}

// What a table or a word of data says; nothing where it says that nothing happened yet.
std::optional<DeployEvent> event_in(std::string_view text) {
  Said said;
  std::size_t at = 0;
  for (auto word = next_word(text, at); !word.empty(); word = next_word(text, at))
    said.take(lower(word));
  if (said.has_event) return said.event;
  if (said.is_denied) return std::nullopt;
  return DeployEvent::started;
}

std::string_view name_of(const Value& one) {
  return one.is_scalar() ? std::string_view(one.text)
                         : word_in(one, {"name", "service", "contract", "component", "node", "id"});
}

// "3. Oracle", "- Oracle # reads no one".
std::string_view name_on_line(std::string_view line) {
  line = trimmed(line.substr(0, line.find(" #")));
  if (line.starts_with("- ") || line.starts_with("* ")) line = trimmed(line.substr(2));
  const auto number = std::min(line.find_first_not_of("0123456789"), line.size());
  if (number > 0 && number < line.size() && (line[number] == '.' || line[number] == ')'))
    line = trimmed(line.substr(number + 1));
  return line;
}

// Calls `use` with each line that is neither blank nor a comment, and its number.
template <typename Use>
void each_line(std::string_view text, Use use) {
  for (std::uint32_t number = 1; !text.empty(); ++number) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    const auto inner = trimmed(line);
    if (!inner.empty() && !inner.starts_with('#')) use(inner, number);
  }
}

class LogReader {
 public:
  LogReader(const File& file, const DeployGraph& graph, std::vector<Finding>& findings)
      : file_(file), graph_(graph), findings_(findings) {}

  std::vector<DeployStep> run() {
    if (data::format_of(file_.path)) {
      for (const Value& document : documents_of(file_, findings_))
        entries(document);
    } else {
      each_line(file_.text, [&](std::string_view line, std::uint32_t number) {
        line.starts_with('{') ? json_line(line, number) : text_line(line, number);
      });
    }
    const bool have_times =
        std::all_of(steps_.begin(), steps_.end(), [](const DeployStep& step) { return step.at.has_value(); });
    if (have_times)
      std::stable_sort(steps_.begin(), steps_.end(),
                       [](const DeployStep& a, const DeployStep& b) { return *a.at < *b.at; });
    return std::move(steps_);
  }

 private:
  void entries(const Value& document) {
    const Value* all = &document;
    for (const std::string_view name : {"events", "steps", "log", "deployed", "deploy"})
      if (const Value* inner = document.find(name); inner != nullptr && !inner->is_scalar()) all = inner;
    for (const Value& one : all->members)
      entry(one, one.line);
  }

  void entry(const Value& one, std::uint32_t line) {
    const auto name = one.key.empty() || one.is_list() ? name_of(one) : std::string_view(one.key);
    if (name.empty()) return message(one, line);
    DeployStep step;
    step.name = name;
    step.path = file_.path;
    step.line = line;
    const auto said = word_in(one, {"event", "state", "status", "phase", "action"});
    const auto event = event_in(said);
    if (!event) return;
    step.event = *event;
    step.at = time_of(one);
    // Chains have no other clock: what stands in an earlier block was there first.
    if (const Value* block = one.find("blockNumber"); block != nullptr && !step.at)
      step.at = block->integer();
    if (const Value* block = one.find("block"); block != nullptr && !step.at) step.at = block->integer();
    steps_.push_back(std::move(step));
  }

  static std::optional<Timestamp> time_of(const Value& one) {
    const auto time = one.is_scalar() ? std::string_view(one.text)
                                      : word_in(one, {"time", "at", "timestamp", "ts", "when", "@timestamp"});
    const auto at = moment_in(time);
    return at ? at : moment(time);
  }

  // A line of a program's log, which says what happened in words, as `terraform apply -json` does.
  void message(const Value& one, std::uint32_t line) {
    const auto before = steps_.size();
    text_line(word_in(one, {"message", "msg", "@message", "text"}), line);
    if (steps_.size() > before) steps_.back().at = time_of(one);
  }

  void json_line(std::string_view line, std::uint32_t number) {
    const auto read = data::read_json(line);
    if (!read) {
      auto finding = unreadable(file_.path, read.error());
      finding.line = number;
      findings_.push_back(std::move(finding));
      return;
    }
    entry(*read, number);
  }

  // A line of a log: of its words one names a node, and one says what happened.
  void text_line(std::string_view line, std::uint32_t number) {
    DeployStep step;
    step.path = file_.path;
    step.line = number;
    step.at = moment_in(line);
    Said said;
    std::string before;
    bool is_container = false, is_status = false, is_name = false;
    std::size_t at = 0;
    for (auto word = next_word(line, at); !word.empty(); word = next_word(line, at)) {
      const DeployNode* node = step.name.empty() ? node_of(word) : nullptr;
      is_status = is_status || word == "STATUS";
      if (node != nullptr) {
        step.name = node->name;
        is_container = before == "container";
        is_name = before == "name";
      } else {
        before = lower(word);
        if (!is_container || !said_by_compose(before, said)) said.take(before);
      }
    }
    // Helm prints the name of a release, and further down how it stands.
    if (is_name) release_ = step.name;
    if (is_status && step.name.empty()) step.name = release_;
    if (step.name.empty() || !said.has_event) return;
    step.event = said.event;
    steps_.push_back(std::move(step));
  }

  // Compose makes all containers before it starts the first one; "Running" is one that it left as it was, and
  // "Exited" one that was waited for until it had done its work.
  static bool said_by_compose(std::string_view word, Said& said) {
    if (word == "running") said.take("unchanged");
    if (word == "exited") said.take("completed");
    return word == "creating" || word == "created" || word == "recreate" || word == "recreated" ||
           word == "running" || word == "exited";
  }

  // "oracle", "deployment.apps/oracle", and Compose's "shop-oracle-1".
  const DeployNode* node_of(std::string_view word) const {
    if (const DeployNode* node = graph_.find(word)) return node;
    word = word.substr(word.rfind('/') + 1);
    if (const DeployNode* node = graph_.find(word)) return node;
    const auto last = word.rfind('-'), first = word.find('-');
    const bool is_replica = last != word.npos && last > first && last + 1 < word.size() &&
                            word.find_first_not_of("0123456789", last + 1) == word.npos;
    return is_replica ? graph_.find(word.substr(first + 1, last - first - 1)) : nullptr;
  }

  const File& file_;
  const DeployGraph& graph_;
  std::vector<Finding>& findings_;
  std::vector<DeployStep> steps_;
  std::string release_;
};

}  // namespace

std::optional<Timestamp> moment_in(std::string_view text) {
  text.remove_prefix(std::min(text.find_first_not_of(" \t[\"'"), text.size()));
  const auto date = parse_iso_date(text.substr(0, 10));
  if (!date || text.size() < 16 || (text[10] != 'T' && text[10] != ' ' && text[10] != 't'))
    return std::nullopt;
  const auto hours = two_digits(text.substr(11)), minutes = two_digits(text.substr(14));
  if (!hours || !minutes || text[13] != ':') return std::nullopt;
  Timestamp out = start_of(*date) + (*hours * 60 + *minutes) * 60'000;
  text.remove_prefix(16);
  if (text.starts_with(':'))
    if (const auto seconds = two_digits(text.substr(1))) {
      out += *seconds * 1000;
      text.remove_prefix(3);
    }
  if (text.size() > 1 && (text[0] == '.' || text[0] == ',') && is_digit(text[1])) {
    std::size_t digit = 1;
    for (int worth = 100; digit < text.size() && is_digit(text[digit]); ++digit, worth /= 10)
      out += worth * (text[digit] - '0');
    text.remove_prefix(digit);
  }
  if (text.starts_with('+') || text.starts_with('-')) {
    const auto off = two_digits(text.substr(1));
    const auto rest =
        off ? two_digits(text.substr(text.substr(3, 1) == ":" ? 4 : std::min<std::size_t>(3, text.size())))
            : std::nullopt;
    if (off) out -= (text[0] == '+' ? 1 : -1) * (*off * 60 + rest.value_or(0)) * 60'000;
  }
  return out;
}

std::vector<DeployStep> read_plan(const File& file, std::vector<Finding>& findings) {
  std::vector<DeployStep> plan;
  std::size_t stage = 0;
  const auto add = [&](std::string_view name, std::uint32_t line) {
    DeployStep step;
    step.stage = stage;
    step.name = name;
    step.path = file.path;
    step.line = line;
    plan.push_back(std::move(step));
  };
  if (!data::format_of(file.path)) {
    each_line(file.text, [&](std::string_view line, std::uint32_t number) {
      ++stage;
      add(name_on_line(line), number);
    });
    return plan;
  }
  for (const Value& document : documents_of(file, findings)) {
    const Value* all = &document;
    for (const std::string_view name : {"stages", "deploy", "steps", "order"})
      if (const Value* inner = document.find(name); inner != nullptr && inner->is_list()) all = inner;
    for (const Value& one : all->members) {
      ++stage;  // a list in the list is one, in which several go at once
      for (const Value& inner : one.is_list() ? one.members : std::vector<Value>{one})
        if (const auto name = name_of(inner); !name.empty()) add(name, inner.line);
    }
  }
  return plan;
}

std::vector<DeployStep> read_log(const File& file, const DeployGraph& graph, std::vector<Finding>& findings) {
  return LogReader(file, graph, findings).run();
}

}  // namespace hindcast::guards
