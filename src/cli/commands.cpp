#include <array>

#include "base/nearest.h"
#include "cli/archive_commands.h"
#include "cli/arguments.h"
#include "cli/checking_commands.h"
#include "cli/editing_commands.h"
#include "cli/env_commands.h"
#include "cli/exchange_commands.h"
#include "cli/gate_commands.h"
#include "cli/guard_commands.h"
#include "cli/handlers.h"
#include "cli/items_command.h"
#include "cli/ledger_commands.h"
#include "cli/planning_commands.h"
#include "cli/search_commands.h"
#include "cli/show_command.h"

namespace hindcast::cli {
namespace {

constexpr std::size_t any_number = static_cast<std::size_t>(-1);

constexpr std::array<std::string_view, 3> whens = {"auto", "always", "never"};
constexpr std::array<std::string_view, 2> text_or_json = {"text", "json"};
constexpr std::array<std::string_view, 3> text_json_template = {"text", "json", "template"};
constexpr std::array<std::string_view, 2> table_or_json = {"table", "json"};
constexpr std::array<std::string_view, 3> shells = {"bash", "zsh", "fish"};

constexpr std::array<Option, 3> common = {{
    {.name = "help", .letter = 'h', .help = "print this help"},
    {.name = "color",
     .value = "WHEN",
     .help = "use colour always, never, or on a terminal only (auto)",
     .choices = whens,
     .fallback = "auto"},
    {.name = "width", .value = "COLUMNS", .help = "set the page this wide; default: the terminal, or 80"},
}};

constexpr std::array<Option, 2> config_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text for people, or json: one object",
     .choices = text_or_json,
     .fallback = "text"},
    config_option,
}};
constexpr std::array<Example, 2> config_examples = {{
    {"hindcast config", "What holds in this folder"},
    {"hindcast config docs/outage.md", "Which profile and rules win for one document"},
}};

constexpr std::array<Option, 8> rules_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "table for people; json: one array",
     .choices = table_or_json,
     .fallback = "table"},
    profile_option,
    rule_option,
    enable_option,
    disable_option,
    config_option,
    no_config_option,
    {.name = "all", .letter = 'a', .help = "the rules that are off, too"},
}};
constexpr std::array<Example, 2> rules_examples = {{
    {"hindcast rules --all", "Every rule"},
    {"hindcast rules --profile five-whys --format json", "For a script"},
}};
constexpr std::array<Option, 1> init_options = {{form_option}};
constexpr std::array<Example, 1> init_examples = {{
    {"hindcast init && hindcast check", "Begin in a repository"},
}};
constexpr std::array<Example, 1> explain_examples = {{
    {"hindcast explain action-without-owner", "What one rule finds, why, and how to mend it"},
}};

constexpr std::array<Option, 2> form_list_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text or json",
     .choices = text_or_json,
     .fallback = "text"},
    form_option,
}};
constexpr std::array<Option, 2> form_show_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text: an outline; json: one object; template: the template itself",
     .choices = text_json_template,
     .fallback = "text"},
    form_option,
}};
constexpr std::array<Option, 1> form_check_options = {{
    {.name = "format",
     .value = "FORMAT",
     .help = "text or json",
     .choices = text_or_json,
     .fallback = "text"},
}};
constexpr std::array<Example, 1> form_list_examples = {{
    {"hindcast form list --form templates/", "The built-in forms and those of a folder"},
}};
constexpr std::array<Example, 2> form_show_examples = {{
    {"hindcast form show postmortem", "What a postmortem asks for"},
    {"hindcast form show postmortem --format template > our-postmortem.md", "A template to make your own"},
}};
constexpr std::array<Example, 1> form_check_examples = {{
    {"hindcast form check our-postmortem.md",
     "What was understood of your template, and what is odd about it"},
}};

constexpr std::array<Option, 3> new_options = {{
    {.name = "output",
     .letter = 'o',
     .value = "FILE",
     .help = "write here; - for standard output; default: a name from date and title",
     .completes = Completes::file},
    now_option,
    form_option,
}};
constexpr std::array<Example, 3> new_examples = {{
    {"hindcast new postmortem \"Checkout was down\"", "Start a postmortem in this folder"},
    {"hindcast new retrospective \"Spring launch\" -o docs/spring-launch.md", "Start it where you want it"},
    {"hindcast new our-postmortem.md \"Login loop\" -o -", "Use your own template, print only"},
}};

