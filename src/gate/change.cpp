#include "gate/change.h"

#include <algorithm>
#include <set>
#include <unordered_map>
#include <utility>

#include "base/glob.h"
#include "base/text.h"
#include "gate/prose.h"

namespace hindcast::gate {
namespace {

std::string quoted(std::string_view text) {
  return std::string("`").append(text).append("`");
}

std::string listed(const std::vector<std::string>& names) {
  constexpr std::size_t shown_max = 3;
  std::string out;
  for (std::size_t i = 0; i < std::min(names.size(), shown_max); ++i)
    out.append(i == 0 ? "" : ", ").append(names[i]);
  if (names.size() > shown_max)
    out.append(" and ").append(std::to_string(names.size() - shown_max)).append(" more");
  return out;
}

std::string noun(std::string_view word, std::size_t count) {
  return std::string(word) + (count == 1 ? " " : "s ");
}

// What is known of one service, by its name in small letters.
struct Touch {
  Applies applies = Applies::unknown;
  std::string why;  // "", or the path by which it is touched
};

// What stands before the first wildcard of a glob and behind the last: almost every path is told by these.
class GlobEnds {
 public:
  explicit GlobEnds(std::string_view glob) {
    if (glob.starts_with('/')) glob.remove_prefix(1);
    const auto first = glob.find_first_of("*?");
    if (first == glob.npos) return;
    if (glob.find('/') != glob.npos) begin_ = glob.substr(0, first);
    if (begin_.ends_with('/')) begin_.remove_suffix(1);  // "db/**" is "db" too
    rest_ = glob.substr(glob.find_last_of("*?") + 1);
  }
  // False when the glob can't match it.
  bool may_match(std::string_view path) const {
    return path.starts_with(begin_) && (rest_.empty() || path.find(rest_.substr(1)) != path.npos);
  }

 private:
  std::string_view begin_, rest_;
};

}  // namespace

struct Change::Impl {
  ChangeFacts facts;
  std::unordered_map<std::string, std::size_t> places;   // paths and the folders above them, "db", to a path
  std::unordered_map<std::string, std::size_t> names;    // files and folders alone, at any depth
  std::unordered_map<std::string, std::size_t> folders;  // likewise, in small letters
  std::unordered_map<std::string, std::string> kinds;    // to the path that tells of it, "" for one by name
  std::unordered_map<std::string, std::optional<std::size_t>> globs;  // looked up already
  std::unordered_map<std::string, Touch> services;                    // likewise
  std::unordered_map<std::string, std::size_t> migrations;  // folders to a path of a migration in them

  // What prose may name: services that somebody declared or named, and what is in the way of changed paths.
  struct Named {
    std::string name;
    bool is_service = false;
    std::size_t path = 0;  // of no service
  };
  std::vector<Named> sayable;
  NameFinder finder;
  // What came last, and what that came to: the items of a document come one after another.
  struct LastTitle {
    std::string title;
    bool is_known = false, has_why = false;
    Reach reach;
  } last_title;
  struct LastDocument {
    Scope scope;
    bool is_known = false, has_why = false;
    Reach reach;
  } last_document;

  void take_path(std::size_t number);
  std::optional<std::size_t> touching(const std::string& path);
  const Touch& touch(const std::string& service);
  Touch touch_of(const std::string& small);
  Touch touch_by_paths(const std::string& small);
  Touch touch_of_team(const DeclaredTeam&);
  Touch touch_within(const std::string& small);

