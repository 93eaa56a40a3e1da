// version-compat: what services require of each other holds after this release, and after its rollback.
#include <algorithm>
#include <array>
#include <map>

#include "base/nearest.h"
#include "guards/built_ins.h"
#include "guards/inventory.h"
#include "guards/looking.h"
#include "guards/versions.h"

namespace hindcast::guards {
namespace {

using data::Value;
using facts::Verdict;

// What a service says of itself in one version.
struct Contract {
  std::string version, path;  // "": of every version
  std::uint32_t line = 0;
  struct Need {
    std::string peer, range;
    std::uint32_t line = 0;
  };
  std::vector<Need> needs;
  std::map<std::string, std::string> provides;  // interfaces and their versions
};

// Which version of each service there is at one moment.
using State = std::map<std::string, std::string>;

class CompatCheck {
 public:
  CompatCheck(const Value& settings, World& world) : settings_(settings), world_(world) {}

  Outcome run() {
    for (const File& file : files_of(texts_in(settings_, "contracts"), world_, findings_))
      for (const Value& document : documents_of(file, findings_))
        read_contracts(file, document);
    read_deployed();
    read_releases();
    tell_strangers();
    const bool was_looked_at = has_needs_ && !deployed_.empty();
    if (!has_needs_ && findings_.empty())
      findings_.push_back({Verdict::missing, "no contract requires anything", "", 0});
    if (was_looked_at) states();
    std::size_t broken = 0;
    for (const Finding& one : findings_)
      broken += one.verdict == Verdict::fail;
    std::string summary = counted(contracts_.size(), "service", "services") + ", " +
                          counted(checked_, "requirement", "requirements") + " held: " +
                          (checked_ == 0 ? "nothing could be told"
                           : broken == 0 ? "compatible"
                                         : counted(broken, "broken", "broken"));
    return outcome_of(std::move(findings_), std::move(summary), was_looked_at && checked_ > 0);
  }

 private:
  void found(Verdict verdict, std::string message, const std::string& path, std::uint32_t line) {
    findings_.push_back({verdict, std::move(message), path, line});
  }

  // Contracts: from a service's name to its table, or to a list of tables, one for each version.
  void read_contracts(const File& file, const Value& document) {
    static constexpr std::array<std::string_view, 2> keys = {"services", "version"};
    const Value* all = document.find("services");
    if (all == nullptr || !all->is_table())
      all = &document;
    else
      tell_unknown_keys(document, keys, "contracts beside `services`", file.path, findings_);
    if (!all->is_table())
      return found(Verdict::inconclusive, "is no table of services", file.path, document.line);
    for (const Value& service : all->members) {
      if (service.is_scalar())
        found(Verdict::inconclusive, quoted(service.key) + " needs a table with `version` and `requires`",
              file.path, service.line);
      if (service.is_table()) contract(file, service.key, service);
      if (service.is_list())
        for (const Value& one : service.members)
          contract(file, service.key, one);
    }
  }

  void contract(const File& file, const std::string& name, const Value& table) {
    static constexpr std::array<std::string_view, 4> keys = {"name", "provides", "requires", "version"};
    tell_unknown_keys(table, keys, "the contract of " + quoted(name), file.path, findings_);
    Contract made;
    made.version = word_in(table, {"version"});
    made.path = file.path;
    made.line = table.line;
    if (const Value* needs = table.find("requires")) {
      if (needs->is_scalar()) no_table(file, *needs);
      for (const Value& one : needs->members)
        need(file, one, made);
    }
    if (const Value* provides = table.find("provides")) {
      if (!provides->is_table()) no_table(file, *provides);
      for (const Value& one : provides->members) {
        made.provides[one.key] = one.text;
        providers_[one.key] = name;
      }
    }
    contracts_[name].push_back(std::move(made));
  }