constexpr std::array<Example, 3> completion_examples = {{
    {"hindcast completion bash > ~/.local/share/bash-completion/completions/hindcast", "For bash"},
    {"hindcast completion zsh > \"${fpath[1]}/_hindcast\"", "For zsh"},
    {"hindcast completion fish > ~/.config/fish/completions/hindcast.fish", "For fish"},
}};
constexpr std::array<Option, 1> help_options = {{
    {.name = "man", .help = "print the manual page (roff) instead"},
}};
constexpr std::array<Example, 2> help_examples = {{
    {"hindcast help items", "How to use one command"},
    {"hindcast help --man items | man -l -", "The same as a manual page"},
}};

constexpr Command table[] = {
    {.name = "show",
     .summary = "print what documents say",
     .operands = "PATH...",
     .about = show_about,
     .options = show_options,
     .examples = show_examples,
     .operands_min = 1,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_show},
    {.name = "items",
     .summary = "list what is still owed, over all documents",
     .operands = "[PATH...]",
     .about = items_about,
     .options = items_options,
     .examples = items_examples,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_items},
    {.name = "check",
     .summary = "find what a document leaves unsaid or unclear, and say how to mend it",
     .operands = "[PATH...]",
     .about = check_about,
     .options = check_options,
     .examples = check_examples,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_check},
    {.name = "doctor",
     .summary = "find what shows only over all documents, and as time goes by",
     .operands = "[PATH...]",
     .about = doctor_about,
     .options = doctor_options,
     .examples = doctor_examples,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_doctor},
    {.name = "policy list",
     .summary = "list what the team promised itself, and how it stands",
     .operands = "[PATH...]",
     .about = policy_list_about,
     .options = policy_options,
     .examples = policy_list_examples,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_policy_list},
    {.name = "policy explain",
     .summary = "tell of each document and item how one policy stands",
     .operands = "NAME [PATH...]",
     .about = policy_explain_about,
     .options = policy_options,
     .examples = policy_explain_examples,
     .operands_min = 1,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_policy_explain},
    {.name = "policy approve",
     .summary = "look at what guards run, and let them",
     .operands = "[NAME...]",
     .about = approve_about,
     .options = approve_options,
     .examples = approve_examples,
     .operands_max = any_number,
     .run = run_policy_approve},
    {.name = "guard list",
     .summary = "list the guards, and which of them may run",
     .operands = "",
     .about = guard_list_about,
     .options = guard_list_options,
     .examples = guard_list_examples,
     .run = run_guard_list},
    {.name = "guard run",
     .summary = "run guards in isolation",
     .operands = "[NAME...]",
     .about = guard_run_about,
     .options = guard_run_options,
     .examples = guard_run_examples,
     .operands_max = any_number,
     .run = run_guard_run},
    {.name = "ledger promises",
     .summary = "list what was promised more than once, and what became of it",
     .operands = "[PATH...]",
     .about = promises_about,
     .options = promises_options,
     .examples = promises_examples,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_ledger_promises},
    {.name = "ledger confirm",
     .summary = "say that a row of the ledger is one promise",
     .operands = "ROW",
     .about = confirm_about,
     .options = confirm_options,
     .examples = confirm_examples,
     .operands_min = 1,
     .operands_max = 1,
     .run = run_ledger_confirm},
    {.name = "ledger dismiss",
     .summary = "say that a row of the ledger is none, and show it no more",
     .operands = "ROW",
     .about = dismiss_about,
     .options = dismiss_options,
     .examples = dismiss_examples,
     .operands_min = 1,
     .operands_max = 1,
     .run = run_ledger_dismiss},
    {.name = "ledger undo",
     .summary = "take back what was said of a row of the ledger",
     .operands = "ROW",
     .about = undo_about,
     .options = confirm_options,
     .examples = undo_examples,
     .operands_min = 1,
     .operands_max = 1,
     .run = run_ledger_undo},
    {.name = "digest",
     .summary = "tell who owes what, what is late, what is new and what was finished",
     .operands = "[PATH...]",
     .about = digest_about,
     .options = digest_options,
     .examples = digest_examples,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_digest},
    {.name = "gate",
     .summary = "tell whether a release may go out, by what past incidents taught",
     .operands = "[PATH...]",
     .about = gate_about,
     .options = gate_options,
     .examples = gate_examples,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_gate},
    {.name = "search",
     .summary = "find documents by what they say",
     .operands = "QUERY...",
     .about = search_about,
     .options = search_options,
     .examples = search_examples,
     .operands_min = 1,
     .operands_max = any_number,
     .run = run_search,
     .vocabulary = {"Query", query_rows},
     .takes_dashed_words = true},
    {.name = "similar",
     .summary = "find documents like another one",
     .operands = "DOCUMENT",
     .about = similar_about,
     .options = similar_options,
     .examples = similar_examples,
     .operands_min = 1,
     .operands_max = 1,
     .completes = Completes::file,
     .run = run_similar},
    {.name = "sync",
     .summary = "bring the archive up to date, and say what has changed",
     .operands = "[PATH...]",
     .about = sync_about,
     .options = sync_options,
     .examples = sync_examples,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_sync},
    {.name = "log",
     .summary = "tell what happened to a document or an item",
     .operands = "ITEM|DOCUMENT",
     .about = log_about,
     .options = log_options,
     .examples = log_examples,
     .operands_min = 1,
     .operands_max = 1,
     .completes = Completes::file,
     .run = run_log},
    {.name = "verify",
     .summary = "check that the archive is whole",
     .operands = "[PATH]",
     .about = verify_about,
     .options = {},
     .examples = verify_examples,
     .operands_max = 1,
     .completes = Completes::folder,
     .run = run_verify},
    env_key_command,
    env_snapshot_command,
    env_compare_command,
    deployed_record_command,
    deployed_list_command,
    {.name = "backup",
     .summary = "copy the archive, verified, to one file",
     .operands = "[FILE]",
     .about = backup_about,
     .options = backup_options,
     .examples = backup_examples,
     .operands_max = 1,
     .completes = Completes::file,
     .run = run_backup},
    {.name = "restore",
     .summary = "put a backup in the place of the archive",
     .operands = "FILE",
     .about = restore_about,
     .options = restore_options,
     .examples = restore_examples,
     .operands_min = 1,
     .operands_max = 1,
     .completes = Completes::file,
     .run = run_restore},
    {.name = "export",
     .summary = "write all of the archive as files: Markdown and JSON Lines",
     .operands = "FOLDER",
     .about = export_about,
     .options = export_options,
     .examples = export_examples,
     .operands_min = 1,
     .operands_max = 1,
     .completes = Completes::folder,
     .run = run_export},
    {.name = "import",
     .summary = "fill an empty archive with an export",
     .operands = "FOLDER",
     .about = import_about,
     .options = import_options,
     .examples = import_examples,
     .operands_min = 1,
     .operands_max = 1,
     .completes = Completes::folder,
     .run = run_import},
    {.name = "import github",
     .summary = "make documents of GitHub's issues, and bring them up to date",
     .operands = "FILE",
     .about = import_github_about,
     .options = import_issues_options,
     .examples = import_github_examples,
     .operands_min = 1,
     .operands_max = 1,
     .completes = Completes::file,
     .run = run_import_github},
    {.name = "import gitlab",
     .summary = "the same of GitLab's",
     .operands = "FILE",
     .about = import_gitlab_about,
     .options = import_issues_options,
     .examples = import_gitlab_examples,
     .operands_min = 1,
     .operands_max = 1,
     .completes = Completes::file,
     .run = run_import_gitlab},
    {.name = "rules",
     .summary = "list the rules of check and doctor",
     .operands = "",
     .about =
         "Every rule that is on, with its group and its severity in the profile. The rules that are off are "
         "shown with\n--all; --enable turns one on.",
     .options = rules_options,
     .examples = rules_examples,
     .run = run_rules},
    {.name = "explain",
     .summary = "explain a rule of check",
     .operands = "RULE",
     .about = "Prints what the rule finds, why that matters, how to mend it, its severities, and how to "
              "silence it.",
     .options = {},
     .examples = explain_examples,
     .operands_min = 1,
     .operands_max = 1,
     .completes = Completes::rule,
     .run = run_explain},
    {.name = "config",
     .summary = "show the configuration that holds, and where each value was said",
     .operands = "[PATH]",
     .about = "PATH is a document, to see what holds for it, or a folder; default: the current one. The "
              "hindcast.toml\nthat holds is the nearest at or above it in the repository.",
     .options = config_options,
     .examples = config_examples,
     .operands_max = 1,
     .completes = Completes::file,
     .run = run_config},
    {.name = "init",
     .summary = "write a hindcast.toml to begin with",
     .operands = "",
     .about = "Looks at the documents under this folder and writes a small commented configuration: where "
              "they lie, which\n"
              "are templates, and what may be set. An existing file is never overwritten.",
     .options = init_options,
     .examples = init_examples,
     .run = run_init},
    {.name = "set",
     .summary = "change state, owner, due date or priority in the file itself",
     .operands = "ITEM... VALUE...",
     .about = set_about,
     .options = set_options,
     .examples = set_examples,
     .operands_min = 1,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_set},
    {.name = "tick",
     .summary = "tick check boxes",
     .operands = "ITEM...",
     .about = "Ticks the box of each ITEM: FILE:LINE, FILE#id, SLUG#id or #id. All of them or none.",
     .options = tick_options,
     .examples = tick_examples,
     .operands_min = 1,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_tick},
    {.name = "untick",
     .summary = "take ticks away",
     .operands = "ITEM...",
     .about = "Empties the box of each ITEM: FILE:LINE, FILE#id, SLUG#id or #id. All of them or none.",
     .options = tick_options,
     .examples = untick_examples,
     .operands_min = 1,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_untick},
    {.name = "add action",
     .summary = "add an action to a document",
     .operands = "FILE TEXT [owner=NAME] [due=DATE] [priority=WORD]",
     .about = "Adds a row, bullet or box behind the last action of FILE, in its columns and its style, or a "
              "new section\n"
              "at the end where it has none. An action that is there already is not added again.",
     .options = add_options,
     .examples = add_action_examples,
     .operands_min = 2,
     .operands_max = 5,
     .completes = Completes::file,
     .run = run_add_action},
    {.name = "new",
     .summary = "start a document from a form",
     .operands = "FORM TITLE",
     .about = "Writes a new document: the form's template with title and today's date filled in. FORM is the "
              "name of a\n"
              "form (see 'hindcast form list') or a template file. An existing file is never overwritten.",
     .options = new_options,
     .examples = new_examples,
     .operands_min = 2,
     .operands_max = 2,
     .completes = Completes::form,
     .run = run_new},
    {.name = "form list",
     .summary = "list the forms",
     .operands = "",
     .about = "A form is a compiled template: what a kind of document asks for.",
     .options = form_list_options,
     .examples = form_list_examples,
     .run = run_form_list},
    {.name = "form show",
     .summary = "print what a form asks for",
     .operands = "FORM",
     .about =
         "FORM is the name of a form or a template file: its sections, fields, tables, choices and guidance.",
     .options = form_show_options,
     .examples = form_show_examples,
     .operands_min = 1,
     .operands_max = 1,
     .completes = Completes::form,
     .run = run_form_show},
    {.name = "form check",
     .summary = "check that a template says what was meant",
     .operands = "FILE...",
     .about = "Prints what was inferred from each template, what could not be, and what is odd. The exit "
              "status is 1\n"
              "when anything is odd.",
     .options = form_check_options,
     .examples = form_check_examples,
     .operands_min = 1,
     .operands_max = any_number,
     .completes = Completes::file,
     .run = run_form_check},
    {.name = "completion",
     .summary = "print a shell's completion script",
     .operands = "SHELL",
     .about =
         "SHELL is bash, zsh or fish. Commands, options and their choices are then completed by the Tab key.",
     .options = {},
     .examples = completion_examples,
     .operands_min = 1,
     .operands_max = 1,
     .completes = Completes::shell,
     .run = run_completion},
    {.name = "help",
     .summary = "explain a command",
     .operands = "[COMMAND]",
     .about = "",
     .options = help_options,
     .examples = help_examples,
     .operands_max = 2,
     .completes = Completes::command,
     .run = run_help},
};

}  // namespace

std::span<const Command> commands() {
  return table;
}

std::span<const Option> common_options() {
  return common;
}

std::span<const std::string_view> shell_names() {
  return shells;
}

const Command* find_command(std::string_view name) {
  for (const Command& command : table)
    if (command.name == name) return &command;
  return nullptr;
}

bool is_group(std::string_view name) {
  for (const Command& command : table)
    if (command.name.size() > name.size() && command.name.substr(0, name.size()) == name &&
        command.name[name.size()] == ' ')
      return true;
  return false;
}

std::optional<std::string_view> near_command(std::string_view group, std::string_view word) {
  std::vector<std::string_view> known;
  for (const Command& command : table) {
    const auto name = command.name;
    if (group.empty()) known.push_back(name.substr(0, name.find(' ')));
    if (!group.empty() && name.substr(0, group.size()) == group && name.substr(group.size(), 1) == " ")
      known.push_back(name.substr(group.size() + 1));
  }
  return closest(word, known);
}

}  // namespace hindcast::cli
