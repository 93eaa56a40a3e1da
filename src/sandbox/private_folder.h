// The folder that a command may write when there are no namespaces: its own, and gone with it.
#pragma once

#include <string>

namespace hindcast::sandbox {

// A new folder of this user alone; "" when none can be made.
std::string make_private_folder();

// With all that is in it, whatever modes the command gave it; links in it are removed, not followed.
void remove_private_folder(const std::string& path);

}  // namespace hindcast::sandbox
