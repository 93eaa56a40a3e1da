// drill: whether recovery is practised as often, as quickly and with as little loss as was promised.
#include <array>
#include <string>
#include <utility>
#include <vector>

#include "guards/built_ins.h"
#include "guards/looking.h"
#include "guards/moment.h"
#include "guards/register.h"

namespace hindcast::guards {
namespace {

using facts::Verdict;

constexpr std::int64_t day_ms = 86'400'000;

class DrillCheck {
 public:
  DrillCheck(const data::Value& settings, World& world)
      : settings_(settings), now_(world.now()), world_(world) {}

  Outcome run() {
    const Kept kept = read_kept(settings_, world_, "drill", findings_);
    for (const Promise& drill : kept.promises)
      judge(drill, of_promise(kept.records, drill));
    return outcome_of(std::move(findings_), kept.counted, !kept.promises.empty());
  }

 private:
  void judge(const Promise& drill, const std::vector<const Performance*>& records) {
    const std::string name = quoted(drill.name);
    const auto every = cadence_in(drill, "every", findings_);
    if (!every && word_in(drill.settings, {"every"}).empty())
      found(Verdict::inconclusive, name + " does not say how often: `every` is missing", drill);
    const Performance* good = nullptr;
    const Performance* last = nullptr;
    for (const Performance* one : records) {
      if (!one->when() || *one->when() > now_ + day_ms) continue;
      last = one;
      if (one->finished && one->result == HowItWent::passed) good = one;
    }
    if (last == nullptr) return found(Verdict::fail, name + " was never run" + owned(drill), drill);
    if (good == nullptr) found(Verdict::fail, name + " never went well" + owned(drill), drill);
    if (good != nullptr && every) hold_cadence(drill, *every, *good->finished);
    if (last != good) tell_last(drill, *last);
    if (good != nullptr) hold_objectives(drill, *good);
  }

  void hold_cadence(const Promise& drill, const Cadence& every, Timestamp last) {
    const Timestamp until = every.until(last);
    const std::string when = "last run on " + day_words(last) + ", and `every` is " + quoted(every.words);
    if (until < now_)
      return found(Verdict::fail, quoted(drill.name) + " is overdue: " + when + owned(drill), drill);
    const auto ahead = duration_ms(text_in(settings_, "warn_before", "14 days"));
    if (ahead && until - *ahead < now_)
      found(Verdict::warn, quoted(drill.name) + " is due by " + day_words(until) + ": " + when + owned(drill),
            drill);
  }

  // What came after the last good one, or stands alone.
  void tell_last(const Promise& drill, const Performance& last) {
    const std::string name = quoted(drill.name) + " of " + day_words(*last.when());
    if (last.result == HowItWent::failed) return found(Verdict::fail, name + " failed" + owned(drill), last);
    if (!last.finished) {
      const bool may_go_on = now_ - *last.started < day_ms * (last.has_day_only ? 2 : 1);
      return found(may_go_on ? Verdict::warn : Verdict::inconclusive,
                   name + " was never finished" + owned(drill), last);
    }
    found(Verdict::inconclusive, name + " " + result_doubt(last), last);
  }

  void hold_objectives(const Promise& drill, const Performance& one) {
    const std::string name = quoted(drill.name) + " of " + day_words(*one.finished);
    if (one.verification == HowItWent::failed)
      found(Verdict::fail, name + " was not found to work: " + quoted(one.unverified), one);
    else if (!one.unverified.empty())
      found(Verdict::inconclusive, "`verified` of " + name + " does not say yes: " + quoted(one.unverified),
            one);
    else if (one.verified.empty())
      found(Verdict::missing, name + " does not say how its result was verified", one);
    if (const auto rto = span_in(drill, "rto", findings_)) {
      if (!one.started || one.has_day_only || *one.finished < *one.started)
        found(Verdict::inconclusive, name + " does not say how long it took", one);
      else if (*one.finished - *one.started > *rto)
        found(Verdict::fail,
              name + " took " + duration_words(*one.finished - *one.started) + ", and " +
                  duration_words(*rto) + " is the objective",
              one);
    }
    if (const auto rpo = span_in(drill, "rpo", findings_)) {
      if (!one.data_until || !one.started || one.has_day_only)
        found(Verdict::inconclusive, name + " does not say until when there was data", one);
      else if (*one.started - *one.data_until > *rpo)
        found(Verdict::fail,
              name + " lost the data of " + duration_words(*one.started - *one.data_until) + ", and " +
                  duration_words(*rpo) + " is the objective",
              one);
    }
  }

  template <typename At>
  void found(Verdict verdict, std::string message, const At& at) {
    findings_.push_back({verdict, std::move(message), at.path, at.line});
  }

  const data::Value& settings_;
  Timestamp now_;
  World& world_;
  std::vector<Finding> findings_;
};

Outcome run(const data::Value& settings, World& world) {
  return DrillCheck(settings, world).run();
}

constexpr std::array<Setting, 3> settings = {{
    {"register", Takes::paths, "The files that list the drills", true},
    {"records", Takes::paths, "The files in which each run is recorded", true},
    {"warn_before", Takes::duration, "How long before a drill is due it is told; 14 days when not set"},
}};

}  // namespace

BuiltIn drill() {
  return {"drill", "recovery is practised as often, and works as well, as was promised", settings, run};
}

}  // namespace hindcast::guards
