#include "app/digest.h"

#include <algorithm>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include "app/archived.h"
#include "base/letters.h"
#include "base/nearest.h"
#include "disk/disk.h"
#include "facts/people.h"

namespace hindcast::app {
namespace {

using policy::Standing;
using policy::Subject;
using policy::Thing;
using policy::Verdict;

std::string_view bare(std::string_view name) {
  if (name.size() > 1 && name[0] == '@') name.remove_prefix(1);
  return name;
}

bool names(std::string_view who, std::string_view wanted) {
  return !who.empty() && holds(who, bare(wanted));
}

// As whole words: "ops" is in "Ops team" and in "Shop/Ops", not in "DevOps".
bool names_team(std::string_view who, std::string_view wanted) {
  const auto text = lower(who), words = lower(bare(wanted));
  const auto parts = [](char c) { return !(c >= 'a' && c <= 'z') && !(c >= '0' && c <= '9'); };
  for (auto at = words.empty() ? text.npos : text.find(words); at != text.npos;
       at = text.find(words, at + 1)) {
    const auto end = at + words.size();
    const bool begins = at == 0 || parts(text[at]) || parts(text[at - 1]);
    const bool ends = end == text.size() || parts(text[end - 1]) || parts(text[end]);
    if (begins && ends) return true;
  }
  return false;
}

std::string days_ago(std::int64_t days) {
  return std::to_string(days) + (days == 1 ? " day ago" : " days ago");
}

std::string place_of(const Subject& subject, const Thing* thing) {
  return thing ? subject.path + ":" + std::to_string(thing->line) : subject.path;
}

bool is_promise(const Subject& subject, const Thing& thing) {
  return thing.role == facts::ItemRole::action && facts::is_open(thing.state) &&
         thing.state != facts::ActionState::idea && !subject.is_template &&
         subject.kind != facts::DocumentKind::release;
}

std::vector<std::string> shared(const std::vector<std::string>& some,
                                const std::vector<std::string>& others) {
  std::vector<std::string> both;
  for (const auto& one : some)
    if (std::any_of(others.begin(), others.end(),
                    [&](const std::string& other) { return lower(one) == lower(other); }))
      both.push_back(one);
  return both;
}

class Maker {
 public:
  Maker(const config::Config& config, const PolicyRun& run, const std::optional<DigestEvents>& events,
        const DigestQuery& query)
      : config_(config), run_(run), events_(events), query_(query) {
    for (const auto& team : config.teams)
      if (!query.team.empty() && lower(team.name) == lower(query.team)) team_ = &team;
    digest_.today = query.today;
    digest_.since = query.since;
    digest_.about = !query.person.empty() ? query.person : team_ ? team_->name : query.team;
    digest_.ahead_days = query.ahead_days;
    digest_.has_archive = events.has_value();
    if (events)
      for (std::uint32_t i = 0; i < run.subjects.size(); ++i)
        if (auto key = path_from(events->root, run.subjects[i].path)) by_key_.emplace(*std::move(key), i);
  }

  Digest make() {
    add_due();
    add_verdicts();
    put_overdue();
    add_events();
    add_lessons();
    std::stable_sort(digest_.soon.begin(), digest_.soon.end(),
                     [](const DigestLine& a, const DigestLine& b) { return a.days < b.days; });
    return std::move(digest_);
  }

 private:
  // Is it theirs whom the digest is for?
  bool is_meant(const Subject& subject, std::string_view who) const {
    if (!query_.person.empty() && !names(who, query_.person)) return false;
    if (query_.team.empty()) return true;
    if (team_ == nullptr) return names_team(who, query_.team);
    const auto is_member = [&](const std::string& member) { return facts::is_called(who, member); };
    if (is_member(team_->name)) return true;
    if (std::any_of(team_->members.begin(), team_->members.end(), is_member)) return true;
    return who.empty() && !shared(team_->services, subject.services).empty();
  }

  DigestLine line_of(const Subject& subject, const Thing* thing) const {
    DigestLine line;
    line.text = thing ? thing->text : subject.title.empty() ? subject.path : subject.title;
    line.who = thing ? thing->who : "";
    line.place = place_of(subject, thing);
    return line;
  }

