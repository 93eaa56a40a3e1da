#include "app/forms.h"

#include <algorithm>
#include <string>
#include <vector>

#include "app/files.h"
#include "cli/configuring.h"
#include "cli/handlers.h"
#include "cli/reading.h"
#include "cli/style.h"
#include "cli/width.h"

namespace hindcast::cli {
namespace {

// Lines that are too wide go on below, two columns further in.
std::string set_to(int columns, std::string_view text) {
  std::string out;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size());
    const std::string_view line = text.substr(0, end);
    const std::size_t indent = std::min(line.find_first_not_of(' '), line.size());
    const int inner = std::max(columns - static_cast<int>(indent) - 2, columns / 2);
    if (columns_of(line) <= columns) {
      out.append(line);
    } else {
      const std::vector<std::string> pieces = wrap(line.substr(indent), inner);
      for (std::size_t i = 0; i < pieces.size(); ++i)
        out += (i == 0 ? "" : "\n  ") + std::string(indent, ' ') + pieces[i];
    }
    if (end < text.size()) out += '\n';
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return out;
}

}  // namespace

int run_form_list(const Arguments& arguments, const Terminal& terminal) {
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  bool as_json = arguments.value("format") == "json";
  terminal.out(as_json ? app::form_list_json(options->forms) : app::form_list_text(options->forms));
  return 0;
}

int run_form_show(const Arguments& arguments, const Terminal& terminal) {
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  auto form = app::find_form(arguments.operands[0], options->forms);
  if (!form) return refuse(terminal, harmless(form.error().message));
  std::string_view format = arguments.value("format");
  terminal.out(format == "json"       ? app::form_json(*form)
               : format == "template" ? form->text
                                      : set_to(style->columns, app::form_text(*form)));
  return 0;
}

int run_form_check(const Arguments& arguments, const Terminal& terminal) {
  int status = 0;
  bool as_json = arguments.value("format") == "json";
  auto style = style_of(arguments, terminal);
  if (!style) return refuse(terminal, style.error().message);
  if (as_json && arguments.operands.size() > 1)
    return refuse(terminal, "--format json checks one FILE; name just one");
  for (std::string_view path : arguments.operands) {
    auto report = app::check_form_file(std::string(path));
    if (!report) {
      say_troubles(terminal, std::vector<app::Trouble>{{std::string(path), report.error()}});
      status = 2;
      continue;
    }
    terminal.out(as_json ? app::form_report_json(*report)
                         : set_to(style->columns, app::form_report_text(*report)));
    if (status == 0 && !report->is_clean()) status = 1;
  }
  return status;
}

int run_new(const Arguments& arguments, const Terminal& terminal) {
  auto options = read_options(arguments, terminal);
  if (!options) return refuse(terminal, options.error().message);
  auto configuration = app::load_configuration(".", "");
  if (!configuration) return refuse_lines(terminal, configuration.error().message);
  auto today = today_of(arguments, terminal, *configuration);
  if (!today) return refuse_lines(terminal, today.error().message);
  auto form = app::find_form(arguments.operands[0], options->forms);
  if (!form) return refuse(terminal, harmless(form.error().message));

  if (arguments.operands[1].find_first_not_of(" \t\r\n") == std::string_view::npos)
    return refuse(terminal, "TITLE is empty; say what the document is about");
  app::NewDocument document = app::new_document(*form, arguments.operands[1], *today);
  std::string path(arguments.value("output"));
  if (path == "-") {
    terminal.out(document.text);
    return 0;
  }
  if (path.empty()) path = document.file_name;
  if (auto created = app::create_document(path, document.text); !created) {
    say_trouble(terminal, path, created.error().message);
    return 2;
  }
  terminal.out(harmless(path) + "\n");
  return 0;
}

}  // namespace hindcast::cli
