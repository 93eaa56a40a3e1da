#include "guards/step.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "base/text.h"
#include "guards/looking.h"
#include "guards/moment.h"
#include "guards/pattern.h"

namespace hindcast::guards {
namespace {

using data::Value;
using facts::Verdict;

constexpr std::size_t steps_max = 500;
constexpr std::int64_t answer_ms_max = 5 * 60'000;
constexpr std::int64_t retries_max = 100;

constexpr std::array<std::string_view, 5> kinds = {"http", "tcp", "dns", "tls", "command"};
constexpr std::array<std::string_view, 20> known_keys = {
    "name",    "method",   "headers",  "body",  "redirects", "ca",      "timeout",
    "retries", "interval", "critical", "flaky", "expect",    "capture", "measure",
    "worse",   "http",     "tcp",      "dns",   "tls",       "command"};

bool is_capture_name(std::string_view name) {
  return !name.empty() && std::all_of(name.begin(), name.end(), [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
  });
}

// What `filled` would put something in for; "" for none. "{{.State}}" is a template of the program's own.
std::string filled_name(std::string_view word) {
  for (auto open = word.find("{{"); open != word.npos; open = word.find("{{", open + 1)) {
    const auto name = trimmed(word.substr(open + 2, word.find("}}", open) - open - 2));
    if (is_capture_name(name) || name.starts_with("env.")) return std::string(name);
  }
  return {};
}

std::string variable_for(std::string_view name) {
  if (name == "commit") return "HINDCAST_COMMIT";
  return name.starts_with("env.") ? std::string(name.substr(4)) : capture_variable(name);
}

// One table of a step.
class StepReader {
 public:
  StepReader(const Value& table, const std::string& path, Asked asked, std::vector<Finding>& findings)
      : table_(table), asked_(asked), findings_(findings) {
    made_.path = path;
    made_.line = table.line;
  }

  std::optional<Step> read() {
    const auto before = findings_.size();
    if (!table_.is_table()) {
      problem(table_, "is a table");
      return std::nullopt;
    }
    made_.name = text_in(table_, "name");
    kind();
    for (const Value& member : table_.members)
      set(member);
    if (made_.name.empty()) made_.name = target_;
    const bool asks = !target_.empty() || asked_ == Asked::yes;
    for (const Expectation& one : made_.expects)
      if (asks && !may_ask(made_.probe.kind, one.part.subject))
        problem(table_, "expects `" + one.text + "`, which no step of its kind can tell");
    if (findings_.size() > before) return std::nullopt;
    return std::move(made_);
  }

 private:
  void problem(const Value& at, std::string message) {
    const auto name = text_in(table_, "name");
    auto text = name.empty() ? std::string("a step ") : "step " + quoted(name) + " ";
    findings_.push_back({Verdict::error, text + std::move(message), made_.path, at.line});
  }

  void kind() {
    std::vector<std::string_view> found;
    for (std::size_t i = 0; i < kinds.size(); ++i) {
      const Value* value = table_.find(kinds[i]);
      if (value == nullptr) continue;
      found.push_back(kinds[i]);
      made_.probe.kind = static_cast<ProbeKind>(i);
      target(*value);
    }
    if (found.size() > 1)
      problem(table_, "asks by " + std::string(found[0]) + " and by " + std::string(found[1]) +
                          ": that is two steps, one for each");
    else if (found.empty() && asked_ == Asked::yes)
      problem(table_, "needs one of http, tcp, dns, tls and command: what it asks");
    else if (found.empty() && made_.name.empty())
      problem(table_, "needs a name: that of its samples");
  }

