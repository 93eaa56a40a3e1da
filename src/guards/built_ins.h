// Every built-in guard, by the function that describes it. A new one is a line here and a line in guard.cpp.
#pragma once

#include "guards/guard.h"

namespace hindcast::guards {

BuiltIn alert_exists();
BuiltIn deploy_order();
BuiltIn env_sync();
BuiltIn drill();
BuiltIn backup();
BuiltIn duty();
BuiltIn migration_index();
BuiltIn parity();
BuiltIn tests_ran();
BuiltIn version_compat();
BuiltIn smoke();
BuiltIn health();

}  // namespace hindcast::guards
