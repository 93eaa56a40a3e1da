#include "guards/register.h"

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "base/text.h"
#include "guards/moment.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

constexpr std::int64_t day_ms = 86'400'000;

// "**Data until**" is "data_until".
std::string key_of(std::string_view text) {
  std::string out;
  for (const char c : trimmed(text)) {
    if (c == '*' || c == '`') continue;
    out += c == ' ' || c == '-' ? '_' : lower(c);
  }
  return out;
}

std::string name_key(std::string_view name) {
  return lower(trimmed(name));
}

struct When {
  Timestamp at = 0;
  bool is_day = false;
};
std::optional<When> when_in(std::string_view text) {
  text = trimmed(text);
  if (const auto at = moment(text)) return When{*at, false};
  if (const auto day = parse_iso_date(text)) return When{start_of(*day), true};
  return std::nullopt;
}

bool is_one_of(std::string_view key, std::initializer_list<std::string_view> names) {
  return std::find(names.begin(), names.end(), key) != names.end();
}

// One "key: value" of a record.
void put(Performance& one, std::string_view name, std::string_view value, std::uint32_t line,
         std::vector<Finding>& findings) {
  const std::string key = key_of(name);
  value = trimmed(value);
  if (value.empty()) return;
  const auto time = [&](std::optional<Timestamp>& into) {
    const auto at = when_in(value);
    if (!at) {
      // The zone is what people leave out.
      const bool lacks_zone = moment(std::string(value).append("Z")).has_value();
      findings.push_back({Verdict::inconclusive,
                          quoted(key) +
                              (lacks_zone ? " has no zone, such as Z or +01:00: " : " is no moment: ") +
                              quoted(value),
                          one.path, line});
      return;
    }
    into = at->at;
    if (&into != &one.data_until) one.has_day_only = at->is_day;
  };
  if (is_one_of(key, {"name", "drill", "backup", "duty"})) one.name = value;
  if (is_one_of(key, {"started", "start", "began", "begin"})) time(one.started);
  if (is_one_of(key, {"finished", "finish", "ended", "end", "done", "date", "day", "time"}))
    time(one.finished);
  if (is_one_of(key, {"data_until", "recovery_point", "restored_to"})) time(one.data_until);
  if (is_one_of(key, {"result", "outcome", "status"})) {
    one.result = went(value);
    one.result_words = value;
  }
  if (is_one_of(key, {"verified", "verification", "verified_by"})) {
    one.verification = claimed(value);
    (one.verification == HowItWent::passed ? one.verified : one.unverified) = value;
  }
  if (is_one_of(key, {"by", "who"})) one.by = value;
  if (is_one_of(key, {"evidence", "link", "report"}))
    (claimed(value) == HowItWent::passed ? one.evidence : one.no_evidence) = value;
  if (is_one_of(key, {"size", "bytes"})) {
    one.size = size_in(value);
    if (!one.size)
      findings.push_back(
          {Verdict::inconclusive, quoted(key) + " is no size in bytes: " + quoted(value), one.path, line});
  }
}

Performance from_table(const data::Value& table, const std::string& path, std::vector<Finding>& findings) {
  Performance one;
  one.path = path;
  one.line = table.line;
  for (const data::Value& member : table.members)
    if (member.is_scalar()) put(one, member.key, member.text, member.line, findings);
  return one;
}

class MarkdownRecords {
 public:
  MarkdownRecords(const File& file, std::vector<Finding>& findings) : file_(file), findings_(findings) {}

  std::vector<Performance> read() {
    std::uint32_t number = 0;
    for (std::size_t at = 0; at < file_.text.size();) {
      const std::size_t end = std::min(file_.text.find('\n', at), file_.text.size());
      line(trimmed(std::string_view(file_.text).substr(at, end - at)), ++number);
      at = end + 1;
    }
    return std::move(all_);
  }

 private:
  void line(std::string_view text, std::uint32_t number) {
    if (text.substr(0, 3) == "```" || text.substr(0, 3) == "~~~") in_fence_ = !in_fence_;
    if (in_fence_ || text.empty()) return;
    const std::size_t hashes = std::min(text.find_first_not_of('#'), text.size());
    if (hashes >= 2 && hashes <= 4) {
      heading(trimmed(text.substr(hashes)), number);
    } else if (hashes == 0 && !all_.empty() && (text[0] == '-' || text[0] == '*') && is_open_) {
      const std::string_view words = trimmed(text.substr(1));
      const std::size_t colon = words.find(':');
      if (colon != std::string_view::npos)
        put(all_.back(), words.substr(0, colon),
            words.substr(words.find_first_not_of(":*", colon) == words.npos
                             ? words.size()
                             : words.find_first_not_of(":*", colon)),
            number, findings_);
    }
  }

