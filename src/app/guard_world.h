// What a built-in guard sees of this machine: files beneath the folder of hindcast.toml, the network and
// programs where it was approved to reach them.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "app/guarding.h"
#include "config/config.h"
#include "guards/guard.h"
#include "sandbox/sandbox.h"

namespace hindcast::app {

struct Configuration;

class GuardWorld : public guards::World {
 public:
  // The least isolation of the programs that were started: "process", "namespaces"; "built-in" while there
  // were none. "" where one could not be isolated at all.
  virtual std::string level() const = 0;
  // Its timeout is over: since then whatever it asked was refused. Where hindcast.toml sets none, a built-in
  // with a `deadline` of its own keeps that alone.
  virtual bool is_over() const = 0;
};

// One for each run of a guard: both outlive it. Not approved, it reaches no network and starts no program.
std::unique_ptr<GuardWorld> guard_world(const Configuration&, const config::Guard&, const GuardOptions&,
                                        bool is_approved);

// Why the sandbox did not run it, with what to do where the command was written as one word.
std::string why_refused(const sandbox::Outcome&, const std::vector<std::string>& command);

// What is asked of the sandbox for a program of that guard; its folder, variables and limits are those of the
// guard. `denied` and `not_found` for what hindcast.toml names and nobody may have.
Result<sandbox::Request> request_of(const config::Guard&, const Configuration&, const GuardOptions&,
                                    const std::vector<std::string>& command);

}  // namespace hindcast::app
