#include "app/guard_slips.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <utility>

#include "app/check_settings.h"
#include "app/documents.h"
#include "app/repository_files.h"
#include "base/glob.h"
#include "base/nearest.h"
#include "base/plain.h"
#include "base/text.h"
#include "disk/tree.h"
#include "gate/plan.h"
#include "gate/record.h"
#include "lint/rules/look.h"

namespace hindcast::app {
namespace {

using config::Guard;
using facts::ItemRole;

constexpr std::size_t shown_bytes_max = 200;

std::string shown(std::string_view text) {
  return std::string("`").append(one_line(text, shown_bytes_max)).append("`");
}

// "; did you mean `x`?" or nothing.
std::string meant(std::string_view word, const std::vector<std::string>& known) {
  const std::vector<std::string_view> candidates(known.begin(), known.end());
  const auto near = closest(word, candidates);
  return near ? "; did you mean " + shown(*near) + "?" : std::string();
}

std::vector<std::string> names_of(const Configuration& configuration) {
  std::vector<std::string> names;
  for (const auto& guard : configuration.config.guards)
    names.push_back(guard.name);
  return names;
}

bool is_declared(const Configuration& configuration, std::string_view name) {
  const auto& guards = configuration.config.guards;
  return std::any_of(guards.begin(), guards.end(),
                     [&](const Guard& guard) { return lower(guard.name) == lower(name); });
}

bool may_be_asked(ItemRole role) {
  return role == ItemRole::check || role == ItemRole::action || role == ItemRole::improvement;
}

class Looking {
 public:
  explicit Looking(const Configuration& configuration) : configuration_(configuration) {}

  void take(const ReadDocument& read) {
    if (lint::is_template_file(read.path)) return;
    if (read.document.kind == facts::DocumentKind::release) return take_record(read);
    for (const auto& item : read.document.items)
      if (may_be_asked(item.role)) items_.insert(read.document.slug + "#" + item.id);
    const auto source = gate::source_of(read.document, read.path, read.text, gate::DoneItems::all);
    for (const auto& asked : source.asked) {
      asked_.insert(std::string(source.slug).append("#").append(asked.item));
      for (const auto& name : asked.guards)
        if (!is_declared(configuration_, name)) note(name, read.path + ":" + std::to_string(asked.line));
    }
  }

  GuardSlips conclude() {
    for (const auto& [name, places] : notes_)
      slips_.warnings.push_back(
          places.first +
          (places.count == 1 ? std::string(" names")
                             : " and " + std::to_string(places.count - 1) +
                                   (places.count == 2 ? " other place name" : " other places name")) +
          " the guard " + shown(name) + ", and " + undeclared_guard(configuration_, name));
    const std::vector<std::string> items(items_.begin(), items_.end());
    for (const auto& guard : configuration_.config.guards) {
      for (const auto& item : guard.items)
        if (items_.count(item) == 0)
          slips_.warnings.push_back(guard.name + " answers " + shown(item) + ", which no document has" +
                                    meant(item, items));
        else if (asked_.count(item) == 0)
          slips_.warnings.push_back(
              guard.name + " answers " + shown(item) +
              ", which no release is asked: it was given up, or is no question; bind it to "
              "a check, or to an action that is open or done");
      look_at_scope(guard);
    }
    for (auto& result : last_)
      if (is_declared(configuration_, result.guard)) slips_.last.push_back(std::move(result));
    return std::move(slips_);
  }

 private:
  void note(const std::string& name, std::string place) {
    auto& places = notes_[name];
    if (++places.count == 1) places.first = std::move(place);
  }

  void look_at_scope(const Guard& guard) {
    if (guard.scope.paths.empty()) return;
    if (!is_listed_) {
      auto files = disk::files_beneath(configuration_.folder);
      if (files.ok()) files_ = *std::move(files);
      is_listed_ = true;
    }
    if (files_.empty()) return;  // too many, or nothing can be told
    for (const auto& glob : guard.scope.paths) {
      const auto holds = [&](const auto& file) { return matches_glob(glob, file); };
      if (std::any_of(files_.begin(), files_.end(), holds)) continue;
      const auto near = nearest_glob(glob, files_);
      slips_.warnings.push_back(guard.name + " concerns " + shown(glob) + ", which is no file's here" +
                                (near.empty() ? "" : "; did you mean " + shown(near) + "?"));
    }
  }

  void take_record(const ReadDocument& read) {
    const auto found = gate::read_record(read.text, read.path);
    if (!found.is_record || !found.is_sound()) return;
    const auto date = found.record.decided ? found.record.decided : found.record.date;
    for (const auto& question : found.record.questions)
      for (const auto& result : question.results) {
        const auto known = std::find_if(last_.begin(), last_.end(),
                                        [&](const LastResult& one) { return one.guard == result.guard; });
        LastResult made{result.guard, read.path, result.verdict, result.level, date};
        if (known == last_.end())
          last_.push_back(std::move(made));
        else if (known->date <= date)
          *known = std::move(made);
      }
  }

  const Configuration& configuration_;
  GuardSlips slips_;
  std::set<std::string> items_, asked_;
  struct Places {
    std::string first;
    std::size_t count = 0;
  };
  std::map<std::string, Places> notes_;  // of guards that nobody declared, by name
  std::vector<LastResult> last_;
  std::vector<std::string> files_;
  bool is_listed_ = false;
};

}  // namespace

std::string undeclared_guard(const Configuration& configuration, const std::string& name) {
  const auto names = names_of(configuration);
  const std::vector<std::string_view> candidates(names.begin(), names.end());
  std::string out = "hindcast.toml declares no [guards." + one_line(name, shown_bytes_max) + "]";
  if (const auto near = closest(name, candidates)) out.append("; did you mean ").append(*near).append("?");
  return out;
}

GuardSlips guard_slips(const Configuration& configuration, const std::vector<std::string>& paths,
                       const ReadOptions& options) {
  if (configuration.config.guards.empty()) return {};
  const auto where = paths.empty() ? std::vector<std::string>{path_in(configuration, ".")} : paths;
  Looking looking(configuration);
  auto troubles = read_documents(documents_beneath(where, configuration), options,
                                 [&](ReadDocument&& read) { looking.take(read); });
  auto slips = looking.conclude();
  slips.troubles = std::move(troubles);
  return slips;
}

}  // namespace hindcast::app