  // "2031-02-11 Name", with or without a dash or a colon between them.
  void heading(std::string_view text, std::uint32_t number) {
    const auto day = parse_iso_date(text.substr(0, 10));
    is_open_ = day.has_value();
    if (!day) return;
    Performance one;
    one.path = file_.path;
    one.line = number;
    std::string_view name = text.substr(10);
    while (!name.empty() && (name[0] == ' ' || name[0] == ':' || name[0] == '-'))
      name.remove_prefix(1);
    one.name = trimmed(name);
    one.started = start_of(*day);
    one.has_day_only = true;
    all_.push_back(std::move(one));
  }

  const File& file_;
  std::vector<Finding>& findings_;
  std::vector<Performance> all_;
  bool in_fence_ = false, is_open_ = false;
};

// What is read of a promise of that kind.
std::span<const std::string_view> keys_of(std::string_view kind) {
  static constexpr std::array<std::string_view, 5> drill = {"name", "owner", "every", "rto", "rpo"};
  static constexpr std::array<std::string_view, 6> backup = {"name",           "owner",        "every",
                                                             "before_release", "verify_every", "rpo"};
  static constexpr std::array<std::string_view, 9> duty = {"name",  "owner", "due",   "after",   "within",
                                                           "every", "rule",  "since", "evidence"};
  if (kind == "drill") return drill;
  if (kind == "backup") return backup;
  return duty;
}

bool has_end(std::string_view path, std::string_view end) {
  return path.size() > end.size() && lower(path.substr(path.size() - end.size())) == end;
}

std::vector<Performance> read_lines(const File& file, std::vector<Finding>& findings) {
  std::vector<Performance> all;
  std::uint32_t number = 0;
  for (std::size_t at = 0; at < file.text.size();) {
    const std::size_t end = std::min(file.text.find('\n', at), file.text.size());
    const std::string_view line = trimmed(std::string_view(file.text).substr(at, end - at));
    at = end + 1;
    ++number;
    if (line.empty()) continue;
    const auto read = data::read_json(line);
    if (!read || !read->is_table()) {
      findings.push_back({Verdict::inconclusive, "is no object of JSON", file.path, number});
      continue;
    }
    Performance one = from_table(*read, file.path, findings);
    one.line = number;
    all.push_back(std::move(one));
  }
  return all;
}

}  // namespace

Timestamp Cadence::until(Timestamp last) const {
  if (ms > 0) return last + ms;
  return start_of(policy::Calendar().after(date_of(last), days)) + day_ms - 1;
}

std::optional<Cadence> cadence_of(std::string_view text) {
  using policy::Unit;
  static constexpr std::array<std::pair<std::string_view, policy::Duration>, 10> words = {{
      {"day", {1, Unit::days}},
      {"daily", {1, Unit::days}},
      {"week", {1, Unit::weeks}},
      {"weekly", {1, Unit::weeks}},
      {"month", {1, Unit::months}},
      {"monthly", {1, Unit::months}},
      {"quarter", {3, Unit::months}},
      {"quarterly", {3, Unit::months}},
      {"year", {1, Unit::years}},
      {"yearly", {1, Unit::years}},
  }};
  const std::string word = lower(trimmed(text));
  for (const auto& [name, days] : words)
    if (word == name) return Cadence{word, days, 0};
  if (const auto days = policy::parse_duration(word); days && days->count > 0) return Cadence{word, *days, 0};
  if (const auto ms = duration_ms(word); ms && *ms > 0) return Cadence{word, {}, *ms};
  return std::nullopt;
}

std::vector<Promise> read_register(const File& file, std::string_view kind, std::vector<Finding>& findings) {
  static constexpr std::array<std::string_view, 6> lists = {"drill",   "drills", "backup",
                                                            "backups", "duty",   "duties"};
  std::vector<Promise> out;
  const auto root = data_of(file, findings);
  if (!root) return out;
  tell_misspelt_keys(*root, lists, {}, "a register", file.path, findings);
  const data::Value* list = root->is_list() ? &*root : root->find(kind);
  if (list == nullptr) list = root->find(kind == "duty" ? "duties" : std::string(kind) + "s");
  if (list == nullptr || !list->is_list() || list->members.empty()) {
    findings.push_back(
        {Verdict::missing, "names none: a list " + quoted(kind) + " is looked for", file.path, 0});
    return out;
  }
  for (const data::Value& entry : list->members) {
    tell_unknown_keys(entry, keys_of(kind), "a " + std::string(kind), file.path, findings);
    Promise one;
    one.name = word_in(entry, {"name"});
    one.owner = word_in(entry, {"owner"});
    one.settings = entry;
    one.path = file.path;
    one.line = entry.line;
    if (trimmed(one.name).empty())
      findings.push_back(
          {Verdict::inconclusive, "a " + std::string(kind) + " has no name", file.path, entry.line});
    else
      out.push_back(std::move(one));
  }
  return out;
}

