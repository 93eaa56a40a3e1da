// Which questions are proposed to be retired.
#include "app/prune.h"

#include <doctest/doctest.h>

#include <cstdlib>
#include <string>

#include "app/check_settings.h"
#include "disk/disk.h"

namespace hindcast::app {
namespace {

// Eight releases in eight months of a shop that is asked one question.
struct Shop {
  Shop() {
    char made[] = "/tmp/hindcast-prune-XXXXXX";
    REQUIRE(::mkdtemp(made) != nullptr);
    path = made;
    write("hindcast.toml", "[guards.lamp]\ncommand = ['true']\n");
    write("dark.md", "# Postmortem: dark shop\n");
  }
  Shop(const Shop&) = delete;
  ~Shop() { (void)!::system(("rm -rf " + path).c_str()); }

  void write(const std::string& name, const std::string& text) const {
    (void)!::system(("rm -f " + path + "/" + name).c_str());
    REQUIRE(disk::create_file(path + "/" + name, text).ok());
  }

  // Why the question may go, after releases with these lines as its answer.
  std::string why(const std::string& answer, const std::string& rights = "") const {
    for (int month = 1; month <= 8; ++month)
      write("release-" + std::to_string(month) + ".md",
            "---\nhindcast-record: 1\nkind: release\ndate: 2031-0" + std::to_string(month) +
                "-01\nstate: released\n---\n\n# Release: till " + std::to_string(month) +
                "\n\n## Questions\n\n### `x7k2p` The lamp is on\n\n"
                "- **From:** [Dark shop](dark.md#L1) of 2031-01-01, action dark#x7k2p: \"The lamp is on\"\n" +
                answer);
    if (!rights.empty()) write("hindcast-guards.toml", "version = 1\n" + rights);
    const auto configuration = load_configuration(".", path + "/hindcast.toml");
    REQUIRE(configuration.ok());
    const auto report = prune_gate(*configuration, {{path}, {.asked_min = 8, .months_min = 6}, {}});
    REQUIRE(report.ok());
    REQUIRE(report->questions.size() == 1);
    std::string out;
    for (const auto one : report->questions[0].why)
      out.append(out.empty() ? "" : "; ").append(gate::word(one));
    return out;
  }

  std::string path;
};

constexpr const char* attested =
    "- **Verdict:** pass, attested\n- **Answer:** attested\n- **By:** Ada Ruiz\n- **Evidence:** a "
    "photograph\n";
constexpr const char* guarded =
    "- **Guard:** lamp\n- **Verdict:** pass, guard lamp: it is on\n- **Answer:**\n";
constexpr const char* entry = "[[entry]]\nguard = 'lamp'\ndefinition = 'x'\ndate = 2031-01-02\ntool = 'x'\n";

}  // namespace

TEST_CASE("what was answered for months and never caught anything may go") {
  CHECK(Shop().why(attested) == "never caught anything");
  CHECK(Shop().why(guarded) == "never caught anything");
}

TEST_CASE("what nobody ever answered caught nothing because nobody looked") {
  CHECK(Shop().why("- **Verdict:** missing\n- **Answer:**\n").empty());
}

TEST_CASE("a guard that a replay proved stays: it would have stopped the incident") {
  const std::string proved = std::string(entry) +
                             "decision = 'promoted'\nfrom = 'a'\nto = 'b'\ncommits = 16\njudged = 12\n"
                             "false_alarms = 0\nfalse_alarms_per_1000 = '0 (0 to 242.5)'\n"
                             "would_have_stopped = ['dark aaaa..bbbb']\n";
  CHECK(Shop().why(guarded, proved).empty());
  const std::string vouched =
      std::string(entry) + "decision = 'promoted'\nby = 'Ada Ruiz'\nreason = 'it is plain'\n";
  CHECK(Shop().why(guarded, vouched) == "never caught anything");
  const std::string demoted =
      std::string(entry) + "decision = 'demoted'\nby = 'Ada Ruiz'\nreason = 'it cries wolf'\n";
  CHECK(Shop().why(guarded, proved + demoted) == "never caught anything; its guard was demoted");
}

}  // namespace hindcast::app
