// Begins a guard for an item that a document asks for: its declaration, and for a command a script to fill in
// with a picture of the incident on which it fails today.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/app.h"
#include "app/check_settings.h"
#include "base/result.h"

namespace hindcast::app {

struct GuardWish {
  std::string item;  // "outage#x7k2p", "#x7k2p", "docs/outage.md#x7k2p", "docs/outage.md:42"
  std::string use;   // a built-in; "" for a command
  std::string name;  // "" for one of the item's first words
};

struct GuardBegun {
  std::string name, item, sentence;
  std::string config_file;    // to which the declaration is added, as the user would name it
  std::string before, after;  // its text; `before` is empty where there is no file yet
  std::vector<std::pair<std::string, std::string>> files;  // new ones, from the folder of the file, and texts
};

// Writes nothing. `conflict` when the name is taken, or a file that would be made is there.
Result<GuardBegun> begin_guard(const Configuration&, const GuardWish&, const ReadOptions&);

// The declaration last: killed before it, nothing is declared. Whatever is there by now is not overwritten.
Status write_guard(const Configuration&, const GuardBegun&);

}  // namespace hindcast::app
