// Which reader this is.
#pragma once

#include <string_view>

namespace hindcast::document {

// Sixteen hexadecimal digits over all that reading depends on but the text and the forms: two programs that
// give the same ones read every text alike. Made by the build from the sources (cmake/reader_digest.cmake).
std::string_view reader_digest();

}  // namespace hindcast::document