  // The line of what is late; one for an item, however many days of it are over.
  DigestLine& late(std::uint32_t subject, std::uint32_t thing) {
    const auto [found, is_new] = late_at_.try_emplace({subject, thing}, late_.size());
    if (is_new) {
      const Subject& of = run_.subjects[subject];
      late_.push_back(line_of(of, thing == policy::nothing ? nullptr : &of.things[thing]));
    }
    return late_[found->second];
  }

  static void tell(DigestLine& line, const std::string& told, std::int64_t days) {
    line.told.append(line.told.empty() ? "" : "; ").append(told);
    line.days = std::max(line.days, days);
  }

  void add_due() {
    const auto today = days_from_epoch(query_.today);
    for (std::uint32_t i = 0; i < run_.subjects.size(); ++i) {
      const Subject& subject = run_.subjects[i];
      for (std::uint32_t k = 0; k < subject.things.size(); ++k) {
        const Thing& thing = subject.things[k];
        if (!thing.due || !is_promise(subject, thing) || !is_meant(subject, thing.who)) continue;
        const auto left = days_from_epoch(*thing.due) - today;
        if (left < 0) {
          tell(late(i, k), "due " + to_iso(*thing.due) + ", " + days_ago(-left), -left);
        } else if (left <= query_.ahead_days) {
          auto line = line_of(subject, &thing);
          tell(line, "due " + to_iso(*thing.due), left);
          digest_.soon.push_back(std::move(line));
        }
      }
    }
  }

  void add_verdicts() {
    for (const Verdict& verdict : run_.verdicts) {
      const auto& policy = config_.policies[verdict.policy];
      const auto name = "policy `" + policy.name + "`";
      if (verdict.subject == policy::nothing) {
        if (verdict.standing != Standing::overdue || !query_.person.empty() || !query_.team.empty()) continue;
        const auto days = verdict.due ? days_from_epoch(query_.today) - days_from_epoch(*verdict.due) : 0;
        rounds_.push_back(
            {policy.name, "", "", explanation(policy, verdict, query_.today), days, policy.is_error});
        continue;
      }
      const Subject& subject = run_.subjects[verdict.subject];
      const Thing* thing = verdict.thing == policy::nothing ? nullptr : &subject.things[verdict.thing];
      if (!is_meant(subject, thing ? thing->who : "")) continue;
      const auto left =
          verdict.due ? days_from_epoch(*verdict.due) - days_from_epoch(query_.today) : std::int64_t{0};
      if (verdict.standing == Standing::overdue) {
        auto& line = late(verdict.subject, verdict.thing);
        tell(line, name + ": by " + to_iso(*verdict.due) + ", " + days_ago(-left), -left);
        line.is_error = line.is_error || policy.is_error;
      } else if (verdict.standing == Standing::waiting && left <= query_.ahead_days) {
        auto line = line_of(subject, thing);
        tell(line, name + ": by " + to_iso(*verdict.due), left);
        digest_.soon.push_back(std::move(line));
      } else if (verdict.standing == Standing::undecidable) {
        auto line = line_of(subject, thing);
        tell(line, name + ": " + verdict.why, 0);
        digest_.untold.push_back(std::move(line));
      }
    }
  }

  void put_overdue() {
    std::move(rounds_.begin(), rounds_.end(), std::back_inserter(late_));
    std::map<std::pair<bool, std::string>, DigestPerson> people;
    for (auto& line : late_) {
      auto& person = people[{line.who.empty(), lower(bare(line.who))}];
      if (person.lines.empty()) person.name = line.who;
      person.lines.push_back(std::move(line));
    }
    for (auto& [key, person] : people) {
      std::stable_sort(person.lines.begin(), person.lines.end(),
                       [](const DigestLine& a, const DigestLine& b) {
                         return std::pair(a.is_error, a.days) > std::pair(b.is_error, b.days);
                       });
      digest_.overdue.push_back(std::move(person));
    }
  }

  const Subject* subject_of(const DigestEvents::One& event) const {
    const auto found = by_key_.find(event.document);
    return found == by_key_.end() ? nullptr : &run_.subjects[found->second];
  }

