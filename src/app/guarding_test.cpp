#include "app/guarding.h"

#include <doctest/doctest.h>

#include <string>

#include "app/approval.h"
#include "app/check_settings.h"
#include "app/guard_world.h"
#include "app/pool.h"
#include "app/rights.h"
#include "disk/disk.h"

namespace hindcast::app {
namespace {

// A folder with a configuration of these lines, and one in which approvals lie.
struct Team {
  explicit Team(const std::string& toml) {
    char path[] = "/tmp/hindcast-guarding-XXXXXX";
    REQUIRE(::mkdtemp(path) != nullptr);
    folder = path;
    CHECK(disk::create_folders(folder + "/repo").ok());
    CHECK(disk::create_file(folder + "/repo/hindcast.toml", toml).ok());
    options.config_folder = folder + "/config";
    load();
  }
  Team(const Team&) = delete;
  ~Team() { (void)!::system(("rm -rf " + folder).c_str()); }

  void load() {
    auto read = load_configuration(".", folder + "/repo/hindcast.toml");
    REQUIRE(read.ok());
    configuration = *std::move(read);
  }
  void approve(const std::string& name) {
    auto approvals = Approvals::load(options.config_folder, configuration);
    REQUIRE(approvals.ok());
    for (const auto& guard : configuration.config.guards)
      if (guard.name == name) approvals->set(name, definition_of(guard, configuration), {2024, 3, 10});
    CHECK(approvals->save(configuration).ok());
  }
  // "a: error: is not approved …"
  std::string outcome(const std::vector<std::string>& names) const {
    std::string out;
    for (const auto& result : run_guards(configuration, names, options))
      out.append(result.guard)
          .append(": ")
          .append(facts::word(result.verdict))
          .append(": ")
          .append(result.summary) += "\n";
    return out;
  }

  // Why its first guard may not run; no program is started.
  std::string refusal() const {
    const auto& guard = configuration.config.guards[0];
    return Trust::of(configuration, options).refusal(guard, definition_of(guard, configuration));
  }

