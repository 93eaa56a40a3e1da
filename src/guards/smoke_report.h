// The steps of a smoke test as JUnit's XML, which every CI shows.
#pragma once

#include <string>
#include <vector>

#include "guards/step.h"

namespace hindcast::guards {

struct Told {
  std::string name;
  StepResult result;
};

std::string junit(const std::vector<Told>&);

}  // namespace hindcast::guards
