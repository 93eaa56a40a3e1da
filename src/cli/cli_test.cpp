#include "cli/cli.h"

#include <doctest/doctest.h>

#include <vector>

#include "cli/arguments.h"
#include "cli/completion.h"
#include "cli/help.h"
#include "cli/manual.h"
#include "cli/width.h"
#include "facts/facts.h"

namespace hindcast::cli {
namespace {

struct Answer {
  int status = 0;
  std::string out, err;
};

Answer answer(std::vector<std::string_view> words, int columns = 80, bool color = false) {
  Answer answer;
  Terminal terminal;
  terminal.columns = columns;
  terminal.color = color;
  terminal.today = {2024, 3, 10};
  terminal.out = [&](std::string_view text) { answer.out += text; };
  terminal.err = [&](std::string_view text) { answer.err += text; };
  answer.status = run(words, terminal);
  return answer;
}

// Its operands, then its options, as they were understood; or what was wrong.
std::string understood(std::vector<std::string_view> words) {
  auto parsed = parse_arguments(*find_command("items"), words);
  if (!parsed) return parsed.error().message;
  std::string out;
  for (std::string_view operand : parsed->operands)
    out += std::string(operand) + " ";
  for (const auto& [name, value] : parsed->given)
    out += "[" + std::string(name) + (value.empty() ? "" : "=") + std::string(value) + "]";
  return out;
}

TEST_CASE("options stand anywhere, with their value behind = or as the next word") {
  CHECK(understood({"--owner", "ada", "docs"}) == "docs [owner=ada]");
  CHECK(understood({"docs", "--owner=ada"}) == "docs [owner=ada]");
  CHECK(understood({"docs", "--help"}) == "docs [help]");
  CHECK(understood({"-h"}) == "[help]");
}

TEST_CASE("-- ends the options, and a dash alone is an operand") {
  CHECK(understood({"--", "--owner", "x"}) == "--owner x ");
  CHECK(understood({"-"}) == "- ");
}

TEST_CASE("what is wrong is said with what was probably meant") {
  CHECK(understood({"--ownr", "ada"}) == "unknown option '--ownr'; did you mean '--owner'?");
  CHECK(understood({"--verbose"}) == "unknown option '--verbose'; see 'hindcast help items'");
  CHECK(understood({"--owner"}) == "--owner needs a value: --owner NAME");
  CHECK(understood({"--help=yes"}) == "--help takes no value; leave out 'yes'");
  CHECK(understood({"--state", "open,doen"}) == "--state cannot be 'doen'; did you mean 'done'?");
  CHECK(understood({"--format", "yaml"}) ==
        "--format cannot be 'yaml'; choose table, json, csv, markdown, ics or ics-todo");
}

TEST_CASE("a list is repeated or written with commas, and its default holds when it is not given") {
  std::vector<std::string_view> words = {"--state", "open,idea", "--state=done"};
  auto parsed = parse_arguments(*find_command("items"), words);
  REQUIRE(parsed.ok());
  CHECK(parsed->values("state") == std::vector<std::string_view>{"open", "idea", "done"});
  CHECK(parsed->values("role") == std::vector<std::string_view>{"action"});
}

TEST_CASE("a slip in the second word of a command is told, also where the first is a command") {
  CHECK(answer({"ledger", "promise"}).err.find("did you mean 'hindcast ledger promises'?") !=
        std::string::npos);
  CHECK(answer({"import", "githbu", "issues.json"}).err ==
        "hindcast: unknown command 'import githbu'; did you mean 'hindcast import github'?\n");
  CHECK(answer({"import", "githbu"}).err.find("did you mean 'hindcast import github FILE'?") !=
        std::string::npos);
}

TEST_CASE("settings keep to a narrow page") {
  for (const int columns : {50, 60, 80}) {
    const auto page = answer({"config"}, columns).out;
    REQUIRE(page.find("calendar.zone") != std::string::npos);
    for (std::size_t begin = 0; begin < page.size();) {
      const auto end = page.find('\n', begin);
      CHECK(end - begin <= static_cast<std::size_t>(columns));
      begin = end + 1;
    }
  }
}

TEST_CASE("numbers are digits within their limits") {
  CHECK(parse_number("14", 0, 100) == 14);
  CHECK_FALSE(parse_number("101", 0, 100));
  CHECK_FALSE(parse_number("-1", 0, 100));
  CHECK_FALSE(parse_number("", 0, 100));
  CHECK_FALSE(parse_number("1e3", 0, 100));
  CHECK_FALSE(parse_number("99999999999999999999", 0, 100));
}

TEST_CASE("the choices of the table are the words of the facts") {
  auto choices = [](std::string_view name) {
    for (const Option& option : find_command("items")->options)
      if (option.name == name) return option.choices;
    return std::span<const std::string_view>();
  };
  for (std::string_view word : choices("kind"))
    CHECK(facts::document_kind(word));
  CHECK(choices("kind").size() == static_cast<std::size_t>(facts::DocumentKind::other) + 1);
  for (std::string_view word : choices("role"))
    CHECK(facts::item_role(word));
  CHECK(choices("role").size() == static_cast<std::size_t>(facts::ItemRole::example) + 1);
  for (std::string_view word : choices("state"))
    CHECK((word == "all" || facts::action_state(word)));
  CHECK(choices("state").size() == static_cast<std::size_t>(facts::ActionState::wont_do) + 2);
}

TEST_CASE("every command explains itself with examples, on any page, and ends well") {
  for (const Command& command : commands()) {
    CAPTURE(command.name);
    CHECK_FALSE(command.examples.empty());
    std::vector<std::string_view> words = {"help"};
    std::string_view name = command.name;
    words.push_back(name.substr(0, name.find(' ')));
    if (name.find(' ') != name.npos) words.push_back(name.substr(name.find(' ') + 1));
    for (int columns : {40, 80, 200}) {
      Answer help = answer(words, columns);
      CHECK(help.status == 0);
      CHECK(help.out.find("Examples\n") != std::string::npos);
      CHECK(help.out.find(" \n") == std::string::npos);
    }
    words.erase(words.begin());
    words.push_back("--help");
    CHECK(answer(words).out == command_help(command, {}));
  }
}

TEST_CASE("help stays within the page but for command lines, which can be copied") {
  std::string help = answer({"help", "items"}, 60).out;
  for (std::string_view rest = help; !rest.empty(); rest.remove_prefix(rest.find('\n') + 1)) {
    std::string_view line = rest.substr(0, rest.find('\n'));
    if (line.find("    hindcast ") != 0) CHECK(columns_of(line) <= 60);
  }
}

TEST_CASE("without a command there is help on standard error and nothing was done") {
  CHECK(answer({}).status == 2);
  CHECK(answer({}).out == "");
  CHECK(answer({}).err == program_help({}));
  CHECK(answer({"form"}).status == 2);
  CHECK(answer({"form", "--help"}).status == 0);
}

TEST_CASE("common options may stand before the command") {
  CHECK(answer({"--width", "60", "help", "items"}).out == answer({"help", "items"}, 60).out);
  CHECK(answer({"--color=always", "help"}).out == answer({"help"}, 80, true).out);
  CHECK(answer({"--color", "never", "help"}, 80, true).out == answer({"help"}).out);
}

TEST_CASE("an unknown command is refused with the one that was meant") {
  CHECK(answer({"shwo"}).err == "hindcast: unknown command 'shwo'; did you mean 'hindcast show'?\n");
  CHECK(answer({"form", "chek"}).err ==
        "hindcast: unknown command 'form chek'; did you mean 'hindcast form check'?\n");
  CHECK(answer({"help", "itmes"}).err ==
        "hindcast: unknown command 'itmes'; did you mean 'hindcast items'?\n");
  CHECK(answer({"\x1b[2J"}).err == "hindcast: unknown command '␛[2J'; see 'hindcast help'\n");
  CHECK(answer({"shwo"}).status == 2);
}

TEST_CASE("a page has a sensible width") {
  CHECK(answer({"help", "--width", "5"}).err ==
        "hindcast: --width cannot be '5'; give a number of columns from 20 to 1000\n");
}

TEST_CASE("completion scripts know every command and option") {
  for (const std::string& script : {bash_completion(), zsh_completion(), fish_completion()})
    for (const Command& command : commands()) {
      CHECK(script.find(command.name.substr(command.name.find(' ') + 1)) != std::string::npos);
      for (const Option& option : command.options)
        CHECK(script.find(option.name) != std::string::npos);
    }
}

TEST_CASE("a manual page has its sections, and no text is taken for a request") {
  std::string page = command_manual(*find_command("items"));
  for (const char* section :
       {"NAME", "SYNOPSIS", "DESCRIPTION", "OPTIONS", "EXAMPLES", "EXIT STATUS", "ENVIRONMENT"})
    CHECK(page.find(std::string(".SH ") + section + "\n") != std::string::npos);
  CHECK(page.find("\\-\\-owner NAME") != std::string::npos);
  CHECK(page.find("= + \\- @") != std::string::npos);
}

}  // namespace
}  // namespace hindcast::cli
