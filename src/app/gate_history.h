// What earlier releases came to, for whoever decides about this one: by the release records among the
// documents and beside the record that is decided on.
#pragma once

#include <string>
#include <vector>

#include "app/check_settings.h"
#include "gate/tally.h"

namespace hindcast::app {

// By id. `records` are files; `release`, the record that is decided on, counts for nothing itself, and the
// records in its folder count too. A record that cannot be read, or has errors, counts for nothing.
std::vector<gate::Tally> history_of(const std::vector<std::string>& records, const std::string& release,
                                    const std::string& root, const Configuration&);

// nullptr for a question that no release was asked.
const gate::Tally* history_of(const gate::Question&, const std::vector<gate::Tally>&);

// "asked of 6 releases before, and caught something in 2, last on 2024-02-01 (releases/12.md)"; "" for none.
std::string history_sentence(const gate::Question&, const std::vector<gate::Tally>&);

}  // namespace hindcast::app
