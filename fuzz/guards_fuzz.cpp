// Any bytes as everything that built-in guards read: never a crash, nothing that was not looked at passes,
// and no finding shows a control character.
#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/assert.h"
#include "guards/guard.h"
#include "guards/testing.h"

namespace {

using namespace hindcast;

// What each guard is told; "*" is the name of the file with the bytes.
constexpr std::string_view settings[] = {
    "deploy-order graph = '*'\norder = 'order.txt'\n",
    "deploy-order graph = 'graph.txt'\norder = '*'\nobserved = '*'\n",
    "env-sync schema = 'schema.toml'\nenvironments = {a = 'a.env', b = '*'}\nsame = 'A*'\n",
    "env-sync schema = '*'\nenvironments = {a = 'a.env'}\nbaseline = '*'\n",
    "parity staging = '*'\nproduction = 'order.txt'\n",
    "version-compat contracts = '*'\ndeployed = '*'\n",
    "tests-ran report = '*'\ncommit_file = '*'\n",
    "alert-exists rules = '*'\ndocuments = '*'\nalerts = 'A'\n",
};
constexpr std::string_view names[] = {"x.json", "x.yaml", "x.toml", "x.env", "x.txt", "x.jsonl"};

void look(const std::string& told, std::string_view name, std::string_view text) {
  const auto blank = told.find(' ');
  std::string own = told.substr(blank + 1);
  for (auto star = own.find("'*'"); star != std::string::npos; star = own.find("'*'", star + 1))
    own.replace(star + 1, 1, name);
  guards::testing::MemoryWorld world({{std::string(name), std::string(text)},
                                      {"order.txt", "A 1\nB 2\n"},
                                      {"graph.txt", "A: B\n"},
                                      {"schema.toml", "A = {same = true, kind = 'url'}\n"},
                                      {"a.env", "A=1\n"}});
  world.key = std::string(32, 'k');
  world.commit_id = "4f2a9c1d7e8b3a6054f2a9c1d7e8b3a6054f2a9c";
  const auto settings_read = data::read_toml(own);
  HC_ASSERT(settings_read.ok());
  const guards::BuiltIn* guard = guards::find_built_in(told.substr(0, blank));
  HC_ASSERT(guard != nullptr);
  const guards::Outcome outcome = guard->run(*settings_read, world);
  const bool is_blank = text.find_first_not_of(" \t\r\n") == text.npos;
  HC_ASSERT(!is_blank || outcome.verdict >= facts::Verdict::missing);
  HC_ASSERT(outcome.findings.size() <= 201 && !outcome.summary.empty());
  const auto lines = 2 + static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) +
                     static_cast<std::size_t>(std::count(text.begin(), text.end(), '\r'));
  for (const guards::Finding& finding : outcome.findings) {
    HC_ASSERT(finding.verdict != facts::Verdict::pass && !finding.message.empty());
    HC_ASSERT(finding.path != name || finding.line <= lines);
    HC_ASSERT(std::none_of(finding.message.begin(), finding.message.end(),
                           [](char c) { return static_cast<unsigned char>(c) < 0x20; }));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(bytes), size);
  if (text.empty()) return 0;
  // The first byte chooses who looks, and under which name.
  const auto choice = static_cast<unsigned char>(text[0]);
  look(std::string(settings[choice % std::size(settings)]), names[choice / 8 % std::size(names)],
       text.substr(1));
  return 0;
}