  std::string path_why(const std::string& path, std::size_t number) const;
  // `near`: of its paths, those that count; nothing: all.
  Reach where(const Scope&, std::string_view source, bool with_why,
              const std::vector<std::string>* near = nullptr);
  Reach by_document(const Scope& document, const Scope& item, bool with_why);
  Reach missed(const Scope&, const std::vector<std::string>& untold, std::string_view source,
               bool with_why) const;
  bool is_in_phase(const Scope&) const;
  bool is_service(const std::string& name) const;
  Reach mentioned(const Scope& item, bool with_why);
  void take_names();
  Reach spoken(const Scope& item) const;
  Reach by_words(std::string_view text, std::string_view source, bool with_why);
  Reach by_prose(const Scope& item, const Prose&, bool with_why);
};

void Change::Impl::take_path(std::size_t number) {
  const std::string& path = (*facts.paths)[number];
  for (std::size_t slash = 0, begin = 0; slash != path.npos; begin = slash + 1) {
    slash = path.find('/', begin);
    const auto end = std::min(slash, path.size());
    if (end == begin) continue;
    places.emplace(path.substr(0, end), number);
    auto name = path.substr(begin, end - begin);
    if (slash != path.npos) folders.emplace(lower(name), number);
    names.emplace(std::move(name), number);
  }
  for (const auto kind : kinds_of_change(path))
    kinds.emplace(kind, path);
  if (const auto slash = path.rfind('/'); is_one_migration(path))
    migrations.emplace(slash == path.npos ? std::string() : path.substr(0, slash), number);
}

// Names are looked for in prose only where they are nobody else's: a declared service is no mere folder.
void Change::Impl::take_names() {
  std::set<std::string> seen;
  const auto put = [&](const std::string& name, bool is_service, std::size_t path) {
    if (!seen.insert(lower(name)).second) return;
    finder.add(name, sayable.size());
    sayable.push_back({name, is_service, path});
  };
  for (const auto& service : facts.declared)
    put(service.name, true, 0);
  if (facts.services)
    for (const auto& service : *facts.services)
      put(service, true, 0);
  for (std::size_t i = 0; facts.paths && i < facts.paths->size(); ++i) {
    const std::string& path = (*facts.paths)[i];
    for (std::size_t begin = 0, slash = path.find('/'); slash != path.npos;
         begin = slash + 1, slash = path.find('/', begin))
      if (const auto folder = path.substr(begin, slash - begin); is_telling_folder(folder))
        put(folder, false, i);
    if (path.ends_with(".tf")) put("terraform", false, i);
    if (lower(path).ends_with("dockerfile")) put("dockerfile", false, i);
  }
}

// The number of a changed path that `path`, a path or a glob, is about.
std::optional<std::size_t> Change::Impl::touching(const std::string& path) {
  if (!facts.paths) return std::nullopt;
  const auto [known, is_new] = globs.try_emplace(path);
  if (!is_new) return known->second;
  std::string_view place = path;
  while (place.starts_with("./"))
    place.remove_prefix(2);
  while (place.ends_with('/'))
    place.remove_suffix(1);
  if (is_glob(place)) {
    const GlobEnds ends(place);
    for (std::size_t i = 0; i < facts.paths->size() && !known->second; ++i)
      if (ends.may_match((*facts.paths)[i]) && matches_glob(place, (*facts.paths)[i])) known->second = i;
    return known->second;
  }
  const bool is_name = place.find('/') == place.npos && !path.ends_with('/');
  if (place.starts_with('/')) place.remove_prefix(1);
  const auto& where = is_name ? names : places;
  if (const auto found = where.find(std::string(place)); found != where.end()) known->second = found->second;
  if (known->second || !is_one_migration(place)) return known->second;
  // An applied migration is never changed again: what it taught is meant for the next one beside it.
  if (const auto kind = kinds.find("migration"); is_name && kind != kinds.end()) {
    for (const auto& [folder, number] : migrations)
      if (!known->second || number < *known->second) known->second = number;
    return known->second;
  }
  const auto slash = place.rfind('/');
  if (const auto beside = migrations.find(std::string(place.substr(0, std::min(slash, place.size()))));
      slash != place.npos && beside != migrations.end())
    known->second = beside->second;
  return known->second;
}

Touch Change::Impl::touch_by_paths(const std::string& small) {
  for (const auto& service : facts.declared) {
    if (lower(service.name) != small) continue;
    for (const auto& glob : service.paths)
      if (const auto number = touching(glob)) return {Applies::yes, (*facts.paths)[*number]};
    return {facts.paths ? Applies::no : Applies::unknown, {}};
  }
  // A folder of its name is it, where nobody said what it is made of.
  if (const auto found = folders.find(small); found != folders.end())
    return {Applies::yes, (*facts.paths)[found->second]};
  return {};
}

Touch Change::Impl::touch_of_team(const DeclaredTeam& team) {
  Touch worst{team.services.empty() ? Applies::unknown : Applies::no, {}};
  for (const auto& service : team.services) {
    const auto small = lower(service);
    const bool is_team = std::any_of(facts.teams.begin(), facts.teams.end(),
                                     [&](const DeclaredTeam& other) { return lower(other.name) == small; });
    if (is_team) continue;  // a team in a team is a slip, and must not go round
    const auto& one = touch(service);
    if (one.applies == Applies::yes) return one;
    if (one.applies == Applies::unknown) worst.applies = Applies::unknown;
  }
  return worst;
}

// "Traefik of the shop" is traefik, where that is declared or a folder's name.
Touch Change::Impl::touch_within(const std::string& small) {
  for (const auto number : finder.find(small)) {
    const auto& one = sayable[number];
    if (one.name.size() >= small.size()) continue;  // itself
    if (!one.is_service) return {Applies::yes, (*facts.paths)[one.path]};
    if (const auto& within = touch(one.name); within.applies != Applies::unknown) return within;
  }
  return {};
}

Touch Change::Impl::touch_of(const std::string& small) {
  if (facts.services) {
    for (const auto& named : *facts.services)
      if (lower(named) == small) return {Applies::yes, {}};
    for (const auto& team : facts.teams)  // a team that was named stands for its services
      for (const auto& named : *facts.services)
        if (lower(named) == lower(team.name) &&
            std::any_of(team.services.begin(), team.services.end(),
                        [&](const std::string& service) { return lower(service) == small; }))
          return {Applies::yes, {}};
  }
  auto touch = touch_by_paths(small);
  if (touch.applies == Applies::unknown)
    for (const auto& team : facts.teams)
      if (lower(team.name) == small) touch = touch_of_team(team);
  if (touch.applies == Applies::unknown) touch = touch_within(small);
  if (touch.applies == Applies::unknown && facts.services) touch.applies = Applies::no;  // all were named
  return touch;
}

const Touch& Change::Impl::touch(const std::string& service) {
  auto small = lower(service);
  // Not known while it is looked for: a team of a service's name, and that service's other names, lead back.
  const auto [place, is_new] = services.emplace(std::move(small), Touch{});
  const auto& name = place->first;
  auto& kept = place->second;  // both stay where they are when the map grows
  if (is_new) kept = touch_of(name);
  return kept;
}

// Why a scope of which nothing is touched does not apply, or why nobody can tell.
Reach Change::Impl::missed(const Scope& scope, const std::vector<std::string>& untold,
                           std::string_view source, bool with_why) const {
  const bool is_blind = !facts.paths && !scope.paths.empty();
  const Applies applies = untold.empty() && !is_blind ? Applies::no : Applies::unknown;
  if (!with_why) return {applies, {}};
  if (!untold.empty() && !facts.paths)
    return {applies, "nobody said which " + noun("service", 2) + "are changed"};
  if (!untold.empty())
    return {applies, "it is about " + noun("service", untold.size()) + listed(untold) + " (" +
                         std::string(source) + "), and nobody said which paths " +
                         (untold.size() == 1 ? "that is" : "those are")};
  if (is_blind)
    return {applies, "it is about " + listed(scope.paths) + " (" + std::string(source) +
                         "), and nobody said which paths are changed"};
  std::string about;
  const auto add = [&](std::string_view word, const std::vector<std::string>& list) {
    if (list.empty()) return;
    about.append(about.empty() ? "" : "; ").append(noun(word, list.size())).append(listed(list));
  };
  add("service", scope.services);
  add("path", scope.paths);
  add("change kind", scope.kinds);
  return {applies, "nothing of it is changed: " + about + " (" + std::string(source) + ")"};
}

// Why a path of a scope is touched.
std::string Change::Impl::path_why(const std::string& path, std::size_t number) const {
  const auto& changed = (*facts.paths)[number];
  if (changed == path) return "path " + quoted(changed);
  const bool is_beside =
      !is_glob(path) && is_one_migration(path) && !changed.ends_with(path) && is_one_migration(changed);
  return "path " + quoted(changed) + (is_beside ? " is a migration like " : " is in ") + quoted(path);
}

Reach Change::Impl::where(const Scope& scope, std::string_view source, bool with_why,
                          const std::vector<std::string>* near) {
  const auto from = [&] { return " (" + std::string(source) + ")"; };
  if (scope.is_always) return {Applies::yes, "asked of every release" + from()};
  bool is_far = false;  // a path is touched, and the item is near to another
  for (const auto& path : scope.paths)
    if (const auto number = touching(path)) {
      is_far = near != nullptr && std::find(near->begin(), near->end(), path) == near->end();
      if (!is_far) return {Applies::yes, path_why(path, *number) + from()};
    }
  std::vector<std::string> untold;
  for (const auto& service : scope.services) {
    const auto& one = touch(service);
    if (one.applies == Applies::unknown) untold.push_back(service);
    if (one.applies == Applies::yes)
      return {Applies::yes,
              "service " + service + (one.why.empty() ? "" : ", by path " + quoted(one.why)) + from()};
  }
  bool is_strange = false;
  for (const auto& kind : scope.kinds) {
    const auto meant = kind_meant(kind);
    const auto found = kinds.find(meant ? std::string(*meant) : lower(kind));
    if (found != kinds.end())
      return {Applies::yes, "kind of change " + std::string(found->first) +
                                (found->second.empty() ? "" : ", by path " + quoted(found->second)) + from()};
    is_strange = is_strange || (!facts.kinds && (!meant || !facts.paths));
  }
  if (is_far)
    return {Applies::unknown, with_why
                                  ? "its document names " + std::to_string(scope.paths.size()) +
                                        " paths, and nothing says that it is about the one that is changed"
                                  : ""};
  if (is_strange && untold.empty())
    return {Applies::unknown,
            with_why ? "nobody said whether this is a change of kind " + listed(scope.kinds) + from() : ""};
  return missed(scope, untold, source, with_why);
}

// By what the item's document is about.
Reach Change::Impl::by_document(const Scope& document, const Scope& item, bool with_why) {
  if (document.paths.size() > document_paths_max)
    return where(document, "the document", with_why, &item.near);
  auto& last = last_document;
  if (!last.is_known || last.has_why != with_why || !(last.scope == document))
    last = {document, true, with_why, where(document, "the document", with_why)};
  return last.reach;
}

bool Change::Impl::is_service(const std::string& name) const {
  const auto small = lower(name);
  return std::any_of(facts.declared.begin(), facts.declared.end(),
                     [&](const DeclaredService& one) { return lower(one.name) == small; }) ||
         (facts.services && std::any_of(facts.services->begin(), facts.services->end(),
                                        [&](const std::string& one) { return lower(one) == small; }));
}

// By the services that an item's words name in backticks; unknown where they name none.
Reach Change::Impl::mentioned(const Scope& item, bool with_why) {
  Scope named;
  for (const auto& name : item.mentions)
    if (is_service(name)) named.services.push_back(name);
  return named.services.empty() ? Reach{} : where(named, "the item", with_why);
}

// By the kinds of change that its words speak of.
Reach Change::Impl::spoken(const Scope& item) const {
  for (const auto& kind : item.spoken)
    if (const auto found = kinds.find(kind); found != kinds.end())
      return {Applies::yes, "kind of change " + kind +
                                (found->second.empty() ? "" : ", by path " + quoted(found->second)) +
                                " (its words)"};
  return {};
}

// By the names in it.
Reach Change::Impl::by_words(std::string_view text, std::string_view source, bool with_why) {
  const auto found = finder.find(text);
  if (found.empty()) return {};
  Scope about;
  std::string why;
  for (const auto number : found) {
    const auto& one = sayable[number];
    if (one.is_service)
      about.services.push_back(one.name);
    else if (why.empty())
      why = quoted(one.name).append(", by path ").append(quoted((*facts.paths)[one.path]));
  }
  auto reach = about.services.empty() ? Reach{} : where(about, source, with_why);
  if (reach.applies == Applies::yes) return reach;
  if (!why.empty()) return {Applies::yes, why + " (" + std::string(source) + ")"};
  // A word such as "orders" may mean no service at all; a name such as "ledger-db" is nothing else.
  const bool are_names =
      std::all_of(about.services.begin(), about.services.end(),
                  [](const std::string& name) { return name.find_first_of("-_.0123456789") != name.npos; });
  return are_names ? reach : Reach{};
}

Reach Change::Impl::by_prose(const Scope& scope, const Prose& prose, bool with_why) {
  if (finder.is_empty()) return {};
  auto item = by_words(prose.item, "its words", with_why);
  // What speaks of another kind of change is about that, whatever the title says.
  if (item.applies == Applies::yes || !scope.spoken.empty()) return item;
  auto& last = last_title;
  if (!last.is_known || last.has_why != with_why || last.title != prose.title)
    last = {std::string(prose.title), true, with_why, by_words(prose.title, "the title", with_why)};
  return last.reach.applies == Applies::unknown ? item : last.reach;
}

bool Change::Impl::is_in_phase(const Scope& scope) const {
  if (scope.phases.empty() || facts.phases.empty()) return true;
  return std::any_of(scope.phases.begin(), scope.phases.end(), [&](const std::string& one) {
    return std::any_of(facts.phases.begin(), facts.phases.end(),
                       [&](const std::string& now) { return lower(one) == lower(now); });
  });
}

Change::Change(ChangeFacts facts) : impl_(std::make_unique<Impl>()) {
  impl_->facts = std::move(facts);
  if (impl_->facts.paths)
    for (std::size_t i = 0; i < impl_->facts.paths->size(); ++i)
      impl_->take_path(i);
  if (impl_->facts.kinds)
    for (const auto& kind : *impl_->facts.kinds) {
      const auto meant = kind_meant(kind);
      impl_->kinds.emplace(meant ? std::string(*meant) : lower(kind), "");
    }
  impl_->take_names();
}

Change::Change(Change&&) noexcept = default;
Change::~Change() = default;

const ChangeFacts& Change::facts() const {
  return impl_->facts;
}

bool Change::is_everything() const {
  return !impl_->facts.paths && !impl_->facts.services && !impl_->facts.kinds;
}

std::vector<std::string> Change::services() const {
  std::set<std::string> found;
  if (impl_->facts.services) found.insert(impl_->facts.services->begin(), impl_->facts.services->end());
  for (const auto& service : impl_->facts.declared)
    if (impl_->touch(service.name).applies == Applies::yes) found.insert(service.name);
  return {found.begin(), found.end()};
}

Reach Change::reach_by_guard(const Scope& item, const Scope& written, std::string_view guard,
                             const std::vector<std::string>& reads) const {
  if (!impl_->is_in_phase(item.phases.empty() ? written : item)) return {};
  for (const auto& path : reads)
    if (const auto number = impl_->touching(path))
      return {Applies::yes,
              "path " + quoted((*impl_->facts.paths)[*number]) + " is read by guard " + std::string(guard)};
  return {};
}

Reach Change::reach(const Scope& item, const Scope& written, const Scope& document, const Prose& prose,
                    bool with_why) const {
  const Scope& phased = item.phases.empty() ? written : item;
  if (!impl_->is_in_phase(phased))
    return {Applies::no,
            with_why ? "it is asked in " + noun("phase", phased.phases.size()) + listed(phased.phases) : ""};
  if (is_everything())
    return {Applies::yes, phased.phases.empty() || impl_->facts.phases.empty()
                              ? "everything is asked"
                              : "phase " + listed(impl_->facts.phases)};
  if (item.names_a_place()) return impl_->where(item, "the item", with_why);
  const auto mentioned = item.mentions.empty() ? Reach{} : impl_->mentioned(item, with_why);
  if (mentioned.applies == Applies::yes) return mentioned;
  if (written.names_a_place()) return impl_->where(written, "applies_when", with_why);
  if (!phased.phases.empty() && !impl_->facts.phases.empty())
    return {Applies::yes, "phase " + listed(impl_->facts.phases)};
  Reach told;
  if (document.names_a_place()) {
    told = impl_->by_document(document, item, with_why);
    if (told.applies != Applies::unknown) return told;
  }
  if (auto spoken = impl_->spoken(item); spoken.applies == Applies::yes) return spoken;
  if (mentioned.applies == Applies::no) return mentioned;
  if (auto said = impl_->by_prose(item, prose, with_why); said.applies != Applies::unknown) return said;
  if (document.names_a_place()) return told;
  return {Applies::unknown, with_why ? "neither it nor its document says what it is about" : ""};
}

}  // namespace hindcast::gate
