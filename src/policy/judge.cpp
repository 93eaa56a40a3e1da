// Which documents and items a policy is about, and how it stands with each of them.
#include <algorithm>
#include <unordered_map>

#include "policy/evidence.h"

namespace hindcast::policy {
namespace {

using facts::ItemRole;

// A role of its own where the policy names none: what can be done is an action, what can be filled a metric.
std::vector<ItemRole> roles_of(const Policy& policy) {
  if (!policy.applies.roles.empty() || policy.evidence) return policy.applies.roles;
  if (policy.must == Must::done) return {ItemRole::action};
  if (policy.must == Must::filled) return {ItemRole::metric};
  return {};
}

// A release record cites promises that others made.
bool is_asked(const Policy& policy, const Subject& subject) {
  const bool cites = subject.kind == facts::DocumentKind::release && policy.applies.kinds.empty();
  return !subject.is_template && !(cites && policy.must == Must::done && !policy.evidence);
}

struct Answer {
  bool is_there = false;
  std::optional<Date> day;  // when it came, as far as that is known
};

Answer answer_of(const Policy& policy, const Subject& subject, const Thing* thing, Date today) {
  if (policy.must == Must::reviewed) {
    const bool was = subject.review && *subject.review <= today;
    return {was || subject.is_reviewed, was ? subject.review : std::nullopt};
  }
  if (policy.must == Must::filled) return {thing == nullptr || thing->is_filled, {}};
  if (policy.must == Must::closed && subject.is_closed) return {true, {}};
  return {thing != nullptr && !facts::is_open(thing->state), {}};
}

std::optional<Date> start_of(const Policy& policy, const Subject& subject, const Thing* thing) {
  switch (policy.from) {
    case Start::document_date:
      return subject.date;
    case Start::launch_date:
      return subject.launch;
    case Start::stated_day:
      return thing ? thing->due : std::nullopt;
    case Start::created:
      return thing && thing->since ? thing->since : subject.created;
  }
  return std::nullopt;
}

std::string_view missing(Start start) {
  switch (start) {
    case Start::document_date:
      return "the document names no date to count from";
    case Start::launch_date:
      return "the document names no launch date to count from";
    case Start::stated_day:
      return "it states no day";
    case Start::created:
      return "nobody knows since when it is there; 'hindcast sync' records it";
  }
  return {};
}

class Judge {
 public:
  Judge(std::span<const Subject> subjects, const Calendar& calendar, Date today)
      : subjects_(subjects), calendar_(calendar), today_(today) {}

  void look_at(const Policy& policy, std::uint32_t number) {
    policy_ = &policy;
    number_ = number;
    found_ = policy.evidence ? evidence_of(*policy.evidence, subjects_, today_) : std::vector<Evidence>();
    own_.clear();
    for (std::size_t i = 0; i < found_.size(); ++i)
      if (found_[i].thing != nothing) own_.try_emplace(found_[i].subject, i);
    if (policy.every != Every::none) return look_at_rounds();
    const auto roles = roles_of(policy);
    for (std::uint32_t i = 0; i < subjects_.size(); ++i)
      if (is_asked(policy, subjects_[i])) look_at_subject(i, roles);
  }

  std::vector<Verdict> verdicts;

 private:
  void look_at_subject(std::uint32_t place, const std::vector<ItemRole>& roles) {
    const Subject& subject = subjects_[place];
    switch (scope_of(policy_->applies, subject)) {
      case Scope::outside:
        return;
      case Scope::unknown:
        return (void)add(place, nothing, Standing::unscoped, "the document states no severity");
      case Scope::inside:
        break;
    }
    if (roles.empty()) {
      if (!holds_a_text(policy_->applies, subject.title)) return;
      return policy_->evidence ? decide_by_evidence(place) : decide(place, nothing);
    }
    for (std::uint32_t i = 0; i < subject.things.size(); ++i) {
      const Thing& thing = subject.things[i];
      if (std::find(roles.begin(), roles.end(), thing.role) != roles.end() &&
          holds_item(policy_->applies, thing))
        decide(place, i);
    }
  }

  void decide(std::uint32_t place, std::uint32_t item) {
    const Subject& subject = subjects_[place];
    const Thing* thing = item == nothing ? nullptr : &subject.things[item];
    const auto answer = answer_of(*policy_, subject, thing, today_);
    finish(place, item, start_of(*policy_, subject, thing), answer.is_there, answer.day, {});
  }

  // Something that answers it, in the document itself or later than the day that is counted from.
  void decide_by_evidence(std::uint32_t place) {
    const auto start = start_of(*policy_, subjects_[place], nullptr);
    const Evidence* first = nullptr;
    if (const auto own = own_.find(place); own != own_.end()) first = &found_[own->second];
    if (!first && start) {
      auto later = std::lower_bound(found_.begin(), found_.end(), *start, [](const Evidence& one, Date day) {
        return one.day && *one.day < day;  // those without a day stand behind
      });
      while (later != found_.end() && later->day && later->subject == place)
        ++later;
      if (later != found_.end() && later->day) first = &*later;
    }
    const bool is_own = first && first->subject == place;
    finish(place, nothing, start, first != nullptr, first && !is_own ? first->day : std::nullopt,
           first ? "answered by " + name_of(*first) : std::string());
  }

  void finish(std::uint32_t place, std::uint32_t item, std::optional<Date> start, bool is_there,
              std::optional<Date> day, std::string why) {
    std::optional<Date> due;
    if (start) due = calendar_.after(*start, policy_->within);
    auto standing = Standing::waiting;
    if (is_there)
      standing = due && day && *day > *due ? Standing::late : Standing::kept;
    else if (!due)
      standing = Standing::undecidable;
    else if (*due < today_)
      standing = Standing::overdue;
    if (standing == Standing::undecidable) why = missing(policy_->from);
    Verdict& verdict = add(place, item, standing, std::move(why));
    verdict.start = start;
    verdict.due = due;
  }

  void look_at_rounds() {
    const auto round = rounds(*policy_, found_, calendar_, today_);
    Verdict& verdict = add(nothing, nothing, round.standing, {});
    verdict.start = round.start;
    verdict.due = round.due;
    verdict.why = round.why;
    if (round.last)
      verdict.why.append(verdict.why.empty() ? "" : "; ").append("last " + name_of(*round.last));
  }

  std::string name_of(const Evidence& one) const {
    const Subject& subject = subjects_[one.subject];
    std::string name = subject.path;
    if (one.thing != nothing) name += ":" + std::to_string(subject.things[one.thing].line);
    return one.day ? to_iso(*one.day) + " in " + name : name;
  }

  Verdict& add(std::uint32_t place, std::uint32_t item, Standing standing, std::string why) {
    verdicts.emplace_back();
    Verdict& made = verdicts.back();
    made.policy = number_;
    made.subject = place;
    made.thing = item;
    made.standing = standing;
    made.why = std::move(why);
    return made;
  }

  std::span<const Subject> subjects_;
  const Calendar& calendar_;
  Date today_;
  const Policy* policy_ = nullptr;
  std::uint32_t number_ = 0;
  std::vector<Evidence> found_;                         // by day
  std::unordered_map<std::uint32_t, std::size_t> own_;  // a document's first item of these
};

}  // namespace

std::vector<Verdict> judge(std::span<const Policy> policies, std::span<const Subject> subjects,
                           const Calendar& calendar, Date today) {
  Judge judge(subjects, calendar, today);
  for (std::uint32_t i = 0; i < policies.size(); ++i)
    judge.look_at(policies[i], i);
  return std::move(judge.verdicts);
}

}  // namespace hindcast::policy