  void add_happened(const std::vector<DigestEvents::One>& events, std::vector<DigestLine>& out) const {
    for (const auto& event : events) {
      const Subject* subject = subject_of(event);
      if (!subject || subject->is_template) continue;
      const auto thing = std::find_if(subject->things.begin(), subject->things.end(),
                                      [&](const Thing& one) { return one.id == event.item; });
      if (thing == subject->things.end() || thing->role != facts::ItemRole::action) continue;
      if (!is_meant(*subject, thing->who)) continue;
      auto line = line_of(*subject, &*thing);
      tell(line, to_iso(event.day) + (event.actor.empty() ? "" : ", by " + event.actor), 0);
      out.push_back(std::move(line));
    }
  }

  bool is_within(std::optional<Date> day) const {
    return day && *day >= query_.since && *day <= query_.today;
  }

  void add_events() {
    if (events_) {
      add_happened(events_->finished, digest_.finished);
      add_happened(events_->declined, digest_.declined);
      for (const auto& event : events_->documents)
        if (const Subject* subject = subject_of(event))
          if (!events_->began_since || is_within(subject->date)) add_document(*subject);
      auto items = events_->items;  // of new documents all is new
      std::erase_if(items, [&](const DigestEvents::One& event) {
        return std::find(new_.begin(), new_.end(), subject_of(event)) != new_.end();
      });
      add_happened(items, digest_.items);
    } else {
      for (const auto& subject : run_.subjects)
        if (is_within(subject.date)) add_document(subject);
    }
  }

  // New, for whoever has something to do in it or answers for what it is about.
  void add_document(const Subject& subject) {
    if (subject.is_template) return;
    new_.push_back(&subject);
    const auto is_action = [&](const Thing& thing) { return is_promise(subject, thing); };
    const auto is_own = [&](const Thing& thing) { return is_action(thing) && is_meant(subject, thing.who); };
    const bool is_for_them = (query_.person.empty() && query_.team.empty()) ||
                             std::any_of(subject.things.begin(), subject.things.end(), is_own) ||
                             (team_ != nullptr && !shared(team_->services, subject.services).empty());
    if (!is_for_them) return;
    auto line = line_of(subject, nullptr);
    const auto count = std::count_if(subject.things.begin(), subject.things.end(), is_action);
    std::string told(facts::word(subject.kind));
    if (subject.date) told += ", " + to_iso(*subject.date);
    if (count > 0) told += ", " + std::to_string(count) + (count == 1 ? " open action" : " open actions");
    tell(line, told, 0);
    digest_.documents.push_back(std::move(line));
  }

  bool is_team_meant(const config::Team& team) const {
    if (!query_.team.empty()) return &team == team_;
    return query_.person.empty() ||
           std::any_of(team.members.begin(), team.members.end(),
                       [&](const std::string& member) { return names(member, query_.person); });
  }

  void add_lessons() {
    for (const auto& team : config_.teams) {
      if (!is_team_meant(team)) continue;
      for (const Subject* subject : new_) {
        auto services = shared(team.services, subject->services);
        if (services.empty()) continue;
        DigestLessons made{team.name, std::move(services), subject->title, subject->path, {}};
        for (const auto& thing : subject->things)
          if (thing.role == facts::ItemRole::lesson) made.lessons.push_back(thing.text);
        if (!made.lessons.empty()) digest_.lessons.push_back(std::move(made));
      }
    }
  }