  void target(const Value& value) {
    Probe& probe = made_.probe;
    if (probe.kind == ProbeKind::command) {
      for (const Value& one : value.members)
        if (one.is_text()) probe.command.push_back(one.text);
      const bool is_list =
          value.is_list() && !probe.command.empty() && probe.command.size() == value.members.size();
      if (!is_list)
        return problem(value, "needs a list of words as its command: no shell takes a text apart");
      for (const auto& word : probe.command)
        if (const auto name = filled_name(word); !name.empty())
          return problem(value, "has {{" + name +
                                    "}} in its command: what runs is what was approved, and no answer " +
                                    "is a word of it; it has " + variable_for(name) + " as a variable");
      target_ = probe.command[0];
      return;
    }
    if (!value.is_text() || value.text.empty()) return problem(value, "needs an address as a text");
    target_ = value.text;
    if (probe.kind == ProbeKind::http) {
      probe.url = value.text;
      const auto host_end = probe.url.find_first_of("/?#", probe.url.find("://") + 3);
      const auto host = std::string_view(probe.url).substr(0, host_end);
      for (auto at = host.find("{{"); at != host.npos; at = host.find("{{", at + 2))
        if (!trimmed(host.substr(at + 2)).starts_with("env."))
          problem(value, "takes its host from an answer; name it, or take it from {{env.NAME}}");
      return;
    }
    probe.host = value.text;
    probe.port = probe.kind == ProbeKind::tls ? 443 : 0;
    if (probe.kind != ProbeKind::dns) port(value);
  }

  // "shop.example:5432", "[::1]:5432"
  void port(const Value& value) {
    Probe& probe = made_.probe;
    const auto colon = probe.host.rfind(':');
    const bool has_port = colon != std::string::npos && probe.host.find(']', colon) == std::string::npos &&
                          (probe.host.find(':') == colon || probe.host[colon - 1] == ']');
    if (has_port) {
      const char* end = probe.host.data() + probe.host.size();
      const auto read = std::from_chars(probe.host.data() + colon + 1, end, probe.port);
      if (read.ec != std::errc() || read.ptr != end) probe.port = -1;
      probe.host.resize(colon);
    }
    if (probe.host.starts_with('[') && probe.host.ends_with(']'))
      probe.host = probe.host.substr(1, probe.host.size() - 2);
    if (probe.port < 1 || probe.port > 65535) problem(value, "needs a port, as in \"db.example:5432\"");
  }

  void set(const Value& value) {
    const std::string_view key = value.key;
    Probe& probe = made_.probe;
    if (std::find(kinds.begin(), kinds.end(), key) != kinds.end()) return;
    if (key == "method")
      probe.method = words(value);
    else if (key == "body")
      probe.body = words(value);
    else if (key == "ca")
      made_.authority = words(value);
    else if (key == "name")
      (void)words(value);  // known, or a problem
    else if (key == "headers")
      headers(value);
    else if (key == "redirects")
      probe.redirects_max = static_cast<int>(number(value, 20));
    else if (key == "retries")
      made_.retries = static_cast<int>(number(value, retries_max));
    else if (key == "timeout")
      probe.answer_ms_max = duration(value);
    else if (key == "interval")
      made_.interval_ms = duration(value);
    else if (key == "critical")
      made_.is_critical = truth(value);
    else if (key == "flaky")
      made_.is_flaky = truth(value);
    else if (key == "expect")
      expects(value);
    else if (key == "capture")
      captures(value);
    else if (key == "measure")
      measure(value);
    else if (key == "worse")
      worse(value);
    else
      unknown(value);
  }

  void unknown(const Value& value) {
    const std::string meant = meant_by(value.key, known_keys);
    std::string all;
    for (std::size_t i = 0; meant.empty() && i < known_keys.size(); ++i)
      all.append(i == 0 ? "; there are " : i + 1 == known_keys.size() ? " and " : ", ").append(known_keys[i]);
    problem(value, "has a key " + quoted(value.key) + (meant.empty() ? all : meant));
  }

  std::string words(const Value& value) {
    if (!value.is_text()) problem(value, "needs a text as its " + value.key);
    return value.is_text() ? value.text : "";
  }

  bool truth(const Value& value) {
    if (value.type != data::Type::boolean) problem(value, "needs true or false as its " + value.key);
    return value.is_true();
  }

  std::int64_t number(const Value& value, std::int64_t max) {
    const auto found = value.integer();
    if (!found || *found < 0 || *found > max)
      problem(value, "needs a number up to " + std::to_string(max) + " as its " + value.key);
    return found.value_or(0);
  }

  std::int64_t duration(const Value& value) {
    const auto found = value.is_text() ? duration_ms(value.text) : std::nullopt;
    if (!found || *found <= 0 || *found > answer_ms_max)
      problem(value, "needs a duration of at most 5 min as its " + value.key + ", as in \"5 s\"");
    return found.value_or(1);
  }

