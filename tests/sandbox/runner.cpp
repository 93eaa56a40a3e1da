// Runs one command in the sandbox and says how it ended: what the proofs and measurements of tests/sandbox
// use.
//
//   runner [--level L] [--wanted L] [--without LAYERS] [--landlock VERSION] [--network] [--wall MS] [--folder
//   F] [--writable P]
//          [--readable P] [--env NAME=VALUE] [--count N] -- COMMAND...
//
// Prints "END CODE LEVEL LEFT MS OUTPUT_BYTES WHY" and behind it the output.
#include <cstdio>
#include <cstdlib>
#include <string>
#include <string_view>

#include "sandbox/sandbox.h"

using namespace hindcast::sandbox;

int main(int count, char** words) {
  if (const auto status = stage(count, words)) return *status;
  Request request;
  request.environment = {{"PATH", "/usr/local/bin:/usr/bin:/bin"}};
  int at = 1, rounds = 1;
  for (; at < count && std::string_view(words[at]) != "--"; ++at) {
    const std::string_view option = words[at];
    if (option == "--network") {
      request.may_use_network = true;
      continue;
    }
    if (++at >= count) return 2;
    const std::string value = words[at];
    if (option == "--level") request.needed = level(value).value_or(Level::process);
    if (option == "--wanted") request.wanted = level(value).value_or(Level::process);
    if (option == "--without") request.without = static_cast<std::uint32_t>(std::atoi(value.c_str()));
    if (option == "--landlock") request.landlock_most = static_cast<std::uint32_t>(std::atoi(value.c_str()));
    if (option == "--wall") request.limits.wall_ms = std::atoll(value.c_str());
    if (option == "--folder") request.folder = value;
    if (option == "--writable") request.writable.push_back(value);
    if (option == "--readable") request.readable.push_back(value);
    if (option == "--count") rounds = std::atoi(value.c_str());
    if (option == "--env")
      request.environment.emplace_back(value.substr(0, value.find('=')), value.substr(value.find('=') + 1));
  }
  for (++at; at < count; ++at)
    request.command.emplace_back(words[at]);
  Outcome outcome;
  for (int i = 0; i < rounds; ++i)
    outcome = run(request);
  constexpr const char* ends[] = {"exited", "signalled", "timed_out", "stopped", "refused"};
  std::printf("%s %d %s %u %lld %zu %s\n", ends[static_cast<int>(outcome.end)], outcome.code,
              std::string(word(outcome.level)).c_str(), outcome.left,
              static_cast<long long>(outcome.lasted_ms), outcome.output.size(),
              outcome.why.empty() ? "-" : outcome.why.c_str());
  std::fwrite(outcome.output.data(), 1, outcome.output.size(), stdout);
  return 0;
}