  void need(const File& file, const Value& one, Contract& made) {
    static constexpr std::array<std::string_view, 4> keys = {"name", "range", "service", "version"};
    tell_unknown_keys(one, keys, "a requirement", file.path, findings_);
    const auto range = one.is_scalar() ? std::string_view(one.text) : word_in(one, {"version", "range"});
    const auto peer = one.key.empty() ? word_in(one, {"name", "service"}) : std::string_view(one.key);
    if (peer.empty())
      found(Verdict::inconclusive,
            quoted(range) +
                " is required of no service: `requires` goes from names "
                "to ranges",
            file.path, one.line);
    else
      made.needs.push_back({std::string(peer), std::string(range), one.line});
    has_needs_ = true;
  }

  void no_table(const File& file, const Value& value) {
    found(Verdict::inconclusive, quoted(value.key) + " needs a table from names to versions", file.path,
          value.line);
  }

  void read_deployed() {
    Wanted wanted;
    wanted.environment = text_in(settings_, "deployed_in", "production");
    Inventory inventory;
    std::string path;
    for (const File& file : files_of(texts_in(settings_, "deployed"), world_, findings_)) {
      if (path.empty()) path = file.path;
      read_inventory(file, wanted, inventory, findings_);
    }
    tell_nothing_deployed(inventory, wanted, path, findings_);
    for (const Component& one : inventory.components)
      deployed_[one.name] = one.version;
  }

  // What is about to go out: named in the settings, else the newest version that each contract has.
  void read_releases() {
    if (const Value* all = settings_.find("releases")) {
      for (const Value& one : all->members) {
        if (one.is_scalar())
          released_[one.key] = one.text;
        else
          found(Verdict::inconclusive, "`releases` needs one version of " + quoted(one.key), "", 0);
      }
      return;
    }
    for (const auto& [name, all] : contracts_) {
      std::optional<Version> newest;
      for (const Contract& one : all) {
        const auto version = parse_version(one.version);
        if (!version || (newest && compare(*version, *newest) <= 0)) continue;
        newest = version;
        released_[name] = one.version;
      }
    }
  }

  bool is_peer(const std::string& name) const {
    for (const auto& [service, all] : contracts_)
      for (const Contract& one : all)
        if (std::any_of(one.needs.begin(), one.needs.end(),
                        [&](const Contract::Need& need) { return need.peer == name; }))
          return true;
    return false;
  }

  // What is held to nothing because nobody else writes its name so.
  void tell_strangers() {
    std::vector<std::string> known, bare;  // services of contracts; those that run and have none
    for (const auto& [name, all] : contracts_)
      known.push_back(name);
    for (const auto& [name, version] : deployed_)
      if (contracts_.count(name) == 0) bare.push_back(name);
    for (const auto& [name, version] : released_)
      if (contracts_.count(name) == 0 && !is_peer(name))
        found(Verdict::inconclusive,
              quoted(name) + ", of which `releases` speaks, is no service of the contracts" +
                  meant_by(name, known),
              "", 0);
    constexpr std::size_t pairs_max = 200'000;
    if (contracts_.size() * bare.size() > pairs_max) return;
    for (const auto& contract : contracts_) {
      const std::string& name = contract.first;
      if (deployed_.count(name) != 0) continue;
      const auto is_near = [&](const std::string& one) {
        constexpr std::size_t letters_min = 5;  // shorter names are near to each other by chance
        return name.size() >= letters_min && distance(name, one) <= (name.size() < 8 ? 1 : 2);
      };
      const auto near = std::find_if(bare.begin(), bare.end(), is_near);
      if (near != bare.end())
        found(Verdict::inconclusive,
              "nothing called " + quoted(name) + " is deployed; did you mean " + quoted(*near) + "?",
              contract.second.front().path, contract.second.front().line);
    }
  }

  void states() {
    State after = deployed_;
    std::vector<std::string> changed;
    for (const auto& [service, version] : released_) {
      const auto before = deployed_.find(service);
      if (before == deployed_.end() || before->second != version) changed.push_back(service);
      after[service] = version;
    }
    check(after, "");
    for (const std::string& service : changed) {
      const auto before = deployed_.find(service);
      if (before == deployed_.end()) continue;  // new: to roll it back is to take it away
      State back = after;
      back[service] = before->second;
      check(back, service);
    }
  }