std::optional<std::int64_t> span_in(const Promise& promise, std::string_view key,
                                    std::vector<Finding>& findings) {
  const std::string_view text = word_in(promise.settings, {key});
  if (text.empty()) return std::nullopt;
  const auto ms = duration_ms(text);
  if (!ms)
    findings.push_back({Verdict::inconclusive,
                        quoted(key) + " of " + quoted(promise.name) + " is no duration: " + quoted(text),
                        promise.path, promise.line});
  return ms;
}

std::optional<Cadence> cadence_in(const Promise& promise, std::string_view key,
                                  std::vector<Finding>& findings) {
  const std::string_view text = word_in(promise.settings, {key});
  if (text.empty()) return std::nullopt;
  auto cadence = cadence_of(text);
  if (!cadence)
    findings.push_back({Verdict::inconclusive,
                        quoted(key) + " of " + quoted(promise.name) +
                            " is neither a period "
                            "nor a duration: " +
                            quoted(text),
                        promise.path, promise.line});
  return cadence;
}

std::vector<Performance> read_performances(const File& file, std::vector<Finding>& findings) {
  if (has_end(file.path, ".jsonl") || has_end(file.path, ".ndjson")) return read_lines(file, findings);
  if (!data::format_of(file.path)) return MarkdownRecords(file, findings).read();
  std::vector<Performance> all;
  const auto root = data_of(file, findings);
  if (!root) return all;
  const data::Value* list = &*root;
  for (const std::string_view key : {"record", "records", "drill", "backup", "duty"})
    if (!list->is_list() && root->find(key) != nullptr) list = root->find(key);
  for (const data::Value& entry : list->members)
    if (entry.is_table()) all.push_back(from_table(entry, file.path, findings));
  return all;
}

std::string result_doubt(const Performance& one) {
  if (one.result_words.empty()) return "does not say how it went: `result` is missing";
  return "does not say how it went: " + quoted(one.result_words) + " is neither passed nor failed";
}

std::vector<const Performance*> of_promise(const std::vector<Performance>& all, const Promise& promise) {
  std::vector<const Performance*> out;
  for (const Performance& one : all)
    if (name_key(one.name) == name_key(promise.name)) out.push_back(&one);
  std::stable_sort(out.begin(), out.end(), [](const Performance* a, const Performance* b) {
    return a->when().value_or(0) < b->when().value_or(0);
  });
  return out;
}

void tell_strange(const std::vector<Performance>& all, const std::vector<Promise>& promises, Timestamp now,
                  std::vector<Finding>& findings) {
  std::vector<std::string> names;
  for (const Promise& promise : promises)
    names.push_back(name_key(promise.name));
  std::sort(names.begin(), names.end());
  for (const Performance& one : all) {
    if (!std::binary_search(names.begin(), names.end(), name_key(one.name)))
      findings.push_back({Verdict::warn, quoted(one.name) + " is in no register", one.path, one.line});
    else if (!one.when())
      findings.push_back({Verdict::inconclusive, "the record of " + quoted(one.name) + " tells no time",
                          one.path, one.line});
    else if (*one.when() > now + day_ms)
      findings.push_back({Verdict::inconclusive,
                          "the record of " + quoted(one.name) + " lies in days to come", one.path, one.line});
  }
}

Kept read_kept(const data::Value& settings, World& world, const std::string& kind,
               std::vector<Finding>& findings) {
  Kept kept;
  for (const File& file : files_of(texts_in(settings, "register"), world, findings))
    for (Promise& one : read_register(file, kind, findings))
      kept.promises.push_back(std::move(one));
  for (const File& file : files_of(texts_in(settings, "records"), world, findings))
    for (Performance& one : read_performances(file, findings))
      kept.records.push_back(std::move(one));
  tell_strange(kept.records, kept.promises, world.now(), findings);
  kept.counted = counted(kept.promises.size(), kind, kind + "s") + ", " +
                 counted(kept.records.size(), "record", "records");
  return kept;
}

std::string day_words(Timestamp at) {
  return to_iso(date_of(at));
}

std::string owned(const Promise& promise) {
  return promise.owner.empty() ? "" : " (" + promise.owner + ")";
}

}  // namespace hindcast::guards
