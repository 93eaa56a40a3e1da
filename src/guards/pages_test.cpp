// The examples of docs/guards/ are run: each block of code that is named after a file is that file from there
// on, `hindcast.toml` has the guard's settings, and a block named `outcome` says what comes of it.
#include <doctest/doctest.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>
#include <vector>

#include "guards/guard.h"
#include "guards/testing.h"

namespace hindcast::guards {
namespace {

std::string page_of(std::string_view guard) {
  std::FILE* file = std::fopen((HINDCAST_ROOT "/docs/guards/" + std::string(guard) + ".md").c_str(), "rb");
  REQUIRE_MESSAGE(file != nullptr, guard);
  std::string text;
  char bytes[4096];
  for (std::size_t size = 0; (size = std::fread(bytes, 1, sizeof bytes, file)) > 0;)
    text.append(bytes, size);
  std::fclose(file);
  return text;
}

struct Block {
  std::string name, text;
};

// Blocks with two words behind their fence: the language and the name.
std::vector<Block> blocks_of(std::string_view page) {
  std::vector<Block> blocks;
  bool is_open = false, is_named = false;
  for (std::size_t at = 0; at < page.size();) {
    const auto end = std::min(page.find('\n', at), page.size());
    const auto line = page.substr(at, end - at);
    at = end + 1;
    if (line.starts_with("```")) {
      is_open = !is_open;
      const auto blank = line.find(' ');
      is_named = is_open && blank != line.npos;
      if (is_named) blocks.push_back({std::string(line.substr(blank + 1)), ""});
    } else if (is_named && is_open) {
      blocks.back().text.append(line).append("\n");
    }
  }
  return blocks;
}

// What the network of a page answers: a block that is named after a URL has a status, headers and a body; one
// named "tcp host:port" or "dns host" has "open", addresses, or why nobody answers.
Result<ProbeAnswer> page_answer(World& world, const Probe& probe) {
  ProbeAnswer answer;
  answer.lasted_ms = 20;
  const bool is_http = probe.kind == ProbeKind::http;
  const auto place = probe.kind == ProbeKind::dns ? "dns " + probe.host
                                                  : "tcp " + probe.host + ":" + std::to_string(probe.port);
  const auto block = world.read(is_http ? probe.url : place);
  if (!block || block->starts_with("refused")) {
    answer.reached = block ? Reached::unreachable : Reached::no_such_host;
    answer.message = block ? "the connection is refused" : "there is no host of that name";
    return answer;
  }
  std::string_view text = *block;
  const auto line = [&] {
    const auto found = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(found.size() + 1, text.size()));
    return found;
  };
  if (is_http) {
    answer.status = std::atoi(std::string(line()).c_str());
    for (auto header = line(); !header.empty(); header = line())
      answer.headers.push_back({std::string(header.substr(0, header.find(": "))),
                                std::string(header.substr(header.find(": ") + 2))});
    answer.body = text;
  }
  while (probe.kind == ProbeKind::dns && !text.empty())
    answer.addresses.emplace_back(line());
  return answer;
}

// Plays a page: what it shows, and what came of it.
struct Played {
  std::size_t outcomes = 0, passes = 0;
  std::string wrong;
};

Played play(std::string_view guard, std::string_view page) {
  Played played;
  testing::MemoryWorld world;
  world.key = std::string(32, 'k');
  world.commit_id = "4f2a9c1d7e8b3a6054f2a9c1d7e8b3a6054f2a9c";
  world.now_ms = 1'935'705'600'000;  // 2031-05-05T00:00:00Z
  world.answers = [&](const Probe& probe) { return page_answer(world, probe); };
  world.variables = {{"SMOKE_PASSWORD", "warp and weft"}};
  std::string settings;
  for (const Block& block : blocks_of(page)) {
    if (block.name == "hindcast.toml") {
      settings = block.text;
    } else if (block.name == "outcome") {
      ++played.outcomes;
      const auto read = data::read_toml(settings);
      const data::Value* table = read ? read->at("guards." + std::string(guard)) : nullptr;
      if (table == nullptr) return {0, 0, "no [guards." + std::string(guard) + "] before an outcome"};
      const auto outcome = testing::outcome(guard, *table, world);
      played.passes += outcome.starts_with("pass");
      if (outcome != block.text) played.wrong += "said:\n" + block.text + "is:\n" + outcome;
    } else {
      const auto same = std::find_if(world.files.begin(), world.files.end(),
                                     [&](const auto& file) { return file.first == block.name; });
      if (same != world.files.end()) world.files.erase(same);
      world.files.emplace_back(block.name, block.text);
    }
  }
  return played;
}

}  // namespace

TEST_CASE("every built-in guard has a page whose examples do what they say") {
  for (const BuiltIn& guard : built_ins()) {
    CAPTURE(guard.name);
    const auto page = page_of(guard.name);
    const auto played = play(guard.name, page);
    // A guard that asks the world beyond files may show sessions instead, which the documents' own test runs.
    if (played.outcomes == 0 && page.find("$ hindcast guard run") != page.npos) continue;
    CHECK_MESSAGE(played.wrong.empty(), played.wrong);
    CHECK_MESSAGE(played.passes > 0, "no example passes");
    CHECK_MESSAGE(played.outcomes > played.passes, "no example fails");
  }
}

TEST_CASE("every setting of a guard stands on its page") {
  for (const BuiltIn& guard : built_ins()) {
    const auto page = page_of(guard.name);
    for (const Setting& setting : guard.settings)
      CHECK_MESSAGE(page.find("\n| `" + std::string(setting.name) + "` |") != page.npos, guard.name, ": ",
                    setting.name);
    CHECK_MESSAGE(page.find(std::string(guard.summary)) != page.npos, guard.name, " without its summary");
  }
}

TEST_CASE("no guard passes over nothing: without a file and over files without content it is missing") {
  for (const BuiltIn& guard : built_ins()) {
    CAPTURE(guard.name);
    for (const bool is_empty : {false, true}) {
      testing::MemoryWorld world;
      data::Value settings;
      settings.type = data::Type::table;
      for (const Setting& setting : guard.settings) {
        if (!setting.is_required) continue;
        data::Value value;
        value.key = setting.name;
        value.type = data::Type::text;
        value.text = "nothing." + std::string(setting.name);
        if (is_empty) world.files.emplace_back(value.text, "");
        settings.members.push_back(std::move(value));
      }
      const Outcome outcome = guard.run(settings, world);
      CHECK(outcome.verdict >= facts::Verdict::missing);
    }
  }
}

TEST_CASE("a page that says another outcome is caught") {
  const std::string page =
      "```toml hindcast.toml\n[guards.deploy-order]\ngraph = 'a.txt'\n```\n```text outcome\npass: all "
      "well\n```\n";
  CHECK(!play("deploy-order", page).wrong.empty());
}

}  // namespace hindcast::guards