  // Holds all requirements of a state; after the rollback of one service only those that it is part of.
  void check(const State& state, const std::string& rolled_back) {
    for (const auto& [service, version] : state) {
      const auto contract = contracts_.find(service);
      if (contract == contracts_.end()) continue;
      const Contract* said = said_of(contract->second, version);
      if (said == nullptr) {
        if (rolled_back.empty() || service == rolled_back)
          found(Verdict::inconclusive,
                "no contract says what " + quoted(service) + " " + shown_version(version) + " requires" +
                    (rolled_back.empty() ? "" : ", to which it would be rolled back"),
                contract->second.front().path, contract->second.front().line);
        continue;
      }
      for (const Contract::Need& need : said->needs) {
        const auto provider = providers_.find(need.peer);
        const bool is_own = service == rolled_back || need.peer == rolled_back ||
                            (provider != providers_.end() && provider->second == rolled_back);
        if (rolled_back.empty() || is_own) hold(state, service, *said, need, rolled_back);
      }
    }
  }

  const Contract* said_of(const std::vector<Contract>& all, const std::string& version) const {
    const auto wanted = parse_version(version);
    const Contract* general = nullptr;
    for (const Contract& one : all) {
      if (one.version == version) return &one;
      const auto own = parse_version(one.version);
      if (wanted && own && compare(*wanted, *own) == 0) return &one;
      if (one.version.empty()) general = &one;
    }
    return general;
  }

  void hold(const State& state, const std::string& service, const Contract& from, const Contract::Need& need,
            const std::string& rolled_back) {
    const std::string who = quoted(service) + " " + shown_version(state.at(service)) + " needs " +
                            quoted(need.peer) + " " + quoted(need.range);
    const std::string when = rolled_back.empty() ? "" : "once " + quoted(rolled_back) + " is rolled back, ";
    const auto range = VersionRange::parse(need.range);
    if (!range)
      return found(Verdict::inconclusive, quoted(need.range) + " is no range of versions", from.path,
                   need.line);
    const auto there = provided(state, need.peer);
    if (there.empty())
      return found(Verdict::inconclusive, when + who + ", and nothing says which version of it is deployed",
                   from.path, need.line);
    const auto version = parse_version(there);
    if (!version)
      return found(Verdict::inconclusive, when + who + ", and what is deployed of it has no version",
                   from.path, need.line);
    ++checked_;
    if (!range->holds(*version))
      found(Verdict::fail, when + who + ", and " + shown_version(there) + " is what it meets", from.path,
            need.line);
  }

  // The version of an interface or a service in a state; "" where nothing tells it.
  std::string provided(const State& state, const std::string& peer) const {
    if (const auto provider = providers_.find(peer); provider != providers_.end()) {
      const auto deployed = state.find(provider->second);
      if (deployed == state.end()) return "";
      const Contract* said = said_of(contracts_.at(provider->second), deployed->second);
      if (said == nullptr) return "";
      const auto own = said->provides.find(peer);
      return own == said->provides.end() ? "" : own->second;
    }
    const auto deployed = state.find(peer);
    return deployed == state.end() ? "" : deployed->second;
  }

  const Value& settings_;
  World& world_;
  std::vector<Finding> findings_;
  std::map<std::string, std::vector<Contract>> contracts_;
  std::map<std::string, std::string> providers_;  // of an interface
  State deployed_, released_;
  std::size_t checked_ = 0;
  bool has_needs_ = false;
};

Outcome run(const Value& settings, World& world) {
  return CompatCheck(settings, world).run();
}

constexpr std::array<Setting, 4> settings = {{
    {"contracts", Takes::paths, "The files that say what each service provides and requires", true},
    {"deployed", Takes::paths, "The record of what is deployed, or an inventory", true},
    {"deployed_in",
     Takes::text,
     "The environment whose lines of the record count; production when not set",
     false,
     {},
     "environment"},
    {"releases", Takes::table,
     "Services that go out and their versions, instead of the newest of each contract"},
}};

}  // namespace

BuiltIn version_compat() {
  return {"version-compat",
          "what services require of each other holds after this release, and after its rollback", settings,
          run};
}

}  // namespace hindcast::guards
