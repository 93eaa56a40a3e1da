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
  std::string image, digest;  // of a container: "web" of "shop/web:1.2@sha256:ab", "sha256:ab"
  // Whether what stood before of this name counts no more: a later line of a record, an override of Compose.
  // Otherwise a component that stands several times runs in several versions, as packages within packages do.
  bool is_newer = false;
};
struct ConfigKey {
  std::string name, path;
  std::uint32_t line = 0;
};
struct Inventory {
  std::vector<Component> components;
  std::vector<ConfigKey> keys;
  std::vector<std::string> elsewhere;  // environments of which records spoke, and nobody asked; sorted
};

// What an inventory has to be of.
struct Wanted {
  std::string environment;  // as records call it; the lines of others do not count
  std::string max_age;      // "7 days"; "" where age does not matter
  Timestamp now = 0;
};

// Adds what a file holds: `docker compose config`, `kubectl get deploy -o json`, tables from names to
// versions, `components` and `keys`, `dependencies` of npm, `pip freeze`, `helm list -o json`, package lists
// of two columns, `dpkg -l`, and the record of `hindcast deployed`. No value of a key is kept. A file without
// any is a finding, as is one that says that it is of another environment, or that is too old; a record is
// neither.
void read_inventory(const File&, const Wanted&, Inventory&, std::vector<Finding>&);
// When records spoke of other environments alone: what is `missing`, and whom they know.
void tell_nothing_deployed(const Inventory&, const Wanted&, const std::string& path, std::vector<Finding>&);

// Names that Python's package index takes for the same: "Foo_Bar.baz" and "foo-bar-baz".
std::string python_name(std::string_view);

// One line of the record of what was deployed: JSON, appended, never changed.
struct Deployed {
  std::string at, environment, service, version, commit;
  std::uint32_t line = 0;
};
std::string line_of(const Deployed&);  // with its line end
// A line without a service, a version or an environment is a finding.
std::vector<Deployed> read_deployed(const File&, std::vector<Finding>&);

// A version as messages show it; "" for what does not look like one: it may be the value of a variable, when
// somebody named the wrong file.
std::string shown_version(std::string_view);

}  // namespace hindcast::guards
