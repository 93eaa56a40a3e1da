// What to write so that the gate asks what nobody could tell.
#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <vector>

#include "gate/plan.h"

namespace hindcast::app {

// One way: where and why, and the lines to write there.
struct Advice {
  std::string lead;
  std::vector<std::string> lines;
};

// The services that documents name and hindcast.toml does not, the document with most items of which nobody
// can tell, and the key that asks them all. `untold_of`: how many items of each source nobody can tell. Names
// and paths are those of the documents and of the change; nothing where all can be told.
std::vector<Advice> advice_of(std::span<const gate::Source>, std::span<const std::size_t> untold_of,
                              const gate::ChangeFacts&);

}  // namespace hindcast::app
