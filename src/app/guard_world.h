// What a built-in guard sees of this machine: files beneath the folder of hindcast.toml, the network and
// programs where it was approved to reach them.
#pragma once

#include <cstdint>
#include <memory>

#include "app/guarding.h"
#include "config/config.h"
#include "guards/guard.h"

namespace hindcast::app {

struct Configuration;

// One for each run of a guard: both outlive it. Not approved, it reaches no network and starts no program.
std::unique_ptr<guards::World> guard_world(const Configuration&, const config::Guard&, const GuardOptions&,
                                           bool is_approved);

}  // namespace hindcast::app
