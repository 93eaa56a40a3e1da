// What runs somewhere, from what tools print: components with their versions, and the names of configuration
// keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "guards/looking.h"

namespace hindcast::guards {

struct Component {
  std::string name, version, path;  // `version` "" where there is none, or "latest"
  std::uint32_t line = 0;
};
struct ConfigKey {
  std::string name, path;
  std::uint32_t line = 0;
};
struct Inventory {
  std::vector<Component> components;
  std::vector<ConfigKey> keys;
};

// Adds what a file holds: `docker compose config`, `kubectl get deploy -o json`, tables from names to
// versions, `components` and `keys`, `dependencies` of npm, `pip freeze`, package lists of two columns, `dpkg
// -l`, and the record of `hindcast deployed`. No value of a key is kept. A file without any is a finding.
void read_inventory(const File&, Inventory&, std::vector<Finding>&);

// One line of the record of what was deployed: JSON, appended, never changed.
struct Deployed {
  std::string at, environment, service, version, commit;
  std::uint32_t line = 0;
};
std::string line_of(const Deployed&);  // with its line end
std::vector<Deployed> read_deployed(const File&, std::vector<Finding>&);

// A version as messages show it; "" for what does not look like one: it may be the value of a variable, when
// somebody named the wrong file.
std::string shown_version(std::string_view);

// Of "registry.example:5000/shop/web:1.2@sha256:ab" the name "web" and "1.2"; a digest where there is no tag.
std::pair<std::string, std::string> image_parts(std::string_view image);

}  // namespace hindcast::guards
