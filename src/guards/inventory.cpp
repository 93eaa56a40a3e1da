#include "guards/inventory.h"

#include <algorithm>
#include <array>

#include "base/text.h"
#include "guards/moment.h"
#include "guards/versions.h"
#include "json/json.h"

namespace hindcast::guards {
namespace {

using data::Value;
using facts::Verdict;

// Tables that only we read; those of other tools have keys of their own beside.
constexpr std::array<std::string_view, 4> component_keys = {"components", "versions", "packages",
                                                            "dependencies"};
constexpr std::array<std::string_view, 4> key_keys = {"keys", "configuration", "config", "environment"};
constexpr std::array<std::string_view, 4> about_keys = {"made", "recorded", "name", "version"};

bool is_one_of(std::string_view word, std::span<const std::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// Of "registry.example:5000/shop/web:1.2@sha256:ab" the parts that say what runs: registries mirror each
// other.
struct Image {
  std::string_view name, tag, digest;
};
Image image_of(std::string_view text) {
  Image image;
  const auto at = text.find('@');
  if (at != text.npos) image.digest = text.substr(at + 1);
  text = text.substr(0, at);
  const auto last = text.substr(text.rfind('/') + 1);
  const auto colon = last.find(':');
  image.name = last.substr(0, colon);
  if (colon != last.npos) image.tag = last.substr(colon + 1);
  if (image.tag == "latest") image.tag = {};
  return image;
}

class InventoryReader {
 public:
  InventoryReader(const File& file, const Wanted& wanted, Inventory& inventory,
                  std::vector<Finding>& findings)
      : file_(file), wanted_(wanted), inventory_(inventory), findings_(findings) {}

  void run() {
    const auto components = inventory_.components.size(), keys = inventory_.keys.size(),
               findings = findings_.size();
    if (file_.path.ends_with(".jsonl")) return record();
    const auto format = data::format_of(file_.path);
    if (format && *format != data::Format::dotenv) {
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
    else
      age();
  }

 private:
  void found(std::string message, std::uint32_t line) {
    findings_.push_back({Verdict::inconclusive, std::move(message), file_.path, line});
  }

  Component& add(std::string_view name, std::string_view version, std::uint32_t line) {
    Component made;
    made.name = name;
    made.version = version == "latest" ? std::string_view() : version;
    made.path = file_.path;
    made.line = line;
    inventory_.components.push_back(std::move(made));
    return inventory_.components.back();
  }
  Component& add_image(std::string_view name, std::string_view text, std::uint32_t line) {
    // What is filled in elsewhere may be anything.
    const bool is_open = text.find('$') != text.npos || text.find("{{") != text.npos;
    const Image image = is_open ? Image{} : image_of(text);
    Component& made = add(name, image.tag.empty() ? image.digest : image.tag, line);
    made.image = image.name;
    made.digest = image.digest;
    return made;
  }
  void add_key(std::string name, std::uint32_t line) {
    inventory_.keys.push_back({std::move(name), file_.path, line});
  }

  // What a line says stays true until the next one of its service: a record has no age.
  void record() {
    auto& elsewhere = inventory_.elsewhere;
    for (const Deployed& one : read_deployed(file_, findings_))
      if (wanted_.environment.empty() || one.environment == wanted_.environment)
        add(one.service, one.version, one.line).is_newer = true;
      else
        elsewhere.push_back(one.environment);
    std::sort(elsewhere.begin(), elsewhere.end());
    elsewhere.erase(std::unique(elsewhere.begin(), elsewhere.end()), elsewhere.end());
  }

  void age() {
    if (wanted_.max_age.empty()) return;
    auto why = why_outdated(made_, wanted_.max_age, wanted_.now);
    if (!why.empty()) found(std::move(why), 0);
  }

  // "# made: 2031-05-04T10:00:00Z"
  void comment(std::string_view line) {
    while (line.starts_with('#') || line.starts_with(' '))
      line.remove_prefix(1);
    for (const std::string_view word : {"made:", "recorded:"})
      if (line.starts_with(word)) made_ = trimmed(line.substr(word.size()));
  }

  void dotenv() {
    each_line([&](std::string_view line, std::uint32_t) {
      if (line.starts_with('#')) comment(line);
    });
    if (const auto read = data::read_dotenv(file_.text)) {
      for (const Value& one : read->members)
        add_key(one.key, one.key_line);
    } else {
      found("cannot be read: it is not what its name says", unreadable(file_.path, read.error()).line);
    }
  }

  void read(const Value& document) {
    about(document);
    if (const Value* services = document.find("services"); services != nullptr && services->is_table())
      return compose(*services);
    if (document.find("kind") != nullptr) {
      const Value* items = document.find("items");
      if (items == nullptr) return object(document);
      for (const Value& one : items->members)
        object(one);
      return;
    }
    slips(document);
    bool is_sorted_out = false;
    for (const std::string_view name : component_keys)
      if (const Value* all = document.find(name); all != nullptr && !all->is_scalar()) {
        is_sorted_out = true;
        versions(*all);
      }
    for (const std::string_view name : key_keys)
      if (const Value* all = document.find(name); all != nullptr && !all->is_scalar()) {
        is_sorted_out = true;
        keys_of(*all, "");
      }
    if (!is_sorted_out) versions(document);
  }

  // What an inventory says of itself.
  void about(const Value& document) {
    if (const auto made = word_in(document, {"made", "recorded"}); !made.empty()) made_ = made;
    const auto of = word_in(document, {"environment"});
    if (!of.empty() && !wanted_.environment.empty() && of != wanted_.environment)
      found("is of " + quoted(of) + ", and is given for " + quoted(wanted_.environment),
            document.find("environment")->line);
  }

  void slips(const Value& document) {
    std::vector<std::string_view> known(component_keys.begin(), component_keys.end());
    known.insert(known.end(), key_keys.begin(), key_keys.end());
    known.insert(known.end(), about_keys.begin(), about_keys.end());
    const Value *components = document.find("components"), *keys = document.find("keys");
    const bool is_ours =
        document.find("bomFormat") == nullptr &&
        ((components != nullptr && !components->is_scalar()) || (keys != nullptr && !keys->is_scalar()));
    if (is_ours) tell_unknown_keys(document, known, "an inventory", file_.path, findings_);
  }

  // From names to versions, or entries with a name and a version; npm calls the latter's place a path, and
  // packages within packages are entries of their own. Depth is bounded by the readers' limit.
  void versions(const Value& root) {
    std::vector<const Value*> open = {&root};
    while (!open.empty()) {
      const Value& all = *open.back();
      open.pop_back();
      for (const Value& one : all.members) {
        // Within a package a text is a range that it asks for, no version that is there.
        if (one.is_scalar()) {
          const bool is_about = one.key == "environment" || is_one_of(one.key, about_keys);
          if (&all == &root && !one.key.empty() && !is_about) add(one.key, one.text, one.key_line);
          continue;
        }
        entry(one, all.is_table(), &all == &root);
        const Value* within = one.find("dependencies");
        if (within != nullptr && within->is_table()) open.push_back(within);
      }
    }
  }

  void entry(const Value& one, bool is_of_table, bool is_of_root) {
    auto name = one.key.empty() ? word_in(one, {"name", "component", "service", "package"})
                                : std::string_view(one.key);
    if (const auto modules = name.rfind("node_modules/"); modules != name.npos)
      name.remove_prefix(modules + 13);
    const Value* link = one.find("link");
    const bool is_elsewhere = link != nullptr && link->is_true();  // npm: the entry of its folder says more
    const auto version = word_in(one, {"version", "tag"}), image = word_in(one, {"image"});
    const auto chart = word_in(one, {"chart"});
    // npm's entry without a name is the project itself, and an empty one a package that may be left out.
    const bool is_project = is_of_table && one.key.empty() && version.empty();
    const bool is_left_out = !is_of_root && one.members.empty();
    if (name.empty() || is_elsewhere || is_project || is_left_out) return;
    if (version.empty() && !image.empty()) {
      add_image(name, image, one.line);
    } else if (version.empty() && !chart.empty()) {
      helm(name, chart, word_in(one, {"app_version", "appVersion"}), one.line);
    } else {
      add(name, version, one.line).digest = word_in(one, {"digest"});
    }
  }

  // `helm list -o json`: "berthd-1.2.0" is a chart and its version, and the application has its own.
  void helm(std::string_view name, std::string_view chart, std::string_view application, std::uint32_t line) {
    std::size_t dash = chart.npos;
    for (std::size_t at = chart.find('-'); at != chart.npos && dash == chart.npos;
         at = chart.find('-', at + 1))
      if (parse_version(chart.substr(at + 1))) dash = at;
    const auto version = dash == chart.npos ? std::string_view() : chart.substr(dash + 1);
    add(std::string(name).append(" (chart)"), version, line);
    if (!application.empty()) add(name, application, line);
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
    static constexpr std::array<std::string_view, 2> read = {"image", "environment"};
    for (const Value& service : services.members) {
      tell_misspelt_keys(service, read, {}, "a service of Compose", file_.path, findings_);
      if (const Value* image = service.find("image"))
        add_image(service.key, image->text, image->line).is_newer = true;
      if (const Value* environment = service.find("environment")) keys_of(*environment, service.key + ".");
    }
  }

  void object(const Value& object) {
    const Value* name = object.at("metadata.name");
    const Value* pod = object.at("spec.template.spec");
    if (pod == nullptr) pod = object.at("spec.jobTemplate.spec.template.spec");
    if (pod == nullptr) pod = object.find("spec");
    if (name == nullptr) return;
    if (const auto kind = word_in(object, {"kind"}); kind == "ConfigMap" || kind == "Secret") {
      for (const std::string_view part : {"data", "stringData", "binaryData"})
        if (const Value* all = object.find(part)) keys_of(*all, name->text + ".");
      return;
    }
    // What runs before the others, a migration for one, has a version as they have.
    for (const std::string_view part : {"initContainers", "containers"})
      if (const Value* containers = pod == nullptr ? nullptr : pod->find(part))
        for (const Value& one : containers->members)
          container(one, name->text);
  }

  void container(const Value& container, const std::string& of) {
    const auto own = word_in(container, {"name"});
    std::string whole = of;
    if (!own.empty() && own != of) whole.append("/").append(own);
    if (const Value* image = container.find("image")) add_image(whole, image->text, image->line);
    if (const Value* environment = container.find("env")) keys_of(*environment, whole + ".");
  }

  template <class Each>
  void each_line(Each each) const {
    std::string_view rest = file_.text;
    for (std::uint32_t number = 1; !rest.empty(); ++number) {
      const auto line = rest.substr(0, rest.find('\n'));
      rest.remove_prefix(std::min(line.size() + 1, rest.size()));
      each(trimmed(line), number);
    }
  }

  void lines() {
    each_line([&](std::string_view line, std::uint32_t number) { package(line, number); });
  }

  // "name==1.2", "name = 1.2", "name @ url", "name 1.2 more", "ii  name  1.2  amd64 ...".
  void package(std::string_view line, std::uint32_t number) {
    if (line.starts_with('#')) return comment(line);
    if (line.starts_with('-')) return option(line, number);
    if (line.empty() || line.starts_with("||/") || line.starts_with("+++") || line.starts_with('|') ||
        line.starts_with("Desired="))
      return;
    if (line.starts_with("ii ")) line = trimmed(line.substr(3));
    const auto end = line.find_first_of(" \t=@");
    if (end == line.npos) return found("is no line with a name and a version", number);
    auto version = trimmed(line.substr(end));
    const bool is_of_pip = version.starts_with("==") || version.starts_with("@ ");
    while (version.starts_with('=') || version.starts_with('@'))
      version.remove_prefix(1);
    version = trimmed(version);
    version = version.substr(0, version.find_first_of(" \t;"));
    if (version.empty() || end == 0) return found("is no line with a name and a version", number);
    const auto name = line.substr(0, end);
    add(is_of_pip ? python_name(name) : std::string(name), version, number);
  }

  // Lines of pip that begin with "-": "-e git+https://host/x@COMMIT#egg=name" is a package as others are.
  void option(std::string_view line, std::uint32_t number) {
    const auto end = std::min(line.find_first_of(" \t="), line.size());
    const auto word = line.substr(0, end);
    const auto rest = trimmed(line.substr(std::min(end + 1, line.size())));
    if (word == "-r" || word == "--requirement" || word == "-c" || word == "--constraint")
      return found("names another file, which was not read", number);
    if (word != "-e" && word != "--editable") return;
    auto from = rest.substr(0, rest.find_first_of(" \t#"));
    const auto egg = rest.find("#egg=");
    auto name = egg == rest.npos ? std::string_view() : rest.substr(egg + 5);
    name = name.substr(0, name.find_first_of("&[ \t"));
    const auto at = from.rfind('@');
    const bool has_commit = at != from.npos && from.find('/', at) == from.npos;
    const auto version = has_commit ? from.substr(at + 1) : std::string_view();
    if (name.empty()) {
      from = from.substr(0, has_commit ? at : from.npos);
      while (from.ends_with('/'))
        from.remove_suffix(1);
      name = from.substr(from.rfind('/') + 1);
    }
    if (name.empty()) return found("is no line with a name and a version", number);
    add(python_name(name), version, number);
  }

  const File& file_;
  const Wanted& wanted_;
  Inventory& inventory_;
  std::vector<Finding>& findings_;
  std::string made_;
};

}  // namespace

void read_inventory(const File& file, const Wanted& wanted, Inventory& inventory,
                    std::vector<Finding>& findings) {
  InventoryReader(file, wanted, inventory, findings).run();
}

void tell_nothing_deployed(const Inventory& inventory, const Wanted& wanted, const std::string& path,
                           std::vector<Finding>& findings) {
  constexpr std::size_t shown_max = 3;
  if (!inventory.components.empty() || !inventory.keys.empty() || inventory.elsewhere.empty()) return;
  std::string message = "says of nothing that it is deployed in " + wanted.environment + ", only in ";
  const auto& others = inventory.elsewhere;
  for (std::size_t i = 0; i < others.size() && i < shown_max; ++i)
    message.append(i == 0 ? "" : ", ").append(quoted(others[i]));
  message.append(others.size() > shown_max ? " and others" : "").append(meant_by(wanted.environment, others));
  findings.push_back({Verdict::missing, std::move(message), path, 0});
}

std::string python_name(std::string_view name) {
  std::string out;
  for (const char c : name) {
    const bool is_dash = c == '-' || c == '_' || c == '.';
    if (!is_dash || !out.ends_with('-')) out += is_dash ? '-' : lower(c);
  }
  return out;
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
  static constexpr std::array<std::string_view, 5> record_keys = {"at", "commit", "environment", "service",
                                                                  "version"};
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
    if (read) tell_misspelt_keys(*read, record_keys, {}, "a record of a deployment", file.path, findings);
    if (one.service.empty() || one.version.empty() || one.environment.empty())
      findings.push_back({Verdict::inconclusive,
                          one.service.empty() || one.version.empty()
                              ? "is no record of a service and its version"
                              : "does not say in which environment " + quoted(one.service) + " is deployed",
                          file.path, number});
    else
      all.push_back(std::move(one));
  }
  return all;
}

std::string shown_version(std::string_view version) {
  return parse_version(version) || version.starts_with("sha256:") ? quoted(version) : std::string();
}

}  // namespace hindcast::guards
