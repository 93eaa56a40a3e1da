// duty: what is to be done by a day, or comes round, and what shows that it was done.
#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "base/text.h"
#include "guards/built_ins.h"
#include "guards/looking.h"
#include "guards/register.h"
#include "policy/evidence.h"
#include "policy/recurrence.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

constexpr std::int64_t rule_steps_max = 1'000'000;

bool is_digit(char c) {
  return c >= '0' && c <= '9';
}

// The last day in a path: "2031-03-12", "20310312"; a month alone is its first day.
std::optional<Date> day_in(std::string_view path) {
  std::optional<Date> found;
  for (std::size_t i = 0; i < path.size(); ++i) {
    if (!is_digit(path[i]) || (i > 0 && is_digit(path[i - 1]))) continue;
    std::size_t digits = i;
    while (digits < path.size() && is_digit(path[digits]))
      ++digits;
    std::optional<Date> day = parse_iso_date(path.substr(i, 10));
    if (!day && digits - i == 8) day = policy::basic_date(path.substr(i, 8));
    if (!day && digits - i == 4) day = parse_iso_date(std::string(path.substr(i, 7)) + "-01");
    if (day) found = day;
  }
  return found;
}

std::optional<policy::Every> every_of(std::string_view word) {
  using policy::Every;
  static constexpr std::array<std::pair<std::string_view, Every>, 8> words = {{{"week", Every::week},
                                                                               {"weekly", Every::week},
                                                                               {"month", Every::month},
                                                                               {"monthly", Every::month},
                                                                               {"quarter", Every::quarter},
                                                                               {"quarterly", Every::quarter},
                                                                               {"year", Every::year},
                                                                               {"yearly", Every::year}}};
  for (const auto& [name, every] : words)
    if (name == word) return every;
  return std::nullopt;
}

constexpr std::int64_t day_ms = 86'400'000;

Date a_year_before(Date day) {
  return date_of(start_of(day) - 366 * day_ms);
}

// The day from which on the first day of a rule may be answered. REQUIRES: days is not empty
Date a_round_before(const std::vector<Date>& days) {
  if (days.size() < 2) return a_year_before(days[0]);
  return date_of(2 * start_of(days[0]) - start_of(days[1]));
}

class DutyCheck {
 public:
  DutyCheck(const data::Value& settings, World& world)
      : settings_(settings), world_(world), now_(world.now()), today_(date_of(world.now())) {}

  Outcome run() {
    read_calendar();
    std::vector<Promise> duties;
    for (const File& file : files_of(texts_in(settings_, "register"), world_, findings_))
      for (Promise& one : read_register(file, "duty", findings_))
        duties.push_back(std::move(one));
    read_records(duties);
    for (const Promise& duty : duties)
      judge(duty);
    tell_strange(records_, duties, now_, findings_);
    return outcome_of(std::move(findings_),
                      counted(duties.size(), "duty", "duties") + ", " +
                          counted(shown_, "piece of evidence", "pieces of evidence"),
                      !duties.empty());
  }

 private:
  // Where files show every duty, nobody may have written a record yet.
  void read_records(const std::vector<Promise>& duties) {
    const bool may_lack = std::all_of(duties.begin(), duties.end(), [](const Promise& duty) {
      return !texts_in(duty.settings, "evidence").empty();
    });
    std::vector<Finding> unread;
    for (const File& file : files_of(texts_in(settings_, "records"), world_, unread))
      for (Performance& one : read_performances(file, findings_))
        records_.push_back(std::move(one));
    for (Finding& one : unread)
      if (!may_lack || one.verdict != Verdict::missing) findings_.push_back(std::move(one));
  }

  void read_calendar() {
    std::vector<policy::Holiday> all;
    for (const File& file : files_of(texts_in(settings_, "holidays"), world_, findings_)) {
      auto read = policy::read_holidays(file.text);
      if (!read) {
        findings_.push_back(unreadable(file.path, read.error()));
        continue;
      }
      all.insert(all.end(), read->begin(), read->end());
    }
    calendar_ = policy::Calendar({5, 6}, std::move(all));
    const auto ahead = policy::parse_duration(text_in(settings_, "warn_before", "14 days"));
    soon_ = calendar_.after(today_, ahead ? *ahead : policy::Duration{14, policy::Unit::days});
  }

  // What shows that a duty was done, and what only seems to.
  struct Shown {
    std::vector<policy::Evidence> days;  // on which it was done, sorted
    bool has_undated = false;            // a file without a day in its name shows no day
    std::optional<Date> doubt;           // the last day of a record that does not say that it was done

    std::optional<Date> last() const { return days.empty() ? std::nullopt : days.back().day; }
  };

