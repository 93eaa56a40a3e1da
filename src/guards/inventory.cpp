#include "guards/inventory.h"

#include <algorithm>

#include "base/text.h"
#include "guards/versions.h"
#include "json/json.h"

namespace hindcast::guards {
namespace {

using data::Value;
using facts::Verdict;

class InventoryReader {
 public:
  InventoryReader(const File& file, Inventory& inventory, std::vector<Finding>& findings)
      : file_(file), inventory_(inventory), findings_(findings) {}

  void run() {
    const auto components = inventory_.components.size(), keys = inventory_.keys.size(),
               findings = findings_.size();
    const auto format = data::format_of(file_.path);
    if (file_.path.ends_with(".jsonl")) {
      for (const Deployed& one : read_deployed(file_, findings_))
        add(one.service, one.version, one.line);
    } else if (format && *format != data::Format::dotenv) {
      std::vector<Finding> unread;
      for (const Value& document : documents_of(file_, unread))
        read(document);
      for (const Finding& one : unread)
        findings_.push_back(
            {one.verdict, "cannot be read: it is not what its name says", file_.path, one.line});
    } else if (format) {
      dotenv();
    } else {
      lines();
    }
    if (inventory_.components.size() == components && inventory_.keys.size() == keys &&
        findings_.size() == findings)
      findings_.push_back({Verdict::missing, "holds no component and no key", file_.path, 0});
  }

 private:
  void add(std::string_view name, std::string_view version, std::uint32_t line) {
    if (version == "latest") version = {};
    inventory_.components.push_back({std::string(name), std::string(version), file_.path, line});
  }
  void add_key(std::string name, std::uint32_t line) {
    inventory_.keys.push_back({std::move(name), file_.path, line});
  }

  void dotenv() {
    if (const auto read = data::read_dotenv(file_.text)) {
      for (const Value& one : read->members)
        add_key(one.key, one.key_line);
    } else {
      findings_.push_back({Verdict::inconclusive, "cannot be read: it is not what its name says", file_.path,
                           unreadable(file_.path, read.error()).line});
    }
  }

  void read(const Value& document) {
    if (const Value* services = document.find("services"); services != nullptr && services->is_table())
      return compose(*services);
    if (document.find("kind") != nullptr) {
      const Value* items = document.find("items");
      if (items == nullptr) return object(document);
      for (const Value& one : items->members)
        object(one);
      return;
    }
    bool is_sorted_out = false;
    for (const std::string_view name : {"components", "versions", "packages", "dependencies"})
      if (const Value* all = document.find(name); all != nullptr && !all->is_scalar()) {
        is_sorted_out = true;
        versions(*all);
      }
    for (const std::string_view name : {"keys", "configuration", "config", "environment"})
      if (const Value* all = document.find(name); all != nullptr && !all->is_scalar()) {
        is_sorted_out = true;
        keys_of(*all, "");
      }
    if (!is_sorted_out) versions(document);
  }

  // From names to versions, or entries with a name and a version; npm calls the latter's place a path.
  void versions(const Value& all) {
    for (const Value& one : all.members) {
      if (one.is_scalar()) {
        if (!one.key.empty()) add(one.key, one.text, one.key_line);
        continue;
      }
      auto name = one.key.empty() ? word_in(one, {"name", "component", "service", "package"})
                                  : std::string_view(one.key);
      if (const auto modules = name.rfind("node_modules/"); modules != name.npos)
        name.remove_prefix(modules + 13);
      if (name.empty()) continue;
      auto version = word_in(one, {"version", "tag"});
      const auto image = word_in(one, {"image"});
      const auto parts = image_parts(image);
      if (version.empty() && !image.empty()) version = parts.second;
      add(name, version, one.line);
    }
  }

  // A list of names or of "NAME=value", or a table: only names are kept.
  void keys_of(const Value& all, const std::string& prefix) {
    for (const Value& one : all.members) {
      std::string_view name = one.key;
      if (name.empty()) name = one.is_scalar() ? std::string_view(one.text) : word_in(one, {"name", "key"});
      name = name.substr(0, name.find('='));
      if (!name.empty()) add_key(prefix + std::string(name), one.key.empty() ? one.line : one.key_line);
    }
  }

  void compose(const Value& services) {
    for (const Value& service : services.members) {
      if (const Value* image = service.find("image"))
        add(service.key, image_parts(image->text).second, image->line);
      if (const Value* environment = service.find("environment")) keys_of(*environment, service.key + ".");
    }
  }