  const config::Config& config_;
  const PolicyRun& run_;
  const std::optional<DigestEvents>& events_;
  const DigestQuery& query_;
  const config::Team* team_ = nullptr;  // of the configuration
  std::unordered_map<std::string, std::uint32_t> by_key_;
  std::map<std::pair<std::uint32_t, std::uint32_t>, std::size_t> late_at_;
  std::vector<DigestLine> late_, rounds_;
  std::vector<const Subject*> new_;
  Digest digest_;
};

// Everything from `from` to before `until`, without reading a long past: the last thousand events, the last
// ten thousand, …
Result<std::vector<archive::Event>> events_since(OpenArchive& open, Timestamp from, Timestamp until,
                                                 bool& began_since) {
  const auto last = TRY(open.archive.last_event(open.workspace));
  for (std::int64_t count = 1'000;; count *= 10) {
    const auto after = std::max<std::int64_t>(last - count, 0);
    auto events = TRY(open.archive.events(open.workspace, {.after = after}));
    const bool reaches = std::any_of(events.begin(), events.end(),
                                     [&](const archive::Event& event) { return event.at < from; });
    if (!reaches && after > 0) continue;
    began_since = !reaches;
    std::erase_if(events, [&](const archive::Event& event) { return event.at < from || event.at >= until; });
    return events;
  }
}

}  // namespace

std::size_t Digest::overdue_count() const {
  std::size_t count = 0;
  for (const auto& person : overdue)
    count += person.lines.size();
  return count;
}

bool Digest::is_empty() const {
  return overdue.empty() && soon.empty() && untold.empty() && finished.empty() && declined.empty() &&
         documents.empty() && items.empty() && lessons.empty();
}

namespace {

// Nothing when one of them is `meant`; else the one nearest to `name`.
template <typename Meant>
std::optional<std::string> nearest_unless(const std::set<std::string_view>& known, const std::string& name,
                                          const Meant& meant) {
  if (std::any_of(known.begin(), known.end(), meant)) return std::nullopt;
  const std::vector<std::string_view> names(known.begin(), known.end());
  return std::string(closest(name, names).value_or(""));
}

void add_owners(const PolicyRun& run, std::set<std::string_view>& names) {
  for (const auto& subject : run.subjects)
    for (const auto& thing : subject.things)
      if (!thing.who.empty()) names.insert(bare(thing.who));
}

}  // namespace

std::optional<std::string> unknown_person(const config::Config& config, const PolicyRun& run,
                                          const std::string& person) {
  std::set<std::string_view> people;
  for (const auto& team : config.teams)
    people.insert(team.members.begin(), team.members.end());
  add_owners(run, people);
  return nearest_unless(people, person, [&](std::string_view one) { return names(one, person); });
}

std::optional<std::string> unknown_team(const config::Config& config, const PolicyRun& run,
                                        const std::string& team) {
  for (const auto& one : config.teams)
    if (lower(one.name) == lower(team)) return std::nullopt;
  std::set<std::string_view> owners;
  add_owners(run, owners);
  return nearest_unless(owners, team, [&](std::string_view one) { return names_team(one, team); });
}

std::size_t shown_of(const std::vector<DigestLine>& lines, std::size_t most) {
  const auto errors =
      std::count_if(lines.begin(), lines.end(), [](const auto& line) { return line.is_error; });
  return std::min(lines.size(), std::max(most, static_cast<std::size_t>(errors)));
}

Digest digest_of(const config::Config& config, const PolicyRun& run,
                 const std::optional<DigestEvents>& events, const DigestQuery& query) {
  return Maker(config, run, events, query).make();
}

Result<std::optional<DigestEvents>> digest_events(const std::string& start,
                                                  const Configuration& configuration, Date since,
                                                  Date today) {
  DigestEvents made;
  made.root = archive_root(start, configuration);
  if (!disk::exists(archive_file(made.root))) return std::optional<DigestEvents>();
  auto open = TRY(open_archive(made.root));
  const auto zone = TRY(team_zone(configuration));
  const auto listed = [&]() -> Result<std::vector<StoryLine>> {
    return told(open.archive, open.workspace,
                TRY(events_since(open, zone.start(since), zone.end(today), made.began_since)));
  };
  auto lines = listed();
  if (!lines.ok()) return of_archive(std::move(lines).error(), made.root);
  std::map<std::string, std::pair<std::string, DigestEvents::One>> last;  // by item: state, and who set it
  for (auto& line : *lines) {
    const auto hash = line.item.rfind('#');
    DigestEvents::One one{line.document, hash == line.item.npos ? "" : line.item.substr(hash + 1), line.text,
                          zone.day(line.event.at), line.event.actor};
    if (line.event.what == "document_added" || line.event.what == "document_back")
      made.documents.push_back(std::move(one));
    else if (line.event.what == "item_added")
      made.items.push_back(std::move(one));
    else if (line.event.what == "item_changed" && line.event.field == "state")
      last[line.item] = {line.event.after, std::move(one)};
  }
  for (auto& [item, change] : last) {
    const auto state = facts::action_state(change.first);
    if (!state || facts::is_open(*state)) continue;
    (*state == facts::ActionState::wont_do ? made.declined : made.finished)
        .push_back(std::move(change.second));
  }
  return std::optional<DigestEvents>(std::move(made));
}

}  // namespace hindcast::app