  Shown evidence_of(const Promise& duty) {
    Shown shown;
    const auto add = [&](std::optional<Date> day) {
      ++shown_;
      shown.has_undated = shown.has_undated || !day;
      if (day && *day <= today_) shown.days.push_back({day, policy::nothing, policy::nothing});
    };
    for (const Performance* one : of_promise(records_, duty)) {
      if (!one->when() || one->result == HowItWent::failed || one->verification == HowItWent::failed)
        continue;
      const Date day = date_of(*one->when());
      if (one->result == HowItWent::unknown && !one->result_words.empty()) {
        found(Verdict::inconclusive,
              quoted(one->result_words) + " does not say that " + quoted(duty.name) + " was done", *one);
        shown.doubt = day;
      } else if (is_shown(duty, *one)) {
        add(day);
      }
    }
    for (const std::string& glob : texts_in(duty.settings, "evidence")) {
      auto paths = world_.find(glob);
      if (!paths) {
        found(Verdict::error, paths.error().message, duty);
        continue;
      }
      for (const std::string& path : *paths)
        if (has_content(path, duty)) add(day_in(path));
    }
    std::sort(shown.days.begin(), shown.days.end(),
              [](const auto& a, const auto& b) { return *a.day < *b.day; });
    if (shown.doubt && shown.last() && *shown.doubt <= *shown.last()) shown.doubt.reset();
    return shown;
  }

  // Whether a record names something that shows it: neither words that stand there until something does, nor
  // files that are not there.
  bool is_shown(const Promise& duty, const Performance& one) {
    const std::string said =
        quoted(duty.name) + " of " + day_words(*one.when()) + " is said to be done, and nothing shows it: ";
    if (one.evidence.empty() && !one.verified.empty()) return true;
    if (one.evidence.empty()) {
      const std::string why =
          one.no_evidence.empty() ? "`evidence` is missing" : quoted(one.no_evidence) + " is no evidence";
      found(Verdict::missing, said + why, one);
      return false;
    }
    const auto paths = paths_in(one.evidence);
    for (const std::string& path : paths)
      if (has_file(path, one.path)) return true;
    if (paths.empty() || one.evidence.find("://") != std::string::npos) return true;
    found(Verdict::missing, said + quoted(paths.front()) + " is not there, or is empty", one);
    return false;
  }

  // From the folder of hindcast.toml, or from that of the record as links of Markdown are. What cannot be
  // read for another reason than that it is not there may be a picture.
  bool has_file(const std::string& path, const std::string& record) {
    const std::size_t folder = record.rfind('/');
    for (const std::string& place :
         {path, folder == record.npos ? path : record.substr(0, folder + 1).append(path)}) {
      const auto text = world_.read(place);
      if (!text && text.error().code != ErrorCode::not_found) return true;
      if (text && text->find_first_not_of(" \t\r\n") != std::string::npos) return true;
    }
    return false;
  }

  // Blanks alone show nothing: a file that was only made. What cannot be read as text may be a picture.
  bool has_content(const std::string& path, const Promise& duty) {
    const auto text = world_.read(path);
    if (!text || text->find_first_not_of(" \t\r\n") != std::string::npos) return true;
    found(Verdict::missing, quoted(path) + " is to show " + quoted(duty.name) + ", and is empty", duty);
    return false;
  }

  std::optional<Date> day_of(const Promise& duty, std::string_view key) {
    const std::string_view text = word_in(duty.settings, {key});
    if (text.empty()) return std::nullopt;
    const auto day = parse_iso_date(text.substr(0, 10));
    if (!day)
      found(Verdict::inconclusive, quoted(key) + " of " + quoted(duty.name) + " is no day: " + quoted(text),
            duty);
    return day;
  }

  std::optional<policy::Duration> length_of(const Promise& duty, std::string_view key) {
    const std::string_view text = word_in(duty.settings, {key});
    if (text.empty()) return std::nullopt;
    auto length = policy::parse_duration(text);
    if (length) return *length;
    found(Verdict::inconclusive, quoted(key) + " of " + quoted(duty.name) + ": " + length.error().message,
          duty);
    return std::nullopt;
  }

  void judge(const Promise& duty) {
    const Shown shown = evidence_of(duty);
    const std::string every = lower(word_in(duty.settings, {"every"}));
    const std::string_view rule = word_in(duty.settings, {"rule"});
    if (!every.empty()) return judge_round(duty, every, shown);
    if (!rule.empty()) return judge_rule(duty, rule, shown);
    auto due = day_of(duty, "due");
    const auto after = day_of(duty, "after");
    if (const auto within = length_of(duty, "within"); !due && after && within)
      due = calendar_.after(*after, *within);
    if (!due)
      return found(Verdict::inconclusive,
                   quoted(duty.name) +
                       " tells no time: one of `due`, `after` with `within`, "
                       "`every` or `rule` is needed",
                   duty);
    // What was shown before it was asked for answers nothing, and without a day nobody knows when it was.
    const Date from = after ? *after : day_of(duty, "since").value_or(a_year_before(*due));
    if (shown.last() && *shown.last() >= from) return;
    if (shown.has_undated) return tell_undated(duty);
    hold(duty, *due,
         shown.last() ? "last done on " + to_iso(*shown.last()) + ", before " + to_iso(from)
                      : "nothing shows that it was done",
         shown.doubt && *shown.doubt >= from);
  }

