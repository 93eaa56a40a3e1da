#include "app/guard_new.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "disk/disk.h"
#include "guards/guard.h"

namespace hindcast::app {
namespace {

struct Folder {
  Folder() {
    char made[] = "/tmp/hindcast-guard-new-XXXXXX";
    REQUIRE(::mkdtemp(made) != nullptr);
    path = made;
    CHECK(disk::create_file(path + "/outage.md",
                            "# Outage\n\n## Action items\n\n- [ ] Alert; rm -rf \"$HOME\" `x`\n\n## "
                            "Timeline\n\n- 14:02 it broke\n")
              .ok());
    CHECK(disk::create_file(path + "/hindcast.toml", "[guards.there]\ncommand = ['true']").ok());
    auto read = load_configuration(".", path + "/hindcast.toml");
    REQUIRE(read.ok());
    configuration = *std::move(read);
  }
  Folder(const Folder&) = delete;
  ~Folder() { (void)!::system(("rm -rf " + path).c_str()); }

  std::string begun(GuardWish wish) const {
    wish.item.insert(0, path + "/");
    const auto made = begin_guard(configuration, wish, {});
    if (!made.ok())
      return made.error().message.substr(
          made.error().message.find(": ") == std::string::npos ? 0 : made.error().message.find(": ") + 2);
    return made->after.substr(made->before.size());
  }

  std::string path;
  Configuration configuration;
};

}  // namespace

TEST_CASE("a guard begins with the words of its item, and none of them is a command") {
  const Folder folder;
  CHECK(folder.begun({"outage.md:5", "", ""}) ==
        "\n\n[guards.alert-rm-rf-home]\nabout = \"Alert; rm -rf \\\"$HOME\\\" `x`\"\n"
        "command = [\"sh\", \"guards/alert-rm-rf-home.sh\"]\ntimeout = \"1 min\"\n"
        "items = [\"outage#9680b\"]\n");
}

TEST_CASE("what is written is the declaration, the script and two pictures") {
  const Folder folder;
  const auto begun = begin_guard(folder.configuration, {folder.path + "/outage.md:5", "", "alert"}, {});
  REQUIRE(begun.ok());
  CHECK(write_guard(folder.configuration, *begun).ok());
  CHECK(load_configuration(".", folder.path + "/hindcast.toml")->config.guards.size() == 2);
  const auto run = [&](const std::string& picture) {
    const auto script =
        "sh " + folder.path + "/guards/alert.sh " + folder.path + "/guards/alert/" + picture + " >/dev/null";
    return ::system(script.c_str()) / 256;
  };
  CHECK(run("incident") == 1);
  CHECK(run("mended") == 0);
  CHECK(run("elsewhere") == 75);
  CHECK(!begin_guard(folder.configuration, {folder.path + "/outage.md:5", "", "alert"}, {}).ok());
}

TEST_CASE("what may be set is shown as it is when nobody sets it, or as something to fill in") {
  const Folder folder;
  const auto line = [&](const std::string& use, const std::string& key) {
    const auto all = folder.begun({"outage.md:5", use, ""});
    const auto at = all.find("# " + key + " = ");
    return at == std::string::npos ? "" : all.substr(at, all.find("  #", at) - at);
  };
  CHECK(line("env-sync", "undeclared") == "# undeclared = \"warn\"");
  CHECK(line("env-sync", "same") == "# same = [\"TODO\"]");
  CHECK(line("migration-index", "concurrent") == "# concurrent = true");
  CHECK(line("parity", "versions") == "# versions = \"exact\"");
  CHECK(line("parity", "may_be_ahead") == "# may_be_ahead = false");
  CHECK(line("drill", "warn_before") == "# warn_before = \"14 days\"");
  CHECK(line("health", "effect") == "# effect = 0.65");
  CHECK(line("tests-ran", "max_age") == "# max_age = \"TODO\"");
  // Whatever takes one of few words or true or false says which it is.
  for (const auto& guard : guards::built_ins())
    for (const auto& setting : guard.settings) {
      const bool is_few = setting.takes == guards::Takes::flag || setting.takes == guards::Takes::number;
      if (!setting.is_required && is_few)
        CHECK_MESSAGE(setting.meaning.ends_with(" when not set"), std::string(setting.name));
    }
}

TEST_CASE("a guard is begun for what is asked, under a name that is free") {
  const Folder folder;
  CHECK(folder.begun({"outage.md:9", "", ""}) ==
        "is neither an action nor a check: a guard answers what is asked");
  CHECK(folder.begun({"outage.md:2", "", ""}).starts_with("there is no item there"));
  CHECK(folder.begun({"outage.md:5", "", "there"}) ==
        "hindcast.toml declares a guard there already; choose another --name");
  CHECK(folder.begun({"outage.md:5", "", "../out"}).find("is made of letters") != std::string::npos);
  CHECK(folder.begun({"outage.md:5", "deploy-ordr", ""}) ==
        "there is no built-in guard `deploy-ordr`; did you mean `deploy-order`?");
}

}  // namespace hindcast::app