  void object(const Value& object) {
    const Value* name = object.at("metadata.name");
    const Value* pod = object.at("spec.template.spec");
    if (pod == nullptr) pod = object.at("spec.jobTemplate.spec.template.spec");
    if (pod == nullptr) pod = object.find("spec");
    const Value* containers = pod == nullptr ? nullptr : pod->find("containers");
    if (const auto kind = word_in(object, {"kind"}); kind == "ConfigMap" || kind == "Secret") {
      if (const Value* all = object.find("data"); all != nullptr && name != nullptr)
        keys_of(*all, name->text + ".");
      return;
    }
    if (name == nullptr || containers == nullptr) return;
    for (const Value& container : containers->members) {
      const auto own = word_in(container, {"name"});
      std::string whole = name->text;
      if (!own.empty() && own != name->text) whole.append("/").append(own);
      if (const Value* image = container.find("image"))
        add(whole, image_parts(image->text).second, image->line);
      if (const Value* environment = container.find("env")) keys_of(*environment, whole + ".");
    }
  }

  void lines() {
    std::string_view rest = file_.text;
    for (std::uint32_t number = 1; !rest.empty(); ++number) {
      const auto line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      package(trimmed(line), number);
    }
  }

  // "name==1.2", "name = 1.2", "name @ url", "name 1.2 more", "ii  name  1.2  amd64 ...".
  void package(std::string_view line, std::uint32_t number) {
    if (line.empty() || line.starts_with('#') || line.starts_with('-') || line.starts_with("||/") ||
        line.starts_with("+++") || line.starts_with('|') || line.starts_with("Desired="))
      return;
    if (line.starts_with("ii ")) line = trimmed(line.substr(3));
    const auto end = line.find_first_of(" \t=@");
    if (end == line.npos) return unclear(number);
    auto version = trimmed(line.substr(end));
    while (version.starts_with('=') || version.starts_with('@'))
      version.remove_prefix(1);
    version = trimmed(version);
    version = version.substr(0, version.find_first_of(" \t;"));
    if (version.empty() || end == 0) return unclear(number);
    add(line.substr(0, end), version, number);
  }

  void unclear(std::uint32_t number) {
    findings_.push_back({Verdict::inconclusive, "is no line with a name and a version", file_.path, number});
  }

  const File& file_;
  Inventory& inventory_;
  std::vector<Finding>& findings_;
};

}  // namespace

void read_inventory(const File& file, Inventory& inventory, std::vector<Finding>& findings) {
  InventoryReader(file, inventory, findings).run();
}

std::string line_of(const Deployed& one) {
  std::string out;
  json::Writer to(out);
  to.open_object().key("at").text(one.at).key("environment").text(one.environment);
  to.key("service").text(one.service).key("version").text(one.version);
  if (!one.commit.empty()) to.key("commit").text(one.commit);
  to.close_object().finish();
  return out.append("\n");
}

std::vector<Deployed> read_deployed(const File& file, std::vector<Finding>& findings) {
  std::vector<Deployed> all;
  std::string_view rest = file.text;
  for (std::uint32_t number = 1; !rest.empty(); ++number) {
    const auto line = rest.substr(0, rest.find('\n'));
    rest.remove_prefix(std::min(line.size() + 1, rest.size()));
    if (trimmed(line).empty()) continue;
    const auto read = data::read_json(line);
    Deployed one;
    if (read) {
      one.at = word_in(*read, {"at"});
      one.environment = word_in(*read, {"environment"});
      one.service = word_in(*read, {"service"});
      one.version = word_in(*read, {"version"});
      one.commit = word_in(*read, {"commit"});
      one.line = number;
    }
    if (one.service.empty() || one.version.empty())
      findings.push_back(
          {Verdict::inconclusive, "is no record of a service and its version", file.path, number});
    else
      all.push_back(std::move(one));
  }
  return all;
}

std::string shown_version(std::string_view version) {
  return parse_version(version) || version.starts_with("sha256:") ? quoted(version) : std::string();
}

std::pair<std::string, std::string> image_parts(std::string_view image) {
  const auto at = image.find('@');
  const auto digest = at == image.npos ? std::string_view() : image.substr(at + 1);
  image = image.substr(0, at);
  const auto slash = image.rfind('/');
  const auto last = image.substr(slash + 1);
  const auto colon = last.find(':');
  auto tag = colon == last.npos ? std::string_view() : last.substr(colon + 1);
  if (tag.empty() || tag == "latest") tag = digest;
  return {std::string(last.substr(0, colon)), std::string(tag)};
}

}  // namespace hindcast::guards