  std::string folder;
  Configuration configuration;
  GuardOptions options;
};

}  // namespace

TEST_CASE("a command that nobody approved is not run") {
  const Team team("[guards.a]\ncommand = ['touch', 'a']\n");
  CHECK(team.outcome({"a"}) == "a: error: is not approved; look at it with 'hindcast policy approve a'\n");
  CHECK(!disk::exists(team.folder + "/repo/a"));
}

TEST_CASE("what changed since it was approved is not run") {
  Team team("[guards.a]\ncommand = ['sh', 'a.sh']\n");
  CHECK(disk::create_file(team.folder + "/repo/a.sh", "true\n").ok());
  team.approve("a");
  const auto before = definition_of(team.configuration.config.guards[0], team.configuration);
  CHECK(Trust::of(team.configuration, team.options)
            .refusal(team.configuration.config.guards[0], before)
            .empty());
  (void)!::system(("echo false > " + team.folder + "/repo/a.sh").c_str());
  CHECK(team.outcome({"a"}) ==
        "a: error: has changed since it was approved; look at it with 'hindcast policy approve a'\n");
}

TEST_CASE("a guard waits for what it needs, and is not run where that did not pass") {
  const Team team(
      "[guards.a]\ncommand = ['true']\nneeds = ['b']\n[guards.b]\nuse = 'deploy-order'\ngraph = "
      "'g.toml'\norder "
      "= 'o.txt'\n");
  CHECK(team.outcome({"a"}).starts_with("a: inconclusive: was not run: it needs b, which is `"));
}

TEST_CASE("a name that nobody declared is an error") {
  const Team team("[guards.a]\ncommand = ['true']\n");
  CHECK(team.outcome({"b"}) == "b: error: hindcast.toml declares no [guards.b]\n");
}

TEST_CASE("a revision that can't be read approves nothing") {
  Team team("[guards.a]\ncommand = ['true']\n");
  team.approve("a");
  team.options.policy_from = "main";
  CHECK(team.outcome({"a"}).starts_with("a: error: nobody knows whether it may stop a release: "));
}

TEST_CASE("approvals that others could have written count for nothing") {
  Team team("[guards.a]\ncommand = ['true']\n");
  team.approve("a");
  auto approvals = Approvals::load(team.options.config_folder, team.configuration);
  REQUIRE(approvals.ok());
  (void)!::system(("chmod 666 " + approvals->path()).c_str());
  CHECK(team.outcome({"a"}).find("can be written by others") != std::string::npos);
}

TEST_CASE("who asks to stop has nothing begun") {
  Team team("[guards.a]\nuse = 'deploy-order'\ngraph = 'g.toml'\norder = 'o.txt'\n");
  const Watch watch{{}, [] { return true; }};
  team.options.watch = &watch;
  CHECK(team.outcome({"a"}) == "a: inconclusive: was not begun: somebody asked to stop\n");
}

TEST_CASE("a definition is what runs, not when or for whom") {
  const auto hash = [](const std::string& more) {
    const auto config = read_settings("[guards.a]\ncommand = ['make', 'x.sh']\n" + more, "a");
    REQUIRE(config.ok());
    return definition_of(config->guards[0], "/srv", {[](const std::string& path) {
                           return path == "x.sh" ? std::optional<std::string>("bytes") : std::nullopt;
                         }})
        .hash;
  };
  CHECK(hash("") == hash("severity = 'warning'\nscope = { paths = ['db'] }\nabout = 'A.'\n"));
  CHECK(hash("") == hash("timeout = '10 min'\nnetwork = false\n"));
  CHECK(hash("") != hash("timeout = '11 min'\n"));
  CHECK(hash("") != hash("network = true\n"));
  CHECK(hash("") != hash("environment = ['PATH']\n"));
  CHECK(hash("") != hash("writable = ['build']\n"));
}

TEST_CASE("the scripts of steps, of step files and of a rollback belong to the definition") {
  const std::string smoke = "[guards.a]\nuse = 'smoke'\n", health = "[guards.a]\nuse = 'health'\n";
  const std::string cases[] = {
      "[guards.a]\ncommand = ['sh', 'x.sh']\n",
      smoke + "step = [{ name = 's', command = ['sh', './x.sh'] }]\n",
      smoke + "[[guards.a.step]]\ncommand = ['x.sh']\n",
      smoke + "file = 'steps.toml'\n",
      smoke + "file = ['steps.toml']\n",
      health + "probe = [{ command = ['sh', 'x.sh'], expect = 'exit = 0' }]\n",
      health + "file = 'steps.toml'\n",
      health + "probe = [{ http = 'https://shop.example/' }]\nrollback = ['sh', 'x.sh', '{{commit}}']\n",
  };
  const auto definition = [](const std::string& toml, const std::string& script) {
    const auto config = read_settings(toml, "a");
    REQUIRE(config.ok());
    return definition_of(config->guards[0], "/srv",
                         {[&](const std::string& path) -> std::optional<std::string> {
                           if (path == "x.sh") return script;
                           if (path == "steps.toml")
                             return "[[step]]\ncommand = ['x.sh']\n[[probe]]\ncommand = ['x.sh']\n";
                           return std::nullopt;
                         }});
  };
  for (const auto& toml : cases) {
    CAPTURE(toml);
    CHECK(definition(toml, "true").hash != definition(toml, "curl").hash);
    CHECK(definition(toml, "true").text.find("file \"x.sh\" sha256:") != std::string::npos);
  }
}

TEST_CASE("a script of a step that changed since it was approved is not run") {
  Team team("[guards.a]\nuse = 'smoke'\nstep = [{ name = 's', command = ['sh', 'x.sh'] }]\n");
  CHECK(disk::create_file(team.folder + "/repo/x.sh", "true\n").ok());
  team.approve("a");
  CHECK(team.refusal().empty());
  (void)!::system(("echo 'touch gone' > " + team.folder + "/repo/x.sh").c_str());
  CHECK(team.outcome({"a"}) ==
        "a: error: has changed since it was approved; look at it with 'hindcast policy approve a'\n");
}

TEST_CASE("a script that can't be read as it stands makes a guard that nobody can approve") {
  const struct {
    const char *word, *lines, *why;
  } cases[] = {
      {"x.sh", "echo true > real; ln -s real x.sh", "is a symbolic link"},
      {"x.sh", "ln -s /nowhere x.sh", "is a symbolic link"},
      {"s/x.sh", "mkdir t; echo true > t/x.sh; ln -s t s", "lies behind a symbolic link"},
      {"t/../x.sh", "mkdir t; echo true > x.sh", "climbs with `..`"},
      {"x.sh", "mkfifo x.sh", "can't be read whole"},
      {"x.sh", "truncate -s 65M x.sh", "can't be read whole"},
  };
  for (const auto& one : cases)
    for (const auto& command :
         {"command = ['sh', '" + std::string(one.word) + "']\n",
          "use = 'smoke'\nstep = [{ command = ['sh', '" + std::string(one.word) + "'] }]\n"}) {
      CAPTURE(one.lines);
      CAPTURE(command);
      Team team("[guards.a]\n" + command);
      (void)!::system(("cd " + team.folder + "/repo; " + one.lines).c_str());
      team.approve("a");
      CHECK(
          team.outcome({"a"}).starts_with("a: error: names " + std::string(one.word) + ", which " + one.why));
    }
}

TEST_CASE("what a guard covers is part of what is approved, whoever calls it") {
  const std::string makefile = "check:\n\tsh checks/a.sh\n";
  Team team("[guards.a]\ncommand = ['make', 'check']\ncovers = ['Makefile', 'checks/**']\n");
  const auto run = [&](const std::string& line) {
    (void)!::system(("cd " + team.folder + "/repo; " + line).c_str());
  };
  const auto changed = [&] { return team.refusal().starts_with("has changed since it was approved"); };
  run("mkdir -p checks/b other; echo true | tee Makefile checks/a.sh checks/b/c.sh other/d.sh");
  team.approve("a");
  CHECK(team.refusal().empty());
  run("echo false > other/d.sh");
  CHECK(team.refusal().empty());
  for (const std::string line :
       {"echo false > Makefile", "echo false > checks/b/c.sh", "echo true > checks/new.sh", "rm -r checks/b",
        "mkdir -p checks/node_modules; echo 1 > checks/node_modules/x"}) {
    CAPTURE(line);
    run(line);
    CHECK(changed());
    team.approve("a");
    CHECK(team.refusal().empty());
  }
  run("ln -s ../other/d.sh checks/l.sh");
  team.approve("a");
  CHECK(team.refusal() == "covers checks/l.sh, which is a symbolic link; name the file where it lies");
  run("rm -r checks");
  CHECK(team.refusal() == "covers checks/**, which matches no file");
}

TEST_CASE("a command that names no file of the folder is told, unless it says what it covers") {
  const auto blind = [](const std::string& toml) {
    const Team team("[guards.a]\n" + toml);
    (void)!::system(("touch " + team.folder + "/repo/Makefile " + team.folder + "/repo/x.sh").c_str());
    std::string out;
    for (const auto& command : definition_of(team.configuration.config.guards[0], team.configuration).blind)
      for (const auto& word : command)
        out += word + " ";
    return out;
  };
  CHECK(blind("command = ['make', 'check']\n") == "make check ");
  CHECK(blind("command = ['make', '-f', 'Makefile']\n").empty());
  CHECK(blind("command = ['make', 'check']\ncovers = 'Makefile'\n").empty());
  CHECK(blind("use = 'smoke'\nstep = [{ command = ['sh', 'x.sh'] }, { command = ['npm', 'test'] }]\n") ==
        "npm test ");
  CHECK(blind("use = 'smoke'\nstep = [{ http = 'https://shop.example' }]\n").empty());
}

TEST_CASE("a replay gives no variable of this machine to what ran in the past") {
  Team team("[guards.a]\nuse = 'smoke'\nenvironment = ['CI_TOKEN', 'LANG']\nstep = [{ command = ['x'] }]\n");
  const auto names = [&] {
    std::string out;
    for (const auto& [name, value] : guard_environment(team.configuration.config.guards[0], team.options))
      out += name + " ";
    return out;
  };
  const auto asked = [&] {
    const auto world =
        guard_world(team.configuration, team.configuration.config.guards[0], team.options, true);
    const auto value = world->variable("CI_TOKEN");
    return value.ok() ? *value : value.error().message;
  };
  ::setenv("CI_TOKEN", "tulip-4711", 1);
  ::setenv("LANG", "C", 1);
  CHECK(names() == "CI_TOKEN LANG PATH HINDCAST_GUARD ");
  CHECK(asked() == "tulip-4711");
  team.options.tree = team.folder;
  CHECK(names() == "LANG PATH HINDCAST_GUARD ");
  CHECK(asked() == "CI_TOKEN is not given in a replay: the past gets no variables");
  ::unsetenv("CI_TOKEN");
}

TEST_CASE(
    "a built-in guard is stopped at its timeout, which one with a deadline has only where it is written") {
  const auto read_at_end = [](const std::string& keys) {
    Team team("[guards.a]\n" + keys);
    const auto world =
        guard_world(team.configuration, team.configuration.config.guards[0], team.options, true);
    CHECK_FALSE(world->is_over());
    const auto paused = world->pause(60);
    return paused.ok() ? world->read("hindcast.toml").ok() ? "reads on" : "?"
                       : world->read("x").error().message;
  };
  const std::string smoke = "use = 'smoke'\nstep = [{ command = ['true'] }]\n";
  CHECK(read_at_end(smoke + "timeout = '50 ms'\n") == "its timeout is over");
  CHECK(read_at_end(smoke) == "reads on");
  CHECK(read_at_end("use = 'duty'\nregister = 'r.toml'\n") == "reads on");  // its ten minutes have begun

  Team team("[guards.a]\ntimeout = '300 ms'\nuse = 'smoke'\nstep = [{ command = ['sleep', '20'] }]\n");
  team.approve("a");
  CHECK(team.outcome({"a"}) == "a: error: was stopped after 300 ms, its timeout\n");
}

TEST_CASE(
    "a guard may block by a replay, a person's word or hindcast.toml, for its definition, until it is "
    "demoted") {
  Team team("[guards.a]\ncommand = ['true']\n");
  auto& guard = team.configuration.config.guards[0];
  const auto told = [&](const std::string& definition) {
    const auto rights = Rights::load(team.configuration);
    REQUIRE(rights.ok());
    const auto right = rights->right_of(guard, definition);
    return std::string(word(right.from)) + "|" + right.by + "|" + right.because + "|" +
           (right.since ? to_iso(*right.since) : "") + "|" + right.why_not;
  };
  const auto add = [&](RightEntry entry) {
    entry.guard = "a";
    entry.definition = "1";
    CHECK(add_right(team.configuration, entry).ok());
  };
  CHECK(told("1") == "nobody||||no replay has proved it yet");
  guard.blocks_by = "Cy", guard.blocks_because = "it failed";
  CHECK(told("1") == "hindcast.toml|Cy|it failed||");
  RightEntry proved;
  proved.is_promotion = true;
  proved.date = {2024, 3, 10};
  proved.commits = 3;
  proved.incidents = {"outage 1..2"};
  add(proved);
  CHECK(told("1") == "replay||would have stopped 1 incident|2024-03-10|");
  CHECK(told("2") == "hindcast.toml|Cy|it failed||");
  guard.blocks_by.clear();
  CHECK(told("2") == "nobody|||2024-03-10|has changed since it was promoted on 2024-03-10");
  RightEntry vouched;
  vouched.is_promotion = true;
  vouched.date = {2024, 3, 11};
  vouched.by = "Ada", vouched.reason = "we saw it";
  add(vouched);
  CHECK(told("1") == "person|Ada|we saw it|2024-03-11|");
  RightEntry demoted;
  demoted.date = {2024, 3, 12};
  demoted.by = "Bo", demoted.reason = "too loud";
  add(demoted);
  guard.blocks_by = "Cy";
  CHECK(told("1") == "nobody|Bo|too loud|2024-03-12|was demoted on 2024-03-12");
}

TEST_CASE("words that name no file, a folder or a place elsewhere stop no approval") {
  Team team(
      "[guards.a]\ncommand = ['true', 'x.sh', 'docs', '..', '../b', 'https://shop.example/a', 'a b/../c']\n");
  CHECK(disk::create_folders(team.folder + "/repo/docs").ok());
  team.approve("a");
  CHECK(team.refusal().empty());
}

TEST_CASE("work is begun when what it needs was taken") {
  std::vector<std::size_t> taken;
  in_order_of_needs(
      {{1, 2}, {2}, {}}, 3, [](std::size_t) {}, [&](std::size_t i) { taken.push_back(i); });
  CHECK(taken == std::vector<std::size_t>{2, 1, 0});
}

}  // namespace hindcast::app
