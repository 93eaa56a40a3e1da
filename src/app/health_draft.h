// The postmortem that a rollback begins: the built-in form with what the watch knows filled in.
#pragma once

#include <string>

#include "app/health.h"
#include "base/time.h"

namespace hindcast::app {

struct HealthDraft {
  std::string text, file_name;
};
// Of a report whose rollback was run. Words of servers stand in it as plain text.
HealthDraft health_draft(const HealthReport&, Date today);

}  // namespace hindcast::app