  void judge_round(const Promise& duty, const std::string& every, const Shown& shown) {
    policy::Policy asked;
    asked.name = duty.name;
    asked.since = day_of(duty, "since");
    if (const auto period = every_of(every)) {
      asked.every = *period;
    } else {
      const auto length = length_of(duty, "every");
      if (!length) return;
      asked.every = policy::Every::rolling;
      asked.rolling = *length;
    }
    asked.within = length_of(duty, "within").value_or(policy::Duration{});
    if (shown.days.empty() && shown.has_undated) return tell_undated(duty);
    const policy::Round round = policy::rounds(asked, shown.days, calendar_, today_);
    const bool comes_again = asked.every == policy::Every::rolling;
    if (round.standing == policy::Standing::kept && !comes_again) return;
    std::string why = round.why;
    if (why.empty() && comes_again && round.last != nullptr) why = "last done on " + to_iso(*round.last->day);
    if (why.empty()) why = "nothing shows that it was done";
    const bool is_in_doubt = shown.doubt && *shown.doubt >= round.start.value_or(*shown.doubt);
    if (round.due) return hold(duty, *round.due, why, is_in_doubt);
    if (is_in_doubt) return;  // told with its record
    found(Verdict::missing, quoted(duty.name) + " was never done, as far as anything shows" + owned(duty),
          duty);
  }

  // Each day of the rule is answered by what was shown after the day before it.
  void judge_rule(const Promise& duty, std::string_view rule, const Shown& shown) {
    const auto read = policy::parse_recurrence(rule);
    const auto since = day_of(duty, "since");
    if (!read) return found(Verdict::inconclusive, quoted(duty.name) + ": " + read.error().message, duty);
    if (!since) return found(Verdict::inconclusive, quoted(duty.name) + " has a rule and no `since`", duty);
    std::int64_t steps = rule_steps_max;
    const auto days = policy::occurrences(*read, *since, steps);
    if (!days)
      return found(Verdict::inconclusive, "the rule of " + quoted(duty.name) + " has too many days", duty);
    if (days->empty())
      return found(Verdict::inconclusive, "the rule of " + quoted(duty.name) + " has no day", duty);
    if (shown.days.empty() && shown.has_undated) return tell_undated(duty);
    const auto grace = length_of(duty, "within").value_or(policy::Duration{});
    const auto is_done_after = [&](Date day) { return shown.last() && *shown.last() > day; };
    const auto next = std::find_if(days->begin(), days->end(),
                                   [&](Date day) { return calendar_.after(day, grace) >= today_; });
    if (next != days->begin()) {
      const Date last = *(next - 1);
      // Before its first day lies a time as long as that before its second.
      const Date before = next - days->begin() > 1 ? *(next - 2) : a_round_before(*days);
      if (!is_done_after(before))
        return hold(duty, calendar_.after(last, grace), "nothing shows that it was done",
                    shown.doubt && *shown.doubt > before);
      if (next != days->end() && !is_done_after(last)) hold(duty, calendar_.after(*next, grace), "");
    } else if (next != days->end() && !is_done_after(a_round_before(*days))) {
      hold(duty, calendar_.after(*next, grace), "");
    }
  }

  // In doubt: a record of the time that counts does not say that it was done.
  void hold(const Promise& duty, Date due, const std::string& why, bool is_in_doubt = false) {
    const std::string because = why.empty() ? "" : ": " + why;
    if (due < today_ && is_in_doubt)
      found(Verdict::inconclusive,
            quoted(duty.name) + " was due by " + to_iso(due) +
                ", and its record does not say that it was done" + owned(duty),
            duty);
    else if (due < today_)
      found(Verdict::fail, quoted(duty.name) + " is overdue since " + to_iso(due) + because + owned(duty),
            duty);
    else if (due <= soon_)
      found(Verdict::warn, quoted(duty.name) + " is due by " + to_iso(due) + owned(duty), duty);
  }

  void tell_undated(const Promise& duty) {
    found(Verdict::inconclusive, "no file that shows " + quoted(duty.name) + " has a day in its name", duty);
  }

  template <typename At>
  void found(Verdict verdict, std::string message, const At& at) {
    findings_.push_back({verdict, std::move(message), at.path, at.line});
  }

  const data::Value& settings_;
  World& world_;
  Timestamp now_;
  Date today_, soon_;
  policy::Calendar calendar_;
  std::vector<Performance> records_;
  std::vector<Finding> findings_;
  std::size_t shown_ = 0;
};

Outcome run(const data::Value& settings, World& world) {
  return DutyCheck(settings, world).run();
}

constexpr std::array<Setting, 4> settings = {{
    {"register", Takes::paths, "The files that list the duties", true},
    {"records", Takes::paths, "The files in which it is recorded that they were done"},
    {"holidays", Takes::paths, "Holidays, for duties that count working days"},
    {"warn_before", Takes::duration, "How long before a duty is due it is told; 14 days when not set"},
}};

}  // namespace

BuiltIn duty() {
  return {"duty", "what is to be done by a day, or comes round, was done and is shown", settings, run};
}

}  // namespace hindcast::guards
