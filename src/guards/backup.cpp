// backup: whether there is a fresh backup before a deployment, and whether one was ever restored.
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

class BackupCheck {
 public:
  BackupCheck(const data::Value& settings, World& world)
      : settings_(settings), now_(world.now()), world_(world) {}

  Outcome run() {
    const Kept kept = read_kept(settings_, world_, "backup", findings_);
    for (const Promise& backup : kept.promises)
      judge(backup, of_promise(kept.records, backup));
    return outcome_of(std::move(findings_), kept.counted, !kept.promises.empty());
  }

 private:
  void judge(const Promise& backup, const std::vector<const Performance*>& records) {
    const std::string name = quoted(backup.name);
    const auto every = cadence_in(backup, "every", findings_);
    const auto before = span_in(backup, "before_release", findings_);
    if (!every && !before)
      found(Verdict::inconclusive, name + " does not say how fresh it must be: `every` is missing", backup);
    const Performance *good = nullptr, *last = nullptr, *verified = nullptr;
    const Performance* earlier = nullptr;  // the good one before
    const Performance* tried = nullptr;    // the last that says something of a restore
    for (const Performance* one : records) {
      if (!one->when() || *one->when() > now_ + day_ms) continue;
      last = one;
      if (one->result != HowItWent::passed) continue;
      earlier = good;
      good = one;
      if (!one->verified.empty()) verified = one;
      if (!one->verified.empty() || !one->unverified.empty()) tried = one;
    }
    if (last == nullptr)
      return found(Verdict::missing, "nothing shows a backup of " + name + owned(backup), backup);
    if (last != good) tell_last(backup, *last, good != nullptr);
    if (good == nullptr && last->result == HowItWent::failed)
      return found(Verdict::fail, name + " was never backed up well" + owned(backup), *last);
    if (good == nullptr) return;
    hold_age(backup, *good, every, before);
    if (good->size && *good->size <= 0) found(Verdict::fail, "the backup of " + name + " is empty", *good);
    if (good->size && earlier != nullptr && earlier->size && *good->size > 0 &&
        *good->size * 2 < *earlier->size)
      found(Verdict::warn, "the backup of " + name + " is less than half of the one before", *good);
    hold_verified(backup, verified, tried);
  }

  // What came after the last good one is a warning while that one is fresh; without a good one nobody can
  // tell.
  void tell_last(const Promise& backup, const Performance& last, bool has_good) {
    const std::string subject = "the last backup of " + quoted(backup.name);
    if (last.result == HowItWent::failed)
      found(Verdict::warn, subject + " failed" + owned(backup), last);
    else
      found(has_good ? Verdict::warn : Verdict::inconclusive,
            subject + " " + result_doubt(last) + owned(backup), last);
  }

  void hold_age(const Promise& backup, const Performance& good, const std::optional<Cadence>& every,
                const std::optional<std::int64_t>& before) {
    const std::string name = quoted(backup.name);
    // Of a day without an hour the last moment counts, but none to come.
    const Timestamp end = *good.when() + (good.has_day_only ? day_ms - 1 : 0);
    const std::int64_t age = std::max<std::int64_t>(0, now_ - end);
    const std::string old = "the last backup of " + name + " is " + duration_words(age) + " old";
    if (every && every->until(*good.when()) < now_)
      found(Verdict::fail, old + ", and `every` is " + quoted(every->words) + owned(backup), good);
    if (before && good.has_day_only)
      found(Verdict::inconclusive,
            "the record of " + name + " tells no hour, and `before_release` is " + duration_words(*before),
            good);
    else if (before && age > *before)
      found(Verdict::fail,
            old + ", and before a release " + duration_words(*before) + " is the limit" + owned(backup),
            good);
    if (const auto rpo = span_in(backup, "rpo", findings_)) {
      const std::int64_t lost = now_ - good.data_until.value_or(good.started.value_or(*good.when()));
      if (lost > *rpo)
        found(Verdict::fail,
              "today the data of " + duration_words(lost) + " would be lost of " + name + ", and " +
                  duration_words(*rpo) + " is the objective" + owned(backup),
              good);
    }
  }

  // A backup that nobody has restored is a hope.
  void hold_verified(const Promise& backup, const Performance* verified, const Performance* tried) {
    const std::string name = quoted(backup.name);
    if (tried != nullptr && tried->verification == HowItWent::failed)
      return found(
          Verdict::fail,
          "the last restore of " + name + " did not work: " + quoted(tried->unverified) + owned(backup),
          *tried);
    if (verified == nullptr && tried != nullptr)
      return found(
          Verdict::inconclusive,
          "`verified` of " + name + " does not say yes: " + quoted(tried->unverified) + owned(backup),
          *tried);
    if (verified == nullptr)
      return found(Verdict::missing,
                   "nothing shows that a backup of " + name + " was ever restored" + owned(backup), backup);
    const auto every = cadence_in(backup, "verify_every", findings_);
    if (every && every->until(*verified->when()) < now_)
      found(Verdict::fail,
            "a backup of " + name + " was last restored on " + day_words(*verified->when()) +
                ", and `verify_every` is " + quoted(every->words) + owned(backup),
            *verified);
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
  return BackupCheck(settings, world).run();
}

constexpr std::array<Setting, 2> settings = {{
    {"register", Takes::paths, "The files that list what is backed up", true},
    {"records", Takes::paths, "The files in which backups and their restores are recorded", true},
}};

}  // namespace

BuiltIn backup() {
  return {"backup", "there is a fresh backup before this deployment, and one was restored", settings, run};
}

}  // namespace hindcast::guards
