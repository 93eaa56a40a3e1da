// Actions that are done, and that guards of hindcast.toml hold: whether what an incident taught still holds
// is asked of the guard at every release.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/check_settings.h"
#include "app/gate.h"

namespace hindcast::app {

// Gathers the documents that have such actions while they are listed, and reads those again.
class DoneBindings {
 public:
  explicit DoneBindings(const Configuration&);
  // Looks whether hindcast.toml binds a guard to one of the source's actions that are done.
  void look_at(const gate::Source&, const std::string& path);
  // Reads the documents that had one with all that they ask, and puts them in place of their sources.
  void add_to(AskedSources&, const ReadOptions&);

 private:
  std::vector<std::pair<std::string, std::string>> bound_;  // id of an item, slug of its document; sorted
  std::vector<std::string> paths_;
};

// Takes out the questions about what is done that no guard was run for, or that none could tell of that may
// not block yet: nobody else is asked them. `kept` are ids that a release record holds. What a guard could
// not tell is remarked.
void drop_unanswered_done(GateReport&, const std::vector<std::string>& kept);

}  // namespace hindcast::app