  void headers(const Value& value) {
    if (!value.is_table()) return problem(value, "needs a table as its headers");
    for (const Value& one : value.members) {
      if (!one.is_scalar()) problem(one, "needs texts in its headers");
      made_.probe.headers.push_back({one.key, one.text});
    }
  }

  void expects(const Value& value) {
    std::vector<const Value*> all;
    if (value.is_text()) all.push_back(&value);
    for (const Value& one : value.members)
      all.push_back(&one);
    if (all.empty()) problem(value, "needs what it expects as a text or a list of texts");
    for (const Value* one : all) {
      auto read = expectation(one->text);
      if (!one->is_text() || !read)
        problem(*one, "expects " + quoted(one->text) + ", which " +
                          (read.ok() ? std::string("is no text") : read.error().message));
      else
        made_.expects.push_back(*std::move(read));
    }
  }

  // { token = "json /token" } or { token = { from = "body", matches = "id=(\\d+)", secret = true } }
  void captures(const Value& value) {
    if (!value.is_table()) return problem(value, "needs a table as its captures");
    for (const Value& one : value.members) {
      Capture made;
      made.name = one.key;
      made.pattern = one.is_table() ? text_in(one, "matches") : "";
      made.is_secret = flag_in(one, "secret");
      auto read = part(one.is_table() ? text_in(one, "from") : one.text);
      if (!is_capture_name(made.name) || made.name == "commit") {
        problem(one, "captures " + quoted(made.name) + ", which is no name of letters and digits");
      } else if (!read) {
        problem(one, "captures " + quoted(made.name) + " from what " + read.error().message);
      } else if (const auto found = is_found(made.pattern, ""); !found) {
        problem(one, "captures " + quoted(made.name) + " by what " + found.error().message);
      } else {
        made.part = *std::move(read);
        made_.captures.push_back(std::move(made));
      }
    }
  }

  void measure(const Value& value) {
    auto read = part(value.text);
    if (!value.is_text() || !read)
      problem(value,
              "measures " + quoted(value.text) + ", which is no part of an answer, as in \"json /p99\"");
    else
      made_.measure = *std::move(read);
  }

  void worse(const Value& value) {
    if (value.text != "high" && value.text != "low")
      problem(value, "needs \"high\" or \"low\" as what is worse");
    made_.is_worse_low = value.text == "low";
  }

  const Value& table_;
  Asked asked_;
  std::vector<Finding>& findings_;
  Step made_;
  std::string target_;
};

void read_tables(const Value& tables, const std::string& path, Asked asked, StepsRead& read) {
  const auto one = [&](const Value& table) {
    if (read.steps.size() >= steps_max) return;
    if (auto step = StepReader(table, path, asked, read.findings).read())
      read.steps.push_back(*std::move(step));
  };
  if (!tables.is_list()) return one(tables);
  for (const Value& table : tables.members)
    one(table);
  if (tables.members.size() > steps_max)
    read.findings.push_back({Verdict::error, "there are more than 500 steps", path, tables.line});
}

}  // namespace

std::string capture_variable(std::string_view name) {
  std::string made = "CAPTURE_";
  for (const char c : name)
    made += c == '-' ? '_' : c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
  return made;
}

StepsRead read_steps(const Value& settings, std::string_view tables, World& world, Asked asked) {
  StepsRead read;
  if (const Value* own = settings.find(tables)) read_tables(*own, "hindcast.toml", asked, read);
  const auto paths = texts_in(settings, "file");
  // Files are approved one by one, with what they hold: a glob could take in another one tomorrow.
  for (const std::string& path : paths)
    if (path.find_first_of("*?[") != path.npos)
      read.findings.push_back({Verdict::error, "is a pattern; `file` names each file by itself", path, 0});
  if (!read.findings.empty()) return read;
  for (const File& file : files_of(paths, world, read.findings)) {
    const auto value = data_of(file, read.findings);
    if (!value) continue;
    const Value* listed = value->is_list() ? &*value : value->find(tables);
    if (listed == nullptr)
      read.findings.push_back({Verdict::error, "has no list " + quoted(tables), file.path, 0});
    else
      read_tables(*listed, file.path, asked, read);
  }
  return read;
}

}  // namespace hindcast::guards
