// The files beside a document, for rules that ask whether one is there.
#pragma once

#include <memory>
#include <string_view>

namespace hindcast::lint {
class Neighbours;
}

namespace hindcast::app {

// Those in the folder of the file at `path`.
std::unique_ptr<lint::Neighbours> neighbours_beside(std::string_view path);

}  // namespace hindcast::app
