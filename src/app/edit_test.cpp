#include "app/edit.h"

#include <doctest/doctest.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <string>

#include "app/files.h"
#include "disk/intent.h"

namespace hindcast::app {
namespace {

const Date today{2024, 3, 10};

// "state done", "refused: why", "no assignment".
std::string assigned(std::string_view word) {
  auto read = assignment_of(word, today);
  if (!read) return "refused: " + read.error().message;
  if (!*read) return "no assignment";
  constexpr const char* names[] = {"state", "owner", "due", "priority", "ticked", "field", "slot"};
  const Assignment& one = **read;
  return std::string(names[static_cast<int>(one.what)]) + (one.name.empty() ? "" : " " + one.name) + " " +
         one.value;
}

TEST_CASE("an assignment is a known name, an equals sign and a value that can be meant") {
  CHECK(assigned("state=done") == "state done");
  CHECK(assigned("state=in-progress") == "state in_progress");
  CHECK(assigned("state=erledigt") == "state done");
  CHECK(assigned("due=+14d") == "due 2024-03-24");
  CHECK(assigned("due=2024-04-01") == "due 2024-04-01");
  CHECK(assigned("field:Severity=SEV1") == "field Severity SEV1");
  CHECK(assigned("slot:Your name=Ada = Bo") == "slot Your name Ada = Bo");
  CHECK(assigned("docs/a=b.md:12") == "no assignment");
  CHECK(assigned("docs/outage.md:12") == "no assignment");
  CHECK(assigned("due=soon") ==
        "refused: due cannot be `soon`; give a day such as 2026-05-01, or days from today such as +14d");
  CHECK(assigned("stat=done") ==
        "refused: nothing is called `stat`; write state=, owner=, due=, priority=, field:NAME= or "
        "slot:NAME=; did you mean "
        "state=?");
}

// A folder of its own with outage.md and launch.md in it.
struct Folder {
  std::string path;
  Folder() {
    std::string name = "/tmp/hindcast-edit-XXXXXX";
    path = ::mkdtemp(name.data());
    put("outage.md", "# Outage\n\n## Action items\n\n- [ ] Rotate keys\n- [ ] Add an alert\n");
    put("launch.md", "# Launch\n\n## Action items\n\n- [ ] Write the letter\n");
  }
  void put(const std::string& name, const std::string& text) const {
    CHECK(create_document(path + "/" + name, text).ok());
  }
  ~Folder() { std::filesystem::remove_all(path); }
};

// What the plan says it does, a line each with the folder cut off; or why it doesn't.
std::string planned(const Folder& folder, std::vector<std::string> targets) {
  EditRequest request;
  for (std::string& target : targets) {
    const bool is_file = target.find(".md") != std::string::npos;
    request.targets.push_back(is_file ? folder.path + "/" + target : target);
  }
  request.assignments = {{Assignment::What::ticked, "", "yes"}};
  request.paths = {folder.path};
  auto plan = plan_edits(request, {});
  std::string out = plan ? "" : "refused: " + plan.error().message;
  if (plan)
    for (const std::string& line : plan->done)
      out += line + "\n";
  for (auto at = out.find(folder.path); at != std::string::npos; at = out.find(folder.path))
    out.erase(at, folder.path.size());
  return out;
}

TEST_CASE("an item is named by line, by id, by slug and id") {
  const Folder folder;
  const std::string ticked = "/outage.md:5: ticked: Rotate keys\n";
  CHECK(planned(folder, {"outage.md:5"}) == ticked);
  CHECK(planned(folder, {"outage.md#k89ya"}) == ticked);
  CHECK(planned(folder, {"outage#k89ya"}) == ticked);
  CHECK(planned(folder, {"k89ya"}) == ticked);
  CHECK(planned(folder, {"outage.md:5", "k89ya"}) == ticked);
}

TEST_CASE("what names no item is answered with what there is, and then nothing is done at all") {
  const Folder folder;
  CHECK(planned(folder, {"launch.md:5", "outage.md:6", "outage.md#zzzzz"})
            .find("refused: /outage.md#zzzzz: there is no item #zzzzz; there are #k89ya (line 5, Rotate "
                  "keys), ") == 0);
  CHECK(planned(folder, {"outge#k89ya"}).find("called `outge`; did you mean outage#k89ya?") !=
        std::string::npos);
  CHECK(planned(folder, {"outage.md"}).find("which item? write FILE:LINE") != std::string::npos);
}

TEST_CASE("items of several files are changed together") {
  const Folder folder;
  CHECK(planned(folder, {"launch.md:5", "outage.md:6"}) ==
        "/launch.md:5: ticked: Write the letter\n/outage.md:6: ticked: Add an alert\n");
}

TEST_CASE("what was cut short is put right before the document is read") {
  const Folder folder;
  const std::string old = "# Till\n\n## Action items\n\n- [ ] Bound the retries\n", now = "half a change\n";
  disk::Intent intent{"00112233445566aa",
                      {{"", "till.md", disk::digest(old), disk::digest(now)},
                       {"", "quay.md", disk::digest("old"), disk::digest("new")}}};
  folder.put(disk::intent_name(intent.id), disk::print(intent));
  folder.put(disk::swap_name(intent.id, 0), old);
  folder.put("till.md", now);
  folder.put(disk::swap_name(intent.id, 1), "new");
  folder.put("quay.md", "old");
  EditRequest request;
  request.targets = {folder.path + "/till.md:5"};
  request.assignments = {{Assignment::What::ticked, "", "yes"}};
  CHECK_FALSE(plan_edits(request, {}).ok());  // as for --dry-run, which writes nothing
  request.recover = true;
  const auto plan = plan_edits(request, {});
  REQUIRE(plan.ok());
  CHECK(plan->notes == std::vector{folder.path + "/till.md: undid a change that was cut short"});
  CHECK(plan->files[0].before == old);
}

}  // namespace
}  // namespace hindcast::app
