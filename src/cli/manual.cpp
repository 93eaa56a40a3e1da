#include "cli/manual.h"

#include "cli/help.h"
#include "cli/version.h"

namespace hindcast::cli {
namespace {

// A line of text as roff takes it literally: no escapes, no requests, hyphens that can be copied.
std::string roff(std::string_view text) {
  std::string out;
  if (!text.empty() && (text[0] == '.' || text[0] == '\'')) out = "\\&";
  for (char c : text) {
    if (c == '\\')
      out += "\\e";
    else if (c == '-')
      out += "\\-";
    else if (c == '\'')
      out += "\\(aq";
    else
      out += c;
  }
  return out;
}

std::string page_name(const Command& command) {
  std::string name = "hindcast-" + std::string(command.name);
  for (char& c : name)
    if (c == ' ') c = '-';
  return name;
}

std::string capitals(std::string_view text) {
  std::string out(text);
  for (char& c : out)
    if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  return out;
}

std::string head(std::string_view name, std::string_view summary) {
  return ".TH " + roff(capitals(name)) + " 1 \"\" \"hindcast " + std::string(version_number()) +
         "\" \"User Commands\"\n" + ".SH NAME\n" + roff(name) + " \\- " + roff(summary) + "\n";
}

std::string term(std::string_view heading, std::string_view text) {
  return ".TP\n.B " + roff(heading) + "\n" + roff(text) + "\n";
}

std::string examples(std::span<const Example> rows) {
  std::string out = ".SH EXAMPLES\n";
  for (const Example& example : rows)
    out += ".PP\n" + roff(example.what) + ":\n.PP\n.nf\n.RS\n" + roff(example.line) + "\n.RE\n.fi\n";
  return out;
}

std::string shared_sections() {
  std::string out = ".SH EXIT STATUS\n" + roff(exit_text) + "\n.SH ENVIRONMENT\n";
  for (const auto& [name, meaning] : environment_rows())
    out += term(name, meaning);
  return out;
}

}  // namespace

std::string program_manual() {
  std::string out = head("hindcast", program_summary);
  out += ".SH SYNOPSIS\n.B hindcast\nCOMMAND [OPTION...] [OPERAND...]\n.SH DESCRIPTION\n" +
         roff(program_about) + "\n";
  out += ".SH COMMANDS\n";
  for (const Command& command : commands())
    out += term(page_name(command) + "(1)", command.summary);
  out += ".SH OPTIONS\n" + term("-V, --version", "print version and commit");
  for (const Option& option : common_options())
    out += term(option_heading(option), option_text(option));
  return out + shared_sections();
}

std::string command_manual(const Command& command) {
  std::string out = head(page_name(command), command.summary);
  out += ".SH SYNOPSIS\n.B " + roff(usage_line(command)) + "\n";
  auto paragraphs = paragraphs_of(command.about);
  if (!paragraphs.empty()) out += ".SH DESCRIPTION\n";
  for (std::size_t i = 0; i < paragraphs.size(); ++i)
    out += (i == 0 ? "" : ".PP\n") + roff(paragraphs[i]) + "\n";
  if (!command.vocabulary.rows.empty()) out += ".SH " + capitals(command.vocabulary.title) + "\n";
  for (const auto& [name, meaning] : command.vocabulary.rows)
    out += term(name, meaning);
  out += ".SH OPTIONS\n";
  for (std::span<const Option> part : {command.options, common_options()})
    for (const Option& option : part)
      out += term(option_heading(option), option_text(option));
  if (!command.examples.empty()) out += examples(command.examples);
  return out + shared_sections() + ".SH SEE ALSO\n.BR hindcast (1)\n";
}

}  // namespace hindcast::cli
