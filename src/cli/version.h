// Which Hindcast this is.
#pragma once

#include <string_view>

namespace hindcast::cli {

std::string_view version_number();  // "0.1.0"
// The commit that was built, with "-dirty" when files had been changed; "unknown" outside a checkout.
std::string_view version_commit();

}  // namespace hindcast::cli
